//! Classification: what the difference between two statements of one thing is called.

use crate::model::{Decimal, FactId, QName};

use super::Options;
use super::comparison::{Class, Which};
use super::key::{Both, Key, Keyed, Sides};
use super::names::Names;
use super::reduce::Told;
use super::summations::Summations;
use super::text;
use super::value::{Number, Value, digits};
use super::vocabulary::ConceptInfo;

/// A class, with what it was found by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Verdict {
    pub(crate) class: Class,
    /// For [`Class::Scale`]: the new value is the old one times this power of ten.
    pub(crate) power: i32,
}

impl Verdict {
    /// A class that needs no more words.
    pub(crate) fn plain(class: Class) -> Verdict {
        Verdict { class, power: 0 }
    }
}

/// What the filings say of one thing, where they do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Pair {
    pub(crate) old: Option<Told>,
    pub(crate) new: Option<Told>,
}

impl Pair {
    /// The keys on either side.
    pub(crate) fn keys(self) -> impl Iterator<Item = (Which, Key)> {
        let old = self.old.map(|told| (Which::Old, told.key));
        old.into_iter().chain(self.new.map(|told| (Which::New, told.key)))
    }
}

/// A difference between two statements, or a statement that has no other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Found {
    pub(crate) verdict: Verdict,
    pub(crate) pair: Pair,
}

/// Values of a contradiction that are compared with the other filing's: no honest filing has more,
/// and each is compared with each.
const MOST_VALUES: usize = 100;

/// What a comparison works on.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) sides: Sides<'a>,
    pub(crate) keyed: &'a Keyed,
    pub(crate) told: &'a Both<Vec<Told>>,
    pub(crate) names: &'a Names,
    pub(crate) summations: &'a Summations,
    pub(crate) options: &'a Options,
}

impl<'a> Context<'a> {
    /// What a fact of one filing says.
    pub(crate) fn value(&self, which: Which, key: Key, fact: FactId) -> Value<'a> {
        let side = self.sides.get(which);
        Value::of(side.report.fact(fact), key.is_numeric(), side.documents)
    }

    /// The number that a filing states most precisely, if it is one.
    pub(crate) fn number(&self, which: Which, told: &Told) -> Option<Number> {
        match self.value(which, told.key, told.fact) {
            Value::Number(number) => Some(number),
            Value::Nil | Value::Text(_) => None,
        }
    }

    /// What a filing says under a key.
    pub(crate) fn told(&self, which: Which, key: Key) -> Option<Told> {
        let list = self.told.get(which);
        list.binary_search_by_key(&key, |told| told.key).ok().map(|at| list[at])
    }

    /// What a filing's taxonomy says of a folded name.
    pub(crate) fn info_of(&self, which: Which, name: QName) -> Option<&'a ConceptInfo> {
        self.sides.get(which).vocabulary.get(self.names.original(which, name)?)
    }

    /// What is known of a folded name, by the newer filing's taxonomy before the older one's.
    pub(crate) fn info(&self, name: QName) -> impl Iterator<Item = (Which, &'a ConceptInfo)> {
        let of = |which: Which| Some((which, self.info_of(which, name)?));
        [of(Which::New), of(Which::Old)].into_iter().flatten()
    }

    /// The class of a pair: [`Class::Renamed`] where they agree under another name.
    pub(crate) fn class_of_pair(&self, old: &Told, new: &Told) -> Verdict {
        let verdict = self.compare(old, new);
        if old.renamed && verdict.class.is_agreement() { Verdict::plain(Class::Renamed) } else { verdict }
    }

    /// Compares what the filings say of one thing; where one contradicts itself, by every value:
    /// they agree when one value of either does.
    pub(crate) fn compare(&self, old: &Told, new: &Told) -> Verdict {
        if self.is_verbatim(old, new) {
            return Verdict::plain(Class::Equal);
        }
        let best = self.compare_facts(old.key, old.fact, new.key, new.fact);
        if !(old.contradictory || new.contradictory) || matches!(best.class, Class::Equal) {
            return best;
        }
        let old_facts = old.facts(&self.keyed.facts.old).take(MOST_VALUES);
        let new_facts = new.facts(&self.keyed.facts.new).take(MOST_VALUES);
        let pairs = old_facts.flat_map(|one| new_facts.clone().map(move |two| (one, two)));
        let verdicts = pairs.map(|(one, two)| self.compare_facts(old.key, one, new.key, two).class);
        let agreed = verdicts.filter(|class| class.is_agreement());
        // Equal comes behind precision in the order of the classes.
        agreed.max().map_or(best, Verdict::plain)
    }

    /// Whether the two facts have the same letters and decimals: what most of them do.
    fn is_verbatim(&self, old: &Told, new: &Told) -> bool {
        let (one, two) = (self.sides.old.report.fact(old.fact), self.sides.new.report.fact(new.fact));
        one.decimals == two.decimals
            && match (&one.value, &two.value) {
                (Some(a), Some(b)) => a.get(self.sides.old.documents) == b.get(self.sides.new.documents),
                (None, None) => true,
                _ => false,
            }
    }

    fn compare_facts(&self, old_key: Key, old: FactId, new_key: Key, new: FactId) -> Verdict {
        match (self.value(Which::Old, old_key, old), self.value(Which::New, new_key, new)) {
            (Value::Nil, Value::Nil) => Verdict::plain(Class::Equal),
            (Value::Nil, _) | (_, Value::Nil) => Verdict::plain(Class::Nil),
            (Value::Number(old), Value::Number(new)) => {
                let is_ratio = self.keyed.tables.unit(old_key.unit).is_some_and(super::measure::is_pure);
                compare_numbers(&old, &new, is_ratio)
            }
            (Value::Text(old), Value::Text(new)) if text::same(old, new, self.options.exact_text) => {
                Verdict::plain(Class::Equal)
            }
            _ => Verdict::plain(Class::Text),
        }
    }
}

/// The class of two numbers of one thing.
pub(crate) fn compare_numbers(old: &Number, new: &Number, is_ratio: bool) -> Verdict {
    if old.value == new.value && old.decimals == new.decimals {
        return Verdict::plain(Class::Equal);
    }
    if old.agrees(new) {
        return Verdict::plain(Class::Precision);
    }
    // No value is zero here within its precision, or the two would agree with its negative as well.
    if !old.value.is_zero() && old.agrees(&new.negated()) {
        return Verdict::plain(Class::Sign);
    }
    match power_between(old, new, is_ratio) {
        Some(power) => Verdict { class: Class::Scale, power },
        None => Verdict::plain(Class::Restated),
    }
}

/// The power of ten that takes one number to the other.
///
/// Thousands, millions and billions are common mistakes, as are hundreds in a percentage: there
/// it is enough that the values agree, where they are known to a tenth. Any other power, and
/// values known less well, may be chance: there three digits have to be the same.
fn power_between(old: &Number, new: &Number, is_ratio: bool) -> Option<i32> {
    if old.value.is_negative() != new.value.is_negative() {
        return None;
    }
    let apart = new.value.magnitude()? - old.value.magnitude()?;
    // Two roundings of one number may have leading digits a place apart.
    let powers = [apart, apart - 1, apart + 1];
    let power = powers.into_iter().find(|power| *power != 0 && old.shifted(*power).agrees(new))?;
    let is_common = power % 3 == 0 || (is_ratio && power.abs() == 2);
    let are_known = |share: &Decimal| old.is_known_to(share) && new.is_known_to(share);
    let is_evident = if is_common {
        are_known(&Decimal::new(1, 1)) || old.value.shift(power) == new.value
    } else {
        digits(&old.value).max(digits(&new.value)) >= 3 && are_known(&Decimal::new(1, 2))
    };
    is_evident.then_some(power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Decimals;

    fn class(old: (&str, Option<i32>), new: (&str, Option<i32>)) -> (Class, i32) {
        let number = |(value, decimals): (&str, Option<i32>)| Number {
            value: Decimal::parse(value).expect("a number"),
            decimals: decimals.map_or(Decimals::Infinite, Decimals::Places),
        };
        let (old, new) = (number(old), number(new));
        let verdict = compare_numbers(&old, &new, false);
        let mirrored = compare_numbers(&new, &old, false);
        assert_eq!((verdict.class, verdict.power), (mirrored.class, -mirrored.power), "symmetric");
        (verdict.class, verdict.power)
    }

    #[test]
    fn values_that_agree_are_equal_or_differ_in_precision() {
        assert_eq!(class(("5", Some(0)), ("5.0", Some(0))), (Class::Equal, 0));
        assert_eq!(class(("5", Some(0)), ("5", None)), (Class::Precision, 0));
        assert_eq!(class(("0", Some(0)), ("-0", Some(0))), (Class::Equal, 0));
        assert_eq!(class(("-3.2", None), ("-3", Some(0))), (Class::Precision, 0));
    }

    #[test]
    fn a_figure_that_changed_is_restated_even_by_one_in_the_last_place() {
        assert_eq!(class(("11617", Some(0)), ("11618", Some(0))), (Class::Restated, 0));
        assert_eq!(class(("0", None), ("5", None)), (Class::Restated, 0));
        assert_eq!(class(("-3", None), ("-4", None)), (Class::Restated, 0));
    }

    #[test]
    fn a_flipped_sign_is_one_unless_the_value_is_zero() {
        assert_eq!(class(("-1363000000", Some(-6)), ("1363000000", Some(-6))), (Class::Sign, 0));
        assert_eq!(class(("-110.1", Some(1)), ("110", Some(0))), (Class::Sign, 0));
        assert_eq!(class(("-1", Some(0)), ("1", Some(0))), (Class::Sign, 0));
    }

    #[test]
    fn thousands_and_millions_are_a_scale() {
        assert_eq!(class(("1234", Some(0)), ("1234000", Some(-3))), (Class::Scale, 3));
        assert_eq!(class(("12345678", Some(0)), ("12", Some(0))), (Class::Scale, -6));
        assert_eq!(class(("5", None), ("5000", None)), (Class::Scale, 3));
        assert_eq!(class(("-999.6", None), ("-1000000", Some(-3))), (Class::Scale, 3));
    }

    #[test]
    fn other_powers_need_digits_that_are_not_chance() {
        assert_eq!(class(("5", None), ("50", None)), (Class::Restated, 0));
        assert_eq!(class(("1230", Some(0)), ("12300", Some(0))), (Class::Scale, 1));
        assert_eq!(class(("1", Some(0)), ("1300", Some(0))), (Class::Restated, 0));
        assert_eq!(class(("0.153", Some(3)), ("15.3", Some(1))), (Class::Scale, 2));
        assert_eq!(class(("0.15", None), ("15", None)), (Class::Restated, 0));
    }

    #[test]
    fn a_ratio_told_in_percent_is_a_scale() {
        let number = |value| Number { value: Decimal::parse(value).expect("a number"), decimals: Decimals::Infinite };
        assert_eq!(compare_numbers(&number("0.15"), &number("15"), true).power, 2);
    }
}
