//! What an instance refers to (XBRL 2.1, 4.2).

use crate::model::Diagnostic;
use crate::rules;
use crate::taxonomy::{Reference, ReferenceKind, SourceKind, Taxonomy};

rules! {
    class Specification, "XBRL 2.1";

    SCHEMA_REF_TARGET = Error "xbrl.4.2.2:schemaRefTarget" at "4.2.2" {
        title: "a schemaRef does not point at a schema",
        why: "The schemas that an instance names are where its concepts are declared; another document declares none.",
        example: "<link:schemaRef xlink:type=\"simple\" xlink:href=\"company-labels.xml\"/>",
        mended: "<link:schemaRef xlink:type=\"simple\" xlink:href=\"company.xsd\"/>",
    }
}

/// Checks where the `schemaRef` elements of instances lead. What is no part of a taxonomy at all has its own finding.
pub(super) fn check(taxonomy: &Taxonomy, findings: &mut Vec<Diagnostic>) {
    let of_schemas = taxonomy.references().iter().filter(|reference| reference.kind == ReferenceKind::SchemaRef);
    findings.extend(of_schemas.filter_map(|reference| check_target(taxonomy, reference)));
}

fn check_target(taxonomy: &Taxonomy, reference: &Reference) -> Option<Diagnostic> {
    let source = taxonomy.source(reference.found.source()?);
    let found = match source.kind {
        SourceKind::Linkbase => "a linkbase",
        SourceKind::Instance => "an instance",
        SourceKind::Schema | SourceKind::Other(_) | SourceKind::Unreadable => return None,
    };
    let message = format!("{} is no schema", source.address);
    Some(Diagnostic::new(&SCHEMA_REF_TARGET, reference.place, message).expected("a schema").found(found))
}
