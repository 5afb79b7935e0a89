//! Reads linkbases and their extended links into rows (XBRL 2.1, 3.5).
//!
//! What an element is, its `xlink:type` says; what isn't as the specification wants it is kept as it
//! is, or passed over where there is nothing to keep: whether a linkbase is valid is for rules to say.

use hashbrown::HashMap;

use crate::model::name::local;
use crate::model::{Decimal, Name, QName, Text};
use crate::xml::Node;

use super::component::Rows;
use super::ids::{ArcId, LinkId, LocatorId, ResourceId};
use super::link::{Arc, Link, Locator, Resource, Target};
use super::reference::{ReferenceKind, RoleRef};
use super::rows::{DocumentRows, Linkbase};

/// Reads a `linkbase` element.
pub(super) fn read_linkbase(node: Node<'_, '_>, rows: &mut DocumentRows) {
    let (links, role_refs) = (rows.links.links.len(), rows.links.role_refs.len());
    rows.references.add_schema_locations(node);
    for child in node.children() {
        match xlink_type(child) {
            Some("extended") => read_link(child, rows),
            _ if child.is(Name::LINK, local::ROLE_REF) => read_role_ref(child, rows),
            _ if child.is(Name::LINK, local::ARCROLE_REF) => read_role_ref(child, rows),
            _ => {}
        }
    }
    rows.links.linkbases.push(Linkbase {
        source: rows.source,
        id: id_of(node),
        place: node.place(),
        links: Rows::since(links, &rows.links.links),
        role_refs: Rows::since(role_refs, &rows.links.role_refs),
    });
}

fn xlink(node: Node<'_, '_>, local: Name) -> Name {
    node.attribute_ns(QName { namespace: Name::XLINK, local }).map_or(Name::EMPTY, Name::new)
}

fn xlink_type<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute_ns(QName { namespace: Name::XLINK, local: local::TYPE })
}

fn id_of(node: Node<'_, '_>) -> Option<Name> {
    node.attribute(local::ID).map(|id| Name::new(id.trim()))
}

/// An element's text, that of its descendants included; a range of the document where it is one.
pub(super) fn text_of(node: Node<'_, '_>) -> Text {
    match node.text_span() {
        Some(span) if node.children().next().is_none() => Text::Span(span),
        _ => Text::from(node.full_text()),
    }
}

/// Reads a `roleRef` or `arcroleRef` element.
pub(super) fn read_role_ref(node: Node<'_, '_>, rows: &mut DocumentRows) {
    let arcrole = node.name().local == local::ARCROLE_REF;
    let kind = if arcrole { ReferenceKind::ArcroleRef } else { ReferenceKind::RoleRef };
    let Some((reference, fragment)) = rows.references.add_simple_link(node, kind) else { return };
    let uri = node.attribute(if arcrole { local::ARCROLE_URI } else { local::ROLE_URI });
    rows.links.role_refs.push(RoleRef {
        arcrole,
        uri: uri.map_or(Name::EMPTY, |uri| Name::new(uri.trim())),
        reference,
        fragment,
        target: Target::Nothing,
        place: node.place(),
    });
}

/// Reads an extended link.
pub(super) fn read_link(node: Node<'_, '_>, rows: &mut DocumentRows) {
    let number = LinkId::at(rows.links.links.len());
    let (locators, resources) = (rows.links.locators.len(), rows.links.resources.len());
    let (arcs, labels) = (rows.links.arcs.len(), rows.links.labels.len());
    let (arcrole, role, language) = Default::default();
    let base = rows.references.base_at(node);
    let mut reader = LinkReader { link: number, base, labels: HashMap::new(), arcrole, role, language, rows };
    for child in node.children() {
        match xlink_type(child) {
            Some("locator") => reader.locator(child),
            Some("resource") => reader.resource(child),
            Some("arc") => reader.arc(child),
            _ => {}
        }
    }
    let id = id_of(node);
    rows.ids.extend(id.map(|id| (id, Target::Link(number))));
    rows.links.links.push(Link {
        element: node.name(),
        role: xlink(node, local::ROLE),
        id,
        source: rows.source,
        place: node.place(),
        locators: Rows::since(locators, &rows.links.locators),
        resources: Rows::since(resources, &rows.links.resources),
        arcs: Rows::since(arcs, &rows.links.arcs),
        labels: Rows::since(labels, &rows.links.labels),
    });
}

/// The name of the last text asked for: neighbours mostly have the same arcrole, role and language.
#[derive(Default)]
struct Memo<'a>(Option<(&'a str, Name)>);

impl<'a> Memo<'a> {
    fn name(&mut self, text: &'a str) -> Name {
        match self.0 {
            Some((known, name)) if known == text => name,
            _ => {
                let name = Name::new(text);
                self.0 = Some((text, name));
                name
            }
        }
    }
}

struct LinkReader<'r, 'a> {
    link: LinkId,
    /// The number of the `xml:base` values in force.
    base: u32,
    /// The link's labels by number.
    labels: HashMap<&'a str, u32>,
    arcrole: Memo<'a>,
    role: Memo<'a>,
    language: Memo<'a>,
    rows: &'r mut DocumentRows,
}

impl<'a> LinkReader<'_, 'a> {
    fn label(&mut self, attribute: crate::xml::Attribute<'a, '_>) -> u32 {
        let next = self.labels.len() as u32;
        *self.labels.entry(attribute.value()).or_insert_with(|| {
            self.rows.links.labels.push(attribute.value_place());
            next
        })
    }

    /// The base at a child of the link: the link's own, but for the few that have one themselves.
    fn base_at(&mut self, node: Node<'_, '_>) -> u32 {
        let own = node.attribute_ns(QName { namespace: Name::XML, local: local::BASE });
        if own.is_some() { self.rows.references.base_at(node) } else { self.base }
    }

    fn locator(&mut self, node: Node<'a, '_>) {
        let (mut label, mut href, mut role, mut id) = (Locator::NO_LABEL, "", Name::EMPTY, None);
        for attribute in node.attributes() {
            match (attribute.name.namespace, attribute.name.local) {
                (Name::XLINK, local::LABEL) => label = self.label(attribute),
                (Name::XLINK, local::HREF) => href = attribute.value(),
                (Name::XLINK, local::ROLE) => role = Name::new(attribute.value()),
                (Name::EMPTY, local::ID) => id = Some(Name::new(attribute.value().trim())),
                _ => {}
            }
        }
        let base = self.base_at(node);
        let (reference, fragment) = self.rows.references.add_locator(node, base, href);
        let number = LocatorId::at(self.rows.links.locators.len());
        self.rows.ids.extend(id.map(|id| (id, Target::Locator(number))));
        self.rows.links.locators.push(Locator {
            element: node.name(),
            link: self.link,
            label,
            reference,
            fragment,
            target: Target::Nothing,
            role,
            place: node.place(),
        });
    }

    fn resource(&mut self, node: Node<'a, '_>) {
        let (mut label, mut role, mut language, mut id) = (Locator::NO_LABEL, Name::EMPTY, None, None);
        for attribute in node.attributes() {
            match (attribute.name.namespace, attribute.name.local) {
                (Name::XLINK, local::LABEL) => label = self.label(attribute),
                (Name::XLINK, local::ROLE) => role = self.role.name(attribute.value()),
                (Name::XML, local::LANG) => language = Some(self.language.name(attribute.value())),
                (Name::EMPTY, local::ID) => id = Some(Name::new(attribute.value().trim())),
                _ => {}
            }
        }
        let language = language.unwrap_or_else(|| node.language().map_or(Name::EMPTY, Name::new));
        let number = ResourceId::at(self.rows.links.resources.len());
        self.rows.ids.extend(id.map(|id| (id, Target::Resource(number))));
        self.rows.links.resources.push(Resource {
            element: node.name(),
            link: self.link,
            label,
            role,
            language,
            id,
            text: text_of(node),
            content: node.content_span(),
            place: node.place(),
        });
    }

    fn arc(&mut self, node: Node<'a, '_>) {
        let start = self.rows.links.arc_attributes.len();
        let mut arc = Arc {
            element: node.name(),
            link: self.link,
            arcrole: Name::EMPTY,
            from: Locator::NO_LABEL,
            to: Locator::NO_LABEL,
            order: None,
            weight: None,
            priority: 0,
            prohibited: false,
            preferred_label: Name::EMPTY,
            attributes: Rows::default(),
            place: node.place(),
        };
        let mut id = None;
        for attribute in node.attributes() {
            let value = attribute.value();
            match (attribute.name.namespace, attribute.name.local) {
                (Name::XLINK, local::FROM) => arc.from = self.label(attribute),
                (Name::XLINK, local::TO) => arc.to = self.label(attribute),
                (Name::XLINK, local::ARCROLE) => arc.arcrole = self.arcrole.name(value),
                (Name::XLINK, _) => {}
                (Name::EMPTY, local::ORDER) => arc.order = Decimal::parse(value),
                (Name::EMPTY, local::WEIGHT) => arc.weight = Decimal::parse(value),
                (Name::EMPTY, local::PRIORITY) => arc.priority = value.trim().parse().unwrap_or(0),
                (Name::EMPTY, local::USE) => arc.prohibited = value.trim() == "prohibited",
                (Name::EMPTY, local::PREFERRED_LABEL) => arc.preferred_label = Name::new(value),
                (namespace, name) => {
                    if namespace.is_empty() && name == local::ID {
                        id = Some(Name::new(value.trim()));
                    }
                    self.rows.links.arc_attributes.push((attribute.name, Name::new(value)));
                }
            }
        }
        arc.attributes = Rows::since(start, &self.rows.links.arc_attributes);
        let number = ArcId::at(self.rows.links.arcs.len());
        self.rows.ids.extend(id.map(|id| (id, Target::Arc(number))));
        self.rows.links.arcs.push(arc);
    }
}
