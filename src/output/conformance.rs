//! What `factum conformance` shows: a line a failure, and the counts.

use std::fmt::Write as _;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::conformance::{Outcome, Ran};

/// A suite that was run, beside what was expected to fail.
#[derive(Debug)]
pub struct Tally<'a> {
    /// The variations.
    pub variations: &'a [Ran],
    /// The labels that are expected to fail, with the reasons.
    pub expected_failures: &'a [(String, String)],
}

/// What came of a suite.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "factum conformance")]
pub struct ConformanceSummary {
    /// What this document is, and its version.
    #[schemars(extend("const" = "conformance/1"))]
    factum: &'static str,
    /// Whether everything came out as expected.
    as_expected: bool,
    /// Variations that passed.
    passed: usize,
    /// Variations that failed, those expected to included.
    failed: usize,
    /// The variations, in the order of the index.
    variations: Vec<VariationSummary>,
}

/// What came of a variation.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct VariationSummary {
    /// The testcase's file, relative to the index.
    testcase: String,
    /// Its `id`.
    id: String,
    /// Its name.
    name: String,
    /// The line of the testcase's file at which it begins.
    line: u32,
    /// What the testcase states.
    expected: String,
    /// `passed`, `failed`, `fault`, or `expectedFailure`.
    outcome: &'static str,
    /// What came out instead, or why it could not be run.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<String>,
    /// Why it is expected to fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Tally<'_> {
    fn reason(&self, variation: &Ran) -> Option<&str> {
        let label = variation.label();
        let found = self.expected_failures.iter().find(|(expected, _)| *expected == label);
        found.map(|(_, reason)| reason.as_str())
    }

    /// What is not as expected: failures that are not listed, and passes that are.
    pub fn surprises(&self) -> impl Iterator<Item = &Ran> {
        self.variations
            .iter()
            .filter(|variation| (variation.outcome == Outcome::Passed) == self.reason(variation).is_some())
    }

    /// The number of variations that passed.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.variations.iter().filter(|variation| variation.outcome == Outcome::Passed).count()
    }

    /// The summary as data.
    #[must_use]
    pub fn summary(&self) -> ConformanceSummary {
        let variation = |ran: &Ran| {
            let reason = self.reason(ran).map(str::to_owned);
            let (outcome, found) = match &ran.outcome {
                Outcome::Passed => ("passed", None),
                Outcome::Failed(found) if reason.is_some() => ("expectedFailure", Some(found.clone())),
                Outcome::Failed(found) => ("failed", Some(found.clone())),
                Outcome::Fault(why) => ("fault", Some(why.clone())),
            };
            let (id, name, expected) = (ran.id.clone(), ran.name.clone(), ran.expected.clone());
            let testcase = ran.testcase.display().to_string();
            VariationSummary { testcase, id, name, line: ran.line, expected, outcome, found, reason }
        };
        ConformanceSummary {
            factum: "conformance/1",
            as_expected: self.surprises().next().is_none(),
            passed: self.passed(),
            failed: self.variations.len() - self.passed(),
            variations: self.variations.iter().map(variation).collect(),
        }
    }
}

/// The summary as text: a line for everything that is not as expected, and the counts last.
#[must_use]
pub fn text(tally: &Tally<'_>, index: &Path) -> String {
    let folder = index.parent().unwrap_or(Path::new(""));
    let mut out = String::new();
    for ran in tally.surprises() {
        let place = format!("{}:{}", folder.join(&ran.testcase).display(), ran.line);
        let found = match &ran.outcome {
            Outcome::Passed => "passed, and is listed as an expected failure".to_owned(),
            Outcome::Failed(found) => format!("expected {}, came out {found}", ran.expected),
            Outcome::Fault(why) => format!("fault of the run: {why}"),
        };
        _ = writeln!(out, "{} ({}) at {place}: {found}", ran.label(), ran.name);
    }
    let failed = tally.variations.len() - tally.passed();
    let listed = tally.variations.iter().filter(|ran| tally.reason(ran).is_some()).count();
    let note = if listed > 0 { format!(" ({listed} listed as expected failures)") } else { String::new() };
    _ = writeln!(out, "{} passed, {failed} failed{note}", tally.passed());
    out
}
