//! The columns, each declared once: its name, what it says, its type and where its values come from.

use jiff::civil;

use super::Source;
use crate::facts::{DimensionRow, FactRow};
use crate::model::{DateTime, Decimal, Decimals, Location, Period};

/// Digits of a value as a decimal, those behind the point included: as many as readers of Parquet know.
pub const PRECISION: u8 = 38;

/// Digits of a value as a decimal behind the point.
pub const SCALE: i8 = 12;

/// The longest text that is looked at for a number: a longer one has no such number of digits.
const LONGEST_NUMBER: usize = 4_096;

/// What a row is made of.
pub(super) struct Told<'a> {
    pub(super) source: &'a Source,
    /// The number of the fact in its filing, from 1.
    pub(super) number: u32,
    pub(super) row: &'a FactRow<'a>,
    pub(super) period: String,
}

/// A column.
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
    pub(super) values: Values,
}

pub(super) type TextOf = for<'a> fn(&'a Told<'_>) -> Option<&'a str>;
pub(super) type MembersOf = for<'a> fn(&'a Told<'_>) -> &'a [DimensionRow<'a>];

/// What a column takes of a row, by which its type is known.
pub(super) enum Values {
    /// A text that many rows share.
    Shared(TextOf),
    /// A text of the row's own.
    Text(TextOf),
    /// A small number.
    Number(fn(&Told<'_>) -> Option<i32>),
    /// Yes or no.
    Flag(fn(&Told<'_>) -> bool),
    /// A day.
    Day(fn(&Told<'_>) -> Option<civil::Date>),
    /// An exact number, as a multiple of 10^-[`SCALE`].
    Amount(fn(&Told<'_>) -> Option<i128>),
    /// Dimensions with their members.
    Members(MembersOf),
}

use Values::{Amount, Day, Flag, Members, Number, Shared, Text};

impl Column {
    const fn new(name: &'static str, about: &'static str, values: Values) -> Column {
        Column { name, about, values }
    }

    /// Its type, as SQL has it.
    #[must_use]
    pub fn sql_type(&self) -> String {
        match self.values {
            Shared(_) | Text(_) => "varchar".to_owned(),
            Number(_) => "integer".to_owned(),
            Flag(_) => "boolean".to_owned(),
            Day(_) => "date".to_owned(),
            Amount(_) => format!("decimal({PRECISION}, {SCALE})"),
            Members(_) => "map(varchar, varchar)".to_owned(),
        }
    }
}

/// The columns, in their order.
pub const COLUMNS: &[Column] = &[
    Column::new("filing", "the filing's file, as it was named", Shared(|told| Some(&told.source.file))),
    Column::new(
        "filing_sha256",
        "what identifies the filing: SHA-256 of the file, in hexadecimal digits",
        Shared(|told| Some(&told.source.sha256)),
    ),
    Column::new("filing_date", "the filing's date; null where it tells none", Day(|told| told.source.date)),
    Column::new(
        "filing_date_kind",
        "what day that is: `filed`, on which it was filed, as EDINET's cover pages tell (`FilingDateCoverPage`); else \
         `period_end`, the end of the period that its cover page is for (`dei:DocumentPeriodEndDate`, \
         `CurrentPeriodEndDateDEI`); else `last_period`, the end of the period of which it says most",
        Shared(|told| told.source.date_kind),
    ),
    Column::new(
        "document_type",
        "the kind of document that it says it is, such as `10-K` (`dei:DocumentType`, `DocumentTypeDEI`)",
        Shared(|told| told.source.document.as_deref()),
    ),
    Column::new(
        "fact_number",
        "the fact's number in the filing, from 1: with `filing_sha256` it identifies the row",
        Number(|told| i32::try_from(told.number).ok()),
    ),
    Column::new("fact_id", "the fact's identifier, where it has one", Text(|told| told.row.id)),
    Column::new(
        "entity_scheme",
        "the scheme of who reports, such as `http://www.sec.gov/CIK`",
        Shared(|told| Some(told.row.entity.scheme.as_str())),
    ),
    Column::new(
        "entity_identifier",
        "who reports, in that scheme",
        Shared(|told| Some(told.row.entity.identifier.as_str())),
    ),
    Column::new("concept", "the concept, with the filing's prefix", Shared(|told| Some(&told.row.concept))),
    Column::new(
        "concept_namespace",
        "the concept's namespace",
        Shared(|told| Some(told.row.fact.concept.namespace.as_str())),
    ),
    Column::new("concept_name", "the concept's local name", Shared(|told| Some(told.row.fact.concept.local.as_str()))),
    Column::new(
        "label",
        "the concept's label (`--lang`, `--label-role`), where the taxonomy has one",
        Shared(|told| told.row.label),
    ),
    Column::new("period_kind", "`instant`, `duration` or `forever`", Shared(|told| Some(kind(told.row.period)))),
    Column::new(
        "period_start",
        "the first day of a duration; null where it doesn't begin with a day",
        Day(|told| first_day(told.row.period)),
    ),
    Column::new(
        "period_end",
        "the last day of a duration, or the day at whose end an instant is; null where it isn't the end of a day",
        Day(|told| last_day(told.row.period)),
    ),
    Column::new(
        "period",
        "the period in full: a day, two with `..` between them, or `forever`; moments with their time and offset",
        Shared(|told| Some(&told.period)),
    ),
    Column::new("unit", "the unit of a number, such as `USD` or `USD/shares`", Shared(|told| told.row.unit.as_deref())),
    Column::new(
        "decimals",
        "to how many decimals the number is exact, fewer than none before the point; null for `INF`, and where \
         nothing is said",
        Number(|told| match told.row.fact.decimals {
            Some(Decimals::Places(places)) => Some(places),
            Some(Decimals::Infinite) | None => None,
        }),
    ),
    Column::new(
        "is_exact",
        "whether the number is exact as it stands: decimals `INF`",
        Flag(|told| told.row.fact.decimals == Some(Decimals::Infinite)),
    ),
    Column::new(
        "dimensions",
        "the members, by axis, both with the filing's prefixes; a typed member by its value, null where it is nil",
        Members(|told| &told.row.dimensions),
    ),
    Column::new("language", "the language of a text, where it is in one", Shared(|told| told.row.language)),
    Column::new("is_nil", "whether the fact is nil", Flag(|told| told.row.value.is_none())),
    Column::new("value", "the value as it is reported; null for nil", Text(|told| told.row.value)),
    Column::new(
        "value_decimal",
        "the value of a number; null for what is none (a text, `INF`), and for the rare number that has more digits \
         than fit, for nothing is rounded: `value` has it",
        Amount(|told| told.row.unit.as_ref().and(told.row.value).and_then(amount)),
    ),
    Column::new("place_file", "the document that the fact stands in", Shared(|told| place(told).map(|place| place.0))),
    Column::new("place_line", "its line, from 1", Number(|told| place(told).map(|place| place.1))),
    Column::new("place_column", "its column, from 1, in characters", Number(|told| place(told).map(|place| place.2))),
];

fn kind(period: Period) -> &'static str {
    match period {
        Period::Instant(_) => "instant",
        Period::Duration { .. } => "duration",
        Period::Forever => "forever",
    }
}

/// The day that a period begins with, where it begins with one.
fn first_day(period: Period) -> Option<civil::Date> {
    let start = period.start()?;
    let day = start.civil.date();
    (start == DateTime::midnight(day)).then_some(day)
}

/// The day that a period ends with, where it ends with one.
pub(super) fn last_day(period: Period) -> Option<civil::Date> {
    period.end().filter(|end| end.offset.is_none())?.day_ended()
}

/// A number as a multiple of 10^-[`SCALE`], where it is one and has no more digits than [`PRECISION`].
fn amount(value: &str) -> Option<i128> {
    if value.len() > LONGEST_NUMBER {
        return None;
    }
    let scaled = Decimal::parse_scientific(value)?.scaled(SCALE.unsigned_abs().into())?;
    (scaled.unsigned_abs() < 10u128.pow(PRECISION.into())).then_some(scaled)
}

/// The document, the line and the column.
fn place<'a>(told: &'a Told<'_>) -> Option<(&'a str, i32, i32)> {
    let Location::Text { file, line, column } = &told.row.place else { return None };
    Some((file, i32::try_from(*line).ok()?, i32::try_from(*column).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(start: &str, end: &str) -> Period {
        Period::Duration {
            start: DateTime::parse_start(start).expect(start),
            end: DateTime::parse_end(end).expect(end),
        }
    }

    #[test]
    fn days_are_the_first_and_the_last_one() {
        let days = |period: Period| [first_day(period), last_day(period)].map(|day| day.map(|day| day.to_string()));
        let day = |text: &str| Some(text.to_owned());
        let quarter = [day("2004-01-01"), day("2004-03-31")];
        assert_eq!(days(period("2004-01-01", "2004-03-31")), quarter);
        assert_eq!(days(period("2004-01-01T00:00:00", "2004-04-01T00:00:00")), quarter);
        let instant = Period::Instant(DateTime::parse_end("2004-02-29").expect("a day"));
        assert_eq!(days(instant), [None, day("2004-02-29")]);
        assert_eq!(days(Period::Forever), [None, None]);
    }

    #[test]
    fn amounts_are_exact_or_none() {
        assert_eq!(amount("-1.50"), Some(-1_500_000_000_000));
        assert_eq!(amount(" 1.5E3 "), Some(1_500_000_000_000_000));
        assert_eq!(amount("0.000000000001"), Some(1));
        assert_eq!(amount("0.0000000000001"), None);
        let most = "9".repeat(26);
        assert_eq!(amount(&format!("{most}.{}", "9".repeat(12))), Some(10i128.pow(38) - 1));
        assert_eq!(amount(&format!("{most}9")), None);
        assert_eq!(amount("1e5000"), None);
        assert_eq!((amount("INF"), amount("about 3"), amount("")), (None, None, None));
        assert_eq!(amount(&"0".repeat(LONGEST_NUMBER + 1)), None);
    }

    #[test]
    fn what_is_no_whole_day_is_none() {
        let days = |period: Period| (first_day(period), last_day(period));
        assert_eq!(days(period("2004-01-01T09:00:00", "2004-03-31T17:30:00")), (None, None));
        assert_eq!(days(period("2004-01-01Z", "2004-03-31+09:00")), (None, None));
    }
}
