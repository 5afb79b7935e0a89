//! Facts as Parquet: one file, which many filings are streamed into.

use std::fs::File;
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use anyhow::{Context as _, bail};
use factum::facts::Facts;
use factum::output::facts::parquet::{Rows, Source, Writer};
use factum::taxonomy::{Labels, Locations};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::FactsArgs;
use crate::cli::console::Console;
use crate::cli::files;
use crate::cli::options::Opened;
use crate::cli::status::Status;

/// Rows of a row group, unless their texts are long.
const ROWS: usize = 250_000;

/// Runs the command for this format.
pub(super) fn run(args: &FactsArgs, console: &Console) -> anyhow::Result<Status> {
    match args.read.out.path() {
        Some(path) => {
            let mut status = Status::Done;
            files::write_file_with(path, |file| {
                status = write(args, file, console)?;
                Ok(())
            })?;
            Ok(status)
        }
        None if io::stdout().is_terminal() => {
            bail!("Parquet is nothing for a terminal; name a file with --out, or write to a pipe")
        }
        None => write(args, io::stdout(), console),
    }
}

/// Writes the facts of all files, as many of which are opened at once as there are threads.
fn write(args: &FactsArgs, out: impl Write + Send, console: &Console) -> anyhow::Result<Status> {
    let locations = args.read.locations.locations(args.files.iter().map(std::path::PathBuf::as_path))?;
    let labels = args.read.labels.labels();
    let progress = console.progress(args.files.len());
    let mut writer = Writer::new(io::BufWriter::new(out)).context(UNWRITTEN)?;
    let mut rows = Rows::default();
    let mut errors = 0;
    for files in args.files.chunks(rayon::current_num_threads()) {
        let open = |path: &std::path::PathBuf| progress.step(&path.display(), || Identified::open(path, &locations));
        let opened: Vec<_> = files.par_iter().map(open).collect();
        for opened in opened {
            let opened = opened?;
            progress.tell(|| console.list(&opened.opened.documents));
            errors += opened.opened.errors();
            opened.rows(&labels, &mut rows, |rows| {
                if rows.are_enough(ROWS) { writer.write(rows).context(UNWRITTEN) } else { Ok(()) }
            })?;
        }
    }
    if !rows.is_empty() {
        writer.write(&mut rows).context(UNWRITTEN)?;
    }
    writer.finish().and_then(|mut out| out.flush()).context(UNWRITTEN)?;
    drop(progress);
    Ok(console.errors_while_reading(errors))
}

const UNWRITTEN: &str = "cannot write the result";

/// A filing with what identifies it.
struct Identified {
    opened: Opened,
    source: Source,
}

impl Identified {
    fn open(path: &Path, locations: &Locations) -> anyhow::Result<Identified> {
        let opened = Opened::open(path, locations)?;
        let sha256 = sha256(path, locations)?;
        let source = Source::of(opened.name.clone(), sha256, opened.report()?, &opened.documents);
        Ok(Identified { opened, source })
    }

    /// Adds its facts to rows, which are looked at after each.
    fn rows(
        &self,
        labels: &Labels,
        rows: &mut Rows,
        mut added: impl FnMut(&mut Rows) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let facts = Facts::of(self.opened.report()?, &self.opened.filing.taxonomy, &self.opened.documents, labels);
        for (number, row) in (1..).zip(facts.rows()) {
            rows.push(&self.source, number, &row)?;
            added(rows)?;
        }
        Ok(())
    }
}

/// The SHA-256 of a file, or of what stands for it, in hexadecimal digits.
fn sha256(path: &Path, locations: &Locations) -> anyhow::Result<String> {
    let mut hash = Sha256::new();
    if let Some(bytes) = locations.given(path) {
        hash.update(bytes);
    } else {
        let unreadable = || format!("{} can't be read", path.display());
        let mut file = File::open(path).with_context(unreadable)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            match io::Read::read(&mut file, &mut buffer).with_context(unreadable)? {
                0 => break,
                count => hash.update(&buffer[..count]),
            }
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
