//! What XPath 1.0 makes of typed texts when it compares them: numbers, booleans and strings.

use super::value::Value;
use super::{NamespaceContext, SimpleType};
use crate::model::{Decimal, Name};

/// Any prefix will do: XPath 1.0 has no qualified names, so that they are compared as they are written.
struct AnyPrefix;

impl NamespaceContext for AnyPrefix {
    fn resolve(&self, _: &str) -> Option<Name> {
        Some(Name::EMPTY)
    }
}

impl SimpleType {
    /// A text that is the same for all texts of the type that XPath 1.0 finds equal (3.4): decimals and floats are
    /// numbers, booleans are booleans, all else is a string, its white space as the type has it.
    ///
    /// `None` for what is no number, `NaN`: it is equal to nothing, and not to itself.
    ///
    /// ```
    /// use factum::xml::types::{BuiltIn, SimpleType};
    /// let double = SimpleType::built_in(BuiltIn::Double);
    /// assert_eq!(double.comparable("12E-1"), double.comparable("+1.20"));
    /// assert_eq!(double.comparable("NaN"), None);
    /// ```
    #[must_use]
    pub fn comparable(&self, text: &str) -> Option<String> {
        match self.value(text, &AnyPrefix) {
            Ok(Value::Boolean(value)) => Some(value.to_string()),
            Ok(Value::Decimal(value)) => Some(value.to_string()),
            Ok(Value::Float(value)) => of_float(f64::from(value), text),
            Ok(Value::Double(value)) => of_float(value, text),
            _ => Some(self.normalize(text).into_owned()),
        }
    }
}

/// A floating point number by the digits that are written, not by the nearest one that can be held.
fn of_float(value: f64, text: &str) -> Option<String> {
    if value.is_nan() {
        return None;
    }
    let exact = if value == 0.0 { Some(Decimal::ZERO) } else { Decimal::parse_scientific(text) };
    Some(exact.filter(|_| value.is_finite()).map_or_else(|| value.to_string(), |exact| exact.to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::{BuiltIn, SimpleType};

    #[test]
    fn texts_are_compared_by_what_they_mean_to_xpath() {
        for (kind, one, other, equal) in [
            (BuiltIn::Decimal, "1.0", "+01", true),
            (BuiltIn::Integer, "-0", "0", true),
            (BuiltIn::Double, "123456E-3", "123.456", true),
            (BuiltIn::Double, "INF", "-INF", false),
            (BuiltIn::Float, "1e999", "INF", true),
            (BuiltIn::Boolean, "1", "true", true),
            (BuiltIn::Boolean, "0", "true", false),
            (BuiltIn::String, "1.0", "1", false),
            (BuiltIn::Token, " a  b ", "a b", true),
            (BuiltIn::Date, "2024-01-01", "2024-01-01Z", false),
            (BuiltIn::QName, "a:b", "c:b", false),
        ] {
            let kind = SimpleType::built_in(kind);
            assert_eq!(kind.comparable(one) == kind.comparable(other), equal, "{one} {other}");
        }
        assert_eq!(SimpleType::built_in(BuiltIn::Double).comparable("NaN"), None);
    }
}
