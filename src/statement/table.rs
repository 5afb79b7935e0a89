//! From the facts of a report to the cells of a statement.

use indexmap::{IndexMap, IndexSet};
use rustc_hash::{FxHashMap, FxHashSet};

use super::columns::{self, Said, Slot};
use super::outline::{Line, Outline};
use super::room::Room;
use super::{Cell, CellValue, Column, LeftOut, Row, RowKind, Statement};
use crate::model::aspects::{DimensionsId, PeriodId};
use crate::model::{DateTime, DimensionMember, Documents, Fact, FactId, Name, Period, QName, Report};
use crate::taxonomy::{Concept, Labels, Presentation, Taxonomy};

/// The statements of a filing.
pub struct Statements<'a> {
    report: &'a Report,
    taxonomy: &'a Taxonomy,
    documents: &'a Documents,
    labels: &'a Labels,
    /// All presentation networks, statements before notes.
    pub presentations: Vec<Presentation<'a>>,
    facts: FxHashMap<QName, Vec<FactId>>,
    instants: FxHashMap<DateTime, PeriodId>,
}

/// Members of dimensions, one for each.
type Members = Vec<(QName, DimensionMember)>;

/// The facts of a statement by what they are about.
struct Selection {
    said: Vec<Said>,
    /// The combinations of members, those that all facts have in common left out, in the order of the network.
    combinations: Vec<Members>,
    /// What all facts have in common.
    common: Members,
    /// The currencies by their numbers, the one of most facts first.
    currencies: IndexSet<QName>,
    /// The best fact for what a cell is about.
    cells: FxHashMap<About, FactId>,
}

/// What a cell is about: a concept, a period, a combination of members, and a currency, these two by their numbers.
type About = (QName, PeriodId, usize, usize);

impl<'a> Statements<'a> {
    /// The statements of a report that is told in a taxonomy.
    #[must_use]
    pub fn of(
        report: &'a Report,
        taxonomy: &'a Taxonomy,
        documents: &'a Documents,
        labels: &'a Labels,
    ) -> Statements<'a> {
        let mut facts: FxHashMap<QName, Vec<FactId>> = FxHashMap::default();
        for (id, fact) in report.iter() {
            facts.entry(fact.concept).or_default().push(id);
        }
        let instants = report.aspects.periods().filter_map(|(id, period)| match period {
            Period::Instant(at) => Some((at, id)),
            _ => None,
        });
        let instants = instants.collect();
        let presentations = taxonomy.presentations(documents);
        Statements { report, taxonomy, documents, labels, presentations, facts, instants }
    }

    /// The number of facts that a presentation network's concepts have.
    #[must_use]
    pub fn count(&self, presentation: &Presentation<'a>) -> usize {
        let outline = Outline::of(presentation.network, self.taxonomy);
        let concepts: IndexSet<QName> = outline.lines.iter().map(|line| self.concept(line).name).collect();
        concepts.iter().filter_map(|concept| self.facts.get(concept)).map(Vec::len).sum()
    }

    /// A presentation network as a table; none where there is nothing to show.
    #[must_use]
    pub fn statement(&self, presentation: &Presentation<'a>) -> Option<Statement> {
        let outline = Outline::of(presentation.network, self.taxonomy);
        let selection = self.select(&outline)?;
        let slots = columns::slots(&selection.said);
        let room = Room::of(selection.said.len());
        let (columns, rows, left_out) = if is_matrix(&outline, &selection) {
            self.matrix(&outline, &selection, &slots, room)
        } else {
            self.by_period(&outline, &selection, slots, room)
        };
        let mut statement = Statement {
            role: presentation.network.role().as_str().to_owned(),
            title: presentation.title().to_owned(),
            members: self.member_labels(&selection.common),
            columns,
            rows,
            left_out: LeftOut { lines: left_out.lines || outline.is_cut, ..left_out },
        };
        statement.drop_empty();
        (!statement.rows.is_empty()).then_some(statement)
    }

    fn concept(&self, line: &Line) -> &'a Concept {
        self.taxonomy.get(line.concept)
    }

    /// The facts of the lines whose members the network names.
    fn select(&self, outline: &Outline) -> Option<Selection> {
        let concepts: IndexSet<QName> = outline.lines.iter().map(|line| self.concept(line).name).collect();
        let facts: Vec<FactId> =
            concepts.iter().filter_map(|concept| self.facts.get(concept)).flatten().copied().collect();
        let mut fitting: Vec<FactId> = Vec::new();
        for id in facts {
            let pairs = self.report.dimensions_of(self.report.fact(id)).pairs();
            let is_named = |(axis, member): &(QName, DimensionMember)| match (outline.axes.get(axis), member) {
                (Some(members), DimensionMember::Explicit(member)) => members.contains(member),
                (Some(_), DimensionMember::Typed(_)) => true,
                (None, _) => false,
            };
            if pairs.iter().all(is_named) {
                fitting.push(id);
            }
        }
        if fitting.is_empty() {
            return None;
        }
        let mut sets: IndexSet<DimensionsId> = IndexSet::new();
        sets.extend(fitting.iter().map(|id| self.report.aspects_of(self.report.fact(*id)).dimensions));
        let pairs = |set: &DimensionsId| self.report.aspects.dimensions(*set).pairs();
        let common = common(sets.iter().map(pairs));
        let axes: FxHashSet<QName> = common.iter().map(|(axis, _)| *axis).collect();
        let currencies = self.currencies(fitting.iter().copied());
        let mut numbers: IndexMap<Members, usize> = IndexMap::new();
        numbers.insert(Vec::new(), 0);
        let of_sets: Vec<usize> = sets
            .iter()
            .map(|set| {
                let own: Members = pairs(set).iter().filter(|(axis, _)| !axes.contains(axis)).cloned().collect();
                let next = numbers.len();
                *numbers.entry(own).or_insert(next)
            })
            .collect();
        let mut said = Vec::with_capacity(fitting.len());
        for id in fitting {
            let fact = self.report.fact(id);
            let aspects = self.report.aspects_of(fact);
            let combination = sets.get_index_of(&aspects.dimensions).map_or(0, |set| of_sets[set]);
            let (period_id, period) = (aspects.period, self.report.period_of(fact));
            let currency = self.currency(fact).and_then(|currency| currencies.get_index_of(&currency)).unwrap_or(0);
            said.push(Said { concept: fact.concept, period_id, period, combination, currency, fact: id.0 });
        }
        let cells = self.best(&said);
        Some(Selection { said, combinations: numbers.into_keys().collect(), common, currencies, cells })
    }

    /// The currency of a fact that is an amount of money, or one for each of something.
    fn currency(&self, fact: &Fact) -> Option<QName> {
        let measures = self.report.unit_of(fact)?.numerators().iter();
        measures.copied().find(|measure| measure.namespace == Name::ISO4217)
    }

    /// The currencies of facts, that of most of them first.
    fn currencies(&self, facts: impl Iterator<Item = FactId>) -> IndexSet<QName> {
        let mut counts: IndexMap<QName, usize> = IndexMap::new();
        for currency in facts.filter_map(|id| self.currency(self.report.fact(id))) {
            *counts.entry(currency).or_default() += 1;
        }
        counts.sort_by(|_, one, _, other| other.cmp(one));
        counts.into_keys().collect()
    }

    /// The fact to show of those that are about the same: the one in the language that is asked for, else the most
    /// exact one, else the first.
    fn best(&self, said: &[Said]) -> FxHashMap<About, FactId> {
        let mut best: FxHashMap<About, FactId> = FxHashMap::default();
        let rank = |id: FactId| {
            let fact = self.report.fact(id);
            let language = self.report.aspects_of(fact).language;
            let speaks = language.is_none_or(|language| language.as_str().starts_with(&self.labels.language));
            let decimals = fact.decimals.map_or(i64::MIN, |decimals| match decimals {
                crate::model::Decimals::Places(places) => i64::from(places),
                crate::model::Decimals::Infinite => i64::MAX,
            });
            (speaks, fact.value.is_some(), decimals)
        };
        for said in said {
            let id = FactId(said.fact);
            let known = best.entry((said.concept, said.period_id, said.combination, said.currency)).or_insert(id);
            if rank(id) > rank(*known) {
                *known = id;
            }
        }
        best
    }

    /// The cell of a line in a column for a period.
    fn cell(&self, line: &Line, slot: Slot, combination: usize, all: &Selection) -> Option<Cell> {
        let concept = self.concept(line);
        let at = |moment: DateTime| self.instants.get(&moment).copied();
        let find = |period| all.cells.get(&(concept.name, period, combination, slot.currency));
        let fact = match slot.period {
            Period::Duration { start, .. } if line.is_start() => find(at(start)?)?,
            Period::Duration { end, .. } => find(slot.period_id).or_else(|| find(at(end)?))?,
            Period::Instant(_) | Period::Forever => find(slot.period_id)?,
        };
        Some(self.shown(self.report.fact(*fact), concept, line.is_negated()))
    }

    fn shown(&self, fact: &Fact, concept: &Concept, negated: bool) -> Cell {
        let unit = self.report.unit_of(fact);
        let turned = |number: crate::model::Decimal| if negated { -&number } else { number };
        let value = match (&fact.value, fact.number(self.documents).filter(|_| unit.is_some())) {
            (None, _) => CellValue::Nil,
            (Some(_), Some(number)) => match unit.and_then(crate::model::Unit::currency) {
                Some(_) => CellValue::Amount(turned(number)),
                None if self.is_percentage(concept) => CellValue::Percentage(turned(number)),
                None => CellValue::Number(turned(number)),
            },
            (Some(text), None) => CellValue::Text(self.text(text.get(self.documents))),
        };
        let decimals = match fact.decimals {
            Some(crate::model::Decimals::Places(places)) => places,
            Some(crate::model::Decimals::Infinite) | None => 0,
        };
        Cell { value, unit: unit.map(ToString::to_string), decimals, place: fact.place }
    }

    fn is_percentage(&self, concept: &Concept) -> bool {
        let names = self.taxonomy.bases(concept.type_id).filter_map(|base| self.taxonomy.type_of(base).name);
        names.into_iter().any(|name| name.local.as_str() == "percentItemType")
    }

    /// A text without its markup; names of extensible enumerations by their labels.
    fn text(&self, text: &str) -> String {
        let label = |word: &str| {
            let (namespace, local) = word.split_once('#')?;
            let id = self.taxonomy.concept(QName::new(Name::new(namespace), local))?;
            self.labels.of(id, None, self.taxonomy, self.documents).map(str::to_owned)
        };
        let names: Option<Vec<String>> = text.split_ascii_whitespace().map(label).collect();
        names.filter(|names| !names.is_empty()).map_or_else(|| plain(text), |names| names.join(", "))
    }

    fn label(&self, line: &Line) -> String {
        let label = self.labels.of(line.concept, line.preferred, self.taxonomy, self.documents);
        let is_labelled = label.is_some();
        let label = label.unwrap_or_else(|| self.concept(line).name.local.as_str());
        let label = if line.heading { without_ending(label) } else { label };
        // Where no label is at hand, nothing else tells the two balances of one concept apart.
        match (is_labelled, line.is_start(), line.is_end()) {
            (false, true, _) => format!("{label}, at the start"),
            (false, _, true) => format!("{label}, at the end"),
            _ => label.to_owned(),
        }
    }

    fn member_labels(&self, members: &[(QName, DimensionMember)]) -> Vec<String> {
        let label = |(_, member): &(QName, DimensionMember)| match member {
            DimensionMember::Explicit(name) => {
                let id = self.taxonomy.concept(*name);
                let label = id.and_then(|id| self.labels.of(id, None, self.taxonomy, self.documents));
                without_ending(label.unwrap_or_else(|| name.local.as_str())).to_owned()
            }
            DimensionMember::Typed(value) => value.as_deref().unwrap_or("nil").to_owned(),
        };
        members.iter().map(label).collect()
    }

    /// Periods as columns. Rows by line, with one more for each combination of members that has something to show:
    /// before a sum, and behind any other line.
    fn by_period(
        &self,
        outline: &Outline,
        all: &Selection,
        mut slots: Vec<Slot>,
        room: Room,
    ) -> (Vec<Column>, Vec<Row>, LeftOut) {
        let of_members = self.combinations_of(outline, all);
        let combinations = |line: &Line| of_members.get(&self.concept(line).name).map_or(&[][..], Vec::as_slice);
        let height: usize = outline.lines.iter().map(|line| 1 + combinations(line).len()).sum();
        let mut left_out = LeftOut { columns: room.cut(&mut slots, height), lines: false };
        let mut rows = Vec::new();
        for line in &outline.lines {
            if !room.holds(rows.len(), slots.len()) {
                left_out.lines = true;
                break;
            }
            let own = self.row(line, 0, &slots, all);
            let members = combinations(line).iter().map(|combination| Row {
                kind: RowKind::Line,
                label: self.member_labels(&all.combinations[*combination]).join(", "),
                depth: line.depth.saturating_add(1),
                ..self.row(line, *combination, &slots, all)
            });
            let members: Vec<Row> = members.filter(|row| row.cells.iter().any(Option::is_some)).collect();
            let is_empty = own.cells.iter().all(Option::is_none);
            if own.kind == RowKind::Total && !is_empty {
                rows.extend(members.into_iter().chain([own]));
            } else {
                let kind = if is_empty && !members.is_empty() { RowKind::Heading } else { own.kind };
                rows.extend([Row { kind, ..own }].into_iter().chain(members));
            }
        }
        let several = slots.iter().any(|slot| slot.currency != 0);
        let currency = |slot: &Slot| all.currencies.get_index(slot.currency).filter(|_| several);
        let columns = slots.iter().map(|slot| Column {
            period: Some(slot.period),
            currency: currency(slot).map(|currency| currency.local.as_str().to_owned()),
            members: Vec::new(),
        });
        (columns.collect(), rows, left_out)
    }

    /// The combinations of members that are told of each concept, but the empty one, in the order of the network.
    fn combinations_of(&self, outline: &Outline, all: &Selection) -> IndexMap<QName, Vec<usize>> {
        let mut ranks = vec![0; all.combinations.len()];
        for (rank, combination) in self.combination_order(outline, all).into_iter().enumerate() {
            ranks[combination] = rank;
        }
        let mut of: IndexMap<QName, Vec<usize>> = IndexMap::new();
        for said in all.said.iter().filter(|said| said.combination != 0) {
            of.entry(said.concept).or_default().push(said.combination);
        }
        for combinations in of.values_mut() {
            combinations.sort_unstable_by_key(|combination| ranks[*combination]);
            combinations.dedup();
        }
        of
    }

    fn row(&self, line: &Line, combination: usize, slots: &[Slot], all: &Selection) -> Row {
        let kind = match line.heading {
            true => RowKind::Heading,
            false if line.is_total() => RowKind::Total,
            false => RowKind::Line,
        };
        let cells = slots.iter().map(|slot| self.cell(line, *slot, combination, all));
        let concept = Some(self.concept(line).name);
        Row { kind, concept, label: self.label(line), depth: line.depth, cells: cells.collect() }
    }

    /// The combinations but the empty one, in the order in which the network names their members.
    fn combination_order(&self, outline: &Outline, all: &Selection) -> Vec<usize> {
        let rank = |combination: &usize| -> Vec<(usize, usize)> {
            let position = |(axis, member): &(QName, DimensionMember)| {
                let (axis, _, members) = outline.axes.get_full(axis)?;
                let member = match member {
                    DimensionMember::Explicit(member) => members.get_index_of(member),
                    DimensionMember::Typed(_) => None,
                };
                Some((axis, member.unwrap_or(usize::MAX)))
            };
            all.combinations[*combination].iter().filter_map(position).collect()
        };
        let mut order: Vec<usize> = (1..all.combinations.len()).collect();
        order.sort_by_cached_key(|combination| (all.combinations[*combination].len(), rank(combination)));
        order
    }

    /// Members as columns behind the total, and the periods as blocks of rows, in the order of the document.
    fn matrix(
        &self,
        outline: &Outline,
        all: &Selection,
        slots: &[Slot],
        room: Room,
    ) -> (Vec<Column>, Vec<Row>, LeftOut) {
        let mut order = vec![0];
        order.extend(self.combination_order(outline, all));
        let mut left_out = LeftOut { columns: room.cut(&mut order, outline.lines.len()), lines: false };
        let columns = order.iter().map(|combination| Column {
            period: None,
            currency: None,
            members: self.member_labels(&all.combinations[*combination]),
        });
        let mut rows = Vec::new();
        for slot in slots.iter().filter(|slot| slot.currency == 0) {
            if !room.holds(rows.len(), order.len()) {
                left_out.lines = true;
                break;
            }
            let block = Row {
                kind: RowKind::Block(slot.period),
                concept: None,
                label: String::new(),
                depth: 0,
                cells: vec![None; order.len()],
            };
            rows.push(block);
            for line in &outline.lines {
                let cells = order.iter().map(|combination| self.cell(line, *slot, *combination, all));
                let row = self.row(line, 0, &[], all);
                rows.push(Row { depth: row.depth.saturating_add(1), cells: cells.collect(), ..row });
            }
        }
        (columns.collect(), rows, left_out)
    }
}

/// The pairs that all of some sorted sets have.
fn common<'a>(mut sets: impl Iterator<Item = &'a [(QName, DimensionMember)]>) -> Members {
    let mut common = sets.next().unwrap_or_default().to_vec();
    for set in sets {
        let of = |axis: QName| set.binary_search_by(|(other, _)| other.sort_key().cmp(&axis.sort_key())).ok();
        common.retain(|(axis, member)| of(*axis).is_some_and(|at| set[at].1 == *member));
    }
    common
}

/// Whether members are better read as columns: balances roll forward, and most of what is said is said of members.
fn is_matrix(outline: &Outline, all: &Selection) -> bool {
    let rolls = outline.lines.iter().any(Line::is_start) && outline.lines.iter().any(Line::is_end);
    let of_members = all.said.iter().filter(|said| said.combination != 0).count();
    rolls && all.combinations.len() > 2 && of_members * 5 >= all.said.len() * 2
}

impl Statement {
    /// Leaves out columns and rows without anything to show.
    fn drop_empty(&mut self) {
        let used: Vec<bool> =
            (0..self.columns.len()).map(|column| self.rows.iter().any(|row| row.cells[column].is_some())).collect();
        let mut keep = used.iter();
        self.columns.retain(|_| *keep.next().unwrap_or(&true));
        for row in &mut self.rows {
            let mut keep = used.iter();
            row.cells.retain(|_| *keep.next().unwrap_or(&true));
        }
        // From the end: a heading stays where a row below it stays that is deeper.
        let mut next: Option<u16> = None;
        let mut kept = vec![false; self.rows.len()];
        for (number, row) in self.rows.iter().enumerate().rev() {
            let has_cells = row.cells.iter().any(Option::is_some);
            let heads =
                !matches!(row.kind, RowKind::Line | RowKind::Total) && next.is_some_and(|depth| depth > row.depth);
            if has_cells || heads {
                kept[number] = true;
                next = Some(row.depth);
            }
        }
        let mut keep = kept.iter();
        self.rows.retain(|_| *keep.next().unwrap_or(&true));
    }
}

/// Endings that say what a member or a heading is, and not what it is called.
const ENDINGS: [&str; 10] = [
    " [Member]",
    " [Domain]",
    " [Abstract]",
    " [Roll Forward]",
    " [Line Items]",
    " [メンバー]",
    "［メンバー］",
    " [目次]",
    "Member",
    "Abstract",
];

/// The label of a member or a heading without such an ending.
fn without_ending(label: &str) -> &str {
    let without = ENDINGS.into_iter().find_map(|end| label.strip_suffix(end));
    without.filter(|label| !label.is_empty()).unwrap_or(label)
}

/// A text without elements, character references of markup resolved, and white space collapsed.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for letter in text.chars() {
        match letter {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            _ if !inside => out.push(letter),
            _ => {}
        }
    }
    let references = [("&nbsp;", " "), ("&#160;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    for (reference, letter) in references {
        out = out.replace(reference, letter);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
