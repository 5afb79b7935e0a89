//! What people and scripts see of a comparison.

use crate::diff::testing::{Filing, filing};
use crate::diff::{Comparison, ConceptInfo, NegativeBase, Options, Position, Selection, Shared};
use crate::model::{Name, QName};

use super::{Shown, csv, json, markdown, schema, text};

const FEW: Shown = Shown { width: 80, all: false };

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
