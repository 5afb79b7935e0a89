//! CSV and TSV: RFC 4180's quoting, a place for every field, records of any length.

use super::assemble::{Line, assemble};
use super::cell::clean;
use super::{Cell, Source, SourceError, decode, limits};
use crate::model::{DocumentId, Documents, Place};

/// Reads the tables of a text whose cells are separated by `separator`, a comma or a tab.
pub(super) fn read(name: &str, bytes: &[u8], separator: u8, documents: &mut Documents) -> Result<Source, SourceError> {
    let text = decode::decode(name, bytes)?;
    if text.bytes().filter(|byte| *byte == separator || *byte == b'\n').count() > limits::MAX_CELLS {
        return Err(SourceError::too_many_cells(name));
    }
    let document = documents.add(name, text);
    let text = documents.get(document).text();
    let lines = Fields { text, at: 0, separator, document }.lines();
    match lines {
        Ok(lines) => Ok(assemble(lines.into_iter(), text)),
        Err(open) => Err(SourceError::OpenQuote { place: documents.locate(open) }),
    }
}

struct Fields<'a> {
    text: &'a str,
    at: usize,
    separator: u8,
    document: DocumentId,
}

impl Fields<'_> {
    /// All records; the place of the quote that is never closed otherwise.
    fn lines(mut self) -> Result<Vec<Line>, Place> {
        let mut lines = Vec::new();
        while self.at < self.text.len() {
            let mut cells = Vec::new();
            loop {
                cells.push(self.field()?);
                if self.text.as_bytes().get(self.at) != Some(&self.separator) {
                    break;
                }
                self.at += 1;
            }
            lines.push(Line { cells, end: self.at as u32 });
            self.at += 1;
        }
        Ok(lines)
    }

    /// The field that begins here; leaves the position on the separator or the line's end behind it.
    fn field(&mut self) -> Result<Cell, Place> {
        let start = self.at;
        let quoted = self.text[start..].starts_with('"');
        let mut content = String::new();
        if quoted {
            content = self.quoted()?;
        }
        let rest = &self.text[self.at..];
        let length = rest.bytes().position(|byte| byte == self.separator || byte == b'\n').unwrap_or(rest.len());
        content.push_str(&rest[..length]);
        self.at += length;
        let inside = start + usize::from(quoted);
        let blank = content.len() - content.trim_start().len();
        let begin = if blank == content.len() { inside } else { inside + blank };
        Ok(clean(&content, Place { document: self.document, offset: begin as u32 }))
    }

    /// What stands between the quote here and the one that closes it; a doubled quote stands for itself.
    fn quoted(&mut self) -> Result<String, Place> {
        let open = Place { document: self.document, offset: self.at as u32 };
        let mut content = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let Some(length) = rest.find('"') else { return Err(open) };
            content.push_str(&rest[..length]);
            self.at += length + 1;
            if !self.text[self.at..].starts_with('"') {
                return Ok(content);
            }
            content.push('"');
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, SourceError, parse};
    use super::*;

    fn read(text: &str, format: Format) -> Result<(Source, Documents), SourceError> {
        let mut documents = Documents::new();
        parse("a.csv", text.as_bytes(), format, &mut documents).map(|source| (source, documents))
    }

    #[test]
    fn quotes_commas_and_line_ends_in_fields_are_read_and_placed() {
        let text = "Table 1,,\r\n,,\r\n\"Goods,\nall\",4Q03,\"3Q03 \"\"old\"\"\"\r\nSales,\"1,200\",\"(3.1%)\"\r\n";
        let (source, documents) = read(text, Format::Csv).expect("a table");
        let table = &source.tables[0];
        assert_eq!(table.captions[0].text, "Table 1");
        assert_eq!(table.header[0].label.text, "Goods, all");
        assert_eq!(table.header[0].values[1].text, "3Q03 \"old\"");
        let values = table.rows[0].values.iter();
        let placed: Vec<_> = values.map(|cell| format!("{} {}", cell.text, documents.locate(cell.place))).collect();
        assert_eq!(placed, ["1,200 a.csv:5:8", "(3.1%) a.csv:5:16"]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_an_error_with_its_place() {
        let error = read(",A\nx,\"1\n", Format::Csv).expect_err("an open quote");
        assert!(error.to_string().starts_with("a.csv:2:3: "), "{error}");
    }

    #[test]
    fn tabs_separate_where_that_is_the_form() {
        let (source, _) = read("\tA\tB\nx\t\"1,000\"\t2\n", Format::Tsv).expect("a table");
        assert_eq!(source.tables[0].rows[0].values[0].text, "1,000");
    }

    #[test]
    fn padding_of_a_wider_table_makes_no_columns() {
        let (source, _) = read(",A,,,\nx,1,,,\n,,,,\n,A,B,C,D\ny,1,2,3,4\n", Format::Csv).expect("tables");
        assert_eq!(source.tables.iter().map(|table| table.columns().len()).collect::<Vec<_>>(), [1, 4]);
    }
}
