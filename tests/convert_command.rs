//! `factum convert` as users run it.

use std::path::Path;
use std::process::{Command, Output};

fn convert(args: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Command::new(env!("CARGO_BIN_EXE_factum")).current_dir(root).arg("convert").args(args).output().expect("it runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn an_instance_becomes_json_and_an_instance_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (json, xml) = (folder.path().join("report.json"), folder.path().join("report.xml"));
    let (json, xml) = (json.to_str().expect("UTF-8"), xml.to_str().expect("UTF-8"));
    let instance = "tests/rules/duplicates-complete/valid.xml";
    let done = convert(&[instance, "--to", "json", "--out", json]);
    assert_eq!((done.status.code(), text(&done.stderr), text(&done.stdout)), (Some(0), "", ""));
    let done = convert(&[json, "--to", "xml", "--out", xml]);
    assert_eq!((done.status.code(), text(&done.stderr), text(&done.stdout)), (Some(0), "", ""));
    // Without --out the document goes to standard output, and stands where the report does.
    insta::assert_snapshot!(text(&convert(&[instance, "--to", "json"]).stdout));
}

#[test]
fn what_would_be_lost_is_said() {
    let tuples = convert(&["tests/rules/calc11e-tuplesInReportWarning/invalid.xml", "--to", "json"]);
    assert_eq!((tuples.status.code(), text(&tuples.stdout)), (Some(2), ""));
    insta::assert_snapshot!(text(&tuples.stderr));
    let damaged = convert(&["tests/rules/oimce-unboundPrefix/invalid.json", "--to", "xml"]);
    assert_eq!((damaged.status.code(), text(&damaged.stdout)), (Some(2), ""));
    insta::assert_snapshot!(text(&damaged.stderr));
    let csv = convert(&["tests/rules/duplicates-complete/valid.xml", "--to", "csv"]);
    assert_eq!(csv.status.code(), Some(2));
    assert!(text(&csv.stderr).contains("xBRL-CSV"));
}

#[test]
fn references_lead_where_they_led_whatever_they_were_relative_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let common = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/common");
    let instance = std::fs::read_to_string(common.join("../duplicates-complete/valid.xml")).expect("an instance");
    let base = format!("<xbrl xml:base=\"{}/\" ", common.display());
    let instance = instance.replace("<xbrl ", &base).replace("../common/shop.xsd", "shop.xsd");
    let (xml, json) = (folder.path().join("report.xml"), folder.path().join("report.json"));
    std::fs::write(&xml, instance).expect("written");
    let [xml, json] = [&xml, &json].map(|path| path.to_str().expect("UTF-8"));
    let done = convert(&[xml, "--to", "json", "--out", json]);
    assert_eq!((done.status.code(), text(&done.stderr)), (Some(0), ""));
    let validated = Command::new(env!("CARGO_BIN_EXE_factum")).args(["validate", json]).output().expect("it runs");
    assert_eq!((validated.status.code(), text(&validated.stdout)), (Some(0), "valid\n"));
}
