//! Facts that are reported more than once (Open Information Model 1.0, 6; Working Group Note "Handling Duplicate
//! Facts in XBRL and Inline XBRL" of 2025-01-14).
//!
//! Complete duplicates say the same to the same accuracy; consistent ones are rounded differently
//! and can both be true; inconsistent ones contradict each other. Texts in several languages are no duplicates but
//! alternatives of one another, and are classed apart.

mod languages;

use std::hash::BuildHasher;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::oim::PROMISED_NOT_TO_BE;
use super::subject::Subject;
use crate::model::aspects::AspectsId;
use crate::model::{Diagnostic, Fact, FactId, Interval, Place, QName};
use crate::rules;

rules! {
    class Duplicates, "Open Information Model 1.0";

    COMPLETE = Note "duplicates:complete" at "6.1" {
        title: "a fact is reported more than once, each time with the same value",
        why: "It is said once too often, and whoever sums or counts facts must leave the copies out.",
        example: "<ex:Cash … decimals=\"0\">5</ex:Cash> <ex:Cash … decimals=\"0\">5</ex:Cash>",
        mended: "<ex:Cash … decimals=\"0\">5</ex:Cash>",
    }

    CONSISTENT = Note "duplicates:consistent" at "6.2" {
        title: "a fact is reported more than once, rounded differently",
        why: "All can be true at once; the most accurate one says the most.",
        example: "<ex:Cash … decimals=\"-3\">5000</ex:Cash> <ex:Cash … decimals=\"0\">5123</ex:Cash>",
        mended: "<ex:Cash … decimals=\"0\">5123</ex:Cash>",
    }

    INCONSISTENT = Warning "duplicates:inconsistent" at "6.3" {
        title: "a fact is reported more than once, with values that can't all be true",
        why: "At least one of them is wrong, and nothing tells which.",
        example: "<ex:Cash … decimals=\"0\">5</ex:Cash> <ex:Cash … decimals=\"0\">8</ex:Cash>",
        mended: "<ex:Cash … decimals=\"0\">5</ex:Cash>",
    }

    MULTI_LANGUAGE = Note "duplicates:multiLanguage" at "6.4" {
        title: "a text is reported in several languages",
        why: "Each says the same in its language, if all is well; whoever wants one text has to choose a language.",
        example: "<ex:Name … xml:lang=\"en\">Shop</ex:Name> <ex:Name … xml:lang=\"ja\">店</ex:Name>",
        mended: "<ex:Name … xml:lang=\"en\">Shop</ex:Name>",
    }

    FORBIDDEN = Error "duplicates:forbidden" at "6" {
        title: "a fact is reported more than once, which was asked not to be",
        why: "Duplicates of this class are not allowed here.",
        example: "<ex:Cash … decimals=\"0\">5</ex:Cash> <ex:Cash … decimals=\"0\">8</ex:Cash>",
        mended: "<ex:Cash … decimals=\"0\">5</ex:Cash>",
    }
}

/// How alike duplicates are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// The same value to the same accuracy.
    Complete,
    /// Values that can all be true.
    Consistent,
    /// Values that can't all be true.
    Inconsistent,
    /// Texts in several languages.
    MultiLanguage,
}

/// What is done about duplicates of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Treatment {
    /// Nothing.
    Allow,
    /// They are listed.
    List,
    /// They are errors.
    Forbid,
    /// They are errors, for the report promises at this place not to have any.
    Promised(Place),
}

/// What is done about duplicates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Duplicates {
    /// About complete ones.
    pub complete: Treatment,
    /// About consistent ones.
    pub consistent: Treatment,
    /// About inconsistent ones.
    pub inconsistent: Treatment,
    /// About texts in several languages.
    pub multi_language: Treatment,
}

impl Default for Duplicates {
    fn default() -> Duplicates {
        let listed = Treatment::List;
        Duplicates { complete: listed, consistent: listed, inconsistent: listed, multi_language: listed }
    }
}

impl Duplicates {
    /// Takes an option as users write it: what to do, and behind `=` about which classes. Else it is about all
    /// duplicates, which texts in several languages are not.
    ///
    /// # Errors
    /// What was expected, where the option isn't one.
    ///
    /// ```
    /// use factum::validate::duplicates::{Duplicates, Treatment};
    /// let mut duplicates = Duplicates::default();
    /// duplicates.treat("error=inconsistent").unwrap();
    /// assert_eq!(duplicates.inconsistent, Treatment::Forbid);
    /// assert_eq!(duplicates.complete, Treatment::List);
    /// assert!(duplicates.treat("error=double").is_err());
    /// ```
    pub fn treat(&mut self, option: &str) -> Result<(), String> {
        let (what, classes) = option.split_once('=').unwrap_or((option, "complete,consistent,inconsistent"));
        let treatment = match what {
            "allow" => Treatment::Allow,
            "warn" => Treatment::List,
            "error" => Treatment::Forbid,
            _ => return Err("expected allow, warn or error".to_owned()),
        };
        for class in classes.split(',') {
            match class {
                "complete" => self.complete = treatment,
                "consistent" => self.consistent = treatment,
                "inconsistent" => self.inconsistent = treatment,
                "multi-language" => self.multi_language = treatment,
                _ => {
                    let known = "complete, consistent, inconsistent, multi-language";
                    return Err(format!("there is no class {class:?}; there are {known}"));
                }
            }
        }
        Ok(())
    }

    fn treatment(self, kind: Kind) -> Treatment {
        match kind {
            Kind::Complete => self.complete,
            Kind::Consistent => self.consistent,
            Kind::Inconsistent => self.inconsistent,
            Kind::MultiLanguage => self.multi_language,
        }
    }
}

/// The tuple around each fact, where there is one.
fn parents(subject: &Subject<'_>) -> Vec<Option<u32>> {
    let mut parents = vec![None; subject.report.facts.len()];
    for element in subject.written.iter().flat_map(|written| &written.facts) {
        if let Some(fact) = element.fact {
            parents[fact.0 as usize] = element.parent;
        }
    }
    parents
}

/// Facts that report the same: in the same tuple, for the same concept and aspects; in the order of the first of each.
pub(super) fn sets(subject: &Subject<'_>) -> Vec<Vec<FactId>> {
    type Key = (Option<u32>, QName, AspectsId);
    let parents = parents(subject);
    let facts = &subject.report.facts;
    let key = |fact: u32| -> Key {
        let fact_of = &facts[fact as usize];
        (parents[fact as usize], fact_of.concept, fact_of.aspects)
    };
    let hash = |fact: &u32| FxBuildHasher.hash_one(key(*fact));
    // Most facts are reported once: the first of each costs its number, and only the others a list.
    let mut firsts: HashTable<u32> = HashTable::with_capacity(facts.len());
    let mut sets: FxHashMap<u32, Vec<FactId>> = FxHashMap::default();
    for fact in 0..facts.len() as u32 {
        match firsts.entry(hash(&fact), |first| key(*first) == key(fact), hash) {
            Entry::Vacant(entry) => _ = entry.insert(fact),
            Entry::Occupied(entry) => {
                let first = *entry.get();
                sets.entry(first).or_insert_with(|| vec![FactId(first)]).push(FactId(fact));
            }
        }
    }
    let mut sets: Vec<Vec<FactId>> = sets.into_values().collect();
    sets.sort_unstable_by_key(|set| set[0].0);
    sets
}

/// Checks all sets of duplicates.
pub(super) fn check(subject: &Subject<'_>, duplicates: Duplicates, findings: &mut Vec<Diagnostic>) {
    let of_fact = |ids: &[FactId]| -> Vec<&Fact> { ids.iter().map(|id| subject.report.fact(*id)).collect() };
    for set in sets(subject) {
        let facts = of_fact(&set);
        let kind = kind_of(subject, &facts);
        findings.extend(finding(subject, duplicates.treatment(kind), kind, &facts));
    }
    for set in languages::sets(subject) {
        let kind = Kind::MultiLanguage;
        findings.extend(finding(subject, duplicates.treatment(kind), kind, &of_fact(&set)));
    }
}

fn finding(subject: &Subject<'_>, treatment: Treatment, kind: Kind, facts: &[&Fact]) -> Option<Diagnostic> {
    let (own, words) = match kind {
        Kind::Complete => (&COMPLETE, "times, with the same value"),
        Kind::Consistent => (&CONSISTENT, "times, with values that are rounded differently"),
        Kind::Inconsistent => (&INCONSISTENT, "times, with values that can't all be true"),
        Kind::MultiLanguage => (&MULTI_LANGUAGE, "languages"),
    };
    let rule = match treatment {
        Treatment::Allow => return None,
        Treatment::List => own,
        Treatment::Forbid => &FORBIDDEN,
        Treatment::Promised(_) => &PROMISED_NOT_TO_BE,
    };
    let in_or_not = if kind == Kind::MultiLanguage { "in " } else { "" };
    let message = format!("{} is reported {in_or_not}{} {words}", subject.described(facts[0]), facts.len());
    let values: Vec<String> = facts.iter().map(|fact| shown(subject, kind, fact)).collect();
    let mut finding = Diagnostic::new(rule, facts[0].place, message).found(values.join(", "));
    for (fact, value) in facts[1..].iter().zip(&values[1..]) {
        finding = finding.related(fact.place, format!("here as {value}"));
    }
    Some(match treatment {
        Treatment::Promised(place) => finding.related(place, "the report promises here not to have such duplicates"),
        _ => finding,
    })
}

fn shown(subject: &Subject<'_>, kind: Kind, fact: &Fact) -> String {
    let value = subject.value_shown(fact);
    match subject.report.aspects_of(fact).language.filter(|_| kind == Kind::MultiLanguage) {
        Some(language) => format!("{value} ({language})"),
        None => value,
    }
}

/// What duplicates of one fact are to each other.
pub(super) fn kind_of(subject: &Subject<'_>, facts: &[&Fact]) -> Kind {
    let number = |fact: &Fact| fact.number(subject.documents).filter(|_| subject.report.unit_of(fact).is_some());
    let text = |fact: &Fact| -> Option<String> {
        let value = fact.value.as_ref()?.get(subject.documents);
        Some(value.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
    };
    let numbers: Option<Vec<_>> = facts.iter().map(|fact| number(fact)).collect();
    let Some(numbers) = numbers else {
        let first = text(facts[0]);
        let same = facts[1..].iter().all(|fact| text(fact) == first);
        return if same { Kind::Complete } else { Kind::Inconsistent };
    };
    let decimals = facts[0].decimals;
    if numbers.iter().all(|number| *number == numbers[0]) && facts.iter().all(|fact| fact.decimals == decimals) {
        return Kind::Complete;
    }
    let intervals = facts.iter().filter_map(|fact| fact.interval(subject.documents));
    let common = intervals.map(Some).reduce(|one, other| one?.intersection(&other?));
    let common: Option<Interval> = common.flatten();
    if common.is_some() { Kind::Consistent } else { Kind::Inconsistent }
}
