//! Any bytes are opened as an instance and judged without a panic, by every kind of calculation; every finding has a
//! place that can be shown. Begin with the instances of `tests/rules/`, and with the dictionary `instance.dict`.

#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use factum::filing;
use factum::model::Documents;
use factum::taxonomy::Locations;
use factum::validate::{CalculationMode, Options, validate};

/// A folder laid out as `tests/rules/` is, for the references of its instances.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("factum-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("common")).expect("a folder");
    std::fs::create_dir_all(folder.join("case")).expect("a folder");
    let common = [
        ("shop.xsd", include_str!("../../tests/rules/common/shop.xsd")),
        ("shop_cal.xml", include_str!("../../tests/rules/common/shop_cal.xml")),
    ];
    for (name, text) in common {
        std::fs::write(folder.join("common").join(name), text).expect("written");
    }
    folder
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let path = FOLDER.join("case/instance.xml");
    std::fs::write(&path, bytes).expect("written");
    let mut documents = Documents::new();
    let filing = filing::open(&path, &Locations::default(), &mut documents).expect("it is there");
    let modes = [
        CalculationMode::None,
        CalculationMode::Xbrl21,
        CalculationMode::Rounding,
        CalculationMode::Truncation,
    ];
    for calculations in modes {
        let verdict = validate(&filing, &documents, &Options { calculations, ..Options::default() });
        let places = verdict.findings.iter().flat_map(|finding| {
            finding.place.into_iter().chain(finding.related.iter().map(|related| related.place))
        });
        documents.locate_all(places);
    }
});
