//! Each built-in type with texts that it takes and texts that it doesn't.

use super::super::{BuiltIn, Primitive, SimpleType, WhiteSpace};
use super::{Prefixes, accepts, built_in, check};

/// A type's local name, texts that it takes, texts that it doesn't.
const TABLE: &[(&str, &[&str], &[&str])] = &[
    ("anySimpleType", &["", " any\ttext "], &[]),
    ("string", &["", " a\n"], &[]),
    ("normalizedString", &["", "\ta b\n"], &[]),
    ("token", &["", "  a   b "], &[]),
    ("boolean", &["true", "false", " 1 ", "0"], &["", "TRUE", "yes", "01", "2"]),
    (
        "decimal",
        &["0", " -1.50 ", "+.5", "1.", "0000000000000000000000000000000000001.5"],
        &["", "1e3", "1 000", "1,5", "INF", "-"],
    ),
    ("float", &["1", "-1.5E3", "INF", " -INF ", "NaN"], &["", "+INF", "infinity", "1f"]),
    ("double", &["1", "-1.5E300", "INF", "NaN"], &["", "inf", "1d"]),
    ("duration", &["P1Y", "-PT0.5S"], &["", "P", "1Y"]),
    ("dateTime", &["2004-03-31T24:00:00", " 2004-03-31T12:00:00Z "], &["2004-03-31", "2004-03-31T24:00:01", ""]),
    ("time", &["24:00:00", "12:00:00.5+14:00"], &["12:00", "12:00:00+15:00"]),
    ("date", &["2004-02-29", "-0001-01-01Z"], &["2003-02-29", "0000-01-01", "2004-02-29T00:00:00"]),
    ("gYearMonth", &["2004-12"], &["2004-13", "2004"]),
    ("gYear", &["2004", "10000", "-2004Z"], &["04", "0000", "02004"]),
    ("gMonthDay", &["--02-29"], &["--02-30", "02-29"]),
    ("gDay", &["---31"], &["---32", "31"]),
    ("gMonth", &["--12"], &["--13", "--12--"]),
    ("hexBinary", &["", "0aF0", " 00 "], &["0", "0 0 0", "zz"]),
    ("base64Binary", &["", "Zm9v", "Z m 9 v", " Zg== "], &["Zm9", "Zh==", "Zg="]),
    ("anyURI", &["", "http://example.com/a b", "日本", "#a"], &["%zz", "a#b#c"]),
    ("QName", &["p:a", " a "], &["x:a", "p:", ":a", "p:a:b", "1", ""]),
    ("NOTATION", &["p:a"], &["x:a", ""]),
    ("language", &["en", "zh-Hant-TW", "i-klingon", "x-a1"], &["", "en_US", "toolongtag", "1a", "en-", "é"]),
    ("NMTOKEN", &["1a", "-", "a:b"], &["", "a b", "a,b"]),
    ("NMTOKENS", &["1a -", "\na\t"], &["", "  ", "a ,"]),
    ("Name", &["a", ":", "日本"], &["", "1a", "-a", "a b"]),
    ("NCName", &["a", "_1.-"], &["", "a:b", "1a"]),
    ("ID", &["a"], &["", "a:b", "1a"]),
    ("IDREF", &["a"], &["", "a:b"]),
    ("IDREFS", &["a", "a b"], &["", "a 1"]),
    ("ENTITY", &["a"], &["", "a:b"]),
    ("ENTITIES", &["a b"], &["", "a b:c"]),
    ("integer", &["-0", "+12", "123456789012345678901234567890123"], &["", "1.0", "1.", "1e2", "- 1"]),
    ("nonPositiveInteger", &["0", "-0", "+0", "-99999999999999999999"], &["1"]),
    ("negativeInteger", &["-1", "-00001"], &["0", "-0", "1"]),
    ("long", &["9223372036854775807", "-9223372036854775808"], &["9223372036854775808", "-9223372036854775809"]),
    ("int", &["2147483647", "-2147483648", "0000000000000001"], &["2147483648", "-2147483649"]),
    ("short", &["32767", "-32768"], &["32768", "-32769"]),
    ("byte", &["127", "-128"], &["128", "-129"]),
    ("nonNegativeInteger", &["0", "-0", "99999999999999999999"], &["-1"]),
    ("unsignedLong", &["18446744073709551615"], &["18446744073709551616", "-1"]),
    ("unsignedInt", &["4294967295"], &["4294967296", "-1"]),
    ("unsignedShort", &["65535"], &["65536", "-1"]),
    ("unsignedByte", &["255", "-0"], &["256", "-1"]),
    ("positiveInteger", &["1", "+01"], &["0", "-1"]),
];

#[test]
fn each_built_in_type_takes_its_texts_and_no_others() {
    for (local, good, bad) in TABLE {
        let kind = built_in(local);
        accepts(&kind, good);
        for text in *bad {
            assert!(check(&kind, text).is_err(), "{local} takes {text:?}");
        }
    }
}

#[test]
fn every_built_in_type_is_in_the_table() {
    for kind in BuiltIn::ALL {
        assert!(TABLE.iter().any(|(local, ..)| *local == kind.local()), "{kind:?}");
    }
    assert_eq!(TABLE.len(), BuiltIn::ALL.len());
}

#[test]
fn every_text_that_a_type_takes_has_a_canonical_form_of_the_same_value() {
    for (local, good, _) in TABLE {
        let kind = built_in(local);
        for text in *good {
            let canonical = kind.canonical(text, &Prefixes).unwrap_or_else(|error| panic!("{local} {text}: {error}"));
            assert_eq!(kind.value(&canonical, &Prefixes), kind.value(text, &Prefixes), "{local} {text}: {canonical}");
            assert_eq!(kind.canonical(&canonical, &Prefixes), Ok(canonical), "{local} {text}");
        }
    }
}

#[test]
fn messages_say_what_was_expected() {
    let message = |local, text| check(&built_in(local), text).expect_err(text).to_string();
    assert_eq!(message("decimal", "1,5"), "not a decimal number");
    assert_eq!(message("int", "1.0"), "not an integer");
    assert_eq!(message("int", "2147483648"), "not at most 2147483647");
    assert_eq!(message("date", "1.1.2004"), "not a date of the form YYYY-MM-DD");
    assert_eq!(message("date", "2004-02-30"), "not a day or offset that exists");
    assert_eq!(message("QName", "x:a"), "a name whose prefix \"x\" is not declared");
    assert_eq!(message("NMTOKENS", ""), "shorter than 1 item (0)");
    assert_eq!(message("IDREFS", "a 1"), "wrong in item 2, \"1\": not a name without a colon");
}

#[test]
fn types_know_their_primitive_type_and_what_they_derive_from() {
    let byte = built_in("byte");
    assert_eq!(byte.primitive(), Some(Primitive::Decimal));
    assert!(byte.is_numeric() && byte.derives_from(BuiltIn::Integer));
    assert!(built_in("float").is_numeric() && !built_in("duration").is_numeric());
    assert_eq!(built_in("IDREFS").primitive(), None);
    assert_eq!(SimpleType::built_in(BuiltIn::Token).white_space(), WhiteSpace::Collapse);
}
