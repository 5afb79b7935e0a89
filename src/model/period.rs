//! Periods: an instant, a duration, or forever (XBRL 2.1, 4.7.2).

use super::date::DateTime;

/// A period. Days are kept as the midnights that bound them, so equal periods are equal however written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Period {
    /// A point in time; a date stands for the midnight that ends it.
    Instant(DateTime),
    /// The time from a start to an end.
    Duration {
        /// Its first moment.
        start: DateTime,
        /// Its end: the midnight after its last day.
        end: DateTime,
    },
    /// All time.
    Forever,
}

impl Period {
    /// The last moment: the instant itself, or the duration's end.
    #[must_use]
    pub fn end(self) -> Option<DateTime> {
        match self {
            Period::Instant(at) => Some(at),
            Period::Duration { end, .. } => Some(end),
            Period::Forever => None,
        }
    }

    /// The first moment of a duration.
    #[must_use]
    pub fn start(self) -> Option<DateTime> {
        match self {
            Period::Duration { start, .. } => Some(start),
            Period::Instant(_) | Period::Forever => None,
        }
    }

    /// Whole days from start to end; `None` for what is no duration.
    #[must_use]
    pub fn days(self) -> Option<i32> {
        let Period::Duration { start, end } = self else { return None };
        end.at_utc().date().since(start.at_utc().date()).ok().map(|span| span.get_days())
    }

    /// Whether it is an instant.
    #[must_use]
    pub fn is_instant(self) -> bool {
        matches!(self, Period::Instant(_))
    }

    /// A key that orders periods in outputs: by end, then by start, instants behind durations.
    #[must_use]
    pub fn sort_key(self) -> impl Ord {
        let utc = |time: Option<DateTime>| time.map(DateTime::at_utc);
        (utc(self.end()), self.is_instant(), utc(self.start()))
    }
}

/// As people write it: days by their dates (`2004-03-31`, `2004-01-01..2004-03-31`), other moments in full.
impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plain = |time: DateTime| time.offset.is_none();
        let end = |time: DateTime| match time.day_ended() {
            Some(day) if plain(time) => day.to_string(),
            _ => time.to_string(),
        };
        match self {
            Period::Instant(at) => f.write_str(&end(*at)),
            Period::Duration { start, end: last } => {
                let midnight = DateTime::midnight(start.civil.date()) == *start;
                let first = if midnight { start.civil.date().to_string() } else { start.to_string() };
                write!(f, "{first}..{}", end(*last))
            }
            Period::Forever => f.write_str("forever"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quarter() -> Period {
        Period::Duration {
            start: DateTime::parse_start("2004-01-01").expect("a date"),
            end: DateTime::parse_end("2004-03-31").expect("a date"),
        }
    }

    #[test]
    fn shows_days_as_written() {
        assert_eq!(quarter().to_string(), "2004-01-01..2004-03-31");
        let instant = Period::Instant(DateTime::parse_end("2004-03-31").expect("a date"));
        assert_eq!(instant.to_string(), "2004-03-31");
    }

    #[test]
    fn counts_days() {
        assert_eq!(quarter().days(), Some(91));
    }
}
