//! What one document says, as rows with numbers of its own; merging moves them to the numbers of the whole.

use crate::model::{DocumentId, Name, Place, QName};
use crate::xml::Parsed;

use super::component::{
    Attribute, AttributeSet, AttributeUse, Element, Facet, ForeignAttribute, Particle, RoleType, Rows, Type, TypeRef,
};
use super::ids::{AttributeId, ParticleId, SourceId};
use super::link::{Arc, Link, Locator, Resource, Target};
use super::reference::{References, RoleRef};
use super::table::{Rack, Table};

/// What the root of a document is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SourceKind {
    /// A schema.
    Schema,
    /// A linkbase.
    Linkbase,
    /// An instance, or an inline document: not part of the taxonomy set that it starts.
    Instance,
    /// Something else.
    Other(QName),
    /// Nothing that could be read.
    Unreadable,
}

/// A `linkbase` element: a document's root, or inside a schema.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Linkbase {
    /// The document that it stands in.
    pub source: SourceId,
    /// Its `id` attribute.
    pub id: Option<Name>,
    /// Where it begins.
    pub place: Place,
    /// Its extended links.
    pub links: Rows,
    /// Its `roleRef` and `arcroleRef` elements.
    pub role_refs: Rows,
}

/// A schema's own attributes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Schema {
    /// The document.
    pub source: SourceId,
    /// `targetNamespace` as written; the empty name where it is written and empty.
    pub target: Option<Name>,
    /// The namespace of what it defines: its own, or that of the schema that includes it.
    pub namespace: Name,
    /// The prefixes that its root declares, with their namespaces.
    pub prefixes: Vec<(Name, Name)>,
    /// Where it begins.
    pub place: Place,
}

/// A named group of particles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its name.
    pub name: QName,
    /// What it stands for; none where nothing is written.
    pub particle: Option<ParticleId>,
    /// Where it is defined.
    pub place: Place,
}

/// A named group of attributes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AttributeGroup {
    /// Its name.
    pub name: QName,
    /// A row of the attribute sets.
    pub set: u32,
    /// Where it is defined.
    pub place: Place,
}

/// The rows of one schema, or of all.
#[derive(Clone, Debug, Default)]
pub struct SchemaRows {
    /// The schemas.
    pub schemas: Vec<Schema>,
    /// Element declarations.
    pub elements: Rack<Element>,
    /// Attribute declarations.
    pub attributes: Vec<Attribute>,
    /// The global ones among them.
    pub global_attributes: Vec<AttributeId>,
    /// Type definitions.
    pub types: Vec<Type>,
    /// Facets of types.
    pub facets: Vec<Facet>,
    /// Members of unions.
    pub members: Vec<TypeRef>,
    /// Attributes of types and attribute groups.
    pub attribute_sets: Vec<AttributeSet>,
    /// The attributes in them.
    pub attribute_uses: Vec<AttributeUse>,
    /// Particles; those of one model group are neighbours.
    pub particles: Vec<Particle>,
    /// Named groups of particles.
    pub groups: Vec<Group>,
    /// Named groups of attributes.
    pub attribute_groups: Vec<AttributeGroup>,
    /// Attributes of other namespaces on elements.
    pub foreign_attributes: Vec<ForeignAttribute>,
}

/// The rows of one document's linkbases; those of all are [`Links`].
#[derive(Clone, Debug, Default)]
pub(super) struct LinkRows {
    /// The linkbases.
    pub linkbases: Vec<Linkbase>,
    /// `roleRef` and `arcroleRef` elements.
    pub role_refs: Vec<RoleRef>,
    /// Extended links.
    pub links: Vec<Link>,
    /// Locators.
    pub locators: Vec<Locator>,
    /// Resources.
    pub resources: Vec<Resource>,
    /// Arcs.
    pub arcs: Vec<Arc>,
    /// Names and values of arcs' attributes that have no field of their own.
    pub arc_attributes: Vec<(QName, Name)>,
    /// Where each `xlink:label` value of a link stands first.
    pub labels: Vec<Place>,
}

/// The rows of all linkbases.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// The linkbases.
    pub linkbases: Vec<Linkbase>,
    /// `roleRef` and `arcroleRef` elements.
    pub role_refs: Vec<RoleRef>,
    /// Extended links.
    pub links: Vec<Link>,
    /// Locators.
    pub locators: Table<Locator>,
    /// Resources.
    pub resources: Table<Resource>,
    /// Arcs.
    pub arcs: Table<Arc>,
    /// Names and values of arcs' attributes that have no field of their own.
    pub arc_attributes: Table<(QName, Name)>,
    /// Where each `xlink:label` value of a link stands first.
    pub labels: Table<Place>,
}

/// Everything that one document says.
#[derive(Debug)]
pub(super) struct DocumentRows {
    pub(super) kind: SourceKind,
    pub(super) references: References,
    pub(super) schema: SchemaRows,
    pub(super) links: LinkRows,
    pub(super) role_types: Vec<RoleType>,
    pub(super) arcrole_types: Vec<RoleType>,
    /// What has an `id` attribute among the rows.
    pub(super) ids: Vec<(Name, Target)>,
    pub(super) source: SourceId,
    pub(super) document: DocumentId,
    /// The document itself, where it is a schema or a linkbase that isn't built in.
    pub(super) parsed: Option<Parsed>,
}

impl DocumentRows {
    pub(super) fn new(source: SourceId, document: DocumentId, kind: SourceKind) -> DocumentRows {
        DocumentRows {
            kind,
            references: References::new(source),
            schema: SchemaRows::default(),
            links: LinkRows::default(),
            role_types: Vec::new(),
            arcrole_types: Vec::new(),
            ids: Vec::new(),
            source,
            document,
            parsed: None,
        }
    }
}
