//! Statements for a terminal.

use std::fmt::Write as _;

use super::sheet::{Sheet, SheetRow};
use super::{Role, Shelf, Shown};
use crate::output::diff::figures::{width, wrap};
use crate::statement::RowKind;

/// Columns that labels take at least; further columns of figures go into a table of their own below.
const LEAST_LABEL: usize = 28;

/// The widest that a column of figures or texts gets.
const WIDEST: usize = 32;

/// The narrowest that a column's heading is wrapped to.
const NARROWEST: usize = 13;

/// Writes statements as text.
#[must_use]
pub fn text(shelf: Shelf<'_>, shown: Shown<'_>) -> String {
    let mut out = String::new();
    for (number, statement) in shelf.statements.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        push_sheet(&mut out, &Sheet::of(statement, shown.language), shown.width);
    }
    out
}

/// The presentation networks of a filing, to choose from.
#[must_use]
pub fn roles(roles: &[Role], shown: Shown<'_>) -> String {
    let mut out = String::new();
    let facts = roles.iter().map(|role| role.facts.to_string().len()).max().unwrap_or(0);
    for role in roles {
        _ = writeln!(out, "{:>facts$}  {}", role.facts, role.title);
        _ = writeln!(out, "{:facts$}  --role {}", "", role.name);
    }
    for line in wrap("Facts, title and name of each; --all shows all of them as tables.", shown.width) {
        _ = writeln!(out, "{line}");
    }
    out
}

fn push_sheet(out: &mut String, sheet: &Sheet<'_>, columns: usize) {
    for line in wrap(sheet.title, columns) {
        _ = writeln!(out, "{line}");
    }
    let widths: Vec<usize> = (0..sheet.heads.len()).map(|column| width_of(sheet, column)).collect();
    let mut start = 0;
    while start < widths.len() {
        let mut end = start + 1;
        let room = columns.saturating_sub(LEAST_LABEL);
        while end < widths.len() && widths[start..=end].iter().map(|width| width + 2).sum::<usize>() <= room {
            end += 1;
        }
        push_table(out, sheet, start..end, &widths, columns);
        start = end;
        if start < widths.len() {
            out.push('\n');
        }
    }
}

/// The columns that a column takes: as many as its figures, and its heading wrapped.
fn width_of(sheet: &Sheet<'_>, column: usize) -> usize {
    let cells = sheet.rows.iter().map(|row| width(&padded(&row.cells[column]))).max().unwrap_or(0);
    let heads = sheet.heads[column].iter().flat_map(|head| wrap(head, NARROWEST));
    let heads = heads.map(|line| width(&line)).max().unwrap_or(0);
    cells.min(WIDEST).max(heads)
}

/// A figure with room for the parenthesis that a negative one ends with.
fn padded(cell: &str) -> String {
    if cell.ends_with(')') || cell.is_empty() { cell.to_owned() } else { format!("{cell} ") }
}

fn push_table(out: &mut String, sheet: &Sheet<'_>, range: std::ops::Range<usize>, widths: &[usize], columns: usize) {
    let figures: usize = widths[range.clone()].iter().map(|width| width + 2).sum();
    let label = columns.saturating_sub(figures).max(LEAST_LABEL);
    let heads: Vec<Vec<String>> = range
        .clone()
        .map(|column| sheet.heads[column].iter().flat_map(|head| wrap(head, widths[column])).collect())
        .collect();
    let height = heads.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let hint = wrap(&sheet.hint, label.saturating_sub(1));
    let height = height.max(hint.len());
    for line in 0..height {
        let first = hint.len() + line;
        let hint = if first >= height { hint[first - height].as_str() } else { "" };
        let cells: Vec<&str> = heads
            .iter()
            .map(|lines| if lines.len() + line >= height { lines[lines.len() + line - height].as_str() } else { "" })
            .collect();
        push_line(out, hint, &cells, &widths[range.clone()], label);
    }
    // What has nothing to show in these columns is shown with the others.
    let is_shown = |row: &&SheetRow<'_>| {
        !matches!(row.row.kind, RowKind::Line | RowKind::Total)
            || row.cells[range.clone()].iter().any(|cell| !cell.is_empty())
    };
    for row in sheet.rows.iter().filter(is_shown) {
        push_row(out, row, range.clone(), widths, label);
    }
}

fn push_row(out: &mut String, row: &SheetRow<'_>, range: std::ops::Range<usize>, widths: &[usize], label: usize) {
    if let RowKind::Block(_) = row.row.kind {
        out.push('\n');
    }
    let shown = &widths[range.clone()];
    let cells: Vec<String> = range.map(|column| shortened(&padded(&row.cells[column]), widths[column])).collect();
    if row.row.kind == RowKind::Total {
        let rules: Vec<String> = cells
            .iter()
            .zip(shown)
            .map(|(cell, width)| if cell.is_empty() { String::new() } else { "─".repeat(*width) })
            .collect();
        push_line(out, "", &rules.iter().map(String::as_str).collect::<Vec<_>>(), shown, label);
    }
    let indent = 2 * usize::from(row.row.depth.min(8));
    let lines = wrap(&row.label, label.saturating_sub(indent + 1).max(LEAST_LABEL / 2));
    let (last, first) = lines.split_last().map_or(("", &[][..]), |(last, first)| (last.as_str(), first));
    for part in first {
        _ = writeln!(out, "{:indent$}{part}", "");
    }
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    push_line(out, &format!("{:indent$}{last}", ""), &cells, shown, label);
}

/// A label, and cells that end where their columns do.
fn push_line(out: &mut String, label: &str, cells: &[&str], widths: &[usize], first: usize) {
    let mut line = label.to_owned();
    let mut used = width(label);
    let mut end = first;
    for (cell, columns) in cells.iter().zip(widths) {
        end += columns + 2;
        let room = end.saturating_sub(used + width(cell));
        if !cell.is_empty() {
            line.push_str(&" ".repeat(room));
            line.push_str(cell);
            used = end.max(used + width(cell));
        }
    }
    _ = writeln!(out, "{}", line.trim_end());
}

/// The beginning of a text that is too wide for its column.
fn shortened(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    for letter in text.chars() {
        if width(&out) + width(letter.encode_utf8(&mut [0; 4])) + 1 > columns {
            break;
        }
        out.push(letter);
    }
    out.push('…');
    out
}
