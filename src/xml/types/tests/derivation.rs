//! Restriction, list and union: what derived types take, and what is no derivation.

use std::sync::Arc;

use super::super::{BuiltIn, FacetKind, SimpleType, ValueError};
use super::{Prefixes, accepts, built_in, check, derived, refuses, restrict};

fn problem(local: &str, steps: &[&[&str]], last: &[&str]) -> (Option<usize>, String) {
    let error = restrict(&derived(local, steps), last).expect_err("no derivation");
    (error.facet, error.to_string())
}

fn union_of(members: Vec<Arc<SimpleType>>) -> Arc<SimpleType> {
    SimpleType::union(members).expect("a union")
}

/// Refuses the last step, for its facet at that position, in those words.
fn no_step(local: &str, steps: &[&[&str]], last: &[&str], at: usize, words: &str) {
    assert_eq!(problem(local, steps, last), (Some(at), words.to_owned()), "{local} {steps:?} {last:?}");
}

#[test]
fn lengths_count_characters_octets_and_items() {
    let three = derived("string", &[&["length=3"]]);
    accepts(&three, &["abc", "日本語", "   "]);
    refuses(&three, &[("ab", "not as long as 3 characters (2)"), ("abcd", "not as long as 3 characters (4)")]);
    let some = derived("string", &[&["minLength=1", "maxLength=2"]]);
    refuses(&some, &[("", "shorter than 1 character (0)"), ("abc", "longer than 2 characters (3)")]);
    let octets = derived("hexBinary", &[&["maxLength=1"]]);
    accepts(&octets, &["00", ""]);
    refuses(&octets, &[("0000", "longer than 1 octet (2)")]);
    refuses(&derived("base64Binary", &[&["length=3"]]), &[("Zg==", "not as long as 3 octets (1)")]);
    refuses(&derived("NMTOKENS", &[&["maxLength=1"]]), &[("a b", "longer than 1 item (2)")]);
    // Names pass: 4.3.1.3 as corrected.
    accepts(&derived("QName", &[&["length=1"]]), &["p:abc"]);
}

#[test]
fn length_is_that_of_the_text_without_the_white_space_that_does_not_count() {
    let token = derived("string", &[&["whiteSpace=collapse", "maxLength=3"]]);
    accepts(&token, &["  a  b  "]);
    refuses(&token, &[("a b c", "longer than 3 characters (5)")]);
}

#[test]
fn bounds_hold_values_of_every_ordered_type() {
    let percent = derived("decimal", &[&["minInclusive=0", "maxExclusive=1"]]);
    accepts(&percent, &["0", "-0.0", "0.99999999999999999999999999999999999999"]);
    refuses(&percent, &[("-0.1", "not at least 0"), ("1.0", "not less than 1")]);
    let positive = derived("double", &[&["minExclusive=0", "maxInclusive=1E3"]]);
    accepts(&positive, &["1e-300", "1000"]);
    refuses(&positive, &[("-0", "not greater than 0"), ("NaN", "not greater than 0"), ("INF", "not at most 1E3")]);
    let year = derived("date", &[&["minInclusive=2004-01-01", "maxInclusive=2004-12-31"]]);
    accepts(&year, &["2004-01-01", "2004-06-30Z"]);
    refuses(&year, &[("2005-01-01", "not at most 2004-12-31"), ("2004-01-01Z", "not at least 2004-01-01")]);
    let short = derived("duration", &[&["maxInclusive=P1M"]]);
    accepts(&short, &["P1M", "P27D", "-P1Y"]);
    refuses(&short, &[("P30D", "not at most P1M"), ("P32D", "not at most P1M")]);
    refuses(&derived("gYear", &[&["minInclusive=2000"]]), &[("1999", "not at least 2000")]);
    refuses(&derived("time", &[&["maxExclusive=12:00:00"]]), &[("12:00:00", "not less than 12:00:00")]);
}

#[test]
fn digits_are_counted_without_zeros_that_say_nothing() {
    let money = derived("decimal", &[&["totalDigits=5", "fractionDigits=2"]]);
    accepts(&money, &["123.45", "00123.4500", "-12345", "0.01"]);
    refuses(&money, &[("1234.56", "longer than 5 digits (6)"), ("1.234", "longer than 2 digits behind the point (3)")]);
}

#[test]
fn patterns_of_one_step_are_alternatives_and_steps_add_up() {
    let one = derived("string", &[&["pattern=a+", "pattern=b+"]]);
    accepts(&one, &["a", "bb"]);
    refuses(&one, &[("ab", "not a match of the pattern a+ or b+")]);
    let two = derived("string", &[&["pattern=a+", "pattern=b+"], &["pattern=.{2}"]]);
    accepts(&two, &["aa", "bb"]);
    refuses(&two, &[("ab", "not a match of the pattern a+ or b+"), ("a", "not a match of the pattern .{2}")]);
    accepts(&derived("decimal", &[&["pattern=\\d\\.\\d"]]), &[" 1.0\n"]);
}

#[test]
fn enumerations_compare_values() {
    let strings = derived("string", &[&["enumeration=b", "enumeration=a", "enumeration=b"]]);
    accepts(&strings, &["a", "b"]);
    refuses(&strings, &[("c", "not one of 3 values: b, a, b"), (" a", "not one of 3 values: b, a, b")]);
    assert_eq!(strings.enumeration().map(<[_]>::len), Some(3));
    accepts(&derived("decimal", &[&["enumeration=1"]]), &["1", "01.0"]);
    accepts(&derived("double", &[&["enumeration=NaN", "enumeration=0"]]), &["NaN", "-0", "0e5"]);
    accepts(&derived("dateTime", &[&["enumeration=2004-04-01T00:00:00Z"]]), &["2004-03-31T24:00:00Z"]);
    accepts(&derived("hexBinary", &[&["enumeration=0f"]]), &["0F"]);
    let name = derived("QName", &[&["enumeration=p:a"]]);
    accepts(&name, &["p:a", "q:a"]);
    refuses(&name, &[("r:a", "not \"p:a\", the only value that is allowed")]);
    let list = derived("NMTOKENS", &[&["enumeration=a b", "enumeration=c"]]);
    accepts(&list, &["a  b", "c"]);
    refuses(&list, &[("b a", "not one of 2 values: a b, c")]);
    let narrowed = derived("string", &[&["enumeration=a", "enumeration=b"], &["enumeration=b"]]);
    refuses(&narrowed, &[("a", "not \"b\", the only value that is allowed")]);
}

#[test]
fn a_step_without_facets_is_the_base_type_again() {
    let same = derived("decimal", &[&[], &[]]);
    accepts(&same, &["1.5"]);
    assert!(same.derives_from(BuiltIn::Decimal) && !same.constrained);
}

#[test]
fn facets_apply_only_to_types_that_have_them() {
    no_step("decimal", &[], &["length=1"], 0, "length is no facet of a number");
    no_step("string", &[], &["pattern=a", "minInclusive=a"], 1, "minInclusive is no facet of a text");
    no_step("boolean", &[], &["enumeration=true"], 0, "enumeration is no facet of a boolean");
    no_step("double", &[], &["totalDigits=3"], 0, "totalDigits is no facet of a number");
    no_step("NMTOKENS", &[], &["maxInclusive=3"], 0, "maxInclusive is no facet of a list");
    no_step("date", &[], &["fractionDigits=3"], 0, "fractionDigits is no facet of a date, time or duration");
    no_step("hexBinary", &[], &["minExclusive=00"], 0, "minExclusive is no facet of binary data");
    no_step("QName", &[], &["minExclusive=a"], 0, "minExclusive is no facet of a name");
    let union = union_of(vec![built_in("int"), built_in("string")]);
    let error = restrict(&union, &["maxLength=3"]).expect_err("no such facet");
    assert_eq!(error.to_string(), "maxLength is no facet of a union");
    assert_eq!(
        problem("anySimpleType", &[], &[]),
        (None, "anySimpleType has no restrictions but the primitive types".to_owned())
    );
}

#[test]
fn facets_are_given_once_but_patterns_and_enumerations() {
    no_step("string", &[], &["length=1", "length=1"], 1, "length is given twice");
    let both = "minInclusive and minExclusive can't be given together";
    no_step("int", &[], &["minInclusive=1", "minExclusive=1"], 1, both);
    let both = "maxInclusive and maxExclusive can't be given together";
    no_step("int", &[], &["maxExclusive=1", "maxInclusive=1"], 1, both);
}

#[test]
fn facets_have_values_of_their_own_kind() {
    let whole = "the value of maxLength is not a whole number";
    for value in ["maxLength=-1", "maxLength=", "maxLength=1.0", "maxLength=a"] {
        no_step("string", &[], &[value], 0, whole);
    }
    derived("string", &[&["maxLength= +007 "]]);
    derived("string", &[&["maxLength=99999999999999999999999999"]]);
    no_step("decimal", &[], &["totalDigits=0"], 0, "the value of totalDigits is not a whole number above zero");
    let words = "the value of whiteSpace is not \"preserve\", \"replace\" or \"collapse\"";
    no_step("string", &[], &["whiteSpace=keep"], 0, words);
    no_step("int", &[], &["minInclusive=1.5"], 0, "the value of minInclusive is not an integer");
    no_step("date", &[], &["minInclusive=today"], 0, "the value of minInclusive is not a date of the form YYYY-MM-DD");
    no_step("int", &[], &["enumeration=1", "enumeration=a"], 1, "the value of enumeration is not an integer");
    no_step("byte", &[], &["enumeration=128"], 0, "the value of enumeration is not at most 127");
    let words = "the pattern is no regular expression of XML Schema: at character 1, there is nothing to repeat";
    no_step("string", &[], &["pattern=*"], 0, words);
}

#[test]
fn a_step_allows_nothing_that_its_base_refuses() {
    no_step(
        "string",
        &[&["maxLength=3"]],
        &["maxLength=4"],
        0,
        "maxLength can't be wider than the base type's maxLength, 3",
    );
    no_step(
        "string",
        &[&["minLength=3"]],
        &["minLength=2"],
        0,
        "minLength can't be wider than the base type's minLength, 3",
    );
    no_step("string", &[&["length=3"]], &["length=2"], 0, "length is fixed to 3");
    derived("string", &[&["length=3"], &["length=3"]]);
    no_step(
        "decimal",
        &[&["totalDigits=3"]],
        &["totalDigits=4"],
        0,
        "totalDigits can't be wider than the base type's totalDigits, 3",
    );
    no_step("integer", &[], &["fractionDigits=1"], 0, "fractionDigits is fixed to 0");
    no_step(
        "token",
        &[],
        &["whiteSpace=replace"],
        0,
        "whiteSpace can't be wider than the base type's whiteSpace, collapse",
    );
    no_step("decimal", &[], &["whiteSpace=preserve"], 0, "whiteSpace is fixed to collapse");
    derived("normalizedString", &[&["whiteSpace=collapse"]]);
    no_step(
        "byte",
        &[],
        &["maxInclusive=128"],
        0,
        "maxInclusive can't be wider than the base type's maxInclusive, 127",
    );
    no_step(
        "byte",
        &[],
        &["minExclusive=-129"],
        0,
        "minExclusive can't be wider than the base type's minInclusive, -128",
    );
    no_step(
        "int",
        &[&["maxExclusive=5"]],
        &["maxInclusive=5"],
        0,
        "maxInclusive can't be wider than the base type's maxExclusive, 5",
    );
    derived("int", &[&["maxExclusive=5"], &["maxExclusive=5"]]);
    derived("byte", &[&["maxExclusive=127"]]);
    no_step(
        "string",
        &[&["enumeration=a"]],
        &["enumeration=b"],
        0,
        "the value of enumeration is not \"a\", the only value that is allowed",
    );
    no_step(
        "string",
        &[&["pattern=a*"]],
        &["enumeration=b"],
        0,
        "the value of enumeration is not a match of the pattern a*",
    );
}

#[test]
fn what_is_fixed_stays() {
    no_step("decimal", &[&["maxInclusive=!5"]], &["maxInclusive=4"], 0, "maxInclusive is fixed to 5");
    derived("decimal", &[&["maxInclusive=!5"], &["maxInclusive=5.0"]]);
    no_step("string", &[&["maxLength=!5"], &[]], &["maxLength=4"], 0, "maxLength is fixed to 5");
    no_step("string", &[&["whiteSpace=!replace"]], &["whiteSpace=collapse"], 0, "whiteSpace is fixed to replace");
    derived("decimal", &[&["maxInclusive=5"], &["maxInclusive=4"]]);
}

#[test]
fn facets_in_force_do_not_contradict_each_other() {
    no_step("int", &[], &["minInclusive=5", "maxInclusive=4"], 1, "maxInclusive contradicts minInclusive, 5");
    no_step("int", &[], &["minInclusive=5", "maxExclusive=5"], 1, "maxExclusive contradicts minInclusive, 5");
    no_step("int", &[&["maxInclusive=4"]], &["minExclusive=4"], 0, "minExclusive contradicts maxInclusive, 4");
    derived("int", &[&["minInclusive=5", "maxInclusive=5"]]);
    no_step("string", &[], &["minLength=3", "maxLength=2"], 1, "maxLength contradicts minLength, 3");
    no_step("string", &[&["maxLength=2"]], &["minLength=3"], 0, "minLength contradicts maxLength, 2");
    no_step("string", &[&["maxLength=2"]], &["length=3"], 0, "length contradicts maxLength, 2");
    no_step("decimal", &[], &["totalDigits=2", "fractionDigits=3"], 0, "totalDigits contradicts fractionDigits, 3");
    no_step("string", &[], &["length=3", "minLength=2"], 1, "length and minLength can't be given together");
    no_step("string", &[&["length=3"]], &["maxLength=4"], 0, "length and maxLength can't be given together");
    derived("string", &[&["minLength=2"], &["length=3", "minLength=2"]]);
}

#[test]
fn lists_are_of_atoms_or_unions() {
    let ints = SimpleType::list(&built_in("int")).expect("a list");
    accepts(&ints, &["", " 1\n2 "]);
    refuses(&ints, &[("1 a 3", "wrong in item 2, \"a\": not an integer")]);
    assert!(SimpleType::list(&ints).is_err());
    let union = union_of(vec![built_in("int"), built_in("boolean")]);
    accepts(&SimpleType::list(&union).expect("a list"), &["1 true 2"]);
    assert!(SimpleType::list(&union_of(vec![ints.clone()])).is_err());
    let pairs = restrict(&ints, &["length=2", "pattern=\\d \\d"]).expect("a restriction");
    accepts(&pairs, &[" 1  2 "]);
    refuses(&pairs, &[("1", "not as long as 2 items (1)"), ("10 2", "not a match of the pattern \\d \\d")]);
    assert_eq!(pairs.nearest_built_in(), BuiltIn::AnySimpleType);
}

#[test]
fn unions_take_what_a_member_takes() {
    let union = union_of(vec![built_in("date"), built_in("dateTime")]);
    accepts(&union, &[" 2004-03-31 ", "2004-03-31T00:00:00"]);
    refuses(
        &union,
        &[("x", "not a date of the form YYYY-MM-DD and not a date and time of the form YYYY-MM-DDThh:mm:ss")],
    );
    let some = restrict(&union, &["pattern=2004.*", "enumeration=2004-03-31"]).expect("a restriction");
    accepts(&some, &[" 2004-03-31"]);
    refuses(
        &some,
        &[
            ("2005-03-31", "not a match of the pattern 2004.*"),
            ("2004-03-31T00:00:00", "not \"2004-03-31\", the only value that is allowed"),
        ],
    );
    // The member that takes the text says what its white space is, however deep it lies.
    let nested = restrict(&union_of(vec![union]), &["pattern=2004.*"]).expect("a restriction");
    accepts(&nested, &[" 2004-03-31"]);
    assert!(check(&union_of(Vec::new()), "").is_err());
}

#[test]
fn the_first_member_that_takes_a_text_decides_its_value() {
    let value =
        |members: &[&str], text| union_of(members.iter().map(|local| built_in(local)).collect()).value(text, &Prefixes);
    assert_eq!(value(&["int", "string"], " 01 "), built_in("int").value("1", &Prefixes));
    assert_eq!(value(&["string", "int"], " 01 "), built_in("string").value(" 01 ", &Prefixes));
}

#[test]
fn errors_name_the_facet() {
    let kind = derived("NMTOKEN", &[&["maxLength=2"]]);
    assert_eq!(check(&kind, "abc").expect_err("too long").facet(), Some(FacetKind::MaxLength));
    assert_eq!(check(&kind, "a,").expect_err("no token").facet(), None);
    let list = SimpleType::list(&kind).expect("a list");
    let error = check(&list, "a abc").expect_err("too long");
    assert!(matches!(&error, ValueError::Item { position: 2, .. }));
    assert_eq!(error.facet(), Some(FacetKind::MaxLength));
}

#[test]
fn derivation_has_an_end() {
    let mut nested = built_in("int");
    let mut depth = 0;
    while let Ok(deeper) = SimpleType::union(vec![nested.clone(), built_in("date")]) {
        nested = restrict(&deeper, &["pattern=.*", "enumeration=1"]).expect("a restriction");
        depth += 1;
    }
    assert!(depth > 100 && check(&nested, "x").is_err() && check(&nested, "2").is_err());
    accepts(&nested, &["01"]);
    let mut steps = built_in("string");
    while let Ok(further) = restrict(&steps, &["pattern=a*"]) {
        steps = further;
    }
    no_step("string", &[&["pattern=a*"][..]; 64], &["pattern=a*"], 0, "more than 64 steps of derivation with patterns");
}
