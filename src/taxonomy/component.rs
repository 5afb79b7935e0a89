//! The components of schemas as rows: elements, attributes, types, groups, particles
//! (XML Schema 1.0 part 1, 3), and the concepts among the elements (XBRL 2.1, 5.1.1).
//!
//! A row keeps what was written (a name that is referred to) beside what it was found to mean (an id).

use crate::model::{Name, Place, QName, Text};

use super::ids::{AttributeId, ConceptId, ElementId, ParticleId, SourceId, TypeId};
use super::table::List;

/// A range of rows of one list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Rows {
    /// The first row.
    pub start: u32,
    /// The row behind the last.
    pub end: u32,
}

impl Rows {
    /// The rows from `start` up to the present end of a list.
    pub(crate) fn since<T>(start: usize, list: &[T]) -> Rows {
        Rows { start: start as u32, end: list.len() as u32 }
    }

    /// The rows in their list.
    #[must_use]
    pub fn of<L: List + ?Sized>(self, list: &L) -> &[L::Row] {
        list.rows(self.indices())
    }

    /// The positions in the list.
    #[must_use]
    pub fn indices(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The number of rows.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// How a component names a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TypeRef {
    /// Not at all.
    None,
    /// By its name.
    Named(QName),
    /// By defining it on the spot.
    Inline(TypeId),
}

/// A default or fixed value (XML Schema 1.0 part 1, 3.2.1 and 3.3.1).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum ValueConstraint {
    /// Neither.
    #[default]
    None,
    /// Stands where nothing is written.
    Default(Text),
    /// The only value allowed.
    Fixed(Text),
}

/// The period that a concept is measured over (XBRL 2.1, 5.1.1.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PeriodType {
    /// A point in time.
    Instant,
    /// A stretch of time.
    Duration,
}

/// The side of an account that a concept normally has (XBRL 2.1, 5.1.1.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Balance {
    /// Debit.
    Debit,
    /// Credit.
    Credit,
}

/// Derivations that a `block` or `final` attribute forbids.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Derivations {
    /// Extension.
    pub extension: bool,
    /// Restriction.
    pub restriction: bool,
    /// Substitution, on elements.
    pub substitution: bool,
}

/// An element declaration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Element {
    /// Its expanded name.
    pub name: QName,
    /// The document that declares it.
    pub source: SourceId,
    /// Where it is declared.
    pub place: Place,
    /// Whether it is a child of the schema itself.
    pub global: bool,
    /// The type as written.
    pub declared_type: TypeRef,
    /// The type that it has: as written, else its substitution group's, else `xs:anyType`.
    pub type_id: TypeId,
    /// The head of its substitution group, as written.
    pub head: Option<QName>,
    /// The declaration of the head.
    pub head_element: Option<ElementId>,
    /// Whether it can't appear itself.
    pub abstract_: bool,
    /// Whether it may be nil.
    pub nillable: bool,
    /// Its default or fixed value.
    pub value: ValueConstraint,
    /// What its `block` attribute, or its schema's `blockDefault`, forbids.
    pub block: Derivations,
    /// What its `final` attribute, or its schema's `finalDefault`, forbids.
    pub final_: Derivations,
    /// `xbrli:periodType`, where it has one of the two values.
    pub period_type: Option<PeriodType>,
    /// `xbrli:balance`, where it has one of the two values.
    pub balance: Option<Balance>,
    /// Its attributes of other namespaces, and these two where they have another value: rows of [`Schemas::foreign_attributes`](super::Schemas).
    pub foreign: Rows,
    /// The concept that it is.
    pub concept: Option<ConceptId>,
}

/// An attribute of a namespace that XML Schema doesn't know, on a component or an arc.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ForeignAttribute {
    /// Its name.
    pub name: QName,
    /// Its value as written.
    pub value: Text,
    /// Where it stands.
    pub place: Place,
}

/// What a concept is, by the substitution group that it is in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ConceptKind {
    /// A simple fact (XBRL 2.1, 4.6).
    Item,
    /// A compound fact (XBRL 2.1, 4.9).
    Tuple,
    /// A hypercube (Dimensions 1.0, 2.2).
    Hypercube,
    /// A dimension (Dimensions 1.0, 2.5).
    Dimension,
}

/// A concept: an element in the substitution group of `xbrli:item` or `xbrli:tuple` (XBRL 2.1, 5.1.1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Concept {
    /// Its expanded name.
    pub name: QName,
    /// Its declaration, which has the rest.
    pub element: ElementId,
    /// What it is.
    pub kind: ConceptKind,
    /// Whether it can't be reported itself.
    pub abstract_: bool,
    /// Whether it may be reported as nil.
    pub nillable: bool,
    /// The period that it is measured over; every item must have one.
    pub period_type: Option<PeriodType>,
    /// The side of an account that it normally has.
    pub balance: Option<Balance>,
    /// Its type.
    pub type_id: TypeId,
    /// What its type is derived from, and what follows from that.
    pub item_type: ItemType,
    /// Where it is declared.
    pub place: Place,
}

/// What the type of an item is derived from (XBRL 2.1, 5.1.1.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct ItemType {
    /// The local name of the type of the specification's that it is or is derived from, such as
    /// `monetaryItemType`; empty for a tuple, and where the type is none of an item.
    pub base: Name,
    /// Whether values are numbers or fractions.
    pub numeric: bool,
    /// Whether values are blocks of marked-up text.
    pub text_block: bool,
}

/// Whether a type has attributes and children, or is a value alone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TypeKind {
    /// A value alone.
    Simple,
    /// Attributes, and a value or children.
    Complex,
}

/// How a type comes from its base.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Derivation {
    /// By leaving something out.
    Restriction,
    /// By adding something.
    Extension,
    /// As a list of the base's values.
    List,
    /// As a union of types.
    Union,
}

/// What stands between the tags of an element of a complex type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Content {
    /// Nothing.
    Empty,
    /// A value.
    Simple,
    /// Children.
    Children(ParticleId),
}

/// A type definition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Type {
    /// Its expanded name; none where it is defined on the spot.
    pub name: Option<QName>,
    /// The document that defines it; none for a built-in type.
    pub source: Option<SourceId>,
    /// Where it is defined.
    pub place: Option<Place>,
    /// Simple or complex.
    pub kind: TypeKind,
    /// How it comes from its base.
    pub derivation: Derivation,
    /// The base as written; of a list, the type of its items.
    pub declared_base: TypeRef,
    /// The type that the base was found to be: `xs:anyType` or `xs:anySimpleType` where it is none.
    pub base: TypeId,
    /// Whether no element may have it.
    pub abstract_: bool,
    /// Whether text may stand between the children.
    pub mixed: bool,
    /// Its own content: of an extension, what it adds.
    pub content: Content,
    /// Of a complex type with simple content that is restricted: the simple type that stands in it.
    pub value_type: TypeRef,
    /// What its `block` attribute, or its schema's `blockDefault`, forbids.
    pub block: Derivations,
    /// What its `final` attribute, or its schema's `finalDefault`, forbids.
    pub final_: Derivations,
    /// Its own facets: rows of [`Schemas::facets`](super::Schemas).
    pub facets: Rows,
    /// Of a union, its members: rows of [`Schemas::members`](super::Schemas).
    pub members: Rows,
    /// Its own attributes: a row of [`Schemas::attribute_sets`](super::Schemas).
    pub attributes: Option<u32>,
}

/// A facet of a simple type (XML Schema 1.0 part 2, 4).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facet {
    /// Its local name, such as `maxLength`.
    pub name: Name,
    /// Its value as written.
    pub value: Text,
    /// Whether types derived from this one may not change it.
    pub fixed: bool,
    /// Where it stands.
    pub place: Place,
}

/// Whether an attribute must, may or must not be there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Use {
    /// May.
    Optional,
    /// Must.
    Required,
    /// Must not.
    Prohibited,
}

/// An attribute declaration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attribute {
    /// Its expanded name.
    pub name: QName,
    /// Where it is declared.
    pub place: Place,
    /// The type as written.
    pub declared_type: TypeRef,
    /// The type that it has.
    pub type_id: TypeId,
    /// Its default or fixed value.
    pub value: ValueConstraint,
}

/// How a set of attributes names one of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AttributeRef {
    /// A global attribute, by its name.
    Named(QName),
    /// An attribute that is declared on the spot.
    Inline(AttributeId),
}

/// An attribute as a type has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttributeUse {
    /// The attribute.
    pub attribute: AttributeRef,
    /// Whether it must be there.
    pub required: Use,
    /// The use's own default or fixed value.
    pub value: ValueConstraint,
    /// Where it stands.
    pub place: Place,
}

/// The attributes of a type or an attribute group, as written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AttributeSet {
    /// Rows of [`Schemas::attribute_uses`](super::Schemas).
    pub uses: Rows,
    /// The attribute groups that are named.
    pub groups: Vec<(QName, Place)>,
    /// Which further ones are allowed.
    pub wildcard: Option<Wildcard>,
}

/// Which names a wildcard lets through.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Namespaces {
    /// All.
    Any,
    /// All that have a namespace, and another than this.
    Other(Name),
    /// Those of these namespaces.
    Of(Box<[Name]>),
}

/// What is done with what a wildcard lets through.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Process {
    /// It must be declared and valid.
    Strict,
    /// It must be valid where it is declared.
    Lax,
    /// It is not looked at.
    Skip,
}

/// `any` and `anyAttribute` (XML Schema 1.0 part 1, 3.10).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wildcard {
    /// Which names it lets through.
    pub namespaces: Namespaces,
    /// What is done with them.
    pub process: Process,
}

impl Wildcard {
    /// Whether it lets a namespace through.
    #[must_use]
    pub fn allows(&self, namespace: Name) -> bool {
        match &self.namespaces {
            Namespaces::Any => true,
            Namespaces::Other(target) => namespace != *target && !namespace.is_empty(),
            Namespaces::Of(list) => list.contains(&namespace),
        }
    }
}

/// How the particles of a model group follow each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Compositor {
    /// One behind the other.
    Sequence,
    /// One of them.
    Choice,
    /// Each once, in any order.
    All,
}

/// What a particle stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Term {
    /// An element that is declared on the spot.
    Element(ElementId),
    /// A global element, by its name.
    ElementNamed(QName),
    /// Any element that a wildcard lets through.
    Wildcard(Wildcard),
    /// Particles.
    Group(Compositor, Rows),
    /// A named group.
    GroupNamed(QName),
}

/// A part of a content model (XML Schema 1.0 part 1, 3.9).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Particle {
    /// The least number of times.
    pub min: u32,
    /// The greatest number of times; [`Particle::UNBOUNDED`] for any.
    pub max: u32,
    /// What stands there.
    pub term: Term,
    /// Where it is written.
    pub place: Place,
}

impl Particle {
    /// Any number of times.
    pub const UNBOUNDED: u32 = u32::MAX;
}

/// A role type or an arcrole type (XBRL 2.1, 5.1.3 and 5.1.4).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleType {
    /// The role or arcrole, as written.
    pub uri: Name,
    /// Its `id` attribute.
    pub id: Option<Name>,
    /// Its definition, in words.
    pub definition: Option<Text>,
    /// The elements that it may be used on, in the order written.
    pub used_on: Vec<QName>,
    /// Which cycles are allowed; of arcroles alone.
    pub cycles_allowed: Option<CyclesAllowed>,
    /// The document that declares it.
    pub source: SourceId,
    /// Where it is declared.
    pub place: Place,
}

/// Which cycles an arcrole's networks may have (XBRL 2.1, 5.1.4.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CyclesAllowed {
    /// Any.
    Any,
    /// Those that are none when the arcs' directions count.
    Undirected,
    /// None.
    None,
}

impl CyclesAllowed {
    /// The meaning of the attribute's value.
    #[must_use]
    pub fn parse(text: &str) -> Option<CyclesAllowed> {
        match text {
            "any" => Some(CyclesAllowed::Any),
            "undirected" => Some(CyclesAllowed::Undirected),
            "none" => Some(CyclesAllowed::None),
            _ => None,
        }
    }
}
