//! What a report says, as text to compare.

use std::fmt::Write;

use factum::model::report::LinkTarget;
use factum::model::{Documents, Report};

/// Everything that a report says, a line a thing.
pub(crate) fn told(report: &Report, documents: &Documents) -> String {
    let mut out = String::new();
    for reference in &report.taxonomy {
        writeln!(out, "{:?} {} {:?}", reference.kind, reference.href, reference.role).expect("memory");
    }
    for fact in &report.facts {
        let value = fact.value.as_ref().map(|value| value.get(documents));
        writeln!(
            out,
            "{} {:?} {:?} | {:?} {} {:?} {:?} {:?}",
            fact.concept,
            value,
            fact.decimals,
            report.entity_of(fact),
            report.period_of(fact),
            report.unit_of(fact),
            report.dimensions_of(fact),
            report.aspects_of(fact).language,
        )
        .expect("memory");
    }
    for link in &report.links {
        let to = match link.to {
            LinkTarget::Fact(fact) => report.fact(fact).concept.to_string(),
            LinkTarget::Footnote(number) => {
                let footnote = &report.footnotes[number as usize];
                format!("{:?} {:?} {}", footnote.language, footnote.role, footnote.content.get(documents))
            }
        };
        writeln!(out, "{} {} {} {to}", link.role, link.arcrole, report.fact(link.from).concept).expect("memory");
    }
    out
}
