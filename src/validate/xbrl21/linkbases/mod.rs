//! Linkbases (XBRL 2.1, 3.5 and 5.2): links, locators, resources, arcs, the roles that they use, and their networks.

pub mod arcs;
pub mod cycles;
pub mod locators;
pub mod references;
pub mod relationships;
pub mod resources;
pub mod roles;

use crate::model::Diagnostic;
use crate::validate::set::Set;

/// Checks all linkbases.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    references::check(set, findings);
    roles::check(set, findings);
    locators::check(set, findings);
    resources::check(set, findings);
    arcs::check(set, findings);
    relationships::check(set, findings);
    cycles::check(set, findings);
}
