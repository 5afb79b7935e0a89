//! The facts and arcs that a testcase states, beside those that came out.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::dimensions;
use crate::filing::Filing;
use crate::instance;
use crate::model::decimal::Rounding;
use crate::model::{Decimal, Decimals, Dimensions, Documents, Entity, Fact, Name, Period, QName, Report, Unit};
use crate::taxonomy::{Balance, ConceptId, PeriodType, Target, Taxonomy};
use crate::xml::{self, Node};

/// The namespace of what a post-validation infoset adds to facts, and of its lists of arcs.
const PTV: &str = "http://www.xbrl.org/2003/ptv";

/// Compares a filing with what a file states: facts if it is an instance, the dimensions of facts if it is a list
/// of items, arcs if it is a list of them.
///
/// # Errors
/// The first difference, in words.
pub(super) fn compare(stated: &Path, filing: &Filing, documents: &Documents) -> Result<(), String> {
    let bytes = std::fs::read(stated).map_err(|error| format!("{}: {error}", stated.display()))?;
    let text = xml::decode(bytes).map_err(|error| error.diagnostic(None).message)?;
    let mut own = Documents::new();
    let document = own.add(stated.display().to_string(), text);
    let tree = xml::parse(document, own.get(document).text()).map_err(|finding| finding.message)?;
    if tree.root().is(Name::XBRLI, "xbrl") {
        let expected = instance::read(document, &own).map_err(|finding| finding.message)?;
        return compare_facts(&expected.report, &own, tree.root(), filing, documents);
    }
    if tree.root().name().local.as_str() == "facts" {
        return dimensions::compare(tree.root(), filing);
    }
    compare_arcs(tree.root(), &filing.taxonomy, documents)
}

/// Pairs every fact with one that is stated.
fn compare_facts(
    expected: &Report,
    own: &Documents,
    root: Node<'_, '_>,
    filing: &Filing,
    documents: &Documents,
) -> Result<(), String> {
    let report = filing.report.as_ref().ok_or("the filing has no facts")?;
    let nodes: FxHashMap<u32, Node<'_, '_>> = root.descendants().map(|node| (node.place().offset, node)).collect();
    let stated = expected.facts.iter().map(|fact| (Said::of(expected, fact, own), fact));
    let mut left: Vec<(Said<'_>, &Fact)> = stated.collect();
    for fact in &report.facts {
        let said = Said::of(report, fact, documents);
        let is_stated = |(stated, at): &(Said<'_>, &Fact)| {
            *stated == said && nodes.get(&at.place.offset).is_some_and(|node| has_said(*node, fact, filing))
        };
        match left.iter().position(is_stated) {
            Some(position) => drop(left.swap_remove(position)),
            None => {
                let value = fact.value.as_ref().map_or("nil", |value| value.get(documents));
                let decimals = fact.decimals.map(|decimals| format!(" (decimals {decimals})")).unwrap_or_default();
                return Err(format!("no stated fact is {} {value}{decimals}", fact.concept));
            }
        }
    }
    match left.first() {
        None => Ok(()),
        Some((_, fact)) => Err(format!("the stated fact {} did not come out", fact.concept)),
    }
}

/// What is equal for facts that are v-equal (XBRL 2.1, 4.10) and have the same decimals, inferred where they are not
/// written.
#[derive(PartialEq)]
struct Said<'a> {
    concept: QName,
    entity: &'a Entity,
    period: Period,
    unit: Option<&'a Unit>,
    dimensions: &'a Dimensions,
    decimals: Option<Decimals>,
    number: Option<Decimal>,
    text: Option<String>,
}

impl<'a> Said<'a> {
    fn of(report: &'a Report, fact: &Fact, documents: &Documents) -> Said<'a> {
        let unit = report.unit_of(fact);
        let number = fact.number(documents).filter(|_| unit.is_some());
        let text = fact.value.as_ref().filter(|_| number.is_none()).map(|value| plain(value.get(documents)));
        Said {
            concept: fact.concept,
            entity: report.entity_of(fact),
            period: report.period_of(fact),
            unit,
            dimensions: report.dimensions_of(fact),
            decimals: fact.decimals,
            number: number.map(|number| rounded(&number, fact.decimals)),
            text,
        }
    }
}

fn rounded(number: &Decimal, decimals: Option<Decimals>) -> Decimal {
    match decimals {
        Some(Decimals::Places(places)) => number.round(places, Rounding::HalfEven),
        Some(Decimals::Infinite) | None => number.clone(),
    }
}

/// Whether what is stated of a fact's concept is what the taxonomy says.
fn has_said(node: Node<'_, '_>, fact: &Fact, filing: &Filing) -> bool {
    let concept = filing.taxonomy.concept(fact.concept).map(|id| filing.taxonomy.get(id));
    let balance = concept.and_then(|concept| concept.balance).map(|balance| match balance {
        Balance::Debit => "debit",
        Balance::Credit => "credit",
    });
    let period_type = concept.and_then(|concept| concept.period_type).map(|period_type| match period_type {
        PeriodType::Instant => "instant",
        PeriodType::Duration => "duration",
    });
    let stated = |name: &str| node.attribute_ns(QName::new(Name::new(PTV), name));
    [("balance", balance), ("periodType", period_type)]
        .iter()
        .all(|(name, said)| stated(name).is_none_or(|stated| Some(stated) == *said))
}

/// A relationship as a list of arcs states it.
#[derive(PartialEq, Eq, Debug)]
struct StatedArc {
    arcrole: String,
    role: String,
    /// The concept that it comes from.
    from: Option<ConceptId>,
    /// The concept that it leads to.
    to: Option<ConceptId>,
    /// The role, language and text of the resource that it leads to.
    resource: Option<(String, String, String)>,
    order: Option<Decimal>,
    weight: Option<Decimal>,
    preferred_label: String,
}

/// Compares the relationships of all networks with a list of them, in any order.
fn compare_arcs(root: Node<'_, '_>, taxonomy: &Taxonomy, documents: &Documents) -> Result<(), String> {
    let stated =
        root.children().filter(|child| child.name().local.as_str() == "arc").map(|node| stated_arc(node, taxonomy));
    let mut stated: Vec<StatedArc> = stated.collect();
    for network in taxonomy.all_networks() {
        for relationship in network.relationships() {
            let arc = taxonomy.arc(relationship.arc);
            let ours = StatedArc {
                arcrole: network.arcrole().to_string(),
                role: network.role().to_string(),
                from: concept_of(relationship.from),
                to: concept_of(relationship.to),
                resource: match relationship.to {
                    Target::Resource(id) => {
                        let resource = taxonomy.resource(id);
                        let language = resource.language.as_str().to_owned();
                        Some((resource.role.to_string(), language, plain(resource.text.get(documents))))
                    }
                    _ => None,
                },
                order: Some(arc.effective_order()),
                weight: arc.weight.clone(),
                preferred_label: arc.preferred_label.to_string(),
            };
            let position = stated.iter().position(|stated| is_same_arc(stated, &ours));
            let position = position.ok_or_else(|| format!("no stated arc is {ours:?}"))?;
            stated.swap_remove(position);
        }
    }
    match stated.first() {
        None => Ok(()),
        Some(arc) => Err(format!("the stated arc did not come out: {arc:?}")),
    }
}

fn stated_arc(node: Node<'_, '_>, taxonomy: &Taxonomy) -> StatedArc {
    let attribute = |name: &'static str| node.attribute(name).unwrap_or_default().to_owned();
    let number = |name: &'static str| node.attribute(name).and_then(Decimal::parse);
    let resource = node.attribute("resRole").map(|role| {
        let language = node.attribute("labelLang").unwrap_or_default();
        (role.to_owned(), language.to_owned(), plain(&node.full_text()))
    });
    StatedArc {
        arcrole: attribute("arcRole"),
        role: attribute("extRole"),
        from: node.attribute("fromPath").and_then(|path| concept_at(path, taxonomy)),
        to: node.attribute("toPath").and_then(|path| concept_at(path, taxonomy)),
        resource,
        order: number("order"),
        weight: number("weight"),
        preferred_label: attribute("preferredLabel"),
    }
}

/// Whether an arc is as it is stated; a language that isn't stated may be any.
fn is_same_arc(stated: &StatedArc, ours: &StatedArc) -> bool {
    let resource = match (&stated.resource, &ours.resource) {
        (Some((role, language, text)), Some((our_role, our_language, our_text))) => {
            role == our_role && text == our_text && (language.is_empty() || language == our_language)
        }
        (stated, ours) => stated.is_none() && ours.is_none(),
    };
    let ends = stated.from == ours.from && stated.to == ours.to && resource;
    let roles = stated.arcrole == ours.arcrole && stated.role == ours.role;
    let preferred = stated.preferred_label.is_empty() || stated.preferred_label == ours.preferred_label;
    ends && roles && preferred && stated.order == ours.order && stated.weight == ours.weight
}

fn concept_of(target: Target) -> Option<ConceptId> {
    match target {
        Target::Concept(id) => Some(id),
        _ => None,
    }
}

/// The concept of a path `NAMESPACE#NAME`, as lists of arcs name concepts; some have the identifier for the name.
fn concept_at(path: &str, taxonomy: &Taxonomy) -> Option<ConceptId> {
    let (namespace, name) = path.rsplit_once('#')?;
    let namespace = Name::new(namespace);
    let by_id = || {
        let schemas = taxonomy.schema().schemas.iter().filter(|schema| schema.namespace == namespace);
        schemas.filter_map(|schema| taxonomy.target(schema.source, name)).find_map(concept_of)
    };
    taxonomy.concept(QName::new(namespace, name)).or_else(by_id)
}

/// A text with its white space collapsed.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
