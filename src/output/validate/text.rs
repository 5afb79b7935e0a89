//! Findings as text: grouped by code, the first few of each, and the verdict as the last line.

use std::fmt::Write as _;

use indexmap::IndexMap;

use super::{Rendering, Totals, Validated};
use crate::model::{Diagnostic, Severity};
use crate::output::diagnostic;
use crate::output::style::{Styles, styled};
use crate::validate::{Counts, Outcome};

/// How much is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The most findings of one code; none for all.
    pub of_code: Option<usize>,
    /// The most findings in all; none for all.
    pub in_all: Option<usize>,
    /// Whether several files are shown, each with a verdict of its own.
    pub several: bool,
}

/// The text form of a result.
pub struct Text {
    out: String,
    shown: Shown,
    /// How many more findings are shown.
    left: usize,
    styles: Styles,
    totals: Totals,
}

impl Text {
    /// A result of which so much is shown, in such colours.
    #[must_use]
    pub fn new(shown: Shown, styles: Styles) -> Text {
        let left = shown.in_all.unwrap_or(usize::MAX);
        Text { out: String::new(), shown, left, styles, totals: Totals::default() }
    }

    fn push_group(&mut self, findings: &[&Diagnostic], file: Validated<'_>) {
        let rule = findings[0].rule;
        let severity = self.styles.severity(rule.severity);
        let count = number(findings.len(), rule.severity.name());
        let code = styled(severity, rule.code);
        _ = writeln!(self.out, "{code}: {} ({count})", rule.title);
        let of_code = if rule.severity == Severity::Note { self.shown.of_code.map(|_| 0) } else { self.shown.of_code };
        let most = of_code.unwrap_or(usize::MAX).min(self.left).min(findings.len());
        for finding in &findings[..most] {
            for line in diagnostic::under_its_code(finding, file.documents, &self.styles).lines() {
                _ = writeln!(self.out, "  {line}");
            }
        }
        self.left -= most;
        match findings.len() - most {
            0 => {}
            _ if most == 0 => self.out.push_str("  (--all shows them)\n"),
            rest => _ = writeln!(self.out, "  … and {rest} more (--all shows them)"),
        }
        self.out.push('\n');
    }

    fn verdict(&self, outcome: Outcome) -> String {
        let severity = match outcome {
            Outcome::Valid => self.styles.strong,
            Outcome::Incomplete => self.styles.severity(Severity::Warning),
            Outcome::Invalid => self.styles.severity(Severity::Error),
        };
        styled(severity, outcome.name())
    }
}

impl Rendering for Text {
    fn add(&mut self, file: Validated<'_>) {
        let verdict = file.verdict;
        let mut by_code: IndexMap<&str, Vec<&Diagnostic>> = IndexMap::new();
        for finding in &verdict.findings {
            by_code.entry(finding.rule.code).or_default().push(finding);
        }
        // Errors before warnings before notes; within them in the order of the first place.
        by_code.sort_by_key(|_, findings| findings[0].rule.severity);
        for findings in by_code.values() {
            self.push_group(findings, file);
        }
        if self.shown.several {
            let mut sum = Counts::default();
            verdict.counts.values().for_each(|counts| sum += *counts);
            let words: Vec<String> = std::iter::once(self.verdict(verdict.outcome)).chain(words_of(&sum)).collect();
            _ = writeln!(self.out, "{}: {}\n", file.file, words.join(", "));
        }
        self.totals.add(verdict);
    }

    fn add_unread(&mut self, _: &str, _: &str) {
        self.totals.unread += 1;
    }

    fn finish(self: Box<Self>) -> String {
        let counts = self.totals.counts.iter();
        let mut parts: Vec<String> =
            counts.map(|(class, counts)| format!("{} {}", class.name(), words_of(counts).join(", "))).collect();
        if self.totals.unread > 0 {
            parts.push(format!("{} not read", number(self.totals.unread, "file")));
        }
        let verdict = self.verdict(self.totals.outcome());
        let mut out = self.out;
        _ = match parts.is_empty() {
            true => writeln!(out, "{verdict}"),
            false => writeln!(out, "{verdict}: {}", parts.join("; ")),
        };
        out
    }
}

/// `2 warnings`, `1 note`.
fn words_of(counts: &Counts) -> Vec<String> {
    let all = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")];
    all.iter().filter(|(count, _)| *count > 0).map(|(count, word)| number(*count, word)).collect()
}

fn number(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
