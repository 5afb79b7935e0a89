//! When contexts, units and items are equal (XBRL 2.1, 4.10).

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::instance::written::{Context, Elements, FactElement, Part, PeriodElement, Pointer, Written};
use crate::model::DateTime;

/// Classes of equal contexts and units of an instance: two are equal where their class is the same.
pub(super) struct Equality {
    /// The class of each context.
    contexts: Vec<u32>,
    /// The class of each unit.
    units: Vec<u32>,
}

/// What is equal for items that are c-equal and u-equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct ItemClass {
    context: u32,
    unit: Option<u32>,
}

impl Equality {
    pub(super) fn of(written: &Written) -> Equality {
        let contexts = classes(written.contexts.iter().map(|context| context_key(written, context)));
        let units = classes(written.units.iter().map(|unit| format!("{:?}", unit.unit())));
        Equality { contexts, units }
    }

    /// The class of an item; none where it has no context, or a unit that is not there.
    pub(super) fn class(&self, fact: &FactElement) -> Option<ItemClass> {
        let unit = match fact.unit {
            Pointer::None => None,
            Pointer::Dangling(_) => return None,
            Pointer::To(number) => Some(self.units[number as usize]),
        };
        Some(ItemClass { context: self.contexts[fact.context.target()? as usize], unit })
    }
}

fn classes(keys: impl Iterator<Item = String>) -> Vec<u32> {
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut next = 0;
    let number = |key| {
        *known.entry(key).or_insert_with(|| {
            next += 1;
            next
        })
    };
    keys.map(number).collect()
}

/// A text that is the same for s-equal contexts.
fn context_key(written: &Written, context: &Context) -> String {
    let entity = context.entity.as_ref().map(|entity| (entity.scheme.as_str(), entity.identifier.as_str()));
    let time = |time: DateTime| (time.at_utc(), time.offset.is_some());
    let period = match &context.period {
        Some(PeriodElement::Instant(at)) => format!("{:?}", at.time.map(time)),
        Some(PeriodElement::Duration(start, end)) => format!("{:?} {:?}", start.time.map(time), end.time.map(time)),
        Some(PeriodElement::Forever) => "forever".to_owned(),
        None => "none".to_owned(),
    };
    let mut key = format!("{entity:?} {period}");
    for part in [&context.segment, &context.scenario] {
        key.push('|');
        if let Some(part) = part {
            push_part(&mut key, &written.elements, part);
        }
    }
    key
}

fn push_part(key: &mut String, elements: &Elements, part: &Part) {
    let mut open: Vec<u32> = Vec::new();
    for number in part.content.clone() {
        while open.last().is_some_and(|end| *end <= number) {
            open.pop();
            key.push(')');
        }
        let row = &elements.all[number as usize];
        _ = write!(key, "({}", row.name);
        let mut attributes: Vec<_> = elements.attributes(row).iter().collect();
        attributes.sort_by_key(|attribute| attribute.name.sort_key());
        for attribute in attributes {
            _ = write!(key, " {}={:?}", attribute.name, attribute.value);
        }
        if !row.texts.is_empty() {
            _ = write!(key, " {:?}", row.texts);
        }
        open.push(row.next);
    }
}
