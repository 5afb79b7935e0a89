//! Octets written as hexadecimal digits or in base 64 (part 2, 3.2.15 and 3.2.16).

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// How many octets an `xs:hexBinary` has; `None` where the text is none.
pub(super) fn hex_length(text: &str) -> Option<u64> {
    let sound = text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    sound.then_some(text.len() as u64 / 2)
}

/// The octets of an `xs:hexBinary`.
pub(super) fn hex_octets(text: &str) -> Option<Vec<u8>> {
    hex_length(text)?;
    let digit = |byte: u8| (byte as char).to_digit(16).map(|digit| digit as u8);
    text.as_bytes().chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

fn sextet(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

/// Hands each octet of an `xs:base64Binary`, white space already collapsed, to `each`.
///
/// A space may stand between any two characters. Bits that are left over must be zero.
fn decode(text: &str, mut each: impl FnMut(u8)) -> Option<()> {
    let characters = text.bytes().filter(|byte| *byte != b' ').count();
    if !characters.is_multiple_of(4) {
        return None;
    }
    let padding = text.bytes().rev().filter(|byte| *byte != b' ').take_while(|byte| *byte == b'=').count();
    if padding > 2 {
        return None;
    }
    let (mut bits, mut width) = (0u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b' ').take(characters - padding) {
        bits = bits << 6 | u32::from(sextet(byte)?);
        width += 6;
        if width >= 8 {
            width -= 8;
            each((bits >> width) as u8);
            bits &= (1 << width) - 1;
        }
    }
    (bits == 0).then_some(())
}

/// How many octets an `xs:base64Binary` has; `None` where the text is none.
pub(super) fn base64_length(text: &str) -> Option<u64> {
    let mut length = 0;
    decode(text, |_| length += 1)?;
    Some(length)
}

/// The octets of an `xs:base64Binary`.
pub(super) fn base64_octets(text: &str) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(text.len() / 4 * 3);
    decode(text, |octet| octets.push(octet))?;
    Some(octets)
}

/// The canonical form of octets in hexadecimal: upper case.
pub(super) fn hex_canonical(octets: &[u8]) -> String {
    use std::fmt::Write;
    octets.iter().fold(String::with_capacity(octets.len() * 2), |mut text, octet| {
        let _ = write!(text, "{octet:02X}");
        text
    })
}

/// The canonical form of octets in base 64: no white space.
pub(super) fn base64_canonical(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len().div_ceil(3) * 4);
    for chunk in octets.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, octet| bits << 8 | u32::from(*octet)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let used = place <= chunk.len();
            let index = (bits >> (18 - 6 * place)) as usize & 63;
            text.push(if used { ALPHABET[index] as char } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn base64_is_strict_about_padding_and_left_over_bits() {
        for (text, octets) in
            [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Z m 9 v", "foo"), ("Zg= =", "f")]
        {
            assert_eq!(base64_octets(text).as_deref(), Some(octets.as_bytes()), "{text}");
        }
        for bad in ["Z", "Zg", "Zg=", "Zh==", "Zm9=", "=", "====", "Zg==Zg==", "Zm9v!", "Zm=v"] {
            assert_eq!(base64_length(bad), None, "{bad}");
        }
    }

    #[test]
    fn hexadecimal_digits_come_in_pairs() {
        assert_eq!(hex_octets("0fB7"), Some(vec![0x0F, 0xB7]));
        assert_eq!(hex_length(""), Some(0));
        for bad in ["0", "0g", "0 1"] {
            assert_eq!(hex_length(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn octets_come_back_from_both_canonical_forms(octets in proptest::collection::vec(any::<u8>(), 0..20)) {
            prop_assert_eq!(hex_octets(&hex_canonical(&octets)), Some(octets.clone()));
            prop_assert_eq!(base64_octets(&base64_canonical(&octets)), Some(octets.clone()));
            prop_assert_eq!(base64_length(&base64_canonical(&octets)), Some(octets.len() as u64));
        }
    }
}
