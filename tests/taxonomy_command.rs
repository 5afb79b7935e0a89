//! `factum taxonomy`, run as users run it.

use std::process::{Command, Output};

const SHOP: &str = "tests/taxonomy/shop/shop.xsd";

fn factum(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
    command.args(arguments).env_remove("FACTUM_TAXONOMY_DIR").current_dir(env!("CARGO_MANIFEST_DIR"));
    command.output().expect("the program runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("text")
}

#[test]
fn what_is_discovered_and_what_is_missing_is_shown_and_the_status_is_1() {
    let output = factum(&["taxonomy", SHOP]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(text(&output.stdout));
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn the_json_is_one_document_that_says_the_same() {
    let output = factum(&["taxonomy", SHOP, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(value["factum"], "taxonomy/1");
    assert_eq!(value["documents"].as_array().map(Vec::len), Some(3));
    assert_eq!(value["missing"][0]["address"], "http://example.com/2024/types.xsd");
    assert_eq!(value["missing"][0]["referrers"][1]["line"], 7);
    assert_eq!(value["concepts"]["all"], 3);
    let schema = schemars::schema_for!(factum::output::taxonomy::TaxonomySummary);
    let validator = jsonschema::validator_for(schema.as_value()).expect("a schema");
    assert!(validator.is_valid(&value));
}

#[test]
fn folders_laid_out_by_url_serve_urls() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("example.com/2024");
    std::fs::create_dir_all(&place).expect("a folder");
    let schema = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='http://example.com/types'>\
                  <xs:element name='profit' id='profit'/></xs:schema>";
    std::fs::write(place.join("types.xsd"), schema).expect("a file");
    let output = factum(&["taxonomy", SHOP, "--taxonomy-dir", &folder.path().display().to_string()]);
    let shown = text(&output.stdout);
    let line = shown.lines().find(|line| line.contains("types.xsd")).expect("a line");
    assert_eq!(line, format!("  schema    http://example.com/2024/types.xsd  (in {})", folder.path().display()));
    assert!(!shown.contains("not found"));
}

#[test]
fn what_cannot_be_read_gives_status_2_and_the_reason() {
    for (file, reason) in [("tests/taxonomy", "it is a folder"), ("nowhere.xsd", "there is no such file")] {
        let output = factum(&["taxonomy", file]);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(text(&output.stderr), format!("error: cannot read {file}: {reason}\n"));
        assert_eq!(text(&output.stdout), "");
    }
}
