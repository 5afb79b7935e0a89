//! Taxonomy schemas (XBRL 2.1, 5.1): what the base specification asks of them beyond XML Schema.

pub mod concepts;
pub mod roles;
pub mod tuples;

use crate::model::{Diagnostic, Name};
use crate::rules;
use crate::taxonomy::ReferenceKind;
use crate::validate::set::Set;

rules! {
    class Specification, "XBRL 2.1";

    EMPTY_TARGET = Error "xbrl.5.1:emptyTargetNamespace" at "5.1" {
        title: "a schema's target namespace is written and empty",
        why: "Concepts are known by their namespaces; an empty one is nobody's.",
        example: "<xs:schema targetNamespace=\"\">",
        mended: "<xs:schema targetNamespace=\"http://example.com/2024\">",
    }

    REDEFINE = Error "xbrl.5.1.5:redefine" at "5.1.5" {
        title: "a schema redefines another",
        why: "Which declaration a locator points at would depend on who reads the schema.",
        example: "<xs:redefine schemaLocation=\"company-2023.xsd\"/>",
        mended: "<xs:include schemaLocation=\"company-2023.xsd\"/>",
    }
}

/// Checks all schemas.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    for schema in set.taxonomy.schema().schemas.iter().filter(|schema| set.has(schema.source)) {
        if schema.target == Some(Name::EMPTY) {
            findings.push(Diagnostic::new(&EMPTY_TARGET, schema.place, "the target namespace is empty"));
        }
    }
    for reference in set.taxonomy.references() {
        if reference.kind == ReferenceKind::Redefine && reference.source.is_some_and(|source| set.has(source)) {
            let message = format!("{} is redefined here", reference.href);
            findings.push(Diagnostic::new(&REDEFINE, reference.place, message));
        }
    }
    concepts::check(set, findings);
    tuples::check(set, findings);
    roles::check(set, findings);
}
