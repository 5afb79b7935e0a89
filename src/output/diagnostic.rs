//! One finding as text, for people: what is wrong, where, with the line that it stands in, and what to do.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::style::{Styles, styled};
use crate::model::{Diagnostic, Documents, Place};

/// Lines of a source are shown up to that many characters: some are megabytes long.
const SHOWN_CHARACTERS: usize = 100;

/// Of a line that is longer, that many characters before the place are shown.
const SHOWN_BEFORE: usize = 30;

/// A finding as text without colours; every line ends with a line end.
#[must_use]
pub fn text(diagnostic: &Diagnostic, documents: &Documents) -> String {
    coloured(diagnostic, documents, &Styles::PLAIN)
}

/// A finding as text; every line ends with a line end.
#[must_use]
pub fn coloured(diagnostic: &Diagnostic, documents: &Documents, styles: &Styles) -> String {
    let severity = styles.severity(diagnostic.rule.severity);
    let what = styled(severity, format_args!("{}[{}]", diagnostic.rule.severity.name(), diagnostic.rule.code));
    format!("{what}: {}", under_its_code(diagnostic, documents, styles))
}

/// A finding as text that stands under its code; every line ends with a line end.
#[must_use]
pub fn under_its_code(diagnostic: &Diagnostic, documents: &Documents, styles: &Styles) -> String {
    let severity = styles.severity(diagnostic.rule.severity);
    let mut out = format!("{}\n", styled(styles.strong, &diagnostic.message));
    let frame = |sign: &str| styled(styles.frame, sign);
    if let Some(place) = diagnostic.place {
        _ = writeln!(out, "  {} {}", frame("-->"), documents.locate(place));
        if let Some(excerpt) = excerpt(place, documents) {
            _ = writeln!(out, "   {} {}", frame("|"), excerpt.line);
            let mark = styled(severity, "^".repeat(excerpt.width));
            _ = writeln!(out, "   {} {}{mark}", frame("|"), " ".repeat(excerpt.indent));
        }
    }
    let notes = [("expected", &diagnostic.expected), ("found", &diagnostic.found)];
    for (word, text) in notes {
        if let Some(text) = text {
            _ = writeln!(out, "   {} {text}", frame(&format!("= {word}:")));
        }
    }
    for related in &diagnostic.related {
        _ = writeln!(out, "   {} {}: {}", frame("= see"), documents.locate(related.place), related.message);
    }
    for hint in &diagnostic.hints {
        _ = writeln!(out, "   {} {hint}", frame("= help:"));
    }
    out
}

/// The line that a place stands in, and what of it is marked, in columns of a terminal.
struct Excerpt {
    line: String,
    indent: usize,
    width: usize,
}

/// The part of the line around a place; none for a sheet.
fn excerpt(place: Place, documents: &Documents) -> Option<Excerpt> {
    let document = documents.get(place.document);
    let (_, line) = document.line_at(place.offset);
    let before = (place.offset as usize).saturating_sub(document.line_start(place.offset) as usize).min(line.len());
    let (before, behind) = (line.get(..before)?, &line[before..]);
    if line.trim().is_empty() {
        return None;
    }
    let before = before.trim_start();
    let length = before.chars().chain(behind.chars()).take(SHOWN_CHARACTERS + 1).count();
    let whole = length <= SHOWN_CHARACTERS;
    let before = if whole { before.to_owned() } else { last(before, SHOWN_BEFORE) };
    let marked = token(before.chars().next_back(), behind);
    let shown = first(behind.trim_end(), SHOWN_CHARACTERS - before.chars().count().min(SHOWN_CHARACTERS));
    let width = behind[..marked].width().min(shown.width()).max(1);
    Some(Excerpt {
        indent: before.replace(char::is_control, " ").width(),
        line: (before + &shown).replace(char::is_control, " "),
        width,
    })
}

/// The end of a text, with a sign that something stands before it where it is cut.
fn last(text: &str, characters: usize) -> String {
    match text.char_indices().rev().nth(characters - 1) {
        Some((start, _)) if start > 0 => format!("… {}", &text[start..]),
        _ => text.to_owned(),
    }
}

/// The beginning of a text, with a sign that it goes on where it is cut.
fn first(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text.to_owned(),
    }
}

/// The length of the word at the start of a text: a tag's name, an attribute with its value, what stands in quotes,
/// a cell's word.
fn token(before: Option<char>, text: &str) -> usize {
    let is_quote = |letter: char| matches!(letter, '"' | '\'');
    let mut quote = before.filter(|letter| is_quote(*letter) && text.contains(*letter));
    let inside = quote.is_some();
    let opened = text.chars().next().filter(|letter| !inside && is_quote(*letter));
    if let Some(length) = opened.and_then(|open| text[1..].find(open)) {
        return length + 2;
    }
    let ends = |(at, letter): &(usize, char)| match (quote, *letter) {
        (Some(open), letter) if open == letter => {
            quote = None;
            inside
        }
        (Some(_), _) => false,
        (None, letter) if is_quote(letter) && *at > 0 => {
            quote = Some(letter);
            false
        }
        (None, '<') => *at > 0,
        (None, letter) => letter.is_whitespace() || letter == '>',
    };
    let end = text.char_indices().find(ends).map_or(text.len(), |(at, _)| at);
    if inside { end } else { text[..end].trim_end_matches([',', ';']).len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Document;

    /// The excerpt of a text at the first `@`, which isn't part of it.
    fn at(text: &str) -> [String; 2] {
        let offset = text.find('@').expect("a place") as u32;
        let mut documents = Documents::new();
        let document = documents.push(Document::new("a.xml", text.replacen('@', "", 1)));
        let excerpt = excerpt(Place { document, offset }, &documents).expect("an excerpt");
        [excerpt.line, " ".repeat(excerpt.indent) + &"^".repeat(excerpt.width)]
    }

    #[test]
    fn the_word_at_the_place_is_marked() {
        assert_eq!(at("<a>\n  @<ex:Sales unit=\"u\">5</ex:Sales>"), ["<ex:Sales unit=\"u\">5</ex:Sales>", "^^^^^^^^^"]);
        assert_eq!(at("  <a @unit='u v' b='1'/>"), ["<a unit='u v' b='1'/>", "   ^^^^^^^^^^"]);
        assert_eq!(at("<a b='@c d'/>"), ["<a b='c d'/>", "      ^^^"]);
        assert_eq!(at("売上高\t@1,000\t2"), ["売上高 1,000 2", "       ^^^^^"]);
        assert_eq!(at("a = 1@"), ["a = 1", "     ^"]);
        assert_eq!(at("{ a = @\"b c\", d = \"e\" }"), ["{ a = \"b c\", d = \"e\" }", "      ^^^^^"]);
    }

    #[test]
    fn of_a_long_line_what_is_around_the_place_is_shown() {
        let [line, mark] = at(&format!("{}@<b>{}", "x".repeat(5000), "y".repeat(5000)));
        assert_eq!(line, format!("… {}<b>{} …", "x".repeat(30), "y".repeat(65)));
        assert_eq!(mark, format!("{}^^", " ".repeat(32)));
    }
}
