//! The facts: each understood with the header's prefixes and what the taxonomy knows.

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

use super::cursor::{Cursor, Seen, Stop, Str};
use super::fields::{self, Draft, DraftLink, Fields};
use super::{Header, JsonReport, Vocabulary};
use crate::model::aspects::{EntityId, PeriodId, UnitId};
use crate::model::ids::is_ncname;
use crate::model::report::{FactLink, LinkTarget, ReferenceKind, TaxonomyReference};
use crate::model::{
    Aspects, Decimals, DimensionMember, Dimensions, Entity, Fact, FactId, Name, Period, Place, QName, Report, Text,
    Unit,
};
use crate::oim::names::is_language;
use crate::oim::rules::common::{INVALID_PERIOD, INVALID_SQNAME, INVALID_UNIT, UNBOUND_PREFIX};
use crate::oim::rules::json::{
    INVALID_DIMENSION_VALUE, INVALID_STRUCTURE, LANGUAGE_CASE, LINK_FROM_NOTE, UNKNOWN_LINK_GROUP, UNKNOWN_LINK_TARGET,
    UNKNOWN_LINK_TYPE,
};
use crate::oim::rules::model::{
    ILLEGAL_FOOTNOTE_TARGET, ILLEGAL_PURE_UNIT, INVALID_LANGUAGE, MISPLACED_DECIMALS, MISPLACED_LANGUAGE,
    MISPLACED_NOTE_ID, MISPLACED_UNIT, MISSING_CONCEPT, RESERVED_IDENTIFIER, UNUSED_NOTE,
};
use crate::oim::{names, period, unit};

/// What strings stand for: each is understood once, and complained of once.
type Known<T> = HashMap<Box<str>, Option<T>>;

pub(super) struct FactReader<'d, 'h> {
    pub(super) json: Cursor<'d>,
    header: &'h Header,
    vocabulary: &'h dyn Vocabulary,
    pub(super) report: Report,
    /// Identifiers of facts that are left out.
    left_out: HashSet<Cow<'d, str>>,
    links: Vec<(FactId, DraftLink<'d>)>,
    names: Known<QName>,
    entities: Known<EntityId>,
    periods: Known<PeriodId>,
    units: Known<UnitId>,
    languages: Known<Name>,
    kinds: FxHashMap<QName, Kind>,
}

/// What the taxonomy knows of a concept.
#[derive(Clone, Copy)]
struct Kind {
    numeric: Option<bool>,
    has_language: Option<bool>,
    is_enumeration: bool,
}

impl<'d, 'h> FactReader<'d, 'h> {
    pub(super) fn new(json: Cursor<'d>, header: &'h Header, vocabulary: &'h dyn Vocabulary) -> FactReader<'d, 'h> {
        let taxonomy = header.taxonomy.iter().map(|(href, place)| TaxonomyReference {
            // The form doesn't say which of the two it is; linkbases are not schema documents by their names.
            kind: if href.ends_with(".xml") { ReferenceKind::Linkbase } else { ReferenceKind::Schema },
            href: href.clone(),
            role: None,
            place: *place,
        });
        let mut prefixes = header.namespaces.clone();
        prefixes.sort_keys();
        let report = Report { taxonomy: taxonomy.collect(), prefixes, ..Report::default() };
        FactReader {
            json,
            header,
            vocabulary,
            report,
            left_out: HashSet::new(),
            links: Vec::new(),
            names: Known::new(),
            entities: Known::new(),
            periods: Known::new(),
            units: Known::new(),
            languages: Known::new(),
            kinds: FxHashMap::default(),
        }
    }

    /// Reads the object of all facts.
    pub(super) fn facts(&mut self) -> Result<(), Stop> {
        if !self.json.object("facts")? {
            return Ok(());
        }
        let mut seen = Seen::default();
        while let Some(id) = self.json.member(&mut seen)? {
            if !is_ncname(&id.text) {
                let message = format!("{:?} can't be a fact's identifier", &*id.text);
                let finding = self.json.find(&INVALID_STRUCTURE, id.place, message);
                finding.expected = Some("a name without a colon".to_owned());
            }
            let key = id.text.clone();
            let said = match fields::read(&mut self.json, id)? {
                Some(draft) => self.say(draft),
                None => None,
            };
            if said.is_none() {
                self.left_out.insert(key);
            }
        }
        Ok(())
    }

    /// Adds a fact or a footnote to the report; none where it can't be told.
    fn say(&mut self, draft: Draft<'d>) -> Option<()> {
        let Draft { id, value, decimals, dimensions, links } = draft;
        let (value, mut fields) = (value?, dimensions?);
        let Some(concept) = fields.concept.take() else {
            if !fields.broken {
                let message = format!("the fact {} has no concept", id.text);
                self.json.find(&MISSING_CONCEPT, id.place, message);
            }
            return None;
        };
        let name = self.name(&concept)?;
        if name == QName::new(Name::XBRL, "note") {
            if let Some(link) = links.first() {
                let message = format!("the footnote {} has a link", id.text);
                self.json.find(&LINK_FROM_NOTE, link.kind.place, message);
            }
            return self.note(&id, value, decimals, &fields);
        }
        if name.namespace == Name::XBRL {
            let message = format!("{} is no concept of the model", concept.text);
            self.json.find(&RESERVED_IDENTIFIER, concept.place, message);
            return None;
        }
        let aspects = self.aspects(name, decimals, &fields)?;
        let numeric = aspects.unit.is_some();
        let decimals = self.decimals(&id, value.is_some(), numeric, decimals);
        let kept = value.map(|value| match self.kind(name).is_enumeration {
            true => self.expanded(&value.text),
            false => kept(&value, numeric),
        });
        let number = FactId(self.report.facts.len() as u32);
        let aspects = self.report.aspects.aspects_id(aspects);
        self.report.facts.push(Fact {
            id: Some(id.kept()),
            concept: name,
            aspects,
            value: kept,
            decimals,
            place: id.place,
        });
        self.links.extend(links.into_iter().map(|link| (number, link)));
        Some(())
    }

    fn aspects(&mut self, concept: QName, decimals: Option<(i32, Place)>, fields: &Fields<'d>) -> Option<Aspects> {
        if let Some(note_id) = &fields.note_id {
            let message = "a noteId is given to a fact that is no footnote";
            self.json.find(&MISPLACED_NOTE_ID, note_id.place, message);
        }
        // All of them are looked at, so that all that is wrong is found at once.
        let entity = self.entity(fields.entity.as_ref());
        let period = self.period(fields.period.as_ref());
        let unit = self.unit(concept, decimals.is_some(), fields.unit.as_ref());
        let language = fields.language.as_ref().map(|language| self.language_of(concept, language));
        let dimensions = self.members(&fields.members);
        if fields.broken {
            return None;
        }
        let language = language.map_or(Some(None), |language| language)?;
        let dimensions = self.report.aspects.dimensions_id(Dimensions::new(dimensions?));
        Some(Aspects { entity: entity?, period: period?, unit: unit?, dimensions, language })
    }

    /// Names with prefixes as names with their namespaces, as Extensible Enumerations 2.0 has them (2.3); what is
    /// none stays, to be judged as a value.
    fn expanded(&self, names: &str) -> Text {
        let expand = |name: &str| {
            let parts =
                name.split_once(':').and_then(|(prefix, local)| Some((self.header.namespaces.get(prefix)?, local)));
            parts.map_or_else(|| name.to_owned(), |(namespace, local)| format!("{namespace}#{local}"))
        };
        names.split(' ').map(expand).collect::<Vec<_>>().join(" ").into()
    }

    fn kind(&mut self, concept: QName) -> Kind {
        let vocabulary = self.vocabulary;
        let ask = || Kind {
            numeric: vocabulary.is_numeric(concept),
            has_language: vocabulary.has_language(concept),
            is_enumeration: vocabulary.is_enumeration(concept),
        };
        *self.kinds.entry(concept).or_insert_with(ask)
    }

    /// The language that a fact is given; `Some(None)` where its values can't be in one.
    fn language_of(&mut self, concept: QName, language: &Str<'d>) -> Option<Option<Name>> {
        if self.kind(concept).has_language == Some(false) {
            let message = format!("the language {} is given to a fact whose values are in none", language.text);
            self.json.find(&MISPLACED_LANGUAGE, language.place, message);
            return Some(None);
        }
        self.language(language).map(Some)
    }

    /// How exact the value is: as it stands, where it is a number and nothing is said.
    fn decimals(
        &mut self,
        id: &Str<'d>,
        has_value: bool,
        numeric: bool,
        decimals: Option<(i32, Place)>,
    ) -> Option<Decimals> {
        match decimals {
            None => (numeric && has_value).then_some(Decimals::Infinite),
            Some((places, _)) if numeric && has_value => Some(Decimals::Places(places)),
            Some((_, place)) => {
                let why = if numeric { "null" } else { "no number" };
                let message = format!("decimals are given for {}, whose value is {why}", id.text);
                self.json.find(&MISPLACED_DECIMALS, place, message);
                None
            }
        }
    }

    /// A name with a prefix.
    pub(super) fn name(&mut self, text: &Str<'d>) -> Option<QName> {
        if let Some(known) = self.names.get(&*text.text) {
            return *known;
        }
        let name = match text.text.split_once(':').filter(|(prefix, local)| is_ncname(prefix) && is_ncname(local)) {
            Some((prefix, local)) => self.namespace(prefix, text).map(|namespace| QName::new(namespace, local)),
            None => {
                let message = format!("{:?} is no name with a prefix", &*text.text);
                self.json.find(&INVALID_DIMENSION_VALUE, text.place, message);
                None
            }
        };
        self.names.insert(text.text.as_ref().into(), name);
        name
    }

    fn namespace(&mut self, prefix: &str, of: &Str<'d>) -> Option<Name> {
        let found = self.header.namespaces.get(prefix).copied();
        if found.is_none() {
            let message = format!("the prefix {prefix} of {} is not bound to a namespace", of.text);
            self.json.find(&UNBOUND_PREFIX, of.place, message);
        }
        found
    }

    /// Who reports; nobody in particular where that is not said.
    fn entity(&mut self, text: Option<&Str<'d>>) -> Option<EntityId> {
        let Some(text) = text else {
            let nobody = Entity { scheme: Name::new(names::NO_SCHEME), identifier: Name::new(names::NO_ENTITY) };
            return Some(self.report.aspects.entity_id(nobody));
        };
        if let Some(known) = self.entities.get(&*text.text) {
            return *known;
        }
        let is_identifier =
            |(prefix, id): &(&str, &str)| is_ncname(prefix) && !id.is_empty() && !id.contains(char::is_whitespace);
        let entity = match text.text.split_once(':').filter(is_identifier) {
            Some((prefix, identifier)) => self
                .namespace(prefix, text)
                .map(|scheme| self.report.aspects.entity_id(Entity { scheme, identifier: Name::new(identifier) })),
            None => {
                let message = format!("{:?} is not a prefix, a colon and an identifier", &*text.text);
                self.json.find(&INVALID_SQNAME, text.place, message);
                None
            }
        };
        self.entities.insert(text.text.as_ref().into(), entity);
        entity
    }

    /// For when; for all time where that is not said.
    fn period(&mut self, text: Option<&Str<'d>>) -> Option<PeriodId> {
        let Some(text) = text else { return Some(self.report.aspects.period_id(Period::Forever)) };
        if let Some(known) = self.periods.get(&*text.text) {
            return *known;
        }
        let period = period::parse(&text.text).map(|period| self.report.aspects.period_id(period));
        if period.is_none() {
            let message = format!("{:?} is no period", &*text.text);
            let finding = self.json.find(&INVALID_PERIOD, text.place, message);
            finding.expected =
                Some("YYYY-MM-DDThh:mm:ss, or an earlier and a later one with a slash between".to_owned());
        }
        self.periods.insert(text.text.as_ref().into(), period);
        period
    }

    /// In what; `Some(None)` for what is not numeric.
    fn unit(&mut self, concept: QName, has_decimals: bool, text: Option<&Str<'d>>) -> Option<Option<UnitId>> {
        let known = self.kind(concept).numeric;
        let Some(text) = text else {
            let pure = || Unit::measure(QName::new(Name::XBRLI, "pure"));
            return Some(known.unwrap_or(has_decimals).then(|| self.report.aspects.unit_id(pure())));
        };
        if known == Some(false) {
            let message = format!("the unit {} is given to a fact whose values are no numbers", text.text);
            self.json.find(&MISPLACED_UNIT, text.place, message);
            return Some(None);
        }
        if let Some(known) = self.units.get(&*text.text) {
            return known.map(Some);
        }
        let unit = self.parse_unit(text).map(|unit| self.report.aspects.unit_id(unit));
        self.units.insert(text.text.as_ref().into(), unit);
        unit.map(Some)
    }

    fn parse_unit(&mut self, text: &Str<'d>) -> Option<Unit> {
        let is_name =
            |name: &&str| name.split_once(':').is_some_and(|(prefix, local)| is_ncname(prefix) && is_ncname(local));
        let Some(measures) = unit::split(&text.text)
            .filter(|measures| measures.numerators.iter().chain(&measures.denominators).all(is_name))
        else {
            let message = format!("{:?} is no unit", &*text.text);
            let finding = self.json.find(&INVALID_UNIT, text.place, message);
            finding.expected = Some("sorted names with prefixes, such as iso4217:USD/xbrli:shares".to_owned());
            return None;
        };
        let mut names = |all: &[&str]| -> Option<Vec<QName>> {
            let name = |name: &&str| {
                let (prefix, local) = name.split_once(':')?;
                Some(QName::new(self.namespace(prefix, text)?, local))
            };
            all.iter().map(name).collect()
        };
        let found = Unit::new(names(&measures.numerators)?, names(&measures.denominators)?);
        if found == Unit::measure(QName::new(Name::XBRLI, "pure")) {
            self.json.find(&ILLEGAL_PURE_UNIT, text.place, "a pure number is written without a unit");
        }
        Some(found)
    }

    pub(super) fn language(&mut self, text: &Str<'d>) -> Option<Name> {
        if let Some(known) = self.languages.get(&*text.text) {
            return *known;
        }
        let lower = text.text.to_ascii_lowercase();
        let language = is_language(&text.text).then(|| Name::new(&lower));
        if language.is_none() {
            let message = format!("{:?} is no language's tag", &*text.text);
            self.json.find(&INVALID_LANGUAGE, text.place, message);
        } else if lower != text.text {
            let message = format!("the language {} is not in lower case", text.text);
            self.json.find(&LANGUAGE_CASE, text.place, message).expected = Some(lower);
        }
        self.languages.insert(text.text.as_ref().into(), language);
        language
    }

    /// The members of the taxonomy's dimensions.
    fn members(&mut self, members: &[(Str<'d>, Option<Str<'d>>)]) -> Option<Vec<(QName, DimensionMember)>> {
        let mut pairs = Vec::with_capacity(members.len());
        let mut complete = true;
        for (dimension, value) in members {
            let pair =
                self.name(dimension).and_then(|axis| Some((axis, self.member(axis, dimension, value.as_ref())?)));
            complete &= pair.is_some();
            pairs.extend(pair);
        }
        complete.then_some(pairs)
    }

    fn member(&mut self, axis: QName, dimension: &Str<'d>, value: Option<&Str<'d>>) -> Option<DimensionMember> {
        if axis.namespace == Name::XBRL {
            let message = format!("{} is no dimension of the model", dimension.text);
            self.json.find(&RESERVED_IDENTIFIER, dimension.place, message);
            return None;
        }
        // Of a dimension that nobody knows, what can be a name is taken for one.
        let is_name = |text: &Str<'d>| {
            let parts = text.text.split_once(':');
            parts.is_some_and(|(prefix, local)| self.header.namespaces.contains_key(prefix) && is_ncname(local))
        };
        let typed = self.vocabulary.is_typed(axis).unwrap_or_else(|| !value.is_some_and(is_name));
        match value {
            None if typed => Some(DimensionMember::Typed(None)),
            Some(value) if typed => Some(DimensionMember::Typed(Some(escaped(&value.text)))),
            Some(value) => self.name(value).map(DimensionMember::Explicit),
            None => {
                let message = format!("{} has null for its member", dimension.text);
                self.json.find(&INVALID_DIMENSION_VALUE, dimension.place, message);
                None
            }
        }
    }

    /// Settles where links lead, and gives the report.
    pub(super) fn finish(mut self) -> JsonReport {
        let mut used = vec![false; self.report.footnotes.len()];
        for link in self.resolved_links() {
            if let LinkTarget::Footnote(number) = link.to {
                used[number as usize] = true;
            }
            self.report.links.push(link);
        }
        for (footnote, _) in self.report.footnotes.iter().zip(used).filter(|(_, used)| !used) {
            self.json.find(&UNUSED_NOTE, footnote.place, "no fact links to this footnote");
        }
        JsonReport { report: self.report, findings: self.json.findings }
    }

    fn resolved_links(&mut self) -> Vec<FactLink> {
        if self.links.is_empty() {
            return Vec::new();
        }
        let targets = self.targets();
        let mut unknown: HashSet<(bool, String)> = HashSet::new();
        let mut links = Vec::new();
        for (from, link) in std::mem::take(&mut self.links) {
            let sides = [
                (&link.kind, &self.header.link_types, &UNKNOWN_LINK_TYPE, "link type"),
                (&link.group, &self.header.link_groups, &UNKNOWN_LINK_GROUP, "link group"),
            ];
            let [arcrole, role] = sides.map(|(alias, known, rule, what)| {
                let found = known.get(&*alias.text).copied();
                if found.is_none() && unknown.insert((what == "link type", alias.text.to_string())) {
                    let message = format!("the {what} {:?} is not declared in documentInfo", &*alias.text);
                    self.json.find(rule, alias.place, message);
                }
                found
            });
            let (Some(arcrole), Some(role)) = (arcrole, role) else { continue };
            for target in &link.targets {
                match targets.get(&*target.text) {
                    Some(LinkTarget::Fact(_)) if arcrole == Name::FACT_FOOTNOTE => {
                        let message = format!("{} is no footnote, and a footnote link leads there", target.text);
                        self.json.find(&ILLEGAL_FOOTNOTE_TARGET, target.place, message);
                    }
                    Some(to) => links.push(FactLink { arcrole, role, from, to: *to }),
                    None if self.left_out.contains(&target.text) => {}
                    None => {
                        let message = format!("there is no fact {:?} for the link to lead to", &*target.text);
                        self.json.find(&UNKNOWN_LINK_TARGET, target.place, message);
                    }
                }
            }
        }
        links
    }

    /// What has identifiers.
    fn targets(&self) -> HashMap<String, LinkTarget> {
        let text = |id: &Option<Text>| id.as_ref().map(|id| self.json.text_of(id).to_owned());
        let facts = self.report.iter().filter_map(|(number, fact)| Some((text(&fact.id)?, LinkTarget::Fact(number))));
        let notes = self.report.footnotes.iter().zip(0..);
        let notes = notes.filter_map(|(note, number)| Some((text(&note.id)?, LinkTarget::Footnote(number))));
        facts.chain(notes).collect()
    }
}

/// A value as a report keeps it; white space is no part of a number.
fn kept(value: &Str<'_>, numeric: bool) -> Text {
    const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];
    if !numeric || value.text.trim_matches(SPACE).len() == value.text.len() {
        return value.kept();
    }
    Text::from(value.text.trim_matches(SPACE))
}

/// A text as the content of an element.
fn escaped(text: &str) -> Box<str> {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#xD;").into()
}
