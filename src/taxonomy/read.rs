//! Reads one document into rows.

use std::borrow::Cow;

use crate::model::name::local;
use crate::model::{Diagnostic, Document, DocumentId, Documents, Name, Place};
use crate::xml::{self, Node};

use super::href::Address;
use super::ids::SourceId;
use super::linkbase::{read_linkbase, read_role_ref};
use super::locate::Content;
use super::reference::{EntryPoint, Reference, ReferenceKind};
use super::rows::{DocumentRows, SourceKind};
use super::rules;
use super::schema::read_schema;

/// A document to be read.
pub(super) struct Request {
    pub(super) source: SourceId,
    pub(super) document: DocumentId,
    pub(super) address: Address,
    pub(super) content: Content,
    /// What asked for it first, and where that stands.
    pub(super) kind: ReferenceKind,
    pub(super) place: Option<Place>,
}

/// Reads one document. What can't be read gives an empty text, no rows, and a finding.
pub(super) fn read(request: &Request) -> (Document, DocumentRows, Option<Diagnostic>) {
    let name = request.content.name(&request.address);
    let mut rows = DocumentRows::new(request.source, request.document, SourceKind::Unreadable);
    let text = match read_text(&request.content, &name, request.document) {
        Ok(text) => text,
        Err(finding) => {
            let finding = match request.place {
                Some(place) => finding.related(place, "referred to here"),
                None => *finding,
            };
            return (Document::new(name, ""), rows, Some(finding));
        }
    };
    let document = Document::new(name, text);
    match read_rows(document.text(), request.kind, &mut rows) {
        Ok(()) => (document, rows, None),
        Err(finding) => {
            let nothing = DocumentRows::new(request.source, request.document, SourceKind::Unreadable);
            (document, nothing, Some(*finding))
        }
    }
}

/// An instance is read one child of its root at a time, for it may be far larger than a taxonomy's documents.
fn read_rows(text: &str, asked: ReferenceKind, rows: &mut DocumentRows) -> Result<(), Box<Diagnostic>> {
    let mut reader = xml::Reader::new(rows.document, text)?;
    if !reader.root().is(Name::XBRLI, local::XBRL) {
        let tree = reader.into_tree()?;
        read_root(tree.root(), asked, rows);
        if matches!(rows.kind, SourceKind::Schema | SourceKind::Linkbase) {
            rows.parsed = Some(tree.into_parsed());
        }
        return Ok(());
    }
    rows.kind = SourceKind::Instance;
    let is_entry = asked == ReferenceKind::EntryPoint;
    if is_entry {
        read_hints(reader.root(), rows);
    }
    let mut tree = reader.tree();
    while reader.next_child(&mut tree)? {
        if is_entry {
            read_links(tree.root().children(), rows);
            if !has_references(reader.rest()) {
                break;
            }
        }
    }
    Ok(())
}

/// What keeps a document from being well-formed.
pub(super) fn fault_in(document: DocumentId, documents: &Documents) -> Option<Diagnostic> {
    let drain = || {
        let mut reader = xml::Reader::new(document, documents.get(document).text())?;
        let mut tree = reader.tree();
        while reader.next_child(&mut tree)? {}
        Ok(())
    };
    drain().err().map(|fault: Box<Diagnostic>| *fault)
}

/// Whether a text may have an element in it that refers to a part of the taxonomy. Those come first in an instance,
/// and whoever reads what it says will see whether the rest of it is well-formed.
fn has_references(text: &str) -> bool {
    let names = [local::SCHEMA_REF, local::LINKBASE_REF, local::ROLE_REF, local::ARCROLE_REF];
    names.iter().any(|name| memchr::memmem::find(text.as_bytes(), name.as_str().as_bytes()).is_some())
}

/// The text of a document; findings are at its start, for there is no text to point at.
fn read_text(content: &Content, name: &str, document: DocumentId) -> Result<Cow<'static, str>, Box<Diagnostic>> {
    let start = Place { document, offset: 0 };
    let bytes = content.read().map_err(|error| {
        Box::new(Diagnostic::new(&rules::FILE_UNREADABLE, start, format!("{name} can't be read: {error}")))
    })?;
    xml::decode(bytes).map_err(|error| error.diagnostic(Some(start)))
}

fn read_root(root: Node<'_, '_>, asked: ReferenceKind, rows: &mut DocumentRows) {
    rows.kind = match (root.name().namespace, root.name().local) {
        (Name::XSD, local::SCHEMA) => SourceKind::Schema,
        (Name::LINK, local::LINKBASE) => SourceKind::Linkbase,
        (Name::XBRLI, local::XBRL) | (Name::XHTML, _) => SourceKind::Instance,
        _ => SourceKind::Other(root.name()),
    };
    match rows.kind {
        SourceKind::Schema => read_schema(root, None, rows),
        SourceKind::Linkbase => read_linkbase(root, rows),
        SourceKind::Instance if asked == ReferenceKind::EntryPoint => read_instance(root, rows),
        SourceKind::Instance | SourceKind::Other(_) | SourceKind::Unreadable => {}
    }
}

/// The schema of what dimensions add to instances: no instance refers to it, and all that have
/// dimensions are to be valid by it.
const DIMENSIONS_IN_INSTANCES: &str = "http://www.xbrl.org/2006/xbrldi-2006.xsd";

/// What an instance, or the references of an inline document, refer to (XBRL 2.1, 4.2 to 4.5).
fn read_instance(root: Node<'_, '_>, rows: &mut DocumentRows) {
    read_hints(root, rows);
    let holder = |node: &Node<'_, '_>| {
        node.id() == root.id() || matches!(node.name().local, local::REFERENCES | local::RESOURCES)
    };
    read_links(root.descendants().filter(holder).flat_map(Node::children), rows);
}

/// The schemas that an instance is to be valid by though it doesn't refer to them.
fn read_hints(root: Node<'_, '_>, rows: &mut DocumentRows) {
    rows.references.add_schema_locations(root);
    if root.namespaces().any(|(_, namespace)| namespace == Name::XBRLDI) {
        let hint = rows.references.add(root, ReferenceKind::SchemaLocation, DIMENSIONS_IN_INSTANCES);
        hint.0.namespace = Name::XBRLDI;
    }
}

fn read_links<'n, 't: 'n>(links: impl Iterator<Item = Node<'n, 't>>, rows: &mut DocumentRows) {
    for node in links.filter(|node| node.name().namespace == Name::LINK) {
        match node.name().local {
            local::SCHEMA_REF => _ = rows.references.add_simple_link(node, ReferenceKind::SchemaRef),
            local::LINKBASE_REF => _ = rows.references.add_simple_link(node, ReferenceKind::LinkbaseRef),
            local::ROLE_REF | local::ARCROLE_REF => read_role_ref(node, rows),
            _ => {}
        }
    }
}

/// Where discovery starts from an instance, or an inline document, that stands at an address: its
/// `schemaRef`, `linkbaseRef`, `roleRef` and `arcroleRef` elements, and its schema locations as hints.
#[must_use]
pub fn entry_points(root: Node<'_, '_>, address: &Address) -> Vec<EntryPoint> {
    let mut rows = DocumentRows::new(SourceId(0), root.place().document, SourceKind::Instance);
    read_instance(root, &mut rows);
    let bases = rows.references.addresses(address);
    let entry = |reference: Reference| EntryPoint {
        href: reference.href.into(),
        base: bases[reference.base as usize].clone(),
        kind: reference.kind,
        place: reference.place,
    };
    rows.references.list.into_iter().map(entry).collect()
}
