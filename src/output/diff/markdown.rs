//! A comparison as Markdown: a table for each group of rows.

use std::fmt::Write as _;

use crate::diff::{Comparison, Edit, EditKind};

use super::Shown;
use super::layout::{self, Group, Row};

/// Writes the comparison as Markdown.
#[must_use]
pub fn markdown(comparison: &Comparison, shown: Shown) -> String {
    let mut out = String::from("# Comparison\n\n");
    for (which, filing) in [("Old", &comparison.old), ("New", &comparison.new)] {
        let about = escaped(&super::figures::about(filing));
        _ = writeln!(out, "- {which}: {} ({about})", escaped(&filing.file));
        for missing in &filing.missing {
            _ = writeln!(out, "  - not found: {}", escaped(missing));
        }
    }
    out.push_str("\n| class | count |\n| --- | ---: |\n");
    for (class, count) in comparison.counts.iter().filter(|(_, count)| **count > 0) {
        _ = writeln!(out, "| {} | {count} |", class.name());
    }
    for section in layout::sections(comparison, shown) {
        _ = writeln!(out, "\n## {}", escaped(&section.title));
        for group in &section.groups {
            self::group(group, &mut out);
        }
        for words in &section.texts {
            let text: String = words.edits.iter().map(edit).collect();
            _ = writeln!(out, "\n**{}**, {}\n\n> {}", escaped(layout::name(words.thing)), words.period, text.trim());
        }
        if !section.lines.is_empty() {
            out.push('\n');
        }
        for line in &section.lines {
            _ = writeln!(out, "- {}", escaped(line));
        }
        if section.rest > 0 {
            _ = writeln!(out, "\nand {} more", section.rest);
        }
    }
    out
}

fn group(group: &Group<'_>, out: &mut String) {
    if !group.heading.is_empty() {
        _ = writeln!(out, "\n### {}", escaped(&group.heading));
    }
    _ = writeln!(out, "\n| {} | {} |  |", escaped(&group.unit), group.columns.join(" | "));
    out.push_str("| --- | ---: | ---: | ---: | ---: |\n");
    for row in &group.rows {
        let cells = [&row.values[0], &row.values[1], &row.difference, &row.percent].map(|cell| escaped(cell));
        _ = writeln!(out, "| {} | {} |", label(row), cells.join(" | "));
    }
}

fn label(row: &Row<'_>) -> String {
    let depth = row.thing.position.map_or(0, |position| usize::from(position.depth));
    let mut label = "&emsp;".repeat(depth.min(4));
    label.push_str(&escaped(layout::name(row.thing)));
    let members = layout::members(row.thing);
    if !members.is_empty() {
        _ = write!(label, " \\[{}\\]", escaped(&members.join(", ")));
    }
    if let Some(note) = &row.note {
        _ = write!(label, " _({})_", escaped(note));
    }
    label
}

fn edit(edit: &Edit) -> String {
    let words = edit.text.trim_end();
    let space = &edit.text[words.len()..];
    match edit.kind {
        EditKind::Kept => escaped(&edit.text),
        EditKind::Gone => format!("~~{}~~{space}", escaped(words)),
        EditKind::Come => format!("**{}**{space}", escaped(words)),
        EditKind::Skipped => format!(" … _{} words_ … ", edit.text),
    }
}

/// The text with the characters that Markdown or HTML would take for their own put out of use.
pub(in crate::output) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' => {
                out.push('\\');
                out.push(character);
            }
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            _ => out.push(character),
        }
    }
    out
}
