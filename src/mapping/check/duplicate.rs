//! Amounts that are printed more than once, each against the most exact one.

use indexmap::IndexMap;

use crate::model::{Decimals, Place};

use super::super::bind::{Amount, Binding, FactKey};
use super::super::place::CellPlace;
use super::{Draft, Kind, operand};

/// Compares every repeated amount with the most exact of its like; of equally exact ones with the first.
pub(super) fn checks(binding: &Binding, file: &dyn Fn(Place) -> String, drafts: &mut Vec<Draft>) {
    let mut groups: IndexMap<&FactKey, Vec<(usize, usize, usize)>> = IndexMap::new();
    for (number, table) in binding.tables.iter().enumerate() {
        for row in 0..table.rows.len() {
            for column in 0..table.columns.len() {
                let fact = table.cell(row, column).fact.as_ref().filter(|fact| fact.amount.is_some());
                if let Some(fact) = fact {
                    groups.entry(&fact.key).or_default().push((number, row, column));
                }
            }
        }
    }
    let amount = |(table, row, column): (usize, usize, usize)| binding.tables[table].amount(row, column);
    let exactness = |amount: &Amount| match amount.decimals {
        Decimals::Places(places) => places,
        Decimals::Infinite => i32::MAX,
    };
    for cells in groups.values().filter(|cells| cells.len() > 1) {
        let most_exact = cells.iter().copied().rev().max_by_key(|cell| amount(*cell).map(exactness));
        let Some((best, best_amount)) = most_exact.and_then(|best| Some((best, amount(best)?))) else { continue };
        for cell in cells.iter().copied().filter(|cell| *cell != best) {
            let Some(printed) = amount(cell) else { continue };
            let as_operand = |(table, row, column): (usize, usize, usize)| {
                let table = &binding.tables[table];
                operand(table, row, column, &|row, column| CellPlace::of(table, row, column, file))
            };
            drafts.push(Draft {
                kind: Kind::Duplicate,
                printed: as_operand(cell),
                formula: format!("the same amount in `{}`", *binding.tables[best.0].mapping.name),
                operands: vec![as_operand(best)],
                stands_for: printed.interval(),
                gives: Ok(best_amount.interval()),
                decimals: exactness(printed).min(20),
            });
        }
    }
}
