//! Puts the rows of many documents into one set of lists: every number moves by the rows before it.

use super::Taxonomy;
use super::component::{AttributeRef, Content, Rows, Term, TypeRef};
use super::ids::{
    ArcId, ArcroleTypeId, AttributeId, ElementId, LinkId, LocatorId, ParticleId, ResourceId, RoleTypeId, TypeId,
};
use super::link::Target;
use super::rows::{LinkRows, Links, SchemaRows};

/// How many rows of each list there are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extent {
    pub(super) sources: usize,
    pub(super) missing: usize,
    pub(super) references: usize,
    pub(super) elements: usize,
    pub(super) concepts: usize,
    pub(super) attributes: usize,
    pub(super) global_attributes: usize,
    pub(super) types: usize,
    pub(super) groups: usize,
    pub(super) attribute_groups: usize,
    pub(super) links: usize,
    pub(super) locators: usize,
    pub(super) role_refs: usize,
    pub(super) resources: usize,
    pub(super) arcs: usize,
    pub(super) role_types: usize,
    pub(super) arcrole_types: usize,
    pub(super) networks: usize,
    pub(super) relationships: usize,
}

impl Taxonomy {
    /// The present lengths of the lists.
    pub(super) fn extent(&self) -> Extent {
        let (schema, links) = (&self.schema, &self.links);
        Extent {
            sources: self.sources.len(),
            missing: self.missing.len(),
            references: self.references.len(),
            elements: schema.elements.len(),
            concepts: self.concepts.len(),
            attributes: schema.attributes.len(),
            global_attributes: schema.global_attributes.len(),
            types: schema.types.len(),
            groups: schema.groups.len(),
            attribute_groups: schema.attribute_groups.len(),
            links: links.links.len(),
            locators: links.locators.len(),
            role_refs: links.role_refs.len(),
            resources: links.resources.len(),
            arcs: links.arcs.len(),
            role_types: self.role_types.len(),
            arcrole_types: self.arcrole_types.len(),
            networks: self.networks.networks.len(),
            relationships: self.networks.relationships.len(),
        }
    }
}

impl Extent {
    /// A target of a document's own numbers as one of the whole's.
    pub(super) fn target(&self, target: Target) -> Target {
        match target {
            Target::Element(id) => Target::Element(ElementId(id.0 + self.elements as u32)),
            Target::Attribute(id) => Target::Attribute(AttributeId(id.0 + self.attributes as u32)),
            Target::Type(id) => Target::Type(TypeId(id.0 + self.types as u32)),
            Target::RoleType(id) => Target::RoleType(RoleTypeId(id.0 + self.role_types as u32)),
            Target::ArcroleType(id) => Target::ArcroleType(ArcroleTypeId(id.0 + self.arcrole_types as u32)),
            Target::Link(id) => Target::Link(LinkId(id.0 + self.links as u32)),
            Target::Locator(id) => Target::Locator(LocatorId(id.0 + self.locators as u32)),
            Target::Resource(id) => Target::Resource(ResourceId(id.0 + self.resources as u32)),
            Target::Arc(id) => Target::Arc(ArcId(id.0 + self.arcs as u32)),
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
        for element in other.elements.own() {
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
        append(&mut self.schemas, other.schemas);
        append(self.elements.own(), std::mem::take(other.elements.own()));
        append(&mut self.attributes, other.attributes);
        append(&mut self.global_attributes, other.global_attributes);
        append(&mut self.types, other.types);
        append(&mut self.facets, other.facets);
        append(&mut self.members, other.members);
        append(&mut self.attribute_sets, other.attribute_sets);
        append(&mut self.attribute_uses, other.attribute_uses);
        append(&mut self.particles, other.particles);
        append(&mut self.groups, other.groups);
        append(&mut self.attribute_groups, other.attribute_groups);
        append(&mut self.foreign_attributes, other.foreign_attributes);
    }
}

/// Adds rows behind others; the first ones needn't be moved.
pub(super) fn append<T>(rows: &mut Vec<T>, mut others: Vec<T>) {
    if rows.is_empty() {
        *rows = others;
    } else {
        rows.append(&mut others);
    }
}

impl Links {
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
        append(&mut self.linkbases, other.linkbases);
        append(&mut self.role_refs, other.role_refs);
        append(&mut self.links, other.links);
        append(self.locators.own(), other.locators);
        append(self.resources.own(), other.resources);
        append(self.arcs.own(), other.arcs);
        append(self.arc_attributes.own(), other.arc_attributes);
        append(self.labels.own(), other.labels);
    }
}
