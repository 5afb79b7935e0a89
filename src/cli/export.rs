//! `factum export`: tables to a filing.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use factum::mapping::{self, ConceptInfo, Document, Export, ExportError, Mapping, Parts, Reading};
use factum::model::{Diagnostic, DocumentId, Documents};
use factum::output::{diagnostic, export as summary};
use factum::source::{self, Format, Source};
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
    /// Read this file in place of the mapping's source; - for standard input
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
    let input = Path::new(files::STANDARD_INPUT);
    if args.mapping == input && args.source.as_deref() == Some(input) {
        anyhow::bail!("the mapping and the source can't both be standard input");
    }
    let folder = args.mapping.parent().unwrap_or(Path::new(""));
    let mapping = read(&args.mapping, documents, mapping::read_mapping)?;
    let Some(value) = &mapping.reading.value else {
        return report(&mapping.reading.problems, documents).map(|()| None);
    };
    let mut problems = Vec::new();
    let mut unreadable = |named, why: &anyhow::Error| {
        problems.push(mapping::unreadable(named, mapping.document, &format!("{why:#}")));
    };
    let definitions = &value.filing.definitions;
    let definitions = match definitions.as_str() {
        "" => None,
        path => read(&folder.join(path), documents, mapping::read_definitions)
            .map_err(|why| unreadable(definitions, &why))
            .ok(),
    };
    let source = match (&args.source, value.source.file.as_str()) {
        (Some(path), _) => Some(read_source(path, documents)?),
        (None, "") => None,
        (None, path) => {
            read_source(&folder.join(path), documents).map_err(|why| unreadable(&value.source.file, &why)).ok()
        }
    };
    let base_concepts = base_concepts(args, (mapping.document, value), documents, &mut problems)?;
    let parts = Parts {
        mapping: &mapping,
        definitions: definitions.as_ref(),
        source: source.as_ref(),
        base_concepts,
        periods: &args.period,
        problems,
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

/// Reads a source: a file, or standard input.
fn read_source(path: &Path, documents: &mut Documents) -> anyhow::Result<Source> {
    if path != Path::new(files::STANDARD_INPUT) {
        return Ok(source::read(path, documents)?);
    }
    let bytes = files::read_bytes(path)?;
    Ok(source::parse("-", &bytes, Format::of(path, &bytes), documents)?)
}

fn read<T>(
    path: &Path,
    documents: &mut Documents,
    parse: fn(DocumentId, &Documents) -> Reading<T>,
) -> anyhow::Result<Document<T>> {
    let text = files::read_text(path)?;
    let document = documents.add(path.display().to_string(), text);
    Ok(Document { document, reading: parse(document, documents) })
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
