//! Calculations 1.1: totals and parts stand for ranges, and some of the sums of the parts' must be in the total's.

use indexmap::{IndexMap, IndexSet};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::range::Range;
use super::unsound::Unsound;
use super::{
    CalculationMode, DUPLICATES_ROUNDING, DUPLICATES_TRUNCATION, INCONSISTENT_ROUNDING, INCONSISTENT_TRUNCATION, Part,
    TUPLES, role_shown, sums, weight_shown, with_unreported,
};
use crate::model::aspects::AspectsId;
use crate::model::{Decimal, Decimals, Diagnostic, Fact, FactId, Name, QName};
use crate::taxonomy::Concept;
use crate::validate::subject::Subject;

type OfConcept = IndexMap<AspectsId, Vec<FactId>, FxBuildHasher>;

struct Check<'s, 'a> {
    subject: &'s Subject<'a>,
    mode: CalculationMode,
    /// Numbers by their concepts, then by their aspects.
    facts: FxHashMap<QName, OfConcept>,
    /// Duplicates that contradict each other and take part in a sum, by the first of them.
    contradictory: IndexSet<FactId>,
}

pub(super) fn check(subject: &Subject<'_>, mode: CalculationMode, unsound: &Unsound, findings: &mut Vec<Diagnostic>) {
    let nested = subject.written.and_then(|written| written.facts.iter().find(|fact| fact.parent.is_some()));
    if let Some(nested) = nested {
        let message = "the report has tuples, so its calculations are not checked";
        findings.push(Diagnostic::new(&TUPLES, nested.place, message).hint("--calc xbrl21 checks them"));
        return;
    }
    let mut check = Check { subject, mode, facts: FxHashMap::default(), contradictory: IndexSet::new() };
    for (id, fact) in subject.report.iter() {
        if subject.report.unit_of(fact).is_some() && fact.number(subject.documents).is_some() {
            check.facts.entry(fact.concept).or_default().entry(fact.aspects).or_default().push(id);
        }
    }
    for arcrole in [Name::SUMMATION_ITEM, Name::SUMMATION_ITEM_11] {
        for network in subject.taxonomy.networks(arcrole) {
            for (total, parts) in sums(subject, network, unsound) {
                check.sum(network.role(), total, &parts, findings);
            }
        }
    }
    for first in std::mem::take(&mut check.contradictory) {
        findings.push(check.contradiction(first));
    }
}

impl Check<'_, '_> {
    /// Checks one sum wherever its total is reported.
    fn sum(&mut self, role: Name, total: &Concept, parts: &[Part<'_>], findings: &mut Vec<Diagnostic>) {
        let Some(totals) = self.facts.get(&total.name) else { return };
        let mut contradictory = Vec::new();
        for (aspects, totals) in totals {
            let reported =
                parts.iter().filter_map(|part| Some((part, self.facts.get(&part.concept.name)?.get(aspects)?)));
            let reported: Vec<(&Part<'_>, &Vec<FactId>)> = reported.collect();
            if reported.is_empty() {
                continue;
            }
            let mut ranges = Vec::with_capacity(reported.len() + 1);
            for facts in std::iter::once(totals).chain(reported.iter().map(|(_, facts)| *facts)) {
                match self.range(facts) {
                    Some(range) => ranges.push(range),
                    None => contradictory.push(facts[0]),
                }
            }
            if ranges.len() <= reported.len() {
                continue;
            }
            let zero = Range::exact(Decimal::ZERO);
            let weighted = ranges[1..].iter().zip(&reported).map(|(range, (part, _))| range.scale(&part.weight));
            let sum = weighted.fold(zero, |sum, part| sum.add(&part));
            if sum.intersection(&ranges[0]).is_none() {
                let finding = self.inconsistent(role, totals[0], &ranges[0], &sum, &reported);
                let unreported =
                    parts.iter().filter(|part| !reported.iter().any(|(known, _)| std::ptr::eq(*known, *part)));
                findings.push(with_unreported(self.subject, finding, unreported));
            }
        }
        self.contradictory.extend(contradictory);
    }

    /// What all of some duplicates stand for; none if they contradict each other.
    fn range(&self, facts: &[FactId]) -> Option<Range> {
        let range = |id: &FactId| {
            let fact = self.subject.report.fact(*id);
            let number = fact.number(self.subject.documents)?;
            Some(Range::of(&number, fact.decimals.unwrap_or(Decimals::Infinite), self.mode))
        };
        let (first, others) = facts.split_first()?;
        others.iter().try_fold(range(first)?, |common, id| common.intersection(&range(id)?))
    }

    fn inconsistent(
        &self,
        role: Name,
        total: FactId,
        range: &Range,
        sum: &Range,
        parts: &[(&Part<'_>, &Vec<FactId>)],
    ) -> Diagnostic {
        let (subject, rule) = match self.mode {
            CalculationMode::Truncation => (self.subject, &INCONSISTENT_TRUNCATION),
            _ => (self.subject, &INCONSISTENT_ROUNDING),
        };
        let total = subject.report.fact(total);
        let number = |fact: &Fact| fact.number(subject.documents).unwrap_or(Decimal::ZERO);
        let values = parts.iter().map(|(part, facts)| &number(subject.report.fact(facts[0])) * &part.weight);
        let difference = values.fold(number(total), |rest, value| &rest - &value);
        let message = format!(
            "{} is {}, and its parts in {} sum to {sum}: {difference} is unexplained",
            subject.described(total),
            subject.value_shown(total),
            role_shown(role),
        );
        let mut finding =
            Diagnostic::new(rule, total.place, message).expected(sum.to_string()).found(range.to_string());
        for (part, facts) in parts {
            let fact = subject.report.fact(facts[0]);
            let (weight, name) = (weight_shown(&part.weight), subject.shown(fact.concept));
            finding = finding.related(fact.place, format!("{weight}{name} {}", subject.value_shown(fact)));
        }
        if let Some((part, _)) = parts.first() {
            finding = finding.related(subject.taxonomy.arc(part.arc).place, "the sum is defined here");
        }
        finding
    }

    /// The finding about duplicates that contradict each other.
    fn contradiction(&self, first: FactId) -> Diagnostic {
        let (subject, rule) = match self.mode {
            CalculationMode::Truncation => (self.subject, &DUPLICATES_TRUNCATION),
            _ => (self.subject, &DUPLICATES_ROUNDING),
        };
        let fact = subject.report.fact(first);
        let facts = &self.facts[&fact.concept][&fact.aspects];
        let values: Vec<String> = facts.iter().map(|id| subject.value_shown(subject.report.fact(*id))).collect();
        let message =
            format!("{} takes part in a sum, and is reported as {}", subject.described(fact), values.join(" and as "));
        let mut finding = Diagnostic::new(rule, fact.place, message);
        for (id, value) in facts[1..].iter().zip(&values[1..]) {
            finding = finding.related(subject.report.fact(*id).place, format!("here as {value}"));
        }
        finding
    }
}
