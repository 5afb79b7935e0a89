//! Names by XML 1.0 (fifth edition), 2.3, and Namespaces in XML 1.0, 3 and 4.

pub use crate::model::ids::is_ncname;
use crate::model::ids::{continues_name, starts_name};

/// Whether a character may begin a name (XML 1.0, production 4).
#[must_use]
pub fn is_name_start(c: char) -> bool {
    c == ':' || starts_name(c)
}

/// Whether a character may stand in a name (XML 1.0, production 4a).
#[must_use]
pub fn is_name_char(c: char) -> bool {
    c == ':' || continues_name(c)
}

/// Whether a text is a name (XML 1.0, production 5).
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.starts_with(is_name_start) && is_nmtoken(text)
}

/// Whether a text is a name token (XML 1.0, production 7).
#[must_use]
pub fn is_nmtoken(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_name_char)
}

/// The prefix, empty if there is none, and the local name of a qualified name
/// (Namespaces in XML 1.0, production 7); none if the text isn't one.
///
/// ```
/// use factum::xml::name::split_qname;
/// assert_eq!(split_qname("link:loc"), Some(("link", "loc")));
/// assert_eq!(split_qname("loc"), Some(("", "loc")));
/// assert_eq!(split_qname(":loc"), None);
/// ```
#[must_use]
pub fn split_qname(text: &str) -> Option<(&str, &str)> {
    match memchr::memchr(b':', text.as_bytes()) {
        None => is_ncname(text).then_some(("", text)),
        Some(colon) => {
            let (prefix, local) = (&text[..colon], &text[colon + 1..]);
            (is_ncname(prefix) && is_ncname(local)).then_some((prefix, local))
        }
    }
}

/// Whether a character is one that XML 1.0 allows in a document (production 2).
#[must_use]
pub fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// Whether a byte is white space in XML (production 3).
#[must_use]
#[inline]
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// A text without the white space, as XML knows it, on either side.
#[must_use]
pub fn trim(text: &str) -> &str {
    // Mostly there is none.
    if let [first, .., last] = text.as_bytes()
        && *first > b' '
        && *last > b' '
    {
        return text;
    }
    text.trim_matches([' ', '\t', '\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_other_texts() {
        for name in ["a", "_", "ä1", "売上高", "a-b.c·", ":", "a:b", "a:b:c"] {
            assert!(is_name(name), "{name}");
        }
        for text in ["", "1a", "-a", "a b", "a\u{D7}", "\u{B7}a", "a&", "·"] {
            assert!(!is_name(text), "{text}");
        }
        assert!(is_nmtoken("1a"));
        assert!(!is_ncname("a:b"));
        assert_eq!(split_qname("a:b:c"), None);
        assert_eq!(split_qname("a:"), None);
        assert_eq!(split_qname("a:1"), None);
    }
}
