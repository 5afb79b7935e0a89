//! Dimensions 1.0: what taxonomies must keep, and whether contexts and facts fit their hypercubes.
//!
//! The compiled model comes from the taxonomy (`taxonomy::dimensions`); here it is judged, and facts by it.

mod combination;
pub mod contexts;
pub mod declarations;
pub mod facts;
pub mod relationships;
mod typed;

use super::subject::Subject;
use crate::model::Diagnostic;
use crate::taxonomy::{ConceptId, Taxonomy};

/// Checks the dimensions of a taxonomy.
pub(super) fn check_taxonomy(taxonomy: &Taxonomy, findings: &mut Vec<Diagnostic>) {
    declarations::check(taxonomy, findings);
    relationships::check(taxonomy, findings);
}

/// Checks the dimensions of a report's contexts and facts.
pub(super) fn check_report(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let combinations = contexts::check(subject, findings);
    facts::check(subject, &combinations, findings);
}

/// A concept as the schema that declares it writes it.
fn shown(taxonomy: &Taxonomy, id: ConceptId) -> String {
    let concept = taxonomy.get(id);
    let source = taxonomy.element_of(concept.element).source;
    let schema = taxonomy.schema().schemas.iter().find(|schema| schema.source == source);
    let prefixes = schema.map_or(&[][..], |schema| &schema.prefixes);
    match prefixes.iter().find(|(_, namespace)| *namespace == concept.name.namespace) {
        Some((prefix, _)) if !prefix.is_empty() => format!("{prefix}:{}", concept.name.local),
        _ => concept.name.local.as_str().to_owned(),
    }
}
