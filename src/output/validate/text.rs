//! Findings as text: grouped by code, the first few of each, and the verdict as the last line.

use std::fmt::Write as _;

use indexmap::IndexMap;

use super::{Validated, all_counts, outcome_name, worst};
use crate::model::{Diagnostic, Severity};
use crate::output::diagnostic;
use crate::validate::Counts;

/// How much is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The most findings of one code; none for all.
    pub of_code: Option<usize>,
    /// The most findings in all; none for all.
    pub in_all: Option<usize>,
}

/// The findings in some files, as text; every line ends with a line end.
#[must_use]
pub fn text(files: &[Validated], shown: Shown) -> String {
    let mut out = String::new();
    let mut left = shown.in_all.unwrap_or(usize::MAX);
    for file in files {
        push_file(&mut out, file, shown, &mut left);
        if files.len() > 1 {
            let words = verdict_words(outcome_name(file.verdict.outcome), file.verdict.counts.values().copied());
            _ = writeln!(out, "{}: {words}\n", file.file);
        }
    }
    let counts: Vec<String> = all_counts(files).iter().map(|(class, counts)| counts_shown(class, counts)).collect();
    let verdict = outcome_name(worst(files));
    _ = match counts.is_empty() {
        true => writeln!(out, "{verdict}"),
        false => writeln!(out, "{verdict}: {}", counts.join("; ")),
    };
    out
}

fn push_file(out: &mut String, file: &Validated, shown: Shown, left: &mut usize) {
    let mut by_code: IndexMap<&str, Vec<&Diagnostic>> = IndexMap::new();
    for finding in &file.verdict.findings {
        by_code.entry(finding.rule.code).or_default().push(finding);
    }
    // Errors before warnings before notes; within them in the order of the first place.
    by_code.sort_by_key(|_, findings| findings[0].rule.severity);
    for findings in by_code.values() {
        let rule = findings[0].rule;
        _ = writeln!(out, "{}: {} ({})", rule.code, rule.title, number(findings.len(), rule.severity.name()));
        let most = if rule.severity == Severity::Note { shown.of_code.map(|_| 0) } else { shown.of_code };
        let most = most.unwrap_or(usize::MAX).min(*left);
        for finding in findings.iter().take(most) {
            for line in diagnostic::text(finding, &file.documents).lines() {
                _ = writeln!(out, "  {line}");
            }
        }
        *left -= most.min(findings.len());
        match findings.len().saturating_sub(most) {
            0 => {}
            rest if rest == findings.len() => _ = writeln!(out, "  (--all shows them)"),
            rest => _ = writeln!(out, "  … and {rest} more (--all shows them)"),
        }
        out.push('\n');
    }
}

fn verdict_words(verdict: &str, counts: impl Iterator<Item = Counts>) -> String {
    let sum = counts.fold(Counts::default(), |sum, counts| Counts {
        errors: sum.errors + counts.errors,
        warnings: sum.warnings + counts.warnings,
        notes: sum.notes + counts.notes,
    });
    let words = words_of(&sum);
    if words.is_empty() { verdict.to_owned() } else { format!("{verdict}, {}", words.join(", ")) }
}

/// `calculations 2 warnings`.
fn counts_shown(class: &str, counts: &Counts) -> String {
    format!("{class} {}", words_of(counts).join(", "))
}

fn words_of(counts: &Counts) -> Vec<String> {
    let all = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")];
    all.iter().filter(|(count, _)| *count > 0).map(|(count, word)| number(*count, word)).collect()
}

fn number(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
