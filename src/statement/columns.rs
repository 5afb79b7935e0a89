//! Which periods a statement is for, and in which order they are shown.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::aspects::PeriodId;
use crate::model::{DateTime, Period, QName};

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
    let mut lines: FxHashMap<PeriodId, FxHashMap<usize, FxHashSet<QName>>> = FxHashMap::default();
    for said in said {
        let of_period = lines.entry(said.period_id).or_default();
        of_period.entry(said.currency).or_default().insert(said.concept);
    }
    let mut slots = Vec::new();
    for (period_id, period) in choose(&in_main) {
        slots.push(Slot { period_id, period, currency: 0 });
        let Some(of_period) = lines.get(&period_id) else { continue };
        let most = of_period.get(&0).map_or(0, FxHashSet::len) * MAIN_SHARE.0;
        let others = of_period.iter().filter(|(_, lines)| lines.len() * MAIN_SHARE.1 >= most.max(1));
        let mut others: Vec<usize> = others.map(|(currency, _)| *currency).filter(|currency| *currency != 0).collect();
        others.sort_unstable();
        slots.extend(others.into_iter().map(|currency| Slot { period_id, period, currency }));
    }
    slots
}

/// Periods in an order, each once.
#[derive(Default)]
struct Chosen {
    periods: Vec<(PeriodId, Period)>,
    taken: FxHashSet<PeriodId>,
}

impl Chosen {
    fn has(&self, said: &Said) -> bool {
        self.taken.contains(&said.period_id)
    }

    fn add(&mut self, said: &Said) {
        if self.taken.insert(said.period_id) {
            self.periods.push((said.period_id, said.period));
        }
    }
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
    let mut chosen = Chosen::default();
    said.iter().filter(|said| is_main(&said.period_id)).for_each(|said| chosen.add(said));
    order(&mut chosen, said);
    add_others(&mut chosen, said);
    chosen.periods
}

/// Adds the last periods of the concepts that no column shows.
fn add_others(chosen: &mut Chosen, said: &[Said]) {
    let durations = chosen.periods.iter().filter_map(|(_, period)| match period {
        Period::Duration { start, end } => Some([*start, *end]),
        Period::Instant(_) | Period::Forever => None,
    });
    let ends: FxHashSet<DateTime> = durations.flatten().collect();
    let is_shown = |said: &Said| match said.period {
        Period::Instant(at) => ends.contains(&at) || chosen.has(said),
        Period::Duration { .. } | Period::Forever => chosen.has(said),
    };
    let mut hidden: FxHashMap<QName, &Said> = FxHashMap::default();
    let mut shown: FxHashSet<QName> = FxHashSet::default();
    for said in said {
        if is_shown(said) {
            shown.insert(said.concept);
        }
        let last = hidden.entry(said.concept).or_insert(said);
        if said.period.sort_key() > last.period.sort_key() {
            *last = said;
        }
    }
    let mut others: Vec<&Said> = hidden.into_values().filter(|said| !shown.contains(&said.concept)).collect();
    others.sort_by_key(|said| said.fact);
    others.into_iter().for_each(|said| chosen.add(said));
}

/// Sorts by length, the one first shown first, then by end: the latest first, or the earliest, as the company shows
/// the facts of one line.
fn order(chosen: &mut Chosen, said: &[Said]) {
    let months = |period: Period| period.days().map_or(0, |days| (f64::from(days) / 30.44).round() as i32);
    let mut shown: Vec<&Said> = said.iter().filter(|said| chosen.has(said)).collect();
    shown.sort_by_key(|said| said.fact);
    let mut first: FxHashMap<i32, u32> = FxHashMap::default();
    for said in &shown {
        first.entry(months(said.period)).or_insert(said.fact);
    }
    let ascending = is_ascending(&shown);
    chosen.periods.sort_by(|(_, one), (_, other)| {
        let by_end = one.sort_key().cmp(&other.sort_key());
        let by_length = first.get(&months(*one)).cmp(&first.get(&months(*other)));
        by_length.then(if ascending { by_end } else { by_end.reverse() })
    });
}

/// Whether the facts of one line, which come in their order, mostly stand with the earlier period first.
fn is_ascending(shown: &[&Said]) -> bool {
    let mut last: FxHashMap<(QName, usize), &Said> = FxHashMap::default();
    let (mut up, mut down) = (0, 0);
    for said in shown {
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
