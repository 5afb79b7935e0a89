//! Concepts of taxonomies that exist already, as a binding needs to know them.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::model::{Diagnostic, DocumentId, Name, QName, near};
use crate::taxonomy::{self, Concept, ConceptKind, Taxonomy};

use super::definitions::{Balance, Kind, PeriodType};
use super::document::Mapping;
use super::extension::ConceptInfo;
use super::rules;

/// The concepts of other taxonomies that a mapping's rows name, found in a taxonomy that was loaded from
/// the schemas that the mapping names; what isn't there is reported with near misses.
pub fn base_concepts(
    mapping: &Mapping,
    document: DocumentId,
    taxonomy: &Taxonomy,
    problems: &mut Vec<Diagnostic>,
) -> IndexMap<String, ConceptInfo> {
    let mut found = IndexMap::new();
    let mut seen = HashSet::new();
    let rows = || mapping.tables.iter().flat_map(|table| &table.rows);
    let special = rows().flat_map(|row| row.cells.iter().filter_map(|cell| cell.concept.as_ref()));
    for written in rows().map(|row| &row.concept).chain(special) {
        let Some((prefix, local)) = written.split_once(':') else { continue };
        let Some(base) = mapping.taxonomies.get(prefix) else { continue };
        if !seen.insert(written.as_str()) {
            continue;
        }
        let namespace = Name::new(&base.namespace);
        let concept = taxonomy.concept(QName::new(namespace, local)).map(|id| taxonomy.get(id));
        if let Some(info) = concept.and_then(info) {
            found.insert(written.to_string(), info);
            continue;
        }
        let message = match concept {
            Some(_) => format!("`{written}` is no item that a table can report"),
            None => format!("the taxonomy of `{prefix}` has no concept `{local}`"),
        };
        let mut problem = Diagnostic::new(&rules::UNKNOWN_CONCEPT, written.place(document), message);
        let of_namespace = taxonomy.concepts().filter(|(_, concept)| concept.name.namespace == namespace);
        problem.hints.extend(near::hint(local, of_namespace.map(|(_, concept)| concept.name.local.as_str())));
        problems.push(problem);
    }
    found
}

/// What a binding needs to know of an item; `None` for what a table can't report.
fn info(concept: &Concept) -> Option<ConceptInfo> {
    if concept.kind != ConceptKind::Item || concept.abstract_ {
        return None;
    }
    let period = match concept.period_type? {
        taxonomy::PeriodType::Instant => PeriodType::Instant,
        taxonomy::PeriodType::Duration => PeriodType::Duration,
    };
    let balance = concept.balance.map(|balance| match balance {
        taxonomy::Balance::Debit => Balance::Debit,
        taxonomy::Balance::Credit => Balance::Credit,
    });
    let kind = match concept.item_type.base.as_str() {
        "monetaryItemType" => Kind::Monetary,
        "sharesItemType" => Kind::Shares,
        "pureItemType" => Kind::Pure,
        "nonNegativeIntegerItemType" => Kind::Count,
        _ if concept.item_type.numeric => Kind::Decimal,
        _ => return None,
    };
    Some(ConceptInfo { name: concept.name, kind, period, balance })
}
