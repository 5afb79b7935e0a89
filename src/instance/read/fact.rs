//! Reading items and tuples.

use crate::instance::written::{Accuracy, FactElement, Figures, Fraction, Pointer};
use crate::model::name::local;
use crate::model::{Decimal, Decimals, Name, Text};
use crate::xml::Node;
use crate::xml::name::trim;

use super::context::{is_nil, text_of};

/// The attributes of a fact that this room knows, apart from those that point elsewhere.
pub(super) fn read_fact(node: Node<'_, '_>, id: Option<Text>) -> FactElement {
    FactElement {
        name: node.name(),
        id,
        place: node.place(),
        parent: None,
        next: 0,
        position: 1,
        context: Pointer::None,
        unit: Pointer::None,
        accuracy: Accuracy::of(node.attribute(local::DECIMALS), node.attribute(local::PRECISION)),
        nil: is_nil(node),
        value: None,
        fraction: None,
        fact: None,
    }
}

/// The numerator and denominator, where there is one of them.
pub(super) fn read_fraction(node: Node<'_, '_>) -> Option<Fraction> {
    let part = |local: Name| node.children().find(|child| child.is(Name::XBRLI, local)).map(text_of);
    let fraction = Fraction { numerator: part(local::NUMERATOR), denominator: part(local::DENOMINATOR) };
    (fraction.numerator.is_some() || fraction.denominator.is_some()).then_some(fraction)
}

/// An integer or `INF`. What is too large to be held is held as the largest.
fn parse_decimals(text: &str) -> Option<Decimals> {
    let text = trim(text);
    if text == "INF" {
        return Some(Decimals::Infinite);
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let beyond = if text.starts_with('-') { i32::MIN } else { i32::MAX };
    is_integer.then(|| Decimals::Places(text.parse().unwrap_or(beyond)))
}

fn parse_precision(text: &str) -> Option<Figures> {
    match parse_decimals(text)? {
        Decimals::Infinite => Some(Figures::Infinite),
        Decimals::Places(count) => u32::try_from(count).ok().map(Figures::Count),
    }
}

impl Accuracy {
    /// What the values of `decimals` and `precision` say, as far as there are any.
    #[must_use]
    pub fn of(decimals: Option<&str>, precision: Option<&str>) -> Accuracy {
        match (decimals, precision) {
            (None, None) => Accuracy::None,
            (Some(_), Some(_)) => Accuracy::Both,
            (Some(decimals), None) => parse_decimals(decimals).map_or(Accuracy::Malformed, Accuracy::Decimals),
            (None, Some(precision)) => parse_precision(precision).map_or(Accuracy::Malformed, Accuracy::Figures),
        }
    }

    /// The decimals that it comes to for a value (XBRL 2.1, 4.6.6); none where nothing is known.
    #[must_use]
    pub fn decimals(self, value: &Decimal) -> Option<Decimals> {
        match self {
            Accuracy::Decimals(decimals) => Some(decimals),
            Accuracy::Figures(Figures::Infinite) => Some(Decimals::Infinite),
            Accuracy::Figures(Figures::Count(0)) | Accuracy::None | Accuracy::Both | Accuracy::Malformed => None,
            Accuracy::Figures(Figures::Count(figures)) => Some(match value.magnitude() {
                None => Decimals::Infinite,
                Some(magnitude) => {
                    let places = i64::from(figures) - i64::from(magnitude) - 1;
                    Decimals::Places(places.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
                }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_follow_from_significant_figures() {
        let places = |figures, value: &str| {
            Accuracy::Figures(Figures::Count(figures)).decimals(&Decimal::parse_scientific(value).expect(value))
        };
        for (figures, value, decimals) in
            [(5, "123", 2), (5, "123.4567", 2), (5, "123e5", -3), (3, "0.1e-2", 5), (1, "0.001E-2", 5), (2, "-99", 0)]
        {
            assert_eq!(places(figures, value), Some(Decimals::Places(decimals)), "{value}");
        }
        assert_eq!(places(3, "0.00"), Some(Decimals::Infinite));
        assert_eq!(places(0, "12"), None);
    }

    #[test]
    fn accuracy_is_an_integer_or_inf() {
        assert_eq!(parse_decimals(" -3 "), Some(Decimals::Places(-3)));
        assert_eq!(parse_decimals("+2"), Some(Decimals::Places(2)));
        assert_eq!(parse_decimals("99999999999"), Some(Decimals::Places(i32::MAX)));
        for text in ["", "-", "1.0", "inf", "1e3", "--1"] {
            assert_eq!(parse_decimals(text), None, "{text}");
        }
        assert_eq!(parse_precision("-1"), None);
        assert_eq!(parse_precision("INF"), Some(Figures::Infinite));
    }
}
