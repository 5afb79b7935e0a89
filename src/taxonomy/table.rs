//! Rows of which the first may still be in a snapshot: they are taken out of it when one of them is asked for.

use std::fmt;
use std::iter::Chain;
use std::ops::{Index, Range};
use std::slice::Iter;
use std::sync::{Arc, OnceLock};

use crate::model::Shelf;

use super::kept_names::KeptNames;
use super::record::{Damaged, Reader, Record, Writer};

/// A list of rows: those of a base that is in a snapshot, and behind them all others.
#[derive(Clone)]
pub struct Table<T> {
    kept: Option<Arc<Kept<T>>>,
    own: Vec<T>,
}

/// Rows in a snapshot.
struct Kept<T> {
    count: usize,
    section: Section,
    read: fn(&Section) -> Vec<T>,
    rows: OnceLock<Vec<T>>,
}

/// A part of a snapshot whose checksum was right, and what it refers to.
#[derive(Clone)]
pub(super) struct Section {
    pub(super) snapshot: Arc<Vec<u8>>,
    pub(super) part: Range<usize>,
    pub(super) names: Arc<KeptNames>,
    pub(super) shelf: Arc<Shelf>,
}

impl Section {
    fn bytes(&self) -> &[u8] {
        &self.snapshot[self.part.clone()]
    }

    pub(super) fn reader(&self) -> Reader<'_> {
        self.reader_at(0)
    }

    fn reader_at(&self, start: usize) -> Reader<'_> {
        let bytes = self.bytes().get(start..).unwrap_or_default();
        Reader::new(bytes, Some(&self.names), Some(self.shelf.number()))
    }
}

/// A table of the rows of a section, still in it.
pub(super) fn kept<T: Record>(section: Section) -> Result<Table<T>, Damaged> {
    let count = u32::read(&mut section.reader())? as usize;
    let read = |section: &Section| Record::read_all(section.reader()).expect("the checksum was right");
    let kept = Kept { count, section, read, rows: OnceLock::new() };
    Ok(Table { kept: Some(Arc::new(kept)), own: Vec::new() })
}

impl<T> Table<T> {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.first() + self.own.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All rows.
    pub fn iter(&self) -> Chain<Iter<'_, T>, Iter<'_, T>> {
        let (kept, own) = self.parts();
        kept.iter().chain(own)
    }

    /// Those of the snapshot, and the others.
    pub(super) fn parts(&self) -> (&[T], &[T]) {
        (self.kept.as_deref().map_or(&[], Kept::rows), &self.own)
    }

    /// Those that are in no snapshot.
    pub(super) fn own(&mut self) -> &mut Vec<T> {
        &mut self.own
    }

    /// A row that is in no snapshot.
    pub(super) fn own_row(&mut self, row: usize) -> &mut T {
        let first = self.first();
        &mut self.own[row - first]
    }

    /// The number of the first row that is in no snapshot.
    pub(super) fn first(&self) -> usize {
        self.kept.as_ref().map_or(0, |kept| kept.count)
    }
}

impl<T> Kept<T> {
    fn rows(&self) -> &[T] {
        self.rows.get_or_init(|| (self.read)(&self.section))
    }
}

impl<T> Default for Table<T> {
    fn default() -> Table<T> {
        Table { kept: None, own: Vec::new() }
    }
}

impl<T> Index<usize> for Table<T> {
    type Output = T;

    fn index(&self, row: usize) -> &T {
        match &self.kept {
            Some(kept) if row < kept.count => &kept.rows()[row],
            _ => &self.own[row - self.first()],
        }
    }
}

impl<T> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("len", &self.len()).finish_non_exhaustive()
    }
}

/// What rows can be ranges of.
pub trait List {
    /// A row.
    type Row;

    /// Neighbouring rows; those of a table are all in its snapshot, or none of them is.
    fn rows(&self, range: Range<usize>) -> &[Self::Row];
}

impl<T> List for [T] {
    type Row = T;

    fn rows(&self, range: Range<usize>) -> &[T] {
        &self[range]
    }
}

impl<T> List for Vec<T> {
    type Row = T;

    fn rows(&self, range: Range<usize>) -> &[T] {
        &self[range]
    }
}

impl<T> List for Table<T> {
    type Row = T;

    fn rows(&self, range: Range<usize>) -> &[T] {
        let first = self.first();
        match &self.kept {
            _ if range.is_empty() => &[],
            Some(kept) if range.start < first => &kept.rows()[range],
            _ => &self.own[range.start - first..range.end - first],
        }
    }
}

/// A list of rows that are asked for one by one: those of a base that is in a snapshot are taken out of it singly.
#[derive(Clone)]
pub struct Rack<T> {
    kept: Option<Arc<KeptSingly<T>>>,
    own: Vec<T>,
}

/// Rows in a snapshot, each by itself.
struct KeptSingly<T> {
    section: Section,
    /// Where each of them begins in the section.
    starts: Range<usize>,
    read: fn(&Section, usize) -> T,
    rows: Vec<OnceLock<Box<T>>>,
}

/// Writes rows down so that each can be taken up by itself: how many there are, where each begins, and they themselves.
pub(super) fn write_singly<T: Record>(rack: &Rack<T>, to: &mut Writer) {
    to.bytes.extend((rack.len() as u32).to_le_bytes());
    let starts = to.bytes.len();
    to.bytes.resize(starts + rack.len() * size_of::<u32>(), 0);
    for row in 0..rack.len() {
        let start = (to.bytes.len() as u32).to_le_bytes();
        to.bytes[starts + row * start.len()..][..start.len()].copy_from_slice(&start);
        rack[row].write(to);
    }
}

/// A rack of the rows of a section, still in it.
pub(super) fn kept_singly<T: Record>(section: Section) -> Result<Rack<T>, Damaged> {
    let bytes = section.bytes();
    let count = u32::from_le_bytes(*bytes.first_chunk().ok_or(Damaged)?) as usize;
    let starts = size_of::<u32>()..size_of::<u32>() + count * size_of::<u32>();
    bytes.get(starts.clone()).ok_or(Damaged)?;
    let read =
        |section: &Section, start: usize| T::read(&mut section.reader_at(start)).expect("the checksum was right");
    let rows = std::iter::repeat_with(OnceLock::new).take(count).collect();
    Ok(Rack { kept: Some(Arc::new(KeptSingly { section, starts, read, rows })), own: Vec::new() })
}

impl<T> KeptSingly<T> {
    fn row(&self, row: usize) -> &T {
        self.rows[row].get_or_init(|| {
            let (starts, _) = self.section.bytes()[self.starts.clone()].as_chunks();
            Box::new((self.read)(&self.section, u32::from_le_bytes(starts[row]) as usize))
        })
    }
}

impl<T> Rack<T> {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.first() + self.own.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All rows.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        self.since(0)
    }

    /// The rows behind some.
    pub(super) fn since(&self, first: usize) -> impl ExactSizeIterator<Item = &T> {
        (first..self.len()).map(|row| &self[row])
    }

    /// Those that are in no snapshot.
    pub(super) fn own(&mut self) -> &mut Vec<T> {
        &mut self.own
    }

    /// A row that is in no snapshot.
    pub(super) fn own_row(&mut self, row: usize) -> &mut T {
        let first = self.first();
        &mut self.own[row - first]
    }

    /// The number of the first row that is in no snapshot.
    fn first(&self) -> usize {
        self.kept.as_ref().map_or(0, |kept| kept.rows.len())
    }
}

impl<T> Default for Rack<T> {
    fn default() -> Rack<T> {
        Rack { kept: None, own: Vec::new() }
    }
}

impl<T> Index<usize> for Rack<T> {
    type Output = T;

    fn index(&self, row: usize) -> &T {
        match &self.kept {
            Some(kept) if row < kept.rows.len() => kept.row(row),
            _ => &self.own[row - self.first()],
        }
    }
}

impl<T> fmt::Debug for Rack<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rack").field("len", &self.len()).finish_non_exhaustive()
    }
}
