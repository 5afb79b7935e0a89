//! Readable identifiers for contexts and units.

use indexmap::IndexSet;
use rustc_hash::FxHashSet;

use crate::model::aspects::{Aspects, DimensionsId, EntityId, PeriodId, UnitId};
use crate::model::ids::{Taken, continues_name};
use crate::model::{DateTime, DimensionMember, Dimensions, Ids, Period, QName, Report, Unit};

/// What a context says: a combination of aspects but for the unit and the language.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct ContextKey {
    pub(super) entity: EntityId,
    pub(super) period: PeriodId,
    pub(super) dimensions: DimensionsId,
}

impl ContextKey {
    pub(super) fn of(aspects: Aspects) -> ContextKey {
        ContextKey { entity: aspects.entity, period: aspects.period, dimensions: aspects.dimensions }
    }
}

/// The contexts and units that an instance needs, each with its identifier, in the order in which they are written.
pub(super) struct Plan {
    pub(super) contexts: Vec<(ContextKey, String)>,
    pub(super) units: Vec<(UnitId, String)>,
}

impl Plan {
    /// Contexts sorted by entity, period and members, units by their measures: facts may come and go, the order stays.
    pub(super) fn of(report: &Report, ids: &Ids) -> Plan {
        let used: FxHashSet<Aspects> = report.facts.iter().map(|fact| report.aspects_of(fact)).collect();
        let all: Vec<Aspects> =
            report.aspects.iter().map(|(_, aspects)| aspects).filter(|one| used.contains(one)).collect();
        let distinct: IndexSet<ContextKey> = all.iter().map(|aspects| ContextKey::of(*aspects)).collect();
        let mut contexts = Vec::from_iter(distinct);
        contexts.sort_by_cached_key(|key| {
            let entity = report.aspects.entity(key.entity);
            let dimensions = report.aspects.dimensions(key.dimensions).pairs();
            let members: Vec<_> =
                dimensions.iter().map(|(axis, member)| (axis.sort_key(), member_key(member))).collect();
            let period = report.aspects.period(key.period);
            (entity.scheme.as_str(), entity.identifier.as_str(), dimensions.len(), period.sort_key(), members)
        });
        let distinct: IndexSet<UnitId> = all.iter().filter_map(|aspects| aspects.unit).collect();
        let mut units = Vec::from_iter(distinct);
        units.sort_by_cached_key(|unit| {
            let unit = report.aspects.unit(*unit);
            let keys = |measures: &[QName]| measures.iter().map(|measure| measure.sort_key()).collect::<Vec<_>>();
            (keys(unit.numerators()), keys(unit.denominators()))
        });

        let mut taken = Taken::of(ids);
        let first = contexts.first().map(|key| key.entity);
        let named = contexts.into_iter().map(|key| {
            let mut wish = period_name(report.aspects.period(key.period));
            if Some(key.entity) != first {
                push_part(&mut wish, report.aspects.entity(key.entity).identifier.as_str());
            }
            push_members(&mut wish, report.aspects.dimensions(key.dimensions));
            (key, taken.fresh(&wish))
        });
        let contexts = named.collect();
        let named = units.into_iter().map(|unit| (unit, taken.fresh(&unit_name(report.aspects.unit(unit)))));
        Plan { contexts, units: named.collect() }
    }
}

fn member_key(member: &DimensionMember) -> (&str, &str) {
    match member {
        DimensionMember::Explicit(name) => name.sort_key(),
        DimensionMember::Typed(value) => ("", value.as_deref().unwrap_or_default()),
    }
}

/// `D_20040101_20040331`, `I_20040331`, `forever`.
fn period_name(period: Period) -> String {
    match period {
        Period::Instant(at) => format!("I_{}", end_name(at)),
        Period::Duration { start, end } => format!("D_{}_{}", start_name(start), end_name(end)),
        Period::Forever => "forever".to_owned(),
    }
}

fn start_name(time: DateTime) -> String {
    let day = time.civil.date();
    compact(&if DateTime::midnight(day) == time { day.to_string() } else { time.to_string() })
}

fn end_name(time: DateTime) -> String {
    let day = time.day_ended().filter(|_| time.offset.is_none());
    compact(&day.map_or_else(|| time.to_string(), |day| day.to_string()))
}

fn compact(date: &str) -> String {
    date.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn push_part(id: &mut String, part: &str) {
    id.push('_');
    id.extend(part.chars().map(|letter| if continues_name(letter) { letter } else { '_' }));
}

/// Members by their local names, without the `Member` that all of them end with by custom.
fn push_members(id: &mut String, dimensions: &Dimensions) {
    for (_, member) in dimensions.pairs() {
        match member {
            DimensionMember::Explicit(name) => {
                let local = name.local.as_str();
                push_part(id, local.strip_suffix("Member").filter(|short| !short.is_empty()).unwrap_or(local));
            }
            DimensionMember::Typed(value) => push_part(id, value.as_deref().unwrap_or("nil")),
        }
    }
}

/// `JPY`, `JPY_per_shares`, `kg_m_per_s_s`.
fn unit_name(unit: &Unit) -> String {
    let join = |measures: &[QName]| measures.iter().map(|measure| measure.local.as_str()).collect::<Vec<_>>().join("_");
    let under = join(unit.denominators());
    let over = join(unit.numerators());
    if under.is_empty() { over } else { format!("{over}_per_{under}") }
}
