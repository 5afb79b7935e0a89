//! From bytes to text, by byte order mark and XML declaration (XML 1.0, 4.3.3 and appendix F).

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::name::is_space;
use super::rules;
use crate::model::place::MAX_TEXT;
use crate::model::{Diagnostic, Place, Rule};

/// Why bytes could not be read as text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EncodingError {
    /// An encoding that isn't known.
    #[error("the encoding {label:?} isn't known")]
    Unknown {
        /// The encoding, as the document declares it.
        label: String,
    },
    /// Bytes that stand for no character.
    #[error("the bytes at offset {offset} are not {encoding}")]
    Invalid {
        /// The encoding.
        encoding: &'static str,
        /// Bytes from the start of the file, the first being 0.
        offset: usize,
    },
    /// The declaration says other than the first bytes.
    #[error("the document declares {declared:?} and is in {actual}")]
    Contradiction {
        /// The encoding that is declared.
        declared: String,
        /// The encoding that the first bytes show.
        actual: &'static str,
    },
    /// A text that no [`Place`] can address.
    #[error("the text has {length} bytes, {MAX_TEXT} are the most that can be read")]
    TooLong {
        /// Bytes.
        length: usize,
    },
}

impl EncodingError {
    /// The rule that is broken.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        match self {
            EncodingError::Unknown { .. } => &rules::ENCODING_UNKNOWN,
            EncodingError::Invalid { .. } => &rules::ENCODING_INVALID,
            EncodingError::Contradiction { .. } => &rules::ENCODING_CONTRADICTION,
            EncodingError::TooLong { .. } => &rules::TOO_LONG,
        }
    }

    /// The finding; the place is who asked for the document, as the document itself has no text to point at.
    #[must_use]
    pub fn diagnostic(&self, place: Option<Place>) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(self.rule(), place, self.to_string()))
    }
}

/// How many bytes are looked at for an XML declaration.
const DECLARATION_WINDOW: usize = 512;

/// The text of a document, without a byte order mark; where the bytes are the text, no copy is made.
///
/// # Errors
/// An encoding that is unknown, contradicts the byte order mark, or doesn't fit the bytes; a text
/// longer than [`MAX_TEXT`].
pub fn decode<'a>(bytes: impl Into<Cow<'a, [u8]>>) -> Result<Cow<'a, str>, EncodingError> {
    let bytes = bytes.into();
    let (family, rest) = detect(&bytes)?;
    let skipped = bytes.len() - rest.len();
    let text = match scheme(family, declared(family, rest))? {
        Scheme::Ascii if !bytes.is_ascii() => {
            let offset = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
            return Err(EncodingError::Invalid { encoding: "US-ASCII", offset });
        }
        Scheme::Latin1 if !bytes.is_ascii() => Cow::Owned(encoding_rs::mem::decode_latin1(&bytes).into_owned()),
        Scheme::Utf8 | Scheme::Ascii | Scheme::Latin1 => decode_utf8(bytes, skipped)?,
        Scheme::Other(encoding) => Cow::Owned(decode_with(encoding, rest, skipped)?),
    };
    if text.len() > MAX_TEXT {
        return Err(EncodingError::TooLong { length: text.len() });
    }
    Ok(text)
}

/// What the first bytes show.
#[derive(Clone, Copy)]
enum Family {
    /// A byte order mark, or the pattern that `<?` has in UTF-16.
    Known(&'static Encoding),
    /// An encoding in which the XML declaration is ASCII.
    Ascii,
}

fn detect(bytes: &[u8]) -> Result<(Family, &[u8]), EncodingError> {
    let unknown = |label: &str| Err(EncodingError::Unknown { label: label.to_owned() });
    match bytes {
        [0, 0, 0xFE, 0xFF, ..] | [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0, 0x3C, ..] | [0x3C, 0, 0, 0, ..] => {
            unknown("UTF-32")
        }
        [0x4C, 0x6F, 0xA7, 0x94, ..] => unknown("EBCDIC"),
        [0xEF, 0xBB, 0xBF, rest @ ..] => Ok((Family::Known(UTF_8), rest)),
        [0xFF, 0xFE, rest @ ..] => Ok((Family::Known(UTF_16LE), rest)),
        [0xFE, 0xFF, rest @ ..] => Ok((Family::Known(UTF_16BE), rest)),
        [0x3C, 0, 0x3F, 0, ..] => Ok((Family::Known(UTF_16LE), bytes)),
        [0, 0x3C, 0, 0x3F, ..] => Ok((Family::Known(UTF_16BE), bytes)),
        _ => Ok((Family::Ascii, bytes)),
    }
}

/// The encoding that the XML declaration names, if there is one that names one.
///
/// Whether the declaration is well-formed is looked at later.
fn declared(family: Family, bytes: &[u8]) -> Option<String> {
    let window = &bytes[..bytes.len().min(DECLARATION_WINDOW)];
    let start = match family {
        Family::Known(encoding) => encoding.decode_without_bom_handling(window).0,
        Family::Ascii => encoding_rs::mem::decode_latin1(window),
    };
    let inside = start.strip_prefix("<?xml").filter(|rest| rest.as_bytes().first().is_some_and(|b| is_space(*b)))?;
    let inside = &inside[..inside.find("?>")?];
    let value = inside[inside.find("encoding")? + "encoding".len()..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split_once(quote).map(|(label, _)| label.to_owned())
}

/// Refuses a label that names another encoding than the one in use.
///
/// `UTF-16` is a name for either byte order.
fn contradicts(encoding: &'static Encoding, label: Option<String>) -> Result<(), EncodingError> {
    let Some(label) = label else { return Ok(()) };
    let named = Encoding::for_label(label.as_bytes());
    let agrees = named == Some(encoding) || (encoding != UTF_8 && label.eq_ignore_ascii_case("UTF-16"));
    if agrees { Ok(()) } else { Err(EncodingError::Contradiction { declared: label, actual: encoding.name() }) }
}

/// How bytes stand for characters.
#[derive(Clone, Copy)]
enum Scheme {
    Utf8,
    Ascii,
    Latin1,
    Other(&'static Encoding),
}

/// What the first bytes and the declaration say together.
fn scheme(family: Family, label: Option<String>) -> Result<Scheme, EncodingError> {
    match (family, label) {
        (Family::Ascii, Some(label)) => named(&label),
        (Family::Ascii, None) => Ok(Scheme::Utf8),
        (Family::Known(encoding), label) => {
            contradicts(encoding, label)?;
            Ok(if encoding == UTF_8 { Scheme::Utf8 } else { Scheme::Other(encoding) })
        }
    }
}

/// The encoding of bytes whose declaration is readable as ASCII, so that it can't be UTF-16.
fn named(label: &str) -> Result<Scheme, EncodingError> {
    // The web reads these two as windows-1252; XML means what their names say.
    let latin1 = ["iso-8859-1", "iso_8859-1", "latin1", "l1", "iso-ir-100", "cp819", "ibm819"];
    if latin1.iter().any(|name| label.eq_ignore_ascii_case(name)) {
        return Ok(Scheme::Latin1);
    }
    if label.eq_ignore_ascii_case("us-ascii") || label.eq_ignore_ascii_case("ascii") {
        return Ok(Scheme::Ascii);
    }
    match Encoding::for_label_no_replacement(label.as_bytes()) {
        None => Err(EncodingError::Unknown { label: label.to_owned() }),
        Some(encoding) if encoding == UTF_8 => Ok(Scheme::Utf8),
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => {
            Err(EncodingError::Contradiction { declared: label.to_owned(), actual: "an encoding of single bytes" })
        }
        Some(encoding) => Ok(Scheme::Other(encoding)),
    }
}

fn decode_utf8(bytes: Cow<'_, [u8]>, skipped: usize) -> Result<Cow<'_, str>, EncodingError> {
    let invalid = |error: std::str::Utf8Error| EncodingError::Invalid {
        encoding: "UTF-8",
        offset: skipped + error.valid_up_to(),
    };
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(&bytes[skipped..]).map(Cow::Borrowed).map_err(invalid),
        Cow::Owned(mut bytes) => {
            bytes.drain(..skipped);
            String::from_utf8(bytes).map(Cow::Owned).map_err(|error| invalid(error.utf8_error()))
        }
    }
}

fn decode_with(encoding: &'static Encoding, bytes: &[u8], skipped: usize) -> Result<String, EncodingError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let Some(capacity) = decoder.max_utf8_buffer_length_without_replacement(bytes.len()) else {
        return Err(EncodingError::TooLong { length: bytes.len() });
    };
    let mut text = String::with_capacity(capacity);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => {
            text.shrink_to_fit();
            Ok(text)
        }
        DecoderResult::Malformed(length, behind) => {
            let offset = skipped + read.saturating_sub(usize::from(length) + usize::from(behind));
            Err(EncodingError::Invalid { encoding: encoding.name(), offset })
        }
        DecoderResult::OutputFull => Err(EncodingError::TooLong { length: capacity }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(decode(bytes).map(Cow::into_owned), Ok(expected.to_owned()));
    }

    #[test]
    fn byte_order_marks_are_read_and_dropped() {
        check(b"\xEF\xBB\xBF<a/>", "<a/>");
        check(&[&[0xFF, 0xFE][..], &utf16le("<a>é</a>")].concat(), "<a>é</a>");
        let declared = "<?xml version='1.0' encoding='utf-16'?><a>é</a>";
        check(&[&[0xFF, 0xFE][..], &utf16le(declared)].concat(), declared);
        check(&utf16le(declared), declared);
        let swapped: Vec<u8> = declared.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&swapped, declared);
    }

    #[test]
    fn declared_encodings_are_followed() {
        let head = |label: &str| format!("<?xml version=\"1.0\" encoding=\"{label}\"?>");
        let with = |label: &str, bytes: &[u8]| [head(label).as_bytes(), bytes].concat();
        check(&with("ISO-8859-1", b"\xE9\x80"), &(head("ISO-8859-1") + "é\u{80}"));
        check(&with("windows-1252", b"\xE9\x80"), &(head("windows-1252") + "é€"));
        check(&with("Shift_JIS", b"\x94\x84\x8F\xE3"), &(head("Shift_JIS") + "売上"));
        check(&with("EUC-JP", b"\xC7\xE4\xBE\xE5"), &(head("EUC-JP") + "売上"));
        check(&with("utf-8", "売".as_bytes()), &(head("utf-8") + "売"));
    }

    #[test]
    fn wrong_bytes_are_refused_with_their_offset() {
        let invalid = |encoding, offset| Err(EncodingError::Invalid { encoding, offset });
        assert_eq!(decode(b"<a>\xE9</a>"), invalid("UTF-8", 3));
        assert_eq!(decode(b"\xEF\xBB\xBF<a>\xE9</a>"), invalid("UTF-8", 6));
        let head = b"<?xml version='1.0' encoding='Shift_JIS'?>";
        assert_eq!(decode([&head[..], b"ab\xFF"].concat()), invalid("Shift_JIS", head.len() + 2));
        let head = b"<?xml version='1.0' encoding='US-ASCII'?>";
        assert_eq!(decode([&head[..], b"ab\xFF"].concat()), invalid("US-ASCII", head.len() + 2));
        assert_eq!(decode(b"\xFF\xFE<\0\0\xD8a\0"), invalid("UTF-16LE", 4));
    }

    #[test]
    fn unknown_and_contradicting_encodings_are_refused() {
        let unknown = |label: &str| Err(EncodingError::Unknown { label: label.to_owned() });
        assert_eq!(decode(b"<?xml version='1.0' encoding='klingon'?><a/>"), unknown("klingon"));
        assert_eq!(decode(b"<?xml version='1.0' encoding='iso-2022-kr'?><a/>"), unknown("iso-2022-kr"));
        assert_eq!(decode(b"\0\0\xFE\xFF"), unknown("UTF-32"));
        let error = decode(b"<?xml version='1.0' encoding='UTF-16'?><a/>");
        assert!(matches!(error, Err(EncodingError::Contradiction { .. })), "{error:?}");
        let error = decode(b"\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><a/>");
        assert!(matches!(error, Err(EncodingError::Contradiction { .. })), "{error:?}");
    }
}
