//! Which documents belong to the set, and what can't be part of it: files that are missing, or are no taxonomy.

use hashbrown::HashSet;

use crate::model::{Diagnostic, Documents};

use super::Taxonomy;
use super::href::Address;
use super::reference::{Reference, ReferenceKind, Resolution};
use super::rows::SourceKind;
use super::rules;

impl Taxonomy {
    /// Marks the documents that are reached from an entry point over other references than hints, and than those
    /// of typed dimensions: the schema of a typed domain must be reached otherwise (Dimensions 1.0, 2.5.2.1.1).
    pub(super) fn mark_set(&mut self) {
        let follows =
            |reference: &&Reference| reference.kind.is_discovery() && reference.kind != ReferenceKind::TypedDomain;
        let starts = self.entry_points().iter().filter(follows);
        let mut open: Vec<Resolution> = starts.map(|reference| reference.found).collect();
        let mut seen = HashSet::new();
        while let Some(found) = open.pop() {
            let Resolution::Source(id) = found else { continue };
            if !seen.insert(id) {
                continue;
            }
            let source = &mut self.sources[id.index()];
            source.in_set = matches!(source.kind, SourceKind::Schema | SourceKind::Linkbase);
            let own = source.references.of(&self.references).iter();
            open.extend(own.filter(follows).map(|reference| reference.found));
        }
    }

    /// Who refers to something: the filing's own before the base.
    fn referrers<'a>(&'a self, rows: &'a [u32]) -> impl Iterator<Item = &'a Reference> {
        let of_base = rows.partition_point(|row| (*row as usize) < self.base.references);
        let (base, own) = rows.split_at(of_base);
        own.iter().chain(base).map(|row| &self.references[*row as usize])
    }

    /// One finding for each missing document, at the first that refers to it by more than a hint; and one for each
    /// that is no taxonomy.
    pub(super) fn report_missing(&self, documents: &Documents, findings: &mut Vec<Diagnostic>) {
        for missing in &self.missing {
            let mut referrers = self.referrers(&missing.referrers);
            let Some(first) = referrers.find(|reference| reference.kind.is_discovery()) else { continue };
            let message = format!("{} is not found: {}", missing.address, missing.reason);
            let mut finding = Diagnostic::new(&rules::FILE_MISSING, first.place, message);
            let others = self.referrers(&missing.referrers).filter(|other| !std::ptr::eq(*other, first));
            for place in others.filter_map(|reference| reference.place) {
                finding = finding.related(place, "referred to here too");
            }
            if let Address::Url(_) = missing.address {
                finding = finding.hint("give a folder that has it with --taxonomy-dir, or a package with --package");
            }
            findings.push(finding);
        }
        for source in &self.sources {
            let SourceKind::Other(root) = source.kind else { continue };
            let name = &documents.get(source.document).name;
            let place = self.referrers(&source.referrers).find_map(|reference| reference.place);
            // What a user named may be an instance as well.
            let (is, expected) = match self.referrers(&source.referrers).any(|reference| reference.source.is_none()) {
                true => ("neither an instance nor a schema nor a linkbase", "an instance, a schema or a linkbase"),
                false => ("neither a schema nor a linkbase", "a schema or a linkbase"),
            };
            let finding = Diagnostic::new(&rules::NOT_A_TAXONOMY, place, format!("{name} is {is}"));
            findings.push(finding.expected(expected).found(format!("a document whose root is {root}")));
        }
    }
}
