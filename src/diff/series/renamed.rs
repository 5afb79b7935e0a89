//! Names that change in the course of a series: what is told under either is told of one thing.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diff::classify::Context;
use crate::diff::comparison::{Confidence, Which};
use crate::diff::family::Ties;
use crate::diff::key::{Both, Side, Sides, keyed};
use crate::diff::names::Names;
use crate::diff::rename::Renaming;
use crate::diff::summations::Summations;
use crate::diff::{Options, align, reduce, rename};
use crate::model::QName;

use super::Source;

/// A name of one filing that became another in a later one.
pub(super) struct Found {
    /// The two filings.
    pub(super) filings: [usize; 2],
    /// The name with what shows that it is the same; its names are folded as those of the series are.
    pub(super) renaming: Renaming,
}

/// The names of a series by what they are called in its newest filing.
#[derive(Default)]
pub(super) struct Renamed {
    names: FxHashMap<QName, QName>,
    /// What was found, each pair of names once.
    pub(super) found: Vec<Found>,
}

impl Renamed {
    /// Looks for renamings from each filing to the next, and to the next of its kind: a note of an annual report
    /// may not be told between.
    ///
    /// Names that one filing has side by side are never the same, whatever others show.
    pub(super) fn of(
        filings: &[(Source, Side<'_>)],
        names: &[FxHashSet<QName>],
        ties: &Ties,
        fold: impl Fn(QName) -> QName,
    ) -> Renamed {
        let mut groups = Groups::of(names, &fold);
        let mut found = Vec::new();
        for later in 1..filings.len() {
            let of_its_kind = (0..later - 1).rev().find(|at| filings[*at].0.document == filings[later].0.document);
            for earlier in [Some(later - 1), of_its_kind].into_iter().flatten() {
                for renaming in between(filings[earlier].1, filings[later].1, ties) {
                    let renaming = Renaming { from: fold(renaming.from), to: fold(renaming.to), ..renaming };
                    if groups.join(renaming.from, renaming.to) {
                        found.push(Found { filings: [earlier, later], renaming });
                    }
                }
            }
        }
        Renamed { names: groups.newest(), found }
    }

    /// What a folded name is called in the newest filing that has it by any name.
    pub(super) fn newest(&self, name: QName) -> QName {
        self.names.get(&name).copied().unwrap_or(name)
    }
}

/// The renamings from one filing to another that are likely enough to follow, by the filings' own names.
fn between(old: Side<'_>, new: Side<'_>, ties: &Ties) -> Vec<Renaming> {
    let sides = Sides { old, new };
    let keyed = keyed(sides, Both { old: ties.clone(), new: ties.clone() });
    let (names, told) = (Names::of(sides, &keyed), reduce::reduce(sides, &keyed));
    let (summations, options) = (Summations::default(), Options::default());
    let context =
        Context { sides, keyed: &keyed, told: &told, names: &names, summations: &summations, options: &options };
    let found = rename::find(context, &align::align(&told.old, &told.new)).into_iter();
    let likely = found.filter(|renaming| renaming.confidence != Confidence::Low);
    let by_own_names = |renaming: Renaming| {
        let from = names.original(Which::Old, renaming.from)?;
        Some(Renaming { from, to: names.original(Which::New, renaming.to)?, ..renaming })
    };
    likely.filter_map(by_own_names).collect()
}

/// Names that are the same, with the filings that use them.
struct Groups {
    of: FxHashMap<QName, usize>,
    /// The names of each group, and the filings that have one of them.
    groups: Vec<(Vec<QName>, FxHashMap<usize, QName>)>,
}

impl Groups {
    fn of(names: &[FxHashSet<QName>], fold: impl Fn(QName) -> QName) -> Groups {
        let mut groups = Groups { of: FxHashMap::default(), groups: Vec::new() };
        for (filing, names) in names.iter().enumerate() {
            for name in names.iter().map(|name| fold(*name)) {
                let at = *groups.of.entry(name).or_insert_with(|| {
                    groups.groups.push((vec![name], FxHashMap::default()));
                    groups.groups.len() - 1
                });
                groups.groups[at].1.insert(filing, name);
            }
        }
        groups
    }

    /// Makes two names the same, unless they are, or one filing has both.
    fn join(&mut self, one: QName, other: QName) -> bool {
        let (Some(one), Some(other)) = (self.of.get(&one).copied(), self.of.get(&other).copied()) else { return false };
        if one == other || self.groups[one].1.keys().any(|filing| self.groups[other].1.contains_key(filing)) {
            return false;
        }
        let (names, filings) = std::mem::take(&mut self.groups[other]);
        self.of.extend(names.iter().map(|name| (*name, one)));
        self.groups[one].0.extend(names);
        self.groups[one].1.extend(filings);
        true
    }

    /// The names that are told together with others, each with the one of the newest filing.
    fn newest(self) -> FxHashMap<QName, QName> {
        let joined = self.groups.into_iter().filter(|(names, _)| names.len() > 1);
        let named = joined.flat_map(|(names, filings)| {
            let newest = filings.into_iter().max_by_key(|(filing, _)| *filing);
            names.into_iter().filter_map(move |name| Some((name, newest?.1)))
        });
        named.collect()
    }
}
