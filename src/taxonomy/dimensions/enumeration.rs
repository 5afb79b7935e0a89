//! Enumerations: concepts whose values are members of a domain (Extensible Enumerations 1.0, 2; 2.0, 4).

use crate::model::{Documents, Name, Place, QName};
use crate::taxonomy::Taxonomy;
use crate::taxonomy::component::{Concept, ConceptKind};
use crate::taxonomy::ids::ConceptId;
use crate::taxonomy::merge::Extent;
use crate::xml;

/// A concept whose values are members of a domain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Enumeration {
    /// The concept.
    pub concept: ConceptId,
    /// By which specification.
    pub version: EnumerationVersion,
    /// Whether a value is a set of members, and not one.
    pub set: bool,
    /// The head of the domain.
    pub head: DomainHead,
    /// The role in which the members of the domain are; none where it is not written.
    pub role: Option<Name>,
    /// Whether the head is a value as well.
    pub head_usable: bool,
    /// Where the concept is declared.
    pub place: Place,
}

/// The specification that an enumeration keeps to: that of its type's namespace.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EnumerationVersion {
    /// Extensible Enumerations 1.0: a value is a qualified name.
    V1,
    /// Extensible Enumerations 2.0: values are namespaces with local names behind a `#`.
    V2,
}

/// What an enumeration's `domain` attribute says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DomainHead {
    /// Nothing: there is none.
    Missing,
    /// A name of no concept.
    Unknown(Box<str>),
    /// A concept.
    Concept(ConceptId),
}

impl DomainHead {
    /// The concept, where it is an item that can be a member.
    #[must_use]
    pub fn item(&self, taxonomy: &Taxonomy) -> Option<ConceptId> {
        match self {
            DomainHead::Concept(id) if taxonomy.get(*id).kind == ConceptKind::Item => Some(*id),
            _ => None,
        }
    }
}

/// Finds the enumerations among the concepts behind some, in their order.
pub(in crate::taxonomy) fn find(taxonomy: &mut Taxonomy, since: &Extent, documents: &Documents) {
    let found = found(taxonomy, since, documents);
    taxonomy.enumerations.extend(found);
}

fn found(taxonomy: &Taxonomy, since: &Extent, documents: &Documents) -> Vec<Enumeration> {
    let types = [
        (EnumerationVersion::V1, Name::ENUM, "enumerationItemType", false),
        (EnumerationVersion::V2, Name::ENUM2, "enumerationItemType", false),
        (EnumerationVersion::V2, Name::ENUM2, "enumerationSetItemType", true),
    ];
    let known = types.iter().filter_map(|(version, namespace, local, set)| {
        let id = taxonomy.type_named(QName::new(*namespace, *local))?;
        Some((id, *version, *set))
    });
    let known: Vec<_> = known.collect();
    if known.is_empty() {
        return Vec::new();
    }
    let enumeration = |(id, concept): (ConceptId, &Concept)| {
        let found = taxonomy.bases(concept.type_id).find_map(|base| known.iter().find(|(id, ..)| *id == base))?;
        let (_, version, set) = *found;
        let attribute = |local| attribute(taxonomy, documents, concept, version, local);
        let head = match attribute("domain") {
            None => DomainHead::Missing,
            Some(name) => match resolve(taxonomy, documents, concept, name).and_then(|name| taxonomy.concept(name)) {
                None => DomainHead::Unknown(name.into()),
                Some(head) => DomainHead::Concept(head),
            },
        };
        let role = attribute("linkrole").map(Name::new);
        let head_usable = matches!(attribute("headUsable"), Some("true" | "1"));
        Some(Enumeration { concept: id, version, set, head, role, head_usable, place: concept.place })
    };
    taxonomy.concepts_since(since.concepts).filter_map(enumeration).collect()
}

/// An attribute of a concept's declaration, in the namespace of a specification.
fn attribute<'a>(
    taxonomy: &'a Taxonomy,
    documents: &'a Documents,
    concept: &Concept,
    version: EnumerationVersion,
    local: &str,
) -> Option<&'a str> {
    let namespace = match version {
        EnumerationVersion::V1 => Name::ENUM,
        EnumerationVersion::V2 => Name::ENUM2,
    };
    let own = taxonomy.element_of(concept.element).foreign.of(&taxonomy.schema.foreign_attributes);
    let found = own.iter().find(|attribute| attribute.name == QName::new(namespace, local))?;
    Some(found.value.get(documents).trim())
}

/// A qualified name by the prefixes in scope where a concept is declared. Nearly always the schema's root has them;
/// what only the declaration has is looked up in the document.
fn resolve(taxonomy: &Taxonomy, documents: &Documents, concept: &Concept, name: &str) -> Option<QName> {
    let source = taxonomy.element_of(concept.element).source;
    let schema = taxonomy.schema.schemas.iter().find(|schema| schema.source == source)?;
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let of_root = schema.prefixes.iter().find(|(known, _)| known.as_str() == prefix).map(|(_, namespace)| *namespace);
    let of_root = of_root.or_else(|| prefix.is_empty().then_some(Name::EMPTY));
    Some(QName::new(of_root.or_else(|| prefix_at(documents, concept.place, prefix))?, local))
}

/// The namespace of a prefix that is in scope at an element.
fn prefix_at(documents: &Documents, place: Place, prefix: &str) -> Option<Name> {
    let tree = xml::parse(place.document, documents.get(place.document).text()).ok()?;
    tree.root().descendants().find(|node| node.place() == place)?.resolve_prefix(prefix)
}
