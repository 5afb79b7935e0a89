//! Linkbases as rows: extended links, locators, resources, arcs (XBRL 2.1, 3.5.3).

use crate::model::{Decimal, Name, Place, QName, Span, Text};

use super::component::Rows;
use super::ids::{
    ArcId, ArcroleTypeId, AttributeId, ConceptId, ElementId, FragmentId, LinkId, LocatorId, ResourceId, RoleTypeId,
    SourceId, TypeId,
};

/// An extended link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The element's name.
    pub element: QName,
    /// `xlink:role`; empty where there is none.
    pub role: Name,
    /// Its `id` attribute.
    pub id: Option<Name>,
    /// The document that it stands in.
    pub source: SourceId,
    /// Where it begins.
    pub place: Place,
    /// Its locators.
    pub locators: Rows,
    /// Its resources.
    pub resources: Rows,
    /// Its arcs.
    pub arcs: Rows,
    /// Its `xlink:label` values, each once: spans of them, addressed by the numbers in locators, resources and arcs.
    pub labels: Rows,
}

/// A locator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Locator {
    /// The element's name.
    pub element: QName,
    /// The link that it stands in.
    pub link: LinkId,
    /// Its `xlink:label`, as a number within the link.
    pub label: u32,
    /// The reference to the document: a row of [`Taxonomy::references`](super::Taxonomy::references).
    pub reference: u32,
    /// The fragment of its `xlink:href`, decoded; empty where there is none.
    pub fragment: Name,
    /// What it points at.
    pub target: Target,
    /// Its `xlink:role`; empty where there is none.
    pub role: Name,
    /// Where it begins.
    pub place: Place,
}

impl Locator {
    /// The number of a label that isn't written.
    pub const NO_LABEL: u32 = u32::MAX;
}

/// A resource.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resource {
    /// The element's name.
    pub element: QName,
    /// The link that it stands in.
    pub link: LinkId,
    /// Its `xlink:label`, as a number within the link.
    pub label: u32,
    /// Its `xlink:role`; empty where there is none.
    pub role: Name,
    /// The language in force, as written; empty where there is none.
    pub language: Name,
    /// Its `id` attribute.
    pub id: Option<Name>,
    /// Its text, that of its descendants included.
    pub text: Text,
    /// Everything between its tags, as written.
    pub content: Span,
    /// Where it begins.
    pub place: Place,
}

/// An arc, which stands for a relationship from everything that its `xlink:from` names to everything
/// that its `xlink:to` names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arc {
    /// The element's name.
    pub element: QName,
    /// The link that it stands in.
    pub link: LinkId,
    /// `xlink:arcrole`; empty where there is none.
    pub arcrole: Name,
    /// `xlink:from`, as a number within the link.
    pub from: u32,
    /// `xlink:to`, as a number within the link.
    pub to: u32,
    /// The place of the target among its siblings; none where it isn't written, or is no number.
    pub order: Option<Decimal>,
    /// The factor of a summation; none where it isn't written, or is no number.
    pub weight: Option<Decimal>,
    /// `priority`, 0 where it isn't written.
    pub priority: i64,
    /// Whether `use` is `prohibited`.
    pub prohibited: bool,
    /// The role of the label that presents the target here; empty where there is none.
    pub preferred_label: Name,
    /// Its other attributes, XLink's left out: rows of [`Links::arc_attributes`](super::Links).
    pub attributes: Rows,
    /// Where it begins.
    pub place: Place,
}

impl Arc {
    /// The order, 1 where none is written (XBRL 2.1, 3.5.3.9.5).
    #[must_use]
    pub fn effective_order(&self) -> Decimal {
        self.order.clone().unwrap_or(Decimal::ONE)
    }
}

/// What a reference with a fragment points at, and what a relationship ends at.
///
/// The same element of a document is the same target, however it is pointed at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Target {
    /// A concept.
    Concept(ConceptId),
    /// An element declaration that is no concept.
    Element(ElementId),
    /// An attribute declaration.
    Attribute(AttributeId),
    /// A type definition.
    Type(TypeId),
    /// A role type.
    RoleType(RoleTypeId),
    /// An arcrole type.
    ArcroleType(ArcroleTypeId),
    /// An extended link.
    Link(LinkId),
    /// A locator.
    Locator(LocatorId),
    /// A resource.
    Resource(ResourceId),
    /// An arc.
    Arc(ArcId),
    /// Any other element.
    Fragment(FragmentId),
    /// A whole document.
    Document(SourceId),
    /// An element that the document doesn't have.
    Nothing,
    /// Something in a document that could not be found or read.
    Missing,
}

/// A relationship: what one arc says of one pair.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Relationship {
    /// The arc, which has order, weight and the rest.
    pub arc: ArcId,
    /// What it comes from.
    pub from: Target,
    /// What it goes to.
    pub to: Target,
}
