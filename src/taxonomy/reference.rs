//! References from document to document: what is followed in discovery (XBRL 2.1, 3.2).

use hashbrown::HashMap;

use crate::model::name::local;
use crate::model::{Name, Place, QName};
use crate::xml::Node;

use super::href::{Address, percent_decode, split_fragment};
use super::ids::{MissingId, SourceId};
use super::link::Target;

/// What kind of reference it is, which says what it may lead to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ReferenceKind {
    /// A file that a user named: a schema, a linkbase, an instance.
    EntryPoint,
    /// `schemaRef` of an instance.
    SchemaRef,
    /// `linkbaseRef` of an instance or a schema.
    LinkbaseRef,
    /// `import` of a schema.
    Import,
    /// `include` of a schema.
    Include,
    /// `redefine` of a schema, which taxonomies must not use; followed so that its damage is reported once.
    Redefine,
    /// `loc` of an extended link.
    Locator,
    /// A locator that is another element than `loc`: a hint, whose document is read and is no part of the set by
    /// that alone.
    OtherLocator,
    /// `roleRef`.
    RoleRef,
    /// `arcroleRef`.
    ArcroleRef,
    /// `xbrldt:typedDomainRef` of a dimension.
    TypedDomain,
    /// `xsi:schemaLocation`: a hint, whose document is read and is no part of the set by that alone.
    SchemaLocation,
}

impl ReferenceKind {
    /// Whether the document that it leads to is part of the set (XBRL 2.1, 3.2).
    pub(super) fn is_discovery(self) -> bool {
        !matches!(self, ReferenceKind::SchemaLocation | ReferenceKind::OtherLocator)
    }
}

/// A reference to a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference {
    /// What kind it is.
    pub kind: ReferenceKind,
    /// The reference as written, without the fragment.
    pub href: Box<str>,
    /// Which of the document's `xml:base` values are in force; 0 for none.
    pub(super) base: u32,
    /// The namespace of an `import` or a schema location; else empty.
    pub namespace: Name,
    /// The `xlink:role` of a `linkbaseRef`; empty where there is none.
    pub role: Name,
    /// The `xlink:arcrole` of a `linkbaseRef`; empty where there is none.
    pub arcrole: Name,
    /// The document that it stands in; none for an entry point that a user named.
    pub source: Option<SourceId>,
    /// Where it stands; where the first of `count` alike stands.
    pub place: Option<Place>,
    /// How many references of this kind to this document stand in the document, whatever their fragments.
    pub count: u32,
    /// What was found.
    pub found: Resolution,
}

/// What came of a reference.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Resolution {
    /// Not looked for.
    Unresolved,
    /// The document.
    Source(SourceId),
    /// Nothing: a row of [`Taxonomy::missing`](super::Taxonomy::missing).
    Missing(MissingId),
}

impl Resolution {
    /// The document, if it was found.
    #[must_use]
    pub fn source(self) -> Option<SourceId> {
        match self {
            Resolution::Source(id) => Some(id),
            Resolution::Unresolved | Resolution::Missing(_) => None,
        }
    }
}

/// A `roleRef` or `arcroleRef` element of a linkbase or an instance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleRef {
    /// Whether it is an `arcroleRef`.
    pub arcrole: bool,
    /// Its `roleURI` or `arcroleURI`; empty where there is none.
    pub uri: Name,
    /// The reference to the document.
    pub reference: u32,
    /// The fragment, decoded; empty where there is none.
    pub fragment: Name,
    /// What it points at.
    pub target: Target,
    /// Where it stands.
    pub place: Place,
}

/// Something from which discovery starts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryPoint {
    /// The reference as written.
    pub href: String,
    /// What it is relative to.
    pub base: Address,
    /// What kind of reference it is.
    pub kind: ReferenceKind,
    /// Where it stands; none for what a user named.
    pub place: Option<Place>,
}

impl EntryPoint {
    /// A published schema, referred to by its URL.
    #[must_use]
    pub fn published(url: &str) -> EntryPoint {
        EntryPoint { href: String::new(), base: Address::new(url), kind: ReferenceKind::SchemaRef, place: None }
    }

    /// A file, or a URL, that a user named.
    #[must_use]
    pub fn named(name: &str) -> EntryPoint {
        EntryPoint { href: String::new(), base: Address::new(name), kind: ReferenceKind::EntryPoint, place: None }
    }
}

/// A document that is nowhere found, or can't be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    /// Its address.
    pub address: Address,
    /// Why it isn't there.
    pub reason: String,
    /// Who refers to it: rows of [`Taxonomy::references`](super::Taxonomy::references), in order.
    pub referrers: Vec<u32>,
}

/// The references of one document while it is read.
#[derive(Debug)]
pub(super) struct References {
    pub(super) list: Vec<Reference>,
    /// The `xml:base` values in force at references, outermost first; the first chain is empty.
    pub(super) bases: Vec<Vec<Box<str>>>,
    source: SourceId,
    base_numbers: HashMap<Vec<Box<str>>, u32>,
    /// The references of locators by kind, chain and document.
    locators: HashMap<(ReferenceKind, u32, Box<str>), u32>,
    /// The last locator's: neighbours mostly point at the same document.
    last: Option<u32>,
}

impl References {
    pub(super) fn new(source: SourceId) -> References {
        let (list, locators, base_numbers) = Default::default();
        References { list, bases: vec![Vec::new()], source, base_numbers, locators, last: None }
    }

    /// The addresses that references are relative to, by the number of the `xml:base` values in force.
    pub(super) fn addresses(&self, document: &Address) -> Vec<Address> {
        let resolve = |chain: &Vec<Box<str>>| chain.iter().fold(document.clone(), |base, next| base.join(next));
        self.bases.iter().map(resolve).collect()
    }

    /// The number of the `xml:base` values in force at an element.
    pub(super) fn base_at(&mut self, node: Node<'_, '_>) -> u32 {
        let chain: Vec<Box<str>> = node.base().into_iter().map(Box::from).collect();
        if chain.is_empty() {
            return 0;
        }
        *self.base_numbers.entry(chain).or_insert_with_key(|chain| {
            self.bases.push(chain.clone());
            self.bases.len() as u32 - 1
        })
    }

    /// Adds a reference that stands at an element. Gives it back with the fragment of the `href`, decoded.
    pub(super) fn add(&mut self, node: Node<'_, '_>, kind: ReferenceKind, href: &str) -> (&mut Reference, Name) {
        let base = self.base_at(node);
        let (document, fragment) = parts(href);
        self.list.push(Reference {
            kind,
            href: document.into(),
            base,
            namespace: Name::EMPTY,
            role: Name::EMPTY,
            arcrole: Name::EMPTY,
            source: Some(self.source),
            place: Some(node.place()),
            count: 1,
            found: Resolution::Unresolved,
        });
        let last = self.list.len() - 1;
        (&mut self.list[last], fragment)
    }

    /// Adds a locator's reference, or counts it where there is one to the same document.
    /// Gives its row and the fragment of the `href`, decoded.
    pub(super) fn add_locator(&mut self, node: Node<'_, '_>, base: u32, href: &str) -> (u32, Name) {
        let (document, fragment) = parts(href);
        let kind = match node.is(Name::LINK, local::LOC) {
            true => ReferenceKind::Locator,
            false => ReferenceKind::OtherLocator,
        };
        let is_same = |row: &u32| {
            let known = &self.list[*row as usize];
            known.kind == kind && known.base == base && *known.href == *document
        };
        let known = self.last.filter(is_same).or_else(|| self.locators.get(&(kind, base, document.into())).copied());
        let row = match known {
            Some(row) => {
                self.list[row as usize].count += 1;
                row
            }
            None => {
                self.add(node, kind, href);
                let row = self.list.len() as u32 - 1;
                self.list[row as usize].base = base;
                self.locators.insert((kind, base, document.into()), row);
                row
            }
        };
        self.last = Some(row);
        (row, fragment)
    }

    /// Adds a simple link such as `linkbaseRef`, where it has an `xlink:href`.
    pub(super) fn add_simple_link(&mut self, node: Node<'_, '_>, kind: ReferenceKind) -> Option<(u32, Name)> {
        let xlink = |local| node.attribute_ns(QName { namespace: Name::XLINK, local });
        let (reference, fragment) = self.add(node, kind, xlink(local::HREF)?);
        reference.role = xlink(local::ROLE).map_or(Name::EMPTY, Name::new);
        reference.arcrole = xlink(local::ARCROLE).map_or(Name::EMPTY, Name::new);
        Some((self.list.len() as u32 - 1, fragment))
    }

    /// Adds what `xsi:schemaLocation` and `xsi:noNamespaceSchemaLocation` of an element name.
    pub(super) fn add_schema_locations(&mut self, node: Node<'_, '_>) {
        let xsi = |name: &str| node.attribute_ns(QName::new(Name::XSI, name));
        let mut words = xsi("schemaLocation").unwrap_or_default().split_ascii_whitespace();
        while let (Some(namespace), Some(location)) = (words.next(), words.next()) {
            self.add(node, ReferenceKind::SchemaLocation, location).0.namespace = Name::new(namespace);
        }
        if let Some(location) = xsi("noNamespaceSchemaLocation") {
            self.add(node, ReferenceKind::SchemaLocation, location.trim());
        }
    }
}

/// A reference taken apart: the document, and the fragment decoded.
pub(super) fn parts(href: &str) -> (&str, Name) {
    let (document, fragment) = split_fragment(href.trim());
    let fragment = match fragment {
        None => Name::EMPTY,
        Some(fragment) if fragment.contains('%') => Name::new(&percent_decode(fragment)),
        Some(fragment) => Name::new(fragment),
    };
    (document, fragment)
}
