//! Start tags and end tags: XML 1.0, 3.1, and Namespaces in XML 1.0.

use std::ops::Range;

use super::characters::normalise_value;
use super::limits::{MAX_ATTRIBUTES, MAX_DEPTH};
use super::name::is_space;
use super::names::{BadName, DEFAULT, Prefix, XML, XMLNS, ends_name};
use super::parser::{Open, Parser, Passed};
use super::rules;
use super::scan::next_special;
use super::tree::{AttributeData, NONE, NodeData, Rows, Scope};
use crate::model::{Diagnostic, Name, QName};

/// An attribute as it stands in a tag.
#[derive(Clone, Copy)]
pub(super) struct RawAttribute {
    /// The number of its name.
    pub(super) name: u32,
    pub(super) start: u32,
    pub(super) value: (u32, u32),
    /// Whether the value differs from what stands between the quotes.
    pub(super) to_normalise: bool,
}

/// A start tag whose attributes were read.
pub(super) struct StartTag {
    /// The number of its name.
    pub(super) name: u32,
    pub(super) name_end: usize,
    /// Behind its `>`.
    pub(super) end: usize,
    /// Whether it is an empty-element tag: an element that is closed at once.
    pub(super) is_empty: bool,
    /// Whether a namespace is declared in it.
    pub(super) declares: bool,
}

fn skip_space(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| !is_space(*byte)).map_or(bytes.len(), |found| from + found)
}

impl<'t> Parser<'t> {
    /// A start tag of any form, from its `<` to behind its `>`.
    pub(super) fn any_start_tag(
        &mut self,
        text: &str,
        rows: &mut Rows,
        tag: Range<usize>,
        is_empty: bool,
    ) -> Result<Passed, Box<Diagnostic>> {
        self.check_start(tag.start)?;
        self.tags += 1;
        let limit = tag.end - 1 - usize::from(is_empty);
        let (name, name_end) = self.tag_name(text, limit, tag.start + 1)?;
        self.read_attributes(text, limit, name_end)?;
        let declares = self.attributes.iter().any(|attribute| self.names.get(attribute.name).declares.is_some());
        self.start_tag(text, rows, tag.start, &StartTag { name, name_end, end: tag.end, is_empty, declares })
    }

    /// Whether an element may begin at an offset.
    pub(super) fn check_start(&self, start: usize) -> Result<(), Box<Diagnostic>> {
        if self.open.is_empty() && self.has_root {
            return Err(self.fault(&rules::TWO_ROOTS, start, "a second root element").into());
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.fault(&rules::TOO_DEEP, start, format!("elements nest {MAX_DEPTH} deep")).into());
        }
        Ok(())
    }

    /// A start tag whose attributes were read.
    pub(super) fn start_tag(
        &mut self,
        text: &str,
        rows: &mut Rows,
        start: usize,
        tag: &StartTag,
    ) -> Result<Passed, Box<Diagnostic>> {
        self.has_root = true;
        let mark = self.bindings.mark();
        let outer_scope = self.scope;
        if tag.declares {
            self.declare(text, rows)?;
        }
        let name = self.names.get(tag.name);
        let name_start = start + 1;
        let data = NodeData {
            name: QName { namespace: self.element_namespace(name.prefix, name_start)?, local: name.local },
            prefix: self.bindings.name(name.prefix),
            start: start as u32,
            content: tag.end as u32,
            end: tag.end as u32,
            behind: tag.end as u32,
            parent: self.open.last().map_or(NONE, |open| open.node),
            next: rows.nodes.len() as u32 + 1,
            attributes: rows.attributes.len() as u32,
            scope: self.scope,
            has_markup: false,
        };
        self.add_attributes(text, rows)?;
        if tag.is_empty {
            self.bindings.restore(mark);
            self.scope = outer_scope;
        } else {
            let node = rows.nodes.len() as u32;
            self.open.push(Open { node, name: (name_start as u32, tag.name_end as u32), mark, outer_scope });
        }
        rows.nodes.push(data);
        Ok(if tag.is_empty { Passed::Empty } else { Passed::Start })
    }

    /// What else is wrong with a start tag that has no end: mostly a quote that lacks its other one.
    #[cold]
    pub(super) fn tag_fault(&mut self, text: &str, start: usize) -> Option<Box<Diagnostic>> {
        self.tags += 1;
        match self.tag_name(text, text.len(), start + 1) {
            Err(fault) => Some(fault),
            Ok((_, name_end)) => self.read_attributes(text, text.len(), name_end).err(),
        }
    }

    /// An end tag, from its `<` to behind its `>`.
    pub(super) fn end_tag(&mut self, text: &str, rows: &mut Rows, tag: Range<usize>) -> Result<(), Box<Diagnostic>> {
        let name = text[tag.start + 2..tag.end - 1].trim_end_matches([' ', '\t', '\n', '\r']);
        let Some(open) = self.open.last() else {
            let message = format!("the end tag </{name}> has no start tag");
            return Err(self.fault(&rules::TAG_MISMATCH, tag.start, message).into());
        };
        let expected = &text[open.name.0 as usize..open.name.1 as usize];
        if name != expected {
            let fault = self.fault(&rules::TAG_MISMATCH, tag.start, format!("<{expected}> is ended by </{name}>"));
            let fault = fault.expected(format!("</{expected}>")).found(format!("</{name}>"));
            return Err(fault.related(self.place(open.name.0 as usize - 1), "the start tag").into());
        }
        self.close(rows, tag);
        Ok(())
    }

    /// Ends the innermost element with its end tag.
    pub(super) fn close(&mut self, rows: &mut Rows, tag: Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        self.bindings.restore(open.mark);
        self.scope = open.outer_scope;
        let next = rows.nodes.len() as u32;
        let data = &mut rows.nodes[open.node as usize];
        data.end = tag.start as u32;
        data.behind = tag.end as u32;
        data.next = next;
    }

    /// The number of the name that begins at an offset of a tag, and its end.
    fn tag_name(&mut self, text: &str, limit: usize, start: usize) -> Result<(u32, usize), Box<Diagnostic>> {
        let bytes = &text.as_bytes()[..limit];
        let end = bytes[start..].iter().position(|byte| ends_name(*byte)).map_or(limit, |found| start + found);
        let number = self.names.number(text, (start, end), &mut self.bindings).map_err(|bad| {
            let name = &text[start..end];
            let (rule, what) = match bad {
                BadName::Name => (&rules::NAME, "a name"),
                BadName::QualifiedName => (&rules::QUALIFIED_NAME, "a qualified name"),
            };
            Box::new(self.fault(rule, start, format!("{name:?} is not {what}")))
        })?;
        Ok((number, end))
    }

    /// Reads what stands in a tag behind the element's name into `self.attributes`.
    fn read_attributes(&mut self, text: &str, limit: usize, from: usize) -> Result<(), Box<Diagnostic>> {
        self.attributes.clear();
        let bytes = &text.as_bytes()[..limit];
        let mut at = from;
        loop {
            let start = skip_space(bytes, at);
            if start == limit {
                return Ok(());
            }
            if start == at {
                return Err(self.fault(&rules::TAG, start, "no white space before an attribute").into());
            }
            if self.attributes.len() >= MAX_ATTRIBUTES {
                let message = format!("more than {MAX_ATTRIBUTES} attributes");
                return Err(self.fault(&rules::TOO_MANY_ATTRIBUTES, start, message).into());
            }
            let (name, name_end) = self.tag_name(text, limit, start)?;
            let equals = skip_space(bytes, name_end);
            if bytes.get(equals) != Some(&b'=') {
                let message = format!("the attribute {:?} has no value", &text[start..name_end]);
                return Err(self.fault(&rules::TAG, start, message).expected("`=` and a quoted value").into());
            }
            let quote = skip_space(bytes, equals + 1);
            let (end, to_normalise) = self.value_end(bytes, quote)?;
            if self.names.get(name).seen_in == self.tags {
                return Err(self.duplicate(name, start, &text[start..name_end]));
            }
            self.names.get_mut(name).seen_in = self.tags;
            self.attributes.push(RawAttribute {
                name,
                start: start as u32,
                value: (quote as u32 + 1, end as u32),
                to_normalise,
            });
            at = end + 1;
        }
    }

    /// Where the value ends whose quote stands at an offset, and whether it is to be normalised.
    fn value_end(&self, bytes: &[u8], quote: usize) -> Result<(usize, bool), Box<Diagnostic>> {
        let Some(mark) = bytes.get(quote).copied().filter(|byte| matches!(byte, b'"' | b'\'')) else {
            return Err(self.fault(&rules::TAG, quote, "an attribute's value isn't quoted").expected("a quote").into());
        };
        let mut to_normalise = false;
        let mut from = quote + 1;
        while let Some(at) = next_special(bytes, from, mark) {
            match bytes[at] {
                byte if byte == mark => return Ok((at, to_normalise)),
                b'<' => {
                    let fault = self.fault(&rules::LESS_THAN_IN_VALUE, at, "`<` stands in an attribute's value");
                    return Err(fault.expected("&lt;").related(self.place(quote), "the value begins here").into());
                }
                _ => to_normalise = true,
            }
            from = at + 1;
        }
        Err(self.fault(&rules::UNTERMINATED, quote, "an attribute's value has no end").into())
    }

    #[cold]
    fn duplicate(&self, name: u32, start: usize, raw: &str) -> Box<Diagnostic> {
        let fault = self.fault(&rules::DUPLICATE_ATTRIBUTE, start, format!("a second attribute {raw:?}"));
        let first = self.attributes.iter().find(|attribute| attribute.name == name);
        first.map_or(fault.clone(), |first| fault.related(self.place(first.start as usize), "the first one")).into()
    }

    /// The value of an attribute if it differs from what stands between the quotes.
    fn normalised(&self, text: &str, attribute: RawAttribute) -> Result<Option<String>, Box<Diagnostic>> {
        if !attribute.to_normalise {
            return Ok(None);
        }
        let (start, end) = (attribute.value.0 as usize, attribute.value.1 as usize);
        let bad = |(bad, at): (_, usize)| self.bad_reference(text, start + at, bad);
        normalise_value(&text[start..end]).map(Some).map_err(bad)
    }

    /// Binds the prefixes that the attributes declare, and takes the declarations out of their list.
    fn declare(&mut self, text: &str, rows: &mut Rows) -> Result<(), Box<Diagnostic>> {
        let bindings = rows.bindings.len() as u32;
        for index in 0..self.attributes.len() {
            let attribute = self.attributes[index];
            let Some(prefix) = self.names.get(attribute.name).declares else { continue };
            let normalised = self.normalised(text, attribute)?;
            let value = normalised.as_deref().unwrap_or(&text[attribute.value.0 as usize..attribute.value.1 as usize]);
            let namespace = Name::new(value);
            self.check_declaration(prefix, namespace, attribute)?;
            self.bindings.bind(prefix, namespace);
            rows.bindings.push((self.bindings.name(prefix).as_str(), namespace));
        }
        rows.scopes.push(Scope { parent: self.scope, bindings });
        self.scope = rows.scopes.len() as u32 - 1;
        let names = &self.names;
        self.attributes.retain(|attribute| names.get(attribute.name).declares.is_none());
        Ok(())
    }

    /// Namespaces in XML 1.0, 3 and 5.
    fn check_declaration(
        &self,
        prefix: Prefix,
        namespace: Name,
        attribute: RawAttribute,
    ) -> Result<(), Box<Diagnostic>> {
        let is_xml = prefix == XML;
        if prefix == XMLNS || namespace == Name::XMLNS || is_xml != (namespace == Name::XML) {
            let prefix = self.bindings.name(prefix);
            let message = format!("the prefix {:?} is declared to be {:?}", prefix.as_str(), namespace.as_str());
            return Err(self.fault(&rules::RESERVED_NAMESPACE, attribute.start as usize, message).into());
        }
        if namespace.is_empty() && prefix != DEFAULT {
            let message =
                format!("the prefix {:?} is declared to be no namespace", self.bindings.name(prefix).as_str());
            return Err(self.fault(&rules::PREFIX_UNDECLARED, attribute.start as usize, message).into());
        }
        Ok(())
    }

    fn element_namespace(&self, prefix: Prefix, at: usize) -> Result<Name, Box<Diagnostic>> {
        self.bindings.namespace(prefix).ok_or_else(|| self.unbound(prefix, at))
    }

    #[cold]
    fn unbound(&self, prefix: Prefix, at: usize) -> Box<Diagnostic> {
        if prefix == XMLNS {
            return self.fault(&rules::RESERVED_NAMESPACE, at, "an element has the prefix \"xmlns\"").into();
        }
        let prefix = self.bindings.name(prefix);
        let fault = self.fault(&rules::UNBOUND_PREFIX, at, format!("the prefix {:?} is not declared", prefix.as_str()));
        fault.expected(format!("xmlns:{prefix}=\"…\" here or around")).into()
    }

    /// Adds the attributes of `self.attributes` to the rows.
    fn add_attributes(&mut self, text: &str, rows: &mut Rows) -> Result<(), Box<Diagnostic>> {
        let first = rows.attributes.len();
        let mut prefixed = 0;
        for attribute in &self.attributes {
            let name = self.names.get(attribute.name);
            let namespace = if name.prefix == DEFAULT {
                Name::EMPTY
            } else {
                prefixed += 1;
                self.element_namespace(name.prefix, attribute.start as usize)?
            };
            let normalised = match self.normalised(text, *attribute)? {
                None => NONE,
                Some(value) => {
                    rows.values.push(value.into());
                    rows.values.len() as u32 - 1
                }
            };
            rows.attributes.push(AttributeData {
                name: QName { namespace, local: name.local },
                start: attribute.start,
                value: attribute.value,
                normalised,
            });
        }
        if prefixed > 1 {
            self.check_expanded_names(&rows.attributes[first..])?;
        }
        Ok(())
    }

    /// Namespaces in XML 1.0, 6.3; the names as they stand were compared before.
    fn check_expanded_names(&self, attributes: &[AttributeData]) -> Result<(), Box<Diagnostic>> {
        let found = if attributes.len() <= 16 {
            (1..attributes.len()).find_map(|second| {
                let first = attributes[..second].iter().position(|first| first.name == attributes[second].name)?;
                Some((first, second))
            })
        } else {
            let mut seen = hashbrown::HashMap::with_capacity(attributes.len());
            attributes
                .iter()
                .enumerate()
                .find_map(|(second, attribute)| seen.insert(attribute.name, second).map(|first| (first, second)))
        };
        let Some((first, second)) = found else { return Ok(()) };
        let (first, second) = (&attributes[first], &attributes[second]);
        let message = format!("a second attribute {}", second.name);
        let fault = self.fault(&rules::SAME_EXPANDED_NAME, second.start as usize, message);
        Err(fault.related(self.place(first.start as usize), "the first one").into())
    }
}
