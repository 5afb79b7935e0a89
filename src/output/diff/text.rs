//! A comparison as text for a terminal, 80 columns and up.

use std::fmt::Write as _;

use crate::diff::{Comparison, Edit, EditKind, Filing};

use super::Shown;
use super::figures::{self, width, wrap};
use super::layout::{self, Group, Row, Section, Words};

/// Columns that a label takes at least, before lines get longer than asked for.
const LEAST_LABEL: usize = 20;

/// Writes the comparison as text.
#[must_use]
pub fn text(comparison: &Comparison, shown: Shown) -> String {
    let mut out = String::new();
    filing("old", &comparison.old, &mut out);
    filing("new", &comparison.new, &mut out);
    if comparison.old.entities.iter().all(|entity| !comparison.new.entities.contains(entity)) {
        _ = writeln!(out, "\nThe filings have no entity in common, so nothing is the same in both:");
        _ = writeln!(
            out,
            "  old: {}\n  new: {}",
            comparison.old.entities.join(", "),
            comparison.new.entities.join(", ")
        );
    }
    out.push('\n');
    for part in [figures::summary(comparison), figures::left_out(comparison)] {
        for line in wrap(&part, shown.width).iter().filter(|line| !line.is_empty()) {
            _ = writeln!(out, "{line}");
        }
    }
    for section in layout::sections(comparison, shown) {
        self::section(&section, shown.width, &mut out);
    }
    out
}

fn filing(which: &str, filing: &Filing, out: &mut String) {
    _ = writeln!(out, "{which}  {}\n     {}", filing.file, figures::about(filing));
    for missing in &filing.missing {
        _ = writeln!(out, "     not found: {missing}");
    }
}

fn section(section: &Section<'_>, columns: usize, out: &mut String) {
    _ = writeln!(out, "\n{}", section.title);
    let mut heading = "";
    for group in &section.groups {
        // Groups of one statement and period, in several units, have one heading.
        out.push('\n');
        if group.heading != heading {
            heading = &group.heading;
            hanging(heading, 2, columns, out);
        }
        self::group(group, columns, out);
    }
    for words in &section.texts {
        self::words(words, columns, out);
    }
    section.lines.iter().for_each(|line| hanging(line, 2, columns, out));
    if section.rest > 0 {
        _ = writeln!(out, "  and {} more (--all shows them)", section.rest);
    }
}

/// A text in lines, the first one indented, the others more.
fn hanging(text: &str, indent: usize, columns: usize, out: &mut String) {
    for (number, line) in
        wrap(text, columns.saturating_sub(indent + 4)).iter().filter(|line| !line.is_empty()).enumerate()
    {
        _ = writeln!(out, "{:1$}{line}", "", if number == 0 { indent } else { indent + 4 });
    }
}

fn group(group: &Group<'_>, columns: usize, out: &mut String) {
    let rows: Vec<[&str; 4]> = group.rows.iter().map(cells).collect();
    let titles = [group.columns[0], group.columns[1], group.columns[2], ""];
    let has = |column: usize| rows.iter().any(|row| !row[column].is_empty());
    let widths: [usize; 4] = std::array::from_fn(|column| {
        let longest = rows.iter().map(|row| width(row[column])).max().unwrap_or(0);
        if has(column) { longest.max(width(titles[column])) } else { 0 }
    });
    let figures: usize = widths.iter().filter(|width| **width > 0).map(|width| width + 2).sum();
    let label = columns.saturating_sub(figures + 2).max(LEAST_LABEL);
    line(&group.unit, &titles, &widths, label, 4, out);
    for (row, cells) in group.rows.iter().zip(&rows) {
        let depth = row.thing.position.map_or(0, |position| usize::from(position.depth));
        let indent = 4 + 2 * depth.min(4);
        line(&label_of(row), cells, &widths, label, indent, out);
        if let Some(note) = &row.note {
            hanging(&format!("({note})"), indent + 2, columns, out);
        }
    }
}

fn cells<'a>(row: &'a Row<'_>) -> [&'a str; 4] {
    [&row.values[0], &row.values[1], &row.difference, &row.percent]
}

fn label_of(row: &Row<'_>) -> String {
    let members = layout::members(row.thing);
    let name = layout::name(row.thing);
    if members.is_empty() { name.to_owned() } else { format!("{name} [{}]", members.join(", ")) }
}

/// One row: the label, over several lines where it is long, and the figures on the last of them.
fn line(label: &str, cells: &[&str; 4], widths: &[usize; 4], columns: usize, indent: usize, out: &mut String) {
    let lines = wrap(label, (columns + 2).saturating_sub(indent).max(LEAST_LABEL / 2));
    let (last, first) = lines.split_last().map_or(("", &[][..]), |(last, first)| (last.as_str(), first));
    for part in first {
        _ = writeln!(out, "{:indent$}{part}", "");
    }
    let mut text = format!("{:indent$}{last}", "");
    let mut at = columns + 2;
    for (cell, width) in cells.iter().zip(widths).filter(|(_, width)| **width > 0) {
        at += width + 2;
        let used = self::width(&text) + self::width(cell);
        text.push_str(&" ".repeat(at.saturating_sub(used).max(1)));
        text.push_str(cell);
    }
    out.push_str(text.trim_end());
    out.push('\n');
}

fn words(words: &Words<'_>, columns: usize, out: &mut String) {
    let members = layout::members(words.thing);
    let of = if members.is_empty() { String::new() } else { format!(" [{}]", members.join(", ")) };
    _ = writeln!(out, "\n  {}{of}, {}", layout::name(words.thing), words.period);
    let text: String = words.edits.iter().map(edit).collect();
    for line in wrap(text.trim(), columns.saturating_sub(4)) {
        _ = writeln!(out, "    {line}");
    }
}

/// A run of words: `[-gone-]`, `{+come+}`, and how many are left out.
fn edit(edit: &Edit) -> String {
    let words = edit.text.trim_end();
    let space = &edit.text[words.len()..];
    match edit.kind {
        EditKind::Kept => edit.text.clone(),
        EditKind::Gone => format!("[-{words}-]{space}"),
        EditKind::Come => format!("{{+{words}+}}{space}"),
        EditKind::Skipped => format!(" … {} words … ", edit.text),
    }
}
