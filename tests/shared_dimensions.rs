//! Dimensions: the conformance suite, and the real filings, in which nothing is dimensionally wrong.

use std::path::{Path, PathBuf};

use factum::conformance::{self, Outcome};
use factum::model::{Class, Documents};
use factum::taxonomy::Locations;
use factum::validate::Units;
use factum::{filing, validate};

fn shared(path: &str) -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    assert!(shared.is_dir(), "{} is not there; set FACTUM_SHARED", shared.display());
    shared.join(path)
}

/// Variations that ask for validity by schemas, which is not judged yet.
const BY_SCHEMA: &[&str] = &[
    "001-TestCase-Taxonomy/V-03",
    "001-TestCase-Taxonomy/V-04",
    "001-TestCase-Taxonomy/V-05",
    "001-TestCase-Taxonomy/V-08",
    "001-TestCase-Taxonomy/V-09",
    "001-TestCase-Taxonomy/V-10",
    "001-TestCase-Taxonomy/V-12",
];

#[test]
fn the_suite_passes() {
    let index = shared("conformance/dimensions-1.0-2025-09-09/xdt.xml");
    let run = conformance::run(&index, &Locations::default(), &Units::None, |_| true).expect("a suite");
    assert_eq!(run.variations.len(), 347);
    let failed = run.variations.iter().filter(|ran| ran.outcome != Outcome::Passed);
    let failed: Vec<String> = failed.map(conformance::Ran::label).collect();
    assert_eq!(failed, BY_SCHEMA);
}

/// The entries of the real filings whose taxonomies are at hand.
fn filings() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(shared("filings/SEC")).expect("a folder") {
        let folder = entry.expect("an entry").path();
        let files = std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        found.extend(files.filter(|path| path.to_string_lossy().ends_with("_htm.xml")));
    }
    found.push(shared(
        "filings/EDINET/coly-asr-2024-01-31/PublicDoc/jpcrp030000-asr-001_E36322-000_2024-01-31_01_2024-04-26.xbrl",
    ));
    found.sort();
    found
}

fn locations() -> Locations {
    Locations { directories: vec![shared("taxonomies")], ..Locations::default() }
}

fn dimensional_errors(path: &Path) -> Vec<String> {
    let mut documents = Documents::new();
    let filing = filing::open(path, &locations(), &mut documents).expect("a filing");
    let verdict = validate::validate(&filing, &documents, &validate::Options::default());
    let dimensional = verdict.findings.iter().filter(|finding| finding.rule.class == Class::Dimensions);
    dimensional.map(|finding| factum::output::diagnostic::text(finding, &documents)).collect()
}

#[test]
fn real_filings_have_no_dimensional_error() {
    let filings = filings();
    assert!(filings.len() >= 10, "{filings:?}");
    for path in filings {
        assert_eq!(dimensional_errors(&path), Vec::<String>::new(), "{}", path.display());
    }
}
