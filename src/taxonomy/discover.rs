//! Discovery: from the entry points along every reference, wave by wave (XBRL 2.1, 3.2).
//!
//! The documents of one wave are read at once; what they say is taken in their order, so that the
//! outcome doesn't depend on which was read first.

use std::path::PathBuf;

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use crate::model::{Diagnostic, Document, DocumentId, Documents, Name, Place, ShelfNumber};
use crate::xml::{self, Parsed, Tree};

use super::Taxonomy;
use super::arrange::Arranged;
use super::base::Wanted;
use super::component::Rows;
use super::href::Address;
use super::ids::{MissingId, SourceId};
use super::locate::{Found, Locations};
use super::merge::Extent;
use super::read::{Request, read};
use super::reference::{EntryPoint, Missing, Reference, ReferenceKind, Resolution};
use super::rows::{DocumentRows, SourceKind};
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
    /// Its own references.
    pub(super) references: Rows,
    /// Whether it belongs to the base: what others publish, as opposed to the files of a filing.
    pub(super) in_base: bool,
    /// What is in it, where it is a schema or a linkbase that isn't built in.
    pub(super) parsed: Option<Parsed>,
}

impl Source {
    /// A schema that stands for itself, under no address.
    pub(super) fn built_in(document: DocumentId) -> Source {
        Source {
            address: Address::new(""),
            found: Found::BuiltIn,
            document,
            kind: SourceKind::Schema,
            in_set: true,
            referrers: Vec::new(),
            references: Rows::default(),
            in_base: true,
            parsed: None,
        }
    }

    /// Whether its rules are checked: it belongs to the set, and isn't built in.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        self.in_set && self.found != Found::BuiltIn
    }

    /// The elements of the document, read anew where they weren't kept; none where it can't be read.
    #[must_use]
    pub fn tree<'t>(&self, documents: &'t Documents) -> Option<Tree<'t>> {
        self.tree_of(documents.get(self.document).text())
    }

    fn tree_of<'t>(&self, text: &'t str) -> Option<Tree<'t>> {
        match &self.parsed {
            Some(parsed) => Some(parsed.tree(self.document, text)),
            None => xml::parse(self.document, text).ok(),
        }
    }
}

/// What discovery found, in the order in which it was asked for.
#[derive(Default)]
pub(super) struct Discovered {
    pub(super) sources: Vec<Source>,
    pub(super) missing: Vec<Missing>,
    /// All references, entry points first, then document by document.
    pub(super) references: Vec<Reference>,
    /// How many of these are the entry points' and of the documents that they ask for.
    pub(super) first: usize,
    /// What the documents say, in the order of the sources; schemas that others include may follow again.
    pub(super) rows: Vec<DocumentRows>,
    pub(super) by_key: HashMap<Box<str>, Resolution>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The documents of the base.
    pub(super) shelved: Vec<Document>,
    /// The number of their shelf; without one there is no base.
    pub(super) shelf: Option<ShelfNumber>,
    /// Whether base and filing have a file in common.
    pub(super) is_mixed: bool,
}

/// Whether what a reference leads to is of the base: anything that is published, unless a user named it.
fn is_of_base(address: &Address, kind: ReferenceKind) -> bool {
    matches!(address, Address::Url(_)) && kind != ReferenceKind::EntryPoint
}

/// Whether a reference makes a schema a part of another.
pub(super) fn is_part(kind: ReferenceKind) -> bool {
    matches!(kind, ReferenceKind::Include | ReferenceKind::Redefine)
}

/// A discovery on its way. The documents are those of all waves so far.
pub(super) struct Discovery<'a> {
    locations: &'a Locations,
    /// The number of the next document that is not of the base, and the position of the next one that is.
    next: DocumentId,
    next_shelved: usize,
    /// The files that sources were found in.
    by_file: HashMap<PathBuf, SourceId>,
    /// The sources to be read next.
    wave: Vec<Request>,
    /// References to documents of the base that are not followed yet, by their rows, and where they lead.
    held: Vec<(usize, Address)>,
    /// Whether such references are held.
    holds: bool,
    found: Discovered,
}

impl<'a> Discovery<'a> {
    /// Reads the entry points themselves.
    pub(super) fn enter(entries: &[EntryPoint], locations: &'a Locations, documents: &mut Documents) -> Discovery<'a> {
        let found = Discovered { shelf: ShelfNumber::take(), ..Discovered::default() };
        let (by_file, wave, held) = Default::default();
        let holds = locations.cache.is_on() && found.shelf.is_some();
        let next = documents.next();
        let mut discovery = Discovery { locations, next, next_shelved: 0, by_file, wave, held, holds, found };
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

    /// Reads the documents that the entry points ask for. What these ask of the base is what it is made of.
    pub(super) fn follow_entries(&mut self, documents: &mut Documents) {
        self.read_wave(documents);
        self.found.first = self.found.references.len();
    }

    /// What the base is asked for; none where no base is kept, or the files of the filing are in one with it.
    pub(super) fn wanted(&self) -> Option<Wanted> {
        let is_part = |row: usize| is_part(self.found.references[row].kind);
        let folders = self.locations.directories.iter().filter_map(|folder| std::fs::canonicalize(folder).ok());
        let is_inside = |folder: PathBuf| self.by_file.keys().any(|file| file.starts_with(&folder));
        if self.held.is_empty() || self.held.iter().any(|(row, _)| is_part(*row)) || folders.into_iter().any(is_inside)
        {
            return None;
        }
        let mut wanted: Wanted = self.held.iter().map(|(_, address)| address.key()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        Some(wanted)
    }

    /// Whether a base has what it was asked for, as far as that is there, and nothing of the filing.
    pub(super) fn fits(&self, wanted: &Wanted, base: &Taxonomy) -> bool {
        let is_missing = |key: &str| {
            let asked = self.held.iter().find(|(_, address)| *address.key() == *key);
            asked.is_some_and(|(_, address)| self.locations.find(address).is_err())
        };
        wanted.iter().all(|key| base.by_key.contains_key(key) || is_missing(key))
            && !self.held.iter().any(|(row, _)| is_part(self.found.references[*row].kind))
            && !self.found.by_key.keys().any(|key| base.by_key.contains_key(key))
    }

    /// Reads the files of the filing that are left; all documents, where no base is kept.
    pub(super) fn follow(&mut self, documents: &mut Documents) {
        while !self.wave.is_empty() {
            self.read_wave(documents);
        }
    }

    /// Follows all references that are left, and puts everything in order.
    pub(super) fn finish(mut self, documents: &mut Documents) -> Arranged {
        self.holds = false;
        let held = std::mem::take(&mut self.held);
        self.resolve(held);
        self.follow(documents);
        self.read_included(documents);
        self.found.arrange(&Extent::default())
    }

    /// Puts the files of the filing in order behind those of a base. What is published and not in the base, they ask
    /// for by themselves: it is read as if it were theirs.
    pub(super) fn finish_over(mut self, base: &Taxonomy, documents: &mut Documents) -> Arranged {
        self.found.shelf = None;
        let mut of_base = Vec::new();
        while !self.held.is_empty() {
            let held = std::mem::take(&mut self.held);
            let (known, others): (Vec<_>, Vec<_>) =
                held.into_iter().partition(|(_, address)| base.by_key.contains_key(&address.key()));
            of_base.extend(known);
            self.resolve(others);
            self.follow(documents);
        }
        self.read_included(documents);
        let mut arranged = self.found.arrange(&base.extent());
        for (row, address) in of_base {
            let found = base.by_key.get(&address.key()).copied();
            arranged.own.references[row].found = found.unwrap_or(Resolution::Unresolved);
        }
        arranged
    }

    /// Finds the documents that references ask for, and has them read.
    fn resolve(&mut self, held: Vec<(usize, Address)>) {
        for (row, address) in held {
            let known = self.found.by_key.get(&address.key()).copied();
            let Reference { kind, place, .. } = self.found.references[row];
            self.found.references[row].found = known.unwrap_or_else(|| self.locate(address, kind, place));
        }
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
        match self.found.by_key.get(&address.key()) {
            Some(known) => reference.found = *known,
            None if self.holds && is_of_base(&address, reference.kind) => {
                self.held.push((self.found.references.len(), address));
            }
            None => reference.found = self.locate(address, reference.kind, reference.place),
        }
        self.found.references.push(reference);
    }

    fn locate(&mut self, address: Address, kind: ReferenceKind, place: Option<Place>) -> Resolution {
        let key = address.key();
        let resolution = match self.locations.find(&address) {
            Err(reason) => {
                self.found.missing.push(Missing { address, reason, referrers: Vec::new() });
                Resolution::Missing(MissingId::at(self.found.missing.len() - 1))
            }
            Ok(located) => {
                let in_base = is_of_base(&address, kind);
                let next = SourceId::at(self.found.sources.len());
                let file = located.content.identity();
                let id = file.map_or(next, |file| *self.by_file.entry(file).or_insert(next));
                if id == next {
                    let document = self.number(in_base);
                    let content = located.content;
                    let request = Request { source: id, document, address: address.clone(), content, kind, place };
                    self.wave.push(request);
                    self.found.sources.push(Source {
                        address,
                        found: located.found,
                        document,
                        kind: SourceKind::Unreadable,
                        in_set: false,
                        referrers: Vec::new(),
                        references: Rows::default(),
                        in_base,
                        parsed: None,
                    });
                } else {
                    self.found.is_mixed |= self.found.sources[id.index()].in_base != in_base;
                }
                Resolution::Source(id)
            }
        };
        self.found.by_key.insert(key, resolution);
        resolution
    }

    /// The number of the next document: on the shelf, where it is of the base.
    fn number(&mut self, in_base: bool) -> DocumentId {
        match &self.found.shelf {
            Some(shelf) if in_base => {
                self.next_shelved += 1;
                shelf.document(self.next_shelved - 1)
            }
            _ => {
                let next = self.next;
                self.next = DocumentId(next.0 + 1);
                next
            }
        }
    }

    /// Reads the documents that were asked for, and asks for those that they refer to.
    fn read_wave(&mut self, documents: &mut Documents) {
        let wave = std::mem::take(&mut self.wave);
        let read: Vec<_> = wave.into_par_iter().map(|request| read(&request)).collect();
        let mut all_rows = Vec::with_capacity(read.len());
        for (document, mut rows, finding) in read {
            if rows.document.is_shelved() {
                self.found.shelved.push(document);
            } else {
                let added = documents.push(document);
                debug_assert_eq!(added, rows.document);
            }
            let source = &mut self.found.sources[rows.source.index()];
            source.kind = rows.kind;
            source.parsed = rows.parsed.take().filter(|_| source.found != Found::BuiltIn);
            self.found.diagnostics.extend(finding);
            all_rows.push(rows);
        }
        for rows in &mut all_rows {
            self.refer_from(rows);
        }
        self.found.rows.append(&mut all_rows);
    }

    fn refer_from(&mut self, rows: &mut DocumentRows) {
        let address = self.found.sources[rows.source.index()].address.clone();
        let bases = rows.references.addresses(&address);
        let start = self.found.references.len();
        for reference in std::mem::take(&mut rows.references.list) {
            self.refer(bases[reference.base as usize].join(&reference.href), reference);
        }
        self.found.sources[rows.source.index()].references = Rows::since(start, &self.found.references);
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
        let own = self.found.sources[source.index()].references.of(&self.found.references).iter();
        own.filter(|reference| is_part(reference.kind))
            .filter_map(|reference| match reference.found {
                Resolution::Source(id) => Some(id),
                _ => None,
            })
            .filter(|id| self.found.rows[id.index()].schema.schemas.iter().any(|schema| schema.target.is_none()))
            .collect()
    }

    fn read_as(&mut self, id: SourceId, namespace: Name, documents: &Documents) {
        let source = &self.found.sources[id.index()];
        let text = match source.document.is_shelved() {
            true => self.found.shelved[source.document.position()].text(),
            false => documents.get(source.document).text(),
        };
        let Some(tree) = source.tree_of(text) else { return };
        let mut rows = DocumentRows::new(id, source.document, SourceKind::Schema);
        read_schema(tree.root(), Some(namespace), &mut rows);
        rows.references.list.clear();
        let first = &mut self.found.rows[id.index()];
        let only_included = self
            .found
            .references
            .iter()
            .filter(|reference| reference.found.source() == Some(id))
            .all(|reference| is_part(reference.kind));
        let untouched = first.schema.schemas.iter().all(|schema| schema.namespace.is_empty());
        if only_included && untouched {
            (first.schema, first.ids) = (rows.schema, rows.ids);
        } else {
            let schema = rows.schema;
            self.found.rows.push(DocumentRows { schema, ..DocumentRows::new(id, source.document, SourceKind::Schema) });
        }
    }
}
