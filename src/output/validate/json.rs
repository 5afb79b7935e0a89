//! Findings as one JSON document.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Rendering, Totals, Validated};
use crate::model::Class;
use crate::output::finding::Finding;
use crate::validate::Counts;

/// What was found in some files.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "factum validate")]
pub struct ValidationSummary {
    /// What this document is, and its version.
    #[schemars(extend("const" = "validate/1"))]
    factum: &'static str,
    /// The worst of the files' verdicts: `valid`, `incomplete` or `invalid`.
    verdict: &'static str,
    /// Findings by class, all files together.
    counts: IndexMap<&'static str, CountSummary>,
    /// The files, in the order in which they were named.
    files: Vec<FileSummary>,
    /// Files that were named and can't be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<UnreadFile>,
}

/// What was found in a file.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct FileSummary {
    /// The file as the user named it.
    file: String,
    /// `valid`, `incomplete` or `invalid`.
    verdict: &'static str,
    /// Findings by class.
    counts: IndexMap<&'static str, CountSummary>,
    /// The findings, in the order of the documents.
    findings: Vec<Finding>,
}

/// A file that can't be read.
#[derive(Serialize, JsonSchema)]
struct UnreadFile {
    /// The file as the user named it.
    file: String,
    /// Why.
    reason: String,
}

/// Numbers of findings of a class.
#[derive(Clone, Copy, Default, Serialize, JsonSchema)]
struct CountSummary {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl From<Counts> for CountSummary {
    fn from(counts: Counts) -> CountSummary {
        CountSummary { errors: counts.errors, warnings: counts.warnings, notes: counts.notes }
    }
}

fn by_class(counts: &BTreeMap<Class, Counts>) -> IndexMap<&'static str, CountSummary> {
    counts.iter().map(|(class, counts)| (class.name(), (*counts).into())).collect()
}

/// The JSON form of a result.
#[derive(Default)]
pub struct Json {
    files: Vec<FileSummary>,
    unread: Vec<UnreadFile>,
    totals: Totals,
    /// How many more findings are written.
    left: Option<usize>,
}

impl Json {
    /// A result that is to have so many findings at the most.
    #[must_use]
    pub fn new(most: Option<usize>) -> Json {
        Json { left: most, ..Json::default() }
    }
}

impl Rendering for Json {
    fn add(&mut self, file: Validated<'_>) {
        let verdict = file.verdict;
        self.totals.add(verdict);
        let findings = verdict.findings.iter().take(self.left.unwrap_or(usize::MAX));
        let findings: Vec<Finding> = findings.map(|finding| Finding::of(finding, file.documents)).collect();
        self.left = self.left.map(|left| left - findings.len());
        self.files.push(FileSummary {
            file: file.file.to_owned(),
            verdict: verdict.outcome.name(),
            counts: by_class(&verdict.counts),
            findings,
        });
    }

    fn add_unread(&mut self, file: &str, reason: &str) {
        self.unread.push(UnreadFile { file: file.to_owned(), reason: reason.to_owned() });
    }

    fn finish(self: Box<Self>) -> String {
        let summary = ValidationSummary {
            factum: "validate/1",
            verdict: self.totals.outcome().name(),
            counts: by_class(&self.totals.counts),
            files: self.files,
            unread: self.unread,
        };
        serde_json::to_string_pretty(&summary).expect("every key is a string") + "\n"
    }
}
