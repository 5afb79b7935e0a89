//! Tables out of what a company publishes: a release's text, CSV and TSV, workbooks, HTML.
//!
//! In comes a file; out come its tables with captions, header and rows, every cell with its place,
//! and the numbers that stand in sentences between them. This room refuses to know what a cell
//! means: periods, units, scales and concepts are the mapping's.
//!
//! Each form has a reader that yields lines of cells; what is a table, a caption, a header or a
//! heading is decided in one place for all of them, in `assemble`.

mod assemble;
mod cell;
mod decode;
mod delimited;
mod error;
mod figure;
mod grid;
mod limits;
mod loose;
mod markup;
mod number_format;
mod text;
mod workbook;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

pub use error::SourceError;
pub use figure::{Figure, FigureError, parse_figure};

use crate::model::{Documents, Place};

/// A cell as printed, mark-up taken off and white space folded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// What is printed, without its note marks.
    pub text: String,
    /// The note marks at its end, as plain digits: `⁴` and `(4)` are both `4`.
    ///
    /// A `(1)` is a note mark in labels, headers and captions only; in a value cell it is minus one.
    pub notes: Vec<String>,
    /// Where the cell begins.
    pub place: Place,
}

/// A row: its label and the cells right of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The first cell.
    pub label: Cell,
    /// The cells right of the label, as many as stand there: a row may be shorter than its table.
    pub values: Vec<Cell>,
}

/// A table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// Every line between the end of the table before and this one, so that each line belongs to one table.
    pub captions: Vec<Cell>,
    /// The leading rows that have values, none of which is a figure.
    pub header: Vec<Row>,
    /// All other rows, headings included.
    pub rows: Vec<Row>,
    /// Where the first row begins.
    pub place: Place,
}

/// A value column of a table: what its header says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// The header's texts from the top level to the lowest; empty ones are left out.
    pub path: Vec<String>,
    /// The note marks of all levels.
    pub notes: Vec<String>,
    /// The lowest header cell that speaks for the column.
    pub place: Place,
}

impl Column {
    /// Whether the lowest header says that the figures are percentages, with or without a percent sign of their own.
    #[must_use]
    pub fn is_of_percent(&self) -> bool {
        self.path.last().is_some_and(|lowest| lowest.contains(['%', '％']))
    }
}

/// All that was read from a source.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Source {
    /// The tables in the order of the source.
    pub tables: Vec<Table>,
    /// The numbers that stand in sentences, each as a cell of its own.
    pub loose: Vec<Cell>,
}

/// How a zip archive begins, and so an `.xlsx`.
const ZIP: &[u8] = b"PK\x03\x04";

/// How the container of an `.xls` begins, and of a workbook with a password.
const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0";

/// Whether a file without a telling name begins as HTML does.
fn begins_as_markup(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let begins = |with: &str| bytes.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    begins("<!doctype html") || begins("<html")
}

/// The forms that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Text whose table rows are lines with tabs between the cells.
    Text,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values; other than in a text, fields may be quoted.
    Tsv,
    /// A workbook of Office Open XML.
    Xlsx,
    /// HTML or XHTML.
    Html,
}

impl Format {
    /// The form of a file, by its name's extension and by how it begins.
    #[must_use]
    pub fn of(path: &Path, bytes: &[u8]) -> Format {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        match extension.as_deref() {
            _ if bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND_FILE) => Format::Xlsx,
            Some("xlsx" | "xlsm") => Format::Xlsx,
            Some("html" | "htm" | "xhtml") => Format::Html,
            Some("csv") => Format::Csv,
            Some("tsv" | "tab") => Format::Tsv,
            _ if begins_as_markup(bytes) => Format::Html,
            // Standard input has no name to tell it by; a text without tabs would have no table.
            None if !bytes.contains(&b'\t') && bytes.contains(&b',') => Format::Csv,
            _ => Format::Text,
        }
    }
}

impl Row {
    /// Whether the row has a label and no value.
    #[must_use]
    pub fn is_heading(&self) -> bool {
        self.values.iter().all(|cell| cell.text.is_empty())
    }
}

impl Table {
    /// The value columns, as many as the longest row has.
    ///
    /// In every level of the header but the lowest an empty cell stands for the one to its left, as
    /// merged cells are printed, unless a level above begins a new group there.
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        let width = self.header.iter().chain(&self.rows).map(|row| row.values.len()).max().unwrap_or(0);
        let column = Column { path: Vec::new(), notes: Vec::new(), place: self.place };
        let mut columns = vec![column; width];
        let mut begins_group = vec![false; width];
        for (level, row) in self.header.iter().enumerate() {
            let lowest = level + 1 == self.header.len();
            let mut left = None;
            for (at, column) in columns.iter_mut().enumerate() {
                let own = row.values.get(at).filter(|cell| !cell.text.is_empty());
                let inherited = left.filter(|_| !lowest && !begins_group[at]);
                left = own.or(inherited);
                begins_group[at] |= own.is_some();
                if let Some(cell) = left {
                    column.path.push(cell.text.clone());
                    column.notes.extend_from_slice(&cell.notes);
                    column.place = cell.place;
                }
            }
        }
        columns
    }
}

/// Reads the tables of a file, by what the file is.
///
/// # Errors
///
/// When the file can't be read, is too large, isn't of a form that is read, or holds no table.
pub fn read(path: &Path, documents: &mut Documents) -> Result<Source, SourceError> {
    let name = path.display().to_string();
    let bytes = read_bytes(path, &name)?;
    parse(&name, &bytes, Format::of(path, &bytes), documents)
}

fn read_bytes(path: &Path, name: &str) -> Result<Vec<u8>, SourceError> {
    let fail = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => SourceError::Missing { file: name.to_owned() },
        std::io::ErrorKind::IsADirectory => SourceError::Directory { file: name.to_owned() },
        _ => SourceError::Unreadable { file: name.to_owned(), error },
    };
    let metadata = std::fs::metadata(path).map_err(fail)?;
    if metadata.is_dir() {
        return Err(SourceError::Directory { file: name.to_owned() });
    }
    let mut bytes = Vec::new();
    // The size that is stated is not enough: a pipe or a device states none.
    if metadata.len() <= limits::MAX_FILE {
        File::open(path).and_then(|file| file.take(limits::MAX_FILE + 1).read_to_end(&mut bytes)).map_err(fail)?;
    }
    if metadata.len().max(bytes.len() as u64) > limits::MAX_FILE {
        return Err(SourceError::TooLarge { file: name.to_owned(), limit: limits::MAX_FILE });
    }
    Ok(bytes)
}

/// Reads the tables of bytes that are already in memory, known to users under a name.
///
/// # Errors
///
/// When the bytes aren't of that form, or hold no table.
pub fn parse(name: &str, bytes: &[u8], format: Format, documents: &mut Documents) -> Result<Source, SourceError> {
    if bytes.is_empty() {
        return Err(SourceError::Empty { file: name.to_owned() });
    }
    let source = match format {
        Format::Text => text::read(name, bytes, documents)?,
        Format::Csv => delimited::read(name, bytes, b',', documents)?,
        Format::Xlsx if bytes.starts_with(COMPOUND_FILE) => {
            return Err(SourceError::OldWorkbook { file: name.to_owned() });
        }
        Format::Xlsx => workbook::read(name, bytes, documents)?,
        Format::Html => markup::read(name, bytes, documents)?,
        Format::Tsv => delimited::read(name, bytes, b'\t', documents)?,
    };
    if source.tables.is_empty() {
        return Err(SourceError::NoTable { file: name.to_owned() });
    }
    Ok(source)
}

#[cfg(test)]
mod tests;
