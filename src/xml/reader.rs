//! The two ways to read: a whole document, or one child of the root at a time.

use std::sync::Arc;

use super::node::Node;
use super::parser::{Parser, Until};
use super::rules;
use super::source::Source;
use super::tree::{Rows, Tree};
use crate::model::place::MAX_TEXT;
use crate::model::{Diagnostic, DocumentId};

/// Rows are reserved for a document with as much text for each element and attribute; growing them
/// costs a third of the time that parsing takes. Schemas have 260 bytes an element and 40 an
/// attribute, label linkbases 270 and 64, instances 440 and 320.
const BYTES_PER_ELEMENT: usize = 256;
/// See [`BYTES_PER_ELEMENT`].
const BYTES_PER_ATTRIBUTE: usize = 64;

/// Reads a whole document.
///
/// ```
/// use factum::model::{DocumentId, Name};
/// let tree = factum::xml::parse(DocumentId(0), "<a xmlns='u'><b c='1'>x &amp; y</b></a>").unwrap();
/// let b = tree.root().children().next().unwrap();
/// assert!(b.is(Name::new("u"), "b"));
/// assert_eq!(b.attribute("c"), Some("1"));
/// assert_eq!(b.text(), "x & y");
/// assert_eq!(b.place().offset, 13);
/// ```
///
/// # Errors
/// The text is not well-formed or its namespaces aren't, or it is past one of the [`limits`](super::limits).
pub fn parse(document: DocumentId, text: &str) -> Result<Tree<'_>, Box<Diagnostic>> {
    Reader::new(document, text)?.into_tree()
}

fn source_of(document: DocumentId, text: &str) -> Result<Source<'_>, Box<Diagnostic>> {
    let source = Source::new(document, text);
    if text.len() > MAX_TEXT {
        return Err(source.fault(&rules::TOO_LONG, 0, format!("the text has {} bytes", text.len())).into());
    }
    Ok(source)
}

/// Reads a document one child of its root at a time, so that no more than one is in memory.
///
/// ```
/// use factum::model::DocumentId;
/// let mut reader = factum::xml::Reader::new(DocumentId(0), "<a><b>1</b><b>2</b></a>").unwrap();
/// let mut tree = reader.tree();
/// let mut texts = Vec::new();
/// while reader.next_child(&mut tree).unwrap() {
///     texts.extend(tree.root().children().map(|child| child.text().into_owned()));
/// }
/// assert_eq!(texts, ["1", "2"]);
/// ```
pub struct Reader<'t> {
    parser: Parser<'t>,
    root: Tree<'t>,
}

impl<'t> Reader<'t> {
    /// Reads up to and including the root's start tag.
    ///
    /// # Errors
    /// As of [`parse`], for what was read.
    pub fn new(document: DocumentId, text: &'t str) -> Result<Reader<'t>, Box<Diagnostic>> {
        let mut parser = Parser::new(source_of(document, text)?);
        let mut root = Rows::default();
        parser.run(&mut root, Until::RootStart)?;
        let root = Tree::new(parser.source.clone(), root);
        Ok(Reader { parser, root })
    }

    /// The root, without anything inside.
    #[must_use]
    pub fn root(&self) -> Node<'_, 't> {
        self.root.root()
    }

    /// A tree of the root alone, for [`next_child`](Reader::next_child) to fill.
    #[must_use]
    pub fn tree(&self) -> Tree<'t> {
        self.root.clone()
    }

    /// The text that was not read yet, with what a DTD put into it.
    #[must_use]
    pub fn rest(&self) -> &str {
        &self.parser.source.text()[self.parser.position..]
    }

    /// Reads what is left into one tree: of a reader that gave no child yet, the whole document.
    ///
    /// # Errors
    /// As of [`parse`].
    pub fn into_tree(mut self) -> Result<Tree<'t>, Box<Diagnostic>> {
        let left = self.parser.source.text().len() - self.parser.position;
        let rows = Arc::make_mut(&mut self.root.rows);
        rows.nodes.reserve(left / BYTES_PER_ELEMENT);
        rows.attributes.reserve(left / BYTES_PER_ATTRIBUTE);
        self.parser.run(rows, Until::End)?;
        Ok(self.root)
    }

    /// Replaces a tree by one of the root with its next child and all inside that. False if there
    /// is no further child; the document was then read to its end, and the tree has the root alone.
    ///
    /// The root's own content, in the tree, is what follows the child before: its text is the text
    /// between the two children, or between the last one and the end tag.
    ///
    /// # Errors
    /// As of [`parse`], for what was read; the tree has no meaning then.
    pub fn next_child(&mut self, tree: &mut Tree<'t>) -> Result<bool, Box<Diagnostic>> {
        let rows = Arc::make_mut(&mut tree.rows);
        rows.copy_from(&self.root.rows);
        if let Some(root) = rows.nodes.first_mut().filter(|_| !self.parser.open.is_empty()) {
            root.content = self.parser.position as u32;
            root.end = root.content;
        }
        let found = self.parser.run(rows, Until::Child)?;
        let next = rows.nodes.len() as u32;
        if let Some(root) = rows.nodes.first_mut().filter(|_| found) {
            root.end = self.parser.position as u32;
            root.next = next;
        }
        Ok(found)
    }
}
