//! Every schema, linkbase, instance and report among the shared files is read as roxmltree reads it.

#[path = "support/referee.rs"]
mod referee;

use std::path::{Path, PathBuf};

use factum::model::DocumentId;
use factum::xml;
use rayon::prelude::*;

/// Files that aren't XML, each with the code of the finding: one of a suite ends within a tag.
const REFUSED: &[(&str, &str)] =
    &[("conformance/xbrl-2.1-2025-07-16/Common/lib/testinstance.xml", "xml.2.1:unterminated")];

fn shared() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = std::env::var_os("FACTUM_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    assert!(place.is_dir(), "{} is missing: set FACTUM_SHARED to the shared files", place.display());
    place
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            files_under(&path, found);
        } else if path.extension().is_some_and(|extension| {
            ["xml", "xsd", "xbrl", "htm", "html", "xhtml"].iter().any(|known| extension == *known)
        }) {
            found.push(path);
        }
    }
}

/// The code of the finding of a file that can't be read.
fn read(path: &Path) -> Result<Option<&'static str>, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let text = match xml::decode(&bytes) {
        Ok(text) => text,
        Err(error) => return Ok(Some(error.rule().code)),
    };
    referee::compare(&text)?;
    Ok(xml::parse(DocumentId(0), &text).err().map(|fault| fault.rule.code))
}

#[test]
fn shared_documents_are_read_as_the_referee_reads_them() {
    let place = shared();
    let mut files = Vec::new();
    files_under(&place, &mut files);
    assert!(files.len() > 5000, "only {} files under {}", files.len(), place.display());
    files.sort();
    let outcomes: Vec<_> = files.par_iter().map(|path| read(path)).collect();
    let name = |path: &Path| path.strip_prefix(&place).unwrap_or(path).display().to_string();
    let mut refused = Vec::new();
    for (path, outcome) in files.iter().zip(outcomes) {
        match outcome {
            Ok(None) => {}
            Ok(Some(code)) => refused.push((name(path), code)),
            Err(difference) => panic!("{}: {difference}", path.display()),
        }
    }
    let expected: Vec<_> = REFUSED.iter().map(|(name, code)| ((*name).to_owned(), *code)).collect();
    assert_eq!(refused, expected);
}
