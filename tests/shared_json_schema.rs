//! What is written in forms of third parties, as their own schemas have them.

mod support;

use std::path::PathBuf;
use std::process::Command;

use factum::model::Documents;
use factum::oim;
use serde_json::Value;

/// Holds a document to a schema of the shared ones.
fn meets(schema: &str, document: &Value) {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = shared.join("standard-schemas").join(schema);
    let schema = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // One pattern of SARIF's schema has a bracket that closes nothing, which not every engine takes for itself.
    let schema = schema.replace("[a-zA-Z]{2}]?$", r"[a-zA-Z]{2}\\]?$");
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(document).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn written_json_meets_the_schema_of_xbrl_json() {
    let text = oim::json::write(&support::sample(), &Documents::new(), &oim::json::NoVocabulary)
        .expect("the form can hold it");
    meets("xbrl-json-schema.json", &serde_json::from_str(&text).expect("JSON"));
}

/// Findings of text, of a place that is none, with related places; files that can't be read; none of all these.
#[test]
fn findings_meet_the_schema_of_sarif() {
    let rules = "tests/rules";
    let broken = [
        format!("{rules}/xbrl.4.7.2-periodType/invalid.xml"),
        format!("{rules}/taxonomy-notATaxonomy/invalid.xsd"),
        format!("{rules}/duplicates-complete/invalid.xml"),
        "nowhere at all.xml".to_owned(),
    ];
    let whole = [format!("{rules}/xbrl.4.7.2-periodType/valid.xml")];
    for files in [&broken[..], &whole] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
        command.args(["validate", "--format", "sarif"]).args(files).current_dir(env!("CARGO_MANIFEST_DIR"));
        let output = command.output().expect("the program starts");
        let log: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
        meets("sarif-2.1.0-schema.json", &log);
        let run = &log["runs"][0];
        let results = run["results"].as_array().expect("a list");
        assert_eq!(results.len(), if files.len() > 1 { 3 } else { 0 });
        for result in results {
            let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("a number") as usize];
            assert_eq!(rule["id"], result["ruleId"]);
        }
        assert_eq!(run["invocations"][0]["executionSuccessful"], files.len() == 1);
    }
}
