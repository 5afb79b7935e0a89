//! `factum taxonomy`: what is discovered from a file.

use std::path::Path;

use anyhow::bail;
use clap::{Args, Subcommand};
use factum::model::Documents;
use factum::output::taxonomy::{TaxonomySummary, text};
use factum::taxonomy::{Address, EntryPoint, Resolution, load};
use factum::{filing, validate};

use super::console::{self, Console};
use super::options::{LocationArgs, ResultArgs};
use super::status::Status;

/// Show what is discovered from a schema, a linkbase or an instance; or compile it for later runs
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct TaxonomyArgs {
    #[command(subcommand)]
    compile: Option<Compile>,

    /// A schema, a linkbase or an instance; - for standard input
    #[arg(required = true)]
    file: Option<String>,

    #[command(flatten)]
    locations: LocationArgs,

    #[command(flatten)]
    result: ResultArgs,
}

#[derive(Subcommand)]
enum Compile {
    /// Compile the taxonomies that files refer to, and keep them in the folder of --cache or FACTUM_CACHE
    Compile(CompileArgs),
}

#[derive(Args)]
struct CompileArgs {
    /// Filings whose like will follow, or schemas: what is published of their taxonomies is compiled and judged;
    /// or URLs of published schemas, as filings refer to them
    #[arg(required = true, value_name = "FILE|URL")]
    files: Vec<String>,

    #[command(flatten)]
    locations: LocationArgs,
}

/// Runs the command.
pub(crate) fn run(args: &TaxonomyArgs, console: &Console) -> anyhow::Result<Status> {
    match (&args.compile, &args.file) {
        (Some(Compile::Compile(args)), _) => compile(args, console),
        (None, Some(file)) => show(file, args),
        (None, None) => bail!("name a file, or what to compile"),
    }
}

fn compile(args: &CompileArgs, console: &Console) -> anyhow::Result<Status> {
    let locations = args.locations.locations([])?;
    if !locations.cache.has_folder() {
        bail!("say where to keep what is compiled, with --cache or FACTUM_CACHE");
    }
    let mut status = Status::Done;
    for file in &args.files {
        let mut documents = Documents::new();
        let taxonomy = match Address::new(file) {
            Address::Url(_) => load(&[EntryPoint::published(file)], &locations, &mut documents).taxonomy,
            _ => {
                let filing = filing::open(Path::new(file), &locations, &mut documents)?;
                _ = validate::validate(&filing, &documents, &validate::Options::default());
                filing.taxonomy
            }
        };
        let count = taxonomy.base_sources().len();
        if taxonomy.is_base_kept() {
            console.say(&format!("{file}: {count} published documents are compiled\n"));
        } else {
            console::error(format_args!("{file}: nothing published could be compiled and kept"));
            status = Status::Wrong;
        }
    }
    Ok(status)
}

fn show(file: &str, args: &TaxonomyArgs) -> anyhow::Result<Status> {
    let locations = args.locations.locations([Path::new(file)])?;
    let mut documents = Documents::new();
    let loaded = load(&[EntryPoint::named(file)], &locations, &mut documents);
    if let Some(Resolution::Missing(id)) = loaded.taxonomy.entry_points().first().map(|entry| entry.found) {
        let missing = &loaded.taxonomy.missing()[id.index()];
        bail!("cannot read {file}: {}", missing.reason);
    }
    let summary = TaxonomySummary::new(&loaded, &locations, &documents);
    args.result.write(|| text(&summary), &summary)?;
    Ok(if loaded.diagnostics.is_empty() { Status::Done } else { Status::Wrong })
}
