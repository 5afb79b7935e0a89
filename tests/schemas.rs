//! The JSON Schemas under version control are those of the types; `UPDATE=1` rewrites them.

use std::fs;
use std::path::Path;

use factum::output::schemas;
use serde_json::{Value, json};

fn fixture(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_schemas_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    for name in schemas::NAMES {
        let text = schemas::text(&schemas::schema(name).expect("a name of the list"));
        let path = folder.join(format!("{name}.schema.json"));
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(&folder).expect("the folder can be made");
            fs::write(&path, &text).expect("the schema can be written");
        }
        assert!(fs::read_to_string(&path).expect("it is there") == text, "{name} is stale; UPDATE=1 rewrites it");
    }
}

fn meets(name: &str, document: &Value) {
    let schema = serde_json::to_value(schemas::schema(name).expect("a name")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(document).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new(), "{name}");
}

#[test]
fn what_export_reads_and_writes_meets_its_schemas() {
    for (name, path) in
        [("mapping", "fixtures/iij-fy2003-q4/mapping.toml"), ("definitions", "taxonomy/iij-20040331.toml")]
    {
        let document: Value = toml::from_str(&fixture(path)).expect("TOML");
        meets(name, &document);
    }
    for name in ["checks", "coverage", "trail"] {
        let path = format!("fixtures/iij-fy2003-q4/golden/{name}.json");
        meets(name, &serde_json::from_str(&fixture(&path)).expect("JSON"));
    }
}

/// What an editor flags in a mapping before it is ever run.
#[test]
fn the_schema_of_mappings_refuses_what_export_would() {
    let schema = serde_json::to_value(schemas::schema("mapping").expect("a name")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let valid: Value = toml::from_str(&fixture("tests/mapping/valid/mapping.toml")).expect("TOML");
    assert!(validator.is_valid(&valid));
    let mut taken = Vec::new();
    for (pointer, key, value) in [
        ("/filing", "name", json!("")),
        ("/filing", "name", json!("../elsewhere")),
        ("/filing", "language", json!("English (US)")),
        ("/entity", "identifier", json!("")),
        ("/entity", "scheme", json!("somewhere")),
        ("/periods/4Q03", "end", Value::Null),
        ("/periods/4Q03", "instant", json!("2004-03-31")),
        ("/table/0", "scale", json!(40)),
        ("/table/0", "caption", json!([])),
        ("/table/0/columns/0", "period", Value::Null),
        ("/table/0/columns/0", "unit", Value::Null),
        ("/table/0/columns/0", "decimals", json!(-99)),
        ("/table/0/columns/2", "check", Value::Null),
        ("/table/0/rows/0", "label", json!(" ")),
        ("/table/0/rows/0", "concept", json!("Revenues")),
        ("/table/0/rows/0", "occurrence", json!(0)),
        ("/table/0/rows/0", "cells", json!([{ "column": "4Q03", "reason": "", "blank": "nil" }])),
        ("/notes/0", "text", json!("")),
    ] {
        let mut copy = valid.clone();
        let table = copy.pointer_mut(pointer).and_then(Value::as_object_mut).unwrap_or_else(|| panic!("{pointer}"));
        if value.is_null() {
            table.remove(key)
        } else {
            table.insert(key.to_owned(), value.clone())
        };
        if validator.is_valid(&copy) {
            taken.push(format!("{pointer}/{key} = {value}"));
        }
    }
    assert_eq!(taken, Vec::<String>::new());
}
