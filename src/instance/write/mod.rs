//! Writing an instance.

mod footnotes;
mod ids;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::model::report::ReferenceKind;
use crate::model::{
    DateTime, DimensionMember, Dimensions, Documents, Fact, Ids, Name, Period, Prefixes, QName, Report, Unit,
};
use crate::xml::{self, Writer};
use ids::{ContextKey, Plan};

/// The arcrole of every `linkbaseRef` (XBRL 2.1, 4.3.3).
const LINKBASE_ARCROLE: &str = "http://www.w3.org/1999/xlink/properties/linkbase";

/// The part of a context that holds dimensions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ContextPart {
    /// `xbrli:segment`.
    #[default]
    Segment,
    /// `xbrli:scenario`.
    Scenario,
}

/// What can be chosen about an instance that is written.
#[derive(Clone, Debug, Default)]
pub struct WriteOptions {
    /// Where dimensions are put.
    pub dimensions: ContextPart,
}

/// Why a report has no instance.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WriteError {
    /// A typed dimension of which nothing says how its values are written.
    #[error("the element for values of the typed dimension {dimension} is not known")]
    TypedDomain {
        /// The dimension.
        dimension: QName,
    },
    /// A name or a character that XML can't hold.
    #[error(transparent)]
    Xml(#[from] xml::writer::WriteError),
}

type Written = Result<(), WriteError>;

/// Writes a report as an XBRL 2.1 instance.
///
/// Contexts, units and prefixes are made up, in an order that depends on what they say alone;
/// facts without an identifier are given one, see [`Ids::of`].
///
/// # Errors
/// When the form can't hold what the report says.
pub fn write(report: &Report, documents: &Documents, options: &WriteOptions) -> Result<String, WriteError> {
    let ids = Ids::of(report, documents);
    let plan = Plan::of(report, &ids);
    let mut writer = InstanceWriter { report, documents, options, prefixes: prefixes(report), xml: Writer::new() };
    writer.root(&plan)?;
    writer.references()?;
    for (key, id) in &plan.contexts {
        writer.context(*key, id)?;
    }
    for (unit, id) in &plan.units {
        writer.unit(report.aspects.unit(*unit), id)?;
    }
    let contexts: IndexMap<ContextKey, &str, FxBuildHasher> =
        plan.contexts.iter().map(|(key, id)| (*key, id.as_str())).collect();
    let units: IndexMap<_, &str, FxBuildHasher> = plan.units.iter().map(|(unit, id)| (*unit, id.as_str())).collect();
    for (fact, id) in report.facts.iter().zip(&ids.facts) {
        let aspects = report.aspects_of(fact);
        let unit = aspects.unit.map(|unit| units[&unit]);
        writer.fact(fact, id, contexts[&ContextKey::of(aspects)], unit)?;
    }
    footnotes::write(&mut writer.xml, report, documents, &ids)?;
    Ok(writer.xml.finish())
}

/// The report's prefixes but for those that the form itself needs.
fn prefixes(report: &Report) -> Prefixes {
    let mut prefixes = Prefixes::new();
    for (prefix, namespace) in FORM {
        prefixes.bind(prefix, *namespace);
    }
    for (prefix, namespace) in &report.prefixes {
        if !prefix.is_empty() && !prefix.starts_with("xml") {
            prefixes.bind(prefix, *namespace);
        }
    }
    prefixes
}

/// The prefixes that the form itself is written with.
const FORM: &[(&str, Name)] = &[
    ("xbrli", Name::XBRLI),
    ("link", Name::LINK),
    ("xlink", Name::XLINK),
    ("xsi", Name::XSI),
    ("xbrldi", Name::XBRLDI),
];

struct InstanceWriter<'a> {
    report: &'a Report,
    documents: &'a Documents,
    options: &'a WriteOptions,
    prefixes: Prefixes,
    xml: Writer,
}

impl InstanceWriter<'_> {
    /// The root, with every prefix that is used below it.
    fn root(&mut self, plan: &Plan) -> Written {
        for fact in &self.report.facts {
            self.prefixes.qname(fact.concept);
        }
        for (unit, _) in &plan.units {
            let unit = self.report.aspects.unit(*unit);
            for measure in unit.numerators().iter().chain(unit.denominators()) {
                self.prefixes.qname(*measure);
            }
        }
        for (key, _) in &plan.contexts {
            for (dimension, member) in self.report.aspects.dimensions(key.dimensions).pairs() {
                self.prefixes.qname(*dimension);
                let name = match member {
                    DimensionMember::Explicit(member) => Some(member),
                    DimensionMember::Typed(_) => self.report.typed_domains.get(dimension),
                };
                name.map(|name| self.prefixes.qname(*name));
            }
        }
        self.xml.start("xbrli:xbrl")?;
        for (prefix, namespace) in self.prefixes.iter() {
            self.xml.attribute(&format!("xmlns:{prefix}"), namespace.as_str())?;
        }
        Ok(())
    }

    /// The entry points, in the order that 4.1 asks for.
    fn references(&mut self) -> Written {
        let kinds = [
            (ReferenceKind::Schema, "link:schemaRef", "xlink:role"),
            (ReferenceKind::Linkbase, "link:linkbaseRef", "xlink:role"),
            (ReferenceKind::Role, "link:roleRef", "roleURI"),
            (ReferenceKind::Arcrole, "link:arcroleRef", "arcroleURI"),
        ];
        for (kind, element, role_attribute) in kinds {
            for reference in self.report.taxonomy.iter().filter(|reference| reference.kind == kind) {
                self.xml.start(element)?.attribute("xlink:type", "simple")?.attribute("xlink:href", &reference.href)?;
                if kind == ReferenceKind::Linkbase {
                    self.xml.attribute("xlink:arcrole", LINKBASE_ARCROLE)?;
                }
                if let Some(role) = reference.role {
                    self.xml.attribute(role_attribute, role.as_str())?;
                }
                self.xml.end();
            }
        }
        Ok(())
    }

    fn context(&mut self, key: ContextKey, id: &str) -> Written {
        let aspects = &self.report.aspects;
        let entity = aspects.entity(key.entity);
        self.xml.start("xbrli:context")?.attribute("id", id)?.start("xbrli:entity")?;
        let scheme = [("scheme", entity.scheme.as_str())];
        self.xml.element("xbrli:identifier", &scheme, entity.identifier.as_str())?;
        let dimensions = aspects.dimensions(key.dimensions);
        if self.options.dimensions == ContextPart::Segment {
            self.dimensions("xbrli:segment", dimensions)?;
        }
        self.xml.end();
        self.period(aspects.period(key.period))?;
        if self.options.dimensions == ContextPart::Scenario {
            self.dimensions("xbrli:scenario", dimensions)?;
        }
        self.xml.end();
        Ok(())
    }

    fn period(&mut self, period: Period) -> Written {
        self.xml.start("xbrli:period")?;
        match period {
            Period::Instant(at) => {
                self.xml.element("xbrli:instant", &[], &end_text(at))?;
            }
            Period::Duration { start, end } => {
                self.xml.element("xbrli:startDate", &[], &start_text(start))?;
                self.xml.element("xbrli:endDate", &[], &end_text(end))?;
            }
            Period::Forever => {
                self.xml.empty("xbrli:forever", &[])?;
            }
        }
        self.xml.end();
        Ok(())
    }

    fn dimensions(&mut self, part: &str, dimensions: &Dimensions) -> Written {
        if dimensions.is_empty() {
            return Ok(());
        }
        self.xml.start(part)?;
        for (dimension, member) in dimensions.pairs() {
            let axis = self.prefixes.qname(*dimension);
            match member {
                DimensionMember::Explicit(member) => {
                    let member = self.prefixes.qname(*member);
                    self.xml.element("xbrldi:explicitMember", &[("dimension", &axis)], &member)?;
                }
                DimensionMember::Typed(value) => {
                    let domain = self.report.typed_domains.get(dimension);
                    let domain = *domain.ok_or(WriteError::TypedDomain { dimension: *dimension })?;
                    let domain = self.prefixes.qname(domain);
                    self.xml.start("xbrldi:typedMember")?.attribute("dimension", &axis)?.start(&domain)?;
                    match value {
                        Some(markup) => self.xml.markup(markup)?,
                        None => self.xml.attribute("xsi:nil", "true")?,
                    };
                    self.xml.end().end();
                }
            }
        }
        self.xml.end();
        Ok(())
    }

    fn unit(&mut self, unit: &Unit, id: &str) -> Written {
        self.xml.start("xbrli:unit")?.attribute("id", id)?;
        if unit.denominators().is_empty() {
            self.measures(unit.numerators())?;
        } else {
            self.xml.start("xbrli:divide")?.start("xbrli:unitNumerator")?;
            self.measures(unit.numerators())?;
            self.xml.end().start("xbrli:unitDenominator")?;
            self.measures(unit.denominators())?;
            self.xml.end().end();
        }
        self.xml.end();
        Ok(())
    }

    fn measures(&mut self, measures: &[QName]) -> Written {
        for measure in measures {
            let name = self.prefixes.qname(*measure);
            self.xml.element("xbrli:measure", &[], &name)?;
        }
        Ok(())
    }

    fn fact(&mut self, fact: &Fact, id: &str, context: &str, unit: Option<&str>) -> Written {
        let name = self.prefixes.qname(fact.concept);
        self.xml.start(&name)?.attribute("id", id)?.attribute("contextRef", context)?;
        if let Some(unit) = unit {
            self.xml.attribute("unitRef", unit)?;
        }
        if let Some(language) = self.report.aspects_of(fact).language {
            self.xml.attribute("xml:lang", language.as_str())?;
        }
        match (&fact.value, unit, fact.decimals) {
            (None, ..) => self.xml.attribute("xsi:nil", "true")?,
            (Some(_), _, Some(decimals)) => self.xml.attribute("decimals", &decimals.to_string())?,
            // Nothing is said of a number's exactness: a precision of 0 says so (4.6.6).
            (Some(_), Some(_), None) => self.xml.attribute("precision", "0")?,
            (Some(_), None, None) => &mut self.xml,
        };
        if let Some(value) = &fact.value {
            self.xml.text(value.get(self.documents))?;
        }
        self.xml.end();
        Ok(())
    }
}

/// A duration's start: a date where it is a midnight.
fn start_text(time: DateTime) -> String {
    let day = time.civil.date();
    if DateTime::midnight(day) == time { day.to_string() } else { time.to_string() }
}

/// An instant or a duration's end: the date of the day that ends there, where it is a midnight.
fn end_text(time: DateTime) -> String {
    let day = time.day_ended().filter(|_| time.offset.is_none());
    day.map_or_else(|| time.to_string(), |day| day.to_string())
}
