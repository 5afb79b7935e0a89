//! Makes a report of bound cells: equal facts once, repeated amounts each with its own decimals.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::model::aspects::AspectTables;
use crate::model::report::{FactLink, Footnote, LinkTarget, ReferenceKind, TaxonomyReference};
use crate::model::{
    Aspects, Diagnostic, DimensionMember, DocumentId, Entity, Fact, FactId, Name, Period, Place, Report, Text,
};

use super::bind::{Amount, Binding, CellFact, FactKey, prefixes};
use super::document::{Mapping, Note};
use super::names::{Names, bad_value, unknown};
use super::placed::Placed;
use super::{locate, rules};

/// A cell of a binding: its table, row and column there.
pub(super) type CellId = (usize, usize, usize);

/// A report, and which cell made which of its facts.
pub(super) struct Built {
    pub report: Report,
    /// For each fact its cells, the first one first.
    pub cells: Vec<Vec<CellId>>,
    /// For each cell that makes a fact, the fact.
    pub facts: HashMap<CellId, FactId>,
}

struct Builder<'a> {
    mapping: &'a Mapping,
    names: &'a Names<'a>,
    built: Built,
    /// Facts by what they say, so that the same statement in another table is the same fact.
    known: HashMap<(FactKey, Option<Amount>), FactId>,
    /// How often a readable identifier was given out.
    ids: HashMap<String, usize>,
}

/// The link role and the roles of footnotes (XBRL 2.1, 4.11).
const LINK_ROLE: &str = "http://www.xbrl.org/2003/role/link";
const FOOTNOTE_ROLE: &str = "http://www.xbrl.org/2003/role/footnote";
const FACT_FOOTNOTE: &str = "http://www.xbrl.org/2003/arcrole/fact-footnote";

/// Makes the report of the cells whose column's period is kept.
pub(super) fn build(
    binding: &Binding,
    mapping: &Mapping,
    document: DocumentId,
    names: &Names,
    keep: &dyn Fn(Period) -> bool,
    problems: &mut Vec<Diagnostic>,
) -> Built {
    let mut report = Report { prefixes: prefixes(names), ..Report::default() };
    report.taxonomy.push(TaxonomyReference {
        kind: ReferenceKind::Schema,
        href: format!("{}.xsd", *mapping.filing.name),
        role: None,
        place: mapping.filing.name.place(document),
    });
    let built = Built { report, cells: Vec::new(), facts: HashMap::new() };
    let mut builder = Builder { mapping, names, built, known: HashMap::new(), ids: HashMap::new() };
    for (number, table) in binding.tables.iter().enumerate() {
        for row in 0..table.rows.len() {
            for (column, bound) in table.columns.iter().enumerate() {
                let cell = table.cell(row, column);
                let Some(fact) = cell.fact.as_ref().filter(|_| bound.period.is_some_and(keep)) else { continue };
                let place = cell.cell.map_or(table.rows[row].place, |cell| cell.place);
                builder.add((number, row, column), fact, place);
            }
        }
    }
    builder.notes(binding, document, problems);
    builder.built
}

impl Builder<'_> {
    fn add(&mut self, cell: CellId, fact: &CellFact, place: Place) {
        let id = match self.known.get(&(fact.key.clone(), fact.amount.clone())) {
            Some(id) => *id,
            None => self.new_fact(fact, place),
        };
        self.built.cells[id.0 as usize].push(cell);
        self.built.facts.insert(cell, id);
    }

    fn new_fact(&mut self, fact: &CellFact, place: Place) -> FactId {
        let key = &fact.key;
        let id = FactId(self.built.report.facts.len() as u32);
        let aspects = aspects(&mut self.built.report.aspects, self.mapping, key);
        let name = self.readable_id(key);
        self.built.report.facts.push(Fact {
            id: Some(name.into()),
            concept: key.concept,
            aspects,
            value: fact.amount.as_ref().map(|amount| Text::from(amount.value.to_string())),
            decimals: fact.amount.as_ref().map(|amount| amount.decimals),
            place,
        });
        self.built.cells.push(Vec::new());
        self.known.insert((key.clone(), fact.amount.clone()), id);
        id
    }

    /// `Revenues_4Q03_JPY`, with members between, and a number behind where it was given out before.
    fn readable_id(&mut self, key: &FactKey) -> String {
        let mut parts = vec![key.concept.local.as_str().to_owned()];
        parts.extend(key.dimensions.pairs().iter().filter_map(|(_, member)| match member {
            DimensionMember::Explicit(name) => Some(name.local.as_str().to_owned()),
            DimensionMember::Typed(_) => None,
        }));
        parts.push(self.names.period_label(key.period));
        parts.push(key.unit.to_string());
        let allowed = |letter: char| if letter.is_alphanumeric() || "-._".contains(letter) { letter } else { '-' };
        let plain: String = parts.join("_").chars().map(allowed).collect();
        let count = self.ids.entry(plain.clone()).or_default();
        *count += 1;
        if *count == 1 { plain } else { format!("{plain}_{count}") }
    }

    /// Footnotes for the note marks of the tables that made facts.
    fn notes(&mut self, binding: &Binding, document: DocumentId, problems: &mut Vec<Diagnostic>) {
        let tables: Vec<&str> = self.mapping.tables.iter().map(|table| table.name.as_str()).collect();
        for name in self.mapping.notes.iter().flat_map(|note| &note.tables) {
            if !tables.contains(&name.as_str()) {
                problems.push(unknown("table", name, name.place(document), tables.iter().copied()));
            }
        }
        problems.extend(note_faults(&self.mapping.notes, document));
        let mut used = vec![false; self.mapping.notes.len()];
        let mut links: IndexMap<usize, Vec<FactId>> = IndexMap::new();
        for (number, table) in binding.tables.iter().enumerate() {
            // Only the lines that name the table: sentences may stand above it too.
            let naming = table.source.captions.iter().filter(|line| locate::names_table(&line.text, table.mapping));
            let caption_marks: Vec<&String> = naming.flat_map(|caption| &caption.notes).collect();
            let column_marks: Vec<&String> = table.column_notes.iter().flatten().collect();
            for row in 0..table.rows.len() {
                for (column, bound) in table.columns.iter().enumerate() {
                    let label = &table.source.rows[table.rows[row].index].label;
                    // A caption's mark is for the whole table, unless columns bear it too.
                    let table_wide = caption_marks.iter().copied().filter(|mark| !column_marks.contains(mark));
                    let own = label.notes.iter().chain(&table.column_notes[bound.index]);
                    for mark in own.chain(table_wide) {
                        let place = (label.place, table.mapping.name.as_str());
                        let Some(note) = self.note(mark, place, problems) else { continue };
                        used[note] = true;
                        if let Some(fact) = self.built.facts.get(&(number, row, column)) {
                            let facts = links.entry(note).or_default();
                            if !facts.contains(fact) {
                                facts.push(*fact);
                            }
                        }
                    }
                }
            }
        }
        let unused = self.mapping.notes.iter().zip(used).filter(|(_, used)| !used).map(|(note, _)| note);
        problems.extend(
            unused.filter_map(|note| without_mark(note, (&self.mapping.notes, tables.len()), binding, document)),
        );
        links.sort_unstable_keys();
        for (note, facts) in links {
            self.link(&self.mapping.notes[note], document, &facts);
        }
    }

    /// The index of the note of a mark in a table; a mark without a note is reported once.
    fn note(&self, mark: &str, (place, table): (Place, &str), problems: &mut Vec<Diagnostic>) -> Option<usize> {
        // A note for this table goes before one for all.
        let of_mark = |note: &Note| **note.mark == *mark && applies(note, table);
        let own = self.mapping.notes.iter().position(|note| of_mark(note) && !note.tables.is_empty());
        let found = own.or_else(|| self.mapping.notes.iter().position(of_mark));
        let message = format!("the table `{table}` has the note mark `{mark}`, and the mapping has no note for it");
        if found.is_none() && !problems.iter().any(|problem| problem.message == message) {
            problems.push(
                Diagnostic::new(&rules::NOTE_WITHOUT_TEXT, place, message)
                    .hint(format!("add [[notes]] with mark = \"{mark}\" and its text")),
            );
        }
        found
    }

    fn link(&mut self, note: &Note, document: DocumentId, facts: &[FactId]) {
        let report = &mut self.built.report;
        let footnote = report.footnotes.len() as u32;
        report.footnotes.push(Footnote {
            id: Some(format!("note_{}", *note.mark).into()),
            role: Name::new(FOOTNOTE_ROLE),
            language: Some(Name::new(&self.mapping.filing.language.to_lowercase())),
            // A footnote holds mark-up, so the plain text is escaped.
            content: quick_xml::escape::partial_escape(note.text.as_str()).into_owned().into(),
            place: note.mark.place(document),
        });
        report.links.extend(facts.iter().map(|fact| FactLink {
            arcrole: Name::new(FACT_FOOTNOTE),
            role: Name::new(LINK_ROLE),
            from: *fact,
            to: LinkTarget::Footnote(footnote),
        }));
    }
}

/// Whether a note is for a table of that name.
fn applies(note: &Note, table: &str) -> bool {
    note.tables.is_empty() || note.tables.iter().any(|name| **name == *table)
}

/// Notes without a text, and those whose mark another note has already, in one of their tables.
fn note_faults(notes: &[Note], document: DocumentId) -> Vec<Diagnostic> {
    let meet = |one: &Note, other: &Note| match (one.tables.is_empty(), other.tables.is_empty()) {
        (true, true) => true,
        // A note for some tables goes before one for all: it is told first.
        (false, false) => other.tables.iter().any(|table| applies(one, table)),
        _ => false,
    };
    let mut problems = Vec::new();
    for (number, note) in notes.iter().enumerate() {
        if note.text.trim().is_empty() {
            problems.push(bad_value(note.text.place(document), format!("the note `{}` has no text", note.mark)));
        }
        let first = notes[..number].iter().find(|first| *first.mark == *note.mark && meet(first, note));
        if let Some(first) = first {
            let place = note.mark.place(document);
            let problem = bad_value(place, format!("two notes have the mark `{}`", note.mark));
            problems.push(problem.related(first.mark.place(document), "the first one"));
        }
    }
    problems
}

/// A note whose mark none of its tables has.
fn without_mark(
    note: &Note,
    (notes, declared): (&[Note], usize),
    binding: &Binding,
    document: DocumentId,
) -> Option<Diagnostic> {
    // A note for a table that isn't there is reported as such, and so is a second note of one mark.
    let bound = |name: &Placed<String>| binding.tables.iter().any(|table| *table.mapping.name == **name);
    if !note.tables.iter().all(bound) || note.tables.is_empty() && (binding.tables.len() < declared || declared == 0) {
        return None;
    }
    let first = notes.iter().find(|first| *first.mark == *note.mark);
    if !first.is_some_and(|first| std::ptr::eq(first, note)) {
        return None;
    }
    let tables = || binding.tables.iter().filter(|table| applies(note, &table.mapping.name)).map(|table| table.source);
    let rows = || tables().flat_map(|table| table.header.iter().chain(&table.rows));
    let cells = || {
        rows()
            .flat_map(|row| std::iter::once(&row.label).chain(&row.values))
            .chain(tables().flat_map(|table| &table.captions))
    };
    // A mark at a line that the mapping doesn't bind is the source's, and no mistake of the mapping.
    // Nor is a note told of where a mark has none: it may be this one's, and is told of already.
    let has_note = |mark: &String| notes.iter().any(|note| *note.mark == *mark);
    let marks = || cells().flat_map(|cell| &cell.notes);
    if marks().any(|mark| *mark == *note.mark || !has_note(mark)) {
        return None;
    }
    let mut known: Vec<&str> = marks().map(String::as_str).collect();
    known.sort_unstable();
    known.dedup();
    let message = format!("no table that the note is for has the mark `{}`", note.mark);
    let problem = Diagnostic::new(&rules::NOTE_WITHOUT_MARK, note.mark.place(document), message);
    Some(if known.is_empty() { problem } else { problem.found(format!("the marks {}", known.join(", "))) })
}

fn aspects(tables: &mut AspectTables, mapping: &Mapping, key: &FactKey) -> crate::model::AspectsId {
    let entity =
        Entity { scheme: Name::new(&mapping.entity.scheme), identifier: Name::new(&mapping.entity.identifier) };
    let aspects = Aspects {
        entity: tables.entity_id(entity),
        period: tables.period_id(key.period),
        unit: Some(tables.unit_id(key.unit.clone())),
        dimensions: tables.dimensions_id(key.dimensions.clone()),
        language: None,
    };
    tables.aspects_id(aspects)
}
