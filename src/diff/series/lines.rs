//! The lines of a series: which things are wanted, and what each filing says of them.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diff::classify::compare_numbers;
use crate::diff::comparison::{Class, Measure, Member, Position, Renaming, Shared, Thing, Value};
use crate::diff::coverage::main_members;
use crate::diff::key::{Key, Tables};
use crate::diff::measure::{is_pure, measure_of};
use crate::diff::names::last_part;
use crate::diff::reduce::Told;
use crate::diff::text;
use crate::diff::value::{Number, Value as Read};
use crate::diff::vocabulary::ConceptInfo;
use crate::model::{DimensionMember, Name, Period, QName};

use super::renamed::{Found, Renamed};
use super::{Loaded, Point, SeriesLine, SeriesOptions, SeriesRenaming, Telling, Unknown};

/// Names that are offered in place of one that no filing has.
const MOST_NEAR: usize = 3;
/// How alike such a name is, of 1.
const NEAR: f32 = 0.5;
/// Days of a month, on an average.
const MONTH: i32 = 30;

/// Builds lines out of the filings.
pub(super) struct Builder<'a> {
    tables: &'a Tables,
    fold: &'a dyn Fn(QName) -> QName,
    renamed: &'a Renamed,
    filings: &'a [Loaded<'a>],
    /// What each filing's taxonomy says of folded names.
    infos: Vec<FxHashMap<QName, &'a ConceptInfo>>,
    prefixes: FxHashMap<Name, &'a str>,
    /// The titles of all statements, the newest filing's first.
    statements: Vec<Shared>,
    has_entities: bool,
}

impl<'a> Builder<'a> {
    /// `fold` says what a filing's names are called in all filings, `renamed` what became of that.
    pub(super) fn new(
        tables: &'a Tables,
        fold: &'a dyn Fn(QName) -> QName,
        renamed: &'a Renamed,
        filings: &'a [Loaded<'a>],
    ) -> Builder<'a> {
        let infos = filings.iter().map(|filing| {
            let concepts = filing.side.vocabulary.concepts.iter();
            concepts.map(|(name, info)| (renamed.newest(fold(*name)), info)).collect()
        });
        let mut prefixes: FxHashMap<Name, &str> = FxHashMap::default();
        let mut statements: Vec<Shared> = Vec::new();
        for filing in filings.iter().rev() {
            // Of several prefixes of a namespace the shortest, of a family the newest filing's.
            let mut own: Vec<(&str, Name)> =
                filing.side.report.prefixes.iter().map(|(prefix, namespace)| (prefix.as_str(), *namespace)).collect();
            own.sort_unstable_by_key(|(prefix, _)| (prefix.len(), *prefix));
            for (prefix, namespace) in own.into_iter().filter(|(prefix, _)| !prefix.is_empty()) {
                let family = fold(QName::new(namespace, "")).namespace;
                prefixes.entry(family).or_insert(prefix);
            }
            let known: FxHashSet<Shared> = statements.iter().cloned().collect();
            let titles = filing.side.vocabulary.statements.iter();
            statements.extend(titles.filter(|title| !known.contains(*title)).cloned());
        }
        let subjects = filings.iter().flat_map(|filing| &filing.told).map(|told| told.key.subject);
        let entities: FxHashSet<_> = subjects.map(|subject| tables.subject(subject).entity).collect();
        let (infos, has_entities) = (infos.collect(), entities.len() > 1);
        Builder { tables, fold, renamed, filings, infos, prefixes, statements, has_entities }
    }

    /// The concepts that are wanted, by number; and the names that none has.
    pub(super) fn wanted(&self, options: &SeriesOptions) -> (FxHashSet<u32>, Vec<Unknown>) {
        let told = || self.filings.iter().flat_map(|filing| &filing.told);
        if options.concepts.is_empty() {
            let is_shown = |number: &u32| {
                options.all || self.position(self.tables.concept_of(*number)).is_some_and(|position| !position.is_note)
            };
            let numeric: FxHashSet<u32> =
                told().filter(|told| told.key.is_numeric()).map(|told| told.key.concept).collect();
            return (numeric.into_iter().filter(is_shown).collect(), Vec::new());
        }
        let mut concepts: Vec<u32> = told().map(|told| told.key.concept).collect();
        concepts.sort_unstable();
        concepts.dedup();
        let mut earlier: FxHashMap<QName, Vec<QName>> = FxHashMap::default();
        for renaming in self.renamed.found.iter().map(|found| &found.renaming) {
            let names = earlier.entry(self.renamed.newest(renaming.to)).or_default();
            names.extend([renaming.from, renaming.to]);
        }
        let mut by_name: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for number in concepts {
            let name = self.tables.concept_of(number);
            let labels = self.infos(name).flat_map(|info| info.label.iter().chain(&info.labels));
            let labels = labels.map(|label| label.to_lowercase());
            let names = earlier.get(&name).into_iter().flatten().chain([&name]);
            let names = names.flat_map(|name| [self.show(*name).to_lowercase(), name.local.as_str().to_lowercase()]);
            let all: FxHashSet<String> = labels.chain(names).collect();
            all.into_iter().for_each(|name| by_name.entry(name).or_default().push(number));
        }
        let (mut wanted, mut unknown) = (FxHashSet::default(), Vec::new());
        for name in &options.concepts {
            match by_name.get(&name.to_lowercase()) {
                Some(numbers) => wanted.extend(numbers),
                None => unknown.push(Unknown { name: name.clone(), near: near(name, by_name.keys()) }),
            }
        }
        (wanted, unknown)
    }

    /// A line for each thing that is wanted, in the order of the statements.
    pub(super) fn lines(&self, wanted: &FxHashSet<u32>, options: &SeriesOptions) -> Vec<SeriesLine> {
        let mut tellings: Vec<(Key, usize, Told)> = Vec::new();
        for (filing, loaded) in self.filings.iter().enumerate() {
            let main = main_members(self.tables, loaded.told.iter().filter(|told| told.key.is_numeric()));
            let is_main = |told: &&Told| {
                let members = self.tables.subject(told.key.subject).dimensions;
                main.contains(&members) || self.tables.members(members).is_empty()
            };
            let told = loaded.told.iter().filter(|told| wanted.contains(&told.key.concept));
            let told = told.filter(|told| options.all || is_main(told));
            let told = told.filter(|told| !options.concepts.is_empty() || told.key.is_numeric());
            tellings.extend(told.map(|told| (told.key, filing, *told)));
        }
        tellings.sort_unstable_by_key(|(key, filing, _)| (*key, *filing));
        let mut lines: Vec<SeriesLine> =
            tellings.chunk_by(|one, two| one.0.thing() == two.0.thing()).map(|group| self.line(group)).collect();
        let last = Position { is_note: true, statement: u32::MAX, line: u32::MAX, depth: 0 };
        lines.sort_by(|one, two| {
            let place = |line: &SeriesLine| {
                let thing = &line.thing;
                (thing.position.unwrap_or(last), thing.concept.clone(), thing.dimensions.clone(), thing.unit.clone())
            };
            place(one).cmp(&place(two))
        });
        lines
    }

    fn line(&self, tellings: &[(Key, usize, Told)]) -> SeriesLine {
        let mut points: Vec<(Period, Point)> = tellings
            .chunk_by(|one, two| one.0 == two.0)
            .map(|group| (self.tables.period(group[0].0.period), self.point(group)))
            .collect();
        points.sort_by_key(|(period, _)| {
            let months = period.days().map(|days| (days + MONTH / 2) / MONTH);
            (period.is_instant(), Reverse(months), period.end().map(crate::model::DateTime::at_utc))
        });
        let numbers: Vec<Number> = tellings.iter().filter_map(|(_, filing, told)| self.number(*filing, told)).collect();
        let thing = self.thing(tellings[0].0, &numbers);
        SeriesLine { thing, points: points.into_iter().map(|(_, point)| point).collect() }
    }

    fn point(&self, group: &[(Key, usize, Told)]) -> Point {
        let telling = |(_, filing, told): &(Key, usize, Told)| Telling {
            filing: *filing,
            concept: self.other_name(*filing, told),
            value: self.value(*filing, told),
            contradicted: told.contradictory,
        };
        let class = match group {
            [first, .., last] => Some(self.class((first.1, &first.2), (last.1, &last.2))),
            _ => None,
        };
        let period = Shared::from(self.tables.period(group[0].0.period).to_string());
        Point { period, values: group.iter().map(telling).collect(), class }
    }

    fn read(&self, filing: usize, told: &Told) -> Read<'a> {
        let side = self.filings[filing].side;
        Read::of(side.report.fact(told.fact), told.key.is_numeric(), side.documents)
    }

    fn number(&self, filing: usize, told: &Told) -> Option<Number> {
        match self.read(filing, told) {
            Read::Number(number) => Some(number),
            Read::Nil | Read::Text(_) => None,
        }
    }

    /// What the difference between two tellings is called.
    fn class(&self, (first, one): (usize, &Told), (last, two): (usize, &Told)) -> Class {
        match (self.read(first, one), self.read(last, two)) {
            (Read::Nil, Read::Nil) => Class::Equal,
            (Read::Nil, _) | (_, Read::Nil) => Class::Nil,
            (Read::Number(old), Read::Number(new)) => {
                let is_ratio = self.tables.unit(one.key.unit).is_some_and(is_pure);
                compare_numbers(&old, &new, is_ratio).class
            }
            (Read::Text(old), Read::Text(new)) if text::same(old, new, false) => Class::Equal,
            _ => Class::Text,
        }
    }

    fn value(&self, filing: usize, told: &Told) -> Value {
        let side = self.filings[filing].side;
        let fact = side.report.fact(told.fact);
        let (value, number) = match self.read(filing, told) {
            Read::Nil => (None, None),
            Read::Number(number) => (Some(number.value.to_string()), Some(number.value)),
            Read::Text(text) => (Some(text::plain(text).into_owned()), None),
        };
        let decimals = fact.decimals.filter(|_| number.is_some());
        let place = side.documents.locate(fact.place).to_string();
        Value { value, number, decimals: decimals.map(|decimals| Shared::from(decimals.to_string())), place }
    }

    /// What a filing calls a concept, where that is not what the newest one does.
    fn other_name(&self, filing: usize, told: &Told) -> Option<Shared> {
        let name = self.tables.concept(told.key);
        let own = (self.fold)(self.filings[filing].side.report.fact(told.fact).concept);
        (own != name).then(|| self.show(own))
    }

    /// The names that changed, of what is told in lines.
    pub(super) fn renamings(&self, lines: &[SeriesLine]) -> Vec<SeriesRenaming> {
        let things = || lines.iter().map(|line| &line.thing);
        let members = things().flat_map(|thing| thing.dimensions.iter().map(|member| &member.member));
        let told: FxHashSet<&Shared> = members.chain(things().map(|thing| &thing.concept)).collect();
        let is_told = |found: &&Found| told.contains(&self.show(self.renamed.newest(found.renaming.to)));
        let label = |filing: usize, name: QName| {
            self.infos[filing].get(&self.renamed.newest(name)).and_then(|info| info.label.clone())
        };
        let describe = |found: &Found| {
            let Found { filings, renaming } = found;
            let renaming = Renaming {
                what: renaming.what,
                from: self.show(renaming.from),
                to: self.show(renaming.to),
                from_label: label(filings[0], renaming.from),
                to_label: label(filings[1], renaming.to),
                confidence: renaming.confidence,
                equal_values: renaming.equal,
                other_values: renaming.apart,
            };
            SeriesRenaming { filings: *filings, renaming }
        };
        self.renamed.found.iter().filter(is_told).map(describe).collect()
    }

    /// What the filings' taxonomies say of a name, the newest one's first.
    fn infos(&self, name: QName) -> impl Iterator<Item = &'a ConceptInfo> {
        self.infos.iter().rev().filter_map(move |infos| infos.get(&name).copied())
    }

    fn show(&self, name: QName) -> Shared {
        let prefix = self.prefixes.get(&name.namespace).copied();
        let prefix = prefix.unwrap_or_else(|| last_part(name.namespace.as_str()));
        Shared::from(if prefix.is_empty() { name.local.to_string() } else { format!("{prefix}:{}", name.local) })
    }

    /// Where the newest filing that has it places a concept.
    fn position(&self, name: QName) -> Option<Position> {
        let placed = self.filings.iter().zip(&self.infos).rev();
        let (filing, position) =
            placed.filter_map(|(filing, infos)| Some((filing, infos.get(&name)?.position?))).next()?;
        let title = filing.side.vocabulary.statements.get(position.statement as usize)?;
        let statement = self.statements.iter().position(|known| known == title)?;
        Some(Position { statement: statement as u32, ..position })
    }

    fn thing(&self, key: Key, numbers: &[Number]) -> Thing {
        let concept = self.tables.concept(key);
        let position = self.position(concept);
        let label = |name: QName| self.infos(name).find_map(|info| info.label.clone());
        let member = |(axis, member): &(QName, DimensionMember)| {
            let (member, label) = match member {
                DimensionMember::Explicit(member) => (self.show(*member), label(*member)),
                DimensionMember::Typed(content) => (Shared::from(content.as_deref().unwrap_or("nil")), None),
            };
            Member { axis: self.show(*axis), member, label }
        };
        let mut dimensions: Vec<Member> = self.tables.dimensions(key.subject).pairs().iter().map(member).collect();
        dimensions.sort();
        let unit = self.tables.unit(key.unit);
        let typed = self.infos(concept).find_map(|info| info.measure);
        let measure: Measure = typed.unwrap_or_else(|| measure_of(unit, numbers));
        let entity = self.tables.entity(key.subject);
        Thing {
            concept: self.show(concept),
            label: label(concept),
            statement: position.map(|position| self.statements[position.statement as usize].clone()),
            position,
            measure,
            unit: unit.map(|unit| Shared::from(unit.to_string())),
            dimensions: Arc::from(dimensions),
            entity: self.has_entities.then(|| Shared::from(format!("{}#{}", entity.scheme, entity.identifier))),
            language: self.tables.subject(key.subject).language.map(|language| Shared::from(language.as_str())),
        }
    }
}

/// The names that are most like one, the likest first.
fn near<'a>(name: &str, known: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut known: Vec<&str> = known.map(String::as_str).collect();
    known.sort_unstable();
    let close = similar::get_close_matches(name.to_lowercase().as_str(), &known, MOST_NEAR, NEAR);
    close.into_iter().map(str::to_owned).collect()
}
