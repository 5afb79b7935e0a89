//! The mapping file: what a user writes once to bind the tables of a release to concepts.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::placed::Placed;

/// A mapping: the tables of a release, bound cell by cell to concepts, periods and units.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "factum mapping")]
pub struct Mapping {
    /// The filing that is made.
    pub filing: Filing,
    /// Who reports.
    pub entity: Entity,
    /// Where the tables are.
    pub source: Source,
    /// Taxonomies beside the filing's own extension whose concepts are used, by prefix.
    #[serde(default)]
    pub taxonomies: IndexMap<String, BaseTaxonomy>,
    /// The periods, by the names that columns use.
    pub periods: IndexMap<String, Placed<Period>>,
    /// The units, by the names that columns use, such as `JPY = "iso4217:JPY"` and
    /// `"JPY/shares" = "iso4217:JPY/xbrli:shares"`.
    pub units: IndexMap<String, Placed<String>>,
    /// What the note marks of the tables refer to.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// The tables.
    #[serde(rename = "table")]
    pub tables: Vec<Table>,
}

/// The filing that is made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Filing {
    /// The name that the files written begin with, such as `iiji-20040331`.
    #[schemars(regex(pattern = r"^[\p{L}\p{N}][\p{L}\p{N}_.\-]*$"))]
    pub name: Placed<String>,
    /// The file with the concept definitions of the filing's own taxonomy, relative to the mapping.
    #[schemars(length(min = 1))]
    pub definitions: Placed<String>,
    /// The language of footnotes, such as `en`.
    #[schemars(regex(pattern = r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"))]
    pub language: Placed<String>,
}

/// Who reports.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Entity {
    /// The URI of the scheme that the identifier belongs to.
    #[schemars(regex(pattern = r"^[^\s:]+:\S*$"))]
    pub scheme: Placed<String>,
    /// The identifier.
    #[schemars(regex(pattern = r"\S"))]
    pub identifier: Placed<String>,
}

/// Where the tables are.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Source {
    /// A text, CSV, TSV, XLSX or HTML file, relative to the mapping; `--source` puts another in its place.
    #[schemars(length(min = 1))]
    pub file: Placed<String>,
}

/// A taxonomy that exists already.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BaseTaxonomy {
    /// The namespace of its concepts.
    pub namespace: Placed<String>,
    /// The schema that is imported, by its URL.
    pub schema: Placed<String>,
}

/// A period: an `instant`, or a `start` and an `end`; each a date, a date's end being meant by an instant and an end.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("oneOf" = [{ "required": ["instant"] }, { "required": ["start", "end"] }]))]
pub struct Period {
    /// The day at whose end the instant is.
    pub instant: Option<Placed<String>>,
    /// The first day.
    pub start: Option<Placed<String>>,
    /// The last day.
    pub end: Option<Placed<String>>,
}

/// What a note mark refers to: it becomes a footnote of the facts that bear the mark.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Note {
    /// The mark without its brackets: `4` for a superscript four, `1` for `(1)`.
    #[schemars(length(min = 1))]
    pub mark: Placed<String>,
    /// The tables in which the mark has this meaning; all, if left out.
    #[serde(default)]
    pub tables: Vec<Placed<String>>,
    /// The note.
    #[schemars(regex(pattern = r"\S"))]
    pub text: Placed<String>,
}

/// One table of the source.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Table {
    /// A name for it, unique in the mapping.
    #[schemars(length(min = 1))]
    pub name: Placed<String>,
    /// Lines above the table that identify it: each begins with one of these, and all are there.
    #[schemars(length(min = 1))]
    pub caption: Placed<Vec<String>>,
    /// The statement of the definitions that the table shows: its totals are checked there.
    pub statement: Placed<String>,
    /// The power of ten by which printed figures are multiplied: 3 for thousands, 6 for millions.
    #[schemars(range(min = -15, max = 15))]
    pub scale: Option<Placed<i32>>,
    /// The columns that hold values, in any order.
    pub columns: Vec<Placed<Column>>,
    /// The rows that hold values, in any order.
    pub rows: Vec<Placed<Row>>,
}

/// One column: facts for a period in a unit, or figures that repeat what others say.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend(
    "anyOf" = [{ "required": ["period", "unit"] }, { "required": ["check"] }],
    "dependentRequired" = { "period": ["unit"], "unit": ["period"] },
))]
pub struct Column {
    /// The header, from the top level to the lowest; levels above the lowest may be left out.
    pub header: Placed<Header>,
    /// A name by which checks refer to the column; the period's, if left out.
    pub name: Option<Placed<String>>,
    /// The period of its facts.
    pub period: Option<Placed<String>>,
    /// The unit of its facts.
    pub unit: Option<Placed<String>>,
    /// The power of ten, where it isn't the table's.
    #[schemars(range(min = -15, max = 15))]
    pub scale: Option<Placed<i32>>,
    /// How exact the facts are, where it isn't as printed.
    #[schemars(range(min = -15, max = 15))]
    pub decimals: Option<Placed<i32>>,
    /// What the figures repeat: a column that has a check and no period makes no facts.
    pub check: Option<ColumnCheck>,
    /// What an empty cell means; nothing, if left out.
    pub empty: Option<Blank>,
    /// What a dash means; nothing, if left out.
    pub dash: Option<Blank>,
}

/// A header: the lowest level alone, or several levels from the top.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected a text, or a list of texts from the uppermost level to the lowest")]
pub enum Header {
    /// The lowest level.
    Lowest(String),
    /// Several levels.
    Levels(Vec<String>),
}

impl Header {
    /// The levels, from the top.
    #[must_use]
    pub fn levels(&self) -> &[String] {
        match self {
            Header::Lowest(text) => std::slice::from_ref(text),
            Header::Levels(levels) => levels,
        }
    }
}

/// What the figures of a column repeat.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum ColumnCheck {
    /// The change of a column in percent of another, divided by the signed base.
    Change {
        /// The column of the newer amounts.
        of: Placed<String>,
        /// The column of the base.
        from: Placed<String>,
    },
    /// The share of one row's amount in percent.
    Share {
        /// The column of the amounts.
        of: Placed<String>,
        /// The label of the row that is 100 percent.
        whole: Placed<String>,
    },
    /// The amounts of a column in another currency, at a fixed rate.
    Translation {
        /// The column of the amounts.
        of: Placed<String>,
        /// How many of that column's unit make one of this column's; it is taken as exact.
        rate: Placed<String>,
    },
}

/// What a cell without a figure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Blank {
    /// No fact.
    Nothing,
    /// A fact without a value.
    Nil,
    /// A fact of zero, exact as the column's.
    Zero,
}

/// One row: a line item.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Row {
    /// The label, without note marks; upper and lower case, white space and a colon at the end don't matter.
    #[schemars(regex(pattern = r"\S"))]
    pub label: Placed<String>,
    /// The heading above, where the label repeats: the nearest row without values, or several from the top.
    pub under: Option<Placed<Header>>,
    /// Which of several equal rows, from 1, where the heading doesn't tell.
    #[schemars(range(min = 1))]
    pub occurrence: Option<Placed<usize>>,
    /// The concept, as `prefix:Name`.
    #[schemars(regex(pattern = r"^[^\s:]+:[^\s:]+$"))]
    pub concept: Placed<String>,
    /// `-` where the printed figure is the concept's value with its sign turned.
    pub sign: Option<Sign>,
    /// Members, by axis: `{ "iij:ServiceAxis" = "iij:DialUpAccessMember" }`.
    #[serde(default)]
    pub dimensions: IndexMap<String, Placed<String>>,
    /// Whether the row is a total: the definitions must say what it sums.
    #[serde(default)]
    pub total: bool,
    /// For an instant in a column of a duration: its `start` or its `end`.
    pub at: Option<Placed<Moment>>,
    /// The unit, where it isn't the column's.
    pub unit: Option<Placed<String>>,
    /// The power of ten, where it isn't the column's.
    #[schemars(range(min = -15, max = 15))]
    pub scale: Option<Placed<i32>>,
    /// How exact the facts are, where it isn't as the column says.
    #[schemars(range(min = -15, max = 15))]
    pub decimals: Option<Placed<i32>>,
    /// What an empty cell means, where it isn't as the column says.
    pub empty: Option<Blank>,
    /// What a dash means, where it isn't as the column says.
    pub dash: Option<Blank>,
    /// Cells that are bound otherwise than their row and column say.
    #[serde(default)]
    pub cells: Vec<Placed<CellOverride>>,
}

/// Whether a printed figure's sign is the concept's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Sign {
    /// As printed.
    #[serde(rename = "+")]
    Printed,
    /// Turned.
    #[serde(rename = "-")]
    Turned,
}

/// An end of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// The instant at which the duration begins.
    Start,
    /// The instant at which it ends.
    End,
}

/// A cell that is bound otherwise than its row and column say, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CellOverride {
    /// The column's name.
    pub column: Placed<String>,
    /// Why the cell is an exception.
    #[schemars(regex(pattern = r"\S"))]
    pub reason: Placed<String>,
    /// What is reported in place of a printed figure or of a blank.
    pub blank: Option<Blank>,
    /// The figure to read in place of the printed one, written as a table would print it.
    pub figure: Option<Placed<String>>,
    /// The concept.
    pub concept: Option<Placed<String>>,
    /// The sign.
    pub sign: Option<Sign>,
    /// The unit.
    pub unit: Option<Placed<String>>,
    /// The power of ten.
    #[schemars(range(min = -15, max = 15))]
    pub scale: Option<Placed<i32>>,
    /// How exact the fact is.
    #[schemars(range(min = -15, max = 15))]
    pub decimals: Option<Placed<i32>>,
}

impl Column {
    /// What checks and overrides call the column.
    #[must_use]
    pub fn called(&self) -> String {
        let name = self.name.as_ref().or(self.period.as_ref());
        name.map_or_else(|| self.header.levels().join(" > "), ToString::to_string)
    }
}

impl ColumnCheck {
    /// The names of the columns that the check reads.
    pub fn columns(&self) -> impl Iterator<Item = &Placed<String>> {
        let (one, other) = match self {
            ColumnCheck::Change { of, from } => (of, Some(from)),
            ColumnCheck::Share { of, .. } | ColumnCheck::Translation { of, .. } => (of, None),
        };
        std::iter::once(one).chain(other)
    }
}
