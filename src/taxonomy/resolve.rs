//! Finds what the names in schemas mean: declarations by name, substitution groups, types, and which
//! elements are concepts (XML Schema 1.0 part 1, 3; XBRL 2.1, 5.1.1).

use rustc_hash::FxHashMap;

use crate::model::name::local;
use crate::model::{Name, Place, QName};
use crate::xml::types::BuiltIn;

use super::component::{
    Concept, ConceptKind, Content, Derivation, Derivations, Element, ItemType, Rows, Type, TypeKind, TypeRef,
};
use super::ids::{AttributeId, ConceptId, ElementId, TypeId};
use super::kept_index::{KeptIndex, hash_of};
use super::merge::Extent;
use super::rows::SchemaRows;
use super::table::Rack;

/// `xs:anyType`, the first of all types.
pub(super) const ANY_TYPE: TypeId = TypeId(0);

/// `xs:anySimpleType`, the second of all types.
pub(super) const ANY_SIMPLE_TYPE: TypeId = TypeId(1);

/// What can be declared with a name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ComponentKind {
    /// An element.
    Element,
    /// A type.
    Type,
    /// An attribute.
    Attribute,
    /// A group of particles.
    Group,
    /// A group of attributes.
    AttributeGroup,
}

/// A name that is declared a second time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Duplicate {
    /// What is declared.
    pub kind: ComponentKind,
    /// Its name.
    pub name: QName,
    /// The declaration that counts.
    pub first: Place,
    /// The other one.
    pub again: Place,
}

/// A name that is referred to and nowhere declared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unresolved {
    /// What it should be.
    pub kind: ComponentKind,
    /// The name.
    pub name: QName,
    /// The component that refers to it.
    pub place: Place,
}

/// Declarations by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Those that are in no snapshot.
    pub(super) elements: FxHashMap<QName, ElementId>,
    /// Those of a snapshot, by the hashes of their names.
    pub(super) kept_elements: Option<KeptIndex>,
    pub(super) types: FxHashMap<QName, TypeId>,
    pub(super) attributes: FxHashMap<QName, AttributeId>,
    pub(super) groups: FxHashMap<QName, u32>,
    pub(super) attribute_groups: FxHashMap<QName, u32>,
    pub(super) duplicates: Vec<Duplicate>,
    pub(super) unresolved: Vec<Unresolved>,
}

/// The types that need no schema, numbered before all others.
pub(super) fn built_in_types() -> Vec<Type> {
    let number = |kind: BuiltIn| TypeId(1 + kind as u32);
    let name = |local: &str| Some(QName::new(Name::XSD, local));
    let any_type = blank(name("anyType"), TypeKind::Complex, ANY_TYPE);
    let simple = BuiltIn::ALL
        .iter()
        .map(|kind| blank(name(kind.local()), TypeKind::Simple, kind.base().map_or(ANY_TYPE, number)));
    std::iter::once(any_type).chain(simple).collect()
}

fn blank(name: Option<QName>, kind: TypeKind, base: TypeId) -> Type {
    Type {
        name,
        source: None,
        place: None,
        kind,
        derivation: Derivation::Restriction,
        declared_base: TypeRef::None,
        base,
        abstract_: false,
        mixed: kind == TypeKind::Complex,
        content: if kind == TypeKind::Simple { Content::Simple } else { Content::Empty },
        value_type: TypeRef::None,
        block: Derivations::default(),
        final_: Derivations::default(),
        facets: Rows::default(),
        members: Rows::default(),
        attributes: None,
    }
}

/// Resolves all names in the rows behind some, and finds the concepts there.
pub(super) fn resolve(schema: &mut SchemaRows, since: &Extent, names: &mut Names, concepts: &mut Rack<Concept>) {
    declare(schema, since, names);
    resolve_types(schema, since, names);
    resolve_elements(schema, since.elements, names);
    find_concepts(schema, since.elements, names, concepts);
}

/// Enters the declarations in the rows behind some by their names.
pub(super) fn declare(schema: &SchemaRows, since: &Extent, names: &mut Names) {
    let Names { elements, kept_elements, types, attributes, groups, attribute_groups, duplicates, .. } = names;
    let mut again = |kind, name, first, again| duplicates.push(Duplicate { kind, name, first, again });
    elements.reserve(schema.elements.len() - since.elements);
    for row in since.elements..schema.elements.len() {
        let element = &schema.elements[row];
        if element.global {
            let known = kept_element(kept_elements.as_ref(), element.name, &schema.elements);
            let first = known.unwrap_or_else(|| *elements.entry(element.name).or_insert(ElementId::at(row)));
            if first.index() != row {
                again(ComponentKind::Element, element.name, schema.elements[first.index()].place, element.place);
            }
        }
    }
    for (row, definition) in schema.types.iter().enumerate().skip(since.types) {
        let Some(name) = definition.name else { continue };
        let first = *types.entry(name).or_insert(TypeId::at(row));
        if let (true, Some(place)) = (first.index() != row, definition.place) {
            again(ComponentKind::Type, name, schema.types[first.index()].place.unwrap_or(place), place);
        }
    }
    for id in &schema.global_attributes[since.global_attributes..] {
        let attribute = &schema.attributes[id.index()];
        let first = *attributes.entry(attribute.name).or_insert(*id);
        if first != *id {
            again(ComponentKind::Attribute, attribute.name, schema.attributes[first.index()].place, attribute.place);
        }
    }
    for (row, group) in schema.groups.iter().enumerate().skip(since.groups) {
        let first = *groups.entry(group.name).or_insert(row as u32) as usize;
        if first != row {
            again(ComponentKind::Group, group.name, schema.groups[first].place, group.place);
        }
    }
    for (row, group) in schema.attribute_groups.iter().enumerate().skip(since.attribute_groups) {
        let first = *attribute_groups.entry(group.name).or_insert(row as u32) as usize;
        if first != row {
            again(ComponentKind::AttributeGroup, group.name, schema.attribute_groups[first].place, group.place);
        }
    }
}

/// The hash by which an element is looked up in a snapshot.
pub(super) fn hash_of_name(name: QName) -> u64 {
    hash_of((name.namespace.as_str(), name.local.as_str()))
}

/// The element of a name in a snapshot.
fn kept_element(index: Option<&KeptIndex>, name: QName, elements: &Rack<Element>) -> Option<ElementId> {
    let found = index?.find(hash_of_name(name)).find(|row| elements[*row as usize].name == name);
    found.map(ElementId)
}

impl Names {
    /// The global element of a name.
    pub(super) fn element(&self, name: QName, elements: &Rack<Element>) -> Option<ElementId> {
        let own = self.elements.get(&name).copied();
        own.or_else(|| kept_element(self.kept_elements.as_ref(), name, elements))
    }

    /// The type that a component names; what it is without one is the caller's to say.
    fn type_id(&mut self, reference: TypeRef, place: Place) -> Option<TypeId> {
        match reference {
            TypeRef::None => None,
            TypeRef::Inline(id) => Some(id),
            TypeRef::Named(name) => {
                let found = self.types.get(&name).copied();
                if found.is_none() {
                    self.unresolved.push(Unresolved { kind: ComponentKind::Type, name, place });
                }
                found
            }
        }
    }
}

fn resolve_types(schema: &mut SchemaRows, since: &Extent, names: &mut Names) {
    for row in since.types..schema.types.len() {
        let definition = &schema.types[row];
        let Some(place) = definition.place else { continue };
        let default = if definition.kind == TypeKind::Simple { ANY_SIMPLE_TYPE } else { ANY_TYPE };
        let base = names.type_id(definition.declared_base, place);
        let is_list = definition.derivation == Derivation::List;
        schema.types[row].base = base.filter(|_| !is_list).unwrap_or(default);
    }
    break_circles(&mut schema.types, since.types);
    for attribute in &mut schema.attributes[since.attributes..] {
        attribute.type_id = names.type_id(attribute.declared_type, attribute.place).unwrap_or(ANY_SIMPLE_TYPE);
    }
}

/// Makes every chain of bases end, in the rows behind some: a type that is derived from itself is derived from nothing instead.
fn break_circles(types: &mut [Type], since: usize) {
    // The row from which each row was reached first, plus one.
    let mut reached = vec![0; types.len()];
    for start in since..types.len() {
        let mut at = start;
        while at >= since && at != ANY_TYPE.index() && reached[at] == 0 {
            reached[at] = start + 1;
            let base = types[at].base.index();
            if base >= since && reached[base] == start + 1 {
                types[base].base = ANY_TYPE;
            }
            at = base;
        }
    }
}

fn resolve_elements(schema: &mut SchemaRows, since: usize, names: &mut Names) {
    for row in since..schema.elements.len() {
        let element = &schema.elements[row];
        let (place, head) = (element.place, element.head);
        let type_id = names.type_id(element.declared_type, place);
        let head_element = head.and_then(|name| names.element(name, &schema.elements));
        if let (Some(name), None) = (head, head_element) {
            names.unresolved.push(Unresolved { kind: ComponentKind::Element, name, place });
        }
        let element = schema.elements.own_row(row);
        element.head_element = head_element.filter(|head| head.index() != row);
        element.type_id = type_id.unwrap_or(ANY_TYPE);
    }
    // An element without a type has that of its head (XML Schema 1.0 part 1, 3.3.2).
    for row in since..schema.elements.len() {
        if schema.elements[row].declared_type == TypeRef::None {
            let mut heads = Heads::new(&schema.elements, ElementId::at(row));
            let typed = heads.find(|head| head.declared_type != TypeRef::None);
            let type_id = typed.map_or(ANY_TYPE, |head| head.type_id);
            schema.elements.own_row(row).type_id = type_id;
        }
    }
}

/// An element, the head of its substitution group, the head's head, and so on. Ends also where they go in a circle.
pub(super) struct Heads<'a> {
    elements: &'a Rack<Element>,
    next: Option<ElementId>,
    left: usize,
}

/// Longer chains of heads than this are circles; real ones have three or four elements.
const MAX_HEADS: usize = 256;

impl<'a> Heads<'a> {
    pub(super) fn new(elements: &'a Rack<Element>, start: ElementId) -> Heads<'a> {
        Heads { elements, next: Some(start), left: MAX_HEADS }
    }
}

impl<'a> Iterator for Heads<'a> {
    type Item = &'a Element;

    fn next(&mut self) -> Option<&'a Element> {
        self.left = self.left.checked_sub(1)?;
        let element = &self.elements[self.next?.index()];
        self.next = element.head_element;
        Some(element)
    }
}

/// What an element is by its substitution group. Names suffice, so that concepts are known
/// also where the core schemas aren't.
fn concept_kind(elements: &Rack<Element>, id: ElementId) -> Option<ConceptKind> {
    Heads::new(elements, id).find_map(|element| {
        let head = element.head?;
        match (head.namespace, head.local) {
            (Name::XBRLI, local::ITEM) => Some(ConceptKind::Item),
            (Name::XBRLI, local::TUPLE) => Some(ConceptKind::Tuple),
            (Name::XBRLDT, local::HYPERCUBE_ITEM) => Some(ConceptKind::Hypercube),
            (Name::XBRLDT, local::DIMENSION_ITEM) => Some(ConceptKind::Dimension),
            _ => None,
        }
    })
}

fn find_concepts(schema: &mut SchemaRows, since: usize, names: &Names, concepts: &mut Rack<Concept>) {
    let mut item_types: FxHashMap<TypeId, ItemType> = FxHashMap::default();
    for row in since..schema.elements.len() {
        let element = &schema.elements[row];
        let id = ElementId::at(row);
        if !element.global || names.elements.get(&element.name) != Some(&id) {
            continue;
        }
        let Some(kind) = concept_kind(&schema.elements, id) else { continue };
        let item_type = match kind {
            ConceptKind::Tuple => ItemType::default(),
            _ => *item_types.entry(element.type_id).or_insert_with(|| item_type(&schema.types, element)),
        };
        let concept = ConceptId::at(concepts.len());
        concepts.own().push(Concept {
            name: element.name,
            element: id,
            kind,
            abstract_: element.abstract_,
            nillable: element.nillable,
            period_type: element.period_type,
            balance: element.balance,
            type_id: element.type_id,
            item_type,
            place: element.place,
        });
        schema.elements.own_row(row).concept = Some(concept);
    }
}

/// What the type of an element is derived from.
fn item_type(types: &[Type], element: &Element) -> ItemType {
    let mut found = ItemType::default();
    let mut note = |name: QName| {
        found.text_block |= name.local.as_str() == "textBlockItemType";
        let is_base = name.namespace == Name::XBRLI && name.local.as_str().ends_with("ItemType");
        if is_base && found.base.is_empty() {
            found.base = name.local;
            found.numeric = is_numeric(name.local);
        }
    };
    if let TypeRef::Named(name) = element.declared_type {
        note(name);
    }
    let mut at = element.type_id;
    while at != ANY_TYPE {
        let definition = &types[at.index()];
        definition.name.into_iter().for_each(&mut note);
        if let TypeRef::Named(name) = definition.declared_base {
            note(name);
        }
        at = definition.base;
    }
    found
}

/// Whether values of an item type of the specification's are numbers or fractions (XBRL 2.1, 5.1.1.3).
fn is_numeric(item_type: Name) -> bool {
    matches!(
        item_type.as_str(),
        "decimalItemType"
            | "floatItemType"
            | "doubleItemType"
            | "integerItemType"
            | "nonPositiveIntegerItemType"
            | "negativeIntegerItemType"
            | "longItemType"
            | "intItemType"
            | "shortItemType"
            | "byteItemType"
            | "nonNegativeIntegerItemType"
            | "unsignedLongItemType"
            | "unsignedIntItemType"
            | "unsignedShortItemType"
            | "unsignedByteItemType"
            | "positiveIntegerItemType"
            | "monetaryItemType"
            | "sharesItemType"
            | "pureItemType"
            | "fractionItemType"
    )
}
