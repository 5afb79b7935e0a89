//! Reading contexts and units.

use crate::instance::written::{
    AttributeRow, Context, DimensionElement, ElementRow, Elements, EntityElement, Measure, MemberElement, Moment, Part,
    PeriodElement, UnitElement,
};
use crate::model::date::DateError;
use crate::model::name::local;
use crate::model::{DateTime, DimensionMember, Dimensions, Name, QName, Text};
use crate::xml::name::trim;
use crate::xml::{Content, Node};

use super::markup;

/// A child of a node in XBRL's own namespace; the first, should there be several.
fn child<'a, 't>(node: Node<'a, 't>, local: Name) -> Option<Node<'a, 't>> {
    node.children().find(|child| child.is(Name::XBRLI, local))
}

/// An element's text, where it stands if it stands there letter for letter.
pub(super) fn text_of(node: Node<'_, '_>) -> Text {
    node.text_span().map_or_else(|| Text::from(node.text().into_owned()), Text::Span)
}

/// A context as it was written, and what its dimensions say.
pub(super) struct ReadContext {
    pub(super) context: Context,
    pub(super) dimensions: Dimensions,
    /// Typed dimensions with the elements that hold their values.
    pub(super) domains: Vec<(QName, QName)>,
}

pub(super) fn read_context(node: Node<'_, '_>, id: Option<Text>, elements: &mut Elements) -> ReadContext {
    let entity = child(node, local::ENTITY);
    let mut parts = Parts { elements, dimensions: Vec::new(), pairs: Vec::new(), domains: Vec::new() };
    let segment = entity.and_then(|entity| child(entity, local::SEGMENT)).map(|part| parts.read(part, false));
    let scenario = child(node, local::SCENARIO).map(|part| parts.read(part, true));
    let Parts { dimensions, pairs, domains, .. } = parts;
    let context = Context {
        id,
        place: node.place(),
        entity: entity.and_then(read_entity),
        period: child(node, local::PERIOD).and_then(read_period),
        period_place: child(node, local::PERIOD).map_or(node.place(), Node::place),
        segment,
        scenario,
        dimensions,
    };
    ReadContext { context, dimensions: Dimensions::new(pairs), domains }
}

fn read_entity(node: Node<'_, '_>) -> Option<EntityElement> {
    let identifier = child(node, local::IDENTIFIER)?;
    let scheme = Name::new(identifier.attribute(local::SCHEME)?.trim());
    Some(EntityElement { scheme, identifier: Name::new(trim(&identifier.text())), place: identifier.place() })
}

fn read_period(node: Node<'_, '_>) -> Option<PeriodElement> {
    if let Some(instant) = child(node, local::INSTANT) {
        return Some(PeriodElement::Instant(moment(instant, DateTime::parse_end)));
    }
    if let (Some(start), Some(end)) = (child(node, local::START_DATE), child(node, local::END_DATE)) {
        return Some(PeriodElement::Duration(moment(start, DateTime::parse_start), moment(end, DateTime::parse_end)));
    }
    child(node, local::FOREVER).map(|_| PeriodElement::Forever)
}

fn moment(node: Node<'_, '_>, parse: impl Fn(&str) -> Result<DateTime, DateError>) -> Moment {
    Moment { time: parse(trim(&node.text())), text: text_of(node), place: node.text_place() }
}

/// What segment and scenario of one context hold.
struct Parts<'e> {
    elements: &'e mut Elements,
    dimensions: Vec<DimensionElement>,
    pairs: Vec<(QName, DimensionMember)>,
    domains: Vec<(QName, QName)>,
}

impl Parts<'_> {
    fn read(&mut self, part: Node<'_, '_>, in_scenario: bool) -> Part {
        let start = self.elements.all.len() as u32;
        for node in part.children() {
            let element = push_element(self.elements, node);
            if !self.dimension(node, element, in_scenario) {
                self.other(node);
            }
        }
        Part { place: part.place(), content: start..self.elements.all.len() as u32 }
    }

    /// Reads a dimension. False if the element doesn't say one.
    fn dimension(&mut self, node: Node<'_, '_>, element: u32, in_scenario: bool) -> bool {
        if node.name().namespace != Name::XBRLDI {
            return false;
        }
        let dimension = node.attribute(local::DIMENSION).and_then(|name| node.resolve_qname(name).ok());
        let (member, said) = match node.name().local {
            local::EXPLICIT_MEMBER => {
                let member = node.resolve_qname(&node.text()).ok();
                (MemberElement::Explicit(member), member.map(DimensionMember::Explicit))
            }
            local::TYPED_MEMBER => {
                let mut children = node.children();
                let only = children.next().filter(|_| children.next().is_none());
                if let (Some(axis), Some(domain)) = (dimension, only) {
                    self.domains.push((axis, domain.name()));
                }
                (MemberElement::Typed(only.map(|_| element + 1)), only.map(typed_member))
            }
            _ => return false,
        };
        self.dimensions.push(DimensionElement { dimension, member, in_scenario, element });
        let pair = dimension.zip(said);
        self.pairs.extend(pair.clone());
        pair.is_some()
    }

    /// An element that is no dimension stands for itself: facts that differ in it differ.
    fn other(&mut self, node: Node<'_, '_>) {
        let name = node.name();
        let mut markup = markup::element(node);
        if let Some((_, DimensionMember::Typed(Some(known)))) = self.pairs.iter_mut().find(|(axis, _)| *axis == name) {
            markup.insert_str(0, known);
            *known = markup.into();
        } else {
            self.pairs.push((name, DimensionMember::Typed(Some(markup.into()))));
        }
    }
}

/// The value of a typed dimension, from the element that holds it.
fn typed_member(domain: Node<'_, '_>) -> DimensionMember {
    let value = (!is_nil(domain)).then(|| markup::inner(domain).into());
    DimensionMember::Typed(value)
}

/// Whether an element is nil (XML Schema 1.0 part 1, 2.6.2).
pub(super) fn is_nil(node: Node<'_, '_>) -> bool {
    let nil = node.attribute_ns(QName { namespace: Name::XSI, local: local::NIL });
    nil.is_some_and(|value| matches!(trim(value), "true" | "1"))
}

/// Adds an element with all inside, and gives its number.
fn push_element(elements: &mut Elements, node: Node<'_, '_>) -> u32 {
    let number = elements.all.len();
    let start = elements.attributes.len() as u32;
    let own = node.attributes().map(|attribute| AttributeRow { name: attribute.name, value: attribute.value().into() });
    elements.attributes.extend(own);
    let attributes = start..elements.attributes.len() as u32;
    let (name, place) = (node.name(), node.place());
    let type_name = node.attribute_ns(QName { namespace: Name::XSI, local: local::TYPE });
    let type_name = type_name.and_then(|name| node.resolve_qname(name).ok());
    elements.all.push(ElementRow { name, place, type_name, attributes, texts: Vec::new(), next: 0 });
    let mut texts = vec![String::new()];
    for content in node.contents() {
        match content {
            Content::Text(text, _) => texts.last_mut().expect("there is one from the start").push_str(&text),
            Content::Element(child) => {
                push_element(elements, child);
                texts.push(String::new());
            }
        }
    }
    if texts.iter().any(|text| !trim(text).is_empty()) {
        elements.all[number].texts = texts.into_iter().map(String::into_boxed_str).collect();
    }
    elements.all[number].next = elements.all.len() as u32;
    number as u32
}

pub(super) fn read_unit(node: Node<'_, '_>, id: Option<Text>) -> UnitElement {
    let measures = |parent: Node<'_, '_>| -> Vec<Measure> {
        let all = parent.children().filter(|child| child.is(Name::XBRLI, local::MEASURE));
        all.map(read_measure).collect()
    };
    let (mut numerators, mut denominators) = (measures(node), Vec::new());
    if let Some(divide) = child(node, local::DIVIDE) {
        numerators = child(divide, local::UNIT_NUMERATOR).map_or_else(Vec::new, measures);
        denominators = child(divide, local::UNIT_DENOMINATOR).map_or_else(Vec::new, measures);
    }
    UnitElement { id, place: node.place(), numerators, denominators }
}

fn read_measure(node: Node<'_, '_>) -> Measure {
    let name: Option<QName> = node.resolve_qname(&node.text()).ok();
    Measure { name, text: text_of(node), place: node.place() }
}
