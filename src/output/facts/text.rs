//! Facts for a terminal: a line each, or more where a label is long.

use std::fmt::Write as _;

use super::FileFacts;
use crate::facts::FactRow;
use crate::model::{Decimal, Location};
use crate::output::diff::figures::{grouped, width, wrap};

/// Columns that labels take at least, before lines get longer than asked for.
const LEAST_LABEL: usize = 18;

/// The widest that values get: a text is cut there.
const WIDEST: usize = 20;

/// The widest that units get.
const WIDEST_UNIT: usize = 12;

/// The figures of a row, in their order: period, value, unit, decimals, place.
type Cells = [String; 5];

/// Which columns go first where a line is too short for all: decimals, places, units.
const EXPENDABLE: [usize; 3] = [3, 4, 2];

/// The column of values, which are aligned at their ends.
const VALUE: usize = 1;

/// Writes facts as text that fits lines of so many columns.
#[must_use]
pub fn text(files: &[FileFacts<'_>], columns: usize) -> String {
    let mut out = String::new();
    for file in files {
        let mut widths = ["Period", "Value", "Unit", "Dec", "Place"].map(width);
        for row in file.facts.rows() {
            for (known, cell) in widths.iter_mut().zip(&cells(&row)) {
                *known = (*known).max(width(cell));
            }
        }
        for column in EXPENDABLE {
            if label_width(&widths, columns) < LEAST_LABEL {
                widths[column] = 0;
            }
        }
        if !out.is_empty() {
            out.push('\n');
        }
        _ = writeln!(out, "{}: {} facts", file.file, file.facts.rows().len());
        let label = label_width(&widths, columns).max(LEAST_LABEL);
        let titles = ["Period", "Value", "Unit", "Dec", "Place"].map(str::to_owned);
        push_line(&mut out, "Concept", &titles, &widths, label);
        for row in file.facts.rows() {
            push_row(&mut out, &row, &widths, label);
        }
    }
    out
}

fn label_width(widths: &[usize; 5], columns: usize) -> usize {
    columns.saturating_sub(widths.iter().filter(|width| **width > 0).map(|width| width + 2).sum())
}

fn cells(row: &FactRow<'_>) -> Cells {
    let value = match row.value {
        None => "nil".to_owned(),
        Some(value) if row.unit.is_some() => {
            Decimal::parse_scientific(value).map_or(value.to_owned(), |number| grouped(&number))
        }
        Some(value) => value.split_whitespace().take(WIDEST).map(local).collect::<Vec<_>>().join(" "),
    };
    let place = match &row.place {
        Location::Text { line, column, .. } => format!("{line}:{column}"),
        Location::Sheet { cell, .. } => cell.clone(),
    };
    let decimals = row.fact.decimals.map_or(String::new(), |decimals| decimals.to_string());
    let unit = row.unit.as_deref().unwrap_or_default();
    [row.period.to_string(), shortened(&value, WIDEST), shortened(unit, WIDEST_UNIT), decimals, place]
}

/// A word; of a name with its namespace, as extensible enumerations have them, the local one.
fn local(word: &str) -> &str {
    word.split_once('#').filter(|(namespace, _)| namespace.starts_with("http")).map_or(word, |(_, local)| local)
}

fn push_row(out: &mut String, row: &FactRow<'_>, widths: &[usize; 5], label: usize) {
    let name = row.label.unwrap_or(&row.concept);
    let member = |dimension: &crate::facts::DimensionRow<'_>| {
        dimension.member_label.or(dimension.member.as_deref()).unwrap_or("nil").to_owned()
    };
    let members: Vec<String> = row.dimensions.iter().map(member).collect();
    let name = if members.is_empty() { name.to_owned() } else { format!("{name} [{}]", members.join(", ")) };
    let lines = wrap(&name, label);
    let (last, first) = lines.split_last().map_or(("", &[][..]), |(last, first)| (last.as_str(), first));
    for line in first {
        _ = writeln!(out, "{line}");
    }
    push_line(out, last, &cells(row), widths, label);
}

/// A line: a label, and the cells in their columns.
fn push_line(out: &mut String, label: &str, cells: &Cells, widths: &[usize; 5], first: usize) {
    let mut line = label.to_owned();
    line.push_str(&" ".repeat(first.saturating_sub(width(label))));
    for (column, (cell, columns)) in cells.iter().zip(widths).enumerate().filter(|(_, (_, width))| **width > 0) {
        let room = " ".repeat(columns.saturating_sub(width(cell)));
        let (before, behind) = if column == VALUE { (room.as_str(), "") } else { ("", room.as_str()) };
        _ = write!(line, "  {before}{cell}{behind}");
    }
    _ = writeln!(out, "{}", line.trim_end());
}

/// The beginning of a text that is too long for its column.
fn shortened(text: &str, widest: usize) -> String {
    if width(text) <= widest {
        return text.to_owned();
    }
    let mut out = String::new();
    for letter in text.chars() {
        if width(&out) + 3 > widest {
            break;
        }
        out.push(letter);
    }
    out.push('…');
    out
}
