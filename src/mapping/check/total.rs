//! Totals against their parts, members against those below them, closing balances against opening ones.

use crate::model::{Decimal, Decimals, DimensionMember, Interval};

use super::super::bind::BoundTable;
use super::super::document::Moment;
use super::super::extension::{Extension, ResolvedStatement, ResolvedTotal};
use super::{Draft, Kind, Placer, operand};

/// Recomputes every printed total of a table, in each of its columns.
pub(super) fn checks(
    table: &BoundTable,
    statement: &ResolvedStatement,
    extension: &Extension,
    place: &Placer,
    drafts: &mut Vec<Draft>,
) {
    let sums = sums(table, statement, extension);
    for column in 0..table.columns.len() {
        for sum in &sums {
            drafts.extend(sum.check(table, column, place));
        }
    }
}

/// A row that is the sum of others.
struct Sum {
    kind: Kind,
    row: usize,
    /// The rows of the parts, with their weights.
    parts: Vec<(usize, i8)>,
}

fn sums(table: &BoundTable, statement: &ResolvedStatement, extension: &Extension) -> Vec<Sum> {
    let mut sums = Vec::new();
    for row in (0..table.rows.len()).filter(|row| table.rows[*row].mapping.total) {
        let Some(concept) = table.rows[row].concept.map(|concept| concept.name) else { continue };
        for total in statement.totals.iter().filter(|total| extension.qname(total.total) == concept) {
            let parts = parts_in(table, statement, total, row, extension);
            sums.push(Sum { kind: Kind::Total, row, parts });
        }
        for (axis, members) in &statement.axes {
            let at = |row: usize| match table.rows[row].dimensions.get(extension.qname(axis)) {
                None => Some(0),
                Some(DimensionMember::Explicit(name)) => {
                    members.iter().position(|line| extension.qname(line.name) == *name)
                }
                Some(DimensionMember::Typed(_)) => None,
            };
            let row_of = |member: usize| {
                (0..table.rows.len()).find(|row| table.rows[*row].is_of(concept) && at(*row) == Some(member))
            };
            let parents: Vec<Option<usize>> = members.iter().map(|line| line.parent).collect();
            let parts = at(row).map(|member| rows_below(member, &parents, &row_of)).unwrap_or_default();
            if !parts.is_empty() {
                sums.push(Sum { kind: Kind::Members, row, parts: parts.into_iter().map(|row| (row, 1)).collect() });
            }
        }
    }
    for roll in &statement.definition.roll_forwards {
        let row_at = |name: &str, at: Option<Moment>| {
            let wanted = extension.qname(name);
            table.rows.iter().position(|row| row.is_of(wanted) && row.mapping.at.as_deref().copied() == at)
        };
        let opening = row_at(&roll.balance, Some(Moment::Start));
        let closing = row_at(&roll.balance, Some(Moment::End));
        if let (Some(opening), Some(closing), Some(change)) = (opening, closing, row_at(&roll.change, None)) {
            sums.push(Sum { kind: Kind::RollForward, row: closing, parts: vec![(opening, 1), (change, 1)] });
        }
    }
    sums
}

/// The rows of a total's parts, with their weights. Where the table prints a subtotal in place of
/// some of the parts, the subtotal's row stands for them.
fn parts_in(
    table: &BoundTable,
    statement: &ResolvedStatement,
    total: &ResolvedTotal,
    row: usize,
    extension: &Extension,
) -> Vec<(usize, i8)> {
    let dimensions = &table.rows[row].dimensions;
    let row_of = |name: &str| {
        let concept = extension.qname(name);
        table.rows.iter().position(|row| row.is_of(concept) && row.dimensions == *dimensions)
    };
    let missing: Vec<&(&str, i8)> = total.parts.iter().filter(|(name, _)| row_of(name).is_none()).collect();
    let subtotals = statement.totals.iter().filter_map(|subtotal| {
        // The subtotal's own weight is that of any of its parts here by that of the part there.
        let weights: Vec<i8> = subtotal
            .parts
            .iter()
            .filter_map(|(name, own)| missing.iter().find(|(part, _)| part == name).map(|(_, weight)| weight * own))
            .collect();
        let all = weights.len() == subtotal.parts.len() && weights.windows(2).all(|pair| pair[0] == pair[1]);
        let row = row_of(subtotal.total).filter(|subtotal| *subtotal != row)?;
        Some((row, *weights.first()?)).filter(|_| all)
    });
    let printed = total.parts.iter().filter_map(|(name, weight)| Some((row_of(name)?, *weight)));
    printed.chain(subtotals).collect()
}

/// The rows of the members right below one; where a member has no row, those below it in its place.
fn rows_below(member: usize, parents: &[Option<usize>], row_of: &dyn Fn(usize) -> Option<usize>) -> Vec<usize> {
    let children = (0..parents.len()).filter(|line| parents[*line] == Some(member));
    children
        .flat_map(|child| row_of(child).map_or_else(|| rows_below(child, parents, row_of), |row| vec![row]))
        .collect()
}

impl Sum {
    fn check(&self, table: &BoundTable, column: usize, place: &Placer) -> Option<Draft> {
        let printed = table.amount(self.row, column)?;
        let mut gives = Interval::exact(Decimal::ZERO);
        let mut operands = Vec::new();
        for (row, weight) in &self.parts {
            // A blank part adds nothing.
            let Some(amount) = table.amount(*row, column) else { continue };
            gives = gives.add(&amount.interval().scale(&Decimal::from(i64::from(*weight))));
            let mut part = operand(table, *row, column, place);
            part.weight = Some(*weight);
            operands.push(part);
        }
        let decimals = match printed.decimals {
            Decimals::Places(places) => places,
            Decimals::Infinite => 0,
        };
        (!operands.is_empty()).then(|| Draft {
            kind: self.kind,
            printed: operand(table, self.row, column, place),
            formula: self.formula(table),
            operands,
            stands_for: printed.interval(),
            gives: Ok(gives),
            decimals,
        })
    }

    fn formula(&self, table: &BoundTable) -> String {
        let terms = self.parts.iter().enumerate().map(|(number, (row, weight))| {
            let sign = match (number, *weight < 0) {
                (0, false) => "",
                (0, true) => "-",
                (_, false) => " + ",
                (_, true) => " - ",
            };
            format!("{sign}{}", table.rows[*row].mapping.label)
        });
        terms.collect()
    }
}
