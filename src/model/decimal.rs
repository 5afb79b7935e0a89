//! Exact decimal numbers: 28 digits without allocation, any number of digits behind that.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Add, Mul, Neg, Sub};

use bigdecimal::BigDecimal;
use num_bigint::{BigInt, Sign};

/// An exact decimal number. No operation rounds unless its name says so.
///
/// Numbers are equal when their values are: `1.0 == 1.00`.
#[derive(Clone)]
pub struct Decimal(Repr);

/// What fits into `Small` is there, so that a value has one representation but for trailing zeros.
#[derive(Clone)]
enum Repr {
    Small(rust_decimal::Decimal),
    Big(Box<BigDecimal>),
}

/// How [`Decimal::round`] and [`Decimal::divide`] choose between the two neighbours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// Towards negative infinity.
    Floor,
    /// Towards positive infinity.
    Ceiling,
    /// Towards zero.
    Truncate,
    /// To the nearer one; from the middle away from zero.
    HalfUp,
    /// To the nearer one; from the middle to the even digit.
    HalfEven,
}

/// The largest exponent, either way, that is reckoned with: beyond it a number of a few letters would
/// take megabytes.
pub const MAX_EXPONENT: i64 = 5_000;

impl Decimal {
    /// Zero.
    pub const ZERO: Decimal = Decimal(Repr::Small(rust_decimal::Decimal::ZERO));
    /// One.
    pub const ONE: Decimal = Decimal(Repr::Small(rust_decimal::Decimal::ONE));

    /// The number `mantissa · 10^-scale`.
    #[must_use]
    pub fn new(mantissa: i128, scale: i64) -> Decimal {
        if let Ok(scale) = u32::try_from(scale)
            && let Ok(small) = rust_decimal::Decimal::try_from_i128_with_scale(mantissa, scale)
        {
            return Decimal(Repr::Small(small));
        }
        Decimal::from_big(&BigDecimal::from_bigint(BigInt::from(mantissa), scale))
    }

    fn from_big(big: &BigDecimal) -> Decimal {
        let normal = big.normalized();
        let (digits, scale) = normal.as_bigint_and_exponent();
        // Values that fit are small: a negative scale means trailing zeros to write out.
        let small = if scale < 0 {
            (scale >= -28)
                .then(|| digits * BigInt::from(10).pow(scale.unsigned_abs() as u32))
                .and_then(|whole| rust_decimal::Decimal::try_from_i128_with_scale(i128::try_from(whole).ok()?, 0).ok())
        } else {
            i128::try_from(digits).ok().and_then(|mantissa| {
                rust_decimal::Decimal::try_from_i128_with_scale(mantissa, u32::try_from(scale).ok()?).ok()
            })
        };
        small.map_or_else(|| Decimal(Repr::Big(Box::new(normal))), |small| Decimal(Repr::Small(small)))
    }

    fn to_big(&self) -> BigDecimal {
        match &self.0 {
            Repr::Small(small) => BigDecimal::from_bigint(BigInt::from(small.mantissa()), i64::from(small.scale())),
            Repr::Big(big) => (**big).clone(),
        }
    }

    /// The number in sixteen bytes, where it has no more than 28 digits: what [`Decimal::from_bytes`] takes.
    #[must_use]
    pub fn to_bytes(&self) -> Option<[u8; 16]> {
        match &self.0 {
            Repr::Small(small) => Some(small.serialize()),
            Repr::Big(_) => None,
        }
    }

    /// The number that [`Decimal::to_bytes`] gave the bytes of.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Decimal {
        Decimal(Repr::Small(rust_decimal::Decimal::deserialize(bytes)))
    }

    /// Reads an `xs:decimal`: a sign, digits, a point and digits; white space around it is collapsed.
    ///
    /// `None` for anything else, an exponent, `INF` and separators included.
    ///
    /// ```
    /// use factum::model::Decimal;
    /// assert_eq!(Decimal::parse("+012.50").unwrap().to_string(), "12.5");
    /// assert!(Decimal::parse("1_000").is_none());
    /// assert!(Decimal::parse("1e3").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Decimal> {
        let text = text.trim_matches([' ', '\t', '\n', '\r']);
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !digits(whole) || !digits(fraction) {
            return None;
        }
        let negative = text.starts_with('-');
        if whole.len() + fraction.len() <= 28 {
            let digit = |sum: i128, byte: u8| sum * 10 + i128::from(byte - b'0');
            let mantissa = whole.bytes().chain(fraction.bytes()).fold(0, digit);
            return Some(Decimal::new(if negative { -mantissa } else { mantissa }, fraction.len() as i64));
        }
        let mantissa = BigInt::parse_bytes([whole, fraction].concat().as_bytes(), 10)?;
        let mantissa = if negative { -mantissa } else { mantissa };
        Some(Decimal::from_big(&BigDecimal::from_bigint(mantissa, fraction.len() as i64)))
    }

    /// Reads a number that may have an exponent, as `xs:double` and JSON write it.
    ///
    /// `None` for anything else, and for exponents beyond [`MAX_EXPONENT`].
    #[must_use]
    pub fn parse_scientific(text: &str) -> Option<Decimal> {
        let text = text.trim_matches([' ', '\t', '\n', '\r']);
        let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return Decimal::parse(text) };
        if mantissa.ends_with([' ', '\t', '\n', '\r']) {
            return None;
        }
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let exponent: i64 = exponent.parse().ok()?;
        let mantissa = Decimal::parse(mantissa)?;
        (exponent.abs() <= MAX_EXPONENT).then(|| mantissa.shift(exponent as i32))
    }

    /// `self · 10^places`.
    #[must_use]
    pub fn shift(&self, places: i32) -> Decimal {
        if let Repr::Small(small) = &self.0 {
            let scale = i64::from(small.scale()) - i64::from(places);
            if let (0.., mantissa) = (scale, small.mantissa()) {
                return Decimal::new(mantissa, scale);
            }
            let power = 10i128.checked_pow(scale.unsigned_abs() as u32);
            if let Some(mantissa) = power.and_then(|power| small.mantissa().checked_mul(power)) {
                return Decimal::new(mantissa, 0);
            }
        }
        let (digits, scale) = self.to_big().into_bigint_and_exponent();
        Decimal::from_big(&BigDecimal::from_bigint(digits, scale - i64::from(places)))
    }

    /// `10^-decimals`: the worth of one unit in the last place of a number given to that many decimals.
    ///
    /// Decimals beyond [`MAX_EXPONENT`] are taken for that many.
    #[must_use]
    pub fn unit_of(decimals: i32) -> Decimal {
        Decimal::ONE.shift(-bounded(decimals))
    }

    /// The whole number `self · 10^scale`; `None` where it is none, or beyond an `i128`.
    #[must_use]
    pub fn scaled(&self, scale: u32) -> Option<i128> {
        match &self.0 {
            Repr::Small(small) => {
                let small = small.normalize();
                let power = 10i128.checked_pow(scale.checked_sub(small.scale())?)?;
                small.mantissa().checked_mul(power)
            }
            Repr::Big(big) => {
                let normal = big.normalized();
                let (digits, exponent) = normal.as_bigint_and_exponent();
                let shift = u32::try_from(i64::from(scale) - exponent).ok()?;
                i128::try_from(digits * BigInt::from(10).pow(shift)).ok()
            }
        }
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        matches!(&self.0, Repr::Small(small) if small.is_zero())
    }

    /// Whether it is less than zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(small) => small.is_sign_negative() && !small.is_zero(),
            Repr::Big(big) => big.sign() == Sign::Minus,
        }
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(&self) -> Decimal {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// Decimal places behind the point that the value needs; negative for trailing zeros before it.
    #[must_use]
    pub fn places(&self) -> i32 {
        if self.is_zero() {
            return 0;
        }
        self.to_big().normalized().fractional_digit_count() as i32
    }

    /// The power of ten of the leading digit: 0 for 5, 3 for 1234, -2 for 0.012; `None` for zero.
    #[must_use]
    pub fn magnitude(&self) -> Option<i32> {
        if self.is_zero() {
            return None;
        }
        let (digits, scale) = self.to_big().into_bigint_and_exponent();
        let count = digits.magnitude().to_string().len() as i64;
        Some((count - 1 - scale) as i32)
    }

    /// Rounds to that many decimals; fewer than none rounds before the point.
    ///
    /// Decimals beyond [`MAX_EXPONENT`] are taken for that many.
    #[must_use]
    pub fn round(&self, decimals: i32, rounding: Rounding) -> Decimal {
        let decimals = bounded(decimals);
        let (digits, scale) = self.to_big().into_bigint_and_exponent();
        let drop = scale - i64::from(decimals);
        if drop <= 0 {
            return self.clone();
        }
        let divisor = BigInt::from(10).pow(drop as u32);
        let quotient = divide_rounding(&digits, &divisor, rounding);
        Decimal::from_big(&BigDecimal::from_bigint(quotient, i64::from(decimals)))
    }

    /// `self / by`, rounded to that many decimals; `None` where `by` is zero.
    #[must_use]
    pub fn divide(&self, by: &Decimal, decimals: i32, rounding: Rounding) -> Option<Decimal> {
        if by.is_zero() {
            return None;
        }
        let (dividend, scale) = self.to_big().into_bigint_and_exponent();
        let (divisor, by_scale) = by.to_big().into_bigint_and_exponent();
        // quotient = dividend/divisor · 10^(by_scale - scale), wanted in units of 10^-decimals.
        let shift = by_scale - scale + i64::from(decimals);
        let power = BigInt::from(10).pow(shift.unsigned_abs() as u32);
        let (dividend, divisor) = if shift >= 0 { (dividend * power, divisor) } else { (dividend, divisor * power) };
        let quotient = divide_rounding(&dividend, &divisor, rounding);
        Some(Decimal::from_big(&BigDecimal::from_bigint(quotient, i64::from(decimals))))
    }
}

/// Decimals that can be reckoned with.
fn bounded(decimals: i32) -> i32 {
    decimals.clamp(-(MAX_EXPONENT as i32), MAX_EXPONENT as i32)
}

/// An integer quotient, rounded as asked.
fn divide_rounding(dividend: &BigInt, divisor: &BigInt, rounding: Rounding) -> BigInt {
    let negative = (dividend.sign() == Sign::Minus) != (divisor.sign() == Sign::Minus);
    let (dividend, divisor) = (dividend.magnitude(), divisor.magnitude());
    let quotient = dividend / divisor;
    let rest = dividend - &quotient * divisor;
    let zero = num_bigint::BigUint::ZERO;
    let away = match rounding {
        Rounding::Floor => negative && rest != zero,
        Rounding::Ceiling => !negative && rest != zero,
        Rounding::Truncate => false,
        Rounding::HalfUp => &rest + &rest >= *divisor,
        Rounding::HalfEven => match (&rest + &rest).cmp(divisor) {
            Ordering::Less => false,
            Ordering::Equal => quotient.bit(0),
            Ordering::Greater => true,
        },
    };
    let magnitude = if away { quotient + 1u32 } else { quotient };
    BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, magnitude)
}

/// Both mantissas at the larger of the two scales, where that fits.
fn aligned(left: &rust_decimal::Decimal, right: &rust_decimal::Decimal) -> Option<(i128, i128, u32)> {
    let scale = left.scale().max(right.scale());
    let at_scale =
        |number: &rust_decimal::Decimal| number.mantissa().checked_mul(10i128.checked_pow(scale - number.scale())?);
    Some((at_scale(left)?, at_scale(right)?, scale))
}

impl Add for &Decimal {
    type Output = Decimal;
    fn add(self, other: &Decimal) -> Decimal {
        if let (Repr::Small(left), Repr::Small(right)) = (&self.0, &other.0) {
            let sum = aligned(left, right).and_then(|(left, right, scale)| Some((left.checked_add(right)?, scale)));
            if let Some((mantissa, scale)) = sum {
                return Decimal::new(mantissa, i64::from(scale));
            }
        }
        Decimal::from_big(&(self.to_big() + other.to_big()))
    }
}

impl Neg for &Decimal {
    type Output = Decimal;
    fn neg(self) -> Decimal {
        match &self.0 {
            Repr::Small(small) if small.is_zero() => self.clone(),
            Repr::Small(small) => Decimal(Repr::Small(-*small)),
            Repr::Big(big) => Decimal(Repr::Big(Box::new(-(**big).clone()))),
        }
    }
}

impl Sub for &Decimal {
    type Output = Decimal;
    fn sub(self, other: &Decimal) -> Decimal {
        self + &-other
    }
}

impl Mul for &Decimal {
    type Output = Decimal;
    fn mul(self, other: &Decimal) -> Decimal {
        if let (Repr::Small(left), Repr::Small(right)) = (&self.0, &other.0)
            && let Some(mantissa) = left.mantissa().checked_mul(right.mantissa())
        {
            return Decimal::new(mantissa, i64::from(left.scale() + right.scale()));
        }
        Decimal::from_big(&(self.to_big() * other.to_big()))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(left), Repr::Small(right)) => left.cmp(right),
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Repr::Small(small) => small.hash(state),
            Repr::Big(big) => big.normalized().hash(state),
        }
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Decimal {
        Decimal::new(i128::from(number), 0)
    }
}

/// The shortest plain form: no exponent, no trailing zeros, no sign on zero.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Small(small) => fmt::Display::fmt(&small.normalize(), f),
            Repr::Big(big) => f.write_str(&big.normalized().to_plain_string()),
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A string, so that no reader rounds it.
impl serde::Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl schemars::JsonSchema for Decimal {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An exact decimal number, as a string so that no reader rounds it.",
            "type": "string",
            "pattern": "^-?[0-9]+(\\.[0-9]+)?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).expect(text)
    }

    #[test]
    fn reads_the_form_of_xml_schema_alone() {
        for text in ["", ".", "+", "1.2.3", "1e3", "1_000", "INF", "1,000", "0x1", "--1", "٣"] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
        for (text, shown) in [("1.", "1"), (".5", "0.5"), ("-0", "0"), ("-0.0", "0"), ("+007", "7")] {
            assert_eq!(number(text).to_string(), shown);
        }
    }

    #[test]
    fn scales_what_is_whole_then() {
        for (text, scale, whole) in [
            ("1.50", 2, Some(150)),
            ("1.50", 1, Some(15)),
            ("1.55", 1, None),
            ("-0.001", 12, Some(-1_000_000_000)),
            ("12345678901234567890123456", 12, Some(12_345_678_901_234_567_890_123_456_000_000_000_000)),
            ("0.00000000000000000000000000000000001", 35, Some(1)),
            ("123456789012345678901234567890123456789", 0, Some(123_456_789_012_345_678_901_234_567_890_123_456_789)),
            ("1234567890123456789012345678901234567890", 0, None),
        ] {
            assert_eq!(number(text).scaled(scale), whole, "{text}");
        }
        assert_eq!(Decimal::ONE.shift(5_000).scaled(0), None);
        assert_eq!(Decimal::ZERO.scaled(38), Some(0));
    }

    #[test]
    fn keeps_every_digit() {
        let long = "123456789012345678901234567890123456789.000000000000000000000000000001";
        assert_eq!(number(long).to_string(), long);
        let tiny = &number("0.0000000000000000000000000001") * &number("0.1");
        assert_eq!(tiny.to_string(), "0.00000000000000000000000000001");
        assert_eq!(&tiny.shift(29), &Decimal::ONE);
        let sum = &number("79228162514264337593543950335") + &number("0.1");
        assert_eq!(sum.to_string(), "79228162514264337593543950335.1");
        assert_eq!(&sum - &number("0.1"), number("79228162514264337593543950335"));
    }

    #[test]
    fn reads_exponents_within_bounds() {
        assert_eq!(Decimal::parse_scientific("1.5E3"), Some(number("1500")));
        assert_eq!(Decimal::parse_scientific("-1e-3"), Some(number("-0.001")));
        assert_eq!(Decimal::parse_scientific("1e999999999"), None);
        assert_eq!(Decimal::parse_scientific("1e"), None);
    }

    #[test]
    fn rounds_as_asked() {
        let cases = [
            ("2.5", 0, Rounding::HalfUp, "3"),
            ("2.5", 0, Rounding::HalfEven, "2"),
            ("3.5", 0, Rounding::HalfEven, "4"),
            ("-2.5", 0, Rounding::HalfUp, "-3"),
            ("-2.1", 0, Rounding::Floor, "-3"),
            ("-2.1", 0, Rounding::Ceiling, "-2"),
            ("-2.9", 0, Rounding::Truncate, "-2"),
            ("1250", -2, Rounding::HalfEven, "1200"),
            ("1250", -2, Rounding::HalfUp, "1300"),
            ("1.25", 5, Rounding::HalfUp, "1.25"),
        ];
        for (text, decimals, rounding, shown) in cases {
            assert_eq!(number(text).round(decimals, rounding).to_string(), shown, "{text}");
        }
        assert_eq!(number("1").divide(&number("3"), 4, Rounding::Floor), Some(number("0.3333")));
        assert_eq!(number("-1").divide(&number("3"), 4, Rounding::Floor), Some(number("-0.3334")));
        assert_eq!(number("1").divide(&Decimal::ZERO, 4, Rounding::Floor), None);
    }

    #[test]
    fn absurd_decimals_take_no_absurd_time() {
        assert_eq!(number("12").round(i32::MIN, Rounding::HalfUp), Decimal::ZERO);
        assert_eq!(number("12").round(i32::MAX, Rounding::HalfUp), number("12"));
        assert!(!Decimal::unit_of(i32::MIN).is_negative());
        assert!(!Decimal::unit_of(i32::MAX).is_zero());
    }

    #[test]
    fn knows_places_and_magnitude() {
        assert_eq!(number("1234").magnitude(), Some(3));
        assert_eq!(number("0.012").magnitude(), Some(-2));
        assert_eq!(number("1200").places(), -2);
        assert_eq!(number("1.230").places(), 2);
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(mantissa in any::<i128>(), scale in -40i64..40) {
            let decimal = Decimal::new(mantissa, scale);
            prop_assert_eq!(Decimal::parse(&decimal.to_string()), Some(decimal));
        }

        #[test]
        fn addition_is_undone_by_subtraction(
            left in any::<i128>(), left_scale in -40i64..40, right in any::<i128>(), right_scale in -40i64..40,
        ) {
            let (left, right) = (Decimal::new(left, left_scale), Decimal::new(right, right_scale));
            prop_assert_eq!(&(&left + &right) - &right, left);
        }

        #[test]
        fn equal_values_hash_alike(mantissa in any::<i64>(), scale in 0i64..20) {
            let hash = |decimal: &Decimal| {
                let mut state = std::hash::DefaultHasher::new();
                decimal.hash(&mut state);
                state.finish()
            };
            let (plain, padded) = (
                Decimal::new(i128::from(mantissa), scale),
                Decimal::new(i128::from(mantissa) * 1000, scale + 3),
            );
            prop_assert_eq!(&plain, &padded);
            prop_assert_eq!(hash(&plain), hash(&padded));
        }
    }
}
