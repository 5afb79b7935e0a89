//! Rows field by field: how the numbers in them change, and how they are written down and taken up again.

use crate::model::{Decimal, DocumentId, Name, Place, QName, ShelfNumber, Span, Text};

use super::component::{
    Attribute, AttributeRef, AttributeSet, AttributeUse, Balance, Compositor, Concept, ConceptKind, Content,
    CyclesAllowed, Derivation, Derivations, Element, Facet, ForeignAttribute, ItemType, Namespaces, Particle,
    PeriodType, Process, RoleType, Rows, Term, Type, TypeKind, TypeRef, Use, ValueConstraint, Wildcard,
};
use super::dimensions::{DomainHead, Enumeration, EnumerationVersion, TypedDomain};
use super::fragment::Fragment;
use super::ids::{
    ArcId, ArcroleTypeId, AttributeId, ConceptId, ElementId, FragmentId, LinkId, LocatorId, MissingId, ParticleId,
    ResourceId, RoleTypeId, SourceId, TypeId,
};
use super::kept_names::KeptNames;
use super::label::LabelRow;
use super::link::{Arc, Link, Locator, Relationship, Resource, Target};
use super::network::NetworkData;
use super::reference::{Reference, ReferenceKind, Resolution, RoleRef};
use super::resolve::{ComponentKind, Duplicate, Unresolved};
use super::rows::{AttributeGroup, Group, LinkRows, Linkbase, Schema, SchemaRows, SourceKind};
use super::table::Rack;

/// The new numbers of documents.
pub(super) struct Renumbering<'a> {
    /// Of sources, by their old ones.
    pub(super) sources: &'a [SourceId],
    /// Of what is missing, by their old ones.
    pub(super) missing: &'a [MissingId],
    /// The new positions of the documents on a shelf, by their old ones.
    pub(super) shelved: &'a [u32],
}

/// What is wrong with what was written down: it isn't what was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Damaged;

/// Rows being written down. Names are numbers of a list that stands apart; documents are positions on the shelf.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) bytes: Vec<u8>,
    names: indexmap::IndexSet<Name, rustc_hash::FxBuildHasher>,
}

impl Writer {
    /// The names, in the order of their numbers.
    pub(super) fn names(&self) -> impl ExactSizeIterator<Item = &'static str> + Clone {
        self.names.iter().map(|name| name.as_str())
    }

    pub(super) fn text(&mut self, text: &str) {
        (text.len() as u32).write(self);
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

/// Rows being taken up again.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    names: Option<&'a KeptNames>,
    /// None where no document is spoken of.
    shelf: Option<&'a ShelfNumber>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8], names: Option<&'a KeptNames>, shelf: Option<&'a ShelfNumber>) -> Reader<'a> {
        Reader { bytes, names, shelf }
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Damaged> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(Damaged)?;
        self.bytes = rest;
        Ok(taken)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Damaged> {
        let length = u32::read(self)? as usize;
        std::str::from_utf8(self.take(length)?).map_err(|_| Damaged)
    }
}

/// What a row is made of, and rows themselves.
pub(super) trait Record: Sized {
    /// Gives documents their new numbers. What has none stays as it is.
    fn renumber(&mut self, _: &Renumbering<'_>) {}
    fn write(&self, to: &mut Writer);
    fn read(from: &mut Reader<'_>) -> Result<Self, Damaged>;

    /// Takes up what is left, all of it.
    fn read_all(mut from: Reader<'_>) -> Result<Self, Damaged> {
        let read = Self::read(&mut from)?;
        if from.bytes.is_empty() { Ok(read) } else { Err(Damaged) }
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {
        $(impl Record for $integer {
            fn write(&self, to: &mut Writer) {
                to.bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
                let bytes = from.take(size_of::<$integer>())?;
                Ok(<$integer>::from_le_bytes(bytes.try_into().map_err(|_| Damaged)?))
            }
        })*
    };
}

integers!(u8, i64);

/// Seven bits a byte, the lowest first: most numbers are small.
impl Record for u32 {
    fn write(&self, to: &mut Writer) {
        let mut rest = *self;
        while rest >= 0x80 {
            to.bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        to.bytes.push(rest as u8);
    }

    fn read(from: &mut Reader<'_>) -> Result<u32, Damaged> {
        let mut number = 0;
        for shift in [0, 7, 14, 21, 28] {
            let (byte, rest) = from.bytes.split_first().ok_or(Damaged)?;
            from.bytes = rest;
            number |= u32::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Damaged)
    }
}

impl Record for bool {
    fn write(&self, to: &mut Writer) {
        u8::from(*self).write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<bool, Damaged> {
        Ok(u8::read(from)? != 0)
    }
}

impl Record for Name {
    fn write(&self, to: &mut Writer) {
        (to.names.insert_full(*self).0 as u32).write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Name, Damaged> {
        let number = u32::read(from)?;
        from.names.and_then(|names| names.get(number)).ok_or(Damaged)
    }
}

impl Record for MissingId {
    fn renumber(&mut self, to: &Renumbering<'_>) {
        *self = to.missing[self.index()];
    }

    fn write(&self, to: &mut Writer) {
        self.0.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<MissingId, Damaged> {
        u32::read(from).map(MissingId)
    }
}

impl Record for SourceId {
    fn renumber(&mut self, to: &Renumbering<'_>) {
        *self = to.sources[self.index()];
    }

    fn write(&self, to: &mut Writer) {
        self.0.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<SourceId, Damaged> {
        u32::read(from).map(SourceId)
    }
}

/// A document that is on no shelf belongs to one run, and is never written down.
impl Record for DocumentId {
    fn renumber(&mut self, to: &Renumbering<'_>) {
        if self.is_shelved() {
            *self = self.with_position(to.shelved[self.position()]);
        }
    }

    fn write(&self, to: &mut Writer) {
        debug_assert!(self.is_shelved());
        (self.position() as u32).write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<DocumentId, Damaged> {
        let position = u32::read(from)?;
        Ok(from.shelf.ok_or(Damaged)?.document(position as usize))
    }
}

impl Record for Decimal {
    fn write(&self, to: &mut Writer) {
        match self.to_bytes() {
            Some(bytes) => {
                true.write(to);
                to.bytes.extend_from_slice(&bytes);
            }
            None => {
                false.write(to);
                to.text(&self.to_string());
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Decimal, Damaged> {
        if bool::read(from)? {
            return Ok(Decimal::from_bytes(from.take(16)?.try_into().map_err(|_| Damaged)?));
        }
        Decimal::parse(from.text()?).ok_or(Damaged)
    }
}

impl Record for Box<str> {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Result<Box<str>, Damaged> {
        from.text().map(Box::from)
    }
}

impl Record for String {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Result<String, Damaged> {
        from.text().map(str::to_owned)
    }
}

impl<T: Record> Record for Box<T> {
    fn renumber(&mut self, to: &Renumbering<'_>) {
        (**self).renumber(to);
    }

    fn write(&self, to: &mut Writer) {
        (**self).write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Box<T>, Damaged> {
        T::read(from).map(Box::new)
    }
}

impl<T: Record> Record for Option<T> {
    fn renumber(&mut self, to: &Renumbering<'_>) {
        if let Some(inside) = self {
            inside.renumber(to);
        }
    }

    fn write(&self, to: &mut Writer) {
        self.is_some().write(to);
        if let Some(inside) = self {
            inside.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Option<T>, Damaged> {
        bool::read(from)?.then(|| T::read(from)).transpose()
    }
}

impl<A: Record, B: Record> Record for (A, B) {
    fn renumber(&mut self, to: &Renumbering<'_>) {
        self.0.renumber(to);
        self.1.renumber(to);
    }

    fn write(&self, to: &mut Writer) {
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<(A, B), Damaged> {
        Ok((A::read(from)?, B::read(from)?))
    }
}

impl<T: Record> Record for Vec<T> {
    fn renumber(&mut self, to: &Renumbering<'_>) {
        for row in self {
            row.renumber(to);
        }
    }

    fn write(&self, to: &mut Writer) {
        (self.len() as u32).write(to);
        for row in self {
            row.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Vec<T>, Damaged> {
        let length = u32::read(from)? as usize;
        // A row has at least one byte: what is damaged asks for no more memory than there are bytes.
        let mut rows = Vec::with_capacity(length.min(from.bytes.len()));
        for _ in 0..length {
            rows.push(T::read(from)?);
        }
        Ok(rows)
    }
}

impl<T: Record> Record for Box<[T]> {
    fn write(&self, to: &mut Writer) {
        (self.len() as u32).write(to);
        for row in self {
            row.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Box<[T]>, Damaged> {
        Vec::read(from).map(Vec::into_boxed_slice)
    }
}

/// A rack has a section of a snapshot for itself: beside other rows there is nothing of it.
impl<T: Record> Record for Rack<T> {
    fn renumber(&mut self, to: &Renumbering<'_>) {
        self.own().renumber(to);
    }

    fn write(&self, _: &mut Writer) {}

    fn read(_: &mut Reader<'_>) -> Result<Rack<T>, Damaged> {
        Ok(Rack::default())
    }
}

/// A record is its fields, one behind the other.
macro_rules! records {
    ($($name:ident { $($field:ident),* $(,)? })*) => {
        /// What records are made of.
        pub(super) const RECORDS: &str = stringify!($($name { $($field),* })*);

        $(impl Record for $name {
            fn renumber(&mut self, to: &Renumbering<'_>) {
                $(self.$field.renumber(to);)*
            }

            fn write(&self, to: &mut Writer) {
                $(self.$field.write(to);)*
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
                Ok($name { $($field: Record::read(from)?),* })
            }
        })*
    };
}

/// A number of a row is itself: rows keep their order.
macro_rules! row_numbers {
    ($($name:ident),*) => {
        $(impl Record for $name {
            fn write(&self, to: &mut Writer) {
                self.0.write(to);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
                u32::read(from).map($name)
            }
        })*
    };
}

/// A variant is its number and what is in it.
macro_rules! variants {
    ($($name:ident { $($variant:ident $(($($field:ident),*))? = $number:literal),* $(,)? })*) => {
        /// The numbers of variants.
        pub(super) const VARIANTS: &str = stringify!($($name { $($variant $(($($field),*))? = $number),* })*);

        $(impl Record for $name {
            #[allow(unused_variables)]
            fn renumber(&mut self, to: &Renumbering<'_>) {
                match self {
                    $($name::$variant $(($($field),*))? => { $($($field.renumber(to);)*)? })*
                }
            }

            fn write(&self, to: &mut Writer) {
                match self {
                    $($name::$variant $(($($field),*))? => {
                        let number: u8 = $number;
                        number.write(to);
                        $($($field.write(to);)*)?
                    })*
                }
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
                Ok(match u8::read(from)? {
                    $($number => {
                        $($(let $field = Record::read(from)?;)*)?
                        $name::$variant $(($($field),*))?
                    })*
                    _ => return Err(Damaged),
                })
            }
        })*
    };
}

row_numbers!(
    ArcId,
    ArcroleTypeId,
    AttributeId,
    ConceptId,
    ElementId,
    FragmentId,
    LinkId,
    LocatorId,
    ParticleId,
    ResourceId,
    RoleTypeId,
    TypeId
);

variants! {
    AttributeRef { Named(name) = 0, Inline(id) = 1 }
    Balance { Debit = 0, Credit = 1 }
    ComponentKind { Element = 0, Type = 1, Attribute = 2, Group = 3, AttributeGroup = 4 }
    Compositor { Sequence = 0, Choice = 1, All = 2 }
    ConceptKind { Item = 0, Tuple = 1, Hypercube = 2, Dimension = 3 }
    Content { Empty = 0, Simple = 1, Children(particle) = 2 }
    CyclesAllowed { Any = 0, Undirected = 1, None = 2 }
    Derivation { Restriction = 0, Extension = 1, List = 2, Union = 3 }
    DomainHead { Missing = 0, Unknown(name) = 1, Concept(id) = 2 }
    EnumerationVersion { V1 = 0, V2 = 1 }
    Namespaces { Any = 0, Other(namespace) = 1, Of(list) = 2 }
    PeriodType { Instant = 0, Duration = 1 }
    Process { Strict = 0, Lax = 1, Skip = 2 }
    ReferenceKind {
        EntryPoint = 0, SchemaRef = 1, LinkbaseRef = 2, Import = 3, Include = 4, Redefine = 5, Locator = 6,
        OtherLocator = 7, RoleRef = 8, ArcroleRef = 9, TypedDomain = 10, SchemaLocation = 11,
    }
    Resolution { Unresolved = 0, Source(id) = 1, Missing(id) = 2 }
    SourceKind { Schema = 0, Linkbase = 1, Instance = 2, Other(root) = 3, Unreadable = 4 }
    Target {
        Concept(id) = 0, Element(id) = 1, Attribute(id) = 2, Type(id) = 3, RoleType(id) = 4, ArcroleType(id) = 5,
        Link(id) = 6, Locator(id) = 7, Resource(id) = 8, Arc(id) = 9, Fragment(id) = 10, Document(id) = 11,
        Nothing = 12, Missing = 13,
    }
    Term { Element(id) = 0, ElementNamed(name) = 1, Wildcard(wildcard) = 2, Group(compositor, rows) = 3, GroupNamed(name) = 4 }
    Text { Span(span) = 0, Owned(text) = 1 }
    TypeKind { Simple = 0, Complex = 1 }
    TypeRef { None = 0, Named(name) = 1, Inline(id) = 2 }
    Use { Optional = 0, Required = 1, Prohibited = 2 }
    ValueConstraint { None = 0, Default(text) = 1, Fixed(text) = 2 }
}

records! {
    Arc {
        element, link, arcrole, from, to, order, weight, priority, prohibited, preferred_label, attributes, place,
    }
    Attribute { name, place, declared_type, type_id, value }
    AttributeGroup { name, set, place }
    AttributeSet { uses, groups, wildcard }
    AttributeUse { attribute, required, value, place }
    Concept {
        name, element, kind, abstract_, nillable, period_type, balance, type_id, item_type, place,
    }
    Derivations { extension, restriction, substitution }
    Duplicate { kind, name, first, again }
    Element {
        name, source, place, global, declared_type, type_id, head, head_element, abstract_, nillable, value, block,
        final_, period_type, balance, foreign, concept,
    }
    Enumeration { concept, version, set, head, role, head_usable, place }
    Facet { name, value, fixed, place }
    ForeignAttribute { name, value, place }
    Fragment { name, source, place }
    Group { name, particle, place }
    ItemType { base, numeric, text_block }
    LabelRow { of, resource }
    Link { element, role, id, source, place, locators, resources, arcs, labels }
    Linkbase { source, id, place, links, role_refs }
    LinkRows { linkbases, role_refs, links, locators, resources, arcs, arc_attributes, labels }
    Locator { element, link, label, reference, fragment, target, role, place }
    NetworkData { arcrole, role, arc, link, relationships, by_target }
    Particle { min, max, term, place }
    Place { document, offset }
    QName { namespace, local }
    Reference { kind, href, base, namespace, role, arcrole, source, place, count, found }
    Relationship { arc, from, to }
    Resource { element, link, label, role, language, id, text, content, place }
    RoleRef { arcrole, uri, reference, fragment, target, place }
    RoleType { uri, id, definition, used_on, cycles_allowed, source, place }
    Rows { start, end }
    Schema { source, target, namespace, prefixes, place }
    SchemaRows {
        schemas, elements, attributes, global_attributes, types, facets, members, attribute_sets, attribute_uses,
        particles, groups, attribute_groups, foreign_attributes,
    }
    Span { document, start, end }
    Type {
        name, source, place, kind, derivation, declared_base, base, abstract_, mixed, content, value_type, block,
        final_, facets, members, attributes,
    }
    TypedDomain { element, reference, fragment, target, place }
    Unresolved { kind, name, place }
    Wildcard { namespaces, process }
}
