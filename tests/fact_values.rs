//! Every simple type that a fact's value can have, with facets, fractions, tuples, nil and fixed values: what is none
//! of the type has exactly one finding, at its place.

use std::fmt::Write as _;
use std::fs;

use factum::filing;
use factum::model::{Class, Documents, Place};
use factum::taxonomy::Locations;
use factum::validate::{self, Options};

/// Item types of the specification, with texts that are values of them and texts that are none.
const ITEM_TYPES: &[(&str, &[&str], &[&str])] = &[
    ("decimalItemType", &["1", " -1.50 ", "+0.1"], &["1e3", "", "1,000", "INF"]),
    ("floatItemType", &["1e3", "-INF", "NaN"], &["1e", "Infinity", "x"]),
    ("doubleItemType", &["1.5E-300", "INF"], &["nan", "1 2"]),
    ("monetaryItemType", &["-0.01"], &["$5", "5-"]),
    ("sharesItemType", &["10"], &["ten"]),
    ("pureItemType", &["0.25"], &["25%"]),
    ("integerItemType", &["-12", "+7"], &["1.0", "0x1"]),
    ("nonPositiveIntegerItemType", &["0", "-1"], &["1"]),
    ("negativeIntegerItemType", &["-1"], &["0"]),
    ("longItemType", &["-9223372036854775808"], &["9223372036854775808"]),
    ("intItemType", &["2147483647"], &["-2147483649"]),
    ("shortItemType", &["-32768"], &["32768"]),
    ("byteItemType", &["127"], &["-129"]),
    ("nonNegativeIntegerItemType", &["0"], &["-1"]),
    ("unsignedLongItemType", &["18446744073709551615"], &["18446744073709551616"]),
    ("unsignedIntItemType", &["4294967295"], &["4294967296"]),
    ("unsignedShortItemType", &["65535"], &["65536"]),
    ("unsignedByteItemType", &["255"], &["256"]),
    ("positiveIntegerItemType", &["1"], &["0"]),
    ("stringItemType", &["", " any &amp; all "], &[]),
    ("booleanItemType", &["true", "0"], &["TRUE", "yes", ""]),
    ("hexBinaryItemType", &["0aFF", ""], &["0", "0g"]),
    ("base64BinaryItemType", &["TWFu", "TQ=="], &["TQ=", "T"]),
    ("anyURIItemType", &["http://example.com/a#b", "../c"], &["%zz"]),
    ("QNameItemType", &["ex:a", "a"], &["no:a", ":a", "a b"]),
    ("durationItemType", &["P1Y2M", "-PT0.5S"], &["1Y", "P", "P1YT"]),
    (
        "dateTimeItemType",
        &["2024-02-29T24:00:00", "2024-01-01T00:00:00+14:00", "2024-01-01"],
        &["2023-02-29T00:00:00", "2024"],
    ),
    ("timeItemType", &["23:59:59.9Z"], &["24:00:01", "1:00:00"]),
    ("dateItemType", &["2024-12-31", "-0001-01-01"], &["2024-13-01", "31.12.2024"]),
    ("gYearMonthItemType", &["2024-02"], &["2024-13", "2024"]),
    ("gYearItemType", &["2024"], &["24", "0000"]),
    ("gMonthDayItemType", &["--02-29"], &["--02-30", "02-29"]),
    ("gDayItemType", &["---31"], &["---32", "31"]),
    ("gMonthItemType", &["--12"], &["--13", "12"]),
    ("normalizedStringItemType", &["a\tb"], &[]),
    ("tokenItemType", &["  a  b "], &[]),
    ("languageItemType", &["en-US"], &["en_US", "englishlanguage"]),
    ("NameItemType", &["ex:a", "_b"], &["1a", "a b"]),
    ("NCNameItemType", &["a-1"], &["a:b", "-a"]),
];

/// Restrictions of item types, with texts that are values of them and texts that are none.
const RESTRICTED: &[(&str, &str, &[&str], &[&str])] = &[
    (
        "stringItemType",
        r#"<xs:pattern value="[A-Z]{2}\d+"/><xs:pattern value="\p{L}"/>"#,
        &["AB1", "é"],
        &["A1", "ab1"],
    ),
    ("stringItemType", r#"<xs:length value="2"/>"#, &["ab", "😀é"], &["a", "abc"]),
    ("stringItemType", r#"<xs:minLength value="1"/><xs:maxLength value="3"/>"#, &["a"], &["", "abcd"]),
    ("stringItemType", r#"<xs:whiteSpace value="collapse"/><xs:maxLength value="3"/>"#, &["  a  b  "], &["a bc"]),
    ("tokenItemType", r#"<xs:enumeration value="one"/><xs:enumeration value="two"/>"#, &[" one "], &["One", "three"]),
    (
        "decimalItemType",
        r#"<xs:totalDigits value="4"/><xs:fractionDigits value="2"/>"#,
        &["0012.34"],
        &["123.45", "1.234"],
    ),
    (
        "decimalItemType",
        r#"<xs:minInclusive value="0"/><xs:maxExclusive value="1"/>"#,
        &["0", "0.999"],
        &["-0.1", "1.0"],
    ),
    ("integerItemType", r#"<xs:minExclusive value="0"/><xs:maxInclusive value="10"/>"#, &["10"], &["0", "11"]),
    ("decimalItemType", r#"<xs:enumeration value="1.0"/>"#, &["1", "01.00"], &["1.1"]),
    ("doubleItemType", r#"<xs:maxInclusive value="1e3"/>"#, &["1000", "-INF"], &["1001", "INF"]),
    ("dateItemType", r#"<xs:minInclusive value="2024-01-01"/>"#, &["2024-01-01"], &["2023-12-31"]),
    ("durationItemType", r#"<xs:maxInclusive value="P1Y"/>"#, &["P12M"], &["P13M"]),
    ("hexBinaryItemType", r#"<xs:length value="2"/>"#, &["0aff"], &["0a"]),
    ("anyURIItemType", r#"<xs:pattern value="https://.*"/>"#, &["https://a"], &["http://a"]),
];

const START: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:ex="http://example.com/ex"
    targetNamespace="http://example.com/ex" elementFormDefault="qualified">
  <xs:import namespace="http://www.xbrl.org/2003/instance"
      schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
"#;

/// Which of the specification's types are numbers: they have a unit and decimals.
fn is_numeric(kind: &str) -> bool {
    let starts = ["decimal", "float", "double", "monetary", "shares", "pure", "fraction"];
    starts.iter().any(|start| kind.starts_with(start))
        || ["integer", "long", "int", "short", "byte"]
            .iter()
            .any(|word| kind.to_lowercase().strip_suffix("itemtype").is_some_and(|kind| kind.ends_with(word)))
}

fn declaration(name: &str, kind: &str, more: &str) -> String {
    format!(
        "  <xs:element name=\"{name}\" type=\"{kind}\" substitutionGroup=\"xbrli:item\" \
         xbrli:periodType=\"instant\"{more}/>\n"
    )
}

fn fact(name: &str, kind: &str, value: &str) -> String {
    let unit = match kind {
        "monetaryItemType" => "JPY",
        "sharesItemType" => "shares",
        _ => "pure",
    };
    let numeric = if is_numeric(kind) { format!(" unitRef=\"{unit}\" decimals=\"INF\"") } else { String::new() };
    format!("<ex:{name} contextRef=\"now\"{numeric}>{value}</ex:{name}>")
}

/// The code and the line of each finding of an instance with these lines of content.
fn findings(schema: &str, lines: &[String]) -> Vec<(&'static str, usize)> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("ex.xsd"), format!("{START}{schema}</xs:schema>")).expect("written");
    let instance = format!(
        r#"<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:ex="http://example.com/ex"><link:schemaRef xlink:type="simple" xlink:href="ex.xsd"/><context id="now"><entity><identifier scheme="http://example.com">e</identifier></entity><period><instant>2024-12-31</instant></period></context><unit id="JPY"><measure>iso4217:JPY</measure></unit><unit id="shares"><measure>shares</measure></unit><unit id="pure"><measure>pure</measure></unit>
{}
</xbrl>"#,
        lines.join("\n")
    );
    let path = folder.path().join("instance.xml");
    fs::write(&path, instance).expect("written");
    let mut documents = Documents::new();
    let filing = filing::open(&path, &Locations::default(), &mut documents).expect("opened");
    let verdict = validate::validate(&filing, &documents, &Options::default());
    let line = |place: Place| documents.get(place.document).line_at(place.offset).0 as usize;
    // The first line of content is the second of the document. Findings that say the same are one, with several places.
    let grave = verdict.findings.iter().filter(|finding| finding.rule.class == Class::Specification);
    let places = grave.flat_map(|finding| {
        let others = finding.related.iter().filter(|related| related.message == "here too");
        let places = finding.place.into_iter().chain(others.map(|related| related.place));
        places.map(|place| (finding.rule.code, line(place) - 2))
    });
    let mut found: Vec<(&'static str, usize)> = places.collect();
    found.sort_by_key(|(_, line)| *line);
    found
}

#[test]
fn texts_that_are_no_values_of_an_item_type_are_found_each_once() {
    let mut schema = String::new();
    let (mut lines, mut expected) = (Vec::new(), Vec::new());
    let restricted = RESTRICTED.iter().map(|(kind, facets, valid, invalid)| (*kind, Some(*facets), *valid, *invalid));
    let all = ITEM_TYPES.iter().map(|(kind, valid, invalid)| (*kind, None, *valid, *invalid)).chain(restricted);
    for (number, (kind, facets, valid, invalid)) in all.enumerate() {
        let name = format!("v{number}");
        let named = match facets {
            None => format!("xbrli:{kind}"),
            Some(facets) => {
                _ = writeln!(
                    schema,
                    r#"<xs:complexType name="t{number}"><xs:simpleContent><xs:restriction base="xbrli:{kind}">{facets}</xs:restriction></xs:simpleContent></xs:complexType>"#
                );
                format!("ex:t{number}")
            }
        };
        schema += &declaration(&name, &named, "");
        lines.extend(valid.iter().map(|value| fact(&name, kind, value)));
        for value in invalid {
            expected.push(("cvc-type.3.1.3", lines.len()));
            lines.push(fact(&name, kind, value));
        }
    }
    let found = findings(&schema, &lines);
    let shown = |at: &Vec<(&str, usize)>| -> Vec<String> {
        at.iter().map(|(code, line)| format!("{code} {}", lines[*line])).collect()
    };
    assert_eq!(shown(&found), shown(&expected));
    assert!(expected.len() > 80, "{}", expected.len());
}

/// Checks lines of content that each yield a code, or none.
fn check(schema: &str, cases: &[(&str, Option<&'static str>)]) {
    let lines: Vec<String> = cases.iter().map(|(line, _)| (*line).to_owned()).collect();
    let expected = cases.iter().enumerate().filter_map(|(line, (_, code))| Some(((*code)?, line)));
    assert_eq!(findings(schema, &lines), expected.collect::<Vec<_>>(), "{lines:#?}");
}

#[test]
fn fractions_have_a_numerator_and_a_denominator_that_is_not_zero() {
    let schema = declaration("f", "xbrli:fractionItemType", r#" nillable="true""#);
    let f = |content: &str| format!(r#"<ex:f contextRef="now" unitRef="pure">{content}</ex:f>"#);
    let cases = [
        (f("<numerator>1</numerator><denominator>3.5</denominator>"), None),
        (f("<numerator>1</numerator><denominator>0</denominator>"), Some("cvc-type.3.1.3")),
        (f("<numerator>x</numerator><denominator>3</denominator>"), Some("cvc-type.3.1.3")),
        (f("<numerator>1</numerator>"), Some("cvc-complex-type.2.4")),
        (f("<denominator>1</denominator><numerator>1</numerator>"), Some("cvc-complex-type.2.4")),
        (f("0.5"), Some("cvc-complex-type.2.3")),
        (r#"<ex:f contextRef="now" unitRef="pure" xsi:nil="true"/>"#.to_owned(), None),
        (
            r#"<ex:f contextRef="now" unitRef="pure" decimals="0"><numerator>1</numerator><denominator>3</denominator></ex:f>"#
                .to_owned(),
            Some("cvc-complex-type.3.2"),
        ),
    ];
    check(&schema, &cases.each_ref().map(|(line, code)| (line.as_str(), *code)));
}

#[test]
fn nil_default_and_fixed_values_are_judged() {
    let schema = [
        declaration("note", "xbrli:stringItemType", r#" nillable="true""#),
        declaration("must", "xbrli:stringItemType", ""),
        declaration("fixed", "xbrli:decimalItemType", r#" fixed="1.0""#),
        declaration("default", "xbrli:booleanItemType", r#" default="true""#),
    ]
    .concat();
    check(
        &schema,
        &[
            (r#"<ex:note contextRef="now" xsi:nil="true"/>"#, None),
            (r#"<ex:note contextRef="now" xsi:nil="1"></ex:note>"#, None),
            (r#"<ex:note contextRef="now" xsi:nil="true">text</ex:note>"#, Some("cvc-elt.3.2.1")),
            (r#"<ex:note contextRef="now" xsi:nil="true"> </ex:note>"#, Some("cvc-elt.3.2.1")),
            (r#"<ex:must contextRef="now" xsi:nil="true"/>"#, Some("cvc-elt.3.1")),
            (r#"<ex:fixed contextRef="now" unitRef="pure" decimals="0">01</ex:fixed>"#, None),
            (r#"<ex:fixed contextRef="now" unitRef="pure" decimals="0"/>"#, None),
            (r#"<ex:fixed contextRef="now" unitRef="pure" decimals="0">2</ex:fixed>"#, Some("cvc-elt.5.2.2")),
            (r#"<ex:default contextRef="now"/>"#, None),
            (r#"<ex:default contextRef="now"> </ex:default>"#, Some("cvc-type.3.1.3")),
            (r#"<ex:note contextRef="now"><b>text</b></ex:note>"#, Some("cvc-complex-type.2.2")),
            (
                r#"<ex:default contextRef="now" xsi:type="ex:nowhere">true</ex:default>"#,
                Some("xbrl.5.1.1.3:typeOfFact"),
            ),
            (
                r#"<ex:default contextRef="now" xsi:type="xbrli:stringItemType" xmlns:xbrli="http://www.xbrl.org/2003/instance">a</ex:default>"#,
                Some("xbrl.5.1.1.3:typeOfFact"),
            ),
            (
                r#"<ex:note contextRef="now" xsi:type="xbrli:stringItemType" xmlns:xbrli="http://www.xbrl.org/2003/instance">a</ex:note>"#,
                Some("xbrl.5.1.1.3:typeOfFact"),
            ),
        ],
    );
}

#[test]
fn tuples_have_the_children_of_their_models() {
    let tuple = |name: &str, model: &str| {
        format!(
            "<xs:element name=\"{name}\" substitutionGroup=\"xbrli:tuple\" nillable=\"true\"><xs:complexType>\
             <xs:complexContent><xs:restriction base=\"xs:anyType\">{model}</xs:restriction></xs:complexContent>\
             </xs:complexType></xs:element>\n"
        )
    };
    let schema = [
        declaration("a", "xbrli:tokenItemType", ""),
        declaration("b", "xbrli:tokenItemType", ""),
        tuple(
            "list",
            r#"<xs:sequence><xs:element ref="ex:a"/><xs:element ref="ex:b" minOccurs="0" maxOccurs="2"/></xs:sequence>"#,
        ),
        tuple("one", r#"<xs:choice><xs:element ref="ex:a"/><xs:element ref="ex:b"/></xs:choice>"#),
        tuple("any", r#"<xs:all><xs:element ref="ex:a"/><xs:element ref="ex:b" minOccurs="0"/></xs:all>"#),
        tuple("nested", r#"<xs:sequence><xs:element ref="ex:one" maxOccurs="unbounded"/></xs:sequence>"#),
    ]
    .concat();
    let cases = [
        ("list", "a", true),
        ("list", "abb", true),
        ("list", "b", false),
        ("list", "abbb", false),
        ("list", "", false),
        ("one", "a", true),
        ("one", "ab", false),
        ("any", "ba", true),
        ("any", "b", false),
        ("any", "aba", false),
    ];
    let inside = |letters: &str| -> String {
        letters.chars().map(|letter| format!(r#"<ex:{letter} contextRef="now">x</ex:{letter}>"#)).collect()
    };
    let lines: Vec<(String, Option<&'static str>)> = cases
        .iter()
        .map(|(name, letters, valid)| {
            let code = (!valid).then_some("cvc-complex-type.2.4");
            (format!("<ex:{name}>{}</ex:{name}>", inside(letters)), code)
        })
        .chain([
            (format!("<ex:list>text{}</ex:list>", inside("a")), Some("cvc-complex-type.2.3")),
            (r#"<ex:list xsi:nil="true"/>"#.to_owned(), None),
            (
                r#"<ex:list decimals="0"><ex:a contextRef="now">x</ex:a></ex:list>"#.to_owned(),
                Some("cvc-complex-type.3.2"),
            ),
            (format!("<ex:nested><ex:one>{}</ex:one><ex:one>{}</ex:one></ex:nested>", inside("a"), inside("b")), None),
            (format!("<ex:nested><ex:one>{}</ex:one></ex:nested>", inside("bb")), Some("cvc-complex-type.2.4")),
        ])
        .collect();
    let lines: Vec<(&str, Option<&'static str>)> = lines.iter().map(|(line, code)| (line.as_str(), *code)).collect();
    check(&schema, &lines);
}

#[test]
fn unions_and_lists_are_judged_in_attributes_and_scenarios() {
    let schema = declaration("n", "xbrli:decimalItemType", "")
        + r#"<xs:element name="years"><xs:simpleType><xs:restriction><xs:simpleType><xs:list itemType="xs:gYear"/></xs:simpleType><xs:maxLength value="2"/></xs:restriction></xs:simpleType></xs:element>
<xs:element name="size"><xs:simpleType><xs:union memberTypes="xs:positiveInteger"><xs:simpleType><xs:restriction base="xs:token"><xs:enumeration value="large"/></xs:restriction></xs:simpleType></xs:union></xs:simpleType></xs:element>
"#;
    let n = |more: &str| format!(r#"<ex:n contextRef="now" unitRef="pure" {more}>1</ex:n>"#);
    let context = |id: &str, content: &str| {
        format!(
            r#"<context id="{id}"><entity><identifier scheme="http://example.com">e</identifier></entity><period><instant>2024-12-31</instant></period><scenario>{content}</scenario></context>"#
        )
    };
    let cases = [
        (n(r#"decimals="INF""#), None),
        (n(r#"decimals="-3""#), None),
        (n(r#"decimals="1.5""#), Some("cvc-attribute.3")),
        (n(r#"decimals="inf""#), Some("cvc-attribute.3")),
        (n(r#"precision="INF""#), None),
        (n(r#"precision="-1""#), Some("cvc-attribute.3")),
        (context("a", "<ex:years>2023 2024</ex:years><ex:size> large </ex:size>"), None),
        (context("b", "<ex:years>2023 24</ex:years>"), Some("cvc-type.3.1.3")),
        (context("c", "<ex:years>2023 2024 2025</ex:years>"), Some("cvc-type.3.1.3")),
        (context("d", "<ex:size>5</ex:size>"), None),
        (context("e", "<ex:size>0</ex:size>"), Some("cvc-type.3.1.3")),
    ];
    check(&schema, &cases.each_ref().map(|(line, code)| (line.as_str(), *code)));
}
