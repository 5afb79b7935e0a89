//! Dimensional relationships by where they come from, with the role in which what follows them stands.

use rustc_hash::FxHashMap;

use crate::model::name::local;
use crate::model::{Name, QName};
use crate::taxonomy::component::Rows;
use crate::taxonomy::ids::{ArcId, ConceptId};
use crate::taxonomy::link::{Arc, Target};
use crate::taxonomy::{Network, Taxonomy};

/// A dimensional relationship between two concepts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Edge {
    pub(super) from: ConceptId,
    pub(super) to: ConceptId,
    /// The role that it stands in.
    pub(super) role: Name,
    /// The role in which the relationships that follow it stand (Dimensions 1.0, 2.4.3).
    pub(super) next: Name,
    pub(super) arc: ArcId,
}

/// A concept, and the role in which relationships from it stand.
pub(super) type State = (ConceptId, Name);

/// The relationships of one arcrole: those of one source and role are neighbours.
pub(super) struct Edges {
    rows: Vec<Edge>,
    groups: FxHashMap<State, Rows>,
}

impl Edges {
    pub(super) fn of(taxonomy: &Taxonomy, arcrole: Name) -> Edges {
        let mut numbers: FxHashMap<State, usize> = FxHashMap::default();
        let mut numbered: Vec<(usize, Edge)> = Vec::new();
        for edge in taxonomy.networks(arcrole).flat_map(|network| in_network(taxonomy, network)) {
            let next = numbers.len();
            numbered.push((*numbers.entry((edge.from, edge.role)).or_insert(next), edge));
        }
        // Stable, so that those of one source and role stay in their order.
        numbered.sort_by_key(|(number, _)| *number);
        let rows: Vec<Edge> = numbered.into_iter().map(|(_, edge)| edge).collect();
        let (mut groups, mut start) = (FxHashMap::default(), 0);
        for group in rows.chunk_by(|one, other| (one.from, one.role) == (other.from, other.role)) {
            let end = start + group.len() as u32;
            groups.insert((group[0].from, group[0].role), Rows { start, end });
            start = end;
        }
        Edges { rows, groups }
    }

    /// Those from a concept in a role, in their order.
    pub(super) fn from(&self, state: State) -> &[Edge] {
        self.groups.get(&state).map_or(&[], |rows| rows.of(&self.rows))
    }
}

/// The relationships of a network whose ends are concepts, in their order.
pub(super) fn in_network<'a>(taxonomy: &'a Taxonomy, network: Network<'a>) -> impl Iterator<Item = Edge> + 'a {
    network.relationships().iter().filter_map(move |relationship| {
        let (Target::Concept(from), Target::Concept(to)) = (relationship.from, relationship.to) else { return None };
        let role = network.role();
        let next = taxonomy.target_role(taxonomy.arc(relationship.arc)).unwrap_or(role);
        Some(Edge { from, to, role, next, arc: relationship.arc })
    })
}

/// What arcs say of dimensions.
impl Taxonomy {
    fn dimensional(&self, arc: &Arc, name: Name) -> Option<&'static str> {
        self.arc_attribute(arc, QName { namespace: Name::XBRLDT, local: name }).map(|value| value.as_str().trim())
    }

    /// `xbrldt:targetRole` (Dimensions 1.0, 2.4.3); none where it is not written, or empty.
    #[must_use]
    pub fn target_role(&self, arc: &Arc) -> Option<Name> {
        self.dimensional(arc, local::TARGET_ROLE).filter(|role| !role.is_empty()).map(Name::new)
    }

    /// Whether what an arc leads to is a valid member (Dimensions 1.0, 2.5.3.3).
    #[must_use]
    pub fn is_usable(&self, arc: &Arc) -> bool {
        !matches!(self.dimensional(arc, local::USABLE), Some("false" | "0"))
    }

    /// Whether a hypercube is closed (Dimensions 1.0, 2.3.3).
    #[must_use]
    pub fn is_closed(&self, arc: &Arc) -> bool {
        matches!(self.dimensional(arc, local::CLOSED), Some("true" | "1"))
    }

    /// Where the dimensions of a hypercube stand in contexts (Dimensions 1.0, 2.3.2); none where it is not written,
    /// or neither of the two values.
    #[must_use]
    pub fn container(&self, arc: &Arc) -> Option<super::Container> {
        match self.dimensional(arc, local::CONTEXT_ELEMENT) {
            Some("segment") => Some(super::Container::Segment),
            Some("scenario") => Some(super::Container::Scenario),
            _ => None,
        }
    }
}
