//! The roles and arcroles that linkbases use: referred to, declared, and for the elements that use them
//! (XBRL 2.1, 3.5.2.4, 3.5.2.5, 5.1.3.4 and 5.1.4.5).

use rustc_hash::{FxHashMap, FxHashSet};

use crate::instance::Written;
use crate::model::{Diagnostic, Name, Place, QName, Report, Rule};
use crate::rules;
use crate::taxonomy::{Linkbase, RoleRef, RoleType, Target};
use crate::validate::set::Set;
use crate::validate::xbrl21::standard::{self, LinkKind};

rules! {
    class Specification, "XBRL 2.1";

    ROLE_REF_REPEATED = Error "xbrl.3.5.2.4.5:roleRefRepeated" at "3.5.2.4.5" {
        title: "a linkbase or an instance refers to a role twice",
        why: "One reference says where the role is declared; a second one can only contradict it.",
        example: "<link:roleRef roleURI=\"http://example.com/r\" …/><link:roleRef roleURI=\"http://example.com/r\" …/>",
        mended: "<link:roleRef roleURI=\"http://example.com/r\" …/>",
    }

    ROLE_REF_TARGET = Error "xbrl.3.5.2.4.5:roleRefTarget" at "3.5.2.4.5" {
        title: "a reference to a role does not point at the role's declaration",
        why: "What the role means, and where it may be used, is read there.",
        example: "<link:roleRef roleURI=\"http://example.com/r\" xlink:href=\"roles.xsd#s\" …/>",
        mended: "<link:roleRef roleURI=\"http://example.com/r\" xlink:href=\"roles.xsd#r\" …/>",
    }

    ROLE_NOT_REFERRED = Error "xbrl.3.5.2.4:roleWithoutRef" at "3.5.2.4" {
        title: "a linkbase uses a role that it does not refer to",
        why: "The reference leads to the role's declaration; without it the role may be declared nowhere.",
        example: "<link:presentationLink xlink:role=\"http://example.com/r\" …> without a link:roleRef",
        mended: "<link:roleRef roleURI=\"http://example.com/r\" xlink:href=\"roles.xsd#r\" …/> before it",
    }

    ROLE_NOT_ABSOLUTE = Error "xbrl.3.5.2.4:roleNotAbsolute" at "3.5.2.4" {
        title: "a role that is used is no absolute URI",
        why: "Roles are the same everywhere; what is relative is another thing in each document.",
        example: "<link:presentationLink xlink:role=\"balanceSheet\" …>",
        mended: "<link:presentationLink xlink:role=\"http://example.com/role/balanceSheet\" …>",
    }

    ROLE_NOT_USED_ON = Error "xbrl.5.1.3.4:roleNotForElement" at "5.1.3.4" {
        title: "an element uses a role that is not for it",
        why: "A role's declaration lists the elements that the role has a meaning on.",
        example: "<link:label xlink:role=\"http://www.xbrl.org/2003/role/reference\" …>",
        mended: "<link:label xlink:role=\"http://www.xbrl.org/2003/role/documentation\" …>",
    }

    ARCROLE_REF_REPEATED = Error "xbrl.3.5.2.5.5:arcroleRefRepeated" at "3.5.2.5.5" {
        title: "a linkbase or an instance refers to an arcrole twice",
        why: "One reference says where the arcrole is declared; a second one can only contradict it.",
        example: "<link:arcroleRef arcroleURI=\"http://example.com/a\" …/> twice",
        mended: "<link:arcroleRef arcroleURI=\"http://example.com/a\" …/> once",
    }

    ARCROLE_REF_TARGET = Error "xbrl.3.5.2.5.5:arcroleRefTarget" at "3.5.2.5.5" {
        title: "a reference to an arcrole does not point at the arcrole's declaration",
        why: "What the arcrole means, and which cycles it allows, is read there.",
        example: "<link:arcroleRef arcroleURI=\"http://example.com/a\" xlink:href=\"roles.xsd#b\" …/>",
        mended: "<link:arcroleRef arcroleURI=\"http://example.com/a\" xlink:href=\"roles.xsd#a\" …/>",
    }

    ARCROLE_NOT_REFERRED = Error "xbrl.3.5.2.5:arcroleWithoutRef" at "3.5.2.5" {
        title: "a linkbase uses an arcrole that it does not refer to",
        why: "The reference leads to the arcrole's declaration; without it the arcrole may be declared nowhere.",
        example: "<link:definitionArc xlink:arcrole=\"http://example.com/a\" …/> without a link:arcroleRef",
        mended: "<link:arcroleRef arcroleURI=\"http://example.com/a\" xlink:href=\"roles.xsd#a\" …/> before it",
    }

    ARCROLE_NOT_ABSOLUTE = Error "xbrl.3.5.2.5:arcroleNotAbsolute" at "3.5.2.5" {
        title: "an arcrole that is used is no absolute URI",
        why: "Arcroles are the same everywhere; what is relative is another thing in each document.",
        example: "<link:definitionArc xlink:arcrole=\"row-cell\" …/>",
        mended: "<link:definitionArc xlink:arcrole=\"http://example.com/arcrole/row-cell\" …/>",
    }

    ARCROLE_NOT_USED_ON = Error "xbrl.5.1.4.5:arcroleNotForElement" at "5.1.4.5" {
        title: "an arc has an arcrole that is not for it",
        why: "An arcrole's declaration lists the arcs that the arcrole has a meaning on.",
        example: "<link:presentationArc xlink:arcrole=\"http://www.xbrl.org/2003/arcrole/summation-item\" …/>",
        mended: "<link:calculationArc xlink:arcrole=\"http://www.xbrl.org/2003/arcrole/summation-item\" …/>",
    }
}

/// The rules of roles or those of arcroles, and what they need.
struct Kind<'a> {
    word: &'static str,
    repeated: &'static Rule,
    target: &'static Rule,
    not_referred: &'static Rule,
    not_absolute: &'static Rule,
    not_used_on: &'static Rule,
    /// The elements that one of the specification's own is for.
    standard: fn(Name) -> Option<Vec<&'static str>>,
    /// The declarations, by URI: the first of each.
    declared: FxHashMap<Name, &'a RoleType>,
}

fn by_uri(types: &[RoleType]) -> FxHashMap<Name, &RoleType> {
    let mut declared = FxHashMap::default();
    for role in types {
        declared.entry(role.uri).or_insert(role);
    }
    declared
}

/// The rules of roles and those of arcroles.
fn kinds<'a>(set: &Set<'a>) -> (Kind<'a>, Kind<'a>) {
    let roles = Kind {
        word: "role",
        repeated: &ROLE_REF_REPEATED,
        target: &ROLE_REF_TARGET,
        not_referred: &ROLE_NOT_REFERRED,
        not_absolute: &ROLE_NOT_ABSOLUTE,
        not_used_on: &ROLE_NOT_USED_ON,
        standard: |role| standard::elements_of_role(role).map(<[_]>::to_vec),
        declared: by_uri(set.taxonomy.role_types()),
    };
    let arcroles = Kind {
        word: "arcrole",
        repeated: &ARCROLE_REF_REPEATED,
        target: &ARCROLE_REF_TARGET,
        not_referred: &ARCROLE_NOT_REFERRED,
        not_absolute: &ARCROLE_NOT_ABSOLUTE,
        not_used_on: &ARCROLE_NOT_USED_ON,
        standard: |arcrole| standard::arc_of_arcrole(arcrole).map(|arc| vec![arc]),
        declared: by_uri(set.taxonomy.arcrole_types()),
    };
    (roles, arcroles)
}

/// Checks all linkbases, and the references of instances.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    let (roles, arcroles) = kinds(set);
    let links = set.taxonomy.links();
    for linkbase in links.linkbases.iter().filter(|linkbase| set.has(linkbase.source)) {
        let refs = linkbase.role_refs.of(&links.role_refs);
        for (kind, refs) in [(&roles, of_kind(refs, false)), (&arcroles, of_kind(refs, true))] {
            check_refs(set, kind, &refs, findings);
        }
        let mut uses = Uses { set, seen: FxHashSet::default(), findings };
        let (role_refs, arcrole_refs) = (uris(refs, false), uris(refs, true));
        check_linkbase(&mut uses, linkbase, (&roles, &role_refs), (&arcroles, &arcrole_refs));
    }
    for refs in of_instances(set) {
        for (kind, refs) in [(&roles, of_kind(refs, false)), (&arcroles, of_kind(refs, true))] {
            check_refs(set, kind, &refs, findings);
        }
    }
}

/// Checks what the footnote links of an instance use.
pub(in crate::validate::xbrl21) fn check_footnotes(
    set: &Set<'_>,
    report: &Report,
    written: &Written,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(first) = written.links.first() else { return };
    let (roles, arcroles) = kinds(set);
    let mut own = of_instances(set).into_iter();
    let refs = own.find(|refs| refs[0].place.document == first.place.document).unwrap_or_default();
    let (role_refs, arcrole_refs) = (uris(refs, false), uris(refs, true));
    let (roles, arcroles) = ((&roles, &role_refs), (&arcroles, &arcrole_refs));
    let element = |local: &str| QName::new(Name::LINK, local);
    let mut uses = Uses { set, seen: FxHashSet::default(), findings };
    for link in &written.links {
        uses.check(roles, link.role, element("footnoteLink"), link.place);
        for resource in &link.resources {
            let role = report.footnotes[resource.footnote as usize].role;
            uses.check(roles, role, element("footnote"), resource.place);
        }
        for arc in &link.arcs {
            uses.check(arcroles, arc.arcrole, element("footnoteArc"), arc.place);
        }
    }
}

/// The references of each instance: those that stand in no linkbase.
fn of_instances<'a>(set: &Set<'a>) -> Vec<&'a [RoleRef]> {
    let links = set.taxonomy.links();
    let in_linkbase: FxHashSet<usize> =
        links.linkbases.iter().flat_map(|linkbase| linkbase.role_refs.indices()).collect();
    let mut found: Vec<&[RoleRef]> = Vec::new();
    let mut start = 0;
    for row in 0..=links.role_refs.len() {
        let document = |row: usize| links.role_refs[row].place.document;
        let is_free = row < links.role_refs.len() && !in_linkbase.contains(&row);
        if start < row && (!is_free || document(row) != document(start)) {
            found.push(&links.role_refs[start..row]);
            start = row;
        }
        if !is_free {
            start = row + 1;
        }
    }
    found
}

fn of_kind(refs: &[RoleRef], arcrole: bool) -> Vec<&RoleRef> {
    refs.iter().filter(|role_ref| role_ref.arcrole == arcrole).collect()
}

fn uris(refs: &[RoleRef], arcrole: bool) -> FxHashSet<Name> {
    of_kind(refs, arcrole).into_iter().map(|role_ref| role_ref.uri).collect()
}

/// Checks the references of one linkbase or one instance.
fn check_refs(set: &Set<'_>, kind: &Kind<'_>, refs: &[&RoleRef], findings: &mut Vec<Diagnostic>) {
    let word = kind.word;
    let mut first_of: FxHashMap<Name, &RoleRef> = FxHashMap::default();
    for role_ref in refs.iter().filter(|role_ref| !role_ref.uri.is_empty()) {
        let first = *first_of.entry(role_ref.uri).or_insert(role_ref);
        if !std::ptr::eq(first, *role_ref) {
            let message = format!("the {word} {} is referred to a second time", role_ref.uri);
            let finding = Diagnostic::new(kind.repeated, role_ref.place, message);
            findings.push(finding.related(first.place, "first referred to here"));
        }
        findings.extend(check_target(set, kind, role_ref));
    }
}

fn check_target(set: &Set<'_>, kind: &Kind<'_>, role_ref: &RoleRef) -> Option<Diagnostic> {
    let (word, uri) = (kind.word, role_ref.uri);
    let declared = match role_ref.target {
        Target::Nothing | Target::Missing => return None,
        Target::RoleType(id) if !role_ref.arcrole => Some(set.taxonomy.role_types()[id.index()].uri),
        Target::ArcroleType(id) if role_ref.arcrole => Some(set.taxonomy.arcrole_types()[id.index()].uri),
        _ => None,
    };
    if declared == Some(uri) {
        return None;
    }
    let found = match declared {
        Some(declared) => format!("the declaration of {declared}"),
        None => set.words(role_ref.target),
    };
    let message = format!("the reference to the {word} {uri} points at {found}");
    let finding = Diagnostic::new(kind.target, role_ref.place, message);
    let finding = finding.expected(format!("the declaration of {uri}")).found(found);
    Some(match set.place_of(role_ref.target) {
        Some(place) => finding.related(place, "what it points at"),
        None => finding,
    })
}

/// What a linkbase uses, each role on each element looked at once.
struct Uses<'s, 'a> {
    set: &'s Set<'a>,
    seen: FxHashSet<(Name, QName)>,
    findings: &'s mut Vec<Diagnostic>,
}

/// The rules of a kind, and what a linkbase refers to.
type Referred<'s, 'a> = (&'s Kind<'a>, &'s FxHashSet<Name>);

fn check_linkbase(uses: &mut Uses<'_, '_>, linkbase: &Linkbase, roles: Referred<'_, '_>, arcroles: Referred<'_, '_>) {
    let links = uses.set.taxonomy.links();
    for link in linkbase.links.of(&links.links) {
        let is_standard = LinkKind::of(link.element).is_some();
        if is_standard {
            uses.check(roles, link.role, link.element, link.place);
        }
        for resource in link.resources.of(&links.resources) {
            if standard::is_resource(resource.element) {
                uses.check(roles, resource.role, resource.element, resource.place);
            }
        }
        for arc in link.arcs.of(&links.arcs) {
            if is_standard && standard::is_arc(arc.element) {
                uses.check(arcroles, arc.arcrole, arc.element, arc.place);
            }
        }
    }
}

impl Uses<'_, '_> {
    fn check(&mut self, (kind, referred): Referred<'_, '_>, uri: Name, element: QName, place: Place) {
        if uri.is_empty() || !self.seen.insert((uri, element)) {
            return;
        }
        let (word, name) = (kind.word, element.local);
        if let Some(elements) = (kind.standard)(uri) {
            if !elements.contains(&name.as_str()) {
                let message = format!("the {word} {uri} is not for {name}");
                let finding = Diagnostic::new(kind.not_used_on, place, message).expected(elements.join(", "));
                self.findings.push(finding.found(name.as_str()));
            }
            return;
        }
        if !standard::is_absolute(uri.as_str()) {
            let message = format!("the {word} {uri} of this {name} is no absolute URI");
            self.findings.push(Diagnostic::new(kind.not_absolute, place, message));
            return;
        }
        if !referred.contains(&uri) {
            let message = format!("no {word}Ref refers to the {word} {uri} of this {name}");
            let mut finding = Diagnostic::new(kind.not_referred, place, message);
            if let Some(declared) = kind.declared.get(&uri) {
                finding = finding.related(declared.place, "declared here");
            }
            self.findings.push(finding);
            return;
        }
        let Some(declared) = kind.declared.get(&uri) else { return };
        if !declared.used_on.contains(&element) {
            let names: Vec<&str> = declared.used_on.iter().map(|name| name.local.as_str()).collect();
            let message = format!("the {word} {uri} is not for {name}");
            let finding = Diagnostic::new(kind.not_used_on, place, message).expected(names.join(", "));
            self.findings.push(finding.found(name.as_str()).related(declared.place, "declared here"));
        }
    }
}
