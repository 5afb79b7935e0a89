//! What a comparison says beyond single values: totals, reported restatements, derived values. Plain data.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Decimal;

use super::comparison::{End, Shared, Thing, Value, Which};
use super::derive::Refusal;

/// What became of a total, of which a line item was restated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TotalChange {
    /// It moved by as much.
    AsMuch,
    /// It moved by another amount.
    Otherwise,
    /// It did not move.
    Unchanged,
}

/// The total that a restated line item is summed into.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct TotalAbove {
    /// The total.
    pub concept: Shared,
    /// Its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Shared>,
    /// What became of it.
    pub outcome: TotalChange,
}

/// A part of a total that changed, with its share of the change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Contribution {
    /// The part.
    pub concept: Shared,
    /// Its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Shared>,
    /// By how much it moved the total.
    pub share: Decimal,
}

/// A restatement that a filing reports itself, laid beside what the two filings say.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Reported {
    /// Which filing reports it.
    pub filing: Which,
    /// Of what.
    #[serde(flatten)]
    pub thing: Thing,
    /// For when.
    pub period: Shared,
    /// The amount as it was reported before, by the filing's own account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previously: Option<Value>,
    /// By how much it was adjusted, by the filing's own account.
    #[serde(skip_serializing_if = "<[Value]>::is_empty")]
    pub adjustments: Vec<Value>,
    /// What the older filing says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// What the newer filing says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
    /// Whether the account is what the filings say; left out where there is nothing to lay it beside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed: Option<bool>,
}

/// A value for a period that no filing tells: the difference of two that they do.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct DerivedValue {
    /// Of what.
    #[serde(flatten)]
    pub thing: Thing,
    /// For when.
    pub period: Shared,
    /// The value.
    pub value: Decimal,
    /// The least value that the precision of the two allows.
    pub low: Decimal,
    /// The greatest.
    pub high: Decimal,
    /// The value of the longer period.
    pub whole: End,
    /// The value of the period before, which is taken from it.
    pub before: End,
}

/// A value that was not derived.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct RefusedValue {
    /// Of what.
    #[serde(flatten)]
    pub thing: Thing,
    /// For when.
    pub period: Shared,
    /// Why not.
    pub reason: Refusal,
}
