//! Decimals and binary floating point: lexical forms, digits, order (part 2, 3.2.3 to 3.2.5, 3.3.13 and after).

use std::cmp::Ordering;

/// A decimal as its digits stand, so that numbers of any size are compared and measured without being computed.
///
/// Zeros that say nothing, in front and at the end of the fraction, are left out; zero has no digits and no sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Digits<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

/// Whether a text is an `xs:decimal`.
pub(super) fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text).as_bytes();
    let whole = unsigned.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match unsigned.get(whole) {
        None => whole > 0,
        Some(b'.') => unsigned.len() > 1 && unsigned[whole + 1..].iter().all(u8::is_ascii_digit),
        Some(_) => false,
    }
}

/// Whether a text is an `xs:integer`.
pub(super) fn is_integer(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is an `xs:float` or `xs:double`: a decimal with or without an exponent, or one of the special values.
pub(super) fn is_float(text: &str) -> bool {
    match text.split_once(['e', 'E']) {
        None => is_decimal(text) || matches!(text, "INF" | "-INF" | "NaN"),
        Some((mantissa, exponent)) => is_decimal(mantissa) && is_integer(exponent),
    }
}

impl<'a> Digits<'a> {
    /// The digits of an `xs:decimal`.
    pub(super) fn of(text: &'a str) -> Option<Digits<'a>> {
        if !is_decimal(text) {
            return None;
        }
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let zero = whole.is_empty() && fraction.is_empty();
        Some(Digits { negative: text.starts_with('-') && !zero, whole, fraction })
    }

    /// How many digits the value needs, as `totalDigits` counts them (part 2, 4.3.11).
    pub(super) fn total(self) -> u64 {
        (self.whole.len() + self.fraction.len()) as u64
    }

    /// How many of them stand behind the point (part 2, 4.3.12).
    pub(super) fn behind_point(self) -> u64 {
        self.fraction.len() as u64
    }

    /// The canonical form: a digit at least on either side of the point; of an integer, no point (3.2.3.2, 3.3.13.2).
    pub(super) fn canonical(self, integer: bool) -> String {
        let or_zero = |digits: &'a str| if digits.is_empty() { "0" } else { digits };
        let sign = if self.negative { "-" } else { "" };
        let (whole, fraction) = (or_zero(self.whole), or_zero(self.fraction));
        if integer { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

impl Ord for Digits<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let magnitude = || {
            let by_length = self.whole.len().cmp(&other.whole.len());
            by_length.then_with(|| self.whole.cmp(other.whole)).then_with(|| self.fraction.cmp(other.fraction))
        };
        match (self.negative, other.negative) {
            (false, false) => magnitude(),
            (true, true) => magnitude().reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Digits<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The canonical form of a floating point number whose shortest digits are `scientific` (`1E4`, `-2.5E-3`), as Rust
/// writes them: a point and a digit behind it are always there, and zero has no sign (part 2, 3.2.4.2).
pub(super) fn canonical_float(value: f64, scientific: &str) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "INF" } else { "-INF" }.to_owned();
    }
    if value == 0.0 {
        return "0.0E0".to_owned();
    }
    match scientific.split_once('E') {
        Some((mantissa, exponent)) if !mantissa.contains('.') => format!("{mantissa}.0E{exponent}"),
        _ => scientific.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Decimal;

    #[test]
    fn a_decimal_has_digits_a_point_at_most_and_no_exponent() {
        for good in ["0", "-1", "+1.50", ".5", "5.", "-.5", "00012", "1".repeat(400).as_str()] {
            assert!(is_decimal(good), "{good}");
        }
        for bad in ["", "-", ".", "+.", "1e3", "1_000", "1,000", "--1", "INF", "1.2.3", "١", " 1"] {
            assert!(!is_decimal(bad), "{bad}");
        }
    }

    #[test]
    fn a_float_has_a_mantissa_and_an_integer_exponent_or_is_special() {
        for good in ["1", "-1.5e3", "1E-3", ".5E+03", "INF", "-INF", "NaN", "12.78e-2", "1e999999"] {
            assert!(is_float(good), "{good}");
        }
        for bad in ["", "+INF", "inf", "Infinity", "nan", "-NaN", "1e", "e3", "1e1.5", "0x1p3", "1e3e4"] {
            assert!(!is_float(bad), "{bad}");
        }
    }

    #[test]
    fn digits_are_counted_as_the_facets_count_them() {
        let counts = |text| Digits::of(text).map(|digits| (digits.total(), digits.behind_point()));
        assert_eq!(counts("0012.500"), Some((3, 1)));
        assert_eq!(counts("0.001"), Some((3, 3)));
        assert_eq!(counts("-100"), Some((3, 0)));
        assert_eq!(counts("0.00"), Some((0, 0)));
    }

    fn decimal() -> impl Strategy<Value = String> {
        "[+-]?(0{0,2}[0-9]{1,4}(\\.[0-9]{0,4})?|\\.[0-9]{1,4})"
    }

    proptest! {
        #[test]
        fn digits_are_ordered_as_the_numbers_are(left in decimal(), right in decimal()) {
            let by_digits = Digits::of(&left).expect("a decimal").cmp(&Digits::of(&right).expect("a decimal"));
            prop_assert_eq!(by_digits, Decimal::parse(&left).cmp(&Decimal::parse(&right)));
        }

        #[test]
        fn the_canonical_decimal_is_the_same_number(text in decimal()) {
            let canonical = Digits::of(&text).expect("a decimal").canonical(false);
            prop_assert_eq!(Decimal::parse(&canonical), Decimal::parse(&text));
            prop_assert_eq!(Digits::of(&canonical).expect("a decimal").canonical(false), canonical);
        }
    }
}
