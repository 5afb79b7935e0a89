//! What holds for facts that no element of an instance says: those of xBRL-JSON (Open Information Model 1.0).
//!
//! Facts of an instance are checked as the base specification has it; their elements say the same and more.

mod dimensions;
pub mod promise;
pub mod values;

use indexmap::IndexMap;

use super::Duplicates;
use super::duplicates::Treatment;
use super::subject::Subject;
use super::xbrl21::items::report_undeclared;
use crate::model::{Diagnostic, Fact, Period, Place, QName};
use crate::oim::json::Features;
use crate::rules;
use crate::taxonomy::{Concept, ConceptKind, PeriodType};

pub(super) use promise::PROMISED_NOT_TO_BE;

rules! {
    class Specification, "Open Information Model 1.0";

    UNKNOWN_CONCEPT = Error "oime:unknownConcept" at "3.4" {
        title: "a fact names a concept that its taxonomy does not declare",
        why: "What the fact means is what its taxonomy says of the concept; of this one it says nothing.",
        example: "\"concept\": \"ex:Reveneus\"",
        mended: "\"concept\": \"ex:Revenues\"",
    }

    UNKNOWN_DIMENSION = Error "oime:unknownDimension" at "3.4" {
        title: "a fact has a dimension that its taxonomy does not declare",
        why: "What a member of the dimension means is what its taxonomy says of it; of this one it says nothing.",
        example: "\"ex:LineAxes\": \"ex:Shoes\"",
        mended: "\"ex:LineAxis\": \"ex:Shoes\"",
    }

    UNSUPPORTED_DIMENSION_TYPE = Error "oime:unsupportedDimensionDataType" at "3.4" {
        title: "the values of a typed dimension are of a type that the model doesn't have",
        why: "A member is one value in a text; elements inside, lists, unions and XML's identifiers can be told in XML \
              alone.",
        example: "<xs:element name=\"address\"><xs:complexType>…</xs:complexType></xs:element>",
        mended: "<xs:element name=\"address\" type=\"xs:string\"/>",
    }

    ABSTRACT_CONCEPT = Error "oime:valueForAbstractConcept" at "3.4" {
        title: "a fact is reported for an abstract concept",
        why: "Abstract concepts are headings; nothing can be reported for them.",
        example: "\"concept\": \"ex:AssetsAbstract\"",
        mended: "\"concept\": \"ex:Assets\"",
    }

    UNSUPPORTED_TYPE = Error "oime:unsupportedConceptDataType" at "3.1" {
        title: "a fact's concept is a tuple or a fraction, which the model doesn't have",
        why: "Such facts have parts instead of a value, and can be told in XML alone.",
        example: "\"concept\": \"ex:customer\" for a tuple",
        mended: "an instance in XML, or a concept with a value",
    }

    MISSING_PERIOD = Error "oime:missingPeriodDimension" at "3.4" {
        title: "a fact that is measured at a point in time has no period",
        why: "Without a period a fact holds for all time, and a stock holds at a moment.",
        example: "\"dimensions\": {\"concept\": \"ex:Cash\", \"entity\": \"ex:shop\"}",
        mended: "\"dimensions\": {\"concept\": \"ex:Cash\", \"entity\": \"ex:shop\", \"period\": \"2025-01-01T00:00:00\"}",
    }

    INVALID_PERIOD = Error "oime:invalidPeriodDimension" at "3.4" {
        title: "a fact's period is not of its concept's period type",
        why: "A stock is measured at a point in time, a flow over a stretch of it; the other way round the number \
              means nothing.",
        example: "\"concept\": \"ex:Cash\", \"period\": \"2024-01-01T00:00:00/2025-01-01T00:00:00\"",
        mended: "\"concept\": \"ex:Cash\", \"period\": \"2025-01-01T00:00:00\"",
    }
}

/// What is done about duplicates: as whoever checks asks, and those that the report promises not to have are errors.
pub(super) fn allowed_duplicates(features: &Features, wanted: Duplicates) -> Duplicates {
    let Some((allowed, place)) = &features.allowed_duplicates else { return wanted };
    let promised = Treatment::Promised(*place);
    match allowed.as_str() {
        "none" => Duplicates { complete: promised, consistent: promised, inconsistent: promised, ..wanted },
        "complete" => Duplicates { consistent: promised, inconsistent: promised, ..wanted },
        "consistent" => Duplicates { inconsistent: promised, ..wanted },
        _ => wanted,
    }
}

/// Checks the facts of a report that is no instance.
pub(super) fn check(subject: &Subject<'_>, features: &Features, findings: &mut Vec<Diagnostic>) {
    if subject.written.is_some() {
        return;
    }
    let mut undeclared: IndexMap<QName, Vec<Place>> = IndexMap::new();
    for fact in &subject.report.facts {
        match subject.concept(fact.concept) {
            None => undeclared.entry(fact.concept).or_default().push(fact.place),
            Some(concept) => {
                if let Some(finding) = check_concept(subject, fact, concept) {
                    findings.push(finding.related(concept.place, "the concept's declaration"));
                    continue;
                }
                findings.extend(check_period(subject, fact, concept));
                findings.extend(values::check(subject, fact, concept, features));
            }
        }
    }
    report_undeclared(subject, &undeclared, &UNKNOWN_CONCEPT, findings);
    dimensions::check(subject, findings);
}

fn check_concept(subject: &Subject<'_>, fact: &Fact, concept: &Concept) -> Option<Diagnostic> {
    let name = subject.shown(fact.concept);
    let (rule, what) = if concept.kind == ConceptKind::Tuple {
        (&UNSUPPORTED_TYPE, "a tuple")
    } else if concept.item_type.base.as_str() == "fractionItemType" {
        (&UNSUPPORTED_TYPE, "a fraction")
    } else if concept.abstract_ {
        (&ABSTRACT_CONCEPT, "abstract")
    } else {
        return None;
    };
    Some(Diagnostic::new(rule, fact.place, format!("{name} is {what}, and a value is reported for it")))
}

fn check_period(subject: &Subject<'_>, fact: &Fact, concept: &Concept) -> Option<Diagnostic> {
    let name = subject.shown(fact.concept);
    let (rule, message, expected) = match (concept.period_type?, subject.report.period_of(fact)) {
        (PeriodType::Instant, Period::Forever) => (&MISSING_PERIOD, format!("{name} has no period"), "an instant"),
        (PeriodType::Instant, Period::Duration { .. }) => {
            (&INVALID_PERIOD, format!("{name} is reported for a duration"), "an instant")
        }
        (PeriodType::Duration, Period::Instant(_)) => {
            (&INVALID_PERIOD, format!("{name} is reported for an instant"), "a duration")
        }
        (PeriodType::Instant, Period::Instant(_))
        | (PeriodType::Duration, Period::Duration { .. } | Period::Forever) => return None,
    };
    let finding = Diagnostic::new(rule, fact.place, message).expected(expected);
    Some(finding.related(concept.place, "the concept's declaration"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentId;

    #[test]
    fn a_report_forbids_the_duplicates_that_it_promises_not_to_have() {
        let place = Place { document: DocumentId(0), offset: 0 };
        let forbidden = |promise: &str| {
            let features = Features { allowed_duplicates: Some((promise.to_owned(), place)), ..Features::default() };
            let found = allowed_duplicates(&features, Duplicates::default());
            [found.complete, found.consistent, found.inconsistent]
                .map(|treatment| treatment == Treatment::Promised(place))
        };
        assert_eq!(forbidden("all"), [false, false, false]);
        assert_eq!(forbidden("complete"), [false, true, true]);
        assert_eq!(forbidden("consistent"), [false, false, true]);
        assert_eq!(forbidden("none"), [true, true, true]);
    }
}
