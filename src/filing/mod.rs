//! A filing as a whole, whatever its form: what it says, how it was written, and its taxonomy.
//!
//! A path comes in; a [`Filing`] goes out, with what reading it found. What an item is and what its
//! values mean is settled here, for here the taxonomy and the report meet. This room judges nothing:
//! that is for `validate`.

mod convert;
mod equality;
mod json;
mod settle;

use std::path::{Path, PathBuf};

use crate::instance::{self, Instance, Written};
use crate::model::{Diagnostic, DocumentId, Documents, Report};
use crate::oim::json::Features;
use crate::taxonomy::{self, EntryPoint, Locations, SourceKind, Taxonomy};
pub use convert::{ConvertError, Converted, Form, convert};
pub use equality::{Equality, ItemClass};
use json::JsonDocument;

/// A filing that was read, or a taxonomy that stands where a filing was expected.
#[derive(Debug)]
pub struct Filing {
    /// The documents that a user named, in the order in which they were named.
    pub entries: Vec<DocumentId>,
    /// What it says; none where no entry is a report that could be read.
    pub report: Option<Report>,
    /// How it says it, where it is an XBRL 2.1 instance.
    pub written: Option<Written>,
    /// Which of its contexts and units are equal.
    pub equality: Equality,
    /// What it promises of itself, where it is xBRL-JSON.
    pub features: Features,
    /// The taxonomy that it is told in.
    pub taxonomy: Taxonomy,
    /// What was found while it was read.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why nothing could be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file isn't there, or can't be read.
    #[error("{} can't be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A folder where a file was expected.
    #[error("{} is a folder; name the instance in it", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
}

/// Opens a filing, or a taxonomy, with all the documents that it refers to.
///
/// # Errors
/// The file can't be read. All that is wrong inside it, well-formedness included, is in
/// [`Filing::diagnostics`].
pub fn open(path: &Path, locations: &Locations, documents: &mut Documents) -> Result<Filing, OpenError> {
    open_all(&[path], locations, documents)
}

/// Opens several entry points as one: an instance with taxonomy files beside its own, or several taxonomy files.
///
/// The first of them that is a report is the filing's.
///
/// # Errors
/// As of [`open`].
pub fn open_all(paths: &[&Path], locations: &Locations, documents: &mut Documents) -> Result<Filing, OpenError> {
    for path in paths.iter().filter(|path| locations.given(path).is_none()) {
        check(path)?;
    }
    let (mut entries, mut diagnostics) = (Vec::new(), Vec::new());
    let mut named = Vec::with_capacity(paths.len());
    for path in paths {
        if json::is_json(path, locations) {
            let read = JsonDocument::open(path, locations, documents, &mut entries, &mut diagnostics)?;
            named.extend(read.map(Box::new).map(Entry::Json));
        } else {
            named.push(Entry::Xml(entries.len()));
            entries.push(EntryPoint::named(&path.to_string_lossy()));
        }
    }
    let beside = |entered: &_, documents: &_| read_early(&named, entered, documents);
    let (loaded, mut early) = taxonomy::load_beside(&entries, locations, documents, beside);
    diagnostics.extend(loaded.diagnostics);
    let mut filing = Filing {
        entries: Vec::new(),
        report: None,
        written: None,
        equality: Equality::default(),
        features: Features::default(),
        taxonomy: loaded.taxonomy,
        diagnostics,
    };
    for entry in named {
        filing.read(&entry, &mut early, documents);
    }
    Ok(filing)
}

/// An instance that was read while its taxonomy was, and its document.
type Early = (DocumentId, Result<Instance, Box<Diagnostic>>);

/// Reads the first report that was named, if it is an instance, which needs no taxonomy to be read.
fn read_early(named: &[Entry], entered: &[Option<(DocumentId, SourceKind)>], documents: &Documents) -> Option<Early> {
    let first = named.iter().find_map(|entry| match entry {
        Entry::Json(_) => Some(None),
        Entry::Xml(row) => {
            let (document, kind) = entered[*row]?;
            (kind == SourceKind::Instance).then_some(Some(document))
        }
    });
    first.flatten().map(|document| (document, instance::read(document, documents)))
}

/// What a user named.
enum Entry {
    /// An instance or a part of a taxonomy: the row of its reference.
    Xml(usize),
    /// An xBRL-JSON report.
    Json(Box<JsonDocument>),
}

/// Whether there is a file.
fn check(path: &Path) -> Result<(), OpenError> {
    let found = std::fs::metadata(path).map_err(|source| OpenError::Unreadable { path: path.to_owned(), source })?;
    if found.is_dir() { Err(OpenError::Folder { path: path.to_owned() }) } else { Ok(()) }
}

impl Filing {
    /// Reads what was named, if it is a report and the first one.
    fn read(&mut self, entry: &Entry, early: &mut Option<Early>, documents: &Documents) {
        match entry {
            Entry::Json(read) => {
                self.entries.push(read.document);
                if self.report.is_none() {
                    self.read_json(read, documents);
                }
            }
            Entry::Xml(row) => {
                let Some(source) = self.taxonomy.entry_points()[*row].found.source() else { return };
                let source = self.taxonomy.source(source);
                let (document, is_instance) = (source.document, source.kind == SourceKind::Instance);
                self.entries.push(document);
                if is_instance && self.report.is_none() {
                    let early = early.take_if(|(read, _)| *read == document).map(|(_, instance)| instance);
                    self.settle_instance(early.unwrap_or_else(|| instance::read(document, documents)), documents);
                }
            }
        }
    }

    fn settle_instance(&mut self, read: Result<Instance, Box<Diagnostic>>, documents: &Documents) {
        match read {
            Ok(read) => {
                let (mut report, mut written) = (read.report, read.written);
                self.equality = settle::settle(&mut report, &mut written, &self.taxonomy, documents);
                (self.report, self.written) = (Some(report), Some(written));
            }
            Err(finding) => self.diagnostics.push(*finding),
        }
    }
}
