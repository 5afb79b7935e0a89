//! Derivation by restriction: the facets of a step, checked against each other and against the base type (part 2, 4.3).

use std::cmp::Ordering;
use std::sync::Arc;

use super::built_in::{BuiltIn, Primitive};
use super::error::{DerivationError, DerivationProblem, ValueError};
use super::facet::{Bound, Enumeration, Facet, FacetKind, Facets, Patterns};
use super::pattern::Pattern;
use super::text::{self, WhiteSpace};
use super::value::{self, Value};
use super::{SimpleType, Variety};
use crate::xml::limits::MAX_PATTERN_STEPS;

type Outcome<T> = Result<T, DerivationError>;

fn fault<T>(facet: usize, problem: DerivationProblem) -> Outcome<T> {
    Err(DerivationError { facet: Some(facet), problem })
}

/// The type that a step of restriction makes.
pub(super) fn restrict(base: &SimpleType, facets: &[Facet<'_>]) -> Outcome<SimpleType> {
    if base.variety.is_any() {
        return Err(DerivationError { facet: None, problem: DerivationProblem::AnySimpleType });
    }
    let mut step = Step { base, facets, made: base.clone() };
    step.check_set()?;
    for (at, facet) in facets.iter().enumerate() {
        step.take(at, facet)?;
    }
    step.take_patterns()?;
    step.take_enumeration()?;
    step.check_contradictions()?;
    for facet in facets.iter().filter(|facet| facet.fixed) {
        if !step.is_fixed(facet.kind) {
            step.made.facets.fixed.push(facet.kind);
        }
    }
    step.made.constrained |= facets.iter().any(|facet| facet.kind != FacetKind::WhiteSpace);
    Ok(step.made)
}

struct Step<'a> {
    base: &'a SimpleType,
    facets: &'a [Facet<'a>],
    made: SimpleType,
}

/// Whether such types have the facet (part 2, 4.1.5).
fn is_applicable(variety: &Variety, facet: FacetKind) -> bool {
    use FacetKind::{
        Enumeration, FractionDigits, Length, MaxExclusive, MaxInclusive, MaxLength, MinExclusive, MinInclusive,
        MinLength, Pattern, TotalDigits, WhiteSpace,
    };
    match variety {
        Variety::Any => false,
        Variety::Union(_) => matches!(facet, Pattern | Enumeration),
        Variety::List(_) => matches!(facet, Length | MinLength | MaxLength | Pattern | Enumeration | WhiteSpace),
        Variety::Atomic(primitive) => match facet {
            Pattern | WhiteSpace => true,
            Enumeration => *primitive != Primitive::Boolean,
            Length | MinLength | MaxLength => matches!(
                primitive,
                Primitive::String
                    | Primitive::AnyUri
                    | Primitive::HexBinary
                    | Primitive::Base64Binary
                    | Primitive::QName
                    | Primitive::Notation
            ),
            TotalDigits | FractionDigits => *primitive == Primitive::Decimal,
            MinInclusive | MinExclusive | MaxInclusive | MaxExclusive => is_ordered(*primitive),
        },
    }
}

/// Whether the primitive type's values have an order, be it a partial one.
fn is_ordered(primitive: Primitive) -> bool {
    !matches!(
        primitive,
        Primitive::String
            | Primitive::Boolean
            | Primitive::AnyUri
            | Primitive::HexBinary
            | Primitive::Base64Binary
            | Primitive::QName
            | Primitive::Notation
    )
}

fn variety_words(variety: &Variety) -> &'static str {
    match variety {
        Variety::Any => "anySimpleType",
        Variety::Union(_) => "a union",
        Variety::List(_) => "a list",
        Variety::Atomic(Primitive::Boolean) => "a boolean",
        Variety::Atomic(Primitive::Decimal | Primitive::Float | Primitive::Double) => "a number",
        Variety::Atomic(Primitive::String | Primitive::AnyUri) => "a text",
        Variety::Atomic(Primitive::HexBinary | Primitive::Base64Binary) => "binary data",
        Variety::Atomic(Primitive::QName | Primitive::Notation) => "a name",
        Variety::Atomic(_) => "a date, time or duration",
    }
}

impl Step<'_> {
    /// Where a facet is given in this step.
    fn position(&self, kind: FacetKind) -> Option<usize> {
        self.facets.iter().position(|facet| facet.kind == kind)
    }

    /// Each facet applies to the type and is given once; the two kinds of a bound exclude each other.
    fn check_set(&self) -> Outcome<()> {
        for (at, facet) in self.facets.iter().enumerate() {
            if !is_applicable(&self.base.variety, facet.kind) {
                let variety = variety_words(&self.base.variety);
                return fault(at, DerivationProblem::NotApplicable { facet: facet.kind, variety });
            }
            let repeatable = matches!(facet.kind, FacetKind::Pattern | FacetKind::Enumeration);
            if !repeatable && self.position(facet.kind) != Some(at) {
                return fault(at, DerivationProblem::Twice(facet.kind));
            }
        }
        let pairs =
            [(FacetKind::MinInclusive, FacetKind::MinExclusive), (FacetKind::MaxInclusive, FacetKind::MaxExclusive)];
        for (one, other) in pairs {
            if let (Some(one_at), Some(other_at)) = (self.position(one), self.position(other)) {
                return fault(one_at.max(other_at), DerivationProblem::Together(one, other));
            }
        }
        Ok(())
    }

    /// Takes a facet that is given once.
    fn take(&mut self, at: usize, facet: &Facet<'_>) -> Outcome<()> {
        let base = &self.base.facets;
        match facet.kind {
            FacetKind::Pattern | FacetKind::Enumeration => {}
            FacetKind::WhiteSpace => self.take_white_space(at, facet)?,
            FacetKind::Length => self.made.facets.length = Some(self.take_count(at, facet, base.length)?),
            FacetKind::MinLength => self.made.facets.min_length = Some(self.take_count(at, facet, base.min_length)?),
            FacetKind::MaxLength => self.made.facets.max_length = Some(self.take_count(at, facet, base.max_length)?),
            FacetKind::TotalDigits => {
                self.made.facets.total_digits = Some(self.take_count(at, facet, base.total_digits)?);
            }
            FacetKind::FractionDigits => {
                self.made.facets.fraction_digits = Some(self.take_count(at, facet, base.fraction_digits)?);
            }
            FacetKind::MinInclusive | FacetKind::MinExclusive => {
                self.made.facets.lower = Some(self.take_bound(at, facet)?);
            }
            FacetKind::MaxInclusive | FacetKind::MaxExclusive => {
                self.made.facets.upper = Some(self.take_bound(at, facet)?);
            }
        }
        Ok(())
    }

    fn is_fixed(&self, kind: FacetKind) -> bool {
        self.base.facets.fixed.contains(&kind)
    }

    fn take_white_space(&mut self, at: usize, facet: &Facet<'_>) -> Outcome<()> {
        let expected = "\"preserve\", \"replace\" or \"collapse\"";
        let Some(white_space) = WhiteSpace::from_str(&WhiteSpace::Collapse.apply(facet.value)) else {
            let error = ValueError::Form { expected };
            return fault(at, DerivationProblem::Value { facet: facet.kind, error });
        };
        let base = self.base.white_space;
        let (kind, value) = (facet.kind, base.as_str().to_owned());
        if white_space != base && self.is_fixed(kind) {
            return fault(at, DerivationProblem::Fixed { facet: kind, value });
        }
        if white_space < base {
            return fault(at, DerivationProblem::Wider { facet: kind, base: kind, value });
        }
        self.made.white_space = white_space;
        Ok(())
    }

    /// A length or a number of digits, no wider than the base type's.
    fn take_count(&self, at: usize, facet: &Facet<'_>, base: Option<u64>) -> Outcome<u64> {
        let text = WhiteSpace::Collapse.apply(facet.value);
        let least = u64::from(facet.kind == FacetKind::TotalDigits);
        let digits = text.strip_prefix('+').unwrap_or(&text);
        let count = if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            None
        } else {
            // What is too large to be counted limits nothing that could be there.
            Some(digits.parse().unwrap_or(u64::MAX))
        };
        let Some(count) = count.filter(|count| *count >= least) else {
            let expected = if least == 0 { "a whole number" } else { "a whole number above zero" };
            let error = ValueError::Form { expected };
            return fault(at, DerivationProblem::Value { facet: facet.kind, error });
        };
        let Some(base) = base.filter(|base| *base != count) else { return Ok(count) };
        let (kind, value) = (facet.kind, base.to_string());
        if self.is_fixed(kind) || kind == FacetKind::Length {
            return fault(at, DerivationProblem::Fixed { facet: kind, value });
        }
        let wider = if kind == FacetKind::MinLength { count < base } else { count > base };
        if wider { fault(at, DerivationProblem::Wider { facet: kind, base: kind, value }) } else { Ok(count) }
    }

    /// A bound: a value of the base type but for its bounds, and no wider than those.
    fn take_bound(&self, at: usize, facet: &Facet<'_>) -> Outcome<Bound> {
        let (kind, base) = (facet.kind, self.base);
        let bound = self.bound(facet).or_else(|error| fault(at, DerivationProblem::Value { facet: kind, error }))?;
        let is_lower = matches!(kind, FacetKind::MinInclusive | FacetKind::MinExclusive);
        let Some(old) = (if is_lower { &base.facets.lower } else { &base.facets.upper }) else { return Ok(bound) };
        let old_kind = if is_lower { old.lower_kind() } else { old.upper_kind() };
        let (order, value) = (bound.value.partial_cmp(&old.value), old.text.to_string());
        if old_kind == kind && order != Some(Ordering::Equal) && self.is_fixed(kind) {
            return fault(at, DerivationProblem::Fixed { facet: kind, value });
        }
        let outside = if is_lower { Ordering::Less } else { Ordering::Greater };
        let loosened = order == Some(Ordering::Equal) && old.exclusive && !bound.exclusive;
        if order == Some(outside) || loosened {
            return fault(at, DerivationProblem::Wider { facet: kind, base: old_kind, value });
        }
        Ok(bound)
    }

    fn bound(&self, facet: &Facet<'_>) -> Result<Bound, ValueError> {
        let base = self.base;
        let text = base.normalize(facet.value);
        let Variety::Atomic(primitive) = base.variety else { return Err(ValueError::Form { expected: "a value" }) };
        value::check(base.built_in, &text, facet.context)?;
        let unbounded = Facets { lower: None, upper: None, ..base.facets.clone() };
        unbounded.check_atomic(primitive, base.built_in, &text, facet.context)?;
        let value = value::parse(primitive, base.built_in, &text, facet.context)?;
        let exclusive = matches!(facet.kind, FacetKind::MinExclusive | FacetKind::MaxExclusive);
        Ok(Bound { exclusive, text: text.into(), value })
    }

    fn take_patterns(&mut self) -> Outcome<()> {
        let (mut sources, mut compiled) = (Vec::new(), Vec::new());
        for (at, facet) in self.facets.iter().enumerate().filter(|(_, facet)| facet.kind == FacetKind::Pattern) {
            let pattern =
                Pattern::compile(facet.value).or_else(|error| fault(at, DerivationProblem::Pattern(error)))?;
            compiled.push(pattern);
            sources.push(facet.value.to_owned());
        }
        if let Some(at) = self.position(FacetKind::Pattern) {
            if self.base.facets.patterns.len() == MAX_PATTERN_STEPS {
                return fault(at, DerivationProblem::TooManySteps);
            }
            self.made.facets.patterns.push(Arc::new(Patterns { sources: sources.into(), compiled }));
        }
        Ok(())
    }

    /// The step's allowed values, each one of the base type's.
    fn take_enumeration(&mut self) -> Outcome<()> {
        let (mut texts, mut values) = (Vec::new(), Vec::new());
        for (at, facet) in self.facets.iter().enumerate().filter(|(_, facet)| facet.kind == FacetKind::Enumeration) {
            let value = self.base.value(facet.value, facet.context);
            let value =
                value.or_else(|error| fault(at, DerivationProblem::Value { facet: FacetKind::Enumeration, error }))?;
            texts.push(self.base.normalize(facet.value).into());
            values.push(value);
        }
        if texts.is_empty() {
            return Ok(());
        }
        if let Variety::Atomic(Primitive::String | Primitive::AnyUri) = self.base.variety {
            let text = |value: &Value| match value {
                Value::String(text) | Value::AnyUri(text) => text.clone(),
                _ => Box::default(),
            };
            values.sort_by_cached_key(text);
            values.dedup();
        }
        self.made.facets.enumeration = Some(Arc::new(Enumeration { texts: texts.into(), values }));
        Ok(())
    }

    /// Facets in force that leave no value, or can't be in force together.
    fn check_contradictions(&self) -> Outcome<()> {
        let facets = &self.made.facets;
        self.check_lengths()?;
        self.contradict(
            (FacetKind::FractionDigits, facets.fraction_digits),
            (FacetKind::TotalDigits, facets.total_digits),
        )?;
        let (Some(lower), Some(upper)) = (&facets.lower, &facets.upper) else { return Ok(()) };
        let order = lower.value.partial_cmp(&upper.value);
        let empty =
            order == Some(Ordering::Greater) || (order == Some(Ordering::Equal) && lower.exclusive != upper.exclusive);
        if !empty {
            return Ok(());
        }
        let (lower_kind, upper_kind) = (lower.lower_kind(), upper.upper_kind());
        let (at, facet, other, value) = match (self.position(upper_kind), self.position(lower_kind)) {
            (Some(at), _) => (at, upper_kind, lower_kind, &lower.text),
            (None, at) => (at.unwrap_or_default(), lower_kind, upper_kind, &upper.text),
        };
        fault(at, DerivationProblem::Contradiction { facet, other, value: value.to_string() })
    }

    /// `length` stands with `minLength` or `maxLength` only where the base type has the same of the latter
    /// (part 2, 4.3.1.4), and all three leave some length.
    fn check_lengths(&self) -> Outcome<()> {
        let (facets, base) = (&self.made.facets, &self.base.facets);
        let others = [
            (FacetKind::MinLength, facets.min_length, base.min_length),
            (FacetKind::MaxLength, facets.max_length, base.max_length),
        ];
        for (kind, limit, base_limit) in others {
            if facets.length.is_some()
                && limit != base_limit
                && let Some(at) = self.position(kind)
            {
                return fault(at, DerivationProblem::Together(FacetKind::Length, kind));
            }
        }
        let (min, length, max) = (
            (FacetKind::MinLength, facets.min_length),
            (FacetKind::Length, facets.length),
            (FacetKind::MaxLength, facets.max_length),
        );
        self.contradict(min, length)?;
        self.contradict(length, max)?;
        self.contradict(min, max)
    }

    /// Refuses a count that is greater than one that it can't exceed, where this step gives either.
    fn contradict(&self, small: (FacetKind, Option<u64>), large: (FacetKind, Option<u64>)) -> Outcome<()> {
        let ((small, Some(low)), (large, Some(high))) = (small, large) else { return Ok(()) };
        if low <= high {
            return Ok(());
        }
        let (at, facet, other, value) = match (self.position(large), self.position(small)) {
            (Some(at), _) => (at, large, small, low),
            (None, at) => (at.unwrap_or_default(), small, large, high),
        };
        fault(at, DerivationProblem::Contradiction { facet, other, value: value.to_string() })
    }
}

/// The facets of a built-in type.
pub(super) fn of_built_in(kind: BuiltIn, primitive: Option<Primitive>) -> Facets {
    let mut facets = Facets::default();
    if kind.item().is_some() {
        facets.min_length = Some(1);
    }
    if kind.derives_from(BuiltIn::Integer) {
        facets.fraction_digits = Some(0);
        facets.fixed.push(FacetKind::FractionDigits);
    }
    if !kind.derives_from(BuiltIn::String) && kind != BuiltIn::AnySimpleType {
        facets.fixed.push(FacetKind::WhiteSpace);
    }
    let bound = |text: &'static str| {
        let value = value::parse(primitive?, kind, text, &super::NoNamespaces).ok()?;
        Some(Bound { exclusive: false, text: text.into(), value })
    };
    let (lower, upper) = kind.bounds();
    facets.lower = lower.and_then(bound);
    facets.upper = upper.and_then(bound);
    facets
}

/// The white space of a built-in type.
pub(super) fn white_space_of(kind: BuiltIn) -> WhiteSpace {
    match kind {
        BuiltIn::AnySimpleType | BuiltIn::String => WhiteSpace::Preserve,
        BuiltIn::NormalizedString => WhiteSpace::Replace,
        _ => WhiteSpace::Collapse,
    }
}

/// The number of a list's items.
pub(super) fn count_items(text: &str) -> u64 {
    text::words(text).count() as u64
}
