//! Checks of the source against itself: every figure that repeats what others say is recomputed from them.
//!
//! A printed figure stands for all values that round to it. A check holds when some values that the
//! operands stand for give one that the printed figure stands for; only where none do is there a finding.

mod column;
mod duplicate;
mod elsewhere;
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
    elsewhere::checks(binding, extension, file, &mut drafts);
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
        let recomputed = self.gives.as_ref().ok().map(|gives| outwards(gives, self.shown_decimals(gives)));
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

    /// The decimals in which what the operands give is shown: a thousandth of what is printed, and as many
    /// more as it takes that what contradicts doesn't look as if it touched.
    fn shown_decimals(&self, gives: &Interval) -> i32 {
        let least = self.decimals + 3;
        if gives.meets(&self.stands_for) {
            return least;
        }
        let apart = |decimals: &i32| {
            let Range { low, high } = outwards(gives, *decimals);
            !Interval { low, high }.meets(&self.stands_for)
        };
        (least..least + MOST_DECIMALS).find(apart).unwrap_or(least)
    }

    fn contradiction(&self, gives: &Interval) -> String {
        let decimals = self.shown_decimals(gives);
        let shown = outwards(gives, decimals);
        let given =
            if shown.low == shown.high { format!("{}", shown.low) } else { format!("{} to {}", shown.low, shown.high) };
        let gap = if shown.low > self.stands_for.high {
            &shown.low - &self.stands_for.high
        } else {
            &self.stands_for.low - &shown.high
        };
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

/// How many decimals more than usual are shown at most.
const MOST_DECIMALS: i32 = 30;

/// The interval with its ends rounded outwards, for showing.
fn outwards(interval: &Interval, decimals: i32) -> Range {
    Range { low: interval.low.round(decimals, Rounding::Floor), high: interval.high.round(decimals, Rounding::Ceiling) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Decimals;

    proptest! {
        /// What is shown holds all that it stands for, and at either end less than a unit more.
        #[test]
        fn ends_are_rounded_outwards(low in any::<i64>(), width in 0u32.., scale in 0i64..12, decimals in -6i32..10) {
            let (low, high) = (i128::from(low), i128::from(low) + i128::from(width));
            let exact = Interval { low: Decimal::new(low, scale), high: Decimal::new(high, scale) };
            let shown = outwards(&exact, decimals);
            let unit = Decimal::unit_of(decimals);
            prop_assert!(shown.low <= exact.low && exact.high <= shown.high);
            prop_assert!(&exact.low - &shown.low < unit && &shown.high - &exact.high < unit);
        }

        /// What contradicts is shown apart, and what agrees as meeting.
        #[test]
        fn verdicts_show_in_the_ranges(printed in -5000i64..5000, given in -5_000_000i64..5_000_000, width in 0i64..2000) {
            let low = Decimal::new(i128::from(given), 3);
            let gives = Interval { high: &low + &Decimal::new(i128::from(width), 3), low };
            let place = CellPlace { table: String::new(), row: String::new(), column: String::new(), place: String::new() };
            let printed_text = printed.to_string();
            let stands_for = Interval::of(&Decimal::from(printed), Decimals::Places(0));
            let draft = Draft {
                kind: Kind::Total,
                printed: Operand { cell: place, text: printed_text, interval: None, weight: None },
                formula: String::new(),
                operands: Vec::new(),
                stands_for: stands_for.clone(),
                gives: Ok(gives.clone()),
                decimals: 0,
            };
            let check = draft.judge("c1".to_owned());
            let Range { low, high } = check.recomputed.expect("a range");
            prop_assert_eq!(Interval { low, high }.meets(&stands_for), check.verdict == Verdict::Agrees);
            prop_assert_eq!(gives.meets(&stands_for), check.verdict == Verdict::Agrees);
        }
    }
}
