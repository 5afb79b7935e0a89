//! Units: measures multiplied, and measures they are divided by (XBRL 2.1, 4.8).

use super::name::{Name, QName};

/// A unit. Equal units are equal here, in whatever order they were written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Unit {
    numerators: Vec<QName>,
    denominators: Vec<QName>,
}

impl Unit {
    /// The unit of these measures; their order does not matter.
    #[must_use]
    pub fn new(mut numerators: Vec<QName>, mut denominators: Vec<QName>) -> Unit {
        numerators.sort_by_key(|measure| measure.sort_key());
        denominators.sort_by_key(|measure| measure.sort_key());
        Unit { numerators, denominators }
    }

    /// The unit of one measure.
    #[must_use]
    pub fn measure(measure: QName) -> Unit {
        Unit { numerators: vec![measure], denominators: Vec::new() }
    }

    /// The measures that are multiplied, sorted by namespace and local name.
    #[must_use]
    pub fn numerators(&self) -> &[QName] {
        &self.numerators
    }

    /// The measures that are divided by, sorted likewise; empty where there is no division.
    #[must_use]
    pub fn denominators(&self) -> &[QName] {
        &self.denominators
    }

    /// The currency's code, where the unit is one ISO 4217 currency.
    #[must_use]
    pub fn currency(&self) -> Option<&'static str> {
        match (self.numerators.as_slice(), self.denominators.as_slice()) {
            ([one], []) if one.namespace == Name::ISO4217 => Some(one.local.as_str()),
            _ => None,
        }
    }
}

/// `JPY`, `JPY/shares`, `m*m/s`: local names, for people.
impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let join = |measures: &[QName]| measures.iter().map(|m| m.local.as_str()).collect::<Vec<_>>().join("*");
        f.write_str(&join(&self.numerators))?;
        if !self.denominators.is_empty() {
            write!(f, "/{}", join(&self.denominators))?;
        }
        Ok(())
    }
}
