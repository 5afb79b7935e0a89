//! A comparison as one JSON document.

use std::io::{self, Write};

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::diff::Comparison;

/// The document's name and version.
const FORMAT: &str = "diff/1";

#[derive(Serialize, JsonSchema)]
#[schemars(title = "factum diff", description = "What two filings say, compared.")]
struct Document<'a> {
    /// What this document is, and its version.
    #[schemars(extend("const" = FORMAT))]
    factum: &'static str,
    #[serde(flatten)]
    comparison: &'a Comparison,
}

/// Writes the comparison as JSON, with a line end behind it.
///
/// # Errors
/// When the writer fails.
pub fn json(comparison: &Comparison, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Document { factum: FORMAT, comparison })?;
    out.write_all(b"\n")
}

/// The JSON Schema of [`json`]'s documents.
#[must_use]
pub fn schema() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Document<'_>>()
}
