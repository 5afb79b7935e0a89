//! Calculation trees: which parts a total has in each statement, and what of that changed.

use std::cmp::Reverse;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Decimal, Name, QName};

use super::classify::Context;
use super::comparison::{Shared, Which};
use super::family::family;
use super::key::Both;

/// A line item of a total.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct TotalPart {
    /// The concept.
    pub concept: Shared,
    /// Its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Shared>,
    /// What it is multiplied by.
    pub weight: Decimal,
}

/// A total whose calculation tree changed in a statement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct TotalParts {
    /// The total.
    pub total: Shared,
    /// Its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Shared>,
    /// The statement, by the newer taxonomy's title.
    pub statement: Shared,
    /// Line items that it gained, with their weights.
    pub gained: Vec<TotalPart>,
    /// Line items that it lost.
    pub lost: Vec<TotalPart>,
    /// Line items that count otherwise now, with their new weights.
    pub reweighted: Vec<TotalPart>,
}

/// The parts of a total in one statement.
struct Tree<'a> {
    /// The family of the statement's role: roles are dated as namespaces are.
    role: Name,
    title: &'a Shared,
    parts: Parts<'a>,
}

/// Parts with their weights, in the order of the statement.
type Parts<'a> = IndexMap<QName, &'a Decimal, FxBuildHasher>;

/// Pairs of trees among which those that stand for each other are looked for: a total in hundreds of statements is
/// past all that is meant, and its trees stand for each other by their roles.
const MOST_PAIRS: usize = 1 << 16;

impl Tree<'_> {
    /// How many parts the two have in common.
    fn common(&self, other: &Tree<'_>) -> usize {
        self.parts.keys().filter(|part| other.parts.contains_key(*part)).count()
    }

    fn is_same(&self, other: &Tree<'_>) -> bool {
        self.parts == other.parts
    }
}

/// The totals of both filings whose parts are not the same in a statement.
pub(super) fn totals(context: Context<'_>) -> Vec<TotalParts> {
    let names = context.keyed.tables.names();
    let [old, new] = [Which::Old, Which::New].map(|which| trees(context, which, &names));
    let of_total = |(total, old): (&QName, &Vec<Tree<'_>>)| -> Vec<TotalParts> {
        let pairs = new.get(total).map(|new| paired(old, new)).unwrap_or_default();
        pairs.into_iter().filter_map(|(old, new)| changed(context, *total, old, new)).collect()
    };
    let mut totals: Vec<TotalParts> = old.iter().flat_map(of_total).collect();
    totals.sort_by(|one, two| (&one.total, &one.statement).cmp(&(&two.total, &two.statement)));
    totals
}

/// The trees of one filing by their totals, of those that a filing tells.
fn trees<'a>(context: Context<'a>, which: Which, names: &FxHashSet<QName>) -> FxHashMap<QName, Vec<Tree<'a>>> {
    let mut trees: FxHashMap<QName, Vec<Tree<'a>>> = FxHashMap::default();
    let mut known: FxHashMap<(QName, Name), usize> = FxHashMap::default();
    for calculation in &context.sides.get(which).vocabulary.calculations {
        let role = Name::new(&family(calculation.role.as_str()));
        for summation in &calculation.summations {
            let [total, part] = [summation.total, summation.part].map(|name| context.keyed.folding.fold(which, name));
            if !names.contains(&total) {
                continue;
            }
            let of_total = trees.entry(total).or_default();
            let tree = *known.entry((total, role)).or_insert_with(|| {
                of_total.push(Tree { role, title: &calculation.title, parts: Parts::default() });
                of_total.len() - 1
            });
            of_total[tree].parts.entry(part).or_insert(&summation.weight);
        }
    }
    trees
}

/// The trees of a total that stand for each other: those that are the same, for roles are renumbered from year to
/// year; then those of one role; then those that have most parts in common.
fn paired<'t, 'a>(old: &'t [Tree<'a>], new: &'t [Tree<'a>]) -> Vec<(&'t Tree<'a>, &'t Tree<'a>)> {
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        let by_role: FxHashMap<Name, &Tree<'_>> = new.iter().map(|new| (new.role, new)).collect();
        return old.iter().filter_map(|old| Some((old, *by_role.get(&old.role)?))).collect();
    }
    let mut all: Vec<(&Tree<'_>, &Tree<'_>)> =
        old.iter().flat_map(|old| new.iter().map(move |new| (old, new))).collect();
    all.retain(|(old, new)| old.role == new.role || old.common(new) > 0);
    all.sort_by_cached_key(|(old, new)| {
        let roles = [old.role.as_str(), new.role.as_str()];
        let names = (roles[0].min(roles[1]), roles[0].max(roles[1]));
        (!old.is_same(new), old.role != new.role, Reverse(old.common(new)), names)
    });
    let mut taken: Both<FxHashSet<Name>> = Both::default();
    all.retain(|(old, new)| {
        let is_free = !taken.old.contains(&old.role) && !taken.new.contains(&new.role);
        if is_free {
            taken.old.insert(old.role);
            taken.new.insert(new.role);
        }
        is_free
    });
    all
}

fn changed(context: Context<'_>, total: QName, old: &Tree<'_>, new: &Tree<'_>) -> Option<TotalParts> {
    let label = |name: QName| context.info(name).find_map(|(_, info)| info.label.clone());
    let show = |(name, weight): (&QName, &&Decimal)| TotalPart {
        concept: context.names.show_any(*name),
        label: label(*name),
        weight: (**weight).clone(),
    };
    let alone = |one: &Tree<'_>, other: &Tree<'_>| -> Vec<TotalPart> {
        one.parts.iter().filter(|(name, _)| !other.parts.contains_key(*name)).map(show).collect()
    };
    let (gained, lost) = (alone(new, old), alone(old, new));
    let other_weight =
        |(name, weight): &(&QName, &&Decimal)| old.parts.get(*name).is_some_and(|known| *known != **weight);
    let reweighted: Vec<TotalPart> = new.parts.iter().filter(other_weight).map(show).collect();
    let changed = !gained.is_empty() || !lost.is_empty() || !reweighted.is_empty();
    changed.then(|| TotalParts {
        total: context.names.show_any(total),
        label: label(total),
        statement: new.title.clone(),
        gained,
        lost,
        reweighted,
    })
}
