//! The parser proper: what documents consist of, checked, put into rows. Plain tags and text are read here, all other
//! markup as quick-xml's events.

use quick_xml::Reader as Tokens;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::Event;

use super::characters::{BadReference, first_forbidden, resolve};
use super::dtd::{self, Dtd};
use super::name::{is_name, is_ncname, is_space, trim};
use super::names::{Bindings, TagNames};
use super::rules;
use super::scan;
use super::source::Source;
use super::tag::RawAttribute;
use super::tree::{NONE, Rows};
use crate::model::{Diagnostic, Place, Rule};

/// An element whose end tag wasn't reached yet.
pub(super) struct Open {
    /// Its number in the rows.
    pub(super) node: u32,
    /// Where its name stands.
    pub(super) name: (u32, u32),
    /// The state of the bindings around it.
    pub(super) mark: u32,
    /// The scope around it.
    pub(super) outer_scope: u32,
}

/// How far to read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// Behind the root's start tag.
    RootStart,
    /// Behind the root's next child.
    Child,
    /// To the document's end.
    End,
}

/// Why reading stopped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// What was to be read was read.
    Reached,
    /// The document is at its end.
    Ended,
    /// The text may be another now, and is to be read on from the position.
    Again,
}

/// What was read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Passed {
    /// A start tag.
    Start,
    /// An empty-element tag.
    Empty,
    /// An end tag.
    End,
    /// A document type declaration.
    Doctype,
    /// Text, and all other markup.
    Other,
}

/// What is known of a document up to the position that was reached.
pub(super) struct Parser<'t> {
    pub(super) source: Source<'t>,
    /// Offset in the source.
    pub(super) position: usize,
    pub(super) names: TagNames,
    pub(super) bindings: Bindings,
    /// The innermost scope, or [`NONE`].
    pub(super) scope: u32,
    pub(super) open: Vec<Open>,
    pub(super) has_root: bool,
    has_doctype: bool,
    /// The number of start tags so far.
    pub(super) tags: u32,
    /// The attributes of the tag at hand; kept for its memory.
    pub(super) attributes: Vec<RawAttribute>,
    /// The first character that a document can't hold; the text's length if there is none.
    forbidden: usize,
    /// The first `]]>` that wasn't passed yet; the text's length if there is none.
    close: usize,
}

impl<'t> Parser<'t> {
    pub(super) fn new(source: Source<'t>) -> Parser<'t> {
        let text = source.text();
        let forbidden = first_forbidden(text).unwrap_or(text.len());
        let position = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let close = next_close(text, 0);
        Parser {
            source,
            position,
            names: TagNames::default(),
            bindings: Bindings::new(),
            scope: NONE,
            open: Vec::new(),
            has_root: false,
            has_doctype: false,
            tags: 0,
            attributes: Vec::new(),
            forbidden,
            close,
        }
    }

    /// Reads on into the rows of a tree; says whether there may be more to read.
    pub(super) fn run(&mut self, rows: &mut Rows, until: Until) -> Result<bool, Box<Diagnostic>> {
        loop {
            let source = self.source.clone();
            let result = self.events(source.text(), rows, until);
            // Of two faults the first is told.
            let before = |fault: &Diagnostic| fault.place.is_some_and(|place| (place.offset as usize) < self.forbidden);
            match result {
                Err(fault) if before(&fault) => return Err(fault),
                _ if self.position > self.forbidden => return Err(self.forbidden_character(source.text())),
                Err(fault) => return Err(fault),
                Ok(Progress::Again) => {}
                Ok(progress) => return Ok(progress == Progress::Reached),
            }
        }
    }

    #[cold]
    fn forbidden_character(&self, text: &str) -> Box<Diagnostic> {
        let character = text[self.forbidden..].chars().next().unwrap_or_default();
        let message = format!("the character U+{:04X} can't stand in a document", u32::from(character));
        self.fault(&rules::CHARACTER, self.forbidden, message).into()
    }

    fn events(&mut self, text: &str, rows: &mut Rows, until: Until) -> Result<Progress, Box<Diagnostic>> {
        loop {
            let start = self.position;
            let passed = match text.as_bytes().get(start) {
                None => return self.finish(text).map(|()| Progress::Ended),
                Some(b'<') => self.markup(text, rows, start)?,
                Some(b'&') => match scan::reference_end(text.as_bytes(), start) {
                    None => self.unusual(text, rows, start)?,
                    Some(end) => {
                        self.position = end;
                        self.reference(text, rows, start)?;
                        Passed::Other
                    }
                },
                Some(_) => {
                    self.position = scan::text_end(text.as_bytes(), start);
                    self.character_data(text, start)?;
                    Passed::Other
                }
            };
            let is_reached = match (until, passed) {
                (_, Passed::Doctype) => return Ok(Progress::Again),
                (Until::RootStart, Passed::Start | Passed::Empty) => true,
                (Until::Child, Passed::Empty | Passed::End) => self.open.len() == 1,
                _ => false,
            };
            if is_reached {
                return Ok(Progress::Reached);
            }
        }
    }

    /// What begins with a `<`: mostly a tag, and one of the simplest form.
    fn markup(&mut self, text: &str, rows: &mut Rows, start: usize) -> Result<Passed, Box<Diagnostic>> {
        if let Some(end) = self.plain_end_tag(text, start) {
            self.position = end;
            self.close(rows, start..end);
            return Ok(Passed::End);
        }
        match self.plain_start_tag(text, start) {
            Some(tag) => {
                self.position = tag.end;
                self.check_start(start)?;
                self.start_tag(text, rows, start, &tag)
            }
            None => self.unusual(text, rows, start),
        }
    }

    /// What begins at an offset, in any form; if it is wrong, how.
    fn unusual(&mut self, text: &str, rows: &mut Rows, start: usize) -> Result<Passed, Box<Diagnostic>> {
        let mut tokens = Tokens::from_str(&text[start..]);
        // Both are checked here, with places.
        tokens.config_mut().check_end_names = false;
        tokens.config_mut().allow_unmatched_ends = true;
        let event = tokens.read_event();
        self.position = start + tokens.buffer_position() as usize;
        match event {
            Ok(Event::Start(_)) => return self.any_start_tag(text, rows, start..self.position, false),
            Ok(Event::Empty(_)) => return self.any_start_tag(text, rows, start..self.position, true),
            Ok(Event::End(_)) => {
                self.end_tag(text, rows, start..self.position)?;
                return Ok(Passed::End);
            }
            Ok(Event::DocType(_)) => {
                self.doctype(start)?;
                return Ok(Passed::Doctype);
            }
            Ok(Event::GeneralRef(_)) => self.reference(text, rows, start)?,
            Ok(Event::CData(_)) => self.inside_root(rows, start)?,
            Ok(Event::Comment(_)) => self.comment(text, rows, start)?,
            Ok(Event::PI(_)) => self.instruction(text, rows, start)?,
            Ok(Event::Decl(_)) => self.declaration(text, start)?,
            // Neither begins with a `<` or a `&`.
            Ok(Event::Text(_) | Event::Eof) => {}
            Err(error) => return Err(self.token_fault(text, start, &error)),
        }
        Ok(Passed::Other)
    }

    pub(super) fn place(&self, offset: usize) -> Place {
        self.source.place(offset)
    }

    #[cold]
    pub(super) fn fault(&self, rule: &'static Rule, offset: usize, message: impl Into<String>) -> Diagnostic {
        self.source.fault(rule, offset, message)
    }

    /// Notes that other than text and elements stands in the innermost element.
    fn note_markup(&self, rows: &mut Rows) {
        if let Some(open) = self.open.last() {
            rows.nodes[open.node as usize].has_markup = true;
        }
    }

    fn character_data(&mut self, text: &str, start: usize) -> Result<(), Box<Diagnostic>> {
        let end = self.position;
        if self.open.is_empty() {
            let found = text[start..end].bytes().position(|byte| !is_space(byte));
            return found.map_or(Ok(()), |found| Err(self.text_outside_root(start + found)));
        }
        while self.close < start {
            self.close = next_close(text, self.close + 1);
        }
        if self.close < end {
            let fault = self.fault(&rules::CLOSE_IN_TEXT, self.close, "`]]>` stands in text");
            return Err(fault.expected("]]&gt;").into());
        }
        Ok(())
    }

    #[cold]
    fn text_outside_root(&self, at: usize) -> Box<Diagnostic> {
        self.fault(&rules::TEXT_OUTSIDE_ROOT, at, "text stands outside the root element").into()
    }

    fn inside_root(&self, rows: &mut Rows, start: usize) -> Result<(), Box<Diagnostic>> {
        if self.open.is_empty() {
            return Err(self.text_outside_root(start));
        }
        self.note_markup(rows);
        Ok(())
    }

    fn reference(&self, text: &str, rows: &mut Rows, start: usize) -> Result<(), Box<Diagnostic>> {
        self.inside_root(rows, start)?;
        let name = &text[start + 1..self.position - 1];
        resolve(name).map(|_| ()).map_err(|bad| self.bad_reference(text, start, bad))
    }

    /// What is wrong with the reference whose `&` stands at an offset.
    #[cold]
    pub(super) fn bad_reference(&self, text: &str, at: usize, bad: BadReference) -> Box<Diagnostic> {
        let name: String =
            text[at + 1..].chars().take_while(|c| !matches!(c, ';' | '<' | '"' | '\'')).take(40).collect();
        match bad {
            BadReference::Malformed => self
                .fault(&rules::REFERENCE, at, "a `&` that begins no reference")
                .expected("&name; or &#number;, and &amp; for the character itself")
                .into(),
            BadReference::Character => {
                let message = format!("&{name}; is no character that a document can hold");
                self.fault(&rules::CHARACTER, at, message).into()
            }
            BadReference::Entity => {
                let message = format!("the entity {name:?} is not declared");
                self.fault(&rules::UNDEFINED_ENTITY, at, message).into()
            }
        }
    }

    fn comment(&self, text: &str, rows: &mut Rows, start: usize) -> Result<(), Box<Diagnostic>> {
        self.note_markup(rows);
        let inside = start + "<!--".len();
        // One hyphen of the end is looked at too: `--->` has `--` before its end.
        let found = text[inside..self.position - "->".len()].find("--");
        match found {
            None => Ok(()),
            Some(found) if inside + found + 3 == self.position => Ok(()),
            Some(found) => Err(self.fault(&rules::COMMENT, inside + found, "`--` stands in a comment").into()),
        }
    }

    fn instruction(&self, text: &str, rows: &mut Rows, start: usize) -> Result<(), Box<Diagnostic>> {
        self.note_markup(rows);
        match instruction_fault(&text[start + 2..self.position - 2]) {
            None => Ok(()),
            Some((rule, message)) => Err(self.fault(rule, start, message).into()),
        }
    }

    fn declaration(&self, text: &str, start: usize) -> Result<(), Box<Diagnostic>> {
        if !matches!(&text[..start], "" | "\u{FEFF}") {
            let message = "an XML declaration stands elsewhere than at the document's start";
            return Err(self.fault(&rules::DECLARATION, start, message).into());
        }
        let inside = &text[start + "<?xml".len()..self.position - 2];
        if is_declaration(inside) {
            return Ok(());
        }
        let fault = self.fault(&rules::DECLARATION, start, "the XML declaration is not well-formed");
        Err(fault.expected("version, encoding, standalone, in this order; only the version must be there").into())
    }

    fn doctype(&mut self, start: usize) -> Result<(), Box<Diagnostic>> {
        if self.has_doctype || self.has_root {
            let message = "a document type declaration stands elsewhere than before the root, or twice";
            return Err(self.fault(&rules::DOCTYPE, start, message).into());
        }
        self.has_doctype = true;
        let dtd = Dtd::read(&self.source, start)?;
        self.position = dtd.end;
        // A forbidden character is told before what it would be in the expanded text.
        if dtd.changes_content() && self.forbidden == self.source.text().len() {
            self.source = dtd::expand(&self.source, &dtd)?;
            let text = self.source.text();
            self.forbidden = text.len();
            self.close = next_close(text, dtd.end);
        }
        Ok(())
    }

    fn finish(&self, text: &str) -> Result<(), Box<Diagnostic>> {
        if let Some(open) = self.open.last() {
            let (start, end) = (open.name.0 as usize, open.name.1 as usize);
            let message = format!("the document ends within <{}>", &text[start..end]);
            let fault = self.fault(&rules::UNTERMINATED, text.len(), message);
            return Err(fault.related(self.place(start - 1), "the start tag").into());
        }
        if !self.has_root {
            return Err(self.fault(&rules::NO_ROOT, text.len(), "the document has no element").into());
        }
        Ok(())
    }

    /// What quick-xml couldn't read.
    #[cold]
    fn token_fault(&mut self, text: &str, start: usize, error: &Error) -> Box<Diagnostic> {
        let rest = &text[start..];
        if matches!(error, Error::IllFormed(IllFormedError::UnclosedReference)) {
            return self.bad_reference(text, start, BadReference::Malformed);
        }
        let more = if rest.starts_with("<!DOCTYPE") {
            Dtd::read(&self.source, start).err()
        } else if rest.starts_with("<!") && !rest.starts_with("<!--") && !rest.starts_with("<![CDATA[") {
            Some(self.fault(&rules::MARKUP, start, "a `<` that begins nothing that XML knows").into())
        } else if rest.starts_with("<!") || rest.starts_with("<?") || rest.starts_with("</") {
            None
        } else {
            self.tag_fault(text, start)
        };
        more.unwrap_or_else(|| self.fault(&rules::UNTERMINATED, start, "markup that isn't ended").into())
    }
}

/// What is wrong with what stands between `<?` and `?>` (XML 1.0, 2.6; Namespaces in XML 1.0, 7).
pub(super) fn instruction_fault(inside: &str) -> Option<(&'static Rule, String)> {
    let target = &inside[..inside.bytes().position(is_space).unwrap_or(inside.len())];
    let (rule, what) = match target {
        _ if target.eq_ignore_ascii_case("xml") => (&rules::INSTRUCTION, "is reserved"),
        _ if is_ncname(target) => return None,
        _ if is_name(target) => (&rules::QUALIFIED_NAME, "has a colon"),
        _ => (&rules::INSTRUCTION, "is not a name"),
    };
    Some((rule, format!("the target {target:?} of a processing instruction {what}")))
}

/// Where the next `]]>` stands; the text's length if there is none.
fn next_close(text: &str, from: usize) -> usize {
    let found = memchr::memmem::find(&text.as_bytes()[from.min(text.len())..], b"]]>");
    found.map_or(text.len(), |found| from + found)
}

/// Whether what stands between `<?xml` and `?>` is as it must be (XML 1.0, productions 23 to 26, 32, 80, 81).
fn is_declaration(inside: &str) -> bool {
    let mut rest = inside;
    let version = |value: &str| {
        value.strip_prefix("1.").is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit()))
    };
    let encoding = |value: &str| {
        value.starts_with(|c: char| c.is_ascii_alphabetic())
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
    };
    if !pseudo_attribute(&mut rest, "version").is_some_and(version) {
        return false;
    }
    if pseudo_attribute(&mut rest, "encoding").is_some_and(|value| !encoding(value)) {
        return false;
    }
    if pseudo_attribute(&mut rest, "standalone").is_some_and(|value| !matches!(value, "yes" | "no")) {
        return false;
    }
    trim(rest).is_empty()
}

/// Takes white space, a name, `=` and a quoted value from the front of a text.
fn pseudo_attribute<'a>(rest: &mut &'a str, name: &str) -> Option<&'a str> {
    let space = [' ', '\t', '\n', '\r'];
    let inside = rest.trim_start_matches(space);
    if inside.len() == rest.len() {
        return None;
    }
    let inside = inside.strip_prefix(name)?.trim_start_matches(space).strip_prefix('=')?.trim_start_matches(space);
    let quote = inside.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, behind) = inside[1..].split_once(quote)?;
    *rest = behind;
    Some(value)
}
