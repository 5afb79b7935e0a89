//! A filing with dimensions of any size, with its taxonomy: all of it is valid, and all its sums hold.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Concepts of a context: totals, each of the parts that follow it.
const CONCEPTS: usize = 100;
/// A total and its parts.
const GROUP: usize = 10;
/// Members of the axis; each has the contexts of several years.
const MEMBERS: usize = 1000;

const NAMESPACES: &str = r#"xmlns:xbrli="http://www.xbrl.org/2003/instance"
    xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:xbrldt="http://xbrl.org/2005/xbrldt" xmlns:xbrldi="http://xbrl.org/2006/xbrldi"
    xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:ex="http://example.com/made""#;

/// Writes a filing of so many facts into a folder, and gives the path of its instance. Its taxonomy has so many
/// hypercubes more than the one that the facts are in.
pub(crate) fn filing(folder: &Path, facts: usize, strangers: usize) -> PathBuf {
    let path = folder.join("made.xml");
    let (schema, definitions) = (schema(strangers), definitions(strangers));
    let files = [("made.xsd", schema), ("made_cal.xml", calculations()), ("made_def.xml", definitions)];
    for (name, text) in files {
        std::fs::write(folder.join(name), text).expect("written");
    }
    std::fs::write(&path, instance(facts)).expect("written");
    path
}

fn schema(strangers: usize) -> String {
    let mut text = format!(
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" {NAMESPACES}
    targetNamespace="http://example.com/made" elementFormDefault="qualified">
  <xs:import namespace="http://www.xbrl.org/2003/instance"
      schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
  <xs:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>
"#
    );
    let mut element = |name: &str, kind: &str, group: &str, more: &str| {
        _ = writeln!(
            text,
            r#"  <xs:element name="{name}" id="{name}" type="xbrli:{kind}" substitutionGroup="{group}" nillable="true" xbrli:periodType="duration"{more}/>"#
        );
    };
    element("Lines", "stringItemType", "xbrli:item", r#" abstract="true""#);
    element("Table", "stringItemType", "xbrldt:hypercubeItem", r#" abstract="true""#);
    element("Axis", "stringItemType", "xbrldt:dimensionItem", r#" abstract="true""#);
    element("Domain", "stringItemType", "xbrli:item", r#" abstract="true""#);
    for number in 0..CONCEPTS {
        element(&format!("C{number}"), "monetaryItemType", "xbrli:item", r#" xbrli:balance="debit""#);
    }
    for number in 0..MEMBERS {
        element(&format!("M{number}"), "stringItemType", "xbrli:item", r#" abstract="true""#);
    }
    for number in 0..strangers {
        element(&format!("Lines{number}"), "stringItemType", "xbrli:item", r#" abstract="true""#);
        element(&format!("Table{number}"), "stringItemType", "xbrldt:hypercubeItem", r#" abstract="true""#);
        element(&format!("Axis{number}"), "stringItemType", "xbrldt:dimensionItem", r#" abstract="true""#);
    }
    text + "</xs:schema>\n"
}

/// A linkbase with one link, whose locators are those of these names.
fn linkbase(kind: &str, names: impl Iterator<Item = String>, arcs: &str) -> String {
    let mut text = format!("<link:linkbase {NAMESPACES}>\n");
    if kind == "definition" {
        for arcrole in ["all", "hypercube-dimension", "dimension-domain", "domain-member"] {
            _ = writeln!(
                text,
                r#"<link:arcroleRef xlink:type="simple" xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#{arcrole}" arcroleURI="http://xbrl.org/int/dim/arcrole/{arcrole}"/>"#
            );
        }
    }
    _ = writeln!(text, r#"<link:{kind}Link xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">"#);
    for name in names {
        _ = writeln!(text, r#"<link:loc xlink:type="locator" xlink:href="made.xsd#{name}" xlink:label="{name}"/>"#);
    }
    text + arcs + &format!("</link:{kind}Link>\n</link:linkbase>\n")
}

fn calculations() -> String {
    let mut arcs = String::new();
    for part in (0..CONCEPTS).filter(|number| number % GROUP != 0) {
        let (total, order) = (part - part % GROUP, part % GROUP);
        _ = writeln!(
            arcs,
            r#"<link:calculationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/summation-item" xlink:from="C{total}" xlink:to="C{part}" order="{order}" weight="1"/>"#
        );
    }
    linkbase("calculation", (0..CONCEPTS).map(|number| format!("C{number}")), &arcs)
}

fn definitions(strangers: usize) -> String {
    let mut arcs = String::new();
    let mut arc = |arcrole: &str, from: &str, to: &str, more: &str| {
        _ = writeln!(
            arcs,
            r#"<link:definitionArc xlink:type="arc" xlink:arcrole="http://xbrl.org/int/dim/arcrole/{arcrole}" xlink:from="{from}" xlink:to="{to}"{more}/>"#
        );
    };
    arc("all", "Lines", "Table", r#" xbrldt:contextElement="segment" xbrldt:closed="true""#);
    arc("hypercube-dimension", "Table", "Axis", "");
    arc("dimension-domain", "Axis", "Domain", "");
    (0..CONCEPTS).for_each(|number| arc("domain-member", "Lines", &format!("C{number}"), ""));
    (0..MEMBERS).for_each(|number| arc("domain-member", "Domain", &format!("M{number}"), ""));
    for number in 0..strangers {
        let [lines, table, axis] = ["Lines", "Table", "Axis"].map(|name| format!("{name}{number}"));
        arc("all", &lines, &table, r#" xbrldt:contextElement="segment" xbrldt:closed="true""#);
        arc("hypercube-dimension", &table, &axis, "");
        arc("dimension-domain", &axis, "M0", "");
    }
    let names = ["Lines", "Table", "Axis", "Domain"].map(str::to_owned).into_iter();
    let strangers = (0..strangers).flat_map(|number| ["Lines", "Table", "Axis"].map(|name| format!("{name}{number}")));
    let names = names.chain(strangers);
    let names = names.chain((0..CONCEPTS).map(|number| format!("C{number}")));
    linkbase("definition", names.chain((0..MEMBERS).map(|number| format!("M{number}"))), &arcs)
}

fn instance(facts: usize) -> String {
    let mut text = format!(
        r#"<xbrli:xbrl {NAMESPACES}>
<link:schemaRef xlink:type="simple" xlink:href="made.xsd"/>
"#
    );
    for file in ["calculation", "definition"] {
        _ = writeln!(
            text,
            r#"<link:linkbaseRef xlink:type="simple" xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase" xlink:role="http://www.xbrl.org/2003/role/{file}LinkbaseRef" xlink:href="made_{}.xml"/>"#,
            &file[..3]
        );
    }
    text += "<xbrli:unit id=\"u\"><xbrli:measure>iso4217:JPY</xbrli:measure></xbrli:unit>\n";
    for context in 0..facts.div_ceil(CONCEPTS) {
        let (member, year) = (context % MEMBERS, 1900 + context / MEMBERS);
        _ = writeln!(
            text,
            r#"<xbrli:context id="c{context}"><xbrli:entity><xbrli:identifier scheme="http://example.com">made</xbrli:identifier><xbrli:segment><xbrldi:explicitMember dimension="ex:Axis">ex:M{member}</xbrldi:explicitMember></xbrli:segment></xbrli:entity><xbrli:period><xbrli:startDate>{year}-01-01</xbrli:startDate><xbrli:endDate>{year}-12-31</xbrli:endDate></xbrli:period></xbrli:context>"#
        );
    }
    for fact in 0..facts {
        let (context, concept) = (fact / CONCEPTS, fact % CONCEPTS);
        // The last context may have parts without their total, and totals without all parts: what there is, sums up.
        let group = concept - concept % GROUP;
        let parts = (facts - (context * CONCEPTS + group)).min(GROUP) - 1;
        let value = if concept == group { parts * 1000 } else { 1000 };
        _ = writeln!(
            text,
            r#"<ex:C{concept} contextRef="c{context}" unitRef="u" decimals="-3">{value}</ex:C{concept}>"#
        );
    }
    text + "</xbrli:xbrl>\n"
}
