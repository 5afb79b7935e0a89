//! Dates and times as XML Schema writes them, 24:00:00, offsets and all (XML Schema 1.0 part 2, 3.2.7).

use std::fmt;

use jiff::civil;
use jiff::{Span, ToSpan};

/// A point in time, local unless it has an offset.
///
/// Ordered and compared as points on the time line where both have an offset, or neither has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DateTime {
    /// The time as written, 24:00:00 already moved to the next day's midnight.
    pub civil: civil::DateTime,
    /// Minutes east of UTC, where the text has an offset.
    pub offset: Option<i16>,
}

/// Why a text is no date or time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DateError {
    /// The text doesn't have the form.
    #[error("not of the form YYYY-MM-DD or YYYY-MM-DDThh:mm:ss")]
    Form,
    /// The form is right and there is no such day or time.
    #[error("there is no such day or time")]
    NoSuchDay,
    /// A year that is allowed by XML Schema and can't be held here.
    #[error("years beyond 9999 can't be reckoned with")]
    Year,
}

/// Splits `count` digits off the front.
fn digits(text: &mut &[u8], count: usize) -> Option<i32> {
    let (head, tail) = text.split_at_checked(count)?;
    if !head.iter().all(u8::is_ascii_digit) {
        return None;
    }
    *text = tail;
    Some(head.iter().fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0')))
}

fn expect(text: &mut &[u8], byte: u8) -> Option<()> {
    let (first, tail) = text.split_first()?;
    (*first == byte).then(|| *text = tail)
}

/// `-?YYYY-MM-DD`; a year may have more than four digits, not a leading zero then.
fn lex_date(text: &mut &[u8]) -> Result<civil::Date, DateError> {
    let negative = expect(text, b'-').is_some();
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length < 4 || (length > 4 && text[0] == b'0') {
        return Err(DateError::Form);
    }
    if length > 4 {
        return Err(DateError::Year);
    }
    let lexed = (|| {
        let year = digits(text, 4)?;
        expect(text, b'-')?;
        let month = digits(text, 2)?;
        expect(text, b'-')?;
        Some((year, month, digits(text, 2)?))
    })();
    let (year, month, day) = lexed.ok_or(DateError::Form)?;
    if year == 0 {
        return Err(DateError::NoSuchDay);
    }
    let year = if negative { -year } else { year };
    civil::Date::new(year as i16, month as i8, day as i8).map_err(|_| DateError::NoSuchDay)
}

/// `hh:mm:ss(.s+)?`, with 24:00:00 as midnight and a day more.
fn lex_time(text: &mut &[u8]) -> Result<(civil::Time, bool), DateError> {
    let lexed = (|| {
        let hour = digits(text, 2)?;
        expect(text, b':')?;
        let minute = digits(text, 2)?;
        expect(text, b':')?;
        Some((hour, minute, digits(text, 2)?))
    })();
    let (hour, minute, second) = lexed.ok_or(DateError::Form)?;
    let mut nanosecond = 0;
    if expect(text, b'.').is_some() {
        let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length == 0 {
            return Err(DateError::Form);
        }
        for place in 0..9 {
            let digit = if place < length { i32::from(text[place] - b'0') } else { 0 };
            nanosecond = nanosecond * 10 + digit;
        }
        *text = &text[length..];
    }
    if hour == 24 {
        let midnight = minute == 0 && second == 0 && nanosecond == 0;
        return if midnight { Ok((civil::Time::midnight(), true)) } else { Err(DateError::NoSuchDay) };
    }
    civil::Time::new(hour as i8, minute as i8, second as i8, nanosecond)
        .map(|time| (time, false))
        .map_err(|_| DateError::NoSuchDay)
}

/// `Z`, `+hh:mm`, `-hh:mm` or nothing, up to 14:00.
fn lex_offset(text: &mut &[u8]) -> Result<Option<i16>, DateError> {
    let sign = match text.first() {
        None => return Ok(None),
        Some(b'Z') => {
            *text = &text[1..];
            return Ok(Some(0));
        }
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return Err(DateError::Form),
    };
    *text = &text[1..];
    let lexed = (|| {
        let hours = digits(text, 2)?;
        expect(text, b':')?;
        Some((hours, digits(text, 2)?))
    })();
    let (hours, minutes) = lexed.ok_or(DateError::Form)?;
    if minutes > 59 || hours * 60 + minutes > 14 * 60 {
        return Err(DateError::NoSuchDay);
    }
    Ok(Some(sign * (hours * 60 + minutes) as i16))
}

/// The white space that XML Schema collapses around a date.
fn trim(text: &str) -> &[u8] {
    text.trim_matches([' ', '\t', '\n', '\r']).as_bytes()
}

impl DateTime {
    /// The midnight at which a day begins.
    #[must_use]
    pub fn midnight(date: civil::Date) -> DateTime {
        DateTime { civil: date.to_datetime(civil::Time::midnight()), offset: None }
    }

    /// Reads an `xs:dateTime`.
    ///
    /// # Errors
    /// When the text is none, or its year is beyond what can be reckoned with.
    pub fn parse(text: &str) -> Result<DateTime, DateError> {
        let mut rest = trim(text);
        let date = lex_date(&mut rest)?;
        expect(&mut rest, b'T').ok_or(DateError::Form)?;
        let (time, next_day) = lex_time(&mut rest)?;
        let offset = lex_offset(&mut rest)?;
        if !rest.is_empty() {
            return Err(DateError::Form);
        }
        let civil = date.to_datetime(time);
        let civil = if next_day { add(civil, 1.day())? } else { civil };
        Ok(DateTime { civil, offset })
    }

    /// Reads an `xs:date`, as the midnight at which it begins.
    ///
    /// # Errors
    /// As [`DateTime::parse`].
    pub fn parse_date(text: &str) -> Result<DateTime, DateError> {
        let mut rest = trim(text);
        let date = lex_date(&mut rest)?;
        let offset = lex_offset(&mut rest)?;
        if !rest.is_empty() {
            return Err(DateError::Form);
        }
        Ok(DateTime { civil: date.to_datetime(civil::Time::midnight()), offset })
    }

    /// Reads a period's start, a date or a date and time; a date stands for its first moment (XBRL 2.1, 4.7.2).
    ///
    /// # Errors
    /// As [`DateTime::parse`].
    ///
    /// ```
    /// use factum::model::DateTime;
    /// assert_eq!(DateTime::parse_start("2004-01-01").unwrap().to_string(), "2004-01-01T00:00:00");
    /// ```
    pub fn parse_start(text: &str) -> Result<DateTime, DateError> {
        if text.contains('T') { DateTime::parse(text) } else { DateTime::parse_date(text) }
    }

    /// Reads an instant or a period's end; a date stands for the midnight that ends it (XBRL 2.1, 4.7.2).
    ///
    /// # Errors
    /// As [`DateTime::parse`].
    ///
    /// ```
    /// use factum::model::DateTime;
    /// let end = DateTime::parse_end("2004-03-31").unwrap();
    /// assert_eq!(end.to_string(), "2004-04-01T00:00:00");
    /// assert_eq!(end, DateTime::parse_end("2004-03-31T24:00:00").unwrap());
    /// ```
    pub fn parse_end(text: &str) -> Result<DateTime, DateError> {
        if text.contains('T') {
            return DateTime::parse(text);
        }
        let day = DateTime::parse_date(text)?;
        Ok(DateTime { civil: add(day.civil, 1.day())?, offset: day.offset })
    }

    /// The point on the time line, as a time at UTC; a time without an offset is taken for one.
    #[must_use]
    pub fn at_utc(self) -> civil::DateTime {
        let minutes = i64::from(self.offset.unwrap_or(0));
        self.civil.checked_sub(minutes.minutes()).unwrap_or(self.civil)
    }

    /// The date of the day that ends at this midnight; `None` for any other time of day.
    #[must_use]
    pub fn day_ended(self) -> Option<civil::Date> {
        if self.civil.time() == civil::Time::midnight() { self.civil.date().yesterday().ok() } else { None }
    }
}

fn add(civil: civil::DateTime, span: Span) -> Result<civil::DateTime, DateError> {
    civil.checked_add(span).map_err(|_| DateError::Year)
}

/// `YYYY-MM-DDThh:mm:ss`, with a fraction or an offset only where there is one.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.civil)?;
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_xml_schema_refuses() {
        let bad = [
            "20041231",
            "2004-2-01",
            "2004-02-30",
            "2004-13-01",
            "04-01-01",
            "0000-01-01",
            "",
            "02004-01-01",
            "2004-01-01T00:00",
            "2004-01-01T24:00:01",
            "2004-01-01T25:00:00",
            "2004-01-01T00:00:00.",
            "2004-01-01T00:00:00+15:00",
            "2004-01-01T00:00:00+1:00",
            "2004-01-01x",
            "2004-01-01T00:00:60",
        ];
        for text in bad {
            assert!(DateTime::parse_start(text).is_err(), "{text}");
        }
    }

    #[test]
    fn reads_every_form() {
        for (text, shown) in [
            ("2004-03-31T24:00:00", "2004-04-01T00:00:00"),
            ("2004-03-31T12:30:00.5", "2004-03-31T12:30:00.5"),
            ("2004-03-31T12:30:00Z", "2004-03-31T12:30:00Z"),
            ("2004-03-31T12:30:00-05:30", "2004-03-31T12:30:00-05:30"),
            (" 2004-03-31 ", "2004-03-31T00:00:00"),
            ("2004-03-31+09:00", "2004-03-31T00:00:00+09:00"),
        ] {
            assert_eq!(DateTime::parse_start(text).expect(text).to_string(), shown);
        }
    }

    #[test]
    fn an_end_is_the_midnight_after() {
        let end = DateTime::parse_end("2004-02-29").expect("a leap day");
        assert_eq!(end.day_ended().map(|day| day.to_string()).as_deref(), Some("2004-02-29"));
    }
}
