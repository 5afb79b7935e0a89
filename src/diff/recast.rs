//! Recasts: the same amount, or the same total, under other members, axes or line items.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::aspects::EntityId;
use crate::model::{Decimal, DimensionMember, Dimensions, Interval, Name, QName};

use super::align::Aligned;
use super::classify::{Context, Found, Pair, Verdict};
use super::comparison::{Class, RecastKind, Which};
use super::key::{Both, Key};
use super::reduce::Told;
use super::value::{Number, digits};

/// Digits of an amount that does not turn up elsewhere by chance.
const TELLING_DIGITS: i32 = 3;

/// Facts that changed together, and whose sum did not.
pub(crate) struct Recast {
    pub(crate) kind: RecastKind,
    /// For [`RecastKind::Recut`]: the axis along which the parts lie.
    pub(crate) axis: Option<QName>,
    /// For [`RecastKind::Regrouped`]: the total that the parts sum to.
    pub(crate) total: Option<QName>,
    pub(crate) parts: Vec<Pair>,
    /// What the parts sum to in the older filing, and in the newer one.
    pub(crate) sums: [Interval; 2],
}

/// A changed fact, by what of it stays the same.
#[derive(Clone, Copy)]
struct Changed {
    part: Pair,
    /// Where it is in the list of what was found; none for what is in one filing alone.
    at: Option<usize>,
}

impl Changed {
    fn key(&self) -> Option<Key> {
        self.part.new.or(self.part.old).map(|told| told.key)
    }
}

/// What the parts of a group have in common.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Common {
    /// A concept, whose, in which language, for which other members, along which axis, unit, period.
    Axis(u32, (EntityId, Option<Name>), Dimensions, QName, u32, u32),
    /// A total, its subject, unit, period.
    Total(QName, u32, u32, u32),
}

/// The sum of one filing's parts.
struct Sum {
    interval: Interval,
    count: usize,
}

/// Finds what was recast among the restated pairs and what is in one filing alone; takes it out of
/// the latter and adds it to what was found.
pub(crate) fn take(context: Context<'_>, found: &mut Vec<Found>, aligned: &mut Aligned) -> Vec<Recast> {
    let mut recasts = moved(context, aligned);
    let mut used: FxHashSet<(Which, Key)> = recasts.iter().flat_map(keys).collect();
    let changed = changed(context, found, aligned);
    let summations = Summations::of(context);
    for (common, members) in groups(context, &summations, &changed) {
        let free = |at: &usize| changed[*at].part.keys().all(|key| !used.contains(&key));
        let parts: Vec<&Changed> = members.iter().filter(|at| free(at)).map(|at| &changed[*at]).collect();
        if let Some(recast) = settle(context, &summations, &common, &parts) {
            for at in parts.iter().filter_map(|part| part.at) {
                found[at].verdict = Verdict::plain(Class::Recast);
            }
            used.extend(keys(&recast));
            recasts.push(recast);
        }
    }
    let known: FxHashSet<(Which, Key)> = found.iter().flat_map(|found| found.pair.keys()).collect();
    let alone =
        recasts.iter().flat_map(|recast| &recast.parts).filter(|part| part.keys().all(|key| !known.contains(&key)));
    found.extend(alone.map(|part| Found { verdict: Verdict::plain(Class::Recast), pair: *part }));
    for which in [Which::Old, Which::New] {
        let list = context.told.get(which);
        aligned.alone.get_mut(which).retain(|index| !used.contains(&(which, list[*index as usize].key)));
    }
    recasts
}

fn keys(recast: &Recast) -> impl Iterator<Item = (Which, Key)> {
    recast.parts.iter().flat_map(|part| part.keys())
}

/// Amounts that are in either filing once, of one concept, for one period, under other members.
fn moved(context: Context<'_>, aligned: &Aligned) -> Vec<Recast> {
    let tables = &context.keyed.tables;
    let places = |which: Which| {
        let mut places: FxHashMap<_, Option<Told>> = FxHashMap::default();
        let list = context.told.get(which);
        for told in aligned.alone.get(which).iter().map(|index| list[*index as usize]) {
            let Some(number) = context.number(which, &told).filter(|number| digits(&number.value) >= TELLING_DIGITS)
            else {
                continue;
            };
            let subject = tables.subject(told.key.subject).without_dimensions();
            let place = (told.key.concept, subject, told.key.unit, told.key.period, number.value);
            places.entry(place).and_modify(|told| *told = None).or_insert(Some(told));
        }
        places
    };
    let (old, new) = (places(Which::Old), places(Which::New));
    let mut recasts: Vec<Recast> = old
        .into_iter()
        .filter_map(|(place, old)| {
            let (old, new) = (old?, (*new.get(&place)?)?);
            let interval = |which, told: &Told| context.number(which, told).map(|number| number.interval());
            let sums = [interval(Which::Old, &old)?, interval(Which::New, &new)?];
            let parts = vec![Pair { old: Some(old), new: None }, Pair { old: None, new: Some(new) }];
            Some(Recast { kind: RecastKind::Moved, axis: None, total: None, parts, sums })
        })
        .collect();
    recasts.sort_by_key(|recast| recast.parts[0].old.map(|told| told.key));
    recasts
}

/// Numbers that differ, and numbers that are in one filing alone.
fn changed(context: Context<'_>, found: &[Found], aligned: &Aligned) -> Vec<Changed> {
    let restated = found.iter().enumerate().filter(|(_, found)| found.verdict.class == Class::Restated);
    let restated = restated.map(|(at, found)| Changed { part: found.pair, at: Some(at) });
    let alone = |which: Which| {
        let list = context.told.get(which);
        aligned.alone.get(which).iter().map(|index| list[*index as usize])
    };
    let gone = alone(Which::Old).map(|told| Changed { part: Pair { old: Some(told), new: None }, at: None });
    let come = alone(Which::New).map(|told| Changed { part: Pair { old: None, new: Some(told) }, at: None });
    let all = restated.chain(gone).chain(come);
    all.filter(|changed| changed.key().is_some_and(Key::is_numeric)).collect()
}

/// The changed facts by what they have in common, as indices; the largest groups first.
fn groups(context: Context<'_>, summations: &Summations, changed: &[Changed]) -> Vec<(Common, Vec<usize>)> {
    let tables = &context.keyed.tables;
    let mut groups: indexmap::IndexMap<Common, Vec<usize>, rustc_hash::FxBuildHasher> = indexmap::IndexMap::default();
    for (at, key) in changed.iter().enumerate().filter_map(|(at, changed)| Some((at, changed.key()?))) {
        let subject = tables.subject(key.subject);
        let pairs = tables.dimensions(key.subject).pairs();
        for (axis, _) in pairs.iter().filter(|(_, member)| matches!(member, DimensionMember::Explicit(_))) {
            let rest = pairs.iter().filter(|(other, _)| other != axis).cloned().collect();
            let who = (subject.entity, subject.language);
            let common = Common::Axis(key.concept, who, Dimensions::new(rest), *axis, key.unit, key.period);
            groups.entry(common).or_default().push(at);
        }
        for total in summations.totals.get(&tables.concept(key)).into_iter().flatten() {
            groups.entry(Common::Total(*total, key.subject, key.unit, key.period)).or_default().push(at);
        }
    }
    let mut groups: Vec<(Common, Vec<usize>)> = groups.into_iter().collect();
    let first = |members: &[usize]| members.iter().filter_map(|at| changed[*at].key()).min();
    groups.retain(|(_, members)| members.len() > 1);
    groups.sort_by_cached_key(|(_, members)| (std::cmp::Reverse(members.len()), first(members)));
    groups
}

/// The summations of both taxonomies, all names folded.
#[derive(Default)]
struct Summations {
    /// The totals of each line item, of either filing.
    totals: FxHashMap<QName, Vec<QName>>,
    /// The weight of a line item in a total.
    weights: Both<FxHashMap<(QName, QName), Decimal>>,
}

impl Summations {
    fn of(context: Context<'_>) -> Summations {
        let mut summations = Summations::default();
        for which in [Which::Old, Which::New] {
            let fold = |name| context.keyed.folding.fold(which, name);
            for arc in &context.sides.get(which).vocabulary.summations {
                let (total, part) = (fold(arc.total), fold(arc.part));
                let totals = summations.totals.entry(part).or_default();
                if !totals.contains(&total) {
                    totals.push(total);
                }
                summations.weights.get_mut(which).insert((total, part), arc.weight.clone());
            }
        }
        summations
    }
}

/// The recast that a group is, if its sum holds and the parts changed by more than rounding explains.
fn settle(context: Context<'_>, summations: &Summations, common: &Common, parts: &[&Changed]) -> Option<Recast> {
    let sum = |which: Which| {
        let told = parts.iter().filter_map(|changed| match which {
            Which::Old => changed.part.old,
            Which::New => changed.part.new,
        });
        let mut sum = Sum { interval: Interval::exact(Decimal::ZERO), count: 0 };
        for told in told {
            let number: Number = context.number(which, &told)?;
            let weight = match common {
                Common::Axis(..) => Decimal::ONE,
                Common::Total(total, ..) => {
                    let part = context.keyed.tables.concept(told.key);
                    // A filing whose total doesn't have the part counts none of it.
                    let Some(weight) = summations.weights.get(which).get(&(*total, part)) else { continue };
                    weight.clone()
                }
            };
            sum.interval = sum.interval.add(&number.interval().scale(&weight));
            sum.count += 1;
        }
        Some(sum)
    };
    let (old, new) = (sum(Which::Old)?, sum(Which::New)?);
    let has_both = old.count > 0 && new.count > 0 && old.count + new.count > 2;
    let is_zero = old.interval.contains(&Decimal::ZERO) && new.interval.contains(&Decimal::ZERO);
    let width = |sum: &Sum| &sum.interval.high - &sum.interval.low;
    let rounding = width(&old).max(width(&new));
    let largest = parts.iter().filter_map(|changed| size(context, changed)).max()?;
    let is_evident = &rounding * &Decimal::from(10) <= largest;
    if !has_both || is_zero || !old.interval.meets(&new.interval) || !is_evident {
        return None;
    }
    let (kind, axis, total) = match common {
        Common::Axis(_, _, _, axis, ..) => (RecastKind::Recut, Some(*axis), None),
        Common::Total(total, ..) => (RecastKind::Regrouped, None, Some(*total)),
    };
    let parts = parts.iter().map(|changed| changed.part).collect();
    Some(Recast { kind, axis, total, parts, sums: [old.interval, new.interval] })
}

/// By how much a part changed.
fn size(context: Context<'_>, changed: &Changed) -> Option<Decimal> {
    let value = |which, told: Option<Told>| context.number(which, &told?).map(|number| number.value);
    let (old, new) = (value(Which::Old, changed.part.old), value(Which::New, changed.part.new));
    match (old, new) {
        (Some(old), Some(new)) => Some((&new - &old).abs()),
        (one, other) => one.or(other).map(|value| value.abs()),
    }
}
