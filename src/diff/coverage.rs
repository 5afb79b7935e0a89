//! Coverage: of which periods a filing has whole statements, so that what is missing there is missing.

use jiff::civil;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{DateTime, Period};

use super::comparison::Which;
use super::key::{Both, Key, Tables};
use super::reduce::Told;

/// A period is covered that has at least one in so many of the line items that the filing's
/// fullest period has. Comparative periods of annual and quarterly filings have more than a third
/// of them; opening balances and single events less than a tenth.
const SHARE: usize = 4;

/// The periods that one filing covers.
#[derive(Debug, Default)]
struct Covered {
    numbers: FxHashSet<u32>,
    texts: FxHashSet<u32>,
    /// The periods that end last.
    current: FxHashSet<u32>,
    /// When they end.
    last: Option<civil::DateTime>,
}

/// The periods that the filings cover, by number.
#[derive(Debug)]
pub(crate) struct Coverage(Both<Covered>);

impl Coverage {
    pub(crate) fn of(tables: &Tables, told: &Both<Vec<Told>>) -> Coverage {
        let of = |which| Covered::of(tables, told.get(which));
        Coverage(Both { old: of(Which::Old), new: of(Which::New) })
    }

    /// Whether a filing covers the period of a key, in numbers or in texts as the key is.
    pub(crate) fn covers(&self, which: Which, key: Key) -> bool {
        let covered = self.0.get(which);
        if key.is_numeric() { &covered.numbers } else { &covered.texts }.contains(&key.period)
    }

    /// The periods of which a filing has whole statements, in no order.
    pub(crate) fn periods(&self, which: Which) -> &FxHashSet<u32> {
        &self.0.get(which).numbers
    }

    /// Whether a period ends no later than the last one of either filing: the filing that came first
    /// could tell it, too.
    pub(crate) fn is_past(&self, period: Period) -> bool {
        let end = period.end().map(DateTime::at_utc);
        let last = |which| self.0.get(which).last;
        end <= last(Which::Old).min(last(Which::New))
    }

    /// Whether a period is one that a filing is about: no period that it covers ends later.
    pub(crate) fn is_current(&self, which: Which, period: u32) -> bool {
        self.0.get(which).current.contains(&period)
    }
}

impl Covered {
    fn of(tables: &Tables, told: &[Told]) -> Covered {
        let is_plain = |told: &&Told| tables.dimensions(told.key.subject).is_empty();
        let numbers = fullest(tables, told.iter().filter(|told| told.key.is_numeric()).filter(is_plain));
        let texts = fullest(tables, told.iter().filter(|told| !told.key.is_numeric()).filter(is_plain));
        let end = |period: &u32| tables.period(*period).end().map(DateTime::at_utc);
        let last = numbers.iter().filter_map(end).max();
        let current = numbers.iter().copied().filter(|period| end(period) == last).collect();
        Covered { numbers, texts, current, last }
    }
}

/// The periods that have enough line items, instants and durations each by their own measure.
fn fullest<'a>(tables: &Tables, told: impl Iterator<Item = &'a Told>) -> FxHashSet<u32> {
    let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
    for told in told {
        *counts.entry(told.key.period).or_default() += 1;
    }
    let is_instant = |period: u32| matches!(tables.period(period), Period::Instant(_));
    let most =
        |instant| counts.iter().filter(|(period, _)| is_instant(**period) == instant).map(|(_, count)| *count).max();
    let most = [most(false), most(true)];
    let is_full =
        |period: u32, count: usize| most[usize::from(is_instant(period))].is_some_and(|most| count * SHARE >= most);
    counts.iter().filter(|(period, count)| is_full(**period, **count)).map(|(period, _)| *period).collect()
}
