//! What people and scripts see of a comparison.

use crate::diff::testing::{Filing, filing};
use crate::diff::{Comparison, ConceptInfo, NegativeBase, Options, Position, Selection, Shared};
use crate::model::{Name, QName};

use super::{Rows, Shown, csv, html, json, markdown, schema, text, xlsx};

const FEW: Shown = Shown { width: 80, rows: Rows::Few };

/// Gives concepts labels and places: `Concept statement line depth Label of it`.
fn with_labels(mut filing: Filing, statements: &[&str], labels: &str) -> Filing {
    filing.vocabulary.statements = statements.iter().map(|title| Shared::from(*title)).collect();
    for line in labels.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.splitn(5, ' ').collect();
        let number = |at: usize| words[at].parse::<u32>().expect("a number");
        let position = Position { is_note: false, statement: number(1), line: number(2), depth: number(3) as u16 };
        let info = ConceptInfo { label: Some(words[4].into()), position: Some(position), ..ConceptInfo::default() };
        let name = QName::new(Name::new("http://example.com/2004"), words[0]);
        filing.vocabulary.concepts.insert(name, info);
    }
    filing
}

fn old() -> Filing {
    filing(
        "Revenues 2003-10-01..2003-12-31 JPY 9633155000 -3
         Costs 2003-10-01..2003-12-31 JPY 9397318000 -3
         OperatingIncome 2003-10-01..2003-12-31 JPY 235837000 -3
         Tax 2003-10-01..2003-12-31 JPY -280406000 -3
         PerShare 2003-10-01..2003-12-31 JPY/shares 51658 0
         Margin 2003-10-01..2003-12-31 pure 0.134 3
         Cash 2003-12-31 JPY 12140595000 -3
         Contracts[ServiceAxis=DedicatedAccess] 2003-12-31 pure 6884 0
         Contracts[ServiceAxis=DialUpAccess] 2003-12-31 pure 666920 0
         Hedge 2003-12-31 JPY -1363000 -3
         Borrowings 2003-12-31 JPY 1945434000 -3
         Other 2003-12-31 JPY 12 -3
         Policy 2003-10-01..2003-12-31 en \"<p>Revenues are recognised when services are rendered.</p>\"
         Gone 2003-12-31 JPY 77000 -3",
    )
}

fn new() -> Filing {
    let filing = filing(
        "Revenues 2004-01-01..2004-03-31 JPY 11617002000 -3
         Revenues 2003-10-01..2003-12-31 JPY 9633155000 -3
         Costs 2004-01-01..2004-03-31 JPY 11267314000 -3
         Costs 2003-10-01..2003-12-31 JPY 9397318000 -3
         OperatingIncome 2004-01-01..2004-03-31 JPY 349688000 -3
         OperatingIncome 2003-10-01..2003-12-31 JPY 245837000 -3
         Tax 2004-01-01..2004-03-31 JPY -890928000 -3
         Tax 2004-01-01..2004-03-31 JPY -891000000 -6
         PerShare 2004-01-01..2004-03-31 JPY/shares 17454 0
         Margin 2004-01-01..2004-03-31 pure 0.125 3
         Cash 2004-03-31 JPY 12284239000 -3
         Cash 2003-12-31 JPY 12140595000 -3
         Contracts[ServiceAxis=DedicatedAccess] 2004-03-31 pure 7226 0
         Contracts[ServiceAxis=DialUpAccess] 2004-03-31 pure 695867 0
         Hedge 2003-12-31 JPY 1363000 -3
         Borrowings 2003-12-31 JPY 1945000000 -6
         Other 2003-12-31 JPY 12000 -3
         Policy 2003-10-01..2003-12-31 en \"<p>Revenues are recognised as services are rendered.</p>\"
         Research 2004-01-01..2004-03-31 JPY 78786000 -3
         Research 2004-01-01..2004-03-31 JPY 78000000 -6",
    );
    with_labels(
        filing,
        &["Statements of operations", "Balance sheets"],
        "Revenues 0 0 0 Total revenues
         Costs 0 1 1 Total costs and expenses, including cost of revenues, sales and marketing
         OperatingIncome 0 2 0 Operating income (loss)
         Tax 0 3 1 Income tax expense (benefit)
         PerShare 0 4 0 Basic net income per share
         Cash 1 0 1 現金及び現金同等物
         Borrowings 1 1 1 Short-term borrowings",
    )
}

fn comparison() -> Comparison {
    let options = Options { negative_base: NegativeBase::Signed, ..Options::default() };
    let mut comparison = old().against_with(&new(), &options);
    comparison.select(&Selection::default());
    comparison
}

#[test]
fn text_fits_80_columns_and_has_what_matters_on_top() {
    let text = text(&comparison(), FEW);
    for line in text.lines() {
        assert!(super::figures::width(line) <= 80, "{line}");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn markdown_has_a_table_for_each_group() {
    insta::assert_snapshot!(markdown(&comparison(), FEW));
}

#[test]
fn csv_has_a_row_for_each_item() {
    let mut out = Vec::new();
    csv(&comparison(), &mut out).expect("written");
    insta::assert_snapshot!(String::from_utf8(out).expect("UTF-8"));
}

#[test]
fn a_page_is_whole_in_itself_and_shows_what_it_is_given_as_text() {
    let old =
        filing("A 2004-03-31 JPY 5 0\nB 2004-03-31 en \"x < y & <b>z</b>\"").label("A", "<script>alert(1)</script>");
    let new = filing("A 2004-03-31 JPY 6 0\nB 2004-03-31 en \"x > y\"").label("A", "<script>alert(1)</script>");
    let page = html(&old.against(&new), FEW).expect("a page");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt;"), "{page}");
    assert_eq!(page.matches("<script>").count(), 1);
    for reference in ["src=", "href=", "url(", "@import"] {
        assert!(!page.contains(reference), "{reference}");
    }
    assert!(page.contains("<del>&lt; </del>") && page.contains("<ins>&gt; </ins>"), "{page}");
}

#[test]
fn a_workbook_has_its_sheets_with_numbers_as_numbers_and_the_same_bytes_again() {
    use calamine::{Data, Reader as _, Xlsx};
    let bytes = xlsx(&comparison()).expect("a workbook");
    assert!(bytes == xlsx(&comparison()).expect("a workbook"));
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Summary", "Restatements", "Movements", "Added and removed", "Text"]);
    let mut rows = |sheet: &str| -> Vec<Vec<Data>> {
        book.worksheet_range(sheet).expect(sheet).rows().map(<[Data]>::to_vec).collect()
    };
    let restated = &rows("Restatements")[1];
    assert_eq!(restated[0], Data::String("restated".into()));
    assert_eq!(restated[2], Data::String("Operating income (loss)".into()));
    assert_eq!(restated[7..10], [235_837_000.0, 245_837_000.0, 10_000_000.0].map(Data::Float));
    assert_eq!(restated[10], Data::Float(0.042));
    assert_eq!(rows("Movements").len(), 1 + comparison().movements.len());
    assert_eq!(rows("Added and removed")[1][0], Data::String("removed".into()));
    let text = &rows("Text")[1];
    assert_eq!(text[4..6], ["when", "as"].map(|word| Data::String(word.into())));
}

#[test]
fn json_meets_its_schema() {
    let mut out = Vec::new();
    json(&comparison(), &mut out).expect("written");
    let document: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
    assert_eq!(document.as_object().and_then(|object| object.keys().next()).map(String::as_str), Some("factum"));
    let schema = schema().to_value();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
    insta::assert_snapshot!(String::from_utf8(out).expect("UTF-8"));
}
