//! Bytes to text: by the byte order mark, by what HTML declares of itself, else UTF-8.

use encoding_rs::{Encoding, UTF_8};

use super::SourceError;
use crate::model::{Documents, Location, Place};

/// Decodes a file's bytes; a byte order mark is taken off.
pub(super) fn decode(name: &str, bytes: &[u8]) -> Result<String, SourceError> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(name, rest)?,
        [0xFF, 0xFE, rest @ ..] => utf16(name, rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(name, rest, u16::from_be_bytes)?,
        _ => utf8(name, bytes)?,
    };
    let text = with_line_feeds(text);
    match text.find('\0') {
        Some(at) => Err(SourceError::Binary { place: location(name, &text[..at]) }),
        None => Ok(text),
    }
}

/// Carriage returns that end lines by themselves, as line feeds: every place stays where it was.
fn with_line_feeds(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    let mut ended = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let alone = character == '\r' && characters.peek() != Some(&'\n');
        ended.push(if alone { '\n' } else { character });
    }
    ended
}

/// How far into a document its encoding may be declared.
const DECLARED_WITHIN: usize = 1024;

/// Decodes the bytes of an HTML document: by the byte order mark, else by what it declares, else UTF-8.
pub(super) fn decode_markup(name: &str, bytes: &[u8]) -> Result<String, SourceError> {
    let marked = matches!(bytes, [0xEF, 0xBB, 0xBF, ..] | [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let Some(encoding) = declared(bytes).filter(|_| !marked) else { return decode(name, bytes) };
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if !text.contains('\0') => Ok(text.into_owned()),
        Some(_) => decode(name, bytes),
        None => Err(SourceError::NotAsDeclared { file: name.to_owned(), encoding: encoding.name() }),
    }
}

/// The encoding that a document declares of itself, but for UTF-8, and for UTF-16, which a
/// declaration in single bytes disproves.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARED_WITHIN)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let (_, behind) = head.split_once("charset=").or_else(|| head.split_once("encoding="))?;
    let label = behind.trim_start_matches(['"', '\'', ' ']).split(['"', '\'', ' ', '>', ';', '/', '?']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible() && *encoding != UTF_8)
}

fn utf8(name: &str, bytes: &[u8]) -> Result<String, SourceError> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| {
        let (good, bad) = bytes.split_at(error.valid_up_to());
        let good = String::from_utf8_lossy(good);
        match (good.find('\0'), bad.contains(&0)) {
            (Some(at), _) => SourceError::Binary { place: location(name, &good[..at]) },
            (None, true) => SourceError::Binary { place: location(name, &good) },
            (None, false) => SourceError::NotUtf8 { place: location(name, &good), byte: bad[0] },
        }
    })
}

fn utf16(name: &str, bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, SourceError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match character {
            Ok(character) => text.push(character),
            Err(_) => return Err(SourceError::NotUtf16 { place: location(name, &text) }),
        }
    }
    if rest.is_empty() { Ok(text) } else { Err(SourceError::NotUtf16 { place: location(name, &text) }) }
}

/// The place behind a text that could be read so far.
fn location(name: &str, before: &str) -> Location {
    let mut documents = Documents::new();
    let document = documents.add(name, before.to_owned());
    documents.locate(Place { document, offset: before.len() as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
    }

    #[test]
    fn a_byte_order_mark_tells_the_encoding() {
        for bytes in [
            "a\t¥🙂".as_bytes().to_vec(),
            "\u{FEFF}a\t¥🙂".as_bytes().to_vec(),
            encode("a\t¥🙂", u16::to_le_bytes),
            encode("a\t¥🙂", u16::to_be_bytes),
        ] {
            assert_eq!(decode("a.txt", &bytes).expect("text"), "a\t¥🙂");
        }
    }

    #[test]
    fn carriage_returns_end_lines() {
        assert_eq!(decode("a.txt", b"a\rb\r\nc\r\rd\r").expect("text"), "a\nb\r\nc\n\nd\n");
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let message = |bytes: &[u8]| decode("a.txt", bytes).expect_err("no text").to_string();
        assert!(message(b"ab\ncaf\xE9 \n").starts_with("a.txt:2:4: the byte 0xE9 is no UTF-8"));
        assert!(message(b"PNG\0\xFF").starts_with("a.txt:1:4: a zero byte"));
        assert!(message(b"a\0b\0").starts_with("a.txt:1:2: a zero byte"));
        assert!(message(b"\x80\0").starts_with("a.txt:1:1: a zero byte"));
        assert!(message(b"\xFF\xFEa\0\x00\xD8b\0").starts_with("a.txt:1:2: half a character"));
        assert!(message(b"\xFF\xFEa\0b").starts_with("a.txt:1:2: half a character"));
    }

    #[test]
    fn a_declaration_in_markup_tells_the_encoding() {
        let text = |bytes: &[u8]| decode_markup("a.html", bytes).map_err(|error| error.to_string());
        let latin = b"<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'>caf\xE9";
        assert!(text(latin).is_ok_and(|text| text.ends_with("café")));
        assert!(text(b"<meta charset=\"Shift_JIS\">\x94\x84\x8F\xE3").is_ok_and(|text| text.ends_with("売上")));
        assert!(text(b"<?xml version='1.0' encoding='windows-1252'?>\x80").is_ok_and(|text| text.ends_with('€')));
        assert!(text("<meta charset=utf-16>€".as_bytes()).is_ok_and(|text| text.ends_with('€')));
        assert!(text("\u{FEFF}<meta charset=latin1>€".as_bytes()).is_ok_and(|text| text.ends_with('€')));
        let error = text(b"<meta charset=\"Shift_JIS\">\x94").expect_err("half a character");
        assert_eq!(error, "a.html: the document says that it is Shift_JIS, and isn't");
        assert!(text(b"<p>caf\xE9").is_err_and(|error| error.starts_with("a.html:1:7: the byte 0xE9 is no UTF-8")));
    }
}
