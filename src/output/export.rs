//! The summary of an export, for people.

use std::fmt::Write as _;

use crate::mapping::{Check, Export, Verdict};

/// What was read, made, checked and found.
#[must_use]
pub fn text(export: &Export, folder: &str) -> String {
    let mut out = String::new();
    let tables = export.coverage.tables.iter().filter(|table| table.table.is_some()).count();
    let counts = export.checks.counts.values();
    let (agree, wrong) = counts
        .fold((0, 0), |(agree, wrong), count| (agree + count.agree, wrong + count.contradict + count.incomputable));
    let cells = export.coverage.total;
    _ = writeln!(out, "tables    {tables} of {} bound", export.coverage.tables.len());
    _ = writeln!(out, "facts     {}", export.report.facts.len());
    _ = writeln!(out, "checks    {agree} agree, {wrong} do not");
    for (kind, count) in &export.checks.counts {
        let name = serde_json::to_string(kind).unwrap_or_default();
        let all = count.agree + count.contradict + count.incomputable;
        _ = writeln!(out, "  {:<12} {:>5} of {all} agree", name.trim_matches('"'), count.agree);
    }
    _ = writeln!(
        out,
        "coverage  {} value cells: {} facts, {} checks, {} left out, {} unbound",
        cells.cells, cells.facts, cells.checks, cells.left_out, cells.unbound
    );
    if !export.coverage.sentences.is_empty() {
        _ = writeln!(out, "          {} numbers in sentences are not bound", export.coverage.sentences.len());
    }
    _ = writeln!(out, "findings  {} in the source", export.checks.findings.len());
    for check in &export.checks.findings {
        out.push_str(&finding(check));
    }
    _ = writeln!(out, "written   {} files into {folder}", export.files.len());
    out
}

fn finding(check: &Check) -> String {
    let cell = &check.printed.cell;
    let verdict = match check.verdict {
        Verdict::Contradicts => "contradicts",
        Verdict::Incomputable => "follows from nothing",
        Verdict::Agrees => "agrees",
    };
    let mut out = format!("  {}: {} | {} {verdict}\n", cell.place, cell.row, cell.column);
    if let Some(explanation) = &check.explanation {
        _ = writeln!(out, "    {explanation}");
    }
    for operand in &check.operands {
        let text = if operand.text.is_empty() { "blank" } else { &operand.text };
        _ = writeln!(out, "    from {}: {} | {} = {text}", operand.cell.place, operand.cell.row, operand.cell.column);
    }
    out
}
