//! Statements as Markdown.

use std::fmt::Write as _;

use super::sheet::{Sheet, SheetRow};
use super::{DEEPEST, Shelf, Shown};
use crate::statement::RowKind;

/// Writes statements as Markdown tables.
#[must_use]
pub fn markdown(shelf: Shelf<'_>, shown: Shown<'_>) -> String {
    let mut out = String::new();
    for statement in shelf.statements {
        let sheet = Sheet::of(statement, shown.language);
        if !out.is_empty() {
            out.push('\n');
        }
        _ = writeln!(out, "## {}\n", escaped(sheet.title));
        let heads: Vec<String> = sheet.heads.iter().map(|lines| escaped(&lines.join(" "))).collect();
        _ = writeln!(out, "| {} | {} |", escaped(&sheet.hint), heads.join(" | "));
        _ = writeln!(out, "| --- |{}", " ---: |".repeat(heads.len()));
        for row in &sheet.rows {
            push_row(&mut out, row);
        }
    }
    out
}

fn push_row(out: &mut String, row: &SheetRow<'_>) {
    let strong = |text: &str| match row.row.kind {
        RowKind::Line => escaped(text),
        _ if text.is_empty() => String::new(),
        RowKind::Total | RowKind::Heading | RowKind::Block(_) => format!("**{}**", escaped(text)),
    };
    let indent = "&emsp;".repeat(usize::from(row.row.depth.min(DEEPEST)));
    let cells: Vec<String> = row.cells.iter().map(|cell| strong(cell)).collect();
    _ = writeln!(out, "| {indent}{} | {} |", strong(&row.label), cells.join(" | "));
}

/// A text without what Markdown would take for a mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '|' | '*' | '_' | '`' | '[' | ']' | '<' | '\\' => out.extend(['\\', letter]),
            '\n' | '\r' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}
