//! Statements as tables: for people as text, Markdown and a page, for spreadsheets as CSV.

mod csv;
mod html;
mod markdown;
mod sheet;
mod text;

use crate::statement::Statement;

pub use csv::csv;
pub use html::html;
pub use markdown::markdown;
pub use text::{roles, text};

/// The deepest that a label is indented: a network may be as deep as it is large.
const DEEPEST: u16 = 40;

/// A presentation network that could be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The role's URI.
    pub uri: String,
    /// The last part of the URI, by which it can be asked for.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// Facts that its concepts have.
    pub facts: usize,
}

/// How statements are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    /// Columns of a line of text.
    pub width: usize,
    /// The language of what is written beside labels.
    pub language: &'a str,
}

/// Statements of one filing, to be shown together.
#[derive(Clone, Copy, Debug)]
pub struct Shelf<'a> {
    /// The filing, as the user named it.
    pub file: &'a str,
    /// The statements.
    pub statements: &'a [Statement],
}
