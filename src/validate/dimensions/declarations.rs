//! Declarations of hypercubes, dimensions and typed domains (Dimensions 1.0, 2.2, 2.5).

use super::shown;
use crate::model::{Diagnostic, Name};
use crate::rules;
use crate::taxonomy::dimensions::TypedDomain;
use crate::taxonomy::{ConceptKind, Target, Taxonomy};

rules! {
    class Dimensions, "Dimensions 1.0";

    HYPERCUBE_NOT_ABSTRACT = Error "xbrldte:HypercubeElementIsNotAbstractError" at "2.2.1" {
        title: "a hypercube is not abstract",
        why: "A hypercube groups dimensions; it has no value that could be reported.",
        example: "<xs:element name=\"SalesTable\" substitutionGroup=\"xbrldt:hypercubeItem\" abstract=\"false\" …/>",
        mended: "<xs:element name=\"SalesTable\" substitutionGroup=\"xbrldt:hypercubeItem\" abstract=\"true\" …/>",
    }

    DIMENSION_NOT_ABSTRACT = Error "xbrldte:DimensionElementIsNotAbstractError" at "2.5.1" {
        title: "a dimension is not abstract",
        why: "A dimension tells facts apart; it has no value that could be reported.",
        example: "<xs:element name=\"RegionAxis\" substitutionGroup=\"xbrldt:dimensionItem\" abstract=\"false\" …/>",
        mended: "<xs:element name=\"RegionAxis\" substitutionGroup=\"xbrldt:dimensionItem\" abstract=\"true\" …/>",
    }

    TYPED_DOMAIN_OF_NO_DIMENSION = Error "xbrldte:TypedDomainRefError" at "2.5.2.1.1" {
        title: "xbrldt:typedDomainRef stands on an element that is no dimension",
        why: "Only a dimension has values that an element of its own holds.",
        example: "<xs:element name=\"Sales\" substitutionGroup=\"xbrli:item\" xbrldt:typedDomainRef=\"#ex_line\" …/>",
        mended: "<xs:element name=\"LineAxis\" substitutionGroup=\"xbrldt:dimensionItem\" \
                 xbrldt:typedDomainRef=\"#ex_line\" …/>",
    }

    TYPED_DOMAIN_URI = Error "xbrldte:TypedDimensionURIError" at "2.5.2.1.1" {
        title: "xbrldt:typedDomainRef has no fragment",
        why: "A schema alone doesn't say which of its elements holds the dimension's values.",
        example: "xbrldt:typedDomainRef=\"lines.xsd\"",
        mended: "xbrldt:typedDomainRef=\"lines.xsd#ex_line\"",
    }

    TYPED_DOMAIN_TARGET = Error "xbrldte:TypedDimensionError" at "2.5.2.1.1" {
        title: "xbrldt:typedDomainRef points at no element that can hold a value",
        why: "The values of a typed dimension stand in a global element that is not abstract.",
        example: "xbrldt:typedDomainRef=\"#ex_line\" and <xs:element name=\"line\" id=\"ex_line\" abstract=\"true\"/>",
        mended: "xbrldt:typedDomainRef=\"#ex_line\" and <xs:element name=\"line\" id=\"ex_line\" type=\"xs:token\"/>",
    }

    TYPED_DOMAIN_OUTSIDE = Error "xbrldte:OutOfDTSSchemaError" at "2.5.2.1.1" {
        title: "xbrldt:typedDomainRef points into a schema that is not part of the taxonomy",
        why: "Whoever loads the taxonomy must find the element by imports and other references than this one.",
        example: "xbrldt:typedDomainRef=\"lines.xsd#ex_line\" without an import of lines.xsd",
        mended: "<xs:import namespace=\"http://example.com/lines\" schemaLocation=\"lines.xsd\"/>",
    }
}

/// Checks all declarations.
pub(super) fn check(taxonomy: &Taxonomy, findings: &mut Vec<Diagnostic>) {
    for (id, concept) in taxonomy.unjudged_concepts() {
        let (rule, what) = match concept.kind {
            ConceptKind::Hypercube if !concept.abstract_ => (&HYPERCUBE_NOT_ABSTRACT, "hypercube"),
            ConceptKind::Dimension if !concept.abstract_ => (&DIMENSION_NOT_ABSTRACT, "dimension"),
            _ => continue,
        };
        let message = format!("the {what} {} is not abstract", shown(taxonomy, id));
        findings.push(Diagnostic::new(rule, concept.place, message).expected("abstract=\"true\""));
    }
    findings.extend(taxonomy.typed_domains().iter().filter_map(|typed| check_typed_domain(taxonomy, typed)));
}

fn check_typed_domain(taxonomy: &Taxonomy, typed: &TypedDomain) -> Option<Diagnostic> {
    let declaration = taxonomy.element_of(typed.element);
    let name = declaration.name.local;
    let concept = declaration.concept.map(|id| taxonomy.get(id));
    if concept.is_none_or(|concept| concept.kind != ConceptKind::Dimension) {
        let message = format!("{name} has an xbrldt:typedDomainRef and is no dimension");
        let finding = Diagnostic::new(&TYPED_DOMAIN_OF_NO_DIMENSION, typed.place, message);
        return Some(finding.expected("an element in the substitution group of xbrldt:dimensionItem"));
    }
    if typed.fragment == Name::EMPTY {
        let message = format!("the xbrldt:typedDomainRef of {name} does not say which element it means");
        return Some(Diagnostic::new(&TYPED_DOMAIN_URI, typed.place, message).expected("a URI with a fragment"));
    }
    let reference = &taxonomy.references()[typed.reference as usize];
    // A file that is nowhere found is reported by itself.
    let source = reference.found.source()?;
    if !taxonomy.source(source).in_set {
        let message = format!("{} is not part of the taxonomy, and {name} takes its values from there", reference.href);
        let finding = Diagnostic::new(&TYPED_DOMAIN_OUTSIDE, typed.place, message);
        return Some(finding.hint("import the schema"));
    }
    let element = match typed.target {
        Target::Element(id) => Some(id),
        Target::Concept(id) => Some(taxonomy.get(id).element),
        _ => None,
    };
    let element = element.map(|id| taxonomy.element_of(id));
    let found = match element {
        None => "no element declaration",
        Some(element) if !element.global => "an element that is declared inside a type",
        Some(element) if element.abstract_ => "an abstract element",
        Some(_) => return None,
    };
    let message = format!("the xbrldt:typedDomainRef of {name} points at {found}");
    let finding = Diagnostic::new(&TYPED_DOMAIN_TARGET, typed.place, message);
    let finding = finding.expected("a global element that is not abstract").found(found);
    Some(match element {
        Some(element) => finding.related(element.place, "it points here"),
        None => finding,
    })
}
