//! Reading an index and its testcases.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::model::{Diagnostic, Documents, Name, QName};
use crate::xml::name::trim;
use crate::xml::{self, Node};

/// A file of variations.
#[derive(Clone, Debug)]
pub struct Testcase {
    /// Its path relative to the index.
    pub name: PathBuf,
    /// The folder that its files are in.
    pub folder: PathBuf,
    /// The folder that its result files are in.
    pub results: PathBuf,
    /// Its variations.
    pub variations: Vec<Variation>,
}

/// One test.
#[derive(Clone, Debug)]
pub struct Variation {
    /// Its `id`.
    pub id: String,
    /// Its `name`, or else its description.
    pub name: String,
    /// The line at which it begins.
    pub line: u32,
    /// The files to begin with.
    pub entries: Vec<String>,
    /// All files that it lists.
    pub files: Vec<String>,
    /// What must come out.
    pub expected: Expected,
    /// The file that states the facts or arcs that must come out.
    pub result: Option<String>,
}

/// What a testcase states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expected {
    /// `valid`.
    Valid,
    /// `invalid`, for whatever reason.
    Invalid,
    /// One of these errors, or none where there are none.
    Errors(Vec<QName>),
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expected::Valid => f.write_str("valid"),
            Expected::Invalid => f.write_str("invalid"),
            Expected::Errors(codes) if codes.is_empty() => f.write_str("no error"),
            Expected::Errors(codes) => {
                let names: Vec<&str> = codes.iter().map(|code| code.local.as_str()).collect();
                f.write_str(&names.join(" or "))
            }
        }
    }
}

/// Why a suite can't be run.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A file can't be read.
    #[error("{} can't be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file is no XML.
    #[error("{}: {message}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        message: String,
    },
    /// The index names no testcase.
    #[error("{}: this is no index of testcases: its root is {root}", path.display())]
    NoIndex {
        /// The file.
        path: PathBuf,
        /// Its root.
        root: QName,
    },
}

/// The text of a file.
fn text_of(path: &Path) -> Result<Cow<'static, str>, IndexError> {
    let unreadable = |source| IndexError::Unreadable { path: path.to_owned(), source };
    let malformed = |message| IndexError::Malformed { path: path.to_owned(), message };
    let bytes = std::fs::read(path).map_err(unreadable)?;
    xml::decode(bytes).map_err(|error| malformed(error.diagnostic(None).message))
}

fn malformed(path: &Path, finding: &Diagnostic, documents: &Documents) -> IndexError {
    let place = finding.place.map(|place| format!(" at {}", documents.locate(place))).unwrap_or_default();
    IndexError::Malformed { path: path.to_owned(), message: format!("{}{place}", finding.message) }
}

/// Reads an index, or a single testcase.
pub(super) fn read(index: &Path) -> Result<Vec<Testcase>, IndexError> {
    let mut documents = Documents::new();
    let document = documents.add(index.display().to_string(), text_of(index)?);
    let text = documents.get(document).text();
    let tree = xml::parse(document, text).map_err(|finding| malformed(index, &finding, &documents))?;
    let (root, folder) = (tree.root(), index.parent().unwrap_or(Path::new("")));
    match root.name().local.as_str() {
        "testcase" => Ok(vec![testcase(root, index, index.file_name().unwrap_or_default().as_ref(), &documents)]),
        "testcases" => {
            let start = folder.join(root.attribute("root").unwrap_or_default());
            let named = root.children().filter(|child| child.name().local.as_str() == "testcase");
            let uris = named.filter_map(|child| child.attribute("uri"));
            uris.map(|uri| read_testcase(&start.join(uri), Path::new(uri))).collect()
        }
        _ => Err(IndexError::NoIndex { path: index.to_owned(), root: root.name() }),
    }
}

fn read_testcase(path: &Path, name: &Path) -> Result<Testcase, IndexError> {
    let mut documents = Documents::new();
    let document = documents.add(path.display().to_string(), text_of(path)?);
    let text = documents.get(document).text();
    let tree = xml::parse(document, text).map_err(|finding| malformed(path, &finding, &documents))?;
    Ok(testcase(tree.root(), path, name, &documents))
}

fn testcase(root: Node<'_, '_>, path: &Path, name: &Path, documents: &Documents) -> Testcase {
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let results = folder.join(root.attribute("outpath").unwrap_or_default());
    let variations = root.children().filter(|child| child.name().local.as_str() == "variation");
    let variations = variations.map(|node| variation(node, documents)).collect();
    Testcase { name: name.to_owned(), folder, results, variations }
}

fn child<'a, 't>(node: Node<'a, 't>, local: &'static str) -> Option<Node<'a, 't>> {
    node.children().find(|child| child.name().local.as_str() == local)
}

fn variation(node: Node<'_, '_>, documents: &Documents) -> Variation {
    let data: Vec<Node<'_, '_>> = child(node, "data").map(|data| data.children().collect()).unwrap_or_default();
    let file = |node: &Node<'_, '_>| trim(&node.text()).to_owned();
    let first = |node: &&Node<'_, '_>| node.attribute("readMeFirst").is_some_and(|value| trim(value) == "true");
    let description = || child(node, "description").map(|node| trim(&node.text()).to_owned()).unwrap_or_default();
    let result = child(node, "result");
    let expected = match result.and_then(|result| result.attribute("expected")).map(trim) {
        Some("valid") => Expected::Valid,
        Some("invalid") => Expected::Invalid,
        _ => {
            let errors =
                result.into_iter().flat_map(Node::children).filter(|child| child.name().local.as_str() == "error");
            // A code that can't be resolved is none that could come out, and not no code.
            let unknown = |error: Node<'_, '_>| QName::new(Name::EMPTY, trim(&error.text()));
            Expected::Errors(errors.map(|error| error.resolve_qname(&error.text()).unwrap_or(unknown(error))).collect())
        }
    };
    let named = result.and_then(|result| {
        let in_file = child(result, "file").map_or_else(|| result.text(), Node::text);
        Some(trim(&in_file).to_owned()).filter(|name| !name.is_empty())
    });
    let (line, _) = documents.get(node.place().document).line_at(node.place().offset);
    Variation {
        id: node.attribute("id").unwrap_or_default().to_owned(),
        name: node.attribute("name").map_or_else(description, str::to_owned),
        line,
        entries: data.iter().filter(first).map(file).collect(),
        files: data.iter().map(file).collect(),
        expected,
        result: named,
    }
}
