//! Handles to the elements and attributes of a tree.

use std::fmt;

use hashbrown::HashSet;

use super::name::{split_qname, trim};
use super::tree::{AttributeData, NONE, NodeData, NodeId, Tree};
use crate::model::name::local;
use crate::model::{Name, Place, QName};

/// An element.
#[derive(Clone, Copy)]
pub struct Node<'a, 't> {
    pub(super) tree: &'a Tree<'t>,
    pub(super) data: &'a NodeData,
    id: NodeId,
}

/// An attribute that isn't a namespace declaration.
#[derive(Clone, Copy)]
pub struct Attribute<'a, 't> {
    /// The expanded name.
    pub name: QName,
    tree: &'a Tree<'t>,
    data: &'a AttributeData,
}

/// Why a text is no qualified name where it stands.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum QNameError {
    /// The text hasn't the form of a qualified name.
    #[error("{0:?} is not a qualified name")]
    NotAQName(String),
    /// The prefix isn't bound to a namespace.
    #[error("the prefix {0:?} is not declared")]
    UnboundPrefix(String),
}

impl<'a, 't> Node<'a, 't> {
    pub(super) fn new(tree: &'a Tree<'t>, id: NodeId) -> Node<'a, 't> {
        Node { tree, data: tree.rows.data(id), id }
    }

    /// The number in the tree.
    #[must_use]
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The element of a number in the same tree.
    #[must_use]
    pub fn other(self, id: NodeId) -> Node<'a, 't> {
        self.tree.node(id)
    }

    /// The expanded name.
    #[must_use]
    pub fn name(self) -> QName {
        self.data.name
    }

    /// Whether the element has this name; the local name may be a [`Name`] or a string.
    #[must_use]
    pub fn is(self, namespace: Name, local: impl PartialEq<Name> + Copy) -> bool {
        self.data.name.namespace == namespace && local == self.data.name.local
    }

    /// The prefix, empty if there is none.
    #[must_use]
    pub fn prefix(self) -> &'t str {
        self.data.prefix.as_str()
    }

    /// Where the start tag's `<` stands.
    #[must_use]
    pub fn place(self) -> Place {
        self.tree.source.place(self.data.start as usize)
    }

    /// The element around this one; none for the root.
    #[must_use]
    pub fn parent(self) -> Option<Node<'a, 't>> {
        (self.data.parent != NONE).then(|| self.tree.node(NodeId(self.data.parent)))
    }

    /// The elements directly inside, in order.
    pub fn children(self) -> impl Iterator<Item = Node<'a, 't>> {
        let existing = move |number: u32| (number < self.data.next).then(|| self.tree.node(NodeId(number)));
        std::iter::successors(existing(self.id.0 + 1), move |child| existing(child.data.next))
    }

    /// This element and all inside, in document order.
    pub fn descendants(self) -> impl Iterator<Item = Node<'a, 't>> {
        (self.id.0..self.data.next).map(move |number| self.tree.node(NodeId(number)))
    }

    /// This element and those around it, innermost first.
    pub fn ancestors(self) -> impl Iterator<Item = Node<'a, 't>> {
        std::iter::successors(Some(self), |node| node.parent())
    }

    /// The attributes in the order of the document; namespace declarations are not among them.
    pub fn attributes(self) -> impl Iterator<Item = Attribute<'a, 't>> {
        self.attribute_data().iter().map(move |data| Attribute { name: data.name, tree: self.tree, data })
    }

    fn attribute_data(self) -> &'a [AttributeData] {
        let next = self.tree.rows.nodes.get(self.id.0 as usize + 1);
        let end = next.map_or(self.tree.rows.attributes.len(), |next| next.attributes as usize);
        &self.tree.rows.attributes[self.data.attributes as usize..end]
    }

    /// The value of an attribute in no namespace; its name may be a [`Name`] or a string.
    #[must_use]
    pub fn attribute(self, local: impl PartialEq<Name> + Copy) -> Option<&'a str> {
        let matches = |name: QName| name.namespace.is_empty() && local == name.local;
        self.attributes().find(|attribute| matches(attribute.name)).map(Attribute::value)
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute_ns(self, name: QName) -> Option<&'a str> {
        self.attribute_node(name).map(Attribute::value)
    }

    /// An attribute.
    #[must_use]
    pub fn attribute_node(self, name: QName) -> Option<Attribute<'a, 't>> {
        self.attributes().find(|attribute| attribute.name == name)
    }

    /// The namespace that a prefix stands for here.
    ///
    /// The empty prefix is the default namespace, which is [`Name::EMPTY`] where none is declared.
    #[must_use]
    pub fn resolve_prefix(self, prefix: &str) -> Option<Name> {
        match prefix {
            "xml" => return Some(Name::XML),
            "xmlns" => return Some(Name::XMLNS),
            _ => {}
        }
        for scope in self.tree.rows.scopes_from(self.data.scope) {
            let found = self.tree.rows.bindings_of(scope).iter().find(|(bound, _)| *bound == prefix);
            if let Some((_, namespace)) = found {
                return Some(*namespace);
            }
        }
        prefix.is_empty().then_some(Name::EMPTY)
    }

    /// The expanded name that a text, with white space around it, stands for here. Without a
    /// prefix it is in the default namespace.
    ///
    /// # Errors
    /// The text isn't a qualified name, or its prefix isn't declared.
    pub fn resolve_qname(self, text: &str) -> Result<QName, QNameError> {
        let text = trim(text);
        let (prefix, local) = split_qname(text).ok_or_else(|| QNameError::NotAQName(text.to_owned()))?;
        let namespace = self.resolve_prefix(prefix);
        let namespace = namespace.ok_or_else(|| QNameError::UnboundPrefix(prefix.to_owned()))?;
        Ok(QName::new(namespace, local))
    }

    /// The number of the namespace declarations in scope: what two elements of a tree with the same one resolve is the
    /// same.
    pub(crate) fn scope(self) -> u32 {
        self.data.scope
    }

    /// The prefixes in scope with their namespaces, innermost declarations first. The prefix `xml`
    /// is not among them, and neither is a default namespace that was taken back.
    pub fn namespaces(self) -> impl Iterator<Item = (&'t str, Name)> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for scope in self.tree.rows.scopes_from(self.data.scope) {
            for (prefix, namespace) in self.tree.rows.bindings_of(scope) {
                if seen.insert(*prefix) {
                    found.push((*prefix, *namespace));
                }
            }
        }
        found.into_iter().filter(|(prefix, namespace)| *prefix != "xml" && !namespace.is_empty())
    }

    /// The language by `xml:lang`, here or on an element around; none if the nearest one is empty.
    #[must_use]
    pub fn language(self) -> Option<&'a str> {
        let lang = QName { namespace: Name::XML, local: local::LANG };
        self.ancestors().find_map(|node| node.attribute_ns(lang)).filter(|value| !value.is_empty())
    }

    /// The values of `xml:base` from the outermost element to this one.
    #[must_use]
    pub fn base(self) -> Vec<&'a str> {
        let base = QName { namespace: Name::XML, local: local::BASE };
        let mut values: Vec<&str> = self.ancestors().filter_map(|node| node.attribute_ns(base)).collect();
        values.reverse();
        values
    }
}

impl<'a> Attribute<'a, '_> {
    /// The value, normalised by XML 1.0, 3.3.3, its references resolved.
    #[must_use]
    pub fn value(self) -> &'a str {
        match self.data.normalised {
            NONE => &self.tree.source.text()[self.data.value.0 as usize..self.data.value.1 as usize],
            number => &self.tree.rows.values[number as usize],
        }
    }

    /// Where the name stands.
    #[must_use]
    pub fn place(self) -> Place {
        self.tree.source.place(self.data.start as usize)
    }

    /// Where the value stands, behind the quote.
    #[must_use]
    pub fn value_place(self) -> Place {
        self.tree.source.place(self.data.value.0 as usize)
    }
}

impl fmt::Debug for Node<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}> at {}", self.name(), self.data.start)
    }
}

impl fmt::Debug for Attribute<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={:?}", self.name, self.value())
    }
}
