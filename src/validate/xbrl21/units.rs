//! Units (XBRL 2.1, 4.8): their measures, and whether they fit the types of items.

use crate::instance::written::{FactElement, Measure, UnitElement, Written};
use crate::model::{Diagnostic, Name, QName};
use crate::rules;
use crate::taxonomy::Concept;
use crate::validate::subject::Subject;

rules! {
    class Specification, "XBRL 2.1";

    MONETARY_UNIT = Error "xbrl.4.8.2:monetaryUnit" at "4.8.2" {
        title: "an amount of money is not in one currency",
        why: "A monetary item is an amount of one currency, named by its code in ISO 4217.",
        example: "<unit id=\"u\"><measure>xbrli:shares</measure></unit> on a monetary item",
        mended: "<unit id=\"u\"><measure>iso4217:JPY</measure></unit>",
    }

    SHARES_UNIT = Error "xbrl.4.8.2:sharesUnit" at "4.8.2" {
        title: "a number of shares is not in shares",
        why: "A shares item counts shares, and nothing else.",
        example: "<unit id=\"u\"><measure>iso4217:JPY</measure></unit> on a shares item",
        mended: "<unit id=\"u\"><measure>xbrli:shares</measure></unit>",
    }

    UNKNOWN_MEASURE = Error "xbrl.4.8.2:unknownMeasure" at "4.8.2" {
        title: "a measure of the instance's own namespace is neither pure nor shares",
        why: "The specification defines these two measures in its namespace, and no other.",
        example: "<measure>xbrli:percent</measure>",
        mended: "<measure>xbrli:pure</measure>",
    }

    COMMON_MEASURE = Error "xbrl.4.8.4:commonMeasure" at "4.8.4" {
        title: "a unit divides by a measure that it also multiplies by",
        why: "The two cancel each other out; the same unit must be written the same way to be known as the same.",
        example: "<divide><unitNumerator><measure>ex:m</measure><measure>ex:s</measure></unitNumerator>\
                  <unitDenominator><measure>ex:s</measure></unitDenominator></divide>",
        mended: "<measure>ex:m</measure>",
    }
}

/// Checks every unit.
pub(super) fn check(subject: &Subject<'_>, written: &Written, findings: &mut Vec<Diagnostic>) {
    for unit in &written.units {
        for measure in unit.numerators.iter().chain(&unit.denominators) {
            findings.extend(check_measure(subject, measure));
        }
        let common = unit.denominators.iter().filter_map(|under| {
            let name = under.name?;
            Some((under, unit.numerators.iter().find(|over| over.name == Some(name))?, name))
        });
        for (under, over, name) in common {
            let message = format!("{} stands above and below the line", subject.shown(name));
            let finding = Diagnostic::new(&COMMON_MEASURE, under.place, message);
            findings.push(finding.related(over.place, "it is multiplied by here"));
        }
    }
}

fn check_measure(subject: &Subject<'_>, measure: &Measure) -> Option<Diagnostic> {
    let name = measure.name.filter(|name| name.namespace == Name::XBRLI)?;
    if matches!(name.local.as_str(), "pure" | "shares") {
        return None;
    }
    let message = format!("there is no measure {}", subject.shown(name));
    Some(Diagnostic::new(&UNKNOWN_MEASURE, measure.place, message).expected("xbrli:pure or xbrli:shares"))
}

/// Whether a unit fits the type of an item.
pub(super) fn check_fit(
    subject: &Subject<'_>,
    fact: &FactElement,
    concept: &Concept,
    unit: &UnitElement,
) -> Option<Diagnostic> {
    let is_only =
        |name: QName| unit.denominators.is_empty() && matches!(&unit.numerators[..], [only] if only.name == Some(name));
    let (rule, expected, fits) = match concept.item_type.base.as_str() {
        "monetaryItemType" => (&MONETARY_UNIT, "one currency of ISO 4217, such as iso4217:JPY", is_currency(unit)),
        "sharesItemType" => (&SHARES_UNIT, "xbrli:shares", is_only(QName::new(Name::XBRLI, "shares"))),
        _ => return None,
    };
    // A measure that is no name is the schema's business.
    let all_names = unit.numerators.iter().chain(&unit.denominators).all(|measure| measure.name.is_some());
    if fits || !all_names {
        return None;
    }
    let message = format!("the unit of {} does not fit its type {}", subject.shown(fact.name), concept.item_type.base);
    let finding = Diagnostic::new(rule, fact.place, message).expected(expected).found(shown(subject, unit));
    Some(finding.related(unit.place, "the unit").related(concept.place, "the concept's declaration"))
}

/// Whether a unit is one measure that is a currency's code: three letters in the namespace of ISO 4217.
fn is_currency(unit: &UnitElement) -> bool {
    let ([only], []) = (&unit.numerators[..], &unit.denominators[..]) else { return false };
    only.name.is_some_and(|name| {
        let code = name.local.as_str();
        name.namespace == Name::ISO4217 && code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase())
    })
}

fn shown(subject: &Subject<'_>, unit: &UnitElement) -> String {
    let join = |measures: &[Measure]| {
        let texts: Vec<&str> = measures.iter().map(|measure| measure.text.get(subject.documents).trim()).collect();
        texts.join(" * ")
    };
    match unit.denominators.is_empty() {
        true => join(&unit.numerators),
        false => format!("{} / {}", join(&unit.numerators), join(&unit.denominators)),
    }
}
