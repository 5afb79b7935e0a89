//! The command line: one file a command. Sees the library's public items alone.

mod conformance;
mod console;
mod convert;
mod diff;
mod explain;
mod export;
mod facts;
mod files;
mod options;
mod schema;
mod series;
mod shell;
mod statement;
mod status;
mod taxonomy;
mod validate;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use console::{Console, GeneralArgs};
use status::Status;

/// Turn tables into XBRL filings, validate filings, and say what changed between two of them
#[derive(Parser)]
#[command(name = "factum", version, after_help = status::HELP)]
struct Cli {
    #[command(flatten)]
    general: GeneralArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Export(export::ExportArgs),
    Validate(validate::ValidateArgs),
    Diff(diff::DiffArgs),
    Series(series::SeriesArgs),
    Facts(facts::FactsArgs),
    Statement(statement::StatementArgs),
    Convert(convert::ConvertArgs),
    Taxonomy(taxonomy::TaxonomyArgs),
    Explain(explain::ExplainArgs),
    Rules(explain::RulesArgs),
    Schema(schema::SchemaArgs),
    Conformance(conformance::ConformanceArgs),
    Completions(shell::CompletionsArgs),
    Man(shell::ManArgs),
}

/// Lets a write beyond the limit on the size of files fail, which ends the program otherwise, with half of its
/// files left behind.
fn fail_beyond_file_limit() {
    #[cfg(unix)]
    {
        // Nobody looks at the flag: the write's own error tells it.
        _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
    }
}

/// Parses the arguments, runs the command, and turns what came of it into an exit status.
pub(crate) fn run() -> ExitCode {
    fail_beyond_file_limit();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let status = if error.use_stderr() { Status::NotDone } else { Status::Done };
            let _ = error.print();
            return status.into();
        }
    };
    let outcome = cli.general.apply().and_then(|console| run_command(&cli.command, &console));
    match outcome {
        Ok(status) => status.into(),
        Err(error) if is_broken_pipe(&error) => Status::Done.into(),
        Err(error) => {
            console::error(format_args!("{error:#}"));
            Status::NotDone.into()
        }
    }
}

fn run_command(command: &Command, console: &Console) -> anyhow::Result<Status> {
    match command {
        Command::Export(args) => export::run(args, console),
        Command::Validate(args) => validate::run(args, console),
        Command::Diff(args) => diff::run(args, console),
        Command::Series(args) => series::run(args, console),
        Command::Facts(args) => facts::run(args, console),
        Command::Statement(args) => statement::run(args, console),
        Command::Convert(args) => convert::run(args, console),
        Command::Taxonomy(args) => taxonomy::run(args, console),
        Command::Explain(args) => explain::explain(args),
        Command::Rules(args) => explain::list_all(args),
        Command::Schema(args) => schema::run(args),
        Command::Conformance(args) => conformance::run(args),
        Command::Completions(args) => shell::completions(args, Cli::command()),
        Command::Man(args) => shell::man(args, Cli::command()),
    }
}

/// A reader that closed the pipe early wants no more: that is no error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
