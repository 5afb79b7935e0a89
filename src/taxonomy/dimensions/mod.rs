//! The dimensional model: which hypercubes bind which primary items, and what is in them (Dimensions 1.0).
//!
//! A taxonomy comes in, once; out go rows that are looked up by number: base sets of hypercubes with the primary
//! items that have or inherit them, hypercubes with their axes, axes with their sorted members. Whether a taxonomy
//! or a fact keeps the rules is not decided here.

mod compile;
mod edges;
mod enumeration;
mod typed;

use rustc_hash::FxHashMap;

use super::component::Rows;
use super::ids::{ArcId, ConceptId, ElementId};
use crate::model::Name;

pub(super) use enumeration::find as find_enumerations;
pub use enumeration::{DomainHead, Enumeration, EnumerationVersion};
pub use typed::TypedDomain;
pub(super) use typed::find as find_typed_domains;

/// The part of a context that dimensions stand in (XBRL 2.1, 4.7.3.2 and 4.7.4).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Container {
    /// `xbrli:segment`.
    Segment,
    /// `xbrli:scenario`.
    Scenario,
}

/// A hypercube as a primary item has it (Dimensions 1.0, 2.3).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HasHypercube {
    /// The arc that says so.
    pub arc: ArcId,
    /// The hypercube.
    pub hypercube: ConceptId,
    /// Whether facts must be in it: `all`, not `notAll`.
    pub all: bool,
    /// Whether nothing else may stand beside its dimensions.
    pub closed: bool,
    /// Where its dimensions stand; none where the arc does not say.
    pub container: Option<Container>,
    axes: Rows,
}

/// A dimension of a hypercube (Dimensions 1.0, 2.5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Axis {
    /// The dimension.
    pub dimension: ConceptId,
    /// The arc from the hypercube, the first should there be several.
    pub arc: ArcId,
    /// The members that it may have there.
    pub domain: DomainId,
}

/// The number of a [`Domain`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct DomainId(u32);

/// The members of a dimension in some roles (Dimensions 1.0, 2.5.3.1), or the values of an enumeration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Domain {
    /// The dimension, or the enumeration.
    pub dimension: ConceptId,
    /// An arc that closes a circle of members (Dimensions 1.0, 2.4.3).
    pub circle: Option<ArcId>,
    members: Rows,
}

/// A concept of a domain.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Member {
    /// The concept.
    pub concept: ConceptId,
    /// Whether it is a valid member: no relationship that leads to it says that it isn't.
    pub usable: bool,
}

/// The number of a [`BaseSet`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct BaseSetId(u32);

/// The hypercubes that one primary item has in one role: a fact must satisfy all of them together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BaseSet {
    /// The primary item that the arcs come from.
    pub item: ConceptId,
    /// The role.
    pub role: Name,
    hypercubes: Rows,
    inheritors: Rows,
}

/// The default member of a dimension (Dimensions 1.0, 2.7.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DefaultMember {
    /// The member.
    pub member: ConceptId,
    /// The arc that says so.
    pub arc: ArcId,
}

/// All hypercubes of a taxonomy, compiled.
#[derive(Clone, Debug, Default)]
pub struct DimensionalModel {
    base_sets: Vec<BaseSet>,
    /// Those of one base set are neighbours.
    hypercubes: Vec<HasHypercube>,
    /// Those of one hypercube are neighbours, sorted by dimension.
    axes: Vec<Axis>,
    domains: Vec<Domain>,
    /// Those of one domain are neighbours, sorted.
    members: Vec<Member>,
    /// Primary items that have or inherit the hypercubes of a base set: neighbours, sorted.
    inheritors: Vec<ConceptId>,
    /// Primary items with their base sets, sorted by item; those of one item and one role are neighbours.
    of_items: Vec<(ConceptId, BaseSetId)>,
    defaults: FxHashMap<ConceptId, DefaultMember>,
    typed: FxHashMap<ConceptId, Option<ElementId>>,
    /// The domains of enumerations whose declarations are in order.
    enumerations: FxHashMap<ConceptId, DomainId>,
    /// An arc behind which members or primary items are left out: there are too many.
    overflow: Option<ArcId>,
}

impl DimensionalModel {
    /// All base sets, by the order in which the first arc of each stands.
    #[must_use]
    pub fn base_sets(&self) -> &[BaseSet] {
        &self.base_sets
    }

    /// The base sets of which a primary item has or inherits the hypercubes, those of one role together.
    pub fn roles_of(&self, item: ConceptId) -> impl Iterator<Item = impl Iterator<Item = &BaseSet>> {
        let start = self.of_items.partition_point(|(known, _)| *known < item);
        let length = self.of_items[start..].partition_point(|(known, _)| *known == item);
        let base_set = |(_, id): &(ConceptId, BaseSetId)| &self.base_sets[id.0 as usize];
        let own = &self.of_items[start..start + length];
        own.chunk_by(move |one, other| base_set(one).role == base_set(other).role)
            .map(move |of_role| of_role.iter().map(base_set))
    }

    /// The hypercubes of a base set, with their numbers.
    pub fn hypercubes_of(&self, base_set: &BaseSet) -> impl Iterator<Item = (u32, &HasHypercube)> {
        let rows = base_set.hypercubes;
        (rows.start..rows.end).zip(rows.of(&self.hypercubes))
    }

    /// The primary items that have or inherit the hypercubes of a base set, sorted by number.
    #[must_use]
    pub fn inheritors_of(&self, base_set: &BaseSet) -> &[ConceptId] {
        base_set.inheritors.of(&self.inheritors)
    }

    /// The dimensions of a hypercube, sorted by number.
    #[must_use]
    pub fn axes_of(&self, hypercube: &HasHypercube) -> &[Axis] {
        hypercube.axes.of(&self.axes)
    }

    /// All domains.
    #[must_use]
    pub fn domains(&self) -> &[Domain] {
        &self.domains
    }

    /// A domain.
    #[must_use]
    pub fn domain(&self, id: DomainId) -> &Domain {
        &self.domains[id.0 as usize]
    }

    /// The members of a domain, sorted by number.
    #[must_use]
    pub fn members_of(&self, domain: &Domain) -> &[Member] {
        domain.members.of(&self.members)
    }

    /// A concept as a member of a domain.
    #[must_use]
    pub fn member(&self, domain: &Domain, concept: ConceptId) -> Option<Member> {
        let members = self.members_of(domain);
        members.binary_search_by_key(&concept, |member| member.concept).ok().map(|row| members[row])
    }

    /// The default member of a dimension; the first, should there be several.
    #[must_use]
    pub fn default_of(&self, dimension: ConceptId) -> Option<DefaultMember> {
        self.defaults.get(&dimension).copied()
    }

    /// All dimensions that have a default member, sorted by number.
    #[must_use]
    pub fn with_default(&self) -> Vec<ConceptId> {
        let mut dimensions: Vec<ConceptId> = self.defaults.keys().copied().collect();
        dimensions.sort_unstable();
        dimensions
    }

    /// Whether a dimension is typed (Dimensions 1.0, 2.5.2).
    #[must_use]
    pub fn is_typed(&self, dimension: ConceptId) -> bool {
        self.typed.contains_key(&dimension)
    }

    /// The element that holds the values of a typed dimension, where it is declared.
    #[must_use]
    pub fn typed_domain(&self, dimension: ConceptId) -> Option<ElementId> {
        self.typed.get(&dimension).copied().flatten()
    }

    /// The values of an enumeration, where its declaration is in order.
    #[must_use]
    pub fn enumeration_domain(&self, concept: ConceptId) -> Option<&Domain> {
        self.enumerations.get(&concept).map(|id| self.domain(*id))
    }

    /// An arc behind which members or primary items are left out, there being too many.
    #[must_use]
    pub fn overflow(&self) -> Option<ArcId> {
        self.overflow
    }
}
