//! Mappings: the tables of a release bound to a filing, and the proof that every figure is accounted for.
//!
//! In come a mapping, the definitions of the filing's own taxonomy, and a source's tables. Out go a
//! report, the extension taxonomy's files, the checks of the source against itself, the coverage of
//! its cells, the trail of its facts, and a JSON Schema of the filing. What is wrong with the mapping
//! is a list of diagnostics, all at once; what is wrong with the source is a finding among the checks.
//! This room knows nothing of how files are laid out on a disk: it is handed texts.

mod base;
mod bind;
mod build;
mod check;
mod coverage;
mod currencies;
mod definitions;
mod document;
mod extension;
mod filing_schema;
mod locate;
mod names;
mod outline;
mod place;
mod placed;
mod repair;
pub mod rules;
mod syntax;

use indexmap::IndexMap;

pub use base::base_concepts;
pub use check::{Check, Checks, Kind as CheckKind, Operand, Range, Verdict};
pub use coverage::{Count, Coverage, TableCoverage, Trail};
pub use definitions::{Balance, Definitions, Kind, PeriodType};
pub use document::{BaseTaxonomy, Mapping};
pub use extension::{ConceptInfo, File};
pub use place::CellPlace;
use placed::Placed;
pub use syntax::Reading;

use crate::instance::{self, WriteOptions};
use crate::model::{Diagnostic, DocumentId, Documents, Period, Place, Report};
use crate::oim;
use crate::source::Source;
use bind::Binder;
use build::Built;
use extension::Extension;
use filing_schema::Values;
use names::Names;

/// A filing made from a source: the report and the files to write.
#[derive(Debug)]
pub struct Export {
    /// The report.
    pub report: Report,
    /// The files, by name, in the order in which the contract lists them.
    pub files: Vec<File>,
    /// The checks of the source.
    pub checks: Checks,
    /// The coverage of its cells.
    pub coverage: Coverage,
}

/// Why there is no filing.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The mapping, the definitions, or what they bind is wrong; all mistakes at once.
    #[error("the mapping has {} mistakes", .0.len())]
    Mapping(Vec<Diagnostic>),
    /// A text has a character that XML can't hold.
    #[error("the filing can't be written as XML: {0}")]
    Xml(#[from] crate::xml::writer::WriteError),
    /// The report can't be written as an instance.
    #[error("the filing can't be written as an instance: {0}")]
    Instance(#[from] instance::WriteError),
    /// The report can't be written as xBRL-JSON.
    #[error("the filing can't be written as xBRL-JSON: {0}")]
    Json(#[from] oim::json::WriteError),
    /// A document of ours could not be put into JSON.
    #[error("a document can't be written as JSON: {0}")]
    Serialize(#[from] serde_json::Error),
}

/// A file that was read: what it says, and what is wrong with it.
#[derive(Debug)]
pub struct Document<T> {
    /// The document.
    pub document: DocumentId,
    /// What was read.
    pub reading: Reading<T>,
}

/// A mapping with what it names.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The mapping.
    pub mapping: &'a Document<Mapping>,
    /// The definitions; none where the file can't be read.
    pub definitions: Option<&'a Document<Definitions>>,
    /// The source's tables; none where the file can't be read.
    pub source: Option<&'a Source>,
    /// Concepts of other taxonomies that the mapping uses, as `prefix:Name`.
    pub base_concepts: IndexMap<String, ConceptInfo>,
    /// The names of the periods to keep; all, if empty.
    pub periods: &'a [String],
    /// What was found wrong before: files that can't be read, concepts that aren't there.
    pub problems: Vec<Diagnostic>,
}

/// Reads a mapping's text, a document that was added already. What is wrong with it is told and left out, so that
/// the rest can be bound all the same.
#[must_use]
pub fn read_mapping(document: DocumentId, documents: &Documents) -> Reading<Mapping> {
    syntax::read(document, documents)
}

/// Reads a definitions file's text as [`read_mapping`] does a mapping's.
#[must_use]
pub fn read_definitions(document: DocumentId, documents: &Documents) -> Reading<Definitions> {
    syntax::read(document, documents)
}

/// What is wrong with a file that a mapping names, at the place where it names it.
#[must_use]
pub fn unreadable(named: &Placed<String>, mapping: DocumentId, why: &str) -> Diagnostic {
    Diagnostic::new(&rules::UNREADABLE, named.place(mapping), why)
}

/// Makes the filing.
///
/// # Errors
/// When the mapping is wrong, with all its mistakes; when the filing can't be written.
pub fn export(parts: &Parts, documents: &Documents) -> Result<Export, ExportError> {
    let mut problems = told(parts);
    let Some(mapping) = &parts.mapping.reading.value else { return Err(ExportError::Mapping(problems)) };
    let (nothing_defined, nothing_read) = (Definitions::default(), Source::default());
    let defined = parts.definitions.and_then(|document| Some((document.reading.value.as_ref()?, document.document)));
    let (definitions, definitions_document) = defined.unwrap_or((&nothing_defined, parts.mapping.document));
    let mut found = Vec::new();
    let extension = Extension::resolve(definitions, definitions_document, &mut found);
    if defined.is_none() {
        // What is wrong with no definitions at all is that they aren't there.
        found.clear();
    }
    let base = parts.base_concepts.clone();
    let names = Names::read(mapping, (parts.mapping.document, &extension), base, &mut found);
    let source = parts.source.unwrap_or(&nothing_read);
    let binder = Binder { mapping, document: parts.mapping.document, extension: &extension, names: &names, source };
    let binding = binder.bind(&mut found);
    let kept = kept_periods(parts, &names, &mut found);
    let keep = |period: Period| kept.as_ref().is_none_or(|kept| kept.contains(&period));
    let built = build::build(&binding, mapping, parts.mapping.document, &names, &keep, &mut found);
    problems.extend(found.into_iter().filter(|problem| !follows(problem, parts, defined.is_some(), documents)));
    if !problems.is_empty() {
        return Err(ExportError::Mapping(problems));
    }
    let show = coverage::shower(documents);
    let checks = check::run(&binding, &extension, &show);
    let coverage = coverage::coverage(source, &binding, &built, &checks, &show);
    let trail = coverage::trail(&binding, &built, &show);
    let mut files = filing(mapping, &extension, &names, &built, documents)?;
    files.push(("checks.json".to_owned(), json(&checks)?));
    files.push(("coverage.json".to_owned(), json(&coverage)?));
    files.push(("trail.json".to_owned(), json(&trail)?));
    Ok(Export { report: built.report, files, checks, coverage })
}

/// What was found wrong before anything is bound.
fn told(parts: &Parts) -> Vec<Diagnostic> {
    let of_definitions = parts.definitions.into_iter().flat_map(|document| &document.reading.problems);
    parts.mapping.reading.problems.iter().chain(of_definitions).chain(&parts.problems).cloned().collect()
}

/// Whether a finding only follows from what could not be read: it is no mistake of its own.
fn follows(problem: &Diagnostic, parts: &Parts, defined: bool, documents: &Documents) -> bool {
    if parts.source.is_none() && rules::OF_THE_SOURCE.contains(&problem.rule) {
        return true;
    }
    if !defined && repair::needs_definitions(problem) {
        return true;
    }
    let mapping = parts.mapping;
    let explained = |document: DocumentId, damage: &repair::Damage| damage.explains(problem, document, documents);
    explained(mapping.document, &mapping.reading.damage)
        || parts.definitions.is_some_and(|document| explained(document.document, &document.reading.damage))
}

/// The periods to keep; `None` for all.
fn kept_periods(parts: &Parts, names: &Names, problems: &mut Vec<Diagnostic>) -> Option<Vec<Period>> {
    let place = Place { document: parts.mapping.document, offset: 0 };
    let kept = parts.periods.iter().filter_map(|name| match names.period(name, place) {
        Ok(period) => Some(period),
        Err(mut problem) => {
            problem.place = None;
            problems.push(*problem);
            None
        }
    });
    let kept: Vec<Period> = kept.collect();
    (!parts.periods.is_empty()).then_some(kept)
}

/// The instance, its JSON form, the taxonomy and the JSON Schema.
fn filing(
    mapping: &Mapping,
    extension: &Extension,
    names: &Names,
    built: &Built,
    documents: &Documents,
) -> Result<Vec<File>, ExportError> {
    let name = mapping.filing.name.as_str();
    let instance = instance::write(&built.report, documents, &WriteOptions::default())?;
    let report = oim::json::write(&built.report, documents, &oim::json::NoVocabulary)?;
    let values = |concept: &str| {
        let kind = names.concept_kind(concept, extension);
        match kind {
            Some(Kind::Text) | None => Values::Text,
            Some(Kind::Count) => Values::Count,
            Some(_) => Values::Number,
        }
    };
    let schema = filing_schema::schema(name, &serde_json::from_str(&report)?, &values);
    let mut files = vec![(format!("{name}.xml"), instance), (format!("{name}.json"), report)];
    let base = mapping.taxonomies.iter().map(|(prefix, taxonomy)| (prefix.as_str(), taxonomy));
    files.extend(extension.files(name, base)?);
    files.push((format!("{name}.schema.json"), json(&schema)?));
    Ok(files)
}

/// A document as indented JSON, with a line end behind it.
fn json(document: &impl serde::Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(document).map(|text| text + "\n")
}
