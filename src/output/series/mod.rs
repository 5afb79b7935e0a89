//! Series over many filings: for people as text and Markdown, for scripts as JSON and CSV.

#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::io::{self, Write};

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::diff::{Class, Measure, Point, Series, SeriesLine, SeriesRenaming, Source, Telling};
use crate::model::Decimal;

use super::diff::figures::{self, width, wrap};
use super::diff::{harmless, layout, markdown_text};

/// The document's name and version.
const FORMAT: &str = "series/1";

#[derive(Serialize, JsonSchema)]
#[schemars(title = "factum series", description = "Things over all the periods of many filings.")]
struct Document<'a> {
    /// What this document is, and its version.
    #[schemars(with = "Format")]
    factum: &'static str,
    #[serde(flatten)]
    series: &'a Series,
}

/// The only value of the first member.
struct Format;

impl JsonSchema for Format {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Format".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> Schema {
        schemars::json_schema!({ "const": FORMAT })
    }
}

/// Writes series as JSON, with a line end behind them.
///
/// # Errors
/// When the writer fails.
pub fn json(series: &Series, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, &Document { factum: FORMAT, series })?;
    out.write_all(b"\n")
}

/// The JSON Schema of [`json`]'s documents.
#[must_use]
pub fn schema() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Document<'_>>()
}

/// Writes series as CSV: a row for each telling.
///
/// # Errors
/// When the writer fails.
pub fn csv(series: &Series, out: impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "statement",
        "concept",
        "told_as",
        "label",
        "dimensions",
        "unit",
        "entity",
        "period",
        "told",
        "value",
        "decimals",
        "class",
        "filing",
        "document",
        "date",
        "date_kind",
        "place",
    ])?;
    for line in &series.lines {
        for point in &line.points {
            for (at, telling) in point.values.iter().enumerate() {
                writer.write_record(row(series, line, point, at, telling))?;
            }
        }
    }
    writer.flush()
}

fn row(series: &Series, line: &SeriesLine, point: &Point, at: usize, telling: &Telling) -> Vec<String> {
    let (thing, filing) = (&line.thing, &series.filings[telling.filing]);
    let is_last = at + 1 == point.values.len();
    let told = match (at, is_last) {
        (0, true) => "only",
        (0, false) => "first",
        (_, true) => "last",
        _ => "between",
    };
    let members: Vec<String> =
        thing.dimensions.iter().map(|member| format!("{}={}", member.axis, member.member)).collect();
    let text = |text: Option<&str>| harmless(text.unwrap_or(""));
    let value = match (&telling.value.value, &telling.value.number) {
        (None, _) => "nil".to_owned(),
        (Some(number), Some(_)) => number.clone(),
        (Some(text), None) => harmless(text),
    };
    let class = if is_last { point.class.map_or("", Class::name) } else { "" };
    let date = filing.date.as_ref();
    vec![
        text(thing.statement.as_deref()),
        text(Some(&thing.concept)),
        text(Some(telling.concept.as_deref().unwrap_or(&thing.concept))),
        text(thing.label.as_deref()),
        harmless(&members.join(" ")),
        text(thing.unit.as_deref()),
        text(thing.entity.as_deref()),
        point.period.to_string(),
        told.to_owned(),
        value,
        telling.value.decimals.as_deref().unwrap_or("").to_owned(),
        class.to_owned(),
        filing.file.clone(),
        text(filing.document.as_deref()),
        date.map_or(String::new(), |date| date.date.clone()),
        date.map_or("", |date| figures::date_kind(date.kind)).to_owned(),
        telling.value.place.clone(),
    ]
}

/// What the figures of a line are shown in: the power of ten, and its words.
fn scale(line: &SeriesLine) -> (i32, String) {
    let numbers: Vec<&Decimal> = line
        .points
        .iter()
        .flat_map(|point| &point.values)
        .filter_map(|telling| telling.value.number.as_ref())
        .collect();
    let (power, name) = if line.thing.measure == Measure::Amount { figures::scale(&numbers) } else { (0, None) };
    let unit = line.thing.unit.as_deref().unwrap_or("");
    (power, [Some(unit), name].into_iter().flatten().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

fn figure(telling: &Telling, power: i32) -> String {
    match (&telling.value.value, &telling.value.number) {
        (None, _) => "nil".to_owned(),
        (Some(_), Some(number)) => figures::grouped(&number.shift(-power)),
        (Some(text), None) => layout::shortened(text),
    }
}

/// A line's name with its members.
fn title(line: &SeriesLine) -> String {
    let members = layout::members(&line.thing);
    let name = layout::name(&line.thing);
    if members.is_empty() { name.to_owned() } else { format!("{name} [{}]", members.join(", ")) }
}

/// What is said beside a period: what the last value is to the first, and the values between.
fn note(point: &Point, power: i32) -> Option<String> {
    let mut notes: Vec<String> =
        point.class.filter(|class| *class != Class::Equal).map(|class| class.name().to_owned()).into_iter().collect();
    let between = point.values.get(1..point.values.len().saturating_sub(1)).unwrap_or(&[]);
    let is_other = |telling: &&Telling| {
        let value = |telling: &Telling| telling.value.value.clone();
        value(telling) != value(point.first()) && value(telling) != value(point.last())
    };
    let between: Vec<String> = between
        .iter()
        .filter(is_other)
        .map(|telling| format!("{} [{}]", figure(telling, power), telling.filing + 1))
        .collect();
    if !between.is_empty() {
        notes.push(format!("between: {}", between.join(", ")));
    }
    if point.values.iter().any(|telling| telling.contradicted) {
        notes.push("a filing contradicts itself here".to_owned());
    }
    (!notes.is_empty()).then(|| notes.join("; "))
}

/// A line of cells: period, first, last, note.
fn cells(point: &Point, power: i32) -> [String; 4] {
    let told = |telling: &Telling, figure: &str| format!("{figure} [{}]", telling.filing + 1);
    let first = told(point.first(), &figure(point.first(), power));
    let last = match point.class {
        None => String::new(),
        Some(Class::Equal) => told(point.last(), "="),
        Some(_) => told(point.last(), &figure(point.last(), power)),
    };
    [point.period.to_string(), first, last, note(point, power).unwrap_or_default()]
}

fn about(source: &Source) -> String {
    let date = source.date.as_ref().map(figures::date);
    let all: Vec<String> = source.document.clone().into_iter().chain(date).collect();
    if all.is_empty() { String::new() } else { format!(" ({})", all.join(", ")) }
}

/// The names that changed, in a line each.
fn renamings(series: &Series) -> impl Iterator<Item = String> {
    series.renamings.iter().map(|SeriesRenaming { filings: [from, to], renaming }| {
        format!("[{}] to [{}]: {}", from + 1, to + 1, layout::renaming(renaming))
    })
}

/// Writes series as text; the numbers in brackets are those of the filings.
#[must_use]
pub fn text(series: &Series, columns: usize) -> String {
    let mut out = String::new();
    for (number, source) in series.filings.iter().enumerate() {
        let line = format!("[{}] {}{}", number + 1, source.file, about(source));
        wrap(&line, columns).iter().for_each(|line| _ = writeln!(out, "{line}"));
        for missing in &source.missing {
            _ = writeln!(out, "    not found: {missing}");
        }
    }
    for (number, line) in renamings(series).enumerate() {
        out.push_str(if number == 0 { "\nRenamed\n" } else { "" });
        wrap(&line, columns.saturating_sub(2)).iter().for_each(|line| _ = writeln!(out, "  {line}"));
    }
    let mut statement = None;
    for line in &series.lines {
        let this = line.thing.statement.as_deref().unwrap_or("");
        if statement != Some(this) && !this.is_empty() {
            out.push('\n');
            wrap(this, columns).iter().for_each(|line| _ = writeln!(out, "{line}"));
        }
        statement = Some(this);
        text_line(line, columns, &mut out);
    }
    out
}

fn text_line(line: &SeriesLine, columns: usize, out: &mut String) {
    let (power, unit) = scale(line);
    let head = if unit.is_empty() { title(line) } else { format!("{}, {unit}", title(line)) };
    out.push('\n');
    wrap(&head, columns.saturating_sub(2)).iter().for_each(|line| _ = writeln!(out, "  {line}"));
    let rows: Vec<[String; 4]> = line.points.iter().map(|point| cells(point, power)).collect();
    let titles = ["", "first reported", "last told", ""];
    let widths: [usize; 3] = std::array::from_fn(|column| {
        rows.iter().map(|row| width(&row[column])).max().unwrap_or(0).max(titles[column].len())
    });
    let mut row = |cells: [&str; 4]| {
        let mut text = format!("    {}{:2$}", cells[0], "", widths[0] - width(cells[0]));
        for column in 1..3 {
            let indent = widths[column] + 2 - width(cells[column]);
            _ = write!(text, "{:indent$}{}", "", cells[column]);
        }
        let note = if cells[3].is_empty() { String::new() } else { format!("  ({})", cells[3]) };
        let fits = width(&text) + width(&note) <= columns;
        _ = writeln!(out, "{}", if fits { format!("{text}{note}") } else { text }.trim_end());
        if !fits {
            wrap(note.trim(), columns.saturating_sub(6)).iter().for_each(|line| _ = writeln!(out, "      {line}"));
        }
    };
    row(titles);
    rows.iter().for_each(|cells| row(cells.each_ref().map(String::as_str)));
}

/// Writes series as Markdown: a table for each line item.
#[must_use]
pub fn markdown(series: &Series) -> String {
    let mut out = String::from("# Series\n\n");
    for (number, source) in series.filings.iter().enumerate() {
        let line = format!("{}{}", source.file, about(source));
        _ = writeln!(out, "{}. {}", number + 1, markdown_text(&line));
        for missing in &source.missing {
            _ = writeln!(out, "   - not found: {}", markdown_text(missing));
        }
    }
    for (number, line) in renamings(series).enumerate() {
        out.push_str(if number == 0 { "\n## Renamed\n\n" } else { "" });
        _ = writeln!(out, "- {}", markdown_text(&line));
    }
    for line in &series.lines {
        let (power, unit) = scale(line);
        let head = if unit.is_empty() { title(line) } else { format!("{}, {unit}", title(line)) };
        _ = writeln!(out, "\n## {}\n", markdown_text(&head));
        out.push_str("| period | first reported | last told | |\n| --- | ---: | ---: | --- |\n");
        for point in &line.points {
            let cells = cells(point, power).map(|cell| markdown_text(&cell));
            _ = writeln!(out, "| {} |", cells.join(" | "));
        }
    }
    out
}
