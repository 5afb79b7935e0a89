//! Values of facts, against the types of their concepts (xBRL-JSON 1.0, 5.1 and 6.1.1).

use crate::model::{Diagnostic, Fact};
use crate::oim::json::Features;
use crate::rules;
use crate::taxonomy::Concept;
use crate::validate::subject::{Prefixes, Subject};
use crate::xml::types::{Primitive, SimpleType};

rules! {
    class Specification, "xBRL-JSON 1.0";

    INVALID_VALUE = Error "xbrlje:invalidFactValue" at "5.1" {
        title: "a fact's value is none of its concept's type",
        why: "A value outside its type can't be relied on by anyone who reads it.",
        example: "\"value\": \"many\", \"dimensions\": {\"concept\": \"ex:Shares\", …}",
        mended: "\"value\": \"1000\", \"dimensions\": {\"concept\": \"ex:Shares\", …}",
    }

    NOT_CANONICAL = Error "xbrlje:nonCanonicalValue" at "6.1.1" {
        title: "a report promises canonical values, and has another one",
        why: "Whoever relies on the promise compares values letter for letter, and finds equal ones different.",
        example: "\"xbrl:canonicalValues\": true … \"value\": \"+5.00\"",
        mended: "\"xbrl:canonicalValues\": true … \"value\": \"5.0\"",
    }
}

/// Whether XML Schema 1.0 says which of several texts of a value is the canonical one.
fn has_canonical_form(simple: &SimpleType) -> bool {
    use Primitive::{Boolean, DateTime, Decimal, Double, Float, Time};
    matches!(simple.primitive(), Some(Boolean | Decimal | Float | Double | DateTime | Time))
}

pub(super) fn check(subject: &Subject<'_>, fact: &Fact, concept: &Concept, features: &Features) -> Option<Diagnostic> {
    let name = || subject.shown(fact.concept);
    let declared = |finding: Diagnostic| finding.related(concept.place, "the concept's declaration");
    let Some(value) = &fact.value else {
        let message = || format!("{} is null, and is not declared nillable", name());
        return (!concept.nillable).then(|| declared(Diagnostic::new(&INVALID_VALUE, fact.place, message())));
    };
    let simple = subject.taxonomy.simple_type(concept.type_id)?;
    let (text, prefixes) = (value.get(subject.documents), Prefixes(subject.report));
    if let Err(error) = simple.check(text, &prefixes) {
        let message = format!("the value {} of {} is {error}", subject.value_shown(fact), name());
        return Some(declared(Diagnostic::new(&INVALID_VALUE, fact.place, message)));
    }
    let promise = features.canonical_values.filter(|_| has_canonical_form(simple))?;
    let canonical = simple.canonical(text, &prefixes).ok()?;
    if canonical == text {
        return None;
    }
    let message = format!("the value {text:?} of {} is not canonical", name());
    let finding = Diagnostic::new(&NOT_CANONICAL, fact.place, message).expected(format!("{canonical:?}"));
    Some(finding.related(promise, "canonical values are promised here"))
}
