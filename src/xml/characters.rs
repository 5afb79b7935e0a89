//! Characters and references: XML 1.0, 2.2, 2.11, 3.3.3 and 4.1.

use super::name::{is_char, is_ncname};
use crate::model::bytes;

/// Why a reference stands for no character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum BadReference {
    /// It hasn't the form of a reference.
    Malformed,
    /// A character that a document can't hold.
    Character,
    /// An entity that isn't one of the five that need no declaration.
    Entity,
}

/// The character that a reference stands for, given what is between `&` and `;`.
pub(super) fn resolve(reference: &str) -> Result<char, BadReference> {
    match reference {
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "amp" => return Ok('&'),
        "apos" => return Ok('\''),
        "quot" => return Ok('"'),
        _ => {}
    }
    let Some(number) = reference.strip_prefix('#') else {
        return Err(if is_ncname(reference) { BadReference::Entity } else { BadReference::Malformed });
    };
    let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |digits| (digits, 16));
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Err(BadReference::Malformed);
    }
    // What overflows is no character either.
    let code = u32::from_str_radix(digits, radix).unwrap_or(u32::MAX);
    char::from_u32(code).filter(|c| is_char(*c)).ok_or(BadReference::Character)
}

/// The offset of the first character that a document can't hold.
pub(super) fn first_forbidden(text: &str) -> Option<usize> {
    const BLOCK: usize = 4096;
    let control = text.as_bytes().chunks(BLOCK).enumerate().find_map(|(number, block)| {
        let found = if bytes::all(block, is_good) { None } else { block.iter().position(|byte| !is_good(*byte)) };
        found.map(|position| number * BLOCK + position)
    });
    let noncharacter = if text.is_ascii() { None } else { first_noncharacter(text.as_bytes()) };
    control.into_iter().chain(noncharacter).min()
}

/// Whether a byte is none of a control character; not by short-circuit, for blocks of them are looked at.
#[inline]
fn is_good(byte: u8) -> bool {
    (byte >= b' ') | (byte == b'\t') | (byte == b'\n') | (byte == b'\r')
}

/// The offset of the first U+FFFE or U+FFFF.
fn first_noncharacter(bytes: &[u8]) -> Option<usize> {
    let mut found = memchr::memmem::find_iter(bytes, b"\xEF\xBF");
    found.find(|at| matches!(bytes.get(at + 2), Some(0xBE | 0xBF)))
}

pub(super) fn has_carriage_return(text: &str) -> bool {
    memchr::memchr(b'\r', text.as_bytes()).is_some()
}

/// Appends a text with its line ends as `\n` (XML 1.0, 2.11).
pub(super) fn push_normalised(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(found) = memchr::memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..found]);
        out.push('\n');
        rest = &rest[found + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
}

/// An attribute's value by XML 1.0, 3.3.3; on a bad reference, what is wrong and the offset of its `&`.
pub(super) fn normalise_value(raw: &str) -> Result<String, (BadReference, usize)> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(found) = rest.find(['&', '\t', '\n', '\r']) {
        out.push_str(&rest[..found]);
        let at = raw.len() - rest.len() + found;
        rest = &rest[found..];
        if let Some(reference) = rest.strip_prefix('&') {
            let end = reference.find(';').ok_or((BadReference::Malformed, at))?;
            out.push(resolve(&reference[..end]).map_err(|error| (error, at))?);
            rest = &reference[end + 1..];
        } else {
            out.push(' ');
            rest = rest.strip_prefix("\r\n").unwrap_or(&rest[1..]);
        }
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stand_for_characters_that_documents_can_hold() {
        assert_eq!(resolve("#x20AC"), Ok('€'));
        assert_eq!(resolve("#0000000000065"), Ok('A'));
        assert_eq!(resolve("#9"), Ok('\t'));
        for reference in ["#0", "#1", "#xFFFE", "#xD800", "#x110000", "#99999999999999999999"] {
            assert_eq!(resolve(reference), Err(BadReference::Character), "{reference}");
        }
        for reference in ["", "#", "#x", "#X41", "#+65", "# 65", "#6 5", "1a", "a b"] {
            assert_eq!(resolve(reference), Err(BadReference::Malformed), "{reference}");
        }
        assert_eq!(resolve("nbsp"), Err(BadReference::Entity));
    }

    #[test]
    fn values_are_normalised() {
        let check = |raw: &str, expected: &str| assert_eq!(normalise_value(raw), Ok(expected.to_owned()));
        check("a\tb\nc\r\nd\re", "a b c d e");
        check("&#10;&#xD;\r\r\n&lt;", "\n\r  <");
        assert_eq!(normalise_value("ab&c"), Err((BadReference::Malformed, 2)));
    }

    #[test]
    fn forbidden_characters_are_found_wherever_they_stand() {
        let text = "ä\t\r\n ".repeat(2000);
        assert_eq!(first_forbidden(&text), None);
        for c in ["\0", "\u{1F}", "\u{FFFE}", "\u{FFFF}"] {
            assert_eq!(first_forbidden(&format!("{text}{c}{text}\u{B}")), Some(text.len()));
        }
        assert_eq!(first_forbidden("\u{7F}\u{85}\u{FFFD}"), None);
    }
}
