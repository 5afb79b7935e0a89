//! A release's text: table rows are lines with tabs between the cells, all else is prose.

use super::assemble::{Line, assemble};
use super::cell::clean;
use super::{Source, SourceError, decode, limits};
use crate::model::{DocumentId, Documents, Place};

/// Reads the tables of a text.
pub(super) fn read(name: &str, bytes: &[u8], documents: &mut Documents) -> Result<Source, SourceError> {
    let text = decode::decode(name, bytes)?;
    if text.bytes().filter(|byte| matches!(byte, b'\t' | b'\n')).count() > limits::MAX_CELLS {
        return Err(SourceError::too_many_cells(name));
    }
    let document = documents.add(name, text);
    let text = documents.get(document).text();
    Ok(assemble(lines(text, document), text))
}

fn lines(text: &str, document: DocumentId) -> impl Iterator<Item = Line> {
    let mut offset = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = offset;
        offset += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        Line { cells: cells(line, start, document), end: (start + line.len()) as u32 }
    })
}

fn cells(line: &str, start: usize, document: DocumentId) -> Vec<super::Cell> {
    let mut offset = start;
    line.split('\t')
        .map(|raw| {
            let start = offset + (raw.len() - raw.trim_start().len());
            offset += raw.len() + 1;
            clean(raw, Place { document, offset: start as u32 })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Format, parse};
    use super::*;

    fn source(text: &str) -> (Source, Documents) {
        let mut documents = Documents::new();
        let source = parse("a.txt", text.as_bytes(), Format::Text, &mut documents).expect("tables");
        (source, documents)
    }

    #[test]
    fn every_cell_knows_its_line_and_column() {
        let (source, documents) = source("Table 1\r\n\r\n\t4Q03\t 3Q03\r\nSales of\u{A0}T1\t<u>1,200</u>\t(3.1%)\r\n");
        let table = &source.tables[0];
        let at = |cell: &super::super::Cell| documents.locate(cell.place).to_string();
        assert_eq!(at(&table.captions[0]), "a.txt:1:1");
        assert_eq!(at(&table.header[0].label), "a.txt:3:1");
        assert_eq!(at(&table.header[0].values[1]), "a.txt:3:8");
        assert_eq!(table.rows[0].label.text, "Sales of T1");
        assert_eq!(table.rows[0].values[0].text, "1,200");
        assert_eq!(at(&table.rows[0].values[0]), "a.txt:4:13");
        assert_eq!(table.rows[0].values[1].text, "(3.1%)");
    }

    #[test]
    fn trailing_tabs_make_no_column_and_a_short_row_stays_short() {
        let (source, _) = source("\tA\tB\t\t\nx\t1\t2\t\t\ny\t1\nz\t\t\t\t\n");
        let table = &source.tables[0];
        assert_eq!(table.columns().len(), 2);
        assert_eq!(table.rows.iter().map(|row| row.values.len()).collect::<Vec<_>>(), [2, 1, 2]);
        assert!(table.rows[2].is_heading());
    }
}
