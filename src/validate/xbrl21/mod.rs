//! XBRL 2.1: what the base specification asks of instances and of taxonomies, beyond what its schemas say.

pub mod contexts;
pub mod essence_alias;
pub mod footnotes;
pub mod items;
pub mod linkbases;
pub mod references;
pub mod requires_element;
pub mod schemas;
mod standard;
pub mod units;

use super::set::Set;
use super::subject::Subject;
use crate::model::Diagnostic;
use crate::xml::Node;

/// Checks an instance; a report of another form has nothing written to be checked.
pub(super) fn check_instance(subject: &Subject<'_>, set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(written) = subject.written else { return };
    contexts::check(subject, written, findings);
    units::check(subject, written, findings);
    items::check(subject, written, findings);
    footnotes::check(subject, written, findings);
    linkbases::roles::check_footnotes(set, subject.report, written, findings);
    essence_alias::check_items(subject, written, findings);
    requires_element::check(subject, written, findings);
}

/// Checks an element of an instance itself: what no reader keeps.
pub(super) fn check_element(set: &Set<'_>, node: Node<'_, '_>, findings: &mut Vec<Diagnostic>) {
    schemas::concepts::check_element(set, node, findings);
    schemas::tuples::check_element(set, node, findings);
    linkbases::locators::check_footnote_link(node, findings);
}

/// Checks a taxonomy.
pub(super) fn check_taxonomy(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    references::check(set.taxonomy, findings);
    schemas::check(set, findings);
    linkbases::check(set, findings);
    essence_alias::check_concepts(set.taxonomy, findings);
}
