//! All bounds of this room: a source is untrusted, and a release is small.

/// The largest file that is read, in bytes. The longest annual reports are a tenth of it; it is
/// far below what a [`Place`](crate::model::Place) can address.
pub(super) const MAX_FILE: u64 = 256 << 20;

/// The most cells that a source may have. They take some 60 bytes each, text not counted; a page of
/// tables has a few hundred.
pub(super) const MAX_CELLS: usize = 4_000_000;

/// The most bytes that the parts of a workbook may unpack to, all together. The reader keeps its
/// strings in memory, at a few times their size.
pub(super) const MAX_UNPACKED: u64 = 128 << 20;

/// The rows and columns that a sheet can have: a cell beyond them is damage.
pub(super) const SHEET: (u32, u32) = (1 << 20, 1 << 14);
