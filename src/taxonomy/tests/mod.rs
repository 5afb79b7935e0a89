//! Taxonomies of a few lines, written to a folder and loaded.

mod validity;

use std::path::Path;

use super::*;
use crate::model::Location;

/// Files in a folder of their own.
pub(super) struct Folder(tempfile::TempDir);

impl Folder {
    pub(super) fn new(files: &[(&str, &str)]) -> Folder {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        Folder(folder)
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Loads a file, with the folder `web` as a taxonomy folder.
    pub(super) fn load(&self, name: &str) -> (Loaded, Documents) {
        let mut documents = Documents::new();
        let locations = Locations { directories: vec![self.path().join("web")], ..Locations::default() };
        let entry = EntryPoint::named(&self.path().join(name).display().to_string());
        (load(&[entry], &locations, &mut documents), documents)
    }
}

fn load_files(files: &[(&str, &str)]) -> (Loaded, Documents) {
    Folder::new(files).load(files[0].0)
}

/// A schema with a target namespace of its own and the usual prefixes.
fn schema(name: &str, content: &str) -> String {
    format!(
        "<xs:schema targetNamespace='http://a.org/{name}' xmlns='http://a.org/{name}' xmlns:xs='{}' xmlns:xbrli='{}' \
         xmlns:link='{}' xmlns:xlink='{}'>{content}</xs:schema>",
        Name::XSD,
        Name::XBRLI,
        Name::LINK,
        Name::XLINK,
    )
}

fn linkbase(content: &str) -> String {
    format!("<link:linkbase xmlns:link='{}' xmlns:xlink='{}'>{content}</link:linkbase>", Name::LINK, Name::XLINK)
}

fn annotation(content: &str) -> String {
    format!("<xs:annotation><xs:appinfo>{content}</xs:appinfo></xs:annotation>")
}

fn item(name: &str) -> String {
    format!(
        "<xs:element name='{name}' id='a_{name}' substitutionGroup='xbrli:item' type='xbrli:monetaryItemType' \
         xbrli:periodType='instant' xbrli:balance='debit'/>"
    )
}

const LINKBASE_REF: &str = "<link:linkbaseRef xlink:type='simple' xlink:arcrole='x' xlink:href=";

fn link(content: &str) -> String {
    format!("<link:presentationLink xlink:type='extended' xlink:role='r'>{content}</link:presentationLink>")
}

fn loc(label: &str, href: &str) -> String {
    format!("<link:loc xlink:type='locator' xlink:label='{label}' xlink:href='{href}'/>")
}

fn arc(from: &str, to: &str, more: &str) -> String {
    format!(
        "<link:presentationArc xlink:type='arc' xlink:arcrole='{}' xlink:from='{from}' xlink:to='{to}' {more}/>",
        Name::PARENT_CHILD
    )
}

fn codes(loaded: &Loaded) -> Vec<&'static str> {
    loaded.diagnostics.iter().map(|finding| finding.rule.code).collect()
}

fn concept(loaded: &Loaded, namespace: &str, name: &str) -> ConceptId {
    let name = QName::new(Name::new(&format!("http://a.org/{namespace}")), name);
    loaded.taxonomy.concept(name).expect("a concept")
}

/// The local names of a root's children, by order.
fn children(loaded: &Loaded, root: ConceptId) -> Vec<&'static str> {
    let network = loaded.taxonomy.network(Name::new("r"), Name::PARENT_CHILD).expect("a network");
    let name = |relationship: &Relationship| match relationship.to {
        Target::Concept(id) => loaded.taxonomy.get(id).name.local.as_str(),
        _ => "?",
    };
    network.children(root).iter().map(name).collect()
}

#[test]
fn references_of_every_kind_are_followed_once() {
    let import = "<xs:import namespace='http://a.org/b' schemaLocation='sub/b.xsd'/>";
    let files = [
        ("a.xsd", schema("a", &format!("{}{import}{}", annotation(&format!("{LINKBASE_REF}'l.xml'/>")), item("A")))),
        (
            "sub/b.xsd",
            schema(
                "b",
                &format!("<xs:include schemaLocation='c.xsd'/><xs:import schemaLocation='../a.xsd'/>{}", item("B")),
            ),
        ),
        ("sub/c.xsd", schema("b", &item("C"))),
        ("l.xml", linkbase(&link(&format!("{}{}", loc("a", "./a.xsd#a_A"), loc("d", "http://a.org/d%2exsd#a_D"))))),
        ("web/a.org/d.xsd", schema("d", &item("D"))),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (loaded, documents) = load_files(&files);
    assert_eq!(codes(&loaded), [""; 0]);
    let found = |source: &Source| {
        let name = &documents.get(source.document).name;
        (name.rsplit('/').next().unwrap_or_default().to_owned(), source.found, source.in_set)
    };
    let sources: Vec<_> = loaded.taxonomy.sources().iter().map(found).collect();
    let expected = [
        ("d.xsd", Found::Directory(0)),
        ("a.xsd", Found::Path),
        ("l.xml", Found::Path),
        ("b.xsd", Found::Path),
        ("c.xsd", Found::Path),
    ];
    assert_eq!(sources, expected.map(|(name, found)| (name.to_owned(), found, true)));
    assert_eq!(loaded.taxonomy.concepts().len(), 4);
    assert_eq!(loaded.taxonomy.get(concept(&loaded, "b", "C")).balance, Some(Balance::Debit));
}

#[test]
fn xml_base_moves_what_references_are_relative_to() {
    let base = "<link:linkbase xml:base='sub/' xmlns:link='http://www.xbrl.org/2003/linkbase' \
                xmlns:xlink='http://www.w3.org/1999/xlink'>";
    let text = format!(
        "{base}<link:definitionLink xlink:type='extended' xlink:role='r' xml:base='deep/'>{}</link:definitionLink></link:linkbase>",
        loc("a", "a.xsd#a_A")
    );
    let (loaded, _) = load_files(&[("l.xml", &text), ("sub/deep/a.xsd", &schema("a", &item("A")))]);
    assert_eq!(codes(&loaded), [""; 0]);
    assert_eq!(loaded.taxonomy.links().locators[0].target, Target::Concept(concept(&loaded, "a", "A")));
}

#[test]
fn a_missing_file_is_reported_once_with_all_that_refer_to_it() {
    let import = "<xs:import namespace='http://a.org/x' schemaLocation='http://a.org/x.xsd'/>";
    let links = linkbase(&link(&format!("{0}{0}", loc("a", "http://a.org/x.xsd#x"))));
    let (loaded, documents) = load_files(&[
        ("a.xsd", &schema("a", &format!("{}{import}", annotation(&format!("{LINKBASE_REF}'l.xml'/>"))))),
        ("l.xml", &links),
    ]);
    assert_eq!(codes(&loaded), ["taxonomy:fileMissing"]);
    let finding = &loaded.diagnostics[0];
    let line = |place| match documents.locate(place) {
        Location::Text { file, column, .. } => (file.rsplit('/').next().unwrap_or_default().to_owned(), column > 1),
        Location::Sheet { .. } => unreachable!("there are no sheets"),
    };
    assert_eq!(finding.place.map(line), Some(("a.xsd".to_owned(), true)));
    assert_eq!(finding.related.len(), 1);
    assert_eq!(line(finding.related[0].place).0, "l.xml");
    let missing = loaded.taxonomy.missing();
    assert_eq!(missing.len(), 1);
    assert_eq!(loaded.taxonomy.references()[missing[0].referrers[1] as usize].count, 2);
    assert_eq!(loaded.taxonomy.links().locators[0].target, Target::Missing);
}

#[test]
fn what_is_no_taxonomy_is_said_to_be_none() {
    let import = |location: &str| format!("<xs:import namespace='n' schemaLocation='{location}'/>");
    let all = ["page.html", "broken.xsd", "latin.xsd", "sub", "urn:x", "../../../../../../../../../../nowhere.xsd"];
    let imports: String = all.iter().map(|location| import(location)).collect();
    let (loaded, _) = load_files(&[
        ("a.xsd", &schema("a", &imports)),
        ("page.html", "<html/>"),
        ("broken.xsd", "<xs:schema"),
        ("latin.xsd", "<?xml version='1.0' encoding='klingon'?><a/>"),
        ("sub/x.xsd", "<a/>"),
    ]);
    let mut codes = codes(&loaded);
    codes.sort_unstable();
    let missing = "taxonomy:fileMissing";
    assert_eq!(codes.len(), 6, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == missing).count(), 3);
    assert!(codes.contains(&"taxonomy:notATaxonomy"));
}

#[test]
fn a_schema_may_import_itself_and_links_may_form_a_circle() {
    let import = "<xs:import namespace='http://a.org/a' schemaLocation='a.xsd'/><xs:include schemaLocation='a.xsd'/>";
    let (loaded, _) = load_files(&[("a.xsd", &schema("a", &format!("{import}{}", item("A"))))]);
    assert_eq!(codes(&loaded), [""; 0]);
    assert_eq!(loaded.taxonomy.sources().len(), 1);
    assert!(loaded.taxonomy.duplicates().is_empty());
}

#[test]
fn an_included_schema_without_a_namespace_takes_that_of_the_one_that_includes_it() {
    let plain = |content: &str| {
        format!("<xs:schema xmlns:xs='{}' xmlns:xbrli='{}'>{content}</xs:schema>", Name::XSD, Name::XBRLI)
    };
    let derived = "<xs:element name='D' id='d' substitutionGroup='C' type='xbrli:stringItemType'/>";
    let (loaded, _) = load_files(&[
        (
            "a.xsd",
            &schema(
                "a",
                "<xs:include schemaLocation='c.xsd'/><xs:import schemaLocation='b.xsd' namespace='http://a.org/b'/>",
            ),
        ),
        ("b.xsd", &schema("b", "<xs:include schemaLocation='c.xsd'/>")),
        ("c.xsd", &plain(&format!("<xs:include schemaLocation='d.xsd'/>{}", item("C")))),
        ("d.xsd", &plain(derived)),
    ]);
    assert_eq!(codes(&loaded), [""; 0]);
    let mut names: Vec<String> = loaded.taxonomy.concepts().map(|(_, concept)| concept.name.to_string()).collect();
    names.sort_unstable();
    assert_eq!(names, ["{http://a.org/a}C", "{http://a.org/a}D", "{http://a.org/b}C", "{http://a.org/b}D"]);
    assert_eq!(loaded.taxonomy.sources().len(), 4);
}

#[test]
fn fragments_of_every_form_find_their_element() {
    let locs = [
        loc("1", "a.xsd#a_A"),
        loc("2", "a.xsd#element(/1/1)"),
        loc("3", "a.xsd#element(a_A)"),
        loc("4", "a.xsd#%61_A"),
        loc("5", "a.xsd#none"),
        loc("6", "a.xsd#element(/1/9)"),
        loc("7", "a.xsd#element(/1/2/1)"),
        loc("8", "a.xsd"),
    ];
    let (loaded, _) = load_files(&[
        ("l.xml", &linkbase(&link(&locs.concat()))),
        ("a.xsd", &schema("a", &format!("{}<xs:simpleType name='T'><xs:list/></xs:simpleType>", item("A")))),
    ]);
    let a = Target::Concept(concept(&loaded, "a", "A"));
    let targets: Vec<Target> = loaded.taxonomy.links().locators.iter().map(|locator| locator.target).collect();
    let fragment = Target::Fragment(FragmentId(0));
    assert_eq!(targets, [a, a, a, a, Target::Nothing, Target::Nothing, fragment, Target::Document(SourceId(1))]);
    assert_eq!(loaded.taxonomy.fragment(FragmentId(0)).name, QName::new(Name::XSD, "list"));
    assert_eq!(codes(&loaded), ["xbrl.3.5.4:noSuchFragment"; 2]);
}

/// Loads a presentation of A's children B and C, by some arcs.
fn present(arcs: &[String]) -> Loaded {
    let locs = ["A", "B", "C"].map(|name| loc(name, &format!("a.xsd#a_{name}"))).concat();
    let files = [
        ("l.xml", linkbase(&link(&format!("{locs}{}", arcs.concat())))),
        ("a.xsd", schema("a", &["A", "B", "C"].map(item).concat())),
    ];
    load_files(&[(files[0].0, &files[0].1), (files[1].0, &files[1].1)]).0
}

#[test]
fn children_come_by_order_then_by_place() {
    let loaded = present(&[arc("A", "C", "order='2'"), arc("A", "B", "order='10'"), arc("A", "A", "")]);
    assert_eq!(children(&loaded, concept(&loaded, "a", "A")), ["A", "C", "B"]);
    let loaded = present(&[arc("A", "C", "order='1.0'"), arc("A", "B", "")]);
    assert_eq!(children(&loaded, concept(&loaded, "a", "A")), ["C", "B"]);
    let network = loaded.taxonomy.network(Name::new("r"), Name::PARENT_CHILD).expect("a network");
    assert_eq!(network.roots(), [Target::Concept(concept(&loaded, "a", "A"))]);
    assert_eq!(network.parents(concept(&loaded, "a", "B")).count(), 1);
}

#[test]
fn prohibition_and_priority_choose_among_equivalent_arcs() {
    let cases: [(&[(&str, &str)], bool); 7] = [
        (&[("optional", "1"), ("prohibited", "2")], false),
        (&[("optional", "1"), ("prohibited", "2"), ("prohibited", "3")], false),
        (&[("optional", "1"), ("prohibited", "2"), ("prohibited", "3"), ("optional", "4")], true),
        (&[("prohibited", "3"), ("optional", "4"), ("optional", "4")], true),
        (&[("optional", "4"), ("prohibited", "4")], false),
        (&[("prohibited", "0")], false),
        (&[("prohibited", "-1"), ("optional", "0")], true),
    ];
    for (arcs, kept) in cases {
        let arcs: Vec<String> = arcs
            .iter()
            .map(|(usage, priority)| arc("A", "B", &format!("order='1' use='{usage}' priority='{priority}'")))
            .collect();
        let loaded = present(&arcs);
        let expected: &[&str] = if kept { &["B"] } else { &[] };
        assert_eq!(children(&loaded, concept(&loaded, "a", "A")), expected, "{arcs:?}");
    }
}

#[test]
fn arcs_with_other_attributes_are_not_equivalent() {
    for other in ["order='2'", "order='1' preferredLabel='p'", "order='1' x='y'"] {
        let loaded =
            present(&[arc("A", "B", "order='1'"), arc("A", "B", &format!("{other} use='prohibited' priority='9'"))]);
        assert_eq!(children(&loaded, concept(&loaded, "a", "A")), ["B"], "{other}");
    }
    for other in ["order='1.00'", "order='1' xlink:title='t'", ""] {
        let loaded =
            present(&[arc("A", "B", "order='1'"), arc("A", "B", &format!("{other} use='prohibited' priority='9'"))]);
        assert_eq!(children(&loaded, concept(&loaded, "a", "A")), [""; 0], "{other}");
    }
}

#[test]
fn labels_fall_back_to_the_standard_role_and_to_kindred_languages() {
    let label = |role: &str, language: &str, text: &str| {
        format!(
            "<link:label xlink:type='resource' xlink:label='l' xlink:role='http://www.xbrl.org/2003/role/{role}' \
             xml:lang='{language}'>{text}</link:label>"
        )
    };
    let labels = [
        label("label", "en-US", "Assets &amp; more"),
        label("totalLabel", "en-US", "Total <b xmlns='http://www.w3.org/1999/xhtml'>assets</b>"),
        label("label", "ja", "資産"),
    ];
    let arc = format!(
        "<link:labelArc xlink:type='arc' xlink:arcrole='{}' xlink:from='a' xlink:to='l'/>",
        Name::CONCEPT_LABEL
    );
    let content = format!("{}{}{arc}", loc("a", "a.xsd#a_A"), labels.concat());
    let link = format!("<link:labelLink xlink:type='extended' xlink:role='r'>{content}</link:labelLink>");
    let (loaded, documents) = load_files(&[("l.xml", &linkbase(&link)), ("a.xsd", &schema("a", &item("A")))]);
    let a = concept(&loaded, "a", "A");
    let text = |role: &str, language: &str| {
        let role = Name::new(&format!("http://www.xbrl.org/2003/role/{role}"));
        loaded.taxonomy.label(a, role, language).map(|label| label.text.get(&documents))
    };
    assert_eq!(text("label", "en"), Some("Assets & more"));
    assert_eq!(text("totalLabel", "en-us"), Some("Total assets"));
    assert_eq!(text("totalLabel", "ja"), Some("資産"));
    assert_eq!(text("label", "de"), None);
    assert_eq!(loaded.taxonomy.labels(a).count(), 3);
    assert_eq!(loaded.taxonomy.label_counts(), [(Name::new("en-US"), 2), (Name::new("ja"), 1)]);
}

#[test]
fn an_arc_of_too_many_relationships_is_refused() {
    let locs: String = (0..1100)
        .map(|n| format!("{}{}", loc("x", &format!("a.xsd#element(/1/{n})")), loc("y", &format!("a.xsd#a_{n}"))))
        .collect();
    let items: String = (0..1100).map(|n| item(&n.to_string())).collect();
    let (loaded, _) = load_files(&[
        ("l.xml", &linkbase(&link(&format!("{locs}{}", arc("x", "y", ""))))),
        ("a.xsd", &schema("a", &items)),
    ]);
    assert_eq!(codes(&loaded), ["xbrl.3.5.4:noSuchFragment", "xbrl.3.5.3.9:tooManyRelationships"]);
}

#[test]
fn two_schemas_for_one_namespace_are_both_read() {
    let (loaded, _) = load_files(&[
        (
            "a.xsd",
            &schema("a", &format!("<xs:import namespace='http://a.org/a' schemaLocation='b.xsd'/>{}", item("A"))),
        ),
        ("b.xsd", &schema("a", &format!("{}{}", item("A"), item("B")))),
    ]);
    assert_eq!(codes(&loaded), [""; 0]);
    assert_eq!(loaded.taxonomy.concepts().len(), 2);
    assert_eq!(loaded.taxonomy.duplicates().len(), 1);
    assert_eq!(loaded.taxonomy.duplicates()[0].kind, ComponentKind::Element);
}

#[test]
fn substitution_and_derivation_in_a_circle_end() {
    let circle = "<xs:element name='X' substitutionGroup='Y'/><xs:element name='Y' substitutionGroup='X'/>\
                  <xs:complexType name='S'><xs:complexContent><xs:extension base='T'/></xs:complexContent></xs:complexType>\
                  <xs:complexType name='T'><xs:complexContent><xs:extension base='S'/></xs:complexContent></xs:complexType>";
    let (loaded, _) = load_files(&[("a.xsd", &schema("a", circle))]);
    assert_eq!(loaded.taxonomy.concepts().len(), 0);
    let s = loaded.taxonomy.type_named(QName::new(Name::new("http://a.org/a"), "S")).expect("a type");
    assert!(loaded.taxonomy.bases(s).count() <= 3);
}

#[test]
fn instances_start_a_set_and_are_no_part_of_it() {
    let text = format!(
        "<xbrl xmlns='{}' xmlns:link='{}' xmlns:xlink='{}'>\
         <link:schemaRef xlink:type='simple' xlink:href='a.xsd'/>\
         <link:roleRef roleURI='r' xlink:type='simple' xlink:href='b.xsd#r'/></xbrl>",
        Name::XBRLI,
        Name::LINK,
        Name::XLINK
    );
    let role = annotation(
        "<link:roleType roleURI='r' id='r'><link:definition>A role</link:definition><link:usedOn>link:label</link:usedOn></link:roleType>",
    );
    let (loaded, documents) =
        load_files(&[("i.xbrl", &text), ("a.xsd", &schema("a", &item("A"))), ("b.xsd", &schema("b", &role))]);
    assert_eq!(codes(&loaded), [""; 0]);
    let in_set: Vec<bool> = loaded.taxonomy.sources().iter().map(|source| source.in_set).collect();
    assert_eq!(in_set, [false, true, true]);
    let role = loaded.taxonomy.role_type(Name::new("r")).expect("a role");
    assert_eq!(role.definition.as_ref().map(|text| text.get(&documents)), Some("A role"));
    assert_eq!(role.used_on, [QName::new(Name::LINK, "label")]);
    assert_eq!(loaded.taxonomy.links().role_refs[0].target, Target::RoleType(RoleTypeId(0)));
}
