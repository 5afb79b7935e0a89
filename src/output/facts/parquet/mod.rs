//! Facts as Parquet, a row each: for DuckDB, Spark and whatever else reads it.
//!
//! A column is declared once, in `columns`. Rows are gathered in memory, no more of them than fit there, and written
//! as row groups; many filings are divided into the folders of a partitioned data set on the way.

mod columns;
mod partition;
mod rows;
mod writer;

pub use columns::{COLUMNS, Column, PRECISION, SCALE};
pub use partition::Key;
pub use rows::{RowGroup, Rows};
pub use writer::Writer;

use jiff::civil;

use crate::diff::Standing;
use crate::model::{DateTime, Documents, Location, Report};
use crate::output::diff::figures::date_kind;

/// The longest value that is written; readers hold none that is much longer.
const LONGEST_TEXT: usize = 1 << 30;

/// A value that is too long for what reads Parquet.
#[derive(Debug, thiserror::Error)]
#[error("{place}: a value of {length} bytes; no more than {LONGEST_TEXT} can be written as Parquet")]
pub struct TooLong {
    /// Where the fact stands.
    place: Location,
    /// Bytes of its value.
    length: usize,
}

/// A filing, as each of its rows tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// The file as the user named it.
    pub file: String,
    /// What identifies it: the SHA-256 of its file, in hexadecimal digits.
    pub sha256: String,
    /// Its date.
    pub date: Option<civil::Date>,
    /// What day that is.
    pub date_kind: Option<&'static str>,
    /// What kind of document it is.
    pub document: Option<String>,
}

impl Source {
    /// What a filing says of itself, and what is known of its file.
    ///
    /// # Errors
    /// When a value is too long to be written.
    pub fn of(file: String, sha256: String, report: &Report, documents: &Documents) -> Result<Source, TooLong> {
        for fact in &report.facts {
            let length = fact.value.as_ref().map_or(0, |value| value.get(documents).len());
            if length > LONGEST_TEXT {
                return Err(TooLong { place: documents.locate(fact.place), length });
            }
        }
        let standing = Standing::of(report, documents);
        let dated =
            standing.date.and_then(|date| Some((DateTime::parse_date(&date.date).ok()?.civil.date(), date.kind)));
        Ok(Source {
            file,
            sha256,
            date: dated.map(|(date, _)| date),
            date_kind: dated.map(|(_, kind)| date_kind(kind)),
            document: standing.document,
        })
    }
}
