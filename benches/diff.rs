//! Comparisons of large filings: time has to grow with their size and no faster.

use factum::diff::{Options, Side, Vocabulary, compare};
use factum::model::{
    Aspects, DateTime, Decimals, Dimensions, Documents, Entity, Fact, Name, Period, Place, QName, Report, Text, Unit,
};

fn main() {
    divan::main();
}

/// A filing of so many facts: a thousand concepts, two periods, and as many members as it takes.
/// Every `odd`th value differs from those of another filing.
fn filing(facts: usize, odd: usize) -> (Report, Documents) {
    let mut documents = Documents::new();
    let document = documents.add("made.xml", "");
    let mut report = Report::default();
    let namespace = Name::new("http://example.com/2004");
    let name = |local: String| QName::new(namespace, local);
    let tables = &mut report.aspects;
    let scheme = Name::new("http://example.com");
    let entity = tables.entity_id(Entity { scheme, identifier: Name::new("1") });
    let unit = Some(tables.unit_id(Unit::measure(QName::new(Name::ISO4217, "JPY"))));
    let at = |day| DateTime::parse_start(day).expect("a date");
    let periods = [("2003-01-01", "2004-01-01"), ("2004-01-01", "2005-01-01")]
        .map(|(start, end)| tables.period_id(Period::Duration { start: at(start), end: at(end) }));
    for number in 0..facts {
        let (concept, rest) = (number % 1000, number / 1000);
        let member = name(format!("Member{}", rest / 2));
        let pair = (name("Axis".into()), factum::model::DimensionMember::Explicit(member));
        let dimensions = report.aspects.dimensions_id(Dimensions::new(vec![pair]));
        let aspects = Aspects { entity, period: periods[rest % 2], unit, dimensions, language: None };
        let aspects = report.aspects.aspects_id(aspects);
        let value = number * 1000 + usize::from(number.is_multiple_of(odd)) * 7000;
        report.facts.push(Fact {
            id: None,
            concept: name(format!("Concept{concept}")),
            aspects,
            value: Some(Text::from(value.to_string())),
            decimals: Some(Decimals::Places(-3)),
            place: Place { document, offset: 0 },
        });
    }
    (report, documents)
}

#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 5, sample_size = 1)]
fn one_in_a_hundred_differs(bencher: divan::Bencher, facts: usize) {
    let ((old, old_documents), (new, new_documents)) = (filing(facts, 100), filing(facts, 101));
    let vocabulary = Vocabulary::default();
    bencher.bench_local(|| {
        let side = |name, report, documents| Side { name, report, documents, vocabulary: &vocabulary };
        compare(side("old", &old, &old_documents), side("new", &new, &new_documents), &Options::default())
    });
}
