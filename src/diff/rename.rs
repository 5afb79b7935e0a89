//! Renaming: a concept or member that is gone and another that came and says the same.

use std::cmp::Reverse;

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::model::{Decimal, DimensionMember, Dimensions, QName};

use super::align::Aligned;
use super::classify::Context;
use super::comparison::{Confidence, Named, Which};
use super::key::{Both, Subject, Tables};
use super::reduce::Told;
use super::value::Value;

/// Names that share a value in one place beyond this number: too common to show anything.
const COMMON: usize = 20;
/// Characters of a text that two concepts don't share by chance.
const TELLING_TEXT: usize = 40;
/// Digits of a number that two concepts rarely share by chance.
const TELLING_DIGITS: i32 = 3;

/// A name that became another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Renaming {
    pub(crate) what: Named,
    /// The older filing's name, folded.
    pub(crate) from: QName,
    /// The newer filing's, folded.
    pub(crate) to: QName,
    /// Facts with equal values other than zero.
    pub(crate) equal: usize,
    /// Facts for the same periods with other values.
    pub(crate) apart: usize,
    pub(crate) same_label: bool,
    pub(crate) confidence: Confidence,
}

/// A value that can show that two names mean the same.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Telling<'a> {
    Number(Decimal),
    Text(&'a str),
}

/// All that is said of a fact but the name that may have changed.
type Frame = (u32, u32, u32, u32);

/// A name in a place, with what is said there.
struct Seen<'a> {
    name: QName,
    frame: Frame,
    told: Told,
    value: Option<Telling<'a>>,
}

/// Finds the renamings of concepts, then those of members, the surest first.
pub(crate) fn find(context: Context<'_>, aligned: &Aligned) -> Vec<Renaming> {
    let mut found = matched(context, Named::Concept, &seen_concepts(context, aligned));
    found.extend(matched(context, Named::Member, &seen_members(context, aligned)));
    found
}

/// The facts of concepts that the other filing doesn't have.
fn seen_concepts<'a>(context: Context<'a>, aligned: &Aligned) -> Both<Vec<Seen<'a>>> {
    let concepts = |which: Which| context.told.get(which).iter().map(|told| told.key.concept).collect();
    let known: Both<FxHashSet<u32>> = Both { old: concepts(Which::Old), new: concepts(Which::New) };
    let of = |which: Which| {
        let list = context.told.get(which);
        let told = aligned.alone.get(which).iter().map(|index| list[*index as usize]);
        let gone = told.filter(|told| !known.get(which.other()).contains(&told.key.concept));
        let seen = |told: Told| Seen {
            name: context.keyed.tables.concept(told.key),
            frame: (u32::MAX, told.key.subject, told.key.unit, told.key.period),
            told,
            value: telling(context, which, &told),
        };
        gone.map(seen).collect()
    };
    Both { old: of(Which::Old), new: of(Which::New) }
}

/// The facts that have a member which the other filing doesn't have.
fn seen_members<'a>(context: Context<'a>, aligned: &Aligned) -> Both<Vec<Seen<'a>>> {
    let tables = &context.keyed.tables;
    let members = |which: Which| -> FxHashSet<QName> {
        let subjects: FxHashSet<u32> = context.told.get(which).iter().map(|told| told.key.subject).collect();
        let pairs = subjects.into_iter().flat_map(|subject| tables.dimensions(subject).pairs());
        pairs.filter_map(|(_, member)| explicit(member)).collect()
    };
    let known = Both { old: members(Which::Old), new: members(Which::New) };
    // A subject without the member in question, numbered.
    let mut frames: IndexSet<(Subject, QName, Dimensions), FxBuildHasher> = IndexSet::default();
    let mut of = |which: Which| {
        let list = context.told.get(which);
        let mut seen = Vec::new();
        for told in aligned.alone.get(which).iter().map(|index| list[*index as usize]) {
            let pairs = tables.dimensions(told.key.subject).pairs();
            let is_gone = |member: &QName| !known.get(which.other()).contains(member);
            let mut gone = pairs.iter().filter_map(|(axis, member)| Some((*axis, explicit(member).filter(is_gone)?)));
            let (Some((axis, name)), None) = (gone.next(), gone.next()) else { continue };
            let rest = pairs.iter().filter(|(other, _)| *other != axis).cloned().collect();
            let subject = tables.subject(told.key.subject).without_dimensions();
            let frame = frames.insert_full((subject, axis, Dimensions::new(rest))).0 as u32;
            seen.push(Seen {
                name,
                frame: (told.key.concept, frame, told.key.unit, told.key.period),
                told,
                value: telling(context, which, &told),
            });
        }
        seen
    };
    Both { old: of(Which::Old), new: of(Which::New) }
}

fn explicit(member: &DimensionMember) -> Option<QName> {
    match member {
        DimensionMember::Explicit(member) => Some(*member),
        DimensionMember::Typed(_) => None,
    }
}

/// A value that is not zero, and no short text.
fn telling<'a>(context: Context<'a>, which: Which, told: &Told) -> Option<Telling<'a>> {
    match context.value(which, told.key, told.fact) {
        Value::Number(number) => (!number.value.is_zero()).then_some(Telling::Number(number.value)),
        Value::Text(text) => (text.len() >= TELLING_TEXT).then_some(Telling::Text(text)),
        Value::Nil => None,
    }
}

/// What speaks for a pair of names, and against it.
#[derive(Default)]
struct Evidence {
    equal: usize,
    apart: usize,
    /// Whether one of the equal values is not likely to be chance.
    is_telling: bool,
    same_label: bool,
}

impl Evidence {
    fn confidence(&self) -> Option<Confidence> {
        match (self.equal, self.apart) {
            (2.., 0) => Some(Confidence::High),
            (equal @ 2.., apart) if apart < equal => Some(Confidence::Medium),
            (1, 0) if self.is_telling || self.same_label => Some(Confidence::Medium),
            (0, 0) if self.same_label => Some(Confidence::Low),
            _ => None,
        }
    }
}

/// Pairs of names, each name once, the best evidence first.
fn matched(context: Context<'_>, what: Named, seen: &Both<Vec<Seen<'_>>>) -> Vec<Renaming> {
    let mut pairs = by_value(seen);
    for pair in by_label(context, seen) {
        pairs.entry(pair).or_default().same_label = true;
    }
    count_apart(context, seen, &mut pairs);
    let mut candidates: Vec<Renaming> = pairs
        .into_iter()
        .filter_map(|((from, to), evidence)| {
            let confidence = evidence.confidence()?;
            let Evidence { equal, apart, same_label, .. } = evidence;
            Some(Renaming { what, from, to, equal, apart, same_label, confidence })
        })
        .collect();
    candidates.sort_by_key(|candidate| {
        // The same in both directions: of equal evidence the pair of names, whichever is the older.
        let names = [candidate.from.sort_key(), candidate.to.sort_key()];
        let (first, second) = (names[0].min(names[1]), names[0].max(names[1]));
        let worth = (candidate.confidence, Reverse(candidate.equal), candidate.apart, !candidate.same_label);
        (worth, !is_similar(candidate.from, candidate.to), first, second)
    });
    let mut taken: [FxHashSet<QName>; 2] = Default::default();
    candidates.retain(|candidate| {
        let is_free = !taken[0].contains(&candidate.from) && !taken[1].contains(&candidate.to);
        if is_free {
            taken[0].insert(candidate.from);
            taken[1].insert(candidate.to);
        }
        is_free
    });
    candidates
}

/// Whether one local name begins or ends as the other does, in its first or last eight letters.
fn is_similar(from: QName, to: QName) -> bool {
    let (from, to) = (from.local.as_str().as_bytes(), to.local.as_str().as_bytes());
    let ends = |name: &[u8]| (name.first_chunk::<8>().copied(), name.last_chunk::<8>().copied());
    let ((one_start, one_end), (two_start, two_end)) = (ends(from), ends(to));
    (one_start.is_some() && one_start == two_start) || (one_end.is_some() && one_end == two_end)
}

type Pairs = FxHashMap<(QName, QName), Evidence>;

fn by_value(seen: &Both<Vec<Seen<'_>>>) -> Pairs {
    let mut places: FxHashMap<(Frame, &Telling<'_>), [Vec<QName>; 2]> = FxHashMap::default();
    for (side, list) in [&seen.old, &seen.new].into_iter().enumerate() {
        for seen in list {
            if let Some(value) = &seen.value {
                places.entry((seen.frame, value)).or_default()[side].push(seen.name);
            }
        }
    }
    let mut pairs = Pairs::default();
    let telling = places.into_iter().filter(|(_, [old, new])| old.len() <= COMMON && new.len() <= COMMON);
    telling.for_each(|((_, value), [old, new])| {
        for pair in old.iter().flat_map(|from| new.iter().map(|to| (*from, *to))) {
            let evidence = pairs.entry(pair).or_default();
            evidence.equal += 1;
            evidence.is_telling |= match value {
                Telling::Number(number) => super::value::digits(number) >= TELLING_DIGITS,
                Telling::Text(_) => true,
            };
        }
    });
    pairs
}

/// Pairs of names of the same label and unit, where no other has that label.
fn by_label(context: Context<'_>, seen: &Both<Vec<Seen<'_>>>) -> Vec<(QName, QName)> {
    let labelled = |which: Which| {
        let mut names: FxHashMap<(_, u32), Option<QName>> = FxHashMap::default();
        for seen in seen.get(which) {
            let Some(label) = context.info_of(which, seen.name).and_then(|info| info.label.clone()) else { continue };
            let only = names.entry((label, seen.told.key.unit)).or_insert(Some(seen.name));
            *only = only.filter(|name| *name == seen.name);
        }
        names
    };
    let (old, new) = (labelled(Which::Old), labelled(Which::New));
    let mut pairs: Vec<(QName, QName)> =
        old.into_iter().filter_map(|(label, from)| Some((from?, (*new.get(&label)?)?))).collect();
    pairs.sort_by_key(|(from, to)| (from.sort_key(), to.sort_key()));
    pairs.dedup();
    pairs
}

/// Counts the facts for which a pair of names has values that don't agree.
fn count_apart(context: Context<'_>, seen: &Both<Vec<Seen<'_>>>, pairs: &mut Pairs) {
    let mut of_name: FxHashMap<QName, Vec<&Seen<'_>>> = FxHashMap::default();
    for seen in &seen.old {
        of_name.entry(seen.name).or_default().push(seen);
    }
    let places: FxHashMap<(QName, Frame), &Seen<'_>> =
        seen.new.iter().map(|seen| ((seen.name, seen.frame), seen)).collect();
    pairs.iter_mut().for_each(|((from, to), evidence)| {
        let shared =
            of_name.get(from).into_iter().flatten().filter_map(|old| Some((*old, places.get(&(*to, old.frame))?)));
        evidence.apart =
            shared.filter(|(old, new)| !context.compare(&old.told, &new.told).class.is_agreement()).count();
    });
}

/// Gives the older filing's statements the newer one's names, where that is likely enough, and
/// marks them. Says whether there were any; they are sorted by key again then.
pub(crate) fn apply(renamings: &[Renaming], tables: &mut Tables, told: &mut [Told]) -> bool {
    let likely = renamings.iter().filter(|renaming| renaming.confidence != Confidence::Low);
    let of = |what: Named| -> FxHashMap<QName, QName> {
        likely.clone().filter(|renaming| renaming.what == what).map(|renaming| (renaming.from, renaming.to)).collect()
    };
    let (concepts, members) = (of(Named::Concept), of(Named::Member));
    if concepts.is_empty() && members.is_empty() {
        return false;
    }
    let mut subjects: FxHashMap<u32, u32> = FxHashMap::default();
    for told in told.iter_mut() {
        let mut key = told.key;
        if let Some(to) = concepts.get(&tables.concept(key)) {
            key.concept = tables.concept_number(*to);
        }
        key.subject = *subjects.entry(key.subject).or_insert_with(|| tables.with_members(key.subject, &members));
        told.renamed = key != told.key;
        told.key = key;
    }
    told.sort_unstable_by_key(|told| told.key);
    true
}
