//! A comparison as a workbook: summary, restatements, movements, added and removed, text.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::diff::{Change, Class, Comparison, Difference, EditKind, Evidence, Measure, Movement, Recast, Thing, Value};
use crate::model::Decimal;

use super::{figures, layout};

/// Digits that a cell of a workbook keeps; longer numbers are written as text.
const DIGITS: i32 = 15;
/// Characters that a cell can hold.
const CELL: usize = 32_767;
/// Rows that a sheet can hold below its heading.
const ROWS: usize = 1_048_575;

/// Why a workbook could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the workbook can't be made: {0}")]
pub struct WorkbookError(#[from] XlsxError);

/// Writes the comparison as an XLSX file; the same comparison gives the same bytes.
///
/// # Errors
/// When the comparison has more rows than a sheet can hold.
pub fn xlsx(comparison: &Comparison) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Workbook::new();
    // A fixed date: the same input gives the same bytes.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    summary(comparison, book.add_worksheet().set_name("Summary")?)?;
    restatements(comparison, book.add_worksheet().set_name("Restatements")?)?;
    movements(&comparison.movements, book.add_worksheet().set_name("Movements")?)?;
    added_and_removed(comparison, book.add_worksheet().set_name("Added and removed")?)?;
    texts(comparison, book.add_worksheet().set_name("Text")?)?;
    Ok(book.save_to_buffer()?)
}

/// The columns that say of what a row is: those of [`Table::begin_row`], behind the first.
const OF_WHAT: [(&str, f64); 5] =
    [("Statement", 30.0), ("Item", 40.0), ("Members", 30.0), ("Concept", 34.0), ("Unit", 10.0)];

/// The columns of a sheet: what kind of row it is, of what, and what is said of it.
fn columns(kind: (&'static str, f64), more: &[(&'static str, f64)]) -> Vec<(&'static str, f64)> {
    [&[kind], OF_WHAT.as_slice(), more].concat()
}

/// A sheet with a heading, written row by row.
struct Table<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    wrap: Format,
    number: Format,
    percent: Format,
}

impl<'a> Table<'a> {
    /// Begins a sheet with its columns, each with its width.
    fn new(sheet: &'a mut Worksheet, columns: &[(&str, f64)]) -> Result<Table<'a>, XlsxError> {
        let head = Format::new().set_bold().set_background_color(Color::RGB(0x00E7_ECF2)).set_text_wrap();
        for (at, (title, width)) in (0..).zip(columns) {
            sheet.write_string_with_format(0, at, *title, &head)?.set_column_width(at, *width)?;
        }
        sheet.set_freeze_panes(1, 0)?.set_landscape().set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
        let top = Format::new().set_align(FormatAlign::Top);
        Ok(Table {
            sheet,
            row: 0,
            column: 0,
            wrap: top.clone().set_text_wrap(),
            number: top.clone().set_num_format("#,##0.######;-#,##0.######;0"),
            percent: top.set_num_format("+0.0%;-0.0%;0.0%"),
        })
    }

    fn begin(&mut self) {
        self.row += 1;
        self.column = 0;
    }

    fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        if !text.is_empty() {
            let end = text.char_indices().nth(CELL).map_or(text.len(), |(end, _)| end);
            self.sheet.write_string_with_format(self.row, self.column, &text[..end], &self.wrap)?;
        }
        self.column += 1;
        Ok(())
    }

    /// A number: as one where a cell keeps all its digits, else as text.
    fn number(&mut self, number: Option<&Decimal>) -> Result<(), XlsxError> {
        let Some(number) = number else { return self.text("") };
        let digits = number.magnitude().map_or(1, |magnitude| magnitude + 1 + number.places().max(0));
        match number.to_string().parse::<f64>() {
            Ok(float) if digits <= DIGITS => {
                self.sheet.write_number_with_format(self.row, self.column, float, &self.number)?;
            }
            _ => {
                self.sheet.write_string_with_format(self.row, self.column, number.to_string(), &self.wrap)?;
            }
        }
        self.column += 1;
        Ok(())
    }

    /// A change in percent, or the words in its place.
    fn percent(&mut self, change: Option<&Change>) -> Result<(), XlsxError> {
        let figure = change.and_then(|change| change.percent.as_ref()?.value.as_ref());
        match figure.and_then(|figure| figure.shift(-2).to_string().parse::<f64>().ok()) {
            Some(float) => {
                self.sheet.write_number_with_format(self.row, self.column, float, &self.percent)?;
                self.column += 1;
                Ok(())
            }
            None => self.text(&change.map_or(String::new(), figures::percent)),
        }
    }

    fn value(&mut self, value: Option<&Value>) -> Result<(), XlsxError> {
        match value {
            None => self.text(""),
            Some(Value { number: Some(number), .. }) => self.number(Some(number)),
            Some(Value { value: None, .. }) => self.text("nil"),
            Some(Value { value: Some(text), .. }) => self.text(text),
        }
    }

    /// Begins a row: of what kind it is, and of what.
    fn begin_row(&mut self, kind: &str, thing: &Thing) -> Result<(), XlsxError> {
        self.begin();
        self.text(kind)?;
        self.text(thing.statement.as_deref().unwrap_or(""))?;
        self.text(layout::name(thing))?;
        self.text(&layout::members(thing).join(", "))?;
        self.text(&thing.concept)?;
        self.text(thing.unit.as_deref().unwrap_or(""))
    }

    /// Lets the rows be filtered by their columns.
    fn finish(self, columns: usize) -> Result<(), XlsxError> {
        if self.row > 0 && self.row as usize <= ROWS {
            self.sheet.autofilter(0, 0, self.row, columns as u16 - 1)?;
        }
        Ok(())
    }
}

fn summary(comparison: &Comparison, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut table = Table::new(sheet, &[("", 34.0), ("Older filing", 60.0), ("Newer filing", 60.0)])?;
    let (old, new) = (&comparison.old, &comparison.new);
    let date = |filing: &crate::diff::Filing| filing.date.as_ref().map_or(String::new(), figures::date);
    let document = |filing: &crate::diff::Filing| filing.document.clone().unwrap_or_default();
    let about = [
        ("File", old.file.clone(), new.file.clone()),
        ("Document", document(old), document(new)),
        ("Date", date(old), date(new)),
        ("Entities", old.entities.join(", "), new.entities.join(", ")),
        ("Periods with whole statements", old.covers.join(", "), new.covers.join(", ")),
        ("Facts", old.facts.to_string(), new.facts.to_string()),
        ("Taxonomy files not found", old.missing.join(", "), new.missing.join(", ")),
    ];
    for (name, old, new) in about.iter().filter(|(_, old, new)| !old.is_empty() || !new.is_empty()) {
        table.begin();
        [*name, old, new].iter().try_for_each(|text| table.text(text))?;
    }
    table.begin();
    for (class, count) in comparison.counts.iter().filter(|(_, count)| **count > 0) {
        table.begin();
        table.text(class.name())?;
        table.number(Some(&Decimal::from(*count as i64)))?;
    }
    if let Some(roll) = &comparison.roll_forward {
        for (name, count) in [("carried", roll.carried), ("told otherwise", roll.changed), ("not told", roll.not_told)]
        {
            table.begin();
            table.text(&format!("closing balances of {} {name}", roll.at))?;
            table.number(Some(&Decimal::from(count as i64)))?;
        }
    }
    Ok(())
}

/// What both filings tell, and not alike: restatements, signs, scales, recasts and the rest.
fn restatements(comparison: &Comparison, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let more = [
        ("Period", 24.0),
        ("Old", 20.0),
        ("New", 20.0),
        ("Change", 20.0),
        ("%", 10.0),
        ("Note", 50.0),
        ("Old place", 40.0),
        ("New place", 40.0),
    ];
    let columns = columns(("Class", 12.0), &more);
    let mut table = Table::new(sheet, &columns)?;
    let is_alone = |difference: &&Difference| matches!(difference.class, Class::Added | Class::Removed | Class::Text);
    for difference in comparison.differences.iter().filter(|difference| !is_alone(difference)) {
        difference_row(&mut table, difference)?;
    }
    for recast in &comparison.recasts {
        recast_rows(&mut table, recast)?;
    }
    table.finish(columns.len())
}

fn difference_row(table: &mut Table<'_>, difference: &Difference) -> Result<(), XlsxError> {
    table.begin_row(difference.class.name(), &difference.thing)?;
    table.text(&difference.period)?;
    table.value(difference.old.as_ref())?;
    table.value(difference.new.as_ref())?;
    table.number(difference.change.as_ref().map(|change| &change.difference))?;
    table.percent(difference.change.as_ref())?;
    let evidence = difference.evidence.as_ref().and_then(figures::evidence);
    let total = difference.total.as_ref().map(layout::total_above);
    let notes = [evidence, total, layout::contributions(&difference.parts, 0)];
    table.text(&notes.into_iter().flatten().collect::<Vec<_>>().join("; "))?;
    places(table, difference.old.as_ref(), difference.new.as_ref())
}

fn places(table: &mut Table<'_>, old: Option<&Value>, new: Option<&Value>) -> Result<(), XlsxError> {
    [old, new].iter().try_for_each(|value| table.text(value.map_or("", |value| &value.place)))
}

fn recast_rows(table: &mut Table<'_>, recast: &Recast) -> Result<(), XlsxError> {
    for part in &recast.parts {
        table.begin_row(Class::Recast.name(), &part.thing)?;
        table.text(&recast.period)?;
        table.value(part.old.as_ref())?;
        table.value(part.new.as_ref())?;
        table.text("")?;
        table.text("")?;
        table.text(&layout::sum_that_holds(recast, 0))?;
        places(table, part.old.as_ref(), part.new.as_ref())?;
    }
    Ok(())
}

fn movements(all: &[Movement], sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let more = [
        ("From period", 24.0),
        ("To period", 24.0),
        ("From filing", 10.0),
        ("To filing", 10.0),
        ("From", 20.0),
        ("To", 20.0),
        ("Change", 20.0),
        ("%", 12.0),
        ("Parts", 50.0),
        ("Note", 30.0),
    ];
    let columns = columns(("Kind", 20.0), &more);
    let mut table = Table::new(sheet, &columns)?;
    for movement in all {
        table.begin_row(figures::kind_title(movement.kind), &movement.thing)?;
        table.text(&movement.from.period)?;
        table.text(&movement.to.period)?;
        table.text(figures::filing(movement.from.filing))?;
        table.text(figures::filing(movement.to.filing))?;
        table.value(Some(&movement.from.value))?;
        table.value(Some(&movement.to.value))?;
        let points = |difference: &Decimal| match movement.thing.measure {
            Measure::Ratio => difference.shift(2),
            _ => difference.clone(),
        };
        table.number(Some(&points(&movement.change.difference)))?;
        match movement.thing.measure {
            Measure::Ratio => table.text("points")?,
            _ => table.percent(Some(&movement.change))?,
        }
        table.text(&layout::contributions(&movement.parts, 0).unwrap_or_default())?;
        table.text(&figures::ends(movement).collect::<Vec<_>>().join("; "))?;
    }
    table.finish(columns.len())
}

fn added_and_removed(comparison: &Comparison, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let columns = columns(("Class", 12.0), &[("Period", 24.0), ("Value", 40.0), ("Place", 40.0)]);
    let mut table = Table::new(sheet, &columns)?;
    let is_alone = |difference: &&Difference| matches!(difference.class, Class::Added | Class::Removed);
    for difference in comparison.differences.iter().filter(is_alone) {
        let value = difference.new.as_ref().or(difference.old.as_ref());
        table.begin_row(difference.class.name(), &difference.thing)?;
        table.text(&difference.period)?;
        table.value(value)?;
        table.text(value.map_or("", |value| &value.place))?;
    }
    table.finish(columns.len())
}

fn texts(comparison: &Comparison, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let columns = [
        ("Item", 34.0),
        ("Members", 24.0),
        ("Concept", 34.0),
        ("Period", 24.0),
        ("Gone", 60.0),
        ("Come", 60.0),
        ("Old", 60.0),
        ("New", 60.0),
    ];
    let mut table = Table::new(sheet, &columns)?;
    for difference in comparison.differences.iter().filter(|difference| difference.class == Class::Text) {
        let edits = match &difference.evidence {
            Some(Evidence::Words(edits)) => edits.as_slice(),
            _ => &[],
        };
        let runs = |kind: EditKind| {
            let runs = edits.iter().filter(|edit| edit.kind == kind).map(|edit| edit.text.trim());
            runs.collect::<Vec<_>>().join(" … ")
        };
        table.begin();
        table.text(layout::name(&difference.thing))?;
        table.text(&layout::members(&difference.thing).join(", "))?;
        table.text(&difference.thing.concept)?;
        table.text(&difference.period)?;
        table.text(&runs(EditKind::Gone))?;
        table.text(&runs(EditKind::Come))?;
        table.value(difference.old.as_ref())?;
        table.value(difference.new.as_ref())?;
    }
    table.finish(columns.len())
}
