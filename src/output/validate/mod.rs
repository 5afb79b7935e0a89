//! What `factum validate` shows: text, JSON, SARIF.

mod text;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::finding::Finding;
use crate::model::{Diagnostic, Documents};
use crate::validate::{Counts, Outcome, Verdict};

pub use text::{Shown, text};

/// A file that was validated, and what was found.
#[derive(Debug)]
pub struct Validated {
    /// The file as the user named it.
    pub file: String,
    /// Its documents.
    pub documents: Documents,
    /// What was found.
    pub verdict: Verdict,
}

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

impl ValidationSummary {
    /// The summary of all files.
    #[must_use]
    pub fn new(files: &[Validated]) -> ValidationSummary {
        ValidationSummary {
            factum: "validate/1",
            verdict: outcome_name(worst(files)),
            counts: all_counts(files).into_iter().map(|(class, counts)| (class, counts.into())).collect(),
            files: files.iter().map(FileSummary::new).collect(),
        }
    }
}

impl FileSummary {
    fn new(file: &Validated) -> FileSummary {
        let verdict = &file.verdict;
        let finding = |diagnostic: &Diagnostic| Finding::of(diagnostic, &file.documents);
        FileSummary {
            file: file.file.clone(),
            verdict: outcome_name(verdict.outcome),
            counts: verdict.counts.iter().map(|(class, counts)| (class.name(), (*counts).into())).collect(),
            findings: verdict.findings.iter().map(finding).collect(),
        }
    }
}

/// The word for an outcome.
#[must_use]
pub fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Valid => "valid",
        Outcome::Invalid => "invalid",
        Outcome::Incomplete => "incomplete",
    }
}

/// The worst outcome of some files.
#[must_use]
pub fn worst(files: &[Validated]) -> Outcome {
    let rank = |outcome: &Outcome| match outcome {
        Outcome::Valid => 0,
        Outcome::Incomplete => 1,
        Outcome::Invalid => 2,
    };
    files.iter().map(|file| file.verdict.outcome).max_by_key(rank).unwrap_or(Outcome::Valid)
}

/// The counts of all files together, in the order of the classes.
fn all_counts(files: &[Validated]) -> IndexMap<&'static str, Counts> {
    let mut all = std::collections::BTreeMap::new();
    for (class, counts) in files.iter().flat_map(|file| &file.verdict.counts) {
        let sum: &mut Counts = all.entry(*class).or_default();
        sum.errors += counts.errors;
        sum.warnings += counts.warnings;
        sum.notes += counts.notes;
    }
    all.into_iter().map(|(class, counts)| (class.name(), counts)).collect()
}
