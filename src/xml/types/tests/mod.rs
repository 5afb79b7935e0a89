//! Tests of types as a whole: the built-in ones, derived ones, values.

mod built_ins;
mod derivation;
mod values;

use std::sync::Arc;

use super::{BuiltIn, DerivationError, Facet, FacetKind, NamespaceContext, SimpleType, ValueError};
use crate::model::Name;

/// `p` and `q` are bound to `urn:p`, `r` to `urn:r`; there is no default namespace.
struct Prefixes;

impl NamespaceContext for Prefixes {
    fn resolve(&self, prefix: &str) -> Option<Name> {
        match prefix {
            "" => Some(Name::EMPTY),
            "p" | "q" => Some(Name::new("urn:p")),
            "r" => Some(Name::new("urn:r")),
            _ => None,
        }
    }
}

fn built_in(local: &str) -> Arc<SimpleType> {
    SimpleType::built_in(BuiltIn::from_local(local).expect(local))
}

/// A facet as `name=value`, or `name=!value` where it is fixed.
fn facet(text: &str) -> Facet<'_> {
    let (kind, value) = text.split_once('=').expect("name=value");
    let kind = FacetKind::from_local(kind).expect(kind);
    let (fixed, value) = value.strip_prefix('!').map_or((false, value), |value| (true, value));
    Facet { kind, value, fixed, context: &Prefixes }
}

fn restrict(base: &Arc<SimpleType>, facets: &[&str]) -> Result<Arc<SimpleType>, DerivationError> {
    SimpleType::restrict(base, &facets.iter().map(|text| facet(text)).collect::<Vec<_>>())
}

/// A type by steps of restriction from a built-in one.
fn derived(local: &str, steps: &[&[&str]]) -> Arc<SimpleType> {
    steps.iter().fold(built_in(local), |base, step| {
        restrict(&base, step).unwrap_or_else(|error| panic!("{local} {step:?}: {error}"))
    })
}

fn check(kind: &SimpleType, text: &str) -> Result<(), ValueError> {
    kind.check(text, &Prefixes)
}

fn accepts(kind: &SimpleType, texts: &[&str]) {
    for text in texts {
        if let Err(error) = check(kind, text) {
            panic!("{text:?} is refused: {error}");
        }
    }
}

fn refuses(kind: &SimpleType, texts: &[(&str, &str)]) {
    for (text, message) in texts {
        match check(kind, text) {
            Ok(()) => panic!("{text:?} is accepted"),
            Err(error) => assert_eq!(error.to_string(), *message, "{text:?}"),
        }
    }
}
