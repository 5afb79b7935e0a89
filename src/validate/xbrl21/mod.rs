//! XBRL 2.1: what the base specification asks of instances and linkbases, beyond what its schemas say.

pub mod contexts;
pub mod essence_alias;
pub mod footnotes;
pub mod items;
pub mod references;
pub mod requires_element;
pub mod resources;
pub mod units;

use super::subject::Subject;
use crate::model::Diagnostic;
use crate::taxonomy::Taxonomy;

/// Checks what the linkbases of a taxonomy say.
pub(super) fn check_taxonomy(taxonomy: &Taxonomy, findings: &mut Vec<Diagnostic>) {
    references::check(taxonomy, findings);
    resources::check(taxonomy, findings);
    essence_alias::check_concepts(taxonomy, findings);
}

/// Checks an instance; a report of another form has nothing written to be checked.
pub(super) fn check_instance(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(written) = subject.written else { return };
    contexts::check(subject, written, findings);
    units::check(subject, written, findings);
    items::check(subject, written, findings);
    footnotes::check(subject, written, findings);
    essence_alias::check_items(subject, written, findings);
    requires_element::check(subject, written, findings);
}
