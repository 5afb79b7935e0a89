//! Every pattern of the shared taxonomies and suites is one, but for the one that a suite has wrong on purpose.

use std::path::{Path, PathBuf};

use factum::model::{DocumentId, Name};
use factum::xml;
use factum::xml::types::{Pattern, PatternProblem};

/// A schema whose pattern escapes a character that has no escape: the variation expects it to be invalid.
const WRONG_ON_PURPOSE: &str = "401-05-schema_error_in_pattern.xsd";

fn schemas(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| {
        panic!("{} is missing ({error}): FACTUM_SHARED names the folder of shared material", folder.display())
    });
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            schemas(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "xsd") {
            found.push(path);
        }
    }
}

/// The patterns of a schema; none of what isn't XML, of which the suites have some.
fn patterns(path: &Path) -> Vec<String> {
    let bytes = std::fs::read(path).expect("a readable file");
    let Ok(text) = xml::decode(&bytes) else { return Vec::new() };
    let Ok(tree) = xml::parse(DocumentId(0), &text) else { return Vec::new() };
    let patterns = tree.root().descendants().filter(|node| node.is(Name::XSD, Name::new("pattern")));
    patterns.filter_map(|node| node.attribute("value").map(str::to_owned)).collect()
}

#[test]
fn every_pattern_in_the_wild_compiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let mut files = Vec::new();
    schemas(&shared.join("taxonomies"), &mut files);
    schemas(&shared.join("conformance"), &mut files);
    let mut count = 0;
    let mut refused = Vec::new();
    for path in &files {
        for pattern in patterns(path) {
            count += 1;
            if let Err(error) = Pattern::compile(&pattern) {
                let name = path.file_name().expect("a file").to_string_lossy().into_owned();
                refused.push((name, error.problem));
            }
        }
    }
    assert!(count >= 100, "{count} patterns in {} schemas", files.len());
    assert_eq!(refused, [(WRONG_ON_PURPOSE.to_owned(), PatternProblem::UnknownEscape('@'))]);
}
