//! `factum schema`: prints a JSON Schema of what factum reads or writes.

use clap::Args;
use factum::output::schemas;

use super::options::OutArgs;
use super::status::Status;

/// Print a JSON Schema of what factum reads or writes
#[derive(Args)]
pub(crate) struct SchemaArgs {
    /// The schema's name
    #[arg(value_parser = schemas::NAMES)]
    name: String,

    #[command(flatten)]
    out: OutArgs,
}

/// Runs the command.
pub(crate) fn run(args: &SchemaArgs) -> anyhow::Result<Status> {
    if let Some(schema) = schemas::schema(&args.name) {
        args.out.write_text(&schemas::text(&schema))?;
    }
    Ok(Status::Done)
}
