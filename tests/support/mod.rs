//! What several tests share.

use factum::model::report::{FactLink, Footnote, LinkTarget, ReferenceKind, TaxonomyReference};
use factum::model::{
    Aspects, DateTime, Decimals, DimensionMember, Dimensions, DocumentId, Entity, Fact, FactId, Name, Period, Place,
    QName, Report, Unit,
};

const NOWHERE: Place = Place { document: DocumentId(0), offset: 0 };
/// The namespace of the sample's concepts.
pub(crate) const EX: &str = "http://example.com/ex";

fn ex(local: &str) -> QName {
    QName::new(Name::new(EX), local)
}

fn duration(start: &str, end: &str) -> Period {
    let (start, end) = (DateTime::parse_start(start).expect("a date"), DateTime::parse_end(end).expect("a date"));
    Period::Duration { start, end }
}

fn instant(at: &str) -> Period {
    Period::Instant(DateTime::parse_end(at).expect("a date"))
}

/// A report builder.
struct Builder(Report);

impl Builder {
    fn fact(&mut self, concept: &str, period: Period, unit: Option<Unit>, dimensions: Dimensions, value: Option<&str>) {
        let tables = &mut self.0.aspects;
        let entity = Entity { scheme: Name::new("http://www.nasdaq.com"), identifier: Name::new("IIJIE") };
        let language = (unit.is_none() && value.is_some()).then(|| Name::new("en-us"));
        let decimals = (unit.is_some() && value.is_some()).then_some(Decimals::Places(-3));
        let aspects = Aspects {
            entity: tables.entity_id(entity),
            period: tables.period_id(period),
            unit: unit.map(|unit| tables.unit_id(unit)),
            dimensions: tables.dimensions_id(dimensions),
            language,
        };
        let aspects = tables.aspects_id(aspects);
        let value = value.map(Into::into);
        self.0.facts.push(Fact { id: None, concept: ex(concept), aspects, value, decimals, place: NOWHERE });
    }
}

/// A report with one of everything.
pub(crate) fn sample() -> Report {
    let jpy = || Unit::measure(QName::new(Name::ISO4217, "JPY"));
    let shares = QName::new(Name::XBRLI, "shares");
    let per_share = Unit::new(vec![QName::new(Name::ISO4217, "JPY")], vec![shares]);
    let odd = Unit::new(vec![ex("m"), ex("kg")], vec![ex("s"), ex("s")]);
    let pure = Unit::measure(QName::new(Name::XBRLI, "pure"));
    let plain = Dimensions::default;
    let quarter = duration("2004-01-01", "2004-03-31");

    let mut builder = Builder(Report::default());
    builder.fact("Revenues", quarter, Some(jpy()), plain(), Some("10519000"));
    let dial_up = DimensionMember::Explicit(ex("DialUpAccessMember"));
    let customer = DimensionMember::Typed(Some("A&amp;T".into()));
    let both = vec![(ex("ServiceAxis"), dial_up.clone()), (ex("CustomerAxis"), customer)];
    builder.fact("Revenues", quarter, Some(jpy()), Dimensions::new(both), Some("-5000"));
    builder.fact("Cash", instant("2004-03-31"), Some(jpy()), plain(), Some("12284000"));
    builder.fact("EarningsPerShare", quarter, Some(per_share), plain(), Some("1.5"));
    builder.fact("Momentum", quarter, Some(odd), plain(), Some("7"));
    builder.fact("Margin", quarter, Some(pure), plain(), Some("0.25"));
    builder.fact("Goodwill", instant("2004-03-31T12:30:00"), Some(jpy()), plain(), None);
    builder.fact("Name", Period::Forever, None, plain(), Some("R & D <iij> ex:Cash"));
    let nil = Dimensions::new(vec![(ex("CustomerAxis"), DimensionMember::Typed(None)), (ex("ServiceAxis"), dial_up)]);
    builder.fact("Contracts", instant("2003-12-31"), None, nil, None);

    let mut report = builder.0;
    report.prefixes.insert("ex".to_owned(), Name::new(EX));
    report.prefixes.insert("iso4217".to_owned(), Name::ISO4217);
    report.typed_domains.insert(ex("CustomerAxis"), ex("customer"));
    let reference = |kind, href: &str| TaxonomyReference { kind, href: href.to_owned(), role: None, place: NOWHERE };
    report.taxonomy.push(reference(ReferenceKind::Schema, "sample.xsd"));
    report.facts[0].id = Some("revenues".into());
    report.facts[1].id = Some("f3".into());
    let footnote = |content: &str| Footnote {
        id: None,
        role: Name::FOOTNOTE_ROLE,
        language: Some(Name::new("en")),
        content: content.into(),
        place: NOWHERE,
    };
    report.footnotes.push(footnote("Restated, see R&amp;D"));
    report.footnotes.push(footnote(r#"<p xmlns="http://www.w3.org/1999/xhtml">Unaudited</p>"#));
    let link = |arcrole, from, to| FactLink { arcrole, role: Name::LINK_ROLE, from: FactId(from), to };
    report.links.push(link(Name::FACT_FOOTNOTE, 0, LinkTarget::Footnote(0)));
    report.links.push(link(Name::FACT_FOOTNOTE, 2, LinkTarget::Footnote(0)));
    report.links.push(link(Name::new("http://example.com/arcrole/because"), 0, LinkTarget::Fact(FactId(3))));
    report
}
