//! What labels and references are attached to, and how (XBRL 2.1, 5.2.2.3 and 5.2.3.3).

use crate::model::{Diagnostic, Name, Rule};
use crate::rules;
use crate::taxonomy::{Arc, Link, Locator, Target, Taxonomy};

rules! {
    class Specification, "XBRL 2.1";

    LABEL = Error "xbrl.5.2.2.3:labelArcTarget" at "5.2.2.3" {
        title: "a label arc leads to no label of its own link",
        why: "Labels are local to the link that has them; labels elsewhere can only be prohibited.",
        example: "<link:labelArc xlink:from=\"assets\" xlink:to=\"loc_of_a_label\" use=\"optional\" …/>",
        mended: "<link:labelArc xlink:from=\"assets\" xlink:to=\"loc_of_a_label\" use=\"prohibited\" priority=\"1\" …/>",
    }

    REFERENCE = Error "xbrl.5.2.3.3:referenceArcTarget" at "5.2.3.3" {
        title: "a reference arc leads to no reference of its own link",
        why: "References are local to the link that has them; references elsewhere can only be prohibited.",
        example: "<link:referenceArc xlink:from=\"assets\" xlink:to=\"loc_of_a_reference\" use=\"optional\" …/>",
        mended: "<link:referenceArc xlink:from=\"assets\" xlink:to=\"loc_of_a_reference\" use=\"prohibited\" …/>",
    }
}

/// Checks the arcs that relate concepts with labels and with references.
pub(super) fn check(taxonomy: &Taxonomy, findings: &mut Vec<Diagnostic>) {
    let rows = taxonomy.links();
    for link in &rows.links {
        for arc in link.arcs.of(&rows.arcs) {
            let rule = match arc.arcrole {
                Name::CONCEPT_LABEL => (&LABEL, "label"),
                Name::CONCEPT_REFERENCE => (&REFERENCE, "reference"),
                _ => continue,
            };
            findings.extend(check_arc(taxonomy, link, arc, rule));
        }
    }
}

fn check_arc(taxonomy: &Taxonomy, link: &Link, arc: &Arc, (rule, what): (&'static Rule, &str)) -> Option<Diagnostic> {
    let is_fit = |locator: &Locator| match locator.target {
        Target::Resource(id) => arc.prohibited && taxonomy.resource(id).element.local.as_str() == what,
        // What is missing has its own finding.
        Target::Missing | Target::Nothing => true,
        _ => false,
    };
    let locators = link.locators.of(&taxonomy.links().locators).iter();
    let unfit =
        locators.filter(|locator| locator.label == arc.to && arc.to != Locator::NO_LABEL).find(|l| !is_fit(l))?;
    let message = match unfit.target {
        Target::Resource(_) => format!("the arc leads to a {what} elsewhere, and does not prohibit it"),
        _ => format!("the arc leads to something that is no {what}"),
    };
    let finding = Diagnostic::new(rule, arc.place, message).expected(format!("a {what} of the link"));
    Some(finding.related(unfit.place, "the locator that it leads to"))
}
