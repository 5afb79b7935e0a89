//! Finds documents on this machine: the path itself, packages, folders laid out by URL, the built-in ones.
//!
//! Nothing is ever fetched.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::place::MAX_TEXT;

use super::base::Cache;
use super::core;
use super::href::Address;
use super::package::Package;

/// Where documents are looked for, besides their own paths.
#[derive(Clone, Debug, Default)]
pub struct Locations {
    /// Taxonomy packages, in the order in which they are searched.
    pub packages: Vec<Package>,
    /// Folders laid out by URL, `DIR/HOST/PATH`, in the order in which they are searched.
    pub directories: Vec<PathBuf>,
    /// A document that is at hand and is no file, such as standard input: the path that it is named by, and its bytes.
    pub given: Option<(PathBuf, Arc<[u8]>)>,
    /// Where what was found and built is kept for other filings.
    pub cache: Cache,
}

/// Where a document was found.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Found {
    /// At its path.
    Path,
    /// In one of [`Locations::packages`].
    Package(u32),
    /// In one of [`Locations::directories`].
    Directory(u32),
    /// Among the built-in ones.
    BuiltIn,
}

/// A document that is there, not yet read.
#[derive(Clone, Debug)]
pub(super) struct Located {
    pub(super) found: Found,
    pub(super) content: Content,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    File(PathBuf),
    /// One that is at hand, and its path.
    Given(PathBuf, Arc<[u8]>),
    /// A file of a package.
    Packed(Package, String),
    BuiltIn(&'static str),
}

impl Content {
    /// The bytes.
    pub(super) fn read(&self) -> io::Result<Cow<'static, [u8]>> {
        match self {
            Content::File(path) => std::fs::read(path).map(Cow::Owned),
            Content::Given(_, bytes) => Ok(Cow::Owned(bytes.to_vec())),
            Content::Packed(package, name) => package.read(name).map(Cow::Owned),
            Content::BuiltIn(text) => Ok(Cow::Borrowed(text.as_bytes())),
        }
    }

    /// The name that users know the document of an address by.
    pub(super) fn name(&self, address: &Address) -> String {
        match self {
            Content::File(path) | Content::Given(path, _) => path.display().to_string(),
            Content::Packed(package, name) => format!("{}/{name}", package.path().display()),
            Content::BuiltIn(_) => address.to_string(),
        }
    }

    /// What is the same for the same file, however it is reached.
    pub(super) fn identity(&self) -> Option<PathBuf> {
        match self {
            Content::File(path) => std::fs::canonicalize(path).ok(),
            Content::Packed(package, name) => Some(package.path().join(name)),
            Content::Given(..) | Content::BuiltIn(_) => None,
        }
    }
}

impl Locations {
    /// The bytes of a path, where they are at hand.
    #[must_use]
    pub fn given(&self, path: &Path) -> Option<&Arc<[u8]>> {
        self.given.as_ref().filter(|(given, _)| given == path).map(|(_, bytes)| bytes)
    }

    /// Looks for a document.
    ///
    /// # Errors
    /// Why it isn't there, in words.
    pub(super) fn find(&self, address: &Address) -> Result<Located, String> {
        match address {
            Address::Foreign(text) => {
                Err(format!("{} is no file, and nothing is fetched", text.split(':').next().unwrap_or_default()))
            }
            Address::Path(path) => {
                if let Some(bytes) = self.given(path) {
                    return Ok(Located { found: Found::Path, content: Content::Given(path.clone(), bytes.clone()) });
                }
                check_file(path).map_err(|error| error.unwrap_or_else(|| "there is no such file".to_owned()))?;
                Ok(Located { found: Found::Path, content: Content::File(path.clone()) })
            }
            Address::Url(_) => self.find_url(address),
        }
    }

    fn find_url(&self, address: &Address) -> Result<Located, String> {
        for (number, package) in self.packages.iter().enumerate() {
            if let Some(name) = package.find(address) {
                let content = Content::Packed(package.clone(), name);
                return Ok(Located { found: Found::Package(number as u32), content });
            }
        }
        let mut reason = None;
        if let Some((host, path)) = address.host_and_path() {
            for (number, directory) in self.directories.iter().enumerate() {
                let Some(file) = inside(directory, host, &path) else { continue };
                match check_file(&file) {
                    Ok(()) => {
                        return Ok(Located { found: Found::Directory(number as u32), content: Content::File(file) });
                    }
                    Err(why) => reason = reason.or(why.map(|why| format!("{}: {why}", file.display()))),
                }
            }
        }
        match core::find(address) {
            Some(text) => Ok(Located { found: Found::BuiltIn, content: Content::BuiltIn(text) }),
            None => Err(reason.unwrap_or_else(|| {
                let nowhere = match (self.packages.is_empty(), self.directories.is_empty()) {
                    (true, true) => "no taxonomy folder or package is given",
                    (true, false) => "it is in no taxonomy folder",
                    (false, true) => "it is in no package",
                    (false, false) => "it is in no package and no taxonomy folder",
                };
                format!("{nowhere}, and it is not built in")
            })),
        }
    }
}

/// `DIR/HOST/PATH`; none where a segment would lead out of it.
fn inside(directory: &Path, host: &str, path: &str) -> Option<PathBuf> {
    let mut file = directory.to_path_buf();
    for segment in std::iter::once(host).chain(path.split('/').filter(|segment| !segment.is_empty())) {
        let plain = !matches!(segment, "." | "..") && !segment.contains(['\\', '\0', ':']);
        file.push(plain.then_some(segment)?);
    }
    Some(file)
}

/// Whether there is a file that can be read whole: an error without words means that nothing is there.
fn check_file(path: &Path) -> Result<(), Option<String>> {
    // No path at all is the folder that the program runs in.
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(Some("it is a folder".to_owned())),
        Ok(found) if !found.is_file() => Err(Some("it is no regular file".to_owned())),
        Ok(found) if found.len() > MAX_TEXT as u64 => Err(Some(format!("it is larger than {MAX_TEXT} bytes"))),
        Ok(_) => Ok(()),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Err(None),
        Err(error) => Err(Some(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_out_of_a_folder() {
        let inside = |path| inside(Path::new("d"), "a.org", path);
        assert_eq!(inside("/x/y.xsd"), Some(PathBuf::from("d/a.org/x/y.xsd")));
        assert_eq!(inside("/x/../../y.xsd"), None);
        assert_eq!(inside("/c:/y.xsd"), None);
    }

    #[test]
    fn says_why_a_document_is_not_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let reason = |text: &str| Locations::default().find(&Address::new(text)).expect_err(text);
        assert_eq!(reason(&folder.path().display().to_string()), "it is a folder");
        assert_eq!(reason(&folder.path().join("x.xsd").display().to_string()), "there is no such file");
        assert_eq!(reason("urn:x"), "urn is no file, and nothing is fetched");
        assert_eq!(reason("http://a.org/x.xsd"), "no taxonomy folder or package is given, and it is not built in");
    }
}
