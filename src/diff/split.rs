//! Splits: share counts and per-share figures of a filing that moved by one common simple ratio.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::model::{Decimal, Interval};

use super::classify::{Context, Found};
use super::comparison::{Class, Measure, Which};
use super::measure::measure_of;

/// The largest number in a ratio; companies split 2:1, 3:2, 20:1 and consolidate 1:50.
const LARGEST: i64 = 100;
/// The largest of the smaller number.
const LARGEST_SMALLER: i64 = 10;
/// Facts that have to move by the ratio.
const LEAST_FACTS: usize = 3;

/// New shares for old ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Ratio {
    pub(crate) new: i64,
    pub(crate) old: i64,
}

/// A fact whose value changed, with what the change is if it is due to a split.
struct Candidate {
    index: usize,
    measure: Measure,
    /// New shares for one old one.
    ratio: Interval,
    /// Whether the ratio is known well enough to speak for one.
    is_sharp: bool,
}

/// Finds the ratio by which share counts went up and per-share figures down, if there is one, and
/// classes the facts that moved by it.
///
/// A tenfold change of share counts alone may be a mistake in scale: a ratio that is a power of ten
/// needs both kinds.
pub(crate) fn mark(context: Context<'_>, found: &mut [Found]) -> Option<Ratio> {
    let candidates: Vec<Candidate> =
        found.iter().enumerate().filter_map(|(index, found)| candidate(context, index, found)).collect();
    let mut votes: FxHashMap<Ratio, usize> = FxHashMap::default();
    let sharp = candidates.iter().filter(|candidate| candidate.is_sharp);
    for ratio in sharp.clone().flat_map(|candidate| ratios(&candidate.ratio)) {
        *votes.entry(ratio).or_default() += 1;
    }
    let (ratio, count) = votes.into_iter().max_by_key(|(ratio, count)| (*count, Reverse(ratio.new + ratio.old)))?;
    let moved: Vec<&Candidate> = candidates.iter().filter(|candidate| ratio.is_in(&candidate.ratio)).collect();
    let has = |measure| moved.iter().any(|candidate| candidate.measure == measure);
    let is_unambiguous = !ratio.is_power_of_ten() || (has(Measure::Shares) && has(Measure::PerUnit));
    if moved.len() < LEAST_FACTS || count * 2 < sharp.count() || !is_unambiguous {
        return None;
    }
    for candidate in moved {
        found[candidate.index].verdict.class = Class::Split;
    }
    Some(ratio)
}

fn candidate(context: Context<'_>, index: usize, found: &Found) -> Option<Candidate> {
    if !matches!(found.verdict.class, Class::Restated | Class::Scale) {
        return None;
    }
    let (old, new) = (found.pair.old?, found.pair.new?);
    let measure = measure_of(context.keyed.tables.unit(new.key.unit), []);
    let (old, new) = (context.number(Which::Old, &old)?, context.number(Which::New, &new)?);
    let ratio = match measure {
        Measure::Shares => new.interval().divide(&old.interval()),
        Measure::PerUnit => old.interval().divide(&new.interval()),
        _ => None,
    }?;
    let percent = Decimal::new(1, 2);
    let is_sharp = &ratio.high - &ratio.low <= &percent * &ratio.high;
    (!ratio.low.is_negative()).then_some(Candidate { index, measure, ratio, is_sharp })
}

/// The simple ratios that lie in an interval.
fn ratios(interval: &Interval) -> impl Iterator<Item = Ratio> {
    let all = (1..=LARGEST_SMALLER).flat_map(|small| (small + 1..=LARGEST).map(move |large| (small, large)));
    let coprime = all.filter(|(small, large)| greatest_divisor(*large, *small) == 1);
    let both = coprime.flat_map(|(small, large)| [Ratio { new: large, old: small }, Ratio { new: small, old: large }]);
    both.filter(|ratio| ratio.is_in(interval))
}

fn greatest_divisor(one: i64, two: i64) -> i64 {
    if two == 0 { one } else { greatest_divisor(two, one % two) }
}

impl Ratio {
    fn is_in(self, interval: &Interval) -> bool {
        let (new, old) = (Decimal::from(self.new), Decimal::from(self.old));
        &interval.low * &old <= new && new <= &interval.high * &old
    }

    fn is_power_of_ten(self) -> bool {
        matches!((self.new.max(self.old), self.new.min(self.old)), (10 | 100, 1))
    }
}

impl std::fmt::Display for Ratio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.new, self.old)
    }
}
