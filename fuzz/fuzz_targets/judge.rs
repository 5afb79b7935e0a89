//! What the targets share: bytes as a file beside the schemas of `tests/rules/`, judged.

use std::path::PathBuf;
use std::sync::LazyLock;

use factum::filing;
use factum::model::Documents;
use factum::taxonomy::Locations;
use factum::validate::{CalculationMode, Options, validate};

/// A folder laid out as `tests/rules/` is, for the references of what is judged.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("factum-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("common")).expect("a folder");
    std::fs::create_dir_all(folder.join("case")).expect("a folder");
    let common = [
        ("shop.xsd", include_str!("../../tests/rules/common/shop.xsd")),
        ("shop_cal.xml", include_str!("../../tests/rules/common/shop_cal.xml")),
        ("roles.xsd", include_str!("../../tests/rules/common/roles.xsd")),
    ];
    for (name, text) in common {
        std::fs::write(folder.join("common").join(name), text).expect("written");
    }
    folder
});

/// Judges bytes as a file of that name, once by each kind of calculation; every finding has a place that can be shown.
pub(crate) fn judge(name: &str, bytes: &[u8], modes: &[CalculationMode]) {
    let path = FOLDER.join("case").join(name);
    std::fs::write(&path, bytes).expect("written");
    let mut documents = Documents::new();
    let filing = filing::open(&path, &Locations::default(), &mut documents).expect("it is there");
    for calculations in modes.iter().copied() {
        let verdict = validate(&filing, &documents, &Options { calculations, ..Options::default() });
        let places = verdict
            .findings
            .iter()
            .flat_map(|finding| finding.place.into_iter().chain(finding.related.iter().map(|related| related.place)));
        documents.locate_all(places);
    }
}
