//! Types made ready for use: simple types compiled, and each complex type's attributes and content
//! gathered along its derivation (XML Schema 1.0 part 1, 3.4 and 3.14).

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::model::{Documents, Name, Place, QName};
use crate::xml::limits;
use crate::xml::types::{BuiltIn, DerivationError, Facet, FacetKind, NamespaceContext, SimpleType};

use super::component::{
    AttributeRef, Content, Derivation, Namespaces, Rows, Type, TypeKind, TypeRef, Use, ValueConstraint, Wildcard,
};
use super::ids::{AttributeId, ParticleId, TypeId};
use super::model::Model;
use super::resolve::{ANY_SIMPLE_TYPE, ANY_TYPE, ComponentKind, Names, Unresolved};
use super::rows::SchemaRows;

/// Chains of types and of attribute groups longer than this are taken for broken. Real ones have
/// a dozen; each step is a frame on the stack.
const MAX_DEPTH: usize = 200;

/// The most attributes that all types together may have. Published sets stay below ten thousand; types
/// that each add one to all of the type before could ask for billions.
const MAX_ATTRIBUTES: usize = 1 << 21;

/// A type that can't be what its definition says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeProblem {
    /// The definition, or the facet in it.
    pub place: Place,
    /// What is wrong.
    pub problem: String,
}

/// An attribute that elements of a type may or must have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EffectiveAttribute {
    /// Its name.
    pub name: QName,
    /// Its declaration.
    pub attribute: AttributeId,
    /// Whether it must be there.
    pub required: bool,
    /// Its default or fixed value, by the use or by the declaration.
    pub value: ValueConstraint,
}

/// All that a type has of its own and of its bases.
#[derive(Clone, Debug, Default)]
pub(super) struct Effective {
    pub(super) simple: Option<Arc<SimpleType>>,
    pub(super) attributes: Arc<[EffectiveAttribute]>,
    pub(super) wildcard: Option<Wildcard>,
    /// The models of the content, one behind the other.
    pub(super) content: Vec<ParticleId>,
    pub(super) mixed: bool,
}

/// All types, by number, and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub(super) struct Types {
    pub(super) effective: Vec<Effective>,
    /// The content models, each made when it is first asked for.
    pub(super) models: Vec<OnceLock<Model>>,
    pub(super) problems: Vec<TypeProblem>,
    /// How many attributes all of them have.
    attributes: usize,
}

/// Compiles the types that aren't compiled yet.
pub(super) fn compile(schema: &SchemaRows, names: &mut Names, documents: &Documents, types: &mut Types) {
    let (known, all) = (types.effective.len(), schema.types.len());
    let mut states = vec![State::Done; known];
    states.resize(all, State::Untouched);
    types.effective.resize(all, Effective::default());
    types.models.resize_with(all, OnceLock::new);
    let groups = FxHashMap::default();
    let mut compiler = Compiler { schema, names, documents, states, groups, types };
    for row in known..all {
        compiler.compile(TypeId::at(row), 0);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Untouched,
    InWork,
    Done,
}

struct Compiler<'a> {
    schema: &'a SchemaRows,
    names: &'a mut Names,
    documents: &'a Documents,
    states: Vec<State>,
    /// The attributes of attribute groups, by row; none for one that is in work.
    groups: FxHashMap<u32, Option<OwnAttributes>>,
    types: &'a mut Types,
}

/// The prefixes of a schema's root.
struct Prefixes<'a>(&'a [(Name, Name)]);

impl NamespaceContext for Prefixes<'_> {
    fn resolve(&self, prefix: &str) -> Option<Name> {
        let found = self.0.iter().find(|(known, _)| known.as_str() == prefix).map(|(_, namespace)| *namespace);
        found.or_else(|| prefix.is_empty().then_some(Name::EMPTY))
    }
}

impl Compiler<'_> {
    fn problem(&mut self, place: Option<Place>, problem: impl Into<String>) {
        if let Some(place) = place {
            self.types.problems.push(TypeProblem { place, problem: problem.into() });
        }
    }

    /// Compiles a type, and before it what it is made of. Gives whether it is done: one that is made
    /// of itself is not.
    fn compile(&mut self, id: TypeId, depth: usize) -> bool {
        match self.states[id.index()] {
            State::Done => return true,
            State::InWork => return false,
            State::Untouched => {}
        }
        let schema = self.schema;
        let definition = &schema.types[id.index()];
        if depth > MAX_DEPTH {
            self.problem(definition.place, format!("the type has more than {MAX_DEPTH} types to be derived from"));
            return false;
        }
        self.states[id.index()] = State::InWork;
        if definition.source.is_some() && id != ANY_TYPE && !self.compile(definition.base, depth + 1) {
            self.problem(definition.place, "the type is derived from itself");
        }
        let effective = match definition.kind {
            _ if definition.source.is_none() => built_in(definition),
            TypeKind::Simple => {
                let simple = Some(self.simple(definition, depth));
                Effective { simple, ..Effective::default() }
            }
            TypeKind::Complex => self.complex(definition, depth),
        };
        self.types.effective[id.index()] = effective;
        self.states[id.index()] = State::Done;
        true
    }

    /// The simple type that a reference means; `anySimpleType` where it means none.
    fn simple_of(&mut self, reference: TypeRef, place: Option<Place>, depth: usize) -> Arc<SimpleType> {
        let id = match reference {
            TypeRef::None => None,
            TypeRef::Inline(id) => Some(id),
            TypeRef::Named(name) => self.names.types.get(&name).copied(),
        };
        let id = id.unwrap_or(ANY_SIMPLE_TYPE);
        if !self.compile(id, depth + 1) {
            self.problem(place, "the type is made of itself");
        }
        match &self.types.effective[id.index()].simple {
            Some(simple) => Arc::clone(simple),
            None => {
                if self.schema.types[id.index()].kind == TypeKind::Complex {
                    self.problem(place, "a simple type can't be made of a complex one");
                }
                SimpleType::built_in(BuiltIn::AnySimpleType)
            }
        }
    }

    /// A member of a union. Bases and items were looked up by name before; members were not.
    fn member(&mut self, member: TypeRef, place: Option<Place>, depth: usize) -> Arc<SimpleType> {
        if let (TypeRef::Named(name), Some(place)) = (member, place)
            && !self.names.types.contains_key(&name)
        {
            self.names.unresolved.push(Unresolved { kind: ComponentKind::Type, name, place });
        }
        self.simple_of(member, place, depth)
    }

    fn simple(&mut self, definition: &Type, depth: usize) -> Arc<SimpleType> {
        match definition.derivation {
            Derivation::List => {
                let item = self.simple_of(definition.declared_base, definition.place, depth);
                SimpleType::list(&item).unwrap_or_else(|error| {
                    self.problem(definition.place, error.to_string());
                    item
                })
            }
            Derivation::Union => {
                let members = definition.members.of(&self.schema.members).iter();
                let members = members.map(|member| self.member(*member, definition.place, depth)).collect();
                SimpleType::union(members).unwrap_or_else(|error| {
                    self.problem(definition.place, error.to_string());
                    SimpleType::built_in(BuiltIn::AnySimpleType)
                })
            }
            Derivation::Restriction | Derivation::Extension => {
                let base = self.simple_of(definition.declared_base, definition.place, depth);
                self.restrict(base, definition)
            }
        }
    }

    /// A type with the facets of a definition.
    fn restrict(&mut self, base: Arc<SimpleType>, definition: &Type) -> Arc<SimpleType> {
        let rows = definition.facets.of(&self.schema.facets);
        let schema = self.schema.schemas.iter().find(|schema| Some(schema.source) == definition.source);
        let prefixes = Prefixes(schema.map_or(&[], |schema| &schema.prefixes));
        let mut facets = Vec::with_capacity(rows.len());
        let mut places = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(kind) = FacetKind::from_local(row.name.as_str()) else { continue };
            facets.push(Facet { kind, value: row.value.get(self.documents), fixed: row.fixed, context: &prefixes });
            places.push(row.place);
        }
        if facets.is_empty() {
            return base;
        }
        SimpleType::restrict(&base, &facets).unwrap_or_else(|DerivationError { facet, problem }| {
            let place = facet.and_then(|number| places.get(number).copied()).or(definition.place);
            self.problem(place, problem.to_string());
            base
        })
    }

    fn complex(&mut self, definition: &Type, depth: usize) -> Effective {
        let base = self.types.effective[definition.base.index()].clone();
        let is_extension = definition.derivation == Derivation::Extension;
        let own = definition.attributes.map(|set| self.own_attributes(set as usize, depth)).unwrap_or_default();
        if let Some(name) = own.repeated {
            self.problem(definition.place, format!("the type has the attribute {name} twice"));
        }
        let (attributes, wildcard) = self.derive_attributes(&base, own, definition);
        let simple = match definition.content {
            Content::Simple => Some(self.simple_content(&base, definition, depth)),
            // What is derived from a simple content without saying so still has it.
            Content::Empty if is_extension => base.simple,
            _ => None,
        };
        let mut content = if is_extension { base.content } else { Vec::new() };
        if let Content::Children(particle) = definition.content {
            content.push(particle);
        }
        let mixed = definition.mixed || (is_extension && base.mixed && definition.base != ANY_TYPE);
        Effective { simple, attributes, wildcard, content, mixed }
    }

    fn simple_content(&mut self, base: &Effective, definition: &Type, depth: usize) -> Arc<SimpleType> {
        let value = match (definition.value_type, &base.simple) {
            (TypeRef::None, Some(simple)) => Arc::clone(simple),
            (TypeRef::None, None) => {
                let is_known =
                    !matches!(definition.declared_base, TypeRef::Named(name) if !self.names.types.contains_key(&name));
                if is_known {
                    self.problem(definition.place, "the type that is extended or restricted has no simple content");
                }
                SimpleType::built_in(BuiltIn::AnySimpleType)
            }
            (inline, _) => self.simple_of(inline, definition.place, depth),
        };
        self.restrict(value, definition)
    }

    /// The attributes of a set and of the groups in it; which are prohibited, too.
    fn own_attributes(&mut self, set: usize, depth: usize) -> OwnAttributes {
        let schema = self.schema;
        let set = &schema.attribute_sets[set];
        let mut own = OwnAttributes::default();
        own.add_uses(set.uses, schema, self.names);
        own.wildcard.clone_from(&set.wildcard);
        for (name, place) in &set.groups {
            match self.names.attribute_groups.get(name).copied() {
                Some(group) => own.add_group(self.group(group, depth + 1)),
                None => {
                    let missing = Unresolved { kind: ComponentKind::AttributeGroup, name: *name, place: *place };
                    self.names.unresolved.push(missing);
                }
            }
        }
        own
    }

    /// The attributes of a group, gathered once.
    fn group(&mut self, group: u32, depth: usize) -> OwnAttributes {
        if let Some(known) = self.groups.get(&group) {
            return known.clone().unwrap_or_default();
        }
        let row = self.schema.attribute_groups[group as usize];
        if depth > MAX_DEPTH {
            self.problem(Some(row.place), format!("the group is more than {MAX_DEPTH} groups deep"));
            return OwnAttributes::default();
        }
        self.groups.insert(group, None);
        let own = self.own_attributes(row.set as usize, depth);
        self.groups.insert(group, Some(own.clone()));
        own
    }

    /// The attributes of a type: what an extension adds to its base's, or what a restriction leaves of them.
    fn derive_attributes(
        &mut self,
        base: &Effective,
        own: OwnAttributes,
        definition: &Type,
    ) -> (Arc<[EffectiveAttribute]>, Option<Wildcard>) {
        let is_extension = definition.derivation == Derivation::Extension;
        let wildcard = match (own.wildcard, &base.wildcard) {
            (own, _) if !is_extension => own,
            (Some(own), Some(base)) => Some(own.either(base)),
            (own, base) => own.or_else(|| base.clone()),
        };
        if own.uses.is_empty() && own.prohibited.is_empty() {
            return (Arc::clone(&base.attributes), wildcard);
        }
        self.types.attributes += base.attributes.len() + own.uses.len();
        if self.types.attributes > MAX_ATTRIBUTES {
            self.problem(definition.place, format!("the types have more than {MAX_ATTRIBUTES} attributes"));
            return (Arc::default(), wildcard);
        }
        let mut attributes = base.attributes.to_vec();
        attributes.retain(|attribute| !own.prohibited.contains(&attribute.name));
        for used in own.uses {
            match attributes.iter_mut().find(|known| known.name == used.name) {
                Some(known) => *known = used,
                None => attributes.push(used),
            }
        }
        (attributes.into(), wildcard)
    }
}

fn built_in(definition: &Type) -> Effective {
    let kind = definition.name.and_then(|name| BuiltIn::from_local(name.local.as_str()));
    match kind {
        Some(kind) => Effective { simple: Some(SimpleType::built_in(kind)), ..Effective::default() },
        None => Effective {
            wildcard: Some(Wildcard { namespaces: Namespaces::Any, process: super::component::Process::Lax }),
            mixed: true,
            ..Effective::default()
        },
    }
}

/// The attributes that one definition gives, before its base's are taken into account.
#[derive(Clone, Default)]
struct OwnAttributes {
    uses: Vec<EffectiveAttribute>,
    prohibited: Vec<QName>,
    wildcard: Option<Wildcard>,
    /// A name that is there twice.
    repeated: Option<QName>,
}

impl OwnAttributes {
    fn add_uses(&mut self, uses: Rows, schema: &SchemaRows, names: &mut Names) {
        for used in uses.of(&schema.attribute_uses) {
            let attribute = match used.attribute {
                AttributeRef::Inline(id) => Some(id),
                AttributeRef::Named(name) => {
                    let found = names.attributes.get(&name).copied();
                    if found.is_none() {
                        names.unresolved.push(Unresolved { kind: ComponentKind::Attribute, name, place: used.place });
                    }
                    found
                }
            };
            let Some(attribute) = attribute else { continue };
            let declaration = &schema.attributes[attribute.index()];
            if used.required == Use::Prohibited {
                if self.prohibited.len() < limits::MAX_ATTRIBUTES {
                    self.prohibited.push(declaration.name);
                }
                continue;
            }
            let declared = if used.value == ValueConstraint::None { &declaration.value } else { &used.value };
            self.add(EffectiveAttribute {
                name: declaration.name,
                attribute,
                required: used.required == Use::Required,
                value: declared.clone(),
            });
        }
    }

    fn add(&mut self, used: EffectiveAttribute) {
        if self.uses.iter().any(|known| known.name == used.name) {
            self.repeated = self.repeated.or(Some(used.name));
        } else if self.uses.len() < limits::MAX_ATTRIBUTES {
            // No element can have more.
            self.uses.push(used);
        }
    }

    fn add_group(&mut self, group: OwnAttributes) {
        for used in group.uses {
            self.add(used);
        }
        self.repeated = self.repeated.or(group.repeated);
        self.wildcard = match (self.wildcard.take(), group.wildcard) {
            (Some(own), Some(other)) => Some(own.both(&other)),
            (own, other) => own.or(other),
        };
    }
}

impl Wildcard {
    /// What both let through (XML Schema 1.0 part 1, 3.10.6).
    fn both(&self, other: &Wildcard) -> Wildcard {
        let namespaces = match (&self.namespaces, &other.namespaces) {
            (Namespaces::Any, namespaces) | (namespaces, Namespaces::Any) => namespaces.clone(),
            (Namespaces::Of(list), _) => {
                Namespaces::Of(list.iter().copied().filter(|name| other.allows(*name)).collect())
            }
            (_, Namespaces::Of(list)) => {
                Namespaces::Of(list.iter().copied().filter(|name| self.allows(*name)).collect())
            }
            (namespaces, _) => namespaces.clone(),
        };
        Wildcard { namespaces, process: self.process }
    }

    /// Whether there is a name that both let through.
    pub(super) fn overlaps(&self, other: &Wildcard) -> bool {
        !matches!(self.both(other).namespaces, Namespaces::Of(list) if list.is_empty())
    }

    /// What either lets through.
    fn either(&self, other: &Wildcard) -> Wildcard {
        let namespaces = match (&self.namespaces, &other.namespaces) {
            (Namespaces::Of(list), Namespaces::Of(more)) => {
                let more = more.iter().copied().filter(|name| !list.contains(name));
                Namespaces::Of(list.iter().copied().chain(more).collect())
            }
            (Namespaces::Other(target), Namespaces::Of(list)) | (Namespaces::Of(list), Namespaces::Other(target)) => {
                if list.contains(target) {
                    Namespaces::Any
                } else {
                    Namespaces::Other(*target)
                }
            }
            (Namespaces::Other(one), Namespaces::Other(two)) if one == two => Namespaces::Other(*one),
            _ => Namespaces::Any,
        };
        Wildcard { namespaces, process: self.process }
    }
}
