//! What is printed in a cell: mark-up taken off, white space folded, note marks set apart.

use super::Cell;
use crate::model::Place;

/// Mark-up that releases carry within a line.
const TAGS: &[&str] = &["b", "br", "em", "i", "s", "strong", "sub", "u"];

/// The cell that a piece of a text holds; note marks stay in it but for those that are marked up as such.
pub(super) fn clean(raw: &str, place: Place) -> Cell {
    let mut cell = Cell { text: String::with_capacity(raw.len()), notes: Vec::new(), place };
    let mut rest = raw;
    while let Some(character) = rest.chars().next() {
        rest = match character {
            '*' if rest.starts_with("**") => &rest[2..],
            '\\' if rest[1..].starts_with(|next: char| next.is_ascii_punctuation()) => {
                cell.push(rest[1..].chars().next().unwrap_or_default());
                &rest[2..]
            }
            '<' => skip_tag(&mut cell, rest),
            _ => {
                cell.push(character);
                &rest[character.len_utf8()..]
            }
        };
    }
    cell.text.truncate(cell.text.trim_end().len());
    cell
}

/// The longest tag that is looked for, and the longest text of a note mark.
const LONGEST_TAG: usize = 12;

/// Takes off the tag that `rest` begins with, if it is one, and a superscript note with its tags.
fn skip_tag<'a>(cell: &mut Cell, rest: &'a str) -> &'a str {
    let Some((name, behind)) = split_near(&rest[1..], ">") else {
        cell.push('<');
        return &rest[1..];
    };
    let name = name.trim_end_matches(['/', ' ']);
    let is = |tag: &&str| name.trim_start_matches('/').eq_ignore_ascii_case(tag);
    if is(&"sup") {
        if let Some((mark, after)) = split_near(behind, "</sup>")
            && let Some(note) = note_mark(mark)
        {
            cell.notes.push(note);
            return after;
        }
        return behind;
    }
    if TAGS.iter().any(is) {
        if is(&"br") {
            cell.push(' ');
        }
        return behind;
    }
    cell.push('<');
    &rest[1..]
}

/// What stands before and behind an end that is near.
fn split_near<'a>(text: &'a str, end: &str) -> Option<(&'a str, &'a str)> {
    let near = text.char_indices().nth(LONGEST_TAG + end.len()).map_or(text, |(far, _)| &text[..far]);
    near.find(end).map(|at| (&text[..at], &text[at + end.len()..]))
}

/// What a superscript says, when it is a note mark: `4`, `(4)`, `*4`, and not the `th` of `4th`.
pub(super) fn note_mark(mark: &str) -> Option<String> {
    let digits: String =
        mark.chars().filter(|c| !c.is_whitespace() && !"()[]*".contains(*c)).map(plain_digit).collect();
    (!digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

impl Cell {
    /// Adds a character: white space is folded and kept off the beginning, invisible characters are left out.
    pub(super) fn push(&mut self, character: char) {
        match character {
            '\u{200B}' | '\u{FEFF}' | '\u{AD}' => {}
            _ if character.is_whitespace() => {
                if !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
            }
            _ => self.text.push(character),
        }
    }

    /// Whether nothing is printed.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Sets the note marks at the end of a label, a header or a caption apart.
    pub(super) fn with_notes(self) -> Cell {
        self.split_notes(|text| superscript(text).or_else(|| bracketed(text)))
    }

    /// Sets superscripts at the end of a value apart, which are no part of any number.
    pub(super) fn with_superscripts(self) -> Cell {
        self.split_notes(superscript)
    }

    fn split_notes(mut self, mark: impl Fn(&str) -> Option<(usize, String)>) -> Cell {
        let mut found = Vec::new();
        while let Some((start, note)) = mark(&self.text) {
            self.text.truncate(self.text[..start].trim_end().len());
            found.push(note);
        }
        self.notes.extend(found.into_iter().rev());
        self
    }
}

/// Superscript digits at the end of a text: where they begin, and as plain digits.
fn superscript(text: &str) -> Option<(usize, String)> {
    let start = text.trim_end_matches(is_superscript).len();
    let note: String = text[start..].chars().map(plain_digit).collect();
    (start > 0 && !note.is_empty()).then_some((start, note))
}

/// One or two digits in brackets at the end of a text that has more than that.
fn bracketed(text: &str) -> Option<(usize, String)> {
    let (before, digits) = text.strip_suffix(')')?.rsplit_once('(')?;
    let is_mark = matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_mark && !before.is_empty()).then(|| (before.len(), digits.to_owned()))
}

/// Whether a character is a superscript digit.
pub(super) fn is_superscript(character: char) -> bool {
    matches!(character, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

fn plain_digit(character: char) -> char {
    match character {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁰' => '0',
        '⁴'..='⁹' => char::from(b'4' + (character as u32 - '⁴' as u32) as u8),
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentId;

    fn cell(raw: &str) -> Cell {
        clean(raw, Place { document: DocumentId(0), offset: 0 })
    }

    fn label(raw: &str) -> (String, Vec<String>) {
        let cell = cell(raw).with_notes();
        (cell.text, cell.notes)
    }

    #[test]
    fn mark_up_is_taken_off_and_white_space_folded() {
        for (raw, text) in [
            ("<u>52,779</u>", "52,779"),
            ("**Year  Ending\u{A0}March**", "Year Ending March"),
            ("  Sales\u{3000}of T1\t", "Sales of T1"),
            ("US\\$1.00", "US$1.00"),
            ("<http://www.iij.ad.jp/en/>", "<http://www.iij.ad.jp/en/>"),
            ("a < b > c", "a < b > c"),
            ("one<br/>two", "one two"),
            ("4<sup>th</sup> quarter", "4th quarter"),
            ("back\\", "back\\"),
            ("soft\u{AD}hyphen", "softhyphen"),
        ] {
            assert_eq!(cell(raw).text, text, "{raw}");
        }
    }

    #[test]
    fn note_marks_are_set_apart_from_labels() {
        let with = |text: &str, notes: &[&str]| (text.to_owned(), notes.iter().map(ToString::to_string).collect());
        assert_eq!(label("Others ⁴"), with("Others", &["4"]));
        assert_eq!(label("Others¹²"), with("Others", &["12"]));
        assert_eq!(label("USD (1)"), with("USD", &["1"]));
        assert_eq!(label("(in U.S. Dollars (USD))(1)"), with("(in U.S. Dollars (USD))", &["1"]));
        assert_eq!(label("Sales ² (3)"), with("Sales", &["2", "3"]));
        assert_eq!(label("Sales<sup>(3)</sup>"), with("Sales", &["3"]));
        assert_eq!(label("Net income (loss)"), with("Net income (loss)", &[]));
        assert_eq!(label("Class of (2004)"), with("Class of (2004)", &[]));
        assert_eq!(label("(1)"), with("(1)", &[]));
    }

    #[test]
    fn a_bracketed_digit_in_a_value_is_a_number_and_a_superscript_is_not() {
        assert_eq!(cell("(1)").with_superscripts().text, "(1)");
        let value = cell("1,234⁵").with_superscripts();
        assert_eq!((value.text.as_str(), value.notes.join(",").as_str()), ("1,234", "5"));
    }
}
