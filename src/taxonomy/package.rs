//! Taxonomy packages 1.0: ZIP files whose catalog says which URLs their files stand for.

use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::model::place::MAX_TEXT;
use crate::model::{DocumentId, Name};
use crate::xml;

use super::href::Address;

/// The largest package that is opened: it is held in memory. Published ones stay below a hundred megabytes.
const MAX_PACKAGE: u64 = 1 << 30;

/// The namespace of catalogs.
const CATALOG: &str = "urn:oasis:names:tc:entity:xmlns:xml:catalog";

/// A taxonomy package, opened.
#[derive(Clone)]
pub struct Package {
    path: PathBuf,
    archive: ZipArchive<Cursor<Arc<[u8]>>>,
    /// Beginnings of URLs, by their keys, and of the files' names that stand for them; longest first.
    rewrites: Vec<(Box<str>, String)>,
}

/// Why a package can't be used.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// The file can't be read.
    #[error("cannot read {path}: {error}")]
    Unreadable {
        /// The package.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The file is larger than a package may be.
    #[error("{path} is larger than {MAX_PACKAGE} bytes")]
    TooLarge {
        /// The package.
        path: PathBuf,
    },
    /// The file is no ZIP file.
    #[error("{path} is no ZIP file: {error}")]
    NotAZip {
        /// The package.
        path: PathBuf,
        /// Why.
        error: ZipError,
    },
    /// There is no catalog, or it can't be read.
    #[error("{path} has no catalog of a taxonomy package: {reason}")]
    NoCatalog {
        /// The package.
        path: PathBuf,
        /// What is wrong, in words.
        reason: String,
    },
}

impl std::fmt::Debug for Package {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Package").field("path", &self.path).field("rewrites", &self.rewrites).finish_non_exhaustive()
    }
}

impl Package {
    /// Opens a package and reads its catalog.
    ///
    /// # Errors
    /// When the file can't be read, is no ZIP file, or has no catalog.
    pub fn open(path: &Path) -> Result<Package, PackageError> {
        let owned = || path.to_path_buf();
        let unreadable = |error| PackageError::Unreadable { path: owned(), error };
        if std::fs::metadata(path).map_err(unreadable)?.len() > MAX_PACKAGE {
            return Err(PackageError::TooLarge { path: owned() });
        }
        let bytes: Arc<[u8]> = std::fs::read(path).map_err(unreadable)?.into();
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| PackageError::NotAZip { path: owned(), error })?;
        let mut package = Package { path: owned(), archive, rewrites: Vec::new() };
        package.read_catalog().map_err(|reason| PackageError::NoCatalog { path: owned(), reason })?;
        Ok(package)
    }

    /// The package's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn read_catalog(&mut self) -> Result<(), String> {
        let is_catalog = |name: &String| name.split_once('/').is_some_and(|(_, rest)| rest == "META-INF/catalog.xml");
        let mut names = self.archive.file_names().filter_map(|name| Some(name.ok()?.into_owned()));
        let name = names.find(is_catalog);
        let name = name.ok_or("there is no META-INF/catalog.xml in its folder")?;
        let bytes = self.read(&name).map_err(|error| error.to_string())?;
        let text = xml::decode(&bytes).map_err(|error| error.to_string())?;
        let tree = xml::parse(DocumentId(0), &text).map_err(|finding| finding.message)?;
        let catalog = Address::path(Path::new(&name));
        let namespace = Name::new(CATALOG);
        for node in tree.root().children().filter(|node| node.is(namespace, "rewriteURI")) {
            let (Some(start), Some(prefix)) = (node.attribute("uriStartString"), node.attribute("rewritePrefix"))
            else {
                return Err("a rewriteURI lacks its uriStartString or rewritePrefix".to_owned());
            };
            let base = node.base().into_iter().fold(catalog.clone(), |base, next| base.join(next));
            // A prefix that leads out of the package names no file of it.
            if let Address::Path(target) = base.join(prefix) {
                let target = target.to_string_lossy().replace('\\', "/");
                self.rewrites.push((Address::new(start).key(), target));
            }
        }
        self.rewrites.sort_by_key(|(start, _)| std::cmp::Reverse(start.len()));
        Ok(())
    }

    /// The name of the file that stands for a URL.
    pub(super) fn find(&self, address: &Address) -> Option<String> {
        let key = address.key();
        self.rewrites.iter().find_map(|(start, target)| {
            let rest = super::href::percent_decode(key.strip_prefix(&**start)?);
            let name = format!("{target}{rest}");
            self.archive.index_for_name(&name).map(|_| name)
        })
    }

    /// The bytes of a file.
    pub(super) fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        // A copy shares the bytes and the list of files: many threads can read at once.
        let mut archive = self.archive.clone();
        let file = archive.by_name(name).map_err(io::Error::other)?;
        let mut bytes = Vec::new();
        // The size that the file claims to have is not to be believed.
        file.take(MAX_TEXT as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > MAX_TEXT {
            return Err(io::Error::other(format!("it is larger than {MAX_TEXT} bytes")));
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn package(files: &[(&str, &str)]) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let mut zip = zip::ZipWriter::new(file.reopen().expect("a file"));
        for (name, text) in files {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("an entry");
            zip.write_all(text.as_bytes()).expect("an entry");
        }
        zip.finish().expect("an archive");
        file
    }

    fn catalog(rewrites: &[(&str, &str)]) -> String {
        let rewrites = rewrites
            .iter()
            .map(|(start, prefix)| format!("<rewriteURI uriStartString='{start}' rewritePrefix='{prefix}'/>"));
        format!("<catalog xmlns='{CATALOG}'>{}</catalog>", rewrites.collect::<String>())
    }

    #[test]
    fn the_longest_beginning_that_has_the_file_serves() {
        let catalog =
            catalog(&[("http://a.org/", "../a/"), ("http://a.org/x/", "../x/"), ("http://b.org/", "../../../")]);
        let files =
            [("p/META-INF/catalog.xml", &*catalog), ("p/a/x/1.xsd", "a"), ("p/x/1.xsd", "x"), ("p/a/2 3.xsd", "23")];
        let file = package(&files);
        let package = Package::open(file.path()).expect("a package");
        let find = |url: &str| package.find(&Address::new(url));
        assert_eq!(find("https://a.org/x/1.xsd").as_deref(), Some("p/x/1.xsd"));
        assert_eq!(find("http://a.org/2%203.xsd").as_deref(), Some("p/a/2 3.xsd"));
        assert_eq!(find("http://a.org/3.xsd"), None);
        assert_eq!(find("http://b.org/p/a/x/1.xsd"), None);
        assert_eq!(package.read("p/x/1.xsd").expect("bytes"), b"x");
    }

    #[test]
    fn what_is_no_package_is_refused_with_the_reason() {
        let says = |file: &tempfile::NamedTempFile, reason: &str| {
            let error = Package::open(file.path()).expect_err("no package").to_string();
            assert!(error.contains(reason), "{error}");
        };
        says(&package(&[("p/a.xsd", "")]), "there is no META-INF/catalog.xml in its folder");
        says(&package(&[("p/META-INF/catalog.xml", "<catalog")]), "has no catalog of a taxonomy package");
        let text = tempfile::NamedTempFile::new().expect("a file");
        says(&text, "is no ZIP file");
        assert!(Package::open(Path::new("nowhere.zip")).is_err());
    }
}
