//! One cell that is bound twice, and different cells that are bound to one fact.

use std::collections::{HashMap, HashSet};

use crate::mapping::names::BROKEN_PERIOD;
use crate::mapping::rules;
use crate::model::{Diagnostic, DocumentId, Place};

use super::{BoundColumn, BoundRow, BoundTable, FactKey};

/// Reports what a table binds twice.
pub(super) fn check(table: &BoundTable, document: DocumentId, problems: &mut Vec<Diagnostic>) {
    let columns = table.source.columns();
    let rows = table
        .rows
        .iter()
        .map(|row| (row.index, row.mapping.label.place(document), table.source.rows[row.index].label.place));
    report_cells("row", rows, problems);
    let bound = table.columns.iter();
    let bound = bound.map(|column| (column.index, column.mapping.header.place(document), columns[column.index].place));
    report_cells("column", bound, problems);
    report_columns(table, document, problems);
    report_facts(table, document, problems);
}

/// Cells of the source that two tables of the mapping bind: the first of each two tables is told. Tables of one
/// name are another mistake.
pub(super) fn check_tables(tables: &[BoundTable], document: DocumentId, problems: &mut Vec<Diagnostic>) {
    for (number, table) in tables.iter().enumerate() {
        for first in tables[..number]
            .iter()
            .filter(|first| first.index == table.index && *first.mapping.name != *table.mapping.name)
        {
            let has_column = |index: usize| first.columns.iter().any(|column| column.index == index);
            let Some(column) = table.columns.iter().find(|column| has_column(column.index)) else { continue };
            let both = |row: &&BoundRow| first.rows.iter().find(|one| one.index == row.index);
            let Some((row, one)) = table.rows.iter().find_map(|row| Some((row, both(&row)?))) else { continue };
            let message = format!(
                "the tables `{}` and `{}` of the mapping bind one cell of the source",
                first.mapping.name, table.mapping.name
            );
            let source = &table.source.rows[row.index];
            let cell = source.values.get(column.index).map_or(source.label.place, |cell| cell.place);
            problems.push(
                Diagnostic::new(&rules::CELL_BOUND_TWICE, row.mapping.label.place(document), message)
                    .related(one.mapping.label.place(document), "bound here already")
                    .related(cell, "the cell"),
            );
        }
    }
}

/// Two rows, or two columns, of the mapping that are the same one of the source.
fn report_cells(what: &str, bound: impl Iterator<Item = (usize, Place, Place)>, problems: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<usize, Place> = HashMap::new();
    for (index, place, printed) in bound {
        if let Some(first) = seen.get(&index) {
            let message = format!("two {what}s of the mapping bind one {what} of the source");
            let problem = Diagnostic::new(&rules::CELL_BOUND_TWICE, place, message);
            problems.push(problem.related(*first, "bound here already").related(printed, format!("the {what}")));
        } else {
            seen.insert(index, place);
        }
    }
}

/// Two columns of facts for one period in one unit and scale: their cells are of the same facts.
fn report_columns(table: &BoundTable, document: DocumentId, problems: &mut Vec<Diagnostic>) {
    let printed = table.source.columns();
    for (number, column) in table.columns.iter().enumerate() {
        let Some(first) = table.columns[..number].iter().find(|first| are_one(first, column)) else { continue };
        let message = format!(
            "the columns `{}` and `{}` are of one period, unit and scale",
            first.mapping.header.levels().join(" > "),
            column.mapping.header.levels().join(" > ")
        );
        problems.push(
            Diagnostic::new(&rules::FACT_BOUND_TWICE, column.mapping.header.place(document), message)
                .related(first.mapping.header.place(document), "bound here already")
                .related(printed[first.index].place, "the one column")
                .related(printed[column.index].place, "the other column"),
        );
    }
}

fn are_one(one: &BoundColumn, other: &BoundColumn) -> bool {
    let known = |column: &BoundColumn| column.period.filter(|period| *period != BROKEN_PERIOD);
    let scale = |column: &BoundColumn| column.mapping.scale.as_deref().copied();
    one.index != other.index
        && known(one).is_some()
        && (one.period, &one.unit, scale(one)) == (other.period, &other.unit, scale(other))
}

/// Different cells of one column that are bound to one fact; a row is reported once.
fn report_facts(table: &BoundTable, document: DocumentId, problems: &mut Vec<Diagnostic>) {
    let mut reported: HashSet<usize> = HashSet::new();
    for column in 0..table.columns.len() {
        let mut seen: HashMap<&FactKey, usize> = HashMap::new();
        for row in 0..table.rows.len() {
            let Some(fact) = &table.cell(row, column).fact else { continue };
            let first = *seen.entry(&fact.key).or_insert(row);
            // A row bound twice is another mistake, reported as such.
            if first == row || reported.contains(&row) || table.rows[first].index == table.rows[row].index {
                continue;
            }
            reported.insert(row);
            let (one, other) = (table.rows[first].mapping, table.rows[row].mapping);
            let message = format!("the rows `{}` and `{}` are one fact", *one.label, *other.label);
            let mut problem = Diagnostic::new(&rules::FACT_BOUND_TWICE, other.concept.place(document), message)
                .related(one.concept.place(document), "bound here already");
            for cell in [table.cell(first, column).cell, table.cell(row, column).cell].into_iter().flatten() {
                problem = problem.related(cell.place, format!("`{}`", cell.text));
            }
            problems.push(problem);
        }
    }
}
