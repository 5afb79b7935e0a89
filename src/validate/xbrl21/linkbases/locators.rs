//! Locators of the specification's links (XBRL 2.1, 5.2.2.1, 5.2.3.1, 5.2.4.1, 5.2.5.1 and 5.2.6.1).

use crate::model::name::local;
use crate::model::{Diagnostic, Name, Place, QName};
use crate::rules;
use crate::taxonomy::{Link, Locator, Target};
use crate::validate::set::Set;
use crate::validate::xbrl21::standard::LinkKind;
use crate::xml::Node;

rules! {
    class Specification, "XBRL 2.1";

    CUSTOM = Error "xbrl.5.2:customLocator" at "5.2" {
        title: "a link of the specification's has a locator that is not link:loc",
        why: "What other locators mean is unknown; in these links there is one kind of them.",
        example: "<link:labelLink …><ex:loc xlink:type=\"locator\" …/></link:labelLink>",
        mended: "<link:labelLink …><link:loc xlink:type=\"locator\" …/></link:labelLink>",
    }

    TARGET = Error "xbrl.5.2:locatorTarget" at "5.2" {
        title: "a locator points at something that its link can't relate",
        why: "Presentation, calculation and definition links relate concepts; label and reference links give them \
              labels and references.",
        example: "<link:loc xlink:type=\"locator\" xlink:href=\"company.xsd#c_amountType\" xlink:label=\"a\"/>",
        mended: "<link:loc xlink:type=\"locator\" xlink:href=\"company.xsd#c_Amount\" xlink:label=\"a\"/>",
    }
}

/// Checks all locators.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    let links = set.taxonomy.links();
    for link in links.links.iter().filter(|link| set.has(link.source)) {
        let Some(kind) = LinkKind::of(link.element).filter(|kind| *kind != LinkKind::Footnote) else { continue };
        for locator in link.locators.of(&links.locators) {
            findings.extend(check_locator(set, link, kind, locator));
        }
    }
}

/// Checks an element of an instance, where it is a link of footnotes.
pub(in crate::validate::xbrl21) fn check_footnote_link(node: Node<'_, '_>, findings: &mut Vec<Diagnostic>) {
    if node.is(Name::LINK, local::FOOTNOTE_LINK) {
        let xlink_type = QName { namespace: Name::XLINK, local: local::TYPE };
        let locators = node.children().filter(|child| child.attribute_ns(xlink_type) == Some("locator"));
        findings.extend(locators.filter_map(|locator| custom(locator.name(), node.name(), locator.place())));
    }
}

/// A locator that is another element than `link:loc`.
fn custom(locator: QName, link: QName, place: Place) -> Option<Diagnostic> {
    if locator == (QName { namespace: Name::LINK, local: local::LOC }) {
        return None;
    }
    let message = format!("the locator {} can't stand in a {}", locator.local, link.local);
    Some(Diagnostic::new(&CUSTOM, place, message).expected("link:loc").found(locator.to_string()))
}

fn check_locator(set: &Set<'_>, link: &Link, kind: LinkKind, locator: &Locator) -> Option<Diagnostic> {
    if let Some(finding) = custom(locator.element, link.element, locator.place) {
        return Some(finding);
    }
    let resource = match kind {
        LinkKind::Label => Some("label"),
        LinkKind::Reference => Some("reference"),
        _ => None,
    };
    let fits = match locator.target {
        Target::Concept(_) => true,
        Target::Resource(id) => {
            let name = set.taxonomy.resource(id).element;
            name.namespace == Name::LINK && resource == Some(name.local.as_str())
        }
        // A second declaration of a concept's name is an error of its own.
        Target::Element(id) => set.taxonomy.concept(set.taxonomy.element_of(id).name).is_some(),
        _ => false,
    };
    if fits || set.is_unknown(locator.target) {
        return None;
    }
    let found = set.words(locator.target);
    let expected = match resource {
        Some(resource) => format!("a concept or a {resource}"),
        None => "a concept".to_owned(),
    };
    let message = format!("this locator of a {} points at {found}", link.element.local);
    let finding = Diagnostic::new(&TARGET, locator.place, message).expected(expected).found(found);
    Some(match set.place_of(locator.target) {
        Some(place) => finding.related(place, "what it points at"),
        None => finding,
    })
}
