//! Binds the cells of the source's tables to facts and checks, as a mapping says.

mod cells;
mod rows;
mod scale;
mod twice;

use std::collections::HashMap;

use crate::model::{Decimal, Decimals, Diagnostic, Dimensions, DocumentId, Interval, Name, Period, Place, QName, Unit};
use crate::source::{self, Cell, Figure, Source};

use super::document::{Column, ColumnCheck, Mapping, Row, Table};
use super::extension::{ConceptInfo, Extension};
use super::locate::{self, Labelled};
use super::names::{Names, bad_value, check_power, unknown};
use super::placed::Placed;
use super::rules;

/// All tables of a mapping, bound.
#[derive(Debug)]
pub(super) struct Binding<'a> {
    /// In the order of the mapping.
    pub tables: Vec<BoundTable<'a>>,
}

/// One table, bound.
#[derive(Debug)]
pub(super) struct BoundTable<'a> {
    pub mapping: &'a Table,
    /// The index of the table in the source.
    pub index: usize,
    pub source: &'a source::Table,
    /// The note marks of each of the source's columns.
    pub column_notes: Vec<Vec<String>>,
    /// The index of the statement that the table shows; none where there is no such statement.
    pub statement: Option<usize>,
    pub columns: Vec<BoundColumn<'a>>,
    pub rows: Vec<BoundRow<'a>>,
    /// Row by row, a cell for each column.
    pub cells: Vec<BoundCell<'a>>,
}

/// One column, bound.
#[derive(Debug)]
pub(super) struct BoundColumn<'a> {
    pub mapping: &'a Column,
    pub place: Place,
    /// What checks call it.
    pub name: String,
    /// The index among the source's value columns.
    pub index: usize,
    pub period: Option<Period>,
    pub unit: Option<Unit>,
}

/// One row, bound.
#[derive(Debug)]
pub(super) struct BoundRow<'a> {
    pub mapping: &'a Row,
    pub place: Place,
    /// The index among the source's rows.
    pub index: usize,
    /// None where there is no such concept.
    pub concept: Option<ConceptInfo>,
    pub dimensions: Dimensions,
}

/// One cell, bound.
#[derive(Debug)]
pub(super) struct BoundCell<'a> {
    /// What is printed; `None` where the row ends before the column and nothing follows.
    pub cell: Option<&'a Cell>,
    pub figure: Figure,
    /// What the cell says as a fact, if it makes one.
    pub fact: Option<CellFact>,
}

/// What a cell says as a fact.
#[derive(Clone, Debug)]
pub(super) struct CellFact {
    pub key: FactKey,
    /// `None` for nil.
    pub amount: Option<Amount>,
    /// Whether the amount is the printed figure with its sign turned.
    pub turned: bool,
}

/// A value and how exact it is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Amount {
    pub value: Decimal,
    pub decimals: Decimals,
}

/// What a fact is about, beside the entity.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct FactKey {
    pub concept: QName,
    pub period: Period,
    pub unit: Unit,
    pub dimensions: Dimensions,
}

impl BoundRow<'_> {
    /// Whether the row is of that concept.
    pub(super) fn is_of(&self, concept: QName) -> bool {
        self.concept.is_some_and(|own| own.name == concept)
    }
}

impl Amount {
    /// What the amount stands for.
    pub(super) fn interval(&self) -> Interval {
        Interval::of(&self.value, self.decimals)
    }
}

impl BoundTable<'_> {
    /// The cell of a row and a column of the mapping.
    pub(super) fn cell(&self, row: usize, column: usize) -> &BoundCell<'_> {
        &self.cells[row * self.columns.len() + column]
    }

    /// The column that checks call by that name.
    pub(super) fn column_named(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The row with that label, as the mapping writes it.
    pub(super) fn row_labelled(&self, label: &str) -> Option<usize> {
        self.rows.iter().position(|row| **row.mapping.label == *label)
    }

    /// What the printed figure of a cell stands for, with its printed sign.
    pub(super) fn printed(&self, row: usize, column: usize) -> Option<Interval> {
        let fact = self.cell(row, column).fact.as_ref()?;
        let interval = fact.amount.as_ref()?.interval();
        Some(if fact.turned { interval.scale(&Decimal::from(-1)) } else { interval })
    }

    /// The amount that a cell reports.
    pub(super) fn amount(&self, row: usize, column: usize) -> Option<&Amount> {
        self.cell(row, column).fact.as_ref()?.amount.as_ref()
    }
}

/// What binding needs to know.
pub(super) struct Binder<'a> {
    pub mapping: &'a Mapping,
    pub document: DocumentId,
    pub extension: &'a Extension<'a>,
    pub names: &'a Names<'a>,
    pub source: &'a Source,
}

impl<'a> Binder<'a> {
    /// Binds all tables; every mistake is reported, and what can be bound is.
    pub(super) fn bind(&self, problems: &mut Vec<Diagnostic>) -> Binding<'a> {
        let mut tables: Vec<BoundTable<'a>> = Vec::new();
        let mut names: HashMap<&str, Place> = HashMap::new();
        for table in &self.mapping.tables {
            let place = table.name.place(self.document);
            if let Some(first) = names.insert(&table.name, place) {
                problems.push(
                    bad_value(place, format!("two tables are named `{}`", *table.name)).related(first, "the first one"),
                );
            }
            tables.extend(self.bind_table(table, problems));
        }
        twice::check_tables(&tables, self.document, problems);
        Binding { tables }
    }

    fn bind_table(&self, table: &'a Table, problems: &mut Vec<Diagnostic>) -> Option<BoundTable<'a>> {
        let statement = self.statement(table, problems);
        check_power("scale", table.scale.as_ref(), self.document, problems);
        let index = match locate::table(table, table.caption.place(self.document), &self.source.tables) {
            Ok(index) => index,
            Err(problem) => {
                problems.push(*problem);
                return None;
            }
        };
        let source = &self.source.tables[index];
        let source_columns = source.columns();
        let mut bound = BoundTable {
            mapping: table,
            index,
            source,
            column_notes: source_columns.iter().map(|column| column.notes.clone()).collect(),
            statement,
            columns: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
        };
        let columns =
            table.columns.iter().filter_map(|column| self.bind_column(column, (source, &source_columns), problems));
        bound.columns = columns.collect();
        let told = problems.len();
        let labelled = Labelled::new(source);
        let shown = statement.map(|statement| &self.extension.statements[statement]);
        bound.rows = table.rows.iter().filter_map(|row| self.bind_row(row, &labelled, shown, problems)).collect();
        // Which members are missing can't be told where the axes are wrong.
        if problems[told..].iter().all(|problem| problem.rule != &rules::UNKNOWN_AXIS) {
            rows::check_members(&bound, self.document, problems);
        }
        scale::check(&bound, self.document, problems);
        self.check_references(&bound, problems);
        self.bind_cells(&mut bound, &source_columns, problems);
        twice::check(&bound, self.document, problems);
        Some(bound)
    }

    /// The index of the statement that a table shows.
    fn statement(&self, table: &Table, problems: &mut Vec<Diagnostic>) -> Option<usize> {
        let statements = &self.extension.statements;
        let found = statements.iter().position(|statement| *statement.definition.name == *table.statement);
        if found.is_none() {
            let known = statements.iter().map(|statement| statement.definition.name.as_str());
            problems.push(unknown("statement", &table.statement, table.statement.place(self.document), known));
        }
        found
    }

    /// Binds a column; what is wrong with its header, its period, its unit is told together.
    fn bind_column(
        &self,
        column: &'a Placed<Column>,
        (table, columns): (&source::Table, &[source::Column]),
        problems: &mut Vec<Diagnostic>,
    ) -> Option<BoundColumn<'a>> {
        let place = column.place(self.document);
        let index = locate::column(column, column.header.place(self.document), columns, table.place);
        let printed = index.as_ref().ok().map(|index| columns[*index].place);
        let period = column.period.as_ref().map(|name| self.names.period(name, name.place(self.document)));
        let unit = column.unit.as_ref().map(|name| self.names.unit_named(name, name.place(self.document)));
        if period.is_some() != unit.is_some() || (period.is_none() && column.check.is_none()) {
            problems.push(lacks(column, place, printed));
        }
        check_power("scale", column.scale.as_ref(), self.document, problems);
        check_power("decimals", column.decimals.as_ref(), self.document, problems);
        let mut tell = |mut problem: Box<Diagnostic>| {
            if let Some(printed) = printed {
                *problem = problem.clone().related(printed, "the column in the source");
            }
            problems.push(*problem);
        };
        // A column that could not be bound as it is still tells of what is wrong in its cells.
        let period = period.and_then(|period| period.map_err(&mut tell).ok());
        let unit = unit.and_then(|unit| unit.map_err(&mut tell).ok()).cloned();
        let index = index.map_err(|problem| problems.push(*problem)).ok()?;
        Some(BoundColumn { mapping: column, place, name: column.called(), index, period, unit })
    }

    /// Columns and rows that checks and overrides name must be there.
    fn check_references(&self, table: &BoundTable, problems: &mut Vec<Diagnostic>) {
        // A column or row that is there and could not be bound has been reported already.
        let names: Vec<String> = table.mapping.columns.iter().map(|column| column.called()).collect();
        let misspelt = |column: &Placed<Column>| {
            let period = column.period.as_ref().filter(|_| column.name.is_none());
            period.is_some_and(|period| !self.names.periods.contains_key(period.as_str()))
        };
        let misspelt = table.mapping.columns.iter().any(misspelt);
        let need_column = |name: &Placed<String>, printed: Place, what: &str| {
            // A column whose period is misspelt is called otherwise than it should be.
            let is_period = misspelt && self.names.periods.contains_key(name.as_str());
            let missing = !is_period && !names.iter().any(|known| known == name.as_str());
            missing.then(|| {
                let known = names.iter().map(String::as_str);
                unknown("column", name, name.place(self.document), known).related(printed, what)
            })
        };
        let source_columns = table.source.columns();
        for column in &table.columns {
            let printed = source_columns[column.index].place;
            let named = column.mapping.check.iter().flat_map(ColumnCheck::columns);
            problems.extend(named.filter_map(|name| need_column(name, printed, "the column in the source")));
            problems.extend(self.check_check(column.mapping, table, printed));
        }
        for row in &table.rows {
            let printed = table.source.rows[row.index].label.place;
            let cells = row.mapping.cells.iter();
            problems.extend(cells.filter_map(|cell| need_column(&cell.column, printed, "the row in the source")));
        }
    }

    /// The row and the rate that a check names.
    fn check_check(&self, column: &Column, table: &BoundTable, printed: Place) -> Option<Diagnostic> {
        let mut labels = table.mapping.rows.iter().map(|row| row.label.as_str());
        match column.check.as_ref()? {
            ColumnCheck::Share { whole, .. } if !labels.clone().any(|label| label == whole.as_str()) => {
                let problem = unknown("row", whole, whole.place(self.document), labels.by_ref());
                Some(problem.related(printed, "the column in the source"))
            }
            ColumnCheck::Change { of, from } if **of == **from => {
                let message = format!("the column `{of}` is compared with itself");
                Some(bad_value(from.place(self.document), message).related(printed, "the column in the source"))
            }
            ColumnCheck::Translation { rate, .. }
                if Decimal::parse(rate).is_none_or(|rate| rate.is_zero() || rate.is_negative()) =>
            {
                Some(bad_value(rate.place(self.document), format!("the rate `{}` is no positive number", **rate)))
            }
            _ => None,
        }
    }
}

/// A column that has neither what facts need nor a check.
fn lacks(column: &Column, place: Place, printed: Option<Place>) -> Diagnostic {
    let name = column.called();
    let message = match (&column.period, &column.unit) {
        (Some(_), None) => format!("the column `{name}` has a period for its facts, and no unit"),
        (None, Some(_)) => format!("the column `{name}` has a unit for its facts, and no period"),
        _ => format!("the column `{name}` has neither a period and a unit for its facts, nor a check"),
    };
    let problem = bad_value(place, message);
    printed.into_iter().fold(problem, |problem, printed| problem.related(printed, "the column in the source"))
}

/// The namespaces that the report's names use, by prefix, in the order in which a document declares them.
pub(super) fn prefixes(names: &Names) -> indexmap::IndexMap<String, Name> {
    names.prefixes.iter().map(|(prefix, namespace)| ((*prefix).to_owned(), *namespace)).collect()
}
