//! `factum facts`: every fact of a report as a row.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use factum::facts::Facts;
use factum::filing::{self, Filing};
use factum::model::{Documents, Severity};
use factum::output::facts::{self as output, FileFacts};

use super::console::Console;
use super::options::{LabelArgs, LocationArgs, OutArgs, report_of};
use super::status::Status;

/// List every fact of some reports, with labels, members and places
#[derive(Args)]
pub(crate) struct FactsArgs {
    /// Instances or xBRL-JSON reports
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    labels: LabelArgs,

    /// How to write the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    out: OutArgs,

    #[command(flatten)]
    locations: LocationArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
}

/// A file that was read.
struct Read {
    name: String,
    filing: Filing,
    documents: Documents,
}

/// Runs the command.
pub(crate) fn run(args: &FactsArgs, console: &Console) -> anyhow::Result<Status> {
    let locations = args.locations.locations(args.files.iter().map(PathBuf::as_path))?;
    let open = |path: &Path| -> anyhow::Result<Read> {
        let mut documents = Documents::new();
        let filing = filing::open(path, &locations, &mut documents)?;
        console.list(&documents);
        Ok(Read { name: path.display().to_string(), filing, documents })
    };
    let read = args.files.iter().map(|path| open(path)).collect::<anyhow::Result<Vec<Read>>>()?;
    let labels = args.labels.labels();
    let mut files = Vec::with_capacity(read.len());
    for read in &read {
        let report = report_of(&read.filing, &read.name, &read.documents)?;
        let facts = Facts::of(report, &read.filing.taxonomy, &read.documents, &labels);
        files.push(FileFacts { file: read.name.clone(), facts });
    }
    args.out.write(|mut out| {
        match args.format {
            Format::Text => out.write_all(output::text(&files, args.out.page().width).as_bytes())?,
            Format::Csv => output::csv(&files, &mut out).context("cannot write the result")?,
            Format::Json => output::json(&files, &mut out).context("cannot write the result")?,
        }
        Ok(())
    })?;
    let findings = read.iter().flat_map(|read| &read.filing.diagnostics);
    let errors = findings.filter(|finding| finding.rule.severity == Severity::Error).count();
    Ok(console.errors_while_reading(errors))
}
