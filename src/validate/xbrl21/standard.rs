//! The roles, arcroles and elements that the base specification defines itself.

use crate::model::{Name, QName};

/// An extended link of the specification's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LinkKind {
    Label,
    Reference,
    Presentation,
    Calculation,
    Definition,
    Footnote,
}

impl LinkKind {
    /// What an element is, if it is one of the specification's links.
    pub(super) fn of(element: QName) -> Option<LinkKind> {
        if element.namespace != Name::LINK {
            return None;
        }
        Some(match element.local.as_str() {
            "labelLink" => LinkKind::Label,
            "referenceLink" => LinkKind::Reference,
            "presentationLink" => LinkKind::Presentation,
            "calculationLink" => LinkKind::Calculation,
            "definitionLink" => LinkKind::Definition,
            "footnoteLink" => LinkKind::Footnote,
            _ => return None,
        })
    }
}

/// Whether an element is one of the specification's arcs.
pub(super) fn is_arc(element: QName) -> bool {
    element.namespace == Name::LINK && ARCS.contains(&element.local.as_str())
}

/// Whether an element is one of the specification's resources.
pub(super) fn is_resource(element: QName) -> bool {
    element.namespace == Name::LINK && ["label", "reference", "footnote"].contains(&element.local.as_str())
}

const ARCS: &[&str] =
    &["labelArc", "referenceArc", "presentationArc", "calculationArc", "definitionArc", "footnoteArc"];

/// The roles, what they begin with left out, each group with the elements that they are for.
const ROLES: &[(&[&str], &[&str])] = &[
    (
        &["link"],
        &["labelLink", "referenceLink", "presentationLink", "calculationLink", "definitionLink", "footnoteLink"],
    ),
    (
        &[
            "label",
            "terseLabel",
            "verboseLabel",
            "positiveLabel",
            "positiveTerseLabel",
            "positiveVerboseLabel",
            "negativeLabel",
            "negativeTerseLabel",
            "negativeVerboseLabel",
            "zeroLabel",
            "zeroTerseLabel",
            "zeroVerboseLabel",
            "totalLabel",
            "periodStartLabel",
            "periodEndLabel",
            "documentation",
            "definitionGuidance",
            "disclosureGuidance",
            "presentationGuidance",
            "measurementGuidance",
            "commentaryGuidance",
            "exampleGuidance",
        ],
        &["label"],
    ),
    (
        &[
            "reference",
            "definitionRef",
            "disclosureRef",
            "mandatoryDisclosureRef",
            "recommendedDisclosureRef",
            "unspecifiedDisclosureRef",
            "presentationRef",
            "measurementRef",
            "commentaryRef",
            "exampleRef",
        ],
        &["reference"],
    ),
    (&["footnote"], &["footnote"]),
    (
        &[
            "labelLinkbaseRef",
            "referenceLinkbaseRef",
            "presentationLinkbaseRef",
            "calculationLinkbaseRef",
            "definitionLinkbaseRef",
        ],
        &["linkbaseRef"],
    ),
];

/// The arcroles, what they begin with left out, each with the arc that it is for.
const ARCROLES: &[(&str, &str)] = &[
    ("concept-label", "labelArc"),
    ("concept-reference", "referenceArc"),
    ("parent-child", "presentationArc"),
    ("summation-item", "calculationArc"),
    ("general-special", "definitionArc"),
    ("essence-alias", "definitionArc"),
    ("similar-tuples", "definitionArc"),
    ("requires-element", "definitionArc"),
    ("fact-footnote", "footnoteArc"),
];

/// What follows the beginning that all of the specification's roles share.
fn role_tail(role: Name) -> Option<&'static str> {
    role.as_str().strip_prefix("http://www.xbrl.org/2003/role/")
}

/// What follows the beginning that all of the specification's arcroles share.
pub(super) fn arcrole_tail(arcrole: Name) -> Option<&'static str> {
    arcrole.as_str().strip_prefix("http://www.xbrl.org/2003/arcrole/")
}

/// The elements that a role of the specification's is for; none for another role.
pub(super) fn elements_of_role(role: Name) -> Option<&'static [&'static str]> {
    let tail = role_tail(role)?;
    ROLES.iter().find(|(roles, _)| roles.contains(&tail)).map(|(_, elements)| *elements)
}

/// The arc that an arcrole of the specification's is for; none for another arcrole.
pub(super) fn arc_of_arcrole(arcrole: Name) -> Option<&'static str> {
    let tail = arcrole_tail(arcrole)?;
    ARCROLES.iter().find(|(known, _)| *known == tail).map(|(_, arc)| *arc)
}

/// Whether the specification defines a role.
pub(super) fn is_role(role: Name) -> bool {
    elements_of_role(role).is_some()
}

/// Whether the specification defines an arcrole.
pub(super) fn is_arcrole(arcrole: Name) -> bool {
    arc_of_arcrole(arcrole).is_some()
}

/// Whether a text is a URI with a scheme (RFC 2396, 3.1).
pub(super) fn is_absolute(uri: &str) -> bool {
    let Some((scheme, rest)) = uri.trim().split_once(':') else { return false };
    let mut letters = scheme.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.'))
        && !rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_scheme_is_absolute() {
        for uri in ["http://a.org/r", "urn:a", "tag:x"] {
            assert!(is_absolute(uri), "{uri}");
        }
        for uri in ["", "r", "#a#b", "//a.org/r", "1a:b", "a:"] {
            assert!(!is_absolute(uri), "{uri}");
        }
    }
}
