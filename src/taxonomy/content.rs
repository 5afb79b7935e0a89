//! Validates elements of documents against the declarations of a taxonomy (XML Schema 1.0 part 1, 3.3.4,
//! 3.4.4 and 3.10.4). Identity constraints are not looked at.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::model::name::local;
use crate::model::{Diagnostic, Documents, Name, Place, QName, Text};
use crate::xml::name::trim;
use crate::xml::types::{BuiltIn, SimpleType, Variety};
use crate::xml::{Attribute, Node, NodeId};

use super::Taxonomy;
use super::built_in::built_in;
use super::component::{Content, Process, TypeKind, ValueConstraint};
use super::document_ids::{DocumentIds, stands_at};
use super::ids::{ElementId, TypeId};
use super::model::{Matched, Model, Steps, Walk};
use super::resolve::ANY_TYPE;
use super::rules::validity as rules;
use super::sound::SoundValues;

/// The validation of one document, or of parts of it.
///
/// Ids and references to them are kept until [`Validation::finish`].
pub struct Validation<'x> {
    taxonomy: &'x Taxonomy,
    documents: &'x Documents,
    findings: Vec<Diagnostic>,
    ids: DocumentIds,
    /// To ids that weren't there when they were met.
    references: Vec<(Text, Place)>,
    /// What was found of children, by whose declarations.
    steps: [Steps; 2],
    /// Values of attributes, each by the declaration of its default.
    sound: SoundValues,
    /// The namespaces in scope of the root whose children come one by one: each of them numbers those in it anew.
    streamed_scope: Option<u32>,
    /// Whether the children of the element at hand come later, one by one.
    streamed: bool,
    /// The element whose children come one by one.
    root: Option<Children<'x>>,
}

/// What was found in a part of a document.
struct Part {
    findings: Vec<Diagnostic>,
    references: Vec<(Text, Place)>,
    ids: DocumentIds,
}

/// A walk along the children of an element.
struct Children<'x> {
    grammar: Grammar,
    walk: Walk<'x>,
    /// Whether text may stand among them, or stood there and was reported.
    text_is_good: bool,
    /// What is wrong behind the first child that can't stand where it does may be wrong because of it.
    is_wrong: bool,
}

/// By whose declarations an element is validated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Grammar {
    /// Those of the set that was discovered.
    Set,
    /// Those that need no discovery.
    BuiltIn,
}

/// Elements of a tree still to be validated, by whose declarations, and what each was found to be.
type Work = Vec<(NodeId, Grammar, Matched)>;

/// So many children of a root are validated at once by one thread.
const CHILDREN_AT_ONCE: usize = 2048;

impl<'x> Validation<'x> {
    /// A validation by the declarations of a taxonomy.
    #[must_use]
    pub fn new(taxonomy: &'x Taxonomy, documents: &'x Documents) -> Validation<'x> {
        let (findings, ids, references, steps, sound) = Default::default();
        let (streamed_scope, streamed, root) = Default::default();
        Validation { taxonomy, documents, findings, ids, references, steps, sound, streamed_scope, streamed, root }
    }

    /// Validates a whole document from its root: what is inside of the root's children by several threads, for they
    /// have nothing to do with each other but their ids.
    #[must_use]
    pub fn of_document(taxonomy: &'x Taxonomy, documents: &'x Documents, root: Node<'_, '_>) -> Vec<Diagnostic> {
        let mut whole = Validation::new(taxonomy, documents);
        let mut children = Work::new();
        whole.wild_element(root, Process::Strict, &mut children);
        let run = |part: &mut Validation<'x>, children: &[(NodeId, Grammar, Matched)]| {
            children.iter().for_each(|(id, grammar, matched)| part.run(root.other(*id), *grammar, *matched));
        };
        let (first, more) = children.split_at(children.len().min(CHILDREN_AT_ONCE));
        let validate = |children: &[(NodeId, Grammar, Matched)]| {
            let mut part = Validation::new(taxonomy, documents);
            run(&mut part, children);
            part.remains()
        };
        let more = || more.par_chunks(CHILDREN_AT_ONCE).map(validate).collect();
        let ((), more): (_, Vec<_>) = rayon::join(|| run(&mut whole, first), more);
        more.into_iter().for_each(|part| whole.absorb(part));
        whole.finish()
    }

    /// What is to be taken over of a part of a document, without what it was found by.
    fn remains(self) -> Part {
        Part { findings: self.findings, references: self.references, ids: self.ids }
    }

    /// Takes over what was found in a later part of the document.
    fn absorb(&mut self, mut later: Part) {
        self.findings.append(&mut later.findings);
        self.references.append(&mut later.references);
        for (id, place) in later.ids.all(self.documents) {
            self.note_id(id, place);
        }
    }

    fn declarations(&self, grammar: Grammar) -> &'x Taxonomy {
        match grammar {
            Grammar::Set => self.taxonomy,
            Grammar::BuiltIn => built_in(),
        }
    }

    /// What was found, references to ids that aren't there included.
    #[must_use]
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (id, place) in &self.references {
            let id = id.get(self.documents);
            if !self.ids.contain(id, self.documents) {
                let message = format!("no element of the document has the id {id:?}");
                self.findings.push(Diagnostic::new(&rules::NO_SUCH_ID, *place, message));
            }
        }
        self.findings
    }

    /// Validates an element, as far as there is a declaration for it, with all inside.
    pub fn element(&mut self, node: Node<'_, '_>, process: Process) {
        self.run(node, Grammar::Set, Matched::Wildcard(process));
    }

    /// Validates an element by a declaration, with all inside.
    pub fn declared(&mut self, node: Node<'_, '_>, declaration: ElementId) {
        self.run(node, Grammar::Set, Matched::Element(declaration));
    }

    /// Validates the root of a document whose children follow, one by one.
    pub fn open(&mut self, root: Node<'_, '_>) {
        (self.streamed, self.streamed_scope) = (true, Some(root.scope()));
        self.element(root, Process::Strict);
        self.streamed = false;
    }

    /// Validates the next child of the root that was opened, and the text before it.
    pub fn child(&mut self, root: Node<'_, '_>, child: Node<'_, '_>) {
        let Some(mut children) = self.root.take() else { return };
        self.text_among(&mut children, root);
        let matched = self.step(&mut children, root, child);
        self.run(child, children.grammar, matched);
        self.root = Some(children);
    }

    /// Validates the end of the root that was opened.
    pub fn close(&mut self, root: Node<'_, '_>) {
        if let Some(mut children) = self.root.take() {
            self.text_among(&mut children, root);
            self.end(&children, root);
        }
    }

    /// Validates an element and all inside, without a frame on the stack for each level.
    fn run(&mut self, node: Node<'_, '_>, grammar: Grammar, matched: Matched) {
        let mut open: Work = vec![(node.id(), grammar, matched)];
        while let Some((id, grammar, matched)) = open.pop() {
            let (node, start) = (node.other(id), open.len());
            match matched {
                Matched::Element(declaration) => self.by_declaration(node, grammar, declaration, &mut open),
                Matched::Wildcard(process) => self.wild_element(node, process, &mut open),
                Matched::Unexpected => self.wild_element(node, Process::Lax, &mut open),
            }
            // What was put there last is taken first: the first child is to be.
            open[start..].reverse();
        }
    }

    fn wild_element(&mut self, node: Node<'_, '_>, process: Process, inside: &mut Work) {
        let name = node.name();
        let in_set = self.taxonomy.element(name).filter(|_| name.namespace != Name::XSD);
        let found = in_set.map(|id| (Grammar::Set, id));
        match found.or_else(|| Some((Grammar::BuiltIn, built_in().element(name)?))) {
            _ if process == Process::Skip => {}
            Some((grammar, declaration)) => self.by_declaration(node, grammar, declaration, inside),
            None => {
                let type_id = self.xsi_type(node, Grammar::Set);
                if process == Process::Strict && type_id.is_none() && !self.taxonomy.may_be_missing(name) {
                    let message = format!("the element {} is not declared", node.name());
                    self.findings.push(Diagnostic::new(&rules::NOT_DECLARED, node.place(), message));
                }
                self.by_type(node, Grammar::Set, type_id.unwrap_or(ANY_TYPE), &ValueConstraint::None, inside);
            }
        }
    }

    fn by_declaration(&mut self, node: Node<'_, '_>, grammar: Grammar, declaration: ElementId, inside: &mut Work) {
        let declarations = self.declarations(grammar);
        let element = declarations.element_of(declaration);
        if element.abstract_ {
            let message = format!("the element {} is abstract", node.name());
            let finding = Diagnostic::new(&rules::ABSTRACT_ELEMENT, node.place(), message);
            self.findings.push(declared_here(finding, grammar, element.place));
            return;
        }
        let type_id = match self.xsi_type(node, grammar) {
            Some(named) if declarations.is_derived_from(named, element.type_id) => named,
            // By which of the two the content is to be judged, nobody knows.
            Some(_) => {
                let message = format!("the type of this {} is not derived from the declared one", node.name());
                let place = xsi_type_of(node).map_or(node.place(), Attribute::place);
                let finding = Diagnostic::new(&rules::TYPE_NOT_DERIVED, place, message);
                self.findings.push(declared_here(finding, grammar, element.place));
                return;
            }
            None => element.type_id,
        };
        // No built-in element can be nil.
        if grammar == Grammar::Set && self.is_nil(node) {
            self.nil(node, declaration);
            self.attributes(node, grammar, type_id);
            return;
        }
        self.by_type(node, grammar, type_id, &element.value, inside);
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
        matches!(
            node.attribute_ns(QName { namespace: Name::XSI, local: local::NIL }).map(str::trim),
            Some("true" | "1")
        )
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
    fn xsi_type(&mut self, node: Node<'_, '_>, grammar: Grammar) -> Option<TypeId> {
        let attribute = xsi_type_of(node)?;
        let name = node.resolve_qname(attribute.value()).ok();
        let found = name.and_then(|name| self.declarations(grammar).type_named(name));
        if found.is_none() && !name.is_some_and(|name| self.taxonomy.may_be_missing(name)) {
            let message = format!("there is no type {:?}", attribute.value());
            self.findings.push(Diagnostic::new(&rules::NO_SUCH_TYPE, attribute.place(), message));
        }
        found
    }

    fn by_type(
        &mut self,
        node: Node<'_, '_>,
        grammar: Grammar,
        type_id: TypeId,
        value: &ValueConstraint,
        inside: &mut Work,
    ) {
        let declarations = self.declarations(grammar);
        let definition = declarations.type_of(type_id);
        if definition.abstract_ {
            let message = format!("the type of the element {} is abstract", node.name());
            self.findings.push(Diagnostic::new(&rules::ABSTRACT_TYPE, node.place(), message));
        }
        if definition.kind == TypeKind::Simple {
            self.no_attributes(node);
        } else {
            self.attributes(node, grammar, type_id);
        }
        match declarations.simple_type(type_id) {
            Some(simple) if !matches!(definition.content, Content::Children(_)) => self.value(node, simple, value),
            _ if type_id == ANY_TYPE => {
                inside.extend(node.children().map(|child| (child.id(), grammar, Matched::Wildcard(Process::Lax))));
            }
            _ => self.children(node, grammar, type_id, inside),
        }
    }

    fn value(&mut self, node: Node<'_, '_>, simple: &SimpleType, value: &ValueConstraint) {
        if let Some(child) = node.children().next() {
            let message = format!("the element {} has a value and no children", node.name());
            self.findings.push(Diagnostic::new(&rules::CHILDREN_IN_VALUE, child.place(), message));
            return;
        }
        if simple.takes_every_text() {
            return;
        }
        let text = node.text();
        let place = node.text_place();
        let text = match value {
            ValueConstraint::Default(default) | ValueConstraint::Fixed(default) if text.is_empty() => {
                Cow::Owned(default.get(self.documents).to_owned())
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

    fn children(&mut self, node: Node<'_, '_>, grammar: Grammar, type_id: TypeId, inside: &mut Work) {
        let declarations = self.declarations(grammar);
        let effective = &declarations.types.effective[type_id.index()];
        if !effective.mixed && node.has_text() {
            let message = match effective.content.is_empty() {
                true => format!("the element {} must be empty", node.name()),
                false => format!("text can't stand among the children of {}", node.name()),
            };
            self.findings.push(Diagnostic::new(&rules::TEXT_AMONG_CHILDREN, node.text_place(), message));
            // The text stands for the children, then.
            if node.children().next().is_none() {
                return;
            }
        }
        let model = declarations.model(type_id);
        if matches!(model, Model::TooComplex) {
            let message = format!("the content model of {} is too complex to be checked", node.name());
            self.findings.push(Diagnostic::new(&rules::TOO_COMPLEX, node.place(), message));
        }
        let walk = Walk::new(model, type_id);
        let mut children = Children { grammar, walk, text_is_good: effective.mixed, is_wrong: false };
        if self.streamed {
            self.root = Some(children);
            return;
        }
        for child in node.children() {
            let matched = self.step(&mut children, node, child);
            inside.push((child.id(), grammar, matched));
        }
        self.end(&children, node);
    }

    /// Reports the first text among the children of the root that was opened.
    fn text_among(&mut self, children: &mut Children<'_>, root: Node<'_, '_>) {
        if !children.text_is_good && root.has_text() {
            children.text_is_good = true;
            let message = format!("text can't stand among the children of {}", root.name());
            self.findings.push(Diagnostic::new(&rules::TEXT_AMONG_CHILDREN, root.text_place(), message));
        }
    }

    /// Takes the next child of an element.
    fn step(&mut self, children: &mut Children<'_>, node: Node<'_, '_>, child: Node<'_, '_>) -> Matched {
        let declarations = self.declarations(children.grammar);
        let matched = children.walk.step(declarations, child.name(), &mut self.steps[children.grammar as usize]);
        if matched == Matched::Unexpected && !children.is_wrong && !self.taxonomy.may_be_missing(child.name()) {
            children.is_wrong = true;
            let message = format!("the element {} can't stand here in {}", child.name(), node.name());
            let finding = Diagnostic::new(&rules::UNEXPECTED_CHILD, child.place(), message);
            let expected = one_of(&children.walk.expected(declarations));
            self.findings.push(finding.expected(expected).found(child.name().to_string()));
        }
        matched
    }

    /// Takes the end of an element, behind its children.
    fn end(&mut self, children: &Children<'_>, node: Node<'_, '_>) {
        if !children.is_wrong && !children.walk.may_end() {
            let message = format!("the element {} is not complete", node.name());
            let finding = Diagnostic::new(&rules::UNEXPECTED_CHILD, node.place(), message);
            let expected = one_of(&children.walk.expected(self.declarations(children.grammar)));
            self.findings.push(finding.expected(expected).found("its end"));
        }
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

    fn attributes(&mut self, node: Node<'_, '_>, grammar: Grammar, type_id: TypeId) {
        let declarations = self.declarations(grammar);
        let effective = &declarations.types.effective[type_id.index()];
        for attribute in node.attributes().filter(|attribute| !is_for_schemas(attribute.name)) {
            let used = effective.attributes.iter().find(|used| used.name == attribute.name);
            match (used, &effective.wildcard) {
                (Some(used), _) => {
                    let type_id = declarations.schema.attributes[used.attribute.index()].type_id;
                    self.attribute_value(node, attribute, declarations.simple_type(type_id), &used.value);
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
        let in_set = self.taxonomy.attribute(attribute.name).map(|id| (self.taxonomy, id));
        let built_in = || Some((built_in(), built_in().attribute(attribute.name)?));
        match in_set.or_else(built_in) {
            Some((declarations, id)) => {
                let declaration = declarations.attribute_of(id);
                let simple = declarations.simple_type(declaration.type_id);
                self.attribute_value(node, attribute, simple, &declaration.value);
            }
            None if process == Process::Strict && !self.taxonomy.may_be_missing(attribute.name) => {
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
        simple: Option<&SimpleType>,
        value: &'x ValueConstraint,
    ) {
        let Some(simple) = simple else { return };
        let text = attribute.value();
        let scope = self.scope_of(node);
        if scope.is_some_and(|scope| self.sound.has(value, scope, text)) {
            return;
        }
        if let Err(error) = simple.check(text, &node) {
            let message = format!("the value of the attribute {} is {error}", attribute.name);
            let finding = Diagnostic::new(&rules::INVALID_ATTRIBUTE, attribute.value_place(), message);
            self.findings.push(finding.found(shown(text)));
            return;
        }
        let mut is_sound = true;
        if let ValueConstraint::Fixed(fixed) = value {
            let fixed = fixed.get(self.documents);
            is_sound = is_same_value(simple, text, fixed, node);
            if !is_sound {
                let message = format!("the value of the attribute {} is fixed", attribute.name);
                let finding = Diagnostic::new(&rules::FIXED_ATTRIBUTE, attribute.value_place(), message);
                self.findings.push(finding.expected(format!("{fixed:?}")).found(shown(text)));
            }
        }
        match (scope.filter(|_| is_sound), identity(simple)) {
            (Some(scope), Identity::None) => self.sound.add(value, scope, text),
            _ => self.note_ids(simple, text, attribute.value_place()),
        }
    }

    /// The number of the namespaces in scope of an element, where no other elements of the document have it for others.
    fn scope_of(&self, node: Node<'_, '_>) -> Option<u32> {
        Some(node.scope()).filter(|scope| self.streamed_scope.is_none_or(|streamed| streamed == *scope))
    }

    /// Keeps ids and references to them; an id that is there already is reported.
    fn note_ids(&mut self, simple: &SimpleType, text: &str, place: Place) {
        match identity(simple) {
            Identity::None => {}
            Identity::Id => self.note_id(trim(text), place),
            Identity::Reference => self.note_reference(trim(text), place),
            Identity::References => text.split_ascii_whitespace().for_each(|word| self.note_reference(word, place)),
        }
    }

    fn note_id(&mut self, id: &str, place: Place) {
        if let Some(first) = self.ids.add(id, place, self.documents) {
            let message = format!("the id {id:?} is there twice");
            let finding = Diagnostic::new(&rules::REPEATED_ID, place, message);
            self.findings.push(finding.related(first, "first here"));
        }
    }

    /// Keeps a reference to an id that wasn't there yet; mostly it stands before what refers to it.
    fn note_reference(&mut self, id: &str, place: Place) {
        if !self.ids.contain(id, self.documents) {
            let kept = stands_at(place, id, self.documents).map_or_else(|| Text::from(id), Text::Span);
            self.references.push((kept, place));
        }
    }
}

/// What values of a type have to do with ids.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Identity {
    None,
    Id,
    Reference,
    References,
}

fn identity(simple: &SimpleType) -> Identity {
    match simple.variety() {
        _ if simple.derives_from(BuiltIn::Id) => Identity::Id,
        _ if simple.derives_from(BuiltIn::IdRef) => Identity::Reference,
        Variety::List(item) if item.derives_from(BuiltIn::IdRef) => Identity::References,
        _ => Identity::None,
    }
}

/// The attribute by which an element names its type itself.
fn xsi_type_of<'n, 't>(node: Node<'n, 't>) -> Option<Attribute<'n, 't>> {
    node.attribute_node(QName { namespace: Name::XSI, local: local::TYPE })
}

/// A finding with the place of the declaration, where that is in one of the documents.
fn declared_here(finding: Diagnostic, grammar: Grammar, place: Place) -> Diagnostic {
    match grammar {
        Grammar::Set => finding.related(place, "declared here"),
        Grammar::BuiltIn => finding,
    }
}

/// What could stand somewhere, in words.
fn one_of(names: &[String]) -> String {
    if names.is_empty() { "nothing more".to_owned() } else { names.join(", or ") }
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
