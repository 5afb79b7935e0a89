//! Puts the rows of many documents into one set of lists: every number moves by the rows before it.

use super::component::{AttributeRef, Content, Rows, Term, TypeRef};
use super::ids::{
    ArcId, ArcroleTypeId, AttributeId, ElementId, LinkId, LocatorId, ParticleId, ResourceId, RoleTypeId, TypeId,
};
use super::link::Target;
use super::rows::{LinkRows, SchemaRows};

/// How many rows of each list stood there before.
#[derive(Clone, Copy, Default)]
pub(super) struct Offsets {
    elements: u32,
    attributes: u32,
    types: u32,
    links: u32,
    locators: u32,
    resources: u32,
    arcs: u32,
    role_types: u32,
    arcrole_types: u32,
}

impl Offsets {
    /// The present lengths of the lists.
    pub(super) fn of(schema: &SchemaRows, links: &LinkRows, role_types: usize, arcrole_types: usize) -> Offsets {
        Offsets {
            elements: schema.elements.len() as u32,
            attributes: schema.attributes.len() as u32,
            types: schema.types.len() as u32,
            links: links.links.len() as u32,
            locators: links.locators.len() as u32,
            resources: links.resources.len() as u32,
            arcs: links.arcs.len() as u32,
            role_types: role_types as u32,
            arcrole_types: arcrole_types as u32,
        }
    }

    /// A target of a document's own numbers as one of the whole's.
    pub(super) fn target(&self, target: Target) -> Target {
        match target {
            Target::Element(id) => Target::Element(ElementId(id.0 + self.elements)),
            Target::Attribute(id) => Target::Attribute(AttributeId(id.0 + self.attributes)),
            Target::Type(id) => Target::Type(TypeId(id.0 + self.types)),
            Target::RoleType(id) => Target::RoleType(RoleTypeId(id.0 + self.role_types)),
            Target::ArcroleType(id) => Target::ArcroleType(ArcroleTypeId(id.0 + self.arcrole_types)),
            Target::Link(id) => Target::Link(LinkId(id.0 + self.links)),
            Target::Locator(id) => Target::Locator(LocatorId(id.0 + self.locators)),
            Target::Resource(id) => Target::Resource(ResourceId(id.0 + self.resources)),
            Target::Arc(id) => Target::Arc(ArcId(id.0 + self.arcs)),
            other => other,
        }
    }
}

fn shift_rows(rows: &mut Rows, by: usize) {
    rows.start += by as u32;
    rows.end += by as u32;
}

fn shift_type(reference: &mut TypeRef, by: usize) {
    if let TypeRef::Inline(id) = reference {
        id.0 += by as u32;
    }
}

impl SchemaRows {
    /// Adds the rows of a document behind the present ones.
    pub(super) fn append(&mut self, mut other: SchemaRows) {
        let (types, particles) = (self.types.len(), self.particles.len());
        let (elements, attributes) = (self.elements.len(), self.attributes.len());
        for element in &mut other.elements {
            shift_type(&mut element.declared_type, types);
            shift_rows(&mut element.foreign, self.foreign_attributes.len());
        }
        for attribute in &mut other.attributes {
            shift_type(&mut attribute.declared_type, types);
        }
        for id in &mut other.global_attributes {
            id.0 += attributes as u32;
        }
        for definition in &mut other.types {
            shift_type(&mut definition.declared_base, types);
            shift_type(&mut definition.value_type, types);
            shift_rows(&mut definition.facets, self.facets.len());
            shift_rows(&mut definition.members, self.members.len());
            if let Content::Children(ParticleId(particle)) = &mut definition.content {
                *particle += particles as u32;
            }
            if let Some(set) = &mut definition.attributes {
                *set += self.attribute_sets.len() as u32;
            }
        }
        for member in &mut other.members {
            shift_type(member, types);
        }
        for set in &mut other.attribute_sets {
            shift_rows(&mut set.uses, self.attribute_uses.len());
        }
        for attribute in &mut other.attribute_uses {
            if let AttributeRef::Inline(id) = &mut attribute.attribute {
                id.0 += attributes as u32;
            }
        }
        for particle in &mut other.particles {
            match &mut particle.term {
                Term::Element(id) => id.0 += elements as u32,
                Term::Group(_, rows) => shift_rows(rows, particles),
                Term::ElementNamed(_) | Term::GroupNamed(_) | Term::Wildcard(_) => {}
            }
        }
        for ParticleId(particle) in other.groups.iter_mut().filter_map(|group| group.particle.as_mut()) {
            *particle += particles as u32;
        }
        for group in &mut other.attribute_groups {
            group.set += self.attribute_sets.len() as u32;
        }
        self.take(other);
    }

    fn take(&mut self, mut other: SchemaRows) {
        self.schemas.append(&mut other.schemas);
        self.elements.append(&mut other.elements);
        self.attributes.append(&mut other.attributes);
        self.global_attributes.append(&mut other.global_attributes);
        self.types.append(&mut other.types);
        self.facets.append(&mut other.facets);
        self.members.append(&mut other.members);
        self.attribute_sets.append(&mut other.attribute_sets);
        self.attribute_uses.append(&mut other.attribute_uses);
        self.particles.append(&mut other.particles);
        self.groups.append(&mut other.groups);
        self.attribute_groups.append(&mut other.attribute_groups);
        self.foreign_attributes.append(&mut other.foreign_attributes);
    }
}

impl LinkRows {
    /// Adds the rows of a document behind the present ones; its references begin at a row of the whole's.
    pub(super) fn append(&mut self, mut other: LinkRows, first_reference: u32) {
        let links = self.links.len() as u32;
        for linkbase in &mut other.linkbases {
            shift_rows(&mut linkbase.links, self.links.len());
            shift_rows(&mut linkbase.role_refs, self.role_refs.len());
        }
        for role_ref in &mut other.role_refs {
            role_ref.reference += first_reference;
        }
        for link in &mut other.links {
            shift_rows(&mut link.locators, self.locators.len());
            shift_rows(&mut link.resources, self.resources.len());
            shift_rows(&mut link.arcs, self.arcs.len());
            shift_rows(&mut link.labels, self.labels.len());
        }
        for locator in &mut other.locators {
            locator.link.0 += links;
            locator.reference += first_reference;
        }
        for resource in &mut other.resources {
            resource.link.0 += links;
        }
        for arc in &mut other.arcs {
            arc.link.0 += links;
            shift_rows(&mut arc.attributes, self.arc_attributes.len());
        }
        self.linkbases.append(&mut other.linkbases);
        self.role_refs.append(&mut other.role_refs);
        self.links.append(&mut other.links);
        self.locators.append(&mut other.locators);
        self.resources.append(&mut other.resources);
        self.arcs.append(&mut other.arcs);
        self.arc_attributes.append(&mut other.arc_attributes);
        self.labels.append(&mut other.labels);
    }
}
