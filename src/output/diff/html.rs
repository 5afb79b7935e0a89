//! A comparison as one page that needs nothing else: to filter, sort, search and print.

use indexmap::IndexMap;
use serde::Serialize;

use crate::diff::{Comparison, Edit, EditKind, Filing, Value};
use crate::model::Decimal;
use crate::model::decimal::Rounding;
use crate::output::html::{self, PageError};

use super::Shown;
use super::figures;
use super::layout::{self, Group, Row, Section, Words};

/// Decimals of a bar's length in percent.
const BAR_DECIMALS: i32 = 1;
/// Most levels that a line is indented.
const MOST_DEPTH: u16 = 6;

#[derive(Serialize)]
struct Page<'a> {
    title: String,
    filings: [FilingView<'a>; 2],
    summary: String,
    left_out: String,
    statements: Vec<&'a str>,
    classes: Vec<ClassView>,
    sections: Vec<SectionView<'a>>,
}

#[derive(Serialize)]
struct FilingView<'a> {
    which: &'static str,
    file: &'a str,
    about: String,
    missing: &'a [String],
}

/// A button that shows or hides what is of one class.
#[derive(Serialize)]
struct ClassView {
    key: &'static str,
    title: String,
    count: usize,
}

#[derive(Serialize)]
struct SectionView<'a> {
    key: &'static str,
    title: String,
    columns: Vec<&'a str>,
    /// Whether changes are drawn as bars, too.
    bars: bool,
    /// Columns of the table.
    width: usize,
    tables: Vec<GroupView<'a>>,
    texts: Vec<TextView<'a>>,
    lines: Vec<String>,
    rest: usize,
}

#[derive(Serialize)]
struct GroupView<'a> {
    id: String,
    heading: String,
    unit: String,
    rows: Vec<RowView<'a>>,
}

#[derive(Serialize)]
struct RowView<'a> {
    label: &'a str,
    members: String,
    concept: &'a str,
    statement: &'a str,
    depth: u16,
    note: Option<String>,
    places: String,
    /// All that can be searched for, in small letters.
    words: String,
    weight: Option<String>,
    cells: Vec<Cell>,
    direction: &'static str,
    /// The length of its bar, in percent of the longest of its group.
    bar: Option<String>,
}

#[derive(Serialize)]
struct Cell {
    text: String,
    /// What it is sorted by: the number behind the figure.
    sort: String,
    direction: &'static str,
}

#[derive(Serialize)]
struct TextView<'a> {
    label: String,
    period: &'a str,
    statement: &'a str,
    words: String,
    old: Vec<Run<'a>>,
    new: Vec<Run<'a>>,
}

/// A run of words of one side.
#[derive(Serialize)]
struct Run<'a> {
    kind: EditKind,
    text: &'a str,
}

/// Writes the comparison as a page.
///
/// # Errors
/// When the template fails.
pub fn html(comparison: &Comparison, shown: Shown) -> Result<String, PageError> {
    let sections = layout::sections(comparison, shown);
    let mut statements: Vec<&str> = Vec::new();
    for row in sections.iter().flat_map(|section| &section.groups).flat_map(|group| &group.rows) {
        let statement = row.thing.statement.as_deref().unwrap_or_default();
        if !statement.is_empty() && !statements.contains(&statement) {
            statements.push(statement);
        }
    }
    let page = Page {
        title: "What changed between two filings".to_owned(),
        filings: [("older filing", &comparison.old), ("newer filing", &comparison.new)]
            .map(|(which, filing)| filing_view(which, filing)),
        summary: figures::summary(comparison),
        left_out: figures::left_out(comparison),
        statements,
        classes: classes(&sections),
        sections: sections.into_iter().enumerate().map(|(number, section)| section_view(number, section)).collect(),
    };
    html::render("diff.html", &page)
}

fn filing_view<'a>(which: &'static str, filing: &'a Filing) -> FilingView<'a> {
    FilingView { which, file: &filing.file, about: figures::about(filing), missing: &filing.missing }
}

/// The classes of the sections, each once.
fn classes(sections: &[Section<'_>]) -> Vec<ClassView> {
    let mut classes: IndexMap<&'static str, ClassView> = IndexMap::new();
    for section in sections {
        let rows: usize = section.groups.iter().map(|group| group.rows.len()).sum();
        let count = rows + section.texts.len() + section.lines.len();
        let title = section.key.replace(['-', '_'], " ");
        classes.entry(section.key).or_insert(ClassView { key: section.key, title, count: 0 }).count += count;
    }
    classes.into_values().collect()
}

fn section_view(number: usize, section: Section<'_>) -> SectionView<'_> {
    let titles = section.groups.first().map_or([""; 3], |group| group.columns);
    let rows = || section.groups.iter().flat_map(|group| &group.rows);
    let shown: [bool; 4] = std::array::from_fn(|column| rows().any(|row| !figures_of(row)[column].is_empty()));
    let all = [titles[0], titles[1], titles[2], "%"];
    let columns: Vec<&str> = all.into_iter().zip(shown).filter(|(_, shown)| *shown).map(|(title, _)| title).collect();
    // A derived value is no change.
    let bars = shown[2] && titles[2] == "change";
    let groups = section.groups.into_iter().enumerate();
    SectionView {
        key: section.key,
        title: section.title,
        width: columns.len() + 1 + usize::from(bars),
        bars,
        columns,
        tables: groups.map(|(at, group)| group_view(format!("g{number}-{at}"), group, shown)).collect(),
        texts: section.texts.iter().map(text_view).collect(),
        lines: section.lines,
        rest: section.rest,
    }
}

/// The figures of a row, column by column.
fn figures_of<'a>(row: &'a Row<'_>) -> [&'a str; 4] {
    [&row.values[0], &row.values[1], &row.difference, &row.percent]
}

fn group_view(id: String, group: Group<'_>, shown: [bool; 4]) -> GroupView<'_> {
    let longest = group.rows.iter().filter_map(|row| row.item.difference.map(Decimal::abs)).max();
    let rows = group.rows.iter().map(|row| row_view(row, shown, longest.as_ref())).collect();
    GroupView { id, heading: group.heading, unit: group.unit, rows }
}

fn row_view<'a>(row: &Row<'a>, shown: [bool; 4], longest: Option<&Decimal>) -> RowView<'a> {
    let thing = row.thing;
    let item = &row.item;
    let direction = item.difference.map_or("", direction);
    let number = |value: Option<&Value>| {
        value.and_then(|value| value.number.as_ref()).map_or(String::new(), ToString::to_string)
    };
    let percent = item.change.and_then(|change| change.percent.as_ref()?.value.as_ref());
    let text = |number: Option<&Decimal>| number.map_or(String::new(), ToString::to_string);
    let sorts = [number(item.values[0]), number(item.values[1]), text(item.difference), text(percent)];
    let directions = ["", "", direction, direction];
    let cells = figures_of(row).into_iter().zip(sorts).zip(directions).zip(shown).filter(|(_, shown)| *shown);
    let places: Vec<&str> = item.values.iter().flatten().map(|value| value.place.as_str()).collect();
    let members = layout::members(thing).join(", ");
    let label = layout::name(thing);
    let words = [label, &thing.concept, &members, &row.values[0], &row.values[1], row.note.as_deref().unwrap_or("")];
    RowView {
        label,
        concept: &thing.concept,
        statement: thing.statement.as_deref().unwrap_or(""),
        depth: thing.position.map_or(0, |position| position.depth.min(MOST_DEPTH)),
        note: row.note.clone(),
        places: places.join("\n"),
        words: words.join(" ").to_lowercase(),
        weight: item.weight.map(ToString::to_string),
        cells: cells.map(|(((text, sort), direction), _)| Cell { text: text.to_owned(), sort, direction }).collect(),
        direction,
        bar: bar(item.difference, longest),
        members,
    }
}

fn direction(difference: &Decimal) -> &'static str {
    if difference.is_negative() {
        "down"
    } else if difference.is_zero() {
        ""
    } else {
        "up"
    }
}

fn bar(difference: Option<&Decimal>, longest: Option<&Decimal>) -> Option<String> {
    let hundred = &difference?.abs() * &Decimal::from(100);
    Some(hundred.divide(longest?, BAR_DECIMALS, Rounding::HalfUp)?.to_string())
}

fn text_view<'a>(words: &Words<'a>) -> TextView<'a> {
    let members = layout::members(words.thing);
    let of = if members.is_empty() { String::new() } else { format!(" [{}]", members.join(", ")) };
    let label = format!("{}{of}", layout::name(words.thing));
    let side = |left_out: EditKind| -> Vec<Run<'a>> {
        let kept = words.edits.iter().filter(|edit| edit.kind != left_out);
        kept.map(|edit: &Edit| Run { kind: edit.kind, text: &edit.text }).collect()
    };
    let all: String = words.edits.iter().map(|edit| edit.text.as_str()).collect();
    TextView {
        period: words.period,
        statement: words.thing.statement.as_deref().unwrap_or(""),
        words: format!("{label} {} {all}", words.thing.concept).to_lowercase(),
        label,
        old: side(EditKind::Come),
        new: side(EditKind::Gone),
    }
}
