//! JSON's tokens (RFC 8259) out of a text that is in memory: strings stay where they stand.

use std::borrow::Cow;

use memchr::memchr2;

/// How deep objects and arrays may stand within each other: a report needs five levels, and what an
/// extension adds is skipped.
const MAX_DEPTH: u32 = 100;

/// Why a text is no JSON, and from where on.
pub(super) struct Fault {
    pub(super) offset: usize,
    pub(super) why: Cow<'static, str>,
}

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Array,
    Object,
    String,
    Number,
    Boolean,
    Null,
}

/// A walk through a text, one token after another.
pub(super) struct Tokens<'d> {
    text: &'d str,
    /// Where the next token stands, once the white space before it was skipped.
    at: usize,
    depth: u32,
    /// Whether nothing was read of the object or array around.
    is_first: bool,
}

impl<'d> Tokens<'d> {
    /// A walk that begins at an offset.
    pub(super) fn new(text: &'d str, at: usize) -> Tokens<'d> {
        Tokens { text, at, depth: 0, is_first: false }
    }

    /// Where the next token stands, once it was peeked at.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Skips white space. Whether the text ends there.
    pub(super) fn is_end(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let blank = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        self.at += blank.unwrap_or(rest.len());
        blank.is_none()
    }

    fn fault<T>(&self, why: impl Into<Cow<'static, str>>) -> Result<T, Fault> {
        Err(Fault { offset: self.at, why: why.into() })
    }

    fn next_byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// What comes next.
    pub(super) fn peek(&mut self) -> Result<Kind, Fault> {
        if self.is_end() {
            return self.fault("it ends where a value was expected");
        }
        match self.next_byte() {
            Some(b'[') => Ok(Kind::Array),
            Some(b'{') => Ok(Kind::Object),
            Some(b'"') => Ok(Kind::String),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            _ => self.fault("a value was expected"),
        }
    }

    /// Enters the object or array that was peeked at.
    pub(super) fn enter(&mut self) -> Result<(), Fault> {
        if self.depth == MAX_DEPTH {
            return self.fault(format!("nested more than {MAX_DEPTH} levels deep"));
        }
        self.depth += 1;
        self.at += 1;
        self.is_first = true;
        Ok(())
    }

    /// Whether the object or array around goes on; it is left where its closing bracket comes next.
    pub(super) fn goes_on(&mut self, closing: u8) -> Result<bool, Fault> {
        self.is_end();
        let is_first = std::mem::take(&mut self.is_first);
        match self.next_byte() {
            Some(byte) if byte == closing => {
                self.at += 1;
                self.depth -= 1;
                return Ok(false);
            }
            Some(_) if is_first => return Ok(true),
            Some(b',') => self.at += 1,
            Some(_) => return self.fault(format!("a comma or {:?} was expected", char::from(closing))),
            None => return self.fault(format!("it ends before {:?}", char::from(closing))),
        }
        self.is_end();
        match self.next_byte() {
            Some(byte) if byte == closing => self.fault("nothing comes behind a comma"),
            _ => Ok(true),
        }
    }

    /// The name of a member, and the colon behind it.
    pub(super) fn name(&mut self) -> Result<Cow<'d, str>, Fault> {
        if self.next_byte() != Some(b'"') {
            return self.fault("a member's name in quotes was expected");
        }
        let name = self.string()?;
        self.is_end();
        if self.next_byte() != Some(b':') {
            return self.fault("a colon was expected");
        }
        self.at += 1;
        Ok(name)
    }

    /// The string that was peeked at; borrowed where it stands there letter for letter.
    pub(super) fn string(&mut self) -> Result<Cow<'d, str>, Fault> {
        self.at += 1;
        let plain = self.letters()?;
        if self.next_byte() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        loop {
            // What stopped the letters is a quote or a backslash.
            self.at += 1;
            if self.text.as_bytes()[self.at - 1] == b'"' {
                return Ok(Cow::Owned(text));
            }
            text.push(self.escaped()?);
            text.push_str(self.letters()?);
        }
    }

    /// The letters up to the next quote or backslash.
    fn letters(&mut self) -> Result<&'d str, Fault> {
        let rest = &self.text[self.at..];
        let Some(length) = memchr2(b'"', b'\\', rest.as_bytes()) else {
            return self.fault("a string does not end");
        };
        let letters = &rest[..length];
        if letters.bytes().any(|byte| byte < b' ') {
            self.at += letters.bytes().position(|byte| byte < b' ').unwrap_or_default();
            return self.fault("a control character in a string is not escaped");
        }
        self.at += length;
        Ok(letters)
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Result<char, Fault> {
        let letter = match self.next_byte() {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'u') => return self.unicode(),
            _ => return self.fault("a backslash is followed by what can't be escaped"),
        };
        self.at += 1;
        Ok(letter)
    }

    /// A character by one number, or by the two of a surrogate pair.
    fn unicode(&mut self) -> Result<char, Fault> {
        let high = self.unit()?;
        let code = if (0xD800..0xDC00).contains(&high) && self.text[self.at..].starts_with("\\u") {
            self.at += 1;
            match self.unit()? {
                low @ 0xDC00..0xE000 => 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00),
                _ => high,
            }
        } else {
            high
        };
        char::from_u32(code).map_or_else(|| self.fault("half of a surrogate pair stands alone"), Ok)
    }

    /// The four digits behind `u`.
    fn unit(&mut self) -> Result<u32, Fault> {
        let digits = self.text.get(self.at + 1..self.at + 5);
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(unit) => {
                self.at += 5;
                Ok(unit)
            }
            None => self.fault("four hexadecimal digits were expected"),
        }
    }

    /// The number that was peeked at, as it is written.
    pub(super) fn number(&mut self) -> Result<&'d str, Fault> {
        let rest = &self.text[self.at..];
        let is_part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
        let number = &rest[..rest.bytes().position(|byte| !is_part(byte)).unwrap_or(rest.len())];
        if !is_number(number) {
            return self.fault("a number is not written as one");
        }
        self.at += number.len();
        Ok(number)
    }

    /// The word that was peeked at: whether it is `true`; none for `null`.
    pub(super) fn word(&mut self) -> Result<Option<bool>, Fault> {
        let words = [("true", Some(true)), ("false", Some(false)), ("null", None)];
        let rest = &self.text[self.at..];
        let Some((word, value)) = words.into_iter().find(|(word, _)| rest.starts_with(word)) else {
            return self.fault("a value was expected");
        };
        self.at += word.len();
        Ok(value)
    }

    /// Skips the value that comes next.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        match self.peek()? {
            Kind::String => self.string().map(drop),
            Kind::Number => self.number().map(drop),
            Kind::Boolean | Kind::Null => self.word().map(drop),
            Kind::Array => {
                self.enter()?;
                while self.goes_on(b']')? {
                    self.skip()?;
                }
                Ok(())
            }
            Kind::Object => {
                self.enter()?;
                while self.goes_on(b'}')? {
                    self.name()?;
                    self.skip()?;
                }
                Ok(())
            }
        }
    }
}

/// Whether a number is one as JSON writes it.
fn is_number(text: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(one, other)| (one, Some(other)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(one, other)| (one, Some(other)));
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    is_digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(is_digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::IgnoredAny;

    use super::*;

    /// Whether a text is JSON; another reader, which reads the same text, agrees.
    fn is_json(text: &str) -> bool {
        let mut tokens = Tokens::new(text, 0);
        let is_json = tokens.skip().is_ok() && tokens.is_end();
        // As a value numbers are refused that no floating point number is near, ignored ones are not looked at closely.
        let (value, ignored) =
            (serde_json::from_str::<serde_json::Value>(text), serde_json::from_str::<IgnoredAny>(text));
        assert!((is_json || value.is_err()) && (!is_json || ignored.is_ok()), "{text}");
        is_json
    }

    #[test]
    fn what_is_json_is_what_others_say() {
        for text in ["{}", "[ ]", r#" {"a": [1, -0.5e+3, true, null, "\u00e9\n"], "b": {}} "#, "0", "\"\"", "1e9"] {
            assert!(is_json(text), "{text}");
        }
        for text in [
            "",
            "{",
            "[1,]",
            "{,}",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "[1 2]",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "tru",
            "nul",
            "\"a",
            "\"\t\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "[1}",
            "{} {}",
            "-",
            "[,1]",
        ] {
            assert!(!is_json(text), "{text}");
        }
    }

    #[test]
    fn strings_are_what_they_stand_for() {
        let read = |text| Tokens::new(text, 0).string().ok();
        assert_eq!(read(r#""plain""#), Some(Cow::Borrowed("plain")));
        assert_eq!(read(r#""a\"\\\/\b\f\n\r\t\u0041\ud834\udd1e""#).as_deref(), Some("a\"\\/\u{8}\u{c}\n\r\tA𝄞"));
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Tokens::new(&nested(MAX_DEPTH as usize), 0).skip().is_ok());
        let fault = Tokens::new(&nested(MAX_DEPTH as usize + 1), 0).skip().err();
        assert_eq!(fault.map(|fault| fault.why.into_owned()).as_deref(), Some("nested more than 100 levels deep"));
    }

    proptest! {
        #[test]
        fn any_text_is_judged_as_others_do(text in r#"[\[\]{}",:0-9eE.+\-\\u tfnulrase]{0,12}"#) {
            is_json(&text);
        }

        #[test]
        fn strings_come_back(text in any::<String>()) {
            let written = serde_json::to_string(&text).expect("a string");
            let read = Tokens::new(&written, 0).string().ok();
            prop_assert_eq!(read.as_deref(), Some(text.as_str()));
        }
    }
}
