//! Findings as data, for every JSON that has some.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Diagnostic, Documents, Location, Place};

/// A place in a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Position {
    /// In a text.
    Text {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u32,
        /// The column, from 1, in characters.
        column: u32,
    },
    /// In a sheet.
    Sheet {
        /// The file and its sheet.
        sheet: String,
        /// The cell in A1 notation.
        cell: String,
    },
}

impl Position {
    /// A place as data.
    #[must_use]
    pub fn of(place: Place, documents: &Documents) -> Position {
        Position::from(&documents.locate(place))
    }
}

impl From<&Location> for Position {
    fn from(location: &Location) -> Position {
        match location {
            Location::Text { file, line, column } => {
                Position::Text { file: file.clone(), line: *line, column: *column }
            }
            Location::Sheet { sheet, cell } => Position::Sheet { sheet: sheet.clone(), cell: cell.clone() },
        }
    }
}

/// Something wrong, or worth knowing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The rule's code.
    pub code: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// The class that it is counted in.
    pub class: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where; none for a file that could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Position>,
    /// What was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// The other parties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedFinding>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
}

/// Another party of a finding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct RelatedFinding {
    /// What stands there.
    pub message: String,
    /// Where.
    pub place: Position,
}

impl Finding {
    /// A finding as data.
    #[must_use]
    pub fn of(diagnostic: &Diagnostic, documents: &Documents) -> Finding {
        let related = diagnostic.related.iter().map(|related| RelatedFinding {
            message: related.message.clone(),
            place: Position::of(related.place, documents),
        });
        Finding {
            code: diagnostic.rule.code,
            severity: diagnostic.rule.severity.name(),
            class: diagnostic.rule.class.name(),
            message: diagnostic.message.clone(),
            place: diagnostic.place.map(|place| Position::of(place, documents)),
            expected: diagnostic.expected.clone(),
            found: diagnostic.found.clone(),
            related: related.collect(),
            hints: diagnostic.hints.clone(),
        }
    }
}
