//! A walk through a JSON text, one token after another: strings with their places, repeated names found.

use std::borrow::Cow;
use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::tokens::{Fault, Kind, Tokens};
use crate::model::{Diagnostic, Document, DocumentId, Place, Rule, Span, Text};
use crate::oim::rules::json::{INVALID_JSON, INVALID_STRUCTURE};

/// Nothing can be read behind this finding: the text is no JSON from there on.
pub(super) type Stop = Box<Diagnostic>;

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

/// The names that an object has had so far, by where they stand: most objects have a few, and one has millions.
#[derive(Default)]
pub(super) struct Seen {
    first: [u32; FIRST],
    count: usize,
    others: HashTable<Hashed>,
}

/// A name by its hash and by where it stands: what is looked for and moved is seldom read again.
#[derive(Clone, Copy)]
struct Hashed {
    hash: u32,
    offset: u32,
}

impl Hashed {
    /// The hash as a table wants it, its bits spread.
    fn spread(self) -> u64 {
        u64::from(self.hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

/// As many names are compared one by one.
const FIRST: usize = 8;

pub(super) struct Cursor<'d> {
    tokens: Tokens<'d>,
    document: DocumentId,
    text: &'d str,
    hasher: DefaultHashBuilder,
    pub(super) findings: Vec<Diagnostic>,
}

impl<'d> Cursor<'d> {
    pub(super) fn new(id: DocumentId, document: &'d Document) -> Cursor<'d> {
        let text = document.text();
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let tokens = Tokens::new(text, start);
        Cursor { tokens, document: id, text, hasher: DefaultHashBuilder::default(), findings: Vec::new() }
    }

    /// Where the next token stands, once it was peeked at.
    fn at(&self) -> Place {
        Place { document: self.document, offset: self.tokens.at() as u32 }
    }

    fn stop(&self, fault: &Fault) -> Stop {
        let place = Place { document: self.document, offset: fault.offset as u32 };
        Box::new(Diagnostic::new(&INVALID_JSON, place, format!("this is no JSON: {}", fault.why)))
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
    pub(super) fn peek(&mut self) -> Result<(Kind, Place), Stop> {
        let kind = self.tokens.peek().map_err(|fault| self.stop(&fault))?;
        Ok((kind, self.at()))
    }

    /// Skips what comes next.
    pub(super) fn skip(&mut self) -> Result<(), Stop> {
        self.tokens.skip().map_err(|fault| self.stop(&fault))
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
        if self.peek()?.0 != Kind::Object {
            self.unexpected(what, "an object")?;
            return Ok(false);
        }
        self.tokens.enter().map_err(|fault| self.stop(&fault))?;
        Ok(true)
    }

    /// The name of the object's next member; none at its end, which is left then. A name that was there
    /// already is a finding, and its member is skipped.
    pub(super) fn member(&mut self, seen: &mut Seen) -> Result<Option<Str<'d>>, Stop> {
        while self.tokens.goes_on(b'}').map_err(|fault| self.stop(&fault))? {
            let place = self.at();
            let name = Str { text: self.tokens.name().map_err(|fault| self.stop(&fault))?, place };
            if self.is_new(seen, &name) {
                return Ok(Some(name));
            }
            let message = format!("{:?} is there twice in one object", &*name.text);
            self.find(&INVALID_JSON, place, message);
            self.skip()?;
        }
        Ok(None)
    }

    /// Whether an object has not had a name before; it has had it then.
    fn is_new(&self, seen: &mut Seen, name: &Str<'d>) -> bool {
        let offset = name.place.offset;
        let at = |offset: u32| Tokens::new(self.text, offset as usize).string().unwrap_or_default();
        let is_same = |offset: &u32| at(*offset) == name.text;
        if seen.first[..seen.count].iter().any(is_same) {
            return false;
        }
        if let Some(free) = seen.first.get_mut(seen.count) {
            *free = offset;
            seen.count += 1;
            return true;
        }
        let hashed = Hashed { hash: self.hasher.hash_one(&*name.text) as u32, offset };
        let is_known = |known: &Hashed| known.hash == hashed.hash && is_same(&known.offset);
        if seen.others.find(hashed.spread(), is_known).is_some() {
            return false;
        }
        seen.others.insert_unique(hashed.spread(), hashed, |known| known.spread());
        true
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
        if kind != Kind::String {
            self.unexpected(what, "a string")?;
            return Ok(None);
        }
        let text = self.tokens.string().map_err(|fault| self.stop(&fault))?;
        Ok(Some(Str { text, place }))
    }

    /// A string or null; anything else is a finding, and skipped.
    pub(super) fn string_or_null(&mut self, what: &str) -> Result<Option<Option<Str<'d>>>, Stop> {
        match self.peek()?.0 {
            Kind::Null => {
                self.skip()?;
                Ok(Some(None))
            }
            Kind::String => Ok(self.string(what)?.map(Some)),
            _ => {
                self.unexpected(what, "a string or null")?;
                Ok(None)
            }
        }
    }

    /// The text of a number; anything else is a finding, and skipped.
    pub(super) fn number(&mut self, what: &str) -> Result<Option<(&'d str, Place)>, Stop> {
        let (kind, place) = self.peek()?;
        if kind != Kind::Number {
            self.unexpected(what, "a number")?;
            return Ok(None);
        }
        let number = self.tokens.number().map_err(|fault| self.stop(&fault))?;
        Ok(Some((number, place)))
    }

    /// Whether what comes next is true; anything but true and false is a finding, and skipped.
    pub(super) fn boolean(&mut self, what: &str) -> Result<Option<bool>, Stop> {
        if self.peek()?.0 != Kind::Boolean {
            self.unexpected(what, "true or false")?;
            return Ok(None);
        }
        self.tokens.word().map_err(|fault| self.stop(&fault))
    }

    /// An array of strings; what isn't one is a finding, and left out.
    pub(super) fn strings(&mut self, what: &str) -> Result<Vec<Str<'d>>, Stop> {
        let mut strings = Vec::new();
        if self.peek()?.0 != Kind::Array {
            self.unexpected(what, "an array of strings")?;
            return Ok(strings);
        }
        self.tokens.enter().map_err(|fault| self.stop(&fault))?;
        while self.tokens.goes_on(b']').map_err(|fault| self.stop(&fault))? {
            strings.extend(self.string(what)?);
        }
        Ok(strings)
    }

    /// Sees that nothing but white space is left.
    pub(super) fn end(&mut self) -> Result<(), Stop> {
        if self.tokens.is_end() {
            return Ok(());
        }
        Err(Box::new(Diagnostic::new(
            &INVALID_JSON,
            self.at(),
            "this is no JSON: there is something behind the report",
        )))
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Array => "an array",
        Kind::Object => "an object",
        Kind::String => "a string",
        Kind::Number => "a number",
        Kind::Boolean => "true or false",
        Kind::Null => "null",
    }
}
