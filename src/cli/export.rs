//! `factum export`: tables to a filing.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use factum::mapping::{self, ConceptInfo, Export, ExportError, Mapping, Parts};
use factum::model::{Diagnostic, DocumentId, Documents};
use factum::output::{diagnostic, export as summary};
use factum::source;
use factum::taxonomy::{self, EntryPoint};
use indexmap::IndexMap;

use super::console::{self, Console};
use super::files;
use super::options::LocationArgs;
use super::status::Status;

/// Make a filing of a release's tables
///
/// Writes the instance, its xBRL-JSON, its taxonomy, a JSON Schema, and the proof: every check of the
/// source against itself, what became of every cell, and where every fact comes from.
#[derive(Args)]
pub(crate) struct ExportArgs {
    /// The mapping; - for standard input
    mapping: PathBuf,
    /// The folder to write into; it is made where it isn't there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Read this file in place of the mapping's source
    #[arg(long, value_name = "FILE")]
    source: Option<PathBuf>,
    /// Keep the facts of this period only (can be repeated)
    #[arg(long, value_name = "NAME")]
    period: Vec<String>,
    #[command(flatten)]
    locations: LocationArgs,
}

/// Runs the command.
pub(crate) fn run(args: &ExportArgs, console: &Console) -> anyhow::Result<Status> {
    let mut documents = Documents::new();
    let Some(export) = export(args, &mut documents)? else { return Ok(Status::NotDone) };
    files::write_folder(&args.out, &export.files)?;
    console.list(&documents);
    console.say(&summary::text(&export, &args.out.display().to_string()));
    Ok(Status::Done)
}

/// Makes the filing; `None` where the mapping is wrong, after its mistakes were written.
fn export(args: &ExportArgs, documents: &mut Documents) -> anyhow::Result<Option<Export>> {
    let folder = args.mapping.parent().unwrap_or(Path::new(""));
    let (mapping_document, mapping) = match read(&args.mapping, documents, mapping::read_mapping)? {
        Ok(mapping) => mapping,
        Err(problem) => return report(&[*problem], documents).map(|()| None),
    };
    let definitions_path = folder.join(&*mapping.filing.definitions);
    let (definitions_document, definitions) = match read(&definitions_path, documents, mapping::read_definitions)? {
        Ok(definitions) => definitions,
        Err(problem) => return report(&[*problem], documents).map(|()| None),
    };
    let source_path = source_path(args, folder, &mapping);
    let source = source::read(&source_path, documents)?;
    let mut problems = Vec::new();
    let base_concepts = base_concepts(args, (mapping_document, &mapping), documents, &mut problems)?;
    if !problems.is_empty() {
        return report(&problems, documents).map(|()| None);
    }
    let parts = Parts {
        mapping: &mapping,
        mapping_document,
        definitions: &definitions,
        definitions_document,
        source: &source,
        base_concepts,
        periods: &args.period,
    };
    match mapping::export(&parts, documents) {
        Ok(export) => Ok(Some(export)),
        Err(ExportError::Mapping(problems)) => report(&problems, documents).map(|()| None),
        Err(error) => Err(error.into()),
    }
}

/// The concepts of the taxonomies that the mapping names beside its own; their files are found as the options say.
fn base_concepts(
    args: &ExportArgs,
    (document, mapping): (DocumentId, &Mapping),
    documents: &mut Documents,
    problems: &mut Vec<Diagnostic>,
) -> anyhow::Result<IndexMap<String, ConceptInfo>> {
    if mapping.taxonomies.is_empty() {
        return Ok(IndexMap::new());
    }
    let entries: Vec<EntryPoint> = mapping.taxonomies.values().map(|base| EntryPoint::named(&base.schema)).collect();
    let loaded = taxonomy::load(&entries, &args.locations.locations([])?, documents);
    problems.extend(loaded.diagnostics);
    Ok(mapping::base_concepts(mapping, document, &loaded.taxonomy, problems))
}

fn source_path(args: &ExportArgs, folder: &Path, mapping: &Mapping) -> PathBuf {
    args.source.clone().unwrap_or_else(|| folder.join(&*mapping.source.file))
}

/// What reads a document, and what is wrong with it.
type Reader<T> = fn(DocumentId, &Documents) -> Result<T, Box<Diagnostic>>;

fn read<T>(
    path: &Path,
    documents: &mut Documents,
    parse: Reader<T>,
) -> anyhow::Result<Result<(DocumentId, T), Box<Diagnostic>>> {
    let text = files::read_text(path)?;
    let document = documents.add(path.display().to_string(), text);
    Ok(parse(document, documents).map(|parsed| (document, parsed)))
}

fn report(problems: &[Diagnostic], documents: &Documents) -> anyhow::Result<()> {
    let mut out = std::io::stderr().lock();
    let styles = console::styles(&out);
    for problem in problems {
        out.write_all(diagnostic::coloured(problem, documents, &styles).as_bytes())?;
    }
    console::error(format_args!("nothing was written: {} in the mapping", count(problems.len(), "mistake")));
    Ok(())
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
