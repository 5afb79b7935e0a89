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
mod definitions;
mod document;
mod extension;
mod filing_schema;
mod locate;
mod names;
mod outline;
mod place;
mod placed;
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

/// A mapping with the documents that it was read from.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The mapping.
    pub mapping: &'a Mapping,
    /// The document it stands in.
    pub mapping_document: DocumentId,
    /// The definitions.
    pub definitions: &'a Definitions,
    /// The document they stand in.
    pub definitions_document: DocumentId,
    /// The source's tables.
    pub source: &'a Source,
    /// Concepts of other taxonomies that the mapping uses, as `prefix:Name`.
    pub base_concepts: IndexMap<String, ConceptInfo>,
    /// The names of the periods to keep; all, if empty.
    pub periods: &'a [String],
}

/// Reads a mapping's text, a document that was added already.
///
/// # Errors
/// When it is no TOML, or has an unknown key, a missing one or a value of another type.
pub fn read_mapping(document: DocumentId, documents: &Documents) -> Result<Mapping, Box<Diagnostic>> {
    syntax::read(document, documents)
}

/// Reads a definitions file's text, a document that was added already.
///
/// # Errors
/// As [`read_mapping`].
pub fn read_definitions(document: DocumentId, documents: &Documents) -> Result<Definitions, Box<Diagnostic>> {
    syntax::read(document, documents)
}

/// Makes the filing.
///
/// # Errors
/// When the mapping is wrong, with all its mistakes; when the filing can't be written.
pub fn export(parts: &Parts, documents: &Documents) -> Result<Export, ExportError> {
    let mut problems = Vec::new();
    let extension = Extension::resolve(parts.definitions, parts.definitions_document, &mut problems);
    let base = parts.base_concepts.clone();
    let names = Names::read(parts.mapping, (parts.mapping_document, &extension), base, &mut problems);
    let binder = Binder {
        mapping: parts.mapping,
        document: parts.mapping_document,
        extension: &extension,
        names: &names,
        source: parts.source,
    };
    let binding = binder.bind(&mut problems);
    let kept = kept_periods(parts, &names, &mut problems);
    let keep = |period: Period| kept.as_ref().is_none_or(|kept| kept.contains(&period));
    let mapping = parts.mapping;
    let built = build::build(&binding, mapping, parts.mapping_document, &names, &keep, &mut problems);
    if !problems.is_empty() {
        return Err(ExportError::Mapping(problems));
    }
    let show = coverage::shower(documents);
    let checks = check::run(&binding, &extension, &show);
    let coverage = coverage::coverage(parts.source, &binding, &built, &checks, &show);
    let trail = coverage::trail(&binding, &built, &show);
    let mut files = filing(mapping, &extension, &names, &built, documents)?;
    files.push(("checks.json".to_owned(), json(&checks)?));
    files.push(("coverage.json".to_owned(), json(&coverage)?));
    files.push(("trail.json".to_owned(), json(&trail)?));
    Ok(Export { report: built.report, files, checks, coverage })
}

/// The periods to keep; `None` for all.
fn kept_periods(parts: &Parts, names: &Names, problems: &mut Vec<Diagnostic>) -> Option<Vec<Period>> {
    let place = Place { document: parts.mapping_document, offset: 0 };
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
