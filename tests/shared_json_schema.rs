//! xBRL-JSON as a third party's schema has it.

mod support;

use std::path::PathBuf;

use factum::model::Documents;
use factum::oim;

#[test]
fn written_json_meets_the_schema_of_xbrl_json() {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = shared.join("standard-schemas/xbrl-json-schema.json");
    let schema = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let schema = serde_json::from_str(&schema).expect("JSON");
    let text = oim::json::write(&support::sample(), &Documents::new()).expect("the form can hold it");
    let document = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
}
