//! Comparisons of two filings: for people as text and Markdown, for scripts as JSON and CSV.

mod accounts;
mod csv;
mod figures;
mod json;
mod layout;
mod markdown;
#[cfg(test)]
mod tests;
mod text;

pub use csv::csv;
pub use json::{json, schema};
pub use markdown::markdown;
pub use text::text;

/// How much of a comparison is shown to people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
    /// Columns of a line.
    pub width: usize,
    /// Every row, not the few that matter.
    pub all: bool,
}
