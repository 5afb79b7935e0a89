//! XBRL 2.1: what the base specification asks of instances, beyond what its schemas say.

pub mod contexts;
pub mod items;
pub mod units;

use super::subject::Subject;
use crate::model::Diagnostic;

/// Checks an instance; a report of another form has nothing written to be checked.
pub(super) fn check_instance(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(written) = subject.written else { return };
    contexts::check(subject, written, findings);
    units::check(subject, written, findings);
    items::check(subject, written, findings);
}
