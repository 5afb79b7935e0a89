//! Extensible Enumerations 1.0 and 2.0: domains of concepts, and values from them.

mod rules;

use rustc_hash::FxHashSet;

use super::subject::{Prefixes, Subject};
use crate::model::{Diagnostic, Fact, Name, QName, Rule};
use crate::taxonomy::Taxonomy;
use crate::taxonomy::dimensions::{DomainHead, Enumeration, EnumerationVersion};

pub use rules::{v1, v2};

/// Checks the declarations of all enumerations.
pub(super) fn check_taxonomy(taxonomy: &Taxonomy, findings: &mut Vec<Diagnostic>) {
    for enumeration in taxonomy.enumerations() {
        let (missing_domain, invalid_domain, missing_role) = match enumeration.version {
            EnumerationVersion::V1 => (&v1::MISSING_DOMAIN, &v1::INVALID_DOMAIN, &v1::MISSING_LINKROLE),
            EnumerationVersion::V2 => (&v2::MISSING_DOMAIN, &v2::INVALID_DOMAIN, &v2::MISSING_LINKROLE),
        };
        let name = taxonomy.get(enumeration.concept).name.local;
        let mut report = |rule: &'static Rule, message: String| {
            findings.push(Diagnostic::new(rule, enumeration.place, message));
        };
        match &enumeration.head {
            DomainHead::Missing => {
                report(missing_domain, format!("{name} does not say which domain its values are of"));
            }
            DomainHead::Unknown(head) => report(invalid_domain, format!("{head}, the domain of {name}, is no concept")),
            DomainHead::Concept(head) if enumeration.head.item(taxonomy).is_none() => {
                let head = taxonomy.get(*head).name.local;
                report(invalid_domain, format!("{head}, the domain of {name}, is no item that can be a member"));
            }
            DomainHead::Concept(_) => {}
        }
        if enumeration.role.is_none() {
            report(missing_role, format!("{name} does not say in which role the members of its domain are"));
        }
    }
}

/// Checks the values of all facts of enumerations.
pub(super) fn check_report(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    if subject.taxonomy.enumerations().is_empty() {
        return;
    }
    for fact in &subject.report.facts {
        let Some(enumeration) = subject.concept_id(fact.concept).and_then(|id| subject.taxonomy.enumeration(id)) else {
            continue;
        };
        let Some(value) = fact.value.as_ref().map(|value| value.get(subject.documents)) else { continue };
        // What has not the form of a value is for XML Schema to complain of.
        let simple = subject.concept(fact.concept).and_then(|concept| subject.taxonomy.simple_type(concept.type_id));
        if simple.is_some_and(|simple| simple.check(value, &Prefixes(subject.report)).is_ok()) {
            check_value(subject, enumeration, fact, value, findings);
        }
    }
}

fn check_value(
    subject: &Subject<'_>,
    enumeration: &Enumeration,
    fact: &Fact,
    value: &str,
    findings: &mut Vec<Diagnostic>,
) {
    let words: Vec<&str> = value.split_ascii_whitespace().collect();
    let rule = match (enumeration.version, enumeration.set) {
        (EnumerationVersion::V1, _) => &v1::INVALID_VALUE,
        (EnumerationVersion::V2, false) => &v2::INVALID_VALUE,
        (EnumerationVersion::V2, true) => &v2::INVALID_SET_VALUE,
    };
    let name = subject.shown(fact.concept);
    for word in &words {
        if !is_member(subject, enumeration, word) {
            let message = format!("{word} is no value of {name}");
            let finding = Diagnostic::new(rule, fact.place, message).expected(expected(subject, enumeration));
            findings.push(finding.found(*word).related(enumeration.place, "the concept's declaration"));
        }
    }
    if !enumeration.set {
        return;
    }
    let mut seen = FxHashSet::default();
    if let Some(twice) = words.iter().find(|word| !seen.insert(**word)) {
        let message = format!("{twice} is there twice in the value of {name}");
        findings.push(Diagnostic::new(&v2::REPEATED_VALUE, fact.place, message));
    }
    if let Some(pair) = words.windows(2).find(|pair| pair[0] > pair[1]) {
        let message = format!("the value of {name} is not in order: {} stands behind {}", pair[1], pair[0]);
        findings.push(Diagnostic::new(&v2::SET_ORDER, fact.place, message));
    }
}

/// Whether a value names a usable member of an enumeration's domain; anything does where the domain is not known.
fn is_member(subject: &Subject<'_>, enumeration: &Enumeration, word: &str) -> bool {
    let model = subject.taxonomy.dimensions();
    let Some(domain) = model.enumeration_domain(enumeration.concept) else { return true };
    let name = match enumeration.version {
        EnumerationVersion::V1 => {
            let (prefix, local) = word.split_once(':').unwrap_or(("", word));
            let namespace = subject.report.prefixes.get(prefix).copied();
            namespace.or_else(|| prefix.is_empty().then_some(Name::EMPTY)).map(|namespace| QName::new(namespace, local))
        }
        EnumerationVersion::V2 => {
            word.rsplit_once('#').map(|(namespace, local)| QName::new(Name::new(namespace), local))
        }
    };
    let member = name.and_then(|name| subject.taxonomy.concept(name)).and_then(|id| model.member(domain, id));
    member.is_some_and(|member| member.usable)
}

/// Members that are named as expected.
const SHOWN_MEMBERS: usize = 8;

fn expected(subject: &Subject<'_>, enumeration: &Enumeration) -> String {
    let model = subject.taxonomy.dimensions();
    let members = model.enumeration_domain(enumeration.concept).map_or(&[][..], |domain| model.members_of(domain));
    let usable = members.iter().filter(|member| member.usable);
    let mut names: Vec<String> =
        usable.map(|member| subject.shown(subject.taxonomy.get(member.concept).name)).collect();
    if names.len() > SHOWN_MEMBERS {
        names.truncate(SHOWN_MEMBERS);
        names.push("…".to_owned());
    }
    if names.is_empty() { "no value: the domain is empty".to_owned() } else { format!("one of {}", names.join(", ")) }
}
