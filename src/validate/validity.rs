//! Validity of documents by the schemas of their set, and by the schema for schemas.

use std::collections::HashSet;
use std::ops::Range;

use indexmap::IndexMap;
use rayon::prelude::*;

use super::dimensions::contexts::ILLEGAL_TYPED_CONTENT;
use super::set::Set;
use super::xbrl21;
use crate::filing::Filing;
use crate::model::{Diagnostic, Documents, Name, Place, Related, Rule, Severity};
use crate::taxonomy::{Process, Source, SourceKind, Validation};
use crate::xml::{self, Node};

/// Validates the documents of the set, and the instance that a user named. Where a rule of a specification finds an
/// error at a place already, these are silent: the cause is the same.
pub(super) fn check(set: &Set<'_>, filing: &Filing, documents: &Documents, findings: &mut Vec<Diagnostic>) {
    let is_entry = |source: &&Source| source.kind == SourceKind::Instance && filing.entries.contains(&source.document);
    let instances = filing.taxonomy.sources().iter().filter(is_entry);
    let sources: Vec<&Source> = set.sources().chain(instances).collect();
    let found: Vec<Vec<Diagnostic>> =
        sources.into_par_iter().map(|source| validate(set, source, documents, findings)).collect();
    let mut found = found.concat();
    silence(&mut found, findings);
    findings.append(&mut found);
}

fn validate(set: &Set<'_>, source: &Source, documents: &Documents, known: &[Diagnostic]) -> Vec<Diagnostic> {
    // What can't be read has its finding already.
    let Ok(tree) = xml::parse(source.document, &documents.get(source.document).text) else { return Vec::new() };
    let root = tree.root();
    // An inline document is no instance itself.
    if source.kind == SourceKind::Instance && root.name().namespace == Name::XHTML {
        return Vec::new();
    }
    let mut validation = Validation::new(set.taxonomy, documents);
    validation.element(root, Process::Strict);
    let mut found = validation.finish();
    if source.kind == SourceKind::Instance {
        let mut told = Vec::new();
        xbrl21::check_elements(set, root, &mut told);
        silence(&mut found, &told);
        silence_typed_members(&mut found, root, known);
        return [told, fold(found)].concat();
    }
    fold(found)
}

/// Leaves out what stands where an error was told already: the cause is the same.
fn silence(findings: &mut Vec<Diagnostic>, told: &[Diagnostic]) {
    let errors = told.iter().filter(|finding| finding.rule.severity == Severity::Error);
    let places: HashSet<Place> = errors.filter_map(|finding| finding.place).collect();
    findings.retain(|finding| finding.place.is_none_or(|place| !places.contains(&place)));
}

/// Leaves out what stands inside the content of typed members that the rules of dimensions found illegal already.
fn silence_typed_members(findings: &mut Vec<Diagnostic>, root: Node<'_, '_>, known: &[Diagnostic]) {
    let illegal = known.iter().filter(|finding| std::ptr::eq(finding.rule, &ILLEGAL_TYPED_CONTENT));
    let places: HashSet<Place> = illegal.filter_map(|finding| finding.place).collect();
    if places.is_empty() {
        return;
    }
    let contents = root.descendants().filter(|node| places.contains(&node.place()));
    let ranges: Vec<Range<u32>> =
        contents.map(|node| node.place().offset..node.content_span().end.saturating_add(1)).collect();
    let is_inside = |place: Place| ranges.iter().any(|range| range.contains(&place.offset));
    findings.retain(|finding| !finding.place.is_some_and(is_inside));
}

/// How many places of alike findings are pointed at, beside the first.
const SHOWN_PLACES: usize = 3;

/// Makes findings of one document that say the same one: they mostly have one cause.
fn fold(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut folded: IndexMap<(&'static Rule, String), (Diagnostic, usize)> = IndexMap::new();
    for finding in findings {
        let key = (finding.rule, finding.message.clone());
        match folded.get_mut(&key) {
            None => _ = folded.insert(key, (finding, 1)),
            Some((first, count)) => {
                *count += 1;
                if let Some(place) = finding.place.filter(|_| *count <= SHOWN_PLACES + 1) {
                    first.related.push(Related { message: "here too".to_owned(), place });
                }
            }
        }
    }
    let told = |(finding, count): (Diagnostic, usize)| match count {
        1 => finding,
        count => finding.hint(format!("{count} times in this document")),
    };
    folded.into_values().map(told).collect()
}
