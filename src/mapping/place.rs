//! How a cell of the source is named in the files that are written.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Place;

use super::bind::BoundTable;

/// A cell: its table, row and column by name, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CellPlace {
    /// The table's name in the mapping.
    pub table: String,
    /// The row's label.
    pub row: String,
    /// The column's header.
    pub column: String,
    /// `file:line:column`, or `file:sheet!cell`; the end of the row for a cell that isn't there.
    pub place: String,
}

impl CellPlace {
    pub(super) fn of(table: &BoundTable, row: usize, column: usize, file: &dyn Fn(Place) -> String) -> CellPlace {
        let source_row = &table.source.rows[table.rows[row].index];
        let cell = table.cell(row, column).cell.or(source_row.values.last()).unwrap_or(&source_row.label);
        CellPlace {
            table: (*table.mapping.name).clone(),
            row: source_row.label.text.clone(),
            column: table.columns[column].mapping.header.levels().join(" > "),
            place: file(cell.place),
        }
    }
}
