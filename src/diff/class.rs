//! The classes of differences.

use schemars::JsonSchema;
use serde::Serialize;

/// What a difference is called, in the order in which the classes are shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// One filing says of one thing what can't both be true.
    Contradiction,
    /// Another value, and none of the other classes.
    Restated,
    /// The same amount with the other sign.
    Sign,
    /// The same digits, a power of ten apart.
    Scale,
    /// Share counts and per-share figures that moved by one common ratio.
    Split,
    /// The same amount, or the same total, under other members, axes or line items.
    Recast,
    /// The same thing in another unit.
    Unit,
    /// Nil in one filing, a value in the other.
    Nil,
    /// Other words.
    Text,
    /// A concept or member under another name.
    Renamed,
    /// In the older filing alone, though the newer one covers the period.
    Removed,
    /// In the newer filing alone, though the older one covers the period.
    Added,
    /// A concept under another label.
    Relabelled,
    /// Values that agree, told with other decimals.
    Precision,
    /// The same value.
    Equal,
    /// In one filing alone; the other does not cover the period.
    Uncovered,
    /// One thing in two periods.
    Movement,
}

impl Class {
    /// All classes.
    pub const ALL: [Class; 17] = [
        Class::Contradiction,
        Class::Restated,
        Class::Sign,
        Class::Scale,
        Class::Split,
        Class::Recast,
        Class::Unit,
        Class::Nil,
        Class::Text,
        Class::Renamed,
        Class::Removed,
        Class::Added,
        Class::Relabelled,
        Class::Precision,
        Class::Equal,
        Class::Uncovered,
        Class::Movement,
    ];

    /// Whether the two values are the same within their precision.
    #[must_use]
    pub fn is_agreement(self) -> bool {
        matches!(self, Class::Equal | Class::Precision)
    }

    /// The name that users write and read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Class::Contradiction => "contradiction",
            Class::Restated => "restated",
            Class::Sign => "sign",
            Class::Scale => "scale",
            Class::Split => "split",
            Class::Recast => "recast",
            Class::Unit => "unit",
            Class::Nil => "nil",
            Class::Text => "text",
            Class::Renamed => "renamed",
            Class::Relabelled => "relabelled",
            Class::Removed => "removed",
            Class::Added => "added",
            Class::Precision => "precision",
            Class::Equal => "equal",
            Class::Uncovered => "uncovered",
            Class::Movement => "movement",
        }
    }
}
