//! The release itself: its tables are the fixture's, and the numbers in its sentences are found.

use std::path::{Path, PathBuf};

use factum::model::Documents;
use factum::source::{Cell, Row, Source, Table, read};

fn release() -> (Source, Documents) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let path = shared.join("release/iij-fy2003-q4.txt");
    assert!(path.exists(), "{} is missing: FACTUM_SHARED names the folder of shared material", path.display());
    let mut documents = Documents::new();
    let source = read(&path, &mut documents).unwrap_or_else(|error| panic!("{error}"));
    (source, documents)
}

fn fixture() -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/iij-fy2003-q4/tables.txt");
    read(&path, &mut Documents::new()).unwrap_or_else(|error| panic!("{error}"))
}

/// The rows without their places.
fn rows(rows: &[Row]) -> Vec<(String, Vec<String>, Vec<String>)> {
    let row = |row: &Row| {
        let values = row.values.iter().map(|cell| cell.text.clone()).collect();
        (row.label.text.clone(), row.label.notes.clone(), values)
    };
    rows.iter().map(row).collect()
}

fn captions(table: &Table) -> Vec<&str> {
    table.captions.iter().map(|caption| caption.text.as_str()).collect()
}

#[test]
fn its_tables_are_those_of_the_fixture() {
    let ((release, _), fixture) = (release(), fixture());
    assert_eq!(release.tables.len(), 15);
    for (release, fixture) in release.tables.iter().zip(&fixture.tables) {
        assert!(captions(release).ends_with(&captions(fixture)), "{:?}", captions(fixture));
        assert_eq!(rows(&release.header), rows(&fixture.header));
        assert_eq!(rows(&release.rows), rows(&fixture.rows));
        let columns =
            |table: &Table| table.columns().into_iter().map(|column| (column.path, column.notes)).collect::<Vec<_>>();
        assert_eq!(columns(release), columns(fixture));
    }
}

#[test]
fn its_cells_know_their_lines() {
    let (release, documents) = release();
    let at = |place| documents.locate(place).to_string().rsplit('/').next().unwrap_or_default().to_owned();
    let operations = &release.tables[10];
    assert_eq!(at(operations.place), "iij-fy2003-q4.txt:271:1");
    let total = operations.rows.iter().find(|row| row.label.text == "Total revenues").expect("a total");
    assert_eq!(total.values[1].text, "11,617,002");
    assert_eq!(at(total.values[1].place), "iij-fy2003-q4.txt:283:31");
}

#[test]
fn the_numbers_in_its_sentences_are_listed_where_they_stand() {
    let (release, documents) = release();
    for cell in &release.loose {
        let document = documents.get(cell.place.document);
        let (line, text) = document.line_at(cell.place.offset);
        assert!(!text.contains('\t'), "line {line} is a table's");
        assert!(document.text()[cell.place.offset as usize..].starts_with(&cell.text), "line {line}: {}", cell.text);
    }
    let on_line = |wanted: u32| {
        let on_line = |cell: &&Cell| documents.get(cell.place.document).line_at(cell.place.offset).0 == wanted;
        release.loose.iter().filter(on_line).map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(on_line(28), "11,617 111.5 20.6% 10.9%");
    assert_eq!(on_line(180), "669 9,290 1,979 8.73 206.62 25.83");
    assert_eq!(on_line(307), "31 2004 104.18 1 31 2004");
    assert_eq!(on_line(56), "", "a caption is no sentence");
    assert_eq!(release.loose.len(), 162);
}
