//! Why a source can't be read.

use super::limits::MAX_CELLS;
use crate::model::Location;

/// Why a source can't be read: what was found, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is no such file.
    #[error("{file}: there is no such file")]
    Missing {
        /// The file's name.
        file: String,
    },
    /// The path names a directory.
    #[error("{file}: this is a directory; name the file in it that has the tables")]
    Directory {
        /// The directory's name.
        file: String,
    },
    /// The system can't read the file.
    #[error("{file}: the file can't be read")]
    Unreadable {
        /// The file's name.
        file: String,
        /// What the system says.
        #[source]
        error: std::io::Error,
    },
    /// The file has no bytes.
    #[error("{file}: the file is empty")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// The file is larger than any source.
    #[error("{file}: the file is larger than {} MiB (unpacked, if it is packed), which is more than any release", limit >> 20)]
    TooLarge {
        /// The file's name.
        file: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The tables have more cells than any source.
    #[error("{file}: there are more than {limit} cells, which is more than any release has")]
    TooManyCells {
        /// The file's name.
        file: String,
        /// The limit.
        limit: usize,
    },
    /// The file is no text.
    #[error(
        "{place}: a zero byte: this is a binary file, or UTF-16 without a byte order mark; \
         save it as UTF-8 text, .csv, .tsv, .xlsx or .html"
    )]
    Binary {
        /// Where the first zero is.
        place: Location,
    },
    /// The text is neither UTF-8 nor marked as another encoding.
    #[error(
        "{place}: the byte 0x{byte:02X} is no UTF-8: the file is in another encoding, such as Latin-1 or Shift_JIS; \
         convert it first (`iconv -f LATIN1 -t UTF-8`)"
    )]
    NotUtf8 {
        /// Where the text stops being UTF-8.
        place: Location,
        /// The byte there.
        byte: u8,
    },
    /// The bytes are not of the encoding that the document declares.
    #[error("{file}: the document says that it is {encoding}, and isn't")]
    NotAsDeclared {
        /// The file's name.
        file: String,
        /// The encoding that it names.
        encoding: &'static str,
    },
    /// The byte order mark says UTF-16, and the text isn't.
    #[error("{place}: half a character: the file begins as UTF-16, and is damaged here")]
    NotUtf16 {
        /// Where the text stops being UTF-16.
        place: Location,
    },
    /// The file isn't a workbook, or is damaged.
    #[error("{file}: this is no .xlsx workbook that can be read: {message}")]
    Workbook {
        /// The file's name.
        file: String,
        /// What is wrong with it.
        message: String,
    },
    /// The file is a workbook of another kind.
    #[error("{file}: this is an old .xls workbook, or one with a password; save it as .xlsx without one")]
    OldWorkbook {
        /// The file's name.
        file: String,
    },
    /// A quoted field does not end.
    #[error("{place}: this quote is never closed")]
    OpenQuote {
        /// Where the quote opens.
        place: Location,
    },
    /// Nothing in the file is a table.
    #[error(
        "{file}: no table was found; a table is a run of rows with figures in them, \
         in a text with tabs between the cells, in HTML a <table>"
    )]
    NoTable {
        /// The file's name.
        file: String,
    },
}

impl SourceError {
    /// The error of a source with more cells than the limit.
    #[cold]
    pub(super) fn too_many_cells(file: &str) -> SourceError {
        SourceError::TooManyCells { file: file.to_owned(), limit: MAX_CELLS }
    }
}
