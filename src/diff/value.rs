//! Values: what a fact's text and decimals stand for, and when two of them agree.

use std::cmp::Ordering;

use crate::model::{Decimal, Decimals, Documents, Fact, Interval};

/// What a fact says.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Value<'a> {
    Nil,
    Number(Number),
    Text(&'a str),
}

/// A number with what it stands for.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Number {
    pub(crate) value: Decimal,
    pub(crate) decimals: Decimals,
}

/// A number that a filing tells or that was reckoned, with what it stands for.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Amount {
    pub(crate) value: Decimal,
    pub(crate) interval: Interval,
}

impl From<&Number> for Amount {
    fn from(number: &Number) -> Amount {
        Amount { value: number.value.clone(), interval: number.interval() }
    }
}

impl<'a> Value<'a> {
    /// Reads a fact's value; what has a unit and is no number all the same is compared as text.
    pub(crate) fn of(fact: &'a Fact, numeric: bool, documents: &'a Documents) -> Value<'a> {
        let Some(text) = &fact.value else { return Value::Nil };
        let text = text.get(documents);
        match Decimal::parse_scientific(text).filter(|_| numeric) {
            Some(value) => Value::Number(Number { value, decimals: fact.decimals.unwrap_or(Decimals::Infinite) }),
            None => Value::Text(text),
        }
    }

    /// Orders what one filing says of one thing: the most precise number first, then texts, then nil.
    pub(crate) fn preference(&self, other: &Value<'_>) -> Ordering {
        match (self, other) {
            (Value::Number(one), Value::Number(two)) => two.precision().cmp(&one.precision()),
            (Value::Text(one), Value::Text(two)) => one.cmp(two),
            (one, two) => one.rank().cmp(&two.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Value::Number(_) => 0,
            Value::Text(_) => 1,
            Value::Nil => 2,
        }
    }
}

impl Number {
    pub(crate) fn interval(&self) -> Interval {
        Interval::of(&self.value, self.decimals)
    }

    pub(crate) fn negated(&self) -> Number {
        Number { value: -&self.value, decimals: self.decimals }
    }

    /// The number times a power of ten, its precision with it.
    pub(crate) fn shifted(&self, power: i32) -> Number {
        let decimals = match self.decimals {
            Decimals::Places(places) => Decimals::Places(places.saturating_sub(power)),
            Decimals::Infinite => Decimals::Infinite,
        };
        Number { value: self.value.shift(power), decimals }
    }

    /// Whether one number can stand behind both.
    ///
    /// Intervals of equal decimals that have but an end in common do not agree: the number in the
    /// middle is rounded one way by either, and two roundings that differ are two statements.
    pub(crate) fn agrees(&self, other: &Number) -> bool {
        if self.value == other.value {
            return true;
        }
        let (one, two) = (self.interval(), other.interval());
        if self.decimals == other.decimals {
            return one.low < two.high && two.low < one.high;
        }
        one.meets(&two)
    }

    /// Whether the two have the same decimals and are one apart in the last place.
    pub(crate) fn is_next_to(&self, other: &Number) -> bool {
        match (self.decimals, other.decimals) {
            (Decimals::Places(one), Decimals::Places(two)) if one == two => {
                (&self.value - &other.value).abs() == Decimal::unit_of(one)
            }
            _ => false,
        }
    }

    /// Whether the interval is no wider than that share of the value.
    pub(crate) fn is_known_to(&self, share: &Decimal) -> bool {
        let interval = self.interval();
        &interval.high - &interval.low <= share * &self.value.abs()
    }

    /// Orders by precision, then by value: the greatest is the most precise.
    pub(crate) fn precision(&self) -> (bool, i32, &Decimal) {
        match self.decimals {
            Decimals::Infinite => (true, 0, &self.value),
            Decimals::Places(places) => (false, places, &self.value),
        }
    }
}

/// Significant digits, without zeros at the end.
pub(crate) fn digits(value: &Decimal) -> i32 {
    value.magnitude().map_or(0, |magnitude| magnitude + value.places() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn number(value: &str, decimals: Option<i32>) -> Number {
        Number {
            value: Decimal::parse(value).expect("a number"),
            decimals: decimals.map_or(Decimals::Infinite, Decimals::Places),
        }
    }

    #[test]
    fn numbers_agree_within_their_decimals() {
        let agree = |a: (&str, Option<i32>), b: (&str, Option<i32>)| {
            let (a, b) = (number(a.0, a.1), number(b.0, b.1));
            assert_eq!(a.agrees(&b), b.agrees(&a));
            a.agrees(&b)
        };
        assert!(agree(("110100000000", Some(-8)), ("110087000000", Some(-6))));
        assert!(agree(("-3", Some(0)), ("-3", None)));
        assert!(agree(("-3.4", None), ("-3", Some(0))));
        assert!(agree(("0.5", None), ("0", Some(0))));
        assert!(agree(("0", Some(0)), ("-0", None)));
        assert!(!agree(("-3.51", None), ("-3", Some(0))));
        assert!(!agree(("3", None), ("-3", None)));
        assert!(!agree(("11617000000", Some(-6)), ("11618000000", Some(-6))));
        assert!(number("11617000000", Some(-6)).is_next_to(&number("11618000000", Some(-6))));
    }
}
