//! Combinations of dimensions as contexts have them, each once.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use crate::taxonomy::ConceptId;
use crate::taxonomy::dimensions::Container;

/// The number of a [`Combination`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct CombinationId(u32);

/// What a fact's context says of dimensions.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Combination {
    /// Dimensions with their members, sorted by dimension.
    pub(super) pairs: Vec<Pair>,
    /// Whether the segment, and whether the scenario, holds anything else.
    pub(super) other: (bool, bool),
}

/// A dimension with its member.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Pair {
    pub(super) dimension: ConceptId,
    pub(super) value: Value,
    /// Where it stands; none in reports that have no segments and scenarios.
    pub(super) container: Option<Container>,
}

/// The value of a dimension.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Value {
    /// A member; none where the element is declared and is no concept.
    Explicit(Option<ConceptId>),
    /// A value of the dimension's type.
    Typed,
}

impl Pair {
    /// Whether a hypercube looks where this stands.
    pub(super) fn is_in(&self, container: Option<Container>) -> bool {
        container.is_none() || self.container.is_none() || container == self.container
    }
}

impl Combination {
    /// What is said of a dimension in a part of the context.
    pub(super) fn get(&self, dimension: ConceptId, container: Option<Container>) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.dimension == dimension && pair.is_in(container))
    }

    /// Whether a part of the context holds anything that is no dimension.
    pub(super) fn has_other(&self, container: Option<Container>) -> bool {
        match container {
            Some(Container::Segment) => self.other.0,
            Some(Container::Scenario) => self.other.1,
            None => self.other.0 || self.other.1,
        }
    }
}

/// All combinations of a report.
#[derive(Default)]
pub(super) struct Combinations {
    all: IndexSet<Combination, FxBuildHasher>,
    /// By the number of the context, or, where there are no contexts, of the dimensions; none where something is wrong.
    of: Vec<Option<CombinationId>>,
}

impl Combinations {
    /// Adds the next context's, or the next dimensions'.
    pub(super) fn push(&mut self, combination: Option<Combination>) {
        let id = combination.map(|mut combination| {
            combination.pairs.sort_unstable_by_key(|pair| pair.dimension);
            CombinationId(self.all.insert_full(combination).0 as u32)
        });
        self.of.push(id);
    }

    /// The combination of a context, or of dimensions.
    pub(super) fn of(&self, number: u32) -> Option<CombinationId> {
        self.of[number as usize]
    }

    pub(super) fn get(&self, id: CombinationId) -> &Combination {
        &self.all[id.0 as usize]
    }
}
