//! What holds of every comparison: identity, symmetry, and that spelling doesn't matter.

use proptest::prelude::*;

use crate::model::Documents;
use crate::oim::json;

use super::testing::{Filing, filing_of};
use super::{Class, Comparison, Which};

/// A line of a filing, in the form that [`filing_of`] reads.
fn line() -> impl Strategy<Value = String> {
    let concept = prop::sample::select(vec![
        "A",
        "B",
        "C",
        "D[X=M]",
        "D[X=N]",
        "D[X=M,Y=N]",
        "E",
        "E[RestatementAxis=ScenarioPreviouslyReportedMember]",
        "E[RestatementAxis=RestatementAdjustmentMember]",
    ]);
    let period = prop::sample::select(vec![
        "2004-03-31",
        "2003-12-31",
        "2003-03-31",
        "2004-01-01..2004-03-31",
        "2003-10-01..2003-12-31",
        "2003-01-01..2003-03-31",
        "2003-01-01..2003-09-30",
        "2003-01-01..2003-12-31",
    ]);
    let unit = prop::sample::select(vec!["JPY", "USD", "JPY/shares", "shares", "pure"]);
    let value = prop_oneof![
        5 => (-3i64..4, 0u32..4, -3i32..3).prop_map(|(digit, power, decimals)| {
            format!("{} {decimals}", digit * 10i64.pow(power))
        }),
        3 => (-200i64..200).prop_map(|value| format!("{value} INF")),
        1 => Just("nil".to_owned()),
    ];
    let number = (concept.clone(), period.clone(), unit, value)
        .prop_map(|(concept, period, unit, value)| format!("{concept} {period} {unit} {value}"));
    let text = (concept, period, "[ab]{1,2} [ab]{0,2}")
        .prop_map(|(concept, period, text)| format!("{concept} {period} en \"{text}\""));
    prop_oneof![8 => number, 1 => text]
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(line(), 0..25)
}

fn filing(lines: &[String]) -> Filing {
    filing_of("2004", &lines.join("\n"))
}

/// A comparison without what depends on where facts stand.
fn without_places(mut comparison: Comparison) -> Comparison {
    for difference in &mut comparison.differences {
        for value in [&mut difference.old, &mut difference.new].into_iter().flatten() {
            value.place.clear();
        }
    }
    for part in comparison.recasts.iter_mut().flat_map(|recast| &mut recast.parts) {
        [&mut part.old, &mut part.new].into_iter().flatten().for_each(|value| value.place.clear());
    }
    for movement in &mut comparison.movements {
        movement.from.value.place.clear();
        movement.to.value.place.clear();
    }
    for reported in &mut comparison.reported {
        let own = reported.previously.iter_mut().chain(&mut reported.adjustments);
        own.chain(&mut reported.old).chain(&mut reported.new).for_each(|value| value.place.clear());
    }
    for derived in &mut comparison.derived {
        derived.whole.value.place.clear();
        derived.before.value.place.clear();
    }
    for contradiction in &mut comparison.contradictions {
        contradiction.values.iter_mut().for_each(|value| value.place.clear());
    }
    comparison
}

/// What a difference or a movement says that has a mirror image, as a line.
fn mirrored(comparison: &Comparison, flip: bool) -> Vec<String> {
    let side = |which: Which| if flip { which.other() } else { which };
    let class = |class| match (class, flip) {
        (Class::Added, true) => Class::Removed,
        (Class::Removed, true) => Class::Added,
        (class, _) => class,
    };
    let mut all = Vec::new();
    for difference in &comparison.differences {
        let (old, new) = (&difference.old, &difference.new);
        let (old, new) = if flip { (new, old) } else { (old, new) };
        let value =
            |value: &Option<super::Value>| value.as_ref().map(|value| (value.value.clone(), value.decimals.clone()));
        let unit = (difference.class != Class::Unit).then_some(&difference.thing.unit);
        // What was renamed is told by the newer filing's names.
        let names = (&difference.thing.concept, &difference.thing.dimensions);
        let what = (comparison.renamings.is_empty().then_some(names), unit, &difference.period);
        all.push(format!("{:?} {what:?} {:?} {:?}", class(difference.class), value(old), value(new)));
    }
    for movement in &comparison.movements {
        let end = |end: &super::End| format!("{} {:?} {:?}", end.period, side(end.filing), end.value.value);
        let thing = comparison.renamings.is_empty().then_some(&movement.thing);
        all.push(format!("{:?} {thing:?} {} {}", movement.kind, end(&movement.from), end(&movement.to)));
    }
    for renaming in &comparison.renamings {
        let (from, to) = if flip { (&renaming.to, &renaming.from) } else { (&renaming.from, &renaming.to) };
        all.push(format!("{from} {to} {:?} {} {}", renaming.confidence, renaming.equal_values, renaming.other_values));
    }
    for recast in &comparison.recasts {
        let value = |value: &Option<super::Value>| value.as_ref().map(|value| value.value.clone());
        let sides = |part: &super::RecastPart| {
            let (old, new) = (value(&part.old), value(&part.new));
            if flip { (new, old) } else { (old, new) }
        };
        let mut parts: Vec<_> = recast.parts.iter().map(sides).collect();
        parts.sort();
        all.push(format!("{:?} {} {} {parts:?}", recast.kind, recast.sum, recast.period));
    }
    for reported in &comparison.reported {
        let value = |value: &Option<super::Value>| value.as_ref().map(|value| value.value.clone());
        let (old, new) = (value(&reported.old), value(&reported.new));
        let (old, new) = if flip { (new, old) } else { (old, new) };
        let (filing, agreed) = (side(reported.filing), reported.agreed);
        all.push(format!("{filing:?} {} {} {old:?} {new:?} {agreed:?}", reported.thing.concept, reported.period));
    }
    for (counted, count) in &comparison.counts {
        all.push(format!("{:?} {count}", class(*counted)));
    }
    all.sort();
    all
}

/// The filing, written as xBRL-JSON and read again.
fn through_json(filing: &Filing) -> Filing {
    let text = json::write(&filing.report, &filing.documents, &json::NoVocabulary).expect("it can be written");
    let mut documents = Documents::new();
    let document = documents.add("report.json", text);
    let header = json::read_header(document, &documents).expect("a report");
    let read = json::read(document, &documents, &header, &json::NoVocabulary).expect("a report");
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    Filing { report: read.report, documents, vocabulary: filing.vocabulary.clone() }
}

proptest! {
    #[test]
    fn its_own_xbrl_json_is_the_same_filing(mut lines in lines()) {
        // The form leaves out the unit of plain numbers, and only a taxonomy says that they are numbers.
        lines.retain(|line| !line.contains(" pure "));
        let filing = filing(&lines);
        let again = through_json(&filing);
        for comparison in [filing.against(&again), again.against(&filing)] {
            prop_assert_eq!(&comparison.differences, &[]);
            prop_assert_eq!(&comparison.movements, &[]);
            prop_assert_eq!((comparison.recasts.len(), comparison.renamings.len()), (0, 0));
            prop_assert_eq!(comparison.old.facts, comparison.new.facts);
        }
    }

    #[test]
    fn a_filing_against_itself_gives_nothing(lines in lines()) {
        let filing = filing(&lines);
        let comparison = filing.against(&filing);
        prop_assert_eq!(&comparison.differences, &[]);
        prop_assert_eq!(&comparison.movements, &[]);
    }

    #[test]
    fn comparisons_mirror_each_other(old in lines(), new in lines()) {
        let (old, new) = (filing(&old), filing(&new));
        prop_assert_eq!(mirrored(&old.against(&new), false), mirrored(&new.against(&old), true));
    }

    #[test]
    fn order_does_not_matter((new, shuffled) in lines().prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle())), old in lines()) {
        let old = filing(&old);
        let (one, two) = (old.against(&filing(&new)), old.against(&filing(&shuffled)));
        prop_assert_eq!(without_places(one), without_places(two));
    }

    #[test]
    fn the_year_in_a_namespace_and_the_prefix_do_not_matter(old in lines(), new in lines()) {
        let mut later = filing_of("2005", &new.join("\n"));
        let namespace = later.report.prefixes["ex"];
        later.report.prefixes = [("ex".to_owned(), namespace), ("other".to_owned(), namespace)].into_iter().collect();
        let old = filing(&old);
        let (mut one, mut two) = (old.against(&filing(&new)), old.against(&later));
        one.namespaces.clear();
        two.namespaces.clear();
        prop_assert_eq!(without_places(one), without_places(two));
    }
}
