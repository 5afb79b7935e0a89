//! Binds the rows of tables: to a row of the source, a concept, and members.

use crate::mapping::document::Row;
use crate::mapping::extension::{ConceptInfo, Extension, ResolvedStatement};
use crate::mapping::locate::Labelled;
use crate::mapping::names::{bad_value, check_power};
use crate::mapping::placed::Placed;
use crate::mapping::rules;
use crate::model::{Diagnostic, DimensionMember, Dimensions, DocumentId, Place, QName, near};

use super::{Binder, BoundRow, BoundTable};

impl<'a> Binder<'a> {
    /// Binds a row; what is wrong with its label, its concept, its members is told together.
    pub(super) fn bind_row(
        &self,
        row: &'a Placed<Row>,
        table: &Labelled<'_>,
        statement: Option<&ResolvedStatement>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<BoundRow<'a>> {
        self.check_values(row, problems);
        let countable = row.occurrence.as_ref().is_none_or(|occurrence| **occurrence > 0);
        let index = countable.then(|| table.row(row, self.document));
        let index = index.and_then(|index| index.map_err(|problem| problems.push(*problem)).ok());
        let printed = index.map(|index| table.label(index));
        let mut tell = |mut problem: Diagnostic| {
            problem =
                printed.into_iter().fold(problem, |problem, place| problem.related(place, "the row in the source"));
            problems.push(problem);
        };
        let place = row.concept.place(self.document);
        let concept = self.names.concept(&row.concept, self.extension, place).map_err(|problem| tell(*problem)).ok();
        let dimensions = match statement {
            Some(statement) => self.dimensions(row, statement, &mut tell),
            None => row.dimensions.is_empty().then(Dimensions::default),
        };
        if let (Some(concept), Some(dimensions), Some(statement)) = (&concept, &dimensions, statement) {
            if let Some(problem) = self.not_in_statement(&row.concept, concept, statement) {
                tell(problem);
            } else if row.total && !is_total(concept, dimensions, statement, self.extension) {
                let (name, statement) = (&*row.concept, &*statement.definition.name);
                let message = format!("`{name}` is no total in the statement `{statement}`");
                let problem = Diagnostic::new(&rules::NOT_A_TOTAL, place, message);
                tell(problem.hint("say in the definitions what it sums, or leave `total` out"));
            }
        }
        // Without its members a fact would be another one.
        let concept = concept.filter(|_| dimensions.is_some());
        let place = row.place(self.document);
        Some(BoundRow { mapping: row, place, index: index?, concept, dimensions: dimensions.unwrap_or_default() })
    }

    /// What is wrong with a row by itself.
    fn check_values(&self, row: &Row, problems: &mut Vec<Diagnostic>) {
        if row.label.trim().is_empty() {
            problems.push(bad_value(row.label.place(self.document), "the row has no label".to_owned()));
        }
        if let Some(occurrence) = row.occurrence.as_ref().filter(|occurrence| ***occurrence == 0) {
            let problem = bad_value(occurrence.place(self.document), "there is no occurrence 0".to_owned());
            problems.push(problem.expected("a number from 1"));
        }
        check_power("scale", row.scale.as_ref(), self.document, problems);
        check_power("decimals", row.decimals.as_ref(), self.document, problems);
        for (number, cell) in row.cells.iter().enumerate() {
            check_power("scale", cell.scale.as_ref(), self.document, problems);
            check_power("decimals", cell.decimals.as_ref(), self.document, problems);
            if cell.reason.trim().is_empty() {
                let message =
                    format!("the cell of the column `{}` is bound otherwise, and no reason is told", *cell.column);
                problems.push(bad_value(cell.reason.place(self.document), message));
            }
            if let Some(first) = row.cells[..number].iter().find(|first| *first.column == *cell.column) {
                let message = format!("the cell of the column `{}` is bound otherwise twice", *cell.column);
                let problem = Diagnostic::new(&rules::CELL_BOUND_TWICE, cell.column.place(self.document), message);
                problems.push(problem.related(first.column.place(self.document), "bound otherwise here already"));
            }
        }
    }

    /// A concept of the filing's own taxonomy must be shown by the statement.
    pub(super) fn not_in_statement(
        &self,
        written: &Placed<String>,
        concept: &ConceptInfo,
        statement: &ResolvedStatement,
    ) -> Option<Diagnostic> {
        let own = concept.name.namespace == self.extension.namespace();
        let spans = |name: &str| {
            statement.definition.hypercube.as_ref().is_some_and(|cube| cube.items.iter().any(|item| item == name))
        };
        let shows = |name: &str| statement.lines.iter().any(|line| line.name == name) || spans(name);
        (own && statement.is_whole && !shows(concept.name.local.as_str())).then(|| {
            let name = &*statement.definition.name;
            let message = format!("the statement `{name}` doesn't show `{}`", **written);
            Diagnostic::new(&rules::NOT_IN_STATEMENT, written.place(self.document), message)
                .related(statement.definition.name.place(self.extension.document), "the statement")
        })
    }

    /// A row's dimensions, checked against the statement's axes; a domain is its axis's default and left out.
    /// None where one of them is wrong.
    fn dimensions(
        &self,
        row: &Row,
        statement: &ResolvedStatement,
        tell: &mut impl FnMut(Diagnostic),
    ) -> Option<Dimensions> {
        let mut pairs = Vec::new();
        let mut all = true;
        for (axis, member) in &row.dimensions {
            let wrong = |rule, what: &str, name: &str, known: Vec<&str>| {
                let message = format!("the statement `{}` has no {what} `{name}`", *statement.definition.name);
                let mut problem = Diagnostic::new(rule, member.place(self.document), message);
                let known: Vec<String> =
                    known.iter().map(|known| format!("{}:{known}", self.extension.prefix())).collect();
                problem.hints.extend(near::hint(name, known.iter().map(String::as_str)));
                problem
            };
            let local = |name: &'_ str| {
                let qname = self.names.qname(name).ok()?;
                (qname.namespace == self.extension.namespace()).then(|| qname.local.as_str())
            };
            let found = local(axis).and_then(|local| statement.axes.iter().find(|(name, _)| *name == local));
            let Some((axis_name, members)) = found else {
                tell(wrong(&rules::UNKNOWN_AXIS, "axis", axis, statement.axes.iter().map(|(name, _)| *name).collect()));
                all = false;
                continue;
            };
            match local(member).and_then(|local| members.iter().position(|line| line.name == local)) {
                None => {
                    all = false;
                    let known = members.iter().map(|line| line.name).collect();
                    tell(wrong(&rules::UNKNOWN_MEMBER, "member", member, known));
                }
                Some(0) => {}
                Some(at) => {
                    let member = self.extension.qname(members[at].name);
                    pairs.push((self.extension.qname(axis_name), DimensionMember::Explicit(member)));
                }
            }
        }
        all.then(|| Dimensions::new(pairs))
    }
}

/// A row that has no member on an axis, where others of its concept have one, must be their total.
pub(super) fn check_members(table: &BoundTable, document: DocumentId, problems: &mut Vec<Diagnostic>) {
    let written = |row: &BoundRow, axis: &str| row.mapping.dimensions.get(axis).map(|member| member.place(document));
    for row in table.rows.iter().filter(|row| !row.mapping.total) {
        let Some(concept) = row.concept else { continue };
        let others = || table.rows.iter().filter(|other| other.is_of(concept.name));
        let axes = others().flat_map(|other| other.mapping.dimensions.keys());
        let Some(axis) = axes.into_iter().find(|axis| !row.mapping.dimensions.contains_key(*axis)) else { continue };
        let message = format!("the row `{}` has no member on `{axis}`, and is no total", *row.mapping.label);
        let mut problem = Diagnostic::new(&rules::MEMBER_MISSING, row.place, message)
            .related(table.source.rows[row.index].label.place, "the row in the source");
        let other: Option<Place> = others().find_map(|other| written(other, axis));
        problem.related.extend(
            other.map(|place| crate::model::diagnostic::Related { message: "another row's member".to_owned(), place }),
        );
        problems.push(problem);
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
    let is_item = |item: &String| -> bool { extension.qname(item) == concept.name };
    let spanned = statement.definition.hypercube.as_ref().is_some_and(|cube| cube.items.iter().any(is_item));
    let named = |name: QName, line: &str| extension.qname(line) == name;
    sums || spanned
        && statement.axes.iter().any(|(axis, members)| {
            let at = match dimensions.get(extension.qname(axis)) {
                None => Some(0),
                Some(DimensionMember::Explicit(name)) => members.iter().position(|line| named(*name, line.name)),
                Some(DimensionMember::Typed(_)) => None,
            };
            at.is_some_and(|at| members.iter().any(|line| line.parent == Some(at)))
        })
}
