//! What `factum validate` shows: text, JSON, SARIF. Files are rendered one by one, so that none has to be kept.

mod json;
mod sarif;
mod text;

use std::collections::BTreeMap;

use crate::model::{Class, Documents};
use crate::validate::{Counts, Outcome, Verdict};

pub use json::{Json, ValidationSummary};
pub use sarif::Sarif;
pub use text::{Shown, Text};

/// A file that was validated, and what was found.
#[derive(Clone, Copy, Debug)]
pub struct Validated<'a> {
    /// The file as the user named it.
    pub file: &'a str,
    /// Its documents.
    pub documents: &'a Documents,
    /// What was found.
    pub verdict: &'a Verdict,
}

/// A form of the result, to which files are added as they are done.
pub trait Rendering {
    /// Adds a file that was validated.
    fn add(&mut self, file: Validated<'_>);

    /// Adds a file that can't be read, and why.
    fn add_unread(&mut self, file: &str, reason: &str);

    /// The result, all lines ended.
    fn finish(self: Box<Self>) -> String;
}

/// What the files that were added come to.
#[derive(Default)]
struct Totals {
    counts: BTreeMap<Class, Counts>,
    worst: Option<Outcome>,
    unread: usize,
}

impl Totals {
    fn add(&mut self, verdict: &Verdict) {
        for (class, counts) in &verdict.counts {
            *self.counts.entry(*class).or_default() += *counts;
        }
        self.worst = self.worst.max(Some(verdict.outcome));
    }

    fn outcome(&self) -> Outcome {
        self.worst.unwrap_or(Outcome::Valid)
    }
}
