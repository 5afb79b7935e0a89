//! `factum taxonomy`: what is discovered from a file.

use std::path::Path;

use clap::Args;
use factum::model::Documents;
use factum::output::taxonomy::{TaxonomySummary, text};
use factum::taxonomy::{EntryPoint, Resolution, load};

use super::options::{LocationArgs, ResultArgs};
use super::status::Status;

/// Show what is discovered from a schema, a linkbase or an instance
#[derive(Args)]
pub(crate) struct TaxonomyArgs {
    /// A schema, a linkbase or an instance; - for standard input
    file: String,

    #[command(flatten)]
    locations: LocationArgs,

    #[command(flatten)]
    result: ResultArgs,
}

/// Runs the command.
pub(crate) fn run(args: &TaxonomyArgs) -> anyhow::Result<Status> {
    let locations = args.locations.locations([Path::new(&args.file)])?;
    let mut documents = Documents::new();
    let loaded = load(&[EntryPoint::named(&args.file)], &locations, &mut documents);
    if let Some(Resolution::Missing(number)) = loaded.taxonomy.references().first().map(|entry| entry.found) {
        let missing = &loaded.taxonomy.missing()[number as usize];
        anyhow::bail!("cannot read {}: {}", args.file, missing.reason);
    }
    let summary = TaxonomySummary::new(&loaded, &locations, &documents);
    args.result.write(|| text(&summary), &summary)?;
    Ok(if loaded.diagnostics.is_empty() { Status::Done } else { Status::Wrong })
}
