//! What is told of several facts together: recasts, renamings, new labels.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use crate::diff::classify::Pair;
use crate::diff::comparison::{Measure, Position, Recast, RecastPart, Relabelling, Renaming, Which};
use crate::diff::recast::Recast as Recasting;
use crate::diff::reduce::Told;
use crate::diff::rename::Renaming as Renamed;
use crate::diff::value::Number;
use crate::model::{Decimal, Period};

use super::{Describer, place};

impl Describer<'_> {
    /// What was recast, by weight.
    pub(super) fn recasts(&mut self, recasts: &[Recasting]) -> Vec<Recast> {
        let mut all: Vec<(Period, Recast)> = recasts.iter().filter_map(|recast| self.recast(recast)).collect();
        all.sort_by(|(one_at, one), (two_at, two)| {
            let rank = |recast: &Recast| (Reverse(recast.weight.clone()), recast.kind);
            let first = |recast: &Recast| recast.parts.first().map(|part| part.thing.clone());
            rank(one).cmp(&rank(two)).then_with(|| match (first(one), first(two)) {
                (Some(one), Some(two)) => place(one_at, &one).cmp(&place(two_at, &two)),
                _ => std::cmp::Ordering::Equal,
            })
        });
        all.into_iter().map(|(_, recast)| recast).collect()
    }

    fn recast(&mut self, recast: &Recasting) -> Option<(Period, Recast)> {
        let (_, key) = recast.parts.iter().find_map(|part| part.keys().last())?;
        let [old, new] = &recast.sums;
        let common = old.intersection(new).unwrap_or_else(|| new.clone());
        let sum = &(&common.low + &common.high) * &Decimal::new(5, 1);
        let mut parts: Vec<(Period, RecastPart)> = recast.parts.iter().filter_map(|part| self.part(*part)).collect();
        parts.sort_by(|(one_at, one), (two_at, two)| {
            // What was there before what came.
            let is_new = |part: &RecastPart| part.old.is_none();
            is_new(one).cmp(&is_new(two)).then_with(|| place(one_at, &one.thing).cmp(&place(two_at, &two.thing)))
        });
        let period = self.context.keyed.tables.period(key.period);
        let measure = parts.first().map_or(Measure::Quantity, |(_, part)| part.thing.measure);
        let described = Recast {
            kind: recast.kind,
            axis: recast.axis.map(|axis| self.context.names.show(axis)),
            total: recast.total.map(|total| self.context.names.show(total)),
            total_label: recast.total.and_then(|total| self.label(total)),
            period: self.period(key.period),
            parts: parts.into_iter().map(|(_, part)| part).collect(),
            weight: self.weight(key, measure, &sum.abs()),
            sum,
        };
        Some((period, described))
    }

    fn part(&mut self, pair: Pair) -> Option<(Period, RecastPart)> {
        let (_, key) = pair.keys().last()?;
        let numbers: Vec<Number> = [
            pair.old.and_then(|told| self.context.number(Which::Old, &told)),
            pair.new.and_then(|told| self.context.number(Which::New, &told)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let thing = self.thing(key, &numbers.iter().collect::<Vec<_>>());
        let value = |which, told: Option<Told>| told.map(|told| self.value(which, told.key, told.fact));
        let (old, new) = (value(Which::Old, pair.old), value(Which::New, pair.new));
        Some((self.context.keyed.tables.period(key.period), RecastPart { thing, old, new }))
    }

    pub(super) fn renaming(&self, renamed: &Renamed) -> Renaming {
        let label = |which, name| self.context.info_of(which, name).and_then(|info| info.label.clone());
        Renaming {
            what: renamed.what,
            from: self.context.names.show(renamed.from),
            to: self.context.names.show(renamed.to),
            from_label: label(Which::Old, renamed.from),
            to_label: label(Which::New, renamed.to),
            confidence: renamed.confidence,
            equal_values: renamed.equal,
            other_values: renamed.apart,
        }
    }

    /// The concepts of both filings whose labels differ, in the order of the statements. A label that
    /// the other filing has too, for another place, is no other label; nor is one with other figures.
    pub(super) fn relabellings(&self) -> Vec<Relabelling> {
        let tables = &self.context.keyed.tables;
        let concepts =
            |which| -> FxHashSet<u32> { self.context.told.get(which).iter().map(|told| told.key.concept).collect() };
        let (old, new) = (concepts(Which::Old), concepts(Which::New));
        let mut found: Vec<(Option<Position>, Relabelling)> = old
            .intersection(&new)
            .filter_map(|number| {
                let name = tables.concept_of(*number);
                let (old, new) = (self.context.info_of(Which::Old, name)?, self.context.info_of(Which::New, name)?);
                let (from, to) = (old.label.clone()?, new.label.clone()?);
                if new.labels.contains(&from)
                    || old.labels.contains(&to)
                    || without_figures(&from) == without_figures(&to)
                {
                    return None;
                }
                let concept = self.context.names.show(name);
                let position = self.positions.get(number).copied().flatten();
                Some((position, Relabelling { concept, from, to }))
            })
            .collect();
        found.sort_by_cached_key(|(position, found)| (position.is_none(), *position, found.concept.clone()));
        found.into_iter().map(|(_, relabelling)| relabelling).collect()
    }
}

/// A label without the years and amounts that it states.
fn without_figures(label: &str) -> String {
    label.chars().filter(|character| !character.is_ascii_digit() && !matches!(character, ',' | '.')).collect()
}
