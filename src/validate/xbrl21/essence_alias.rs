//! Concepts that are the same by two names (XBRL 2.1, 5.2.6.2.2): what they must share, and that items of both agree.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::instance::written::{Accuracy, FactElement, Figures, Written};
use crate::model::decimal::Rounding;
use crate::model::{Decimal, Decimals, Diagnostic, Documents, Name, QName};
use crate::rules;
use crate::taxonomy::{ArcId, Concept, ConceptKind, Network, Relationship, Target, Taxonomy};
use crate::validate::subject::Subject;

rules! {
    class Specification, "XBRL 2.1";

    ITEM_TYPES = Error "xbrl.5.2.6.2.2:essenceAliasTypes" at "5.2.6.2.2" {
        title: "an essence and its alias are not of the same item type",
        why: "Two names of one thing have the same values; those of different types can't be compared.",
        example: "an essence-alias arc from a xbrli:monetaryItemType to a xbrli:stringItemType",
        mended: "an essence-alias arc from a xbrli:monetaryItemType to a xbrli:monetaryItemType",
    }

    PERIOD_TYPES = Error "xbrl.5.2.6.2.2:essenceAliasPeriodTypes" at "5.2.6.2.2" {
        title: "an essence and its alias are not of the same period type",
        why: "Two names of one thing are measured alike: both at points in time or both over stretches of it.",
        example: "an essence-alias arc from an instant concept to a duration concept",
        mended: "an essence-alias arc from an instant concept to an instant concept",
    }

    BALANCES = Error "xbrl.5.2.6.2.2:essenceAliasBalances" at "5.2.6.2.2" {
        title: "an essence and its alias are on different sides of an account",
        why: "Two names of one thing can't be a debit by the one and a credit by the other.",
        example: "an essence-alias arc from a debit concept to a credit concept",
        mended: "an essence-alias arc from a debit concept to a debit concept",
    }

    INCONSISTENT = Warning "xbrl.5.2.6.2.2:essenceAliasInconsistency" at "5.2.6.2.2" {
        title: "two items are by their concepts the same, and say different things",
        why: "One of the two is wrong, or the concepts are not the same after all.",
        example: "<ex:Tax contextRef=\"c\" …>100</ex:Tax> <ex:IncomeTax contextRef=\"c\" …>200</ex:IncomeTax>",
        mended: "<ex:Tax contextRef=\"c\" …>100</ex:Tax> <ex:IncomeTax contextRef=\"c\" …>100</ex:IncomeTax>",
    }
}

/// Checks the concepts of all essence-alias relationships.
pub(super) fn check_concepts(taxonomy: &Taxonomy, findings: &mut Vec<Diagnostic>) {
    // Where one of the two is no item, that is what is wrong.
    let is_item = |concept: &Concept| concept.kind != ConceptKind::Tuple;
    for pair in pairs(taxonomy).into_iter().filter(|pair| is_item(pair.essence) && is_item(pair.alias)) {
        let (essence, alias) = (pair.essence, pair.alias);
        let (rule, what) = if essence.type_id != alias.type_id {
            (&ITEM_TYPES, "of different types")
        } else if essence.period_type != alias.period_type {
            (&PERIOD_TYPES, "of different period types")
        } else if essence.balance.is_some() && alias.balance.is_some() && essence.balance != alias.balance {
            (&BALANCES, "on different sides of an account")
        } else {
            continue;
        };
        let (one, other) = (essence.name.local, alias.name.local);
        let message = format!("{other} is to be an alias of {one}, and the two are {what}");
        let finding = Diagnostic::new(rule, taxonomy.arc(pair.arc).place, message);
        let finding = finding.related(essence.place, "the essence is declared here");
        findings.push(finding.related(alias.place, "the alias is declared here"));
    }
}

/// An essence-alias relationship between two concepts.
struct Pair<'a> {
    arc: ArcId,
    essence: &'a Concept,
    alias: &'a Concept,
}

fn pairs(taxonomy: &Taxonomy) -> Vec<Pair<'_>> {
    let pair = |relationship: &Relationship| match (relationship.from, relationship.to) {
        (Target::Concept(essence), Target::Concept(alias)) => {
            Some(Pair { arc: relationship.arc, essence: taxonomy.get(essence), alias: taxonomy.get(alias) })
        }
        _ => None,
    };
    taxonomy.networks(Name::ESSENCE_ALIAS).flat_map(Network::relationships).filter_map(pair).collect()
}

/// Where items can be compared: inside of one element, in equal contexts.
type Scope = (Option<u32>, u32);

/// Checks that items of essences and aliases agree, wherever there are both; and items of aliases of one
/// essence, where there is none of the essence.
pub(super) fn check_items(subject: &Subject<'_>, written: &Written, findings: &mut Vec<Diagnostic>) {
    let pairs = pairs(subject.taxonomy);
    if pairs.is_empty() {
        return;
    }
    let named = pairs.iter().flat_map(|pair| [pair.essence.name, pair.alias.name]);
    let mut items: FxHashMap<QName, BTreeMap<Scope, Vec<Item>>> = named.map(|name| (name, BTreeMap::new())).collect();
    for (fact, number) in written.facts.iter().zip(0..) {
        if let (Some(of_name), Some(class)) = (items.get_mut(&fact.name), subject.equality.class(fact))
            && !fact.nil
        {
            let item = Item { number, unit: class.unit, value: Value::of(fact, written, subject.documents) };
            of_name.entry((fact.parent, class.context)).or_default().push(item);
        }
    }
    let mut without_essence: BTreeMap<(Scope, QNameOrder), (Vec<&Item>, ArcId)> = BTreeMap::new();
    for pair in &pairs {
        for (scope, aliases) in &items[&pair.alias.name] {
            let aliases: Vec<&Item> = aliases.iter().collect();
            if let Some(essences) = items[&pair.essence.name].get(scope) {
                let found = unequal(&essences.iter().collect::<Vec<_>>(), &aliases);
                findings.extend(found.map(|found| inconsistent(subject, written, pair.arc, found)));
            } else {
                let key = (*scope, pair.essence.name.sort_key());
                without_essence.entry(key).or_insert_with(|| (Vec::new(), pair.arc)).0.extend(aliases);
            }
        }
    }
    for (aliases, arc) in without_essence.values() {
        let found = unequal(&aliases[..1], &aliases[1..]);
        findings.extend(found.map(|found| inconsistent(subject, written, *arc, found)));
    }
}

type QNameOrder = (&'static str, &'static str);

fn inconsistent(subject: &Subject<'_>, written: &Written, arc: ArcId, (one, other): (u32, u32)) -> Diagnostic {
    let [one, other] = [one, other].map(|number| &written.facts[number as usize]);
    let shown = |fact: &FactElement| match fact.fact {
        Some(id) => subject.value_shown(subject.report.fact(id)),
        None => "a fraction".to_owned(),
    };
    let names = (subject.shown(one.name), subject.shown(other.name));
    let message = format!("{} says the same as {} by another name, and differs", names.1, names.0);
    let finding = Diagnostic::new(&INCONSISTENT, other.place, message).expected(shown(one)).found(shown(other));
    let finding = finding.related(one.place, format!("{} is here", names.0));
    finding.related(subject.taxonomy.arc(arc).place, "the taxonomy says here that the two are the same")
}

/// An item and what of it is compared.
struct Item {
    number: u32,
    unit: Option<u32>,
    value: Value,
}

/// What is compared of an item (XBRL 2.1, 4.10, V-Equal).
enum Value {
    /// The text, its white space normalised.
    Text(String),
    /// The number, and the decimals to which it is known.
    Number(Decimal, Decimals),
    /// Numerator and denominator.
    Fraction(Decimal, Decimal),
    /// Nothing is known of it, or it isn't a value: equal to nothing.
    Unknown,
}

impl Value {
    fn of(fact: &FactElement, written: &Written, documents: &Documents) -> Value {
        let number = |text: &crate::model::Text| Decimal::parse_scientific(text.get(documents));
        if let Some(fraction) = fact.fraction.map(|number| &written.fractions[number as usize]) {
            let parts =
                fraction.numerator.as_ref().and_then(number).zip(fraction.denominator.as_ref().and_then(number));
            return parts.map_or(Value::Unknown, |(numerator, denominator)| Value::Fraction(numerator, denominator));
        }
        let Some(text) = &fact.value else { return Value::Unknown };
        match (number(text), fact.unit.target()) {
            (Some(number), Some(_)) if fact.accuracy != Accuracy::Figures(Figures::Count(0)) => {
                let decimals = fact.accuracy.decimals(&number).unwrap_or(Decimals::Infinite);
                Value::Number(number, decimals)
            }
            (_, Some(_)) => Value::Unknown,
            (_, None) => Value::Text(text.get(documents).split_ascii_whitespace().collect::<Vec<_>>().join(" ")),
        }
    }

    /// The decimals to which it is compared with what is known better.
    fn decimals(&self) -> Order {
        match self {
            Value::Number(_, Decimals::Places(places)) => Order::Places(*places),
            Value::Unknown => Order::Nothing,
            _ => Order::Exact,
        }
    }
}

/// How well something is known, from the least to the best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    Nothing,
    Places(i32),
    Exact,
}

impl Item {
    /// Whether two items say the same, rounded to some decimals.
    fn is_equal_at(&self, other: &Item, decimals: Order) -> bool {
        let round = |number: &Decimal| match decimals {
            Order::Places(places) => number.round(places, Rounding::HalfEven),
            _ => number.clone(),
        };
        self.unit == other.unit
            && match (&self.value, &other.value) {
                (Value::Text(one), Value::Text(other)) => one == other,
                (Value::Number(one, _), Value::Number(other, _)) => round(one) == round(other),
                (Value::Fraction(one, by), Value::Fraction(other, other_by)) => one * other_by == other * by,
                _ => false,
            }
    }
}

/// The first two items, one of each list, that are not v-equal.
///
/// At the same decimals equality is transitive, so that an item needs not be compared with each of the other list:
/// one of those that are known as well or better stands for all, as long as they are equal to it.
fn unequal(ones: &[&Item], others: &[&Item]) -> Option<(u32, u32)> {
    let found = |these: &[&Item], those: &[&Item]| {
        let mut stands: BTreeMap<Order, (Option<usize>, Option<usize>)> = BTreeMap::new();
        these.iter().find_map(|item| {
            let decimals = item.value.decimals();
            let (first, odd) = *stands.entry(decimals).or_insert_with(|| {
                let better = |number: &usize| those[*number].value.decimals() >= decimals;
                let first = (0..those.len()).find(better);
                let differs = |number: &usize| !those[first.unwrap_or(*number)].is_equal_at(those[*number], decimals);
                (first, (0..those.len()).filter(better).find(differs))
            });
            let first = first.filter(|number| !item.is_equal_at(those[*number], decimals));
            first.or(odd).map(|number| (item.number, those[number].number))
        })
    };
    found(ones, others).or_else(|| found(others, ones).map(|(other, one)| (one, other)))
}
