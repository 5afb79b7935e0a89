//! Each `tests/xml/NAME.xml` is read; `NAME.txt` beside it says what must come of it.
//!
//! With `FACTUM_BLESS=1` in the environment the expectations are rewritten. Read the change then.

#[path = "support/referee.rs"]
mod referee;
#[path = "support/streaming.rs"]
mod streaming;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use factum::model::{Diagnostic, Documents, Place};
use factum::xml::{self, Content, Node};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/xml");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of the cases")
        .map(|entry| entry.expect("an entry of the folder").path())
        .collect();
    files.sort();
    let cases: Vec<PathBuf> = files.iter().filter(|path| has_extension(path, "xml")).cloned().collect();
    let mut trials: Vec<Trial> = cases
        .iter()
        .map(|path| {
            let path = path.clone();
            Trial::test(stem(&path), move || check(&path))
        })
        .collect();
    let expectations: Vec<PathBuf> = files.iter().filter(|path| has_extension(path, "txt")).cloned().collect();
    trials.push(Trial::test("every_rule_has_its_case", move || check_rules(&expectations)));
    trials.push(Trial::test("every_case_has_its_line_in_the_readme", move || check_readme(&folder, &files)));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn check_rules(expectations: &[PathBuf]) -> Result<(), Failed> {
    let mut texts = String::new();
    for path in expectations {
        texts.push_str(&std::fs::read_to_string(path)?);
    }
    // The limits' cases are made by the room's own tests: they would be large files.
    let others = ["xml.3:tooDeep", "xml.3.1:tooManyAttributes", "xml.4.3.3:tooLong"];
    let all = [xml::rules::well_formed::RULES, xml::rules::namespaces::RULES].concat();
    let missing = |code: &&str| !others.contains(code) && !texts.contains(&format!(" {code}: "));
    let missing: Vec<&str> = all.iter().map(|rule| rule.code).filter(missing).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("no case for {missing:?}").into()) }
}

fn check_readme(folder: &Path, files: &[PathBuf]) -> Result<(), Failed> {
    let readme = std::fs::read_to_string(folder.join("README.md"))?;
    for path in files {
        let (name, is_case) = (stem(path), has_extension(path, "xml"));
        if is_case && !readme.contains(&format!("\n- `{name}`: ")) {
            return Err(format!("{name} has no line in the README").into());
        }
        if has_extension(path, "txt") && !path.with_extension("xml").exists() {
            return Err(format!("{name} has an expectation and no document").into());
        }
    }
    let is_stale = |line: &&str| {
        let name = line.strip_prefix("- `").and_then(|rest| rest.split('`').next());
        name.is_some_and(|name| !folder.join(name).with_extension("xml").exists())
    };
    readme.lines().find(is_stale).map_or(Ok(()), |line| Err(format!("no such case: {line}").into()))
}

fn check(path: &Path) -> Result<(), Failed> {
    let found = read(&std::fs::read(path)?)?;
    let expectation = path.with_extension("txt");
    if std::env::var_os("FACTUM_BLESS").is_some() {
        std::fs::write(&expectation, &found)?;
        return Ok(());
    }
    let expected = std::fs::read_to_string(&expectation)?;
    if found == expected { Ok(()) } else { Err(format!("expected:\n{expected}\nfound:\n{found}").into()) }
}

/// What comes of a document: its tree, or what is wrong.
fn read(bytes: &[u8]) -> Result<String, Failed> {
    let mut documents = Documents::new();
    let text = match xml::decode(bytes) {
        Ok(text) => text,
        Err(error) => return Ok(finding(&documents, &error.diagnostic(None))),
    };
    let id = documents.add("", text.clone().into_owned());
    referee::compare(&text)?;
    streaming::compare(&text)?;
    Ok(match xml::parse(id, &text) {
        Ok(tree) => {
            let mut out = String::new();
            dump(&documents, tree.root(), 0, &mut out);
            out
        }
        Err(fault) => finding(&documents, &fault),
    })
}

fn position(documents: &Documents, place: Place) -> String {
    documents.locate(place).to_string().trim_start_matches(':').to_owned()
}

fn finding(documents: &Documents, fault: &Diagnostic) -> String {
    let place = fault.place.map_or_else(|| "nowhere".to_owned(), |place| position(documents, place));
    let mut out = format!("{place} {}: {}\n", fault.rule.code, fault.message);
    for (what, text) in [("expected", &fault.expected), ("found", &fault.found)] {
        if let Some(text) = text {
            let _ = writeln!(out, "  {what}: {text}");
        }
    }
    for related in &fault.related {
        let _ = writeln!(out, "  {} {}", position(documents, related.place), related.message);
    }
    out
}

/// Elements, attributes and texts with their places; `=` before a text that one range of the document holds.
fn dump(documents: &Documents, node: Node<'_, '_>, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let _ = writeln!(out, "{indent}{} {}", position(documents, node.place()), node.name());
    for attribute in node.attributes() {
        let place = position(documents, attribute.place());
        let _ = writeln!(out, "{indent}  {place} @{}={:?}", attribute.name, attribute.value());
    }
    for content in node.contents() {
        match content {
            Content::Element(child) => dump(documents, child, depth + 1, out),
            Content::Text(text, place) => {
                let span = node.text_span().filter(|span| documents.text(*span) == text);
                let mark = if span.is_some() { "=" } else { "" };
                let _ = writeln!(out, "{indent}  {} {mark}{text:?}", position(documents, place));
            }
        }
    }
}
