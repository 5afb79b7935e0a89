//! The fixture's tables in four forms: `tables.txt` is written by hand, the others are made from it
//! here, and all four read to the same tables. `UPDATE=1 cargo test --test fixture_tables` rewrites them.

use std::fmt::Write as _;
use std::path::PathBuf;

use factum::model::Documents;
use factum::source::{Cell, Figure, Row, Source, Table, parse_figure, read};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatUnderline, Workbook, Worksheet, XlsxError};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/iij-fy2003-q4").join(name)
}

fn text() -> String {
    std::fs::read_to_string(fixture("tables.txt")).expect("the fixture's text")
}

/// The file's bytes, or those that it should have when all are rewritten.
fn held(name: &str, made: &[u8]) -> Vec<u8> {
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        std::fs::write(fixture(name), made).expect("a place to write to");
    }
    std::fs::read(fixture(name)).unwrap_or_default()
}

// The text's own lines.

/// The cells of a table's row, or none for a line of prose.
fn cells(line: &str) -> Option<Vec<&str>> {
    line.contains('\t').then(|| line.split('\t').collect())
}

fn figure(cell: &str) -> Option<Figure> {
    parse_figure(&plain(cell)).ok().filter(|figure| *figure != Figure::Empty)
}

fn plain(cell: &str) -> String {
    cell.replace("<u>", "").replace("</u>", "")
}

/// Whether the row of a table is one of the header's upper levels: another one follows.
fn is_upper_level(line: &str, next: Option<&&str>) -> bool {
    let is_header = |line: &str| {
        let values = cells(line).unwrap_or_default().split_off(1);
        values.iter().any(|cell| !cell.is_empty()) && values.iter().all(|cell| figure(cell).is_none())
    };
    is_header(line) && next.is_some_and(|next| is_header(next))
}

/// How many columns each cell of an upper level spans: those without a text to its right are merged with it.
fn spans<'a>(cells: &[&'a str]) -> Vec<(&'a str, usize)> {
    let mut spans: Vec<(&str, usize)> = vec![(cells[0], 1)];
    for cell in &cells[1..] {
        match spans.last_mut() {
            Some((above, columns)) if cell.is_empty() && !above.is_empty() => *columns += 1,
            _ => spans.push((cell, 1)),
        }
    }
    spans
}

// The three other forms.

fn csv(text: &str) -> String {
    let field = |cell: &str| {
        let plain = plain(cell);
        if plain.contains([',', '"']) { format!("\"{}\"", plain.replace('"', "\"\"")) } else { plain }
    };
    let line = |line: &str| line.split('\t').map(field).collect::<Vec<_>>().join(",");
    text.lines().map(|text| line(text) + "\n").collect()
}

fn html(text: &str) -> String {
    let mut html = String::from(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Tables</title>\n</head>\n<body>\n",
    );
    let lines: Vec<&str> = text.lines().collect();
    for block in lines.chunk_by(|line, next| cells(line).is_some() == cells(next).is_some()) {
        if cells(block[0]).is_none() {
            for paragraph in block.split(|line| line.is_empty()).filter(|lines| !lines.is_empty()) {
                let lines: Vec<String> = paragraph.iter().map(|line| escape(line)).collect();
                writeln!(html, "<p>{}</p>", lines.join("<br>\n")).expect("a string takes all");
            }
            continue;
        }
        html.push_str("<table>\n");
        for (at, line) in block.iter().enumerate() {
            html.push_str(&html_row(line, is_upper_level(line, block.get(at + 1))));
        }
        html.push_str("</table>\n");
    }
    html + "</body>\n</html>\n"
}

fn html_row(line: &str, upper: bool) -> String {
    let cells = cells(line).unwrap_or_default();
    let spans = if upper { spans(&cells) } else { cells.into_iter().map(|cell| (cell, 1)).collect() };
    let cell = |(cell, columns): &(&str, usize)| {
        let span = if *columns > 1 { format!(" colspan=\"{columns}\"") } else { String::new() };
        format!("<td{span}>{}</td>", escape(cell))
    };
    format!("<tr>{}</tr>\n", spans.iter().map(cell).collect::<String>())
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    "⁰¹²³⁴⁵⁶⁷⁸⁹"
        .chars()
        .enumerate()
        .fold(text, |text, (digit, superscript)| text.replace(superscript, &format!("<sup>{digit}</sup>")))
}

fn xlsx(text: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2004, 5, 14)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let lines: Vec<&str> = text.lines().collect();
    let appendices = lines.iter().position(|line| line.starts_with("INTERNET")).expect("the appendices");
    for (name, lines) in [("Tables", &lines[..appendices]), ("Appendices", &lines[appendices..])] {
        let sheet = book.add_worksheet().set_name(name)?;
        sheet.set_column_width(0, 60)?;
        for (row, line) in (0..).zip(lines) {
            match cells(line) {
                Some(cells) if is_upper_level(line, lines.get(row as usize + 1)) => merged_row(sheet, row, &cells)?,
                Some(cells) => write_row(sheet, row, &cells)?,
                None if line.is_empty() => {}
                None => drop(sheet.write_string(row, 0, *line)?),
            }
        }
    }
    book.save_to_buffer()
}

fn merged_row(sheet: &mut Worksheet, row: u32, cells: &[&str]) -> Result<(), XlsxError> {
    let mut column = 0;
    for (cell, columns) in spans(cells) {
        let last = column + columns as u16 - 1;
        if columns > 1 {
            sheet.merge_range(row, column, row, last, cell, &Format::new())?;
        } else if !cell.is_empty() {
            sheet.write_string(row, column, cell)?;
        }
        column = last + 1;
    }
    Ok(())
}

fn write_row(sheet: &mut Worksheet, row: u32, cells: &[&str]) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells) {
        match figure(cell) {
            Some(Figure::Number { value, places, percent }) if column > 0 => {
                let value = if percent { value.shift(-2) } else { value };
                let point = if places > 0 { "." } else { "" };
                let percent = if percent { "%" } else { "" };
                let digits = format!("#,##0{point}{}{percent}", "0".repeat(places as usize));
                let mut format = Format::new().set_num_format(format!("{digits}_);({digits})"));
                if cell.starts_with("<u>") {
                    format = format.set_underline(FormatUnderline::Single);
                }
                sheet.write_number_with_format(
                    row,
                    column,
                    value.to_string().parse::<f64>().expect("a number"),
                    &format,
                )?;
            }
            _ if cell.is_empty() => {}
            _ => drop(sheet.write_string(row, column, plain(cell))?),
        }
    }
    Ok(())
}

// What is read.

fn source(name: &str) -> Source {
    read(&fixture(name), &mut Documents::new()).unwrap_or_else(|error| panic!("{error}"))
}

/// A table without its places, one line for each caption, header row and row.
fn shown(table: &Table) -> String {
    let cell = |cell: &Cell| {
        let notes: String = cell.notes.iter().map(|note| format!("[{note}]")).collect();
        format!("{}{notes}", cell.text)
    };
    let row = |row: &Row| std::iter::once(&row.label).chain(&row.values).map(cell).collect::<Vec<_>>().join("|");
    let captions = table.captions.iter().map(|caption| format!("caption {}\n", cell(caption)));
    let header = table.header.iter().map(|header| format!("header {}\n", row(header)));
    captions.chain(header).chain(table.rows.iter().map(|line| format!("{}\n", row(line)))).collect()
}

#[test]
fn the_text_has_fifteen_tables() {
    let source = source("tables.txt");
    let size = |table: &Table| {
        let values = table.rows.iter().flat_map(|row| &row.values).filter(|cell| !cell.text.is_empty()).count();
        format!(
            "{} captions, {}+{} rows, {} columns, {values} values: {}",
            table.captions.len(),
            table.header.len(),
            table.rows.len(),
            table.columns().len(),
            table.captions.last().map_or("", |caption| &caption.text)
        )
    };
    let sizes: Vec<String> = source.tables.iter().map(size).collect();
    insta::assert_snapshot!(sizes.join("\n"), @"
    1 captions, 1+10 rows, 5 columns, 45 values: Table 1. Revenues (JPY in millions)
    1 captions, 1+4 rows, 5 columns, 15 values: Table 2. Connectivity Services (JPY in millions)
    1 captions, 1+11 rows, 3 columns, 30 values: Table 3. Number of Contracts
    1 captions, 1+3 rows, 3 columns, 9 values: Table 4. Number of Contract Bandwidth (Unit: Gbps)
    1 captions, 1+3 rows, 5 columns, 15 values: Table 5. Value-added Services (JPY in millions)
    1 captions, 1+9 rows, 5 columns, 40 values: Table 6. Costs and Expenses (JPY in millions)
    1 captions, 1+2 rows, 5 columns, 10 values: Table 7. Backbone Costs (JPY in millions)
    1 captions, 1+3 rows, 5 columns, 15 values: Table 8. Other Financial Statistics (JPY in millions)
    1 captions, 1+8 rows, 3 columns, 24 values: Table 9. Adjusted EBITDA (JPY in millions)
    1 captions, 1+3 rows, 3 columns, 9 values: Table 10. CAPEX (JPY in millions)
    4 captions, 3+32 rows, 9 columns, 222 values: (Expressed in Thousands of Japanese Yen (JPY) and U.S. Dollars (USD) Except for Per Share and ADS Data)
    3 captions, 3+32 rows, 6 columns, 152 values: (Expressed in Thousands of Japanese Yen (JPY) and U.S. Dollars (USD) Except for Per Share and ADS Data)
    5 captions, 2+38 rows, 7 columns, 229 values: (Expressed in Thousands of Japanese Yen (JPY) and U.S. Dollars (USD))
    3 captions, 2+35 rows, 4 columns, 128 values: (Expressed in Thousands of Japanese Yen (JPY) and U.S. Dollars (USD))
    3 captions, 2+37 rows, 3 columns, 102 values: (Expressed in Thousands of Japanese Yen (JPY) and U.S. Dollars (USD))
    ");
    assert!(source.loose.is_empty(), "the fixture has no sentences");
}

#[test]
fn the_columns_of_a_statement_are_named_on_three_levels() {
    let source = source("tables.txt");
    let columns = |table: usize| {
        let columns = source.tables[table].columns();
        let line = |column: factum::source::Column| format!("{} {:?}", column.path.join(" / "), column.notes);
        columns.into_iter().map(line).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!([columns(10), columns(12)].join("\n\n"), @r#"
    Year-over-year Comparison / Mar 31, 2004 / USD ["1"]
    Year-over-year Comparison / Mar 31, 2004 / JPY []
    Year-over-year Comparison / Mar 31, 2004 / % of Total Revenues []
    Year-over-year Comparison / Mar 31, 2003 / JPY []
    Year-over-year Comparison / Mar 31, 2003 / % of Total Revenues []
    Year-over-year Comparison / Mar 31, 2003 / YOY Chg % []
    Sequential Comparison / Dec 31, 2003 / JPY []
    Sequential Comparison / Dec 31, 2003 / % of Total Revenues []
    Sequential Comparison / Dec 31, 2003 / QOQ Chg % []

    Mar 31, 2004 / USD ["1"]
    Mar 31, 2004 / JPY []
    Mar 31, 2004 / % []
    Mar 31, 2003 / JPY []
    Mar 31, 2003 / % []
    Dec 31, 2003 / JPY []
    Dec 31, 2003 / % []
    "#);
}

#[test]
fn the_csv_is_made_of_the_text_and_reads_the_same() {
    let made = csv(&text());
    assert!(held("tables.csv", made.as_bytes()) == made.as_bytes(), "tables.csv is stale: run with UPDATE=1");
    assert_same("tables.csv");
}

#[test]
fn the_html_is_made_of_the_text_and_reads_the_same() {
    let made = html(&text());
    assert!(held("tables.html", made.as_bytes()) == made.as_bytes(), "tables.html is stale: run with UPDATE=1");
    assert_same("tables.html");
}

#[test]
fn the_workbook_is_made_of_the_text_and_reads_the_same() {
    let made = xlsx(&text()).expect("a workbook");
    assert_eq!(made, xlsx(&text()).expect("a workbook"), "the same text makes the same bytes");
    // Other versions of the writer may pack other bytes: what is held is what it reads to.
    held("tables.xlsx", &made);
    assert_same("tables.xlsx");
}

fn assert_same(name: &str) {
    let (expected, found) = (source("tables.txt"), source(name));
    assert_eq!(found.tables.len(), expected.tables.len());
    for (found, expected) in found.tables.iter().zip(&expected.tables) {
        assert_eq!(shown(found), shown(expected));
        let columns =
            |table: &Table| table.columns().into_iter().map(|column| (column.path, column.notes)).collect::<Vec<_>>();
        assert_eq!(columns(found), columns(expected));
    }
}
