//! HTML: tables out of tag soup, as the filings of agencies and investor pages have it.
//!
//! Tags are read as a stream, without a tree: a cell ends where the next one begins, and a table
//! within a table stands between the rows before and behind it. Text outside tables is prose.

use html5gum::emitters::default::{DefaultEmitter, EndTag, StartTag, Token};
use html5gum::{Spanned, Tokenizer};

use super::assemble::{Line, assemble};
use super::cell::note_mark;
use super::grid::{Grid, Span};
use super::{Cell, Source, SourceError, decode, limits};
use crate::model::{DocumentId, Documents, Place};

/// Elements whose text is not shown.
const HIDDEN: &[&str] = &["ix:header", "script", "style", "template", "title"];

/// Elements that stand within a line; every other one begins and ends a line of its own.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
    "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "time", "tt", "u", "var",
    "wbr",
];

/// Reads the tables of an HTML document.
pub(super) fn read(name: &str, bytes: &[u8], documents: &mut Documents) -> Result<Source, SourceError> {
    let text = decode::decode_markup(name, bytes)?;
    let document = documents.add(name, text);
    let text = documents.get(document).text();
    let mut reader = Reader::new(text, document);
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        reader.take(&token).ok_or_else(|| SourceError::too_many_cells(name))?;
    }
    reader.end_table().ok_or_else(|| SourceError::too_many_cells(name))?;
    reader.end_line();
    Ok(assemble(reader.lines.into_iter(), text))
}

/// Text that is being read: a cell of a table, or a line of prose.
struct Open {
    cell: Cell,
    /// The offset behind its last text.
    end: u32,
    /// How long the text was where a superscript began.
    superscript: Option<usize>,
}

impl Open {
    fn new(place: Place) -> Open {
        let cell = Cell { text: String::new(), notes: Vec::new(), place };
        Open { cell, end: place.offset, superscript: None }
    }

    fn end_superscript(&mut self) {
        if let Some(start) = self.superscript.take()
            && let Some(note) = self.cell.text.get(start..).and_then(note_mark)
        {
            self.cell.text.truncate(start);
            self.cell.notes.push(note);
        }
    }

    fn close(mut self) -> (Cell, u32) {
        self.end_superscript();
        self.cell.text.truncate(self.cell.text.trim_end().len());
        (self.cell, self.end)
    }
}

struct Reader<'a> {
    text: &'a str,
    document: DocumentId,
    lines: Vec<Line>,
    /// The line of prose that is being read.
    line: Option<Open>,
    /// The table that is being read.
    grid: Option<Grid>,
    /// Its open cell, with the columns and rows that it spans.
    cell: Option<(Open, usize, usize)>,
    /// The hidden element that is being passed over.
    hidden: Option<&'static str>,
    /// How many more cells there may be.
    left: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, document: DocumentId) -> Reader<'a> {
        let (lines, left) = (Vec::new(), limits::MAX_CELLS);
        Reader { text, document, lines, line: None, grid: None, cell: None, hidden: None, left }
    }

    /// Takes a token; `None` when there are too many cells.
    fn take(&mut self, token: &Token<usize>) -> Option<()> {
        match token {
            Token::StartTag(tag) => self.start(tag),
            Token::EndTag(tag) => self.end(tag),
            Token::String(text) if self.hidden.is_none() => {
                self.text(text);
                Some(())
            }
            _ => Some(()),
        }
    }

    fn start(&mut self, tag: &StartTag<usize>) -> Option<()> {
        let name = std::str::from_utf8(&tag.name).unwrap_or_default();
        if self.hidden.is_some() {
            return Some(());
        }
        match name {
            _ if HIDDEN.contains(&name) && !tag.self_closing => {
                self.hidden = HIDDEN.iter().find(|hidden| **hidden == name).copied();
            }
            "table" => {
                self.end_table()?;
                self.grid = Some(Grid::default());
            }
            "tr" | "thead" | "tbody" | "tfoot" => self.end_row(),
            "td" | "th" => {
                self.end_cell();
                self.end_line();
                let span = |name: &[u8], most| {
                    let value = tag.attributes.get(name).and_then(|value| std::str::from_utf8(value).ok());
                    value.and_then(|value| value.trim().parse().ok()).unwrap_or(1).clamp(1, most)
                };
                // What HTML allows at most.
                let (columns, rows) = (span(b"colspan", 1000), span(b"rowspan", 65_534));
                self.left = self.left.checked_sub(columns)?;
                self.cell = Some((Open::new(self.place(tag.span.end)), columns, rows));
            }
            "sup" => {
                if let Some(open) = self.open() {
                    open.superscript = Some(open.cell.text.len());
                }
            }
            "br" => self.break_line(),
            _ if INLINE.contains(&name) || name.contains(':') => {}
            _ => self.break_block(),
        }
        Some(())
    }

    fn end(&mut self, tag: &EndTag<usize>) -> Option<()> {
        let name = std::str::from_utf8(&tag.name).unwrap_or_default();
        if let Some(hidden) = self.hidden {
            if hidden == name {
                self.hidden = None;
            }
            return Some(());
        }
        match name {
            "table" => self.end_table()?,
            "tr" | "thead" | "tbody" | "tfoot" => self.end_row(),
            "td" | "th" => self.end_cell(),
            "sup" => {
                if let Some(open) = self.open() {
                    open.end_superscript();
                }
            }
            _ if INLINE.contains(&name) || name.contains(':') => {}
            _ => self.break_block(),
        }
        Some(())
    }

    fn place(&self, offset: usize) -> Place {
        Place { document: self.document, offset: offset.min(self.text.len()) as u32 }
    }

    /// What text goes to: the open cell, else the line of prose.
    fn open(&mut self) -> Option<&mut Open> {
        self.cell.as_mut().map(|(open, _, _)| open).or(self.line.as_mut())
    }

    fn text(&mut self, token: &Spanned<html5gum::HtmlString, usize>) {
        let text = String::from_utf8_lossy(&token.value);
        let printed = !text.trim().is_empty();
        if self.cell.is_none() && self.line.is_none() {
            if !printed {
                return;
            }
            self.left = self.left.saturating_sub(1);
            self.line = Some(Open::new(self.place(token.span.start)));
        }
        let written = self.text.get(token.span.start..token.span.end).unwrap_or_default();
        let start = self.place(token.span.start + (written.len() - trim_start(written).len()));
        let end = self.place(token.span.end).offset;
        let Some(open) = self.open() else { return };
        if printed {
            if open.cell.text.is_empty() {
                open.cell.place = start;
            }
            open.end = end;
        }
        text.chars().for_each(|character| open.cell.push(character));
    }

    /// A line break: a space in a cell, a new line of the same paragraph outside.
    fn break_line(&mut self) {
        match &mut self.cell {
            Some((open, _, _)) => open.cell.push(' '),
            None => self.end_line(),
        }
    }

    /// The edge of a block: a space in a cell, a new paragraph outside.
    fn break_block(&mut self) {
        self.break_line();
        if self.cell.is_none() {
            self.gap();
        }
    }

    /// An empty line, unless there is one.
    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.cells.is_empty()) {
            self.lines.push(Line { cells: Vec::new(), end: 0 });
        }
    }

    fn end_line(&mut self) {
        if let Some(line) = self.line.take() {
            let (cell, end) = line.close();
            self.lines.push(Line { cells: vec![cell], end });
        }
    }

    fn end_cell(&mut self) {
        if let Some((open, columns, rows)) = self.cell.take() {
            let (cell, _) = open.close();
            self.grid.get_or_insert_default().push(Span { cell, columns, rows });
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if let Some(grid) = &mut self.grid {
            grid.end_row();
        }
    }

    /// Ends the table that is open, if any; `None` when it has too many cells.
    fn end_table(&mut self) -> Option<()> {
        self.end_row();
        self.end_line();
        self.gap();
        if let Some(grid) = self.grid.take() {
            self.lines.extend(grid.lines(&mut self.left)?);
            self.gap();
        }
        Some(())
    }
}

/// A text as it is written, without the white space at its beginning, written as an entity or not.
fn trim_start(written: &str) -> &str {
    let mut rest = written.trim_start();
    while let Some(behind) = ["&nbsp;", "&#160;", "&#xa0;", "&#xA0;"].iter().find_map(|space| rest.strip_prefix(space))
    {
        rest = behind.trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Table, parse};
    use super::*;

    fn read(text: &str) -> (Source, Documents) {
        let mut documents = Documents::new();
        let source = parse("a.html", text.as_bytes(), Format::Html, &mut documents).expect("tables");
        (source, documents)
    }

    /// Captions, header rows and rows, cells divided by `|`, notes in brackets.
    fn shown(table: &Table) -> String {
        let cell = |cell: &Cell| {
            let notes: String = cell.notes.iter().map(|note| format!("[{note}]")).collect();
            format!("{}{notes}", cell.text)
        };
        let captions = table.captions.iter().map(|caption| format!("{}\n", cell(caption)));
        let rows = table.header.iter().chain(&table.rows);
        let row = |row: &super::super::Row| {
            format!("{}\n", std::iter::once(&row.label).chain(&row.values).map(cell).collect::<Vec<_>>().join("|"))
        };
        captions.chain(rows.map(row)).collect()
    }

    #[test]
    fn a_table_of_a_filing_is_read_as_it_looks() {
        let (source, _) = read(
            "<html><head><title>Nr 1.</title><style>td { width: 5 }</style></head><body>
            <DIV><P>CONSOLIDATED<BR>BALANCE&nbsp;SHEETS <sup>(2)</sup></P></DIV>
            <table><tr><td>&nbsp;</td><td>&nbsp;</td><td colspan=3><b>March 31,<br>2004</b><td></td><td colspan='3'>2003<sup>1</sup></td>
            <tr><td>Cash &amp; equivalents<td></td><td>$</td><td>1,234</td><td></td><td></td><td>$</td><td>(5</td><td>)</td></tr>
            <tr><td colspan=9>Other:</td></tr>
            <tr><td>&#8212; Loans<sup>(3)</sup></td><td></td><td></td><td>7<sup>4</sup></td><td></td><td></td><td></td><td>&mdash;</td><td></td></tr>
            </table>",
        );
        insta::assert_snapshot!(shown(&source.tables[0]), @r"
        CONSOLIDATED
        BALANCE SHEETS[2]
        |March 31, 2004|2003[1]
        Cash & equivalents|$1,234|$(5)
        Other:||
        — Loans[3]|7[4]|—
        ");
    }

    #[test]
    fn every_cell_knows_its_line_and_column() {
        let (source, documents) =
            read("<p>Über\nuns</p>\n<table>\n<tr><td></td><td>4Q</td>\n<tr><td> Sales<td>&nbsp;<b>1</b></table>");
        let table = &source.tables[0];
        let at = |cell: &Cell| documents.locate(cell.place).to_string();
        assert_eq!(table.captions[0].text, "Über uns");
        assert_eq!(at(&table.captions[0]), "a.html:1:4");
        assert_eq!(at(&table.header[0].label), "a.html:4:9");
        assert_eq!(at(&table.header[0].values[0]), "a.html:4:18");
        assert_eq!(at(&table.rows[0].label), "a.html:5:10");
        assert_eq!(at(&table.rows[0].values[0]), "a.html:5:28");
    }

    #[test]
    fn a_table_within_a_table_of_layout_stands_where_it_stands() {
        let (source, _) = read(
            "<table><tr><td>Title</td></tr><tr><td><table><tr><td></td><td>A</td></tr><tr><td>x</td><td>1</td></tr></table>
            <p>Between.</p></td></tr><tr><td><table><tr><td></td><td>B</td></tr><tr><td>y</td><td>2</td></tr></table></td></tr></table>",
        );
        let tables: Vec<String> = source.tables.iter().map(shown).collect();
        assert_eq!(tables, ["Title\n|A\nx|1\n", "Between.\n|B\ny|2\n"]);
    }

    #[test]
    fn a_caption_element_and_cells_outside_a_table_are_read() {
        let (source, _) =
            read("<table><caption>In millions</caption><tr><th>Sales<th>A<tr><th>x<td>1</table><p>Up 5% to 12.");
        assert_eq!(shown(&source.tables[0]), "In millions\nSales|A\nx|1\n");
        assert_eq!(source.loose.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>(), ["5%", "12"]);
        assert_eq!(read("<td>x<td>1").0.tables.len(), 1);
    }
}
