//! References to linkbases (XBRL 2.1, 4.3 and 5.1.2), and the pointers of all references (3.5.4).

use crate::model::{Diagnostic, Name, Place};
use crate::rules;
use crate::taxonomy::{Link, Reference, ReferenceKind, SourceKind, has_other_scheme};
use crate::validate::set::Set;
use crate::validate::xbrl21::standard::LinkKind;

rules! {
    class Specification, "XBRL 2.1";

    ARCROLE = Error "xbrl.4.3.3:linkbaseRefArcrole" at "4.3.3" {
        title: "a reference to a linkbase has another arcrole than the one for linkbases",
        why: "The arcrole is what says that a linkbase is to be loaded.",
        example: "<link:linkbaseRef xlink:arcrole=\"http://example.com/arcrole\" …/>",
        mended: "<link:linkbaseRef xlink:arcrole=\"http://www.w3.org/1999/xlink/properties/linkbase\" …/>",
    }

    ROLE = Error "xbrl.4.3.4:linkbaseRefRole" at "4.3.4" {
        title: "a linkbase has links of another kind than its reference says",
        why: "Who wants labels alone reads those linkbases alone whose references say so.",
        example: "<link:linkbaseRef xlink:href=\"reference.xml\" \
                  xlink:role=\"http://www.xbrl.org/2003/role/labelLinkbaseRef\" …/>",
        mended: "<link:linkbaseRef xlink:href=\"reference.xml\" \
                 xlink:role=\"http://www.xbrl.org/2003/role/referenceLinkbaseRef\" …/>",
    }

    POINTER = Error "xbrl.3.5.4:pointerScheme" at "3.5.4" {
        title: "a fragment has a pointer of another scheme than element()",
        why: "Ids and the element scheme are all that every processor follows.",
        example: "xlink:href=\"company.xsd#xpointer(//*[@id='c_Assets'])\"",
        mended: "xlink:href=\"company.xsd#c_Assets\"",
    }
}

/// The arcrole of references to linkbases.
const LINKBASE: &str = "http://www.w3.org/1999/xlink/properties/linkbase";

/// Checks all references to linkbases, and the fragments of all references.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    for reference in set.taxonomy.references().iter().filter(|found| found.kind == ReferenceKind::LinkbaseRef) {
        if let Some(place) = reference.place {
            check_linkbase_ref(set, reference, place, findings);
        }
    }
    let links = set.taxonomy.links();
    for link in links.links.iter().filter(|link| set.has(link.source)) {
        let locators = link.locators.of(&links.locators).iter();
        findings.extend(locators.filter_map(|locator| check_pointer(locator.fragment, locator.place)));
    }
    for role_ref in &links.role_refs {
        let from = set.taxonomy.references()[role_ref.reference as usize].source;
        if from.is_some_and(|source| set.has(source)) {
            findings.extend(check_pointer(role_ref.fragment, role_ref.place));
        }
    }
}

fn check_linkbase_ref(set: &Set<'_>, reference: &Reference, place: Place, findings: &mut Vec<Diagnostic>) {
    if reference.arcrole.as_str() != LINKBASE && !reference.arcrole.is_empty() {
        let finding = Diagnostic::new(&ARCROLE, place, "the arcrole is not the one of references to linkbases");
        findings.push(finding.expected(LINKBASE).found(reference.arcrole.as_str()));
    }
    let Some(expected) = kind_of(reference.role) else { return };
    let Some(target) = reference.found.source() else { return };
    // Which of a schema's linkbases is meant, its fragment says; it has them all in hand.
    if set.taxonomy.source(target).kind != SourceKind::Linkbase {
        return;
    }
    let of_target = |link: &&Link| link.source == target;
    let other =
        set.taxonomy.links().links.iter().filter(of_target).find(|link| LinkKind::of(link.element) != Some(expected));
    if let Some(link) = other {
        let message = format!("{} has a {}, which its role here excludes", reference.href, link.element.local);
        let finding = Diagnostic::new(&ROLE, place, message).found(link.element.local.as_str());
        findings.push(finding.expected(format!("links as {} says", reference.role)).related(link.place, "the link"));
    }
}

/// The links that a role of a reference to a linkbase allows.
fn kind_of(role: Name) -> Option<LinkKind> {
    Some(match role.as_str().strip_prefix("http://www.xbrl.org/2003/role/")? {
        "labelLinkbaseRef" => LinkKind::Label,
        "referenceLinkbaseRef" => LinkKind::Reference,
        "presentationLinkbaseRef" => LinkKind::Presentation,
        "calculationLinkbaseRef" => LinkKind::Calculation,
        "definitionLinkbaseRef" => LinkKind::Definition,
        _ => return None,
    })
}

fn check_pointer(fragment: Name, place: Place) -> Option<Diagnostic> {
    if !has_other_scheme(fragment) {
        return None;
    }
    let message = format!("the fragment {:?} has a pointer of another scheme than element()", fragment.as_str());
    Some(Diagnostic::new(&POINTER, place, message).expected("an id, or element(…)").found(fragment.as_str()))
}
