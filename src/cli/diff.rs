//! `factum diff`: what two filings say, compared.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use factum::diff::{Class, Comparison, NegativeBase, Options, Selection, Threshold, compare};
use factum::model::Report;
use factum::output::diff::{self as output, Rows, Shown};

use super::console::Console;
use super::options::{NamespaceArgs, Opened, ReadArgs};
use super::status::Status;

/// Compare two filings: what was restated, moved, added, removed, renamed
///
/// Facts are the same by what they say: concept, entity, period, unit and dimensions; ids, prefixes,
/// order and the year in a taxonomy's namespace don't matter. Values agree within their decimals.
#[derive(Args)]
pub(crate) struct DiffArgs {
    /// The older filing
    old: PathBuf,

    /// The newer filing
    new: PathBuf,

    /// Leave out what is smaller: in percent of the largest amount of its statement, such as 5%, or an
    /// amount of money
    #[arg(long, value_name = "PCT|AMOUNT")]
    threshold: Option<Threshold>,

    /// Show these classes only: restated, sign, scale, split, recast, unit, nil, text, renamed, removed,
    /// added, relabelled, precision, movement, contradiction
    #[arg(long, value_delimiter = ',', value_name = "CLASS,...", value_parser = parse_class)]
    only: Vec<Class>,

    /// Exit with 1 when one of these classes is found
    #[arg(long, value_delimiter = ',', value_name = "CLASS,...", value_parser = parse_class)]
    fail_on: Vec<Class>,

    /// What a change from a negative amount is divided by: there is no percentage, or the amount with
    /// its sign, or without it
    #[arg(long, value_enum, default_value = "none", value_name = "BASE")]
    negative_base: Base,

    #[command(flatten)]
    namespaces: NamespaceArgs,

    /// Derive quarters that no filing tells: the year less nine months, a year-to-date figure less the one
    /// before; what can't be derived without doubt is refused, with the reason
    #[arg(long)]
    derive: bool,

    /// Compare the mark-up of texts, too
    #[arg(long)]
    exact_text: bool,

    /// Show everything, not the few that matter; differences of precision and movements of the past as well
    #[arg(long)]
    all: bool,

    /// How to write the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    read: ReadArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Base {
    None,
    Signed,
    Absolute,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Html,
    Csv,
    Markdown,
    Xlsx,
}

fn parse_class(text: &str) -> Result<Class, String> {
    Class::ALL.into_iter().find(|class| class.name() == text).ok_or_else(|| {
        let names: Vec<&str> = Class::ALL.iter().map(|class| class.name()).collect();
        format!("there is no such class; there are {}", names.join(", "))
    })
}

/// Runs the command.
pub(crate) fn run(args: &DiffArgs, console: &Console) -> anyhow::Result<Status> {
    let locations = args.read.locations.locations([&*args.old, &*args.new])?;
    // Either side by itself: most of the time goes into their taxonomies.
    let (old, new) = rayon::join(|| Opened::open(&args.old, &locations), || Opened::open(&args.new, &locations));
    let (old, new) = (old?, new?);
    [&old, &new].iter().for_each(|opened| console.list(&opened.documents));
    let labels = args.read.labels.labels();
    let (old_vocabulary, new_vocabulary) = (old.vocabulary(&labels)?, new.vocabulary(&labels)?);
    let (old, new) = (old.side(&old_vocabulary)?, new.side(&new_vocabulary)?);
    let mut comparison = compare(old, new, &args.options(old.report, new.report));
    let found = args.fail_on.iter().any(|class| comparison.counts.get(class).is_some_and(|count| *count > 0));
    comparison.select(&Selection { only: args.only.clone(), threshold: args.threshold.clone(), all: args.all });
    let out = &args.read.out;
    out.write(|to| args.write(&comparison, out.page().width, to))?;
    let is_incomplete = [&comparison.old, &comparison.new].iter().any(|filing| !filing.missing.is_empty());
    Ok(if found || is_incomplete { Status::Wrong } else { Status::Done })
}

impl DiffArgs {
    fn options(&self, old: &Report, new: &Report) -> Options {
        Options {
            negative_base: match self.negative_base {
                Base::None => NegativeBase::None,
                Base::Signed => NegativeBase::Signed,
                Base::Absolute => NegativeBase::Absolute,
            },
            same_namespaces: self.namespaces.pairs(&[old], &[new]),
            exact_text: self.exact_text,
            derive: self.derive,
        }
    }

    fn write(&self, comparison: &Comparison, width: usize, mut out: &mut dyn Write) -> anyhow::Result<()> {
        let shown = |rows| Shown { width, rows: if self.all { Rows::All } else { rows } };
        match self.format {
            Format::Text => out.write_all(output::text(comparison, shown(Rows::Few)).as_bytes())?,
            Format::Markdown => out.write_all(output::markdown(comparison, shown(Rows::Few)).as_bytes())?,
            Format::Html => {
                let page = output::html(comparison, shown(Rows::Many)).context("cannot write the result")?;
                out.write_all(page.as_bytes())?;
            }
            Format::Xlsx => {
                let book = output::xlsx(comparison).context("cannot write the result")?;
                out.write_all(&book)?;
            }
            Format::Json => output::json(comparison, &mut out).context("cannot write the result")?,
            Format::Csv => output::csv(comparison, &mut out).context("cannot write the result")?,
        }
        Ok(())
    }
}
