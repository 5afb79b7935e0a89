//! `factum facts` and `factum statement` as users run them, over the filing that the fixture exports.

use std::path::Path;
use std::process::{Command, Output};

use factum::output::schemas;
use serde_json::Value;

const FILING: &str = "fixtures/iij-fy2003-q4/golden/iiji-20040331.xml";

fn factum(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
    command.args(arguments).env_remove("FACTUM_TAXONOMY_DIR").current_dir(env!("CARGO_MANIFEST_DIR"));
    command.output().expect("the program runs")
}

/// What a command that succeeds writes to standard output.
fn written(arguments: &[&str]) -> String {
    let output = factum(arguments);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The beginning of a text, to look at.
fn start(text: &str, lines: usize) -> String {
    text.lines().take(lines).collect::<Vec<_>>().join("\n")
}

#[test]
fn facts_are_a_line_each_and_fit_the_page() {
    let text = written(&["facts", FILING]);
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    insta::assert_snapshot!(start(&text, 24));
}

#[test]
fn facts_are_rows_for_a_spreadsheet() {
    let text = written(&["facts", FILING, "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let facts = reader.records().filter(Result::is_ok).count();
    assert_eq!(facts, report_facts());
    insta::assert_snapshot!(start(&text, 6));
}

#[test]
fn facts_are_a_document_that_meets_its_schema() {
    let value: Value = serde_json::from_str(&written(&["facts", FILING, "--format", "json"])).expect("JSON");
    assert_eq!(value.as_object().and_then(|members| members.keys().next()).map(String::as_str), Some("factum"));
    assert_eq!(value["factum"], "facts/1");
    assert_eq!(value["files"][0]["facts"].as_array().map(Vec::len), Some(report_facts()));
    let schema = serde_json::to_value(schemas::schema("facts").expect("a name")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    insta::assert_snapshot!(serde_json::to_string_pretty(&value["files"][0]["facts"][0]).expect("JSON"));
}

/// The facts of the filing's other form, footnotes left out.
fn report_facts() -> usize {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILING).with_extension("json");
    let document: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("a file")).expect("JSON");
    let facts = document["facts"].as_object().expect("facts");
    facts.values().filter(|fact| fact["dimensions"]["concept"] != "xbrl:note").count()
}

#[test]
fn either_form_has_the_same_facts() {
    let json = FILING.replace(".xml", ".json");
    let values = |text: String| {
        let document: Value = serde_json::from_str(&text).expect("JSON");
        let facts = document["files"][0]["facts"].as_array().expect("facts").clone();
        let said = |mut fact: Value| {
            fact.as_object_mut().expect("a fact").remove("place");
            fact
        };
        facts.into_iter().map(said).collect::<Vec<Value>>()
    };
    let of = |file: &str| values(written(&["facts", file, "--format", "json"]));
    assert_eq!(of(FILING), of(&json));
}

#[test]
fn statements_are_listed_and_shown() {
    insta::assert_snapshot!(written(&["statement", FILING]));
    let all = written(&["statement", FILING, "--all"]);
    insta::assert_snapshot!(start(&all, 60));
    let markdown = written(&["statement", FILING, "--all", "--format", "markdown"]);
    insta::assert_snapshot!(start(&markdown, 30));
    let csv = written(&["statement", FILING, "--all", "--format", "csv"]);
    insta::assert_snapshot!(start(&csv, 12));
}

#[test]
fn what_is_not_there_is_named() {
    let output = factum(&["statement", FILING, "--role", "Unheard of"]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.contains("no statement is called \"Unheard of\"; there are "), "{message}");
}
