//! The JSON Schemas under version control are those of the types; `UPDATE=1` rewrites them.

use std::fs;
use std::path::Path;

use factum::output::schemas;
use serde_json::Value;

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
