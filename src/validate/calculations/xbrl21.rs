//! Calculations by the base specification (XBRL 2.1, 5.2.5.2).

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::unsound::Unsound;
use super::{Part, role_shown, sums, weight_shown, with_unreported};
use crate::filing::ItemClass;
use crate::instance::written::{Accuracy, FactElement, Figures, Written};
use crate::model::decimal::Rounding;
use crate::model::{Decimal, Decimals, Diagnostic, Name, QName};
use crate::rules;
use crate::validate::subject::Subject;

rules! {
    class Calculations, "XBRL 2.1";

    INCONSISTENT = Warning "xbrl.5.2.5.2:calcInconsistency" at "5.2.5.2" {
        title: "a total is not the sum of its rounded parts",
        why: "A figure is mistaken, or parts were rounded each for itself, or the taxonomy sums what does not belong \
              together.",
        example: "<ex:Total decimals=\"0\">10</ex:Total> <ex:A decimals=\"0\">4</ex:A> <ex:B decimals=\"0\">3</ex:B>",
        mended: "<ex:Total decimals=\"0\">7</ex:Total> <ex:A decimals=\"0\">4</ex:A> <ex:B decimals=\"0\">3</ex:B>",
    }
}

struct Check<'s, 'a> {
    subject: &'s Subject<'a>,
    written: &'a Written,
    /// Items that are c-equal and u-equal, by their concept; in the order of the document.
    items: FxHashMap<(QName, ItemClass), Vec<u32>>,
    /// Items that are c-equal and u-equal, whatever their concepts.
    equal: FxHashMap<ItemClass, Vec<u32>>,
    /// The class of each item.
    classes: Vec<Option<ItemClass>>,
    /// Whether an item has duplicates.
    duplicate: Vec<bool>,
}

/// The parts of a sum.
struct Parts<'a> {
    all: &'a [Part<'a>],
    by_concept: FxHashMap<QName, Vec<usize>>,
}

impl<'a> Parts<'a> {
    fn of(all: &'a [Part<'a>]) -> Parts<'a> {
        let mut by_concept: FxHashMap<QName, Vec<usize>> = FxHashMap::default();
        for (number, part) in all.iter().enumerate() {
            by_concept.entry(part.concept.name).or_default().push(number);
        }
        Parts { all, by_concept }
    }
}

/// Those of some sorted items that are in a scope.
fn within<'a>(items: &'a [u32], scope: &Range<u32>) -> &'a [u32] {
    let start = items.partition_point(|item| *item < scope.start);
    let length = items[start..].partition_point(|item| *item < scope.end);
    &items[start..start + length]
}

pub(super) fn check(subject: &Subject<'_>, unsound: &Unsound, findings: &mut Vec<Diagnostic>) {
    let Some(written) = subject.written else { return };
    let classes: Vec<_> = written.facts.iter().map(|fact| subject.equality.class(fact)).collect();
    let mut items: FxHashMap<(QName, ItemClass), Vec<u32>> = FxHashMap::default();
    let mut equal: FxHashMap<ItemClass, Vec<u32>> = FxHashMap::default();
    let mut siblings: FxHashMap<(Option<u32>, QName, ItemClass), u32> = FxHashMap::default();
    let mut duplicate = vec![false; written.facts.len()];
    for ((fact, class), number) in written.facts.iter().zip(&classes).zip(0u32..) {
        let Some(class) = *class else { continue };
        items.entry((fact.name, class)).or_default().push(number);
        equal.entry(class).or_default().push(number);
        let first = *siblings.entry((fact.parent, fact.name, class)).or_insert(number);
        if first != number {
            (duplicate[first as usize], duplicate[number as usize]) = (true, true);
        }
    }
    let check = Check { subject, written, items, equal, classes, duplicate };
    let mut totals: FxHashMap<QName, Vec<u32>> = FxHashMap::default();
    for (fact, number) in written.facts.iter().zip(0u32..) {
        totals.entry(fact.name).or_default().push(number);
    }
    for network in subject.taxonomy.networks(Name::SUMMATION_ITEM) {
        for (total, parts) in sums(subject, network, unsound) {
            let parts = Parts::of(&parts);
            for number in totals.get(&total.name).into_iter().flatten() {
                findings.extend(check.total(network.role(), *number, &parts));
            }
        }
    }
}

impl Check<'_, '_> {
    /// Checks one total, where its calculation binds.
    fn total(&self, role: Name, number: u32, parts: &Parts<'_>) -> Option<Diagnostic> {
        let fact = self.fact(number);
        let class = self.classes[number as usize]?;
        if fact.nil || self.duplicate[number as usize] {
            return None;
        }
        let scope = fact.parent.map_or(0..self.written.facts.len() as u32, |parent| parent + 1..self.fact(parent).next);
        let contributions = self.contributions(class, &scope, parts);
        if contributions.is_empty() || contributions.iter().any(|(_, item)| self.duplicate[*item as usize]) {
            return None;
        }
        let rounded = contributions.iter().map(|(part, item)| Some(&self.rounded(*item)? * &part.weight));
        let sum = rounded.reduce(|one, other| Some(&one? + &other?)).flatten();
        let total = self.rounded(number);
        let sum = sum.map(|sum| self.round(number, &sum));
        if total.is_some() && total == sum {
            return None;
        }
        let finding = self.inconsistent(role, number, sum.as_ref(), &contributions);
        Some(with_unreported(self.subject, finding, parts.all, contributions.iter().map(|(part, _)| *part)))
    }

    /// The items of a class and scope that a sum sums, in the order of its parts. The items are looked for by the parts,
    /// or the parts by the items, whichever are fewer: there may be many totals that have few of many parts.
    fn contributions<'p>(
        &self,
        class: ItemClass,
        scope: &Range<u32>,
        parts: &'p Parts<'p>,
    ) -> Vec<(&'p Part<'p>, u32)> {
        let near = self.equal.get(&class).map_or(&[][..], |items| within(items, scope));
        let mut found: Vec<(usize, u32)> = Vec::new();
        if near.len() < parts.all.len() {
            for item in near {
                let parts = parts.by_concept.get(&self.fact(*item).name);
                found.extend(parts.into_iter().flatten().map(|part| (*part, *item)));
            }
            found.sort_unstable();
        } else {
            for (part, number) in parts.all.iter().zip(0..) {
                let items = self.items.get(&(part.concept.name, class)).map_or(&[][..], |items| within(items, scope));
                found.extend(items.iter().map(|item| (number, *item)));
            }
        }
        let told = found.into_iter().filter(|(_, item)| !self.fact(*item).nil);
        told.map(|(part, item)| (&parts.all[part], item)).collect()
    }

    fn fact(&self, number: u32) -> &FactElement {
        &self.written.facts[number as usize]
    }

    fn number(&self, number: u32) -> Option<Decimal> {
        Decimal::parse_scientific(self.fact(number).value.as_ref()?.get(self.subject.documents))
    }

    /// An item's value, rounded to its decimals; none where nothing is known of them, or it has no value.
    fn rounded(&self, number: u32) -> Option<Decimal> {
        let value = self.number(number)?;
        match self.fact(number).accuracy {
            Accuracy::Figures(Figures::Count(0)) => None,
            _ => Some(self.round(number, &value)),
        }
    }

    /// A number, rounded to the decimals of an item.
    fn round(&self, item: u32, number: &Decimal) -> Decimal {
        let value = self.number(item).unwrap_or(Decimal::ZERO);
        match self.fact(item).accuracy.decimals(&value) {
            Some(Decimals::Places(places)) => number.round(places, Rounding::HalfEven),
            Some(Decimals::Infinite) | None => number.clone(),
        }
    }

    fn inconsistent(&self, role: Name, number: u32, sum: Option<&Decimal>, parts: &[(&Part<'_>, u32)]) -> Diagnostic {
        let (subject, total) = (self.subject, self.fact(number));
        let shown =
            |fact: &FactElement| fact.fact.map_or_else(String::new, |id| subject.value_shown(subject.report.fact(id)));
        let what = total.fact.map(|id| subject.described(subject.report.fact(id)));
        let what = what.unwrap_or_else(|| subject.shown(total.name));
        let come = match sum.zip(self.rounded(number)) {
            Some((sum, total)) => format!("sum to {sum}: {} is unexplained", &total - sum),
            None => "can't be summed".to_owned(),
        };
        let message = format!("{what} is {}, and its parts in {} {come}", shown(total), role_shown(role));
        let mut finding = Diagnostic::new(&INCONSISTENT, total.place, message).found(shown(total));
        if let Some(sum) = sum {
            finding = finding.expected(sum.to_string());
        }
        for (part, item) in parts {
            let item = self.fact(*item);
            let (weight, name) = (weight_shown(&part.weight), subject.shown(item.name));
            finding = finding.related(item.place, format!("{weight}{name} {}", shown(item)));
        }
        if let Some((part, _)) = parts.first() {
            finding = finding.related(subject.taxonomy.arc(part.arc).place, "the sum is defined here");
        }
        finding
    }
}
