//! White space, languages and URIs: the lexical forms of what is text (part 2, 3.2.17, 3.3.1 to 3.3.3, 4.3.6).

use std::borrow::Cow;

use crate::model::bytes;
use crate::xml::name::{is_space, trim};

/// What becomes of white space before a text is looked at (part 2, 4.3.6); each is stricter than the one before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum WhiteSpace {
    /// It stays.
    Preserve,
    /// Tabs and line ends become spaces.
    Replace,
    /// That, and spaces at the ends go, those in between become one.
    Collapse,
}

impl WhiteSpace {
    /// The facet's value as a schema writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            WhiteSpace::Preserve => "preserve",
            WhiteSpace::Replace => "replace",
            WhiteSpace::Collapse => "collapse",
        }
    }

    pub(super) fn from_str(text: &str) -> Option<WhiteSpace> {
        [WhiteSpace::Preserve, WhiteSpace::Replace, WhiteSpace::Collapse]
            .into_iter()
            .find(|white_space| white_space.as_str() == text)
    }

    /// The text without the white space that doesn't count; borrowed where nothing changes within it.
    #[must_use]
    pub fn apply(self, text: &str) -> Cow<'_, str> {
        match self {
            WhiteSpace::Preserve => Cow::Borrowed(text),
            WhiteSpace::Replace if text.contains(['\t', '\n', '\r']) => {
                Cow::Owned(text.replace(['\t', '\n', '\r'], " "))
            }
            WhiteSpace::Replace => Cow::Borrowed(text),
            WhiteSpace::Collapse => collapse(text),
        }
    }
}

fn collapse(text: &str) -> Cow<'_, str> {
    // Most values are numbers, dates and names: one quick look is all that they need.
    if bytes::all(text.as_bytes(), |byte| byte > b' ') {
        return Cow::Borrowed(text);
    }
    let text = trim(text);
    let letters = text.as_bytes();
    let changes = |(at, byte): (usize, &u8)| is_space(*byte) && (*byte != b' ' || letters[at - 1] == b' ');
    if !letters.iter().enumerate().any(changes) {
        return Cow::Borrowed(text);
    }
    let mut collapsed = String::with_capacity(text.len());
    for word in words(text) {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    Cow::Owned(collapsed)
}

/// The pieces of a text between white space.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty())
}

/// Letters, then parts of letters and digits, up to eight each (part 2, 3.3.3).
pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let sound = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let primary = parts.next().unwrap_or_default();
    sound(primary) && primary.bytes().all(|byte| byte.is_ascii_alphabetic()) && parts.all(sound)
}

/// Nearly any text: all that a URI can't hold is escaped first (part 2, 3.2.17; XLink 5.4).
///
/// Escaping leaves `%` and `#` alone, so a `%` needs its two hexadecimal digits, and there is one `#` at most.
/// Schemes, hosts and paths are not looked at.
pub(super) fn is_uri(text: &str) -> bool {
    let escaped = |rest: &str| rest.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    text.split('%').skip(1).all(escaped) && text.bytes().filter(|byte| *byte == b'#').count() <= 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn white_space_is_kept_replaced_or_collapsed() {
        let text = " a\t b\n\nc  ";
        assert_eq!(WhiteSpace::Preserve.apply(text), text);
        assert_eq!(WhiteSpace::Replace.apply(text), " a  b  c  ");
        assert_eq!(WhiteSpace::Collapse.apply(text), "a b c");
        assert_eq!(WhiteSpace::Collapse.apply(" \n "), "");
        assert!(matches!(WhiteSpace::Collapse.apply("  a b  "), Cow::Borrowed("a b")));
    }

    #[test]
    fn other_spaces_of_unicode_are_no_white_space() {
        assert_eq!(WhiteSpace::Collapse.apply("\u{A0}a\u{3000}\u{3000}b\u{A0}"), "\u{A0}a\u{3000}\u{3000}b\u{A0}");
    }

    proptest! {
        #[test]
        fn collapsed_text_is_its_words_joined(text in "[ab \t\n\r]{0,12}") {
            let joined = words(&text).collect::<Vec<_>>().join(" ");
            prop_assert_eq!(WhiteSpace::Collapse.apply(&text), joined.as_str());
            prop_assert_eq!(WhiteSpace::Collapse.apply(&joined), joined.as_str());
        }
    }

    #[test]
    fn a_uri_is_nearly_any_text() {
        for good in ["", "http://a/b?c=d#e", "a b", "日本", "../x", "urn:x:y", "%41", "a<b>\"{}|\\^`"] {
            assert!(is_uri(good), "{good}");
        }
        for bad in ["%", "100%", "%4", "%zz", "a#b#c"] {
            assert!(!is_uri(bad), "{bad}");
        }
    }
}
