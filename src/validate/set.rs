//! What is looked at where the taxonomy itself is judged: the documents of its set that aren't built in.

use rustc_hash::FxHashSet;

use crate::model::{DocumentId, Place};
use crate::taxonomy::{Concept, ConceptKind, Element, Source, SourceId, Target, Taxonomy, TypeRef};

/// A taxonomy under examination.
pub(super) struct Set<'a> {
    pub(super) taxonomy: &'a Taxonomy,
    /// Whether a document is judged, by its number.
    judged: Vec<bool>,
    /// The texts of those documents.
    documents: FxHashSet<DocumentId>,
}

impl<'a> Set<'a> {
    pub(super) fn new(taxonomy: &'a Taxonomy) -> Set<'a> {
        // What was judged under another filing and found sound needn't be judged again.
        let first = if taxonomy.is_base_sound() { taxonomy.base_sources().len() } else { 0 };
        let is_judged = |(number, source): (usize, &Source)| number >= first && source.is_judged();
        let judged = taxonomy.sources().iter().enumerate().map(is_judged).collect();
        let mut set = Set { taxonomy, judged, documents: FxHashSet::default() };
        set.documents = set.sources().map(|source| source.document).collect();
        set
    }

    /// The documents that are judged.
    pub(super) fn sources(&self) -> impl Iterator<Item = &'a Source> {
        let judged = self.taxonomy.sources().iter().zip(&self.judged);
        judged.filter(|(_, judged)| **judged).map(|(source, _)| source)
    }

    /// Whether what stands somewhere is judged.
    pub(super) fn has_place(&self, place: Place) -> bool {
        self.documents.contains(&place.document)
    }

    /// Whether what a document says is judged.
    pub(super) fn has(&self, source: SourceId) -> bool {
        self.judged[source.index()]
    }

    /// Whether everything that the documents ask for was found: what isn't declared is declared nowhere then.
    pub(super) fn is_complete(&self) -> bool {
        self.taxonomy.missing().is_empty()
    }

    /// The concept that something is.
    pub(super) fn concept(&self, target: Target) -> Option<&'a Concept> {
        match target {
            Target::Concept(id) => Some(self.taxonomy.get(id)),
            _ => None,
        }
    }

    /// Whether a target can't be judged: it was not found, or its substitution group ends in a document that wasn't.
    pub(super) fn is_unknown(&self, target: Target) -> bool {
        match target {
            Target::Nothing | Target::Missing => true,
            Target::Element(id) => {
                let last = self.taxonomy.heads(id).last();
                let head = last.and_then(|element| element.head.filter(|_| element.head_element.is_none()));
                head.is_some_and(|head| self.taxonomy.may_be_missing(head))
            }
            _ => false,
        }
    }

    /// Whether all types that an element's type is derived from were found.
    pub(super) fn is_type_known(&self, element: &Element) -> bool {
        let is_known = |reference: TypeRef| match reference {
            TypeRef::Named(name) => self.taxonomy.type_named(name).is_some(),
            TypeRef::None | TypeRef::Inline(_) => true,
        };
        is_known(element.declared_type)
            && self.taxonomy.bases(element.type_id).all(|id| is_known(self.taxonomy.type_of(id).declared_base))
    }

    /// Where what a target points at stands, where that is one element of a list.
    pub(super) fn place_of(&self, target: Target) -> Option<Place> {
        let taxonomy = self.taxonomy;
        Some(match target {
            Target::Concept(id) => taxonomy.get(id).place,
            Target::Element(id) => taxonomy.element_of(id).place,
            Target::Resource(id) => taxonomy.resource(id).place,
            Target::Arc(id) => taxonomy.arc(id).place,
            Target::Link(id) => taxonomy.links().links[id.index()].place,
            Target::Locator(id) => taxonomy.links().locators[id.index()].place,
            Target::RoleType(id) => taxonomy.role_types()[id.index()].place,
            Target::ArcroleType(id) => taxonomy.arcrole_types()[id.index()].place,
            Target::Fragment(id) => taxonomy.fragment(id).place,
            Target::Type(id) => return taxonomy.type_of(id).place,
            Target::Attribute(_) | Target::Document(_) | Target::Nothing | Target::Missing => return None,
        })
    }

    /// What a target points at, in words.
    pub(super) fn words(&self, target: Target) -> String {
        let taxonomy = self.taxonomy;
        match target {
            Target::Concept(id) => {
                let concept = taxonomy.get(id);
                let kind = if concept.kind == ConceptKind::Tuple { "tuple" } else { "item" };
                format!("the {kind} {}", concept.name.local)
            }
            Target::Element(id) => format!("the element {}, which is no concept", taxonomy.element_of(id).name.local),
            Target::Resource(id) => format!("a {} resource", taxonomy.resource(id).element.local),
            Target::Attribute(_) => "an attribute declaration".to_owned(),
            Target::Type(_) => "a type definition".to_owned(),
            Target::RoleType(_) => "a role type".to_owned(),
            Target::ArcroleType(_) => "an arcrole type".to_owned(),
            Target::Link(_) => "an extended link".to_owned(),
            Target::Locator(_) => "a locator".to_owned(),
            Target::Arc(_) => "an arc".to_owned(),
            Target::Fragment(id) => format!("the element {}", taxonomy.fragment(id).name.local),
            Target::Document(_) => "a whole document".to_owned(),
            Target::Nothing | Target::Missing => "nothing that was found".to_owned(),
        }
    }
}
