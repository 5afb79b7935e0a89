//! `factum facts`: every fact of a report as a row.

#[cfg(feature = "parquet")]
mod parquet;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use factum::facts::Facts;
use factum::output::facts::{self as output, FileFacts};

use super::console::Console;
use super::options::{Opened, ReadArgs};
use super::status::Status;

/// List every fact of some reports, with labels, members and places
#[derive(Args)]
pub(crate) struct FactsArgs {
    /// Instances or xBRL-JSON reports
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// How to write the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    read: ReadArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
    Parquet,
}

/// Runs the command.
pub(crate) fn run(args: &FactsArgs, console: &Console) -> anyhow::Result<Status> {
    if args.format == Format::Parquet {
        return parquet::run(args, console);
    }
    let read = args.read.open_all(&args.files, console)?;
    let labels = args.read.labels.labels();
    let mut files = Vec::with_capacity(read.len());
    for read in &read {
        let facts = Facts::of(read.report()?, &read.filing.taxonomy, &read.documents, &labels);
        files.push(FileFacts { file: read.name.clone(), facts });
    }
    args.read.out.write(|mut out| {
        match args.format {
            Format::Text => out.write_all(output::text(&files, args.read.out.page().width).as_bytes())?,
            Format::Csv => output::csv(&files, &mut out).context("cannot write the result")?,
            Format::Json => output::json(&files, &mut out).context("cannot write the result")?,
            Format::Parquet => unreachable!("it is written above, a filing after the other"),
        }
        Ok(())
    })?;
    Ok(console.errors_while_reading(read.iter().map(Opened::errors).sum()))
}

/// What stands for Parquet in a build without it.
#[cfg(not(feature = "parquet"))]
mod parquet {
    use super::{Console, FactsArgs, Status};

    pub(super) fn run(_: &FactsArgs, _: &Console) -> anyhow::Result<Status> {
        anyhow::bail!(
            "this factum was built without Parquet; build it with the feature parquet, or choose text, csv or json"
        )
    }
}
