//! Recasts: the same amount, or the same total, under other members, axes or line items.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::aspects::EntityId;
use crate::model::{Decimal, DimensionMember, Dimensions, Interval, Name, QName};

use super::align::Aligned;
use super::balance::{self, Share};
use super::classify::{Context, Found, Pair, Verdict};
use super::comparison::{Class, RecastKind, Which};
use super::key::Key;
use super::reduce::Told;
use super::value::digits;

/// Digits of an amount that does not turn up elsewhere by chance.
const TELLING_DIGITS: i32 = 3;

/// The most dimensions of a fact along which it may have been recut; tables in earnest have a handful.
const MOST_AXES: usize = 32;

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

/// Finds what was recast among the restated pairs and what is in one filing alone; takes it out of
/// the latter and adds it to what was found.
pub(crate) fn take(context: Context<'_>, found: &mut Vec<Found>, aligned: &mut Aligned) -> Vec<Recast> {
    let mut recasts = moved(context, aligned);
    let mut used: FxHashSet<(Which, Key)> = recasts.iter().flat_map(keys).collect();
    let changed = changed(context, found, aligned);
    for (common, members) in groups(context, &changed) {
        let free = |at: &usize| changed[*at].part.keys().all(|key| !used.contains(&key));
        let parts: Vec<&Changed> = members.iter().filter(|at| free(at)).map(|at| &changed[*at]).collect();
        let shares: Option<Vec<Share>> = parts.iter().map(|part| share(context, &common, part)).collect();
        for set in shares.map_or_else(Vec::new, |shares| balance::sets(&shares)) {
            for at in set.members.iter().filter_map(|at| parts[*at].at) {
                found[at].verdict = Verdict::plain(Class::Recast);
            }
            let recast = recast(&common, set.members.iter().map(|at| parts[*at].part).collect(), set.sums);
            used.extend(keys(&recast));
            recasts.push(recast);
        }
    }
    let restated = found.iter().filter(|found| found.verdict.class == Class::Recast);
    let known: FxHashSet<(Which, Key)> = restated.flat_map(|found| found.pair.keys()).collect();
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
    recasts.extend(moved_along(context, aligned, &recasts));
    recasts.sort_by_key(|recast| recast.parts[0].old.map(|told| told.key));
    recasts
}

/// Amounts that are too plain to show a move by themselves, zero among them, whose members are those of
/// an amount that moved.
fn moved_along(context: Context<'_>, aligned: &Aligned, moved: &[Recast]) -> Vec<Recast> {
    let ends = |recast: &Recast| Some((recast.parts[0].old?.key, recast.parts[1].new?.key));
    let ends: Vec<(Key, Key)> = moved.iter().filter_map(ends).collect();
    let known: FxHashSet<Key> = ends.iter().flat_map(|(old, new)| [*old, *new]).collect();
    let mut subjects: FxHashMap<u32, FxHashSet<u32>> = FxHashMap::default();
    ends.iter().for_each(|(old, new)| _ = subjects.entry(old.subject).or_default().insert(new.subject));
    let list = &context.told.new;
    let come: FxHashMap<Key, Told> =
        aligned.alone.new.iter().map(|index| list[*index as usize]).map(|told| (told.key, told)).collect();
    let along = |old: Told| {
        let keys = subjects.get(&old.key.subject).into_iter().flatten();
        let found = keys.filter_map(|subject| come.get(&Key { subject: *subject, ..old.key }));
        let free = found.filter(|new| !known.contains(&old.key) && !known.contains(&new.key));
        let pairs: Vec<(Told, Told)> = free.map(|new| (old, *new)).collect();
        pairs
    };
    let pairs: Vec<(Told, Told)> =
        aligned.alone.old.iter().flat_map(|index| along(context.told.old[*index as usize])).collect();
    let mut uses: FxHashMap<(Which, Key), usize> = FxHashMap::default();
    for (old, new) in &pairs {
        *uses.entry((Which::Old, old.key)).or_default() += 1;
        *uses.entry((Which::New, new.key)).or_default() += 1;
    }
    // Where an amount could have moved to two places, or from two, neither is evident.
    let is_sole = |(old, new): &&(Told, Told)| uses[&(Which::Old, old.key)] == 1 && uses[&(Which::New, new.key)] == 1;
    let recast = |(old, new): &(Told, Told)| {
        let (one, two) = (context.number(Which::Old, old)?, context.number(Which::New, new)?);
        let parts = vec![Pair { old: Some(*old), new: None }, Pair { old: None, new: Some(*new) }];
        let sums = [one.interval(), two.interval()];
        one.agrees(&two).then_some(Recast { kind: RecastKind::Moved, axis: None, total: None, parts, sums })
    };
    pairs.iter().filter(is_sole).filter_map(recast).collect()
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
fn groups(context: Context<'_>, changed: &[Changed]) -> Vec<(Common, Vec<usize>)> {
    let tables = &context.keyed.tables;
    let mut groups: indexmap::IndexMap<Common, Vec<usize>, rustc_hash::FxBuildHasher> = indexmap::IndexMap::default();
    for (at, key) in changed.iter().enumerate().filter_map(|(at, changed)| Some((at, changed.key()?))) {
        let subject = tables.subject(key.subject);
        let pairs = tables.dimensions(key.subject).pairs();
        let explicit = pairs.iter().filter(|(_, member)| matches!(member, DimensionMember::Explicit(_)));
        for (axis, _) in explicit.take(if pairs.len() > MOST_AXES { 0 } else { MOST_AXES }) {
            let rest = pairs.iter().filter(|(other, _)| other != axis).cloned().collect();
            let who = (subject.entity, subject.language);
            let common = Common::Axis(key.concept, who, Dimensions::new(rest), *axis, key.unit, key.period);
            groups.entry(common).or_default().push(at);
        }
        for total in context.summations.totals(tables.concept(key)) {
            groups.entry(Common::Total(*total, key.subject, key.unit, key.period)).or_default().push(at);
        }
    }
    let mut groups: Vec<(Common, Vec<usize>)> = groups.into_iter().filter(|(_, members)| members.len() > 1).collect();
    // By what is said, not by numbers: the same in whatever order the filings tell it.
    let names: FxHashMap<usize, String> =
        groups.iter().flat_map(|(_, members)| members).map(|at| (*at, told_as(context, &changed[*at]))).collect();
    for (_, members) in &mut groups {
        members.sort_by(|one, two| names[one].cmp(&names[two]));
    }
    groups.sort_by(|(_, one), (_, two)| {
        let all = |members: &[usize]| members.iter().map(|at| &names[at]).collect::<Vec<_>>();
        two.len().cmp(&one.len()).then_with(|| all(one).cmp(&all(two)))
    });
    groups
}

/// A changed fact's key in words.
fn told_as(context: Context<'_>, changed: &Changed) -> String {
    let tables = &context.keyed.tables;
    changed.key().map_or_else(String::new, |key| {
        let (concept, period) = (tables.concept(key), tables.period(key.period));
        format!("{period} {concept} {:?} {:?}", tables.dimensions(key.subject), tables.unit(key.unit))
    })
}

/// What a part is of the sum in either filing; `None` where it is no number there.
fn share(context: Context<'_>, common: &Common, changed: &Changed) -> Option<Share> {
    let of = |which: Which, told: Option<Told>| {
        let Some(told) = told else { return Some(None) };
        let number = context.number(which, &told)?;
        let weight = match common {
            Common::Axis(..) => Some(Decimal::ONE),
            // A filing whose total doesn't have the part counts none of it.
            Common::Total(total, ..) => {
                context.summations.weight(which, *total, context.keyed.tables.concept(told.key)).cloned()
            }
        };
        Some(weight.map(|weight| (number.interval().scale(&weight), &number.value * &weight)))
    };
    Some(Share::new(of(Which::Old, changed.part.old)?, of(Which::New, changed.part.new)?))
}

fn recast(common: &Common, parts: Vec<Pair>, sums: [Interval; 2]) -> Recast {
    let (kind, axis, total) = match common {
        Common::Axis(_, _, _, axis, ..) => (RecastKind::Recut, Some(*axis), None),
        Common::Total(total, ..) => (RecastKind::Regrouped, None, Some(*total)),
    };
    Recast { kind, axis, total, parts, sums }
}
