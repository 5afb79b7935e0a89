//! The facts of real filings, beside those that the reference processor reads.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use factum::filing::{self, Form};
use factum::model::{Decimal, Documents};
use factum::taxonomy::{Address, Locations};
use serde_json::Value;

fn shared() -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    assert!(shared.is_dir(), "{} is missing: name the shared data in FACTUM_SHARED", shared.display());
    shared
}

/// The instance of a filing's folder.
fn instance_of(folder: &Path) -> PathBuf {
    let public = folder.join("PublicDoc");
    let folder = if public.is_dir() { public } else { folder.to_owned() };
    let files = std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let is_instance = |path: &PathBuf| {
        let name = path.to_string_lossy();
        name.ends_with("_htm.xml") || name.ends_with(".xbrl")
    };
    files.into_iter().find(is_instance).unwrap_or_else(|| panic!("no instance in {}", folder.display()))
}

/// A name or an identifier with its namespace for its prefix.
fn expanded(text: &str, namespaces: &Value) -> String {
    let Some((prefix, local)) = text.split_once(':') else { return text.to_owned() };
    match namespaces.get(prefix).and_then(Value::as_str) {
        Some(namespace) => format!("{{{namespace}}}{local}"),
        None => text.to_owned(),
    }
}

fn expanded_unit(text: &str, namespaces: &Value) -> String {
    let names = text.split_inclusive(['*', '/', '(', ')']).map(|part| {
        let name = part.trim_end_matches(['*', '/', '(', ')']);
        expanded(name, namespaces) + &part[name.len()..]
    });
    names.collect()
}

/// A value as both write it: names with their namespaces for their prefixes.
fn plain(value: &str, namespaces: &Value) -> String {
    value.split(' ').map(|word| expanded(word, namespaces)).collect::<Vec<_>>().join(" ")
}

/// Everything that each fact says, but for its identifier, with the number of facts that say it.
fn said(document: &Value) -> BTreeMap<String, usize> {
    let namespaces = &document["documentInfo"]["namespaces"];
    let facts = document["facts"].as_object().expect("facts");
    let mut all = BTreeMap::new();
    for fact in facts.values() {
        let dimensions = fact["dimensions"].as_object().expect("dimensions");
        let mut parts: Vec<String> = dimensions
            .iter()
            .filter(|(name, _)| *name != "noteId")
            .map(|(name, value)| match value.as_str() {
                None => format!("{}=nil", expanded(name, namespaces)),
                Some(value) if name == "unit" => format!("unit={}", expanded_unit(value, namespaces)),
                Some(value) => format!("{}={}", expanded(name, namespaces), expanded(value, namespaces)),
            })
            .collect();
        parts.sort();
        let value = fact["value"].as_str();
        // The reference processor writes 3000 as 3000.0.
        let number = value.and_then(Decimal::parse_scientific).map(|number| number.to_string());
        let value = number.or_else(|| value.map(|value| plain(value, namespaces)));
        let mut groups: Vec<String> = Vec::new();
        for (kind, links) in fact.get("links").and_then(Value::as_object).into_iter().flatten() {
            for (group, targets) in links.as_object().expect("groups") {
                let role = &document["documentInfo"]["linkGroups"][group];
                for target in targets.as_array().expect("targets") {
                    let target = &facts[target.as_str().expect("an identifier")];
                    groups.push(format!("{kind} {role} {}", target["value"]));
                }
            }
        }
        groups.sort();
        let said = format!("{} {value:?} {:?} {groups:?}", parts.join(" "), fact.get("decimals"));
        *all.entry(said).or_insert(0) += 1;
    }
    all
}

#[test]
fn facts_of_real_filings_are_those_that_the_reference_processor_reads() {
    let shared = shared();
    let locations = Locations { directories: vec![shared.join("taxonomies")], ..Locations::default() };
    let mut different = Vec::new();
    let mut compared = 0;
    for regime in ["SEC", "EDINET"] {
        for folder in std::fs::read_dir(shared.join("filings").join(regime)).expect("filings") {
            let folder = folder.expect("an entry").path();
            let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
            let Ok(oracle) = std::fs::read_to_string(shared.join(format!("oracles/{name}.json"))) else { continue };
            let oracle = said(&serde_json::from_str(&oracle).expect("JSON"));
            let mut documents = Documents::new();
            let filing = filing::open(&instance_of(&folder), &locations, &mut documents).expect("a filing");
            let target = Address::new("report.json");
            let written = filing::convert(&filing, &documents, Form::Json, &target).expect("nothing is lost");
            let ours = said(&serde_json::from_str(&written.text).expect("JSON"));
            let differ = |one: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>, sign: &str| {
                let missing = one.iter().filter(|(said, count)| other.get(*said) != Some(count));
                missing.map(|(said, count)| format!("{name} {sign}{count} {said}")).collect::<Vec<_>>()
            };
            different.extend(differ(&oracle, &ours, "-"));
            different.extend(differ(&ours, &oracle, "+"));
            compared += 1;
        }
    }
    assert_eq!(compared, 9);
    assert!(
        different.is_empty(),
        "{} differences:\n{}",
        different.len(),
        different[..different.len().min(40)].join("\n")
    );
}
