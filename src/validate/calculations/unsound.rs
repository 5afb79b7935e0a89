//! Sums of which something is not known: where an arc leads to a file that was not found, or is faulty itself. That has
//! a finding of its own, and whatever else came of the sum would be another of the same cause.

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Diagnostic, Name, Place};
use crate::taxonomy::{Arc, Link, Locator, Target, Taxonomy};
use crate::validate::subject::hint_at_missing;
use crate::validate::xbrl21::linkbases::{arcs::ZERO_WEIGHT, relationships::WEIGHT_SIGN};

/// Roles, each with a total that has a sum there which is not known.
#[derive(Default)]
pub(super) struct Unsound(FxHashSet<(Name, Target)>);

impl Unsound {
    /// Finds them, and says of missing files how many sums are not checked for want of them.
    pub(super) fn of(taxonomy: &Taxonomy, findings: &mut [Diagnostic]) -> Unsound {
        let rules = [&ZERO_WEIGHT, &WEIGHT_SIGN];
        let faulty = findings.iter().filter(|finding| rules.contains(&finding.rule));
        let faulty: FxHashSet<Place> = faulty.filter_map(|finding| finding.place).collect();
        let mut unsound = Unsound::default();
        let mut for_want_of: IndexMap<u32, usize> = IndexMap::new();
        for link in taxonomy.unjudged_links() {
            let doubtful = doubtful(taxonomy, link, &faulty);
            let mut totals: FxHashMap<u32, Vec<Target>> = FxHashMap::default();
            if !doubtful.is_empty() {
                for locator in locators(taxonomy, link).filter(|locator| !is_lost(locator)) {
                    totals.entry(locator.label).or_default().push(locator.target);
                }
            }
            for (arc, part) in doubtful {
                for total in totals.get(&arc.from).into_iter().flatten() {
                    let is_new = unsound.0.insert((link.role, *total));
                    if let Some(part) = part.filter(|part| is_new && part.target == Target::Missing) {
                        *for_want_of.entry(part.reference).or_default() += 1;
                    }
                }
            }
        }
        let files = taxonomy.missing().iter().enumerate().rev();
        let files: FxHashMap<u32, usize> = match for_want_of.is_empty() {
            true => FxHashMap::default(),
            false => files.flat_map(|(file, missing)| missing.referrers.iter().map(move |one| (*one, file))).collect(),
        };
        let mut by_file: IndexMap<usize, usize> = IndexMap::new();
        for (reference, count) in for_want_of {
            files.get(&reference).into_iter().for_each(|file| *by_file.entry(*file).or_default() += count);
        }
        for (file, count) in by_file {
            let sums = if count == 1 { "1 sum is" } else { &format!("{count} sums are") };
            let hint = format!("{sums} not checked, for it may declare what is summed");
            hint_at_missing(findings, &taxonomy.missing()[file], hint);
        }
        unsound
    }

    /// Whether a total's sum in a role is one of them.
    pub(super) fn has(&self, role: Name, total: Target) -> bool {
        self.0.contains(&(role, total))
    }
}

/// The arcs of a link whose sums are not known, each with the locator of its part where that leads nowhere.
fn doubtful<'a>(taxonomy: &'a Taxonomy, link: &Link, faulty: &FxHashSet<Place>) -> Vec<(&'a Arc, Option<&'a Locator>)> {
    let lost = locators(taxonomy, link).filter(|locator| is_lost(locator));
    let lost: FxHashMap<u32, &Locator> = lost.map(|locator| (locator.label, locator)).collect();
    let arcs = link.arcs.of(&taxonomy.links().arcs).iter().filter(|arc| is_summation(arc) && !arc.prohibited);
    arcs.map(|arc| (arc, lost.get(&arc.to).copied()))
        .filter(|(arc, lost)| lost.is_some() || arc.weight.is_none() || faulty.contains(&arc.place))
        .collect()
}

fn locators<'a>(taxonomy: &'a Taxonomy, link: &Link) -> impl Iterator<Item = &'a Locator> {
    link.locators.of(&taxonomy.links().locators).iter()
}

fn is_lost(locator: &Locator) -> bool {
    matches!(locator.target, Target::Nothing | Target::Missing)
}

fn is_summation(arc: &Arc) -> bool {
    [Name::SUMMATION_ITEM, Name::SUMMATION_ITEM_11].contains(&arc.arcrole)
}
