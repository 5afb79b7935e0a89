//! The names that a mapping defines and uses: periods, units, concepts, columns.

use indexmap::IndexMap;

use crate::model::{DateTime, Diagnostic, DocumentId, Name, Period, Place, QName, Unit, near};

use super::currencies::{CURRENCIES, is_currency};
use super::definitions::{Kind, PeriodType};
use super::document::{Mapping, Period as PeriodEntry};
use super::extension::{ConceptInfo, Extension};
use super::placed::Placed;
use super::rules;

/// What stands for a period that could not be read, so that its mistake is reported once; a unit
/// without measures stands for a unit that could not. Whatever is bound to them is taken as it is.
pub(super) const BROKEN_PERIOD: Period = Period::Forever;

/// What the names of a mapping stand for.
pub(super) struct Names<'m> {
    pub periods: IndexMap<&'m str, Period>,
    pub units: IndexMap<&'m str, Unit>,
    pub prefixes: IndexMap<&'m str, Name>,
    /// Concepts of other taxonomies that the mapping uses, by their names as written.
    pub base_concepts: IndexMap<String, ConceptInfo>,
}

impl<'m> Names<'m> {
    /// Reads the periods and units; what can't be read is reported and left out.
    pub(super) fn read(
        mapping: &'m Mapping,
        (document, extension): (DocumentId, &'m Extension<'m>),
        base_concepts: IndexMap<String, ConceptInfo>,
        problems: &mut Vec<Diagnostic>,
    ) -> Names<'m> {
        problems.extend(identity_faults(mapping, document));
        let mut prefixes: IndexMap<&str, Name> = IndexMap::new();
        prefixes.insert("iso4217", Name::ISO4217);
        prefixes.insert("xbrli", Name::XBRLI);
        prefixes.insert(extension.prefix(), extension.namespace());
        for (prefix, taxonomy) in &mapping.taxonomies {
            prefixes.insert(prefix, Name::new(&taxonomy.namespace));
        }
        let mut names = Names { periods: IndexMap::new(), units: IndexMap::new(), prefixes, base_concepts };
        for (name, entry) in &mapping.periods {
            let read = period(entry, document).unwrap_or_else(|(place, why)| {
                problems.push(bad_value(place, format!("the period `{name}` {why}")));
                BROKEN_PERIOD
            });
            let first = names.periods.iter().find(|(_, first)| **first == read && read != BROKEN_PERIOD);
            if let Some((first, _)) = first {
                let message = format!("the periods `{first}` and `{name}` are the same time");
                let first = mapping.periods[*first].place(document);
                problems.push(bad_value(entry.place(document), message).related(first, "the first one"));
            }
            names.periods.insert(name, read);
        }
        for (name, text) in &mapping.units {
            let read = names.unit(text).unwrap_or_else(|why| {
                problems.push(bad_value(text.place(document), format!("the unit `{name}` {why}")));
                Unit::new(Vec::new(), Vec::new())
            });
            names.units.insert(name, read);
        }
        names
    }

    /// `ns:A*ns:B/ns:C`.
    fn unit(&self, text: &str) -> Result<Unit, String> {
        let (numerators, denominators) = text.split_once('/').map_or((text, None), |(top, bottom)| (top, Some(bottom)));
        let measures = |list: &str| list.split('*').map(|measure| self.qname(measure.trim())).collect();
        let numerators: Vec<QName> = measures(numerators)?;
        let denominators: Vec<QName> = denominators.map_or_else(|| Ok(Vec::new()), measures)?;
        let mut all = numerators.iter().chain(&denominators);
        if let Some(code) =
            all.find(|measure| measure.namespace == Name::ISO4217 && !is_currency(measure.local.as_str()))
        {
            let code = code.local.as_str();
            let hint = near::hint(code, CURRENCIES.iter().copied()).map(|hint| format!("; {hint}"));
            return Err(format!("has `{code}`, which is no currency of ISO 4217{}", hint.unwrap_or_default()));
        }
        Ok(Unit::new(numerators, denominators))
    }

    /// The expanded name of `prefix:local`.
    pub(super) fn qname(&self, text: &str) -> Result<QName, String> {
        let Some((prefix, local)) = text.split_once(':') else {
            return Err(format!("has `{text}`, which is no `prefix:Name`"));
        };
        if !crate::xml::name::is_ncname(local) {
            return Err(format!("has `{local}`, which is no name"));
        }
        let Some(namespace) = self.prefixes.get(prefix) else {
            let known = self.prefixes.keys().copied().collect::<Vec<_>>().join(", ");
            return Err(format!("has the prefix `{prefix}`; known are {known}"));
        };
        Ok(QName::new(*namespace, local))
    }

    /// The period of a name.
    pub(super) fn period(&self, name: &str, place: Place) -> Result<Period, Box<Diagnostic>> {
        let known = || self.periods.keys().copied();
        self.periods.get(name).copied().ok_or_else(|| Box::new(unknown("period", name, place, known())))
    }

    /// The unit of a name.
    pub(super) fn unit_named(&self, name: &str, place: Place) -> Result<&Unit, Box<Diagnostic>> {
        let known = || self.units.keys().copied();
        self.units.get(name).ok_or_else(|| Box::new(unknown("unit", name, place, known())))
    }

    /// The concept of a `prefix:Name`, with values.
    pub(super) fn concept(
        &self,
        text: &str,
        extension: &Extension,
        place: Place,
    ) -> Result<ConceptInfo, Box<Diagnostic>> {
        if let Some(info) = self.base_concepts.get(text) {
            return Ok(*info);
        }
        let local = text.strip_prefix(extension.prefix()).and_then(|rest| rest.strip_prefix(':'));
        if let Some(local) = local
            && let Some(concept) = extension.concept(local)
        {
            let Some(period) = concept.period else {
                let message = format!("`{text}` is no concept that has values");
                return Err(Box::new(Diagnostic::new(&rules::UNKNOWN_CONCEPT, place, message)));
            };
            let name = extension.qname(local);
            return Ok(ConceptInfo { name, kind: concept.kind, period, balance: concept.balance });
        }
        let mut problem = Diagnostic::new(&rules::UNKNOWN_CONCEPT, place, format!("there is no concept `{text}`"));
        let concepts = extension.definitions.concepts.iter().filter(|(_, concept)| concept.kind.has_values());
        let own: Vec<String> = concepts.map(|(name, _)| format!("{}:{name}", extension.prefix())).collect();
        let known = own.iter().map(String::as_str).chain(self.base_concepts.keys().map(String::as_str));
        problem.hints.extend(near::hint(text, known));
        Err(Box::new(problem))
    }

    /// What the values of a concept are, of the name `prefix:Name`.
    pub(super) fn concept_kind(&self, text: &str, extension: &Extension) -> Option<Kind> {
        let (_, local) = text.split_once(':')?;
        let own = extension.concept(local).filter(|_| text.starts_with(extension.prefix()));
        own.map(|concept| concept.kind).or(self.base_concepts.get(text).map(|info| info.kind))
    }

    /// How a period is called in the mapping, or its dates.
    pub(super) fn period_label(&self, period: Period) -> String {
        let named = self.periods.iter().find(|(_, candidate)| **candidate == period);
        named.map_or_else(|| period.to_string(), |(name, _)| (*name).to_owned())
    }
}

/// Files of an export that are not called by the filing's name.
const OTHER_FILES: [&str; 3] = ["checks", "coverage", "trail"];

/// What is wrong with how the filing and the entity are called.
fn identity_faults(mapping: &Mapping, document: DocumentId) -> Vec<Diagnostic> {
    let (filing, entity) = (&mapping.filing, &mapping.entity);
    let mut faults = Vec::new();
    let name: &str = &filing.name;
    let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    // It is the beginning of files' names, and must not lead out of the folder.
    if !name.starts_with(|c: char| c.is_alphanumeric()) || !name.chars().all(is_allowed) {
        let message = format!("the filing's name `{name}` can't begin the names of files");
        faults.push(bad_value(filing.name.place(document), message).expected("letters, digits, `-`, `_` and `.`"));
    } else if OTHER_FILES.contains(&name) {
        let message = format!("the filing's name `{name}` is that of another file of the export");
        faults.push(bad_value(filing.name.place(document), message));
    }
    if !entity.scheme.contains(':') || entity.scheme.contains(char::is_whitespace) {
        let message = format!("the entity's scheme `{}` is no URI", &*entity.scheme);
        faults.push(bad_value(entity.scheme.place(document), message).expected("such as `http://www.sec.gov/CIK`"));
    }
    faults.extend(language_fault(&filing.language, document));
    if entity.identifier.trim().is_empty() {
        faults.push(bad_value(entity.identifier.place(document), "the entity has no identifier".to_owned()));
    }
    faults
}

/// A finding of a value that is not of the form it must have.
pub(super) fn bad_value(place: Place, message: String) -> Diagnostic {
    Diagnostic::new(&rules::BAD_VALUE, place, message)
}

/// A finding of a name that is not defined.
pub(super) fn unknown<'a>(
    what: &str,
    name: &str,
    place: Place,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().collect();
    let mut problem = Diagnostic::new(&rules::UNKNOWN_NAME, place, format!("there is no {what} `{name}`"));
    problem.hints.extend(near::hint(name, known.iter().copied()));
    if problem.hints.is_empty() && !known.is_empty() && known.len() <= 12 {
        problem.hints.push(format!("there are {}", known.join(", ")));
    }
    problem
}

/// What is wrong with a language, if it is no tag (BCP 47, 2.1).
pub(super) fn language_fault(language: &Placed<String>, document: DocumentId) -> Option<Diagnostic> {
    let mut parts = language.split('-');
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let begins = parts.next().is_some_and(|part| {
        letters(part) && ((2..=8).contains(&part.len()) || matches!(part, "x" | "X" | "i" | "I") && language.len() > 2)
    });
    (!begins || !parts.all(is_part)).then(|| {
        bad_value(language.place(document), format!("`{language}` is no language"))
            .expected("a tag such as `en` or `pt-BR`")
    })
}

/// The powers of ten by which an amount can be multiplied, and to which it can be exact.
const POWERS: std::ops::RangeInclusive<i32> = -15..=15;

/// Reports a power of ten that no amount has.
pub(super) fn check_power(
    what: &str,
    power: Option<&Placed<i32>>,
    document: DocumentId,
    problems: &mut Vec<Diagnostic>,
) {
    if let Some(power) = power.filter(|power| !POWERS.contains(*power)) {
        let problem = bad_value(power.place(document), format!("{what} = {power} is no power of ten of an amount"));
        problems.push(problem.expected(format!("{} to {}", POWERS.start(), POWERS.end())));
    }
}

/// The period of an entry; what is wrong with it, and where.
fn period(entry: &Placed<PeriodEntry>, document: DocumentId) -> Result<Period, (Place, String)> {
    let date = |text: &Placed<String>, parse: fn(&str) -> Result<DateTime, crate::model::date::DateError>| {
        parse(text).map_err(|error| (text.place(document), format!("has `{text}`: {error}")))
    };
    let whole = entry.place(document);
    match (&entry.instant, &entry.start, &entry.end) {
        (Some(instant), None, None) => Ok(Period::Instant(date(instant, DateTime::parse_end)?)),
        (None, Some(start), Some(end)) => {
            let (start, end) = (date(start, DateTime::parse_start)?, date(end, DateTime::parse_end)?);
            if start.at_utc() >= end.at_utc() {
                return Err((whole, "ends before it starts".to_owned()));
            }
            Ok(Period::Duration { start, end })
        }
        _ => Err((whole, "needs an `instant`, or a `start` and an `end`".to_owned())),
    }
}

/// Why a unit doesn't fit a concept, if it doesn't: what was expected.
pub(super) fn unit_misfit(kind: Kind, unit: &Unit) -> Option<&'static str> {
    let shares = QName { namespace: Name::XBRLI, local: Name::new("shares") };
    let pure = QName { namespace: Name::XBRLI, local: Name::new("pure") };
    let currency = |measures: &[QName]| matches!(measures, [one] if one.namespace == Name::ISO4217);
    let (top, bottom) = (unit.numerators(), unit.denominators());
    let (fits, expected) = match kind {
        Kind::Monetary => (currency(top) && bottom.is_empty(), "one currency, such as iso4217:JPY"),
        Kind::PerShare => (currency(top) && bottom == [shares], "a currency by xbrli:shares"),
        Kind::Shares => (top == [shares] && bottom.is_empty(), "xbrli:shares"),
        Kind::Pure | Kind::Count => (top == [pure] && bottom.is_empty(), "xbrli:pure"),
        _ => (true, ""),
    };
    (!fits && !top.is_empty()).then_some(expected)
}

/// Whether a concept and a period go together: what was expected, if not.
pub(super) fn period_misfit(concept: PeriodType, period: Period) -> Option<&'static str> {
    if period == BROKEN_PERIOD {
        return None;
    }
    match (concept, period.is_instant()) {
        (PeriodType::Instant, false) => Some("a moment: an instant, or `at = \"start\"` or `at = \"end\"` on the row"),
        (PeriodType::Duration, true) => Some("a time from a start to an end"),
        _ => None,
    }
}
