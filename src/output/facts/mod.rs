//! Facts as rows: for people as text, for spreadsheets as CSV, for scripts as JSON, for engines as Parquet.

mod csv;
mod json;
#[cfg(feature = "parquet")]
pub mod parquet;
mod text;

use crate::facts::Facts;

pub use csv::csv;
pub use json::{FactsDocument, json};
pub use text::text;

/// The facts of a file.
pub struct FileFacts<'a> {
    /// The file as the user named it.
    pub file: String,
    /// Its facts.
    pub facts: Facts<'a>,
}
