//! Which periods a statement is for, and in which order they are shown.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::aspects::PeriodId;
use crate::model::{Period, QName};

/// A fact that a statement may show.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) concept: QName,
    pub(super) period_id: PeriodId,
    pub(super) period: Period,
    /// The number of its combination of members.
    pub(super) combination: usize,
    /// The number of its currency; 0 for the one of most facts, and for what is no money.
    pub(super) currency: usize,
    /// Its number in the report.
    pub(super) fact: u32,
}

/// A period is one of a statement's main ones if it has this share of the lines of the period that has most.
const MAIN_SHARE: (usize, usize) = (3, 10);

/// What a column of figures is for: a period, and the number of a currency.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) period_id: PeriodId,
    pub(super) period: Period,
    pub(super) currency: usize,
}

/// What columns are for: the main periods, each followed by the same in other currencies that most lines have.
pub(super) fn slots(said: &[Said]) -> Vec<Slot> {
    let in_main: Vec<Said> = said.iter().filter(|said| said.currency == 0).copied().collect();
    let currencies = said.iter().map(|said| said.currency).max().unwrap_or(0);
    let lines = |period: PeriodId, currency: usize| {
        let there = said.iter().filter(|said| (said.period_id, said.currency) == (period, currency));
        there.map(|said| said.concept).collect::<FxHashSet<QName>>().len()
    };
    let mut slots = Vec::new();
    for (period_id, period) in choose(&in_main) {
        slots.push(Slot { period_id, period, currency: 0 });
        let most = lines(period_id, 0) * MAIN_SHARE.0;
        let others = (1..=currencies).filter(|currency| lines(period_id, *currency) * MAIN_SHARE.1 >= most.max(1));
        slots.extend(others.map(|currency| Slot { period_id, period, currency }));
    }
    slots
}

/// The periods that columns are for, in the order in which the company shows them.
///
/// Where there are durations, balances are shown at their beginnings and ends, in the same columns. Lines that would
/// be shown nowhere get the last of their own periods as columns.
fn choose(said: &[Said]) -> Vec<(PeriodId, Period)> {
    let has_durations = said.iter().any(|said| !said.period.is_instant());
    let mut lines: FxHashMap<PeriodId, FxHashSet<QName>> = FxHashMap::default();
    for said in said.iter().filter(|said| said.period.is_instant() != has_durations) {
        lines.entry(said.period_id).or_default().insert(said.concept);
    }
    let most = lines.values().map(FxHashSet::len).max().unwrap_or(0);
    let is_main =
        |id: &PeriodId| lines.get(id).is_some_and(|concepts| concepts.len() * MAIN_SHARE.1 >= most * MAIN_SHARE.0);
    let mut chosen: Vec<(PeriodId, Period)> = Vec::new();
    for said in said.iter().filter(|said| is_main(&said.period_id)) {
        if !chosen.iter().any(|(id, _)| *id == said.period_id) {
            chosen.push((said.period_id, said.period));
        }
    }
    order(&mut chosen, said);
    add_others(&mut chosen, said);
    chosen
}

/// Whether a period's column shows a fact.
fn shows(column: Period, said: &Said) -> bool {
    match (column, said.period) {
        (Period::Duration { start, end }, Period::Instant(at)) => at == end || at == start,
        (column, period) => column == period,
    }
}

/// Adds the last periods of the concepts that no column shows.
fn add_others(chosen: &mut Vec<(PeriodId, Period)>, said: &[Said]) {
    let mut hidden: FxHashMap<QName, &Said> = FxHashMap::default();
    let mut shown: FxHashSet<QName> = FxHashSet::default();
    for said in said {
        if chosen.iter().any(|(_, column)| shows(*column, said)) {
            shown.insert(said.concept);
        }
        let last = hidden.entry(said.concept).or_insert(said);
        if said.period.sort_key() > last.period.sort_key() {
            *last = said;
        }
    }
    let mut others: Vec<&Said> = hidden.into_values().filter(|said| !shown.contains(&said.concept)).collect();
    others.sort_by_key(|said| said.fact);
    for other in others {
        if !chosen.iter().any(|(id, _)| *id == other.period_id) {
            chosen.push((other.period_id, other.period));
        }
    }
}

/// Sorts by length, the one first shown first, then by end: the latest first, or the earliest, as the company shows
/// the facts of one line.
fn order(chosen: &mut [(PeriodId, Period)], said: &[Said]) {
    let months = |period: Period| period.days().map_or(0, |days| (f64::from(days) / 30.44).round() as i32);
    let first = |of: i32| {
        let same = said.iter().filter(|said| months(said.period) == of);
        same.filter(|said| chosen.iter().any(|(id, _)| *id == said.period_id)).map(|said| said.fact).min()
    };
    let lengths: FxHashMap<i32, Option<u32>> =
        chosen.iter().map(|(_, period)| (months(*period), first(months(*period)))).collect();
    let ascending = is_ascending(chosen, said);
    chosen.sort_by(|(_, one), (_, other)| {
        let by_end = one.sort_key().cmp(&other.sort_key());
        let by_length = lengths[&months(*one)].cmp(&lengths[&months(*other)]);
        by_length.then(if ascending { by_end } else { by_end.reverse() })
    });
}

/// Whether the facts of one line mostly stand with the earlier period first.
fn is_ascending(chosen: &[(PeriodId, Period)], said: &[Said]) -> bool {
    let mut last: FxHashMap<(QName, usize), &Said> = FxHashMap::default();
    let (mut up, mut down) = (0, 0);
    let mut in_order: Vec<&Said> =
        said.iter().filter(|said| chosen.iter().any(|(id, _)| *id == said.period_id)).collect();
    in_order.sort_by_key(|said| said.fact);
    for said in in_order {
        if let Some(before) = last.insert((said.concept, said.combination), said) {
            match said.period.sort_key().cmp(&before.period.sort_key()) {
                std::cmp::Ordering::Greater => up += 1,
                std::cmp::Ordering::Less => down += 1,
                std::cmp::Ordering::Equal => {}
            }
        }
    }
    up > down
}
