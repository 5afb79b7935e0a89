//! Statements as a page.

use serde::Serialize;

use super::sheet::{Sheet, SheetRow};
use super::{DEEPEST, Shelf, Shown};
use crate::model::Documents;
use crate::output::html::{PageError, render};
use crate::statement::RowKind;

#[derive(Serialize)]
struct Page<'a> {
    language: &'a str,
    title: String,
    file: &'a str,
    statements: Vec<Table>,
}

#[derive(Serialize)]
struct Table {
    id: String,
    title: String,
    hint: String,
    heads: Vec<Vec<HeadLine>>,
    rows: Vec<TableRow>,
}

#[derive(Serialize)]
struct HeadLine {
    text: String,
    /// Whether it may be broken, which dates are not.
    words: bool,
}

#[derive(Serialize)]
struct TableRow {
    kind: &'static str,
    depth: u16,
    label: String,
    concept: String,
    cells: Vec<TableCell>,
}

#[derive(Serialize)]
struct TableCell {
    text: String,
    /// Where the fact stands; empty where there is none.
    place: String,
    negative: bool,
    words: bool,
}

/// Writes statements as a page that is whole in itself.
///
/// # Errors
/// When the page can't be made.
pub fn html(shelf: Shelf<'_>, shown: Shown<'_>, documents: &Documents) -> Result<String, PageError> {
    let statements = shelf.statements.iter().zip(1..).map(|(statement, number)| {
        let sheet = Sheet::of(statement, shown.language);
        Table {
            id: format!("s{number}"),
            title: sheet.title.to_owned(),
            hint: sheet.hint.clone(),
            rows: sheet.rows.iter().map(|row| table_row(row, documents)).collect(),
            heads: sheet.heads.into_iter().map(|head| head.into_iter().map(head_line).collect()).collect(),
        }
    });
    let statements: Vec<Table> = statements.collect();
    let title = match statements.as_slice() {
        [only] => only.title.clone(),
        _ => shelf.file.rsplit('/').next().unwrap_or(shelf.file).to_owned(),
    };
    render("statement.html", &Page { language: shown.language, title, file: shelf.file, statements })
}

fn head_line(text: String) -> HeadLine {
    HeadLine { words: !text.starts_with(|first: char| first.is_ascii_digit()), text }
}

fn table_row(row: &SheetRow<'_>, documents: &Documents) -> TableRow {
    let kind = match row.row.kind {
        RowKind::Heading => "heading",
        RowKind::Block(_) => "group",
        RowKind::Line => "line",
        RowKind::Total => "total",
    };
    let cells = row.cells.iter().zip(&row.row.cells).map(|(text, cell)| TableCell {
        text: text.clone(),
        place: cell.as_ref().map_or(String::new(), |cell| documents.locate(cell.place).to_string()),
        negative: text.starts_with('('),
        words: cell.as_ref().is_some_and(|cell| cell.unit.is_none()),
    });
    TableRow {
        kind,
        depth: row.row.depth.min(DEEPEST),
        label: row.label.clone(),
        concept: row.row.concept.map_or(String::new(), |concept| concept.to_string()),
        cells: cells.collect(),
    }
}
