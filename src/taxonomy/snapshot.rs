//! Snapshots: bases written down in a folder, and taken up again by later runs.
//!
//! A snapshot is named by the content of every file that it was made of, and by what they were asked for; an index
//! beside it says which these are. So each file is hashed again before a snapshot is used, unless the system says that
//! it wasn't touched since: what was made of other files has another name. It ends with a checksum over all of it, and
//! what isn't whole is made anew.

use std::borrow::Cow;
use std::io::{self, Read as _, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use rustc_hash::FxHashMap;

use crate::model::{Document, Documents, Shelf, ShelfNumber};
use crate::xml;

use super::base::{Base, Wanted};
use super::component::{RoleType, Rows};
use super::dimensions::{Enumeration, TypedDomain};
use super::discover::Source;
use super::fragment::Fragment;
use super::href::Address;
use super::ids::SourceId;
use super::kept_index::{KeptIds, KeptIndex};
use super::kept_names::KeptNames;
use super::locate::{Content, Located, Locations};
use super::merge::Extent;
use super::network::Networks;
use super::record::{Damaged, RECORDS, Reader, Record, VARIANTS, Writer};
use super::reference::{Missing, Resolution};
use super::resolve::{Names, Unresolved};
use super::rows::{Links, SchemaRows, SourceKind};
use super::stamps::{Stamp, Stamps};
use super::table::{Section, Table};
use super::types::Types;
use super::{Taxonomy, resolve, table, types};

/// The number of the format, which changes with the meaning of what is written; how it is laid out is counted in by
/// itself, and so is the program's version.
const FORMAT: &str = "1";

/// What everything begins with that is hashed to a name.
fn hasher(what: &str) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new();
    for part in [what, FORMAT, env!("CARGO_PKG_VERSION"), RECORDS, VARIANTS] {
        add(&mut hasher, part.as_bytes());
    }
    hasher
}

/// Adds bytes so that no others look the same behind what is there.
fn add(hasher: &mut blake3::Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

/// The documents of a base, and what it misses: their addresses, in order.
struct Index {
    documents: Vec<Address>,
    missing: Vec<Address>,
}

/// The word before the address of a document, and before that of one that is missing.
const FOUND: &str = "found";
const MISSING: &str = "missing";

impl Index {
    fn of(taxonomy: &Taxonomy) -> Index {
        Index {
            documents: taxonomy.sources.iter().map(|source| source.address.clone()).collect(),
            missing: taxonomy.missing.iter().map(|missing| missing.address.clone()).collect(),
        }
    }

    fn text(&self) -> String {
        let line = |word: &str, address: &Address| format!("{word} {address}\n");
        let found = self.documents.iter().map(|address| line(FOUND, address));
        found.chain(self.missing.iter().map(|address| line(MISSING, address))).collect()
    }

    fn parse(text: &str) -> Option<Index> {
        let mut index = Index { documents: Vec::new(), missing: Vec::new() };
        for line in text.lines() {
            match line.split_once(' ')? {
                (FOUND, address) => index.documents.push(Address::new(address)),
                (MISSING, address) => index.missing.push(Address::new(address)),
                _ => return None,
            }
        }
        Some(index)
    }

    /// Finds and reads every document. None where one isn't there, or one is that was missing.
    fn read(&self, wanted: &Wanted, locations: &Locations, stamps: &Stamps) -> Option<Contents> {
        let reasons = self.missing.iter().map(|address| locations.find(address).err()).collect::<Option<_>>()?;
        let read = |piece: &mut Vec<u8>, address: &Address| {
            let located = locations.find(address).ok()?;
            let (hash, stamp) = hash_of(&located.content, stamps, piece).ok()?;
            Some((located, hash, stamp))
        };
        let piece = || vec![0; PIECE];
        let read: Vec<(Located, blake3::Hash, Option<Stamp>)> =
            self.documents.par_iter().with_max_len(1).map_init(piece, read).collect::<Option<_>>()?;
        let mut fresh = Stamps::default();
        let mut documents = Vec::with_capacity(read.len());
        for (located, hash, stamp) in read {
            if let (Content::File(path), Some(stamp)) = (&located.content, stamp) {
                fresh.add(path, stamp, hash);
            }
            documents.push((located, hash));
        }
        let mut hasher = hasher("snapshot");
        for key in wanted {
            add(&mut hasher, key.as_bytes());
        }
        for (address, (_, hash)) in self.documents.iter().zip(&documents) {
            add(&mut hasher, address.key().as_bytes());
            add(&mut hasher, hash.as_bytes());
        }
        for address in &self.missing {
            add(&mut hasher, address.key().as_bytes());
        }
        Some(Contents { name: hasher.finalize().to_hex().to_string(), documents, reasons, stamps: fresh })
    }
}

/// The documents of a base as they are now.
struct Contents {
    /// What the snapshot that is made of them is named.
    name: String,
    documents: Vec<(Located, blake3::Hash)>,
    /// Why what is missing isn't there.
    reasons: Vec<String>,
    /// The files by which they can be told to be the same.
    stamps: Stamps,
}

/// The size of the pieces in which files are read: small enough for memory to be used again.
const PIECE: usize = 1 << 16;

/// The hash of a document's bytes, and the stamp of the file that they are in. It is read in pieces, where it isn't as
/// it was when it was hashed.
fn hash_of(content: &Content, stamps: &Stamps, piece: &mut [u8]) -> io::Result<(blake3::Hash, Option<Stamp>)> {
    let Content::File(path) = content else { return Ok((blake3::hash(&content.read()?), None)) };
    let stamp = Stamp::of(path);
    if let Some(hash) = stamp.and_then(|stamp| stamps.hash(path, stamp)) {
        return Ok((hash, stamp));
    }
    let mut hasher = blake3::Hasher::new();
    let mut file = std::fs::File::open(path)?;
    loop {
        match file.read(piece)? {
            0 => return Ok((hasher.finalize(), stamp)),
            length => hasher.update(&piece[..length]),
        };
    }
}

/// A text in the folder that begins with a checksum over itself and its name.
#[derive(Debug)]
struct Note {
    folder: PathBuf,
    name: String,
}

impl Note {
    fn of(folder: &Path, wanted: &Wanted, kind: &str) -> Note {
        let mut hasher = hasher("note");
        wanted.iter().for_each(|key| add(&mut hasher, key.as_bytes()));
        Note { folder: folder.to_owned(), name: format!("{}.{kind}", hasher.finalize().to_hex()) }
    }

    fn read(&self) -> Option<String> {
        let text = std::fs::read_to_string(self.folder.join(&self.name)).ok()?;
        let (found, text) = text.split_once('\n')?;
        (checksum(text.as_bytes(), &self.name).to_hex().as_str() == found).then(|| text.to_owned())
    }

    fn write(&self, text: &str) -> io::Result<()> {
        let checksum = checksum(text.as_bytes(), &self.name).to_hex();
        put(&self.folder, &self.name, format!("{checksum}\n{text}").as_bytes())
    }
}

/// Takes up a snapshot, where there is one of what the documents are now.
pub(super) fn load(folder: &Path, wanted: &Wanted, locations: &Locations) -> Option<Base> {
    let index = Index::parse(&Note::of(folder, wanted, "index").read()?)?;
    let stamped = Note::of(folder, wanted, "stamps").read();
    let stamps = stamped.as_deref().and_then(Stamps::parse).unwrap_or_default();
    let contents = index.read(wanted, locations, &stamps)?;
    let snapshot = Arc::new(std::fs::read(folder.join(format!("{}.taxonomy", contents.name))).ok()?);
    let body = body_of(&snapshot);
    if checksum(body, &contents.name).as_bytes() != &snapshot[body.len()..] {
        return None;
    }
    let deferred = index.documents.iter().zip(&contents.documents);
    let deferred = deferred.map(|(address, (located, hash))| deferred_document(&located.content, *hash, address));
    let shelf = Arc::new(Shelf::new(ShelfNumber::take()?, deferred.collect()));
    let taxonomy = read(&snapshot, &shelf, &index, &contents).ok()?;
    let fresh = contents.stamps.text();
    if stamped.unwrap_or_default() != fresh {
        // Where it can't be written down, the files are hashed again next time.
        _ = Note::of(folder, wanted, "stamps").write(&fresh);
    }
    Some(Base::new(taxonomy, shelf, Vec::new(), Some(Mark::new(folder, &contents.name))))
}

/// A document whose text is read when it is asked for; it is empty where the file has changed by then.
fn deferred_document(content: &Content, hash: blake3::Hash, address: &Address) -> Document {
    let (name, content) = (content.name(address), content.clone());
    Document::deferred(name, move || {
        let bytes = content.read().ok().filter(|bytes| blake3::hash(bytes) == hash);
        bytes.and_then(|bytes| xml::decode(bytes).ok()).unwrap_or(Cow::Borrowed(""))
    })
}

/// Writes a base down. None where that can't be done: the folder can't be written to, or something in the base
/// belongs to this run.
pub(super) fn save(folder: &Path, wanted: &Wanted, base: &Base, locations: &Locations) -> Option<Mark> {
    let taxonomy = &base.taxonomy;
    let is_plain = |source: &Source| matches!(source.kind, SourceKind::Schema | SourceKind::Linkbase);
    if taxonomy.sources.is_empty() || !taxonomy.sources.iter().all(is_plain) {
        return None;
    }
    let index = Index::of(taxonomy);
    let contents = index.read(wanted, locations, &Stamps::default())?;
    // A file may have changed between being read and being hashed.
    let is_same = |((located, hash), document): (&(Located, blake3::Hash), &Document)| {
        let bytes = located.content.read().ok().filter(|bytes| blake3::hash(bytes) == *hash);
        bytes.and_then(|bytes| xml::decode(bytes).ok()).is_some_and(|text| text == document.text())
    };
    if !contents.documents.par_iter().zip(base.shelf.documents().par_iter()).all(is_same) {
        return None;
    }
    std::fs::create_dir_all(folder).ok()?;
    let mut bytes = write(taxonomy);
    let checksum = checksum(&bytes, &contents.name);
    bytes.extend_from_slice(checksum.as_bytes());
    put(folder, &format!("{}.taxonomy", contents.name), &bytes).ok()?;
    Note::of(folder, wanted, "index").write(&index.text()).ok()?;
    Note::of(folder, wanted, "stamps").write(&contents.stamps.text()).ok()?;
    Some(Mark::new(folder, &contents.name))
}

/// Writes a file whole or not at all, whoever else does the same.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = builder.prefix(".factum-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(folder.join(name)).map(|_| ()).map_err(|error| error.error)
}

/// The checksum of a snapshot: another one under its name is found out, too.
fn checksum(body: &[u8], name: &str) -> blake3::Hash {
    let mut hasher = hasher(name);
    hasher.update(body);
    hasher.finalize()
}

/// What comes before the checksum.
fn body_of(snapshot: &[u8]) -> &[u8] {
    &snapshot[..snapshot.len().saturating_sub(blake3::OUT_LEN)]
}

/// Where it is written down that a base was judged and nothing was found.
#[derive(Debug)]
pub(super) struct Mark(Note);

impl Mark {
    fn new(folder: &Path, snapshot: &str) -> Mark {
        Mark(Note { folder: folder.to_owned(), name: format!("{snapshot}.sound") })
    }

    /// In which circumstances it was.
    pub(super) fn read(&self) -> Option<String> {
        self.0.read()
    }

    /// Writes it down where that can be done: else the base is judged again.
    pub(super) fn write(&self, circumstances: &str) {
        _ = self.0.write(circumstances);
    }
}

/// What a snapshot is made of, behind the names. The rows of the tables stay in it until one of them is asked for.
const SECTIONS: [fn(&Taxonomy, &mut Writer); 18] = [
    |taxonomy, to| taxonomy.schema.write(to),
    |taxonomy, to| table::write_singly(&taxonomy.schema.elements, to),
    write_element_names,
    |taxonomy, to| table::write_singly(&taxonomy.concepts, to),
    write_links,
    write_ids,
    |taxonomy, to| taxonomy.networks.networks.write(to),
    write_others,
    |taxonomy, to| taxonomy.references.write(to),
    write_documents,
    |taxonomy, to| write_table(&taxonomy.links.locators, to),
    |taxonomy, to| write_table(&taxonomy.links.resources, to),
    |taxonomy, to| write_table(&taxonomy.links.arcs, to),
    |taxonomy, to| write_table(&taxonomy.links.arc_attributes, to),
    |taxonomy, to| write_table(&taxonomy.links.labels, to),
    |taxonomy, to| write_table(&taxonomy.networks.relationships, to),
    |taxonomy, to| write_table(&taxonomy.networks.by_target, to),
    |taxonomy, to| write_table(&taxonomy.labels, to),
];

fn write_table<T: Record>(table: &Table<T>, to: &mut Writer) {
    (table.len() as u32).write(to);
    table.iter().for_each(|row| row.write(to));
}

fn write(taxonomy: &Taxonomy) -> Vec<u8> {
    let mut writer = Writer::default();
    let sections = SECTIONS.map(|write| {
        write(taxonomy, &mut writer);
        std::mem::take(&mut writer.bytes)
    });
    let names = KeptNames::write(writer.names());
    let mut body = Vec::new();
    for section in std::iter::once(&names).chain(&sections) {
        body.extend((section.len() as u32).to_le_bytes());
        body.extend_from_slice(section);
    }
    body
}

/// The places of a snapshot's sections in it, the names' first.
fn sections(body: &[u8]) -> Result<[Range<usize>; SECTIONS.len() + 1], Damaged> {
    let mut sections = [const { 0..0 }; SECTIONS.len() + 1];
    let mut at = 0;
    for section in &mut sections {
        let length = body.get(at..).and_then(|rest| rest.first_chunk()).ok_or(Damaged)?;
        let start = at + length.len();
        at = start + u32::from_le_bytes(*length) as usize;
        *section = start..at;
    }
    if at == body.len() { Ok(sections) } else { Err(Damaged) }
}

fn read(snapshot: &Arc<Vec<u8>>, shelf: &Arc<Shelf>, index: &Index, contents: &Contents) -> Result<Taxonomy, Damaged> {
    let (mut taxonomy, of_documents) = read_rows(snapshot, shelf)?;
    read_documents(of_documents.reader(), shelf.number(), index, contents, &mut taxonomy)?;
    taxonomy.ids = vec![FxHashMap::default(); index.documents.len()];
    taxonomy.base = taxonomy.extent();
    Ok(taxonomy)
}

/// Everything but what is known of documents beside their rows, which is in the section that is given as well.
fn read_rows(snapshot: &Arc<Vec<u8>>, shelf: &Arc<Shelf>) -> Result<(Taxonomy, Section), Damaged> {
    let body = body_of(snapshot);
    let mut documents = Documents::new();
    documents.add_shelf(Arc::clone(shelf));
    let [
        names,
        schema,
        elements,
        element_names,
        concepts,
        links,
        ids,
        networks,
        others,
        references,
        of_documents,
        tables @ ..,
    ] = sections(body)?;
    let names = Arc::new(KeptNames::read(snapshot, names)?);
    let section = |part: Range<usize>| {
        let (snapshot, names, shelf) = (Arc::clone(snapshot), Arc::clone(&names), Arc::clone(shelf));
        Section { snapshot, part, names, shelf }
    };
    let mut schema = SchemaRows::read_all(section(schema).reader())?;
    schema.elements = table::kept_singly(section(elements))?;
    let (mut names, mut types) = (Names::default(), Types::default());
    names.kept_elements = Some(KeptIndex::read(snapshot, element_names)?);
    // What follows from the rows alone is made anew: the declarations by name, and the types.
    let since = Extent { elements: schema.elements.len(), ..Extent::default() };
    resolve::declare(&schema, &since, &mut names);
    types::compile(&schema, &mut names, &documents, &mut types);
    let Others { role_types, arcrole_types, fragments, typed_domains, enumerations, unresolved } =
        read_others(section(others).reader())?;
    names.unresolved = unresolved;
    let mut links = read_links(section(links).reader())?;
    let mut networks = Networks { networks: Record::read_all(section(networks).reader())?, ..Networks::default() };
    networks.index(0);
    let [locators, resources, arcs, arc_attributes, labels, relationships, by_target, label_rows] = tables.map(section);
    links.locators = table::kept(locators)?;
    links.resources = table::kept(resources)?;
    links.arcs = table::kept(arcs)?;
    links.arc_attributes = table::kept(arc_attributes)?;
    links.labels = table::kept(labels)?;
    networks.relationships = table::kept(relationships)?;
    networks.by_target = table::kept(by_target)?;
    let mut taxonomy = Taxonomy {
        schema,
        links,
        kept_ids: Some(KeptIds::read(snapshot, ids)?),
        names,
        types,
        networks,
        labels: table::kept(label_rows)?,
        concepts: table::kept_singly(section(concepts))?,
        role_types,
        arcrole_types,
        fragments,
        typed_domains,
        enumerations,
        ..Taxonomy::default()
    };
    taxonomy.references = Record::read_all(section(references).reader())?;
    Ok((taxonomy, section(of_documents)))
}

/// The same base with its rows in a snapshot in memory, from which copies take what they ask for: they have little to
/// copy themselves. As it was where that can't be.
pub(super) fn fold(taxonomy: Taxonomy, shelf: &Arc<Shelf>) -> Taxonomy {
    let mut body = write(&taxonomy);
    body.extend([0; blake3::OUT_LEN]);
    let Ok((folded, _)) = read_rows(&Arc::new(body), shelf) else { return taxonomy };
    let Taxonomy { mut sources, missing, by_key, base, .. } = taxonomy;
    // Where an element of a document is asked for, which is rare, it is read anew.
    sources.iter_mut().for_each(|source| source.parsed = None);
    let ids = vec![FxHashMap::default(); sources.len()];
    Taxonomy { sources, missing, by_key, base, ids, ..folded }
}

/// Of an element that is declared twice, the first counts.
fn write_element_names(taxonomy: &Taxonomy, to: &mut Writer) {
    let elements = taxonomy.names.elements.iter();
    KeptIndex::write(elements.map(|(name, id)| (resolve::hash_of_name(*name), id.0)).collect(), to);
}

fn write_links(taxonomy: &Taxonomy, to: &mut Writer) {
    taxonomy.links.linkbases.write(to);
    taxonomy.links.role_refs.write(to);
    taxonomy.links.links.write(to);
}

fn read_links(mut from: Reader<'_>) -> Result<Links, Damaged> {
    let (linkbases, role_refs) = (Record::read(&mut from)?, Record::read(&mut from)?);
    Ok(Links { linkbases, role_refs, links: Record::read_all(from)?, ..Links::default() })
}

fn write_ids(taxonomy: &Taxonomy, to: &mut Writer) {
    let ids =
        taxonomy.ids.iter().enumerate().flat_map(|(source, known)| {
            known.iter().map(move |(id, target)| (SourceId::at(source), id.as_str(), *target))
        });
    KeptIds::write(ids, to);
}

/// What else was found, which is little.
struct Others {
    role_types: Vec<RoleType>,
    arcrole_types: Vec<RoleType>,
    fragments: Vec<Fragment>,
    typed_domains: Vec<TypedDomain>,
    enumerations: Vec<Enumeration>,
    unresolved: Vec<Unresolved>,
}

fn write_others(taxonomy: &Taxonomy, to: &mut Writer) {
    taxonomy.role_types.write(to);
    taxonomy.arcrole_types.write(to);
    taxonomy.fragments.write(to);
    taxonomy.typed_domains.write(to);
    taxonomy.enumerations.write(to);
    taxonomy.names.unresolved.write(to);
}

fn read_others(mut from: Reader<'_>) -> Result<Others, Damaged> {
    let from = &mut from;
    Ok(Others {
        role_types: Record::read(from)?,
        arcrole_types: Record::read(from)?,
        fragments: Record::read(from)?,
        typed_domains: Record::read(from)?,
        enumerations: Record::read(from)?,
        unresolved: Record::read(from)?,
    })
}

fn write_documents(taxonomy: &Taxonomy, to: &mut Writer) {
    let sources = taxonomy.sources.iter();
    sources.map(|source| (source.kind, (source.references, source.referrers.clone()))).collect::<Vec<_>>().write(to);
    taxonomy.missing.iter().map(|missing| missing.referrers.clone()).collect::<Vec<_>>().write(to);
    let mut keys: Vec<(Box<str>, Resolution)> =
        taxonomy.by_key.iter().map(|(key, found)| (key.clone(), *found)).collect();
    keys.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    keys.write(to);
}

/// Of documents, what doesn't follow from where they are found now.
fn read_documents(
    mut from: Reader<'_>,
    shelf: &ShelfNumber,
    index: &Index,
    contents: &Contents,
    taxonomy: &mut Taxonomy,
) -> Result<(), Damaged> {
    let sources: Vec<(SourceKind, (Rows, Vec<u32>))> = Record::read(&mut from)?;
    let missing: Vec<Vec<u32>> = Record::read(&mut from)?;
    let keys: Vec<(Box<str>, Resolution)> = Record::read_all(from)?;
    if sources.len() != index.documents.len() || missing.len() != index.missing.len() {
        return Err(Damaged);
    }
    let found = index.documents.iter().zip(&contents.documents).zip(sources).enumerate();
    taxonomy.sources = found
        .map(|(position, ((address, (located, _)), (kind, (references, referrers))))| Source {
            address: address.clone(),
            found: located.found,
            document: shelf.document(position),
            kind,
            in_set: false,
            referrers,
            references,
            in_base: true,
            parsed: None,
        })
        .collect();
    let found = index.missing.iter().zip(&contents.reasons).zip(missing);
    taxonomy.missing = found
        .map(|((address, reason), referrers)| Missing { address: address.clone(), reason: reason.clone(), referrers })
        .collect();
    taxonomy.by_key = keys.into_iter().collect();
    Ok(())
}
