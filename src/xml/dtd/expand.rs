//! Puts entities and attributes' defaults into the document's text, so that the parser proper needs
//! to know of neither.

use quick_xml::Reader as Tokens;
use quick_xml::events::Event;
use std::ops::Range;

use super::{Declared, Dtd, Entity};
use crate::model::place::MAX_TEXT;
use crate::model::{Diagnostic, Rule};
use crate::xml::characters::{normalise_value, resolve};
use crate::xml::limits::{MAX_ENTITY_DEPTH, MAX_EXPANSION, REFERENCE_COST};
use crate::xml::name::is_space;
use crate::xml::rules;
use crate::xml::source::{Expanded, Source};

type Checked<T> = Result<T, Box<Diagnostic>>;

/// The document with what its DTD adds to it; the text up to the DTD's end stays as it is.
///
/// Markup that isn't well-formed is left as it is, for the parser proper to tell.
pub(in crate::xml) fn expand<'t>(source: &Source<'t>, dtd: &Dtd) -> Checked<Source<'t>> {
    let text = source.text();
    let mut expander =
        Expander { source, dtd, out: Expanded::default(), origin: dtd.end, active: Vec::new(), added: 0 };
    expander.out.push_verbatim(text, 0..dtd.end);
    let mut tokens = tokens(&text[dtd.end..]);
    let mut start = dtd.end;
    loop {
        let event = tokens.read_event();
        let end = dtd.end + tokens.buffer_position() as usize;
        expander.origin = start;
        match event {
            Ok(Event::Eof) | Err(_) => break,
            Ok(Event::GeneralRef(_)) => match dtd.entities.get(&text[start + 1..end - 1]) {
                Some(entity) => expander.content(&text[start + 1..end - 1], entity)?,
                None => expander.out.push_verbatim(text, start..end),
            },
            Ok(Event::Start(_) | Event::Empty(_)) => match expander.changed_tag(&text[start..end])? {
                Some(tag) => {
                    expander.count(tag.len().saturating_sub(end - start))?;
                    expander.out.push_replaced(&tag, start);
                }
                None => expander.out.push_verbatim(text, start..end),
            },
            Ok(_) => expander.out.push_verbatim(text, start..end),
        }
        start = end;
    }
    expander.out.push_verbatim(text, start..text.len());
    if expander.out.text.len() > MAX_TEXT {
        return Err(source.fault(&rules::TOO_LONG, dtd.end, "the document is too long with its entities").into());
    }
    Ok(source.expanded(expander.out))
}

fn tokens(text: &str) -> Tokens<&[u8]> {
    let mut tokens = Tokens::from_str(text);
    tokens.config_mut().check_end_names = false;
    tokens.config_mut().allow_unmatched_ends = true;
    tokens
}

struct Expander<'a, 't> {
    source: &'a Source<'t>,
    dtd: &'a Dtd,
    out: Expanded,
    /// Where in the document stands what is expanded at present.
    origin: usize,
    /// The names of the entities that are being expanded.
    active: Vec<String>,
    /// Bytes added so far.
    added: usize,
}

impl Expander<'_, '_> {
    #[cold]
    fn fault(&self, rule: &'static Rule, message: impl Into<String>) -> Box<Diagnostic> {
        self.source.fault(rule, self.origin, message).into()
    }

    fn push(&mut self, text: &str) -> Checked<()> {
        self.count(text.len())?;
        self.out.push_replaced(text, self.origin);
        Ok(())
    }

    fn count(&mut self, bytes: usize) -> Checked<()> {
        self.added += bytes;
        if self.added > MAX_EXPANSION {
            let message = format!("entities expand to more than {MAX_EXPANSION} bytes");
            return Err(self.fault(&rules::EXPANSION, message));
        }
        Ok(())
    }

    /// Begins to expand an entity; gives its replacement text.
    fn enter<'e>(&mut self, name: &str, entity: &'e Entity) -> Checked<&'e str> {
        let text = match entity {
            Entity::Internal(text) => text,
            Entity::External => {
                let message = format!("the entity {name:?} stands in another file, which isn't read");
                return Err(self.fault(&rules::EXTERNAL_ENTITY, message));
            }
            Entity::Unparsed => {
                return Err(self.fault(&rules::REFERENCE, format!("the entity {name:?} isn't XML")));
            }
        };
        if self.active.iter().any(|active| active == name) {
            return Err(self.fault(&rules::RECURSIVE_ENTITY, format!("the entity {name:?} refers to itself")));
        }
        if self.active.len() >= MAX_ENTITY_DEPTH {
            let message = format!("entities refer to each other {MAX_ENTITY_DEPTH} deep");
            return Err(self.fault(&rules::EXPANSION, message));
        }
        self.count(REFERENCE_COST)?;
        self.active.push(name.to_owned());
        Ok(text)
    }

    #[cold]
    fn bad_content(&self, name: &str) -> Box<Diagnostic> {
        self.fault(&rules::ENTITY_CONTENT, format!("the text of the entity {name:?} is not well-formed"))
    }

    /// An entity that is referred to in content (XML 1.0, 4.4.2 and 4.3.2).
    fn content(&mut self, name: &str, entity: &Entity) -> Checked<()> {
        let all = self.enter(name, entity)?;
        let text = all.trim_start_matches('\u{FEFF}');
        self.push(&all[..all.len() - text.len()])?;
        let mut tokens = tokens(text);
        let (mut start, mut depth) = (0, 0_usize);
        loop {
            let event = tokens.read_event();
            let end = tokens.buffer_position() as usize;
            let piece = &text[start..end.max(start)];
            match event {
                Ok(Event::Eof) => break,
                Ok(Event::Decl(_) | Event::DocType(_)) | Err(_) => return Err(self.bad_content(name)),
                Ok(Event::GeneralRef(_)) => self.reference_in_content(piece)?,
                Ok(Event::Text(_)) => self.push(&piece.replace('\r', "&#13;"))?,
                Ok(Event::Start(_) | Event::Empty(_)) => {
                    depth += usize::from(!piece.ends_with("/>"));
                    let changed = self.changed_tag(piece)?;
                    self.push(changed.as_deref().unwrap_or(piece))?;
                }
                Ok(Event::End(_)) => {
                    depth = depth.checked_sub(1).ok_or_else(|| self.bad_content(name))?;
                    self.push(piece)?;
                }
                Ok(Event::CData(_) | Event::Comment(_) | Event::PI(_)) => self.push(piece)?,
            }
            start = end;
        }
        if depth > 0 {
            return Err(self.bad_content(name));
        }
        self.active.pop();
        Ok(())
    }

    /// A reference, from `&` to `;`, inside an entity.
    fn reference_in_content(&mut self, piece: &str) -> Checked<()> {
        let name = &piece[1..piece.len() - 1];
        let dtd = self.dtd;
        match dtd.entities.get(name) {
            Some(entity) => self.content(name, entity),
            None => self.push(piece),
        }
    }

    /// A tag with entities in its values replaced, its values normalised by their types, and
    /// defaults added; none if it stays as it is.
    fn changed_tag(&mut self, tag: &str) -> Checked<Option<String>> {
        let end = tag.len() - if tag.ends_with("/>") { 2 } else { 1 };
        let name_end = tag[1..end].bytes().position(is_space).map_or(end, |found| found + 1);
        let dtd = self.dtd;
        let declared = dtd.attributes.get(&tag[1..name_end]).map_or(&[][..], Vec::as_slice);
        let matters = tag.contains('&') || declared.iter().any(Declared::matters);
        let Some(attributes) = matters.then(|| attributes(&tag[..end], name_end)).flatten() else { return Ok(None) };
        let mut out = String::new();
        let mut done = 0;
        for (name, value) in &attributes {
            out.push_str(&tag[done..value.start]);
            let known = declared.iter().find(|known| known.name == tag[name.clone()]);
            let is_tokenised = known.is_some_and(|known| known.is_tokenised);
            self.value(&tag[value.clone()], is_tokenised, &mut out)?;
            done = value.end;
        }
        out.push_str(&tag[done..end]);
        for missing in declared {
            let Some(default) = &missing.default else { continue };
            if attributes.iter().any(|(name, _)| tag[name.clone()] == missing.name) {
                continue;
            }
            out.push(' ');
            out.push_str(&missing.name);
            out.push_str("=\"");
            let start = out.len();
            self.value(default, missing.is_tokenised, &mut out)?;
            let value = out.split_off(start);
            out.push_str(&value.replace('"', "&#34;"));
            out.push('"');
        }
        out.push_str(&tag[end..]);
        Ok(Some(out))
    }

    /// A value by its type (XML 1.0, 3.3.3), to stand between the quotes that it had.
    fn value(&mut self, raw: &str, is_tokenised: bool, out: &mut String) -> Checked<()> {
        let start = out.len();
        self.references_in_value(raw, out)?;
        if !is_tokenised {
            return Ok(());
        }
        // What has a bad reference stays as it is, for the parser proper to tell.
        if let Ok(value) = normalise_value(&out[start..]) {
            out.truncate(start);
            let tokens: Vec<&str> = value.split(' ').filter(|token| !token.is_empty()).collect();
            push_escaped(&tokens.join(" "), out);
        }
        Ok(())
    }

    /// A value, or an entity's text inside one, with its entities replaced.
    fn references_in_value(&mut self, raw: &str, out: &mut String) -> Checked<()> {
        let mut rest = raw;
        while let Some(start) = rest.find('&') {
            out.push_str(&rest[..start]);
            rest = &rest[start..];
            let Some(length) = rest.find(';') else { break };
            let (reference, behind) = rest.split_at(length + 1);
            let dtd = self.dtd;
            match dtd.entities.get(&reference[1..length]) {
                Some(entity) => self.entity_in_value(&reference[1..length], entity, out)?,
                None => out.push_str(reference),
            }
            rest = behind;
        }
        out.push_str(rest);
        Ok(())
    }

    /// An entity that is referred to in a value (XML 1.0, 4.4.5).
    fn entity_in_value(&mut self, name: &str, entity: &Entity, out: &mut String) -> Checked<()> {
        let text = self.enter(name, entity)?;
        if text.contains('<') {
            let message = format!("the entity {name:?} has a `<` and stands in an attribute's value");
            return Err(self.fault(&rules::LESS_THAN_IN_VALUE, message));
        }
        let ends_in_time = |(at, _): (usize, _)| {
            let reference = &text[at + 1..];
            reference.find(';').is_some_and(|length| {
                let name = &reference[..length];
                self.dtd.entities.contains_key(name) || resolve(name).is_ok()
            })
        };
        if !text.match_indices('&').all(ends_in_time) {
            return Err(self.bad_content(name));
        }
        self.count(text.len())?;
        // Quotes end nothing here, and white space is a space, a line end of two characters being two.
        let text: String = text
            .chars()
            .map(|c| match c {
                '\t' | '\n' | '\r' => " ".to_owned(),
                '"' => "&#34;".to_owned(),
                '\'' => "&#39;".to_owned(),
                _ => c.to_string(),
            })
            .collect();
        self.references_in_value(&text, out)?;
        self.active.pop();
        Ok(())
    }
}

/// Where the names and values of a tag's attributes stand; none if the tag isn't well-formed.
fn attributes(tag: &str, name_end: usize) -> Option<Vec<(Range<usize>, Range<usize>)>> {
    let mut found = Vec::new();
    let mut at = name_end;
    loop {
        let start = at + tag[at..].bytes().take_while(|byte| is_space(*byte)).count();
        if start == tag.len() {
            return Some(found);
        }
        let equals = start + tag[start..].find('=')?;
        let name = start..start + tag[start..equals].trim_end().len();
        let quote = equals + 1 + tag[equals + 1..].bytes().take_while(|byte| is_space(*byte)).count();
        let mark = tag[quote..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let end = quote + 1 + tag[quote + 1..].find(mark)?;
        found.push((name, quote + 1..end));
        at = end + 1;
    }
}

fn push_escaped(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '&' | '<' | '"' | '\'' | '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(c))),
            _ => out.push(c),
        }
    }
}
