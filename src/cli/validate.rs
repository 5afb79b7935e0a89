//! `factum validate`: what is wrong with a filing.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};
use factum::filing;
use factum::model::{Class, Documents};
use factum::output::sarif::sarif;
use factum::output::validate::{Shown, Validated, ValidationSummary, text, worst};
use factum::validate::duplicates::Duplicates;
use factum::validate::{self, CalculationMode, Options, Outcome};

use super::options::LocationArgs;
use super::status::Status;

/// Check filings and taxonomies against the specifications
#[derive(Args)]
pub(crate) struct ValidateArgs {
    /// Instances, schemas or linkbases; each is checked by itself
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    locations: LocationArgs,

    /// How to check calculations: not at all, by XBRL 2.1, or by Calculations 1.1 with values
    /// rounded to the nearest (c11r) or cut off (c11t)
    #[arg(long, value_enum, default_value = "c11r", value_name = "MODE")]
    calc: Calc,

    /// What to do about facts that are reported more than once: allow, warn or error, for all or for
    /// the classes behind `=`: complete, consistent, inconsistent (can be repeated)
    #[arg(long, value_name = "WHAT[=CLASS,...]", value_parser = parse_duplicates)]
    duplicates: Vec<String>,

    /// Count warnings of these classes as errors: calculations, duplicates, units, ...
    #[arg(long, value_delimiter = ',', value_name = "CLASS", value_parser = parse_class)]
    strict: Vec<Class>,

    /// Show no more than that many findings
    #[arg(long, value_name = "N")]
    max_errors: Option<usize>,

    /// Show every finding, not the first few of each code
    #[arg(long)]
    all: bool,

    /// How to write the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Calc {
    None,
    Xbrl21,
    C11r,
    C11t,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
}

/// Findings of one code that are shown without `--all`.
const SHOWN_OF_CODE: usize = 5;

fn parse_duplicates(text: &str) -> Result<String, String> {
    Duplicates::default().treat(text).map(|()| text.to_owned())
}

fn parse_class(text: &str) -> Result<Class, String> {
    Class::ALL.into_iter().find(|class| class.name() == text).ok_or_else(|| {
        let names: Vec<&str> = Class::ALL.iter().map(|class| class.name()).collect();
        format!("there is no such class; there are {}", names.join(", "))
    })
}

impl ValidateArgs {
    fn options(&self) -> Options {
        let mut duplicates = Duplicates::default();
        for option in &self.duplicates {
            // Each was looked at when it was parsed.
            _ = duplicates.treat(option);
        }
        let calculations = match self.calc {
            Calc::None => CalculationMode::None,
            Calc::Xbrl21 => CalculationMode::Xbrl21,
            Calc::C11r => CalculationMode::Rounding,
            Calc::C11t => CalculationMode::Truncation,
        };
        Options { calculations, duplicates, strict: self.strict.clone() }
    }
}

/// Runs the command.
pub(crate) fn run(args: &ValidateArgs) -> anyhow::Result<Status> {
    let (options, locations) = (args.options(), args.locations.locations()?);
    let validate = |path: &Path| -> anyhow::Result<Validated> {
        let mut documents = Documents::new();
        let filing = filing::open(path, &locations, &mut documents)?;
        let verdict = validate::validate(&filing, &documents, &options);
        Ok(Validated { file: path.display().to_string(), documents, verdict })
    };
    let files = args.files.iter().map(|path| validate(path)).collect::<anyhow::Result<Vec<Validated>>>()?;
    let mut out = std::io::stdout().lock();
    match args.format {
        Format::Text => {
            let shown = Shown { of_code: (!args.all).then_some(SHOWN_OF_CODE), in_all: args.max_errors };
            out.write_all(text(&files, shown).as_bytes())?;
        }
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &ValidationSummary::new(&files))
                .context("cannot write the result")?;
            out.write_all(b"\n")?;
        }
        Format::Sarif => out.write_all(sarif(&files).as_bytes())?,
    }
    out.flush()?;
    Ok(if worst(&files) == Outcome::Valid { Status::Done } else { Status::Wrong })
}
