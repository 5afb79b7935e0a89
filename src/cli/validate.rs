//! `factum validate`: what is wrong with a filing.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use factum::filing;
use factum::model::{Class, Documents};
use factum::output::validate::{Json, Rendering, Sarif, Shown, Text, Validated};
use factum::taxonomy::Locations;
use factum::validate::duplicates::Duplicates;
use factum::validate::{self, CalculationMode, Options, Outcome, Units, Verdict};
use rayon::prelude::*;

use super::console::{self, Console};
use super::options::{LocationArgs, OutArgs, Page, units};
use super::status::Status;

/// Check filings and taxonomies against the specifications
#[derive(Args)]
pub(crate) struct ValidateArgs {
    /// Instances, schemas or linkbases, each checked by itself; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    locations: LocationArgs,

    /// How to check calculations: not at all, by XBRL 2.1, or by Calculations 1.1 with values
    /// rounded to the nearest (c11r) or cut off (c11t)
    #[arg(long, value_enum, default_value = "c11r", value_name = "MODE")]
    calc: Calc,

    /// What to do about facts that are reported more than once: allow, warn or error, for all or for
    /// the classes behind `=`: complete, consistent, inconsistent, and multi-language for texts in
    /// several languages, which are no duplicates by themselves (can be repeated)
    #[arg(long, value_name = "WHAT[=CLASS,...]", value_parser = parse_duplicates)]
    duplicates: Vec<String>,

    /// The Units Registry by which to check units, or none; by default the one that is built in
    #[arg(long, value_name = "FILE|none")]
    utr: Option<PathBuf>,

    /// Count warnings of these classes as errors: calculations, duplicates, units, ...
    #[arg(long, value_delimiter = ',', value_name = "CLASS", value_parser = parse_class)]
    strict: Vec<Class>,

    /// Show no more than that many findings, in every format; all are counted
    #[arg(long, value_name = "N")]
    max_errors: Option<usize>,

    /// Show every finding, not the first few of each code (JSON and SARIF have them all)
    #[arg(long)]
    all: bool,

    /// How to write the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    out: OutArgs,
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

impl ValidateArgs {
    fn rendering(&self, page: Page) -> Box<dyn Rendering> {
        match self.format {
            Format::Text => {
                let of_code = (!self.all).then_some(SHOWN_OF_CODE);
                let shown = Shown { of_code, in_all: self.max_errors, several: self.files.len() > 1 };
                Box::new(Text::new(shown, page.styles))
            }
            Format::Json => Box::new(Json::new(self.max_errors)),
            Format::Sarif => Box::new(Sarif::new(self.max_errors)),
        }
    }
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
    fn options(&self) -> anyhow::Result<Options> {
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
        let units = units(self.utr.as_deref(), Units::BuiltIn)?;
        Ok(Options { calculations, duplicates, units, strict: self.strict.clone() })
    }
}

/// Runs the command.
pub(crate) fn run(args: &ValidateArgs, console: &Console) -> anyhow::Result<Status> {
    let options = args.options()?;
    let locations = args.locations.locations(args.files.iter().map(PathBuf::as_path))?;
    let mut rendering = args.rendering(args.out.page());
    let progress = console.progress(args.files.len());
    let (mut worst, mut unread) = (None, false);
    // As many at once as there are threads: memory doesn't grow with the number of files.
    let steps = args.files.chunks(rayon::current_num_threads()).flat_map(|files| {
        let check = |path: &PathBuf| progress.step(&path.display(), || validate(path, &locations, &options));
        let checked: Vec<_> = files.par_iter().map(check).collect();
        files.iter().zip(checked)
    });
    for (path, checked) in steps {
        let name = path.display().to_string();
        progress.tell(|| match &checked {
            Ok((documents, _)) => console.list(documents),
            Err(error) => console::error(format_args!("{error:#}")),
        });
        match checked {
            Ok((documents, verdict)) => {
                worst = worst.max(Some(verdict.outcome));
                rendering.add(Validated { file: &name, documents: &documents, verdict: &verdict });
            }
            Err(error) => {
                unread = true;
                rendering.add_unread(&name, &format!("{error:#}"));
            }
        }
    }
    drop(progress);
    // Where nothing was checked there is nothing to tell but the errors.
    let Some(worst) = worst else { return Ok(Status::NotDone) };
    args.out.write_text(&rendering.finish())?;
    Ok(match worst {
        _ if unread => Status::NotDone,
        Outcome::Valid => Status::Done,
        Outcome::Incomplete | Outcome::Invalid => Status::Wrong,
    })
}

fn validate(path: &Path, locations: &Locations, options: &Options) -> anyhow::Result<(Documents, Verdict)> {
    let mut documents = Documents::new();
    let filing = filing::open(path, locations, &mut documents)?;
    let verdict = validate::validate(&filing, &documents, options);
    Ok((documents, verdict))
}
