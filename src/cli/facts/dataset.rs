//! A data set: a folder of Parquet files that grows, filing by filing, and is whole at every moment.
//!
//! Filings are written in batches. A batch is staged where readers don't look, then recorded, and from that moment
//! on counts as done; then its files are moved to where readers find them. A run that begins finishes what one that
//! was killed has recorded and not moved, and throws away what it hasn't recorded.
//!
//! ```text
//! DIR/KEY=VALUE/BATCH-1.parquet      what readers find
//! DIR/_factum/settings.toml          how it was begun
//! DIR/_factum/BATCH.toml             the filings of a batch that is done
//! DIR/_factum/BATCH/KEY=VALUE/…      a batch that is staged
//! DIR/_factum/lock                   held by the process that writes
//! ```
//!
//! Engines pass over folders whose names begin with `_`, and staged files don't end as Parquet's do.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use factum::output::facts::parquet::{Key, RowGroup, Rows, Writer};
use factum::taxonomy::Labels;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::parquet::Identified;
use crate::cli::files;

/// The folder beside the data for what is known of them.
const LEDGER: &str = "_factum";

/// What a data set was begun with, and all that is added to it has to be read with.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Settings {
    /// What this is: `facts-dataset/1`. Another set of columns is another number.
    factum: String,
    partition_by: Vec<String>,
    lang: String,
    label_role: Option<String>,
}

impl Settings {
    pub(super) fn of(keys: &[Key], labels: &Labels) -> Settings {
        Settings {
            factum: "facts-dataset/1".to_owned(),
            partition_by: keys.iter().map(|key| key.name().replace('_', "-")).collect(),
            lang: labels.language.clone(),
            label_role: labels.role.map(|role| role.as_str().to_owned()),
        }
    }

    /// As options.
    fn shown(&self) -> String {
        let mut shown = format!("--lang {}", self.lang);
        if !self.partition_by.is_empty() {
            shown += &format!(" --partition-by {}", self.partition_by.join(","));
        }
        if let Some(role) = &self.label_role {
            shown += &format!(" --label-role {role}");
        }
        shown
    }
}

/// What is recorded of a batch.
#[derive(Default, Serialize, Deserialize)]
struct Record {
    filing: Vec<Recorded>,
}

/// A filing whose facts are in the data set.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Recorded {
    file: String,
    sha256: String,
    facts: usize,
    /// Errors that were found while it was read.
    pub(super) errors: usize,
}

/// A data set that is written to.
pub(super) struct DataSet {
    folder: PathBuf,
    ledger: PathBuf,
    /// Held as long as it is open.
    _lock: File,
    /// The filings that it has, by their hashes.
    recorded: HashMap<String, Recorded>,
    /// The hashes of the files that it has, by their names.
    hashes: HashMap<String, String>,
    /// Rows after which a batch ends, at the end of a filing.
    rows_per_file: usize,
    /// Rows that aren't staged yet.
    rows: Rows,
    /// The batch that grows.
    batch: Option<Batch>,
    /// Facts of the batches before.
    written: usize,
}

impl DataSet {
    /// Opens the data set in a folder, and finishes what a run that was killed has left; without one, begins it.
    ///
    /// # Errors
    /// When the folder is something else, was begun with other settings, is written to by another process, or can't
    /// be written to.
    pub(super) fn open(
        folder: &Path,
        settings: &Settings,
        keys: Vec<Key>,
        rows_per_file: usize,
    ) -> anyhow::Result<DataSet> {
        let shown = folder.display();
        let ledger = folder.join(LEDGER);
        if !ledger.exists() && folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
            bail!("{shown} holds something else than a data set of factum; name a new folder");
        }
        fs::create_dir_all(&ledger).with_context(|| format!("the folder {shown} can't be made"))?;
        let lock = File::create(ledger.join("lock")).with_context(|| unwritten(folder))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("another factum writes into {shown}; wait until it is done"),
            Err(TryLockError::Error(error)) => return Err(error).with_context(|| unwritten(folder)),
        }
        let mut data = DataSet {
            folder: folder.to_owned(),
            ledger,
            _lock: lock,
            recorded: HashMap::new(),
            hashes: HashMap::new(),
            rows_per_file,
            rows: Rows::new(keys),
            batch: None,
            written: 0,
        };
        data.settle(settings)?;
        data.recover().with_context(|| unwritten(folder))?;
        Ok(data)
    }

    /// Sees to it that the settings are those that the data set was begun with.
    fn settle(&self, settings: &Settings) -> anyhow::Result<()> {
        let path = self.ledger.join("settings.toml");
        if !path.exists() {
            return files::write_file(&path, toml::to_string(settings)?.as_bytes());
        }
        let begun: Settings = read(&path)?;
        if begun.factum != settings.factum {
            bail!(
                "{} is a data set of another factum: {}, not {}",
                self.folder.display(),
                begun.factum,
                settings.factum
            );
        }
        if begun != *settings {
            let (begun, now) = (begun.shown(), settings.shown());
            bail!("{} was begun with {begun}, not with {now}; name another folder", self.folder.display());
        }
        Ok(())
    }

    /// Reads what is recorded, moves what is staged and recorded, and throws away what is only staged.
    fn recover(&mut self) -> anyhow::Result<()> {
        for entry in fs::read_dir(&self.ledger)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                match path.with_extension("toml").exists() {
                    true => publish(&path, &self.folder)?,
                    false => fs::remove_dir_all(&path)?,
                }
            } else if name.starts_with(files::UNFINISHED) {
                fs::remove_file(&path)?;
            } else if name.ends_with(".toml") && name != "settings.toml" {
                read::<Record>(&path)?.filing.into_iter().for_each(|filing| self.record(filing));
            }
        }
        Ok(())
    }

    fn record(&mut self, filing: Recorded) {
        self.hashes.insert(filing.file.clone(), filing.sha256.clone());
        self.recorded.insert(filing.sha256.clone(), filing);
    }

    /// The filing of that hash, if its facts are there.
    pub(super) fn recorded(&self, sha256: &str) -> Option<&Recorded> {
        self.recorded.get(sha256)
    }

    /// Sees to it that no file of that name was there with another content.
    ///
    /// # Errors
    /// When there was.
    pub(super) fn check_unchanged(&self, file: &str) -> anyhow::Result<()> {
        if self.hashes.contains_key(file) {
            let folder = self.folder.display();
            bail!(
                "{file} has changed since its facts were written into {folder}; name it otherwise, or another folder"
            );
        }
        Ok(())
    }

    /// Adds the facts of a filing; they are there when the batch is done.
    ///
    /// # Errors
    /// When they can't be written.
    pub(super) fn add(&mut self, filing: &Identified, labels: &Labels) -> anyhow::Result<()> {
        let source = &filing.source;
        let recorded = Recorded {
            file: source.file.clone(),
            sha256: source.sha256.clone(),
            facts: filing.opened.report()?.facts.len(),
            errors: filing.opened.errors(),
        };
        self.record(recorded.clone());
        let batch = self.batch.get_or_insert_with(|| Batch::new(&self.ledger, &source.sha256));
        batch.filings.push(recorded);
        // One filing alone may have more rows than fit into memory.
        let most = self.rows_per_file.saturating_mul(2);
        let stage = |rows: &mut Rows| if rows.are_enough(most) { batch.stage(rows) } else { Ok(()) };
        filing.add_to(&mut self.rows, labels, stage)?;
        if batch.files > 0 || self.rows.are_enough(self.rows_per_file) { self.commit() } else { Ok(()) }
    }

    /// Ends the last batch; says how many facts were added.
    ///
    /// # Errors
    /// When it can't be written.
    pub(super) fn finish(mut self) -> anyhow::Result<usize> {
        self.commit()?;
        Ok(self.written)
    }

    /// Ends the batch: its filings are recorded, and its files moved to where readers find them.
    fn commit(&mut self) -> anyhow::Result<()> {
        let Some(mut batch) = self.batch.take() else { return Ok(()) };
        if !self.rows.is_empty() {
            batch.stage(&mut self.rows)?;
        }
        self.written += batch.filings.iter().map(|filing| filing.facts).sum::<usize>();
        let record = toml::to_string(&Record { filing: batch.filings })?;
        files::write_file(&batch.folder.with_extension("toml"), record.as_bytes())?;
        if batch.files > 0 {
            publish(&batch.folder, &self.folder).with_context(|| unwritten(&self.folder))?;
        }
        Ok(())
    }
}

/// Filings whose facts come into the data set together.
struct Batch {
    /// The hash of its first filing, which is in no other batch.
    name: String,
    /// Where its files are staged.
    folder: PathBuf,
    /// How often rows were staged.
    files: usize,
    filings: Vec<Recorded>,
}

impl Batch {
    fn new(ledger: &Path, first: &str) -> Batch {
        Batch { name: first.to_owned(), folder: ledger.join(first), files: 0, filings: Vec::new() }
    }

    /// Writes rows to where readers don't look, a file for each folder that they go to.
    fn stage(&mut self, rows: &mut Rows) -> anyhow::Result<()> {
        self.files += 1;
        let file = format!("{}-{}.{STAGED}", self.name, self.files);
        let write = |(folder, rows): (String, RowGroup)| -> std::io::Result<()> {
            let folder = self.folder.join(folder);
            fs::create_dir_all(&folder)?;
            let mut writer = Writer::new(BufWriter::new(File::create(folder.join(&file))?))?;
            writer.write(&rows)?;
            writer.finish()?.flush()
        };
        rows.take().into_par_iter().try_for_each(write).with_context(|| unwritten(&self.folder))
    }
}

/// What the names of files end with that are staged.
const STAGED: &str = "staged";

fn unwritten(folder: &Path) -> String {
    format!("{} can't be written to", folder.display())
}

/// Moves the files of a stage to their places, and ends the stage.
fn publish(stage: &Path, folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(stage)? {
        let path = entry?.path();
        let target = folder.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            publish(&path, &target)?;
        } else {
            fs::rename(&path, target.with_extension("parquet"))?;
        }
    }
    fs::remove_dir(stage)
}

fn read<T: for<'a> Deserialize<'a>>(path: &Path) -> anyhow::Result<T> {
    toml::from_str(&files::read_text(path)?).with_context(|| format!("{} is damaged", path.display()))
}
