//! What is looked at: a report with its taxonomy, and what several rules want to know of it.

use rustc_hash::FxHashMap;

use crate::filing::{Equality, Filing};
use crate::instance::Written;
use crate::model::report::ShownNames;
use crate::model::{Diagnostic, DimensionMember, Documents, Fact, Name, QName, Report};
use crate::taxonomy::rules::FILE_MISSING;
use crate::taxonomy::{Concept, ConceptId, Missing, Taxonomy};
use crate::xml::types::NamespaceContext;

/// A report under examination.
pub(super) struct Subject<'a> {
    pub(super) report: &'a Report,
    pub(super) written: Option<&'a Written>,
    pub(super) equality: &'a Equality,
    pub(super) taxonomy: &'a Taxonomy,
    pub(super) documents: &'a Documents,
    names: ShownNames<'a>,
    /// The concepts of the report's names; none where nothing declares them.
    concepts: FxHashMap<QName, Option<ConceptId>>,
}

impl<'a> Subject<'a> {
    pub(super) fn new(filing: &'a Filing, report: &'a Report, documents: &'a Documents) -> Subject<'a> {
        let taxonomy = &filing.taxonomy;
        let written = filing.written.as_ref();
        let said = report.facts.iter().map(|fact| fact.concept);
        let names = said.chain(written.into_iter().flat_map(|written| written.facts.iter().map(|fact| fact.name)));
        let mut concepts = FxHashMap::default();
        for name in names {
            concepts.entry(name).or_insert_with(|| taxonomy.concept(name));
        }
        let names = report.shown_names();
        Subject { report, written, equality: &filing.equality, taxonomy, documents, names, concepts }
    }

    /// The concept of a fact's name.
    pub(super) fn concept(&self, name: QName) -> Option<&'a Concept> {
        self.concept_id(name).map(|id| self.taxonomy.get(id))
    }

    /// The number of the concept of a fact's name.
    pub(super) fn concept_id(&self, name: QName) -> Option<ConceptId> {
        self.concepts.get(&name).copied().flatten()
    }

    /// A name as the report writes it.
    pub(super) fn shown(&self, name: QName) -> String {
        self.names.shown(name)
    }

    /// A fact as people speak of it: its concept, period, unit and members.
    pub(super) fn described(&self, fact: &Fact) -> String {
        let mut out = format!("{} for {}", self.shown(fact.concept), self.report.period_of(fact));
        for (axis, member) in self.report.dimensions_of(fact).pairs() {
            let member = match member {
                DimensionMember::Explicit(name) => self.shown(*name),
                DimensionMember::Typed(value) => value.as_deref().unwrap_or("nil").to_owned(),
            };
            out += &format!(", {} {member}", self.shown(*axis));
        }
        out
    }

    /// A fact's value with its unit and decimals.
    pub(super) fn value_shown(&self, fact: &Fact) -> String {
        let Some(value) = &fact.value else { return "nil".to_owned() };
        let value = value.get(self.documents);
        let Some(unit) = self.report.unit_of(fact) else {
            let short: String = value.chars().take(SHOWN_CHARACTERS).collect();
            return if short.len() < value.len() { format!("{short:?} …") } else { format!("{value:?}") };
        };
        match fact.decimals {
            Some(decimals) => format!("{value} {unit} (decimals {decimals})"),
            None => format!("{value} {unit}"),
        }
    }
}

/// Texts are shown up to that many characters: some are whole notes.
const SHOWN_CHARACTERS: usize = 60;

/// Says more of a missing file where it was told that it is.
pub(super) fn hint_at_missing(findings: &mut [Diagnostic], missing: &Missing, hint: String) {
    let start = format!("{} is not found", missing.address);
    let mut of_file = findings.iter_mut().filter(|finding| finding.rule == &FILE_MISSING);
    if let Some(finding) = of_file.find(|finding| finding.message.starts_with(&start)) {
        finding.hints.push(hint);
    }
}

/// The prefixes of a report, for values that are names.
pub(super) struct Prefixes<'a>(pub(super) &'a Report);

impl NamespaceContext for Prefixes<'_> {
    fn resolve(&self, prefix: &str) -> Option<Name> {
        if prefix.is_empty() { Some(Name::EMPTY) } else { self.0.prefixes.get(prefix).copied() }
    }
}
