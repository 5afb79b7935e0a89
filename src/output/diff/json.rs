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
    #[schemars(with = "Format")]
    factum: &'static str,
    #[serde(flatten)]
    comparison: &'a Comparison,
}

/// The only value of the first member.
struct Format;

impl JsonSchema for Format {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Format".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> Schema {
        schemars::json_schema!({ "const": FORMAT })
    }
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
