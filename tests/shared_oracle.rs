//! The reference processor's word on what `factum export` writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const NAME: &str = "iiji-20040331";

fn shared() -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join(shared);
    assert!(shared.is_dir(), "{} is not there: set FACTUM_SHARED", shared.display());
    shared
}

fn oracle(arguments: &[&str]) -> Output {
    Command::new(shared().join("tools/oracle")).args(arguments).output().expect("the oracle starts")
}

fn export(source: Option<&Path>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
    command.args(["export", "fixtures/iij-fy2003-q4/mapping.toml", "--out"]).arg(folder.path());
    if let Some(source) = source {
        command.arg("--source").arg(source);
    }
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

fn lines(output: &Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

fn read_json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

#[test]
fn the_real_release_gives_the_same_filing_as_the_fixture() {
    let fixture = export(None);
    let real = export(Some(&shared().join("release/iij-fy2003-q4.txt")));
    for file in [format!("{NAME}.xml"), format!("{NAME}.json")] {
        let read = |folder: &tempfile::TempDir| fs::read_to_string(folder.path().join(&file)).expect("written");
        assert!(read(&fixture) == read(&real), "{file} differs");
    }
    let coverage = read_json(&real.path().join("coverage.json"));
    assert_eq!(coverage["total"]["unbound"], 0);
    let sentences = coverage["sentences"].as_array().expect("a list");
    assert!(sentences.iter().any(|number| number["text"] == "11,617"), "the sentences' numbers are listed");
}

#[test]
fn the_oracle_accepts_the_filing_and_prints_nothing() {
    let folder = export(None);
    let output = oracle(&[folder.path().join(format!("{NAME}.xml")).to_str().expect("UTF-8")]);
    assert_eq!(lines(&output), Vec::<String>::new());
    assert_eq!(output.status.code(), Some(0));
}

/// What the oracle prints of calculations is forced by the pairs that `checks.json` finds, and by nothing else.
#[test]
fn the_oracles_calculations_stop_only_at_the_contradictory_pairs() {
    let folder = export(None);
    let instance = folder.path().join(format!("{NAME}.xml"));
    let output = oracle(&[instance.to_str().expect("UTF-8"), "--calc", "c11r"]);
    let mut printed: Vec<String> = Vec::new();
    for line in lines(&output) {
        let rest = line.strip_prefix("oime:disallowedDuplicateFacts: ").unwrap_or_else(|| panic!("{line}"));
        let concept = rest.split("values ").nth(1).and_then(|rest| rest.split(':').nth(1)).expect("a concept");
        printed.push(concept.to_owned());
    }
    printed.sort();
    printed.dedup();
    let trail = read_json(&folder.path().join("trail.json"));
    let checks = read_json(&folder.path().join("checks.json"));
    let findings = checks["findings"].as_array().expect("a list");
    let mut found: Vec<String> = findings
        .iter()
        .filter(|finding| finding["kind"] == "duplicate")
        .map(|finding| {
            let place = finding["printed"]["place"].as_str().expect("a place");
            let fact = trail["cells"][place].as_str().expect("a fact");
            fact.split('_').next().expect("a concept").to_owned()
        })
        .collect();
    found.sort();
    assert_eq!(printed, found);
}

/// What a fact says, as both processors write it: value as a number, decimals and dimensions.
fn facts(report: &Value) -> BTreeMap<String, usize> {
    let namespaces = report["documentInfo"]["namespaces"].as_object().expect("namespaces");
    let expand = |text: &str| {
        text.split_once(':').map_or_else(
            || text.to_owned(),
            |(prefix, local)| match namespaces.get(prefix) {
                Some(namespace) => format!("{{{}}}{local}", namespace.as_str().unwrap_or_default()),
                None => text.to_owned(),
            },
        )
    };
    let mut counts = BTreeMap::new();
    for fact in report["facts"].as_object().expect("facts").values() {
        let dimensions = fact["dimensions"].as_object().expect("dimensions");
        if dimensions["concept"] == "xbrl:note" {
            continue;
        }
        let mut said: Vec<String> = dimensions
            .iter()
            .map(|(axis, member)| {
                let member = member.as_str().unwrap_or_default();
                let parts: Vec<String> = member.split('/').map(expand).collect();
                format!("{}={}", expand(axis), if axis == "period" { member.to_owned() } else { parts.join("/") })
            })
            .collect();
        said.sort();
        let value = fact["value"].as_str().and_then(factum::model::Decimal::parse_scientific).expect("a number");
        let decimals = &fact["decimals"];
        *counts.entry(format!("{value} {decimals} {}", said.join(" "))).or_default() += 1;
    }
    counts
}

#[test]
fn the_oracles_facts_are_ours_one_by_one() {
    let folder = export(None);
    let theirs = folder.path().join("oracle.json");
    let instance = folder.path().join(format!("{NAME}.xml"));
    let output = oracle(&["--json", instance.to_str().expect("UTF-8"), theirs.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let ours = facts(&read_json(&folder.path().join(format!("{NAME}.json"))));
    assert!(ours.len() > 600, "{}", ours.len());
    assert_eq!(facts(&read_json(&theirs)), ours);
}

#[test]
fn a_broken_part_of_a_total_is_found() {
    let folder = export(None);
    let instance = folder.path().join(format!("{NAME}.xml"));
    let text = fs::read_to_string(&instance).expect("written");
    assert_eq!(text.matches(">438435000<").count(), 1, "inventories are reported once");
    fs::write(&instance, text.replace(">438435000<", ">538435000<")).expect("written");
    let output = oracle(&[instance.to_str().expect("UTF-8"), "--calc", "c11r"]);
    let inconsistent = lines(&output).into_iter().filter(|line| line.contains("inconsistentCalculation"));
    let inconsistent: Vec<String> = inconsistent.collect();
    assert_eq!(inconsistent.len(), 1, "{inconsistent:?}");
    assert!(inconsistent[0].contains("CurrentAssets"), "{inconsistent:?}");
    let ours = Command::new(env!("CARGO_BIN_EXE_factum"))
        .args(["validate", "--format", "json", "--calc", "c11r"])
        .arg(&instance)
        .output()
        .expect("the program starts");
    let ours: Value = serde_json::from_slice(&ours.stdout).expect("JSON");
    let findings = ours["files"][0]["findings"].as_array().expect("findings");
    let is_sum = |finding: &&Value| finding["code"] == "calc11e:inconsistentCalculationUsingRounding";
    let messages: Vec<&Value> = findings.iter().filter(is_sum).map(|finding| &finding["message"]).collect();
    assert_eq!(messages.len(), 1, "{ours}");
    assert!(messages[0].as_str().is_some_and(|message| message.contains("CurrentAssets")), "{messages:?}");
}

#[test]
fn the_json_meets_the_schema_of_xbrl_json() {
    let folder = export(None);
    let schema = read_json(&shared().join("standard-schemas/xbrl-json-schema.json"));
    let report = read_json(&folder.path().join(format!("{NAME}.json")));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
}

/// A copy of the small mapping whose revenues are a concept of a taxonomy that exists already.
fn with_us_gaap(concept: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let valid = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mapping/valid");
    for file in ["definitions.toml", "tables.txt"] {
        fs::copy(valid.join(file), folder.path().join(file)).expect("copied");
    }
    let taxonomy = "[taxonomies.us-gaap]\nnamespace = \"http://fasb.org/us-gaap/2023\"\n\
        schema = \"https://xbrl.fasb.org/us-gaap/2023/elts/us-gaap-2023.xsd\"\n\n[periods]";
    let mapping = fs::read_to_string(valid.join("mapping.toml")).expect("a mapping");
    let mapping = mapping.replace("co:Revenues", concept).replace("[periods]", taxonomy);
    fs::write(folder.path().join("mapping.toml"), mapping).expect("written");
    folder
}

fn export_with_us_gaap(folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_factum"))
        .args(["export", "mapping.toml", "--out", "out", "--taxonomy-dir"])
        .arg(fs::canonicalize(shared().join("taxonomies")).expect("the taxonomies are there"))
        .current_dir(folder)
        .output()
        .expect("the program starts")
}

#[test]
fn a_row_may_bind_a_concept_of_a_taxonomy_that_exists() {
    let folder = with_us_gaap("us-gaap:Revenues");
    let output = export_with_us_gaap(folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let instance = folder.path().join("out/co-20040331.xml");
    assert!(fs::read_to_string(&instance).expect("written").contains("<us-gaap:Revenues "));
    let judged = oracle(&[instance.to_str().expect("UTF-8")]);
    assert_eq!(lines(&judged), Vec::<String>::new());
}

#[test]
fn a_concept_that_the_taxonomy_lacks_is_reported_with_near_misses() {
    let folder = with_us_gaap("us-gaap:Revenus");
    let output = export_with_us_gaap(folder.path());
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("mapping:unknownConcept") && text.contains("`Revenues`"), "{text}");
}
