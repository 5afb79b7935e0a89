//! What the findings come to.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use crate::model::{Class, Diagnostic, Severity};
use crate::taxonomy::rules::FILE_MISSING;

/// What a filing is found to be, from good to bad.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Outcome {
    /// Nothing is wrong that makes it invalid.
    Valid,
    /// Nothing that could be checked is wrong, but something that is needed was not found.
    Incomplete,
    /// Something is wrong.
    Invalid,
}

impl Outcome {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Valid => "valid",
            Outcome::Incomplete => "incomplete",
            Outcome::Invalid => "invalid",
        }
    }
}

/// How many findings there are of a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }
}

/// The findings, and what they come to.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What the filing is found to be.
    pub outcome: Outcome,
    /// All findings, in the order of the documents.
    pub findings: Vec<Diagnostic>,
    /// How many there are of each class that has any.
    pub counts: BTreeMap<Class, Counts>,
}

impl Verdict {
    /// The verdict of findings. In the strict classes a warning is as grave as an error.
    #[must_use]
    pub fn new(findings: Vec<Diagnostic>, strict: &[Class]) -> Verdict {
        let mut counts: BTreeMap<Class, Counts> = BTreeMap::new();
        for finding in &findings {
            let of_class = counts.entry(finding.rule.class).or_default();
            match finding.rule.severity {
                Severity::Error => of_class.errors += 1,
                Severity::Warning => of_class.warnings += 1,
                Severity::Note => of_class.notes += 1,
            }
        }
        let missing = |finding: &Diagnostic| std::ptr::eq(finding.rule, &raw const FILE_MISSING);
        let grave = |finding: &Diagnostic| match finding.rule.severity {
            Severity::Error => !missing(finding),
            Severity::Warning => strict.contains(&finding.rule.class),
            Severity::Note => false,
        };
        let outcome = if findings.iter().any(grave) {
            Outcome::Invalid
        } else if findings.iter().any(missing) {
            Outcome::Incomplete
        } else {
            Outcome::Valid
        };
        Verdict { outcome, findings, counts }
    }
}
