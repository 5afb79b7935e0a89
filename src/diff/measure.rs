//! Measures: what kind of quantity a fact tells, by its unit and, where known, its type.

use crate::model::{Name, QName, Unit};

use super::comparison::Measure;
use super::value::Number;

/// Whether the unit is that of plain numbers (XBRL 2.1, 4.8.2).
pub(crate) fn is_pure(unit: &Unit) -> bool {
    is_one(unit, "pure")
}

fn is_one(unit: &Unit, local: &str) -> bool {
    let is = |measure: &QName| measure.namespace == Name::XBRLI && measure.local.as_str() == local;
    unit.denominators().is_empty() && matches!(unit.numerators(), [one] if is(one))
}

/// The kind of quantity that a unit tells; `numbers` are values in it: plain numbers with
/// something behind the point are ratios, whole ones count things.
pub(crate) fn measure_of<'a>(unit: Option<&Unit>, numbers: impl IntoIterator<Item = &'a Number>) -> Measure {
    let Some(unit) = unit else { return Measure::Text };
    if unit.currency().is_some() {
        Measure::Amount
    } else if is_one(unit, "shares") {
        Measure::Shares
    } else if is_pure(unit) {
        let is_broken = |number: &Number| number.value.places() > 0;
        if numbers.into_iter().any(is_broken) { Measure::Ratio } else { Measure::Quantity }
    } else if unit.denominators().is_empty() {
        Measure::Quantity
    } else {
        Measure::PerUnit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Decimal, Decimals};

    #[test]
    fn units_tell_kinds_of_quantities() {
        let yen = QName::new(Name::ISO4217, "JPY");
        let shares = QName::new(Name::XBRLI, "shares");
        let pure = Unit::measure(QName::new(Name::XBRLI, "pure"));
        let number = |mantissa, scale| Number { value: Decimal::new(mantissa, scale), decimals: Decimals::Infinite };
        assert_eq!(measure_of(Some(&Unit::measure(yen)), []), Measure::Amount);
        assert_eq!(measure_of(Some(&Unit::new(vec![yen], vec![shares])), []), Measure::PerUnit);
        assert_eq!(measure_of(Some(&Unit::measure(shares)), []), Measure::Shares);
        assert_eq!(measure_of(Some(&pure), [&number(153, 3)]), Measure::Ratio);
        assert_eq!(measure_of(Some(&pure), [&number(7226, 0)]), Measure::Quantity);
        assert_eq!(measure_of(None, []), Measure::Text);
    }
}
