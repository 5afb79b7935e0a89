//! Facets: what a derivation gives, and what is in force along the whole derivation (part 2, 4.3).

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use super::NamespaceContext;
use super::built_in::{BuiltIn, Primitive};
use super::error::ValueError;
use super::number::Digits;
use super::pattern::Pattern;
use super::value::{self, Value};

/// The twelve facets that constrain a type (part 2, 4.3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "each is named as XML Schema names it")]
pub enum FacetKind {
    Length,
    MinLength,
    MaxLength,
    Pattern,
    Enumeration,
    WhiteSpace,
    MaxInclusive,
    MaxExclusive,
    MinInclusive,
    MinExclusive,
    TotalDigits,
    FractionDigits,
}

impl FacetKind {
    /// All of them, in the specification's order.
    pub const ALL: [FacetKind; 12] = [
        FacetKind::Length,
        FacetKind::MinLength,
        FacetKind::MaxLength,
        FacetKind::Pattern,
        FacetKind::Enumeration,
        FacetKind::WhiteSpace,
        FacetKind::MaxInclusive,
        FacetKind::MaxExclusive,
        FacetKind::MinInclusive,
        FacetKind::MinExclusive,
        FacetKind::TotalDigits,
        FacetKind::FractionDigits,
    ];

    /// The local name of the facet's element in a schema.
    #[must_use]
    pub fn local(self) -> &'static str {
        match self {
            FacetKind::Length => "length",
            FacetKind::MinLength => "minLength",
            FacetKind::MaxLength => "maxLength",
            FacetKind::Pattern => "pattern",
            FacetKind::Enumeration => "enumeration",
            FacetKind::WhiteSpace => "whiteSpace",
            FacetKind::MaxInclusive => "maxInclusive",
            FacetKind::MaxExclusive => "maxExclusive",
            FacetKind::MinInclusive => "minInclusive",
            FacetKind::MinExclusive => "minExclusive",
            FacetKind::TotalDigits => "totalDigits",
            FacetKind::FractionDigits => "fractionDigits",
        }
    }

    /// The facet of an element's local name.
    #[must_use]
    pub fn from_local(local: &str) -> Option<FacetKind> {
        FacetKind::ALL.into_iter().find(|kind| kind.local() == local)
    }
}

impl fmt::Display for FacetKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.local())
    }
}

/// A facet as a schema gives it in one step of derivation.
#[derive(Clone, Copy)]
pub struct Facet<'a> {
    /// Which one.
    pub kind: FacetKind,
    /// The `value` attribute.
    pub value: &'a str,
    /// The `fixed` attribute: further steps can't give another value. `pattern` and `enumeration` have none.
    pub fixed: bool,
    /// The namespaces in scope of the facet's element, for values that are qualified names.
    pub context: &'a dyn NamespaceContext,
}

/// A least or greatest value.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) exclusive: bool,
    pub(super) text: Box<str>,
    pub(super) value: Value,
}

/// The allowed values of one step of derivation, or of the whole of it.
#[derive(Debug)]
pub(super) struct Enumeration {
    /// In the schema's order, white space seen to.
    pub(super) texts: Arc<[Box<str>]>,
    /// Their values, without repetitions; sorted where the type's values are strings.
    pub(super) values: Vec<Value>,
}

/// The facets in force of a type: its own and those of all that it derives from.
#[derive(Clone, Default, Debug)]
pub(super) struct Facets {
    pub(super) length: Option<u64>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) total_digits: Option<u64>,
    pub(super) fraction_digits: Option<u64>,
    pub(super) lower: Option<Bound>,
    pub(super) upper: Option<Bound>,
    /// One set of patterns for each step; a text matches one of each set.
    pub(super) patterns: Vec<Arc<Patterns>>,
    pub(super) enumeration: Option<Arc<Enumeration>>,
    /// Those that further steps can't change.
    pub(super) fixed: Vec<FacetKind>,
}

/// The patterns of one step.
#[derive(Debug)]
pub(super) struct Patterns {
    pub(super) sources: Arc<[String]>,
    pub(super) compiled: Vec<Pattern>,
}

impl Bound {
    /// The facet that gives a lower bound.
    pub(super) fn lower_kind(&self) -> FacetKind {
        if self.exclusive { FacetKind::MinExclusive } else { FacetKind::MinInclusive }
    }

    /// The facet that gives an upper bound.
    pub(super) fn upper_kind(&self) -> FacetKind {
        if self.exclusive { FacetKind::MaxExclusive } else { FacetKind::MaxInclusive }
    }
}

impl Facets {
    /// Checks what every variety has: patterns and lengths, the latter as counted in `unit`.
    pub(super) fn check_patterns(&self, text: &str) -> Result<(), ValueError> {
        for step in &self.patterns {
            if !step.compiled.iter().any(|pattern| pattern.matches(text)) {
                return Err(ValueError::Pattern { patterns: Arc::clone(&step.sources) });
            }
        }
        Ok(())
    }

    /// Whether any facet counts a length.
    pub(super) fn have_length(&self) -> bool {
        self.length.is_some() || self.min_length.is_some() || self.max_length.is_some()
    }

    pub(super) fn check_length(&self, found: u64, unit: &'static str) -> Result<(), ValueError> {
        let wrong = |facet, limit: u64| Err(ValueError::Length { facet, limit, found, unit });
        match (self.length, self.min_length, self.max_length) {
            (Some(limit), _, _) if found != limit => wrong(FacetKind::Length, limit),
            (_, Some(limit), _) if found < limit => wrong(FacetKind::MinLength, limit),
            (_, _, Some(limit)) if found > limit => wrong(FacetKind::MaxLength, limit),
            _ => Ok(()),
        }
    }

    fn check_digits(&self, digits: Digits<'_>) -> Result<(), ValueError> {
        let limits = [
            (FacetKind::TotalDigits, self.total_digits, digits.total()),
            (FacetKind::FractionDigits, self.fraction_digits, digits.behind_point()),
        ];
        for (facet, limit, found) in limits {
            if let Some(limit) = limit.filter(|limit| found > *limit) {
                return Err(ValueError::Digits { facet, limit, found });
            }
        }
        Ok(())
    }

    /// Checks both bounds, with the order of the value to a bound.
    fn check_bounds(&self, order: impl Fn(&Bound) -> Option<Ordering>) -> Result<(), ValueError> {
        let within = |bound: &Bound, beyond: Ordering| match order(bound) {
            Some(Ordering::Equal) => !bound.exclusive,
            order => order == Some(beyond),
        };
        if let Some(lower) = self.lower.as_ref().filter(|lower| !within(lower, Ordering::Greater)) {
            return Err(ValueError::Bound { facet: lower.lower_kind(), bound: lower.text.clone() });
        }
        if let Some(upper) = self.upper.as_ref().filter(|upper| !within(upper, Ordering::Less)) {
            return Err(ValueError::Bound { facet: upper.upper_kind(), bound: upper.text.clone() });
        }
        Ok(())
    }

    /// Checks a sound text of an atomic type against all facets.
    pub(super) fn check_atomic(
        &self,
        primitive: Primitive,
        kind: BuiltIn,
        text: &str,
        context: &dyn NamespaceContext,
    ) -> Result<(), ValueError> {
        self.check_limits(primitive, kind, text, context)?;
        self.check_patterns(text)?;
        let Some(enumeration) = &self.enumeration else { return Ok(()) };
        let allowed = match primitive {
            Primitive::String | Primitive::AnyUri => enumeration.has_text(text),
            _ => enumeration.values.contains(&value::parse(primitive, kind, text, context)?),
        };
        if allowed { Ok(()) } else { Err(enumeration.error()) }
    }

    /// Checks lengths, digits and bounds.
    fn check_limits(
        &self,
        primitive: Primitive,
        kind: BuiltIn,
        text: &str,
        context: &dyn NamespaceContext,
    ) -> Result<(), ValueError> {
        if self.have_length()
            && let Some((found, unit)) = value::length(primitive, text)
        {
            self.check_length(found, unit)?;
        }
        if primitive == Primitive::Decimal
            && let Some(digits) = Digits::of(text)
        {
            self.check_digits(digits)?;
            // Digits are compared as they stand: no number is computed for a check.
            return self.check_bounds(|bound| Digits::of(&bound.text).map(|bound| digits.cmp(&bound)));
        }
        if self.lower.is_some() || self.upper.is_some() {
            let value = value::parse(primitive, kind, text, context)?;
            return self.check_bounds(|bound| value.partial_cmp(&bound.value));
        }
        Ok(())
    }
}

impl Enumeration {
    fn has_text(&self, text: &str) -> bool {
        let order = |value: &Value| match value {
            Value::String(known) | Value::AnyUri(known) => (**known).cmp(text),
            _ => Ordering::Less,
        };
        self.values.binary_search_by(order).is_ok()
    }

    #[cold]
    pub(super) fn error(&self) -> ValueError {
        ValueError::Enumeration { values: Arc::clone(&self.texts) }
    }
}
