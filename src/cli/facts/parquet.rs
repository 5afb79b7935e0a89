//! Facts as Parquet: to one file, or into a data set.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use factum::facts::Facts;
use factum::output::facts::parquet::{Key, Rows, Source, Writer};
use factum::taxonomy::{Labels, Locations};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::dataset::{DataSet, Settings};
use super::{FactsArgs, PartitionKey};
use crate::cli::console::{self, Console};
use crate::cli::files;
use crate::cli::options::Opened;
use crate::cli::status::Status;

/// What the name of one file ends with; any other one is that of a data set's folder.
const EXTENSION: &str = "parquet";

/// Runs the command for this format.
pub(super) fn run(args: &FactsArgs, console: &Console) -> anyhow::Result<Status> {
    let out = args.read.out.path();
    if let Some(folder) = out.filter(|path| path.extension().is_none_or(|extension| extension != EXTENSION)) {
        return write_data_set(args, folder, console);
    }
    if !args.partition_by.is_empty() {
        bail!("--partition-by divides a data set: name its folder with --out, without .{EXTENSION} at its end");
    }
    let Some(path) = out else {
        if io::stdout().is_terminal() {
            bail!("Parquet is nothing for a terminal; name a file with --out, or write to a pipe");
        }
        return write_file(args, io::stdout(), console);
    };
    let mut status = Status::Done;
    files::write_file_with(path, |file| {
        status = write_file(args, file, console)?;
        Ok(())
    })?;
    Ok(status)
}

/// Writes the facts of all filings; of the filings, as many are opened at once as there are threads.
fn write_file(args: &FactsArgs, out: impl Write + Send, console: &Console) -> anyhow::Result<Status> {
    const UNWRITTEN: &str = "cannot write the result";
    let locations = args.read.locations.locations(args.files.iter().map(PathBuf::as_path))?;
    let labels = args.read.labels.labels();
    let progress = console.progress(args.files.len());
    let mut writer = Writer::new(BufWriter::new(out)).context(UNWRITTEN)?;
    let mut rows = Rows::new(Vec::new());
    let mut write =
        |rows: &mut Rows| rows.take().iter().try_for_each(|(_, group)| writer.write(group)).context(UNWRITTEN);
    let mut errors = 0;
    for files in args.files.chunks(rayon::current_num_threads()) {
        let open = |path: &PathBuf| {
            progress.step(&path.display(), || Identified::open(path, sha256(path, &locations)?, &locations))
        };
        for identified in files.par_iter().map(open).collect::<Vec<_>>() {
            let identified = identified?;
            progress.tell(|| console.list(&identified.opened.documents));
            errors += identified.opened.errors();
            identified.add_to(&mut rows, &labels, |rows| match rows.are_enough(args.rows_per_file as usize) {
                true => write(rows),
                false => Ok(()),
            })?;
        }
    }
    write(&mut rows)?;
    writer.finish().and_then(|mut out| out.flush()).context(UNWRITTEN)?;
    drop(progress);
    Ok(console.errors_while_reading(errors))
}

/// Writes the facts of those filings into a data set that it doesn't have yet.
fn write_data_set(args: &FactsArgs, folder: &Path, console: &Console) -> anyhow::Result<Status> {
    let locations = args.read.locations.locations(args.files.iter().map(PathBuf::as_path))?;
    let labels = args.read.labels.labels();
    let keys: Vec<Key> = args.partition_by.iter().map(|key| Key::from(*key)).collect();
    let mut data = DataSet::open(folder, &Settings::of(&keys, &labels), keys, args.rows_per_file as usize)?;
    let progress = console.progress(args.files.len());
    let (mut errors, mut new, mut there, mut unread) = (0, 0, 0, 0);
    for files in args.files.chunks(rayon::current_num_threads()) {
        let look = |path: &PathBuf| progress.step(&path.display(), || look(path, &locations, &data));
        for looked in files.par_iter().map(look).collect::<Vec<_>>() {
            match looked {
                Err(error) => {
                    progress.tell(|| console::error(format_args!("{error:#}")));
                    unread += 1;
                }
                // A file that was named twice has been added since both were looked at.
                Ok(Looked { sha256, opened: Some(filing) }) if data.recorded(&sha256).is_none() => {
                    progress.tell(|| console.list(&filing.opened.documents));
                    errors += filing.opened.errors();
                    new += 1;
                    data.add(&filing, &labels)?;
                }
                Ok(Looked { sha256, .. }) => {
                    errors += data.recorded(&sha256).map_or(0, |filing| filing.errors);
                    there += 1;
                }
            }
        }
    }
    let facts = data.finish()?;
    drop(progress);
    let others = |count: usize, what| if count > 0 { format!("; {count} {what}") } else { String::new() };
    let (there, missed) = (others(there, "were there"), others(unread, "could not be read"));
    console.say(&format!("written   {facts} facts of {new} filings into {}{there}{missed}\n", folder.display()));
    let status = console.errors_while_reading(errors);
    Ok(if unread > 0 { Status::NotDone } else { status })
}

/// A filing of which is known whether its facts are there already.
struct Looked {
    sha256: String,
    /// The filing, where they aren't.
    opened: Option<Identified>,
}

fn look(path: &Path, locations: &Locations, data: &DataSet) -> anyhow::Result<Looked> {
    let sha256 = sha256(path, locations)?;
    if data.recorded(&sha256).is_some() {
        return Ok(Looked { sha256, opened: None });
    }
    if path != Path::new(files::STANDARD_INPUT) {
        data.check_unchanged(&path.display().to_string())?;
    }
    let opened = Identified::open(path, sha256.clone(), locations)?;
    Ok(Looked { sha256, opened: Some(opened) })
}

/// A filing with what identifies it.
pub(super) struct Identified {
    pub(super) opened: Opened,
    pub(super) source: Source,
}

impl Identified {
    fn open(path: &Path, sha256: String, locations: &Locations) -> anyhow::Result<Identified> {
        let opened = Opened::open(path, locations)?;
        let source = Source::of(opened.name.clone(), sha256, opened.report()?, &opened.documents)?;
        Ok(Identified { opened, source })
    }

    /// Adds its facts to rows, which are looked at after each.
    pub(super) fn add_to(
        &self,
        rows: &mut Rows,
        labels: &Labels,
        mut added: impl FnMut(&mut Rows) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let facts = Facts::of(self.opened.report()?, &self.opened.filing.taxonomy, &self.opened.documents, labels);
        for (number, row) in (1..).zip(facts.rows()) {
            rows.push(&self.source, number, &row);
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
        if path.is_dir() {
            bail!("{} is a folder; name the instance in it", path.display());
        }
        let mut file = File::open(path).with_context(unreadable)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            match file.read(&mut buffer).with_context(unreadable)? {
                0 => break,
                count => hash.update(&buffer[..count]),
            }
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

impl From<PartitionKey> for Key {
    fn from(key: PartitionKey) -> Key {
        match key {
            PartitionKey::Entity => Key::Entity,
            PartitionKey::FilingYear => Key::FilingYear,
            PartitionKey::PeriodYear => Key::PeriodYear,
            PartitionKey::Form => Key::Form,
        }
    }
}
