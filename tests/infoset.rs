//! Instances as their schemas complete them: typed values, defaults and fixed values.

use std::fs;

use factum::filing::{self, Filing};
use factum::model::{Decimals, Documents};
use factum::taxonomy::Locations;

const SCHEMA: &str = include_str!("infoset/ex.xsd");

fn open(content: &str) -> (Filing, Documents) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("ex.xsd"), SCHEMA).expect("written");
    let instance = format!(
        r#"<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:ex="http://example.com/ex" xmlns:e="http://example.com/ex">
  <link:schemaRef xlink:type="simple" xlink:href="ex.xsd"/>{content}
  <unit id="JPY"><measure>iso4217:JPY</measure></unit>
</xbrl>"#
    );
    let path = folder.path().join("instance.xml");
    fs::write(&path, instance).expect("written");
    let mut documents = Documents::new();
    let filing = filing::open(&path, &Locations::default(), &mut documents).expect("opened");
    assert_eq!(filing.diagnostics, []);
    (filing, documents)
}

fn context(id: &str, scenario: &str) -> String {
    format!(
        r#"<context id="{id}"><entity><identifier scheme="http://example.com">e</identifier></entity>
  <period><instant>2024-12-31</instant></period><scenario>{scenario}</scenario></context>"#
    )
}

/// Whether contexts with these scenarios are equal.
fn are_equal(one: &str, other: &str) -> bool {
    let facts = ["a", "b"].map(|id| format!(r#"<ex:Rounded contextRef="{id}" unitRef="JPY">1000</ex:Rounded>"#));
    let (filing, _) = open(&[context("a", one), context("b", other), facts.concat()].concat());
    let report = filing.report.as_ref().expect("a report");
    let equal = filing.equality.context(0) == filing.equality.context(1);
    assert!(!equal || report.facts[0].aspects == report.facts[1].aspects, "{one} {other}");
    equal
}

#[test]
fn contexts_are_compared_by_the_types_of_what_they_hold() {
    for (one, other, equal) in [
        ("<ex:place/>", "<e:place ></e:place>", true),
        ("<ex:place north='1'/>", "<ex:place/>", true),
        ("<ex:place north='false'/>", "<ex:place/>", false),
        ("<ex:place ex:level='1e1'/>", "<ex:place ex:level='10.0'/>", true),
        ("<ex:place ex:level='NaN'/>", "<ex:place ex:level='NaN'/>", false),
        ("<ex:place ex:unknown='1.0'/>", "<ex:place ex:unknown='1'/>", false),
        ("<ex:place><ex:height>12.0</ex:height></ex:place>", "<ex:place><ex:height>+12</ex:height></ex:place>", true),
        ("<ex:height>12.0</ex:height>", "<ex:height>12</ex:height>", false),
        ("<ex:place><ex:open>1</ex:open></ex:place>", "<ex:place><ex:open>true</ex:open></ex:place>", true),
        ("<ex:place><ex:code>01</ex:code></ex:place>", "<ex:place><ex:code>1</ex:code></ex:place>", true),
        ("<ex:place><ex:code>a</ex:code></ex:place>", "<ex:place><ex:code> a</ex:code></ex:place>", false),
        (
            "<ex:place xsi:type='ex:hill'><ex:name> Mt  X</ex:name></ex:place>",
            "<ex:place xsi:type='ex:hill'><ex:name>Mt X</ex:name></ex:place>",
            true,
        ),
        ("<ex:planet/>", "<ex:planet>Mars</ex:planet>", true),
        ("<ex:planet/>", "<ex:planet>Venus</ex:planet>", false),
        ("<ex:planet/>", "", false),
        ("<ex:planet/><ex:place/>", "<ex:place/><ex:planet/>", false),
        ("<u:a xmlns:u='urn:u'>1.0</u:a>", "<v:a xmlns:v='urn:u'>1.0</v:a>", true),
        ("<u:a xmlns:u='urn:u'>1.0</u:a>", "<u:a xmlns:u='urn:u'>1</u:a>", false),
    ] {
        assert_eq!(are_equal(one, other), equal, "{one} {other}");
        assert_eq!(are_equal(other, one), equal, "{other} {one}");
    }
}

#[test]
fn facts_have_the_values_and_accuracies_that_their_schemas_give_them() {
    let fact = |name: &str, more: &str, value: &str| {
        format!(r#"<ex:{name} contextRef="a" unitRef="JPY"{more}>{value}</ex:{name}>"#)
    };
    let facts = [
        fact("Rounded", "", ""),
        fact("Rounded", r#" decimals="0""#, "<!-- nothing -->"),
        fact("Rounded", "", "5000"),
        fact("Precise", "", "1234"),
        fact("Precise", r#" xsi:nil="true""#, ""),
    ];
    let (filing, documents) = open(&(context("a", "") + &facts.concat()));
    let said = filing.report.as_ref().expect("a report").facts.iter();
    let said: Vec<(Option<&str>, Option<Decimals>)> =
        said.map(|fact| (fact.value.as_ref().map(|value| value.get(&documents)), fact.decimals)).collect();
    let places = |places| Some(Decimals::Places(places));
    let expected = [
        (Some("7000"), places(-3)),
        (Some("7000"), places(0)),
        (Some("5000"), places(-3)),
        (Some("1234"), places(-2)),
        (None, None),
    ];
    assert_eq!(said, expected);
}
