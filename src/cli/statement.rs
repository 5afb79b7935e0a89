//! `factum statement`: the statements of a filing as tables.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use factum::output::statement::{self as output, Role, Shelf, Shown};
use factum::statement::{LeftOut, Statement, Statements};
use factum::taxonomy::Presentation;

use super::console::Console;
use super::options::ReadArgs;
use super::status::Status;

/// Show statements as the company does: its presentation networks as tables
///
/// Without --role and --all, lists the statements and notes that there are.
#[derive(Args)]
pub(crate) struct StatementArgs {
    /// An instance or an xBRL-JSON report
    file: PathBuf,

    /// Show this statement: its role's URI, the last part of it, or words of its title (can be repeated)
    #[arg(long, value_name = "URI|NAME")]
    role: Vec<String>,

    /// Show all statements and notes
    #[arg(long, conflicts_with = "role")]
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
    Markdown,
    Html,
    Csv,
}

/// Runs the command.
pub(crate) fn run(args: &StatementArgs, console: &Console) -> anyhow::Result<Status> {
    let opened = args.read.open(&args.file, console)?;
    let (labels, out) = (args.read.labels.labels(), &args.read.out);
    let statements = Statements::of(opened.report()?, &opened.filing.taxonomy, &opened.documents, &labels);
    let shown = Shown { width: out.page().width, language: &labels.language };
    if args.role.is_empty() && !args.all {
        out.write_text(&output::roles(&roles(&statements), shown))?;
        return Ok(console.errors_while_reading(opened.errors()));
    }
    let tables: Vec<Statement> = if args.all {
        statements.presentations.iter().filter_map(|presentation| statements.statement(presentation)).collect()
    } else {
        args.role.iter().map(|role| chosen(&statements, role)).collect::<anyhow::Result<_>>()?
    };
    let shelf = Shelf { file: &opened.name, statements: &tables };
    out.write(|mut out| {
        match args.format {
            Format::Text => out.write_all(output::text(shelf, shown).as_bytes())?,
            Format::Markdown => out.write_all(output::markdown(shelf, shown).as_bytes())?,
            Format::Html => out.write_all(output::html(shelf, shown, &opened.documents)?.as_bytes())?,
            Format::Csv => output::csv(shelf, &mut out).context("cannot write the result")?,
        }
        Ok(())
    })?;
    tables.iter().for_each(|statement| tell_left_out(statement, console));
    Ok(console.errors_while_reading(opened.errors()))
}

/// Says what a statement leaves out.
fn tell_left_out(statement: &Statement, console: &Console) {
    let LeftOut { lines, columns } = statement.left_out;
    if lines {
        console.say(&format!("note: {} has more lines than can be shown\n", statement.title));
    }
    if columns > 0 {
        console.say(&format!("note: {} has {columns} more columns than can be shown\n", statement.title));
    }
}

/// The presentation networks with facts.
fn roles(statements: &Statements<'_>) -> Vec<Role> {
    let role = |presentation: &Presentation<'_>| {
        let uri = presentation.network.role().as_str();
        let facts = statements.count(presentation);
        let (title, name) = (presentation.title().to_owned(), last_part(uri).to_owned());
        (facts > 0).then(|| Role { uri: uri.to_owned(), name, title, facts })
    };
    statements.presentations.iter().filter_map(role).collect()
}

fn last_part(uri: &str) -> &str {
    uri.rsplit(['/', '#']).next().unwrap_or(uri)
}

/// The statement that a user means: of the URI, else of its last part, else the first whose title has the words.
fn chosen(statements: &Statements<'_>, wanted: &str) -> anyhow::Result<Statement> {
    let lower = wanted.to_lowercase();
    let all = &statements.presentations;
    let of_uri = |presentation: &&Presentation<'_>| presentation.network.role().as_str() == wanted;
    let of_name =
        |presentation: &&Presentation<'_>| last_part(presentation.network.role().as_str()).to_lowercase() == lower;
    let of_title = |presentation: &&Presentation<'_>| presentation.title().to_lowercase().contains(&lower);
    let found = all.iter().find(of_uri).or_else(|| all.iter().find(of_name)).or_else(|| all.iter().find(of_title));
    let Some(presentation) = found else {
        let names: Vec<String> = roles(statements).into_iter().map(|role| role.name).collect();
        bail!("no statement is called {wanted:?}; there are {}", names.join(", "));
    };
    match statements.statement(presentation) {
        Some(statement) => Ok(statement),
        None => bail!("the report has nothing to show in {}", presentation.title()),
    }
}
