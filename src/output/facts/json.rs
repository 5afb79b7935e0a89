//! Facts as one JSON document.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::FileFacts;
use crate::facts::{DimensionRow, FactRow, Facts};

use crate::output::finding::Position;

/// The facts of some files.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "factum facts")]
pub struct FactsDocument<'a> {
    /// What this is: `facts/1`.
    factum: &'static str,
    /// The files, in the order in which they were named.
    files: Vec<File<'a>>,
}

/// The facts of a file.
#[derive(Serialize, JsonSchema)]
struct File<'a> {
    /// The file as the user named it.
    file: &'a str,
    /// Its facts, in its order.
    #[schemars(with = "Vec<FactObject>")]
    facts: Rows<'a>,
}

/// A fact.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct FactObject<'a> {
    /// Its identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    /// Its concept, with the filing's prefix.
    concept: &'a str,
    /// Its concept's label.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    /// Its period: a day, two with `..` between them, or `forever`.
    period: String,
    /// Its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    /// Its language.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    /// Its dimensions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dimensions: Vec<DimensionObject<'a>>,
    /// Its value as it is reported; null for nil.
    value: Option<&'a str>,
    /// Its decimals, `INF` for an exact number.
    #[serde(skip_serializing_if = "Option::is_none")]
    decimals: Option<String>,
    /// Where it stands.
    place: Position,
}

/// A dimension of a fact.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct DimensionObject<'a> {
    /// The dimension, with the filing's prefix.
    axis: &'a str,
    /// Its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    axis_label: Option<&'a str>,
    /// The member, with the filing's prefix, or the value of a typed dimension; null for nil.
    member: Option<&'a str>,
    /// The member's label.
    #[serde(skip_serializing_if = "Option::is_none")]
    member_label: Option<&'a str>,
}

/// Facts that are made as they are written.
struct Rows<'a>(&'a Facts<'a>);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.rows().map(Row))
    }
}

/// A fact that is written.
struct Row<'a>(FactRow<'a>);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        FactObject::of(&self.0).serialize(serializer)
    }
}

impl<'a> FactObject<'a> {
    fn of(row: &'a FactRow<'a>) -> FactObject<'a> {
        FactObject {
            id: row.id,
            concept: &row.concept,
            label: row.label,
            period: row.period.to_string(),
            unit: row.unit.as_deref(),
            language: row.language,
            dimensions: row.dimensions.iter().map(dimension).collect(),
            value: row.value,
            decimals: row.fact.decimals.map(|decimals| decimals.to_string()),
            place: Position::from(&row.place),
        }
    }
}

fn dimension<'a>(row: &'a DimensionRow<'a>) -> DimensionObject<'a> {
    DimensionObject {
        axis: &row.axis,
        axis_label: row.axis_label,
        member: row.member.as_deref(),
        member_label: row.member_label,
    }
}

/// Writes the facts of some files as JSON, with a line end behind it.
///
/// # Errors
/// When the writer fails.
pub fn json(files: &[FileFacts<'_>], mut out: impl Write) -> io::Result<()> {
    let files = files.iter().map(|file| File { file: &file.file, facts: Rows(&file.facts) }).collect();
    serde_json::to_writer_pretty(&mut out, &FactsDocument { factum: "facts/1", files })?;
    out.write_all(b"\n")
}
