//! A filing as a whole, whatever its form: what it says, how it was written, and its taxonomy.
//!
//! A path comes in; a [`Filing`] goes out, with what reading it found. What an item is and what its
//! values mean is settled here, for here the taxonomy and the report meet. This room judges nothing:
//! that is for `validate`.

mod equality;
mod settle;

use std::path::{Path, PathBuf};

use crate::instance::{self, Written};
use crate::model::{Diagnostic, DocumentId, Documents, Report};
pub use equality::{Equality, ItemClass};

use crate::taxonomy::{self, EntryPoint, Locations, SourceKind, Taxonomy};

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
    for path in paths {
        check(path)?;
    }
    let entries: Vec<EntryPoint> = paths.iter().map(|path| EntryPoint::named(&path.to_string_lossy())).collect();
    let loaded = taxonomy::load(&entries, locations, documents);
    let mut filing = Filing {
        entries: Vec::new(),
        report: None,
        written: None,
        equality: Equality::default(),
        taxonomy: loaded.taxonomy,
        diagnostics: loaded.diagnostics,
    };
    let found = filing.taxonomy.references().iter().take(entries.len()).map(|entry| entry.found);
    let sources: Vec<_> = found.filter_map(taxonomy::Resolution::source).collect();
    for source in sources {
        let source = filing.taxonomy.source(source);
        let (document, is_instance) = (source.document, source.kind == SourceKind::Instance);
        filing.entries.push(document);
        if is_instance && filing.report.is_none() {
            filing.read_instance(document, documents);
        }
    }
    Ok(filing)
}

/// Whether there is a file.
fn check(path: &Path) -> Result<(), OpenError> {
    let found = std::fs::metadata(path).map_err(|source| OpenError::Unreadable { path: path.to_owned(), source })?;
    if found.is_dir() { Err(OpenError::Folder { path: path.to_owned() }) } else { Ok(()) }
}

impl Filing {
    fn read_instance(&mut self, document: DocumentId, documents: &Documents) {
        match instance::read(document, documents) {
            Ok(read) => {
                let (mut report, mut written) = (read.report, read.written);
                self.equality = settle::settle(&mut report, &mut written, &self.taxonomy, documents);
                (self.report, self.written) = (Some(report), Some(written));
            }
            Err(finding) => self.diagnostics.push(*finding),
        }
    }
}
