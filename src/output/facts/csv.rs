//! Facts as CSV, a row each.

use std::io::{self, Write};

use super::FileFacts;
use crate::facts::{DimensionRow, FactRow};
use crate::model::Location;
use crate::output::diff::harmless;

/// The columns. Members stand as `AXIS=MEMBER`, their labels likewise, `; ` between several.
const COLUMNS: [&str; 15] = [
    "file",
    "id",
    "concept",
    "label",
    "period",
    "unit",
    "language",
    "dimensions",
    "dimension labels",
    "value",
    "nil",
    "decimals",
    "line",
    "column",
    "place",
];

/// Writes the facts of some files as CSV.
///
/// # Errors
/// When the writer fails.
pub fn csv(files: &[FileFacts<'_>], out: &mut impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for file in files {
        for row in file.facts.rows() {
            writer.write_record(record(&file.file, &row))?;
        }
    }
    writer.flush()
}

fn record(file: &str, row: &FactRow<'_>) -> [String; 15] {
    let joined =
        |part: &dyn Fn(&DimensionRow<'_>) -> String| row.dimensions.iter().map(part).collect::<Vec<_>>().join("; ");
    let member = |dimension: &DimensionRow<'_>| dimension.member.clone().unwrap_or_default();
    let (line, column) = match &row.place {
        Location::Text { line, column, .. } => (line.to_string(), column.to_string()),
        Location::Sheet { .. } => Default::default(),
    };
    // A number that begins with its sign is one; a text that does could be taken for a formula.
    let value =
        row.value.map_or(String::new(), |value| if row.unit.is_some() { value.to_owned() } else { harmless(value) });
    [
        file.to_owned(),
        row.id.unwrap_or_default().to_owned(),
        row.concept.clone(),
        harmless(row.label.unwrap_or_default()),
        row.period.to_string(),
        row.unit.clone().unwrap_or_default(),
        row.language.unwrap_or_default().to_owned(),
        harmless(&joined(&|dimension| format!("{}={}", dimension.axis, member(dimension)))),
        harmless(&joined(&|dimension| {
            let axis = dimension.axis_label.unwrap_or(&dimension.axis);
            let value = member(dimension);
            format!("{axis}={}", dimension.member_label.unwrap_or(&value))
        })),
        value,
        if row.value.is_none() { "true" } else { "" }.to_owned(),
        row.fact.decimals.map_or(String::new(), |decimals| decimals.to_string()),
        line,
        column,
        row.place.to_string(),
    ]
}
