//! Facts as rows: for people as text, for spreadsheets as CSV, for scripts as JSON.

mod csv;
mod json;
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
