//! Taxonomies: discovery of all their documents, schemas, linkbases, networks and labels.
//!
//! Entry points and the places to look come in; out goes a [`Taxonomy`], which never changes again,
//! with a finding for everything that could not be found or read. Reading never fails as a whole.
//! Documents are read wave by wave, many at once, each into rows of its own; then the rows of what others publish are put
//! together, and the filing's own behind them, and what refers to something by name or address gets its number.
//!
//! This is the only room that opens taxonomy files. It refuses to judge: whether a schema or a linkbase
//! keeps the specification's rules is for `validate`; it keeps whatever such rules need. It knows nothing
//! of facts and contexts.

mod arrange;
mod base;
mod built_in;
mod component;
mod content;
mod core;
mod declared;
pub mod dimensions;
mod discover;
mod document_ids;
mod fragment;
mod href;
mod ids;
mod kept_index;
mod kept_names;
mod label;
mod link;
mod linkbase;
mod load;
mod locate;
mod merge;
mod model;
mod network;
mod package;
mod presentation;
mod read;
mod record;
mod reference;
mod resolve;
mod rows;
pub mod rules;
mod schema;
mod set;
mod snapshot;
mod sound;
mod stamps;
mod table;
#[cfg(test)]
mod tests;
mod types;

use std::sync::{Arc as Shared, OnceLock};

use hashbrown::HashMap;
use rustc_hash::FxHashMap;

use crate::model::{Diagnostic, Documents, Name, QName};
use crate::xml::types::SimpleType;

pub use base::Cache;
pub use component::{
    Attribute, AttributeRef, AttributeSet, AttributeUse, Balance, Compositor, Concept, ConceptKind, Content,
    CyclesAllowed, Derivation, Derivations, Element, Facet, ForeignAttribute, ItemType, Namespaces, Particle,
    PeriodType, Process, RoleType, Rows, Term, Type, TypeKind, TypeRef, Use, ValueConstraint, Wildcard,
};
pub use content::Validation;
pub use discover::Source;
pub use fragment::{Fragment, has_other_scheme};
pub use href::Address;
pub use ids::{
    ArcId, ArcroleTypeId, AttributeId, ConceptId, ElementId, FragmentId, LinkId, LocatorId, MissingId, NetworkId,
    ParticleId, ResourceId, RoleTypeId, SourceId, TypeId,
};
pub use label::Labels;
pub(crate) use label::unturned;
pub use link::{Arc, Link, Locator, Relationship, Resource, Target};
pub use load::{Loaded, load, load_beside};
pub use locate::{Found, Locations};
pub use model::Ambiguity;
pub use network::Network;
pub use package::{Package, PackageError};
pub use presentation::Presentation;
pub use read::entry_points;
pub use reference::{EntryPoint, Missing, Reference, ReferenceKind, Resolution, RoleRef};
pub use resolve::{ComponentKind, Duplicate, Unresolved};
pub use rows::{AttributeGroup, Group, Linkbase, Links, Schema, SchemaRows, SourceKind};
pub use table::{List, Rack, Table};
pub use types::{EffectiveAttribute, TypeProblem};

use arrange::Part;
use base::Judgement;
use dimensions::{DimensionalModel, Enumeration, TypedDomain};
use fragment::Resolver;
use kept_index::KeptIds;
use label::LabelRow;
use merge::Extent;
use model::Model;
use network::Networks;
use resolve::{Names, built_in_types};
use types::Types;

/// Everything that was discovered from some entry points; it never changes.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    sources: Vec<Source>,
    missing: Vec<Missing>,
    references: Vec<Reference>,
    by_key: HashMap<Box<str>, Resolution>,
    /// What has an `id`, by document.
    ids: Vec<FxHashMap<Name, Target>>,
    /// The same of a base that was taken from a snapshot.
    kept_ids: Option<KeptIds>,
    fragments: Vec<Fragment>,
    schema: SchemaRows,
    names: Names,
    types: Types,
    concepts: Rack<Concept>,
    links: Links,
    role_types: Vec<RoleType>,
    arcrole_types: Vec<RoleType>,
    networks: Networks,
    /// Sorted, those of a snapshot and the others each by themselves.
    labels: Table<LabelRow>,
    typed_domains: Vec<TypedDomain>,
    /// Sorted by concept.
    enumerations: Vec<Enumeration>,
    /// Compiled when it is first asked for.
    dimensions: OnceLock<DimensionalModel>,
    /// How much of all that is the base: what others publish, as opposed to the files of a filing.
    base: Extent,
    /// What is known of the base, where it is kept for other filings.
    judgement: Option<Shared<Judgement>>,
}

impl Default for Taxonomy {
    /// The built-in types alone.
    fn default() -> Taxonomy {
        let mut schema = SchemaRows { types: built_in_types(), ..SchemaRows::default() };
        let (mut names, mut types, mut concepts) = Default::default();
        resolve::resolve(&mut schema, &Extent::default(), &mut names, &mut concepts);
        types::compile(&schema, &mut names, &Documents::new(), &mut types);
        let (sources, missing, references, by_key, ids, kept_ids) = Default::default();
        let (fragments, links) = Default::default();
        let (role_types, arcrole_types, networks, labels) = Default::default();
        let (typed_domains, enumerations, dimensions, base, judgement) = Default::default();
        Taxonomy {
            sources,
            missing,
            references,
            by_key,
            ids,
            kept_ids,
            fragments,
            schema,
            names,
            types,
            concepts,
            links,
            role_types,
            arcrole_types,
            networks,
            labels,
            typed_domains,
            enumerations,
            dimensions,
            base,
            judgement,
        }
    }
}

impl Taxonomy {
    /// Adds documents to those that are there: what they say refers to these, and to each other.
    fn extend(&mut self, part: Part, documents: &Documents, diagnostics: &mut Vec<Diagnostic>) {
        let since = self.extent();
        self.take(part);
        resolve::resolve(&mut self.schema, &since, &mut self.names, &mut self.concepts);
        types::compile(&self.schema, &mut self.names, documents, &mut self.types);
        for target in self.ids[since.sources..].iter_mut().flat_map(FxHashMap::values_mut) {
            if let Target::Element(id) = *target {
                *target = target_of(&self.schema.elements[id.index()], id);
            }
        }
        self.resolve_fragments(&since, documents, diagnostics);
        network::extend(self, &since, documents, diagnostics);
        label::extend(self, &since);
    }

    /// Puts the rows of documents behind those that are there.
    fn take(&mut self, part: Part) {
        let first = self.references.len();
        self.sources.extend(part.sources);
        self.missing.extend(part.missing);
        self.references.extend(part.references);
        for (row, reference) in self.references.iter().enumerate().skip(first) {
            match reference.found {
                Resolution::Source(id) => self.sources[id.index()].referrers.push(row as u32),
                Resolution::Missing(id) => self.missing[id.index()].referrers.push(row as u32),
                Resolution::Unresolved => {}
            }
        }
        self.ids.resize(self.sources.len(), FxHashMap::default());
        for mut document in part.rows {
            let before = self.extent();
            let known = &mut self.ids[document.source.index()];
            known.reserve(document.ids.len());
            for (id, target) in document.ids {
                known.entry(id).or_insert_with(|| before.target(target));
            }
            self.schema.append(document.schema);
            self.links.append(document.links, self.sources[document.source.index()].references.start);
            self.role_types.append(&mut document.role_types);
            self.arcrole_types.append(&mut document.arcrole_types);
        }
    }

    /// Finds what locators and role references point at, and reports those that point at nothing.
    fn resolve_fragments(&mut self, since: &Extent, documents: &Documents, diagnostics: &mut Vec<Diagnostic>) {
        let mut resolver = Resolver::new(documents);
        for row in since.locators..self.links.locators.len() {
            let locator = &self.links.locators[row];
            let (reference, fragment, place) = (locator.reference, locator.fragment, locator.place);
            let target = self.follow(&mut resolver, reference, fragment);
            self.links.locators.own_row(row).target = target;
            if target == Target::Nothing && !has_other_scheme(fragment) {
                diagnostics.push(self.points_at_nothing(reference, fragment, place));
            }
        }
        for row in since.role_refs..self.links.role_refs.len() {
            let role_ref = &self.links.role_refs[row];
            let (reference, fragment, place) = (role_ref.reference, role_ref.fragment, role_ref.place);
            let target = self.follow(&mut resolver, reference, fragment);
            self.links.role_refs[row].target = target;
            if target == Target::Nothing && !has_other_scheme(fragment) {
                diagnostics.push(self.points_at_nothing(reference, fragment, place));
            }
        }
        dimensions::find_typed_domains(self, since, &mut resolver, documents);
        dimensions::find_enumerations(self, since, documents);
    }

    fn follow(&mut self, resolver: &mut Resolver<'_>, reference: u32, fragment: Name) -> Target {
        match self.references[reference as usize].found {
            Resolution::Source(source) => resolver.target(self, source, fragment),
            Resolution::Missing(_) | Resolution::Unresolved => Target::Missing,
        }
    }

    fn points_at_nothing(&self, reference: u32, fragment: Name, place: crate::model::Place) -> Diagnostic {
        let href = &self.references[reference as usize].href;
        let message = format!("{href}#{fragment} points at no element of that document");
        Diagnostic::new(&rules::fragments::NO_SUCH_FRAGMENT, place, message)
    }

    fn element_target(&self, id: ElementId) -> Target {
        target_of(&self.schema.elements[id.index()], id)
    }
}

/// An element as a target: the concept, where it is one.
fn target_of(element: &Element, id: ElementId) -> Target {
    element.concept.map_or(Target::Element(id), Target::Concept)
}

impl From<ConceptId> for Target {
    fn from(id: ConceptId) -> Target {
        Target::Concept(id)
    }
}

/// Documents and references.
impl Taxonomy {
    /// All documents that were read: those of the base first, then the filing's own in the order of discovery.
    /// Instances and mere hints are among them.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// A document.
    #[must_use]
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.index()]
    }

    /// The document of an address, if it was read.
    #[must_use]
    pub fn find_source(&self, address: &Address) -> Option<SourceId> {
        match self.by_key.get(&address.key()) {
            Some(Resolution::Source(id)) => Some(*id),
            _ => None,
        }
    }

    /// What could not be found, in the order in which it was asked for.
    #[must_use]
    pub fn missing(&self) -> &[Missing] {
        &self.missing
    }

    /// The documents of the base: what others publish, found by URL.
    #[must_use]
    pub fn base_sources(&self) -> &[Source] {
        &self.sources[..self.base.sources]
    }

    /// All references between documents, document by document; before those of the filing's own, the entry points.
    #[must_use]
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// The entry points, in the order in which they were given.
    #[must_use]
    pub fn entry_points(&self) -> &[Reference] {
        let own = &self.references[self.base.references..];
        &own[..own.iter().take_while(|reference| reference.source.is_none()).count()]
    }

    /// What a fragment of a document points at, as far as `id` attributes say.
    #[must_use]
    pub fn target(&self, source: SourceId, fragment: &str) -> Option<Target> {
        self.identified(source, Name::new(fragment))
    }

    fn identified(&self, source: SourceId, id: Name) -> Option<Target> {
        let found = self.ids[source.index()].get(&id).copied();
        found.or_else(|| self.kept_ids.as_ref()?.get(source, id.as_str()))
    }

    /// An element that is pointed at and is no row of another list.
    #[must_use]
    pub fn fragment(&self, id: FragmentId) -> &Fragment {
        &self.fragments[id.index()]
    }
}

/// Concepts and other components of schemas.
impl Taxonomy {
    /// The concept of a name.
    #[must_use]
    pub fn concept(&self, name: QName) -> Option<ConceptId> {
        self.schema.elements[self.element(name)?.index()].concept
    }

    /// A concept.
    #[must_use]
    pub fn get(&self, id: ConceptId) -> &Concept {
        &self.concepts[id.index()]
    }

    /// All concepts, in the order in which their declarations were discovered.
    pub fn concepts(&self) -> impl ExactSizeIterator<Item = (ConceptId, &Concept)> {
        self.concepts_since(0)
    }

    /// The concepts of the documents that weren't judged already, and found sound.
    pub fn unjudged_concepts(&self) -> impl ExactSizeIterator<Item = (ConceptId, &Concept)> {
        self.concepts_since(if self.is_base_sound() { self.base.concepts } else { 0 })
    }

    fn concepts_since(&self, first: usize) -> impl ExactSizeIterator<Item = (ConceptId, &Concept)> {
        self.concepts.since(first).enumerate().map(move |(row, concept)| (ConceptId::at(first + row), concept))
    }

    /// The global element of a name.
    #[must_use]
    pub fn element(&self, name: QName) -> Option<ElementId> {
        self.names.element(name, &self.schema.elements)
    }

    /// An element declaration.
    #[must_use]
    pub fn element_of(&self, id: ElementId) -> &Element {
        &self.schema.elements[id.index()]
    }

    /// The type of a name.
    #[must_use]
    pub fn type_named(&self, name: QName) -> Option<TypeId> {
        self.names.types.get(&name).copied()
    }

    /// A type definition.
    #[must_use]
    pub fn type_of(&self, id: TypeId) -> &Type {
        &self.schema.types[id.index()]
    }

    /// The simple type of a type's values; none where it has children, or nothing at all.
    #[must_use]
    pub fn simple_type(&self, id: TypeId) -> Option<&SimpleType> {
        self.types.effective[id.index()].simple.as_deref()
    }

    /// The attributes of a complex type, those of its bases included.
    #[must_use]
    pub fn attributes_of(&self, id: TypeId) -> &[EffectiveAttribute] {
        &self.types.effective[id.index()].attributes
    }

    /// Whether text may stand between the children of elements of a type.
    #[must_use]
    pub fn is_mixed(&self, id: TypeId) -> bool {
        self.types.effective[id.index()].mixed
    }

    /// The content models of a type, those of the types that it extends included: they follow each other.
    pub fn content_of(&self, id: TypeId) -> impl Iterator<Item = &Particle> {
        let models = self.types.effective[id.index()].content.iter();
        models.map(|model| &self.schema.particles[model.index()])
    }

    /// Two particles of a type's content that one child could belong to, if there are any (XML Schema 1.0 part 1, 3.8.6).
    #[must_use]
    pub fn ambiguity(&self, id: TypeId) -> Option<Ambiguity> {
        self.model(id).ambiguity(self)
    }

    /// The content model of a type, made ready for use when it is first asked for.
    fn model(&self, id: TypeId) -> &Model {
        self.types.models[id.index()].get_or_init(|| Model::of(self, &self.types.effective[id.index()].content))
    }

    /// What a named group of particles stands for.
    #[must_use]
    pub fn group(&self, name: QName) -> Option<&Particle> {
        let row = *self.names.groups.get(&name)?;
        Some(&self.schema.particles[self.schema.groups[row as usize].particle?.index()])
    }

    /// What is wrong with types: facets that fit no value, circles, attributes that are there twice.
    #[must_use]
    pub fn type_problems(&self) -> &[TypeProblem] {
        &self.types.problems
    }

    /// Whether a type is another, or is derived from it.
    #[must_use]
    pub fn is_derived_from(&self, id: TypeId, ancestor: TypeId) -> bool {
        self.bases(id).any(|base| base == ancestor)
    }

    /// A type, its base, the base's base, up to `xs:anyType`.
    pub fn bases(&self, id: TypeId) -> impl Iterator<Item = TypeId> {
        std::iter::successors(Some(id), |id| (*id != resolve::ANY_TYPE).then(|| self.type_of(*id).base))
    }

    /// An element and the heads of its substitution groups, nearest first.
    pub fn heads(&self, id: ElementId) -> impl Iterator<Item = &Element> {
        resolve::Heads::new(&self.schema.elements, id)
    }

    /// All rows of all schemas.
    #[must_use]
    pub fn schema(&self) -> &SchemaRows {
        &self.schema
    }

    /// Names that are declared more than once.
    #[must_use]
    pub fn duplicates(&self) -> &[Duplicate] {
        &self.names.duplicates
    }

    /// Whether a name that nothing declares may be declared in a document that was not found: one that is imported
    /// for its namespace, or any where no schema of that namespace was found.
    #[must_use]
    pub fn may_be_missing(&self, name: QName) -> bool {
        let of_namespace = |schema: &Schema| schema.namespace == name.namespace;
        let asks = |row: &u32| self.references[*row as usize].namespace == name.namespace;
        let is_imported = |missing: &Missing| missing.referrers.iter().any(asks);
        !self.missing.is_empty()
            && (!self.schema.schemas.iter().any(of_namespace) || self.missing.iter().any(is_imported))
    }

    /// Names that are referred to and not declared.
    #[must_use]
    pub fn unresolved(&self) -> &[Unresolved] {
        &self.names.unresolved
    }
}

/// Roles, links and networks.
impl Taxonomy {
    /// All role types, in the order of discovery.
    #[must_use]
    pub fn role_types(&self) -> &[RoleType] {
        &self.role_types
    }

    /// All arcrole types, in the order of discovery.
    #[must_use]
    pub fn arcrole_types(&self) -> &[RoleType] {
        &self.arcrole_types
    }

    /// The first role type of a role.
    #[must_use]
    pub fn role_type(&self, uri: Name) -> Option<&RoleType> {
        self.role_types.iter().find(|role| role.uri == uri)
    }

    /// The first arcrole type of an arcrole.
    #[must_use]
    pub fn arcrole_type(&self, uri: Name) -> Option<&RoleType> {
        self.arcrole_types.iter().find(|arcrole| arcrole.uri == uri)
    }

    /// All rows of all linkbases.
    #[must_use]
    pub fn links(&self) -> &Links {
        &self.links
    }

    /// An arc.
    #[must_use]
    pub fn arc(&self, id: ArcId) -> &Arc {
        &self.links.arcs[id.index()]
    }

    /// A resource.
    #[must_use]
    pub fn resource(&self, id: ResourceId) -> &Resource {
        &self.links.resources[id.index()]
    }

    /// The extended links of the documents that weren't judged already, and found sound.
    #[must_use]
    pub fn unjudged_links(&self) -> &[Link] {
        &self.links.links[if self.is_base_sound() { self.base.links } else { 0 }..]
    }

    /// The value of an arc's attribute that has no field of its own.
    #[must_use]
    pub fn arc_attribute(&self, arc: &Arc, name: QName) -> Option<Name> {
        let attributes = arc.attributes.of(&self.links.arc_attributes);
        attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// All networks, in the order in which their first arcs stand; some may have no relationship left.
    pub fn all_networks(&self) -> impl ExactSizeIterator<Item = Network<'_>> {
        self.networks.networks.iter().map(|data| Network { data, all: &self.networks })
    }

    /// The networks of an arcrole, one for each role, in the order in which their first arcs stand.
    pub fn networks(&self, arcrole: Name) -> impl Iterator<Item = Network<'_>> {
        let ids = self.networks.by_arcrole.get(&arcrole).into_iter().flatten();
        ids.map(|id| Network { data: &self.networks.networks[id.index()], all: &self.networks })
    }

    /// The network of a role and an arcrole; the first, should links or arcs of several names make several.
    #[must_use]
    pub fn network(&self, role: Name, arcrole: Name) -> Option<Network<'_>> {
        self.networks(arcrole).find(|network| network.role() == role)
    }
}

/// Dimensions.
impl Taxonomy {
    /// All `xbrldt:typedDomainRef` attributes, in the order of their elements.
    #[must_use]
    pub fn typed_domains(&self) -> &[TypedDomain] {
        &self.typed_domains
    }

    /// All enumerations, sorted by concept.
    #[must_use]
    pub fn enumerations(&self) -> &[Enumeration] {
        &self.enumerations
    }

    /// A concept as an enumeration.
    #[must_use]
    pub fn enumeration(&self, concept: ConceptId) -> Option<&Enumeration> {
        let row = self.enumerations.binary_search_by_key(&concept, |enumeration| enumeration.concept).ok()?;
        Some(&self.enumerations[row])
    }

    /// Hypercubes, axes and domains; compiled when they are first asked for.
    #[must_use]
    pub fn dimensions(&self) -> &DimensionalModel {
        self.dimensions.get_or_init(|| DimensionalModel::of(self))
    }
}

/// Labels.
impl Taxonomy {
    fn label_rows(&self, of: Target) -> impl Iterator<Item = &LabelRow> {
        let (kept, own) = self.labels.parts();
        let of_part = move |labels: &'_ [LabelRow]| -> std::ops::Range<usize> {
            let start = labels.partition_point(|label| label.of < of);
            start..start + labels[start..].partition_point(|label| label.of == of)
        };
        kept[of_part(kept)].iter().chain(&own[of_part(own)])
    }

    /// The label of a concept, or of whatever else has labels, in a role and a language.
    ///
    /// Where the role has none, the standard role's; where there is none in that very language, one
    /// in a language that begins like it, such as `en-US` for `en`. `None` where there is no such label.
    /// Its text is in [`Resource::text`].
    #[must_use]
    pub fn label(&self, of: impl Into<Target>, role: Name, language: &str) -> Option<&Resource> {
        label::choose(self.label_rows(of.into()), &self.links, role, language)
    }

    /// All labels of a concept, or of whatever else has labels, in the order of the documents.
    pub fn labels(&self, of: impl Into<Target>) -> impl Iterator<Item = &Resource> {
        self.label_rows(of.into()).map(|label| self.resource(label.resource))
    }

    /// The number of labels of everything in each language, languages sorted.
    #[must_use]
    pub fn label_counts(&self) -> Vec<(Name, usize)> {
        let mut counts: HashMap<Name, usize> = HashMap::new();
        for label in self.labels.iter() {
            *counts.entry(self.resource(label.resource).language).or_default() += 1;
        }
        let mut counts: Vec<(Name, usize)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|(language, _)| language.as_str());
        counts
    }
}
