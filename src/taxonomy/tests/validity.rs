//! Elements judged by schemas of a few lines.

use super::*;
use crate::xml;

/// Validates a text by a schema whose prefix is `a`, and gives the codes of the findings.
fn judge(content: &str, text: &str) -> Vec<&'static str> {
    let (loaded, mut documents) = load_files(&[("a.xsd", &schema("a", content))]);
    assert_eq!(codes(&loaded), [""; 0]);
    assert_eq!(loaded.taxonomy.type_problems(), []);
    assert_eq!(loaded.taxonomy.unresolved(), []);
    let text = text.replacen('>', " xmlns='http://a.org/a' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>", 1);
    let id = documents.add("x.xml", text.clone());
    let tree = xml::parse(id, &text).expect("well-formed");
    let mut validation = Validation::new(&loaded.taxonomy, &documents);
    validation.element(tree.root(), Process::Strict);
    validation.finish().iter().map(|finding| finding.rule.code).collect()
}

fn check(content: &str, cases: &[(&str, &[&str])]) {
    let content = format!("{content}<xs:element name='e' type='t'/>").replace("form=''", "form='qualified'");
    for (text, expected) in cases {
        assert_eq!(judge(&content, text), *expected, "{text}");
    }
}

fn complex(content: &str) -> String {
    format!("<xs:complexType name='t'>{content}</xs:complexType>")
}

const A: &str = "<xs:element name='a' form=''/>";
const B: &str = "<xs:element name='b' form='' type='xs:integer'/>";

#[test]
fn sequences_come_in_order_and_number() {
    let model = format!("<xs:sequence>{A}<xs:element name='b' form='' minOccurs='0' maxOccurs='2'/>{A}</xs:sequence>");
    check(
        &complex(&model),
        &[
            ("<e><a/><a/></e>", &[]),
            ("<e><a/><b/><b/><a/></e>", &[]),
            ("<e> <a/> <!-- c --> <a/> </e>", &[]),
            ("<e><a/></e>", &["cvc-complex-type.2.4"]),
            ("<e><a/><b/><b/><b/><a/></e>", &["cvc-complex-type.2.4"]),
            ("<e><b/><a/></e>", &["cvc-complex-type.2.4"]),
            ("<e><a/><a/><a/></e>", &["cvc-complex-type.2.4"]),
            ("<e><a/>text<a/></e>", &["cvc-complex-type.2.3"]),
            ("<e></e>", &["cvc-complex-type.2.4"]),
        ],
    );
}

#[test]
fn choices_take_one_and_may_repeat() {
    let model = format!("<xs:choice minOccurs='0' maxOccurs='3'>{A}<xs:sequence>{B}{A}</xs:sequence></xs:choice>");
    check(
        &complex(&model),
        &[
            ("<e></e>", &[]),
            ("<e><a/><b>1</b><a/><a/></e>", &[]),
            ("<e><b>1</b></e>", &["cvc-complex-type.2.4"]),
            ("<e><a/><a/><a/><a/></e>", &["cvc-complex-type.2.4"]),
            ("<e><b>x</b><a/></e>", &["cvc-type.3.1.3"]),
        ],
    );
    check(&complex(&format!("<xs:choice>{A}{B}</xs:choice>")), &[("<e></e>", &["cvc-complex-type.2.4"])]);
}

#[test]
fn all_takes_each_once_in_any_order() {
    let model = format!("<xs:all>{A}<xs:element name='c' form='' minOccurs='0'/>{B}</xs:all>");
    check(
        &complex(&model),
        &[
            ("<e><b>1</b><a/></e>", &[]),
            ("<e><c/><b>1</b><a/></e>", &[]),
            ("<e><a/></e>", &["cvc-complex-type.2.4"]),
            ("<e><a/><a/><b>1</b></e>", &["cvc-complex-type.2.4"]),
        ],
    );
}

#[test]
fn groups_and_substitution_stand_for_what_they_name() {
    let content = "<xs:group name='g'><xs:sequence><xs:element ref='head' maxOccurs='unbounded'/></xs:sequence></xs:group>\
                   <xs:element name='head' abstract='true'/><xs:element name='one' substitutionGroup='head' type='xs:date'/>\
                   <xs:element name='two' substitutionGroup='one'/>";
    check(
        &format!("{content}{}", complex("<xs:group ref='g'/>")),
        &[
            ("<e><one>2024-01-01</one><two>2024-01-01</two></e>", &[]),
            ("<e><two>no date</two></e>", &["cvc-type.3.1.3"]),
            ("<e><head/></e>", &["cvc-elt.2"]),
        ],
    );
}

#[test]
fn wildcards_let_other_namespaces_through() {
    let any = |process: &str| {
        complex(&format!("<xs:sequence><xs:any namespace='##other' processContents='{process}'/></xs:sequence>"))
    };
    let other = "<o:x xmlns:o='o'/>";
    let case = format!("<e>{other}</e>");
    check(&any("lax"), &[(&case, &[]), ("<e><e/></e>", &["cvc-complex-type.2.4", "cvc-complex-type.2.4"])]);
    check(&any("skip"), &[(&case, &[])]);
    check(&any("strict"), &[(&case, &["cvc-elt.1"])]);
}

#[test]
fn extensions_add_and_restrictions_leave_out() {
    let base = format!(
        "<xs:complexType name='base'><xs:sequence>{A}</xs:sequence><xs:attribute name='k'/>\
         <xs:attribute name='l' use='required'/></xs:complexType>"
    );
    let extended = complex(&format!(
        "<xs:complexContent><xs:extension base='base'><xs:sequence>{B}</xs:sequence>\
         <xs:attribute name='m' type='xs:integer'/></xs:extension></xs:complexContent>"
    ));
    check(
        &format!("{base}{extended}"),
        &[
            ("<e l='' m='1' k=''><a/><b>1</b></e>", &[]),
            ("<e m='x'><a/></e>", &["cvc-attribute.3", "cvc-complex-type.4", "cvc-complex-type.2.4"]),
            ("<e l='' n=''><a/><b>1</b></e>", &["cvc-complex-type.3.2"]),
        ],
    );
    let restricted = complex(&format!(
        "<xs:complexContent><xs:restriction base='base'><xs:sequence>{A}</xs:sequence>\
         <xs:attribute name='k' use='prohibited'/></xs:restriction></xs:complexContent>"
    ));
    check(
        &format!("{base}{restricted}"),
        &[("<e l=''><a/></e>", &[]), ("<e l='' k=''><a/></e>", &["cvc-complex-type.3.2"])],
    );
}

#[test]
fn simple_content_has_a_value_and_attributes() {
    let content = "<xs:complexType name='base'><xs:simpleContent><xs:extension base='xs:decimal'>\
                   <xs:attribute name='k' fixed='1.0' type='xs:decimal'/></xs:extension></xs:simpleContent></xs:complexType>";
    let restricted = complex(
        "<xs:simpleContent><xs:restriction base='base'><xs:minInclusive value='0'/></xs:restriction></xs:simpleContent>",
    );
    check(
        &format!("{content}{restricted}"),
        &[
            ("<e k='1'>5</e>", &[]),
            ("<e k='2'>5</e>", &["cvc-au"]),
            ("<e>-5</e>", &["cvc-type.3.1.3"]),
            ("<e>5<x/></e>", &["cvc-complex-type.2.2"]),
        ],
    );
}

#[test]
fn nil_default_and_fixed_values_count() {
    let declarations = "<xs:element name='n' nillable='true' type='xs:integer'/><xs:element name='f' fixed='7' type='xs:integer'/>\
                        <xs:element name='d' default='7' type='xs:integer'/><xs:element name='p' type='xs:integer'/>";
    let refs = "<xs:choice maxOccurs='unbounded'><xs:element ref='n'/><xs:element ref='f'/><xs:element ref='d'/><xs:element ref='p'/></xs:choice>";
    check(
        &format!("{declarations}{}", complex(refs)),
        &[
            ("<e><n xsi:nil='true'/><f>07</f><f/><d/></e>", &[]),
            ("<e><n/></e>", &["cvc-type.3.1.3"]),
            ("<e><n xsi:nil='1'>5</n></e>", &["cvc-elt.3.2.1"]),
            ("<e><p xsi:nil='true'/></e>", &["cvc-elt.3.1"]),
            ("<e><f>8</f></e>", &["cvc-elt.5.2.2"]),
        ],
    );
}

#[test]
fn types_may_be_named_in_the_document() {
    let declarations = "<xs:complexType name='t' abstract='true'/><xs:complexType name='u'><xs:complexContent><xs:extension base='t'>\
                        <xs:attribute name='k'/></xs:extension></xs:complexContent></xs:complexType>";
    check(
        declarations,
        &[
            ("<e xsi:type='u' k=''></e>", &[]),
            ("<e></e>", &["cvc-type.2"]),
            ("<e xsi:type='nowhere'></e>", &["cvc-elt.4.2", "cvc-type.2"]),
            ("<e xmlns:xs='http://www.w3.org/2001/XMLSchema' xsi:type='xs:string'></e>", &["cvc-elt.4.3"]),
        ],
    );
}

#[test]
fn ids_are_unique_and_references_lead_to_them() {
    let model = "<xs:sequence><xs:element name='x' form='' maxOccurs='unbounded'><xs:complexType>\
                 <xs:attribute name='id' type='xs:ID'/><xs:attribute name='r' type='xs:IDREF'/>\
                 <xs:attribute name='rs' type='xs:IDREFS'/></xs:complexType></xs:element></xs:sequence>";
    check(
        &complex(model),
        &[
            ("<e><x r='b'/><x id='a'/><x id='b' rs='a b'/></e>", &[]),
            ("<e><x id='a'/><x id='a'/></e>", &["cvc-id.2"]),
            ("<e><x r='c' rs='c d'/></e>", &["cvc-id.1", "cvc-id.1", "cvc-id.1"]),
        ],
    );
}

#[test]
fn a_group_of_groups_without_end_is_given_up() {
    let groups: String = (0..40)
        .map(|n| {
            let next = n + 1;
            format!("<xs:group name='g{n}'><xs:sequence><xs:group ref='g{next}' minOccurs='0'/><xs:group ref='g{next}'/></xs:sequence></xs:group>")
        })
        .collect();
    let last = "<xs:group name='g40'><xs:sequence><xs:element name='z' minOccurs='0'/></xs:sequence></xs:group>";
    let circle = "<xs:group name='c'><xs:sequence><xs:group ref='c'/></xs:sequence></xs:group>";
    check(
        &format!("{groups}{last}{}", complex("<xs:group ref='g0'/>")),
        &[("<e><y/></e>", &["taxonomy:contentModelTooComplex"])],
    );
    check(
        &format!("{circle}{}", complex("<xs:group ref='c'/>")),
        &[("<e><y/></e>", &["taxonomy:contentModelTooComplex"])],
    );
}

#[test]
fn deep_documents_need_no_deep_stack() {
    let depth = xml::limits::MAX_DEPTH - 1;
    let text = format!("{}{}", "<e>".repeat(depth), "</e>".repeat(depth));
    let tree_type = complex("<xs:sequence><xs:element ref='e' minOccurs='0'/></xs:sequence>");
    check(&tree_type, &[(&text, &[])]);
}

#[test]
fn what_is_wrong_with_types_is_kept() {
    let content = "<xs:simpleType name='s'><xs:restriction base='xs:integer'><xs:pattern value='('/></xs:restriction></xs:simpleType>\
                   <xs:simpleType name='u'><xs:union memberTypes='u xs:date'/></xs:simpleType>\
                   <xs:simpleType name='v'><xs:list itemType='nowhere'/></xs:simpleType>\
                   <xs:complexType name='w'><xs:attribute name='k'/><xs:attribute name='k'/><xs:attribute ref='nowhere'/></xs:complexType>";
    let (loaded, documents) = load_files(&[("a.xsd", &schema("a", content))]);
    let problems: Vec<&str> =
        loaded.taxonomy.type_problems().iter().map(|problem| problem.problem.split(':').next().unwrap_or("")).collect();
    assert_eq!(
        problems,
        [
            "the pattern is no regular expression of XML Schema",
            "the type is made of itself",
            "the type has the attribute k twice"
        ]
    );
    let unresolved: Vec<&str> = loaded.taxonomy.unresolved().iter().map(|name| name.name.local.as_str()).collect();
    assert_eq!(unresolved, ["nowhere", "nowhere"]);
    drop(documents);
}
