//! `factum series`: line items over all the periods of many filings.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use factum::diff::{SeriesOptions, Side, Unknown, Vocabulary, series};
use factum::filing::{self, Filing};
use factum::model::{Documents, Report};
use factum::output::series as output;

use super::console::Console;
use super::options::{LabelArgs, LocationArgs, NamespaceArgs, OutArgs, report_of};
use super::status::Status;

/// Follow line items over all the periods of many filings, as first reported and as last restated
///
/// Filings are put in the order of their dates. Each value is told with the filing that says it; a
/// comparative never takes the place of what was reported first. What a later filing calls otherwise is
/// followed under its new name.
#[derive(Args)]
pub(crate) struct SeriesArgs {
    /// Filings of one company, in any order
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    locations: LocationArgs,

    /// A line item: a concept, with or without its prefix, or a label (can be repeated); all numbers of the
    /// primary statements where none is named
    #[arg(long = "concept", value_name = "NAME")]
    concepts: Vec<String>,

    #[command(flatten)]
    namespaces: NamespaceArgs,

    #[command(flatten)]
    labels: LabelArgs,

    /// What is told for members and in the notes, as well
    #[arg(long)]
    all: bool,

    /// How to write the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    out: OutArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
    Markdown,
}

/// A filing with all that its report refers to.
struct Opened {
    name: String,
    filing: Filing,
    documents: Documents,
    vocabulary: Vocabulary,
}

/// Runs the command.
pub(crate) fn run(args: &SeriesArgs, console: &Console) -> anyhow::Result<Status> {
    let locations = args.locations.locations(args.files.iter().map(PathBuf::as_path))?;
    let labels = args.labels.labels();
    let open = |path: &PathBuf| -> anyhow::Result<Opened> {
        let mut documents = Documents::new();
        let filing = filing::open(path, &locations, &mut documents)?;
        console.list(&documents);
        let name = path.display().to_string();
        let vocabulary = Vocabulary::of(&filing.taxonomy, &documents, report_of(&filing, &name, &documents)?, &labels);
        Ok(Opened { name, filing, documents, vocabulary })
    };
    let opened = args.files.iter().map(open).collect::<anyhow::Result<Vec<Opened>>>()?;
    let sides: Vec<Side<'_>> = opened
        .iter()
        .filter_map(|opened| {
            let Opened { name, filing, documents, vocabulary } = opened;
            Some(Side { name, report: filing.report.as_ref()?, documents, vocabulary })
        })
        .collect();
    let reports: Vec<&Report> = sides.iter().map(|side| side.report).collect();
    let same_namespaces = args.namespaces.pairs(&reports, &reports);
    let found = series(&sides, &SeriesOptions { concepts: args.concepts.clone(), all: args.all, same_namespaces });
    if let Some(Unknown { name, near }) = found.unknown.first() {
        let hint = if near.is_empty() { String::new() } else { format!("; is it {}?", near.join(", ")) };
        bail!("no filing has a concept or label '{name}'{hint}");
    }
    args.out.write(|mut out| {
        match args.format {
            Format::Text => out.write_all(output::text(&found, args.out.page().width).as_bytes())?,
            Format::Markdown => out.write_all(output::markdown(&found).as_bytes())?,
            Format::Json => output::json(&found, &mut out).context("cannot write the result")?,
            Format::Csv => output::csv(&found, &mut out).context("cannot write the result")?,
        }
        Ok(())
    })?;
    let is_incomplete = found.filings.iter().any(|filing| !filing.missing.is_empty());
    Ok(if is_incomplete { Status::Wrong } else { Status::Done })
}
