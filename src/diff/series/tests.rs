//! Series of small filings.

use super::{Series, SeriesOptions, series};
use crate::diff::testing::{Filing, filing_of};
use crate::diff::{Class, ConceptInfo, Position};
use crate::model::{Name, QName};

/// A quarter's filing: the quarter, and the one a year before.
fn quarter(year: u32, now: i64, before: i64) -> Filing {
    let at = |year: u32, value: i64| format!("Sales {year}-01-01..{year}-03-31 JPY {value}000 -3\n");
    let last = year - 1;
    filing_of(&year.to_string(), &format!("{}{}Cash {year}-03-31 JPY 5000 -3", at(year, now), at(last, before)))
}

fn of(filings: &[&Filing], concepts: &[&str]) -> Series {
    let names: Vec<String> = (0..filings.len()).map(|number| format!("{number}.xml")).collect();
    let sides: Vec<_> = filings.iter().zip(&names).map(|(filing, name)| filing.side(name)).collect();
    let concepts = concepts.iter().map(ToString::to_string).collect();
    series(&sides, &SeriesOptions { concepts, ..SeriesOptions::default() })
}

/// The points of the first line: period, values with their filings, class.
fn points(series: &Series) -> Vec<String> {
    let point = |point: &super::Point| {
        let values: Vec<String> = point
            .values
            .iter()
            .map(|telling| format!("{}@{}", telling.value.value.as_deref().unwrap_or("nil"), telling.filing))
            .collect();
        format!("{} {} {}", point.period, values.join(" "), point.class.map_or("-", Class::name))
    };
    series.lines[0].points.iter().map(point).collect()
}

#[test]
fn a_comparative_never_takes_the_place_of_what_was_reported_first() {
    let (first, second, third) = (quarter(2002, 200, 100), quarter(2003, 300, 250), quarter(2004, 400, 300));
    // Given in any order, the filings are told by their dates.
    let series = of(&[&third, &first, &second], &["Sales"]);
    let files: Vec<&str> = series.filings.iter().map(|source| source.file.as_str()).collect();
    assert_eq!(files, ["1.xml", "2.xml", "0.xml"]);
    assert_eq!(
        points(&series),
        [
            "2001-01-01..2001-03-31 100000@0 -",
            "2002-01-01..2002-03-31 200000@0 250000@1 restated",
            "2003-01-01..2003-03-31 300000@1 300000@2 equal",
            "2004-01-01..2004-03-31 400000@2 -",
        ]
    );
    let restated = &series.lines[0].points[1];
    assert!(restated.is_restated() && !series.lines[0].points[2].is_restated());
    assert_eq!((restated.first().filing, restated.last().filing), (0, 1));
    assert_eq!(restated.last().value.place, "2003.txt:2:1");
}

#[test]
fn what_stands_between_is_kept() {
    let at = |year: &str, value: &str| filing_of(year, &format!("X 2001-03-31 JPY {value} 0\nY {year}-12-31 JPY 1 0"));
    let series = of(&[&at("2001", "1000"), &at("2002", "1100"), &at("2003", "1000")], &["ex:X"]);
    assert_eq!(points(&series), ["2001-03-31 1000@0 1100@1 1000@2 equal"]);
}

#[test]
fn concepts_are_found_by_name_and_label_and_near_misses_are_named() {
    let filing = quarter(2004, 400, 300).label("Sales", "Net sales");
    for name in ["Sales", "ex:sales", "net sales"] {
        assert_eq!(of(&[&filing], &[name]).lines.len(), 1, "{name}");
    }
    let unknown = of(&[&filing], &["Net sale"]).unknown;
    assert_eq!((unknown.len(), unknown[0].near[0].as_str()), (1, "net sales"));
}

#[test]
fn the_numbers_of_the_primary_statements_are_told_where_none_is_named() {
    let mut filing = quarter(2004, 400, 300);
    let place = |is_note| Some(Position { is_note, statement: 0, line: 0, depth: 0 });
    filing.vocabulary.statements = vec!["Income".into()];
    for (name, is_note) in [("Sales", false), ("Cash", true)] {
        let name = QName::new(filing.report.prefixes["ex"], name);
        filing.vocabulary.concepts.insert(name, ConceptInfo { position: place(is_note), ..ConceptInfo::default() });
    }
    let series = of(&[&filing], &[]);
    let names: Vec<&str> = series.lines.iter().map(|line| &*line.thing.concept).collect();
    assert_eq!(names, ["ex:Sales"]);
}

#[test]
fn longer_periods_come_first_and_instants_last() {
    let filing = filing_of(
        "2004",
        "X 2004-03-31 JPY 1 0\nX 2004-01-01..2004-03-31 JPY 2 0\nX 2003-01-01..2003-12-31 JPY 3 0
         X 2003-01-01..2003-03-31 JPY 4 0",
    );
    let periods: Vec<String> = points(&of(&[&filing], &["X"])).iter().map(|point| point[..10].to_owned()).collect();
    assert_eq!(periods, ["2003-01-01", "2003-01-01", "2004-01-01", "2004-03-31"]);
}

/// A year's filing of one figure and its comparative, under a name of its own.
fn named(year: u32, name: &str, now: i64, before: i64, more: &str) -> Filing {
    let at = |year: u32, value: i64| format!("{name} {year}-01-01..{year}-12-31 JPY {value} 0\n");
    filing_of(&year.to_string(), &format!("{}{}{more}", at(year, now), at(year - 1, before)))
}

#[test]
fn a_line_is_followed_under_its_new_names() {
    let filings = [
        named(2001, "Sales", 1234, 1123, ""),
        named(2002, "Revenues", 2345, 1234, ""),
        named(2003, "Turnover", 3456, 2345, ""),
    ];
    let series = of(&filings.each_ref(), &["ex:Sales"]);
    assert_eq!(series.lines.len(), 1);
    assert_eq!(&*series.lines[0].thing.concept, "ex:Turnover");
    assert_eq!(
        points(&series),
        [
            "2000-01-01..2000-12-31 1123@0 -",
            "2001-01-01..2001-12-31 1234@0 1234@1 equal",
            "2002-01-01..2002-12-31 2345@1 2345@2 equal",
            "2003-01-01..2003-12-31 3456@2 -",
        ]
    );
    let told = |point: usize, value: usize| series.lines[0].points[point].values[value].concept.as_deref();
    assert_eq!((told(1, 0), told(1, 1), told(3, 0)), (Some("ex:Sales"), Some("ex:Revenues"), None));
    let renamings: Vec<String> = series
        .renamings
        .iter()
        .map(|found| format!("{:?} {} {}", found.filings, found.renaming.from, found.renaming.to))
        .collect();
    assert_eq!(renamings, ["[0, 1] ex:Sales ex:Revenues", "[1, 2] ex:Revenues ex:Turnover"]);
    assert_eq!(of(&filings.each_ref(), &["Revenues"]).lines, series.lines);
}

#[test]
fn names_that_stand_side_by_side_are_never_the_same() {
    let both = named(2003, "Revenues", 3456, 2345, "Sales 2003-01-01..2003-12-31 JPY 7 0");
    let filings = [named(2001, "Sales", 1234, 1123, ""), named(2002, "Revenues", 2345, 1234, ""), both];
    let series = of(&filings.each_ref(), &["Sales"]);
    assert_eq!(points(&series).len(), 3);
    assert_eq!(series.renamings, []);
}

/// The filing as a document of a kind.
fn document(year: u32, kind: &str, name: &str, now: i64, before: i64) -> Filing {
    let page = format!("DocumentType {year}-01-01..{year}-12-31 en \"{kind}\"");
    let mut filing = named(year, name, now, before, &page);
    let namespace = Name::new("http://xbrl.sec.gov/dei/2023");
    if let Some(page) = filing.report.facts.last_mut() {
        page.concept.namespace = namespace;
    }
    filing
}

#[test]
fn a_note_is_followed_from_one_report_to_the_next_of_its_kind() {
    let filings = [
        document(2001, "10-K", "Sales", 1234, 1123),
        document(2002, "10-Q", "Other", 7, 8),
        document(2002, "10-K", "Revenues", 2345, 1234),
    ];
    let series = of(&filings.each_ref(), &["Sales"]);
    assert_eq!(points(&series).len(), 3);
    assert_eq!(series.renamings[0].filings, [0, 2]);
}

#[test]
fn namespaces_that_a_user_ties_are_the_same_in_all_filings() {
    let filings = ["2001", "2002"].map(|year| {
        let mut filing = filing_of(year, &format!("Sales {year}-12-31 JPY 5 0"));
        let namespace = Name::new(&format!("http://example.com/{}", if year == "2001" { "old" } else { "new" }));
        filing.report.facts.iter_mut().for_each(|fact| fact.concept = QName { namespace, ..fact.concept });
        filing
    });
    assert_eq!(of(&filings.each_ref(), &["Sales"]).lines.len(), 2);
    let sides = filings.each_ref().map(|filing| filing.side("filing.xml"));
    let same = vec![(Name::new("http://example.com/new"), Name::new("http://example.com/old"))];
    let options =
        SeriesOptions { concepts: vec!["Sales".to_owned()], same_namespaces: same, ..SeriesOptions::default() };
    assert_eq!(series(&sides, &options).lines.len(), 1);
}
