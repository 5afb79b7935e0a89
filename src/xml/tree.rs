//! The arena: elements, attributes and namespace declarations as rows in vectors.

use std::fmt;
use std::sync::Arc;

use super::node::Node;
use super::source::{Expanded, Source};
use crate::model::{DocumentId, Name, QName};

/// An element's number in its tree; the order of numbers is document order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NodeId(pub(super) u32);

/// The root's number.
pub(super) const ROOT: NodeId = NodeId(0);

/// What stands for "none" among numbers of scopes and nodes.
pub(super) const NONE: u32 = u32::MAX;

/// An element. Offsets count bytes in the source.
#[derive(Clone, Debug)]
pub(super) struct NodeData {
    pub(super) name: QName,
    pub(super) prefix: Name,
    /// Of the `<`.
    pub(super) start: u32,
    /// Behind the start tag.
    pub(super) content: u32,
    /// Of the end tag's `<`; the same as `content` if the element is an empty-element tag.
    pub(super) end: u32,
    /// Behind the end tag.
    pub(super) behind: u32,
    /// The parent's number, or [`NONE`].
    pub(super) parent: u32,
    /// The number behind the last descendant's, so that `number..next` is the subtree.
    pub(super) next: u32,
    /// The first of its attributes; the next element's first is behind its last.
    pub(super) attributes: u32,
    /// The namespace declarations in scope: a number of a scope, or [`NONE`].
    pub(super) scope: u32,
    /// Whether anything but character data and elements stands directly inside: references, CDATA
    /// sections, comments, processing instructions.
    pub(super) has_markup: bool,
}

/// An attribute. Offsets count bytes in the source.
#[derive(Clone, Debug)]
pub(super) struct AttributeData {
    pub(super) name: QName,
    /// Of the name.
    pub(super) start: u32,
    /// The value, between the quotes.
    pub(super) value: (u32, u32),
    /// The normalised value's number among `values`, or [`NONE`] where the range holds it letter for letter.
    pub(super) normalised: u32,
}

/// The namespaces that one element declares.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// The scope around it, or [`NONE`].
    pub(super) parent: u32,
    /// The first of its bindings; the next scope's first is behind its last.
    pub(super) bindings: u32,
}

/// A document's elements, in document order, without its text.
#[derive(Clone, Default)]
pub(super) struct Rows {
    pub(super) nodes: Vec<NodeData>,
    pub(super) attributes: Vec<AttributeData>,
    pub(super) values: Vec<Box<str>>,
    pub(super) scopes: Vec<Scope>,
    /// Prefix and namespace; both may be empty.
    pub(super) bindings: Vec<(&'static str, Name)>,
}

/// A document's elements, in document order. It borrows the document's text.
#[derive(Clone)]
pub struct Tree<'t> {
    pub(super) source: Source<'t>,
    pub(super) rows: Arc<Rows>,
}

/// A document that was read as a whole, without its text: what a [`Tree`] is made of when it is needed again.
#[derive(Clone)]
pub struct Parsed {
    rows: Arc<Rows>,
    expanded: Option<Arc<Expanded>>,
}

impl Parsed {
    /// The tree, over the text that it was read from.
    #[must_use]
    pub fn tree<'t>(&self, document: DocumentId, text: &'t str) -> Tree<'t> {
        Tree { source: Source::again(document, text, self.expanded.clone()), rows: self.rows.clone() }
    }
}

impl fmt::Debug for Parsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parsed").field("elements", &self.rows.nodes.len()).finish()
    }
}

impl<'t> Tree<'t> {
    pub(super) fn new(source: Source<'t>, rows: Rows) -> Tree<'t> {
        Tree { source, rows: Arc::new(rows) }
    }

    /// What is left of the tree when its text is laid aside.
    #[must_use]
    pub fn into_parsed(self) -> Parsed {
        Parsed { rows: self.rows, expanded: self.source.into_expanded() }
    }

    /// The document's element.
    #[must_use]
    pub fn root(&self) -> Node<'_, 't> {
        self.node(ROOT)
    }

    /// The element of a number that this tree gave out.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Node<'_, 't> {
        Node::new(self, id)
    }

    /// The document that was read.
    #[must_use]
    pub fn document(&self) -> DocumentId {
        self.source.document()
    }

    /// The number of elements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.nodes.len()
    }

    /// Whether there is no element; never so for a tree that a caller can see.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.nodes.is_empty()
    }
}

impl Rows {
    pub(super) fn data(&self, id: NodeId) -> &NodeData {
        &self.nodes[id.0 as usize]
    }

    /// Makes these rows a copy of others, keeping what was allocated.
    pub(super) fn copy_from(&mut self, other: &Rows) {
        self.nodes.clone_from(&other.nodes);
        self.attributes.clone_from(&other.attributes);
        self.values.clone_from(&other.values);
        self.scopes.clone_from(&other.scopes);
        self.bindings.clone_from(&other.bindings);
    }

    /// The bindings of one scope, in the order of the declarations.
    pub(super) fn bindings_of(&self, scope: u32) -> &[(&'static str, Name)] {
        let start = self.scopes[scope as usize].bindings as usize;
        let end = self.scopes.get(scope as usize + 1).map_or(self.bindings.len(), |next| next.bindings as usize);
        &self.bindings[start..end]
    }

    /// A scope and those around it, innermost first.
    pub(super) fn scopes_from(&self, scope: u32) -> impl Iterator<Item = u32> {
        let existing = |number: u32| (number != NONE).then_some(number);
        std::iter::successors(existing(scope), move |number| existing(self.scopes[*number as usize].parent))
    }
}

impl fmt::Debug for Tree<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tree").field("document", &self.document()).field("elements", &self.len()).finish()
    }
}
