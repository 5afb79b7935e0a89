//! Typed dimensions whose values a report that is no instance can't tell (Open Information Model 1.0, 3.4).

use rustc_hash::FxHashSet;

use super::UNSUPPORTED_DIMENSION_TYPE;
use crate::model::{Diagnostic, DimensionMember, Name, QName};
use crate::taxonomy::{Element, Taxonomy, TypeKind};
use crate::validate::subject::Subject;
use crate::xml::types::Variety;

/// Types of XML that are for attributes alone (XML Schema part 2, 3.3).
const ATTRIBUTES_ALONE: &[&str] = &["ENTITY", "ENTITIES", "ID", "IDREF", "IDREFS", "NMTOKEN", "NMTOKENS", "NOTATION"];

/// Checks each typed dimension once, where the first fact has it.
pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let (report, taxonomy) = (subject.report, subject.taxonomy);
    let mut combinations = FxHashSet::default();
    let mut dimensions = FxHashSet::default();
    for fact in report.facts.iter().filter(|fact| combinations.insert(report.aspects_of(fact).dimensions)) {
        for (name, member) in report.dimensions_of(fact).pairs() {
            if !matches!(member, DimensionMember::Typed(_)) || !dimensions.insert(*name) {
                continue;
            }
            let typed = taxonomy.concept(*name).and_then(|id| taxonomy.dimensions().typed_domain(id));
            let Some(element) = typed.map(|id| taxonomy.element_of(id)) else { continue };
            if let Some(what) = unsupported(taxonomy, element) {
                let message = format!("the values of {} are {what}", subject.shown(*name));
                let finding = Diagnostic::new(&UNSUPPORTED_DIMENSION_TYPE, fact.place, message);
                findings.push(finding.related(element.place, "declared here"));
            }
        }
    }
}

/// What the values of an element are, where that is nothing which the model has.
fn unsupported(taxonomy: &Taxonomy, element: &Element) -> Option<&'static str> {
    if taxonomy.type_of(element.type_id).kind == TypeKind::Complex {
        return Some("elements with others or attributes inside");
    }
    let names: Vec<QName> = taxonomy.bases(element.type_id).filter_map(|id| taxonomy.type_of(id).name).collect();
    // A date or a time, as the base specification's own union has it, is one value in one form.
    let is_date = names.contains(&QName::new(Name::XBRLI, "dateUnion"));
    let of_xml = |name: &QName| name.namespace == Name::XSD && ATTRIBUTES_ALONE.contains(&name.local.as_str());
    if names.iter().any(of_xml) {
        return Some("of a type that is for attributes in XML alone");
    }
    match taxonomy.simple_type(element.type_id)?.variety() {
        Variety::List(_) => Some("lists"),
        Variety::Union(_) if !is_date => Some("of a union of types"),
        _ => None,
    }
}
