//! Prefixes and aliases with what they stand for (OIM Common Definitions 1.0, 3.1 to 3.3).

use crate::model::Name;

/// Prefixes that mean one namespace and no other (OIM Common Definitions 1.0, 1.2).
pub(super) const RESERVED_PREFIXES: &[(&str, Name)] =
    &[("iso4217", Name::ISO4217), ("utr", Name::UTR), ("xbrl", Name::XBRL), ("xbrli", Name::XBRLI), ("xs", Name::XSD)];

/// Aliases of arcroles that mean one arcrole and no other (xBRL-JSON 1.0, 1.4).
pub(super) const RESERVED_LINK_TYPES: &[(&str, Name)] =
    &[("footnote", Name::FACT_FOOTNOTE), ("explanatoryFact", Name::FACT_EXPLANATORY_FACT)];

/// Aliases of roles that mean one role and no other (xBRL-JSON 1.0, 1.4).
pub(super) const RESERVED_LINK_GROUPS: &[(&str, Name)] = &[("_", Name::LINK_ROLE)];

/// The scheme of the entity of a report that names none (Open Information Model 1.0, 3.4).
pub(super) const NO_SCHEME: &str = "https://xbrl.org/entities";

/// The identifier of the entity of a report that names none.
pub(super) const NO_ENTITY: &str = "NA";

/// Whether a text can be an absolute URI: a scheme, a colon and something behind it, without white space.
pub(super) fn is_absolute_uri(text: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let no_space = |text: &str| !text.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    text.split_once(':').is_some_and(|(scheme, rest)| {
        let letter = scheme.bytes().next().is_some_and(|first| first.is_ascii_alphabetic());
        letter && scheme.bytes().all(legal) && !rest.is_empty() && no_space(rest)
    })
}

/// Whether a text has the form of a language tag (BCP 47, 2.1): parts of up to eight letters and digits.
pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let first = parts.next().is_some_and(|part| is_part(part) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    first && parts.all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_are_absolute_and_languages_are_tags() {
        for (text, is_uri) in [("http://a.org", true), ("urn:x", true), ("a", false), ("a b:c", false), ("a:", false)] {
            assert_eq!(is_absolute_uri(text), is_uri, "{text}");
        }
        for (text, is_tag) in [("en", true), ("zh-hant-tw", true), ("", false), ("e n", false), ("1", false)] {
            assert_eq!(is_language(text), is_tag, "{text}");
        }
    }
}
