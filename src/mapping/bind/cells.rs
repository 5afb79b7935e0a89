//! Binds the cells of tables to what they say as facts.

use crate::mapping::definitions::Kind;
use crate::mapping::document::{Blank, CellOverride, Moment, Sign};
use crate::mapping::extension::ConceptInfo;
use crate::mapping::names::{BROKEN_PERIOD, period_misfit, unit_misfit};
use crate::mapping::placed::Placed;
use crate::mapping::rules;
use crate::model::{Decimal, Decimals, Diagnostic, Period, Place, Unit};
use crate::source::{self, Cell, Figure};

use super::{Amount, Binder, BoundCell, BoundColumn, BoundRow, BoundTable, CellFact, FactKey};

/// What is known of a cell before it is read.
struct Site<'c, 'a> {
    table: &'c BoundTable<'a>,
    row: &'c BoundRow<'a>,
    column: &'c BoundColumn<'a>,
    /// What is bound otherwise here than the row and the column say.
    special: Option<&'c Placed<CellOverride>>,
    /// The cell in the source; the row's label where the row is too short for it.
    printed: Place,
    /// Whether the header says that its figures are percentages.
    of_percent: bool,
}

impl<'a> Binder<'a> {
    /// Binds the cells of all rows in all columns.
    pub(super) fn bind_cells(
        &self,
        table: &mut BoundTable<'a>,
        columns: &[source::Column],
        problems: &mut Vec<Diagnostic>,
    ) {
        let told = problems.len();
        let mut cells = Vec::with_capacity(table.rows.len() * table.columns.len());
        for row in &table.rows {
            let source_row = &table.source.rows[row.index];
            let needed = table.columns.iter().map(|column| column.index + 1).max().unwrap_or(0);
            if source_row.values.len() < needed && !source_row.is_heading() {
                problems.push(too_short(row, source_row, needed));
            }
            for column in &table.columns {
                let cell = source_row.values.get(column.index);
                let special = row.mapping.cells.iter().find(|special| **special.column == *column.name);
                let printed = cell.map_or(source_row.label.place, |cell| cell.place);
                let of_percent = columns[column.index].is_of_percent();
                let site = Site { table, row, column, special, printed, of_percent };
                let bound = self.bind_cell(&site, cell).unwrap_or_else(|problem| {
                    // What is wrong with a row in several columns, or with a column in several rows, is one mistake.
                    let same = |told: &Diagnostic| (told.rule, told.place) == (problem.rule, problem.place);
                    if !problems[told..].iter().any(same) {
                        problems.push(*problem);
                    }
                    BoundCell { cell, figure: Figure::Empty, fact: None }
                });
                cells.push(bound);
            }
        }
        table.cells = cells;
    }

    fn bind_cell(&self, site: &Site<'_, 'a>, cell: Option<&'a Cell>) -> Result<BoundCell<'a>, Box<Diagnostic>> {
        let instead = site.special.and_then(|special| special.figure.as_ref());
        let text = instead.map(|text| text.as_str()).or(cell.map(|cell| cell.text.as_str())).unwrap_or_default();
        let figure = source::parse_figure(text).map_err(|error| {
            let message = format!("in the column `{}`: {error}", site.column.name);
            let problem = match instead {
                Some(instead) => Diagnostic::new(&rules::NOT_A_NUMBER, instead.place(self.document), message)
                    .related(site.printed, "in place of this cell"),
                None => Diagnostic::new(&rules::NOT_A_NUMBER, site.printed, message)
                    .related(site.row.place, "bound by this row"),
            };
            Box::new(problem)
        })?;
        let fact = match (site.column.period, &site.column.unit) {
            (Some(period), Some(unit)) => self.cell_fact(site, (period, unit), &figure)?,
            _ => None,
        };
        Ok(BoundCell { cell, figure, fact })
    }

    /// What a cell of a column of facts says; nothing for a blank that means nothing.
    fn cell_fact(
        &self,
        site: &Site<'_, 'a>,
        (period, unit): (Period, &Unit),
        figure: &Figure,
    ) -> Result<Option<CellFact>, Box<Diagnostic>> {
        let (line, header, special) = (site.row.mapping, site.column.mapping, site.special);
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
        let Some(concept) = self.concept_of(site)? else { return Ok(None) };
        let unit = match special.and_then(|special| special.unit.as_ref()).or(line.unit.as_ref()) {
            Some(name) => {
                self.names.unit_named(name, name.place(self.document)).map_err(|problem| site.seen(*problem))?
            }
            None => unit,
        };
        let period = match (line.at.as_deref(), period) {
            (Some(Moment::Start), Period::Duration { start, .. }) => Period::Instant(start),
            (Some(Moment::End), Period::Duration { end, .. }) => Period::Instant(end),
            (_, period) => period,
        };
        self.check_fit(&concept, period, unit, site)?;
        // What a period or a unit that can't be read stands for would be one fact with others.
        if period == BROKEN_PERIOD || unit.numerators().is_empty() {
            return Ok(None);
        }
        let scale = special.and_then(|special| special.scale.as_deref()).or(line.scale.as_deref());
        let scale = scale.or(header.scale.as_deref()).or(site.table.mapping.scale.as_deref()).copied().unwrap_or(0);
        let decimals = special.and_then(|special| special.decimals.as_deref()).or(line.decimals.as_deref());
        let decimals = decimals.or(header.decimals.as_deref()).copied();
        let turned = special.and_then(|special| special.sign).or(line.sign) == Some(Sign::Turned);
        let amount = match (blank, figure) {
            (Some(Blank::Nil), _) => None,
            (None, Figure::Number { value, places, percent }) => {
                let percent = *percent || site.of_percent;
                if percent && is_amount(concept.kind) {
                    return Err(site.in_percent(self));
                }
                let scale = if percent { scale - 2 } else { scale };
                let value = value.shift(scale);
                let decimals = Decimals::Places(decimals.unwrap_or(places - scale));
                Some(Amount { value: if turned { -&value } else { value }, decimals })
            }
            _ => Some(Amount { value: Decimal::ZERO, decimals: Decimals::Places(decimals.unwrap_or(-scale)) }),
        };
        let dimensions = site.row.dimensions.clone();
        let key = FactKey { concept: concept.name, period, unit: unit.clone(), dimensions };
        Ok(Some(CellFact { key, amount, turned }))
    }

    /// The concept of a cell: the row's, if it isn't bound otherwise.
    fn concept_of(&self, site: &Site) -> Result<Option<ConceptInfo>, Box<Diagnostic>> {
        let Some(written) = site.special.and_then(|special| special.concept.as_ref()) else {
            return Ok(site.row.concept);
        };
        let place = written.place(self.document);
        let concept = self.names.concept(written, self.extension, place).map_err(|problem| site.seen(*problem))?;
        let statement = site.table.statement.map(|statement| &self.extension.statements[statement]);
        match statement.and_then(|statement| self.not_in_statement(written, &concept, statement)) {
            Some(problem) => Err(site.seen(problem)),
            None => Ok(Some(concept)),
        }
    }

    /// A concept's type, period type and unit must go together.
    fn check_fit(
        &self,
        concept: &ConceptInfo,
        period: Period,
        unit: &Unit,
        site: &Site,
    ) -> Result<(), Box<Diagnostic>> {
        let (row, column) = (site.row.mapping, site.column);
        let at = row.at.as_ref();
        let at_instant = at.is_some() && column.period.is_some_and(Period::is_instant);
        let period_expected =
            period_misfit(concept.period, period).or(at_instant.then_some("a column of a duration for `at`"));
        let written = site.special.and_then(|special| special.concept.as_ref()).unwrap_or(&row.concept);
        let problem = if let Some(expected) = period_expected {
            let message = format!("`{}` does not go with the period of the column `{}`", **written, column.name);
            let place = at.map_or(written.place(self.document), |at| at.place(self.document));
            Diagnostic::new(&rules::PERIOD_TYPE, place, message).expected(expected).found(period.to_string())
        } else if let Some(expected) = unit_misfit(concept.kind, unit) {
            let message = format!("`{}` does not go with its unit in the column `{}`", **written, column.name);
            let own = site.special.and_then(|special| special.unit.as_ref()).or(row.unit.as_ref());
            let place = own.map_or(written.place(self.document), |unit| unit.place(self.document));
            Diagnostic::new(&rules::UNIT, place, message).expected(expected).found(unit.to_string())
        } else {
            return Ok(());
        };
        Err(site.seen(problem.related(column.place, "the column")))
    }
}

impl Site<'_, '_> {
    /// A problem of the mapping, with the cell that it concerns.
    fn seen(&self, problem: Diagnostic) -> Box<Diagnostic> {
        Box::new(problem.related(self.printed, "the cell"))
    }

    fn in_percent(&self, binder: &Binder) -> Box<Diagnostic> {
        let (row, column) = (self.row.mapping, &self.column.name);
        let message =
            format!("the figures of the column `{column}` are in percent, and `{}` is an amount", *row.concept);
        let problem = Diagnostic::new(&rules::PERCENT, self.column.mapping.header.place(binder.document), message);
        let problem = problem.related(row.concept.place(binder.document), "bound by this row");
        self.seen(problem.hint("give the column a `check` in place of a period and a unit"))
    }
}

/// Whether figures in percent can't be values of a kind.
fn is_amount(kind: Kind) -> bool {
    matches!(kind, Kind::Monetary | Kind::PerShare | Kind::Shares | Kind::Count)
}

fn too_short(row: &BoundRow, source: &source::Row, needed: usize) -> Diagnostic {
    let message = format!("the row `{}` ends before the table does", source.label.text);
    Diagnostic::new(&rules::ROW_TOO_SHORT, source.label.place, message)
        .expected(format!("{needed} cells behind the label"))
        .found(format!("{}", source.values.len()))
        .related(row.place, "bound by this row")
}
