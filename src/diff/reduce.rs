//! Reduction: what one filing says more than once is one statement, its most precise one; or a contradiction.

use crate::model::{FactId, Interval};

use super::comparison::Which;
use super::key::{Both, Key, Keyed, Side, Sides};
use super::text;
use super::value::Value;

/// What a filing says under one key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Told {
    pub(crate) key: Key,
    /// The most precise of the facts.
    pub(crate) fact: FactId,
    /// Where the facts of this key begin in the sorted list.
    pub(crate) first: u32,
    /// How many there are.
    pub(crate) count: u32,
    /// Whether they can't all be true.
    pub(crate) contradictory: bool,
    /// Whether the key has names of the newer filing in place of the older one's.
    pub(crate) renamed: bool,
}

impl Told {
    /// All facts of the key.
    pub(crate) fn facts<'a>(&self, sorted: &'a [(Key, FactId)]) -> impl Iterator<Item = FactId> + Clone + 'a {
        let first = self.first as usize;
        sorted[first..first + self.count as usize].iter().map(|(_, fact)| *fact)
    }
}

/// Reduces both filings; the result is sorted by key.
pub(crate) fn reduce(sides: Sides<'_>, keyed: &Keyed) -> Both<Vec<Told>> {
    let of = |which: Which| reduce_side(sides.get(which), keyed.facts.get(which));
    Both { old: of(Which::Old), new: of(Which::New) }
}

/// Reduces the facts of one filing, which are sorted by key.
pub(crate) fn reduce_side(side: Side<'_>, sorted: &[(Key, FactId)]) -> Vec<Told> {
    let mut told = Vec::with_capacity(sorted.len());
    let mut first = 0;
    for run in sorted.chunk_by(|(one, _), (two, _)| one == two) {
        let (key, fact) = run[0];
        let (fact, contradictory) = if run.len() == 1 { (fact, false) } else { settle(side, key, run) };
        told.push(Told { key, fact, first, count: run.len() as u32, contradictory, renamed: false });
        first += run.len() as u32;
    }
    told
}

/// The most precise fact of several, and whether they contradict each other.
fn settle(side: Side<'_>, key: Key, run: &[(Key, FactId)]) -> (FactId, bool) {
    let value = |fact: FactId| Value::of(side.report.fact(fact), key.is_numeric(), side.documents);
    let values: Vec<(FactId, Value<'_>)> = run.iter().map(|(_, fact)| (*fact, value(*fact))).collect();
    let preferred =
        |one: &&(FactId, Value<'_>), two: &&(FactId, Value<'_>)| one.1.preference(&two.1).then(one.0.cmp(&two.0));
    let fact = values.iter().min_by(preferred).map_or(run[0].1, |(fact, _)| *fact);
    (fact, contradict(values.iter().map(|(_, value)| value)))
}

/// Whether values of one thing can't all be true.
fn contradict<'a>(values: impl Iterator<Item = &'a Value<'a>> + Clone) -> bool {
    let intervals: Option<Vec<Interval>> = values
        .clone()
        .map(|value| match value {
            Value::Number(number) => Some(number.interval()),
            Value::Nil | Value::Text(_) => None,
        })
        .collect();
    match intervals {
        Some(intervals) => {
            // Intervals on a line have a value in common when each two of them have.
            let low = intervals.iter().map(|interval| &interval.low).max();
            let high = intervals.iter().map(|interval| &interval.high).min();
            low > high
        }
        None => {
            let differ = |(one, two): (&Value<'_>, &Value<'_>)| match (one, two) {
                (Value::Text(one), Value::Text(two)) => !text::same(one, two, false),
                (one, two) => one != two,
            };
            values.clone().zip(values.skip(1)).any(differ)
        }
    }
}
