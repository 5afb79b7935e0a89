//! One finding as text, for people: what is wrong, where, with the line that it stands in, and what to do.

use std::fmt::Write as _;

use crate::model::{Diagnostic, Documents, Place};

/// Lines of a source are shown up to that many characters: some are megabytes long.
const SHOWN_CHARACTERS: usize = 100;

/// A finding as text; every line ends with a line end.
#[must_use]
pub fn text(diagnostic: &Diagnostic, documents: &Documents) -> String {
    let mut out = format!("{}[{}]: {}\n", diagnostic.rule.severity.name(), diagnostic.rule.code, diagnostic.message);
    if let Some(place) = diagnostic.place {
        _ = writeln!(out, "  --> {}", documents.locate(place));
        if let Some(line) = excerpt(place, documents) {
            _ = writeln!(out, "   | {line}");
        }
    }
    let notes = [("expected", &diagnostic.expected), ("found", &diagnostic.found)];
    for (word, text) in notes {
        if let Some(text) = text {
            _ = writeln!(out, "   = {word}: {text}");
        }
    }
    for related in &diagnostic.related {
        _ = writeln!(out, "   = see {}: {}", documents.locate(related.place), related.message);
    }
    for hint in &diagnostic.hints {
        _ = writeln!(out, "   = help: {hint}");
    }
    out
}

/// The part of the line around a place; none for a sheet.
fn excerpt(place: Place, documents: &Documents) -> Option<String> {
    let document = documents.get(place.document);
    let (_, line) = document.line_at(place.offset);
    let line = line.trim();
    (!line.is_empty()).then(|| match line.char_indices().nth(SHOWN_CHARACTERS) {
        None => line.replace('\t', " "),
        Some((end, _)) => format!("{} …", line[..end].replace('\t', " ")),
    })
}
