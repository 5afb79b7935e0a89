//! Where something stands: four bytes of document, four of offset; lines and columns are worked out when shown.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A document's number in a [`Documents`] table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct DocumentId(pub u32);

impl DocumentId {
    /// Whether the document stands on a [`Shelf`].
    #[must_use]
    pub fn is_shelved(self) -> bool {
        self.0 >> POSITION_BITS != 0
    }

    /// Its position on its shelf, or among the documents that are on none.
    #[must_use]
    pub fn position(self) -> usize {
        (self.0 & ((1 << POSITION_BITS) - 1)) as usize
    }

    /// The document at another position of the same shelf.
    #[must_use]
    pub fn with_position(self, position: u32) -> DocumentId {
        DocumentId(self.0 >> POSITION_BITS << POSITION_BITS | position)
    }
}

/// A position in a document: a byte offset in its decoded text, or a cell's index in a sheet.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The document.
    pub document: DocumentId,
    /// Bytes from the start of the document's text; in a sheet, an index into its cells.
    pub offset: u32,
}

/// A range of a document's text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    /// The document.
    pub document: DocumentId,
    /// Bytes from the start of the text.
    pub start: u32,
    /// Bytes from the start of the text, behind the last one.
    pub end: u32,
}

impl Span {
    /// Where the range begins.
    #[must_use]
    pub fn place(self) -> Place {
        Place { document: self.document, offset: self.start }
    }

    /// The range in bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A document that was read: its name as a user would write it, and its text.
pub struct Document {
    /// The path or URL, as shown.
    pub name: String,
    /// The text; read when it is first asked for, where `read` says how.
    text: OnceLock<Cow<'static, str>>,
    read: Option<Box<dyn Fn() -> Cow<'static, str> + Send + Sync>>,
    /// A sheet's cells as (row, column), both from 0, in the order of their indices.
    cells: Option<Vec<(u32, u32)>>,
    /// The offset at which each line begins, found when first asked for.
    lines: OnceLock<Vec<u32>>,
    /// The characters before each [`STRIDE`] of bytes, counted when a long line is first asked for.
    characters: OnceLock<Vec<u32>>,
}

/// Bytes between the places up to which a text's characters are counted: lines may be megabytes long.
const STRIDE: usize = 1 << 9;

/// The characters of some bytes of a text: those that don't continue one.
fn characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count() as u32
}

/// All documents of a run, numbered in the order in which they were added. A clone shares their texts.
///
/// Documents that several runs share stand on a [`Shelf`], which has numbers of its own.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    own: Vec<Arc<Document>>,
    /// By the number of the shelf, less one.
    shelves: Vec<Option<Arc<Shelf>>>,
}

/// Documents whose numbers are the same wherever they are used: those of a shelf's number follow from it.
#[derive(Debug)]
pub struct Shelf {
    number: ShelfNumber,
    documents: Vec<Document>,
}

/// The number of a shelf, from 1, which no other shelf has while this one is there.
#[derive(PartialEq, Eq, Debug)]
pub struct ShelfNumber(u8);

/// The numbers of shelves that are taken.
static TAKEN: Mutex<[bool; 256]> = Mutex::new([false; 256]);

/// How many bits of a document's number are its position; those above are its shelf's number.
const POSITION_BITS: u32 = 24;

impl ShelfNumber {
    /// A number that is free; none where there are 255 shelves.
    #[must_use]
    pub fn take() -> Option<ShelfNumber> {
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let free = (1..=u8::MAX).find(|number| !taken[usize::from(*number)])?;
        taken[usize::from(free)] = true;
        Some(ShelfNumber(free))
    }

    /// The number of the document at a position.
    #[must_use]
    pub fn document(&self, position: usize) -> DocumentId {
        DocumentId(u32::from(self.0) << POSITION_BITS | position as u32)
    }
}

impl Drop for ShelfNumber {
    fn drop(&mut self) {
        TAKEN.lock().unwrap_or_else(PoisonError::into_inner)[usize::from(self.0)] = false;
    }
}

impl Shelf {
    /// A shelf with documents, each at its position.
    #[must_use]
    pub fn new(number: ShelfNumber, documents: Vec<Document>) -> Shelf {
        Shelf { number, documents }
    }

    /// Its documents, in the order of their positions.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> &ShelfNumber {
        &self.number
    }
}

/// A place as people read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Location {
    /// A line and a column of a text, both from 1; the column counts characters.
    Text {
        /// The document's name.
        file: String,
        /// The line.
        line: u32,
        /// The column.
        column: u32,
    },
    /// A cell of a sheet.
    Sheet {
        /// The sheet's name, with its file's.
        sheet: String,
        /// The cell in A1 notation.
        cell: String,
    },
}

/// The longest text that a [`Place`] can address.
pub const MAX_TEXT: usize = u32::MAX as usize - 1;

impl Document {
    /// A text under the name by which users know it.
    ///
    /// The text must not be longer than [`MAX_TEXT`]; readers check that before they read.
    pub fn new(name: impl Into<String>, text: impl Into<Cow<'static, str>>) -> Document {
        Document {
            name: name.into(),
            text: OnceLock::from(text.into()),
            read: None,
            cells: None,
            lines: OnceLock::new(),
            characters: OnceLock::new(),
        }
    }

    /// A text that is read when it is first asked for, under the name by which users know it. It must not be longer
    /// than [`MAX_TEXT`].
    pub fn deferred(name: impl Into<String>, read: impl Fn() -> Cow<'static, str> + Send + Sync + 'static) -> Document {
        let read: Option<Box<dyn Fn() -> Cow<'static, str> + Send + Sync>> = Some(Box::new(read));
        Document { text: OnceLock::new(), read, ..Document::new(name, "") }
    }

    /// The text, decoded; empty for a sheet.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| self.read.as_ref().map(|read| read()).unwrap_or_default())
    }

    /// Whether the text was read, or given.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.text.get().is_some()
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let breaks = self.text().bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect()
        })
    }

    /// The line of an offset, from 1, and the text of that line without its end.
    #[must_use]
    pub fn line_at(&self, offset: u32) -> (u32, &str) {
        let lines = self.lines();
        let line = lines.partition_point(|start| *start <= offset).max(1);
        let start = lines[line - 1] as usize;
        let end = lines.get(line).map_or(self.text().len(), |next| *next as usize);
        (line as u32, self.text()[start..end].trim_end_matches(['\n', '\r']))
    }

    /// The offset at which the line of an offset starts.
    #[must_use]
    pub fn line_start(&self, offset: u32) -> u32 {
        let (line, _) = self.line_at(offset);
        self.lines()[line as usize - 1]
    }

    fn locate(&self, offset: u32) -> Location {
        if let Some(cells) = &self.cells {
            let (row, column) = cells.get(offset as usize).copied().unwrap_or_default();
            return Location::Sheet { sheet: self.name.clone(), cell: cell_name(row, column) };
        }
        let (line, _) = self.line_at(offset);
        let start = self.line_start(offset) as usize;
        let end = (offset as usize).min(self.text().len());
        Location::Text { file: self.name.clone(), line, column: self.characters_between(start, end) + 1 }
    }

    fn characters_between(&self, start: usize, end: usize) -> u32 {
        let bytes = self.text().as_bytes();
        if end.saturating_sub(start) <= STRIDE {
            return characters(bytes.get(start..end).unwrap_or_default());
        }
        let counted = self.characters.get_or_init(|| {
            let mut before = 0;
            let strides = bytes.chunks(STRIDE).map(|stride| {
                before += characters(stride);
                before
            });
            std::iter::once(0).chain(strides).collect()
        });
        let before = |offset: usize| counted[offset / STRIDE] + characters(&bytes[offset - offset % STRIDE..offset]);
        before(end) - before(start)
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A cell's name in A1 notation, from its row and column, both from 0.
#[must_use]
pub fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    format!("{}{}", String::from_utf8_lossy(&letters), row + 1)
}

impl Documents {
    /// An empty table.
    #[must_use]
    pub fn new() -> Documents {
        Documents::default()
    }

    /// Adds a text under the name by which users know it.
    ///
    /// The text must not be longer than [`MAX_TEXT`]; readers check that before they read.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Cow<'static, str>>) -> DocumentId {
        self.push(Document::new(name, text))
    }

    /// Adds a sheet, named `file:sheet`; a place in it is an index into `cells`, (row, column) from 0.
    pub fn add_sheet(&mut self, name: impl Into<String>, cells: Vec<(u32, u32)>) -> DocumentId {
        self.push(Document { cells: Some(cells), ..Document::new(name, "") })
    }

    /// Adds a document: what readers of many documents at once make before any of them is in the table.
    pub fn push(&mut self, document: Document) -> DocumentId {
        let id = DocumentId(self.own.len() as u32);
        self.own.push(Arc::new(document));
        id
    }

    /// Adds the documents of a shelf, under the numbers that they have there.
    pub fn add_shelf(&mut self, shelf: Arc<Shelf>) {
        let row = usize::from(shelf.number.0) - 1;
        if self.shelves.len() <= row {
            self.shelves.resize(row + 1, None);
        }
        self.shelves[row] = Some(shelf);
    }

    /// The document of a number that this table gave out.
    #[must_use]
    pub fn get(&self, id: DocumentId) -> &Document {
        let position = id.position();
        match id.0 >> POSITION_BITS {
            0 => &self.own[position],
            shelf => {
                self.shelves[shelf as usize - 1].as_ref().map(|shelf| &shelf.documents[position]).expect("a shelf")
            }
        }
    }

    /// All documents: the shelves' behind the others.
    pub fn iter(&self) -> impl Iterator<Item = &Document> {
        let shelved = self.shelves.iter().flatten().flat_map(|shelf| &shelf.documents);
        self.own.iter().map(Arc::as_ref).chain(shelved)
    }

    /// The number that the next document will have.
    #[must_use]
    pub fn next(&self) -> DocumentId {
        DocumentId(self.own.len() as u32)
    }

    /// A place as people read it.
    #[must_use]
    pub fn locate(&self, place: Place) -> Location {
        self.get(place.document).locate(place.offset)
    }

    /// The text of a range.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        // A text that is read late may have changed since.
        self.get(span.document).text().get(span.range()).unwrap_or_default()
    }
}

/// `file:line:column`, or `file:sheet!cell`.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Text { file, line, column } => write!(f, "{file}:{line}:{column}"),
            Location::Sheet { sheet, cell } => write!(f, "{sheet}!{cell}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let mut documents = Documents::new();
        let id = documents.add("a.txt", "ab\nüx\n");
        let at = |offset| documents.locate(Place { document: id, offset }).to_string();
        assert_eq!(at(0), "a.txt:1:1");
        assert_eq!(at(2), "a.txt:1:3");
        assert_eq!(at(3), "a.txt:2:1");
        assert_eq!(at(5), "a.txt:2:2");
        assert_eq!(at(7), "a.txt:3:1");
    }

    #[test]
    fn columns_of_a_long_line_count_characters_too() {
        let mut documents = Documents::new();
        let line: String = "aü€𝄞".repeat(STRIDE);
        let text = format!("{line}\n\n{line}");
        let document = documents.add("a.txt", text.clone());
        for start in [0, line.len() + 2] {
            for characters in [0, 1, 2, 3, 1000, 2 * STRIDE + 1, 4 * STRIDE] {
                let length = line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at);
                let place = Place { document, offset: (start + length) as u32 };
                let Location::Text { column, .. } = documents.locate(place) else { panic!("a text") };
                assert_eq!(column as usize, characters + 1);
            }
        }
    }

    #[test]
    fn cells_are_named_as_a_spreadsheet_does() {
        assert_eq!(cell_name(0, 0), "A1");
        assert_eq!(cell_name(9, 25), "Z10");
        assert_eq!(cell_name(0, 26), "AA1");
        assert_eq!(cell_name(0, 16383), "XFD1");
    }
}
