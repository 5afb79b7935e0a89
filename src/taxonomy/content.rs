//! Validates elements of documents against the declarations of a taxonomy (XML Schema 1.0 part 1, 3.3.4,
//! 3.4.4 and 3.10.4). Identity constraints are not looked at.

use std::borrow::Cow;

use hashbrown::HashMap;

use crate::model::name::local;
use crate::model::{Diagnostic, Documents, Name, Place, QName};
use crate::xml::types::{BuiltIn, SimpleType, Variety};
use crate::xml::{Attribute, Node};

use super::Taxonomy;
use super::component::{Content, Process, TypeKind, ValueConstraint};
use super::ids::{ElementId, TypeId};
use super::particle::{Matched, Mismatch, match_children};
use super::resolve::ANY_TYPE;
use super::rules::validity as rules;

/// The validation of one document, or of parts of it.
///
/// Ids and references to them are kept until [`Validation::finish`].
pub struct Validation<'x> {
    taxonomy: &'x Taxonomy,
    documents: &'x Documents,
    findings: Vec<Diagnostic>,
    ids: HashMap<Box<str>, Place>,
    references: Vec<(Box<str>, Place)>,
}

/// Elements still to be validated, and what each was found to be.
type Work<'a, 't> = Vec<(Node<'a, 't>, Matched)>;

impl<'x> Validation<'x> {
    /// A validation by the declarations of a taxonomy.
    #[must_use]
    pub fn new(taxonomy: &'x Taxonomy, documents: &'x Documents) -> Validation<'x> {
        let (findings, ids, references) = Default::default();
        Validation { taxonomy, documents, findings, ids, references }
    }

    /// What was found, references to ids that aren't there included.
    #[must_use]
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (id, place) in &self.references {
            if !self.ids.contains_key(id) {
                let message = format!("no element of the document has the id {id:?}");
                self.findings.push(Diagnostic::new(&rules::NO_SUCH_ID, *place, message));
            }
        }
        self.findings
    }

    /// Validates an element, as far as there is a declaration for it, with all inside.
    pub fn element(&mut self, node: Node<'_, '_>, process: Process) {
        self.run(node, Matched::Wildcard(process));
    }

    /// Validates an element by a declaration, with all inside.
    pub fn declared(&mut self, node: Node<'_, '_>, declaration: ElementId) {
        self.run(node, Matched::Element(declaration));
    }

    /// Validates an element and all inside, without a frame on the stack for each level.
    fn run<'a, 't>(&mut self, node: Node<'a, 't>, matched: Matched) {
        let mut open: Work<'a, 't> = vec![(node, matched)];
        while let Some((node, matched)) = open.pop() {
            let start = open.len();
            match matched {
                Matched::Element(declaration) => self.by_declaration(node, declaration, &mut open),
                Matched::Wildcard(process) => self.wild_element(node, process, &mut open),
                Matched::Unexpected => self.wild_element(node, Process::Lax, &mut open),
            }
            // What was put there last is taken first: the first child is to be.
            open[start..].reverse();
        }
    }

    fn wild_element<'a, 't>(&mut self, node: Node<'a, 't>, process: Process, inside: &mut Work<'a, 't>) {
        match self.taxonomy.element(node.name()) {
            _ if process == Process::Skip => {}
            Some(declaration) => self.by_declaration(node, declaration, inside),
            None => {
                let type_id = self.xsi_type(node);
                if process == Process::Strict && type_id.is_none() {
                    let message = format!("the element {} is not declared", node.name());
                    self.findings.push(Diagnostic::new(&rules::NOT_DECLARED, node.place(), message));
                }
                self.by_type(node, type_id.unwrap_or(ANY_TYPE), &ValueConstraint::None, inside);
            }
        }
    }

    fn by_declaration<'a, 't>(&mut self, node: Node<'a, 't>, declaration: ElementId, inside: &mut Work<'a, 't>) {
        let element = self.taxonomy.element_of(declaration);
        if element.abstract_ {
            let message = format!("the element {} is abstract", node.name());
            let finding = Diagnostic::new(&rules::ABSTRACT_ELEMENT, node.place(), message);
            self.findings.push(finding.related(element.place, "declared here"));
            return;
        }
        let type_id = match self.xsi_type(node) {
            Some(named) if self.taxonomy.is_derived_from(named, element.type_id) => named,
            Some(_) => {
                let message = format!("the type of this {} is not derived from the declared one", node.name());
                let finding = Diagnostic::new(&rules::TYPE_NOT_DERIVED, node.place(), message);
                self.findings.push(finding.related(element.place, "declared here"));
                element.type_id
            }
            None => element.type_id,
        };
        if self.is_nil(node) {
            self.nil(node, declaration);
            self.attributes(node, type_id);
            return;
        }
        self.by_type(node, type_id, &element.value, inside);
        if let ValueConstraint::Fixed(fixed) = &element.value {
            self.fixed(node, type_id, fixed.get(self.documents));
        }
    }

    fn fixed(&mut self, node: Node<'_, '_>, type_id: TypeId, fixed: &str) {
        let text = node.text();
        let is_empty = text.is_empty() && node.children().next().is_none();
        let equal = match self.taxonomy.simple_type(type_id) {
            Some(simple) => is_same_value(simple, &text, fixed, node),
            None => *text == *fixed,
        };
        if !is_empty && !equal {
            let message = format!("the value of {} is fixed", node.name());
            let finding = Diagnostic::new(&rules::FIXED_ELEMENT, node.place(), message);
            self.findings.push(finding.expected(format!("{fixed:?}")).found(shown(&text)));
        }
    }

    fn is_nil(&self, node: Node<'_, '_>) -> bool {
        matches!(node.attribute_ns(QName::new(Name::XSI, "nil")).map(str::trim), Some("true" | "1"))
    }

    fn nil(&mut self, node: Node<'_, '_>, declaration: ElementId) {
        let element = self.taxonomy.element_of(declaration);
        if !element.nillable {
            let message = format!("the element {} can't be nil", node.name());
            let finding = Diagnostic::new(&rules::NOT_NILLABLE, node.place(), message);
            self.findings.push(finding.related(element.place, "declared here, not nillable"));
        }
        if node.children().next().is_some() || !node.text().is_empty() {
            let message = format!("the element {} is nil and has content", node.name());
            self.findings.push(Diagnostic::new(&rules::NIL_WITH_CONTENT, node.place(), message));
        }
    }

    /// The type that an element names itself, by `xsi:type`.
    fn xsi_type(&mut self, node: Node<'_, '_>) -> Option<TypeId> {
        let attribute = node.attribute_node(QName { namespace: Name::XSI, local: local::TYPE })?;
        let name = node.resolve_qname(attribute.value()).ok();
        let found = name.and_then(|name| self.taxonomy.type_named(name));
        if found.is_none() {
            let message = format!("there is no type {:?}", attribute.value());
            self.findings.push(Diagnostic::new(&rules::NO_SUCH_TYPE, attribute.place(), message));
        }
        found
    }

    fn by_type<'a, 't>(
        &mut self,
        node: Node<'a, 't>,
        type_id: TypeId,
        value: &ValueConstraint,
        inside: &mut Work<'a, 't>,
    ) {
        let definition = self.taxonomy.type_of(type_id);
        if definition.abstract_ {
            let message = format!("the type of the element {} is abstract", node.name());
            self.findings.push(Diagnostic::new(&rules::ABSTRACT_TYPE, node.place(), message));
        }
        if definition.kind == TypeKind::Simple {
            self.no_attributes(node);
        } else {
            self.attributes(node, type_id);
        }
        match self.taxonomy.simple_type(type_id) {
            Some(simple) if !matches!(definition.content, Content::Children(_)) => self.value(node, simple, value),
            _ if type_id == ANY_TYPE => {
                inside.extend(node.children().map(|child| (child, Matched::Wildcard(Process::Lax))));
            }
            _ => self.children(node, type_id, inside),
        }
    }

    fn value(&mut self, node: Node<'_, '_>, simple: &SimpleType, value: &ValueConstraint) {
        if let Some(child) = node.children().next() {
            let message = format!("the element {} has a value and no children", node.name());
            self.findings.push(Diagnostic::new(&rules::CHILDREN_IN_VALUE, child.place(), message));
            return;
        }
        let text = node.text();
        let place = node.text_place();
        let text = match value {
            ValueConstraint::Default(default) | ValueConstraint::Fixed(default) if text.is_empty() => {
                Cow::Borrowed(default.get(self.documents))
            }
            _ => text,
        };
        if let Err(error) = simple.check(&text, &node) {
            let message = format!("the value of {} is {error}", node.name());
            self.findings.push(Diagnostic::new(&rules::INVALID_VALUE, place, message).found(shown(&text)));
            return;
        }
        self.note_ids(simple, &text, place);
    }

    fn children<'a, 't>(&mut self, node: Node<'a, 't>, type_id: TypeId, inside: &mut Work<'a, 't>) {
        let effective = &self.taxonomy.types.effective[type_id.index()];
        let children: Vec<Node<'a, 't>> = node.children().collect();
        let is_empty = effective.content.is_empty();
        if !effective.mixed && node.has_text() {
            let message = match is_empty {
                true => format!("the element {} must be empty", node.name()),
                false => format!("text can't stand among the children of {}", node.name()),
            };
            self.findings.push(Diagnostic::new(&rules::TEXT_AMONG_CHILDREN, node.text_place(), message));
        }
        let mut matched = Vec::with_capacity(children.len());
        if let Err(mismatch) = match_children(self.taxonomy, &effective.content, &children, &mut matched) {
            self.mismatch(node, &children, mismatch);
        }
        inside.extend(children.into_iter().zip(matched));
    }

    fn mismatch(&mut self, node: Node<'_, '_>, children: &[Node<'_, '_>], mismatch: Mismatch) {
        let one_of =
            |names: Vec<String>| if names.is_empty() { "nothing more".to_owned() } else { names.join(", or ") };
        let finding = match mismatch {
            Mismatch::Unexpected(number, expected) => {
                let child = children[number];
                let message = format!("the element {} can't stand here in {}", child.name(), node.name());
                let finding = Diagnostic::new(&rules::UNEXPECTED_CHILD, child.place(), message);
                finding.expected(one_of(expected)).found(child.name().to_string())
            }
            Mismatch::Incomplete(expected) => {
                let message = format!("the element {} is not complete", node.name());
                let finding = Diagnostic::new(&rules::UNEXPECTED_CHILD, node.place(), message);
                finding.expected(one_of(expected)).found("its end")
            }
            Mismatch::TooComplex => {
                let message = format!("the content model of {} is too complex to be checked", node.name());
                Diagnostic::new(&rules::TOO_COMPLEX, node.place(), message)
            }
        };
        self.findings.push(finding);
    }

    fn no_attributes(&mut self, node: Node<'_, '_>) {
        for attribute in node.attributes().filter(|attribute| attribute.name.namespace != Name::XSI) {
            self.unexpected_attribute(node, attribute);
        }
    }

    fn unexpected_attribute(&mut self, node: Node<'_, '_>, attribute: Attribute<'_, '_>) {
        let message = format!("the element {} can't have the attribute {}", node.name(), attribute.name);
        self.findings.push(Diagnostic::new(&rules::UNEXPECTED_ATTRIBUTE, attribute.place(), message));
    }

    fn attributes(&mut self, node: Node<'_, '_>, type_id: TypeId) {
        let effective = &self.taxonomy.types.effective[type_id.index()];
        for attribute in node.attributes().filter(|attribute| !is_for_schemas(attribute.name)) {
            let used = effective.attributes.iter().find(|used| used.name == attribute.name);
            match (used, &effective.wildcard) {
                (Some(used), _) => {
                    let type_id = self.taxonomy.schema.attributes[used.attribute.index()].type_id;
                    self.attribute_value(node, attribute, type_id, &used.value);
                }
                (None, Some(wildcard)) if wildcard.allows(attribute.name.namespace) => {
                    self.wild_attribute(node, attribute, wildcard.process);
                }
                _ => self.unexpected_attribute(node, attribute),
            }
        }
        for used in effective.attributes.iter().filter(|used| used.required) {
            if node.attribute_ns(used.name).is_none() {
                let message = format!("the element {} must have the attribute {}", node.name(), used.name);
                self.findings.push(Diagnostic::new(&rules::MISSING_ATTRIBUTE, node.place(), message));
            }
        }
    }

    fn wild_attribute(&mut self, node: Node<'_, '_>, attribute: Attribute<'_, '_>, process: Process) {
        if process == Process::Skip {
            return;
        }
        match self.taxonomy.names.attributes.get(&attribute.name) {
            Some(id) => {
                let declaration = &self.taxonomy.schema.attributes[id.index()];
                self.attribute_value(node, attribute, declaration.type_id, &declaration.value);
            }
            None if process == Process::Strict => {
                let message = format!("the attribute {} is not declared", attribute.name);
                self.findings.push(Diagnostic::new(&rules::ATTRIBUTE_NOT_DECLARED, attribute.place(), message));
            }
            None => {}
        }
    }

    fn attribute_value(
        &mut self,
        node: Node<'_, '_>,
        attribute: Attribute<'_, '_>,
        type_id: TypeId,
        value: &ValueConstraint,
    ) {
        let Some(simple) = self.taxonomy.simple_type(type_id) else { return };
        let text = attribute.value();
        if let Err(error) = simple.check(text, &node) {
            let message = format!("the value of the attribute {} is {error}", attribute.name);
            let finding = Diagnostic::new(&rules::INVALID_ATTRIBUTE, attribute.value_place(), message);
            self.findings.push(finding.found(shown(text)));
            return;
        }
        if let ValueConstraint::Fixed(fixed) = value {
            let fixed = fixed.get(self.documents);
            if !is_same_value(simple, text, fixed, node) {
                let message = format!("the value of the attribute {} is fixed", attribute.name);
                let finding = Diagnostic::new(&rules::FIXED_ATTRIBUTE, attribute.value_place(), message);
                self.findings.push(finding.expected(format!("{fixed:?}")).found(shown(text)));
            }
        }
        self.note_ids(simple, text, attribute.value_place());
    }

    /// Keeps ids and references to them; an id that is there already is reported.
    fn note_ids(&mut self, simple: &SimpleType, text: &str, place: Place) {
        if simple.derives_from(BuiltIn::Id) {
            let id = text.trim();
            if let Some(first) = self.ids.get(id) {
                let message = format!("the id {id:?} is there twice");
                let finding = Diagnostic::new(&rules::REPEATED_ID, place, message);
                self.findings.push(finding.related(*first, "first here"));
            } else {
                self.ids.insert(id.into(), place);
            }
        } else if simple.derives_from(BuiltIn::IdRef) {
            self.references.push((text.trim().into(), place));
        } else if let Variety::List(item) = simple.variety()
            && item.derives_from(BuiltIn::IdRef)
        {
            self.references.extend(text.split_ascii_whitespace().map(|word| (word.into(), place)));
        }
    }
}

/// Attributes that every element may have (part 1, 2.6).
fn is_for_schemas(name: QName) -> bool {
    name.namespace == Name::XSI
        && matches!(name.local.as_str(), "type" | "nil" | "schemaLocation" | "noNamespaceSchemaLocation")
}

/// Whether two texts are one value of a type.
fn is_same_value(simple: &SimpleType, text: &str, other: &str, node: Node<'_, '_>) -> bool {
    simple.normalize(text) == simple.normalize(other)
        || matches!((simple.value(text, &node), simple.value(other, &node)), (Ok(one), Ok(other)) if one == other)
}

/// A value in a message: its beginning, in quotes.
fn shown(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}
