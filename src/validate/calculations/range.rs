//! What a rounded or truncated figure stands for: a range whose ends may or may not belong to it.

use std::fmt;

use super::CalculationMode;
use crate::model::{Decimal, Decimals, Interval};

/// A range of numbers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Range {
    ends: Interval,
    /// Whether the lower end belongs to it.
    low: bool,
    /// Whether the upper end belongs to it.
    high: bool,
}

impl Range {
    /// What a value stands for.
    pub(super) fn of(value: &Decimal, decimals: Decimals, mode: CalculationMode) -> Range {
        let Decimals::Places(places) = decimals else { return Range::exact(value.clone()) };
        if mode != CalculationMode::Truncation {
            return Range { ends: Interval::of(value, decimals), low: true, high: true };
        }
        let unit = Decimal::unit_of(places);
        let (below, above) = (value - &unit, value + &unit);
        if value.is_zero() {
            Range { ends: Interval { low: below, high: above }, low: false, high: false }
        } else if value.is_negative() {
            Range { ends: Interval { low: below, high: value.clone() }, low: false, high: true }
        } else {
            Range { ends: Interval { low: value.clone(), high: above }, low: true, high: false }
        }
    }

    /// The range of one number.
    pub(super) fn exact(value: Decimal) -> Range {
        Range { ends: Interval::exact(value), low: true, high: true }
    }

    /// All sums of a number of each.
    pub(super) fn add(&self, other: &Range) -> Range {
        Range { ends: self.ends.add(&other.ends), low: self.low && other.low, high: self.high && other.high }
    }

    /// All products with a number.
    pub(super) fn scale(&self, factor: &Decimal) -> Range {
        let (low, high) = if factor.is_negative() { (self.high, self.low) } else { (self.low, self.high) };
        Range { ends: self.ends.scale(factor), low, high }
    }

    /// The numbers that both have, if any.
    pub(super) fn intersection(&self, other: &Range) -> Option<Range> {
        let ends = self.ends.intersection(&other.ends)?;
        let low = (self.low || self.ends.low < ends.low) && (other.low || other.ends.low < ends.low);
        let high = (self.high || self.ends.high > ends.high) && (other.high || other.ends.high > ends.high);
        let range = Range { ends, low, high };
        (range.ends.low < range.ends.high || (low && high)).then_some(range)
    }
}

/// `[1, 2)`, or the number alone.
impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Interval { low, high } = &self.ends;
        if low == high {
            return write!(f, "{low}");
        }
        write!(f, "{}{low}, {high}{}", if self.low { '[' } else { '(' }, if self.high { ']' } else { ')' })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(value: &str, decimals: i32, mode: CalculationMode) -> Range {
        Range::of(&Decimal::parse(value).expect(value), Decimals::Places(decimals), mode)
    }

    #[test]
    fn rounded_figures_stand_for_half_a_unit_to_either_side() {
        assert_eq!(range("1000", -3, CalculationMode::Rounding).to_string(), "[500, 1500]");
    }

    #[test]
    fn truncated_figures_stand_for_a_unit_away_from_zero() {
        for (value, shown) in [("2", "[2, 3)"), ("-2", "(-3, -2]"), ("0", "(-1, 1)")] {
            assert_eq!(range(value, 0, CalculationMode::Truncation).to_string(), shown);
        }
        let sum = range("2", 0, CalculationMode::Truncation).add(&range("-2", 0, CalculationMode::Truncation));
        assert_eq!(sum.to_string(), "(-1, 1)");
        assert_eq!(sum.scale(&Decimal::from(-2)).to_string(), "(-2, 2)");
    }

    #[test]
    fn ends_that_do_not_belong_to_a_range_are_not_shared() {
        let truncated = |value| range(value, 0, CalculationMode::Truncation);
        assert_eq!(truncated("2").intersection(&truncated("3")), None);
        assert_eq!(
            truncated("2").intersection(&range("2.5", 1, CalculationMode::Truncation)).map(|r| r.to_string()),
            Some("[2.5, 2.6)".to_owned())
        );
        assert!(
            range("2", 0, CalculationMode::Rounding).intersection(&range("3", 0, CalculationMode::Rounding)).is_some()
        );
    }
}
