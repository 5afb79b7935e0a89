//! Resources of the specification's links (XBRL 2.1, 5.2.2.2).

use crate::model::{Diagnostic, Name};
use crate::rules;
use crate::validate::set::Set;
use crate::validate::xbrl21::standard::LinkKind;

rules! {
    class Specification, "XBRL 2.1";

    NO_LANGUAGE = Error "xbrl.5.2.2.2.1:labelWithoutLanguage" at "5.2.2.2.1" {
        title: "a label does not say which language it is in",
        why: "Labels are chosen by language; one without is chosen by nobody.",
        example: "<link:label xlink:type=\"resource\" xlink:label=\"l\">Assets</link:label>",
        mended: "<link:label xlink:type=\"resource\" xlink:label=\"l\" xml:lang=\"en\">Assets</link:label>",
    }
}

/// Checks all resources.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    let links = set.taxonomy.links();
    let of_labels = links.links.iter().filter(|link| LinkKind::of(link.element) == Some(LinkKind::Label));
    for link in of_labels.filter(|link| set.has(link.source)) {
        for resource in link.resources.of(&links.resources) {
            if resource.language.is_empty() && resource.element.namespace == Name::LINK {
                findings.push(Diagnostic::new(&NO_LANGUAGE, resource.place, "the label has no language"));
            }
        }
    }
}
