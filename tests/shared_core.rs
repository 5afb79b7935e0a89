//! The built-in core schemas declare what the originals declare: the same components, to the last attribute.
//!
//! Left out of the comparison are the words: comments, documentation, definitions of roles.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use factum::model::{DocumentId, Name};
use factum::xml::{self, Node};

/// Attributes whose values are qualified names.
const NAMES: [&str; 6] = ["base", "itemType", "memberTypes", "ref", "substitutionGroup", "type"];

/// Attributes with the values that they have where they are not given.
const DEFAULTS: [(&str, &str); 6] = [
    ("abstract", "false"),
    ("attributeFormDefault", "unqualified"),
    ("elementFormDefault", "unqualified"),
    ("maxOccurs", "1"),
    ("minOccurs", "1"),
    ("use", "optional"),
];

fn expanded(node: Node<'_, '_>, names: &str) -> String {
    let names = names.split_ascii_whitespace().map(|name| node.resolve_qname(name).expect("a declared prefix"));
    names.map(|name| name.to_string()).collect::<Vec<_>>().join(" ")
}

/// An element's name and attributes, in one order and without what is the default anyway.
fn head(node: Node<'_, '_>) -> String {
    let mut attributes = Vec::new();
    for attribute in node.attributes() {
        let name = attribute.name.to_string();
        let value = attribute.value();
        let is_name = node.name().namespace == Name::XSD && NAMES.contains(&name.as_str());
        let is_default = DEFAULTS.contains(&(name.as_str(), value));
        let is_prose = name == "version" || attribute.name.namespace == Name::XML;
        if !is_default && !is_prose {
            attributes.push(format!(" {name}={}", if is_name { expanded(node, value) } else { value.to_owned() }));
        }
    }
    attributes.sort();
    format!("{}{}", node.name(), attributes.concat())
}

fn is_prose(node: Node<'_, '_>) -> bool {
    node.is(Name::XSD, Name::new("annotation")) || node.is(Name::LINK, Name::new("definition"))
}

fn describe(node: Node<'_, '_>, depth: usize, out: &mut String) {
    let text = if node.is(Name::LINK, Name::new("usedOn")) { expanded(node, &node.text()) } else { String::new() };
    let _ = writeln!(out, "{:indent$}{} {text}", "", head(node), indent = depth * 2);
    for child in node.children().filter(|child| !is_prose(*child)) {
        describe(child, depth + 1, out);
    }
}

/// The components of a schema, roles and arcroles included, each as lines of text; sorted, for their order says nothing.
fn components(path: &Path) -> Vec<String> {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text = xml::decode(&bytes).expect("text");
    let tree = xml::parse(DocumentId(0), &text).unwrap_or_else(|error| panic!("{}: {}", path.display(), error.message));
    let root = tree.root();
    let roles = root
        .descendants()
        .filter(|node| node.is(Name::LINK, Name::new("roleType")) || node.is(Name::LINK, Name::new("arcroleType")));
    let declared = root.children().filter(|child| !is_prose(*child));
    let mut found: Vec<String> = declared
        .chain(roles)
        .map(|node| {
            let mut lines = String::new();
            describe(node, 0, &mut lines);
            lines
        })
        .collect();
    found.sort();
    found.push(head(root));
    found
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
    found.sort();
}

#[test]
fn core_schemas_declare_what_the_originals_declare() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let originals = shared.join("taxonomies");
    assert!(originals.is_dir(), "{} is missing: FACTUM_SHARED names the shared material", originals.display());
    let core = root.join("taxonomy/core");
    let mut ours = Vec::new();
    files(&core, &mut ours);
    for path in ours {
        let url = path.strip_prefix(&core).expect("within");
        let (own, original) = (components(&path), components(&originals.join(url)));
        let missing: Vec<_> = original.iter().filter(|component| !own.contains(component)).collect();
        let added: Vec<_> = own.iter().filter(|component| !original.contains(component)).collect();
        assert!(missing.is_empty() && added.is_empty(), "{}:\nmissing {missing:#?}\nadded {added:#?}", url.display());
        assert_eq!(own.len(), original.len(), "{}", url.display());
    }
}
