//! Findings as SARIF 2.1.0, which code hosts and editors show.

use serde_json::{Value, json};

use super::{Rendering, Validated};
use crate::model::{Diagnostic, Documents, Location, Place, Rule, Severity};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The findings in some files, as one run of a SARIF log; its rules are those that were broken.
#[derive(Default)]
pub struct Sarif {
    results: Vec<(&'static Rule, Value)>,
    unread: Vec<Value>,
    /// How many more findings are written.
    left: Option<usize>,
}

impl Sarif {
    /// A log that is to have so many results at the most.
    #[must_use]
    pub fn new(most: Option<usize>) -> Sarif {
        Sarif { left: most, ..Sarif::default() }
    }
}

impl Rendering for Sarif {
    fn add(&mut self, file: Validated<'_>) {
        let before = self.results.len();
        let findings = file.verdict.findings.iter().take(self.left.unwrap_or(usize::MAX));
        self.results.extend(findings.map(|found| (found.rule, result(found, file.documents))));
        self.left = self.left.map(|left| left - (self.results.len() - before));
    }

    fn add_unread(&mut self, file: &str, reason: &str) {
        self.unread.push(json!({
            "level": "error",
            "message": {"text": reason},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(file)}}}],
        }));
    }

    fn finish(self: Box<Self>) -> String {
        let mut rules: Vec<&'static Rule> = self.results.iter().map(|(rule, _)| *rule).collect();
        rules.sort_unstable_by_key(|rule| rule.code);
        rules.dedup_by_key(|rule| rule.code);
        let numbered = |(rule, mut result): (&Rule, Value)| {
            result["ruleIndex"] = rules.partition_point(|known| known.code < rule.code).into();
            result
        };
        let results: Vec<Value> = self.results.into_iter().map(numbered).collect();
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
                "invocations": [{
                    "executionSuccessful": self.unread.is_empty(),
                    "toolExecutionNotifications": self.unread,
                }],
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        });
        serde_json::to_string_pretty(&log).expect("every key is a string") + "\n"
    }
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

fn result(found: &Diagnostic, documents: &Documents) -> Value {
    let mut text = found.message.clone();
    for (word, value) in [("expected", &found.expected), ("found", &found.found)] {
        if let Some(value) = value {
            text += &format!("; {word} {value}");
        }
    }
    let mut result = json!({
        "ruleId": found.rule.code,
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
