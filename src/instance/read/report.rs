//! From what was written to what is said.

use rustc_hash::FxHashMap;

use super::{Instance, InstanceReader, Pending};
use crate::instance::written::{Context, FactElement, PeriodElement, Pointer};
use crate::model::aspects::{AspectTables, DimensionsId, EntityId, PeriodId, UnitId};
use crate::model::{Aspects, Decimal, Decimals, Documents, Entity, Fact, FactId, Period, Text};

/// The elements of a kind that can be pointed at.
struct Targets<T> {
    /// By the number of the identifier that points there, the element's number.
    numbers: FxHashMap<u32, u32>,
    /// What each element comes to.
    said: Vec<Option<T>>,
}

/// What a context comes to.
#[derive(Clone, Copy)]
struct ContextAspects {
    entity: EntityId,
    period: PeriodId,
    dimensions: DimensionsId,
}

impl InstanceReader<'_> {
    /// Settles what points where, and tells the facts.
    pub(super) fn finish(mut self) -> Instance {
        let contexts = self.settle_contexts();
        let units = self.settle_units();
        self.instance.report.facts.reserve_exact(self.pending.len());
        for number in 0..self.pending.len() {
            let pending = self.pending[number];
            let fact = &mut self.instance.written.facts[number];
            fact.context = settled(fact.context, pending.context, &contexts.numbers);
            fact.unit = settled(fact.unit, pending.unit, &units.numbers);
            if let Some(aspects) = aspects_of(fact, pending, &contexts.said, &units.said) {
                self.say(number, aspects);
            }
        }
        self.settle_links();
        self.instance
    }

    fn settle_contexts(&mut self) -> Targets<ContextAspects> {
        let contexts = &self.instance.written.contexts;
        let ids = contexts.iter().map(|context| context.id.as_ref());
        let numbers = self.numbers(ids);
        let tables = &mut self.instance.report.aspects;
        let with_dimensions = contexts.iter().zip(&self.dimensions);
        let said = with_dimensions.map(|(context, dimensions)| context_aspects(context, *dimensions, tables)).collect();
        Targets { numbers, said }
    }

    fn settle_units(&mut self) -> Targets<UnitId> {
        let units = &self.instance.written.units;
        let numbers = self.numbers(units.iter().map(|unit| unit.id.as_ref()));
        let tables = &mut self.instance.report.aspects;
        let said = units.iter().map(|unit| unit.unit().map(|unit| tables.unit_id(unit))).collect();
        Targets { numbers, said }
    }

    /// The elements by the numbers of their identifiers; the first, should two have the same.
    fn numbers<'a>(&self, ids: impl Iterator<Item = Option<&'a Text>>) -> FxHashMap<u32, u32> {
        let mut numbers = FxHashMap::default();
        for (id, number) in ids.zip(0..) {
            if let Some(symbol) = id.and_then(|id| self.symbols.get_index_of(id.get(self.documents))) {
                numbers.entry(symbol as u32).or_insert(number);
            }
        }
        numbers
    }

    /// Adds a fact to the report.
    fn say(&mut self, number: usize, aspects: Aspects) {
        let numeric = aspects.unit.is_some();
        let (written, report) = (&mut self.instance.written, &mut self.instance.report);
        let element = &mut written.facts[number];
        let (value, decimals) = element.said(numeric, self.documents);
        element.fact = Some(FactId(report.facts.len() as u32));
        report.facts.push(Fact {
            id: element.id.clone(),
            concept: element.name,
            aspects: report.aspects.aspects_id(aspects),
            value,
            decimals,
            place: element.place,
        });
    }
}

impl FactElement {
    /// The value and decimals that a report has of it; the value of what has a unit is a number.
    pub(crate) fn said(&self, numeric: bool, documents: &Documents) -> (Option<Text>, Option<Decimals>) {
        let trimmed = |text: &Text| if numeric { text.trimmed(documents) } else { text.clone() };
        let value = self.value.as_ref().map(trimmed);
        let number = value.as_ref().filter(|_| numeric);
        let number = number.and_then(|value| Decimal::parse_scientific(value.get(documents)));
        (value, number.and_then(|number| self.accuracy.decimals(&number)))
    }
}

/// A pointer that leads to the element of an identifier, where there is one.
fn settled(pointer: Pointer, symbol: u32, numbers: &FxHashMap<u32, u32>) -> Pointer {
    match numbers.get(&symbol) {
        Some(number) if pointer != Pointer::None => Pointer::To(*number),
        _ => pointer,
    }
}

/// A fact's aspects; none where its context or unit can't be told, and for fractions, which a report can't hold.
fn aspects_of(
    fact: &FactElement,
    pending: Pending,
    contexts: &[Option<ContextAspects>],
    units: &[Option<UnitId>],
) -> Option<Aspects> {
    let context = contexts[fact.context.target()? as usize]?;
    let unit = match fact.unit {
        Pointer::None => None,
        Pointer::Dangling(_) => return None,
        Pointer::To(number) => Some(units[number as usize]?),
    };
    if fact.fraction.is_some() {
        return None;
    }
    let ContextAspects { entity, period, dimensions } = context;
    let language = pending.language.filter(|_| unit.is_none());
    Some(Aspects { entity, period, unit, dimensions, language })
}

fn context_aspects(context: &Context, dimensions: DimensionsId, tables: &mut AspectTables) -> Option<ContextAspects> {
    let entity = context.entity.as_ref()?;
    let period = match context.period.as_ref()? {
        PeriodElement::Instant(at) => Period::Instant(at.time.ok()?),
        PeriodElement::Duration(start, end) => Period::Duration { start: start.time.ok()?, end: end.time.ok()? },
        PeriodElement::Forever => Period::Forever,
    };
    let entity = tables.entity_id(Entity { scheme: entity.scheme, identifier: entity.identifier });
    Some(ContextAspects { entity, period: tables.period_id(period), dimensions })
}
