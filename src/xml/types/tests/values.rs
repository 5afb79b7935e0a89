//! Values and canonical forms: they agree on what is equal.

use std::hash::{DefaultHasher, Hash, Hasher};

use proptest::prelude::*;

use super::super::{Value, ValueError};
use super::{Prefixes, built_in};

fn value(local: &str, text: &str) -> Value {
    built_in(local).value(text, &Prefixes).unwrap_or_else(|error| panic!("{local} {text}: {error}"))
}

fn hash(value: &Value) -> u64 {
    let mut state = DefaultHasher::new();
    value.hash(&mut state);
    state.finish()
}

#[test]
fn values_are_equal_however_they_are_written() {
    for (local, one, other) in [
        ("decimal", "1.0", "+001.00"),
        ("boolean", "true", "1"),
        ("float", "1e3", "1000.0"),
        ("float", "0", "-0"),
        ("double", "NaN", "NaN"),
        ("double", "1e400", "INF"),
        ("float", "16777217", "16777216"),
        ("duration", "P1Y", "P12M"),
        ("duration", "P1D", "PT24H"),
        ("dateTime", "2004-03-31T24:00:00Z", "2004-04-01T09:00:00+09:00"),
        ("base64Binary", "Zm9v", "Z m 9 v"),
        ("QName", "p:a", "q:a"),
        ("NMTOKENS", "a b", " a\nb "),
        ("token", " a  b", "a b"),
    ] {
        assert_eq!(value(local, one), value(local, other), "{local} {one} {other}");
        assert_eq!(hash(&value(local, one)), hash(&value(local, other)), "{local} {one} {other}");
    }
}

#[test]
fn different_values_are_not_equal() {
    for (local, one, other) in [
        ("duration", "P1M", "P30D"),
        ("string", "a", " a"),
        ("dateTime", "2004-03-31T00:00:00", "2004-03-31T00:00:00Z"),
        ("anyURI", "http://a/%41", "http://a/A"),
        ("QName", "p:a", "r:a"),
        ("double", "16777217", "16777216"),
        ("NMTOKENS", "a b", "b a"),
    ] {
        assert_ne!(value(local, one), value(local, other), "{local} {one} {other}");
    }
    assert_ne!(value("float", "1"), value("double", "1"), "value spaces of primitive types are disjoint");
    assert_ne!(value("hexBinary", "00"), value("base64Binary", "AA=="));
}

#[test]
fn what_can_not_be_reckoned_with_is_sound_and_has_no_value() {
    let year = built_in("gYear");
    assert_eq!(year.check("1234567890123", &Prefixes), Ok(()));
    assert_eq!(year.value("1234567890123", &Prefixes), Err(ValueError::TooFar));
}

/// A type's name and two texts that it takes.
fn texts() -> impl Strategy<Value = (&'static str, String, String)> {
    let forms = [
        ("boolean", "true|false|0|1"),
        ("decimal", "[+-]?[01]{1,3}(\\.[01]{0,3})?"),
        ("integer", "[+-]?[01]{1,4}"),
        ("float", "[+-]?[01]{1,3}(\\.[01]{1,2})?([eE][+-]?[0-9]{1,2})?|INF|-INF|NaN"),
        ("double", "[+-]?[01]{1,3}(\\.[01]{1,2})?([eE][+-]?[0-9]{1,3})?|INF|-INF|NaN"),
        ("duration", "-?P[0-2]{1,2}Y[0-9]{1,2}M[0-2]DT[0-9]{2}H[0-9]{2}M[0-9]{1,2}(\\.[05]{1,2})?S"),
        ("hexBinary", "([aA0][0fF]){0,2}"),
        ("base64Binary", "(A ?[AB] ?[CA] ?[AB]){0,1}( ?A ?[AQg] ?= ?=)?"),
        ("NMTOKENS", "[ab]( {1,2}[ab]){0,2} ?"),
        ("token", " ?[ab]{0,2} {0,2}[ab]?"),
    ];
    proptest::sample::select(forms.to_vec()).prop_flat_map(|(local, form)| (Just(local), form, form))
}

proptest! {
    #[test]
    fn equal_values_have_one_canonical_form((local, one, other) in texts()) {
        let kind = built_in(local);
        let canonical = |text: &str| kind.canonical(text, &Prefixes).expect("a sound text");
        let equal = value(local, &one) == value(local, &other);
        prop_assert_eq!(equal, canonical(&one) == canonical(&other), "{} {:?} {:?}", local, one, other);
        if equal {
            prop_assert_eq!(hash(&value(local, &one)), hash(&value(local, &other)));
        }
        prop_assert_eq!(canonical(&canonical(&one)), canonical(&one));
        prop_assert_eq!(value(local, &canonical(&one)), value(local, &one));
    }

    #[test]
    fn no_text_makes_a_type_panic(text in "\\PC{0,12}|[-+:.0-9TZPYMDHSeE ]{0,30}") {
        for kind in super::super::BuiltIn::ALL {
            let kind = super::super::SimpleType::built_in(*kind);
            let sound = kind.check(&text, &Prefixes).is_ok();
            let value = kind.value(&text, &Prefixes);
            prop_assert!(value.is_ok() == sound || value == Err(ValueError::TooFar), "{:?}", text);
            prop_assert_eq!(kind.canonical(&text, &Prefixes).is_ok(), value.is_ok());
        }
    }
}
