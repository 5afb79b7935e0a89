//! Keys: what a fact says beside its value, as four numbers that mean the same in both filings.

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::model::aspects::{AspectTables, AspectsId, DimensionsId, EntityId, PeriodId, UnitId};
use crate::model::{
    Aspects, DateTime, DimensionMember, Dimensions, Documents, Entity, FactId, Name, Period, QName, Report, Unit,
};

use super::comparison::Which;
use super::family::{Folding, Ties, as_http};
use super::vocabulary::Vocabulary;

/// One of the filings to compare.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// Its name, as the user gave it.
    pub name: &'a str,
    /// What it says.
    pub report: &'a Report,
    /// The documents that the report was read from.
    pub documents: &'a Documents,
    /// What is known of its taxonomy.
    pub vocabulary: &'a Vocabulary,
}

/// The two filings.
#[derive(Clone, Copy)]
pub(crate) struct Sides<'a> {
    pub(crate) old: Side<'a>,
    pub(crate) new: Side<'a>,
}

impl<'a> Sides<'a> {
    pub(crate) fn get(&self, which: Which) -> Side<'a> {
        match which {
            Which::Old => self.old,
            Which::New => self.new,
        }
    }
}

/// Two values, one for each filing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Both<T> {
    pub(crate) old: T,
    pub(crate) new: T,
}

impl<T> Both<T> {
    pub(crate) fn get(&self, which: Which) -> &T {
        match which {
            Which::Old => &self.old,
            Which::New => &self.new,
        }
    }

    pub(crate) fn get_mut(&mut self, which: Which) -> &mut T {
        match which {
            Which::Old => &mut self.old,
            Which::New => &mut self.new,
        }
    }
}

/// What a fact says beside its value. Sorted, facts of one thing stand together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Key {
    pub(crate) concept: u32,
    pub(crate) subject: u32,
    /// 0 for what has no unit; the unit's number and one else.
    pub(crate) unit: u32,
    pub(crate) period: u32,
}

impl Key {
    /// The thing: all but the period.
    pub(crate) fn thing(self) -> (u32, u32, u32) {
        (self.concept, self.subject, self.unit)
    }

    pub(crate) fn is_numeric(self) -> bool {
        self.unit != 0
    }
}

/// Whose, for which members, in which language.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Subject {
    pub(crate) entity: EntityId,
    pub(crate) dimensions: DimensionsId,
    pub(crate) language: Option<Name>,
}

impl Subject {
    /// Whose and in which language, for whichever members.
    pub(crate) fn without_dimensions(self) -> Subject {
        Subject { dimensions: DimensionsId(u32::MAX), ..self }
    }
}

/// The tables behind the keys' numbers; all names in them are folded.
#[derive(Default)]
pub(crate) struct Tables {
    concepts: IndexSet<QName, FxBuildHasher>,
    subjects: IndexSet<Subject, FxBuildHasher>,
    aspects: AspectTables,
}

impl Tables {
    pub(crate) fn concept(&self, key: Key) -> QName {
        self.concept_of(key.concept)
    }

    pub(crate) fn concept_of(&self, number: u32) -> QName {
        self.concepts[number as usize]
    }

    pub(crate) fn subject(&self, number: u32) -> Subject {
        self.subjects[number as usize]
    }

    pub(crate) fn dimensions(&self, subject: u32) -> &Dimensions {
        self.members(self.subject(subject).dimensions)
    }

    pub(crate) fn members(&self, number: DimensionsId) -> &Dimensions {
        self.aspects.dimensions(number)
    }

    pub(crate) fn entity(&self, subject: u32) -> &Entity {
        self.aspects.entity(self.subject(subject).entity)
    }

    pub(crate) fn unit(&self, number: u32) -> Option<&Unit> {
        Some(self.aspects.unit(UnitId(number.checked_sub(1)?)))
    }

    pub(crate) fn period(&self, number: u32) -> Period {
        self.aspects.period(PeriodId(number))
    }

    /// The number of a folded concept.
    pub(crate) fn concept_number(&mut self, concept: QName) -> u32 {
        self.concepts.insert_full(concept).0 as u32
    }

    /// The number of a folded concept that either filing uses.
    pub(crate) fn number_of(&self, concept: QName) -> Option<u32> {
        self.concepts.get_index_of(&concept).map(|number| number as u32)
    }

    /// The subject without the member of an axis.
    pub(crate) fn without_axis(&mut self, subject: u32, axis: QName) -> u32 {
        let pairs = self.dimensions(subject).pairs().iter().filter(|(other, _)| *other != axis).cloned().collect();
        let dimensions = self.aspects.dimensions_id(Dimensions::new(pairs));
        let subject = Subject { dimensions, ..self.subject(subject) };
        self.subjects.insert_full(subject).0 as u32
    }

    /// The subject with other members in place of some.
    pub(crate) fn with_members(&mut self, subject: u32, members: &FxHashMap<QName, QName>) -> u32 {
        let replace = |(axis, member): &(QName, DimensionMember)| match member {
            DimensionMember::Explicit(name) => {
                (*axis, DimensionMember::Explicit(members.get(name).copied().unwrap_or(*name)))
            }
            DimensionMember::Typed(_) => (*axis, member.clone()),
        };
        let pairs = self.dimensions(subject).pairs().iter().map(replace).collect();
        let dimensions = self.aspects.dimensions_id(Dimensions::new(pairs));
        let subject = Subject { dimensions, ..self.subject(subject) };
        self.subjects.insert_full(subject).0 as u32
    }

    /// The names of all concepts, axes and members.
    pub(crate) fn names(&self) -> FxHashSet<QName> {
        let mut names: FxHashSet<QName> = self.concepts.iter().copied().collect();
        for subject in &self.subjects {
            for (axis, member) in self.aspects.dimensions(subject.dimensions).pairs() {
                names.insert(*axis);
                if let DimensionMember::Explicit(member) = member {
                    names.insert(*member);
                }
            }
        }
        names
    }

    /// The numbers of all periods.
    pub(crate) fn periods(&self) -> impl Iterator<Item = (u32, Period)> {
        self.aspects.periods().map(|(id, period)| (id.0, period))
    }
}

/// The facts of both filings with their keys, sorted by them.
pub(crate) struct Keyed {
    pub(crate) tables: Tables,
    pub(crate) facts: Both<Vec<(Key, FactId)>>,
    pub(crate) folding: Folding,
}

/// Gives every fact of the two filings its key.
pub(crate) fn keyed(sides: Sides<'_>, ties: Both<Ties>) -> Keyed {
    let folding = Folding::of(&names_of(sides.old.report), &names_of(sides.new.report), ties);
    let defaults = defaults(sides, &folding);
    let told = |which: Which| told_in_no_language(sides.get(which).report).map(move |name| (which, name));
    let both = told(Which::Old).chain(told(Which::New));
    let languageless = both.map(|(which, name)| folding.fold(which, name)).collect();
    let mut tables = Tables::default();
    let mut facts = Both::default();
    for which in [Which::Old, Which::New] {
        let fold = |name| folding.fold(which, name);
        let mut keying = Keying { tables: &mut tables, fold: &fold, defaults: &defaults, languageless: &languageless };
        *facts.get_mut(which) = keying.facts(sides.get(which));
    }
    Keyed { tables, facts, folding }
}

/// Every name in a report that has a namespace family: concepts, axes, members and measures.
pub(crate) fn names_of(report: &Report) -> FxHashSet<QName> {
    let mut names: FxHashSet<QName> = report.facts.iter().map(|fact| fact.concept).collect();
    let (mut units, mut dimensions) = (FxHashSet::default(), FxHashSet::default());
    for (_, aspects) in report.aspects.iter() {
        units.extend(aspects.unit);
        dimensions.insert(aspects.dimensions);
    }
    for unit in units.into_iter().map(|unit| report.aspects.unit(unit)) {
        names.extend(unit.numerators().iter().chain(unit.denominators()));
    }
    for (axis, member) in dimensions.into_iter().flat_map(|id| report.aspects.dimensions(id).pairs()) {
        names.insert(*axis);
        if let DimensionMember::Explicit(member) = member {
            names.insert(*member);
        }
    }
    names
}

/// The default members that either taxonomy declares, folded.
fn defaults(sides: Sides<'_>, folding: &Folding) -> FxHashMap<QName, QName> {
    let of = |which: Which| {
        let declared = sides.get(which).vocabulary.defaults.iter();
        declared.map(move |(axis, member)| (folding.fold(which, *axis), folding.fold(which, *member)))
    };
    of(Which::Old).chain(of(Which::New)).collect()
}

/// Gives the facts of one filing their keys.
pub(crate) struct Keying<'a> {
    pub(crate) tables: &'a mut Tables,
    /// What the filing's names are called in all filings.
    pub(crate) fold: &'a dyn Fn(QName) -> QName,
    /// The default members, folded.
    pub(crate) defaults: &'a FxHashMap<QName, QName>,
    /// Concepts, folded, that one of the filings tells without a unit and in no language.
    pub(crate) languageless: &'a FxHashSet<QName>,
}

/// The concepts of values that have neither a unit nor a language.
pub(crate) fn told_in_no_language(report: &Report) -> impl Iterator<Item = QName> + '_ {
    let is_so = |aspects: Aspects| aspects.unit.is_none() && aspects.language.is_none();
    report.facts.iter().filter(move |fact| is_so(report.aspects_of(fact))).map(|fact| fact.concept)
}

impl Keying<'_> {
    /// The facts with their keys, sorted by them.
    pub(crate) fn facts(&mut self, side: Side<'_>) -> Vec<(Key, FactId)> {
        let report = side.report;
        let aspects: FxHashMap<AspectsId, (u32, u32, u32)> =
            report.aspects.iter().map(|(id, aspects)| (id, self.aspects(side, aspects))).collect();
        let key = |(id, fact): (FactId, &crate::model::Fact)| {
            let folded = (self.fold)(fact.concept);
            let own = report.aspects.get(fact.aspects);
            // Where its declaration is missing, nobody saw that the text around it has a language, and it has none.
            let has_none = own.language.is_some()
                && side.vocabulary.get(fact.concept).is_none()
                && self.languageless.contains(&folded);
            let (subject, unit, period) = match has_none {
                true => self.aspects(side, Aspects { language: None, ..own }),
                false => aspects[&fact.aspects],
            };
            let concept = self.tables.concepts.insert_full(folded).0 as u32;
            (Key { concept, subject, unit, period }, id)
        };
        let mut facts: Vec<(Key, FactId)> = report.iter().map(key).collect();
        facts.sort_unstable();
        facts
    }

    /// The numbers of subject, unit and period.
    fn aspects(&mut self, side: Side<'_>, aspects: Aspects) -> (u32, u32, u32) {
        let report = side.report;
        let entity = report.aspects.entity(aspects.entity);
        let scheme = Name::new(&as_http(entity.scheme.as_str()));
        let dimensions = self.dimensions(side.vocabulary, report.aspects.dimensions(aspects.dimensions));
        let unit = aspects.unit.map(|unit| self.unit(report.aspects.unit(unit)));
        let tables = &mut self.tables.aspects;
        let subject = Subject {
            entity: tables.entity_id(Entity { scheme, identifier: entity.identifier }),
            dimensions: tables.dimensions_id(dimensions),
            language: aspects.language,
        };
        let unit = unit.map_or(0, |unit| tables.unit_id(unit).0 + 1);
        let period = tables.period_id(at_utc(report.aspects.period(aspects.period))).0;
        (self.tables.subjects.insert_full(subject).0 as u32, unit, period)
    }

    fn dimensions(&self, vocabulary: &Vocabulary, dimensions: &Dimensions) -> Dimensions {
        let fold = |(own_axis, member): &(QName, DimensionMember)| {
            let axis = (self.fold)(*own_axis);
            let member = match member {
                DimensionMember::Explicit(member) => {
                    let member = (self.fold)(*member);
                    if self.defaults.get(&axis) == Some(&member) {
                        return None;
                    }
                    DimensionMember::Explicit(member)
                }
                DimensionMember::Typed(content) => {
                    let canonical = |content| without_prefixes(vocabulary.canonical(*own_axis, content)).into();
                    DimensionMember::Typed(content.as_deref().map(canonical))
                }
            };
            Some((axis, member))
        };
        Dimensions::new(dimensions.pairs().iter().filter_map(fold).collect())
    }

    fn unit(&self, unit: &Unit) -> Unit {
        let fold = |measures: &[QName]| measures.iter().map(|measure| (self.fold)(*measure)).collect();
        Unit::new(fold(unit.numerators()), fold(unit.denominators()))
    }
}

/// The period with its times as points on the time line, where they have an offset.
fn at_utc(period: Period) -> Period {
    let point = |time: DateTime| match time.offset {
        None => time,
        Some(_) => DateTime { civil: time.at_utc(), offset: Some(0) },
    };
    match period {
        Period::Instant(at) => Period::Instant(point(at)),
        Period::Duration { start, end } => Period::Duration { start: point(start), end: point(end) },
        Period::Forever => Period::Forever,
    }
}

/// A typed member's content without namespace prefixes and declarations, its white space folded:
/// versions of a namespace must not tell members apart.
fn without_prefixes(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rest = content;
    while let Some((text, tail)) = rest.split_once('<') {
        push_words(&mut out, text);
        let (tag, after) = tail.split_once('>').unwrap_or((tail, ""));
        let mut words = tag.split_ascii_whitespace().filter(|word| !word.starts_with("xmlns"));
        let name = words.next().unwrap_or("");
        let (slash, name) = name.strip_prefix('/').map_or(("", name), |name| ("/", name));
        out.push('<');
        out.push_str(slash);
        out.push_str(name.rsplit(':').next().unwrap_or(name));
        for word in words {
            out.push(' ');
            out.push_str(word);
        }
        out.push('>');
        rest = after;
    }
    push_words(&mut out, rest);
    out
}

fn push_words(out: &mut String, text: &str) {
    for (number, word) in text.split_whitespace().enumerate() {
        if number > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_members_are_compared_without_their_prefixes() {
        let old = r#"<a:id xmlns:a="http://a.b/2022"> 1  2 </a:id>"#;
        let new = r#"<b:id xmlns:b="http://a.b/2023">1 2</b:id>"#;
        assert_eq!(without_prefixes(old), without_prefixes(new));
        assert_eq!(without_prefixes(" plain  text "), "plain text");
        assert_ne!(without_prefixes("<a:x>1</a:x>"), without_prefixes("<a:y>1</a:y>"));
    }
}
