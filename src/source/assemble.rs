//! From lines of cells to tables: what is a caption, a header, a heading, and where a table ends.
//!
//! A line with values (non-empty cells right of the first) is a row. A line with a first cell alone
//! is a caption before a table, and a heading within it. A table ends at an empty line behind which
//! another header follows, or a caption that stands by itself; an empty line between two of its
//! rows, with or without a heading, does not end it.

use super::figure::{Figure, FigureError, parse_figure};
use super::{Cell, Row, Source, Table, loose};

/// A line as a reader found it.
pub(super) struct Line {
    /// The cells from the left; a line of prose is a single cell.
    pub(super) cells: Vec<Cell>,
    /// In a text, the offset behind the line's last byte.
    pub(super) end: u32,
}

/// What a line is by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Empty,
    /// A first cell alone.
    Single,
    /// Values, with or without a label.
    Valued,
}

impl Line {
    pub(super) fn kind(&self) -> Kind {
        match self.cells.iter().rposition(|cell| !cell.is_empty()) {
            None => Kind::Empty,
            Some(0) => Kind::Single,
            Some(_) => Kind::Valued,
        }
    }

    fn values(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().skip(1).filter(|cell| !cell.is_empty())
    }

    /// Whether a value is a figure.
    fn has_figure(&self) -> bool {
        self.values().any(|cell| is_figure(&cell.text))
    }

    /// Whether the line can be one of a header. Bare years are figures by their look, so they make a
    /// header only where no data row would look like that: above all others, or without a label.
    pub(super) fn is_header(&self, first: bool) -> bool {
        let years = first || self.cells.first().is_none_or(Cell::is_empty);
        self.values().all(|cell| !is_figure(&cell.text) || is_date(&cell.text, years))
    }

    /// The line as one cell.
    fn joined(&self) -> Option<Cell> {
        let mut printed = self.cells.iter().filter(|cell| !cell.is_empty()).cloned();
        let mut joined = printed.next()?;
        for cell in printed {
            joined.text.push(' ');
            joined.text.push_str(&cell.text);
            joined.notes.extend(cell.notes);
        }
        Some(joined)
    }
}

/// Whether a text is a number, a dash, or a number gone wrong.
fn is_figure(text: &str) -> bool {
    !matches!(parse_figure(text), Ok(Figure::Empty) | Err(FigureError::Text(_)))
}

/// Whether a text that looks like a figure is a date, `31.3.2004`, or a year.
fn is_date(text: &str, years: bool) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    match parts.as_slice() {
        [year] => years && digits && matches!(year.parse(), Ok(1900..=2100)),
        [day, month, year] => {
            digits && (1..=2).contains(&day.len()) && (1..=2).contains(&month.len()) && year.len() == 4
        }
        _ => false,
    }
}

/// Makes tables of a source's lines; `text` is the document's, empty for a sheet.
pub(super) fn assemble(lines: impl Iterator<Item = Line>, text: &str) -> Source {
    let mut builder = Builder {
        text,
        source: Source::default(),
        captions: Vec::new(),
        rows: Vec::new(),
        has_figure: false,
        waiting: Vec::new(),
        gap: true,
    };
    for line in lines {
        builder.add(line);
    }
    builder.finish()
}

/// A line with a first cell alone, of which is not yet known whether it is a caption or a heading.
struct Waiting {
    line: Line,
    /// Whether an empty line stands before it.
    behind_gap: bool,
}

struct Builder<'a> {
    text: &'a str,
    source: Source,
    /// The captions of the table that is being read.
    captions: Vec<Waiting>,
    /// Its rows so far.
    rows: Vec<Line>,
    /// Whether one of them has a figure.
    has_figure: bool,
    /// What stands behind them.
    waiting: Vec<Waiting>,
    /// Whether the line before is empty, or there is none.
    gap: bool,
}

impl Builder<'_> {
    fn add(&mut self, line: Line) {
        match line.kind() {
            Kind::Empty => self.gap = true,
            Kind::Single => {
                self.waiting.push(Waiting { line, behind_gap: self.gap });
                self.gap = false;
            }
            Kind::Valued => {
                if self.rows.is_empty() || self.begins_table(&line) {
                    self.close();
                    self.captions.append(&mut self.waiting);
                } else {
                    self.rows.extend(self.waiting.drain(..).map(|waiting| waiting.line));
                }
                self.has_figure |= line.has_figure();
                self.rows.push(line);
                self.gap = false;
            }
        }
    }

    /// Whether a line with values begins another table than the one that is being read.
    fn begins_table(&self, line: &Line) -> bool {
        let captioned = !self.waiting.is_empty();
        if line.is_header(true) {
            let apart = self.gap || self.waiting.iter().any(|waiting| waiting.behind_gap);
            // The levels of a header may stand apart from each other.
            return apart && (captioned || self.has_figure);
        }
        captioned && self.gap
    }

    /// Ends the table that is being read. Without a figure it was none: its lines are captions of the next.
    fn close(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        // A last row whose values are all empty, and no caption that follows: it has the cells.
        let last = |waiting: &Waiting| !rows.is_empty() && !waiting.behind_gap && waiting.line.cells.len() > 1;
        let trailing = self.waiting.iter().take_while(|waiting| last(waiting)).count();
        rows.extend(self.waiting.drain(..trailing).map(|waiting| waiting.line));
        if std::mem::take(&mut self.has_figure) {
            let captions = std::mem::take(&mut self.captions);
            let captions = self.captions(captions);
            self.source.tables.push(table(captions, rows));
            return;
        }
        for line in rows {
            if let Some(cell) = line.joined() {
                self.captions.push(Waiting { line: Line { cells: vec![cell], end: line.end }, behind_gap: false });
            }
        }
    }

    /// The captions' cells; the numbers of sentences among them are gathered.
    fn captions(&mut self, lines: Vec<Waiting>) -> Vec<Cell> {
        for paragraph in lines.chunk_by(|_, next| !next.behind_gap) {
            let lines: Vec<(&Cell, u32)> =
                paragraph.iter().map(|waiting| (&waiting.line.cells[0], waiting.line.end)).collect();
            loose::gather(&lines, self.text, &mut self.source.loose);
        }
        lines.into_iter().filter_map(|waiting| waiting.line.cells.into_iter().next()).map(Cell::with_notes).collect()
    }

    fn finish(mut self) -> Source {
        self.close();
        let mut rest = std::mem::take(&mut self.captions);
        rest.append(&mut self.waiting);
        self.captions(rest);
        self.source
    }
}

/// The table of rows of which at least one has a figure.
fn table(captions: Vec<Cell>, mut lines: Vec<Line>) -> Table {
    // Cells behind the last that is printed in any row are the source's padding.
    let last = |line: &Line| line.cells.iter().rposition(|cell| !cell.is_empty());
    let width = lines.iter().filter_map(last).max().map_or(0, |last| last + 1);
    for line in &mut lines {
        line.cells.truncate(width);
    }
    let place = lines[0].cells[0].place;
    let levels = lines
        .iter()
        .enumerate()
        .take_while(|(level, line)| line.kind() == Kind::Valued && line.is_header(*level == 0))
        .count();
    let rows = lines.split_off(levels);
    let header = lines.into_iter().filter_map(|line| row(line, Cell::with_notes)).collect();
    let rows = rows.into_iter().filter_map(|line| row(line, Cell::with_superscripts)).collect();
    Table { captions, header, rows, place }
}

fn row(line: Line, value: fn(Cell) -> Cell) -> Option<Row> {
    let mut cells = line.cells.into_iter();
    let label = cells.next()?.with_notes();
    Some(Row { label, values: cells.map(value).collect() })
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Source, Table, parse};
    use crate::model::Documents;

    fn source(text: &str) -> Source {
        parse("a.txt", text.as_bytes(), Format::Text, &mut Documents::new()).expect("a table")
    }

    /// The tables in one line each: captions | header | rows, headings with a colon.
    fn outline(text: &str) -> Vec<String> {
        let labels = |table: &Table| {
            let label = |row: &super::Row| format!("{}{}", row.label.text, if row.is_heading() { ":" } else { "" });
            table.rows.iter().map(label).collect::<Vec<_>>().join(", ")
        };
        let captions =
            |table: &Table| table.captions.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(", ");
        source(text).tables.iter().map(|t| format!("{} | {} | {}", captions(t), t.header.len(), labels(t))).collect()
    }

    #[test]
    fn single_cells_are_captions_before_a_header_and_headings_behind_it() {
        assert_eq!(
            outline("Report\n\nTable 1\nin millions\n\t4Q\t3Q\nSales\nGoods\t1\t2\nOther\t3\t4\nNote.\n"),
            ["Report, Table 1, in millions | 1 | Sales:, Goods, Other"]
        );
        assert_eq!(outline("Table 1\t\t\n\t4Q\t3Q\nSales\t\t\nGoods\t1\t2\n"), ["Table 1 | 1 | Sales:, Goods"]);
    }

    #[test]
    fn a_header_behind_an_empty_line_begins_the_next_table() {
        assert_eq!(
            outline("\tA\nx\t1\n\n\tB\ny\t2\n\nTable 3\n\n\tC\nz\t3\n"),
            [" | 1 | x", " | 1 | y", "Table 3 | 1 | z"]
        );
    }

    #[test]
    fn a_spacer_within_a_table_does_not_end_it() {
        assert_eq!(outline("\tA\n\nx\t1\n\t\nLater\ny\t2\n\nz\t3\n"), [" | 1 | x, Later:, y, z"]);
    }

    #[test]
    fn a_caption_that_stands_by_itself_ends_a_table_even_if_no_header_follows() {
        assert_eq!(outline("\tA\nx\t1\n\nTable 2\n\ny\t2\n"), [" | 1 | x", "Table 2 | 0 | y"]);
    }

    #[test]
    fn text_among_the_values_begins_no_table_without_an_empty_line_before_it() {
        assert_eq!(outline("\tA\nx\t1\ny\tn/a\nz\t3\n"), [" | 1 | x, y, z"]);
    }

    #[test]
    fn a_last_row_without_values_stays_in_its_table_and_a_line_of_prose_does_not() {
        assert_eq!(outline("\tA\nx\t1\ny\t\nNote\n\n\tB\nz\t2\n"), [" | 1 | x, y:", "Note | 1 | z"]);
    }

    #[test]
    fn lines_with_tabs_and_no_figure_are_no_table() {
        assert_eq!(outline("\tIndented words.\n\nTable 1\n\n\tA\nx\t1\n"), ["Indented words., Table 1 | 1 | x"]);
    }

    #[test]
    fn years_and_dates_make_a_header_and_no_row() {
        assert_eq!(outline("\t2004\t2003\nx\t1\t2\n"), [" | 1 | x"]);
        assert_eq!(outline("\tMarch 31\t\n\t2004\t2003\nx\t1\t2\n"), [" | 2 | x"]);
        assert_eq!(outline("\t31.3.2004\t31.3.2003\nx\t1\t2\n"), [" | 1 | x"]);
        assert_eq!(outline("\t4Q\t3Q\nStaff\t2004\t1990\n"), [" | 1 | Staff"]);
    }

    #[test]
    fn a_damaged_figure_makes_no_header() {
        assert_eq!(outline("\t4Q\nx\t1.2.3\ny\t1\n"), [" | 1 | x, y"]);
    }
}
