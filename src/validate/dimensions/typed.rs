//! The content of typed members (Dimensions 1.0, 3.1.4.4.3): an element of the dimension's, and a valid one.

use rustc_hash::FxHashMap;

use crate::instance::written::{ElementRow, Elements, MemberElement, Written};
use crate::model::Place;
use crate::taxonomy::{ConceptId, Element, ElementId, TypeKind, Validation, ValueConstraint};
use crate::validate::subject::Subject;
use crate::xml::Reader;
use crate::xml::types::{NoNamespaces, Primitive, SimpleType, Variety};

/// What stands in a typed member.
pub(super) enum Content<'a> {
    /// The number of the element inside, where there is exactly one.
    Element(&'a Written, Option<u32>),
    /// A value of the element that is not said; none for nil.
    Value(Option<&'a str>),
}

impl Content<'_> {
    /// Where it stands.
    pub(super) fn place(&self) -> Option<Place> {
        match self {
            Content::Element(written, number) => number.map(|number| written.elements.all[number as usize].place),
            Content::Value(_) => None,
        }
    }
}

/// Judges contents of typed members.
///
/// Values of simple types are judged as they were read. The others, elements with children or attributes, need more
/// of the document than was kept: it is read again, once.
pub(super) struct TypedContents<'s, 'a> {
    subject: &'s Subject<'a>,
    /// What is wrong with elements that were read again, by where they begin.
    read_again: FxHashMap<u32, String>,
}

impl<'s, 'a> TypedContents<'s, 'a> {
    pub(super) fn new(subject: &'s Subject<'a>) -> TypedContents<'s, 'a> {
        TypedContents { subject, read_again: FxHashMap::default() }
    }

    /// The element that holds the values of a dimension, where it is declared.
    fn declaration(&self, dimension: ConceptId) -> Option<ElementId> {
        self.subject.taxonomy.dimensions().typed_domain(dimension)
    }

    /// Reads again what can't be judged by what was kept.
    pub(super) fn prepare(&mut self, written: &Written) {
        let taxonomy = self.subject.taxonomy;
        let mut wanted: FxHashMap<u32, ElementId> = FxHashMap::default();
        for said in written.contexts.iter().flat_map(|context| &context.dimensions) {
            let MemberElement::Typed(Some(number)) = said.member else { continue };
            let dimension = said.dimension.and_then(|name| taxonomy.concept(name));
            let Some(declaration) = dimension.and_then(|id| self.declaration(id)) else { continue };
            let row = &written.elements.all[number as usize];
            let element = taxonomy.element_of(declaration);
            if row.name == element.name && self.simple(&written.elements, number, row, element).is_none() {
                wanted.insert(row.place.offset, declaration);
            }
        }
        let document = written.contexts.first().map(|context| context.place.document);
        if let Some(document) = document.filter(|_| !wanted.is_empty()) {
            self.read_again(self.subject.documents.get(document).text(), document, wanted);
        }
    }

    fn read_again(&mut self, text: &str, document: crate::model::DocumentId, mut wanted: FxHashMap<u32, ElementId>) {
        // It was read once, so it is well-formed.
        let Ok(mut reader) = Reader::new(document, text) else { return };
        let mut tree = reader.tree();
        while !wanted.is_empty() && reader.next_child(&mut tree).unwrap_or(false) {
            for node in tree.root().descendants() {
                let Some(declaration) = wanted.remove(&node.place().offset) else { continue };
                let mut validation = Validation::new(self.subject.taxonomy, self.subject.documents);
                validation.declared(node, declaration);
                if let Some(problem) = validation.finish().into_iter().next() {
                    let problem =
                        problem.found.map_or(problem.message.clone(), |found| format!("{}: {found}", problem.message));
                    self.read_again.insert(node.place().offset, problem);
                }
            }
        }
    }

    /// The type of an element's value, where its text alone says whether it is valid.
    fn simple(&self, elements: &Elements, number: u32, row: &ElementRow, element: &Element) -> Option<&'a SimpleType> {
        let taxonomy = self.subject.taxonomy;
        let is_plain = elements.attributes(row).is_empty() && row.next == number + 1;
        let is_simple = taxonomy.type_of(element.type_id).kind == TypeKind::Simple;
        let is_free = matches!(element.value, ValueConstraint::None) && !element.abstract_;
        let simple = taxonomy.simple_type(element.type_id).filter(|_| is_plain && is_simple && is_free)?;
        let needs_prefixes = match simple.variety() {
            Variety::Atomic(primitive) => matches!(primitive, Primitive::QName | Primitive::Notation),
            Variety::List(_) | Variety::Union(_) => true,
            Variety::Any => false,
        };
        (!needs_prefixes).then_some(simple)
    }

    /// What is wrong with the content of a typed member.
    pub(super) fn problem(&self, dimension: ConceptId, content: &Content<'_>) -> Option<String> {
        let declaration = self.declaration(dimension)?;
        let element = self.subject.taxonomy.element_of(declaration);
        match content {
            Content::Element(_, None) => Some("there must be one element inside".to_owned()),
            Content::Element(written, Some(number)) => {
                let row = &written.elements.all[*number as usize];
                if row.name != element.name {
                    let expected = self.subject.shown(element.name);
                    return Some(format!("expected the element {expected}, found {}", self.subject.shown(row.name)));
                }
                match self.simple(&written.elements, *number, row, element) {
                    Some(simple) => invalid(simple, &row.text()),
                    None => self.read_again.get(&row.place.offset).cloned(),
                }
            }
            Content::Value(None) => (!element.nillable).then(|| "the element can't be nil".to_owned()),
            Content::Value(Some(value)) => {
                self.subject.taxonomy.simple_type(element.type_id).and_then(|simple| invalid(simple, value))
            }
        }
    }
}

fn invalid(simple: &SimpleType, text: &str) -> Option<String> {
    simple.check(text, &NoNamespaces).err().map(|error| format!("{text:?} is {error}"))
}
