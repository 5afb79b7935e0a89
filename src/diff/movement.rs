//! Movements: one thing in two periods, within a filing or from one to the other, told or derived.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{DateTime, Period};

use super::classify::Context;
use super::comparison::{MovementKind, Which};
use super::coverage::Coverage;
use super::derive::Derived;
use super::key::{Both, Tables};
use super::reduce::Told;

/// A movement, by the statements at its ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Moved {
    pub(crate) kind: MovementKind,
    pub(crate) from: End,
    pub(crate) to: End,
}

/// One end of a movement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// What a filing tells.
    Told(Which, Told),
    /// What was derived, by its place among all that was.
    Derived(usize),
}

/// Two lengths agree, and two days are the same, within a week; of short periods within an
/// eighth of their length.
fn tolerance(days: i32) -> i32 {
    (days / 8).min(7)
}

/// A base that a period is compared with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Base {
    kind: MovementKind,
    /// Days off the ideal distance: the nearest of one kind is taken.
    off: i32,
    period: u32,
}

/// For each period, the periods that it is compared with.
#[derive(Default)]
struct Bases(FxHashMap<u32, Vec<Base>>);

/// A duration in days since some day.
#[derive(Clone, Copy)]
struct Days {
    start: i32,
    end: i32,
    period: u32,
}

impl Days {
    fn length(self) -> i32 {
        self.end - self.start
    }
}

/// Days since the first day of the year 1970.
fn day(time: DateTime) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    time.at_utc().date().since(epoch).map_or(0, |span| span.get_days())
}

impl Bases {
    fn of(periods: impl Iterator<Item = (u32, Period)>, coverage: &Coverage) -> Bases {
        let (mut durations, mut instants) = (Vec::new(), Vec::new());
        for (number, period) in periods {
            match period {
                Period::Duration { start, end } => {
                    durations.push(Days { start: day(start), end: day(end), period: number });
                }
                Period::Instant(at) => instants.push((day(at), number)),
                Period::Forever => {}
            }
        }
        durations.sort_unstable_by_key(|days| (days.start, days.end, days.period));
        instants.sort_unstable();
        let mut bases = Bases::default();
        bases.add_durations(&durations);
        let spans: FxHashSet<(i32, i32)> = durations
            .iter()
            .filter(|days| [Which::Old, Which::New].iter().any(|which| coverage.periods(*which).contains(&days.period)))
            .map(|days| (days.start, days.end))
            .collect();
        bases.add_instants(&instants, &spans);
        bases.0.values_mut().for_each(|list| list.sort_unstable());
        bases
    }

    fn add(&mut self, later: u32, base: Base) {
        self.0.entry(later).or_default().push(base);
    }

    fn add_durations(&mut self, durations: &[Days]) {
        for later in durations {
            let length = later.length();
            let slack = tolerance(length);
            // (where the base should start, how far off it may be, what the movement is called)
            let year = (later.start - 365, 8, MovementKind::YearOverYear);
            let kind = match length {
                85..=98 => MovementKind::QuarterOverQuarter,
                _ => MovementKind::PeriodOverPeriod,
            };
            let before = (later.start - length, 2 * slack, kind);
            let is_year = (358..=373).contains(&length);
            for (start, off, kind) in [Some(year), (!is_year).then_some(before)].into_iter().flatten() {
                let first = durations.partition_point(|days| days.start < start - off);
                for base in durations[first..].iter().take_while(|days| days.start <= start + off) {
                    let adjacent = kind == MovementKind::YearOverYear || (base.end - later.start).abs() <= slack;
                    let alike = (base.length() - length).abs() <= slack;
                    if base.period != later.period && alike && adjacent {
                        let off = match kind {
                            MovementKind::YearOverYear => base.start - start,
                            _ => base.end - later.start,
                        };
                        self.add(later.period, Base { kind, off: off.abs(), period: base.period });
                    }
                }
            }
        }
    }

    /// Instants pair when a covered duration runs from one to the other, or when they are a year apart.
    fn add_instants(&mut self, instants: &[(i32, u32)], spans: &FxHashSet<(i32, i32)>) {
        let mut starts: Vec<(i32, i32)> = spans.iter().map(|(start, end)| (*end, *start)).collect();
        starts.sort_unstable();
        for (at, later) in instants {
            let first = starts.partition_point(|(end, _)| end < at);
            let opening = starts[first..].iter().take_while(|(end, _)| end == at).map(|(_, start)| *start);
            let opening: Vec<i32> = opening.collect();
            for start in &opening {
                let first = instants.partition_point(|(at, _)| at < start);
                for (_, period) in instants[first..].iter().take_while(|(at, _)| at == start) {
                    self.add(*later, Base { kind: MovementKind::OpeningToClosing, off: 0, period: *period });
                }
            }
            let year = at - 365;
            let first = instants.partition_point(|(at, _)| *at < year - 8);
            for (base, period) in instants[first..].iter().take_while(|(base, _)| *base <= year + 8) {
                if !opening.contains(base) {
                    let off = (base - year).abs();
                    self.add(*later, Base { kind: MovementKind::YearOverYear, off, period: *period });
                }
            }
        }
    }

    fn get(&self, later: u32) -> &[Base] {
        self.0.get(&later).map_or(&[], Vec::as_slice)
    }
}

/// What both filings tell of one thing for one period, or what was derived.
#[derive(Clone, Copy)]
struct Line {
    period: u32,
    told: (Option<Told>, Option<Told>),
    derived: Option<usize>,
}

/// The quarters that were derived, numbered as the periods of facts are.
struct Quarters {
    numbers: FxHashMap<Period, u32>,
    /// What was derived of each thing: the period, and the place among all that was derived.
    of: FxHashMap<(u32, u32, u32), Vec<(u32, usize)>>,
    /// The first number that no fact's period has.
    first: u32,
}

impl Quarters {
    fn of(tables: &Tables, derived: &[Derived]) -> Quarters {
        let first = tables.periods().count() as u32;
        let (mut numbers, mut of) = (FxHashMap::default(), FxHashMap::<_, Vec<_>>::default());
        if derived.is_empty() {
            return Quarters { numbers, of, first };
        }
        numbers.extend(tables.periods().map(|(number, period)| (period, number)));
        for (at, derived) in derived.iter().enumerate() {
            let next = numbers.len() as u32;
            let number = *numbers.entry(derived.period).or_insert(next);
            of.entry(derived.whole.1.key.thing()).or_default().push((number, at));
        }
        Quarters { numbers, of, first }
    }

    /// The periods that no fact has.
    fn own(&self) -> impl Iterator<Item = (u32, Period)> {
        self.numbers.iter().map(|(period, number)| (*number, *period)).filter(|(number, _)| *number >= self.first)
    }
}

/// The movements of every thing that is a number.
///
/// One that both filings tell themselves is no news and is left out. Its ends are of one filing
/// where that has both, so that they stand on one footing; else each of the filing that has it.
pub(crate) fn movements(context: Context<'_>, coverage: &Coverage, derived: &[Derived]) -> Vec<Moved> {
    let tables = &context.keyed.tables;
    let quarters = Quarters::of(tables, derived);
    let bases = Bases::of(tables.periods().chain(quarters.own()), coverage);
    let mut moved = Vec::new();
    for lines in things(context.told, &quarters) {
        for later in &lines {
            let mut taken: Option<MovementKind> = None;
            for base in bases.get(later.period) {
                let Ok(at) = lines.binary_search_by_key(&base.period, |line| line.period) else { continue };
                let is_nearest = taken != Some(base.kind) || base.kind == MovementKind::OpeningToClosing;
                if is_nearest {
                    taken = Some(base.kind);
                    let ends = match (lines[at].derived, later.derived) {
                        (None, None) => between(lines[at].told, later.told),
                        _ => derived_ends(derived, &lines[at], later),
                    };
                    moved.extend(ends.map(|(from, to)| Moved { kind: base.kind, from, to }));
                }
            }
        }
    }
    moved
}

/// Two ends of which one at least was derived: what is told beside it is taken from the filing of its longer period,
/// where that tells it.
fn derived_ends(derived: &[Derived], from: &Line, to: &Line) -> Option<(End, End)> {
    let which = from.derived.or(to.derived).map(|at| derived[at].whole.0)?;
    let end = |line: &Line| {
        let told = |which: Which| {
            let told = if which == Which::Old { line.told.0 } else { line.told.1 };
            told.map(|told| End::Told(which, told))
        };
        line.derived.map(End::Derived).or_else(|| told(which)).or_else(|| told(which.other()))
    };
    Some((end(from)?, end(to)?))
}

fn between(from: (Option<Told>, Option<Told>), to: (Option<Told>, Option<Told>)) -> Option<(End, End)> {
    let (old, new) = (from.0.zip(to.0), from.1.zip(to.1));
    let ends = |(from, to): (Told, Told), one, two| (End::Told(one, from), End::Told(two, to));
    match (old, new) {
        (Some(_), Some(_)) => None,
        (Some(pair), None) => Some(ends(pair, Which::Old, Which::Old)),
        (None, Some(pair)) => Some(ends(pair, Which::New, Which::New)),
        (None, None) => {
            let forward = from.0.zip(to.1).map(|pair| ends(pair, Which::Old, Which::New));
            forward.or_else(|| from.1.zip(to.0).map(|pair| ends(pair, Which::New, Which::Old)))
        }
    }
}

/// The numeric statements of both filings and what was derived, thing by thing, each sorted by period.
fn things<'a>(told: &'a Both<Vec<Told>>, quarters: &'a Quarters) -> impl Iterator<Item = Vec<Line>> + 'a {
    let (mut old, mut new) = (told.old.as_slice(), told.new.as_slice());
    std::iter::from_fn(move || {
        let thing = [old.first(), new.first()].into_iter().flatten().map(|told| told.key.thing()).min()?;
        let take = |list: &mut &[Told]| {
            let count = list.iter().take_while(|told| told.key.thing() == thing).count();
            let (these, rest) = list.split_at(count);
            *list = rest;
            these.to_vec()
        };
        let mut lines = merge(&take(&mut old), &take(&mut new));
        if let Some(derived) = quarters.of.get(&thing) {
            let line = |(period, at): &(u32, usize)| Line { period: *period, told: (None, None), derived: Some(*at) };
            lines.extend(derived.iter().map(line));
            lines.sort_by_key(|line| line.period);
        }
        Some(lines)
    })
    .filter(|lines| lines.len() > 1)
}

fn merge(old: &[Told], new: &[Told]) -> Vec<Line> {
    let mut lines: Vec<Line> =
        old.iter().map(|told| Line { period: told.key.period, told: (Some(*told), None), derived: None }).collect();
    lines.extend(new.iter().map(|told| Line { period: told.key.period, told: (None, Some(*told)), derived: None }));
    lines.retain(|line| line.told.0.or(line.told.1).is_some_and(|told| told.key.is_numeric()));
    lines.sort_by_key(|line| line.period);
    lines.dedup_by(|two, one| {
        let same = one.period == two.period;
        if same {
            one.told.1 = two.told.1;
        }
        same
    });
    lines
}
