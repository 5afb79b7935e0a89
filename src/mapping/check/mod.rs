//! Checks of the source against itself: every figure that repeats what others say is recomputed from them.
//!
//! A printed figure stands for all values that round to it. A check holds when some values that the
//! operands stand for give one that the printed figure stands for; only where none do is there a finding.

mod column;
mod duplicate;
mod quotient;
mod total;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::decimal::Rounding;
use crate::model::{Decimal, Interval};

use super::bind::{Binding, BoundTable};
use super::extension::Extension;
use super::place::CellPlace;

/// What a check recomputes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A total from its parts.
    Total,
    /// An amount of a member from those of the members below it.
    Members,
    /// A closing balance from the opening one and the change.
    RollForward,
    /// An amount from two others, one divided by the other.
    Quotient,
    /// A change in percent.
    Change,
    /// A share in percent.
    Share,
    /// An amount in another currency.
    Translation,
    /// An amount that is printed twice.
    Duplicate,
}

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Some values within the printed precision explain the figure.
    Agrees,
    /// None do.
    Contradicts,
    /// A figure is printed, and there is nothing that it could follow from.
    Incomputable,
}

/// A printed figure in a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Operand {
    /// Where it stands.
    #[serde(flatten)]
    pub cell: CellPlace,
    /// What is printed.
    pub text: String,
    /// The least and the greatest value that it stands for, in full units or in percent; none for a blank.
    pub interval: Option<Range>,
    /// The factor that it is taken with in a sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<i8>,
}

/// A range of values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Range {
    /// The least.
    pub low: Decimal,
    /// The greatest.
    pub high: Decimal,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Check {
    /// A name within the file.
    pub id: String,
    /// What is recomputed.
    pub kind: Kind,
    /// What came of it.
    pub verdict: Verdict,
    /// The figure that is checked.
    pub printed: Operand,
    /// How it follows from the operands.
    pub formula: String,
    /// The figures that it follows from.
    pub operands: Vec<Operand>,
    /// All values that the operands give; none where they give none.
    pub recomputed: Option<Range>,
    /// For a finding, what is wrong, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
}

/// How many checks of a kind came out how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// Checks that agree.
    pub agree: usize,
    /// Checks that contradict.
    pub contradict: usize,
    /// Figures that follow from nothing.
    pub incomputable: usize,
}

/// `checks.json`: all checks of a source against itself.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(title = "factum checks")]
pub struct Checks {
    /// The form and version of this document.
    #[schemars(extend("const" = "checks/1"))]
    pub factum: &'static str,
    /// The counts by kind.
    pub counts: IndexMap<Kind, Count>,
    /// The checks that don't hold: contradictions in the source.
    pub findings: Vec<Check>,
    /// The checks that hold.
    pub agreeing: Vec<Check>,
}

/// A check before its verdict.
struct Draft {
    kind: Kind,
    printed: Operand,
    formula: String,
    operands: Vec<Operand>,
    /// What the printed figure stands for.
    stands_for: Interval,
    /// What the operands give.
    gives: Result<Interval, &'static str>,
    /// The decimals that the printed figure has, in the units of the intervals.
    decimals: i32,
}

/// Runs all checks of a binding.
pub(super) fn run(binding: &Binding, extension: &Extension, file: &dyn Fn(crate::model::Place) -> String) -> Checks {
    let mut drafts = Vec::new();
    for table in &binding.tables {
        let place = |row, column| CellPlace::of(table, row, column, file);
        let Some(statement) = table.statement.map(|statement| &extension.statements[statement]) else { continue };
        total::checks(table, statement, extension, &place, &mut drafts);
        quotient::checks(table, statement, extension, &place, &mut drafts);
        column::checks(table, &place, &mut drafts);
    }
    duplicate::checks(binding, file, &mut drafts);
    let mut checks = Checks { factum: "checks/1", counts: IndexMap::new(), findings: Vec::new(), agreeing: Vec::new() };
    for (number, draft) in drafts.into_iter().enumerate() {
        let check = draft.judge(format!("c{}", number + 1));
        let count = checks.counts.entry(check.kind).or_default();
        match check.verdict {
            Verdict::Agrees => count.agree += 1,
            Verdict::Contradicts => count.contradict += 1,
            Verdict::Incomputable => count.incomputable += 1,
        }
        let list = if check.verdict == Verdict::Agrees { &mut checks.agreeing } else { &mut checks.findings };
        list.push(check);
    }
    checks.counts.sort_keys();
    checks
}

/// What places a cell in the outputs.
type Placer<'a> = dyn Fn(usize, usize) -> CellPlace + 'a;

/// A cell's amount as an operand.
fn operand(table: &BoundTable, row: usize, column: usize, place: &Placer) -> Operand {
    let cell = table.cell(row, column);
    let amount = table.amount(row, column);
    Operand {
        cell: place(row, column),
        text: cell.cell.map(|cell| cell.text.clone()).unwrap_or_default(),
        interval: amount.map(|amount| Range::from(&amount.interval())),
        weight: None,
    }
}

impl From<&Interval> for Range {
    fn from(interval: &Interval) -> Range {
        Range { low: interval.low.clone(), high: interval.high.clone() }
    }
}

impl Draft {
    fn judge(self, id: String) -> Check {
        let (verdict, explanation) = match &self.gives {
            Ok(gives) if gives.meets(&self.stands_for) => (Verdict::Agrees, None),
            Ok(gives) => (Verdict::Contradicts, Some(self.contradiction(gives))),
            Err(why) => (Verdict::Incomputable, Some(format!("`{}` is printed, and {why}", self.printed.text))),
        };
        let recomputed = self.gives.ok().map(|gives| outwards(&gives, self.decimals + 3));
        Check {
            id,
            kind: self.kind,
            verdict,
            printed: self.printed,
            formula: self.formula,
            operands: self.operands,
            recomputed,
            explanation,
        }
    }

    fn contradiction(&self, gives: &Interval) -> String {
        let shown = outwards(gives, self.decimals + 3);
        let given =
            if shown.low == shown.high { format!("{}", shown.low) } else { format!("{} to {}", shown.low, shown.high) };
        let gap = if gives.low > self.stands_for.high {
            &gives.low - &self.stands_for.high
        } else {
            &self.stands_for.low - &gives.high
        };
        let gap = gap.round(self.decimals + 3, Rounding::Ceiling);
        let ends = [&gives.low, &gives.high].map(|end| end.round(self.decimals, Rounding::HalfUp));
        let instead = match &ends {
            [low, high] if low == high => format!("; {low} would be printed"),
            _ => String::new(),
        };
        format!(
            "`{}` stands for {} to {}, the operands give {given}: {gap} apart{instead}",
            self.printed.text, self.stands_for.low, self.stands_for.high
        )
    }
}

/// The interval with its ends rounded outwards, for showing.
fn outwards(interval: &Interval, decimals: i32) -> Range {
    Range { low: interval.low.round(decimals, Rounding::Floor), high: interval.high.round(decimals, Rounding::Ceiling) }
}
