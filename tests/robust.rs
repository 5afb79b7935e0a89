//! Hostile and broken taxonomies end in findings, promptly and within bounds.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use factum::filing;
use factum::model::Documents;
use factum::taxonomy::{EntryPoint, Locations, load};
use factum::validate::{Options, validate};

/// What any of these may take at most, in a debug build on a busy machine.
const PROMPTLY: Duration = Duration::from_secs(120);

fn schema(content: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:xbrli='http://www.xbrl.org/2003/instance' \
         xmlns:a='http://a.org' targetNamespace='http://a.org' elementFormDefault='qualified'>{content}</xs:schema>"
    )
}

fn item(name: &str) -> String {
    format!(
        "<xs:element name='{name}' id='{name}' type='xbrli:stringItemType' substitutionGroup='xbrli:item' \
         xbrli:periodType='instant'/>"
    )
}

const INSTANCE_SCHEMA: &str = "<xs:import namespace='http://www.xbrl.org/2003/instance' \
                               schemaLocation='http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd'/>";

/// The codes of what is found in the first of some files.
fn judge_in(folder: &Path, files: &[(&str, &[u8])]) -> Vec<&'static str> {
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).expect("written");
    }
    let locations = Locations { directories: vec![folder.join("by-url")], ..Locations::default() };
    let start = Instant::now();
    let mut documents = Documents::new();
    let filing = filing::open(&folder.join(files[0].0), &locations, &mut documents).expect("the file is there");
    let verdict = validate(&filing, &documents, &Options::default());
    assert!(start.elapsed() < PROMPTLY, "{:?}", start.elapsed());
    verdict.findings.iter().map(|finding| finding.rule.code).collect::<BTreeSet<_>>().into_iter().collect()
}

fn judge(files: &[(&str, &str)]) -> Vec<&'static str> {
    let folder = tempfile::tempdir().expect("a folder");
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    judge_in(folder.path(), &files)
}

/// A footnote link whose one arc relates as many facts with as many footnotes.
fn noted(count: usize) -> String {
    let mut text = "<xbrli:xbrl xmlns:xbrli='http://www.xbrl.org/2003/instance' xmlns:a='http://a.org' \
                    xmlns:link='http://www.xbrl.org/2003/linkbase' xmlns:xlink='http://www.w3.org/1999/xlink'>\
                    <link:schemaRef xlink:type='simple' xlink:href='a.xsd'/>\
                    <xbrli:context id='c'><xbrli:entity><xbrli:identifier scheme='http://a.org'>a</xbrli:identifier>\
                    </xbrli:entity><xbrli:period><xbrli:instant>2004-12-31</xbrli:instant></xbrli:period></xbrli:context>\
                    <a:C id='f' contextRef='c'>text</a:C>\
                    <link:footnoteLink xlink:type='extended' xlink:role='http://www.xbrl.org/2003/role/link'>"
        .to_owned();
    for _ in 0..count {
        text += "<link:loc xlink:type='locator' xlink:href='#f' xlink:label='l'/>\
                 <link:footnote xlink:type='resource' xlink:label='n' xml:lang='en' \
                 xlink:role='http://www.xbrl.org/2003/role/footnote'>note</link:footnote>";
    }
    text + "<link:footnoteArc xlink:type='arc' xlink:arcrole='http://www.xbrl.org/2003/arcrole/fact-footnote' \
            xlink:from='l' xlink:to='n'/></link:footnoteLink></xbrli:xbrl>"
}

#[test]
fn footnote_arcs_of_too_many_relationships_are_told_and_left_out() {
    let schema = schema(&format!("{INSTANCE_SCHEMA}{}", item("C")));
    let judge = |count| judge(&[("a.xml", &noted(count)), ("a.xsd", &schema)]);
    assert_eq!(judge(1_000), [""; 0]);
    assert_eq!(judge(1_100), ["xbrl.3.5.3.9:tooManyRelationships"]);
}

#[test]
fn a_schema_that_imports_itself_is_read_once() {
    let own = "<xs:import namespace='http://a.org/other' schemaLocation='a.xsd'/>";
    assert_eq!(judge(&[("a.xsd", &schema(own))]), [""; 0]);
}

#[test]
fn groups_a_thousand_deep_need_no_deep_stack() {
    let deep = |depth: usize| {
        let (open, close) = ("<xs:sequence>".repeat(depth), "</xs:sequence>".repeat(depth));
        format!(
            "{INSTANCE_SCHEMA}{}<xs:element name='t' substitutionGroup='xbrli:tuple'><xs:complexType>{open}\
             <xs:element ref='a:i'/>{close}</xs:complexType></xs:element>",
            item("i")
        )
    };
    assert_eq!(judge(&[("a.xsd", &schema(&deep(1000)))]), [""; 0]);
    assert_eq!(judge(&[("a.xsd", &schema(&deep(5000)))]), ["xml.3:tooDeep"]);
}

#[test]
fn groups_that_double_a_thousand_times_are_not_counted_out() {
    let mut groups = "<xs:group name='g0'><xs:sequence><xs:element ref='a:i'/></xs:sequence></xs:group>".to_owned();
    for number in 1..200 {
        let inner = format!("<xs:group ref='a:g{}'/>", number - 1).repeat(2);
        _ = write!(groups, "<xs:group name='g{number}'><xs:sequence>{inner}</xs:sequence></xs:group>");
    }
    let tuple = "<xs:element name='t' substitutionGroup='xbrli:tuple'><xs:complexType><xs:group ref='a:g199'/>\
                 </xs:complexType></xs:element>";
    // No instance has the tuple, so that nobody asks whether its children fit.
    assert_eq!(judge(&[("a.xsd", &schema(&format!("{INSTANCE_SCHEMA}{}{groups}{tuple}", item("i"))))]), [""; 0]);
}

#[test]
fn a_truncated_file_is_one_finding() {
    let whole = schema(&format!("{INSTANCE_SCHEMA}{}", item("i")));
    assert_eq!(judge(&[("a.xsd", &whole[..whole.len() - 20])]), ["xml.2.1:unterminated"]);
}

#[test]
fn an_unknown_encoding_is_one_finding() {
    let text = format!("<?xml version='1.0' encoding='x-none'?>{}", schema(""));
    assert_eq!(judge(&[("a.xsd", &text)]), ["xml.4.3.3:unknownEncoding"]);
}

#[test]
fn entities_neither_explode_nor_reach_outside() {
    let mut bomb = "<!DOCTYPE x [<!ENTITY e0 'aaaaaaaaaa'>".to_owned();
    for number in 1..12 {
        let inner = format!("&e{};", number - 1).repeat(10);
        _ = write!(bomb, "<!ENTITY e{number} '{inner}'>");
    }
    let text = schema("<xs:annotation><xs:documentation>&e11;</xs:documentation></xs:annotation>");
    assert_eq!(judge(&[("a.xsd", &format!("{bomb}]>{text}"))]), ["xml.4.4:expansion"]);
    let text = schema("<xs:annotation><xs:documentation>&e;</xs:documentation></xs:annotation>");
    let outside = format!("<!DOCTYPE x [<!ENTITY e SYSTEM 'secret.txt'>]>{text}");
    assert_eq!(judge(&[("a.xsd", &outside), ("secret.txt", "secret")]), ["xml.4.4:externalEntity"]);
    let subset = format!("<!DOCTYPE x SYSTEM 'nowhere.dtd'>{}", schema(""));
    assert_eq!(judge(&[("a.xsd", &subset)]), [""; 0]);
}

#[test]
fn no_reference_leads_out_of_a_folder_laid_out_by_url() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("by-url/a.org")).expect("a folder");
    fs::write(folder.path().join("secret.xsd"), schema("<xs:element name='secret'/>")).expect("written");
    for href in ["http://a.org/../../secret.xsd", "http://a.org/%2e%2e/%2e%2e/secret.xsd", "http://../secret.xsd"] {
        let import = format!("<xs:import namespace='http://b.org' schemaLocation='{href}'/>");
        let found = judge_in(folder.path(), &[("a.xsd", schema(&import).as_bytes())]);
        assert_eq!(found, ["taxonomy:fileMissing"], "{href}");
    }
}

#[test]
fn nothing_is_fetched_by_whatever_scheme() {
    for href in ["gopher://a.org/b.xsd", "javascript:alert(1)", "data:text/xml,<a/>", "file://elsewhere/b.xsd"] {
        let href = href.replace('<', "&lt;");
        let import = format!("<xs:import namespace='http://b.org' schemaLocation='{href}'/>");
        assert_eq!(judge(&[("a.xsd", &schema(&import))]), ["taxonomy:fileMissing"], "{href}");
    }
}

#[test]
fn two_schemas_for_one_namespace_are_both_judged() {
    let one = format!("{INSTANCE_SCHEMA}<xs:include schemaLocation='b.xsd'/>{}", item("i"));
    let again = schema(&format!("{INSTANCE_SCHEMA}{}", item("i")));
    let other = schema(&format!("{INSTANCE_SCHEMA}{}", item("j")));
    assert_eq!(judge(&[("a.xsd", &schema(&one)), ("b.xsd", &other)]), [""; 0]);
    assert_eq!(judge(&[("a.xsd", &schema(&one)), ("b.xsd", &again)]), ["sch-props-correct.2"]);
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_on_disk_is_a_file_that_is_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink("c.xsd", folder.path().join("b.xsd")).expect("a link");
    std::os::unix::fs::symlink("b.xsd", folder.path().join("c.xsd")).expect("a link");
    let import = "<xs:import namespace='http://b.org' schemaLocation='b.xsd'/>";
    assert_eq!(judge_in(folder.path(), &[("a.xsd", schema(import).as_bytes())]), ["taxonomy:fileMissing"]);
}

/// Takes long in a debug build, so that it is run with the shared tests.
#[cfg(feature = "shared")]
#[test]
fn a_linkbase_of_a_million_arcs_is_judged_arc_by_arc() {
    let mut links = String::with_capacity(200 << 20);
    links += "<link:linkbase xmlns:link='http://www.xbrl.org/2003/linkbase' xmlns:xlink='http://www.w3.org/1999/xlink'>\
              <link:presentationLink xlink:type='extended' xlink:role='http://www.xbrl.org/2003/role/link'>";
    let mut items = INSTANCE_SCHEMA.to_owned();
    for number in 0..1415 {
        items += &item(&format!("i{number}"));
        _ = write!(links, "<link:loc xlink:type='locator' xlink:href='a.xsd#i{number}' xlink:label='l{number}'/>");
    }
    // From each to all behind it: nothing leads back.
    for (from, to) in (0..1415).flat_map(|from| (from + 1..1415).map(move |to| (from, to))) {
        _ = write!(
            links,
            "<link:presentationArc xlink:type='arc' xlink:from='l{from}' xlink:to='l{to}' \
             xlink:arcrole='http://www.xbrl.org/2003/arcrole/parent-child'/>"
        );
    }
    links += "</link:presentationLink></link:linkbase>";
    assert_eq!(judge(&[("l.xml", &links), ("a.xsd", &schema(&items))]), [""; 0]);
}

#[test]
fn an_instance_that_is_cut_off_is_one_finding_wherever_it_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.xml");
    let fact = "<r:Cash contextRef='c' unitRef='u' decimals='0'>1";
    let text = format!(
        "<xbrl xmlns='http://www.xbrl.org/2003/instance' xmlns:link='http://www.xbrl.org/2003/linkbase' \
         xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:r='urn:r'>\
         <link:schemaRef xlink:type='simple' xlink:href='a.xsd'/>{fact}"
    );
    fs::write(&path, &text).expect("a file");
    fs::write(folder.path().join("a.xsd"), schema(INSTANCE_SCHEMA)).expect("a file");
    let cut = "xml.2.1:unterminated";
    let entry = [EntryPoint::named(&path.display().to_string())];
    let loaded = load(&entry, &Locations::default(), &mut Documents::new());
    assert_eq!(loaded.diagnostics.iter().map(|finding| finding.rule.code).collect::<Vec<_>>(), [cut]);
    assert_eq!(judge_in(folder.path(), &[("a.xml", text.as_bytes())]), [cut]);
}
