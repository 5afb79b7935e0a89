//! Identifiers for the facts and footnotes of a report: those that they have, and made-up ones for the rest.

use rustc_hash::FxHashSet;

use super::bytes;
use super::place::Documents;
use super::prefixes::Unused;
use super::report::Report;
use super::text::Text;

/// Identifiers for everything in a report that can be pointed at; no two are equal, and each is an XML `NCName`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ids {
    /// One for each fact, in their order.
    pub facts: Vec<String>,
    /// One for each footnote, in their order.
    pub footnotes: Vec<String>,
}

impl Ids {
    /// The identifiers of a report: its own where they are names and unique, else `f1`, `f2`, … by
    /// the fact's position and `fn1`, `fn2`, … by the footnote's.
    #[must_use]
    pub fn of(report: &Report, documents: &Documents) -> Ids {
        let mut taken = Taken::default();
        let mut own = |id: &Option<Text>| {
            let id = id.as_ref()?.get(documents);
            (is_ncname(id) && taken.names.insert(id.to_owned())).then(|| id.to_owned())
        };
        let facts: Vec<_> = report.facts.iter().map(|fact| own(&fact.id)).collect();
        let footnotes: Vec<_> = report.footnotes.iter().map(|footnote| own(&footnote.id)).collect();
        let mut fill = |ids: Vec<Option<String>>, wish: &str| {
            let numbered = ids.into_iter().enumerate();
            numbered.map(|(at, id)| id.unwrap_or_else(|| taken.fresh(&format!("{wish}{}", at + 1)))).collect()
        };
        Ids { facts: fill(facts, "f"), footnotes: fill(footnotes, "fn") }
    }
}

/// Identifiers that are taken.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    names: FxHashSet<String>,
    unused: Unused,
}

impl Taken {
    /// Those of a report's facts and footnotes.
    #[must_use]
    pub fn of(ids: &Ids) -> Taken {
        Taken { names: ids.facts.iter().chain(&ids.footnotes).cloned().collect(), unused: Unused::default() }
    }

    /// `wish`, or `wish_2` and so on where it is taken; taken from then on.
    pub fn fresh(&mut self, wish: &str) -> String {
        let id = self.unused.name(wish, |name| self.names.contains(name));
        self.names.insert(id.clone());
        id
    }
}

/// Whether a text is an XML name without a colon (Namespaces in XML 1.0, 3).
#[must_use]
pub fn is_ncname(text: &str) -> bool {
    // Nearly all names are of ASCII, and those are seen to be names without being decoded.
    if bytes::all(text.as_bytes(), continues_ascii_name) {
        return text.bytes().next().is_some_and(|first| starts_name(first.into()));
    }
    let mut letters = text.chars();
    letters.next().is_some_and(starts_name) && letters.all(continues_name)
}

/// [`continues_name`] for what is one byte; not by short-circuit, for blocks of them are looked at.
#[inline]
fn continues_ascii_name(byte: u8) -> bool {
    let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let is_digit = byte.wrapping_sub(b'0') < 10;
    is_letter | is_digit | (byte == b'_') | (byte == b'-') | (byte == b'.')
}

/// Whether a letter can begin an XML name; a colon can't here.
#[must_use]
pub fn starts_name(letter: char) -> bool {
    match letter {
        'a'..='z' | 'A'..='Z' | '_' => true,
        _ if letter.is_ascii() => false,
        _ => matches!(letter,
            '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
            | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
            | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
            | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}'),
    }
}

/// Whether a letter can stand in an XML name behind the first; a colon can't here.
#[must_use]
pub fn continues_name(letter: char) -> bool {
    starts_name(letter)
        || matches!(letter, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}
