//! What is in one filing alone: in another unit, gone, come, or for a period that the other does not cover.

use rustc_hash::{FxHashMap, FxHashSet};

use super::align::Aligned;
use super::classify::{Context, Found, Pair, Verdict};
use super::comparison::{Class, Which};
use super::coverage::Coverage;
use super::key::Key;
use super::reduce::Told;

/// Takes out of the leftovers the pairs that are of the same thing but for the unit, where either
/// filing has one.
pub(crate) fn in_other_units(context: Context<'_>, aligned: &mut Aligned) -> Vec<Found> {
    let by_thing = |which: Which, alone: &[u32]| {
        let mut map: FxHashMap<(u32, u32, u32), Option<u32>> = FxHashMap::default();
        for index in alone {
            let key = context.told.get(which)[*index as usize].key;
            let only = |at: &mut Option<u32>| *at = None;
            map.entry((key.concept, key.subject, key.period)).and_modify(only).or_insert(Some(*index));
        }
        map
    };
    let new = by_thing(Which::New, &aligned.alone.new);
    let old = by_thing(Which::Old, &aligned.alone.old);
    let mut found = Vec::new();
    for index in &aligned.alone.old {
        let told = context.told.old[*index as usize];
        let thing = (told.key.concept, told.key.subject, told.key.period);
        if old.get(&thing) == Some(&Some(*index))
            && let Some(Some(other)) = new.get(&thing)
        {
            let other = context.told.new[*other as usize];
            found
                .push(Found { verdict: Verdict::plain(Class::Unit), pair: Pair { old: Some(told), new: Some(other) } });
        }
    }
    let paired: FxHashSet<(Which, Key)> = found.iter().flat_map(|found| found.pair.keys()).collect();
    for which in [Which::Old, Which::New] {
        let list = context.told.get(which);
        aligned.alone.get_mut(which).retain(|index| !paired.contains(&(which, list[*index as usize].key)));
    }
    found
}

/// Classes what is in one filing alone.
pub(crate) fn alone(context: Context<'_>, coverage: &Coverage, aligned: &Aligned) -> Vec<Found> {
    let left_out = [Which::Old, Which::New].map(|which| told_in_notes_left_out(context, coverage, which));
    let class = |which: Which, told: &Told, gone: Class| {
        let other = which.other();
        let is_left_out = left_out[usize::from(which == Which::New)].contains(&told.key.concept);
        let missing =
            coverage.covers(other, told.key) && !is_left_out && !is_not_repeated(context, coverage, which, told);
        Verdict::plain(if missing { gone } else { Class::Uncovered })
    };
    let old = aligned.alone.old.iter().map(|index| &context.told.old[*index as usize]);
    let new = aligned.alone.new.iter().map(|index| &context.told.new[*index as usize]);
    let removed = old.map(|told| Found {
        verdict: class(Which::Old, told, Class::Removed),
        pair: Pair { old: Some(*told), new: None },
    });
    let added = new.map(|told| Found {
        verdict: class(Which::New, told, Class::Added),
        pair: Pair { old: None, new: Some(*told) },
    });
    removed.chain(added).collect()
}

/// The concepts of a filing that stand in notes which the other filing doesn't have at all: it tells nothing
/// of any of their line items.
///
/// An interim report leaves out most notes of an annual one, and nothing is missing from it for that.
/// Where both are of one kind, a note that is gone is gone.
fn told_in_notes_left_out(context: Context<'_>, coverage: &Coverage, which: Which) -> FxHashSet<u32> {
    if coverage.are_of_one_kind() {
        return FxHashSet::default();
    }
    let concepts =
        |which: Which| -> FxHashSet<u32> { context.told.get(which).iter().map(|told| told.key.concept).collect() };
    let (own, other) = (concepts(which), concepts(which.other()));
    let note = |concept: &u32| {
        let position = context.info_of(which, context.keyed.tables.concept_of(*concept))?.position?;
        position.is_note.then_some(position.statement)
    };
    let kept: FxHashSet<u32> = own.intersection(&other).filter_map(note).collect();
    own.iter().copied().filter(|concept| note(concept).is_some_and(|note| !kept.contains(&note))).collect()
}

/// Whether neither filing gives comparatives for a thing: one tells it for its own current period
/// and no other, and the other filing tells it too, not for that period.
///
/// Annual notes give maturities, commitments and fair values as of one day only. Last year's are
/// not missing from this year's filing.
fn is_not_repeated(context: Context<'_>, coverage: &Coverage, which: Which, told: &Told) -> bool {
    let same_thing = |which: Which| {
        let list = context.told.get(which);
        let first = list.partition_point(|other| other.key.thing() < told.key.thing());
        list[first..].iter().take_while(|other| other.key.thing() == told.key.thing())
    };
    coverage.is_current(which, told.key.period)
        && !coverage.is_current(which.other(), told.key.period)
        && same_thing(which).filter(|other| coverage.covers(which, other.key)).count() <= 1
        && same_thing(which.other()).next().is_some()
}
