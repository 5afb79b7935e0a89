//! Options that several commands take.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use factum::diff::{SameNamespace, Side, Vocabulary};
use factum::filing::{self, Equality, Filing};
use factum::model::{Documents, Name, Report, Severity};
use factum::output::diagnostic;
use factum::output::style::Styles;
use factum::taxonomy::{Cache, Labels, Locations, Package};
use factum::validate::Units;
use factum::validate::units::registry::Registry;
use rayon::prelude::*;
use serde::Serialize;

use super::console::{Console, styles};
use super::files;

/// Where taxonomy files are found.
#[derive(Args)]
pub(crate) struct LocationArgs {
    /// Look for taxonomy files in this taxonomy package (can be repeated)
    #[arg(long = "package", value_name = "ZIP")]
    packages: Vec<PathBuf>,

    /// Look for taxonomy files in this folder, laid out by URL: DIR/HOST/PATH (can be repeated;
    /// the folders of FACTUM_TAXONOMY_DIR are looked into behind them)
    #[arg(long = "taxonomy-dir", value_name = "DIR")]
    taxonomy_dirs: Vec<PathBuf>,

    /// Keep compiled taxonomies in this folder, from which later runs take them; it is made where it
    /// isn't there, and may be emptied at any time [default: the folder of FACTUM_CACHE, if any]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
}

impl LocationArgs {
    /// The places to look, those of the environment included.
    ///
    /// Where one of the files is `-`, standard input is read in its place.
    ///
    /// # Errors
    /// When a package can't be opened, or standard input can't be read.
    pub(crate) fn locations<'a>(&self, files: impl IntoIterator<Item = &'a Path>) -> anyhow::Result<Locations> {
        let packages = self.packages.iter().map(|path| Package::open(path)).collect::<Result<_, _>>()?;
        let from_environment = std::env::var_os("FACTUM_TAXONOMY_DIR");
        let more = from_environment.iter().flat_map(std::env::split_paths).filter(|path| !path.as_os_str().is_empty());
        let directories = self.taxonomy_dirs.iter().cloned().chain(more).collect();
        let mut count = 0;
        let mut files = files.into_iter().inspect(|_| count += 1);
        let given = match files.by_ref().find(|path| *path == Path::new(files::STANDARD_INPUT)) {
            Some(path) => Some((path.to_owned(), files::read_bytes(path)?.into())),
            None => None,
        };
        files.for_each(drop);
        let from_environment = || std::env::var_os("FACTUM_CACHE").filter(|folder| !folder.is_empty());
        // Of two files, which mostly have two taxonomies, keeping the first's costs more than it saves.
        let cache = if count > 2 { Cache::in_memory() } else { Cache::default() };
        let cache = match self.cache.clone().or_else(|| from_environment().map(PathBuf::from)) {
            Some(folder) => cache.and_in_folder(folder),
            None => cache,
        };
        Ok(Locations { packages, directories, given, cache })
    }
}

/// Which labels are shown.
#[derive(Args)]
pub(crate) struct LabelArgs {
    /// The language of labels
    #[arg(long, default_value = "en", value_name = "LANG")]
    lang: String,

    /// The role of labels, by its URI or its last part, such as terseLabel; the one that the statements
    /// present a concept by where none is given
    #[arg(long, value_name = "ROLE")]
    label_role: Option<String>,
}

/// The start of the roles of labels that XBRL 2.1 defines.
const LABEL_ROLES: &str = "http://www.xbrl.org/2003/role/";

impl LabelArgs {
    /// The labels that are wanted.
    pub(crate) fn labels(&self) -> Labels {
        let role = |role: &String| match role.contains(':') {
            true => Name::new(role),
            false => Name::new(&format!("{LABEL_ROLES}{role}")),
        };
        Labels { language: self.lang.clone(), role: self.label_role.as_ref().map(role) }
    }
}

/// Namespaces that a user says are the same.
#[derive(Args)]
pub(crate) struct NamespaceArgs {
    /// Take two namespaces for the same, by URI or by the filings' prefixes (can be repeated)
    #[arg(long, value_name = "OLD=NEW", value_parser = parse_pair)]
    same_namespace: Vec<(String, String)>,
}

fn parse_pair(text: &str) -> Result<(String, String), String> {
    let (old, new) = text.split_once('=').ok_or("expected OLD=NEW")?;
    Ok((old.to_owned(), new.to_owned()))
}

impl NamespaceArgs {
    /// The pairs of namespaces: a prefix is one of the reports on its side of the pair, and stands for the
    /// namespaces that any of them has for it.
    pub(crate) fn pairs(&self, old: &[&Report], new: &[&Report]) -> Vec<SameNamespace> {
        let namespaces = |reports: &[&Report], text: &str| {
            let named: Vec<Name> = reports.iter().filter_map(|report| report.prefixes.get(text).copied()).collect();
            if named.is_empty() { vec![Name::new(text)] } else { named }
        };
        let pairs = |(one, two): &(String, String)| {
            let (old, new) = (namespaces(old, one), namespaces(new, two));
            old.into_iter().flat_map(move |old| new.clone().into_iter().map(move |new| (old, new)))
        };
        self.same_namespace.iter().flat_map(pairs).collect()
    }
}

/// A filing that was opened for what it says.
pub(crate) struct Opened {
    /// Its name, as the user gave it.
    pub(crate) name: String,
    pub(crate) filing: Filing,
    pub(crate) documents: Documents,
}

impl Opened {
    /// Opens a filing. How it is written is let go of: of a large one that is half of what there is to remember.
    ///
    /// # Errors
    /// When it can't be read.
    pub(crate) fn open(path: &Path, locations: &Locations) -> anyhow::Result<Opened> {
        let mut documents = Documents::new();
        let filing = filing::open(path, locations, &mut documents)?;
        let filing = Filing { written: None, equality: Equality::default(), ..filing };
        Ok(Opened { name: path.display().to_string(), filing, documents })
    }

    /// What it says.
    ///
    /// # Errors
    /// When it has no report: with the first thing that is wrong with it.
    pub(crate) fn report(&self) -> anyhow::Result<&Report> {
        let Some(report) = &self.filing.report else {
            let why = match self.filing.diagnostics.first() {
                Some(finding) => format!("\n{}", diagnostic::text(finding, &self.documents).trim_end()),
                None => "; it is a taxonomy, and a filing in it was expected".to_owned(),
            };
            bail!("{} is no report that can be read{why}", self.name);
        };
        Ok(report)
    }

    /// How many errors there were in reading it.
    pub(crate) fn errors(&self) -> usize {
        self.filing.diagnostics.iter().filter(|finding| finding.rule.severity == Severity::Error).count()
    }

    /// What a comparison wants to know of its taxonomy.
    ///
    /// # Errors
    /// As [`Opened::report`].
    pub(crate) fn vocabulary(&self, labels: &Labels) -> anyhow::Result<Vocabulary> {
        Ok(Vocabulary::of(&self.filing.taxonomy, &self.documents, self.report()?, labels))
    }

    /// A side of a comparison.
    ///
    /// # Errors
    /// As [`Opened::report`].
    pub(crate) fn side<'a>(&'a self, vocabulary: &'a Vocabulary) -> anyhow::Result<Side<'a>> {
        Ok(Side { name: &self.name, report: self.report()?, documents: &self.documents, vocabulary })
    }
}

/// How filings are read, and where what comes of it goes.
#[derive(Args)]
pub(crate) struct ReadArgs {
    #[command(flatten)]
    pub(crate) locations: LocationArgs,

    #[command(flatten)]
    pub(crate) labels: LabelArgs,

    #[command(flatten)]
    pub(crate) out: OutArgs,
}

impl ReadArgs {
    /// Opens a filing, and tells what was read where a user asked for it.
    ///
    /// # Errors
    /// When it can't be read.
    pub(crate) fn open(&self, path: &Path, console: &Console) -> anyhow::Result<Opened> {
        let opened = Opened::open(path, &self.locations.locations([path])?)?;
        console.list(&opened.documents);
        Ok(opened)
    }

    /// Opens filings, as [`ReadArgs::open`] one.
    ///
    /// # Errors
    /// When one can't be read.
    pub(crate) fn open_all(&self, paths: &[PathBuf], console: &Console) -> anyhow::Result<Vec<Opened>> {
        let locations = self.locations.locations(paths.iter().map(PathBuf::as_path))?;
        // Each by itself: most of the time goes into their taxonomies.
        let opened: Vec<_> = paths.par_iter().map(|path| Opened::open(path, &locations)).collect();
        let opened = opened.into_iter().collect::<anyhow::Result<Vec<Opened>>>()?;
        opened.iter().for_each(|opened| console.list(&opened.documents));
        Ok(opened)
    }
}

/// Where a result goes.
#[derive(Args)]
pub(crate) struct OutArgs {
    /// A file to write instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The form of a result and where it goes, for commands that know text and JSON.
#[derive(Args)]
pub(crate) struct ResultArgs {
    /// How to write the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    out: OutArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl ResultArgs {
    /// Writes a result in the form that was asked for.
    ///
    /// # Errors
    /// When it can't be written.
    pub(crate) fn write(&self, text: impl FnOnce() -> String, document: &impl Serialize) -> anyhow::Result<()> {
        self.out.write_text(&match self.format {
            Format::Text => text(),
            Format::Json => json_text(document)?,
        })
    }
}

/// What a result is laid out for.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    /// Columns of a line.
    pub(crate) width: usize,
    /// Colours.
    pub(crate) styles: Styles,
}

/// Columns of a page that is no terminal.
const COLUMNS: usize = 80;

impl OutArgs {
    /// The file to write.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.out.as_deref()
    }

    /// What the result is laid out for.
    pub(crate) fn page(&self) -> Page {
        if self.out.is_some() {
            return Page { width: COLUMNS, styles: Styles::PLAIN };
        }
        let stdout = io::stdout();
        let width = if stdout.is_terminal() { terminal_width() } else { COLUMNS };
        Page { width, styles: styles(&stdout) }
    }

    /// Has a result written: to the file, whole or not at all, or to standard output.
    ///
    /// # Errors
    /// When it can't be.
    pub(crate) fn write(&self, render: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
        if let Some(path) = &self.out {
            let mut bytes = Vec::new();
            render(&mut bytes)?;
            return files::write_file(path, &bytes);
        }
        let mut out = BufWriter::new(io::stdout().lock());
        render(&mut out)?;
        Ok(out.flush()?)
    }

    /// Writes a result that is at hand.
    ///
    /// # Errors
    /// When it can't be.
    pub(crate) fn write_text(&self, text: &str) -> anyhow::Result<()> {
        self.write(|out| Ok(out.write_all(text.as_bytes())?))
    }
}

/// The terminal's columns, where the user or the terminal says so.
fn terminal_width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let asked = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    said.or_else(asked).unwrap_or(COLUMNS).max(COLUMNS)
}

/// A document as JSON, for people to read as well; the last line is ended.
pub(crate) fn json_text(document: &impl Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(document).context("cannot write the result")? + "\n")
}

/// The registry that `--utr` names; `default` where it isn't given.
///
/// # Errors
/// When the file can't be read, or is no registry.
pub(crate) fn units(utr: Option<&Path>, default: Units) -> anyhow::Result<Units> {
    match utr {
        None => Ok(default),
        Some(path) if path.as_os_str() == "none" => Ok(Units::None),
        Some(path) => {
            let registry = Registry::parse(&files::read_text(path)?).with_context(|| path.display().to_string())?;
            Ok(Units::Of(Arc::new(registry)))
        }
    }
}
