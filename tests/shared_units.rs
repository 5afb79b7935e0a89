//! The Units Registry: both suites, and the malformed registries.

use std::path::PathBuf;
use std::sync::Arc;

use factum::conformance::{self, Outcome, Ran};
use factum::taxonomy::Locations;
use factum::validate::Units;
use factum::validate::units::registry::Registry;

fn shared(path: &str) -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    assert!(shared.is_dir(), "{} is not there; set FACTUM_SHARED", shared.display());
    shared.join("conformance").join(path)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(shared(path)).expect("a file")
}

fn passes(index: &str, registry: &str, variations: usize) {
    let units = Units::Of(Arc::new(Registry::parse(&read(registry)).expect("a registry")));
    let run = conformance::run(&shared(index), &Locations::default(), &units, |_| true).expect("a suite");
    let failed: Vec<&Ran> = run.variations.iter().filter(|ran| ran.outcome != Outcome::Passed).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(run.variations.len(), variations);
}

#[test]
fn the_registry_suite_passes() {
    let index = "utr-registry-2013-05-17/utr-conf-cr-2013-05-17/2013-05-17/index.xml";
    passes(index, "utr-registry-2013-05-17/utr.xml", 69);
}

const STRUCTURE: &str = "utr-structure-2013-11-18/conf/utr-structure";

#[test]
fn the_structure_suite_passes() {
    let registry = format!("{STRUCTURE}/utr-for-structure-conformance-tests.xml");
    passes(&format!("{STRUCTURE}/index.xml"), &registry, 20);
}

#[test]
fn the_built_in_registry_says_what_the_published_one_does() {
    let published = Registry::parse(&read("utr-registry-2013-05-17/utr.xml")).expect("a registry");
    assert_eq!(published, *Registry::built_in());
}

#[test]
fn malformed_registries_are_refused_for_what_is_wrong_with_them() {
    for (name, reason) in [
        ("01-unit-id-and-status-not-unique", "another unit sqm of the status REC"),
        ("02-simple-unit-item-type-missing", "the unit sqm has no itemType"),
        ("03-complex-unit-with-symbol", "the unit Monetary_per_Share is a quotient and has a symbol"),
        ("04-numerator-item-type-namespace-but-no-numerator-item-type", "nsNumeratorItemType and no numeratorItemType"),
        ("05-simple-unit-with-numerator-item-type", "the unit sqm has an nsUnit and a numeratorItemType"),
        ("06-denominator-item-type-namespace-but-no-denominator-item-type", "nsDenominatorItemType and no denominator"),
        ("07-simple-unit-with-denominator-item-type", "the unit sqm has an nsUnit and a denominatorItemType"),
    ] {
        let error = Registry::parse(&read(&format!("{STRUCTURE}/malformed-utrs/{name}.xml"))).expect_err(name);
        assert!(error.reason.contains(reason), "{name}: {error}");
    }
}
