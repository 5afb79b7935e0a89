//! The short way through what documents nearly wholly consist of: tags without a fault, and text.
//!
//! What isn't as plain as that, and whatever is wrong, is left to the long way, which tells what it is.

use super::limits::MAX_ATTRIBUTES;
use super::name::is_space;
use super::names::ends_plain_name;
use super::parser::Parser;
use super::tag::{RawAttribute, StartTag};

/// A byte of each of eight.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The bytes of a word that are zero, by their highest bits; the lowest one that is marked is right.
#[inline]
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

#[inline]
fn equal(word: u64, byte: u8) -> u64 {
    zeros(word ^ (ONES * u64::from(byte)))
}

/// The number of the byte that is marked lowest.
fn lowest(marks: u64) -> usize {
    marks.trailing_zeros() as usize / 8
}

/// The word that begins at an offset; none near the end.
#[inline]
fn word_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|word| u64::from_le_bytes(*word))
}

/// The next byte of a quoted value that may matter: its end, `<`, `&`, white space other than a space.
#[inline]
pub(super) fn next_special(bytes: &[u8], from: usize, quote: u8) -> Option<usize> {
    let mut start = from;
    while let Some(word) = word_at(bytes, start) {
        let control = zeros(word & (ONES * 0xE0));
        let found = control | equal(word, b'<') | equal(word, b'&') | equal(word, quote);
        if found != 0 {
            return Some(start + lowest(found));
        }
        start += 8;
    }
    let is_special = |byte: &u8| *byte < b' ' || matches!(byte, b'<' | b'&') || *byte == quote;
    bytes.get(start..)?.iter().position(is_special).map(|found| start + found)
}

/// Where text ends: at the next `<` or `&`, or with the document.
pub(super) fn text_end(bytes: &[u8], from: usize) -> usize {
    // Mostly a line end and the white space in front of a tag.
    let mut start = from;
    while let Some(word) = word_at(bytes, start).filter(|_| start < from + 32) {
        let found = equal(word, b'<') | equal(word, b'&');
        if found != 0 {
            return start + lowest(found);
        }
        start += 8;
    }
    memchr::memchr2(b'<', b'&', &bytes[start..]).map_or(bytes.len(), |found| start + found)
}

/// Where the reference ends whose `&` stands at an offset, behind its `;`.
pub(super) fn reference_end(bytes: &[u8], start: usize) -> Option<usize> {
    let name = bytes[start + 1..].iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'#')?;
    let end = start + 1 + name;
    (bytes[end] == b';').then_some(end + 1)
}

impl Parser<'_> {
    /// The end of the end tag that stands at an offset, if it is the innermost element's, letter for letter.
    pub(super) fn plain_end_tag(&self, text: &str, start: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let rest = bytes[start..].strip_prefix(b"</")?;
        let name = self.open.last()?.name;
        let name = &bytes[name.0 as usize..name.1 as usize];
        rest.strip_prefix(name)?.starts_with(b">").then_some(start + b"</>".len() + name.len())
    }

    /// The start tag that stands at an offset, its attributes read into `self.attributes`.
    pub(super) fn plain_start_tag(&mut self, text: &str, start: usize) -> Option<StartTag> {
        let bytes = text.as_bytes();
        self.tags += 1;
        self.attributes.clear();
        let (name, name_end) = self.plain_name(text, start + 1)?;
        let (mut at, mut declares) = (name_end, false);
        loop {
            let begin = plain_space(bytes, at);
            match bytes.get(begin)? {
                b'>' => return Some(StartTag { name, name_end, end: begin + 1, is_empty: false, declares }),
                b'/' if bytes.get(begin + 1) == Some(&b'>') => {
                    return Some(StartTag { name, name_end, end: begin + 2, is_empty: true, declares });
                }
                _ if begin == at || self.attributes.len() >= MAX_ATTRIBUTES => return None,
                _ => {}
            }
            let attribute = self.plain_attribute(text, begin)?;
            let name = self.names.get_mut(attribute.name);
            if name.seen_in == self.tags {
                return None;
            }
            name.seen_in = self.tags;
            declares |= name.declares.is_some();
            at = attribute.value.1 as usize + 1;
            self.attributes.push(attribute);
        }
    }

    fn plain_attribute(&mut self, text: &str, start: usize) -> Option<RawAttribute> {
        let bytes = text.as_bytes();
        let (name, name_end) = self.plain_name(text, start)?;
        let equals = plain_space(bytes, name_end);
        if bytes.get(equals) != Some(&b'=') {
            return None;
        }
        let quote = plain_space(bytes, equals + 1);
        let mark = bytes.get(quote).copied().filter(|byte| matches!(byte, b'"' | b'\''))?;
        let (mut at, mut to_normalise) = (quote + 1, false);
        loop {
            let end = next_special(bytes, at, mark)?;
            match bytes[end] {
                byte if byte == mark => {
                    let value = (quote as u32 + 1, end as u32);
                    return Some(RawAttribute { name, start: start as u32, value, to_normalise });
                }
                b'<' => return None,
                _ => to_normalise = true,
            }
            at = end + 1;
        }
    }

    /// The number of the name that begins at an offset, and its end.
    fn plain_name(&mut self, text: &str, start: usize) -> Option<(u32, usize)> {
        let bytes = text.as_bytes();
        if let Some(found) = self.names.guess(bytes, start) {
            return Some(found);
        }
        let end = start + bytes.get(start..)?.iter().position(|byte| ends_plain_name(*byte) || *byte == b'<')?;
        let number = self.names.number(text, (start, end), &mut self.bindings).ok()?;
        Some((number, end))
    }
}

/// The first byte from an offset that isn't white space; mostly none is, or the first one alone.
#[inline]
fn plain_space(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while bytes.get(at).is_some_and(|byte| is_space(*byte)) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_ends_values_and_text_is_found_wherever_it_stands(text in "[ab \t\n<&\"'é売\u{1}]{0,40}", from in 0usize..8) {
            let bytes = text.as_bytes();
            let from = from.min(bytes.len());
            let is_special = |byte: &u8| *byte < b' ' || matches!(byte, b'<' | b'&' | b'"');
            let special = bytes[from..].iter().position(is_special).map(|found| from + found);
            prop_assert_eq!(next_special(bytes, from, b'"'), special);
            let end = bytes[from..].iter().position(|byte| matches!(byte, b'<' | b'&'));
            prop_assert_eq!(text_end(bytes, from), end.map_or(bytes.len(), |found| from + found));
        }
    }

    #[test]
    fn references_end_with_a_semicolon() {
        assert_eq!(reference_end(b"a&lt;b", 1), Some(5));
        assert_eq!(reference_end(b"&#x20AC;", 0), Some(8));
        for text in ["&", "&lt", "&lt &gt;", "&a<b;", "&&;"] {
            assert_eq!(reference_end(text.as_bytes(), 0), None, "{text}");
        }
    }
}
