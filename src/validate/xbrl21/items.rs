//! Items (XBRL 2.1, 4.6): their concepts, contexts, units, accuracy and periods.

use indexmap::IndexMap;

use super::units::check_fit;
use crate::instance::written::{Accuracy, FactElement, PeriodElement, Pointer, Written};
use crate::model::{Diagnostic, Place, QName, Rule};
use crate::rules;
use crate::taxonomy::rules::FILE_MISSING;
use crate::taxonomy::{Concept, ConceptKind, Missing, PeriodType, ReferenceKind};
use crate::validate::subject::Subject;

rules! {
    class Specification, "XBRL 2.1";

    CONCEPT_NOT_DECLARED = Error "xbrl.4.6:conceptNotDeclared" at "4.6" {
        title: "a fact names a concept that its taxonomy does not declare",
        why: "What the fact means is what its taxonomy says of the concept; of this one it says nothing.",
        example: "<ex:Reveneus contextRef=\"c1\" unitRef=\"JPY\" decimals=\"0\">5</ex:Reveneus>",
        mended: "<ex:Revenues contextRef=\"c1\" unitRef=\"JPY\" decimals=\"0\">5</ex:Revenues>",
    }

    NO_SUCH_CONTEXT = Error "xbrl.4.6.1:noSuchContext" at "4.6.1" {
        title: "an item refers to a context that is not there",
        why: "Without its context nobody knows whose the item is, and for when.",
        example: "<ex:Revenues contextRef=\"c2\" unitRef=\"JPY\" decimals=\"0\">5</ex:Revenues> <context id=\"c1\">…",
        mended: "<ex:Revenues contextRef=\"c1\" unitRef=\"JPY\" decimals=\"0\">5</ex:Revenues> <context id=\"c1\">…",
    }

    NO_SUCH_UNIT = Error "xbrl.4.6.2:noSuchUnit" at "4.6.2" {
        title: "an item refers to a unit that is not there",
        why: "Without its unit a number says nothing.",
        example: "<ex:Revenues contextRef=\"c1\" unitRef=\"YEN\" decimals=\"0\">5</ex:Revenues> <unit id=\"JPY\">…",
        mended: "<ex:Revenues contextRef=\"c1\" unitRef=\"JPY\" decimals=\"0\">5</ex:Revenues> <unit id=\"JPY\">…",
    }

    NO_ACCURACY = Error "xbrl.4.6.3:noAccuracy" at "4.6.3" {
        title: "a number says neither decimals nor precision",
        why: "Readers can't tell a rounded number from an exact one, and can't check its sums.",
        example: "<ex:Revenues contextRef=\"c1\" unitRef=\"JPY\">5000</ex:Revenues>",
        mended: "<ex:Revenues contextRef=\"c1\" unitRef=\"JPY\" decimals=\"-3\">5000</ex:Revenues>",
    }

    TWO_ACCURACIES = Error "xbrl.4.6.3:twoAccuracies" at "4.6.3" {
        title: "a number says both decimals and precision",
        why: "The two can contradict each other; a number says one of them.",
        example: "<ex:Revenues contextRef=\"c1\" unitRef=\"JPY\" decimals=\"-3\" precision=\"1\">5000</ex:Revenues>",
        mended: "<ex:Revenues contextRef=\"c1\" unitRef=\"JPY\" decimals=\"-3\">5000</ex:Revenues>",
    }

    ACCURACY_OF_NIL = Error "xbrl.4.6.3:accuracyOfNil" at "4.6.3" {
        title: "an item without a value says how accurate it is",
        why: "What is nil has no digits to be accurate to.",
        example: "<ex:Revenues contextRef=\"c1\" unitRef=\"JPY\" decimals=\"0\" xsi:nil=\"true\"/>",
        mended: "<ex:Revenues contextRef=\"c1\" unitRef=\"JPY\" xsi:nil=\"true\"/>",
    }

    PERIOD_TYPE = Error "xbrl.4.7.2:periodType" at "4.7.2" {
        title: "an item's period is not of its concept's period type",
        why: "A stock is measured at a point in time, a flow over a stretch of it; the other way round the number \
              means nothing.",
        example: "<ex:Cash contextRef=\"year\"/> for a concept with xbrli:periodType=\"instant\"",
        mended: "<ex:Cash contextRef=\"yearEnd\"/>",
    }
}

/// Checks every item.
pub(super) fn check(subject: &Subject<'_>, written: &Written, findings: &mut Vec<Diagnostic>) {
    let mut undeclared: IndexMap<QName, Vec<Place>> = IndexMap::new();
    for fact in &written.facts {
        match subject.concept(fact.name) {
            None => {
                // Whatever it is, what it refers to must be there.
                undeclared.entry(fact.name).or_default().push(fact.place);
                check_referred(subject, fact, findings);
            }
            Some(concept) if concept.kind == ConceptKind::Tuple => {}
            Some(concept) => check_item(subject, written, fact, concept, findings),
        }
    }
    report_undeclared(subject, &undeclared, &CONCEPT_NOT_DECLARED, findings);
}

fn check_item(
    subject: &Subject<'_>,
    written: &Written,
    fact: &FactElement,
    concept: &Concept,
    findings: &mut Vec<Diagnostic>,
) {
    check_referred(subject, fact, findings);
    if let Some(context) = fact.context.target() {
        check_period(subject, written, fact, concept, context, findings);
    }
    if !concept.item_type.numeric {
        return;
    }
    if let Some(unit) = fact.unit.target() {
        findings.extend(check_fit(subject, fact, concept, &written.units[unit as usize]));
    }
    if concept.item_type.base.as_str() != "fractionItemType" && fact.is_item() {
        findings.extend(check_accuracy(fact, &subject.shown(fact.name)));
    }
}

/// Checks that the context and the unit of an item are there.
fn check_referred(subject: &Subject<'_>, fact: &FactElement, findings: &mut Vec<Diagnostic>) {
    let pointers = [(fact.context, &NO_SUCH_CONTEXT, "context"), (fact.unit, &NO_SUCH_UNIT, "unit")];
    for (pointer, rule, what) in pointers {
        if let Pointer::Dangling(offset) = pointer {
            let message = format!("the {what} that {} refers to is not there", subject.shown(fact.name));
            let place = Place { document: fact.place.document, offset };
            findings.push(Diagnostic::new(rule, place, message));
        }
    }
}

fn check_accuracy(fact: &FactElement, name: &str) -> Option<Diagnostic> {
    let (rule, message) = match (fact.nil, fact.accuracy) {
        (true, Accuracy::None) => return None,
        (true, _) => (&ACCURACY_OF_NIL, format!("{name} is nil, and says how accurate it is")),
        (false, Accuracy::None) => (&NO_ACCURACY, format!("{name} says neither decimals nor precision")),
        (false, Accuracy::Both) => (&TWO_ACCURACIES, format!("{name} says both decimals and precision")),
        (false, _) => return None,
    };
    Some(Diagnostic::new(rule, fact.place, message))
}

fn check_period(
    subject: &Subject<'_>,
    written: &Written,
    fact: &FactElement,
    concept: &Concept,
    context: u32,
    findings: &mut Vec<Diagnostic>,
) {
    let context = &written.contexts[context as usize];
    let (Some(expected), Some(period)) = (concept.period_type, &context.period) else { return };
    let found = match period {
        PeriodElement::Instant(_) => PeriodType::Instant,
        PeriodElement::Duration(..) | PeriodElement::Forever => PeriodType::Duration,
    };
    if found == expected {
        return;
    }
    let word = |period_type| match period_type {
        PeriodType::Instant => "an instant",
        PeriodType::Duration => "a duration",
    };
    let message = format!("{} is reported for {}", subject.shown(fact.name), word(found));
    let finding = Diagnostic::new(&PERIOD_TYPE, fact.place, message).expected(word(expected)).found(word(found));
    let finding = finding.related(context.period_place, "the period of its context");
    findings.push(finding.related(concept.place, "the concept's declaration"));
}

/// One finding a concept; none for those that may be in a file that is missing, which has a finding already.
pub(in crate::validate) fn report_undeclared(
    subject: &Subject<'_>,
    undeclared: &IndexMap<QName, Vec<Place>>,
    rule: &'static Rule,
    findings: &mut Vec<Diagnostic>,
) {
    let mut excused: IndexMap<String, usize> = IndexMap::new();
    for (name, places) in undeclared {
        if let Some(missing) = may_declare(subject, *name) {
            *excused.entry(missing.address.to_string()).or_default() += places.len();
            continue;
        }
        let message = match places.len() {
            1 => format!("no schema of the taxonomy declares {}", subject.shown(*name)),
            count => format!("no schema of the taxonomy declares {}, which {count} facts name", subject.shown(*name)),
        };
        let mut finding = Diagnostic::new(rule, places[0], message).found(name.to_string());
        for place in places[1..].iter().take(SHOWN_PLACES) {
            finding = finding.related(*place, "named here too");
        }
        findings.push(finding);
    }
    for (address, count) in excused {
        let start = format!("{address} is not found");
        let mut of_file = findings.iter_mut().filter(|finding| finding.rule == &FILE_MISSING);
        if let Some(finding) = of_file.find(|finding| finding.message.starts_with(&start)) {
            let facts = if count == 1 { "fact names a concept" } else { "facts name concepts" };
            finding.hints.push(format!("{count} {facts} that it may declare"));
        }
    }
}

/// Places of one cause that are pointed at, beside the first.
const SHOWN_PLACES: usize = 3;

/// The missing file that may declare a concept: one that is imported for its namespace, else one that may be a schema
/// of any namespace, provided that no schema of that namespace was found.
pub(in crate::validate) fn may_declare<'a>(subject: &Subject<'a>, name: QName) -> Option<&'a Missing> {
    let taxonomy = subject.taxonomy;
    let references = |missing: &'a Missing| missing.referrers.iter().map(|row| &taxonomy.references()[*row as usize]);
    let missing = taxonomy.missing();
    let imported = missing.iter().find(|missing| {
        references(missing)
            .any(|reference| reference.kind == ReferenceKind::Import && reference.namespace == name.namespace)
    });
    let of_any = || {
        missing.iter().find(|missing| {
            references(missing).any(|reference| {
                matches!(reference.kind, ReferenceKind::SchemaRef | ReferenceKind::Include | ReferenceKind::Locator)
            })
        })
    };
    let has_schema = taxonomy.schema().schemas.iter().any(|schema| schema.namespace == name.namespace);
    imported.or_else(|| if has_schema { None } else { of_any() })
}
