//! `factum facts`: every fact of a report as a row.

#[cfg(feature = "parquet")]
mod dataset;
#[cfg(feature = "parquet")]
mod parquet;

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use factum::facts::Facts;
use factum::output::facts::{self as output, FileFacts};

use super::console::Console;
use super::options::{Opened, ReadArgs};
use super::status::Status;

/// List every fact of some reports, with labels, members and places
///
/// Parquet is for DuckDB, Spark and their like: --out FILE.parquet is one file, whole or not there. Any other
/// --out is the folder of a data set, which grows: filings whose facts are there already are left out, and a run
/// that was killed goes on where it stopped when it is started again. What can't be read there is told, and the
/// others are written.
#[derive(Args)]
pub(crate) struct FactsArgs {
    /// Instances or xBRL-JSON reports
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// How to write the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    /// Divide a data set of Parquet files into folders KEY=VALUE, one below the other, as Hive does
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KEY,...")]
    partition_by: Vec<PartitionKey>,

    /// Begin a new file of a data set behind the filing with which one has that many rows; a killed
    /// run has to do the filings of one file again, at most
    #[arg(long, value_name = "N", default_value_t = 250_000, value_parser = clap::value_parser!(u32).range(1..))]
    rows_per_file: u32,

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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PartitionKey {
    /// Who reports, by the identifier
    Entity,
    /// The year of the filing's date
    FilingYear,
    /// The year in which the fact's period ends
    PeriodYear,
    /// The kind of document, such as 10-K
    Form,
}

/// Runs the command.
pub(crate) fn run(args: &FactsArgs, console: &Console) -> anyhow::Result<Status> {
    if args.format == Format::Parquet {
        return parquet::run(args, console);
    }
    if !args.partition_by.is_empty() {
        bail!("--partition-by is for --format parquet");
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
