//! The JSON Schemas of what factum reads and writes, made from its types.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, schema_for};

use super::conformance::ConformanceSummary;
use super::rules::RulesDocument;
use super::taxonomy::TaxonomySummary;
use super::validate::ValidationSummary;
use crate::mapping::{Checks, Coverage, Definitions, Mapping, Trail};

/// The names of the schemas, sorted; each is `schemas/NAME.schema.json` in the project.
pub const NAMES: [&str; 12] = [
    "checks",
    "conformance",
    "coverage",
    "definitions",
    "diff",
    "facts",
    "mapping",
    "rules",
    "series",
    "taxonomy",
    "trail",
    "validate",
];

/// The schema of a name; `None` for a name that isn't in [`NAMES`].
#[must_use]
pub fn schema(name: &str) -> Option<Schema> {
    Some(match name {
        "checks" => written::<Checks>(),
        "conformance" => written::<ConformanceSummary>(),
        "coverage" => written::<Coverage>(),
        "definitions" => schema_for!(Definitions),
        "diff" => super::diff::schema(),
        "facts" => written::<super::facts::FactsDocument<'_>>(),
        "mapping" => schema_for!(Mapping),
        "rules" => written::<RulesDocument>(),
        "series" => super::series::schema(),
        "taxonomy" => written::<TaxonomySummary>(),
        "trail" => written::<Trail>(),
        "validate" => written::<ValidationSummary>(),
        _ => return None,
    })
}

/// The text of a schema, as the project keeps it.
#[must_use]
pub fn text(schema: &Schema) -> String {
    serde_json::to_string_pretty(schema).map_or_else(|error| format!("\"{error}\"\n"), |text| text + "\n")
}

/// The schema of a document that is written: what is never left out is required.
fn written<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
