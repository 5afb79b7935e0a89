//! Discovery: from the entry points along every reference, wave by wave (XBRL 2.1, 3.2).
//!
//! The documents of one wave are read at once; what they say is taken in their order, so that the
//! outcome doesn't depend on which was read first.

use std::borrow::Cow;
use std::path::PathBuf;

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use crate::model::name::local;
use crate::model::{Diagnostic, Document, DocumentId, Documents, Name, Place};
use crate::xml::{self, Node, Parsed, Tree};

use super::href::Address;
use super::ids::SourceId;
use super::linkbase::{read_linkbase, read_role_ref};
use super::locate::{Content, Found, Locations};
use super::reference::{EntryPoint, Missing, Reference, ReferenceKind, Resolution};
use super::rows::{DocumentRows, SourceKind};
use super::rules;
use super::schema::read_schema;

/// A document of the set, and how it came to be there.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its address.
    pub address: Address,
    /// Where it was found.
    pub found: Found,
    /// Its text.
    pub document: DocumentId,
    /// What it is.
    pub kind: SourceKind,
    /// Whether it belongs to the set, and isn't there as an instance or a mere hint.
    pub in_set: bool,
    /// Who refers to it: rows of [`Taxonomy::references`](super::Taxonomy::references), in order.
    pub referrers: Vec<u32>,
    /// What is in it, where it is a schema or a linkbase that isn't built in.
    pub(super) parsed: Option<Parsed>,
}

impl Source {
    /// The elements of the document, read anew where they weren't kept; none where it can't be read.
    #[must_use]
    pub fn tree<'t>(&self, documents: &'t Documents) -> Option<Tree<'t>> {
        let text = documents.get(self.document).text();
        match &self.parsed {
            Some(parsed) => Some(parsed.tree(self.document, text)),
            None => xml::parse(self.document, text).ok(),
        }
    }
}

/// What discovery found.
pub(super) struct Discovered {
    pub(super) sources: Vec<Source>,
    pub(super) missing: Vec<Missing>,
    /// All references, entry points first, then document by document.
    pub(super) references: Vec<Reference>,
    /// What the documents say, in the order of the sources; schemas that others include may follow again.
    pub(super) rows: Vec<DocumentRows>,
    /// The row at which the references of each document begin.
    pub(super) first_reference: Vec<u32>,
    pub(super) by_key: HashMap<Box<str>, Resolution>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Discovered {
    fn new() -> Discovered {
        Discovered {
            sources: Vec::new(),
            missing: Vec::new(),
            references: Vec::new(),
            rows: Vec::new(),
            first_reference: Vec::new(),
            by_key: HashMap::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Documents that stand for themselves, under no address.
    pub(super) fn built_in(rows: Vec<DocumentRows>) -> Discovered {
        let source = |rows: &DocumentRows| Source {
            address: Address::new(""),
            found: Found::BuiltIn,
            document: rows.document,
            kind: rows.kind,
            in_set: true,
            referrers: Vec::new(),
            parsed: None,
        };
        let sources = rows.iter().map(source).collect();
        Discovered { sources, first_reference: vec![0; rows.len()], rows, ..Discovered::new() }
    }

    /// Marks the documents that are reached from an entry point over other references than hints, and than those
    /// of typed dimensions: the schema of a typed domain must be reached otherwise (Dimensions 1.0, 2.5.2.1.1).
    fn mark_set(&mut self) {
        let follows = |kind: ReferenceKind| kind.is_discovery() && kind != ReferenceKind::TypedDomain;
        let starts = self.references.iter().filter(|reference| reference.source.is_none() && follows(reference.kind));
        let mut open: Vec<Resolution> = starts.map(|reference| reference.found).collect();
        let mut seen = HashSet::new();
        while let Some(found) = open.pop() {
            let Resolution::Source(id) = found else { continue };
            if !seen.insert(id) {
                continue;
            }
            let source = &mut self.sources[id.index()];
            source.in_set = matches!(source.kind, SourceKind::Schema | SourceKind::Linkbase);
            let start = self.first_reference[id.index()] as usize;
            let own = self.references[start..].iter().take_while(|reference| reference.source == Some(id));
            open.extend(own.filter(|reference| follows(reference.kind)).map(|reference| reference.found));
        }
    }

    /// One finding for each missing document, at the first that refers to it by more than a hint.
    fn report_missing(&mut self, documents: &Documents) {
        for missing in &self.missing {
            let referrers = || missing.referrers.iter().map(|row| &self.references[*row as usize]);
            let Some(first) = referrers().find(|reference| reference.kind.is_discovery()) else {
                continue;
            };
            let message = format!("{} is not found: {}", missing.address, missing.reason);
            let mut finding = Diagnostic::new(&rules::FILE_MISSING, first.place, message);
            let others = referrers().filter(|other| !std::ptr::eq(*other, first));
            for place in others.filter_map(|reference| reference.place) {
                finding = finding.related(place, "referred to here too");
            }
            if let Address::Url(_) = missing.address {
                finding = finding.hint("give a folder that has it with --taxonomy-dir, or a package with --package");
            }
            self.diagnostics.push(finding);
        }
        let strangers = self.sources.iter().filter(|source| matches!(source.kind, SourceKind::Other(_)));
        for source in strangers {
            let SourceKind::Other(root) = source.kind else { continue };
            let name = &documents.get(source.document).name;
            let referrers = || source.referrers.iter().map(|row| &self.references[*row as usize]);
            let place = referrers().find_map(|reference| reference.place);
            // What a user named may be an instance as well.
            let (is, expected) = match referrers().any(|reference| reference.source.is_none()) {
                true => ("neither an instance nor a schema nor a linkbase", "an instance, a schema or a linkbase"),
                false => ("neither a schema nor a linkbase", "a schema or a linkbase"),
            };
            let finding = Diagnostic::new(&rules::NOT_A_TAXONOMY, place, format!("{name} is {is}"));
            self.diagnostics.push(finding.expected(expected).found(format!("a document whose root is {root}")));
        }
    }
}

/// A document to be read.
struct Request {
    source: SourceId,
    content: Content,
    /// What asked for it first, and where that stands.
    kind: ReferenceKind,
    place: Option<Place>,
}

/// A discovery on its way. The documents are those of all waves so far.
pub(super) struct Discovery<'a> {
    locations: &'a Locations,
    /// The number of documents that were read.
    read: usize,
    /// The files that sources were found in.
    by_file: HashMap<PathBuf, SourceId>,
    /// The sources to be read next.
    wave: Vec<Request>,
    found: Discovered,
}

impl<'a> Discovery<'a> {
    /// Reads the entry points themselves.
    pub(super) fn enter(entries: &[EntryPoint], locations: &'a Locations, documents: &mut Documents) -> Discovery<'a> {
        let (by_file, wave, found) = (HashMap::new(), Vec::new(), Discovered::new());
        let mut discovery = Discovery { locations, read: documents.next().0 as usize, by_file, wave, found };
        for entry in entries {
            discovery.refer_to(entry);
        }
        discovery.read_wave(documents);
        discovery
    }

    /// Of each entry point the document that it is, and its kind; none where it isn't there.
    pub(super) fn entered(&self) -> Vec<Option<(DocumentId, SourceKind)>> {
        let entries = self.found.references.iter().take_while(|reference| reference.source.is_none());
        let source = |reference: &Reference| Some(&self.found.sources[reference.found.source()?.index()]);
        entries.map(|reference| source(reference).map(|source| (source.document, source.kind))).collect()
    }

    /// Follows all references.
    pub(super) fn follow_all(mut self, documents: &mut Documents) -> Discovered {
        while !self.wave.is_empty() {
            self.read_wave(documents);
        }
        self.read_included(documents);
        self.found.mark_set();
        self.found.report_missing(documents);
        self.found
    }

    fn refer_to(&mut self, entry: &EntryPoint) {
        let (href, _) = super::href::split_fragment(&entry.href);
        let href = if href.is_empty() { entry.base.to_string().into() } else { href.into() };
        self.refer(
            entry.base.join(&entry.href),
            Reference {
                kind: entry.kind,
                href,
                base: 0,
                namespace: Name::EMPTY,
                role: Name::EMPTY,
                arcrole: Name::EMPTY,
                source: None,
                place: entry.place,
                count: 1,
                found: Resolution::Unresolved,
            },
        );
    }

    /// Finds the document that a reference asks for, and has it read if it is new.
    fn refer(&mut self, address: Address, mut reference: Reference) {
        let row = self.found.references.len() as u32;
        let known = self.found.by_key.get(&address.key()).copied();
        reference.found = known.unwrap_or_else(|| self.locate(address, &reference));
        match reference.found {
            Resolution::Source(id) => self.found.sources[id.index()].referrers.push(row),
            Resolution::Missing(number) => self.found.missing[number as usize].referrers.push(row),
            Resolution::Unresolved => {}
        }
        self.found.references.push(reference);
    }

    fn locate(&mut self, address: Address, reference: &Reference) -> Resolution {
        let key = address.key();
        let resolution = match self.locations.find(&address) {
            Err(reason) => {
                self.found.missing.push(Missing { address, reason, referrers: Vec::new() });
                Resolution::Missing(self.found.missing.len() as u32 - 1)
            }
            Ok(located) => {
                let next = SourceId::at(self.found.sources.len());
                let file = located.content.identity();
                let known = file.map(|file| *self.by_file.entry(file).or_insert(next));
                let id = known.unwrap_or(next);
                if id == next {
                    let document = DocumentId(self.read as u32 + self.wave.len() as u32);
                    let source = Source {
                        address,
                        found: located.found,
                        document,
                        kind: SourceKind::Unreadable,
                        in_set: false,
                        referrers: Vec::new(),
                        parsed: None,
                    };
                    self.found.sources.push(source);
                    let (kind, place) = (reference.kind, reference.place);
                    self.wave.push(Request { source: id, content: located.content, kind, place });
                }
                Resolution::Source(id)
            }
        };
        self.found.by_key.insert(key, resolution);
        resolution
    }

    /// Reads the documents that were asked for, and asks for those that they refer to.
    fn read_wave(&mut self, documents: &mut Documents) {
        let wave = std::mem::take(&mut self.wave);
        let sources = &self.found.sources;
        let read: Vec<_> =
            wave.into_par_iter().map(|request| read(&sources[request.source.index()], &request)).collect();
        let mut all_rows = Vec::with_capacity(read.len());
        for (document, mut rows, finding) in read {
            let added = documents.push(document);
            debug_assert_eq!(added, rows.document);
            let source = &mut self.found.sources[rows.source.index()];
            source.kind = rows.kind;
            source.parsed = rows.parsed.take().filter(|_| source.found != Found::BuiltIn);
            self.found.diagnostics.extend(finding);
            all_rows.push(rows);
        }
        self.read = documents.next().0 as usize;
        for rows in &mut all_rows {
            self.follow(rows);
        }
        self.found.rows.append(&mut all_rows);
    }

    fn follow(&mut self, rows: &mut DocumentRows) {
        let address = self.found.sources[rows.source.index()].address.clone();
        let bases = rows.references.addresses(&address);
        self.found.first_reference.push(self.found.references.len() as u32);
        for reference in std::mem::take(&mut rows.references.list) {
            self.refer(bases[reference.base as usize].join(&reference.href), reference);
        }
    }

    /// Reads schemas without a target namespace anew, once for each namespace of those that include them:
    /// what they define is in that namespace (XML Schema 1.0 part 1, 4.2.1).
    fn read_included(&mut self, documents: &Documents) {
        let mut open: Vec<(SourceId, Name)> = Vec::new();
        for rows in &self.found.rows {
            open.extend(rows.schema.schemas.iter().filter_map(|schema| Some((rows.source, schema.target?))));
        }
        let mut seen = HashSet::new();
        let mut at = 0;
        while let Some((source, namespace)) = open.get(at).copied() {
            at += 1;
            for included in self.included_by(source) {
                if seen.insert((included, namespace)) {
                    self.read_as(included, namespace, documents);
                    open.push((included, namespace));
                }
            }
        }
    }

    /// The schemas without a target namespace that a schema includes.
    fn included_by(&self, source: SourceId) -> Vec<SourceId> {
        let start = self.found.first_reference[source.index()] as usize;
        let own = self.found.references[start..].iter().take_while(|reference| reference.source == Some(source));
        own.filter(|reference| matches!(reference.kind, ReferenceKind::Include | ReferenceKind::Redefine))
            .filter_map(|reference| match reference.found {
                Resolution::Source(id) => Some(id),
                _ => None,
            })
            .filter(|id| self.found.rows[id.index()].schema.schemas.iter().any(|schema| schema.target.is_none()))
            .collect()
    }

    fn read_as(&mut self, id: SourceId, namespace: Name, documents: &Documents) {
        let source = &self.found.sources[id.index()];
        let Some(tree) = source.tree(documents) else { return };
        let mut rows = DocumentRows::new(id, source.document, SourceKind::Schema);
        read_schema(tree.root(), Some(namespace), &mut rows);
        rows.references.list.clear();
        let first = &mut self.found.rows[id.index()];
        let only_included = source.referrers.iter().all(|row| {
            matches!(self.found.references[*row as usize].kind, ReferenceKind::Include | ReferenceKind::Redefine)
        });
        let untouched = first.schema.schemas.iter().all(|schema| schema.namespace.is_empty());
        if only_included && untouched {
            (first.schema, first.ids) = (rows.schema, rows.ids);
        } else {
            let schema = rows.schema;
            self.found.rows.push(DocumentRows { schema, ..DocumentRows::new(id, source.document, SourceKind::Schema) });
        }
    }
}

/// Reads one document. What can't be read gives an empty text, no rows, and a finding.
fn read(source: &Source, request: &Request) -> (Document, DocumentRows, Option<Diagnostic>) {
    let name = request.content.name(&source.address);
    let mut rows = DocumentRows::new(request.source, source.document, SourceKind::Unreadable);
    let text = match read_text(&request.content, &name, source.document) {
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
            let nothing = DocumentRows::new(request.source, source.document, SourceKind::Unreadable);
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
