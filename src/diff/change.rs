//! Changes: how far two numbers are apart, with no more digits than they have.

use crate::model::decimal::Rounding;
use crate::model::{Decimal, Interval};

use super::NegativeBase;
use super::comparison::{Change, Measure, NoPercent, Percent};
use super::value::Amount;

/// Most decimals that a percentage is shown with.
const PERCENT_DECIMALS: i32 = 1;
/// Decimals of the bounds of a percentage.
const BOUND_DECIMALS: i32 = 4;

/// The change from one number to another.
pub(crate) fn change(from: &Amount, to: &Amount, measure: Measure, negative: NegativeBase) -> Change {
    let difference = to.interval.subtract(&from.interval);
    let percent = match measure {
        Measure::Ratio => Err(NoPercent::InPoints),
        _ => percent(from, to, negative),
    };
    let (percent, no_percent) = match percent {
        Ok(percent) => (Some(percent), None),
        Err(reason) => (None, Some(reason)),
    };
    Change { difference: &to.value - &from.value, low: difference.low, high: difference.high, percent, no_percent }
}

fn percent(from: &Amount, to: &Amount, negative: NegativeBase) -> Result<Percent, NoPercent> {
    let base = &from.interval;
    if base.contains(&Decimal::ZERO) {
        return Err(NoPercent::FromZero);
    }
    let flips = match negative {
        NegativeBase::None if from.value.is_negative() => return Err(NoPercent::FromNegative),
        NegativeBase::Absolute => from.value.is_negative(),
        NegativeBase::None | NegativeBase::Signed => false,
    };
    let growth = to.interval.growth_from(base).ok_or(NoPercent::FromZero)?;
    let hundred = Decimal::from(if flips { -100 } else { 100 });
    let Interval { low, high } = growth.scale(&hundred);
    // Rounded once: the division is asked for the decimals that are shown.
    let dividend = &(&to.value - &from.value) * &hundred;
    let rounded = |decimals: i32| Some((dividend.divide(&from.value, decimals, Rounding::HalfUp)?, decimals));
    // What rounding carries out of its own bounds is shown with a decimal more.
    let is_within = |(value, _): &(Decimal, i32)| low <= *value && *value <= high;
    let shown = known_decimals(&(&high - &low)).and_then(|known| {
        let within = (known..=PERCENT_DECIMALS).filter_map(rounded).find(is_within);
        within.or_else(|| rounded(known))
    });
    let (value, decimals) = shown.map_or((None, 0), |(value, decimals)| (Some(value), decimals));
    Ok(Percent {
        value,
        decimals,
        low: low.round(BOUND_DECIMALS, Rounding::Floor),
        high: high.round(BOUND_DECIMALS, Rounding::Ceiling),
    })
}

/// The decimals that a figure has: the most, up to those shown, of which the last is known to one
/// either way. `None` where not even the whole figure is.
fn known_decimals(width: &Decimal) -> Option<i32> {
    let is_known = |decimals: &i32| *width <= &Decimal::from(2) * &Decimal::unit_of(*decimals);
    (0..=PERCENT_DECIMALS).rev().find(is_known)
}

#[cfg(test)]
mod tests {
    use super::super::value::Number;
    use super::*;
    use crate::model::Decimals;

    fn number(value: i64, decimals: i32) -> Amount {
        Amount::from(&Number { value: Decimal::from(value), decimals: Decimals::Places(decimals) })
    }

    fn shown(from: &Amount, to: &Amount, negative: NegativeBase) -> String {
        let change = change(from, to, Measure::Amount, negative);
        match change.percent {
            Some(Percent { value: Some(value), .. }) => value.to_string(),
            Some(Percent { low, high, .. }) => format!("{low}..{high}"),
            None => format!("{:?}", change.no_percent.expect("a reason")),
        }
    }

    #[test]
    fn a_percentage_has_one_decimal_where_the_amounts_allow_it() {
        let none = NegativeBase::None;
        assert_eq!(shown(&number(13_036_439, 0), &number(11_617_002, 0), none), "-10.9");
        assert_eq!(shown(&number(3341, 0), &number(3100, 0), none), "-7.2");
        assert_eq!(shown(&number(268, 0), &number(218, 0), none), "-18.7");
        assert_eq!(shown(&number(200, 0), &number(250, 0), none), "25");
        assert_eq!(shown(&number(35, 0), &number(20, 0), none), "-45.0705..-40.5797");
    }

    #[test]
    fn a_base_that_is_zero_or_negative_has_words() {
        assert_eq!(shown(&number(0, 0), &number(5, 0), NegativeBase::Signed), "FromZero");
        assert_eq!(shown(&number(-5, 0), &number(5, 0), NegativeBase::None), "FromNegative");
        assert_eq!(shown(&number(400, -3), &number(9000, -3), NegativeBase::None), "FromZero");
    }

    #[test]
    fn a_negative_base_can_be_divided_by_as_it_is_or_without_its_sign() {
        let (from, to) = (number(-446_432, 0), number(349_688, 0));
        assert_eq!(shown(&from, &to, NegativeBase::Signed), "-178.3");
        assert_eq!(shown(&from, &to, NegativeBase::Absolute), "178.3");
        assert_eq!(shown(&number(-360_292, 0), &number(-226_045, 0), NegativeBase::Signed), "-37.3");
    }

    #[test]
    fn a_change_has_the_precision_of_both_ends() {
        let change = change(&number(3204, 0), &number(3_100_452, -3), Measure::Amount, NegativeBase::None);
        assert_eq!((change.low.to_string(), change.high.to_string()), ("3096747.5".into(), "3097748.5".into()));
    }

    #[test]
    fn ratios_move_in_points() {
        let change = change(&number(10, 0), &number(12, 0), Measure::Ratio, NegativeBase::Signed);
        assert_eq!(change.no_percent, Some(NoPercent::InPoints));
        assert_eq!(change.percent, None);
    }
}
