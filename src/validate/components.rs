//! Components of schemas (XML Schema 1.0): names that are declared twice or nowhere, types that can't be what they
//! say, content in which a child could be either of two things.

use std::collections::HashSet;

use super::set::Set;
use crate::model::Diagnostic;
use crate::rules;
use crate::taxonomy::{ComponentKind, Content, TypeId};

rules! {
    class Specification, "XML Schema 1.0";

    NOT_RESOLVED = Error "src-resolve" at "3.15.3" {
        title: "a schema refers to something that is not declared",
        why: "What is built on it can't be known.",
        example: "<xs:element name=\"Assets\" type=\"xbrli:monetaryType\"/>",
        mended: "<xs:element name=\"Assets\" type=\"xbrli:monetaryItemType\"/>",
    }

    DECLARED_TWICE = Error "sch-props-correct.2" at "3.15.6" {
        title: "a name is declared twice",
        why: "Which of the two declarations counts would depend on who reads the schemas.",
        example: "<xs:element name=\"Assets\" …/><xs:element name=\"Assets\" …/>",
        mended: "<xs:element name=\"Assets\" …/><xs:element name=\"TotalAssets\" …/>",
    }

    IMPOSSIBLE_TYPE = Error "st-props-correct" at "3.14.6" {
        title: "a type can't be what its definition says",
        why: "Values of the type can't be told from others.",
        example: "<xs:minLength value=\"5\"/><xs:maxLength value=\"4\"/>",
        mended: "<xs:minLength value=\"4\"/><xs:maxLength value=\"5\"/>",
    }

    AMBIGUOUS = Error "cos-nonambig" at "3.8.6" {
        title: "a child could belong to either of two particles of a content model",
        why: "Which of the two it is must be clear from the child alone, so that everyone reads the content alike.",
        example: "<xs:sequence><xs:element ref=\"c:a\" minOccurs=\"0\"/><xs:element ref=\"c:a\"/></xs:sequence>",
        mended: "<xs:sequence><xs:element ref=\"c:a\"/><xs:element ref=\"c:a\" minOccurs=\"0\"/></xs:sequence>",
    }
}

/// Checks the components of all schemas.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    let taxonomy = set.taxonomy;
    let mut known = HashSet::new();
    for missing in taxonomy.unresolved().iter().filter(|missing| set.has_place(missing.place)) {
        if !taxonomy.may_be_missing(missing.name) && known.insert((missing.kind as u8, missing.name, missing.place)) {
            let message = format!("no {} {} is declared", word(missing.kind), missing.name);
            findings.push(Diagnostic::new(&NOT_RESOLVED, missing.place, message));
        }
    }
    for duplicate in taxonomy.duplicates().iter().filter(|duplicate| set.has_place(duplicate.again)) {
        // A schema that is included under several namespaces is read once for each.
        if duplicate.first != duplicate.again {
            let message = format!("the {} {} is declared a second time", word(duplicate.kind), duplicate.name);
            let finding = Diagnostic::new(&DECLARED_TWICE, duplicate.again, message);
            findings.push(finding.related(duplicate.first, "first declared here"));
        }
    }
    for problem in taxonomy.type_problems().iter().filter(|problem| set.has_place(problem.place)) {
        findings.push(Diagnostic::new(&IMPOSSIBLE_TYPE, problem.place, problem.problem.clone()));
    }
    let types = taxonomy.schema().types.iter().enumerate();
    for (row, definition) in types.filter(|(_, definition)| matches!(definition.content, Content::Children(_))) {
        let Some(place) = definition.place.filter(|place| set.has_place(*place)) else { continue };
        if let Some(found) = taxonomy.ambiguity(TypeId::at(row)) {
            let message = "a child could belong to either of two particles of this type's content";
            let finding = Diagnostic::new(&AMBIGUOUS, place, message);
            findings.push(finding.related(found.first, "the first").related(found.other, "the other"));
        }
    }
}

fn word(kind: ComponentKind) -> &'static str {
    match kind {
        ComponentKind::Element => "element",
        ComponentKind::Type => "type",
        ComponentKind::Attribute => "attribute",
        ComponentKind::Group => "group",
        ComponentKind::AttributeGroup => "attribute group",
    }
}
