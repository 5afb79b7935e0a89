//! The main job on the fixture: in the process, from the texts of the tables to the texts of the files; and as a
//! whole run of the program, beside one that does nothing and beside reading and writing the same bytes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use factum::mapping::{self, Document, Parts};
use factum::model::Documents;
use factum::source;

fn main() {
    divan::main();
}

#[divan::bench]
fn export_the_fixture(bencher: divan::Bencher) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("the fixture is there");
    let mapping = read("fixtures/iij-fy2003-q4/mapping.toml");
    let definitions = read("taxonomy/iij-20040331.toml");
    let tables = read("fixtures/iij-fy2003-q4/tables.txt");
    bencher.bench(|| {
        let mut documents = Documents::new();
        let mapping_document = documents.add("mapping.toml", mapping.clone());
        let definitions_document = documents.add("definitions.toml", definitions.clone());
        let source = source::parse("tables.txt", tables.as_bytes(), source::Format::Text, &mut documents);
        let reading = mapping::read_mapping(mapping_document, &documents);
        let mapping = Document { document: mapping_document, reading };
        let reading = mapping::read_definitions(definitions_document, &documents);
        let definitions = Document { document: definitions_document, reading };
        let parts = Parts {
            mapping: &mapping,
            definitions: Some(&definitions),
            source: Some(&source.expect("tables")),
            base_concepts: indexmap::IndexMap::new(),
            periods: &[],
            problems: Vec::new(),
        };
        let export = mapping::export(&parts, &documents).expect("a filing");
        assert_eq!(export.report.facts.len(), 636);
        export.files
    });
}

fn run(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
    let output = command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("the program starts");
    assert!(output.status.success());
}

#[divan::bench]
fn the_whole_run(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out").display().to_string();
    bencher.bench_local(|| run(&["export", "fixtures/iij-fy2003-q4/mapping.toml", "--out", &out]));
}

#[divan::bench]
fn a_run_that_does_nothing(bencher: divan::Bencher) {
    bencher.bench_local(|| run(&["--version"]));
}

#[divan::bench]
fn the_same_bytes_copied(bencher: divan::Bencher) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let golden = fs::read_dir(root.join("fixtures/iij-fy2003-q4/golden")).expect("the files are there");
    let written: Vec<PathBuf> = golden.map(|entry| entry.expect("an entry").path()).collect();
    let texts: Vec<Vec<u8>> = written.iter().map(|path| fs::read(path).expect("a file")).collect();
    let read =
        ["fixtures/iij-fy2003-q4/mapping.toml", "fixtures/iij-fy2003-q4/tables.txt", "taxonomy/iij-20040331.toml"];
    let folder = tempfile::tempdir().expect("a folder");
    bencher.bench_local(|| {
        for path in read {
            divan::black_box(fs::read(root.join(path)).expect("a file"));
        }
        for (path, text) in written.iter().zip(&texts) {
            fs::write(folder.path().join(path.file_name().expect("a name")), text).expect("written");
        }
    });
}
