//! Tests of the room as a whole: columns, files by what they are, bad input.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;

fn table(text: &str) -> Table {
    let mut documents = Documents::new();
    let source = parse("a.txt", text.as_bytes(), Format::Text, &mut documents).expect("a table");
    source.tables.into_iter().next().expect("a table")
}

fn paths(text: &str) -> Vec<String> {
    table(text).columns().iter().map(|column| column.path.join("/")).collect()
}

#[test]
fn an_upper_level_of_a_header_spans_the_empty_cells_to_its_right() {
    let text = "\tThis year\t\tLast year\n\tUSD (1)\tJPY\tJPY\nSales\t1\t2\t3\n";
    assert_eq!(paths(text), ["This year/USD", "This year/JPY", "Last year/JPY"]);
    assert_eq!(table(text).columns()[0].notes, ["1"]);
}

#[test]
fn a_middle_level_does_not_reach_into_the_next_group() {
    let text = "\tOld\t\tNew\t\n\tMarch\tJune\t\tJune\n\tJPY\tJPY\tJPY\tJPY\nSales\t1\t2\t3\t4\n";
    assert_eq!(paths(text), ["Old/March/JPY", "Old/June/JPY", "New/JPY", "New/June/JPY"]);
}

#[test]
fn the_lowest_level_of_a_header_is_not_inherited() {
    assert_eq!(paths("\tJPY\t\nSales\t1\t2\n"), ["JPY", ""]);
}

#[test]
fn a_file_is_read_by_its_extension_and_by_how_it_begins() {
    let of = |name: &str, bytes: &[u8]| Format::of(Path::new(name), bytes);
    assert_eq!(of("a.txt", b"x"), Format::Text);
    assert_eq!(of("a", b"x"), Format::Text);
    assert_eq!(of("-", b"x,1"), Format::Csv);
    assert_eq!(of("-", b"x\t1,000"), Format::Text);
    assert_eq!(of("a.CSV", b"x"), Format::Csv);
    assert_eq!(of("a.tsv", b"x"), Format::Tsv);
    assert_eq!(of("a.htm", b"x"), Format::Html);
    assert_eq!(of("a.txt", b"\xEF\xBB\xBF\n<!DOCTYPE HTML>"), Format::Html);
    assert_eq!(of("a.txt", b"<HTML>"), Format::Html);
    assert_eq!(of("a.xlsx", b"x"), Format::Xlsx);
    assert_eq!(of("a.csv", b"PK\x03\x04"), Format::Xlsx);
}

/// A workbook's archive, made of these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(content).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn bad_input_is_told_what_is_wrong_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let message = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        let error = read(&path, &mut Documents::new()).expect_err("an error").to_string();
        error.replace(&folder.path().display().to_string(), "DIR")
    };
    let missing = read(&folder.path().join("none.txt"), &mut Documents::new()).expect_err("missing").to_string();
    let directory = read(folder.path(), &mut Documents::new()).expect_err("a directory").to_string();
    let messages = [
        missing.replace(&folder.path().display().to_string(), "DIR"),
        directory.replace(&folder.path().display().to_string(), "DIR"),
        message("empty.txt", b""),
        message("prose.txt", b"Sales were 5.\n"),
        message("binary.txt", b"\x7FELF\x02\x01\x01\0\0\0"),
        message("utf16-unmarked.txt", b"a\0\t\x001\0"),
        message("utf16-cut.txt", b"\xFF\xFEa\0\n\0b"),
        message("latin1.txt", b"\t4Q\nCaf\xE9\t1\n"),
        message("quote.csv", b",4Q\nSales,\"1\n"),
        message("empty.csv", b",,\n,,\n"),
        message("prose.html", b"<p>Sales were 5.</p>"),
        message("declared.html", b"<meta charset=euc-jp><td>\xFF"),
        message("text.xlsx", b"Sales\t1\n"),
        message("cut.xlsx", b"PK\x03\x04\x14\0"),
        message("other.xlsx", &archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")])),
        message("old.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
    ];
    insta::assert_snapshot!(messages.join("\n"), @"
    DIR/none.txt: there is no such file
    DIR: this is a directory; name the file in it that has the tables
    DIR/empty.txt: the file is empty
    DIR/prose.txt: no table was found; a table is a run of rows with figures in them, in a text with tabs between the cells, in HTML a <table>
    DIR/binary.txt:1:8: a zero byte: this is a binary file, or UTF-16 without a byte order mark; save it as UTF-8 text, .csv, .tsv, .xlsx or .html
    DIR/utf16-unmarked.txt:1:2: a zero byte: this is a binary file, or UTF-16 without a byte order mark; save it as UTF-8 text, .csv, .tsv, .xlsx or .html
    DIR/utf16-cut.txt:2:1: half a character: the file begins as UTF-16, and is damaged here
    DIR/latin1.txt:2:4: the byte 0xE9 is no UTF-8: the file is in another encoding, such as Latin-1 or Shift_JIS; convert it first (`iconv -f LATIN1 -t UTF-8`)
    DIR/quote.csv:2:7: this quote is never closed
    DIR/empty.csv: no table was found; a table is a run of rows with figures in them, in a text with tabs between the cells, in HTML a <table>
    DIR/prose.html: no table was found; a table is a run of rows with figures in them, in a text with tabs between the cells, in HTML a <table>
    DIR/declared.html: the document says that it is EUC-JP, and isn't
    DIR/text.xlsx: this is no .xlsx workbook that can be read: it is no archive, or one that is cut off
    DIR/cut.xlsx: this is no .xlsx workbook that can be read: it is no archive, or one that is cut off
    DIR/other.xlsx: this is no .xlsx workbook that can be read: File not found '_rels/.rels'
    DIR/old.xls: this is an old .xls workbook, or one with a password; save it as .xlsx without one
    ");
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.txt");
    // A hole: it takes no room on the disk.
    File::create(&path).and_then(|file| file.set_len(5 << 30)).expect("a file");
    let error = read(&path, &mut Documents::new()).expect_err("too large");
    assert!(matches!(error, SourceError::TooLarge { .. }), "{error}");
}

#[test]
fn a_workbook_that_unpacks_to_more_than_any_is_refused_before_it_is_read() {
    let bomb = vec![b' '; limits::MAX_UNPACKED as usize + 1];
    let bytes = archive(&[("xl/workbook.xml", &bomb)]);
    assert!(bytes.len() < 1 << 20);
    let error = parse("a.xlsx", &bytes, Format::Xlsx, &mut Documents::new()).expect_err("a bomb");
    assert!(matches!(error, SourceError::TooLarge { .. }), "{error}");
}

#[test]
fn more_cells_than_any_source_has_are_refused() {
    let tabs = "\t".repeat(limits::MAX_CELLS + 1);
    let row = format!("<tr>{}</tr>", "<td colspan=1000>".repeat(limits::MAX_CELLS / 1000 + 1));
    for (format, text) in [(Format::Text, &tabs), (Format::Tsv, &tabs), (Format::Html, &row)] {
        let error = parse("a", text.as_bytes(), format, &mut Documents::new()).expect_err("too many");
        assert!(matches!(error, SourceError::TooManyCells { .. }), "{format:?}: {error}");
    }
}

/// Reads bytes as every form; what is read must have places that can be shown.
fn read_as_all(bytes: &[u8]) {
    for format in [Format::Text, Format::Csv, Format::Tsv, Format::Xlsx, Format::Html] {
        let mut documents = Documents::new();
        let Ok(source) = parse("a", bytes, format, &mut documents) else { continue };
        for table in &source.tables {
            let rows = table.header.iter().chain(&table.rows);
            let cells = rows.flat_map(|row| std::iter::once(&row.label).chain(&row.values)).chain(&table.captions);
            cells.for_each(|cell| drop(documents.locate(cell.place).to_string()));
            let _ = table.columns();
        }
        source.loose.iter().for_each(|cell| drop(documents.locate(cell.place).to_string()));
    }
}

const SHEET: &str = concat!(
    r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    r#"<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="B1" t="s"><v>0</v></c></row>"#,
    r#"<row r="2"><c r="A2" t="str"><v>Sales</v></c><c r="B2" s="1"><v>1234.5</v></c></row></sheetData>"#,
    r#"<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells></worksheet>"#,
);

/// A workbook around the parts in which damage is interesting.
fn workbook_of(sheet: &[u8], format: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        r#"<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let root = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let links = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let format = format.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let styles = format!(
        r#"<styleSheet xmlns="{main}"><numFmts><numFmt numFmtId="164" formatCode="{format}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#
    );
    let strings = format!(r#"<sst xmlns="{main}"><si><t>4Q</t></si></sst>"#);
    archive(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

#[test]
fn the_workbook_that_is_damaged_below_is_whole() {
    let bytes = workbook_of(SHEET.as_bytes(), "#,##0.00");
    let source = parse("a.xlsx", &bytes, Format::Xlsx, &mut Documents::new()).expect("a table");
    assert_eq!(source.tables[0].rows[0].values[0].text, "1,234.50");
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_as_all(&bytes);
    }

    #[test]
    fn no_text_makes_a_reader_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "\t", "\n", "\r\n", "\n\n", ",", "\"", "Sales", "4Q03", "2004", "1,200", "(7.2%)", "-", "$", ")", "%", "¹", "(1)", "é",
        "Up 5%.", "<u>", "</u>", "**", "\\", "<sup>", "</sup>", "<table>", "</table>", "<tr>", "<td>", "<td colspan=3>",
        "<td rowspan=2>", "<td rowspan=0 colspan=99999>", "</td>", "<br>", "<p>", "&nbsp;", "&#x0;", "<", "<!--", "-->",
        "<script>", "</script>", "<ix:header>", "</ix:header>", "<caption>",
    ]), 0..60)) {
        read_as_all(pieces.concat().as_bytes());
    }

    #[test]
    fn no_damage_to_a_sheet_makes_a_reader_panic(
        at in 0..SHEET.len(),
        length in 0usize..12,
        with in prop_oneof!["[ -~]{0,6}", "[A-Z]{1,4}[0-9]{1,11}", "[0-9e.+-]{1,24}", Just("XFD1048576".to_owned())],
    ) {
        let end = (at + length).min(SHEET.len());
        let sheet = [&SHEET.as_bytes()[..at], with.as_bytes(), &SHEET.as_bytes()[end..]].concat();
        read_as_all(&workbook_of(&sheet, "0"));
    }

    #[test]
    fn no_number_format_makes_a_reader_panic(
        number in any::<f64>(), format in "[#0?.,;%_*\"\\[\\]$¥()@Ee/ a-z△!-]{0,16}",
    ) {
        number_format::show(number, &format);
    }
}
