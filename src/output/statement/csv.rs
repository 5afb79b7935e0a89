//! Statements as CSV: one table below another, figures as they are reported but for turned signs.

use std::io::{self, Write};

use super::Shelf;
use crate::model::Period;
use crate::output::diff::harmless;
use crate::statement::{Cell, CellValue, Column, RowKind, Statement};

/// Writes statements as CSV.
///
/// Each begins with a line of its title and its columns; a row has its label, its concept, its depth and its figures.
///
/// # Errors
/// When the writer fails.
pub fn csv(shelf: Shelf<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    for statement in shelf.statements {
        write_statement(statement, &mut writer)?;
    }
    writer.flush()
}

fn write_statement(statement: &Statement, writer: &mut csv::Writer<impl Write>) -> io::Result<()> {
    let title = std::iter::once(statement.title.as_str()).chain(statement.members.iter().map(String::as_str));
    let title = title.collect::<Vec<_>>().join(", ");
    let columns = statement.columns.iter().map(head);
    let head = [harmless(&title), "concept".to_owned(), "depth".to_owned()];
    writer.write_record(head.into_iter().chain(columns))?;
    for row in &statement.rows {
        let label = match row.kind {
            RowKind::Block(period) => period.to_string(),
            _ => harmless(&row.label),
        };
        let concept = row.concept.map_or(String::new(), |concept| concept.to_string());
        let cells = row.cells.iter().map(|cell| cell.as_ref().map_or(String::new(), value));
        writer.write_record([label, concept, row.depth.to_string()].into_iter().chain(cells))?;
    }
    Ok(())
}

fn head(column: &Column) -> String {
    let period = column.period.as_ref().map(Period::to_string);
    let parts: Vec<String> =
        period.into_iter().chain(column.currency.clone()).chain(column.members.iter().cloned()).collect();
    harmless(&parts.join(", "))
}

fn value(cell: &Cell) -> String {
    match &cell.value {
        CellValue::Amount(number) | CellValue::Percentage(number) | CellValue::Number(number) => number.to_string(),
        CellValue::Text(text) => harmless(text),
        CellValue::Nil => String::new(),
    }
}
