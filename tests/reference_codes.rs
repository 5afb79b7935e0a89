//! The codes of the invalid variations of the suite of XBRL 2.1, beside those of the reference processor.
//!
//! The suite says no more than *invalid*. `tests/conformance/xbrl-2.1.txt` has what is found here;
//! `xbrl-2.1-reference.tsv` has what Arelle 2.47.3 finds, and, where the two speak of different clauses, who is right
//! (`ours`, `reference` or `both`) and why.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance").join(name);
    std::fs::read_to_string(path).expect("it is there")
}

/// The clause that a code speaks of: the names behind it are each processor's own. Validity by schemas is one clause.
fn clause(code: &str) -> &str {
    let start = code.split_once(':').map_or(code, |(start, _)| start);
    let of_schemas = ["xmlSchema", "xml", "cvc-", "cos-", "src-", "sch-props-correct", "st-props-correct"];
    if of_schemas.iter().any(|known| start == *known || known.ends_with('-') && start.starts_with(known)) {
        return "XML Schema";
    }
    start
}

fn clauses<'t>(codes: impl Iterator<Item = &'t str>) -> BTreeSet<&'t str> {
    codes.map(clause).collect()
}

#[test]
fn codes_speak_of_the_clauses_of_the_references_or_it_is_said_who_is_right() {
    let (ours, reference) = (read("xbrl-2.1.txt"), read("xbrl-2.1-reference.tsv"));
    let ours: BTreeMap<&str, BTreeSet<&str>> = ours
        .lines()
        .map(|line| line.split_once(' ').expect("a variation and its codes"))
        .map(|(variation, codes)| (variation, clauses(codes.split(' '))))
        .collect();
    let mut seen = BTreeSet::new();
    let mut problems = Vec::new();
    for line in reference.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (variation, theirs) = (fields[0], clauses(fields[1].split(", ")));
        seen.insert(variation);
        let Some(ours) = ours.get(variation) else {
            problems.push(format!("{variation} has no codes of ours"));
            continue;
        };
        let said = match fields[2..] {
            [] => false,
            ["ours" | "reference" | "both", why] if !why.is_empty() => true,
            _ => panic!("{line:?} has not the form of a line"),
        };
        if said != (*ours != theirs) {
            problems.push(format!("{variation}: {ours:?} beside {theirs:?}; who is right is said: {said}"));
        }
    }
    problems.extend(ours.keys().filter(|name| !seen.contains(*name)).map(|name| format!("{name} is not compared")));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
