//! Reads a schema into rows (XML Schema 1.0 part 1; XBRL 2.1, 5.1).
//!
//! What isn't as XML Schema wants it is passed over here: whether a schema is valid is for rules to say.

use crate::model::name::local;
use crate::model::{Name, QName, Text};
use crate::xml::name::trim;
use crate::xml::{Attribute as XmlAttribute, Node, RecentNames};

use super::component::{
    Attribute, AttributeRef, AttributeSet, AttributeUse, Balance, Compositor, Content, CyclesAllowed, Derivation,
    Derivations, Element, Facet, ForeignAttribute, Namespaces, Particle, PeriodType, Process, RoleType, Rows, Term,
    Type, TypeKind, TypeRef, Use, ValueConstraint, Wildcard,
};
use super::ids::{ArcroleTypeId, AttributeId, ElementId, ParticleId, RoleTypeId, TypeId};
use super::link::Target;
use super::linkbase::{read_linkbase, text_of};
use super::reference::ReferenceKind;
use super::rows::{AttributeGroup, DocumentRows, Group, Schema};

/// Reads a schema; `includer` is the target namespace of the schema that includes one that has none.
pub(super) fn read_schema(root: Node<'_, '_>, includer: Option<Name>, rows: &mut DocumentRows) {
    let target = root.attribute(local::TARGET_NAMESPACE).map(Name::new);
    let namespace = target.or(includer).unwrap_or(Name::EMPTY);
    let qualified = |name: Name| root.attribute(name) == Some("qualified");
    let mut reader = SchemaReader {
        namespace,
        chameleon: target.is_none() && includer.is_some(),
        elements_qualified: qualified(local::ELEMENT_FORM_DEFAULT),
        attributes_qualified: qualified(local::ATTRIBUTE_FORM_DEFAULT),
        block: derivations(root.attribute(local::BLOCK_DEFAULT)),
        final_: derivations(root.attribute(local::FINAL_DEFAULT)),
        names: RecentNames::default(),
        rows,
    };
    reader.rows.references.add_schema_locations(root);
    let prefixes = root.namespaces().map(|(prefix, namespace)| (Name::new(prefix), namespace)).collect();
    let schema = Schema { source: reader.rows.source, target, namespace, prefixes, place: root.place() };
    reader.rows.schema.schemas.push(schema);
    for child in root.children().filter(|child| child.name().namespace == Name::XSD) {
        reader.top_level(child);
    }
}

struct SchemaReader<'r> {
    namespace: Name,
    /// Whether names without a namespace are in the includer's.
    chameleon: bool,
    elements_qualified: bool,
    attributes_qualified: bool,
    block: Derivations,
    final_: Derivations,
    names: RecentNames,
    rows: &'r mut DocumentRows,
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value.map(trim), Some("true" | "1"))
}

fn derivations(value: Option<&str>) -> Derivations {
    let mut found = Derivations::default();
    for word in value.unwrap_or_default().split_ascii_whitespace() {
        let all = word == "#all";
        found.extension |= all || word == "extension";
        found.restriction |= all || word == "restriction";
        found.substitution |= all || word == "substitution";
    }
    found
}

fn occurs(value: Option<&str>) -> u32 {
    match value.map(trim) {
        None => 1,
        Some("unbounded") => Particle::UNBOUNDED,
        Some(digits) => digits.parse().unwrap_or(if digits.len() > 9 { Particle::UNBOUNDED - 1 } else { 1 }),
    }
}

fn name_of(node: Node<'_, '_>, attribute: Name) -> Option<Name> {
    node.attribute(attribute).map(|value| Name::new(trim(value)))
}

fn xsd_child<'a, 't>(node: Node<'a, 't>, name: Name) -> Option<Node<'a, 't>> {
    node.children().find(|child| child.is(Name::XSD, name))
}

/// The `restriction` or `extension` inside `simpleContent` or `complexContent`.
fn derivation<'a, 't>(content: Node<'a, 't>) -> Option<(Node<'a, 't>, Derivation)> {
    let restriction = xsd_child(content, local::RESTRICTION).map(|body| (body, Derivation::Restriction));
    restriction.or_else(|| Some((xsd_child(content, local::EXTENSION)?, Derivation::Extension)))
}

fn value_constraint(node: Node<'_, '_>) -> ValueConstraint {
    match (node.attribute(local::DEFAULT), node.attribute(local::FIXED)) {
        (_, Some(value)) => ValueConstraint::Fixed(Text::from(value)),
        (Some(value), None) => ValueConstraint::Default(Text::from(value)),
        (None, None) => ValueConstraint::None,
    }
}

fn period_type(value: &str) -> Option<PeriodType> {
    match trim(value) {
        "instant" => Some(PeriodType::Instant),
        "duration" => Some(PeriodType::Duration),
        _ => None,
    }
}

fn balance(value: &str) -> Option<Balance> {
    match trim(value) {
        "debit" => Some(Balance::Debit),
        "credit" => Some(Balance::Credit),
        _ => None,
    }
}

impl SchemaReader<'_> {
    fn top_level(&mut self, node: Node<'_, '_>) {
        match node.name().local {
            local::ELEMENT => drop(self.element(node, true)),
            local::COMPLEX_TYPE => drop(self.complex_type(node)),
            local::SIMPLE_TYPE => drop(self.simple_type(node)),
            local::ATTRIBUTE => drop(self.attribute(node, true)),
            local::GROUP => self.group(node),
            local::ATTRIBUTE_GROUP => self.attribute_group(node),
            local::ANNOTATION => self.annotation(node),
            local::IMPORT => self.composition(node, ReferenceKind::Import),
            local::INCLUDE => self.composition(node, ReferenceKind::Include),
            local::REDEFINE => self.redefine(node),
            _ => {}
        }
    }

    fn composition(&mut self, node: Node<'_, '_>, kind: ReferenceKind) {
        let Some(location) = node.attribute(local::SCHEMA_LOCATION) else { return };
        let namespace = node.attribute(local::NAMESPACE).map_or(Name::EMPTY, Name::new);
        self.rows.references.add(node, kind, location).0.namespace = namespace;
    }

    fn redefine(&mut self, node: Node<'_, '_>) {
        self.composition(node, ReferenceKind::Redefine);
        for child in node.children().filter(|child| child.is(Name::XSD, local::ANNOTATION)) {
            self.annotation(child);
        }
    }

    /// Linkbase references, linkbases and role types (XBRL 2.1, 5.1.2 to 5.1.4).
    fn annotation(&mut self, node: Node<'_, '_>) {
        let appinfos = node.children().filter(|child| child.is(Name::XSD, local::APPINFO));
        for child in appinfos.flat_map(Node::children) {
            if child.name().namespace != Name::LINK {
                continue;
            }
            match child.name().local {
                local::LINKBASE_REF => drop(self.rows.references.add_simple_link(child, ReferenceKind::LinkbaseRef)),
                local::LINKBASE => read_linkbase(child, self.rows),
                local::ROLE_TYPE => self.role_type(child, local::ROLE_URI),
                local::ARCROLE_TYPE => self.role_type(child, local::ARCROLE_URI),
                _ => {}
            }
        }
    }

    fn role_type(&mut self, node: Node<'_, '_>, uri: Name) {
        let is_arcrole = uri == local::ARCROLE_URI;
        let id = name_of(node, local::ID);
        let child = |name: Name| node.children().filter(move |child| child.is(Name::LINK, name));
        let list = if is_arcrole { &mut self.rows.arcrole_types } else { &mut self.rows.role_types };
        if let Some(id) = id {
            let row = list.len();
            let role = Target::RoleType(RoleTypeId::at(row));
            let target = if is_arcrole { Target::ArcroleType(ArcroleTypeId::at(row)) } else { role };
            self.rows.ids.push((id, target));
        }
        list.push(RoleType {
            uri: name_of(node, uri).unwrap_or(Name::EMPTY),
            id,
            definition: child(local::DEFINITION).next().map(text_of),
            used_on: child(local::USED_ON).filter_map(|used| used.resolve_qname(&used.text()).ok()).collect(),
            cycles_allowed: node.attribute(local::CYCLES_ALLOWED).and_then(CyclesAllowed::parse),
            source: self.rows.source,
            place: node.place(),
        });
    }

    /// A name that a component refers to.
    fn qname(&mut self, node: Node<'_, '_>, text: &str) -> Option<QName> {
        let mut name = self.names.resolve(node, text).ok()?;
        if self.chameleon && name.namespace.is_empty() {
            name.namespace = self.namespace;
        }
        Some(name)
    }

    fn qname_of(&mut self, node: Node<'_, '_>, attribute: Name) -> Option<QName> {
        self.qname(node, node.attribute(attribute)?)
    }

    /// The name of what a component declares.
    fn declared_name(&self, node: Node<'_, '_>, qualified: bool) -> QName {
        let namespace = if qualified { self.namespace } else { Name::EMPTY };
        QName { namespace, local: name_of(node, local::NAME).unwrap_or(Name::EMPTY) }
    }

    fn is_qualified(node: Node<'_, '_>, default: bool) -> bool {
        node.attribute(local::FORM).map_or(default, |form| form == "qualified")
    }

    fn remember(&mut self, id: Option<Name>, target: Target) {
        if let Some(id) = id {
            self.rows.ids.push((id, target));
        }
    }

    fn element(&mut self, node: Node<'_, '_>, global: bool) -> ElementId {
        let qualified = global || Self::is_qualified(node, self.elements_qualified);
        let mut element = Element {
            name: self.declared_name(node, qualified),
            source: self.rows.source,
            place: node.place(),
            global,
            declared_type: TypeRef::None,
            type_id: TypeId(0),
            head: None,
            head_element: None,
            abstract_: false,
            nillable: false,
            value: ValueConstraint::None,
            block: self.block,
            final_: self.final_,
            period_type: None,
            balance: None,
            foreign: Rows::default(),
            concept: None,
        };
        let foreign = self.rows.schema.foreign_attributes.len();
        for attribute in node.attributes() {
            self.element_attribute(node, attribute, &mut element);
        }
        element.foreign = Rows::since(foreign, &self.rows.schema.foreign_attributes);
        for child in node.children().filter(|child| child.name().namespace == Name::XSD) {
            match child.name().local {
                local::COMPLEX_TYPE => element.declared_type = TypeRef::Inline(self.complex_type(child)),
                local::SIMPLE_TYPE => element.declared_type = TypeRef::Inline(self.simple_type(child)),
                _ => {}
            }
        }
        let number = ElementId::at(self.rows.schema.elements.len());
        self.remember(node.attribute(local::ID).map(|id| Name::new(trim(id))), Target::Element(number));
        self.rows.schema.elements.own().push(element);
        number
    }

    fn element_attribute(&mut self, node: Node<'_, '_>, attribute: XmlAttribute<'_, '_>, element: &mut Element) {
        let value = attribute.value();
        match (attribute.name.namespace, attribute.name.local) {
            (Name::EMPTY, local::TYPE) => {
                element.declared_type = self.qname(node, value).map_or(TypeRef::None, TypeRef::Named);
            }
            (Name::EMPTY, local::SUBSTITUTION_GROUP) => element.head = self.qname(node, value),
            (Name::EMPTY, local::ABSTRACT) => element.abstract_ = is_true(Some(value)),
            (Name::EMPTY, local::NILLABLE) => element.nillable = is_true(Some(value)),
            (Name::EMPTY, local::DEFAULT | local::FIXED) => element.value = value_constraint(node),
            (Name::EMPTY, local::BLOCK) => element.block = derivations(Some(value)),
            (Name::EMPTY, local::FINAL) => element.final_ = derivations(Some(value)),
            (Name::XBRLI, local::PERIOD_TYPE) if period_type(value).is_some() => {
                element.period_type = period_type(value);
            }
            (Name::XBRLI, local::BALANCE) if balance(value).is_some() => element.balance = balance(value),
            (Name::EMPTY, _) => {}
            (namespace, name) => {
                if namespace == Name::XBRLDT && name == local::TYPED_DOMAIN_REF {
                    self.rows.references.add(node, ReferenceKind::TypedDomain, value);
                }
                let foreign =
                    ForeignAttribute { name: attribute.name, value: Text::from(value), place: attribute.place() };
                self.rows.schema.foreign_attributes.push(foreign);
            }
        }
    }

    fn attribute(&mut self, node: Node<'_, '_>, global: bool) -> AttributeId {
        let qualified = global || Self::is_qualified(node, self.attributes_qualified);
        let declared_type = match xsd_child(node, local::SIMPLE_TYPE) {
            Some(inline) => TypeRef::Inline(self.simple_type(inline)),
            None => self.qname_of(node, local::TYPE).map_or(TypeRef::None, TypeRef::Named),
        };
        let number = AttributeId::at(self.rows.schema.attributes.len());
        self.remember(name_of(node, local::ID), Target::Attribute(number));
        self.rows.schema.attributes.push(Attribute {
            name: self.declared_name(node, qualified),
            place: node.place(),
            declared_type,
            type_id: TypeId(0),
            value: value_constraint(node),
        });
        if global {
            self.rows.schema.global_attributes.push(number);
        }
        number
    }

    fn attribute_use(&mut self, node: Node<'_, '_>) -> AttributeUse {
        let attribute = match self.qname_of(node, local::REF) {
            Some(name) => AttributeRef::Named(name),
            None => AttributeRef::Inline(self.attribute(node, false)),
        };
        let required = match node.attribute(local::USE) {
            Some("required") => Use::Required,
            Some("prohibited") => Use::Prohibited,
            _ => Use::Optional,
        };
        AttributeUse { attribute, required, value: value_constraint(node), place: node.place() }
    }

    /// The attributes that stand directly inside an element, as a row of the sets.
    fn attribute_set(&mut self, node: Node<'_, '_>) -> u32 {
        let mut uses = Vec::new();
        let mut set = AttributeSet::default();
        for child in node.children().filter(|child| child.name().namespace == Name::XSD) {
            match child.name().local {
                local::ATTRIBUTE => uses.push(self.attribute_use(child)),
                local::ATTRIBUTE_GROUP => {
                    set.groups.extend(self.qname_of(child, local::REF).map(|name| (name, child.place())));
                }
                local::ANY_ATTRIBUTE => set.wildcard = Some(self.wildcard(child)),
                _ => {}
            }
        }
        let schema = &mut self.rows.schema;
        let start = schema.attribute_uses.len();
        schema.attribute_uses.append(&mut uses);
        set.uses = Rows::since(start, &schema.attribute_uses);
        schema.attribute_sets.push(set);
        schema.attribute_sets.len() as u32 - 1
    }

    fn attribute_group(&mut self, node: Node<'_, '_>) {
        let set = self.attribute_set(node);
        let name = self.declared_name(node, true);
        self.rows.schema.attribute_groups.push(AttributeGroup { name, set, place: node.place() });
    }

    fn wildcard(&self, node: Node<'_, '_>) -> Wildcard {
        let namespaces = match node.attribute(local::NAMESPACE).map(trim) {
            None | Some("##any") => Namespaces::Any,
            Some("##other") => Namespaces::Other(self.namespace),
            Some(list) => Namespaces::Of(
                list.split_ascii_whitespace()
                    .map(|word| match word {
                        "##targetNamespace" => self.namespace,
                        "##local" => Name::EMPTY,
                        uri => Name::new(uri),
                    })
                    .collect(),
            ),
        };
        let process = match node.attribute(local::PROCESS_CONTENTS) {
            Some("lax") => Process::Lax,
            Some("skip") => Process::Skip,
            _ => Process::Strict,
        };
        Wildcard { namespaces, process }
    }

    fn group(&mut self, node: Node<'_, '_>) {
        let particle = self.content(node);
        let name = self.declared_name(node, true);
        self.rows.schema.groups.push(Group { name, particle, place: node.place() });
    }

    /// The model group directly inside an element, if there is one.
    fn content(&mut self, node: Node<'_, '_>) -> Option<ParticleId> {
        let is_group = |child: &Node<'_, '_>| {
            child.name().namespace == Name::XSD
                && matches!(child.name().local, local::SEQUENCE | local::CHOICE | local::ALL | local::GROUP)
        };
        let particle = self.particle(node.children().find(is_group)?)?;
        self.rows.schema.particles.push(particle);
        Some(ParticleId::at(self.rows.schema.particles.len() - 1))
    }

    fn particle(&mut self, node: Node<'_, '_>) -> Option<Particle> {
        if node.name().namespace != Name::XSD {
            return None;
        }
        let term = match node.name().local {
            local::ELEMENT => match self.qname_of(node, local::REF) {
                Some(name) => Term::ElementNamed(name),
                None => Term::Element(self.element(node, false)),
            },
            local::ANY => Term::Wildcard(self.wildcard(node)),
            local::GROUP => Term::GroupNamed(self.qname_of(node, local::REF)?),
            local::SEQUENCE => Term::Group(Compositor::Sequence, self.particles(node)),
            local::CHOICE => Term::Group(Compositor::Choice, self.particles(node)),
            local::ALL => Term::Group(Compositor::All, self.particles(node)),
            _ => return None,
        };
        let (min, max) = (occurs(node.attribute(local::MIN_OCCURS)), occurs(node.attribute(local::MAX_OCCURS)));
        Some(Particle { min, max, term, place: node.place() })
    }

    fn particles(&mut self, node: Node<'_, '_>) -> Rows {
        let mut particles: Vec<Particle> = node.children().filter_map(|child| self.particle(child)).collect();
        let start = self.rows.schema.particles.len();
        self.rows.schema.particles.append(&mut particles);
        Rows::since(start, &self.rows.schema.particles)
    }

    fn add_type(&mut self, node: Node<'_, '_>, definition: Type) -> TypeId {
        let number = TypeId::at(self.rows.schema.types.len());
        self.remember(name_of(node, local::ID), Target::Type(number));
        self.rows.schema.types.push(definition);
        number
    }

    fn type_named(&mut self, node: Node<'_, '_>, attribute: Name) -> TypeRef {
        self.qname_of(node, attribute).map_or(TypeRef::None, TypeRef::Named)
    }

    /// A type that nothing is known of yet but where it is and what it is called.
    fn blank_type(&self, node: Node<'_, '_>, kind: TypeKind) -> Type {
        Type {
            name: node.attribute(local::NAME).map(|_| self.declared_name(node, true)),
            source: Some(self.rows.source),
            place: Some(node.place()),
            kind,
            derivation: Derivation::Restriction,
            declared_base: TypeRef::None,
            base: TypeId(0),
            abstract_: is_true(node.attribute(local::ABSTRACT)),
            mixed: is_true(node.attribute(local::MIXED)),
            content: if kind == TypeKind::Simple { Content::Simple } else { Content::Empty },
            value_type: TypeRef::None,
            block: node.attribute(local::BLOCK).map_or(self.block, |value| derivations(Some(value))),
            final_: node.attribute(local::FINAL).map_or(self.final_, |value| derivations(Some(value))),
            facets: Rows::default(),
            members: Rows::default(),
            attributes: None,
        }
    }

    fn simple_type(&mut self, node: Node<'_, '_>) -> TypeId {
        let mut definition = self.blank_type(node, TypeKind::Simple);
        if let Some(restriction) = xsd_child(node, local::RESTRICTION) {
            definition.declared_base = match xsd_child(restriction, local::SIMPLE_TYPE) {
                Some(inline) => TypeRef::Inline(self.simple_type(inline)),
                None => self.type_named(restriction, local::BASE),
            };
            definition.facets = self.facets(restriction);
        } else if let Some(list) = xsd_child(node, local::LIST) {
            definition.derivation = Derivation::List;
            definition.declared_base = match xsd_child(list, local::SIMPLE_TYPE) {
                Some(inline) => TypeRef::Inline(self.simple_type(inline)),
                None => self.type_named(list, local::ITEM_TYPE),
            };
        } else if let Some(union) = xsd_child(node, local::UNION) {
            definition.derivation = Derivation::Union;
            let words = union.attribute(local::MEMBER_TYPES).unwrap_or_default().split_ascii_whitespace();
            let mut members: Vec<TypeRef> =
                words.map(|word| self.qname(union, word).map_or(TypeRef::None, TypeRef::Named)).collect();
            for inline in union.children().filter(|child| child.is(Name::XSD, local::SIMPLE_TYPE)) {
                members.push(TypeRef::Inline(self.simple_type(inline)));
            }
            let start = self.rows.schema.members.len();
            self.rows.schema.members.append(&mut members);
            definition.members = Rows::since(start, &self.rows.schema.members);
        }
        self.add_type(node, definition)
    }

    fn facets(&mut self, node: Node<'_, '_>) -> Rows {
        let start = self.rows.schema.facets.len();
        let is_facet =
            |child: &Node<'_, '_>| child.name().namespace == Name::XSD && child.attribute(local::VALUE).is_some();
        for child in node.children().filter(is_facet) {
            let value = Text::from(child.attribute(local::VALUE).unwrap_or_default());
            let fixed = is_true(child.attribute(local::FIXED));
            self.rows.schema.facets.push(Facet { name: child.name().local, value, fixed, place: child.place() });
        }
        Rows::since(start, &self.rows.schema.facets)
    }

    fn complex_type(&mut self, node: Node<'_, '_>) -> TypeId {
        let mut definition = self.blank_type(node, TypeKind::Complex);
        let simple = xsd_child(node, local::SIMPLE_CONTENT);
        let complex = xsd_child(node, local::COMPLEX_CONTENT);
        let body = match simple.or(complex).and_then(derivation) {
            Some((body, derivation)) => {
                definition.derivation = derivation;
                definition.declared_base = self.type_named(body, local::BASE);
                body
            }
            None => node,
        };
        if simple.is_some() {
            definition.content = Content::Simple;
            definition.facets = self.facets(body);
            if let Some(inline) = xsd_child(body, local::SIMPLE_TYPE) {
                definition.value_type = TypeRef::Inline(self.simple_type(inline));
            }
        } else {
            definition.mixed |= complex.is_some_and(|content| is_true(content.attribute(local::MIXED)));
            definition.content = self.content(body).map_or(Content::Empty, Content::Children);
        }
        definition.attributes = Some(self.attribute_set(body));
        self.add_type(node, definition)
    }
}
