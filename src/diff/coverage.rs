//! Coverage: of which periods a filing has whole statements, so that what is missing there is missing.

use jiff::civil;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::aspects::DimensionsId;
use crate::model::{DateTime, Period};

use super::comparison::Which;
use super::key::{Both, Key, Tables};
use super::reduce::Told;

/// A period is covered that has at least one in so many of the line items that the fullest period of
/// either filing has. Comparative periods of annual and quarterly filings have more than a third of
/// them; opening balances and single events less than a tenth.
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
    /// Whether a year is among them.
    is_annual: bool,
}

/// Days of a year, of 52 weeks at least.
const YEAR: i32 = 350;

/// The periods that the filings cover, by number.
#[derive(Debug)]
pub(crate) struct Coverage(Both<Covered>);

impl Coverage {
    pub(crate) fn of(tables: &Tables, told: &Both<Vec<Told>>) -> Coverage {
        let count = |which: Which, numeric: bool| {
            let list = || told.get(which).iter().filter(|told| told.key.is_numeric() == numeric);
            let main = main_members(tables, list());
            let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
            for told in list().filter(|told| main.contains(&tables.subject(told.key.subject).dimensions)) {
                *counts.entry(told.key.period).or_default() += 1;
            }
            counts
        };
        let [numbers, texts] = [true, false].map(|numeric| {
            let counts = Both { old: count(Which::Old, numeric), new: count(Which::New, numeric) };
            let fullest = Fullest::of(tables, &counts);
            [Which::Old, Which::New].map(|which| fullest.covered(tables, counts.get(which)))
        });
        let [old_numbers, new_numbers] = numbers;
        let [old_texts, new_texts] = texts;
        Coverage(Both {
            old: Covered::of(tables, old_numbers, old_texts),
            new: Covered::of(tables, new_numbers, new_texts),
        })
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

    /// Whether both filings are annual reports, or both are interim ones.
    pub(crate) fn are_of_one_kind(&self) -> bool {
        self.0.old.is_annual == self.0.new.is_annual
    }

    /// Whether a period is one that a filing is about: no period that it covers ends later.
    pub(crate) fn is_current(&self, which: Which, period: u32) -> bool {
        self.0.get(which).current.contains(&period)
    }
}

impl Covered {
    fn of(tables: &Tables, numbers: FxHashSet<u32>, texts: FxHashSet<u32>) -> Covered {
        let end = |period: &u32| tables.period(*period).end().map(DateTime::at_utc);
        let is_duration = |period: &&u32| !tables.period(**period).is_instant();
        // A cover page is of a later day than the statements: their durations say when a report's period ends.
        let closing = numbers.iter().filter(is_duration).filter_map(end).max();
        let numbers: FxHashSet<u32> =
            numbers.into_iter().filter(|period| closing.is_none() || end(period) <= closing).collect();
        let last = closing.or_else(|| numbers.iter().filter_map(end).max());
        let current: FxHashSet<u32> = numbers.iter().copied().filter(|period| end(period) == last).collect();
        let is_annual = current.iter().any(|period| tables.period(*period).days().is_some_and(|days| days >= YEAR));
        Covered { numbers, texts, current, last, is_annual }
    }
}

/// The members that a filing's statements are told for: none, or those for which it tells most. Where a filer
/// has no subsidiaries, all statements of a Japanese report are told for the member that says so.
pub(crate) fn main_members<'a>(tables: &Tables, told: impl Iterator<Item = &'a Told>) -> FxHashSet<DimensionsId> {
    let mut counts: FxHashMap<DimensionsId, usize> = FxHashMap::default();
    told.for_each(|told| *counts.entry(tables.subject(told.key.subject).dimensions).or_default() += 1);
    let most = counts.values().copied().max();
    let main = counts.into_iter().filter(|(_, count)| Some(*count) == most).map(|(members, _)| members);
    let main: FxHashSet<DimensionsId> = main.collect();
    match main.iter().find(|members| tables.members(**members).is_empty()) {
        Some(none) => FxHashSet::from_iter([*none]),
        None => main,
    }
}

/// Line items of the fullest duration and the fullest instant of either filing.
struct Fullest([usize; 2]);

impl Fullest {
    fn of(tables: &Tables, counts: &Both<FxHashMap<u32, usize>>) -> Fullest {
        let mut most = [0; 2];
        [&counts.old, &counts.new].into_iter().flatten().for_each(|(period, count)| {
            let most = &mut most[usize::from(tables.period(*period).is_instant())];
            *most = (*most).max(*count);
        });
        Fullest(most)
    }

    fn covered(&self, tables: &Tables, counts: &FxHashMap<u32, usize>) -> FxHashSet<u32> {
        let most = |period: u32| self.0[usize::from(tables.period(period).is_instant())];
        let full = counts.iter().filter(|(period, count)| **count * SHARE >= most(**period));
        full.map(|(period, _)| *period).collect()
    }
}
