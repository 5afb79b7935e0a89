//! Relationships between concepts, as they are in effect (XBRL 2.1, 5.1.1.2, 5.2.4.2.1, 5.2.5.2 and 5.2.6.2).

use crate::model::{Diagnostic, Name, Rule};
use crate::rules;
use crate::taxonomy::{Balance, Concept, ConceptKind, Relationship};
use crate::validate::set::Set;
use crate::validate::xbrl21::standard;

rules! {
    class Specification, "XBRL 2.1";

    WEIGHT_SIGN = Error "xbrl.5.1.1.2:weightSign" at "5.1.1.2" {
        title: "the sign of a weight contradicts the balances of the concepts",
        why: "Debits add to debits and reduce credits; a sum the other way round is wrong for every filing.",
        example: "<link:calculationArc weight=\"1\" …/> from a credit to a debit",
        mended: "<link:calculationArc weight=\"-1\" …/> from a credit to a debit",
    }

    PREFERRED_LABEL = Error "xbrl.5.2.4.2.1:noPreferredLabel" at "5.2.4.2.1" {
        title: "a concept has no label in the role in which it is to be presented",
        why: "Whoever presents the concept looks for that label, and finds none.",
        example: "<link:presentationArc preferredLabel=\"http://www.xbrl.org/2003/role/totalLabel\" …/> to a concept \
                  without a total label",
        mended: "<link:label xlink:role=\"http://www.xbrl.org/2003/role/totalLabel\" …>Total assets</link:label> \
                 for the concept",
    }

    SUMMATION_ENDS = Error "xbrl.5.2.5.2:summationEnds" at "5.2.5.2" {
        title: "a summation relates something that is no number",
        why: "Only numbers can be added up.",
        example: "<link:calculationArc xlink:from=\"total\" xlink:to=\"name_of_the_auditor\" weight=\"1\" …/>",
        mended: "<link:calculationArc xlink:from=\"total\" xlink:to=\"cash\" weight=\"1\" …/>",
    }

    GENERAL_SPECIAL_ENDS = Error "xbrl.5.2.6.2.1:generalSpecialEnds" at "5.2.6.2.1" {
        title: "a general-special arc relates something that is no item",
        why: "It says that a value of one item is a value of the other; tuples have no values.",
        example: "<link:definitionArc xlink:from=\"address_tuple\" xlink:to=\"zip_code\" …/>",
        mended: "<link:definitionArc xlink:from=\"postal_code\" xlink:to=\"zip_code\" …/>",
    }

    ESSENCE_ALIAS_ENDS = Error "xbrl.5.2.6.2.2:essenceAliasEnds" at "5.2.6.2.2" {
        title: "an essence-alias arc relates something that is no item",
        why: "It says that the values of two items are the same; tuples have no values.",
        example: "<link:definitionArc xlink:from=\"address_tuple\" xlink:to=\"zip_code\" …/>",
        mended: "<link:definitionArc xlink:from=\"postal_code\" xlink:to=\"zip_code\" …/>",
    }

    SIMILAR_TUPLES_ENDS = Error "xbrl.5.2.6.2.3:similarTuplesEnds" at "5.2.6.2.3" {
        title: "a similar-tuples arc relates something that is no tuple",
        why: "It says that two tuples mean the same with other contents; items have none.",
        example: "<link:definitionArc xlink:from=\"address_tuple\" xlink:to=\"zip_code\" …/>",
        mended: "<link:definitionArc xlink:from=\"address_tuple\" xlink:to=\"mailing_address_tuple\" …/>",
    }
}

/// Checks the relationships of all networks.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    for network in set.taxonomy.all_networks() {
        let check: fn(&Set<'_>, &Relationship) -> Option<Diagnostic> = match network.arcrole() {
            Name::SUMMATION_ITEM | Name::SUMMATION_ITEM_11 => summation,
            // Labels in documents that were not found may be the missing ones.
            Name::PARENT_CHILD if set.is_complete() => parent_child,
            arcrole => match standard::arcrole_tail(arcrole) {
                Some("general-special") => |set, found| ends(set, found, &GENERAL_SPECIAL_ENDS, "an item", is_item),
                Some("essence-alias") => |set, found| ends(set, found, &ESSENCE_ALIAS_ENDS, "an item", is_item),
                Some("similar-tuples") => |set, found| ends(set, found, &SIMILAR_TUPLES_ENDS, "a tuple", is_tuple),
                _ => continue,
            },
        };
        let judged = |found: &&Relationship| {
            let link = set.taxonomy.arc(found.arc).link;
            set.has(set.taxonomy.links().links[link.index()].source)
        };
        findings.extend(network.relationships().iter().filter(judged).filter_map(|found| check(set, found)));
    }
}

fn is_item(concept: &Concept) -> bool {
    concept.kind != ConceptKind::Tuple
}

fn is_tuple(concept: &Concept) -> bool {
    concept.kind == ConceptKind::Tuple
}

/// Whether a concept has numbers, or one of a type that was not found.
fn is_number(set: &Set<'_>, concept: &Concept) -> bool {
    concept.item_type.numeric || !set.is_type_known(set.taxonomy.element_of(concept.element))
}

/// Checks that both ends are concepts of a kind; ends that are no concepts at all are their locators' affair.
fn ends(
    set: &Set<'_>,
    found: &Relationship,
    rule: &'static Rule,
    expected: &str,
    fits: impl Fn(&Concept) -> bool,
) -> Option<Diagnostic> {
    let wrong = [found.from, found.to].into_iter().filter_map(|end| Some((end, set.concept(end)?)));
    let (end, concept) = wrong.into_iter().find(|(_, concept)| !fits(concept))?;
    let verb = if end == found.from { "comes from" } else { "goes to" };
    let message = format!("this arc {verb} {}", set.words(end));
    let finding = Diagnostic::new(rule, set.taxonomy.arc(found.arc).place, message).expected(expected);
    Some(finding.related(concept.place, "declared here"))
}

fn summation(set: &Set<'_>, found: &Relationship) -> Option<Diagnostic> {
    let fits = |concept: &Concept| is_item(concept) && is_number(set, concept);
    ends(set, found, &SUMMATION_ENDS, "an item whose values are numbers", fits).or_else(|| weight_sign(set, found))
}

fn weight_sign(set: &Set<'_>, found: &Relationship) -> Option<Diagnostic> {
    let arc = set.taxonomy.arc(found.arc);
    let weight = arc.weight.as_ref().filter(|weight| !weight.is_zero())?;
    let (sum, part) = (set.concept(found.from)?, set.concept(found.to)?);
    let (of_sum, of_part) = (sum.balance?, part.balance?);
    if weight.is_negative() == (of_sum != of_part) {
        return None;
    }
    let side = |balance| match balance {
        Balance::Debit => "debit",
        Balance::Credit => "credit",
    };
    let message = format!(
        "{} is a {} and is added to {}, a {}, with the weight {weight}",
        part.name.local,
        side(of_part),
        sum.name.local,
        side(of_sum)
    );
    let expected = if of_sum == of_part { "a positive weight" } else { "a negative weight" };
    let finding = Diagnostic::new(&WEIGHT_SIGN, arc.place, message).expected(expected).found(weight.to_string());
    Some(finding.related(sum.place, "the sum").related(part.place, "the part"))
}

fn parent_child(set: &Set<'_>, found: &Relationship) -> Option<Diagnostic> {
    let arc = set.taxonomy.arc(found.arc);
    let role = arc.preferred_label;
    let child = set.concept(found.to)?;
    if role.is_empty() {
        return None;
    }
    let own = |role: Name| if role.is_empty() { Name::STANDARD_LABEL } else { role };
    if set.taxonomy.labels(found.to).any(|label| own(label.role) == role) {
        return None;
    }
    let message = format!("{} has no label in the role {role}, in which it is to be presented", child.name.local);
    Some(Diagnostic::new(&PREFERRED_LABEL, arc.place, message).related(child.place, "the concept"))
}
