//! The definitions file: the concepts of a filing's own taxonomy, and how its statements are built.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::placed::Placed;

/// The concepts, statements and hypercubes of one taxonomy.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "factum concept definitions")]
pub struct Definitions {
    /// The prefix and namespace of the taxonomy.
    pub taxonomy: Namespace,
    /// The concepts, by local name.
    pub concepts: IndexMap<String, Placed<Concept>>,
    /// The statements, in the order in which they are shown.
    #[serde(rename = "statement")]
    pub statements: Vec<Statement>,
}

/// A taxonomy's names.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Namespace {
    /// The prefix.
    pub prefix: Placed<String>,
    /// The namespace; the roles of the statements begin with it.
    pub namespace: Placed<String>,
    /// The language of the labels, such as `en`.
    pub language: Placed<String>,
}

/// A concept, or another element that a taxonomy declares.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Concept {
    /// What its values are, or what else it is.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Whether it holds at a moment or over a time; left out for what has no values.
    pub period: Option<PeriodType>,
    /// The side of the books on which it grows.
    pub balance: Option<Balance>,
    /// The labels; the standard one alone may be given as a text.
    pub label: Labels,
    /// What it means.
    pub documentation: Option<String>,
}

/// What a concept's values are, or what else an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An amount of money.
    Monetary,
    /// An amount of money a share.
    PerShare,
    /// A number of shares.
    Shares,
    /// A count: a whole number, not negative.
    Count,
    /// Any other number.
    Decimal,
    /// A ratio: a number without a unit.
    Pure,
    /// Text.
    Text,
    /// A heading.
    Heading,
    /// A hypercube: what its rows and columns span.
    Hypercube,
    /// An axis of a hypercube.
    Axis,
    /// A domain, or a member of one.
    Member,
}

/// Whether a concept holds at a moment or over a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodType {
    /// At a moment.
    Instant,
    /// Over a time.
    Duration,
}

/// The side of the books on which an amount grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Balance {
    /// Assets, costs, losses, outflows from equity.
    Debit,
    /// Liabilities, equity, revenues, gains.
    Credit,
}

/// The labels of a concept.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected a text, or a table of texts by their use: standard, total, negated, period-start, period-end, terse"
)]
pub enum Labels {
    /// The standard label.
    Standard(String),
    /// Labels for several uses.
    Several(IndexMap<LabelUse, String>),
}

/// What a label is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LabelUse {
    /// Where nothing else is asked for.
    Standard,
    /// As the total of a statement.
    Total,
    /// With the sign turned.
    Negated,
    /// At the start of a period.
    PeriodStart,
    /// At the end of a period.
    PeriodEnd,
    /// Short, where there is little room.
    Terse,
}

/// A statement: which concepts stand in it, in which order, what they sum to, and what it spans.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Statement {
    /// A name, unique in the file; the role is the namespace, `/role/` and this.
    pub name: Placed<String>,
    /// The title, as `0010 - Statement - Balance sheets`: statements sort by it.
    pub title: String,
    /// The lines, each indented by two spaces a level; behind a name the label to show, if not the standard one:
    /// `"    TotalAssets total"`.
    pub lines: Vec<Placed<String>>,
    /// What sums to what.
    #[serde(default)]
    pub totals: Vec<Placed<Total>>,
    /// Instants that a flow leads from and to.
    #[serde(default)]
    pub roll_forwards: Vec<Placed<RollForward>>,
    /// Amounts that are quotients of two others.
    #[serde(default)]
    pub quotients: Vec<Placed<Quotient>>,
    /// What the statement spans, if it has axes.
    pub hypercube: Option<Placed<Hypercube>>,
}

/// A total and its parts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Total {
    /// The concept of the total.
    pub total: String,
    /// The parts. A part whose balance is the total's is added, one of the other balance subtracted;
    /// where the total or the part has no balance, a `-` before the name subtracts.
    pub parts: Vec<String>,
}

/// An instant that a flow leads from and to: opening + change = closing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RollForward {
    /// The concept of the instants.
    pub balance: String,
    /// The concept of the change.
    pub change: String,
}

/// An amount that is one divided by another, such as net income by the number of shares.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Quotient {
    /// The concept of the quotient.
    pub quotient: String,
    /// The concept of what is divided.
    pub of: String,
    /// The concept of what it is divided by.
    pub by: String,
}

/// What a statement spans.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hypercube {
    /// The hypercube.
    pub name: String,
    /// The concepts that are reported in it.
    pub items: Vec<String>,
    /// The axes.
    pub axes: Vec<Axis>,
}

/// An axis and its members.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Axis {
    /// The axis.
    pub name: String,
    /// The domain and its members, each indented by two spaces a level; the first is the domain and the
    /// default. An amount of a member is the sum of the amounts of those below it.
    pub members: Vec<Placed<String>>,
}
