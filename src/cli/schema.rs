//! `factum schema`: prints a JSON Schema of what factum reads or writes.

use std::io::Write as _;

use clap::Args;
use factum::output::schemas;

use super::status::Status;

/// Print a JSON Schema of what factum reads or writes
#[derive(Args)]
pub(crate) struct SchemaArgs {
    /// The schema's name
    #[arg(value_parser = schemas::NAMES)]
    name: String,
}

/// Runs the command.
pub(crate) fn run(args: &SchemaArgs) -> anyhow::Result<Status> {
    if let Some(schema) = schemas::schema(&args.name) {
        std::io::stdout().write_all(schemas::text(&schema).as_bytes())?;
    }
    Ok(Status::Done)
}
