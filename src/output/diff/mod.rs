//! Comparisons of two filings: for people as text, Markdown, HTML and a workbook, for scripts as JSON and CSV.

mod accounts;
mod csv;
pub(super) mod figures;
mod html;
mod json;
pub(super) mod layout;
mod markdown;
#[cfg(test)]
mod tests;
mod text;
mod xlsx;

pub use csv::csv;
pub(super) use csv::harmless;
pub use html::html;
pub use json::{json, schema};
pub(super) use markdown::escaped as markdown_text;
pub use markdown::markdown;
pub use text::text;
pub use xlsx::xlsx;

/// How much of a comparison is shown to people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
    /// Columns of a line.
    pub width: usize,
    /// How many rows.
    pub rows: Rows,
}

/// How many rows of a class are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rows {
    /// The few that matter.
    Few,
    /// As many as a page can hold on which they can be searched.
    Many,
    /// Every one.
    All,
}
