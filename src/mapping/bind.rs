//! Binds the cells of the source's tables to facts and checks, as a mapping says.

use std::collections::{HashMap, HashSet};

use crate::model::{
    Decimal, Decimals, Diagnostic, DimensionMember, Dimensions, DocumentId, Interval, Name, Period, Place, QName, Unit,
    near,
};
use crate::source::{self, Cell, Figure, Source};

use super::document::{Blank, CellOverride, Column, ColumnCheck, Mapping, Moment, Row, Sign, Table};
use super::extension::{ConceptInfo, Extension, ResolvedStatement};
use super::locate::{self, Labelled};
use super::names::{Names, bad_value, period_misfit, unit_misfit, unknown};
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
    /// The index of the statement that the table shows.
    pub statement: usize,
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
    pub concept: ConceptInfo,
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
        self.rows.iter().position(|row| row.mapping.label == label)
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
            match self.bind_table(table, problems) {
                Ok(bound) => tables.push(bound),
                Err(problem) => problems.push(*problem),
            }
        }
        Binding { tables }
    }

    fn bind_table(&self, table: &'a Table, problems: &mut Vec<Diagnostic>) -> Result<BoundTable<'a>, Box<Diagnostic>> {
        let place = table.caption.place(self.document);
        let statement_place = table.statement.place(self.document);
        let statement = self.extension.statements.iter().position(|s| *s.definition.name == *table.statement);
        let statement = statement.ok_or_else(|| {
            let known = self.extension.statements.iter().map(|s| s.definition.name.as_str());
            Box::new(unknown("statement", &table.statement, statement_place, known))
        })?;
        let index = locate::table(table, place, &self.source.tables)?;
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
        for column in &table.columns {
            let place = column.place(self.document);
            match self.bind_column(column, place, &source_columns, source.place) {
                Ok(column) => bound.columns.push(column),
                Err(problem) => problems.push(*problem),
            }
        }
        let labelled = Labelled::new(source);
        for row in &table.rows {
            let place = row.place(self.document);
            match self.bind_row(row, place, &labelled, &self.extension.statements[statement]) {
                Ok(row) => bound.rows.push(row),
                Err(problem) => problems.push(*problem),
            }
        }
        report_twice("row", bound.rows.iter().map(|row| (row.index, row.place)), problems);
        report_twice("column", bound.columns.iter().map(|column| (column.index, column.place)), problems);
        self.check_references(&bound, problems);
        self.bind_cells(&mut bound, problems);
        report_facts_twice(&bound, problems);
        Ok(bound)
    }

    fn bind_column(
        &self,
        column: &'a Column,
        place: Place,
        columns: &[source::Column],
        table: Place,
    ) -> Result<BoundColumn<'a>, Box<Diagnostic>> {
        let index = locate::column(column, place, columns, table)?;
        let period = column.period.as_ref().map(|name| self.names.period(name, place)).transpose()?;
        let unit = column.unit.as_ref().map(|name| self.names.unit_named(name, place)).transpose()?.cloned();
        if period.is_some() != unit.is_some() || (period.is_none() && column.check.is_none()) {
            let message = "a column needs a period and a unit for its facts, or a check".to_owned();
            return Err(Box::new(bad_value(place, message)));
        }
        Ok(BoundColumn { mapping: column, place, name: column.called(), index, period, unit })
    }

    fn bind_row(
        &self,
        row: &'a Row,
        place: Place,
        table: &Labelled<'_>,
        statement: &ResolvedStatement,
    ) -> Result<BoundRow<'a>, Box<Diagnostic>> {
        let index = table.row(row, place)?;
        let concept = self.names.concept(&row.concept, self.extension, place)?;
        let dimensions = self.dimensions(row, place, statement)?;
        if row.total && !is_total(&concept, &dimensions, statement, self.extension) {
            let message = format!("`{}` is no total in the statement `{}`", row.concept, *statement.definition.name);
            let problem = Diagnostic::new(&rules::NOT_A_TOTAL, place, message);
            return Err(Box::new(problem.hint("say in the definitions what it sums, or leave `total` out")));
        }
        Ok(BoundRow { mapping: row, place, index, concept, dimensions })
    }

    /// A row's dimensions, checked against the statement's axes; a domain is its axis's default and left out.
    fn dimensions(
        &self,
        row: &Row,
        place: Place,
        statement: &ResolvedStatement,
    ) -> Result<Dimensions, Box<Diagnostic>> {
        let mut pairs = Vec::new();
        for (axis, member) in &row.dimensions {
            let wrong = |what: &str, name: &str, known: Vec<&str>| {
                let message = format!("the statement `{}` has no {what} `{name}`", *statement.definition.name);
                let mut problem = Diagnostic::new(&rules::UNKNOWN_AXIS, place, message);
                problem.hints.extend(near::hint(name.split(':').next_back().unwrap_or(name), known));
                Box::new(problem)
            };
            let local = |name: &'_ str| {
                let qname = self.names.qname(name).ok()?;
                (qname.namespace == self.extension.namespace()).then(|| qname.local.as_str())
            };
            let axes = || statement.axes.iter().map(|(name, _)| *name).collect();
            let (axis_name, members) = local(axis)
                .and_then(|local| statement.axes.iter().find(|(name, _)| *name == local))
                .ok_or_else(|| wrong("axis", axis, axes()))?;
            let at = local(member).and_then(|local| members.iter().position(|line| line.name == local));
            let at = at.ok_or_else(|| wrong("member", member, members.iter().map(|line| line.name).collect()))?;
            if at > 0 {
                let member = self.extension.qname(members[at].name);
                pairs.push((self.extension.qname(axis_name), DimensionMember::Explicit(member)));
            }
        }
        Ok(Dimensions::new(pairs))
    }

    /// Columns and rows that checks and overrides name must be there.
    fn check_references(&self, table: &BoundTable, problems: &mut Vec<Diagnostic>) {
        // A column or row that is there and could not be bound has been reported already.
        let names: Vec<String> = table.mapping.columns.iter().map(|column| column.called()).collect();
        let mut need_column = |name: &str, place: Place| {
            if !names.iter().any(|known| known == name) {
                problems.push(unknown("column", name, place, names.iter().map(String::as_str)));
            }
        };
        for column in &table.columns {
            for name in column.mapping.check.iter().flat_map(ColumnCheck::columns) {
                need_column(name, column.place);
            }
        }
        for cell in table.rows.iter().flat_map(|row| &row.mapping.cells) {
            need_column(&cell.column, cell.place(self.document));
        }
        let labels = || table.mapping.rows.iter().map(|row| row.label.as_str());
        for column in &table.columns {
            match &column.mapping.check {
                Some(ColumnCheck::Share { whole, .. }) if !labels().any(|label| label == whole) => {
                    problems.push(unknown("row", whole, column.place, labels()));
                }
                Some(ColumnCheck::Translation { rate, .. })
                    if Decimal::parse(rate).is_none_or(|rate| rate.is_zero() || rate.is_negative()) =>
                {
                    problems.push(bad_value(column.place, format!("the rate `{rate}` is no positive number")));
                }
                _ => {}
            }
        }
    }

    fn bind_cells(&self, table: &mut BoundTable<'a>, problems: &mut Vec<Diagnostic>) {
        for row in &table.rows {
            let source_row = &table.source.rows[row.index];
            let needed = table.columns.iter().map(|column| column.index + 1).max().unwrap_or(0);
            if source_row.values.len() < needed && !self.ends_blank(source_row) {
                problems.push(too_short(row, source_row, needed));
            }
            for column in &table.columns {
                let cell = source_row.values.get(column.index);
                let bound = self.bind_cell(table.mapping, row, column, cell).unwrap_or_else(|problem| {
                    problems.push(*problem);
                    BoundCell { cell, figure: Figure::Empty, fact: None }
                });
                table.cells.push(bound);
            }
        }
    }

    /// A row without any value may be as short as it likes.
    fn ends_blank(&self, row: &source::Row) -> bool {
        row.values.iter().all(|cell| cell.text.is_empty())
    }

    fn bind_cell(
        &self,
        table: &Table,
        row: &BoundRow<'a>,
        column: &BoundColumn<'a>,
        cell: Option<&'a Cell>,
    ) -> Result<BoundCell<'a>, Box<Diagnostic>> {
        let special = row.mapping.cells.iter().find(|special| special.column == column.name).map(|special| &**special);
        let text = special.and_then(|special| special.figure.as_deref()).or(cell.map(|cell| cell.text.as_str()));
        let place = cell.map_or(row.place, |cell| cell.place);
        let figure = source::parse_figure(text.unwrap_or_default()).map_err(|error| {
            let message = format!("`{}` in the column `{}`: {error}", text.unwrap_or_default(), column.name);
            Box::new(Diagnostic::new(&rules::NOT_A_NUMBER, place, message).related(row.place, "bound by this row"))
        })?;
        let fact = match (column.period, &column.unit) {
            (Some(period), Some(unit)) => {
                self.cell_fact(table, row, column, special, (period, unit), &figure, place)?
            }
            _ => None,
        };
        Ok(BoundCell { cell, figure, fact })
    }

    /// What a cell of a column of facts says; nothing for a blank that means nothing.
    #[expect(clippy::too_many_arguments, reason = "a cell is where all that the mapping says comes together")]
    fn cell_fact(
        &self,
        table: &Table,
        row: &BoundRow,
        column: &BoundColumn,
        special: Option<&CellOverride>,
        (period, unit): (Period, &Unit),
        figure: &Figure,
        place: Place,
    ) -> Result<Option<CellFact>, Box<Diagnostic>> {
        let (line, header) = (row.mapping, column.mapping);
        let blank = match figure {
            Figure::Number { .. } => special.and_then(|special| special.blank),
            Figure::Empty => {
                Some(special.and_then(|s| s.blank).or(line.empty).or(header.empty).unwrap_or(Blank::Nothing))
            }
            Figure::Dash => Some(special.and_then(|s| s.blank).or(line.dash).or(header.dash).unwrap_or(Blank::Nothing)),
        };
        if blank == Some(Blank::Nothing) {
            return Ok(None);
        }
        let concept = match special.and_then(|special| special.concept.as_deref()) {
            Some(name) => self.names.concept(name, self.extension, row.place)?,
            None => row.concept,
        };
        let unit = match special.and_then(|special| special.unit.as_ref()).or(line.unit.as_ref()) {
            Some(name) => self.names.unit_named(name, row.place)?,
            None => unit,
        };
        let period = match (line.at, period) {
            (Some(Moment::Start), Period::Duration { start, .. }) => Period::Instant(start),
            (Some(Moment::End), Period::Duration { end, .. }) => Period::Instant(end),
            (_, period) => period,
        };
        check_fit(&concept, period, unit, row, column, place)?;
        let key = FactKey { concept: concept.name, period, unit: unit.clone(), dimensions: row.dimensions.clone() };
        let scale = special.and_then(|special| special.scale).or(line.scale).or(header.scale).unwrap_or(table.scale);
        let decimals = special.and_then(|special| special.decimals).or(line.decimals).or(header.decimals);
        let turned = special.and_then(|special| special.sign).or(line.sign) == Some(Sign::Turned);
        let amount = match (blank, figure) {
            (Some(Blank::Nil), _) => None,
            (None, Figure::Number { value, places, percent }) => {
                let scale = if *percent { scale - 2 } else { scale };
                let value = value.shift(scale);
                let decimals = Decimals::Places(decimals.unwrap_or(places - scale));
                Some(Amount { value: if turned { -&value } else { value }, decimals })
            }
            _ => Some(Amount { value: Decimal::ZERO, decimals: Decimals::Places(decimals.unwrap_or(-scale)) }),
        };
        Ok(Some(CellFact { key, amount, turned }))
    }
}

/// Whether the statement says what the concept sums, by a total or by the members below the row's member.
fn is_total(
    concept: &ConceptInfo,
    dimensions: &Dimensions,
    statement: &ResolvedStatement,
    extension: &Extension,
) -> bool {
    let sums = statement.totals.iter().any(|total| extension.qname(total.total) == concept.name);
    let spanned = statement
        .definition
        .hypercube
        .as_ref()
        .is_some_and(|cube| cube.items.iter().any(|item| extension.qname(item) == concept.name));
    sums || spanned
        && statement.axes.iter().any(|(axis, members)| {
            let member = dimensions.get(extension.qname(axis));
            let at = match member {
                None => Some(0),
                Some(DimensionMember::Explicit(name)) => {
                    members.iter().position(|line| extension.qname(line.name) == *name)
                }
                Some(DimensionMember::Typed(_)) => None,
            };
            at.is_some_and(|at| members.iter().any(|line| line.parent == Some(at)))
        })
}

/// A concept's type, period type and unit must go together.
fn check_fit(
    concept: &ConceptInfo,
    period: Period,
    unit: &Unit,
    row: &BoundRow,
    column: &BoundColumn,
    cell: Place,
) -> Result<(), Box<Diagnostic>> {
    let at = row.mapping.at;
    let period_expected = period_misfit(concept.period, period)
        .or((at.is_some() && column.period.is_some_and(Period::is_instant))
            .then_some("a column of a duration for `at`"));
    let (concept_name, column_name) = (&row.mapping.concept, &column.name);
    let problem = if let Some(expected) = period_expected {
        let message = format!("`{concept_name}` does not go with the period of the column `{column_name}`");
        Diagnostic::new(&rules::PERIOD_TYPE, row.place, message).expected(expected).found(period.to_string())
    } else if let Some(expected) = unit_misfit(concept.kind, unit) {
        let message = format!("`{concept_name}` does not go with its unit in the column `{column_name}`");
        Diagnostic::new(&rules::UNIT, row.place, message).expected(expected).found(unit.to_string())
    } else {
        return Ok(());
    };
    Err(Box::new(problem.related(column.place, "the column").related(cell, "the cell")))
}

fn too_short(row: &BoundRow, source: &source::Row, needed: usize) -> Diagnostic {
    let message = format!("the row `{}` ends before the table does", source.label.text);
    Diagnostic::new(&rules::ROW_TOO_SHORT, source.label.place, message)
        .expected(format!("{needed} cells behind the label"))
        .found(format!("{}", source.values.len()))
        .related(row.place, "bound by this row")
}

/// Two rows, or two columns, of the mapping that are the same one of the source.
fn report_twice(what: &str, bound: impl Iterator<Item = (usize, Place)>, problems: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<usize, Place> = HashMap::new();
    for (index, place) in bound {
        if let Some(first) = seen.get(&index) {
            let message = format!("two {what}s of the mapping bind one {what} of the source");
            problems
                .push(Diagnostic::new(&rules::CELL_BOUND_TWICE, place, message).related(*first, "bound here already"));
        } else {
            seen.insert(index, place);
        }
    }
}

/// Different cells of one column that are bound to one fact; a row is reported once.
fn report_facts_twice(table: &BoundTable, problems: &mut Vec<Diagnostic>) {
    let mut reported: HashSet<usize> = HashSet::new();
    for column in 0..table.columns.len() {
        let mut seen: HashMap<&FactKey, usize> = HashMap::new();
        for row in 0..table.rows.len() {
            let Some(fact) = &table.cell(row, column).fact else { continue };
            let first = *seen.entry(&fact.key).or_insert(row);
            // A row bound twice is another mistake, reported as such.
            if first == row || reported.contains(&row) || table.rows[first].index == table.rows[row].index {
                continue;
            }
            reported.insert(row);
            let (one, other) = (&table.rows[first], &table.rows[row]);
            let message = format!("the rows `{}` and `{}` are one fact", one.mapping.label, other.mapping.label);
            let mut problem = Diagnostic::new(&rules::FACT_BOUND_TWICE, other.place, message)
                .related(one.place, "bound here already");
            for cell in [table.cell(first, column).cell, table.cell(row, column).cell].into_iter().flatten() {
                problem = problem.related(cell.place, format!("`{}`", cell.text));
            }
            problems.push(problem);
        }
    }
}

/// The namespaces that the report's names use, by prefix, in the order in which a document declares them.
pub(super) fn prefixes(names: &Names) -> indexmap::IndexMap<String, Name> {
    names.prefixes.iter().map(|(prefix, namespace)| ((*prefix).to_owned(), *namespace)).collect()
}
