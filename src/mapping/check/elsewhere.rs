//! Totals whose parts are printed in other tables.

use std::collections::{HashMap, HashSet};

use crate::model::{Decimal, Decimals, Interval, Place, QName};

use super::super::bind::{Amount, Binding, BoundTable, FactKey};
use super::super::extension::{Extension, ResolvedStatement, ResolvedTotal};
use super::super::place::CellPlace;
use super::{Draft, Kind, Operand, operand};

/// A cell of a binding: its table, row and column there.
type CellId = (usize, usize, usize);

/// Recomputes every printed total of which no part is in its own table, from the most exact amounts of the others.
pub(super) fn checks(
    binding: &Binding,
    extension: &Extension,
    file: &dyn Fn(Place) -> String,
    drafts: &mut Vec<Draft>,
) {
    let mut found: Vec<(usize, usize, &ResolvedTotal)> = Vec::new();
    for (number, table) in binding.tables.iter().enumerate() {
        let Some(statement) = table.statement.map(|statement| &extension.statements[statement]) else { continue };
        found.extend(totals(table, statement, extension).map(|(row, total)| (number, row, total)));
    }
    let parts = found.iter().flat_map(|(_, _, total)| &total.parts);
    let parts: HashSet<QName> = parts.map(|(part, _)| extension.qname(part)).collect();
    let printed = Printed { binding, cells: most_exact(binding, &parts), file };
    for (number, row, total) in found {
        let columns = 0..binding.tables[number].columns.len();
        drafts.extend(columns.filter_map(|column| printed.check((number, row, column), total, extension)));
    }
}

/// The rows of totals without a part in their table.
fn totals<'t>(
    table: &'t BoundTable,
    statement: &'t ResolvedStatement<'t>,
    extension: &'t Extension,
) -> impl Iterator<Item = (usize, &'t ResolvedTotal<'t>)> {
    let is_here = |name: &str| table.rows.iter().any(|row| row.is_of(extension.qname(name)));
    let apart = statement.totals.iter().filter(move |total| !total.parts.iter().any(|(part, _)| is_here(part)));
    let rows_of = move |total: &ResolvedTotal| {
        let concept = extension.qname(total.total);
        (0..table.rows.len()).filter(move |row| table.rows[*row].mapping.total && table.rows[*row].is_of(concept))
    };
    apart.flat_map(move |total| rows_of(total).map(move |row| (row, total)))
}

/// For each fact of these concepts the cell that prints it most exactly; of equally exact ones the first.
fn most_exact<'b>(binding: &'b Binding, concepts: &HashSet<QName>) -> HashMap<&'b FactKey, (CellId, &'b Amount)> {
    let mut cells: HashMap<&FactKey, (CellId, &Amount)> = HashMap::new();
    for (number, table) in binding.tables.iter().enumerate() {
        for (at, cell) in table.cells.iter().enumerate() {
            let Some(fact) = cell.fact.as_ref().filter(|fact| concepts.contains(&fact.key.concept)) else { continue };
            let Some(amount) = &fact.amount else { continue };
            let id = (number, at / table.columns.len(), at % table.columns.len());
            let known = cells.entry(&fact.key).or_insert((id, amount));
            if places(amount) > places(known.1) {
                *known = (id, amount);
            }
        }
    }
    cells
}

fn places(amount: &Amount) -> i32 {
    match amount.decimals {
        Decimals::Places(places) => places,
        Decimals::Infinite => i32::MAX,
    }
}

/// The amounts of a binding, by what they say.
struct Printed<'b> {
    binding: &'b Binding<'b>,
    cells: HashMap<&'b FactKey, (CellId, &'b Amount)>,
    file: &'b dyn Fn(Place) -> String,
}

impl Printed<'_> {
    fn check(&self, total: CellId, sum: &ResolvedTotal, extension: &Extension) -> Option<Draft> {
        let table = &self.binding.tables[total.0];
        let fact = table.cell(total.1, total.2).fact.as_ref()?;
        let printed = fact.amount.as_ref()?;
        let mut gives = Interval::exact(Decimal::ZERO);
        let (mut operands, mut terms) = (Vec::new(), Vec::new());
        for (name, weight) in &sum.parts {
            let key = FactKey { concept: extension.qname(name), ..fact.key.clone() };
            // A part that is printed nowhere adds nothing.
            let Some((cell, amount)) = self.cells.get(&key) else { continue };
            gives = gives.add(&amount.interval().scale(&Decimal::from(i64::from(*weight))));
            let mut part = self.operand(*cell);
            part.weight = Some(*weight);
            terms.push(format!("{}{}", if *weight < 0 { "- " } else { "" }, part.cell.row));
            operands.push(part);
        }
        (!operands.is_empty()).then(|| Draft {
            kind: Kind::Total,
            printed: self.operand(total),
            formula: terms.join(" + ").replace("+ - ", "- "),
            operands,
            stands_for: printed.interval(),
            gives: Ok(gives),
            decimals: places(printed).min(20),
        })
    }

    fn operand(&self, (table, row, column): CellId) -> Operand {
        let table = &self.binding.tables[table];
        operand(table, row, column, &|row, column| CellPlace::of(table, row, column, self.file))
    }
}
