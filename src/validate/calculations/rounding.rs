//! Calculations 1.1: totals and parts stand for ranges, and some of the sums of the parts' must be in the total's.

use indexmap::IndexSet;

use super::numbers::{Number, Numbers, groups};
use super::range::Range;
use super::unsound::Unsound;
use super::{
    CalculationMode, DUPLICATES_ROUNDING, DUPLICATES_TRUNCATION, INCONSISTENT_ROUNDING, INCONSISTENT_TRUNCATION, Part,
    TUPLES, role_shown, sums, weight_shown, with_unreported,
};
use crate::model::{Decimal, Decimals, Diagnostic, Fact, FactId, Name};
use crate::taxonomy::{Concept, Network};
use crate::validate::subject::Subject;

struct Check<'s, 'a> {
    subject: &'s Subject<'a>,
    mode: CalculationMode,
    numbers: Numbers,
    /// Duplicates that contradict each other and take part in a sum, by the first of them.
    contradictory: IndexSet<FactId>,
}

/// Parts of a sum with the numbers that are reported for them.
type Reported<'n, 'p> = Vec<(&'p Part<'p>, &'n [Number])>;

pub(super) fn check<'a>(
    subject: &Subject<'a>,
    mode: CalculationMode,
    unsound: &Unsound,
    findings: &mut Vec<Diagnostic>,
) {
    let nested = subject.written.and_then(|written| written.facts.iter().find(|fact| fact.parent.is_some()));
    if let Some(nested) = nested {
        let message = "the report has tuples, so its calculations are not checked";
        findings.push(Diagnostic::new(&TUPLES, nested.place, message).hint("--calc xbrl21 checks them"));
        return;
    }
    let arcroles = [Name::SUMMATION_ITEM, Name::SUMMATION_ITEM_11];
    let networks = arcroles.iter().flat_map(|arcrole| subject.taxonomy.networks(*arcrole));
    let of_network = |network: Network<'a>| {
        sums(subject, network, unsound).into_iter().map(move |(total, parts)| (network.role(), total, parts))
    };
    let sums: Vec<_> = networks.flat_map(of_network).collect();
    let concepts = sums
        .iter()
        .flat_map(|(_, total, parts)| std::iter::once(total.name).chain(parts.iter().map(|part| part.concept.name)));
    let numbers = Numbers::new(subject, concepts);
    let mut check = Check { subject, mode, numbers, contradictory: IndexSet::new() };
    for (role, total, parts) in &sums {
        check.sum(*role, total, parts, findings);
    }
    for first in std::mem::take(&mut check.contradictory) {
        findings.push(check.contradiction(first));
    }
}

impl Check<'_, '_> {
    /// Checks one sum wherever its total is reported.
    fn sum(&mut self, role: Name, total: &Concept, parts: &[Part<'_>], findings: &mut Vec<Diagnostic>) {
        let mut contradictory = Vec::new();
        let totals: Vec<&[Number]> = groups(self.numbers.of(total.name)).collect();
        for (totals, reported) in totals.iter().zip(self.reported(&totals, parts)) {
            if reported.is_empty() {
                continue;
            }
            let mut ranges = Vec::with_capacity(reported.len() + 1);
            for facts in std::iter::once(*totals).chain(reported.iter().map(|(_, facts)| *facts)) {
                match self.range(facts) {
                    Some(range) => ranges.push(range),
                    None => contradictory.push(facts[0].fact),
                }
            }
            if ranges.len() <= reported.len() {
                continue;
            }
            let zero = Range::exact(Decimal::ZERO);
            let weighted = ranges[1..].iter().zip(&reported).map(|(range, (part, _))| range.scale(&part.weight));
            let sum = weighted.fold(zero, |sum, part| sum.add(&part));
            if sum.intersection(&ranges[0]).is_none() {
                let finding = self.inconsistent(role, totals[0].fact, &ranges[0], &sum, &reported);
                let reported = reported.iter().map(|(part, _)| *part);
                findings.push(with_unreported(self.subject, finding, parts, reported));
            }
        }
        self.contradictory.extend(contradictory);
    }

    /// The parts that are reported beside each total. A part is looked for at the totals, or the totals at the part,
    /// whichever are fewer: there may be many totals that have few of many parts.
    fn reported<'p>(&self, totals: &[&[Number]], parts: &'p [Part<'p>]) -> Vec<Reported<'_, 'p>> {
        let mut reported: Vec<Reported<'_, 'p>> = vec![Vec::new(); totals.len()];
        for part in parts {
            let of_part = self.numbers.of(part.concept.name);
            if of_part.len() > totals.len() {
                for (total, reported) in totals.iter().zip(&mut reported) {
                    let facts = self.numbers.with(part.concept.name, total[0].aspects);
                    reported.extend(facts.map(|facts| (part, facts)));
                }
            } else {
                for facts in groups(of_part) {
                    let total = totals.binary_search_by_key(&facts[0].aspects, |total| total[0].aspects);
                    if let Ok(total) = total {
                        reported[total].push((part, facts));
                    }
                }
            }
        }
        reported
    }

    /// What all of some duplicates stand for; none if they contradict each other.
    fn range(&self, numbers: &[Number]) -> Option<Range> {
        let range = |number: &Number| {
            let fact = self.subject.report.fact(number.fact);
            let number = fact.number(self.subject.documents)?;
            Some(Range::of(&number, fact.decimals.unwrap_or(Decimals::Infinite), self.mode))
        };
        let (first, others) = numbers.split_first()?;
        others.iter().try_fold(range(first)?, |common, other| common.intersection(&range(other)?))
    }

    fn inconsistent(
        &self,
        role: Name,
        total: FactId,
        range: &Range,
        sum: &Range,
        parts: &[(&Part<'_>, &[Number])],
    ) -> Diagnostic {
        let (subject, rule) = match self.mode {
            CalculationMode::Truncation => (self.subject, &INCONSISTENT_TRUNCATION),
            _ => (self.subject, &INCONSISTENT_ROUNDING),
        };
        let total = subject.report.fact(total);
        let number = |fact: &Fact| fact.number(subject.documents).unwrap_or(Decimal::ZERO);
        let values = parts.iter().map(|(part, facts)| &number(subject.report.fact(facts[0].fact)) * &part.weight);
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
            let fact = subject.report.fact(facts[0].fact);
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
        let numbers = self.numbers.with(fact.concept, fact.aspects).unwrap_or_default();
        let facts: Vec<&Fact> = numbers.iter().map(|number| subject.report.fact(number.fact)).collect();
        let values: Vec<String> = facts.iter().map(|fact| subject.value_shown(fact)).collect();
        let message =
            format!("{} takes part in a sum, and is reported as {}", subject.described(fact), values.join(" and as "));
        let mut finding = Diagnostic::new(rule, fact.place, message);
        for (fact, value) in facts.iter().zip(&values).skip(1) {
            finding = finding.related(fact.place, format!("here as {value}"));
        }
        finding
    }
}
