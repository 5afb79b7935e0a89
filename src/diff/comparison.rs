//! What a comparison says: plain data, in an order that depends on nothing but what the filings say.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Decimal;

pub use super::account::{Contribution, DerivedValue, RefusedValue, Reported, TotalAbove, TotalChange};
pub use super::class::Class;
pub use super::cover::{DateKind, FilingDate};
pub use super::derive::Refusal;
pub use super::roll::RollForward;
pub use super::taxonomy::{ConceptChange, ConceptChangeKind, FamilyChanges, TaxonomyChanges};
pub use super::trees::{TotalPart, TotalParts};

/// A string that many items share.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shared(Arc<str>);

impl From<&str> for Shared {
    fn from(text: &str) -> Shared {
        Shared(text.into())
    }
}

impl From<String> for Shared {
    fn from(text: String) -> Shared {
        Shared(text.into())
    }
}

impl Deref for Shared {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl Serialize for Shared {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl JsonSchema for Shared {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "string".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// What kind of quantity a fact tells: what may be summed, and how its changes are spoken of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// An amount of money.
    Amount,
    /// Money for each of something, such as earnings per share.
    PerUnit,
    /// Shares.
    Shares,
    /// A ratio or percentage.
    Ratio,
    /// A number of things, or a quantity in a unit of its own.
    Quantity,
    /// Not a number.
    Text,
}

/// Which of the two filings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// The first, by convention the older one.
    Old,
    /// The second, by convention the newer one.
    New,
}

impl Which {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Which {
        match self {
            Which::Old => Which::New,
            Which::New => Which::Old,
        }
    }
}

/// One of the two filings.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Filing {
    /// Its name, as the user gave it.
    pub file: String,
    /// Who reports, as `scheme#identifier`.
    pub entities: Vec<String>,
    /// What kind of document it is, such as `10-K`, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// When it said what it says: the second date of its values, beside their periods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<FilingDate>,
    /// The periods of which it has whole statements, the last one first.
    pub covers: Vec<String>,
    /// Its facts.
    pub facts: usize,
    /// Facts that repeat another one of the filing, agreeing with it.
    pub duplicates: usize,
    /// Documents of its taxonomy that could not be found: labels, statements and totals may be missing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// A prefix as used in the comparison, with the namespaces that it stands for.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Namespace {
    /// The prefix.
    pub prefix: Shared,
    /// The older filing's namespaces of this family.
    pub old: Vec<String>,
    /// The newer filing's.
    pub new: Vec<String>,
}

/// A dimension's value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub struct Member {
    /// The dimension.
    pub axis: Shared,
    /// Its member, or a typed dimension's content.
    pub member: Shared,
    /// The member's label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Shared>,
}

/// Where a line item stands in a filing's statements.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// Whether that is no primary statement but a note. First, so that primary statements sort first.
    pub is_note: bool,
    /// The statement's number.
    pub statement: u32,
    /// The line's number in it.
    pub line: u32,
    /// How far it is indented.
    pub depth: u16,
}

/// What is compared: everything that is said of a value but the period.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Thing {
    /// The concept, by a prefix of [`Comparison::namespaces`].
    pub concept: Shared,
    /// Its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Shared>,
    /// The statement that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<Shared>,
    /// Where it stands there; the last place where no statement is known.
    #[serde(skip)]
    pub position: Option<Position>,
    /// What kind of quantity it is.
    pub measure: Measure,
    /// The unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Shared>,
    /// Axes and members.
    #[serde(skip_serializing_if = "<[Member]>::is_empty", serialize_with = "serialize_members")]
    #[schemars(with = "Vec<Member>")]
    pub dimensions: Arc<[Member]>,
    /// Who reports, where the filings have more than one entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<Shared>,
    /// The language of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Shared>,
}

fn serialize_members<S: serde::Serializer>(members: &Arc<[Member]>, serializer: S) -> Result<S::Ok, S::Error> {
    members[..].serialize(serializer)
}

/// What a filing says.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Value {
    /// The value: a number as written, a text without mark-up; null for nil.
    pub value: Option<String>,
    /// The number.
    #[serde(skip)]
    pub number: Option<Decimal>,
    /// How exact the number is: decimals, or `INF`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimals: Option<Shared>,
    /// Where it stands, as `file:line:column`.
    pub place: String,
}

/// A change in percent of its base.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Percent {
    /// The change, rounded to the digits that it has, at most one behind the point; left out where
    /// the amounts are so rough that it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Decimal>,
    /// How many digits behind the point the value has, zeros included.
    #[serde(skip)]
    pub decimals: i32,
    /// The least change that the rounded amounts allow.
    pub low: Decimal,
    /// The greatest.
    pub high: Decimal,
}

/// Why a change has no percentage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub enum NoPercent {
    /// The base is zero, or may be within its precision.
    #[serde(rename = "from zero")]
    FromZero,
    /// The base is negative.
    #[serde(rename = "from negative")]
    FromNegative,
    /// A ratio moves in points.
    #[serde(rename = "in points")]
    InPoints,
}

/// A change from one value to another.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Change {
    /// The new value less the old one.
    pub difference: Decimal,
    /// The least difference that the rounded values allow.
    pub low: Decimal,
    /// The greatest.
    pub high: Decimal,
    /// The difference in percent of the old value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<Percent>,
    /// Why there is no percentage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_percent: Option<NoPercent>,
}

/// What was done to a run of words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EditKind {
    /// They stayed.
    Kept,
    /// They are gone.
    Gone,
    /// They came.
    Come,
    /// They stayed, and are left out here.
    Skipped,
}

/// A run of words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Edit {
    /// What was done to them.
    pub kind: EditKind,
    /// The words; for those left out, how many there are.
    pub text: String,
}

/// What shows that a difference is of its class.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The new value is the old one times this power of ten.
    PowerOfTen(i32),
    /// The decimals are the same, and the values differ by one in the last place.
    LastPlace,
    /// The two units.
    Units {
        /// The old one.
        old: Shared,
        /// The new one.
        new: Shared,
        /// The new value for one of the old.
        #[serde(skip_serializing_if = "Option::is_none")]
        ratio: Option<Decimal>,
        /// Whether the units tell different kinds of quantity: a fault, not a translation.
        fault: bool,
    },
    /// New shares for old ones, such as `2:1`.
    SplitRatio(Shared),
    /// What else changed of a concept whose value has the other sign.
    Sign {
        /// Whether its label did.
        label: bool,
        /// Whether its balance, debit or credit, did.
        balance: bool,
    },
    /// The words that changed, with some of those around them.
    Words(Vec<Edit>),
}

/// A difference between what two filings say of the same thing for the same period.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Difference {
    /// What it is called.
    pub class: Class,
    /// Of what.
    #[serde(flatten)]
    pub thing: Thing,
    /// For when.
    pub period: Shared,
    /// What the older filing says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// What the newer one says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
    /// How far they are apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// What shows the class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// Of what was restated: whether the total above moved by as much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<TotalAbove>,
    /// Of a total that was restated: the parts that moved it most, the largest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Contribution>,
    /// How much it matters: its size as a share of the largest amount in that unit.
    pub weight: Decimal,
}

/// One filing that says of one thing what can't both be true.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Contradiction {
    /// Which filing.
    pub filing: Which,
    /// Of what.
    #[serde(flatten)]
    pub thing: Thing,
    /// For when.
    pub period: Shared,
    /// The values, the most precise one first.
    pub values: Vec<Value>,
}

/// What has a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Named {
    /// A concept.
    Concept,
    /// A member of a dimension.
    Member,
}

/// How sure a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Two or more values are equal, and none is not.
    High,
    /// One telling value is equal, or most are.
    Medium,
    /// The label alone is the same: what is told under either name is not compared.
    Low,
}

/// A concept or member that is gone and another that came in its place.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Renaming {
    /// What has the name.
    pub what: Named,
    /// The name in the older filing.
    pub from: Shared,
    /// The name in the newer filing.
    pub to: Shared,
    /// The label in the older filing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_label: Option<Shared>,
    /// The label in the newer filing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_label: Option<Shared>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Facts with equal values other than zero.
    pub equal_values: usize,
    /// Facts for the same periods whose values differ.
    pub other_values: usize,
}

/// A concept whose label changed.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Relabelling {
    /// The concept.
    pub concept: Shared,
    /// The label in the older filing.
    pub from: Shared,
    /// The label in the newer filing.
    pub to: Shared,
}

/// How an amount was recast.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecastKind {
    /// One amount, under other members or axes.
    Moved,
    /// One total, divided otherwise among the members of an axis.
    Recut,
    /// One total, divided otherwise among line items.
    Regrouped,
}

/// A part of what was recast.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct RecastPart {
    /// Of what.
    #[serde(flatten)]
    pub thing: Thing,
    /// What the older filing says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// What the newer one says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
}

/// The same amount, or the same total, under other members, axes or line items.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Recast {
    /// How it was recast.
    pub kind: RecastKind,
    /// The axis along which a total was divided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub axis: Option<Shared>,
    /// The total that the line items sum to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Shared>,
    /// The total's label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_label: Option<Shared>,
    /// For when.
    pub period: Shared,
    /// From where, and to where.
    pub parts: Vec<RecastPart>,
    /// What the parts sum to in either filing: the middle of the interval that their precision gives.
    pub sum: Decimal,
    /// The size of that sum as a share of the largest amount in that unit.
    pub weight: Decimal,
}

/// How two periods stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    /// A quarter and the one before.
    QuarterOverQuarter,
    /// A period and the one of the same length before, other than quarters and years.
    PeriodOverPeriod,
    /// A year apart.
    YearOverYear,
    /// The instants at which a reported period begins and ends.
    OpeningToClosing,
}

/// One end of a movement.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct End {
    /// The period.
    pub period: Shared,
    /// The filing that says it.
    pub filing: Which,
    /// The value.
    #[serde(flatten)]
    pub value: Value,
    /// Whether the filing contradicts itself here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub contradicted: bool,
    /// Whether no filing tells the value: it is one of the derived ones. Filing and place are those of the longer
    /// period's value then.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub derived: bool,
}

/// One thing in two periods.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Movement {
    /// How the periods stand to each other.
    pub kind: MovementKind,
    /// Of what.
    #[serde(flatten)]
    pub thing: Thing,
    /// The earlier period.
    pub from: End,
    /// The later one.
    pub to: End,
    /// Whether the later period ends no later than the last one of either filing: no news to who read
    /// the older filing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub past: bool,
    /// How far it moved.
    pub change: Change,
    /// Of a total: the parts that moved it most, the largest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Contribution>,
    /// How much it matters: its size as a share of the largest amount in that unit.
    pub weight: Decimal,
}

/// What two filings say, compared.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Comparison {
    /// The first filing, by convention the older one.
    pub old: Filing,
    /// The second.
    pub new: Filing,
    /// The prefixes of the names below.
    pub namespaces: Vec<Namespace>,
    /// Facts of each class, whatever is shown of them; two that agree count once.
    pub counts: IndexMap<Class, usize>,
    /// How many of each class are left out below, as the user asked.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub left_out: IndexMap<Class, usize>,
    /// Where a filing contradicts itself.
    pub contradictions: Vec<Contradiction>,
    /// Concepts and members under other names, concepts first, the surest first. The facts that agree
    /// are not told one by one.
    pub renamings: Vec<Renaming>,
    /// Concepts of both filings under other labels.
    pub relabellings: Vec<Relabelling>,
    /// Amounts under other members, axes or line items, by weight.
    pub recasts: Vec<Recast>,
    /// What differs, by class and weight.
    pub differences: Vec<Difference>,
    /// What moved between periods, by kind, periods and weight.
    pub movements: Vec<Movement>,
    /// Restatements that the filings report themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reported: Vec<Reported>,
    /// What became of the older filing's closing balances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roll_forward: Option<RollForward>,
    /// Values of periods that no filing tells, where they are asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<DerivedValue>,
    /// Values that were not derived.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedValue>,
    /// What changed between the two taxonomies.
    #[serde(skip_serializing_if = "TaxonomyChanges::is_empty")]
    pub taxonomy: TaxonomyChanges,
}
