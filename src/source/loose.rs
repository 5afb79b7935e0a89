//! Numbers that stand in sentences: nothing binds them, and a coverage list must name them.

use super::Cell;
use super::cell::is_superscript;
use super::figure::{Figure, parse_figure};
use crate::model::Place;

/// How far behind the word before it a word is looked for: mark-up between two words is shorter.
const WINDOW: usize = 1024;

/// Gathers the numbers of a paragraph, given as its lines with their ends in the text, if it is prose:
/// a caption doesn't end as a sentence does.
pub(super) fn gather(paragraph: &[(&Cell, u32)], text: &str, numbers: &mut Vec<Cell>) {
    if !paragraph.last().is_some_and(|(line, _)| is_sentence(&line.text)) {
        return;
    }
    for (line, end) in paragraph {
        let mut offset = line.place.offset as usize;
        for word in line.text.split_whitespace() {
            let found = find(text, offset, *end as usize, word);
            if let Some((skipped, number)) = number(word) {
                // A word that is printed in another way than it is written may still have its digits.
                let at = found.map(|at| at + skipped).or_else(|| find(text, offset, *end as usize, number));
                let place = Place { offset: at.map_or(line.place.offset, |at| at as u32), ..line.place };
                numbers.push(Cell { text: number.to_owned(), notes: Vec::new(), place });
            }
            offset = found.map_or(offset, |at| at + word.len());
        }
    }
}

fn find(text: &str, from: usize, end: usize, word: &str) -> Option<usize> {
    let mut until = end.min(from.saturating_add(WINDOW + word.len()));
    while !text.is_char_boundary(until) {
        until -= 1;
    }
    text.get(from..until)?.find(word).map(|at| from + at)
}

fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(|c| is_superscript(c) || is_closing(c)).ends_with(['.', '!', '?', ':', ';', '。'])
}

fn is_closing(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '’' | ')' | ']' | '*')
}

/// The number that a word is, without the punctuation and the currency around it, and how many bytes
/// stand before it; not a note mark such as `(1)`, and not the digits of `4Q03` or `20-F`.
fn number(word: &str) -> Option<(usize, &str)> {
    let bare = word.trim_start_matches(is_around);
    let skipped = word.len() - bare.len();
    let bare = bare.trim_end_matches(is_around);
    if word.starts_with('(') && word.contains(')') && bare.len() <= 2 && !bare.ends_with('%') {
        return None;
    }
    let currency = match bare.rfind(['$', '¥']) {
        Some(sign) => sign + bare[sign..].chars().next().map_or(0, char::len_utf8),
        None if bare.len() > 3 && bare.bytes().take(3).all(|byte| byte.is_ascii_uppercase()) => 3,
        None => 0,
    };
    let number = &bare[currency..];
    let figure = number.starts_with(|c: char| c.is_ascii_digit()).then(|| parse_figure(number));
    matches!(figure, Some(Ok(Figure::Number { .. }))).then_some((skipped + currency, number))
}

fn is_around(character: char) -> bool {
    is_superscript(character)
        || is_closing(character)
        || matches!(character, '(' | '[' | '“' | '‘' | ',' | ';' | ':' | '.' | '!' | '?')
}

#[cfg(test)]
mod tests {
    use super::super::{Format, parse};
    use crate::model::Documents;

    fn loose(prose: &str) -> Vec<String> {
        let mut documents = Documents::new();
        let text = format!("{prose}\n\n\tA\nx\t1\n");
        let source = parse("a.txt", text.as_bytes(), Format::Text, &mut documents).expect("a table");
        source.loose.iter().map(|cell| format!("{} at {}", cell.text, documents.locate(cell.place))).collect()
    }

    #[test]
    fn numbers_in_sentences_are_listed_with_their_places() {
        assert_eq!(
            loose("**Sales** in 4Q03 were JPY 11,617 million (\\$ 111.5 million), up 20.6%\nfrom 3Q03 (Form 20-F).²"),
            ["11,617 at a.txt:1:28", "111.5 at a.txt:1:47", "20.6% at a.txt:1:66"]
        );
        assert_eq!(
            loose("Note (1): the rate is JPY104.18 = US\\$1.00."),
            ["104.18 at a.txt:1:26", "1.00 at a.txt:1:39"]
        );
    }

    #[test]
    fn numbers_in_captions_are_not() {
        assert!(loose("Table 1. Sales (JPY in millions)").is_empty());
        assert!(loose("SOME COMPANY INC.\nAs of Mar 31, 2004").is_empty());
    }
}
