//! A comparison as CSV: a row for each difference, movement, value of a contradiction, reported restatement and
//! derived value.

use std::io::{self, Write};

use super::figures::filing;
use crate::diff::{
    Change, Comparison, Contradiction, DerivedValue, Difference, Evidence, Member, Movement, Reported, Thing, Value,
    Which,
};

const COLUMNS: [&str; 25] = [
    "class",
    "kind",
    "statement",
    "concept",
    "label",
    "dimensions",
    "unit",
    "entity",
    "language",
    "old_period",
    "new_period",
    "old_filing",
    "new_filing",
    "old_value",
    "new_value",
    "old_decimals",
    "new_decimals",
    "difference",
    "difference_low",
    "difference_high",
    "percent",
    "note",
    "weight",
    "old_place",
    "new_place",
];

/// Writes the comparison as CSV with a header row.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe before it.
///
/// # Errors
/// When the writer fails.
pub fn csv(comparison: &Comparison, out: &mut impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for contradiction in &comparison.contradictions {
        for value in &contradiction.values {
            writer.write_record(contradiction_row(contradiction, value))?;
        }
    }
    for difference in &comparison.differences {
        writer.write_record(difference_row(difference))?;
    }
    for movement in &comparison.movements {
        writer.write_record(movement_row(movement))?;
    }
    for reported in &comparison.reported {
        writer.write_record(reported_row(reported))?;
    }
    for derived in &comparison.derived {
        writer.write_record(derived_row(derived))?;
    }
    writer.flush()
}

/// The fields of a row by column; those that are not set are empty.
#[derive(Default)]
struct Row<'a> {
    class: &'a str,
    kind: String,
    periods: [&'a str; 2],
    filings: [&'a str; 2],
    values: [Option<&'a Value>; 2],
    change: Option<&'a Change>,
    note: String,
    weight: String,
}

impl Row<'_> {
    fn fields(&self, thing: &Thing) -> Vec<String> {
        let text = |text: Option<&str>| harmless(text.unwrap_or(""));
        let members = |members: &[Member]| {
            members.iter().map(|member| format!("{}={}", member.axis, member.member)).collect::<Vec<_>>().join(" ")
        };
        let value = |value: Option<&Value>| match value {
            None => String::new(),
            Some(Value { value: None, .. }) => "nil".to_owned(),
            Some(Value { value: Some(number), number: Some(_), .. }) => number.clone(),
            Some(Value { value: Some(text), .. }) => harmless(text),
        };
        let decimals =
            |value: Option<&Value>| value.and_then(|value| value.decimals.as_deref()).unwrap_or("").to_owned();
        let place = |value: Option<&Value>| value.map_or(String::new(), |value| value.place.clone());
        let number = |get: fn(&Change) -> String| self.change.map_or(String::new(), get);
        let percent = number(|change| match (&change.percent, change.no_percent) {
            (Some(percent), _) => percent.value.as_ref().map_or(String::new(), ToString::to_string),
            (None, _) => String::new(),
        });
        vec![
            self.class.to_owned(),
            self.kind.clone(),
            text(thing.statement.as_deref()),
            text(Some(&thing.concept)),
            text(thing.label.as_deref()),
            harmless(&members(&thing.dimensions)),
            text(thing.unit.as_deref()),
            text(thing.entity.as_deref()),
            text(thing.language.as_deref()),
            self.periods[0].to_owned(),
            self.periods[1].to_owned(),
            self.filings[0].to_owned(),
            self.filings[1].to_owned(),
            value(self.values[0]),
            value(self.values[1]),
            decimals(self.values[0]),
            decimals(self.values[1]),
            number(|change| change.difference.to_string()),
            number(|change| change.low.to_string()),
            number(|change| change.high.to_string()),
            percent,
            self.note.clone(),
            self.weight.clone(),
            place(self.values[0]),
            place(self.values[1]),
        ]
    }
}

fn contradiction_row(contradiction: &Contradiction, value: &Value) -> Vec<String> {
    let at = match contradiction.filing {
        Which::Old => 0,
        Which::New => 1,
    };
    let mut row = Row { class: "contradiction", ..Row::default() };
    row.periods[at] = &contradiction.period;
    row.filings[at] = filing(contradiction.filing);
    row.values[at] = Some(value);
    row.fields(&contradiction.thing)
}

fn difference_row(difference: &Difference) -> Vec<String> {
    let side = |value: &Option<Value>, text| if value.is_some() { text } else { "" };
    let (old, new) = (&difference.old, &difference.new);
    let row = Row {
        class: difference.class.name(),
        kind: String::new(),
        periods: [side(old, &difference.period), side(new, &difference.period)],
        filings: [side(old, "old"), side(new, "new")],
        values: [old.as_ref(), new.as_ref()],
        change: difference.change.as_ref(),
        note: difference.evidence.as_ref().map_or(String::new(), note),
        weight: difference.weight.to_string(),
    };
    row.fields(&difference.thing)
}

fn movement_row(movement: &Movement) -> Vec<String> {
    let reason = movement.change.no_percent.map(super::figures::no_percent);
    let row = Row {
        class: "movement",
        kind: super::figures::kind_name(movement.kind).to_owned(),
        periods: [&movement.from.period, &movement.to.period],
        filings: [filing(movement.from.filing), filing(movement.to.filing)],
        values: [Some(&movement.from.value), Some(&movement.to.value)],
        change: Some(&movement.change),
        note: reason.into_iter().chain(super::figures::ends(movement)).collect::<Vec<_>>().join("; "),
        weight: movement.weight.to_string(),
    };
    row.fields(&movement.thing)
}

fn reported_row(reported: &Reported) -> Vec<String> {
    let row = Row {
        class: "reported",
        periods: [&reported.period, &reported.period],
        filings: ["old", "new"],
        values: [reported.old.as_ref(), reported.new.as_ref()],
        note: super::accounts::account(reported),
        ..Row::default()
    };
    row.fields(&reported.thing)
}

/// The earlier operand stands where the old value does, the longer period's where the new one does; the
/// derived value is their difference, its period the kind.
fn derived_row(derived: &DerivedValue) -> Vec<String> {
    let (low, high) = (derived.low.clone(), derived.high.clone());
    let change = Change { difference: derived.value.clone(), low, high, percent: None, no_percent: None };
    let row = Row {
        class: "derived",
        kind: derived.period.to_string(),
        periods: [&derived.before.period, &derived.whole.period],
        filings: [filing(derived.before.filing), filing(derived.whole.filing)],
        values: [Some(&derived.before.value), Some(&derived.whole.value)],
        change: Some(&change),
        ..Row::default()
    };
    row.fields(&derived.thing)
}

/// Evidence in a few words; changed words stand in the values themselves.
fn note(evidence: &Evidence) -> String {
    super::figures::evidence(evidence).unwrap_or_default()
}

/// The text, with an apostrophe where a spreadsheet would take it for a formula.
pub(in crate::output) fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
