//! Facts as Parquet, a row each: for DuckDB, Spark and whatever else reads it.
//!
//! A column is declared once, in `columns`. Rows are gathered in memory, no more of them than fit there, and written
//! as row groups; many filings are divided into the folders of a partitioned data set on the way.

mod columns;
mod rows;
mod writer;

pub use columns::{COLUMNS, Column, PRECISION, SCALE};
pub use rows::{Rows, TooLong};
pub use writer::Writer;

use jiff::civil;

use crate::diff::Standing;
use crate::model::{DateTime, Documents, Report};
use crate::output::diff::figures::date_kind;

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
    #[must_use]
    pub fn of(file: String, sha256: String, report: &Report, documents: &Documents) -> Source {
        let standing = Standing::of(report, documents);
        let dated =
            standing.date.and_then(|date| Some((DateTime::parse_date(&date.date).ok()?.civil.date(), date.kind)));
        Source {
            file,
            sha256,
            date: dated.map(|(date, _)| date),
            date_kind: dated.map(|(_, kind)| date_kind(kind)),
            document: standing.document,
        }
    }
}
