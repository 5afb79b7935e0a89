//! XLSX: the cells of a workbook's visible sheets, numbers as the sheet shows them.

use std::io::{Cursor, Read, sink};

use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::assemble::{Line, assemble};
use super::cell::clean;
use super::{Cell, Source, SourceError, limits, number_format};
use crate::model::{Documents, Place};

/// Reads the tables of a workbook; each sheet is a document of its own.
pub(super) fn read(name: &str, bytes: &[u8], documents: &mut Documents) -> Result<Source, SourceError> {
    check_size(name, bytes)?;
    let damaged = |error: XlsxError| SourceError::Workbook { file: name.to_owned(), message: error.to_string() };
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let visible =
        |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    let sheets: Vec<String> =
        workbook.sheets_metadata().iter().filter(visible).map(|sheet| sheet.name.clone()).collect();
    let mut source = Source::default();
    let mut left = limits::MAX_CELLS;
    let mut room = limits::MAX_UNPACKED as usize;
    for sheet in sheets {
        let grid = grid(&mut workbook, &sheet, &mut room).map_err(damaged)?;
        left = left.checked_sub(grid.size()).ok_or_else(|| SourceError::too_many_cells(name))?;
        let found = grid.read(format!("{name}:{sheet}"), documents);
        source.tables.extend(found.tables);
        source.loose.extend(found.loose);
    }
    Ok(source)
}

/// Unpacks every part once without keeping it: what a part says of its own size may be a lie.
fn check_size(name: &str, bytes: &[u8]) -> Result<(), SourceError> {
    let damaged = |message: String| SourceError::Workbook { file: name.to_owned(), message };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| damaged("it is no archive, or one that is cut off".to_owned()))?;
    let mut left = limits::MAX_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| damaged(error.to_string()))?;
        let size = std::io::copy(&mut part.take(left + 1), &mut sink()).map_err(|error| damaged(error.to_string()))?;
        left = left
            .checked_sub(size)
            .ok_or_else(|| SourceError::TooLarge { file: name.to_owned(), limit: limits::MAX_UNPACKED })?;
    }
    Ok(())
}

/// A cell that isn't empty: row and column from 0, and what the sheet shows.
type Shown = (u32, u32, String);

/// Reads a sheet; `room` is how many bytes of text there may still be, since cells can share a text
/// that the file has once.
fn grid(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, room: &mut usize) -> Result<Grid, XlsxError> {
    let merged = workbook.merge_cells_by_sheet_name(sheet)?;
    let mut reader = workbook.worksheet_cells_reader(sheet)?;
    let mut cells = Vec::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let style = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
        let (row, column) = cell.get_position();
        if row >= limits::SHEET.0 || column >= limits::SHEET.1 {
            return Err(XlsxError::Unexpected("a cell lies outside of its sheet"));
        }
        let text = show(cell.get_value(), style.map_or("", |format| &format.format_code));
        if text.trim().is_empty() {
            continue;
        }
        *room =
            room.checked_sub(text.len()).ok_or(XlsxError::Unexpected("its cells have more text than any release"))?;
        cells.push((row, column, text));
        if cells.len() > limits::MAX_CELLS {
            // Too many already, and refused as such.
            break;
        }
    }
    Ok(Grid::new(cells, &merged))
}

fn show(value: &DataRef<'_>, format: &str) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number_format::show(*number as f64, format),
        DataRef::Float(number) => number_format::show(*number, format),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string().to_uppercase(),
        DataRef::DateTime(date) => show_date(date),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A date as ISO 8601 writes it: which of its parts the sheet shows, and in whose language, depends on the reader's.
fn show_date(date: &ExcelDateTime) -> String {
    if !date.is_datetime() {
        return number_format::show(date.as_f64(), "");
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { day } else { format!("{day}T{hour:02}:{minute:02}:{second:02}") }
}

/// A sheet's cells, in the order of rows and columns.
struct Grid {
    cells: Vec<Shown>,
    /// The column of the labels: the first in which anything stands.
    first: u32,
    /// How many columns there are from that one to the last in which anything stands: a row of a
    /// sheet has them all, empty or not.
    width: usize,
    /// The rows over which a label is merged, from the first to the last, none overlapping another.
    merged: Vec<(u32, u32)>,
}

impl Grid {
    fn new(mut cells: Vec<Shown>, merged: &[Dimensions]) -> Grid {
        cells.sort_by_key(|(row, column, _)| (*row, *column));
        cells.dedup_by_key(|(row, column, _)| (*row, *column));
        let columns = || cells.iter().map(|(_, column, _)| *column);
        let first = columns().min().unwrap_or_default();
        let width = columns().max().map_or(0, |last| (last - first) as usize + 1);
        let labels = merged.iter().filter(|region| region.start.1 == first);
        let mut merged: Vec<(u32, u32)> = labels.map(|region| (region.start.0, region.end.0)).collect();
        merged.sort_unstable();
        let mut end = None;
        merged.retain(|(start, last)| {
            let apart = end.is_none_or(|end| *start > end) && start < last;
            if apart {
                end = Some(*last);
            }
            apart
        });
        Grid { cells, first, width, merged }
    }

    /// The rows in which anything stands, with their numbers.
    fn rows(&self) -> impl Iterator<Item = (u32, &[Shown])> {
        self.cells.chunk_by(|cell, next| cell.0 == next.0).map(|row| (row[0].0, row))
    }

    fn size(&self) -> usize {
        self.rows().count().saturating_mul(self.width)
    }

    fn read(&self, name: String, documents: &mut Documents) -> Source {
        let columns = self.first..self.first + self.width as u32;
        let places = self.rows().flat_map(|(row, _)| columns.clone().map(move |column| (row, column))).collect();
        let document = documents.add_sheet(name, places);
        let place = |offset: usize| Place { document, offset: offset as u32 };
        let mut lines = Vec::new();
        let mut offset = 0;
        let mut above = None;
        let mut merged = self.merged.iter().copied().peekable();
        let mut label: Option<(u32, &str)> = None;
        for (number, row) in self.rows() {
            if above.is_some_and(|above| above + 1 < number) {
                lines.push(Line { cells: Vec::new(), end: 0 });
            }
            above = Some(number);
            let mut cells: Vec<Cell> = (offset..offset + self.width).map(|offset| clean("", place(offset))).collect();
            for (_, column, text) in row {
                let at = (column - self.first) as usize;
                cells[at] = clean(text, place(offset + at));
            }
            // A label merged over several rows is the label of each that has cells.
            while let Some((start, end)) = merged.next_if(|(start, _)| *start <= number) {
                let own = row.first().filter(|cell| start == number && cell.1 == self.first);
                label = own.map(|cell| (end, cell.2.as_str()));
            }
            if let Some((end, text)) = label
                && number <= end
            {
                cells[0] = clean(text, place(offset));
            }
            lines.push(Line { cells, end: 0 });
            offset += self.width;
        }
        assemble(lines.into_iter(), "")
    }
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Format as Style, Workbook};

    use super::super::{Format, parse};
    use super::*;

    fn read_book(mut book: Workbook) -> (Source, Documents) {
        let mut documents = Documents::new();
        let bytes = book.save_to_buffer().expect("a workbook");
        let source = parse("a.xlsx", &bytes, Format::Xlsx, &mut documents).expect("tables");
        (source, documents)
    }

    #[test]
    fn every_cell_knows_its_sheet_and_name_and_is_read_as_shown() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Income").expect("a name");
        sheet.write(1, 1, "Table 1").expect("written");
        sheet.merge_range(3, 2, 3, 3, "2003 (1)", &Style::new()).expect("merged");
        sheet.write(3, 4, "2002").expect("written");
        for (column, text) in [(2, "JPY"), (3, "%"), (4, "JPY")] {
            sheet.write(4, column, text).expect("written");
        }
        sheet.write(5, 1, "Sales ⁴").expect("written");
        sheet.write_with_format(5, 2, 3100452, &Style::new().set_num_format("#,##0")).expect("written");
        sheet.write_with_format(5, 3, 0.26688, &Style::new().set_num_format("0.0%")).expect("written");
        sheet.write(5, 4, 0.1 + 0.2).expect("written");
        let (source, documents) = read_book(book);
        let table = &source.tables[0];
        assert_eq!(table.captions[0].text, "Table 1");
        let paths: Vec<String> = table.columns().iter().map(|column| column.path.join("/")).collect();
        assert_eq!(paths, ["2003/JPY", "2003/%", "2002/JPY"]);
        assert_eq!(table.columns()[0].notes, ["1"]);
        assert_eq!((table.rows[0].label.text.as_str(), table.rows[0].label.notes.join(",").as_str()), ("Sales", "4"));
        let values = table.rows[0].values.iter();
        let placed: Vec<_> = values.map(|cell| format!("{} {}", cell.text, documents.locate(cell.place))).collect();
        assert_eq!(placed, ["3,100,452 a.xlsx:Income!C6", "26.7% a.xlsx:Income!D6", "0.3 a.xlsx:Income!E6"]);
    }

    #[test]
    fn a_label_merged_over_rows_is_the_label_of_each() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 1, "4Q").expect("written");
        sheet.merge_range(1, 0, 2, 0, "Sales", &Style::new()).expect("merged");
        for row in 1..4 {
            sheet.write(row, 1, row).expect("written");
        }
        let (source, _) = read_book(book);
        let labels: Vec<&str> = source.tables[0].rows.iter().map(|row| row.label.text.as_str()).collect();
        assert_eq!(labels, ["Sales", "Sales", ""]);
    }

    #[test]
    fn hidden_sheets_are_not_read() {
        let mut book = Workbook::new();
        for (name, hidden) in [("Shown", false), ("Notes", true)] {
            let sheet = book.add_worksheet().set_name(name).expect("a name").set_hidden(hidden);
            sheet.write(0, 1, name).expect("written");
            sheet.write(1, 0, "Sales").expect("written");
            sheet.write(1, 1, 1).expect("written");
        }
        let (source, documents) = read_book(book);
        assert_eq!(source.tables.len(), 1);
        assert_eq!(documents.locate(source.tables[0].columns()[0].place).to_string(), "a.xlsx:Shown!B1");
    }

    #[test]
    fn two_far_cells_take_no_more_room_than_their_rows() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "A").expect("written");
        sheet.write(0, 1, "B").expect("written");
        sheet.write(1_048_575, 16_383, 1).expect("written");
        let (source, documents) = read_book(book);
        assert_eq!(source.tables[0].rows[0].values.len(), 16_383);
        let last = source.tables[0].rows[0].values.last().expect("a cell").place;
        assert_eq!(documents.locate(last).to_string(), "a.xlsx:Sheet1!XFD1048576");
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        let fail = |bytes: &[u8]| parse("a.xlsx", bytes, Format::Xlsx, &mut Documents::new()).expect_err("no workbook");
        assert!(fail(b"PK\x03\x04").to_string().starts_with("a.xlsx: this is no .xlsx workbook"));
        assert!(fail(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").to_string().contains("old .xls"));
    }
}
