//! Values: what texts stand for, compared as XML Schema compares them (part 2, 2.2 and 3.2).

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::NamespaceContext;
use super::binary;
use super::built_in::{BuiltIn, Primitive};
use super::duration::{self, Duration};
use super::error::ValueError;
use super::moment::{self, Moment, MomentError};
use super::number::{self, Digits};
use super::text;
use crate::model::{Decimal, Name, QName};
use crate::xml::name;

/// A value of a primitive type's value space, or a list of them.
///
/// Values are equal as XML Schema has it: decimals and floats by number, dates by the time line, binaries by their
/// octets, names expanded. Values of two primitive types are never equal.
#[derive(Clone, Debug)]
pub enum Value {
    /// A string, of this type or of one that derives from it.
    String(Box<str>),
    /// `true` or `false`.
    Boolean(bool),
    /// A decimal or integer number.
    Decimal(Decimal),
    /// A number in single precision; `NaN` equals itself, the two zeros are one.
    Float(f32),
    /// A number in double precision; `NaN` equals itself, the two zeros are one.
    Double(f64),
    /// A length of time.
    Duration(Duration),
    /// A date or time, of the form that the primitive type is.
    Moment(Primitive, Moment),
    /// Octets that were written in hexadecimal.
    HexBinary(Box<[u8]>),
    /// Octets that were written in base 64.
    Base64Binary(Box<[u8]>),
    /// A URI, as written.
    AnyUri(Box<str>),
    /// An expanded name.
    QName(QName),
    /// The expanded name of a notation.
    Notation(QName),
    /// The items of a list.
    List(Box<[Value]>),
}

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::String(one), Value::String(other)) | (Value::AnyUri(one), Value::AnyUri(other)) => one == other,
            (Value::Boolean(one), Value::Boolean(other)) => one == other,
            (Value::Decimal(one), Value::Decimal(other)) => one == other,
            (Value::Float(one), Value::Float(other)) => one == other || (one.is_nan() && other.is_nan()),
            (Value::Double(one), Value::Double(other)) => one == other || (one.is_nan() && other.is_nan()),
            (Value::Duration(one), Value::Duration(other)) => one == other,
            (Value::Moment(kind, one), Value::Moment(other_kind, other)) => kind == other_kind && one == other,
            (Value::HexBinary(one), Value::HexBinary(other))
            | (Value::Base64Binary(one), Value::Base64Binary(other)) => one == other,
            (Value::QName(one), Value::QName(other)) | (Value::Notation(one), Value::Notation(other)) => one == other,
            (Value::List(one), Value::List(other)) => one == other,
            _ => false,
        }
    }
}

impl Eq for Value {}

/// The bits of a number that stand for all that equal it.
fn float_key(value: f64) -> u64 {
    if value.is_nan() {
        f64::NAN.to_bits()
    } else if value == 0.0 {
        0
    } else {
        value.to_bits()
    }
}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Value::String(text) | Value::AnyUri(text) => text.hash(state),
            Value::Boolean(value) => value.hash(state),
            Value::Decimal(value) => value.hash(state),
            Value::Float(value) => float_key(f64::from(*value)).hash(state),
            Value::Double(value) => float_key(*value).hash(state),
            Value::Duration(value) => value.hash(state),
            Value::Moment(kind, value) => (kind, value).hash(state),
            Value::HexBinary(octets) | Value::Base64Binary(octets) => octets.hash(state),
            Value::QName(name) | Value::Notation(name) => name.hash(state),
            Value::List(items) => items.hash(state),
        }
    }
}

fn compare_floats(one: f64, other: f64) -> Option<Ordering> {
    if one.is_nan() && other.is_nan() { Some(Ordering::Equal) } else { one.partial_cmp(&other) }
}

/// Numbers, dates, times and durations have an order, the last three a partial one; nothing else has.
impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Decimal(one), Value::Decimal(other)) => one.partial_cmp(other),
            (Value::Float(one), Value::Float(other)) => compare_floats(f64::from(*one), f64::from(*other)),
            (Value::Double(one), Value::Double(other)) => compare_floats(*one, *other),
            (Value::Duration(one), Value::Duration(other)) => one.partial_cmp(other),
            (Value::Moment(kind, one), Value::Moment(other_kind, other)) if kind == other_kind => {
                one.partial_cmp(other)
            }
            _ => (self == other).then_some(Ordering::Equal),
        }
    }
}

/// What a text of a type would have to be, as errors say it.
fn expected(kind: BuiltIn) -> &'static str {
    match kind {
        BuiltIn::Boolean => "\"true\", \"false\", \"1\" or \"0\"",
        BuiltIn::Float | BuiltIn::Double => "a number, INF, -INF or NaN",
        BuiltIn::Duration => "a duration of the form PnYnMnDTnHnMnS",
        BuiltIn::DateTime => "a date and time of the form YYYY-MM-DDThh:mm:ss",
        BuiltIn::Time => "a time of the form hh:mm:ss",
        BuiltIn::Date => "a date of the form YYYY-MM-DD",
        BuiltIn::GYearMonth => "a month of the form YYYY-MM",
        BuiltIn::GYear => "a year of the form YYYY",
        BuiltIn::GMonthDay => "a day of the form --MM-DD",
        BuiltIn::GDay => "a day of the form ---DD",
        BuiltIn::GMonth => "a month of the form --MM",
        BuiltIn::HexBinary => "pairs of hexadecimal digits",
        BuiltIn::Base64Binary => "octets in base 64",
        BuiltIn::AnyUri => "a URI reference",
        BuiltIn::QName | BuiltIn::Notation => "a qualified name",
        BuiltIn::Language => "a language tag",
        BuiltIn::NmToken => "a name token",
        BuiltIn::Name => "a name",
        BuiltIn::NcName | BuiltIn::Id | BuiltIn::IdRef | BuiltIn::Entity => "a name without a colon",
        _ if kind.derives_from(BuiltIn::Integer) => "an integer",
        _ if kind.derives_from(BuiltIn::Decimal) => "a decimal number",
        _ => "a text",
    }
}

#[cold]
fn form(kind: BuiltIn) -> ValueError {
    ValueError::Form { expected: expected(kind) }
}

fn of_moment(kind: BuiltIn, error: MomentError) -> ValueError {
    match error {
        MomentError::Form => form(kind),
        MomentError::NoSuchTime => ValueError::NoSuch(match kind {
            BuiltIn::DateTime => "day, time or offset",
            BuiltIn::Time => "time or offset",
            BuiltIn::GYear | BuiltIn::GYearMonth => "year, month or offset",
            BuiltIn::GMonth => "month or offset",
            _ => "day or offset",
        }),
        MomentError::TooFar => ValueError::TooFar,
    }
}

/// Checks that a text, its white space already seen to, is one that a built-in atomic type takes; bounds are not looked at.
pub(super) fn check(kind: BuiltIn, text: &str, context: &dyn NamespaceContext) -> Result<(), ValueError> {
    let sound = match kind {
        BuiltIn::Boolean => matches!(text, "true" | "false" | "1" | "0"),
        BuiltIn::Decimal => number::is_decimal(text),
        BuiltIn::Float | BuiltIn::Double => number::is_float(text),
        BuiltIn::Duration => duration::is_duration(text),
        BuiltIn::HexBinary => binary::hex_length(text).is_some(),
        BuiltIn::Base64Binary => binary::base64_length(text).is_some(),
        BuiltIn::AnyUri => text::is_uri(text),
        BuiltIn::QName | BuiltIn::Notation => return namespace_and_local(kind, text, context).map(drop),
        BuiltIn::Language => text::is_language(text),
        BuiltIn::NmToken => name::is_nmtoken(text),
        BuiltIn::Name => name::is_name(text),
        BuiltIn::NcName | BuiltIn::Id | BuiltIn::IdRef | BuiltIn::Entity => name::is_ncname(text),
        _ => match kind.primitive() {
            Some(Primitive::Decimal) => number::is_integer(text),
            Some(Primitive::String) | None => true,
            Some(primitive) => {
                return moment::parse(primitive, text).map(drop).map_err(|error| of_moment(kind, error));
            }
        },
    };
    if sound { Ok(()) } else { Err(form(kind)) }
}

fn namespace_and_local<'v>(
    kind: BuiltIn,
    text: &'v str,
    context: &dyn NamespaceContext,
) -> Result<(Name, &'v str), ValueError> {
    let (prefix, local) = name::split_qname(text).ok_or_else(|| form(kind))?;
    let namespace = context.resolve(prefix).ok_or_else(|| ValueError::UnknownPrefix { prefix: prefix.into() })?;
    Ok((namespace, local))
}

fn expand(kind: BuiltIn, text: &str, context: &dyn NamespaceContext) -> Result<QName, ValueError> {
    namespace_and_local(kind, text, context).map(|(namespace, local)| QName::new(namespace, local))
}

/// The value of a text that [`check`] has accepted for a built-in type of this primitive type.
pub(super) fn parse(
    primitive: Primitive,
    kind: BuiltIn,
    text: &str,
    context: &dyn NamespaceContext,
) -> Result<Value, ValueError> {
    let value = match primitive {
        Primitive::String => Some(Value::String(text.into())),
        Primitive::AnyUri => Some(Value::AnyUri(text.into())),
        Primitive::Boolean => Some(Value::Boolean(matches!(text, "true" | "1"))),
        Primitive::Decimal => Decimal::parse(text).map(Value::Decimal),
        Primitive::Float => text.parse().ok().map(Value::Float),
        Primitive::Double => text.parse().ok().map(Value::Double),
        Primitive::HexBinary => binary::hex_octets(text).map(|octets| Value::HexBinary(octets.into())),
        Primitive::Base64Binary => binary::base64_octets(text).map(|octets| Value::Base64Binary(octets.into())),
        Primitive::QName => return expand(kind, text, context).map(Value::QName),
        Primitive::Notation => return expand(kind, text, context).map(Value::Notation),
        Primitive::Duration => {
            let duration = Duration::parse(text).ok_or_else(|| form(kind))?;
            return duration.map(Value::Duration).ok_or(ValueError::TooFar);
        }
        _ => {
            let moment = moment::parse(primitive, text).and_then(|fields| fields.moment());
            return moment.map(|moment| Value::Moment(primitive, moment)).map_err(|error| of_moment(kind, error));
        }
    };
    value.ok_or_else(|| form(kind))
}

/// The canonical form of a text that [`check`] has accepted for a built-in type of this primitive type.
///
/// A qualified name has none, for it depends on the prefixes in scope: it stays as written.
pub(super) fn canonical(primitive: Primitive, kind: BuiltIn, text: &str) -> Result<String, ValueError> {
    let canonical = match primitive {
        Primitive::Boolean => Some(matches!(text, "true" | "1").to_string()),
        Primitive::Decimal => Digits::of(text).map(|digits| digits.canonical(kind.derives_from(BuiltIn::Integer))),
        Primitive::Float => {
            text.parse::<f32>().ok().map(|value| number::canonical_float(f64::from(value), &format!("{value:E}")))
        }
        Primitive::Double => {
            text.parse::<f64>().ok().map(|value| number::canonical_float(value, &format!("{value:E}")))
        }
        Primitive::HexBinary => binary::hex_octets(text).map(|octets| binary::hex_canonical(&octets)),
        Primitive::Base64Binary => binary::base64_octets(text).map(|octets| binary::base64_canonical(&octets)),
        Primitive::String | Primitive::AnyUri | Primitive::QName | Primitive::Notation => Some(text.to_owned()),
        Primitive::Duration => {
            let duration = Duration::parse(text).ok_or_else(|| form(kind))?;
            return duration.map(|duration| duration.canonical()).ok_or(ValueError::TooFar);
        }
        _ => {
            let canonical = moment::parse(primitive, text).and_then(|fields| fields.canonical());
            return canonical.map_err(|error| of_moment(kind, error));
        }
    };
    canonical.ok_or_else(|| form(kind))
}

/// What a value's length is counted in, and how long a sound text is; `None` for values that have no length.
///
/// The specification lets qualified names and notations have the length facets, and then every name pass
/// (part 2, 4.3.1.3 as corrected).
pub(super) fn length(primitive: Primitive, text: &str) -> Option<(u64, &'static str)> {
    match primitive {
        Primitive::String | Primitive::AnyUri => Some((text.chars().count() as u64, "character")),
        Primitive::HexBinary => binary::hex_length(text).map(|length| (length, "octet")),
        Primitive::Base64Binary => binary::base64_length(text).map(|length| (length, "octet")),
        _ => None,
    }
}
