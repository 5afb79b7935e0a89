//! `factum series`: line items over all the periods of many filings.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use factum::diff::{SeriesOptions, Side, Unknown, Vocabulary, series};
use factum::model::Report;
use factum::output::series as output;

use super::console::Console;
use super::options::{NamespaceArgs, ReadArgs};
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

    /// A line item: a concept, with or without its prefix, or a label (can be repeated); all numbers of the
    /// primary statements where none is named
    #[arg(long = "concept", value_name = "NAME")]
    concepts: Vec<String>,

    #[command(flatten)]
    namespaces: NamespaceArgs,

    /// What is told for members and in the notes, as well
    #[arg(long)]
    all: bool,

    /// How to write the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    read: ReadArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
    Markdown,
}

/// Runs the command.
pub(crate) fn run(args: &SeriesArgs, console: &Console) -> anyhow::Result<Status> {
    let opened = args.read.open_all(&args.files, console)?;
    let labels = args.read.labels.labels();
    let vocabularies =
        opened.iter().map(|opened| opened.vocabulary(&labels)).collect::<anyhow::Result<Vec<Vocabulary>>>()?;
    let sides = opened.iter().zip(&vocabularies).map(|(opened, vocabulary)| opened.side(vocabulary));
    let sides = sides.collect::<anyhow::Result<Vec<Side<'_>>>>()?;
    let reports: Vec<&Report> = sides.iter().map(|side| side.report).collect();
    let same_namespaces = args.namespaces.pairs(&reports, &reports);
    let found = series(&sides, &SeriesOptions { concepts: args.concepts.clone(), all: args.all, same_namespaces });
    if let Some(Unknown { name, near }) = found.unknown.first() {
        let hint = if near.is_empty() { String::new() } else { format!("; is it {}?", near.join(", ")) };
        bail!("no filing has a concept or label '{name}'{hint}");
    }
    args.read.out.write(|mut out| {
        match args.format {
            Format::Text => out.write_all(output::text(&found, args.read.out.page().width).as_bytes())?,
            Format::Markdown => out.write_all(output::markdown(&found).as_bytes())?,
            Format::Json => output::json(&found, &mut out).context("cannot write the result")?,
            Format::Csv => output::csv(&found, &mut out).context("cannot write the result")?,
        }
        Ok(())
    })?;
    let is_incomplete = found.filings.iter().any(|filing| !filing.missing.is_empty());
    Ok(if is_incomplete { Status::Wrong } else { Status::Done })
}
