//! Intervals of exact numbers: what a rounded figure stands for, and what follows from several.

use super::decimal::{Decimal, Rounding};
use super::report::Decimals;

/// A closed interval; its ends are exact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Interval {
    /// The least value.
    pub low: Decimal,
    /// The greatest value.
    pub high: Decimal,
}

/// Decimals to which the ends of a quotient are rounded outwards: far beyond any printed figure.
const QUOTIENT_DECIMALS: i32 = 30;

impl Interval {
    /// The interval of one value.
    #[must_use]
    pub fn exact(value: Decimal) -> Interval {
        Interval { low: value.clone(), high: value }
    }

    /// What a value rounded to nearest stands for: half a unit of its last place to either side;
    /// the value alone where it is exact.
    ///
    /// ```
    /// use factum::model::{Decimal, Decimals, Interval};
    /// let printed = Interval::of(&Decimal::from(3100), Decimals::Places(0));
    /// assert_eq!(printed.to_string(), "[3099.5, 3100.5]");
    /// ```
    #[must_use]
    pub fn of(value: &Decimal, decimals: Decimals) -> Interval {
        let Decimals::Places(places) = decimals else { return Interval::exact(value.clone()) };
        let half = &Decimal::unit_of(places) * &Decimal::new(5, 1);
        Interval { low: value - &half, high: value + &half }
    }

    /// Whether the two have a value in common.
    #[must_use]
    pub fn meets(&self, other: &Interval) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Whether it has that value.
    #[must_use]
    pub fn contains(&self, value: &Decimal) -> bool {
        self.low <= *value && *value <= self.high
    }

    /// The values that both have, if any.
    #[must_use]
    pub fn intersection(&self, other: &Interval) -> Option<Interval> {
        self.meets(other).then(|| Interval {
            low: self.low.clone().max(other.low.clone()),
            high: self.high.clone().min(other.high.clone()),
        })
    }

    /// All sums of a value of each.
    #[must_use]
    pub fn add(&self, other: &Interval) -> Interval {
        Interval { low: &self.low + &other.low, high: &self.high + &other.high }
    }

    /// All differences of a value of each.
    #[must_use]
    pub fn subtract(&self, other: &Interval) -> Interval {
        Interval { low: &self.low - &other.high, high: &self.high - &other.low }
    }

    /// All products with a number.
    #[must_use]
    pub fn scale(&self, factor: &Decimal) -> Interval {
        let (one, other) = (&self.low * factor, &self.high * factor);
        if factor.is_negative() { Interval { low: other, high: one } } else { Interval { low: one, high: other } }
    }

    /// All quotients of a value of each, rounded outwards; `None` where the divisor has zero.
    #[must_use]
    pub fn divide(&self, by: &Interval) -> Option<Interval> {
        if by.contains(&Decimal::ZERO) {
            return None;
        }
        let ends = |rounding| {
            let pairs = [(&self.low, &by.low), (&self.low, &by.high), (&self.high, &by.low), (&self.high, &by.high)];
            pairs.map(|(dividend, divisor)| dividend.divide(divisor, QUOTIENT_DECIMALS, rounding))
        };
        let low = ends(Rounding::Floor).into_iter().flatten().min()?;
        let high = ends(Rounding::Ceiling).into_iter().flatten().max()?;
        Some(Interval { low, high })
    }

    /// All changes from `base` to `self` as a share of `base`, `(self - base) / base = self / base - 1`,
    /// each value of either taken once; `None` where the base has zero.
    #[must_use]
    pub fn growth_from(&self, base: &Interval) -> Option<Interval> {
        Some(self.divide(base)?.subtract(&Interval::exact(Decimal::ONE)))
    }
}

impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{}, {}]", self.low, self.high)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn interval() -> impl Strategy<Value = (Interval, Decimal)> {
        (-10_000i64..10_000, 0i64..50, 0i64..50).prop_map(|(low, width, at)| {
            let (low, high) = (Decimal::from(low), Decimal::from(low + width));
            let inside = (&low + &Decimal::from(at)).min(high.clone());
            (Interval { low, high }, inside)
        })
    }

    proptest! {
        #[test]
        fn every_operation_holds_what_its_values_give((a, x) in interval(), (b, y) in interval(), factor in -50i64..50) {
            let factor = Decimal::from(factor);
            prop_assert!(a.add(&b).contains(&(&x + &y)));
            prop_assert!(a.subtract(&b).contains(&(&x - &y)));
            prop_assert!(a.scale(&factor).contains(&(&x * &factor)));
            match a.divide(&b) {
                None => prop_assert!(b.contains(&Decimal::ZERO)),
                Some(quotient) => {
                    let exact = x.divide(&y, 40, Rounding::HalfUp).expect("no zero in b");
                    prop_assert!(quotient.low <= exact && exact <= quotient.high);
                }
            }
        }

        #[test]
        fn meeting_is_symmetric_and_has_a_witness((a, x) in interval(), (b, _) in interval()) {
            prop_assert_eq!(a.meets(&b), b.meets(&a));
            prop_assert_eq!(a.meets(&b), a.intersection(&b).is_some());
            if b.contains(&x) { prop_assert!(a.meets(&b)); }
        }

        #[test]
        fn a_rounded_value_lies_in_what_it_stands_for(mantissa in any::<i64>(), scale in 0i64..10, decimals in -8i32..8) {
            let exact = Decimal::new(i128::from(mantissa), scale);
            let rounded = exact.round(decimals, Rounding::HalfEven);
            prop_assert!(Interval::of(&rounded, Decimals::Places(decimals)).contains(&exact));
        }
    }
}
