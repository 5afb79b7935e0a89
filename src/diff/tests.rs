//! Comparisons of small filings, class by class.

mod accounts;

use super::testing::{Filing, filing, filing_of};
use super::*;
use crate::model::{Decimal, Name, QName};

/// The differences in one line each: class, concept, period, old and new value.
fn lines(comparison: &Comparison) -> Vec<String> {
    let value = |value: &Option<Value>| match value {
        None => "-".to_owned(),
        Some(value) => value.value.clone().unwrap_or("nil".into()),
    };
    let line = |difference: &Difference| {
        let (old, new) = (value(&difference.old), value(&difference.new));
        format!("{} {} {} {old} {new}", difference.class.name(), difference.thing.concept, difference.period)
    };
    comparison.differences.iter().map(line).collect()
}

fn movements(comparison: &Comparison) -> Vec<String> {
    let line = |movement: &Movement| {
        let change = match (&movement.change.percent, movement.change.no_percent) {
            (Some(percent), _) => format!("{}%", percent.value.clone().expect("a figure")),
            (None, reason) => format!("{reason:?}"),
        };
        let ends = format!("{} {}", movement.from.period, movement.to.period);
        format!("{:?} {} {ends} {} {change}", movement.kind, movement.thing.concept, movement.change.difference)
    };
    comparison.movements.iter().map(line).collect()
}

fn count(comparison: &Comparison, class: Class) -> usize {
    comparison.counts[&class]
}

const QUARTER: &str = "
    Revenues 2004-01-01..2004-03-31 JPY 11617002000 -3
    Costs 2004-01-01..2004-03-31 JPY 11267314000 -3
    Cash 2004-03-31 JPY 12284239000 -3
    Note 2004-01-01..2004-03-31 en \"All is well.\"
    ";

fn quarter_with(more: &str) -> Filing {
    filing(&format!("{QUARTER}{more}"))
}

/// A filing whose further lines are compared with those of another one.
fn differ(old: &str, new: &str) -> Vec<String> {
    lines(&quarter_with(old).against(&quarter_with(new)))
}

#[test]
fn a_filing_does_not_differ_from_itself() {
    let comparison = quarter_with("").against(&quarter_with(""));
    assert_eq!(lines(&comparison), [""; 0]);
    assert_eq!(movements(&comparison), [""; 0]);
    assert_eq!(count(&comparison, Class::Equal), 4);
}

#[test]
fn an_amount_that_changed_is_restated() {
    let old = quarter_with("X 2004-03-31 JPY 200 0");
    let new = quarter_with("X 2004-03-31 JPY 250 0");
    let comparison = old.against(&new);
    assert_eq!(lines(&comparison), ["restated ex:X 2004-03-31 200 250"]);
    let change = comparison.differences[0].change.as_ref().expect("a change");
    assert_eq!(change.difference.to_string(), "50");
    assert_eq!((change.low.to_string(), change.high.to_string()), ("49".into(), "51".into()));
    assert_eq!(change.percent.clone().and_then(|percent| percent.value), Some(Decimal::from(25)));
    assert_eq!(comparison.differences[0].new.as_ref().expect("a value").place, "2004.txt:6:5");
}

#[test]
fn one_in_the_last_place_is_restated_and_said_to_be() {
    let old = quarter_with("X 2004-03-31 JPY 200 0");
    let comparison = old.against(&quarter_with("X 2004-03-31 JPY 201 0"));
    assert_eq!(comparison.differences[0].class, Class::Restated);
    assert_eq!(comparison.differences[0].evidence, Some(Evidence::LastPlace));
}

#[test]
fn values_that_agree_within_their_decimals_differ_in_precision() {
    let differences = differ("X 2004-03-31 JPY 110100 -2", "X 2004-03-31 JPY 110087 0");
    assert_eq!(differences, ["precision ex:X 2004-03-31 110100 110087"]);
    assert_eq!(differ("X 2004-03-31 JPY -3 INF", "X 2004-03-31 JPY -3 0"), ["precision ex:X 2004-03-31 -3 -3"]);
}

#[test]
fn zero_to_something_is_restated_without_a_percentage() {
    let comparison = quarter_with("X 2004-03-31 JPY 0 0").against(&quarter_with("X 2004-03-31 JPY 5 0"));
    let change = comparison.differences[0].change.as_ref().expect("a change");
    assert_eq!((change.percent.as_ref(), change.no_percent), (None, Some(NoPercent::FromZero)));
}

#[test]
fn nil_and_a_value_differ_as_nil() {
    assert_eq!(differ("X 2004-03-31 JPY nil", "X 2004-03-31 JPY 0 0"), ["nil ex:X 2004-03-31 nil 0"]);
    assert_eq!(differ("X 2004-03-31 JPY nil", "X 2004-03-31 JPY nil"), [""; 0]);
}

#[test]
fn a_translation_is_another_unit_and_a_rate_is_a_fault() {
    let old = quarter_with("X 2004-03-31 JPY 10418 0");
    let fault = |new: &str| {
        let comparison = old.against(&quarter_with(new));
        assert_eq!(comparison.differences.len(), 1);
        assert_eq!(comparison.differences[0].class, Class::Unit);
        match comparison.differences[0].evidence.clone().expect("evidence") {
            Evidence::Units { ratio, fault, .. } => (ratio.expect("a ratio").to_string(), fault),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(fault("X 2004-03-31 USD 100 0"), ("0.009599".into(), false));
    assert_eq!(fault("X 2004-03-31 JPY/shares 10418 0"), ("1".into(), true));
}

#[test]
fn an_amount_added_in_a_second_currency_is_no_change_of_unit() {
    let both = "X 2004-03-31 JPY 10418 0\nX 2004-03-31 USD 100 0";
    assert_eq!(differ("X 2004-03-31 JPY 10418 0", both), ["added ex:X 2004-03-31 - 100"]);
}

#[test]
fn a_flipped_sign_and_a_factor_of_a_thousand_have_their_classes() {
    assert_eq!(differ("X 2004-03-31 JPY -136 0", "X 2004-03-31 JPY 136 0"), ["sign ex:X 2004-03-31 -136 136"]);
    assert_eq!(differ("X 2004-03-31 JPY 136 0", "X 2004-03-31 JPY 136000 -3"), ["scale ex:X 2004-03-31 136 136000"]);
}

#[test]
fn other_words_are_a_text_difference_and_mark_up_is_not() {
    let period = "2004-01-01..2004-03-31";
    let differences = differ(
        &format!("Policy {period} en \"Costs are <b>low</b>.\""),
        &format!("Policy {period} en \"Costs are low.\""),
    );
    assert_eq!(differences, [""; 0]);
    let old = quarter_with(&format!("Policy {period} en \"Costs are low.\""));
    let comparison = old.against(&quarter_with(&format!("Policy {period} en \"Costs are high.\"")));
    assert_eq!(comparison.differences[0].class, Class::Text);
    let Some(Evidence::Words(edits)) = &comparison.differences[0].evidence else { panic!("words") };
    let kinds: Vec<EditKind> = edits.iter().map(|edit| edit.kind).collect();
    assert_eq!(kinds, [EditKind::Kept, EditKind::Gone, EditKind::Come, EditKind::Kept]);
}

#[test]
fn mark_up_matters_where_it_is_asked_for() {
    let (old, new) = ("P 2004-03-31 en \"a <b>b</b>\"", "P 2004-03-31 en \"a <i>b</i>\"");
    let options = Options { exact_text: true, ..Options::default() };
    let comparison = quarter_with(old).against_with(&quarter_with(new), &options);
    assert_eq!(count(&comparison, Class::Text), 1);
}

#[test]
fn a_line_that_is_gone_is_removed_and_one_that_came_is_added() {
    assert_eq!(differ("X 2004-03-31 JPY 5 0", ""), ["removed ex:X 2004-03-31 5 -"]);
    assert_eq!(differ("", "X 2004-03-31 JPY 5 0"), ["added ex:X 2004-03-31 - 5"]);
}

#[test]
fn a_period_that_the_other_filing_does_not_cover_is_only_counted() {
    let comparison = quarter_with("Cash 2001-03-31 JPY 5 0").against(&quarter_with(""));
    assert_eq!(lines(&comparison), [""; 0]);
    assert_eq!(count(&comparison, Class::Uncovered), 1);
}

#[test]
fn a_note_without_comparatives_is_not_missing_from_the_next_filing() {
    let note = |day: &str| format!("A {day} JPY 1000 0\nB {day} JPY 900 0\nC {day} JPY 100 0");
    let (first, second) = ("2003-12-31", "2004-03-31");
    let old = filing(&format!("{}\nMaturity {first} JPY 70 0", note(first)));
    let both = |more: &str| filing(&format!("{}\n{}\n{more}", note(first), note(second)));
    let comparison = old.against(&both(&format!("Maturity {second} JPY 60 0")));
    assert_eq!(lines(&comparison), [""; 0]);
    assert_eq!(lines(&old.against(&both(""))), ["removed ex:Maturity 2003-12-31 70 -"]);
}

#[test]
fn an_interim_report_lacks_nothing_for_an_annual_note_that_it_leaves_out() {
    let statements = |filing: Filing, notes: &[&str]| {
        let mut filing = filing;
        filing.vocabulary.statements = vec!["Balance sheet".into(), "Note".into()];
        for name in notes {
            let position = Some(Position { is_note: true, statement: 1, line: 0, depth: 0 });
            let name = QName::new(Name::new("http://example.com/2004"), *name);
            filing.vocabulary.concepts.insert(name, ConceptInfo { position, ..ConceptInfo::default() });
        }
        filing
    };
    let year = "R 2003-01-01..2003-12-31 JPY 500 0\nA 2003-12-31 JPY 1000 0\nB 2003-12-31 JPY 900 0";
    let annual = statements(filing(&format!("{year}\nN 2003-12-31 JPY 70 0\nM 2003-12-31 JPY 60 0")), &["N", "M"]);
    let quarter =
        "R 2004-01-01..2004-03-31 JPY 500 0\nA 2004-03-31 JPY 1 0\nA 2003-12-31 JPY 1000 0\nB 2003-12-31 JPY 900 0";
    assert_eq!(lines(&annual.against(&filing(quarter))), [""; 0]);
    // Of a note that it has, what is gone is gone.
    let with_note = filing(&format!("{quarter}\nM 2003-12-31 JPY 60 0"));
    assert_eq!(lines(&annual.against(&with_note)), ["removed ex:N 2003-12-31 70 -"]);
    // So it is between two annual reports.
    let next = year.replace("2003-", "2004-");
    assert_eq!(lines(&annual.against(&filing(&format!("{year}\n{next}")))).len(), 2);
}

#[test]
fn versions_of_a_namespace_align_and_are_both_named() {
    let old = filing_of("20030331", QUARTER);
    let new = filing_of("20040331", QUARTER);
    let comparison = old.against(&new);
    assert_eq!((lines(&comparison).len(), count(&comparison, Class::Equal)), (0, 4));
    let namespace = &comparison.namespaces[0];
    assert_eq!((&*namespace.prefix, &*namespace.old[0]), ("ex", "http://example.com/20030331"));
    assert_eq!(namespace.new, ["http://example.com/20040331"]);
}

#[test]
fn default_members_are_left_out() {
    let old = quarter_with("X[Axis=All] 2004-03-31 JPY 5 0");
    let mut new = quarter_with("X 2004-03-31 JPY 5 0");
    assert_eq!(count(&old.against(&new), Class::Removed), 1);
    let namespace = Name::new("http://example.com/2004");
    new.vocabulary.defaults.insert(QName::new(namespace, "Axis"), QName::new(namespace, "All"));
    assert_eq!(lines(&old.against(&new)), [""; 0]);
}

#[test]
fn consistent_duplicates_are_one_statement_with_the_best_precision() {
    let old = quarter_with("X 2004-03-31 JPY 78000000 -6\nX 2004-03-31 JPY 78123000 -3");
    let comparison = old.against(&quarter_with("X 2004-03-31 JPY 78123000 -3"));
    assert_eq!(lines(&comparison), [""; 0]);
    assert_eq!((comparison.old.duplicates, comparison.contradictions.len()), (1, 0));
}

#[test]
fn a_contradiction_is_reported_and_compared_by_every_value() {
    let old = quarter_with("X 2004-03-31 JPY 78000000 -6\nX 2004-03-31 JPY 78786000 -3");
    let comparison = old.against(&quarter_with("X 2004-03-31 JPY 78000000 -6"));
    assert_eq!(lines(&comparison), [""; 0]);
    let contradiction = &comparison.contradictions[0];
    assert_eq!(contradiction.filing, Which::Old);
    let values: Vec<_> = contradiction.values.iter().filter_map(|value| value.value.as_deref()).collect();
    assert_eq!(values, ["78786000", "78000000"]);
    let comparison = old.against(&quarter_with("X 2004-03-31 JPY 80000000 -6"));
    assert_eq!(lines(&comparison), ["restated ex:X 2004-03-31 78786000 80000000"]);
}

#[test]
fn quarters_move_across_filings_and_years_within_one() {
    let old = filing(
        "Revenues 2003-10-01..2003-12-31 JPY 9633155000 -3
         Cash 2003-12-31 JPY 12140595000 -3",
    );
    let new = filing(
        "Revenues 2004-01-01..2004-03-31 JPY 11617002000 -3
         Revenues 2003-01-01..2003-03-31 JPY 13036439000 -3
         Cash 2004-03-31 JPY 12284239000 -3
         Cash 2003-03-31 JPY 3588352000 -3",
    );
    let comparison = old.against(&new);
    assert_eq!(
        movements(&comparison),
        [
            "QuarterOverQuarter ex:Revenues 2003-10-01..2003-12-31 2004-01-01..2004-03-31 1983847000 20.6%",
            "YearOverYear ex:Revenues 2003-01-01..2003-03-31 2004-01-01..2004-03-31 -1419437000 -10.9%",
            "YearOverYear ex:Cash 2003-03-31 2004-03-31 8695887000 242.3%",
            "OpeningToClosing ex:Cash 2003-12-31 2004-03-31 143644000 1.2%",
        ]
    );
    let quarter = &comparison.movements[0];
    assert_eq!((quarter.from.filing, quarter.to.filing), (Which::Old, Which::New));
    assert!(!quarter.past);
}

#[test]
fn calendars_of_52_and_53_weeks_pair() {
    let old = filing("Revenues 2022-09-25..2023-07-01 USD 293787 0\nRevenues 2021-09-26..2022-09-24 USD 394328 0");
    let new = filing("Revenues 2022-09-25..2023-09-30 USD 383285 0");
    let kinds: Vec<_> = movements(&old.against(&new));
    assert_eq!(kinds, ["YearOverYear ex:Revenues 2021-09-26..2022-09-24 2022-09-25..2023-09-30 -11043 -2.8%"]);
}

#[test]
fn a_movement_that_both_filings_tell_is_no_news() {
    let years = "R 2002-04-01..2003-03-31 JPY 100 0\nR 2003-04-01..2004-03-31 JPY 200 0";
    assert_eq!(movements(&filing(years).against(&filing(years))), [""; 0]);
    let older = filing(&format!("{years}\nR 2001-04-01..2002-03-31 JPY 50 0"));
    let comparison = older.against(&filing(years));
    assert_eq!(comparison.movements.len(), 1);
    assert!(comparison.movements[0].past);
}

#[test]
fn a_restated_base_is_compared_within_the_filing_that_restates_it() {
    let old = filing("R 2002-04-01..2003-03-31 JPY 1000 0");
    let new = filing("R 2002-04-01..2003-03-31 JPY 1100 0\nR 2003-04-01..2004-03-31 JPY 2200 0");
    let comparison = old.against(&new);
    assert_eq!(lines(&comparison), ["restated ex:R 2002-04-01..2003-03-31 1000 1100"]);
    assert_eq!(movements(&comparison), ["YearOverYear ex:R 2002-04-01..2003-03-31 2003-04-01..2004-03-31 1100 100%"]);
}

#[test]
fn what_did_not_move_is_no_movement() {
    let old = filing("Par 2003-03-31 JPY 5 0\nR 2002-04-01..2003-03-31 JPY nil");
    let new = filing("Par 2004-03-31 JPY 5 0\nR 2003-04-01..2004-03-31 JPY 200 0");
    assert_eq!(movements(&old.against(&new)), [""; 0]);
}

#[test]
fn ratios_move_in_points_and_a_loss_has_words() {
    let old = filing("Margin 2003-03-31 pure 0.125 3\nIncome 2002-04-01..2003-03-31 JPY -446432 0");
    let new = filing("Margin 2004-03-31 pure 0.237 3\nIncome 2003-04-01..2004-03-31 JPY 349688 0");
    let comparison = old.against(&new);
    assert_eq!(
        movements(&comparison),
        [
            "YearOverYear ex:Income 2002-04-01..2003-03-31 2003-04-01..2004-03-31 796120 Some(FromNegative)",
            "OpeningToClosing ex:Margin 2003-03-31 2004-03-31 0.112 Some(InPoints)",
        ]
    );
    let options = Options { negative_base: NegativeBase::Signed, ..Options::default() };
    let signed = movements(&old.against_with(&new, &options));
    assert!(signed[0].ends_with("796120 -178.3%"), "{}", signed[0]);
}

fn renamings(comparison: &Comparison) -> Vec<String> {
    let line = |renaming: &Renaming| {
        let (equal, apart) = (renaming.equal_values, renaming.other_values);
        format!("{} {} {:?} {equal} {apart}", renaming.from, renaming.to, renaming.confidence)
    };
    comparison.renamings.iter().map(line).collect()
}

#[test]
fn a_concept_under_another_name_is_renamed_and_moves_under_the_new_one() {
    let old = quarter_with("Sales 2003-10-01..2003-12-31 JPY 700 0\nSales 2003-01-01..2003-03-31 JPY 600 0");
    let new = quarter_with(
        "NetSales 2003-10-01..2003-12-31 JPY 700 0\nNetSales 2003-01-01..2003-03-31 JPY 600 0
         NetSales 2004-01-01..2004-03-31 JPY 800 0",
    );
    let comparison = old.against(&new);
    assert_eq!(renamings(&comparison), ["ex:Sales ex:NetSales High 2 0"]);
    assert_eq!((count(&comparison, Class::Renamed), count(&comparison, Class::Removed)), (2, 0));
    assert_eq!(lines(&comparison), ["added ex:NetSales 2004-01-01..2004-03-31 - 800"]);
    assert!(movements(&comparison).iter().all(|line| line.contains("ex:NetSales")));
}

#[test]
fn one_equal_value_is_a_renaming_only_if_it_is_telling() {
    let renamed = |value: &str| {
        let old = quarter_with(&format!("Sales 2004-03-31 JPY {value} 0"));
        renamings(&old.against(&quarter_with(&format!("Turnover 2004-03-31 JPY {value} 0"))))
    };
    assert_eq!(renamed("5"), [""; 0]);
    assert_eq!(renamed("0"), [""; 0]);
    assert_eq!(renamed("731"), ["ex:Sales ex:Turnover Medium 1 0"]);
}

#[test]
fn a_concept_renamed_and_restated_is_restated() {
    let (dates, values) = (["2003-03-31", "2003-12-31", "2004-03-31"], ["731", "642", "553"]);
    let note = |name: &str, values: &[&str]| {
        let line = |(day, value)| format!("{name} {day} JPY {value} 0");
        dates.iter().zip(values).map(line).collect::<Vec<_>>().join("\n")
    };
    let old = quarter_with(&note("Sales", &values));
    let comparison = old.against(&quarter_with(&note("Turnover", &["731", "642", "550"])));
    assert_eq!(renamings(&comparison), ["ex:Sales ex:Turnover Medium 2 1"]);
    assert_eq!(lines(&comparison), ["restated ex:Turnover 2004-03-31 553 550"]);
}

#[test]
fn a_member_under_another_name_is_renamed() {
    let segment = |name: &str| format!("X[Segment={name}] 2004-03-31 JPY 70 0\nY[Segment={name}] 2004-03-31 JPY 80 0");
    let comparison = quarter_with(&segment("Japan")).against(&quarter_with(&segment("EastAsia")));
    assert_eq!(renamings(&comparison), ["ex:Japan ex:EastAsia High 2 0"]);
    assert_eq!(lines(&comparison), [""; 0]);
}

#[test]
fn a_label_alone_is_a_renaming_of_low_confidence_that_aligns_nothing() {
    let old = quarter_with("A 2001-03-31 JPY 70 0").label("A", "Other assets");
    let new = quarter_with("B 2004-03-31 JPY 80 0").label("B", "Other assets");
    let comparison = old.against(&new);
    assert_eq!(renamings(&comparison), ["ex:A ex:B Low 0 0"]);
    assert_eq!(lines(&comparison), ["added ex:B 2004-03-31 - 80"]);
}

#[test]
fn another_label_of_the_same_concept_is_told_once() {
    let old = quarter_with("").label("Cash", "Cash");
    let new = quarter_with("").label("Cash", "Cash and cash equivalents");
    let comparison = old.against(&new);
    assert_eq!(comparison.relabellings.len(), 1);
    assert_eq!(&*comparison.relabellings[0].to, "Cash and cash equivalents");
    assert_eq!(count(&comparison, Class::Relabelled), 1);
}

const BEFORE_SPLIT: &str = "Shares 2004-03-31 shares 38312 0\nDiluted 2004-03-31 shares 39000 0
     PerShare 2004-01-01..2004-03-31 JPY/shares 17454 0\nDividend 2004-01-01..2004-03-31 JPY/shares 0.62 2";

fn split_of(after: &str) -> Vec<String> {
    let comparison = quarter_with(BEFORE_SPLIT).against(&quarter_with(after));
    let ratio = |difference: &Difference| match &difference.evidence {
        Some(Evidence::SplitRatio(ratio)) => ratio.to_string(),
        _ => difference.class.name().to_owned(),
    };
    comparison.differences.iter().map(ratio).collect()
}

#[test]
fn a_common_simple_ratio_of_shares_and_per_share_figures_is_a_split() {
    let after = "Shares 2004-03-31 shares 76624 0\nDiluted 2004-03-31 shares 78000 0
         PerShare 2004-01-01..2004-03-31 JPY/shares 8727 0\nDividend 2004-01-01..2004-03-31 JPY/shares 0.31 2";
    assert_eq!(split_of(after), ["2:1"; 4]);
    let three_for_two = "Shares 2004-03-31 shares 57468 0\nDiluted 2004-03-31 shares 58500 0
         PerShare 2004-01-01..2004-03-31 JPY/shares 11636 0\nDividend 2004-01-01..2004-03-31 JPY/shares 0.41 2";
    assert_eq!(split_of(three_for_two), ["3:2"; 4]);
}

#[test]
fn ten_for_one_is_a_split_where_per_share_figures_went_the_other_way() {
    let split = "Shares 2004-03-31 shares 383120 0\nDiluted 2004-03-31 shares 390000 0
         PerShare 2004-01-01..2004-03-31 JPY/shares 1745 0\nDividend 2004-01-01..2004-03-31 JPY/shares 0.06 2";
    assert_eq!(split_of(split), ["10:1"; 4]);
    let mistake = "Shares 2004-03-31 shares 383120 0\nDiluted 2004-03-31 shares 390000 0
         PerShare 2004-01-01..2004-03-31 JPY/shares 174540 0\nDividend 2004-01-01..2004-03-31 JPY/shares 0.62 2";
    assert_eq!(split_of(mistake), ["restated", "scale", "scale"]);
}

#[test]
fn two_facts_are_no_split() {
    let after = "Shares 2004-03-31 shares 76624 0\nDiluted 2004-03-31 shares 39000 0
         PerShare 2004-01-01..2004-03-31 JPY/shares 8727 0\nDividend 2004-01-01..2004-03-31 JPY/shares 0.62 2";
    assert_eq!(split_of(after), ["restated", "restated"]);
}

fn recasts(comparison: &Comparison) -> Vec<String> {
    let value = |value: &Option<Value>| value.as_ref().and_then(|value| value.value.clone()).unwrap_or("-".into());
    let part = |part: &RecastPart| {
        let members: Vec<&str> = part.thing.dimensions.iter().map(|member| &*member.member).collect();
        format!("{}{members:?} {} {}", part.thing.concept, value(&part.old), value(&part.new))
    };
    let line = |recast: &Recast| {
        let parts: Vec<String> = recast.parts.iter().map(part).collect();
        format!("{:?} {}: {}", recast.kind, recast.sum, parts.join(", ")).replace('"', "")
    };
    comparison.recasts.iter().map(line).collect()
}

#[test]
fn an_amount_under_another_axis_has_moved() {
    let old = quarter_with("X[Product=Phone] 2004-03-31 JPY 731 0");
    let comparison = old.against(&quarter_with("X[Line=Handsets] 2004-03-31 JPY 731 0"));
    assert_eq!(recasts(&comparison), ["Moved 731: ex:X[ex:Phone] 731 -, ex:X[ex:Handsets] - 731"]);
    assert_eq!((lines(&comparison).len(), count(&comparison, Class::Recast)), (0, 2));
}

#[test]
fn what_has_moved_takes_plain_amounts_along() {
    let segment = |name: &str, nothing: &str| {
        format!(
            "X[Line={name}] 2004-03-31 JPY 731 0\nY[Line={name}] 2004-03-31 JPY {nothing} 0\nZ[Line=A] 2003-03-31 JPY 1 0\nZ[Line=B] 2003-03-31 JPY 1 0"
        )
    };
    let old = quarter_with(&segment("A", "0"));
    let comparison = old.against(&quarter_with(&segment("B", "0")));
    assert_eq!(
        recasts(&comparison),
        ["Moved 731: ex:X[ex:A] 731 -, ex:X[ex:B] - 731", "Moved 0: ex:Y[ex:A] 0 -, ex:Y[ex:B] - 0"]
    );
    let comparison = old.against(&quarter_with(&segment("B", "5")));
    assert_eq!(lines(&comparison), ["removed ex:Y 2004-03-31 0 -", "added ex:Y 2004-03-31 - 5"]);
}

#[test]
fn segments_cut_otherwise_with_the_same_total_are_recast() {
    let old = quarter_with("X[S=A] 2004-03-31 JPY 100 0\nX[S=B] 2004-03-31 JPY 200 0\nX[S=C] 2004-03-31 JPY 50 0");
    let new = quarter_with("X[S=A] 2004-03-31 JPY 130 0\nX[S=D] 2004-03-31 JPY 170 0\nX[S=C] 2004-03-31 JPY 50 0");
    let comparison = old.against(&new);
    assert_eq!(recasts(&comparison), ["Recut 300: ex:X[ex:A] 100 130, ex:X[ex:B] 200 -, ex:X[ex:D] - 170"]);
    assert_eq!((lines(&comparison).len(), count(&comparison, Class::Recast)), (0, 3));
    let other_total =
        quarter_with("X[S=A] 2004-03-31 JPY 130 0\nX[S=D] 2004-03-31 JPY 180 0\nX[S=C] 2004-03-31 JPY 50 0");
    assert_eq!(recasts(&old.against(&other_total)), [""; 0]);
}

#[test]
fn lines_regrouped_under_a_total_that_holds_are_recast() {
    let old = quarter_with("Tax 2004-03-31 JPY 895 0\nOther 2004-03-31 JPY -111 0\nTotal 2004-03-31 JPY 9000 0");
    let new = quarter_with("Other 2004-03-31 JPY -1006 0\nTotal 2004-03-31 JPY 9000 0");
    assert_eq!(recasts(&old.against(&new)), [""; 0]);
    let (old, new) =
        (old.summing("Income", &["Total Tax 1", "Total Other -1"]), new.summing("Income", &["Total Other -1"]));
    let comparison = old.against(&new);
    assert_eq!(recasts(&comparison), ["Regrouped 1006: ex:Other[] -111 -1006, ex:Tax[] 895 -"]);
    assert_eq!((lines(&comparison).len(), count(&comparison, Class::Recast)), (0, 2));
}
