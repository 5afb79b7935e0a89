//! Compares two filings by what they say: what was restated, what moved, what came and went.
//!
//! Two reports come in, each with what is known of its taxonomy; a [`Comparison`] of plain data
//! goes out, the same for the same statements in whatever order, form and spelling they were
//! filed. The steps are in the order of the data: `family` and `key` say what is the same thing,
//! `reduce` makes one statement of duplicates, `align` lays the statements side by side,
//! `classify` and `leftover` name the differences, `derive` and `movement` pair periods, `describe` turns
//! numbers back into words.
//!
//! This room refuses to know of files, of forms of filings, and of rules that a filing may break.

mod account;
mod align;
mod balance;
mod change;
mod class;
mod classify;
mod comparison;
mod cover;
mod coverage;
mod derive;
mod describe;
mod explain;
mod family;
mod key;
mod leftover;
mod measure;
mod movement;
mod names;
#[cfg(test)]
mod properties;
mod recast;
mod reduce;
mod rename;
mod reported;
mod roll;
mod select;
mod series;
mod split;
mod summations;
mod taxonomy;
mod terms;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod text;
mod trees;
mod value;
mod vocabulary;
mod words;

pub use crate::taxonomy::Labels;
pub use comparison::{
    Change, Class, Comparison, ConceptChange, ConceptChangeKind, Confidence, Contradiction, Contribution, DateKind,
    DerivedValue, Difference, Edit, EditKind, End, Evidence, FamilyChanges, Filing, FilingDate, Measure, Member,
    Movement, MovementKind, Named, Namespace, NoPercent, Percent, Position, Recast, RecastKind, RecastPart, Refusal,
    RefusedValue, Relabelling, Renaming, Reported, RollForward, Shared, TaxonomyChanges, Thing, TotalAbove,
    TotalChange, TotalPart, TotalParts, Value, Which,
};
pub use cover::Standing;
pub use family::{SameNamespace, family};
pub use key::Side;
pub use select::{Selection, Threshold};
pub use series::{Point, Series, SeriesLine, SeriesOptions, SeriesRenaming, Source, Telling, Unknown, series};
pub use vocabulary::{Calculation, ConceptInfo, Declaration, Summation, Vocabulary};

use classify::{Context, Found, Pair};
use coverage::Coverage;
use describe::Findings;
use family::Ties;
use key::Sides;
use names::Names;
use summations::Summations;

/// What a change from a negative base is divided by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum NegativeBase {
    /// Nothing: there is no percentage, but the words "from negative".
    #[default]
    None,
    /// The base with its sign, as some companies print it.
    Signed,
    /// The base without its sign.
    Absolute,
}

/// How to compare.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// What a change from a negative base is divided by.
    pub negative_base: NegativeBase,
    /// Namespaces that are the same, whatever their families: the older filing's, the newer one's.
    pub same_namespaces: Vec<SameNamespace>,
    /// Whether mark-up in texts matters.
    pub exact_text: bool,
    /// Whether quarters that no filing tells are derived from longer periods.
    pub derive: bool,
}

/// Compares two filings.
#[must_use]
pub fn compare(old: Side<'_>, new: Side<'_>, options: &Options) -> Comparison {
    let sides = Sides { old, new };
    let mut keyed = key::keyed(sides, Ties::of_two(&options.same_namespaces));
    let names = Names::of(sides, &keyed);
    let summations = Summations::of(sides, &keyed.folding);
    let mut told = reduce::reduce(sides, &keyed);
    let mut aligned = align::align(&told.old, &told.new);
    let renamings = {
        let (keyed, told, names, summations) = (&keyed, &told, &names, &summations);
        rename::find(Context { sides, keyed, told, names, summations, options }, &aligned)
    };
    if rename::apply(&renamings, &mut keyed.tables, &mut told.old) {
        aligned = align::align(&told.old, &told.new);
    }
    let reported = reported::find(&mut keyed.tables, &told);
    let context = Context { sides, keyed: &keyed, told: &told, names: &names, summations: &summations, options };
    let coverage = Coverage::of(&keyed.tables, &told);
    let mut found: Vec<Found> =
        aligned.pairs.iter().filter_map(|(old, new)| difference(context, *old as usize, *new as usize)).collect();
    let equal = aligned.pairs.len() - found.len();
    found.extend(leftover::in_other_units(context, &mut aligned));
    let split = split::mark(context, &mut found);
    let recasts = recast::take(context, &mut found, &mut aligned);
    found.extend(leftover::alone(context, &coverage, &aligned));
    let (derived, refused) =
        if options.derive { derive::derive(context, &coverage, &found) } else { Default::default() };
    let moved = movement::movements(context, &coverage, &derived);
    let findings = Findings { found, equal, renamings, split, recasts, moved, reported, derived, refused };
    describe::describe(context, &coverage, &findings)
}

/// What two statements of one thing differ in; none where they are equal, as most are.
fn difference(context: Context<'_>, old: usize, new: usize) -> Option<Found> {
    let (old, new) = (context.told.old[old], context.told.new[new]);
    let verdict = context.class_of_pair(&old, &new);
    (verdict.class != Class::Equal).then_some(Found { verdict, pair: Pair { old: Some(old), new: Some(new) } })
}
