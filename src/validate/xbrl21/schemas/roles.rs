//! Role types and arcrole types (XBRL 2.1, 5.1.3 and 5.1.4).

use rustc_hash::FxHashMap;

use crate::model::{Diagnostic, Name, Rule};
use crate::rules;
use crate::taxonomy::RoleType;
use crate::validate::set::Set;
use crate::validate::xbrl21::standard;

rules! {
    class Specification, "XBRL 2.1";

    ROLE_REPEATED = Error "xbrl.5.1.3:roleTypeRepeated" at "5.1.3" {
        title: "a schema declares a role twice",
        why: "One declaration says all of a role; a second one can only contradict it.",
        example: "<link:roleType roleURI=\"http://example.com/r\"/> <link:roleType roleURI=\"http://example.com/r\"/>",
        mended: "<link:roleType roleURI=\"http://example.com/r\"/> <link:roleType roleURI=\"http://example.com/s\"/>",
    }

    ROLE_DIFFERS = Error "xbrl.5.1.3:roleTypeDiffers" at "5.1.3" {
        title: "two schemas declare a role differently",
        why: "Which elements may use the role would depend on who reads the taxonomy.",
        example: "<link:usedOn>link:label</link:usedOn> in one, <link:usedOn>link:reference</link:usedOn> in the other",
        mended: "<link:usedOn>link:label</link:usedOn> in both",
    }

    ROLE_REDEFINED = Error "xbrl.5.1.3:standardRoleRedefined" at "5.1.3" {
        title: "a schema declares a role that the specification defines",
        why: "What the specification's own roles mean is settled there, for all taxonomies alike.",
        example: "<link:roleType roleURI=\"http://www.xbrl.org/2003/role/totalLabel\">",
        mended: "<link:roleType roleURI=\"http://example.com/role/grandTotalLabel\">",
    }

    USED_ON_REPEATED = Error "xbrl.5.1.3.4:usedOnRepeated" at "5.1.3.4" {
        title: "a role says twice that it is used on an element",
        why: "A list of elements has each of them once; most likely another one was meant.",
        example: "<link:usedOn>link:label</link:usedOn><link:usedOn>link:label</link:usedOn>",
        mended: "<link:usedOn>link:label</link:usedOn><link:usedOn>link:reference</link:usedOn>",
    }

    ARCROLE_REPEATED = Error "xbrl.5.1.4:arcroleTypeRepeated" at "5.1.4" {
        title: "a schema declares an arcrole twice",
        why: "One declaration says all of an arcrole; a second one can only contradict it.",
        example: "<link:arcroleType arcroleURI=\"http://example.com/a\"/> twice",
        mended: "<link:arcroleType arcroleURI=\"http://example.com/a\"/> once",
    }

    ARCROLE_DIFFERS = Error "xbrl.5.1.4:arcroleTypeDiffers" at "5.1.4" {
        title: "two schemas declare an arcrole differently",
        why: "Which arcs and which cycles are allowed would depend on who reads the taxonomy.",
        example: "cyclesAllowed=\"any\" in one, cyclesAllowed=\"none\" in the other",
        mended: "cyclesAllowed=\"none\" in both",
    }

    ARCROLE_REDEFINED = Error "xbrl.5.1.4:standardArcroleRedefined" at "5.1.4" {
        title: "a schema declares an arcrole that the specification defines",
        why: "What the specification's own arcroles mean is settled there, for all taxonomies alike.",
        example: "<link:arcroleType arcroleURI=\"http://www.xbrl.org/2003/arcrole/parent-child\">",
        mended: "<link:arcroleType arcroleURI=\"http://example.com/arcrole/parent-child\">",
    }

    ARCROLE_USED_ON_REPEATED = Error "xbrl.5.1.4.5:usedOnRepeated" at "5.1.4.5" {
        title: "an arcrole says twice that it is used on an element",
        why: "A list of elements has each of them once; most likely another one was meant.",
        example: "<link:usedOn>link:definitionArc</link:usedOn><link:usedOn>link:definitionArc</link:usedOn>",
        mended: "<link:usedOn>link:definitionArc</link:usedOn><link:usedOn>link:presentationArc</link:usedOn>",
    }
}

/// The rules of role types or those of arcrole types.
struct Rules {
    word: &'static str,
    repeated: &'static Rule,
    differs: &'static Rule,
    redefined: &'static Rule,
    used_on_repeated: &'static Rule,
    is_standard: fn(Name) -> bool,
}

static OF_ROLES: Rules = Rules {
    word: "role",
    repeated: &ROLE_REPEATED,
    differs: &ROLE_DIFFERS,
    redefined: &ROLE_REDEFINED,
    used_on_repeated: &USED_ON_REPEATED,
    is_standard: standard::is_role,
};

static OF_ARCROLES: Rules = Rules {
    word: "arcrole",
    repeated: &ARCROLE_REPEATED,
    differs: &ARCROLE_DIFFERS,
    redefined: &ARCROLE_REDEFINED,
    used_on_repeated: &ARCROLE_USED_ON_REPEATED,
    is_standard: standard::is_arcrole,
};

/// Checks all role types and arcrole types.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    check_all(set, set.taxonomy.role_types(), &OF_ROLES, findings);
    check_all(set, set.taxonomy.arcrole_types(), &OF_ARCROLES, findings);
}

fn check_all(set: &Set<'_>, types: &[RoleType], rules: &Rules, findings: &mut Vec<Diagnostic>) {
    let mut first_of: FxHashMap<Name, &RoleType> = FxHashMap::default();
    for role in types {
        let first = *first_of.entry(role.uri).or_insert(role);
        if set.has(role.source) && !role.uri.is_empty() {
            findings.extend(check_one(role, rules));
            findings.extend(compare(first, role, rules));
        }
    }
}

fn check_one(role: &RoleType, rules: &Rules) -> Option<Diagnostic> {
    let (word, uri) = (rules.word, role.uri);
    if (rules.is_standard)(uri) {
        let message = format!("the {word} {uri} is the specification's own");
        return Some(Diagnostic::new(rules.redefined, role.place, message));
    }
    let twice = |(at, name)| role.used_on[..at].contains(name).then_some(*name);
    let name = role.used_on.iter().enumerate().find_map(twice)?;
    let message = format!("the {word} {uri} names {} twice as an element that it is used on", name.local);
    Some(Diagnostic::new(rules.used_on_repeated, role.place, message))
}

/// Two declarations of one role, where they aren't one and the same.
fn compare(first: &RoleType, again: &RoleType, rules: &Rules) -> Option<Diagnostic> {
    if first.place == again.place {
        return None;
    }
    let (word, uri) = (rules.word, again.uri);
    if first.source == again.source {
        let message = format!("the {word} {uri} is declared twice in this schema");
        return Some(Diagnostic::new(rules.repeated, again.place, message).related(first.place, "first declared here"));
    }
    let within = |one: &RoleType, other: &RoleType| one.used_on.iter().all(|name| other.used_on.contains(name));
    let same_use = within(first, again) && within(again, first);
    if same_use && first.cycles_allowed == again.cycles_allowed {
        return None;
    }
    let what = if same_use { "the cycles that it allows" } else { "the elements that it is used on" };
    let message = format!("another schema declares the {word} {uri} with a difference in {what}");
    Some(Diagnostic::new(rules.differs, again.place, message).related(first.place, "first declared here"))
}
