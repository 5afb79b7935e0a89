//! Explanation: how a total's change is made up of its parts' changes, and how a part's is carried upwards.

use std::cmp::Reverse;

use crate::model::{Decimal, QName};

use super::classify::Context;
use super::comparison::{TotalChange, Which};
use super::key::Key;
use super::reduce::Told;

/// The most parts that are told of one total.
const MOST_PARTS: usize = 3;

/// The most parts of a total that are looked for: statements have totals of dozens, and all parts are looked for at each
/// of a total's facts.
const MOST_LOOKED_FOR: usize = 1000;

/// One end of a change.
pub(crate) type Side = (Which, Told);

/// A part's share of its total's change.
pub(crate) struct Part {
    pub(crate) concept: QName,
    /// By how much it moved the total: its own change times its weight.
    pub(crate) share: Decimal,
}

/// The parts that moved a total most, the largest first; those that moved it by less than a tenth of
/// the largest are left out. None where the parts that are told do not explain the whole change.
pub(crate) fn parts(context: Context<'_>, from: Side, to: Side) -> Vec<Part> {
    let tables = &context.keyed.tables;
    let total = tables.concept(to.1.key);
    let list = context.summations.parts(to.0, total);
    if list.len() > MOST_LOOKED_FOR {
        return Vec::new();
    }
    let number = |(which, told): Side| context.number(which, &told);
    let (Some(before), Some(after)) = (number(from), number(to)) else { return Vec::new() };
    let (mut parts, mut sum, mut slack) = (Vec::new(), Decimal::ZERO, Decimal::ZERO);
    for (concept, weight) in list {
        let Some(concept_number) = tables.number_of(*concept) else { continue };
        let value = |(which, told): Side| {
            let told = context.told(which, Key { concept: concept_number, ..told.key })?;
            context.number(which, &told)
        };
        let (one, two) = (value(from), value(to));
        let change = match (&one, &two) {
            (Some(one), Some(two)) => two.interval().subtract(&one.interval()),
            (None, Some(two)) => two.interval(),
            (Some(one), None) => one.interval().scale(&Decimal::from(-1)),
            (None, None) => continue,
        };
        let middle = &(&change.low + &change.high) * &Decimal::new(5, 1);
        let share = &middle * weight;
        slack = &slack + &(&(&change.high - &change.low) * &weight.abs());
        sum = &sum + &share;
        if !share.is_zero() {
            parts.push(Part { concept: *concept, share });
        }
    }
    let whole = after.interval().subtract(&before.interval());
    slack = &slack + &(&whole.high - &whole.low);
    let difference = &after.value - &before.value;
    if (&sum - &difference).abs() > slack {
        return Vec::new();
    }
    parts.sort_by_key(|part| Reverse(part.share.abs()));
    let least = parts.first().map_or(Decimal::ZERO, |part| part.share.abs().shift(-1));
    parts.retain(|part| part.share.abs() >= least);
    parts.truncate(MOST_PARTS);
    parts
}

/// A total that a restated line item is summed into, told by both filings for the same period, with
/// what became of it; one that moved by as much before others.
pub(crate) fn total_of(context: Context<'_>, old: Told, new: Told) -> Option<(QName, TotalChange)> {
    let tables = &context.keyed.tables;
    let part = tables.concept(new.key);
    let number = |which, told: &Told| context.number(which, told);
    let change = number(Which::New, &new)?.interval().subtract(&number(Which::Old, &old)?.interval());
    let outcome = |total: &QName| {
        let key = Key { concept: tables.number_of(*total)?, ..new.key };
        let (before, after) = (context.told(Which::Old, key)?, context.told(Which::New, key)?);
        let (before, after) = (number(Which::Old, &before)?, number(Which::New, &after)?);
        let weight =
            [Which::New, Which::Old].iter().find_map(|which| context.summations.weight(*which, *total, part))?;
        let moved = after.interval().subtract(&before.interval());
        let outcome = if before.agrees(&after) {
            TotalChange::Unchanged
        } else if moved.meets(&change.scale(weight)) {
            TotalChange::AsMuch
        } else {
            TotalChange::Otherwise
        };
        Some((*total, outcome))
    };
    let found: Vec<(QName, TotalChange)> = context.summations.totals(part).iter().filter_map(outcome).collect();
    found.into_iter().min_by_key(|(total, outcome)| (*outcome, total.sort_key()))
}
