//! Filings of a few lines, for tests: one fact a line.

use crate::model::{
    Aspects, DateTime, Decimal, Decimals, DimensionMember, Dimensions, Documents, Entity, Fact, Name, Period, Place,
    QName, Report, Text, Unit,
};

use super::{Calculation, Comparison, Options, Side, Summation, Vocabulary};

/// A filing made by hand.
pub(crate) struct Filing {
    pub(crate) report: Report,
    pub(crate) documents: Documents,
    pub(crate) vocabulary: Vocabulary,
}

/// A filing of lines `Concept[Axis=Member] PERIOD UNIT VALUE DECIMALS`, or
/// `Concept PERIOD LANGUAGE "TEXT"`; names are in `http://example.com/YEAR`.
///
/// A period is `2004-03-31` or `2004-01-01..2004-03-31`; a unit `JPY`, `JPY/shares`, `shares`,
/// `pure`; decimals a number or `INF`, left out for `nil`.
pub(crate) fn filing_of(year: &str, lines: &str) -> Filing {
    let mut documents = Documents::new();
    let document = documents.add(format!("{year}.txt"), lines.to_owned());
    let mut filing = Filing { report: Report::default(), documents, vocabulary: Vocabulary::default() };
    let namespace = Name::new(&format!("http://example.com/{year}"));
    filing.report.prefixes.insert("ex".into(), namespace);
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let offset = line.as_ptr() as usize - lines.as_ptr() as usize;
        filing.add(line, namespace, Place { document, offset: offset as u32 });
    }
    filing
}

/// [`filing_of`] the year 2004.
pub(crate) fn filing(lines: &str) -> Filing {
    filing_of("2004", lines)
}

/// A name in the filing's namespace.
pub(crate) fn name(namespace: Name, local: &str) -> QName {
    QName::new(namespace, local)
}

pub(crate) fn period(text: &str) -> Period {
    let end = |text| DateTime::parse_end(text).expect("a date");
    match text.split_once("..") {
        None => Period::Instant(end(text)),
        Some((start, last)) => {
            Period::Duration { start: DateTime::parse_start(start).expect("a date"), end: end(last) }
        }
    }
}

fn unit(text: &str, namespace: Name) -> Unit {
    let measure = |text: &str| match text {
        "shares" | "pure" => QName::new(Name::XBRLI, text),
        _ if text.len() == 3 => QName::new(Name::ISO4217, text),
        _ => QName::new(namespace, text),
    };
    match text.split_once('/') {
        None => Unit::measure(measure(text)),
        Some((top, bottom)) => Unit::new(vec![measure(top)], vec![measure(bottom)]),
    }
}

impl Filing {
    fn add(&mut self, line: &str, namespace: Name, place: Place) {
        let mut words = line.splitn(4, ' ');
        let mut word = || words.next().expect("a word");
        let (concept, when, what, rest) = (word(), word(), word(), word());
        let (concept, pairs) = concept.split_once('[').unwrap_or((concept, ""));
        let pair = |pair: &str| {
            let (axis, member) = pair.split_once('=').expect("Axis=Member");
            (name(namespace, axis), DimensionMember::Explicit(name(namespace, member)))
        };
        let pairs = pairs.trim_end_matches(']').split(',').filter(|pair| !pair.is_empty()).map(pair).collect();
        let text = rest.strip_prefix('"').map(|text| text.trim_end_matches('"'));
        let (value, decimals) = match text {
            Some(text) => (text, ""),
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        let decimals = match decimals {
            "" => None,
            "INF" => Some(Decimals::Infinite),
            places => Some(Decimals::Places(places.parse().expect("decimals"))),
        };
        let tables = &mut self.report.aspects;
        let scheme = Name::new("http://www.nasdaq.com");
        let aspects = Aspects {
            entity: tables.entity_id(Entity { scheme, identifier: Name::new("IIJIE") }),
            period: tables.period_id(period(when)),
            unit: text.is_none().then(|| tables.unit_id(unit(what, namespace))),
            dimensions: tables.dimensions_id(Dimensions::new(pairs)),
            language: text.map(|_| Name::new(what)),
        };
        let aspects = tables.aspects_id(aspects);
        self.report.facts.push(Fact {
            id: None,
            concept: name(namespace, concept),
            aspects,
            value: (value != "nil").then(|| Text::from(value)),
            decimals,
            place,
        });
    }

    /// Gives a name of the filing a label.
    pub(crate) fn label(mut self, local: &str, label: &str) -> Filing {
        let name = QName::new(self.report.prefixes["ex"], local);
        self.vocabulary.concepts.entry(name).or_default().label = Some(label.into());
        self
    }

    /// Gives the filing summations in a statement, each `Total Part WEIGHT`.
    pub(crate) fn summing(mut self, statement: &str, arcs: &[&str]) -> Filing {
        let namespace = self.report.prefixes["ex"];
        let arc = |arc: &&str| {
            let words: Vec<&str> = arc.split(' ').collect();
            let weight = Decimal::parse(words[2]).expect("a weight");
            Summation { total: name(namespace, words[0]), part: name(namespace, words[1]), weight }
        };
        let role = Name::new(&format!("http://example.com/role/{statement}"));
        let summations = arcs.iter().map(arc).collect();
        self.vocabulary.calculations.push(Calculation { role, title: statement.into(), summations });
        self
    }

    /// The filing as a side of a comparison.
    pub(crate) fn side<'a>(&'a self, name: &'a str) -> Side<'a> {
        Side { name, report: &self.report, documents: &self.documents, vocabulary: &self.vocabulary }
    }

    /// A comparison with a newer filing.
    pub(crate) fn against(&self, newer: &Filing) -> Comparison {
        self.against_with(newer, &Options::default())
    }

    /// A comparison with a newer filing, with options.
    pub(crate) fn against_with(&self, newer: &Filing, options: &Options) -> Comparison {
        super::compare(self.side("old.xml"), newer.side("new.xml"), options)
    }
}
