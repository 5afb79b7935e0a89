//! Sums that the taxonomy says must hold: by the base specification's rules, or by Calculations 1.1.

mod numbers;
mod range;
mod rounding;
mod unsound;
pub mod xbrl21;

use indexmap::IndexMap;

use super::subject::Subject;
use crate::model::{Decimal, Diagnostic, Name};
use crate::rules;
use crate::taxonomy::{ArcId, Concept, Network, Target};
use unsound::Unsound;

rules! {
    class Calculations, "Calculations 1.1";

    INCONSISTENT_ROUNDING = Warning "calc11e:inconsistentCalculationUsingRounding" at "2.1" {
        title: "a total is not the sum of its parts, however each of them was rounded",
        why: "A figure is mistaken, or the taxonomy sums what does not belong together.",
        example: "<ex:Total decimals=\"0\">10</ex:Total> <ex:A decimals=\"0\">4</ex:A> <ex:B decimals=\"0\">3</ex:B>",
        mended: "<ex:Total decimals=\"0\">7</ex:Total> <ex:A decimals=\"0\">4</ex:A> <ex:B decimals=\"0\">3</ex:B>",
    }

    INCONSISTENT_TRUNCATION = Warning "calc11e:inconsistentCalculationUsingTruncation" at "2.2" {
        title: "a total is not the sum of its parts, whatever was cut off each of them",
        why: "A figure is mistaken, or the taxonomy sums what does not belong together.",
        example: "<ex:Total decimals=\"0\">10</ex:Total> <ex:A decimals=\"0\">4</ex:A> <ex:B decimals=\"0\">3</ex:B>",
        mended: "<ex:Total decimals=\"0\">7</ex:Total> <ex:A decimals=\"0\">4</ex:A> <ex:B decimals=\"0\">3</ex:B>",
    }

    DUPLICATES_ROUNDING = Warning "oime:disallowedDuplicateFacts" at "2.1" {
        title: "a figure of a sum is reported more than once, with values that can't all be true",
        why: "Nothing tells which of them is to be summed, so the sum is not checked.",
        example: "<ex:A decimals=\"0\">4</ex:A> <ex:A decimals=\"0\">8</ex:A>",
        mended: "<ex:A decimals=\"0\">4</ex:A>",
    }

    DUPLICATES_TRUNCATION = Warning "calc11e:disallowedDuplicateFactsUsingTruncation" at "2.2" {
        title: "a figure of a sum is reported more than once, with values that can't all have been cut off the same one",
        why: "Nothing tells which of them is to be summed, so the sum is not checked.",
        example: "<ex:A decimals=\"0\">4</ex:A> <ex:A decimals=\"0\">8</ex:A>",
        mended: "<ex:A decimals=\"0\">4</ex:A>",
    }

    TUPLES = Note "calc11e:tuplesInReportWarning" at "2" {
        title: "a report with tuples is not checked by Calculations 1.1",
        why: "Facts in different tuples are different facts, which Calculations 1.1 can't tell apart.",
        example: "<ex:customer><ex:gross …>5</ex:gross></ex:customer>",
        mended: "<ex:gross contextRef=\"customer1\" …>5</ex:gross>",
    }
}

/// How calculations are checked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum CalculationMode {
    /// Not at all.
    None,
    /// By the rules of the base specification (XBRL 2.1, 5.2.5.2).
    Xbrl21,
    /// By Calculations 1.1, values being rounded to the nearest.
    #[default]
    Rounding,
    /// By Calculations 1.1, values being cut off.
    Truncation,
}

/// Checks all calculations.
pub(super) fn check(subject: &Subject<'_>, mode: CalculationMode, findings: &mut Vec<Diagnostic>) {
    match mode {
        CalculationMode::None => {}
        CalculationMode::Xbrl21 => xbrl21::check(subject, &Unsound::of(subject.taxonomy, findings), findings),
        CalculationMode::Rounding | CalculationMode::Truncation => {
            rounding::check(subject, mode, &Unsound::of(subject.taxonomy, findings), findings);
        }
    }
}

/// One thing that a sum sums.
struct Part<'a> {
    concept: &'a Concept,
    weight: Decimal,
    arc: ArcId,
}

/// The sums of a network that are known: each total with its parts, in the order of the taxonomy.
fn sums<'a>(subject: &Subject<'a>, network: Network<'a>, unsound: &Unsound) -> Vec<(&'a Concept, Vec<Part<'a>>)> {
    let mut sums: IndexMap<Target, Vec<Part<'a>>> = IndexMap::new();
    for relationship in network.relationships() {
        let (Target::Concept(_), Target::Concept(to)) = (relationship.from, relationship.to) else { continue };
        if unsound.has(network.role(), relationship.from) {
            continue;
        }
        let Some(weight) = subject.taxonomy.arc(relationship.arc).weight.clone() else { continue };
        let part = Part { concept: subject.taxonomy.get(to), weight, arc: relationship.arc };
        sums.entry(relationship.from).or_default().push(part);
    }
    let total = |target| match target {
        Target::Concept(id) => Some(subject.taxonomy.get(id)),
        _ => None,
    };
    sums.into_iter().filter_map(|(from, parts)| Some((total(from)?, parts))).collect()
}

/// How many parts that are not reported are named.
const NAMED_PARTS: usize = 50;

/// Says which parts of a sum are not reported, for a sum may be wrong for want of them. Those that are reported come in
/// the order of the sum.
fn with_unreported<'a>(
    subject: &Subject<'_>,
    finding: Diagnostic,
    parts: &'a [Part<'a>],
    reported: impl Iterator<Item = &'a Part<'a>>,
) -> Diagnostic {
    let mut reported: Vec<&Part<'_>> = reported.collect();
    reported.dedup_by(|one, other| std::ptr::eq(*one, *other));
    let missing = parts.len() - reported.len();
    let mut reported = reported.into_iter().peekable();
    let unreported = parts.iter().filter(|part| reported.next_if(|known| std::ptr::eq(*known, *part)).is_none());
    let mut names: Vec<String> =
        unreported.take(missing.min(NAMED_PARTS)).map(|part| subject.shown(part.concept.name)).collect();
    if missing > names.len() {
        names.push(format!("and {} more", missing - names.len()));
    }
    if names.is_empty() { finding } else { finding.hint(format!("not reported here: {}", names.join(", "))) }
}

/// `+ 2 × ` or the like, as a part's line begins.
fn weight_shown(weight: &Decimal) -> String {
    let sign = if weight.is_negative() { '-' } else { '+' };
    let size = weight.abs();
    if size == Decimal::ONE { format!("{sign} ") } else { format!("{sign} {size} × ") }
}

/// The end of a role's URI, which is mostly enough to know it by.
fn role_shown(role: Name) -> &'static str {
    role.as_str().rsplit('/').next().unwrap_or_default()
}
