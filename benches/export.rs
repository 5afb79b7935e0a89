//! The main job on the fixture, in the process: from the texts of the tables to the texts of the files.

use std::path::Path;

use factum::mapping::{self, Parts};
use factum::model::Documents;
use factum::source;

fn main() {
    divan::main();
}

#[divan::bench]
fn export_the_fixture(bencher: divan::Bencher) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("the fixture is there");
    let mapping = read("fixtures/iij-fy2003-q4/mapping.toml");
    let definitions = read("taxonomy/iij-20040331.toml");
    let tables = read("fixtures/iij-fy2003-q4/tables.txt");
    bencher.bench(|| {
        let mut documents = Documents::new();
        let mapping_document = documents.add("mapping.toml", mapping.clone());
        let definitions_document = documents.add("definitions.toml", definitions.clone());
        let source = source::parse("tables.txt", tables.as_bytes(), source::Format::Text, &mut documents);
        let parts = Parts {
            mapping: &mapping::read_mapping(mapping_document, &documents).expect("a mapping"),
            mapping_document,
            definitions: &mapping::read_definitions(definitions_document, &documents).expect("definitions"),
            definitions_document,
            source: &source.expect("tables"),
            base_concepts: indexmap::IndexMap::new(),
            periods: &[],
        };
        let export = mapping::export(&parts, &documents).expect("a filing");
        assert_eq!(export.report.facts.len(), 636);
        export.files
    });
}
