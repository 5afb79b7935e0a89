//! The ids of one document, of which there may be very many.

use std::hash::BuildHasher;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

use crate::model::{DocumentId, Documents, Place, Span};

/// The ids of a document, and where each stands first.
#[derive(Default)]
pub(super) struct DocumentIds {
    /// Documents choose the ids, so the hash is seeded.
    hasher: DefaultHashBuilder,
    document: Option<DocumentId>,
    table: HashTable<Id>,
    /// Those that don't stand at their place letter for letter.
    made: Vec<(Box<str>, Place)>,
}

/// Twelve bytes an id.
#[derive(Clone, Copy)]
struct Id {
    /// So that no text is read again where the table grows.
    hash: u32,
    /// Where it begins; of one that was made, its number.
    offset: u32,
    /// Its length in bytes, or [`MADE`].
    length: u32,
}

const MADE: u32 = u32::MAX;

/// A hash as tables want it, which look at both ends of it.
fn wide(hash: u32) -> u64 {
    u64::from(hash) | u64::from(hash) << 32
}

/// Where a text stands that begins at a place, if it stands there letter for letter.
pub(super) fn stands_at(place: Place, text: &str, documents: &Documents) -> Option<Span> {
    let span = Span { document: place.document, start: place.offset, end: place.offset + text.len() as u32 };
    (documents.get(span.document).text().get(span.range()) == Some(text)).then_some(span)
}

impl DocumentIds {
    /// Adds an id; if it is there already, gives where.
    pub(super) fn add(&mut self, id: &str, place: Place, documents: &Documents) -> Option<Place> {
        self.document = Some(place.document);
        let hash = self.hasher.hash_one(id) as u32;
        let (document, made) = (self.document, &mut self.made);
        let is_same = |known: &Id| known.hash == hash && text_of(*known, document, made, documents).0 == id;
        match self.table.entry(wide(hash), is_same, |id| wide(id.hash)) {
            Entry::Occupied(known) => Some(text_of(*known.get(), document, made, documents).1),
            Entry::Vacant(free) => {
                let (offset, length) = match stands_at(place, id, documents) {
                    Some(span) => (span.start, id.len() as u32),
                    None => (made.len() as u32, MADE),
                };
                if length == MADE {
                    made.push((id.into(), place));
                }
                free.insert(Id { hash, offset, length });
                None
            }
        }
    }

    pub(super) fn contain(&self, id: &str, documents: &Documents) -> bool {
        let hash = self.hasher.hash_one(id) as u32;
        let text = |known: &Id| text_of(*known, self.document, &self.made, documents).0;
        self.table.find(wide(hash), |known| known.hash == hash && text(known) == id).is_some()
    }

    /// All of them, in the order of the document.
    pub(super) fn all<'d>(&'d self, documents: &'d Documents) -> Vec<(&'d str, Place)> {
        let mut all: Vec<_> = self.table.iter().map(|id| text_of(*id, self.document, &self.made, documents)).collect();
        all.sort_unstable_by_key(|(_, place)| place.offset);
        all
    }
}

fn text_of<'d>(
    id: Id,
    document: Option<DocumentId>,
    made: &'d [(Box<str>, Place)],
    documents: &'d Documents,
) -> (&'d str, Place) {
    if id.length == MADE {
        let (text, place) = &made[id.offset as usize];
        return (text, *place);
    }
    let document = document.expect("an id was added");
    let span = Span { document, start: id.offset, end: id.offset + id.length };
    (documents.text(span), span.place())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_whether_they_stand_in_the_document_or_were_made() {
        let mut documents = Documents::new();
        let document = documents.add("d", "one two one");
        let at = |offset| Place { document, offset };
        let mut ids = DocumentIds::default();
        assert_eq!(ids.add("one", at(0), &documents), None);
        assert_eq!(ids.add("t\"o", at(4), &documents), None);
        assert_eq!(ids.add("one", at(8), &documents), Some(at(0)));
        assert_eq!(ids.add("t\"o", at(9), &documents), Some(at(4)));
        assert!(ids.contain("one", &documents) && ids.contain("t\"o", &documents) && !ids.contain("two", &documents));
        assert_eq!(ids.all(&documents), [("one", at(0)), ("t\"o", at(4))]);
    }
}
