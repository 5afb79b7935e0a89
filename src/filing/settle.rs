//! What the taxonomy settles about the facts of a report.

use rustc_hash::FxHashMap;

use super::equality::Equality;
use crate::instance::Written;
use crate::instance::written::{Accuracy, FactElement};
use crate::model::aspects::AspectsId;
use crate::model::name::local;
use crate::model::{Aspects, Documents, Name, QName, Report, Text};
use crate::taxonomy::{Concept, Taxonomy, ValueConstraint};

/// Where the data types registry keeps its types; years differ.
const TYPES_REGISTRY: &str = "http://www.xbrl.org/dtr/type/";

/// Types of the registry that are text without being in a language.
const WITHOUT_LANGUAGE: &[&str] = &["domainItemType", "noLangTokenItemType", "noLangStringItemType"];

/// What matters of a concept here.
struct Kind {
    /// Whether its values are in a language.
    has_language: bool,
    /// Whether white space around its values belongs to them.
    keeps_space: bool,
    /// The value of a fact without content.
    default: Option<Text>,
    /// The accuracy of a fact that says none.
    accuracy: Accuracy,
}

/// Settles what the readers could not know:
///
/// - what the schemas add to facts: default and fixed values, and accuracies that a type has by default
///   (XBRL 2.1 speaks of the infoset behind schema validation throughout);
/// - which contexts and units are equal, so that facts of equal contexts have equal aspects;
/// - that values in no language have none, and no white space around them that can't belong to them.
pub(super) fn settle(
    report: &mut Report,
    written: &mut Written,
    taxonomy: &Taxonomy,
    documents: &Documents,
) -> Equality {
    let kinds = kinds_of(written.facts.iter().map(|fact| fact.name), taxonomy, documents);
    for element in &mut written.facts {
        let Some(Some(kind)) = kinds.get(&element.name) else { continue };
        if complete(element, kind, documents)
            && let Some(id) = element.fact
        {
            tell(report, id.0 as usize, element, documents);
        }
    }
    let equality = Equality::of(written, taxonomy, documents);
    unite(report, written, &equality);
    settle_facts(report, &kinds, documents);
    equality
}

/// Settles what a reader of another form than an instance could not know: that values have no white space around them
/// that can't belong to them.
pub(super) fn settle_report(report: &mut Report, taxonomy: &Taxonomy, documents: &Documents) {
    let kinds = kinds_of(report.facts.iter().map(|fact| fact.concept), taxonomy, documents);
    settle_facts(report, &kinds, documents);
}

fn kinds_of(
    concepts: impl Iterator<Item = QName>,
    taxonomy: &Taxonomy,
    documents: &Documents,
) -> FxHashMap<QName, Option<Kind>> {
    let mut kinds: FxHashMap<QName, Option<Kind>> = FxHashMap::default();
    for name in concepts {
        kinds.entry(name).or_insert_with(|| Some(kind_of(taxonomy.get(taxonomy.concept(name)?), taxonomy, documents)));
    }
    kinds
}

fn settle_facts(report: &mut Report, kinds: &FxHashMap<QName, Option<Kind>>, documents: &Documents) {
    let mut without: FxHashMap<AspectsId, AspectsId> = FxHashMap::default();
    for fact in &mut report.facts {
        let Some(Some(kind)) = kinds.get(&fact.concept) else { continue };
        if !kind.has_language {
            let tables = &mut report.aspects;
            fact.aspects = *without.entry(fact.aspects).or_insert_with(|| {
                let aspects = tables.get(fact.aspects);
                tables.aspects_id(Aspects { language: None, ..aspects })
            });
        }
        if !kind.keeps_space {
            fact.value = fact.value.as_ref().map(|value| value.trimmed(documents));
        }
    }
}

/// Gives a fact what its schemas add to it. True if there was something.
fn complete(element: &mut FactElement, kind: &Kind, documents: &Documents) -> bool {
    let is_empty = element.value.as_ref().is_some_and(|value| value.get(documents).is_empty());
    let gets_value = is_empty && kind.default.is_some();
    if gets_value {
        element.value.clone_from(&kind.default);
    }
    let gets_accuracy = element.is_item() && element.accuracy == Accuracy::None && kind.accuracy != Accuracy::None;
    if gets_accuracy {
        element.accuracy = kind.accuracy;
    }
    gets_value || gets_accuracy
}

/// Tells the report of a fact that was completed.
fn tell(report: &mut Report, fact: usize, element: &FactElement, documents: &Documents) {
    let numeric = report.unit_of(&report.facts[fact]).is_some();
    let fact = &mut report.facts[fact];
    (fact.value, fact.decimals) = element.said(numeric, documents);
}

/// Gives facts of equal contexts equal aspects: those of the first fact among them.
fn unite(report: &mut Report, written: &Written, equality: &Equality) {
    let mut first: FxHashMap<u32, Aspects> = FxHashMap::default();
    for element in &written.facts {
        let (Some(id), Some(context)) = (element.fact, element.context.target()) else { continue };
        let own = report.aspects_of(report.fact(id));
        let shared = *first.entry(equality.context(context)).or_insert(own);
        let Aspects { entity, period, dimensions, .. } = shared;
        let united = Aspects { entity, period, dimensions, ..own };
        if united != own {
            report.facts[id.0 as usize].aspects = report.aspects.aspects_id(united);
        }
    }
}

fn kind_of(concept: &Concept, taxonomy: &Taxonomy, documents: &Documents) -> Kind {
    let base = concept.item_type.base.as_str();
    Kind {
        has_language: has_language(concept, taxonomy),
        keeps_space: base.is_empty() || base == "stringItemType",
        default: given(&taxonomy.element_of(concept.element).value).cloned(),
        accuracy: accuracy_of(concept, taxonomy, documents),
    }
}

/// Whether a concept's values are in a language (Open Information Model 1.0, 3.5).
pub(super) fn has_language(concept: &Concept, taxonomy: &Taxonomy) -> bool {
    let base = concept.item_type.base.as_str();
    let is_text = matches!(base, "stringItemType" | "normalizedStringItemType" | "tokenItemType");
    let has_no_language = taxonomy.bases(concept.type_id).any(|id| {
        let name = taxonomy.type_of(id).name;
        name.is_some_and(|name| {
            name.namespace.as_str().starts_with(TYPES_REGISTRY) && WITHOUT_LANGUAGE.contains(&name.local.as_str())
        })
    });
    is_text && !has_no_language
}

/// The value that stands where none is written.
fn given(value: &ValueConstraint) -> Option<&Text> {
    match value {
        ValueConstraint::Default(text) | ValueConstraint::Fixed(text) => Some(text),
        ValueConstraint::None => None,
    }
}

/// The accuracy that a concept's type gives to facts that say none.
fn accuracy_of(concept: &Concept, taxonomy: &Taxonomy, documents: &Documents) -> Accuracy {
    let attributes = taxonomy.attributes_of(concept.type_id);
    let value = |local: Name| {
        let attribute = attributes.iter().find(|used| used.name == QName { namespace: Name::EMPTY, local })?;
        given(&attribute.value).map(|text| text.get(documents))
    };
    Accuracy::of(value(local::DECIMALS), value(local::PRECISION))
}
