//! A walk through a JSON text, one token after another: strings with their places, repeated names found.

use std::borrow::Cow;
use std::collections::HashSet;

use struson::reader::{JsonReader, JsonStreamReader, ReaderError, ReaderSettings, ValueType};

use crate::model::{Diagnostic, Document, DocumentId, Place, Rule, Span, Text};
use crate::oim::rules::json::{INVALID_JSON, INVALID_STRUCTURE};

/// Nothing can be read behind this finding: the text is no JSON from there on.
pub(super) type Stop = Box<Diagnostic>;

/// How deep objects and arrays may stand within each other: a report needs five levels, and what an
/// extension adds is skipped.
const MAX_DEPTH: u32 = 100;

/// A string of the document.
#[derive(Clone, Debug)]
pub(super) struct Str<'d> {
    /// The string; borrowed where it stands in the document letter for letter.
    pub(super) text: Cow<'d, str>,
    /// Where its opening quote stands.
    pub(super) place: Place,
}

impl Str<'_> {
    /// The string as a report keeps it.
    pub(super) fn kept(&self) -> Text {
        match &self.text {
            Cow::Borrowed(text) => {
                let start = self.place.offset + 1;
                Text::Span(Span { document: self.place.document, start, end: start + text.len() as u32 })
            }
            Cow::Owned(text) => Text::from(text.as_str()),
        }
    }
}

/// The names that an object has had so far.
pub(super) type Seen<'d> = HashSet<Cow<'d, str>>;

pub(super) struct Cursor<'d> {
    json: JsonStreamReader<&'d [u8]>,
    document: DocumentId,
    text: &'d str,
    pub(super) findings: Vec<Diagnostic>,
}

impl<'d> Cursor<'d> {
    pub(super) fn new(id: DocumentId, document: &'d Document) -> Cursor<'d> {
        let text = document.text().trim_start_matches('\u{feff}');
        let settings = ReaderSettings {
            track_path: false,
            max_nesting_depth: Some(MAX_DEPTH),
            // Numbers are kept as text, whatever their size.
            restrict_number_values: false,
            ..ReaderSettings::default()
        };
        let json = JsonStreamReader::new_custom(text.as_bytes(), settings);
        Cursor { json, document: id, text: document.text(), findings: Vec::new() }
    }

    /// Where the next token stands, once it was peeked at.
    fn at(&self) -> Place {
        let mark = self.text.len() - self.text.trim_start_matches('\u{feff}').len();
        let offset = self.json.current_position(false).data_pos.unwrap_or_default();
        Place { document: self.document, offset: mark as u32 + offset as u32 }
    }

    fn stop(&self, error: &ReaderError) -> Stop {
        let why = match error {
            ReaderError::SyntaxError(error) => words(&error.kind.to_string()),
            ReaderError::MaxNestingDepthExceeded { .. } => format!("nested more than {MAX_DEPTH} levels deep"),
            other => other.to_string(),
        };
        Box::new(Diagnostic::new(&INVALID_JSON, self.at(), format!("this is no JSON: {why}")))
    }

    /// Notes a finding.
    pub(super) fn find(&mut self, rule: &'static Rule, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.findings.push(Diagnostic::new(rule, place, message));
        self.findings.last_mut().expect("one was pushed")
    }

    /// A text of this document.
    pub(super) fn text_of<'t>(&self, text: &'t Text) -> &'t str
    where
        'd: 't,
    {
        match text {
            Text::Span(span) => &self.text[span.range()],
            Text::Owned(text) => text,
        }
    }

    /// What comes next, and where.
    pub(super) fn peek(&mut self) -> Result<(ValueType, Place), Stop> {
        let kind = self.json.peek().map_err(|error| self.stop(&error))?;
        Ok((kind, self.at()))
    }

    /// Skips what comes next.
    pub(super) fn skip(&mut self) -> Result<(), Stop> {
        self.json.skip_value().map_err(|error| self.stop(&error))
    }

    /// Skips what comes next, which is none of what may stand there.
    pub(super) fn unexpected(&mut self, what: &str, expected: &str) -> Result<(), Stop> {
        let (kind, place) = self.peek()?;
        let finding = self.find(&INVALID_STRUCTURE, place, format!("{what} is not {expected}"));
        (finding.expected, finding.found) = (Some(expected.to_owned()), Some(kind_name(kind).to_owned()));
        self.skip()
    }

    /// Enters an object; anything else is a finding, and skipped.
    pub(super) fn object(&mut self, what: &str) -> Result<bool, Stop> {
        if self.peek()?.0 != ValueType::Object {
            self.unexpected(what, "an object")?;
            return Ok(false);
        }
        self.json.begin_object().map_err(|error| self.stop(&error))?;
        Ok(true)
    }

    /// The name of the object's next member; none at its end, which is left then. A name that was there
    /// already is a finding, and its member is skipped.
    pub(super) fn member(&mut self, seen: &mut Seen<'d>) -> Result<Option<Str<'d>>, Stop> {
        while self.json.has_next().map_err(|error| self.stop(&error))? {
            let place = self.at();
            let (document, text) = (self.document, self.text);
            let name = match self.json.next_name() {
                Ok(name) => string(name, place, text),
                Err(error) => return Err(self.stop(&error)),
            };
            debug_assert_eq!(name.place.document, document);
            if seen.insert(name.text.clone()) {
                return Ok(Some(name));
            }
            let message = format!("{:?} is there twice in one object", &*name.text);
            self.find(&INVALID_JSON, place, message);
            self.skip()?;
        }
        self.json.end_object().map_err(|error| self.stop(&error))?;
        Ok(None)
    }

    /// Skips a member that the specification doesn't have; one with a prefix is an extension (4).
    pub(super) fn other_member(&mut self, name: &Str<'d>, of: &str, known: &str) -> Result<(), Stop> {
        if !name.text.contains(':') {
            let message = format!("{of} has no member {:?}", &*name.text);
            self.find(&INVALID_STRUCTURE, name.place, message).expected = Some(known.to_owned());
        }
        self.skip()
    }

    /// A string; anything else is a finding, and skipped.
    pub(super) fn string(&mut self, what: &str) -> Result<Option<Str<'d>>, Stop> {
        let (kind, place) = self.peek()?;
        if kind != ValueType::String {
            self.unexpected(what, "a string")?;
            return Ok(None);
        }
        let text = self.text;
        match self.json.next_str() {
            Ok(value) => Ok(Some(string(value, place, text))),
            Err(error) => Err(self.stop(&error)),
        }
    }

    /// A string or null; anything else is a finding, and skipped.
    pub(super) fn string_or_null(&mut self, what: &str) -> Result<Option<Option<Str<'d>>>, Stop> {
        match self.peek()?.0 {
            ValueType::Null => {
                self.skip()?;
                Ok(Some(None))
            }
            ValueType::String => Ok(self.string(what)?.map(Some)),
            _ => {
                self.unexpected(what, "a string or null")?;
                Ok(None)
            }
        }
    }

    /// The text of a number; anything else is a finding, and skipped.
    pub(super) fn number(&mut self, what: &str) -> Result<Option<(String, Place)>, Stop> {
        let (kind, place) = self.peek()?;
        if kind != ValueType::Number {
            self.unexpected(what, "a number")?;
            return Ok(None);
        }
        let number = self.json.next_number_as_string().map_err(|error| self.stop(&error))?;
        Ok(Some((number, place)))
    }

    /// Whether what comes next is true; anything but true and false is a finding, and skipped.
    pub(super) fn boolean(&mut self, what: &str) -> Result<Option<bool>, Stop> {
        if self.peek()?.0 != ValueType::Boolean {
            self.unexpected(what, "true or false")?;
            return Ok(None);
        }
        self.json.next_bool().map(Some).map_err(|error| self.stop(&error))
    }

    /// An array of strings; what isn't one is a finding, and left out.
    pub(super) fn strings(&mut self, what: &str) -> Result<Vec<Str<'d>>, Stop> {
        let mut strings = Vec::new();
        if self.peek()?.0 != ValueType::Array {
            self.unexpected(what, "an array of strings")?;
            return Ok(strings);
        }
        self.json.begin_array().map_err(|error| self.stop(&error))?;
        while self.json.has_next().map_err(|error| self.stop(&error))? {
            strings.extend(self.string(what)?);
        }
        self.json.end_array().map_err(|error| self.stop(&error))?;
        Ok(strings)
    }

    /// Sees that nothing but white space is left.
    pub(super) fn end(&mut self) -> Result<(), Stop> {
        // Nothing can be peeked at behind the document's one value: its end is searched for by hand.
        let at = self.at();
        let rest = self.text.get(at.offset as usize..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        if blank == rest.len() {
            return Ok(());
        }
        let place = Place { offset: at.offset + blank as u32, ..at };
        Err(Box::new(Diagnostic::new(&INVALID_JSON, place, "this is no JSON: there is something behind the report")))
    }
}

/// A string whose opening quote stands at a place, borrowed where it stands there letter for letter.
fn string<'d>(value: &str, place: Place, text: &'d str) -> Str<'d> {
    let start = place.offset as usize + 1;
    let end = start + value.len();
    let stands = text.get(start..end).filter(|stands| *stands == value && text.as_bytes().get(end) == Some(&b'"'));
    Str { text: stands.map_or_else(|| Cow::Owned(value.to_owned()), Cow::Borrowed), place }
}

fn kind_name(kind: ValueType) -> &'static str {
    match kind {
        ValueType::Array => "an array",
        ValueType::Object => "an object",
        ValueType::String => "a string",
        ValueType::Number => "a number",
        ValueType::Boolean => "true or false",
        ValueType::Null => "null",
    }
}

/// `MissingComma` as words.
fn words(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}
