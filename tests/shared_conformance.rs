//! The conformance suites: how many variations pass, and for which reasons those are invalid that have to be.
//!
//! The suite of XBRL 2.1 says no more than *invalid*; what is found there is kept in `tests/conformance/`, a line a
//! variation. `UPDATE=1` rewrites it; each change of a reason is to be read against the variation's description.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use factum::conformance::{Outcome, Ran, run};
use factum::taxonomy::Locations;
use factum::validate::Units;

fn shared() -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    assert!(shared.is_dir(), "{} is not there; set FACTUM_SHARED", shared.display());
    shared
}

fn failures(variations: &[Ran]) -> Vec<String> {
    let failed = variations.iter().filter(|ran| ran.outcome != Outcome::Passed);
    failed.map(|ran| format!("{} expected {}: {:?}", ran.label(), ran.expected, ran.outcome)).collect()
}

#[test]
fn all_variations_of_xbrl_21_pass_for_the_reasons_that_are_kept() {
    let index = shared().join("conformance/xbrl-2.1-2025-07-16/xbrl.xml");
    let ran = run(&index, &Locations::default(), &Units::None, |_| true).expect("the suite").variations;
    assert_eq!(failures(&ran), [""; 0]);
    assert_eq!(ran.len(), 606);
    let mut reasons = String::new();
    for invalid in ran.iter().filter(|ran| ran.expected == "invalid") {
        _ = writeln!(reasons, "{} {}", invalid.label(), invalid.codes.join(" "));
    }
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/xbrl-2.1.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&kept, &reasons).expect("written");
    }
    let kept = std::fs::read_to_string(&kept).unwrap_or_default();
    let differences: Vec<_> = similar::TextDiff::from_lines(&kept, &reasons)
        .iter_all_changes()
        .filter(|change| change.tag() != similar::ChangeTag::Equal)
        .map(|change| format!("{}{}", change.tag(), change.value()))
        .collect();
    assert!(differences.is_empty(), "reasons differ; UPDATE=1 rewrites them:\n{}", differences.concat());
}
