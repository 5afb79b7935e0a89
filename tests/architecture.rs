//! The rooms use only what stands below them: read off the `crate::` paths of every file.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms with their layers, as ARCHITECTURE.md has them, and what of their own layer a room may use.
const ROOMS: &[(&str, u8, &[&str])] = &[
    ("model", 1, &[]),
    ("xml", 2, &[]),
    ("taxonomy", 3, &[]),
    ("source", 4, &[]),
    ("instance", 4, &[]),
    ("oim", 4, &[]),
    ("filing", 4, &["instance", "oim"]),
    ("mapping", 5, &[]),
    ("diff", 5, &[]),
    ("facts", 5, &[]),
    ("statement", 5, &[]),
    ("validate", 5, &[]),
    ("conformance", 5, &["validate"]),
    ("output", 6, &["rules"]),
    ("rules", 6, &[]),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn room_of(path: &str) -> Option<&'static (&'static str, u8, &'static [&'static str])> {
    let name = path.split(['/', '.']).next()?;
    ROOMS.iter().find(|(room, ..)| *room == name)
}

#[test]
fn rooms_use_only_what_stands_below_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let mut broken = BTreeSet::new();
    for file in found {
        let relative = file.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
        if relative == "lib.rs" || relative == "main.rs" || relative.starts_with("cli/") {
            continue;
        }
        let Some((room, layer, friends)) = room_of(&relative) else {
            broken.insert(format!("{relative}: a room that the table doesn't have"));
            continue;
        };
        let text = fs::read_to_string(&file).expect("a text");
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for rest in line.split("crate::").skip(1) {
                let used: String =
                    rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
                // `crate::rules!`, or `use crate::rules;`, is the macro that declares rules, which the model has.
                if used == "rules" && rest[used.len()..].starts_with(['!', ';']) {
                    continue;
                }
                let Some((name, below, _)) = ROOMS.iter().find(|(name, ..)| *name == used) else { continue };
                if name != room && below >= layer && !friends.contains(name) {
                    broken.insert(format!("{relative} uses {name}"));
                }
            }
        }
    }
    assert_eq!(broken, BTreeSet::new());
}

#[test]
fn the_library_never_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    for file in found {
        let text = fs::read_to_string(&file).expect("a text");
        for word in ["println!(", "eprintln!(", "print!(", "eprint!("] {
            assert!(!text.contains(word), "{} has {word}", file.display());
        }
    }
}
