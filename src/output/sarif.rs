//! Findings as SARIF 2.1.0, which code hosts and editors show.

use serde::Serialize;
use serde_json::{Value, json};

use super::validate::Validated;
use crate::model::{Diagnostic, Documents, Location, Place, Rule, Severity};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The findings in some files, as one run of a SARIF log; its rules are those that were broken.
#[must_use]
pub fn sarif(files: &[Validated]) -> String {
    let findings = || files.iter().flat_map(|file| file.verdict.findings.iter().map(|found| (found, &file.documents)));
    let mut rules: Vec<&'static Rule> = findings().map(|(found, _)| found.rule).collect();
    rules.sort_unstable_by_key(|rule| rule.code);
    rules.dedup_by_key(|rule| rule.code);
    let position = |rule: &Rule| rules.partition_point(|known| known.code < rule.code);
    let results: Vec<Value> =
        findings().map(|(found, documents)| result(found, documents, position(found.rule))).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "factum",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(|rule| described(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = pretty(&log);
    text.push('\n');
    text
}

fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("every key is a string")
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"class": rule.class.name(), "specification": rule.specification, "clause": rule.clause},
    })
}

fn result(found: &Diagnostic, documents: &Documents, rule: usize) -> Value {
    let mut text = found.message.clone();
    for (word, value) in [("expected", &found.expected), ("found", &found.found)] {
        if let Some(value) = value {
            text += &format!("; {word} {value}");
        }
    }
    let mut result = json!({
        "ruleId": found.rule.code,
        "ruleIndex": rule,
        "level": level(found.rule.severity),
        "message": {"text": text},
    });
    if let Some(place) = found.place {
        result["locations"] = json!([location(place, documents)]);
    }
    if !found.related.is_empty() {
        let related = found.related.iter().map(|related| {
            let mut place = location(related.place, documents);
            place["message"] = json!({"text": related.message});
            place
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn location(place: Place, documents: &Documents) -> Value {
    match documents.locate(place) {
        Location::Text { file, line, column } => json!({"physicalLocation": {
            "artifactLocation": {"uri": uri(&file)},
            "region": {"startLine": line, "startColumn": column},
        }}),
        Location::Sheet { sheet, cell } => {
            json!({"logicalLocations": [{"fullyQualifiedName": format!("{sheet}!{cell}")}]})
        }
    }
}

/// A file's name as a URI reference: what can't stand in one is percent-encoded.
fn uri(file: &str) -> String {
    let mut out = String::with_capacity(file.len());
    for byte in file.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => out.push(byte as char),
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}
