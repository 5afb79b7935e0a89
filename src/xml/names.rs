//! Names as they stand in tags, looked up once each, and the namespaces that their prefixes are bound to.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

use super::name::{is_name, is_space, split_qname};
use crate::model::Name;

/// A prefix's number within one parse.
pub(super) type Prefix = u32;

/// The empty prefix: as an element's, the default namespace; as an attribute's, none.
pub(super) const DEFAULT: Prefix = 0;
/// The prefix `xml`.
pub(super) const XML: Prefix = 1;
/// The prefix `xmlns`.
pub(super) const XMLNS: Prefix = 2;

/// A name as it stands in tags.
#[derive(Clone, Copy)]
pub(super) struct TagName {
    pub(super) prefix: Prefix,
    pub(super) local: Name,
    /// The prefix that an attribute of this name declares.
    pub(super) declares: Option<Prefix>,
    /// The last start tag that had an attribute of this name.
    pub(super) seen_in: u32,
    /// The number of the name that was read after this one the last time: documents repeat themselves.
    followed_by: u32,
    /// Where the name was first read.
    start: u32,
    end: u32,
}

/// Whether a byte ends a name in a tag; the tag's own end does so too.
#[inline]
pub(super) fn ends_name(byte: u8) -> bool {
    byte == b'=' || is_space(byte)
}

/// Whether a byte ends a name in a tag whose own end wasn't looked for.
#[inline]
pub(super) fn ends_plain_name(byte: u8) -> bool {
    matches!(byte, b'>' | b'/') || ends_name(byte)
}

/// Why a name can't stand in a tag.
pub(super) enum BadName {
    /// It is no name.
    Name,
    /// It is no qualified name.
    QualifiedName,
}

/// The names of a document's tags, by number.
#[derive(Default)]
pub(super) struct TagNames {
    // Documents choose the keys, so the hash is seeded.
    hasher: DefaultHashBuilder,
    table: HashTable<u32>,
    all: Vec<TagName>,
    /// The number of the name that was read last.
    last: u32,
}

impl TagNames {
    pub(super) fn get(&self, number: u32) -> TagName {
        self.all[number as usize]
    }

    pub(super) fn get_mut(&mut self, number: u32) -> &mut TagName {
        &mut self.all[number as usize]
    }

    /// The name that follows the one read last if it is the one that followed it before: its number
    /// and its end.
    pub(super) fn guess(&mut self, bytes: &[u8], start: usize) -> Option<(u32, usize)> {
        let number = self.all.get(self.last as usize)?.followed_by;
        let known = self.all.get(number as usize)?;
        let end = start + (known.end - known.start) as usize;
        let is_same = bytes.get(start..end)? == &bytes[known.start as usize..known.end as usize];
        if !is_same || !bytes.get(end).is_some_and(|byte| ends_plain_name(*byte)) {
            return None;
        }
        self.last = number;
        Some((number, end))
    }

    /// The number of the name that stands at `start..end` of the text.
    pub(super) fn number(
        &mut self,
        text: &str,
        range: (usize, usize),
        bindings: &mut Bindings,
    ) -> Result<u32, BadName> {
        let number = self.look_up(text, range, bindings)?;
        if let Some(last) = self.all.get_mut(self.last as usize) {
            last.followed_by = number;
        }
        self.last = number;
        Ok(number)
    }

    fn look_up(&mut self, text: &str, (start, end): (usize, usize), bindings: &mut Bindings) -> Result<u32, BadName> {
        let raw = &text.as_bytes()[start..end];
        let hash = self.hasher.hash_one(raw);
        let same = |number: &u32| {
            let known = &self.all[*number as usize];
            &text.as_bytes()[known.start as usize..known.end as usize] == raw
        };
        if let Some(number) = self.table.find(hash, same) {
            return Ok(*number);
        }
        let raw = &text[start..end];
        let (prefix, local) = match split_qname(raw) {
            Some(parts) => parts,
            None if is_name(raw) => return Err(BadName::QualifiedName),
            None => return Err(BadName::Name),
        };
        let declares = match (prefix, local) {
            ("", "xmlns") => Some(DEFAULT),
            ("xmlns", declared) => Some(bindings.prefix(Name::new(declared))),
            _ => None,
        };
        let prefix = bindings.prefix(Name::new(prefix));
        let number = self.all.len() as u32;
        let (seen_in, followed_by, local) = (0, number, Name::new(local));
        let name = TagName { prefix, local, declares, seen_in, followed_by, start: start as u32, end: end as u32 };
        self.all.push(name);
        let hash_of = |number: &u32| {
            let known = &self.all[*number as usize];
            self.hasher.hash_one(&text.as_bytes()[known.start as usize..known.end as usize])
        };
        self.table.insert_unique(hash, number, hash_of);
        Ok(number)
    }
}

/// What prefixes are bound to at the place that parsing has reached.
pub(super) struct Bindings {
    numbers: HashMap<Name, Prefix>,
    names: Vec<Name>,
    namespaces: Vec<Option<Name>>,
    /// What declarations have replaced, to be put back at the end of their elements.
    replaced: Vec<(Prefix, Option<Name>)>,
}

impl Bindings {
    pub(super) fn new() -> Bindings {
        let (numbers, names, namespaces, replaced) = Default::default();
        let mut bindings = Bindings { numbers, names, namespaces, replaced };
        for (prefix, namespace) in [("", Some(Name::EMPTY)), ("xml", Some(Name::XML)), ("xmlns", None)] {
            let number = bindings.prefix(Name::new(prefix));
            bindings.namespaces[number as usize] = namespace;
        }
        bindings
    }

    fn prefix(&mut self, name: Name) -> Prefix {
        *self.numbers.entry(name).or_insert_with(|| {
            self.names.push(name);
            self.namespaces.push(None);
            self.names.len() as u32 - 1
        })
    }

    pub(super) fn name(&self, prefix: Prefix) -> Name {
        self.names[prefix as usize]
    }

    pub(super) fn namespace(&self, prefix: Prefix) -> Option<Name> {
        self.namespaces[prefix as usize]
    }

    pub(super) fn bind(&mut self, prefix: Prefix, namespace: Name) {
        let before = self.namespaces[prefix as usize].replace(namespace);
        self.replaced.push((prefix, before));
    }

    /// What [`restore`](Bindings::restore) needs to come back to the present state.
    pub(super) fn mark(&self) -> u32 {
        self.replaced.len() as u32
    }

    pub(super) fn restore(&mut self, mark: u32) {
        while self.replaced.len() > mark as usize {
            if let Some((prefix, before)) = self.replaced.pop() {
                self.namespaces[prefix as usize] = before;
            }
        }
    }
}
