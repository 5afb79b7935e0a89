//! When contexts, units and items are equal (XBRL 2.1, 4.10).

use std::fmt::Write as _;
use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::instance::Written;
use crate::instance::written::{
    Context, ElementRow, FactElement, MemberElement, Part, PeriodElement, Pointer, UnitElement,
};
use crate::model::{DateTime, Documents, QName};
use crate::taxonomy::{Taxonomy, TypeId, ValueConstraint};

/// Classes of equal contexts and units of an instance: two are equal where their class is the same.
#[derive(Clone, Debug, Default)]
pub struct Equality {
    /// The class of each context.
    contexts: Vec<u32>,
    /// The class of each unit.
    units: Vec<u32>,
}

/// What is equal for items that are c-equal and u-equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ItemClass {
    /// The class of the context.
    pub context: u32,
    /// The class of the unit; none where there is none.
    pub unit: Option<u32>,
}

impl Equality {
    /// Finds which contexts and units are equal. What segments and scenarios hold is compared by the types that the
    /// taxonomy gives it, defaults and fixed values included.
    pub(super) fn of(written: &Written, taxonomy: &Taxonomy, documents: &Documents) -> Equality {
        let mut keys = Keys { written, taxonomy, documents, declared: FxHashMap::default() };
        let contexts = classes(written.contexts.iter().map(|context| keys.of_context(context)));
        let units = classes(written.units.iter().map(UnitElement::unit));
        Equality { contexts, units }
    }

    /// The class of a context, by its number.
    #[must_use]
    pub fn context(&self, number: u32) -> u32 {
        self.contexts[number as usize]
    }

    /// The class of an item; none where it has no context, or a unit that is not there.
    #[must_use]
    pub fn class(&self, fact: &FactElement) -> Option<ItemClass> {
        let unit = match fact.unit {
            Pointer::None => None,
            Pointer::Dangling(_) => return None,
            Pointer::To(number) => Some(self.units[number as usize]),
        };
        Some(ItemClass { context: self.contexts[fact.context.target()? as usize], unit })
    }
}

/// Numbers things by their keys; what has none is equal to nothing.
fn classes<K: Hash + Eq>(keys: impl Iterator<Item = Option<K>>) -> Vec<u32> {
    let mut known: FxHashMap<K, u32> = FxHashMap::default();
    let number = |(key, next): (Option<K>, u32)| match key {
        Some(key) => *known.entry(key).or_insert(next),
        None => next,
    };
    keys.zip(0..).map(number).collect()
}

/// Makes texts that are the same for s-equal contexts.
struct Keys<'a> {
    written: &'a Written,
    taxonomy: &'a Taxonomy,
    documents: &'a Documents,
    /// The types of elements by the type around them, as far as they were asked for.
    declared: FxHashMap<(Option<TypeId>, QName), Option<Declared>>,
}

/// What a declaration says of an element.
#[derive(Clone)]
struct Declared {
    type_id: TypeId,
    value: ValueConstraint,
}

/// What is equal to nothing, such as a number that is none.
struct Unequal;

impl Keys<'_> {
    /// The key of a context; none where it is equal to no other.
    fn of_context(&mut self, context: &Context) -> Option<String> {
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
                self.push_part(&mut key, context, part).ok()?;
            }
        }
        Some(key)
    }

    fn push_part(&mut self, key: &mut String, context: &Context, part: &Part) -> Result<(), Unequal> {
        let written = self.written;
        // What is open: the number behind its last descendant's, and its type.
        let mut open: Vec<(u32, Option<TypeId>)> = Vec::new();
        for number in part.content.clone() {
            while open.last().is_some_and(|(end, _)| *end <= number) {
                open.pop();
                key.push(')');
            }
            let row = &written.elements.all[number as usize];
            _ = write!(key, "({}", row.name);
            if let Some(member) = explicit_member(context, number) {
                _ = write!(key, " {member}");
                open.push((row.next, None));
                continue;
            }
            let parent = open.last().and_then(|(_, type_id)| *type_id);
            let declared = self.declared(parent, row.name);
            let named = row.type_name.and_then(|name| self.taxonomy.type_named(name));
            let type_id = named.or(declared.as_ref().map(|declared| declared.type_id));
            self.push_attributes(key, row, type_id)?;
            self.push_content(key, row, type_id, declared.as_ref())?;
            open.push((row.next, type_id));
        }
        Ok(())
    }

    /// The declaration of an element in one of a type. Directly inside a segment or a scenario, which can hold
    /// anything, there is no such type, and neither is there inside of what is not declared.
    fn declared(&mut self, parent: Option<TypeId>, name: QName) -> Option<Declared> {
        let taxonomy = self.taxonomy;
        let find = || {
            let id = match parent {
                Some(parent) => taxonomy.element_within(parent, name),
                None => taxonomy.element(name),
            };
            let element = taxonomy.element_of(id?);
            Some(Declared { type_id: element.type_id, value: element.value.clone() })
        };
        self.declared.entry((parent, name)).or_insert_with(find).clone()
    }

    fn push_attributes(&self, key: &mut String, row: &ElementRow, type_id: Option<TypeId>) -> Result<(), Unequal> {
        let attributes = self.written.elements.attributes(row).iter();
        let attributes = attributes.map(|attribute| (attribute.name, &*attribute.value));
        let values = self.taxonomy.comparable_attributes(type_id, attributes, self.documents).ok_or(Unequal)?;
        for (name, value) in values {
            _ = write!(key, " {name}={value:?}");
        }
        Ok(())
    }

    fn push_content(
        &self,
        key: &mut String,
        row: &ElementRow,
        type_id: Option<TypeId>,
        declared: Option<&Declared>,
    ) -> Result<(), Unequal> {
        let has_value = type_id.is_some_and(|type_id| self.taxonomy.simple_type(type_id).is_some());
        if !has_value {
            if !row.texts.is_empty() {
                _ = write!(key, " {:?}", row.texts);
            }
            return Ok(());
        }
        let written = row.text();
        let text = match declared.map(|declared| &declared.value) {
            Some(ValueConstraint::Default(value) | ValueConstraint::Fixed(value)) if written.is_empty() => {
                value.get(self.documents)
            }
            _ => &written,
        };
        _ = write!(key, " {:?}", self.taxonomy.comparable(type_id, text).ok_or(Unequal)?);
        Ok(())
    }
}

/// The names of a dimension and its member, if the element of that number says them: prefixes don't matter then.
fn explicit_member(context: &Context, number: u32) -> Option<String> {
    let at = context.dimensions.binary_search_by_key(&number, |dimension| dimension.element).ok()?;
    let dimension = &context.dimensions[at];
    match dimension.member {
        MemberElement::Explicit(Some(member)) => Some(format!("{} {member}", dimension.dimension?)),
        _ => None,
    }
}
