//! `coverage.json` and `trail.json`: every value cell of the source, and what became of it; every fact, and its cells.

use std::collections::HashMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Documents, Place};
use crate::source::{Cell, Figure, Source, parse_figure};

use super::bind::Binding;
use super::build::{Built, CellId};
use super::check::Checks;
use super::place::CellPlace;

/// `coverage.json`: what became of every value cell.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(title = "factum coverage")]
pub struct Coverage {
    /// The form and version of this document.
    #[schemars(extend("const" = "coverage/1"))]
    pub factum: &'static str,
    /// All tables together.
    pub total: Count,
    /// Each table of the source, in its order.
    pub tables: Vec<TableCoverage>,
    /// Numbers that stand in sentences: no table has them, so nothing binds them.
    pub sentences: Vec<Unbound>,
}

/// Cells by what became of them. Headers, labels and note marks are no value cells, nor are blanks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// Value cells.
    pub cells: usize,
    /// Those that made a fact.
    pub facts: usize,
    /// Those that made no fact, and are checked.
    pub checks: usize,
    /// Those that were left out with their period.
    pub left_out: usize,
    /// Those that nothing binds.
    pub unbound: usize,
}

/// What became of the cells of one table.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TableCoverage {
    /// The table's name in the mapping, or none.
    pub table: Option<String>,
    /// Where it begins.
    pub place: String,
    /// Its cells by what became of them.
    pub count: Count,
    /// Its value cells.
    pub cells: Vec<CellCoverage>,
}

/// What became of one cell.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CellCoverage {
    /// The row's label.
    pub row: String,
    /// The column's header.
    pub column: String,
    /// Where it stands.
    pub place: String,
    /// What is printed.
    pub text: String,
    /// The fact that it made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// The check of `checks.json` that recomputes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// Why it made neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unbound: Option<&'static str>,
}

/// A number that nothing binds.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Unbound {
    /// What is printed.
    pub text: String,
    /// Where it stands.
    pub place: String,
    /// Why nothing binds it.
    pub reason: &'static str,
}

/// `trail.json`: the way from each fact back to its cells, and from each cell to its fact.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(title = "factum trail")]
pub struct Trail {
    /// The form and version of this document.
    #[schemars(extend("const" = "trail/1"))]
    pub factum: &'static str,
    /// The facts, by identifier.
    pub facts: IndexMap<String, FactTrail>,
    /// The facts' identifiers, by the places of the cells.
    pub cells: IndexMap<String, String>,
}

/// Where one fact comes from.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FactTrail {
    /// The cells that say it, the first one first.
    pub cells: Vec<CellTrail>,
}

/// One cell that says a fact.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CellTrail {
    /// The cell.
    #[serde(flatten)]
    pub cell: CellPlace,
    /// What is printed.
    pub text: String,
    /// The row of the mapping that binds it.
    pub bound_by: String,
}

/// What is shown of a place in the files that are written.
pub(super) type Shower<'a> = dyn Fn(Place) -> String + 'a;

/// What a cell of the source is to the binding.
#[derive(Clone, Copy)]
struct Bound {
    id: CellId,
    makes_facts: bool,
}

/// Tells what became of every value cell.
pub(super) fn coverage(source: &Source, binding: &Binding, built: &Built, checks: &Checks, show: &Shower) -> Coverage {
    let all = checks.findings.iter().chain(&checks.agreeing);
    let checked: HashMap<&str, &str> =
        all.map(|check| (check.printed.cell.place.as_str(), check.id.as_str())).collect();
    let mut coverage =
        Coverage { factum: "coverage/1", total: Count::default(), tables: Vec::new(), sentences: Vec::new() };
    for (index, table) in source.tables.iter().enumerate() {
        let number = binding.tables.iter().position(|bound| bound.index == index);
        let bound = number.map(|number| bound_cells(binding, number)).unwrap_or_default();
        let mut entry = TableCoverage {
            table: number.map(|number| (*binding.tables[number].mapping.name).clone()),
            place: show(table.place),
            count: Count::default(),
            cells: Vec::new(),
        };
        let columns = table.columns();
        for (row_index, row) in table.rows.iter().enumerate() {
            for (column_index, cell) in row.values.iter().enumerate().filter(|(_, cell)| is_value(cell)) {
                let place = show(cell.place);
                let bound = bound.get(&(row_index, column_index)).copied();
                let fact = bound.and_then(|bound| built.facts.get(&bound.id));
                let check = bound.and_then(|_| checked.get(place.as_str())).map(|id| (*id).to_owned());
                let unbound = why_unbound(number.is_some(), bound, fact.is_some(), check.is_some());
                entry.count.add(fact.is_some(), check.is_some(), bound);
                entry.cells.push(CellCoverage {
                    row: row.label.text.clone(),
                    column: columns[column_index].path.join(" > "),
                    place,
                    text: cell.text.clone(),
                    fact: fact.map(|id| fact_name(built, id.0)),
                    check,
                    unbound,
                });
            }
        }
        coverage.total.merge(entry.count);
        coverage.tables.push(entry);
    }
    coverage.sentences = source
        .loose
        .iter()
        .map(|cell| Unbound {
            text: cell.text.clone(),
            place: show(cell.place),
            reason: "stands in a sentence, and a mapping binds tables",
        })
        .collect();
    coverage
}

/// A cell with something printed that is no dash.
fn is_value(cell: &Cell) -> bool {
    !matches!(parse_figure(&cell.text), Ok(Figure::Empty | Figure::Dash))
}

/// The bound cells of a table by the source's rows and columns.
fn bound_cells(binding: &Binding, number: usize) -> HashMap<(usize, usize), Bound> {
    let table = &binding.tables[number];
    let mut cells = HashMap::new();
    for (row, bound_row) in table.rows.iter().enumerate() {
        for (column, bound_column) in table.columns.iter().enumerate() {
            let bound = Bound { id: (number, row, column), makes_facts: bound_column.period.is_some() };
            cells.insert((bound_row.index, bound_column.index), bound);
        }
    }
    cells
}

fn why_unbound(mapped: bool, bound: Option<Bound>, fact: bool, check: bool) -> Option<&'static str> {
    match bound {
        _ if fact || check => None,
        None if mapped => Some("the mapping has no such row or no such column"),
        None => Some("the mapping has no such table"),
        Some(bound) if bound.makes_facts => Some("its period is left out, or the mapping says that it means nothing"),
        Some(_) => Some("there is nothing to recompute it from"),
    }
}

impl Count {
    fn add(&mut self, fact: bool, check: bool, bound: Option<Bound>) {
        self.cells += 1;
        match bound {
            _ if fact => self.facts += 1,
            Some(bound) if bound.makes_facts => self.left_out += 1,
            _ if check => self.checks += 1,
            _ => self.unbound += 1,
        }
    }

    fn merge(&mut self, other: Count) {
        self.cells += other.cells;
        self.facts += other.facts;
        self.checks += other.checks;
        self.left_out += other.left_out;
        self.unbound += other.unbound;
    }
}

fn fact_name(built: &Built, number: u32) -> String {
    match &built.report.facts[number as usize].id {
        Some(crate::model::Text::Owned(id)) => id.to_string(),
        _ => format!("f{number}"),
    }
}

/// Tells where every fact comes from.
pub(super) fn trail(binding: &Binding, built: &Built, show: &Shower) -> Trail {
    let mut trail = Trail { factum: "trail/1", facts: IndexMap::new(), cells: IndexMap::new() };
    for (number, cells) in built.cells.iter().enumerate() {
        let name = fact_name(built, number as u32);
        let cells: Vec<CellTrail> = cells
            .iter()
            .map(|(table, row, column)| {
                let table = &binding.tables[*table];
                CellTrail {
                    cell: CellPlace::of(table, *row, *column, show),
                    text: table.cell(*row, *column).cell.map(|cell| cell.text.clone()).unwrap_or_default(),
                    bound_by: show(table.rows[*row].place),
                }
            })
            .collect();
        for cell in &cells {
            trail.cells.insert(cell.cell.place.clone(), name.clone());
        }
        trail.facts.insert(name, FactTrail { cells });
    }
    trail
}

/// How places are shown in the files that are written: without the folder, so that the same input
/// gives the same bytes wherever it lies.
pub(super) fn shower(documents: &Documents) -> impl Fn(Place) -> String + '_ {
    move |place| {
        let shown = documents.locate(place).to_string();
        shown.rsplit(['/', '\\']).next().unwrap_or(&shown).to_owned()
    }
}
