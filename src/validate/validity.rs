//! Validity of documents by the schemas of their set, and by the schema for schemas.

use std::collections::HashSet;
use std::ops::Range;

use indexmap::IndexMap;
use rayon::prelude::*;

use super::dimensions::contexts::ILLEGAL_TYPED_CONTENT;
use super::set::Set;
use super::xbrl21;
use crate::filing::Filing;
use crate::model::name::local;
use crate::model::{Diagnostic, Documents, Name, Place, Related, Rule, Severity};
use crate::taxonomy::{Source, SourceKind, Validation};
use crate::xml::Reader;

/// What is found in one document.
#[derive(Default)]
struct Found {
    /// By the schemas.
    by_schemas: Vec<Diagnostic>,
    /// By rules that look at the elements of an instance as they are written.
    by_rules: Vec<Diagnostic>,
    /// Where the contents of typed members stand.
    typed_contents: Vec<Range<u32>>,
}

/// What is found in all documents, to be set beside what other rules find.
pub(super) struct Validity(Vec<Found>);

impl Validity {
    /// Validates the documents of the set, and the instance that a user named.
    pub(super) fn new(set: &Set<'_>, filing: &Filing, documents: &Documents) -> Validity {
        let is_entry =
            |source: &&Source| source.kind == SourceKind::Instance && filing.entries.contains(&source.document);
        // The instance first: it mostly takes the longest.
        let instances = filing.taxonomy.sources().iter().filter(is_entry);
        let sources: Vec<&Source> = instances.chain(set.sources()).collect();
        Validity(sources.into_par_iter().with_max_len(1).map(|source| validate(set, source, documents)).collect())
    }

    /// Adds what was found. Where a rule of a specification finds an error at a place already, these are silent: the
    /// cause is the same.
    pub(super) fn add_to(self, findings: &mut Vec<Diagnostic>) {
        let illegal = findings.iter().filter(|finding| std::ptr::eq(finding.rule, &ILLEGAL_TYPED_CONTENT));
        let illegal: HashSet<u32> = illegal.filter_map(|finding| Some(finding.place?.offset)).collect();
        let mut all = Vec::new();
        for Found { mut by_schemas, mut by_rules, mut typed_contents } in self.0 {
            silence(&mut by_schemas, &by_rules);
            typed_contents.retain(|range| illegal.contains(&range.start));
            by_schemas.retain(|finding| {
                let Some(Place { offset, .. }) = finding.place else { return true };
                let before = typed_contents.partition_point(|range| range.start <= offset);
                !typed_contents[..before].last().is_some_and(|range| range.contains(&offset))
            });
            all.append(&mut by_rules);
            all.append(&mut fold(by_schemas));
        }
        silence(&mut all, findings);
        findings.append(&mut all);
    }
}

fn validate(set: &Set<'_>, source: &Source, documents: &Documents) -> Found {
    if source.kind == SourceKind::Instance {
        let found = validate_instance(set, source, documents);
        return found.unwrap_or_else(|fault| Found { by_rules: vec![*fault], ..Found::default() });
    }
    let Some(tree) = source.tree(documents) else { return Found::default() };
    Found { by_schemas: Validation::of_document(set.taxonomy, documents, tree.root()), ..Found::default() }
}

/// Reads an instance again, one child of its root at a time: it may be far larger than a taxonomy's documents.
fn validate_instance(set: &Set<'_>, source: &Source, documents: &Documents) -> Result<Found, Box<Diagnostic>> {
    let mut found = Found::default();
    let mut reader = Reader::new(source.document, documents.get(source.document).text())?;
    // An inline document is no instance itself.
    if reader.root().name().namespace == Name::XHTML {
        return Ok(found);
    }
    let mut validation = Validation::new(set.taxonomy, documents);
    validation.open(reader.root());
    xbrl21::check_element(set, reader.root(), &mut found.by_rules);
    let mut tree = reader.tree();
    while reader.next_child(&mut tree)? {
        let root = tree.root();
        for child in root.children() {
            validation.child(root, child);
            for node in child.descendants() {
                xbrl21::check_element(set, node, &mut found.by_rules);
                if node.is(Name::XBRLDI, local::TYPED_MEMBER) {
                    let contents = node.children().map(|node| node.place().offset..node.content_span().end + 1);
                    found.typed_contents.extend(contents);
                }
            }
        }
    }
    validation.close(tree.root());
    found.by_schemas = validation.finish();
    Ok(found)
}

/// Leaves out what stands where an error was told already: the cause is the same.
fn silence(findings: &mut Vec<Diagnostic>, told: &[Diagnostic]) {
    let errors = told.iter().filter(|finding| finding.rule.severity == Severity::Error);
    let places: HashSet<Place> = errors.filter_map(|finding| finding.place).collect();
    findings.retain(|finding| finding.place.is_none_or(|place| !places.contains(&place)));
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
