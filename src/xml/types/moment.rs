//! Dates and times in all eight forms: what they look like, and where they lie on the time line (part 2, 3.2.7 to 3.2.14).
//!
//! There is no year 0000 to write; -0001 is the year before 0001, and the time line has no gap between them.

use std::cmp::Ordering;
use std::fmt::Write;

use super::built_in::Primitive;

/// The digits of a year beyond which a date is sound and can't be reckoned with.
const MAX_YEAR_DIGITS: usize = 12;

/// The year, month and day that stand in for what a form leaves out: a leap year, a month of 31 days.
const REFERENCE: (i64, u8, u8) = (1972, 12, 1);

const MINUTES_A_DAY: i64 = 24 * 60;

/// The greatest offset, either way, in minutes.
const MAX_OFFSET: i64 = 14 * 60;

/// Why a text is no date or time, or none that can be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum MomentError {
    /// The text doesn't have the form.
    Form,
    /// The form is right and there is no such day, time or offset.
    NoSuchTime,
    /// The year can't be reckoned with.
    TooFar,
}

/// A point on the time line, or a set of them that recur: what a date or time stands for begins there.
///
/// Ordered only where the order doesn't depend on an offset that is not given (part 2, 3.2.7.4).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Moment {
    /// Whole minutes since the year 1 began, at UTC where the offset is known; for a time, since the day began.
    minute: i64,
    second: u8,
    /// The digits behind the point of the seconds, without zeros at the end.
    fraction: Box<str>,
    /// Whether the text has an offset.
    zoned: bool,
}

impl Moment {
    /// The same moment some minutes later.
    fn later(&self, minutes: i64) -> Moment {
        Moment { minute: self.minute + minutes, ..self.clone() }
    }

    fn position(&self) -> (i64, u8, &str) {
        (self.minute, self.second, &self.fraction)
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Moment) -> Option<Ordering> {
        match (self.zoned, other.zoned) {
            (true, false) => other.partial_cmp(self).map(Ordering::reverse),
            // Without an offset it may lie anywhere between both extremes.
            (false, true) => {
                if self.later(MAX_OFFSET).position() < other.position() {
                    Some(Ordering::Less)
                } else if self.later(-MAX_OFFSET).position() > other.position() {
                    Some(Ordering::Greater)
                } else {
                    None
                }
            }
            _ => Some(self.position().cmp(&other.position())),
        }
    }
}

/// What stands in the text, checked; what its form leaves out is [`REFERENCE`]'s.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a> {
    kind: Primitive,
    /// As written: never 0, negative before the year 1. `None` where it is too far off to be reckoned with.
    year: Option<i64>,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    fraction: &'a str,
    offset: Option<i64>,
}

/// What is left of the text.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> Option<&'a str> {
        let (head, tail) = self.0.split_at_checked(length)?;
        self.0 = tail;
        Some(head)
    }

    fn expect(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    fn digits(&mut self) -> &'a str {
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        self.take(length).unwrap_or_default()
    }

    fn two(&mut self) -> Option<u8> {
        let digits = self.take(2)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    }

    /// `-?YYYY`, with more digits where needed, then without a zero in front.
    fn year(&mut self) -> Option<Year<'a>> {
        let negative = self.expect("-").is_some();
        let digits = self.digits();
        let sound = digits.len() >= 4 && (digits.len() == 4 || !digits.starts_with('0'));
        sound.then_some(Year { negative, digits })
    }

    /// `hh:mm:ss(.s+)?`
    fn time(&mut self) -> Option<(u8, u8, u8, &'a str)> {
        let hour = self.two()?;
        self.expect(":")?;
        let minute = self.two()?;
        self.expect(":")?;
        let second = self.two()?;
        let mut fraction = "";
        if self.expect(".").is_some() {
            fraction = self.digits();
            if fraction.is_empty() {
                return None;
            }
        }
        Some((hour, minute, second, fraction.trim_end_matches('0')))
    }

    /// `Z`, `+hh:mm`, `-hh:mm` or nothing, to the end of the text: the sign, hours and minutes.
    fn offset(&mut self) -> Option<Option<(i64, u8, u8)>> {
        let offset = match self.take(1) {
            None => return Some(None),
            Some("Z") => (1, 0, 0),
            Some(sign @ ("+" | "-")) => {
                let hours = self.two()?;
                self.expect(":")?;
                (if sign == "-" { -1 } else { 1 }, hours, self.two()?)
            }
            Some(_) => return None,
        };
        self.0.is_empty().then_some(Some(offset))
    }
}

struct Year<'a> {
    negative: bool,
    digits: &'a str,
}

impl Year<'_> {
    fn number(&self) -> Option<i64> {
        let magnitude: i64 = (self.digits.len() <= MAX_YEAR_DIGITS).then(|| self.digits.parse().ok())??;
        Some(if self.negative { -magnitude } else { magnitude })
    }

    fn is_zero(&self) -> bool {
        self.digits == "0000"
    }

    /// A year of the same length in the same cycle of 400 years, which the last four digits tell.
    fn in_cycle(&self) -> i64 {
        let last: i64 = self.digits[self.digits.len() - 4..].parse().unwrap_or(0);
        if self.negative { 1 - last } else { last }
    }
}

fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

/// The days of a month; the year on the time line, where the one before 1 is 0.
fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from the first day of the year 1 to a day, in the Gregorian calendar carried on backwards.
pub(super) fn day_number(year: i64, month: u8, day: u8) -> i64 {
    let before = year - 1;
    let leap_days = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    let in_year: i64 = (1..month).map(|month| i64::from(days_in_month(year, month))).sum();
    before * 365 + leap_days + in_year + i64::from(day) - 1
}

/// The year (on the time line), month and day of a day's number.
fn day_of(number: i64) -> (i64, u8, u8) {
    let (cycle, in_cycle) = (number.div_euclid(146_097), number.rem_euclid(146_097));
    // The year's length is 365 at least, so that this is no year too early.
    let mut year = cycle * 400 + in_cycle / 365 + 1;
    while day_number(year, 1, 1) > number {
        year -= 1;
    }
    let mut rest = number - day_number(year, 1, 1);
    let mut month = 1;
    while rest >= i64::from(days_in_month(year, month)) {
        rest -= i64::from(days_in_month(year, month));
        month += 1;
    }
    (year, month, rest as u8 + 1)
}

/// The fields that stand in the text, not yet looked at together.
struct Lexed<'a> {
    year: Option<Year<'a>>,
    month: u8,
    day: u8,
    time: (u8, u8, u8, &'a str),
    offset: Option<(i64, u8, u8)>,
}

fn lex(kind: Primitive, text: &str) -> Option<Lexed<'_>> {
    use Primitive::{Date, DateTime, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time};
    let mut rest = Cursor(text);
    let mut lexed = Lexed { year: None, month: REFERENCE.1, day: REFERENCE.2, time: (0, 0, 0, ""), offset: None };
    if let DateTime | Date | GYearMonth | GYear = kind {
        lexed.year = Some(rest.year()?);
    }
    match kind {
        GMonth | GMonthDay => rest.expect("--")?,
        GDay => rest.expect("--")?,
        DateTime | Date | GYearMonth => rest.expect("-")?,
        _ => {}
    }
    if let DateTime | Date | GYearMonth | GMonth | GMonthDay = kind {
        lexed.month = rest.two()?;
    }
    if let DateTime | Date | GMonthDay | GDay = kind {
        rest.expect("-")?;
        lexed.day = rest.two()?;
    }
    if kind == DateTime {
        rest.expect("T")?;
    }
    if let DateTime | Time = kind {
        lexed.time = rest.time()?;
    }
    lexed.offset = rest.offset()?;
    Some(lexed)
}

/// Reads a date or time of a form, white space already collapsed.
///
/// A year that can't be reckoned with is no error here: the text is sound.
pub(super) fn parse(kind: Primitive, text: &str) -> Result<Fields<'_>, MomentError> {
    let Lexed { year, month, day, time: (hour, minute, second, fraction), offset } =
        lex(kind, text).ok_or(MomentError::Form)?;
    let in_cycle = year.as_ref().map_or(REFERENCE.0, Year::in_cycle);
    let midnight = hour == 24 && minute == 0 && second == 0 && fraction.is_empty();
    let sound = !year.as_ref().is_some_and(Year::is_zero)
        && (1..=12).contains(&month)
        && (1..=days_in_month(in_cycle, month)).contains(&day)
        && (hour < 24 || midnight)
        && minute < 60
        && second < 60;
    if !sound {
        return Err(MomentError::NoSuchTime);
    }
    let offset = match offset {
        None => None,
        Some((sign, hours, minutes)) => {
            let total = i64::from(hours) * 60 + i64::from(minutes);
            if minutes > 59 || total > MAX_OFFSET {
                return Err(MomentError::NoSuchTime);
            }
            Some(sign * total)
        }
    };
    let year = year.map_or(Some(REFERENCE.0), |year| year.number());
    Ok(Fields { kind, year, month, day, hour, minute, second, fraction, offset })
}

impl Fields<'_> {
    /// Where it begins on the time line.
    pub(super) fn moment(&self) -> Result<Moment, MomentError> {
        let year = self.year.ok_or(MomentError::TooFar)?;
        let year = if year < 0 { year + 1 } else { year };
        let in_day = i64::from(self.hour) * 60 + i64::from(self.minute) - self.offset.unwrap_or(0);
        // A time recurs every day, so that its day is lost.
        let minute = match self.kind {
            Primitive::Time => in_day.rem_euclid(MINUTES_A_DAY),
            _ => day_number(year, self.month, self.day) * MINUTES_A_DAY + in_day,
        };
        let zoned = self.offset.is_some();
        Ok(Moment { minute, second: self.second, fraction: self.fraction.into(), zoned })
    }

    /// The canonical form: times at UTC (part 2, 3.2.7.2, 3.2.8.2), days at the offset, from -11:59 to +12:00, at
    /// which they begin at midnight (3.2.9.2); the specification is silent on the other forms, which stay as they are.
    pub(super) fn canonical(&self) -> Result<String, MomentError> {
        let moment = self.moment()?;
        let (day, minute) = (moment.minute.div_euclid(MINUTES_A_DAY), moment.minute.rem_euclid(MINUTES_A_DAY));
        let (year, month, day) = day_of(day);
        let time = {
            let point = if self.fraction.is_empty() { "" } else { "." };
            format!("{:02}:{:02}:{:02}{point}{}", minute / 60, minute % 60, self.second, self.fraction)
        };
        let zulu = if self.offset.is_some() { "Z" } else { "" };
        Ok(match self.kind {
            Primitive::DateTime => format!("{}-{month:02}-{day:02}T{time}{zulu}", show_year(year)),
            Primitive::Time => format!("{time}{zulu}"),
            _ => self.canonical_days(moment.minute),
        })
    }

    /// The canonical form of what has no time of day, and begins at a minute of the time line.
    fn canonical_days(&self, minute: i64) -> String {
        // A year was there, or the moment would not have been.
        let year = self.year.unwrap_or(REFERENCE.0);
        let as_written = (if year < 0 { year + 1 } else { year }, self.month, self.day, self.offset);
        let (year, month, day, offset) = self.recovered(minute).unwrap_or(as_written);
        let mut text = match self.kind {
            Primitive::Date => format!("{}-{month:02}-{day:02}", show_year(year)),
            Primitive::GYearMonth => format!("{}-{month:02}", show_year(year)),
            Primitive::GYear => show_year(year),
            Primitive::GMonthDay => format!("--{month:02}-{day:02}"),
            Primitive::GMonth => format!("--{month:02}"),
            _ => format!("---{day:02}"),
        };
        match offset {
            None => {}
            Some(0) => text.push('Z'),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let _ = write!(text, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
            }
        }
        text
    }

    /// The neighbouring day that begins at the same minute with an offset from -11:59 to +12:00, where the offset is
    /// another one and the form can tell that day.
    fn recovered(&self, minute: i64) -> Option<(i64, u8, u8, Option<i64>)> {
        let half = MINUTES_A_DAY / 2;
        let offset = match self.offset? {
            far if far > half => far - MINUTES_A_DAY,
            far if far <= -half => far + MINUTES_A_DAY,
            _ => return None,
        };
        let (year, month, day) = day_of((minute + offset).div_euclid(MINUTES_A_DAY));
        let told = match self.kind {
            Primitive::Date => true,
            Primitive::GMonthDay => year == REFERENCE.0,
            Primitive::GDay => (year, month) == (REFERENCE.0, REFERENCE.1),
            _ => false,
        };
        told.then_some((year, month, day, Some(offset)))
    }
}

/// A year of the time line as it is written.
fn show_year(year: i64) -> String {
    if year < 1 { format!("-{:04}", 1 - year) } else { format!("{year:04}") }
}

#[cfg(test)]
mod tests {
    use Primitive::{Date, DateTime, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time};
    use proptest::prelude::*;

    use super::*;

    fn moment(kind: Primitive, text: &str) -> Moment {
        parse(kind, text).and_then(|fields| fields.moment()).unwrap_or_else(|error| panic!("{text}: {error:?}"))
    }

    fn canonical(kind: Primitive, text: &str) -> String {
        parse(kind, text).and_then(|fields| fields.canonical()).unwrap_or_else(|error| panic!("{text}: {error:?}"))
    }

    #[test]
    fn each_form_takes_its_own_texts() {
        let good = [
            (DateTime, "2004-03-31T12:30:00"),
            (DateTime, "-0044-03-15T24:00:00.000Z"),
            (DateTime, "123456789012345-02-28T23:59:59.999999999999999-14:00"),
            (Time, "00:00:00"),
            (Time, "24:00:00Z"),
            (Date, "2000-02-29"),
            (Date, "2004-12-31+14:00"),
            (GYearMonth, "2004-02Z"),
            (GYear, "12004"),
            (GYear, "-0001-05:30"),
            (GMonthDay, "--02-29"),
            (GDay, "---31Z"),
            (GMonth, "--12+01:00"),
        ];
        for (kind, text) in good {
            assert!(parse(kind, text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_has_another_form_is_refused() {
        let bad = [
            (DateTime, "2004-03-31"),
            (DateTime, "2004-03-31 12:30:00"),
            (DateTime, "2004-03-31T12:30"),
            (DateTime, "2004-03-31T12:30:00."),
            (DateTime, "2004-03-31T12:30:00z"),
            (DateTime, "02004-03-31T12:30:00"),
            (DateTime, "+2004-03-31T12:30:00"),
            (Time, "1:00:00"),
            (Time, "12:00:00+1:00"),
            (Date, "20041231"),
            (Date, "204-01-01"),
            (Date, "2004-1-1"),
            (Date, "2004-01-01T00:00:00"),
            (Date, "2004-01-01Z+01:00"),
            (Date, "２００４-01-01"),
            (GYear, "04"),
            (GMonth, "--01--"),
            (GMonth, "01"),
            (GDay, "--01"),
            (GMonthDay, "01-01"),
        ];
        for (kind, text) in bad {
            assert_eq!(parse(kind, text).err(), Some(MomentError::Form), "{text}");
        }
    }

    #[test]
    fn days_and_times_that_are_not_there_are_refused() {
        let bad = [
            (Date, "2004-02-30"),
            (Date, "2100-02-29"),
            (Date, "2004-13-01"),
            (Date, "2004-00-01"),
            (Date, "2004-01-00"),
            (Date, "0000-01-01"),
            (Date, "99999999999999900-02-29"),
            (GYear, "0000"),
            (GMonthDay, "--02-30"),
            (GMonthDay, "--04-31"),
            (GDay, "---32"),
            (Time, "24:00:01"),
            (Time, "24:00:00.1"),
            (Time, "25:00:00"),
            (Time, "00:60:00"),
            (Time, "00:00:60"),
            (Time, "00:00:00+14:01"),
            (Time, "00:00:00-13:60"),
        ];
        for (kind, text) in bad {
            assert_eq!(parse(kind, text).err(), Some(MomentError::NoSuchTime), "{text}");
        }
    }

    #[test]
    fn a_year_beyond_reckoning_is_sound_and_has_no_moment() {
        let fields = parse(Date, "1234567890123-02-28").expect("a sound date");
        assert_eq!(fields.moment(), Err(MomentError::TooFar));
        assert_eq!(fields.canonical(), Err(MomentError::TooFar));
    }

    #[test]
    fn equal_moments_are_equal_whatever_their_offset() {
        for (kind, one, other) in [
            (DateTime, "2004-03-31T24:00:00", "2004-04-01T00:00:00"),
            (DateTime, "2004-03-31T23:00:00-05:00", "2004-04-01T04:00:00.000Z"),
            (DateTime, "0001-01-01T00:00:00Z", "-0001-12-31T23:00:00-01:00"),
            (Time, "23:00:00-05:00", "04:00:00Z"),
            (Time, "24:00:00", "00:00:00"),
            (Date, "2002-10-10+13:00", "2002-10-09-11:00"),
            (GMonthDay, "--01-02+13:00", "--01-01-11:00"),
        ] {
            assert_eq!(moment(kind, one), moment(kind, other), "{one} {other}");
            assert_eq!(canonical(kind, one), canonical(kind, other), "{one} {other}");
        }
        assert_ne!(moment(Date, "2004-01-01"), moment(Date, "2004-01-01Z"));
    }

    #[test]
    fn order_waits_for_an_offset_where_it_matters() {
        let order = |one, other| moment(DateTime, one).partial_cmp(&moment(DateTime, other));
        assert_eq!(order("2000-01-15T00:00:00", "2000-02-15T00:00:00"), Some(Ordering::Less));
        assert_eq!(order("2000-01-15T12:00:00", "2000-01-16T12:00:00Z"), Some(Ordering::Less));
        assert_eq!(order("2000-01-16T12:00:00Z", "2000-01-15T12:00:00"), Some(Ordering::Greater));
        assert_eq!(order("2000-01-01T12:00:00", "1999-12-31T23:00:00Z"), None);
        assert_eq!(order("2000-01-16T12:00:00", "2000-01-16T12:00:00Z"), None);
        assert_eq!(order("2000-01-16T00:00:00", "2000-01-16T12:00:00Z"), None);
        assert_eq!(order("12000-01-01T00:00:00", "9999-01-01T00:00:00Z"), Some(Ordering::Greater));
    }

    #[test]
    fn canonical_forms_are_the_specifications() {
        assert_eq!(canonical(DateTime, "2000-03-04T23:00:00.500+03:00"), "2000-03-04T20:00:00.5Z");
        assert_eq!(canonical(DateTime, "0001-01-01T00:00:00+14:00"), "-0001-12-31T10:00:00Z");
        assert_eq!(canonical(Date, "2004-01-01-00:00"), "2004-01-01Z");
        assert_eq!(canonical(Date, "2004-01-01-12:00"), "2004-01-02+12:00");
        assert_eq!(canonical(GDay, "---01+13:00"), "---01+13:00");
        assert_eq!(canonical(GYear, "-0044"), "-0044");
    }

    #[test]
    fn every_day_has_its_number_and_back() {
        assert_eq!(day_number(1, 1, 1), 0);
        assert_eq!(day_number(1970, 1, 1), 719_162);
        for number in (-800_000..800_000).step_by(37) {
            let (year, month, day) = day_of(number);
            assert_eq!(day_number(year, month, day), number);
        }
        for year in [-401, -400, -1, 0, 1, 4, 100, 400, 1999, 2000] {
            assert_eq!(day_of(day_number(year, 12, 31) + 1), (year + 1, 1, 1));
            assert_eq!(day_of(day_number(year, 1, 1)), (year, 1, 1));
        }
    }

    fn dates() -> impl Strategy<Value = (Primitive, String)> {
        let offset = prop_oneof![
            Just(String::new()),
            Just("Z".to_owned()),
            (-840i64..=840).prop_map(|minutes| {
                let sign = if minutes < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            })
        ];
        let kind = prop_oneof![
            Just(DateTime),
            Just(Time),
            Just(Date),
            Just(GYearMonth),
            Just(GYear),
            Just(GMonthDay),
            Just(GDay),
            Just(GMonth)
        ];
        let date = (prop_oneof![-3i64..3, 1998i64..2006], 1u8..=12, 1u8..=31);
        let time = (0u8..=24, prop_oneof![Just(0u8), Just(59)], prop_oneof![Just(""), Just(".5"), Just(".0")]);
        (kind, date, time, offset).prop_map(|(kind, (year, month, day), (hour, minute, fraction), offset)| {
            let year = show_year(year);
            let minute = if hour == 24 { 0 } else { minute };
            let fraction = if hour == 24 { "" } else { fraction };
            let text = match kind {
                DateTime => format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:00{fraction}"),
                Time => format!("{hour:02}:{minute:02}:00{fraction}"),
                Date => format!("{year}-{month:02}-{day:02}"),
                GYearMonth => format!("{year}-{month:02}"),
                GYear => year,
                GMonthDay => format!("--{month:02}-{day:02}"),
                GDay => format!("---{day:02}"),
                _ => format!("--{month:02}"),
            };
            (kind, text + &offset)
        })
    }

    proptest! {
        #[test]
        fn the_canonical_form_is_the_same_moment((kind, text) in dates()) {
            if let Ok(fields) = parse(kind, &text) {
                let canonical = fields.canonical().expect("a near year");
                let again = parse(kind, &canonical).unwrap_or_else(|error| panic!("{text}: {canonical}: {error:?}"));
                prop_assert_eq!(again.moment(), fields.moment(), "{}: {}", text, &canonical);
                prop_assert_eq!(again.canonical(), Ok(canonical));
            }
        }

        #[test]
        fn equal_moments_have_one_canonical_form((kind, one) in dates(), (_, other) in dates()) {
            if let (Ok(one), Ok(other)) = (parse(kind, &one), parse(kind, &other)) {
                prop_assert_eq!(one.moment() == other.moment(), one.canonical() == other.canonical());
            }
        }
    }
}
