//! Concepts (XBRL 2.1, 5.1.1): period types, balances, item types.

use crate::model::name::local;
use crate::model::{Diagnostic, Name, Place, QName};
use crate::rules;
use crate::taxonomy::{Concept, ConceptKind, Element};
use crate::validate::set::Set;
use crate::xml::Node;

rules! {
    class Specification, "XBRL 2.1";

    NO_PERIOD_TYPE = Error "xbrl.5.1.1.1:noPeriodType" at "5.1.1.1" {
        title: "an item has no period type",
        why: "Without it nobody knows whether the item is measured at a moment or over a time.",
        example: "<xs:element name=\"Cash\" type=\"xbrli:monetaryItemType\" substitutionGroup=\"xbrli:item\"/>",
        mended: "<xs:element name=\"Cash\" type=\"xbrli:monetaryItemType\" substitutionGroup=\"xbrli:item\" \
                 xbrli:periodType=\"instant\"/>",
    }

    PERIOD_TYPE_OF_TUPLE = Error "xbrl.5.1.1.1:periodTypeOfTuple" at "5.1.1.1" {
        title: "a tuple has a period type",
        why: "A tuple has no context, and so no period; the items in it have theirs.",
        example: "<xs:element name=\"Director\" substitutionGroup=\"xbrli:tuple\" xbrli:periodType=\"instant\">",
        mended: "<xs:element name=\"Director\" substitutionGroup=\"xbrli:tuple\">",
    }

    BALANCE_OF_TUPLE = Error "xbrl.5.1.1.2:balanceOfTuple" at "5.1.1.2" {
        title: "a tuple has a balance",
        why: "Amounts of money are on a side of an account; a tuple is no amount.",
        example: "<xs:element name=\"Loan\" substitutionGroup=\"xbrli:tuple\" xbrli:balance=\"debit\">",
        mended: "<xs:element name=\"Loan\" substitutionGroup=\"xbrli:tuple\">",
    }

    BALANCE_NOT_MONETARY = Error "xbrl.5.1.1.2:balanceNotMonetary" at "5.1.1.2" {
        title: "an item that is no amount of money has a balance",
        why: "Amounts of money are on a side of an account; other values are on none.",
        example: "<xs:element name=\"Staff\" type=\"xbrli:decimalItemType\" substitutionGroup=\"xbrli:item\" \
                  xbrli:periodType=\"instant\" xbrli:balance=\"debit\"/>",
        mended: "<xs:element name=\"Staff\" type=\"xbrli:decimalItemType\" substitutionGroup=\"xbrli:item\" \
                 xbrli:periodType=\"instant\"/>",
    }

    ITEM_TYPE = Error "xbrl.5.1.1.3:itemType" at "5.1.1.3" {
        title: "an item's type is not derived from one of the specification's item types",
        why: "Those types give an item its context and its unit, and say what its value is.",
        example: "<xs:element name=\"Name\" type=\"xs:string\" substitutionGroup=\"xbrli:item\" \
                  xbrli:periodType=\"duration\"/>",
        mended: "<xs:element name=\"Name\" type=\"xbrli:stringItemType\" substitutionGroup=\"xbrli:item\" \
                 xbrli:periodType=\"duration\"/>",
    }

    TYPE_OF_FACT = Error "xbrl.5.1.1.3:typeOfFact" at "5.1.1.3" {
        title: "a fact names its type itself",
        why: "What the values of a concept are is for its taxonomy to say, once for all filings.",
        example: "<ex:Revenues xsi:type=\"ex:roundedType\" contextRef=\"c1\" unitRef=\"JPY\" decimals=\"-3\">5000</ex:Revenues>",
        mended: "<ex:Revenues contextRef=\"c1\" unitRef=\"JPY\" decimals=\"-3\">5000</ex:Revenues>",
    }
}

/// Checks all concepts.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    for (_, concept) in set.taxonomy.unjudged_concepts() {
        let element = set.taxonomy.element_of(concept.element);
        if !set.has(element.source) {
            continue;
        }
        match concept.kind {
            ConceptKind::Tuple => check_tuple(concept, findings),
            ConceptKind::Item | ConceptKind::Hypercube | ConceptKind::Dimension => {
                check_item(set, concept, element, findings);
            }
        }
    }
}

fn check_tuple(concept: &Concept, findings: &mut Vec<Diagnostic>) {
    let name = concept.name.local;
    if concept.period_type.is_some() {
        let message = format!("the tuple {name} has a period type");
        findings.push(Diagnostic::new(&PERIOD_TYPE_OF_TUPLE, concept.place, message));
    }
    if concept.balance.is_some() {
        let message = format!("the tuple {name} has a balance");
        findings.push(Diagnostic::new(&BALANCE_OF_TUPLE, concept.place, message));
    }
}

fn check_item(set: &Set<'_>, concept: &Concept, element: &Element, findings: &mut Vec<Diagnostic>) {
    let name = concept.name.local;
    // One that is neither of the two values is XML Schema's affair.
    if concept.period_type.is_none() && attribute(set, element, local::PERIOD_TYPE).is_none() {
        let finding = Diagnostic::new(&NO_PERIOD_TYPE, concept.place, format!("the item {name} has no period type"));
        findings.push(finding.expected("xbrli:periodType, instant or duration"));
    }
    let base = concept.item_type.base;
    if base.is_empty() {
        if set.is_type_known(element) {
            let message = format!("the type of the item {name} is not derived from one for items");
            let mut finding = Diagnostic::new(&ITEM_TYPE, concept.place, message);
            if let Some(place) = set.taxonomy.type_of(concept.type_id).place.filter(|place| *place != concept.place) {
                finding = finding.related(place, "the type");
            }
            findings.push(finding.expected("a type of xbrli, such as xbrli:stringItemType, or one restricted from it"));
        }
    } else if concept.balance.is_some() && base.as_str() != "monetaryItemType" && set.is_type_known(element) {
        let message = format!("the item {name} has a balance and is no amount of money");
        let finding = Diagnostic::new(&BALANCE_NOT_MONETARY, concept.place, message);
        findings.push(finding.expected("a type derived from monetaryItemType").found(format!("one from {base}")));
    }
}

/// Checks an element of an instance, where it is a fact.
pub(in crate::validate::xbrl21) fn check_element(set: &Set<'_>, node: Node<'_, '_>, findings: &mut Vec<Diagnostic>) {
    let named = node.attribute_node(QName { namespace: Name::XSI, local: local::TYPE });
    let (Some(named), Some(concept)) = (named, set.taxonomy.concept(node.name())) else { return };
    let message = format!("{} names its type itself, {:?}", node.name().local, named.value());
    let finding = Diagnostic::new(&TYPE_OF_FACT, named.place(), message);
    findings.push(finding.related(set.taxonomy.get(concept).place, "the concept's declaration"));
}

/// Where an element has an attribute of the instance's namespace that has none of its values.
fn attribute(set: &Set<'_>, element: &Element, name: Name) -> Option<Place> {
    let name = QName { namespace: Name::XBRLI, local: name };
    let foreign = element.foreign.of(&set.taxonomy.schema().foreign_attributes);
    foreign.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.place)
}
