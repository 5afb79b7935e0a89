//! A position in a DTD that moves on over what it expects.

use std::ops::Range;

use crate::model::{Diagnostic, Rule};
use crate::xml::name::{is_name, is_name_char, is_ncname, is_space, split_qname};
use crate::xml::rules;
use crate::xml::source::Source;

/// A position in a document's text.
pub(super) struct Cursor<'a, 't> {
    source: &'a Source<'t>,
    text: &'a str,
    at: usize,
}

impl<'a, 't> Cursor<'a, 't> {
    pub(super) fn new(source: &'a Source<'t>, at: usize) -> Cursor<'a, 't> {
        Cursor { source, text: source.text(), at }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn text(&self, range: Range<usize>) -> &'a str {
        &self.text[range]
    }

    #[cold]
    pub(super) fn fault(&self, rule: &'static Rule, message: impl Into<String>) -> Box<Diagnostic> {
        self.fault_at(rule, self.at, message)
    }

    #[cold]
    pub(super) fn fault_at(&self, rule: &'static Rule, at: usize, message: impl Into<String>) -> Box<Diagnostic> {
        self.source.fault(rule, at, message).into()
    }

    /// What is found instead of what a DTD must have here.
    #[cold]
    pub(super) fn expected(&self, what: &str) -> Box<Diagnostic> {
        let found: String = self.rest().chars().take(20).collect();
        if found.is_empty() {
            return self.fault(&rules::UNTERMINATED, "the document ends within its document type declaration");
        }
        let fault = self.source.fault(&rules::DOCTYPE, self.at, "the document type declaration is not well-formed");
        fault.expected(what).found(found).into()
    }

    pub(super) fn is_at(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.is_at(text);
        if found {
            self.at += text.len();
        }
        found
    }

    pub(super) fn expect(&mut self, text: &str) -> Result<(), Box<Diagnostic>> {
        if self.eat(text) { Ok(()) } else { Err(self.expected(text)) }
    }

    /// Moves on over white space; says whether there was some.
    pub(super) fn skip_space(&mut self) -> bool {
        let length = self.rest().bytes().take_while(|byte| is_space(*byte)).count();
        self.at += length;
        length > 0
    }

    pub(super) fn expect_space(&mut self) -> Result<(), Box<Diagnostic>> {
        if self.skip_space() { Ok(()) } else { Err(self.expected("white space")) }
    }

    /// A name token.
    pub(super) fn token(&mut self) -> Result<&'a str, Box<Diagnostic>> {
        let rest = self.rest();
        let token = &rest[..rest.find(|c| !is_name_char(c)).unwrap_or(rest.len())];
        if token.is_empty() {
            return Err(self.expected("a name"));
        }
        self.at += token.len();
        Ok(token)
    }

    fn name_where(&mut self, is_good: impl FnOnce(&str) -> bool) -> Result<&'a str, Box<Diagnostic>> {
        let start = self.at;
        let token = self.token()?;
        if is_good(token) {
            return Ok(token);
        }
        let (rule, what) = if is_name(token) {
            (&rules::QUALIFIED_NAME, "a colon where it can't be")
        } else {
            (&rules::NAME, "a character that names can't begin with")
        };
        Err(self.fault_at(rule, start, format!("the name {token:?} has {what}")))
    }

    /// The name of an element or an attribute.
    pub(super) fn qualified_name(&mut self) -> Result<&'a str, Box<Diagnostic>> {
        self.name_where(|token| split_qname(token).is_some())
    }

    /// The name of an entity or a notation (Namespaces in XML 1.0, 7).
    pub(super) fn ncname(&mut self) -> Result<&'a str, Box<Diagnostic>> {
        self.name_where(is_ncname)
    }

    /// What stands between quotes.
    pub(super) fn literal(&mut self) -> Result<Range<usize>, Box<Diagnostic>> {
        let Some(quote) = self.rest().chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            return Err(self.expected("a quoted value"));
        };
        let start = self.at + 1;
        let Some(length) = self.text[start..].find(quote) else {
            return Err(self.fault(&rules::UNTERMINATED, "a quoted value has no end"));
        };
        self.at = start + length + 1;
        Ok(start..start + length)
    }

    /// Where something stands outside the document (XML 1.0, production 75).
    pub(super) fn external_id(&mut self) -> Result<(), Box<Diagnostic>> {
        if self.eat("PUBLIC") {
            self.expect_space()?;
            self.public_id()?;
        } else {
            self.expect("SYSTEM")?;
        }
        self.expect_space()?;
        self.literal().map(|_| ())
    }

    /// XML 1.0, productions 12 and 13.
    pub(super) fn public_id(&mut self) -> Result<(), Box<Diagnostic>> {
        let start = self.at;
        let range = self.literal()?;
        let allowed = |c: char| c.is_ascii_alphanumeric() || " \r\n-'()+,./:=?;!*#@$_%".contains(c);
        match self.text[range].chars().find(|c| !allowed(*c)) {
            None => Ok(()),
            Some(bad) => Err(self.fault_at(&rules::DOCTYPE, start, format!("a public identifier has {bad:?} in it"))),
        }
    }

    pub(super) fn comment(&mut self) -> Result<(), Box<Diagnostic>> {
        let inside = self.at + "<!--".len();
        match self.text[inside..].find("--").map(|found| inside + found) {
            None => Err(self.fault(&rules::UNTERMINATED, "a comment that isn't ended")),
            Some(end) if self.text[end..].starts_with("-->") => {
                self.at = end + "-->".len();
                Ok(())
            }
            Some(end) => Err(self.fault_at(&rules::COMMENT, end, "`--` stands in a comment")),
        }
    }

    pub(super) fn instruction(&mut self) -> Result<(), Box<Diagnostic>> {
        let start = self.at;
        let inside = start + "<?".len();
        let Some(length) = self.text[inside..].find("?>") else {
            return Err(self.fault(&rules::UNTERMINATED, "a processing instruction that isn't ended"));
        };
        let end = inside + length;
        self.at = end + "?>".len();
        match super::super::parser::instruction_fault(&self.text[inside..end]) {
            None => Ok(()),
            Some((rule, message)) => Err(self.fault_at(rule, start, message)),
        }
    }
}
