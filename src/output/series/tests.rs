//! What people and scripts see of series.

use super::{csv, json, markdown, schema, text};
use crate::diff::testing::{Filing, filing_of};
use crate::diff::{Series, SeriesOptions, series};

fn made() -> Series {
    let at = |year: &str, lines: &str| filing_of(year, lines).label("Sales", "Net sales of goods and services");
    let filings: [Filing; 3] = [
        at("2002", "Sales 2002-01-01..2002-12-31 JPY 9633155000 -3\nCash 2002-12-31 JPY 5 0"),
        at("2003", "Sales 2003-01-01..2003-12-31 JPY 11617002000 -3\nSales 2002-01-01..2002-12-31 JPY 9700000000 -3"),
        at(
            "2004",
            "Sales 2003-01-01..2003-12-31 JPY 11617002000 -3\nSales 2002-01-01..2002-12-31 JPY 9710000000 -3
            Sales 2004-01-01..2004-12-31 JPY 12000000000 -6",
        ),
    ];
    let names = ["a.xml", "b.xml", "c.xml"];
    let sides: Vec<_> = filings.iter().zip(names).map(|(filing, name)| filing.side(name)).collect();
    series(&sides, &SeriesOptions { concepts: vec!["Sales".to_owned()], ..SeriesOptions::default() })
}

#[test]
fn text_fits_80_columns() {
    let text = text(&made(), 80);
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn markdown_has_a_table_for_each_item() {
    insta::assert_snapshot!(markdown(&made()));
}

#[test]
fn csv_has_a_row_for_each_telling() {
    let mut out = Vec::new();
    csv(&made(), &mut out).expect("written");
    insta::assert_snapshot!(String::from_utf8(out).expect("UTF-8"));
}

#[test]
fn json_meets_its_schema() {
    let mut out = Vec::new();
    json(&made(), &mut out).expect("written");
    let document: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
    let validator = jsonschema::validator_for(&schema().to_value()).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
    assert_eq!(document["factum"], "series/1");
    assert_eq!(document["lines"][0]["points"][0]["class"], "restated");
}
