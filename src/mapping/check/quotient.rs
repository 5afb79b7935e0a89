//! Quotients of two amounts, such as net income by the number of shares.

use crate::model::Decimals;

use super::super::bind::BoundTable;
use super::super::extension::{Extension, ResolvedStatement};
use super::{Draft, Kind, Placer, operand};

/// Recomputes every printed quotient of a table, in each of its columns.
pub(super) fn checks(
    table: &BoundTable,
    statement: &ResolvedStatement,
    extension: &Extension,
    place: &Placer,
    drafts: &mut Vec<Draft>,
) {
    for quotient in &statement.definition.quotients {
        let row_of = |name: &str| {
            let wanted = extension.qname(name);
            table.rows.iter().position(|row| row.is_of(wanted))
        };
        let rows = (row_of(&quotient.quotient), row_of(&quotient.of), row_of(&quotient.by));
        let (Some(printed), Some(of), Some(by)) = rows else { continue };
        drafts.extend((0..table.columns.len()).filter_map(|column| check(table, column, (printed, of, by), place)));
    }
}

fn check(table: &BoundTable, column: usize, (row, of, by): (usize, usize, usize), place: &Placer) -> Option<Draft> {
    let printed = table.amount(row, column)?;
    let gives = match (table.amount(of, column), table.amount(by, column)) {
        (Some(of), Some(by)) => of.interval().divide(&by.interval()).ok_or("what it is divided by may be zero"),
        _ => Err("an amount that it would be the quotient of is blank"),
    };
    let decimals = match printed.decimals {
        Decimals::Places(places) => places,
        Decimals::Infinite => 0,
    };
    let label = |row: usize| &*table.rows[row].mapping.label;
    Some(Draft {
        kind: Kind::Quotient,
        printed: operand(table, row, column, place),
        formula: format!("{} / {}", label(of), label(by)),
        operands: vec![operand(table, of, column, place), operand(table, by, column, place)],
        stands_for: printed.interval(),
        gives,
        decimals,
    })
}
