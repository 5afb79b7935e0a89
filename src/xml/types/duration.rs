//! Durations: months and seconds, which no rule converts into each other (part 2, 3.2.6).

use std::cmp::Ordering;
use std::fmt::Write;

use super::moment::day_number;
use crate::model::Decimal;
use crate::model::decimal::Rounding;

/// A length of time, backwards where it is negative.
///
/// Ordered only where the order doesn't depend on the months' lengths.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Duration {
    months: i64,
    seconds: Decimal,
}

/// Months beyond which a duration can't be reckoned with: those of the years that dates have at most.
const MAX_MONTHS: i64 = 12 * 1_000_000_000_000;

/// The first days of the months whose lengths in sequence are all that a comparison needs (part 2, 3.2.6.2).
const REFERENCES: [(i64, u8); 4] = [(1696, 9), (1697, 2), (1903, 3), (1903, 7)];

/// The numbers in front of `Y`, `M`, `D`, `H`, `M` and `S`, empty where they are not given.
struct Parts<'a> {
    negative: bool,
    numbers: [&'a str; 6],
}

fn lex(text: &str) -> Option<Parts<'_>> {
    let unsigned = text.strip_prefix('-');
    let mut parts = Parts { negative: unsigned.is_some(), numbers: [""; 6] };
    let rest = unsigned.unwrap_or(text).strip_prefix('P')?;
    let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
    let (for_date, for_time) = parts.numbers.split_at_mut(3);
    lex_parts(date, &["Y", "M", "D"], for_date)?;
    if let Some(time) = time {
        lex_parts(time, &["H", "M", "S"], for_time)?;
    }
    let some_date = parts.numbers[..3].iter().any(|number| !number.is_empty());
    let some_time = parts.numbers[3..].iter().any(|number| !number.is_empty());
    (if time.is_some() { some_time } else { some_date }).then_some(parts)
}

/// Numbers, each before its designator, in the designators' order; only seconds have a fraction.
fn lex_parts<'a>(mut text: &'a str, designators: &[&str; 3], numbers: &mut [&'a str]) -> Option<()> {
    for (designator, number) in designators.iter().zip(numbers) {
        let mut length = text.bytes().take_while(u8::is_ascii_digit).count();
        if *designator == "S" && length > 0 && text[length..].starts_with('.') {
            let fraction = text[length + 1..].bytes().take_while(u8::is_ascii_digit).count();
            if fraction == 0 {
                return None;
            }
            length += 1 + fraction;
        }
        if length > 0
            && let Some(rest) = text[length..].strip_prefix(designator)
        {
            *number = &text[..length];
            text = rest;
        }
    }
    text.is_empty().then_some(())
}

/// Whether a text, white space already collapsed, is an `xs:duration`.
pub(super) fn is_duration(text: &str) -> bool {
    lex(text).is_some()
}

impl Duration {
    /// Reads an `xs:duration`; `None` where the text is none, `Some(None)` where it can't be reckoned with.
    pub(super) fn parse(text: &str) -> Option<Option<Duration>> {
        let Parts { negative, numbers } = lex(text)?;
        Some(Duration::of(negative, numbers))
    }

    fn of(negative: bool, [years, months, days, hours, minutes, seconds]: [&str; 6]) -> Option<Duration> {
        let whole = |number: &str| if number.is_empty() { Some(0) } else { number.parse::<i64>().ok() };
        let months = whole(years)?.checked_mul(12)?.checked_add(whole(months)?)?;
        let decimal = |number: &str| if number.is_empty() { Some(Decimal::ZERO) } else { Decimal::parse(number) };
        let times = |number: Decimal, factor: i64| &number * &Decimal::from(factor);
        let minutes = &times(decimal(hours)?, 60) + &decimal(minutes)?;
        let seconds = &(&times(decimal(days)?, 86_400) + &times(minutes, 60)) + &decimal(seconds)?;
        let (months, seconds) = if negative { (-months, -&seconds) } else { (months, seconds) };
        (months.abs() <= MAX_MONTHS).then_some(Duration { months, seconds })
    }

    /// Seconds on the time line, from the year 1, after a reference's first day and this duration.
    fn after(&self, (year, month): (i64, u8)) -> Decimal {
        let months = year * 12 + i64::from(month) - 1 + self.months;
        let days = day_number(months.div_euclid(12), months.rem_euclid(12) as u8 + 1, 1);
        &(&Decimal::from(days) * &Decimal::from(86_400)) + &self.seconds
    }

    /// The shortest form with months under 12, hours under 24, minutes and seconds under 60.
    ///
    /// XML Schema 1.0 has no canonical form of durations; this is that of 1.1.
    pub(super) fn canonical(&self) -> String {
        let negative = self.months < 0 || self.seconds.is_negative();
        let (months, seconds) = (self.months.abs(), self.seconds.abs());
        let split = |number: &Decimal, by: i64| {
            let by = Decimal::from(by);
            let quotient = number.divide(&by, 0, Rounding::Floor).unwrap_or(Decimal::ZERO);
            let rest = number - &(&quotient * &by);
            (quotient, rest)
        };
        let (days, rest) = split(&seconds, 86_400);
        let (hours, rest) = split(&rest, 3_600);
        let (minutes, rest) = split(&rest, 60);
        let mut text = String::from(if negative { "-P" } else { "P" });
        for (number, designator) in [(months / 12, 'Y'), (months % 12, 'M')] {
            if number != 0 {
                let _ = write!(text, "{number}{designator}");
            }
        }
        if !days.is_zero() {
            let _ = write!(text, "{days}D");
        }
        let nothing = months == 0 && seconds.is_zero();
        if nothing || !(hours.is_zero() && minutes.is_zero() && rest.is_zero()) {
            text.push('T');
        }
        for (number, designator) in [(hours, 'H'), (minutes, 'M'), (rest, 'S')] {
            if !number.is_zero() || (nothing && designator == 'S') {
                let _ = write!(text, "{number}{designator}");
            }
        }
        text
    }
}

impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Duration) -> Option<Ordering> {
        let mut orders = REFERENCES.map(|reference| self.after(reference).cmp(&other.after(reference))).into_iter();
        let first = orders.next()?;
        let agree = orders.all(|order| order == first) && (first.is_eq() == (self == other));
        agree.then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn duration(text: &str) -> Duration {
        Duration::parse(text).flatten().unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn durations_have_a_part_at_least_and_their_order() {
        for good in ["P1Y", "P1Y2M3DT10H30M", "-P120D", "P1347Y", "P0Y1347M0D", "PT0S", "PT1.5S", "P1DT1S"] {
            assert!(is_duration(good), "{good}");
        }
        let bad =
            ["P", "-P", "PT", "P1YT", "P-1347M", "P1S", "1Y", "P1M1Y", "PT1.S", "PT.5S", "P1.5D", "+P1D", "P1Y ", "P1"];
        for text in bad {
            assert!(!is_duration(text), "{text}");
        }
    }

    #[test]
    fn order_is_that_of_every_month() {
        let order = |one, other| duration(one).partial_cmp(&duration(other));
        assert_eq!(order("P1Y", "P364D"), Some(Ordering::Greater));
        assert_eq!(order("P1Y", "P365D"), None);
        assert_eq!(order("P1Y", "P367D"), Some(Ordering::Less));
        assert_eq!(order("P1M", "P27D"), Some(Ordering::Greater));
        assert_eq!(order("P1M", "P30D"), None);
        assert_eq!(order("P1M", "P32D"), Some(Ordering::Less));
        assert_eq!(order("P5M", "P149D"), Some(Ordering::Greater));
        assert_eq!(order("P5M", "P153D"), None);
        assert_eq!(order("P5M", "P154D"), Some(Ordering::Less));
        assert_eq!(order("-P1D", "PT0S"), Some(Ordering::Less));
        assert_eq!(order("P12M", "P1Y"), Some(Ordering::Equal));
    }

    #[test]
    fn the_canonical_form_is_the_shortest() {
        for (text, canonical) in [
            ("P13M", "P1Y1M"),
            ("PT36H", "P1DT12H"),
            ("-P0D", "PT0S"),
            ("PT90.50S", "PT1M30.5S"),
            ("-P1Y0M0DT0S", "-P1Y"),
            ("P99999999999999999999D", "P99999999999999999999D"),
        ] {
            assert_eq!(duration(text).canonical(), canonical, "{text}");
        }
    }

    #[test]
    fn months_beyond_reckoning_are_sound_and_have_no_value() {
        assert_eq!(Duration::parse("P99999999999999999999Y"), Some(None));
    }

    proptest! {
        #[test]
        fn the_canonical_form_is_the_same_duration(
            text in "-?P[0-9]{1,3}Y[0-9]{1,3}M[0-9]{1,4}DT[0-9]{1,3}H[0-9]{1,3}M[0-9]{1,4}(\\.[0-9]{1,3})?S"
        ) {
            let canonical = duration(&text).canonical();
            prop_assert_eq!(duration(&canonical), duration(&text));
            prop_assert_eq!(duration(&canonical).canonical(), canonical);
        }
    }
}
