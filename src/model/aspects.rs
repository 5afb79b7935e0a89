//! What a fact says beside its concept and value: whose, when, in what, for which members, in which language.

use std::hash::Hash;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::name::{Name, QName};
use super::period::Period;
use super::unit::Unit;

/// Who reports: an identifier in a scheme (XBRL 2.1, 4.7.3).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Entity {
    /// The scheme's URI.
    pub scheme: Name,
    /// The identifier in that scheme.
    pub identifier: Name,
}

/// A dimension's value (Dimensions 1.0, 3.1.4).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum DimensionMember {
    /// A member of an explicit dimension.
    Explicit(QName),
    /// The value of a typed dimension: the content of its element as canonical XML (`&` and `<` are
    /// escaped), `None` for nil.
    Typed(Option<Box<str>>),
}

/// Dimensions with their members, at most one for each dimension.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Dimensions(Vec<(QName, DimensionMember)>);

impl Dimensions {
    /// The set of these pairs. Their order does not matter; the first of two for one dimension stays.
    #[must_use]
    pub fn new(mut pairs: Vec<(QName, DimensionMember)>) -> Dimensions {
        pairs.sort_by_key(|(dimension, _)| dimension.sort_key());
        pairs.dedup_by_key(|(dimension, _)| *dimension);
        Dimensions(pairs)
    }

    /// The pairs, sorted by the dimension's namespace and local name.
    #[must_use]
    pub fn pairs(&self) -> &[(QName, DimensionMember)] {
        &self.0
    }

    /// The member for a dimension.
    #[must_use]
    pub fn get(&self, dimension: QName) -> Option<&DimensionMember> {
        self.0.iter().find(|(name, _)| *name == dimension).map(|(_, member)| member)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $name(pub u32);
    )*};
}

id! {
    /// The number of an [`Entity`] in its table.
    EntityId;
    /// The number of a [`Period`] in its table.
    PeriodId;
    /// The number of a [`Unit`] in its table.
    UnitId;
    /// The number of [`Dimensions`] in their table.
    DimensionsId;
    /// The number of [`Aspects`] in their table.
    AspectsId;
}

/// A combination of aspects; equal combinations have one number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Aspects {
    /// Who reports.
    pub entity: EntityId,
    /// For when.
    pub period: PeriodId,
    /// In what; `None` for what is not numeric.
    pub unit: Option<UnitId>,
    /// For which members.
    pub dimensions: DimensionsId,
    /// In which language, in lower case; `None` where there is none.
    pub language: Option<Name>,
}

type Table<T> = IndexSet<T, FxBuildHasher>;

/// The tables behind the numbers of a report's aspects.
#[derive(Clone, Debug, Default)]
pub struct AspectTables {
    entities: Table<Entity>,
    periods: Table<Period>,
    units: Table<Unit>,
    dimensions: Table<Dimensions>,
    aspects: Table<Aspects>,
}

impl AspectTables {
    /// The number of an entity.
    pub fn entity_id(&mut self, entity: Entity) -> EntityId {
        EntityId(self.entities.insert_full(entity).0 as u32)
    }

    /// The number of a period.
    pub fn period_id(&mut self, period: Period) -> PeriodId {
        PeriodId(self.periods.insert_full(period).0 as u32)
    }

    /// The number of a unit.
    pub fn unit_id(&mut self, unit: Unit) -> UnitId {
        UnitId(self.units.insert_full(unit).0 as u32)
    }

    /// The number of a set of dimensions.
    pub fn dimensions_id(&mut self, dimensions: Dimensions) -> DimensionsId {
        DimensionsId(self.dimensions.insert_full(dimensions).0 as u32)
    }

    /// The number of a combination.
    pub fn aspects_id(&mut self, aspects: Aspects) -> AspectsId {
        AspectsId(self.aspects.insert_full(aspects).0 as u32)
    }

    /// The entity of a number.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// The period of a number.
    #[must_use]
    pub fn period(&self, id: PeriodId) -> Period {
        self.periods[id.0 as usize]
    }

    /// All periods, in the order of their numbers.
    pub fn periods(&self) -> impl ExactSizeIterator<Item = (PeriodId, Period)> {
        self.periods.iter().enumerate().map(|(number, period)| (PeriodId(number as u32), *period))
    }

    /// The unit of a number.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// The dimensions of a number.
    #[must_use]
    pub fn dimensions(&self, id: DimensionsId) -> &Dimensions {
        &self.dimensions[id.0 as usize]
    }

    /// The combination of a number.
    #[must_use]
    pub fn get(&self, id: AspectsId) -> Aspects {
        self.aspects[id.0 as usize]
    }

    /// All combinations, in the order of their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (AspectsId, Aspects)> {
        self.aspects.iter().enumerate().map(|(number, aspects)| (AspectsId(number as u32), *aspects))
    }
}
