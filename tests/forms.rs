//! A report says the same in every form: written and read back, it is equal.

#[path = "support/told.rs"]
mod told;

use factum::instance::{self, WriteOptions};
use factum::model::report::{FactLink, Footnote, LinkTarget, ReferenceKind, TaxonomyReference};
use factum::model::{
    Aspects, DateTime, Decimals, DimensionMember, Dimensions, DocumentId, Documents, Entity, Fact, FactId, Name,
    Period, Place, QName, Report, Unit,
};
use factum::oim::json::{self, Vocabulary};
use proptest::prelude::*;

const NOWHERE: Place = Place { document: DocumentId(0), offset: 0 };

/// Concepts with `Amount` in their names are numbers, those with `Text` are in a language; dimensions with
/// `Typed` in theirs are typed.
struct ByName;

impl Vocabulary for ByName {
    fn is_enumeration(&self, _: QName) -> bool {
        false
    }
    fn is_numeric(&self, concept: QName) -> Option<bool> {
        Some(concept.local.as_str().contains("Amount"))
    }
    fn has_language(&self, concept: QName) -> Option<bool> {
        Some(concept.local.as_str().contains("Text"))
    }
    fn is_typed(&self, dimension: QName) -> Option<bool> {
        Some(dimension.local.as_str().contains("Typed"))
    }
}

fn name(of: &'static str) -> impl Strategy<Value = QName> {
    (prop::sample::select(vec!["http://example.com/a", "urn:b", "http://example.com/ü#c"]), 0..4u8)
        .prop_map(move |(namespace, number)| QName::new(Name::new(namespace), format!("{of}{number}")))
}

/// Any text that XML can hold, with everything in it that has to be escaped somewhere.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            Just("&".to_owned()),
            Just("<".to_owned()),
            Just(">".to_owned()),
            Just("\"".to_owned()),
            Just("\\".to_owned()),
            Just("\n".to_owned()),
            Just("\t".to_owned()),
            Just("]]>".to_owned()),
            Just("\\u0041".to_owned()),
            Just("日本語".to_owned()),
            Just("🎩".to_owned()),
            "[ -~]{0,12}",
        ],
        0..6,
    )
    .prop_map(|pieces| pieces.concat())
}

fn moment() -> impl Strategy<Value = DateTime> {
    let zones = prop::sample::select(vec!["", "Z", "+09:00", "-05:30"]);
    let times = prop::sample::select(vec!["T00:00:00", "T12:30:00", "T23:59:59.5"]);
    (1900..2100u16, 1..13u8, 1..29u8, times, zones).prop_map(|(year, month, day, time, zone)| {
        DateTime::parse(&format!("{year}-{month:02}-{day:02}{time}{zone}")).expect("a time")
    })
}

fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        moment().prop_map(Period::Instant),
        (moment(), moment()).prop_filter_map("a duration runs forwards", |(start, end)| {
            (start.at_utc() < end.at_utc()).then_some(Period::Duration { start, end })
        }),
        Just(Period::Forever),
    ]
}

fn unit() -> impl Strategy<Value = Unit> {
    let measures = |least| prop::collection::vec(name("measure"), least..3usize);
    prop_oneof![
        Just(Unit::measure(QName::new(Name::ISO4217, "JPY"))),
        Just(Unit::measure(QName::new(Name::XBRLI, "pure"))),
        (measures(1), measures(0)).prop_map(|(over, under)| Unit::new(over, under)),
    ]
}

fn member() -> impl Strategy<Value = (QName, DimensionMember)> {
    prop_oneof![
        (name("Axis"), name("Member")).prop_map(|(axis, member)| (axis, DimensionMember::Explicit(member))),
        (name("TypedAxis"), prop::option::of("[a-z&<>:]{0,8}")).prop_map(|(axis, value)| {
            let escape = |value: String| value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").into();
            (axis, DimensionMember::Typed(value.map(escape)))
        }),
    ]
}

#[derive(Clone, Debug)]
struct Said {
    concept: QName,
    period: Period,
    unit: Option<Unit>,
    dimensions: Vec<(QName, DimensionMember)>,
    value: Option<String>,
    decimals: Decimals,
    language: Option<Name>,
}

fn said() -> impl Strategy<Value = Said> {
    let decimals = prop_oneof![(-9..9i32).prop_map(Decimals::Places), Just(Decimals::Infinite)];
    let number = prop::option::of("-?[1-9][0-9]{0,40}(\\.[0-9]{1,6})?");
    let language = prop::option::of(prop::sample::select(vec!["en", "ja", "zh-hant"]));
    let dimensions = || prop::collection::vec(member(), 0..3);
    prop_oneof![
        (name("Amount"), period(), unit(), dimensions(), number, decimals).prop_map(
            |(concept, period, unit, dimensions, value, decimals)| {
                Said { concept, period, unit: Some(unit), dimensions, value, decimals, language: None }
            }
        ),
        (name("Text"), period(), dimensions(), prop::option::of(text()), language).prop_map(
            |(concept, period, dimensions, value, language)| {
                let language = language.map(Name::new);
                Said { concept, period, unit: None, dimensions, value, decimals: Decimals::Infinite, language }
            }
        ),
    ]
}

/// A report of these facts, with a footnote to each of the first few.
fn report(facts: Vec<Said>, notes: Vec<String>) -> Report {
    let mut report = Report::default();
    let reference =
        TaxonomyReference { kind: ReferenceKind::Schema, href: "a.xsd".to_owned(), role: None, place: NOWHERE };
    report.taxonomy.push(reference);
    for Said { concept, period, unit, dimensions, value, decimals, language } in facts {
        for (axis, member) in &dimensions {
            if let DimensionMember::Typed(_) = member {
                report.typed_domains.insert(*axis, QName::new(axis.namespace, "domain"));
            }
        }
        let tables = &mut report.aspects;
        let entity = Entity { scheme: Name::new("http://example.com/ids"), identifier: Name::new("a:b%c") };
        let decimals = (unit.is_some() && value.is_some()).then_some(decimals);
        let aspects = Aspects {
            entity: tables.entity_id(entity),
            period: tables.period_id(period),
            unit: unit.map(|unit| tables.unit_id(unit)),
            dimensions: tables.dimensions_id(Dimensions::new(dimensions)),
            language,
        };
        let aspects = tables.aspects_id(aspects);
        report.facts.push(Fact { id: None, concept, aspects, value: value.map(Into::into), decimals, place: NOWHERE });
    }
    for (number, note) in notes.into_iter().enumerate().take(report.facts.len()) {
        let content = note.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").into();
        let language = Some(Name::new("en"));
        report.footnotes.push(Footnote { id: None, role: Name::FOOTNOTE_ROLE, language, content, place: NOWHERE });
        let role = Name::new(["http://www.xbrl.org/2003/role/link", "http://example.com/role"][number % 2]);
        let to = LinkTarget::Footnote(number as u32);
        report.links.push(FactLink { arcrole: Name::FACT_FOOTNOTE, role, from: FactId(number as u32), to });
    }
    report.links.sort_by_key(|link| link.role.as_str());
    report
}

/// What a report says, links sorted by what they say: forms group them by their roles.
fn told(report: &Report, documents: &Documents) -> String {
    let mut report = report.clone();
    report.links.sort_by_key(|link| (link.role.as_str(), link.from));
    told::told(&report, documents)
}

fn through_json(report: &Report, documents: &Documents) -> (Report, Documents) {
    let text = json::write(report, documents, &ByName).expect("the form can hold it");
    let mut documents = Documents::new();
    let document = documents.add("report.json", text);
    let header = json::read_header(document, &documents).expect("a report");
    assert!(header.findings.is_empty(), "{:?}", header.findings);
    let read = json::read(document, &documents, &header, &ByName).expect("a report");
    assert!(read.findings.is_empty(), "{:?}\n{}", read.findings, documents.get(document).text());
    (read.report, documents)
}

fn through_xml(report: &Report, documents: &Documents) -> (Report, Documents) {
    let text = instance::write(report, documents, &WriteOptions::default()).expect("the form can hold it");
    let mut documents = Documents::new();
    let document = documents.add("report.xml", text);
    (instance::read(document, &documents).expect("an instance").report, documents)
}

/// Reads a document, damaged or not.
fn read_json(text: String) {
    let mut documents = Documents::new();
    let document = documents.add("report.json", text);
    let header = json::read_header(document, &documents).unwrap_or_default();
    if let Ok(read) = json::read(document, &documents, &header, &ByName) {
        let places = read.findings.iter().filter_map(|finding| finding.place);
        for place in places.chain(read.report.facts.iter().map(|fact| fact.place)) {
            assert!(documents.get(document).text().is_char_boundary(place.offset as usize), "{place:?}");
        }
    }
}

proptest! {
    #[test]
    fn a_damaged_document_is_read_or_refused(
        facts in prop::collection::vec(said(), 1..4),
        at in any::<prop::sample::Index>(),
        length in 0..40usize,
        instead in "[\\[\\]{}\",:\\\\0-9a-z \u{e9}]{0,6}",
    ) {
        let text = json::write(&report(facts, vec!["note".to_owned()]), &Documents::new(), &ByName).expect("it is held");
        let mut letters: Vec<char> = text.chars().collect();
        let start = at.index(letters.len());
        let end = (start + length).min(letters.len());
        letters.splice(start..end, instead.chars());
        read_json(letters.into_iter().collect());
    }

    #[test]
    fn a_report_says_the_same_in_every_form(
        facts in prop::collection::vec(said(), 0..12),
        notes in prop::collection::vec(text(), 0..4),
    ) {
        let (original, nothing) = (report(facts, notes), Documents::new());
        let expected = told(&original, &nothing);
        let (from_json, documents) = through_json(&original, &nothing);
        prop_assert_eq!(told(&from_json, &documents), expected.clone());
        let mut from_json = from_json;
        from_json.typed_domains = original.typed_domains.clone();
        let (from_xml, documents) = through_xml(&from_json, &documents);
        prop_assert_eq!(told(&from_xml, &documents), expected.clone());
        let (again, documents) = through_json(&from_xml, &documents);
        prop_assert_eq!(told(&again, &documents), expected);
    }
}
