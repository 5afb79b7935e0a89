//! Columns that repeat what others say: changes and shares in percent, amounts in another currency.

use crate::model::{Decimal, Decimals, Interval};
use crate::source::Figure;

use super::super::bind::BoundTable;
use super::super::document::ColumnCheck;
use super::{Draft, Kind, Operand, Placer, Range, operand};

/// Recomputes every printed figure of the columns that have a check.
pub(super) fn checks(table: &BoundTable, place: &Placer, drafts: &mut Vec<Draft>) {
    for (column, bound) in table.columns.iter().enumerate() {
        let Some(check) = &bound.mapping.check else { continue };
        for row in 0..table.rows.len() {
            let Figure::Number { value, places, .. } = &table.cell(row, column).figure else { continue };
            let draft = match check {
                ColumnCheck::Change { of, from } => {
                    let printed = percent(table, (row, column), value, *places, place);
                    change(table, row, (of, from), printed, place)
                }
                ColumnCheck::Share { of, whole } => {
                    let printed = percent(table, (row, column), value, *places, place);
                    share(table, row, (of, whole), printed, place)
                }
                ColumnCheck::Translation { of, rate } => translation(table, (row, column), (of, rate), place),
            };
            drafts.extend(draft);
        }
    }
}

/// A printed percentage: the operand, what it stands for, and its decimals.
type Printed = (Operand, Interval, i32);

fn percent(table: &BoundTable, (row, column): (usize, usize), value: &Decimal, places: i32, place: &Placer) -> Printed {
    let stands_for = Interval::of(value, Decimals::Places(places));
    let mut printed = operand(table, row, column, place);
    printed.interval = Some(Range::from(&stands_for));
    (printed, stands_for, places)
}

/// A cell as an operand, with its printed sign: shares and changes are printed as the amounts are.
fn as_printed(table: &BoundTable, row: usize, column: usize, place: &Placer) -> Operand {
    let mut operand = operand(table, row, column, place);
    operand.interval = table.printed(row, column).map(|interval| Range::from(&interval));
    operand
}

fn in_percent(ratio: &Interval) -> Interval {
    ratio.scale(&Decimal::from(100))
}

fn change(
    table: &BoundTable,
    row: usize,
    (of, from): (&str, &str),
    (printed, stands_for, decimals): Printed,
    place: &Placer,
) -> Option<Draft> {
    let (newer, base) = (table.column_named(of)?, table.column_named(from)?);
    let gives = match (table.printed(row, newer), table.printed(row, base)) {
        (Some(newer), Some(base)) => {
            newer.growth_from(&base).map(|ratio| in_percent(&ratio)).ok_or("the base may be zero")
        }
        _ => Err("an amount that it would be the change of, or from, is blank"),
    };
    let operands = vec![as_printed(table, row, newer, place), as_printed(table, row, base, place)];
    let formula = format!("({of} - {from}) / {from}, in percent");
    Some(Draft { kind: Kind::Change, printed, formula, operands, stands_for, gives, decimals })
}

fn share(
    table: &BoundTable,
    row: usize,
    (of, whole): (&str, &str),
    (printed, stands_for, decimals): Printed,
    place: &Placer,
) -> Option<Draft> {
    let (column, whole_row) = (table.column_named(of)?, table.row_labelled(whole)?);
    let gives = if row == whole_row {
        Ok(Interval::exact(Decimal::from(100)))
    } else {
        match (table.printed(row, column), table.printed(whole_row, column)) {
            (Some(part), Some(whole)) => {
                part.divide(&whole).map(|ratio| in_percent(&ratio)).ok_or("the whole may be zero")
            }
            _ => Err("the amount that it would be a share of, or the share itself, is blank"),
        }
    };
    let operands = vec![as_printed(table, row, column, place), as_printed(table, whole_row, column, place)];
    let formula = format!("{of} / {whole}, in percent");
    Some(Draft { kind: Kind::Share, printed, formula, operands, stands_for, gives, decimals })
}

fn translation(
    table: &BoundTable,
    (row, column): (usize, usize),
    (of, rate): (&str, &str),
    place: &Placer,
) -> Option<Draft> {
    let base = table.column_named(of)?;
    let printed = table.amount(row, column)?;
    let rate_value = Interval::exact(Decimal::parse(rate)?);
    let gives = table.printed(row, base).ok_or("the amount that it would be the translation of is blank");
    let gives = gives.and_then(|amount| amount.divide(&rate_value).ok_or("the rate is zero"));
    let decimals = match printed.decimals {
        Decimals::Places(places) => places,
        Decimals::Infinite => 0,
    };
    Some(Draft {
        kind: Kind::Translation,
        printed: as_printed(table, row, column, place),
        formula: format!("{of} / {rate}"),
        operands: vec![as_printed(table, row, base, place)],
        stands_for: table.printed(row, column)?,
        gives,
        decimals,
    })
}
