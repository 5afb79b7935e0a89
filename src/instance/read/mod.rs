//! Reading an instance: one child of the root at a time, so that little more than what it says is in memory.

mod context;
mod fact;
mod footnote;
mod markup;
mod report;

use indexmap::IndexSet;
use rustc_hash::FxHashMap;

use crate::model::aspects::DimensionsId;
use crate::model::name::local;
use crate::model::report::{ReferenceKind, TaxonomyReference};
use crate::model::{Diagnostic, DocumentId, Documents, Name, QName, Report, Span, Text};
use crate::xml::name::trim;
use crate::xml::{Attribute, Node, Reader};

use super::rules;
use super::written::{Pointer, Written};
use context::{read_context, read_unit, text_of};
use fact::{read_fact, read_fraction};

/// An instance as it was read.
#[derive(Clone, Debug, Default)]
pub struct Instance {
    /// What it says.
    pub report: Report,
    /// How it says it.
    pub written: Written,
}

/// Reads the instance of a document.
///
/// What can't be told (a fact without a context, a context without a period) is left out of the
/// report, and is in [`Instance::written`] as far as it was written; to complain of it is for `validate`.
///
/// # Errors
/// The document isn't well-formed, or its root is not `xbrli:xbrl`.
pub fn read(document: DocumentId, documents: &Documents) -> Result<Instance, Box<Diagnostic>> {
    let text = documents.get(document).text();
    let mut xml = Reader::new(document, text)?;
    let root = xml.root();
    if !root.is(Name::XBRLI, local::XBRL) {
        let found = format!("a document whose root is {}", root.name());
        let finding = Diagnostic::new(&rules::NOT_AN_INSTANCE, root.place(), "the document is no XBRL instance");
        return Err(Box::new(finding.expected("an instance, whose root is xbrli:xbrl").found(found)));
    }
    let mut reader = InstanceReader::new(document, documents);
    reader.note_prefixes(root);
    let mut tree = xml.tree();
    let mut position = 0;
    while xml.next_child(&mut tree)? {
        position += 1;
        if let Some(node) = tree.root().children().next() {
            reader.child(node, position);
        }
    }
    Ok(reader.finish())
}

/// What a fact element says that can't be settled before everything is read.
#[derive(Clone, Copy, Default)]
struct Pending {
    /// The context's identifier, by its number among those that are pointed at; where there is one, the fact has a
    /// pointer that dangles so far.
    context: u32,
    /// The unit's.
    unit: u32,
    language: Option<Name>,
}

struct InstanceReader<'d> {
    document: DocumentId,
    documents: &'d Documents,
    instance: Instance,
    /// Identifiers that are pointed at.
    symbols: IndexSet<Box<str>>,
    /// One for each context.
    dimensions: Vec<DimensionsId>,
    /// One for each fact.
    pending: Vec<Pending>,
    languages: FxHashMap<String, Name>,
}

impl<'d> InstanceReader<'d> {
    fn new(document: DocumentId, documents: &'d Documents) -> InstanceReader<'d> {
        InstanceReader {
            document,
            documents,
            instance: Instance::default(),
            symbols: IndexSet::new(),
            dimensions: Vec::new(),
            pending: Vec::new(),
            languages: FxHashMap::default(),
        }
    }

    fn note_prefixes(&mut self, root: Node<'_, '_>) {
        for (prefix, namespace) in root.namespaces() {
            self.instance.report.prefixes.insert(prefix.to_owned(), namespace);
        }
        self.instance.report.prefixes.sort_keys();
    }

    /// Reads a child of the root.
    fn child(&mut self, node: Node<'_, '_>, position: u32) {
        let name = node.name();
        match (name.namespace, name.local) {
            (Name::LINK, local::SCHEMA_REF) => self.reference(node, ReferenceKind::Schema),
            (Name::LINK, local::LINKBASE_REF) => self.reference(node, ReferenceKind::Linkbase),
            (Name::LINK, local::ROLE_REF) => self.reference(node, ReferenceKind::Role),
            (Name::LINK, local::ARCROLE_REF) => self.reference(node, ReferenceKind::Arcrole),
            (Name::XBRLI, local::CONTEXT) => {
                let id = self.id_of(node);
                let read = read_context(node, id, &mut self.instance.written.elements);
                self.instance.written.contexts.push(read.context);
                self.dimensions.push(self.instance.report.aspects.dimensions_id(read.dimensions));
                for (axis, domain) in read.domains {
                    self.instance.report.typed_domains.entry(axis).or_insert(domain);
                }
            }
            (Name::XBRLI, local::UNIT) => {
                let unit = read_unit(node, self.id_of(node));
                self.instance.written.units.push(unit);
            }
            (Name::XBRLI | Name::LINK, _) => {
                if is_extended(node) {
                    self.footnote_link(node);
                }
            }
            _ => self.fact(node, None, position),
        }
    }

    fn reference(&mut self, node: Node<'_, '_>, kind: ReferenceKind) {
        let xlink = |local| node.attribute_ns(QName { namespace: Name::XLINK, local });
        let Some(href) = xlink(local::HREF) else { return };
        let role = match kind {
            ReferenceKind::Schema | ReferenceKind::Linkbase => xlink(local::ROLE),
            ReferenceKind::Role => node.attribute(local::ROLE_URI),
            ReferenceKind::Arcrole => node.attribute(local::ARCROLE_URI),
        };
        let role = role.map(|role| Name::new(trim(role)));
        let reference = TaxonomyReference { kind, href: trim(href).to_owned(), role, place: node.place() };
        self.instance.report.taxonomy.push(reference);
    }

    /// Reads an item or a tuple with all inside.
    fn fact(&mut self, node: Node<'_, '_>, parent: Option<u32>, position: u32) {
        let number = self.instance.written.facts.len() as u32;
        let mut fact = read_fact(node, self.id_of(node));
        (fact.parent, fact.position) = (parent, position);
        if !self.instance.report.prefixes.contains_key(node.prefix()) && !node.prefix().is_empty() {
            self.instance.report.prefixes.insert(node.prefix().to_owned(), node.name().namespace);
        }
        // Settled when everything is read; till then they dangle, which tells items from tuples.
        let (context, unit);
        (fact.context, context) = self.pointer(node, local::CONTEXT_REF);
        (fact.unit, unit) = self.pointer(node, local::UNIT_REF);
        let is_item = fact.is_item();
        if is_item {
            if let Some(fraction) = read_fraction(node) {
                fact.fraction = Some(self.instance.written.fractions.len() as u32);
                self.instance.written.fractions.push(fraction);
            } else if !fact.nil {
                fact.value = Some(text_of(node));
            }
        }
        self.instance.written.facts.push(fact);
        let language = if is_item { node.language().map(|language| self.language(language)) } else { None };
        self.pending.push(Pending { context, unit, language });
        if !is_item {
            for (child, position) in node.children().zip(1..) {
                if !matches!(child.name().namespace, Name::XBRLI | Name::LINK) {
                    self.fact(child, Some(number), position);
                }
            }
        }
        self.instance.written.facts[number as usize].next = self.instance.written.facts.len() as u32;
    }

    /// An attribute that points at an element, and the number of the identifier that it says.
    fn pointer(&mut self, node: Node<'_, '_>, name: Name) -> (Pointer, u32) {
        let Some(attribute) = node.attribute_node(QName { namespace: Name::EMPTY, local: name }) else {
            return (Pointer::None, 0);
        };
        let (symbol, offset) = (trim(attribute.value()), attribute.value_place().offset);
        let known = self.symbols.get_index_of(symbol);
        let symbol = known.unwrap_or_else(|| self.symbols.insert_full(symbol.into()).0);
        (Pointer::Dangling(offset), symbol as u32)
    }

    fn language(&mut self, text: &str) -> Name {
        if let Some(known) = self.languages.get(text) {
            return *known;
        }
        let name = Name::new(&trim(text).to_lowercase());
        self.languages.insert(text.to_owned(), name);
        name
    }

    fn id_of(&self, node: Node<'_, '_>) -> Option<Text> {
        node.attribute_node(QName { namespace: Name::EMPTY, local: local::ID }).map(|id| self.attribute_text(id))
    }

    /// An attribute's value, where it stands if it stands there letter for letter.
    fn attribute_text(&self, attribute: Attribute<'_, '_>) -> Text {
        let value = trim(attribute.value());
        let start = attribute.value_place().offset;
        let span = Span { document: self.document, start, end: start + value.len() as u32 };
        let stands = self.documents.get(self.document).text().get(span.range());
        if stands == Some(value) { Text::Span(span) } else { Text::from(value) }
    }
}

/// Whether an element is an extended link.
fn is_extended(node: Node<'_, '_>) -> bool {
    let xlink_type = node.attribute_ns(QName { namespace: Name::XLINK, local: local::TYPE });
    xlink_type.is_some_and(|value| trim(value) == "extended")
}
