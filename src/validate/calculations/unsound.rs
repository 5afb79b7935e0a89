//! Sums of which something is not known: where an arc leads to a file that was not found, or is faulty itself. That has
//! a finding of its own, and whatever else came of the sum would be another of the same cause.

use indexmap::IndexMap;
use rustc_hash::FxHashSet;

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
        for link in &taxonomy.links().links {
            let lost: Vec<&Locator> = locators(taxonomy, link).filter(|locator| is_lost(locator)).collect();
            let arcs = link.arcs.of(&taxonomy.links().arcs).iter();
            for arc in arcs.filter(|arc| is_summation(arc) && !arc.prohibited) {
                let part = lost.iter().find(|locator| locator.label == arc.to);
                if part.is_none() && arc.weight.is_some() && !faulty.contains(&arc.place) {
                    continue;
                }
                for total in locators(taxonomy, link).filter(|locator| locator.label == arc.from && !is_lost(locator)) {
                    let is_new = unsound.0.insert((link.role, total.target));
                    if let Some(part) = part.filter(|part| is_new && part.target == Target::Missing) {
                        *for_want_of.entry(part.reference).or_default() += 1;
                    }
                }
            }
        }
        let mut by_file: IndexMap<usize, usize> = IndexMap::new();
        for (reference, count) in for_want_of {
            let file = taxonomy.missing().iter().position(|missing| missing.referrers.contains(&reference));
            file.into_iter().for_each(|file| *by_file.entry(file).or_default() += count);
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

fn locators<'a>(taxonomy: &'a Taxonomy, link: &Link) -> impl Iterator<Item = &'a Locator> {
    link.locators.of(&taxonomy.links().locators).iter()
}

fn is_lost(locator: &Locator) -> bool {
    matches!(locator.target, Target::Nothing | Target::Missing)
}

fn is_summation(arc: &Arc) -> bool {
    [Name::SUMMATION_ITEM, Name::SUMMATION_ITEM_11].contains(&arc.arcrole)
}
