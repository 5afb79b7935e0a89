//! What goes beyond single values: totals, reported restatements, the roll-forward, derived values, taxonomies.

use super::{QUARTER, filing, quarter_with};
use crate::diff::testing::Filing;
use crate::diff::vocabulary::Declaration;
use crate::diff::{Class, Comparison, ConceptChangeKind, DateKind, End, Options, Refusal, TotalChange, Which};
use crate::model::{Name, QName};
use crate::taxonomy::{Balance, PeriodType};

const ARCS: [&str; 4] = ["Total A 1", "Total B 1", "Net Total 1", "Net C -1"];

fn totals(new: &str) -> Vec<String> {
    let old = "A 2004-03-31 JPY 1596 0\nB 2004-03-31 JPY 900 0\nTotal 2004-03-31 JPY 2496 0
         C 2004-03-31 JPY 1 0\nNet 2004-03-31 JPY 2495 0";
    let (old, new) = (filing(old).summing("Income", &ARCS), filing(new).summing("Income", &ARCS));
    let comparison = old.against(&new);
    let line = |difference: &crate::diff::Difference| {
        let above = difference.total.as_ref().map(|total| (&*total.concept, total.outcome));
        let parts: Vec<String> =
            difference.parts.iter().map(|part| format!("{} {}", part.concept, part.share)).collect();
        format!("{} {above:?} {parts:?}", difference.thing.concept)
    };
    let restated = comparison.differences.iter().filter(|difference| difference.class == Class::Restated);
    restated.map(line).collect()
}

#[test]
fn a_restated_line_says_whether_the_total_above_moved_by_as_much() {
    let rest = "B 2004-03-31 JPY 900 0\nC 2004-03-31 JPY 1 0";
    let carried =
        totals(&format!("A 2004-03-31 JPY 1643 0\nTotal 2004-03-31 JPY 2543 0\nNet 2004-03-31 JPY 2542 0\n{rest}"));
    assert_eq!(
        carried,
        [
            r#"ex:A Some(("ex:Total", AsMuch)) []"#,
            r#"ex:Net None ["ex:Total 47"]"#,
            r#"ex:Total Some(("ex:Net", AsMuch)) ["ex:A 47"]"#,
        ]
    );
    let alone =
        totals(&format!("A 2004-03-31 JPY 1643 0\nTotal 2004-03-31 JPY 2496 0\nNet 2004-03-31 JPY 2495 0\n{rest}"));
    assert_eq!(alone, [r#"ex:A Some(("ex:Total", Unchanged)) []"#]);
    let otherwise =
        totals(&format!("A 2004-03-31 JPY 1643 0\nTotal 2004-03-31 JPY 2500 0\nNet 2004-03-31 JPY 2495 0\n{rest}"));
    assert_eq!(otherwise[0], r#"ex:A Some(("ex:Total", Otherwise)) []"#);
    assert_eq!(TotalChange::AsMuch.min(TotalChange::Unchanged), TotalChange::AsMuch);
}

#[test]
fn a_total_that_moved_has_the_parts_that_moved_it() {
    let at = |day: &str, values: [i64; 5]| {
        let names = ["A", "B", "Total", "C", "Net"];
        let line = |(name, value)| format!("{name} {day} JPY {value} 0");
        names.iter().zip(values).map(line).collect::<Vec<_>>().join("\n")
    };
    let old = filing(&at("2003-03-31", [500, 400, 900, 50, 850])).summing("Income", &ARCS);
    let new = filing(&at("2004-03-31", [700, 395, 1095, 90, 1005])).summing("Income", &ARCS);
    let comparison = old.against(&new);
    let parts = |concept: &str| -> Vec<String> {
        let is = |movement: &&crate::diff::Movement| &*movement.thing.concept == concept;
        let movement = comparison.movements.iter().find(is).expect(concept);
        movement.parts.iter().map(|part| format!("{} {}", part.concept, part.share)).collect()
    };
    assert_eq!(parts("ex:Total"), ["ex:A 200"], "what moved it by less than a tenth of that is left out");
    assert_eq!(parts("ex:Net"), ["ex:Total 195", "ex:C -40"]);
}

fn accounts(more: &str) -> Vec<String> {
    let old = quarter_with("X 2004-03-31 JPY 2000 0");
    let comparison = old.against(&quarter_with(more));
    let line = |reported: &crate::diff::Reported| {
        format!("{:?} {} {} {:?}", reported.filing, reported.thing.concept, reported.adjustments.len(), reported.agreed)
    };
    comparison.reported.iter().map(line).collect()
}

#[test]
fn what_a_filing_reports_as_restated_is_laid_beside_what_the_filings_say() {
    let previously = "X[RestatementAxis=ScenarioPreviouslyReportedMember] 2004-03-31 JPY 2000 0";
    let adjusted = "X[RestatementAxis=RevisionOfPriorPeriodErrorCorrectionAdjustmentMember] 2004-03-31 JPY 300 0";
    let now = "X 2004-03-31 JPY 2300 0";
    assert_eq!(accounts(&format!("{previously}\n{adjusted}\n{now}")), ["New ex:X 1 Some(true)"]);
    let other = previously.replace("2000", "2001");
    assert_eq!(accounts(&format!("{other}\n{adjusted}\n{now}")), ["New ex:X 1 Some(false)"]);
    assert_eq!(accounts(&format!("{previously}\n{adjusted}\nX 2004-03-31 JPY 2400 0")), ["New ex:X 1 Some(false)"]);
    let elsewhere = "Y[RestatementAxis=ScenarioPreviouslyReportedMember] 2004-03-31 JPY 5 0";
    assert_eq!(accounts(elsewhere), ["New ex:Y 0 None"]);
    assert_eq!(accounts("X[StatementScenarioAxis=ScenarioForecastMember] 2004-03-31 JPY 9 0"), [""; 0]);
}

#[test]
fn closing_balances_are_the_next_filings_opening_ones() {
    let old =
        filing(&format!("{QUARTER}\nStock 2004-03-31 JPY 500 0\nLand 2004-03-31 JPY 70 0\nGoods 2004-03-31 JPY 5 0"));
    let new = filing(
        "Cash 2004-06-30 JPY 13000000000 -3\nStock 2004-06-30 JPY 1 0\nGoods 2004-06-30 JPY 1 0
         Cash 2004-03-31 JPY 12284239000 -3\nStock 2004-03-31 JPY 510 0\nGoods 2004-03-31 JPY 5 0",
    );
    let roll = old.against(&new).roll_forward.expect("a roll-forward");
    assert_eq!((roll.at.as_str(), roll.carried, roll.changed, roll.not_told), ("2004-03-31", 2, 1, 1));
    assert_eq!(new.against(&old).roll_forward, None, "no filing opens with the next one's balances");
}

#[test]
fn the_day_of_a_cover_page_is_no_closing_day() {
    let statements =
        |sales: &str| format!("{sales}\nCash[Of=Parent] 2004-03-31 JPY 500 0\nLand[Of=Parent] 2004-03-31 JPY 7 0");
    let old = filing(&format!(
        "{}\nOfficers 2004-06-20 pure 7 INF\nHeld 2004-06-20 shares 100 INF",
        statements("Sales[Of=Parent] 2003-04-01..2004-03-31 JPY 900 0")
    ));
    let new = filing(&statements("Sales[Of=Parent] 2004-04-01..2005-03-31 JPY 950 0"));
    let comparison = old.against(&new);
    let roll = comparison.roll_forward.expect("a roll-forward");
    assert_eq!((roll.at.as_str(), roll.carried), ("2004-03-31", 2));
    assert_eq!(comparison.old.covers, ["2003-04-01..2004-03-31", "2004-03-31"]);
}

fn derived(old: &Filing, new: &Filing) -> Comparison {
    old.against_with(new, &Options { derive: true, ..Options::default() })
}

fn values(comparison: &Comparison) -> Vec<String> {
    let line = |derived: &crate::diff::DerivedValue| {
        let (value, low, high) = (&derived.value, &derived.low, &derived.high);
        let filings = (derived.whole.filing, derived.before.filing);
        format!("{} {} {value} [{low}, {high}] {filings:?}", derived.thing.concept, derived.period)
    };
    comparison.derived.iter().map(line).collect()
}

fn reasons(comparison: &Comparison) -> Vec<(String, Refusal)> {
    let pair = |refused: &crate::diff::RefusedValue| (refused.thing.concept.to_string(), refused.reason);
    comparison.refused.iter().map(pair).collect()
}

const NINE: &str = "2003-01-01..2003-09-30";
const YEAR: &str = "2003-01-01..2003-12-31";

#[test]
fn the_fourth_quarter_is_the_year_less_nine_months() {
    let old = filing(&format!("Sales {NINE} JPY 28000 -3"));
    let new = filing(&format!("Sales {YEAR} JPY 39000 -3"));
    let comparison = derived(&old, &new);
    assert_eq!(values(&comparison), ["ex:Sales 2003-10-01..2003-12-31 11000 [10000, 12000] (New, Old)"]);
    let both = filing(&format!("Sales {NINE} JPY 28000 0\nSales {YEAR} JPY 39000 0"));
    assert_eq!(values(&derived(&both, &both)), ["ex:Sales 2003-10-01..2003-12-31 11000 [10999, 11001] (New, New)"]);
    assert_eq!(values(&old.against(&new)), [""; 0], "only where it is asked for");
}

#[test]
fn a_derived_quarter_moves_against_the_quarters_that_are_told() {
    let third = "2003-07-01..2003-09-30";
    let old = filing(&format!("Sales {NINE} JPY 28000 -3\nSales {third} JPY 9000 -3"));
    let new = filing(&format!(
        "Sales {YEAR} JPY 39000 -3\nSales 2002-10-01..2002-12-31 JPY 8000 -3\nSales 2004-01-01..2004-03-31 JPY 11000 -3"
    ));
    let line = |comparison: &Comparison| -> Vec<String> {
        let end = |end: &End| format!("{} {:?} {}", end.value.value.clone().expect("a value"), end.filing, end.derived);
        let quarters = comparison.movements.iter().filter(|movement| movement.from.derived || movement.to.derived);
        quarters
            .map(|movement| format!("{:?} {} to {}", movement.kind, end(&movement.from), end(&movement.to)))
            .collect()
    };
    assert_eq!(
        line(&derived(&old, &new)),
        ["QuarterOverQuarter 9000 Old false to 11000 New true", "YearOverYear 8000 New false to 11000 New true",],
        "the first quarter of 2004 is the fourth of 2003 within their precision"
    );
    let movement = &derived(&old, &new).movements[0];
    assert_eq!((movement.change.low.to_string(), movement.change.high.to_string()), ("500".into(), "3500".into()));
    assert_eq!(line(&old.against(&new)), [""; 0], "nothing is derived that isn't asked for");
}

#[test]
fn what_is_told_is_not_derived() {
    let told = filing(&format!("Sales {NINE} JPY 28 0\nSales {YEAR} JPY 39 0\nSales 2003-10-01..2003-12-31 JPY 11 0"));
    assert_eq!(values(&derived(&told, &told)), [""; 0]);
}

#[test]
fn what_can_not_be_derived_without_doubt_is_refused_with_the_reason() {
    let lines = |period: &str, more: &str| {
        format!(
            "Sales {period} JPY 28 0\nShares {period} shares 7 0\nPerShare {period} JPY/shares 4 0
             Margin {period} pure 0.1 1\nTons {period} tonnes 5 0\nAverageRent {period} JPY 3 0
             Note {period} en \"Words\"\nNothing {period} JPY nil\n{more}"
        )
    };
    let old =
        filing(&lines(NINE, &format!("Twice {NINE} JPY 1 0\nTwice {NINE} JPY 9 0\nPart[Axis=One] {NINE} JPY 1 0")));
    let new = filing(&lines(
        YEAR,
        &format!("Twice {YEAR} JPY 5 0\nPart[Axis=Two] {YEAR} JPY 2 0\nOnce {YEAR} JPY 5 0\nCash 2003-12-31 JPY 9 0"),
    ));
    let comparison = derived(&old, &new);
    assert_eq!(values(&comparison), ["ex:Sales 2003-10-01..2003-12-31 0 [-1, 1] (New, Old)"]);
    let mut found = reasons(&comparison);
    found.sort();
    let expected = [
        ("ex:AverageRent", Refusal::Average),
        ("ex:Cash", Refusal::Instant),
        ("ex:Margin", Refusal::Ratio),
        ("ex:Note", Refusal::Text),
        ("ex:Nothing", Refusal::Nil),
        ("ex:Once", Refusal::MissingOperand),
        ("ex:Part", Refusal::OtherDimensions),
        ("ex:PerShare", Refusal::PerShare),
        ("ex:Shares", Refusal::Shares),
        ("ex:Tons", Refusal::Quantity),
        ("ex:Twice", Refusal::Contradicted),
    ];
    assert_eq!(found, expected.map(|(name, reason)| (name.to_owned(), reason)));
}

#[test]
fn operands_of_different_filings_are_refused_where_the_later_restates_the_earlier() {
    let old =
        filing(&format!("Sales {NINE} JPY 2800 0\nSales 2002-01-01..2002-12-31 JPY 3000 0\nCosts {NINE} JPY 7 0"));
    let new =
        filing(&format!("Sales {YEAR} JPY 3900 0\nSales 2002-01-01..2002-12-31 JPY 3100 0\nCosts {YEAR} JPY 9 0"));
    let comparison = derived(&old, &new);
    assert_eq!(values(&comparison), ["ex:Costs 2003-10-01..2003-12-31 2 [1, 3] (New, Old)"]);
    assert_eq!(reasons(&comparison), [("ex:Sales".to_owned(), Refusal::Restated)]);
}

fn declared(mut filing: Filing, concepts: &[(&str, &str, Option<Balance>)]) -> Filing {
    let namespace = filing.report.prefixes["ex"];
    let declare = |(local, type_name, balance): &(&str, &str, Option<Balance>)| Declaration {
        name: QName::new(namespace, *local),
        type_name: Some(QName::new(Name::new("http://example.com/types"), *type_name)),
        balance: *balance,
        period_type: Some(PeriodType::Instant),
    };
    filing.vocabulary.declarations = concepts.iter().map(declare).collect();
    filing
}

#[test]
fn taxonomies_differ_in_declarations_and_in_the_parts_of_totals() {
    let old = declared(
        quarter_with("Total 2004-03-31 JPY 5 0"),
        &[("Cash", "money", Some(Balance::Debit)), ("Gone", "money", None), ("Same", "money", None)],
    );
    let new = declared(
        quarter_with("Total 2004-03-31 JPY 5 0"),
        &[("Cash", "shares", Some(Balance::Credit)), ("Came", "money", None), ("Same", "money", None)],
    );
    let (old, new) =
        (old.summing("Income", &["Total A 1", "Total B 1"]), new.summing("Income", &["Total B -1", "Total C 1"]));
    let changes = old.against(&new).taxonomy;
    let kinds: Vec<_> = changes.concepts.iter().map(|change| (&*change.concept, &change.kind, change.used)).collect();
    let shown = |text: &str| text.into();
    assert_eq!(
        kinds,
        [
            ("ex:Cash", &ConceptChangeKind::Type { from: shown("money"), to: shown("shares") }, true),
            ("ex:Cash", &ConceptChangeKind::Balance { from: "debit", to: "credit" }, true),
            ("ex:Gone", &ConceptChangeKind::Gone, false),
            ("ex:Came", &ConceptChangeKind::Added, false),
        ]
    );
    let family = &changes.families[0];
    assert_eq!((family.added, family.gone, family.changed), (1, 1, 2));
    let total = &changes.totals[0];
    let names =
        |parts: &[crate::diff::TotalPart]| parts.iter().map(|part| part.concept.to_string()).collect::<Vec<_>>();
    assert_eq!((names(&total.gained), names(&total.lost)), (vec!["ex:C".to_owned()], vec!["ex:A".to_owned()]));
    assert_eq!(names(&total.reweighted), ["ex:B"]);
    assert!(old.against(&old).taxonomy.is_empty());
}

/// What changed of totals: the statement, the total, the parts that came and went.
fn trees(old: &Filing, new: &Filing) -> Vec<String> {
    let names =
        |parts: &[crate::diff::TotalPart]| parts.iter().map(|part| part.concept.to_string()).collect::<Vec<_>>();
    let line = |total: &crate::diff::TotalParts| {
        format!("{} {} {:?} {:?}", total.statement, total.total, names(&total.gained), names(&total.lost))
    };
    old.against(new).taxonomy.totals.iter().map(line).collect()
}

#[test]
fn a_total_is_compared_statement_by_statement() {
    let told = || declared(quarter_with("Total 2004-03-31 JPY 5 0"), &[("Total", "money", None)]);
    let old = told().summing("Income-2003", &["Total A 1", "Total B 1"]).summing("Note", &["Total P 1", "Total Q 1"]);
    // What is gone from the one statement stands in the other all the same.
    let new = told().summing("Income-2004", &["Total A 1"]).summing("Note", &["Total P 1", "Total Q 1", "Total B 1"]);
    assert_eq!(trees(&old, &new), ["Income-2004 ex:Total [] [\"ex:B\"]", "Note ex:Total [\"ex:B\"] []"]);
    assert_eq!(trees(&new, &old), ["Income-2003 ex:Total [\"ex:B\"] []", "Note ex:Total [] [\"ex:B\"]"]);
    // A statement under another role is known by its parts; one that the other filing leaves out has not changed.
    let moved = told().summing("Details", &["Total P 1", "Total Q 1"]).summing("Income", &["Total A 1", "Total C 1"]);
    assert_eq!(trees(&new, &moved), ["Details ex:Total [] [\"ex:B\"]", "Income ex:Total [\"ex:C\"] []"]);
    assert_eq!(trees(&old, &told().summing("Note", &["Total P 1", "Total Q 1"])), [""; 0]);
}

#[test]
fn a_filing_has_the_date_of_its_cover_page_or_of_its_last_period() {
    let mut paged = quarter_with("DocumentPeriodEndDate 2004-01-01..2004-03-31 en \"2004-03-31\"");
    let dated = |filing: &Filing| filing.against(filing).new.date.expect("a date");
    assert_eq!(dated(&paged).kind, DateKind::LastPeriod, "the concept is of another namespace");
    let namespace = Name::new("http://xbrl.sec.gov/dei/2023");
    for fact in &mut paged.report.facts {
        if fact.concept.local.as_str() == "DocumentPeriodEndDate" {
            fact.concept.namespace = namespace;
        }
    }
    let date = dated(&paged);
    assert_eq!((date.date.as_str(), date.kind), ("2004-03-31", DateKind::PeriodEnd));
    assert_eq!(Which::Old.other(), Which::New);
}
