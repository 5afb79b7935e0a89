//! Description: from statements by number to plain data with names, labels, weights and an order.

mod accounts;
mod groups;
mod places;

use std::cmp::Reverse;
use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::decimal::Rounding;
use crate::model::{DateTime, Decimal, DimensionMember, FactId, Period, QName};

use crate::diff::change::change;
use crate::diff::classify::{Context, Found};
use crate::diff::comparison::{
    Class, Comparison, Contradiction, Difference, Evidence, Filing, Measure, Member, Movement, Position, Shared, Thing,
    Value, Which,
};
use crate::diff::cover::{Cover, DateKind, FilingDate};
use crate::diff::coverage::Coverage;
use crate::diff::derive::{Derived, Refused};
use crate::diff::key::Key;
use crate::diff::measure::measure_of;
use crate::diff::movement::{End, Moved};
use crate::diff::recast::Recast as Recasting;
use crate::diff::reduce::Told;
use crate::diff::rename::Renaming as Renamed;
use crate::diff::reported::Reported as Reporting;
use crate::diff::split::Ratio;
use crate::diff::value::{Amount, Number, Value as Read};
use crate::diff::vocabulary::ConceptInfo;
use crate::diff::{roll, taxonomy, text};

/// All that a comparison found, by number.
pub(crate) struct Findings {
    /// All differences, and what is in one filing alone.
    pub(crate) found: Vec<Found>,
    /// Statements of the two filings that are equal.
    pub(crate) equal: usize,
    pub(crate) renamings: Vec<Renamed>,
    pub(crate) split: Option<Ratio>,
    pub(crate) recasts: Vec<Recasting>,
    pub(crate) moved: Vec<Moved>,
    pub(crate) reported: Vec<Reporting>,
    pub(crate) derived: Vec<Derived>,
    pub(crate) refused: Vec<Refused>,
}

/// Decimals of a weight.
const WEIGHT_DECIMALS: i32 = 6;

/// Puts a comparison into words.
pub(crate) fn describe(context: Context<'_>, coverage: &Coverage, findings: &Findings) -> Comparison {
    let (found, moved) = (findings.found.as_slice(), findings.moved.as_slice());
    let mut describer = Describer::new(context, coverage, findings);
    let contradictions = describer.contradictions();
    let mut counts: IndexMap<Class, usize> = Class::ALL.iter().map(|class| (*class, 0)).collect();
    counts[&Class::Equal] = findings.equal;
    for found in found {
        counts[&found.verdict.class] += 1;
    }
    let shown = found.iter().filter(|found| is_listed(found.verdict.class));
    let mut differences: Vec<_> = shown.map(|found| describer.difference(found)).collect();
    let mut movements: Vec<_> = moved.iter().filter_map(|moved| describer.movement(moved, &findings.derived)).collect();
    let relabellings = describer.relabellings();
    let recasts = describer.recasts(&findings.recasts);
    counts[&Class::Relabelled] = relabellings.len();
    counts[&Class::Contradiction] = contradictions.len();
    counts[&Class::Movement] = movements.len();
    let covered = |which| coverage.periods(which).iter().map(|period| context.keyed.tables.period(*period).to_string());
    let main: FxHashSet<Shared> = covered(Which::Old).chain(covered(Which::New)).map(Shared::from).collect();
    differences.sort_by(|(one_at, one), (two_at, two)| {
        let rank = |difference: &Difference| {
            (difference.class, is_note(&difference.thing), Reverse(difference.weight.clone()))
        };
        rank(one).cmp(&rank(two)).then_with(|| place(one_at, &one.thing).cmp(&place(two_at, &two.thing)))
    });
    movements.sort_by(|(one_at, one), (two_at, two)| {
        let rank = |at: &(Period, Period), movement: &Movement| {
            // The dates of a cover page or a single event stand behind those of whole statements.
            let is_minor = !main.contains(&movement.to.period) && !movement.to.derived;
            (
                movement.kind,
                is_minor,
                latest_first(at.1),
                latest_first(at.0),
                is_note(&movement.thing),
                Reverse(movement.weight.clone()),
            )
        };
        rank(one_at, one)
            .cmp(&rank(two_at, two))
            .then_with(|| place(&one_at.1, &one.thing).cmp(&place(&two_at.1, &two.thing)))
    });
    let reported = describer.reported(&findings.reported);
    let (derived, refused) = (describer.derived(&findings.derived), describer.refused(&findings.refused));
    Comparison {
        old: describer.filing(Which::Old),
        new: describer.filing(Which::New),
        namespaces: context.names.namespaces.clone(),
        counts,
        left_out: IndexMap::new(),
        contradictions,
        renamings: findings.renamings.iter().map(|renaming| describer.renaming(renaming)).collect(),
        relabellings,
        recasts,
        differences: differences.into_iter().map(|(_, difference)| difference).collect(),
        movements: movements.into_iter().map(|(_, movement)| movement).collect(),
        reported,
        roll_forward: roll::forward(context, coverage, found),
        derived,
        refused,
        taxonomy: taxonomy::changes(context),
    }
}

/// Whether differences of a class are told one by one; the others are counted.
fn is_listed(class: Class) -> bool {
    !matches!(class, Class::Equal | Class::Uncovered | Class::Renamed | Class::Recast)
}

/// Orders periods by end, the last one first, durations before instants, the shortest first.
fn latest_first(period: Period) -> impl Ord {
    let utc = |time: Option<DateTime>| Reverse(time.map(DateTime::at_utc));
    (utc(period.end()), period.is_instant(), utc(period.start()))
}

/// Whether a thing is told in the notes alone: what stands in a primary statement goes before it.
fn is_note(thing: &Thing) -> bool {
    thing.position.is_none_or(|position| position.is_note)
}

/// What orders things of one weight: their place in the statements, then their names.
fn place<'a>(period: &Period, thing: &'a Thing) -> impl Ord + use<'a> {
    let last = Position { is_note: true, statement: u32::MAX, line: u32::MAX, depth: 0 };
    let who = (&thing.entity, &thing.language, &thing.unit);
    (thing.position.unwrap_or(last), &thing.concept, &thing.dimensions, period.sort_key(), who)
}

struct Describer<'a> {
    context: Context<'a>,
    coverage: &'a Coverage,
    /// The titles of all statements: the newer filing's, then those that the older one has besides.
    statements: Vec<Shared>,
    split: Option<Shared>,
    /// Where each place that is shown stands.
    places: FxHashMap<(Which, FactId), String>,
    /// The largest quantity by unit, kind and statement.
    largest: FxHashMap<(u32, Measure, Option<u32>), Decimal>,
    has_entities: bool,
    /// The places of concepts, by number.
    positions: FxHashMap<u32, Option<Position>>,
    dimensions: FxHashMap<u32, Arc<[Member]>>,
    periods: FxHashMap<u32, Shared>,
    units: FxHashMap<u32, Shared>,
}

impl<'a> Describer<'a> {
    fn new(context: Context<'a>, coverage: &'a Coverage, findings: &Findings) -> Describer<'a> {
        let sides = context.sides;
        let mut statements = sides.new.vocabulary.statements.clone();
        for title in &sides.old.vocabulary.statements {
            if !statements.contains(title) {
                statements.push(title.clone());
            }
        }
        let mut describer = Describer {
            context,
            coverage,
            statements,
            places: places::places(context, findings),
            split: findings.split.map(|ratio| Shared::from(ratio.to_string())),
            largest: FxHashMap::default(),
            has_entities: false,
            positions: FxHashMap::default(),
            dimensions: FxHashMap::default(),
            periods: FxHashMap::default(),
            units: FxHashMap::default(),
        };
        describer.has_entities = describer.entities(Which::Old).union(&describer.entities(Which::New)).count() > 1;
        describer.find_positions();
        describer.find_largest();
        describer
    }

    fn entities(&self, which: Which) -> FxHashSet<String> {
        let told = self.context.told.get(which);
        let subjects: FxHashSet<u32> = told.iter().map(|told| told.key.subject).collect();
        let name = |subject| {
            let entity = self.context.keyed.tables.entity(subject);
            format!("{}#{}", entity.scheme, entity.identifier)
        };
        subjects.into_iter().map(name).collect()
    }

    /// The largest quantity of each unit and kind, by statement and in all.
    fn find_largest(&mut self) {
        for which in [Which::Old, Which::New] {
            for told in self.context.told.get(which).iter().filter(|told| told.key.is_numeric()) {
                let Some(number) = self.context.number(which, told) else { continue };
                let statement = self.position(told.key).map(|position| position.statement);
                let measure = measure_of(self.context.keyed.tables.unit(told.key.unit), [&number]);
                let value = number.value.abs();
                for at in [Some(statement), statement.is_some().then_some(None)].into_iter().flatten() {
                    let largest = self.largest.entry((told.key.unit, measure, at)).or_insert(Decimal::ZERO);
                    if *largest < value {
                        *largest = value.clone();
                    }
                }
            }
        }
    }

    /// A size as a share of the largest quantity of its kind in its statement, at most 1.
    fn weight(&self, key: Key, measure: Measure, size: &Decimal) -> Decimal {
        let statement = self.position(key).map(|position| position.statement);
        let known = |at| self.largest.get(&(key.unit, measure, at));
        let largest = known(statement).or_else(|| known(None)).filter(|largest| !largest.is_zero());
        let share = largest.and_then(|largest| size.divide(largest, WEIGHT_DECIMALS, Rounding::HalfUp));
        share.map_or(Decimal::ONE, |share| share.min(Decimal::ONE))
    }

    fn label(&self, name: QName) -> Option<Shared> {
        self.context.info(name).find_map(|(_, info)| info.label.clone())
    }

    /// The places of all concepts, their statements by the common list of titles.
    fn find_positions(&mut self) {
        for which in [Which::Old, Which::New] {
            for told in self.context.told.get(which) {
                if !self.positions.contains_key(&told.key.concept) {
                    let position = self.look_up_position(self.context.keyed.tables.concept(told.key));
                    self.positions.insert(told.key.concept, position);
                }
            }
        }
    }

    fn look_up_position(&self, concept: QName) -> Option<Position> {
        let (which, position) = self.context.info(concept).find_map(|(which, info)| Some((which, info.position?)))?;
        let title = self.context.sides.get(which).vocabulary.statements.get(position.statement as usize)?;
        let statement = self.statements.iter().position(|known| known == title)?;
        Some(Position { statement: statement as u32, ..position })
    }

    fn position(&self, key: Key) -> Option<Position> {
        self.positions.get(&key.concept).copied().flatten()
    }

    fn thing(&mut self, key: Key, numbers: &[&Number]) -> Thing {
        let tables = &self.context.keyed.tables;
        let concept = tables.concept(key);
        let position = self.position(key);
        let typed = self.context.info(concept).find_map(|(_, info)| info.measure);
        let subject = tables.subject(key.subject);
        let entity = self.has_entities.then(|| {
            let entity = tables.entity(key.subject);
            Shared::from(format!("{}#{}", entity.scheme, entity.identifier))
        });
        Thing {
            concept: self.context.names.show(concept),
            label: self.label(concept),
            statement: position.map(|position| self.statements[position.statement as usize].clone()),
            position,
            measure: typed.unwrap_or_else(|| measure_of(tables.unit(key.unit), numbers.iter().copied())),
            unit: self.unit(key.unit),
            dimensions: self.dimensions(key.subject),
            entity,
            language: subject.language.map(|language| Shared::from(language.as_str())),
        }
    }

    fn unit(&mut self, number: u32) -> Option<Shared> {
        let unit = self.context.keyed.tables.unit(number)?;
        Some(self.units.entry(number).or_insert_with(|| Shared::from(unit.to_string())).clone())
    }

    fn period(&mut self, number: u32) -> Shared {
        let period = self.context.keyed.tables.period(number);
        self.periods.entry(number).or_insert_with(|| Shared::from(period.to_string())).clone()
    }

    fn dimensions(&mut self, subject: u32) -> Arc<[Member]> {
        if let Some(known) = self.dimensions.get(&subject) {
            return known.clone();
        }
        let show = |(axis, member): &(QName, DimensionMember)| {
            let (member, label) = match member {
                DimensionMember::Explicit(member) => (self.context.names.show(*member), self.label(*member)),
                DimensionMember::Typed(content) => (Shared::from(content.as_deref().unwrap_or("nil")), None),
            };
            Member { axis: self.context.names.show(*axis), member, label }
        };
        let mut members: Vec<Member> = self.context.keyed.tables.dimensions(subject).pairs().iter().map(show).collect();
        members.sort();
        let members: Arc<[Member]> = members.into();
        self.dimensions.insert(subject, members.clone());
        members
    }

    fn value(&self, which: Which, key: Key, fact: FactId) -> Value {
        let stated = self.context.sides.get(which).report.fact(fact);
        let (value, number) = match self.context.value(which, key, fact) {
            Read::Nil => (None, None),
            Read::Number(number) => (Some(number.value.to_string()), Some(number.value)),
            Read::Text(text) => (Some(text::plain(text).into_owned()), None),
        };
        let decimals = stated.decimals.filter(|_| number.is_some());
        Value {
            value,
            number,
            decimals: decimals.map(|decimals| Shared::from(decimals.to_string())),
            place: self.places.get(&(which, fact)).cloned().unwrap_or_default(),
        }
    }

    fn difference(&mut self, found: &Found) -> (Period, Difference) {
        let class = found.verdict.class;
        let old = found.pair.old.and_then(|told| self.context.number(Which::Old, &told));
        let new = found.pair.new.and_then(|told| self.context.number(Which::New, &told));
        let numbers: Vec<&Number> = [&old, &new].into_iter().flatten().collect();
        let key = found
            .pair
            .new
            .or(found.pair.old)
            .map_or(Key { concept: 0, subject: 0, unit: 0, period: 0 }, |told| told.key);
        let thing = self.thing(key, &numbers);
        let change = match (&old, &new) {
            (Some(old), Some(new)) if class != Class::Unit => {
                Some(change(&old.into(), &new.into(), thing.measure, self.context.options.negative_base))
            }
            _ => None,
        };
        let evidence = self.evidence(found, old.as_ref(), new.as_ref());
        let (total, parts) = self.totals_of(found);
        let size = match (&change, numbers.as_slice()) {
            (Some(change), _) => change.difference.abs(),
            (None, [.., last]) => last.value.abs(),
            (None, []) => Decimal::ZERO,
        };
        let weight =
            if thing.measure == Measure::Text { Decimal::ZERO } else { self.weight(key, thing.measure, &size) };
        let value = |which, told: Option<Told>| told.map(|told| self.value(which, told.key, told.fact));
        let (old, new) = (value(Which::Old, found.pair.old), value(Which::New, found.pair.new));
        // Of a mistake in sign or scale the difference says nothing that the class doesn't.
        let change = change.filter(|_| !matches!(class, Class::Sign | Class::Scale));
        let period = self.context.keyed.tables.period(key.period);
        let difference = Difference {
            class,
            thing,
            period: self.period(key.period),
            old,
            new,
            change,
            evidence,
            total,
            parts,
            weight,
        };
        (period, difference)
    }

    fn evidence(&mut self, found: &Found, old: Option<&Number>, new: Option<&Number>) -> Option<Evidence> {
        let (one, two) = (found.pair.old?, found.pair.new?);
        match found.verdict.class {
            Class::Split => self.split.clone().map(Evidence::SplitRatio),
            Class::Scale => Some(Evidence::PowerOfTen(found.verdict.power)),
            Class::Restated => old?.is_next_to(new?).then_some(Evidence::LastPlace),
            Class::Unit => {
                let tables = &self.context.keyed.tables;
                let kind = |key: Key, number: Option<&Number>| measure_of(tables.unit(key.unit), number);
                let fault = kind(one.key, old) != kind(two.key, new);
                let ratio =
                    old.zip(new).and_then(|(old, new)| new.value.divide(&old.value, WEIGHT_DECIMALS, Rounding::HalfUp));
                let name = |unit: Option<Shared>| unit.unwrap_or_else(|| Shared::from("none"));
                Some(Evidence::Units {
                    old: name(self.unit(one.key.unit)),
                    new: name(self.unit(two.key.unit)),
                    ratio,
                    fault,
                })
            }
            Class::Sign => {
                let name = self.context.keyed.tables.concept(two.key);
                let infos: Vec<&ConceptInfo> = self.context.info(name).map(|(_, info)| info).collect();
                let [new, old] = infos.as_slice() else { return None };
                Some(Evidence::Sign { label: old.label != new.label, balance: old.balance != new.balance })
            }
            Class::Text => {
                let read = |which, told: Told| match self.context.value(which, told.key, told.fact) {
                    Read::Text(text) => text::plain(text),
                    Read::Nil | Read::Number(_) => "".into(),
                };
                Some(Evidence::Words(text::edits(&read(Which::Old, one), &read(Which::New, two))))
            }
            _ => None,
        }
    }

    /// The movement, unless a value is missing or the two agree.
    fn movement(&mut self, moved: &Moved, derived: &[Derived]) -> Option<((Period, Period), Movement)> {
        let amount = |end: End| match end {
            End::Told(which, told) => {
                self.context.number(which, &told).map(|number| (Amount::from(&number), Some(number)))
            }
            End::Derived(at) => Some((derived[at].amount.clone(), None)),
        };
        let ((from, from_told), (to, to_told)) = (amount(moved.from)?, amount(moved.to)?);
        let told: Vec<&Number> = [&from_told, &to_told].into_iter().flatten().collect();
        let agree = match told.as_slice() {
            [from, to] => from.agrees(to),
            _ => from.interval.meets(&to.interval),
        };
        if agree {
            return None;
        }
        let key = match moved.to {
            End::Told(_, told) => told.key,
            End::Derived(at) => derived[at].whole.1.key,
        };
        let thing = self.thing(key, &told);
        let change = change(&from, &to, thing.measure, self.context.options.negative_base);
        let weight = self.weight(key, thing.measure, &change.difference.abs());
        let parts = match (moved.from, moved.to) {
            (End::Told(one, from), End::Told(two, to)) => self.contributions((one, from), (two, to)),
            _ => Vec::new(),
        };
        let mut end = |end: End| match end {
            End::Told(which, told) => (self.context.keyed.tables.period(told.key.period), self.end((which, told))),
            End::Derived(at) => (derived[at].period, self.derived_end(&derived[at])),
        };
        let ((from_at, from), (to_at, to)) = (end(moved.from), end(moved.to));
        let past = self.coverage.is_past(to_at);
        Some(((from_at, to_at), Movement { kind: moved.kind, thing, from, to, past, change, parts, weight }))
    }

    fn contradictions(&mut self) -> Vec<Contradiction> {
        let mut all = Vec::new();
        for which in [Which::Old, Which::New] {
            for told in self.context.told.get(which).iter().filter(|told| told.contradictory) {
                let contradiction = self.contradiction(which, told);
                all.push((self.context.keyed.tables.period(told.key.period), contradiction));
            }
        }
        all.sort_by(|(one_at, one), (two_at, two)| {
            one.filing.cmp(&two.filing).then_with(|| place(one_at, &one.thing).cmp(&place(two_at, &two.thing)))
        });
        all.into_iter().map(|(_, contradiction)| contradiction).collect()
    }

    fn contradiction(&mut self, which: Which, told: &Told) -> Contradiction {
        let facts: Vec<FactId> = told.facts(self.context.keyed.facts.get(which)).collect();
        let mut read: Vec<(FactId, Read<'_>)> =
            facts.iter().map(|fact| (*fact, self.context.value(which, told.key, *fact))).collect();
        read.sort_by(|(one_at, one), (two_at, two)| one.preference(two).then(one_at.cmp(two_at)));
        read.dedup_by(|(_, two), (_, one)| one == two);
        let numbers: Vec<&Number> = read
            .iter()
            .filter_map(|(_, value)| match value {
                Read::Number(number) => Some(number),
                Read::Nil | Read::Text(_) => None,
            })
            .collect();
        let thing = self.thing(told.key, &numbers);
        let values = read.iter().map(|(fact, _)| self.value(which, told.key, *fact)).collect();
        Contradiction { filing: which, thing, period: self.period(told.key.period), values }
    }

    fn filing(&mut self, which: Which) -> Filing {
        let side = self.context.sides.get(which);
        let told = self.context.told.get(which);
        let mut entities: Vec<String> = self.entities(which).into_iter().collect();
        entities.sort_unstable();
        let mut covers: Vec<Period> =
            self.coverage.periods(which).iter().map(|period| self.context.keyed.tables.period(*period)).collect();
        covers.sort_by_key(|period| latest_first(*period));
        let agreeing = told.iter().filter(|told| !told.contradictory);
        let cover = Cover::of(side.report, side.documents);
        let last = || {
            let day = covers.first()?.end()?.day_ended()?;
            Some(FilingDate { date: day.to_string(), kind: DateKind::LastPeriod })
        };
        Filing {
            file: side.name.to_owned(),
            entities,
            date: cover.date().or_else(last),
            document: cover.document,
            covers: covers.iter().map(Period::to_string).collect(),
            facts: side.report.facts.len(),
            duplicates: agreeing.map(|told| told.count as usize - 1).sum(),
            missing: side.vocabulary.missing.clone(),
        }
    }
}
