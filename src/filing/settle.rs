//! What the taxonomy settles about the facts of a report.

use rustc_hash::FxHashMap;

use crate::model::aspects::AspectsId;
use crate::model::{Aspects, Documents, QName, Report};
use crate::taxonomy::{Concept, Taxonomy};

/// Where the data types registry keeps its types; years differ.
const TYPES_REGISTRY: &str = "http://www.xbrl.org/dtr/type/";

/// Types of the registry that are text without being in a language.
const WITHOUT_LANGUAGE: &[&str] = &["domainItemType", "noLangTokenItemType", "noLangStringItemType"];

/// What matters of a concept here.
#[derive(Clone, Copy)]
struct Kind {
    /// Whether its values are in a language (Open Information Model 1.0, 3.5).
    has_language: bool,
    /// Whether white space around its values belongs to them.
    keeps_space: bool,
}

/// Takes languages from facts whose values are in none, and white space from around values that can't have any.
pub(super) fn settle(report: &mut Report, taxonomy: &Taxonomy, documents: &Documents) {
    let mut kinds: FxHashMap<QName, Option<Kind>> = FxHashMap::default();
    let mut without: FxHashMap<AspectsId, AspectsId> = FxHashMap::default();
    for fact in &mut report.facts {
        let kind = *kinds.entry(fact.concept).or_insert_with(|| {
            let concept = taxonomy.get(taxonomy.concept(fact.concept)?);
            Some(kind_of(concept, taxonomy))
        });
        let Some(kind) = kind else { continue };
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

fn kind_of(concept: &Concept, taxonomy: &Taxonomy) -> Kind {
    let base = concept.item_type.base.as_str();
    let is_text = matches!(base, "stringItemType" | "normalizedStringItemType" | "tokenItemType");
    let has_no_language = taxonomy.bases(concept.type_id).any(|id| {
        let name = taxonomy.type_of(id).name;
        name.is_some_and(|name| {
            name.namespace.as_str().starts_with(TYPES_REGISTRY) && WITHOUT_LANGUAGE.contains(&name.local.as_str())
        })
    });
    Kind { has_language: is_text && !has_no_language, keeps_space: base.is_empty() || base == "stringItemType" }
}
