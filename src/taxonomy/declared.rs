//! Declarations by where an element or an attribute stands, without matching its siblings, and what they make of texts
//! that are compared.

use hashbrown::HashSet;

use crate::model::{Documents, QName};

use super::Taxonomy;
use super::component::{Attribute, Term, ValueConstraint};
use super::ids::{AttributeId, ElementId, ParticleId, TypeId};

impl Taxonomy {
    /// The global attribute of a name.
    #[must_use]
    pub fn attribute(&self, name: QName) -> Option<AttributeId> {
        self.names.attributes.get(&name).copied()
    }

    /// An attribute declaration.
    #[must_use]
    pub fn attribute_of(&self, id: AttributeId) -> &Attribute {
        &self.schema.attributes[id.index()]
    }

    /// The declaration of an element of that name that stands in an element of a type: the type's own, else the
    /// global one.
    ///
    /// Elements of one name in one content model have one type (XML Schema 1.0 part 1, 3.8.6), so that
    /// what stands beside it doesn't matter.
    #[must_use]
    pub fn element_within(&self, parent: TypeId, name: QName) -> Option<ElementId> {
        self.local_element(parent, name).or_else(|| self.element(name))
    }

    /// What is compared of a text of a type, or of none, when things are s-equal (XBRL 2.1, 4.10); none where it is
    /// equal to nothing.
    #[must_use]
    pub fn comparable(&self, type_id: Option<TypeId>, text: &str) -> Option<String> {
        match type_id.and_then(|type_id| self.simple_type(type_id)) {
            Some(simple) => simple.comparable(text),
            None => Some(text.to_owned()),
        }
    }

    /// What is compared of the attributes of an element of a type, or of none: those that are written and those that
    /// the type adds, sorted by their names; none where one of them is equal to nothing.
    pub fn comparable_attributes<'v>(
        &self,
        type_id: Option<TypeId>,
        written: impl Iterator<Item = (QName, &'v str)>,
        documents: &Documents,
    ) -> Option<Vec<(QName, String)>> {
        let used = type_id.map_or(&[][..], |type_id| self.attributes_of(type_id));
        let type_of = |attribute| self.attribute_of(attribute).type_id;
        let mut values: Vec<(QName, String)> = Vec::new();
        for (name, text) in written {
            let own = used.iter().find(|used| used.name == name).map(|used| used.attribute);
            let declaration = own.or_else(|| self.attribute(name));
            values.push((name, self.comparable(declaration.map(type_of), text)?));
        }
        for used in used {
            let (ValueConstraint::Default(value) | ValueConstraint::Fixed(value)) = &used.value else { continue };
            if values.iter().all(|(name, _)| *name != used.name) {
                values.push((used.name, self.comparable(Some(type_of(used.attribute)), value.get(documents))?));
            }
        }
        values.sort_unstable_by_key(|(name, _)| name.sort_key());
        Some(values)
    }

    /// The element of that name that a type's content model declares on the spot.
    fn local_element(&self, parent: TypeId, name: QName) -> Option<ElementId> {
        let mut open: Vec<ParticleId> = self.types.effective[parent.index()].content.clone();
        let mut seen: HashSet<ParticleId> = open.iter().copied().collect();
        while let Some(particle) = open.pop() {
            let inside = match &self.schema.particles[particle.index()].term {
                Term::Element(id) if self.element_of(*id).name == name => return Some(*id),
                Term::Element(_) | Term::ElementNamed(_) | Term::Wildcard(_) => continue,
                Term::Group(_, rows) => rows.indices(),
                Term::GroupNamed(group) => {
                    let row = self.names.groups.get(group);
                    let particle = row.and_then(|row| self.schema.groups[*row as usize].particle);
                    particle.map_or(0..0, |particle| particle.index()..particle.index() + 1)
                }
            };
            open.extend(inside.map(ParticleId::at).filter(|particle| seen.insert(*particle)));
        }
        None
    }
}
