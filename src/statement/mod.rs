//! Presentation networks laid out as tables, as a company shows its statements.
//!
//! A filing and one of its presentation networks come in; a [`Statement`] goes out: rows with labels, depths and signs
//! as the network wants them, and the columns that matter. This room doesn't know how a table looks.

mod columns;
mod outline;
mod room;
mod table;

use crate::model::{Decimal, Period, Place, QName};

pub use table::Statements;

/// A statement as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The role's URI.
    pub role: String,
    /// What it is called.
    pub title: String,
    /// The members that all its facts are for, as labels.
    pub members: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What is left out, for there is more than can be shown.
    pub left_out: LeftOut,
}

/// What a statement leaves out: a table can't be as large as the square of its facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Whether there are more lines.
    pub lines: bool,
    /// How many more columns there are.
    pub columns: usize,
}

/// A column: a period in a currency, or members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The period; none where the periods are blocks of rows.
    pub period: Option<Period>,
    /// The currency, where the statement has several.
    pub currency: Option<String>,
    /// The members, as labels; none for the total over all of them.
    pub members: Vec<String>,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The heading of the rows below it.
    Heading,
    /// The rows below are for this period.
    Block(Period),
    /// A line.
    Line,
    /// A sum of lines before it.
    Total,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// Its concept; none for a block.
    pub concept: Option<QName>,
    /// Its label.
    pub label: String,
    /// How deep it is indented.
    pub depth: u16,
    /// One for each column.
    pub cells: Vec<Option<Cell>>,
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The value, its sign turned where the statement shows it so.
    pub value: CellValue,
    /// The unit, for people; none for what is no number.
    pub unit: Option<String>,
    /// Places behind the point that the fact is told to; 0 where that is not said.
    pub decimals: i32,
    /// Where the fact stands.
    pub place: Place,
}

/// The value of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellValue {
    /// An amount of money.
    Amount(Decimal),
    /// A share of a whole: 0.05 for five percent.
    Percentage(Decimal),
    /// Any other number.
    Number(Decimal),
    /// A text, its markup left out.
    Text(String),
    /// It is said that there is none.
    Nil,
}
