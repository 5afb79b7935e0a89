//! Periods as a string (OIM Common Definitions 1.0, 3.5).

use crate::model::{DateTime, Period};

/// Reads a time, or two with a slash between them, the first one earlier.
pub(super) fn parse(text: &str) -> Option<Period> {
    // A time is written in one way: no white space, and a day's end as the next one's beginning.
    let time = |text: &str| DateTime::parse(text).ok().filter(|_| text.len() == text.trim().len());
    match text.split_once('/') {
        None => time(text).map(Period::Instant),
        Some((start, end)) => {
            let (start, end) = (time(start)?, time(end)?);
            (start.at_utc() < end.at_utc()).then_some(Period::Duration { start, end })
        }
    }
}

/// Writes a period, with days as midnights; none for all time, which is told by leaving the period out.
pub(super) fn text(period: Period) -> Option<String> {
    match period {
        Period::Instant(at) => Some(at.to_string()),
        Period::Duration { start, end } => Some(format!("{start}/{end}")),
        Period::Forever => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for written in ["2024-01-01T00:00:00", "2024-01-01T00:00:00/2025-01-01T00:00:00", "2024-03-31T12:30:00.5+09:00"]
        {
            assert_eq!(parse(written).and_then(text).as_deref(), Some(written));
        }
    }

    #[test]
    fn other_forms_are_no_periods() {
        for bad in ["", "2024", "2024-01-01", "2025-01-01T00:00:00/2024-01-01T00:00:00", " 2024-01-01T00:00:00", "/"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
