//! What can be wrong with a value, and what with a type's facets, in plain words.

use std::fmt;
use std::sync::Arc;

use super::facet::FacetKind;
use super::pattern::PatternError;
use crate::xml::limits::{MAX_PATTERN_STEPS, MAX_TYPE_PARTS};

/// Why a text is no value of a type. Shown in words that follow "it is": `not a decimal number`.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ValueError {
    /// The text isn't written as the type's values are.
    #[error("not {expected}")]
    Form {
        /// What would be, such as `a decimal number`.
        expected: &'static str,
    },
    /// A date, time or offset of the right form that the calendar or the clock doesn't have.
    #[error("not a {0} that exists")]
    NoSuch(&'static str),
    /// A sound text whose value can't be reckoned with.
    #[error("too far off to be reckoned with")]
    TooFar,
    /// A qualified name whose prefix is not bound to a namespace.
    #[error("a name whose prefix \"{prefix}\" is not declared")]
    UnknownPrefix {
        /// The prefix.
        prefix: Box<str>,
    },
    /// Too many or too few characters, octets or items (part 2, 4.3.1 to 4.3.3).
    #[error("{}", show_length(*facet, *limit, *found, unit))]
    Length {
        /// Which of the three facets.
        facet: FacetKind,
        /// The facet's value.
        limit: u64,
        /// The text's length.
        found: u64,
        /// What is counted, in the singular.
        unit: &'static str,
    },
    /// Too small or too great (4.3.7 to 4.3.10).
    #[error("not {} {bound}", bound_words(*facet))]
    Bound {
        /// Which of the four facets.
        facet: FacetKind,
        /// The facet's value.
        bound: Box<str>,
    },
    /// Too many digits (4.3.11 and 4.3.12).
    #[error("longer than {} ({found})", digits(*facet, *limit))]
    Digits {
        /// Which of the two facets.
        facet: FacetKind,
        /// The facet's value.
        limit: u64,
        /// The digits that the value needs.
        found: u64,
    },
    /// No match of any of the patterns of one step of derivation (4.3.4).
    #[error("not a match of the pattern {}", patterns.join(" or "))]
    Pattern {
        /// The patterns as the schema writes them.
        patterns: Arc<[String]>,
    },
    /// None of the values that are allowed (4.3.5).
    #[error("{}", show_enumeration(values))]
    Enumeration {
        /// All of them, as the schema writes them.
        values: Arc<[Box<str>]>,
    },
    /// An item of a list is at fault.
    #[error("wrong in item {position}, \"{item}\": {error}")]
    Item {
        /// Which, from 1.
        position: usize,
        /// Its text.
        item: Box<str>,
        /// What is wrong with it.
        error: Box<ValueError>,
    },
    /// No member of a union takes the text.
    #[error("{}", show_members(errors))]
    Union {
        /// What each member says.
        errors: Box<[ValueError]>,
    },
}

impl ValueError {
    /// The facet that the value breaks; `None` where the text is none of the type's lexical space.
    #[must_use]
    pub fn facet(&self) -> Option<FacetKind> {
        match self {
            ValueError::Length { facet, .. } | ValueError::Bound { facet, .. } | ValueError::Digits { facet, .. } => {
                Some(*facet)
            }
            ValueError::Pattern { .. } => Some(FacetKind::Pattern),
            ValueError::Enumeration { .. } => Some(FacetKind::Enumeration),
            ValueError::Item { error, .. } => error.facet(),
            _ => None,
        }
    }
}

/// How many of an enumeration's values a message names.
const SHOWN_VALUES: usize = 8;

fn counted(count: u64, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

fn show_length(facet: FacetKind, limit: u64, found: u64, unit: &str) -> String {
    let comparison = match facet {
        FacetKind::MinLength => "shorter than",
        FacetKind::MaxLength => "longer than",
        _ => "not as long as",
    };
    format!("{comparison} {} ({found})", counted(limit, unit))
}

fn bound_words(facet: FacetKind) -> &'static str {
    match facet {
        FacetKind::MinInclusive => "at least",
        FacetKind::MinExclusive => "greater than",
        FacetKind::MaxInclusive => "at most",
        _ => "less than",
    }
}

fn digits(facet: FacetKind, limit: u64) -> String {
    let digits = counted(limit, "digit");
    if facet == FacetKind::FractionDigits { format!("{digits} behind the point") } else { digits }
}

fn show_enumeration(values: &[Box<str>]) -> String {
    let shown = values.iter().take(SHOWN_VALUES).map(|value| &**value).collect::<Vec<_>>().join(", ");
    let more = if values.len() > SHOWN_VALUES { ", …" } else { "" };
    match values {
        [only] => format!("not \"{only}\", the only value that is allowed"),
        _ => format!("not one of {} values: {shown}{more}", values.len()),
    }
}

fn show_members(errors: &[ValueError]) -> String {
    let members = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
    if members.is_empty() { "not a value, for a union of no types has none".to_owned() } else { members }
}

/// Why a type can't be derived.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DerivationError {
    /// Which of the given facets is at fault, from 0; `None` where it is the base type, or the item or a member type.
    pub facet: Option<usize>,
    /// What is wrong.
    pub problem: DerivationProblem,
}

impl fmt::Display for DerivationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

impl std::error::Error for DerivationError {}

/// What is wrong with a derivation, by the constraints of XML Schema part 2, 4.3, and part 1, 3.14.6.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DerivationProblem {
    /// `anySimpleType` can't be restricted.
    #[error("anySimpleType has no restrictions but the primitive types")]
    AnySimpleType,
    /// The items of a list can't be lists.
    #[error("a list's items can't be lists")]
    ListOfLists,
    /// The type would be made of more than [`MAX_TYPE_PARTS`].
    #[error("made of more than {MAX_TYPE_PARTS} types")]
    TooManyParts,
    /// More than [`MAX_PATTERN_STEPS`] steps give patterns.
    #[error("more than {MAX_PATTERN_STEPS} steps of derivation with patterns")]
    TooManySteps,
    /// The facet is none of those that such a type can have (4.1.5).
    #[error("{facet} is no facet of {variety}")]
    NotApplicable {
        /// The facet.
        facet: FacetKind,
        /// What kind of type that is, such as `a list`.
        variety: &'static str,
    },
    /// The same facet twice in one step.
    #[error("{0} is given twice")]
    Twice(FacetKind),
    /// Two facets that can't stand together, such as `minInclusive` and `minExclusive`.
    #[error("{0} and {1} can't be given together")]
    Together(FacetKind, FacetKind),
    /// The facet's value isn't what such a facet takes.
    #[error("the value of {facet} is {error}")]
    Value {
        /// The facet.
        facet: FacetKind,
        /// What is wrong with it.
        error: ValueError,
    },
    /// The pattern is none.
    #[error("the pattern is no regular expression of XML Schema: {0}")]
    Pattern(PatternError),
    /// The facet is fixed on the way to the base type, to another value.
    #[error("{facet} is fixed to {value}")]
    Fixed {
        /// The facet.
        facet: FacetKind,
        /// Its fixed value.
        value: String,
    },
    /// The facet allows what the base type doesn't.
    #[error("{facet} can't be wider than the base type's {base}, {value}")]
    Wider {
        /// The facet.
        facet: FacetKind,
        /// The base type's facet that it conflicts with.
        base: FacetKind,
        /// That facet's value.
        value: String,
    },
    /// Two facets in force leave no value.
    #[error("{facet} contradicts {other}, {value}")]
    Contradiction {
        /// The facet.
        facet: FacetKind,
        /// The facet that it conflicts with, of the same step or the base type's.
        other: FacetKind,
        /// That facet's value.
        value: String,
    },
}
