//! `factum convert`: one form of a report to another.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use factum::filing::{self, ConvertError, Form};
use factum::model::{Documents, Severity};
use factum::output::diagnostic;
use factum::taxonomy::Address;

use super::console::Console;
use super::options::{LocationArgs, OutArgs};
use super::status::Status;

/// Write a report in another form: nothing is lost, or an error says what would be
#[derive(Args)]
pub(crate) struct ConvertArgs {
    /// An instance or an xBRL-JSON report; - for standard input
    file: PathBuf,

    /// The form to write
    #[arg(long, value_enum, value_name = "FORM")]
    to: To,

    #[command(flatten)]
    out: OutArgs,

    #[command(flatten)]
    locations: LocationArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum To {
    Xml,
    Json,
    Csv,
    Inline,
}

/// Runs the command.
pub(crate) fn run(args: &ConvertArgs, console: &Console) -> anyhow::Result<Status> {
    let form = match args.to {
        To::Xml => Form::Xml,
        To::Json => Form::Json,
        To::Csv => bail!("reports can't be written as xBRL-CSV yet; xml and json can be written"),
        To::Inline => bail!("reports can't be written as inline XBRL yet; xml and json can be written"),
    };
    let mut documents = Documents::new();
    let filing = filing::open(&args.file, &args.locations.locations([&*args.file])?, &mut documents)?;
    console.list(&documents);
    let target = Address::path(args.out.path().unwrap_or(&args.file));
    let converted = match filing::convert(&filing, &documents, form, &target) {
        Ok(converted) => converted,
        Err(error) => return Err(refused(&error, &args.file.display().to_string(), &filing, &documents)),
    };
    args.out.write_text(&converted.text)?;
    for note in &converted.notes {
        console.say(&format!("note: {note}\n"));
    }
    let errors = filing.diagnostics.iter().filter(|finding| finding.rule.severity == Severity::Error).count();
    Ok(console.errors_while_reading(errors))
}

fn refused(error: &ConvertError, file: &str, filing: &filing::Filing, documents: &Documents) -> anyhow::Error {
    let shown = match error {
        ConvertError::Lost { place, .. } => format!("{}: {error}", documents.locate(*place)),
        ConvertError::Damaged(finding) => {
            format!("{file}: {error}\n{}", diagnostic::text(finding, documents).trim_end())
        }
        ConvertError::NoReport => {
            let first =
                filing.diagnostics.first().map_or(String::new(), |finding| diagnostic::text(finding, documents));
            format!("{file}: {error}\n{}", first.trim_end())
        }
        ConvertError::Json(_) | ConvertError::Xml(_) => format!("{file}: {error}"),
    };
    anyhow::anyhow!(shown)
}
