//! The declarations of an internal subset.

use super::cursor::Cursor;
use super::{Declared, Dtd, Entity};
use crate::model::Diagnostic;
use crate::xml::characters::{BadReference, push_normalised, resolve};
use crate::xml::limits::{MAX_ATTRIBUTES, MAX_DEPTH};
use crate::xml::rules;

type Checked<T> = Result<T, Box<Diagnostic>>;

impl Dtd {
    /// XML 1.0, productions 70 to 76, from behind `<!ENTITY`.
    pub(super) fn entity(&mut self, cursor: &mut Cursor<'_, '_>) -> Checked<()> {
        cursor.expect_space()?;
        let is_parameter = cursor.eat("%");
        if is_parameter {
            cursor.expect_space()?;
        }
        let name = cursor.ncname()?;
        cursor.expect_space()?;
        let entity = if cursor.is_at("SYSTEM") || cursor.is_at("PUBLIC") {
            external_entity(cursor, is_parameter)?
        } else {
            Entity::Internal(replacement_text(cursor)?)
        };
        cursor.skip_space();
        cursor.expect(">")?;
        let is_predefined = matches!(name, "lt" | "gt" | "amp" | "apos" | "quot");
        if self.is_partly_unread || is_predefined {
            return Ok(());
        }
        if !is_parameter {
            // Of several declarations of one entity the first counts.
            self.entities.entry(name.to_owned()).or_insert(entity);
        } else if matches!(entity, Entity::External) {
            self.external_parameters.insert(name.to_owned());
        }
        Ok(())
    }

    /// A reference where a declaration could stand (XML 1.0, production 28a), from its `%`.
    pub(super) fn parameter_reference(&mut self, cursor: &mut Cursor<'_, '_>) -> Checked<()> {
        let start = cursor.at();
        cursor.expect("%")?;
        let name = cursor.ncname()?;
        cursor.expect(";")?;
        // Behind a part that wasn't read, what a name stands for can't be known.
        if !self.is_partly_unread && !self.external_parameters.contains(name) {
            let message = format!("the parameter entity {name:?} stands in no other file");
            return Err(cursor.fault_at(&rules::PARAMETER_ENTITY, start, message));
        }
        self.is_partly_unread = true;
        Ok(())
    }

    /// XML 1.0, productions 52 to 60, from behind `<!ATTLIST`.
    pub(super) fn attribute_list(&mut self, cursor: &mut Cursor<'_, '_>) -> Checked<()> {
        cursor.expect_space()?;
        let element = cursor.qualified_name()?;
        let mut declared: Vec<Declared> = Vec::new();
        loop {
            let had_space = cursor.skip_space();
            if cursor.eat(">") {
                break;
            }
            if !had_space {
                return Err(cursor.expected("white space"));
            }
            if declared.len() >= MAX_ATTRIBUTES {
                let message = format!("more than {MAX_ATTRIBUTES} attributes of one element");
                return Err(cursor.fault(&rules::TOO_MANY_ATTRIBUTES, message));
            }
            let name = cursor.qualified_name()?.to_owned();
            cursor.expect_space()?;
            let is_tokenised = attribute_type(cursor)?;
            cursor.expect_space()?;
            let default = self.attribute_default(cursor)?;
            declared.push(Declared { name, is_tokenised, default });
        }
        if self.is_partly_unread {
            return Ok(());
        }
        let known = self.attributes.entry(element.to_owned()).or_default();
        for attribute in declared {
            // Of several declarations of one attribute the first counts.
            if known.len() < MAX_ATTRIBUTES && !known.iter().any(|before| before.name == attribute.name) {
                known.push(attribute);
            }
        }
        Ok(())
    }

    /// XML 1.0, production 60.
    fn attribute_default(&self, cursor: &mut Cursor<'_, '_>) -> Checked<Option<String>> {
        if cursor.eat("#REQUIRED") || cursor.eat("#IMPLIED") {
            return Ok(None);
        }
        if cursor.eat("#FIXED") {
            cursor.expect_space()?;
        }
        let range = cursor.literal()?;
        let value = cursor.text(range.clone());
        if let Some(found) = value.find('<') {
            let message = "`<` stands in an attribute's default";
            return Err(cursor.fault_at(&rules::LESS_THAN_IN_VALUE, range.start + found, message));
        }
        for (at, reference) in references(cursor, range)? {
            // WFC: Entity Declared: the declaration of an entity precedes its use in a default.
            let is_unknown = |name| !self.is_partly_unread && !self.entities.contains_key(name);
            if reference.is_err_and(|(bad, name)| bad == BadReference::Entity && is_unknown(name)) {
                return Err(cursor.fault_at(&rules::UNDEFINED_ENTITY, at, "an entity that isn't declared yet"));
            }
        }
        Ok(Some(value.to_owned()))
    }
}

fn external_entity(cursor: &mut Cursor<'_, '_>, is_parameter: bool) -> Checked<Entity> {
    cursor.external_id()?;
    let before = cursor.at();
    if cursor.skip_space() && cursor.eat("NDATA") {
        if is_parameter {
            return Err(cursor.fault_at(&rules::DOCTYPE, before, "a parameter entity can't be unparsed"));
        }
        cursor.expect_space()?;
        cursor.ncname()?;
        return Ok(Entity::Unparsed);
    }
    Ok(Entity::External)
}

/// A reference's character; or what kept it from being one, and its name.
type Reference<'a> = Result<char, (BadReference, &'a str)>;

/// The references in a range of a DTD, and where they stand.
fn references<'a>(cursor: &Cursor<'a, '_>, range: std::ops::Range<usize>) -> Checked<Vec<(usize, Reference<'a>)>> {
    let value = cursor.text(range.clone());
    let mut found = Vec::new();
    for (start, _) in value.match_indices('&') {
        let at = range.start + start;
        let malformed = || cursor.fault_at(&rules::REFERENCE, at, "a `&` that begins no reference");
        let rest = &value[start + 1..];
        let name = &rest[..rest.find(';').ok_or_else(malformed)?];
        match resolve(name).map_err(|bad| (bad, name)) {
            Err((BadReference::Malformed, _)) => return Err(malformed()),
            Err((BadReference::Character, _)) => {
                return Err(cursor.fault_at(&rules::CHARACTER, at, format!("&{name}; is no character")));
            }
            reference => found.push((at, reference)),
        }
    }
    Ok(found)
}

/// An entity's text with its character references resolved and its entity references left (XML 1.0, 4.5).
fn replacement_text(cursor: &mut Cursor<'_, '_>) -> Checked<String> {
    let range = cursor.literal()?;
    if let Some(found) = cursor.text(range.clone()).find('%') {
        let message = "a `%` stands in an entity's text";
        return Err(cursor.fault_at(&rules::PARAMETER_ENTITY, range.start + found, message));
    }
    let mut text = String::new();
    let mut done = range.start;
    for (at, reference) in references(cursor, range.clone())? {
        let name = &cursor.text(at + 1..range.end);
        let behind = at + 1 + name.find(';').map_or(0, |length| length + 1);
        if let (Ok(character), true) = (reference, name.starts_with('#')) {
            push_normalised(&mut text, cursor.text(done..at));
            text.push(character);
            done = behind;
        }
    }
    push_normalised(&mut text, cursor.text(done..range.end));
    Ok(text)
}

/// XML 1.0, productions 54 to 59; says whether the type is other than `CDATA`.
fn attribute_type(cursor: &mut Cursor<'_, '_>) -> Checked<bool> {
    if cursor.eat("(") {
        alternatives(cursor, Cursor::token)?;
        return Ok(true);
    }
    let start = cursor.at();
    match cursor.token()? {
        "CDATA" => Ok(false),
        "ID" | "IDREF" | "IDREFS" | "ENTITY" | "ENTITIES" | "NMTOKEN" | "NMTOKENS" => Ok(true),
        "NOTATION" => {
            cursor.expect_space()?;
            cursor.expect("(")?;
            alternatives(cursor, Cursor::ncname)?;
            Ok(true)
        }
        other => Err(cursor.fault_at(&rules::DOCTYPE, start, format!("{other:?} is no type of an attribute"))),
    }
}

/// Names parted by `|`, up to `)`.
fn alternatives<'a, 't>(
    cursor: &mut Cursor<'a, 't>,
    one: impl Fn(&mut Cursor<'a, 't>) -> Checked<&'a str>,
) -> Checked<()> {
    loop {
        cursor.skip_space();
        one(cursor)?;
        cursor.skip_space();
        if cursor.eat(")") {
            return Ok(());
        }
        cursor.expect("|")?;
    }
}

/// XML 1.0, productions 45 to 51, from behind `<!ELEMENT`.
pub(super) fn element(cursor: &mut Cursor<'_, '_>) -> Checked<()> {
    cursor.expect_space()?;
    cursor.qualified_name()?;
    cursor.expect_space()?;
    if cursor.eat("(") {
        cursor.skip_space();
        if cursor.eat("#PCDATA") { mixed_content(cursor)? } else { content_model(cursor)? }
    } else if !cursor.eat("EMPTY") && !cursor.eat("ANY") {
        return Err(cursor.expected("EMPTY, ANY or a content model"));
    }
    cursor.skip_space();
    cursor.expect(">")
}

/// From behind `(#PCDATA`.
fn mixed_content(cursor: &mut Cursor<'_, '_>) -> Checked<()> {
    let mut has_names = false;
    loop {
        cursor.skip_space();
        if cursor.eat(")") {
            break;
        }
        cursor.expect("|")?;
        cursor.skip_space();
        cursor.qualified_name()?;
        has_names = true;
    }
    if cursor.eat("*") || !has_names { Ok(()) } else { Err(cursor.expected("*")) }
}

/// From behind the first `(`.
fn content_model(cursor: &mut Cursor<'_, '_>) -> Checked<()> {
    // What parts the particles of each open group, once it is known.
    let mut open: Vec<Option<&str>> = vec![None];
    loop {
        cursor.skip_space();
        if cursor.eat("(") {
            if open.len() >= MAX_DEPTH {
                return Err(cursor.fault(&rules::TOO_DEEP, format!("groups nest {MAX_DEPTH} deep")));
            }
            open.push(None);
            continue;
        }
        cursor.qualified_name()?;
        occurrence(cursor);
        loop {
            cursor.skip_space();
            let Some(group) = open.last_mut() else { return Ok(()) };
            if cursor.eat(")") {
                occurrence(cursor);
                open.pop();
                if open.is_empty() {
                    return Ok(());
                }
                continue;
            }
            let separator = [",", "|"].into_iter().find(|separator| cursor.is_at(separator));
            match (separator, *group) {
                (Some(separator), None) => *group = Some(separator),
                (Some(separator), Some(before)) if separator == before => {}
                _ => return Err(cursor.expected(group.unwrap_or("`,`, `|` or `)`"))),
            }
            if let Some(separator) = separator {
                cursor.eat(separator);
            }
            break;
        }
    }
}

fn occurrence(cursor: &mut Cursor<'_, '_>) {
    let _ = cursor.eat("?") || cursor.eat("*") || cursor.eat("+");
}

/// XML 1.0, productions 82 and 83, from behind `<!NOTATION`.
pub(super) fn notation(cursor: &mut Cursor<'_, '_>) -> Checked<()> {
    cursor.expect_space()?;
    cursor.ncname()?;
    cursor.expect_space()?;
    if cursor.eat("PUBLIC") {
        cursor.expect_space()?;
        cursor.public_id()?;
        if cursor.skip_space() && !cursor.is_at(">") {
            cursor.literal()?;
        }
    } else {
        cursor.external_id()?;
    }
    cursor.skip_space();
    cursor.expect(">")
}
