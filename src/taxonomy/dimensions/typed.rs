//! Typed dimensions: what their `xbrldt:typedDomainRef` points at (Dimensions 1.0, 2.5.2.1.1).

use rustc_hash::FxHashMap;

use crate::model::name::local;
use crate::model::{Documents, Name, Place, QName};
use crate::taxonomy::Taxonomy;
use crate::taxonomy::fragment::Resolver;
use crate::taxonomy::ids::ElementId;
use crate::taxonomy::link::Target;
use crate::taxonomy::merge::Extent;
use crate::taxonomy::reference::{ReferenceKind, parts};

/// A `xbrldt:typedDomainRef` attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TypedDomain {
    /// The element declaration that has it: a dimension, if all is well.
    pub element: ElementId,
    /// The reference to the document: a row of [`Taxonomy::references`].
    pub reference: u32,
    /// The fragment, decoded; empty where there is none.
    pub fragment: Name,
    /// What it points at.
    pub target: Target,
    /// Where it stands.
    pub place: Place,
}

/// Finds the typed domains of the elements behind some, in their order.
pub(in crate::taxonomy) fn find(
    taxonomy: &mut Taxonomy,
    since: &Extent,
    resolver: &mut Resolver<'_>,
    documents: &Documents,
) {
    let references = taxonomy.references.iter().enumerate().skip(since.references);
    let typed = references.filter(|(_, reference)| reference.kind == ReferenceKind::TypedDomain);
    let by_place: FxHashMap<Place, u32> =
        typed.filter_map(|(row, reference)| Some((reference.place?, row as u32))).collect();
    if by_place.is_empty() {
        return;
    }
    let name = QName { namespace: Name::XBRLDT, local: local::TYPED_DOMAIN_REF };
    for row in since.elements..taxonomy.schema.elements.len() {
        let element = &taxonomy.schema.elements[row];
        let Some(reference) = by_place.get(&element.place).copied() else { continue };
        let foreign = element.foreign.of(&taxonomy.schema.foreign_attributes);
        let Some(attribute) = foreign.iter().find(|attribute| attribute.name == name) else { continue };
        let (_, fragment) = parts(attribute.value.get(documents));
        let (place, target) = (attribute.place, taxonomy.follow(resolver, reference, fragment));
        taxonomy.typed_domains.push(TypedDomain { element: ElementId::at(row), reference, fragment, target, place });
    }
}
