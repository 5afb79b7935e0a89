//! The words of two texts, and which of them changed: in time linear to the texts, however different they are.

use std::ops::Range;

use hashbrown::HashMap;
use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp};

/// Words of both texts among which the fewest changes are looked for. That takes up to the power of one and a half of
/// them; longer texts are split first where they have runs of words in common.
const SEARCHED: usize = 1 << 15;
/// Words of a run that two texts don't share by chance.
const RUN: usize = 8;
/// Of so many runs one is looked at, told by its words.
const SAMPLED: u64 = 16;

/// The words of a text, each with the white space behind it.
pub(super) struct Words<'a> {
    text: &'a str,
    /// Where each ends.
    ends: Vec<u32>,
}

/// A word of either text, as a number: the same for the same word, whatever white space is behind it.
type Number = u32;

impl<'a> Words<'a> {
    /// Splits a text. A character of a script that is written without spaces is a word, and so is a mark of punctuation.
    pub(super) fn of(text: &'a str) -> Words<'a> {
        #[derive(PartialEq)]
        enum Kind {
            Space,
            Letter,
            Alone,
        }
        let kind = |c: char| match c {
            c if c.is_whitespace() => Kind::Space,
            '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'.. => Kind::Alone,
            c if c.is_alphanumeric() => Kind::Letter,
            _ => Kind::Alone,
        };
        let mut ends = Vec::new();
        let mut last = Kind::Space;
        for (at, character) in text.char_indices() {
            let this = kind(character);
            if at > 0 && this != Kind::Space && (this != Kind::Letter || last != Kind::Letter) {
                ends.push(at as u32);
            }
            last = this;
        }
        if !text.is_empty() {
            ends.push(text.len() as u32);
        }
        Words { text, ends }
    }

    /// Some of the words, as they stand.
    pub(super) fn text(&self, words: Range<usize>) -> &'a str {
        let end = |words: usize| words.checked_sub(1).map_or(0, |last| self.ends[last] as usize);
        &self.text[end(words.start)..end(words.end)]
    }

    fn numbered(&self, vocabulary: &mut HashMap<&'a str, Number>) -> Vec<Number> {
        let number = |word: usize| {
            let next = vocabulary.len() as Number;
            *vocabulary.entry(self.text(word..word + 1).trim_end()).or_insert(next)
        };
        (0..self.ends.len()).map(number).collect()
    }
}

/// What became of the words of a text, from its beginning to its end.
pub(super) fn differences(old: &Words<'_>, new: &Words<'_>) -> Vec<DiffOp> {
    let mut vocabulary = HashMap::new();
    let (old, new) = (old.numbered(&mut vocabulary), new.numbered(&mut vocabulary));
    let mut found = Found { old: &old, new: &new, ops: Vec::new(), at: (0, 0) };
    if old.len() + new.len() > SEARCHED {
        anchors(&old, &new).into_iter().for_each(|anchor| found.anchor(anchor));
    }
    found.changed((old.len(), new.len()));
    found.ops
}

/// The differences up to a place in either text.
struct Found<'n> {
    old: &'n [Number],
    new: &'n [Number],
    ops: Vec<DiffOp>,
    at: (usize, usize),
}

impl Found<'_> {
    /// Goes on to a run that both have, and as far as they are the same around it, if it is still ahead.
    fn anchor(&mut self, (old, new): (usize, usize)) {
        if old < self.at.0 || new < self.at.1 || self.old[old..old + RUN] != self.new[new..new + RUN] {
            return;
        }
        let before = self.old[self.at.0..old].iter().rev().zip(self.new[self.at.1..new].iter().rev());
        let same = before.take_while(|(old, new)| old == new).count();
        let (old, new) = (old - same, new - same);
        self.changed((old, new));
        let both = self.old[old..].iter().zip(&self.new[new..]);
        let len = both.take_while(|(old, new)| old == new).count();
        self.ops.push(DiffOp::Equal { old_index: old, new_index: new, len });
        self.at = (old + len, new + len);
    }

    /// Goes on to a place up to which words may have changed.
    fn changed(&mut self, (old_end, new_end): (usize, usize)) {
        let (old, new) = self.at;
        let (old_len, new_len) = (old_end - old, new_end - new);
        self.at = (old_end, new_end);
        if old_len + new_len == 0 {
            return;
        }
        if old_len + new_len > SEARCHED {
            self.ops.push(DiffOp::Replace { old_index: old, old_len, new_index: new, new_len });
            return;
        }
        let (old_words, new_words) = (&self.old[old..old_end], &self.new[new..new_end]);
        let ops = similar::capture_diff_slices(Algorithm::Myers, old_words, new_words);
        self.ops.extend(ops.into_iter().map(|op| moved(op, old, new)));
    }
}

/// An operation that stands further behind.
fn moved(op: DiffOp, old: usize, new: usize) -> DiffOp {
    match op {
        DiffOp::Equal { old_index, new_index, len } => {
            DiffOp::Equal { old_index: old_index + old, new_index: new_index + new, len }
        }
        DiffOp::Delete { old_index, old_len, new_index } => {
            DiffOp::Delete { old_index: old_index + old, old_len, new_index: new_index + new }
        }
        DiffOp::Insert { old_index, new_index, new_len } => {
            DiffOp::Insert { old_index: old_index + old, new_index: new_index + new, new_len }
        }
        DiffOp::Replace { old_index, old_len, new_index, new_len } => {
            DiffOp::Replace { old_index: old_index + old, old_len, new_index: new_index + new, new_len }
        }
    }
}

/// Where runs of words begin that each text has once, the most of them that come in the same order in both.
fn anchors(old: &[Number], new: &[Number]) -> Vec<(usize, usize)> {
    let in_new = once(new);
    let mut pairs: Vec<(usize, usize)> =
        once(old).into_iter().filter_map(|(run, old)| Some((old, *in_new.get(&run)?))).collect();
    pairs.sort_unstable();
    in_order(&pairs)
}

/// The sampled runs of words that are there once, by a number of their words, with their beginnings.
fn once(words: &[Number]) -> FxHashMap<u64, usize> {
    // What the first word of a run counts, where each counts so many times as much as the next.
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    let first = (1..RUN).fold(1, |weight: u64, _| weight.wrapping_mul(BASE));
    let mut runs: FxHashMap<u64, Option<usize>> = FxHashMap::default();
    let mut run: u64 = 0;
    for (end, word) in words.iter().enumerate() {
        if let Some(gone) = end.checked_sub(RUN) {
            run = run.wrapping_sub((u64::from(words[gone]) + 1).wrapping_mul(first));
        }
        run = run.wrapping_mul(BASE).wrapping_add(u64::from(*word) + 1);
        let mixed = (run ^ (run >> 32)).wrapping_mul(BASE);
        if end + 1 >= RUN && (mixed >> 32).is_multiple_of(SAMPLED) {
            runs.entry(mixed).and_modify(|beginning| *beginning = None).or_insert(Some(end + 1 - RUN));
        }
    }
    runs.into_iter().filter_map(|(run, beginning)| Some((run, beginning?))).collect()
}

/// Of pairs that are sorted by the one number, the most whose other numbers are in order too.
fn in_order(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The last pair of the best chain of each length, and the pair before each.
    let mut last: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, (_, other)) in pairs.iter().enumerate() {
        let length = last.partition_point(|last| pairs[*last].1 < *other);
        before.push(length.checked_sub(1).map(|shorter| last[shorter]));
        match last.get_mut(length) {
            Some(last) => *last = at,
            None => last.push(at),
        }
    }
    let mut chain: Vec<(usize, usize)> =
        std::iter::successors(last.last().copied(), |at| before[*at]).map(|at| pairs[at]).collect();
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both texts, as the differences say them, and how many words stay.
    fn told(old: &str, new: &str) -> (String, String, usize) {
        let (old, new) = (Words::of(old), Words::of(new));
        let (mut of_old, mut of_new, mut kept) = (String::new(), String::new(), 0);
        for op in differences(&old, &new) {
            of_old += old.text(op.old_range());
            of_new += new.text(op.new_range());
            if let DiffOp::Equal { len, .. } = op {
                kept += len;
            }
        }
        (of_old, of_new, kept)
    }

    fn long(words: Range<usize>) -> String {
        words.map(|number| format!("w{number} ")).collect()
    }

    #[test]
    fn a_long_text_is_split_where_nothing_changed() {
        let old = long(0..SEARCHED * 2);
        let new = old.replace("w40000 ", "another ").replace("w100 ", "").replace("w65000 ", "w65000 more ");
        let (of_old, of_new, kept) = told(&old, &new);
        assert!(of_old == old && of_new == new);
        assert_eq!(kept, SEARCHED * 2 - 2);
    }

    #[test]
    fn long_texts_with_little_in_common_are_told_whole() {
        let (one, two) = (long(0..SEARCHED), long(SEARCHED..SEARCHED * 2));
        let (old, new) = (format!("{one}{two}"), format!("{two}{one}"));
        let (of_old, of_new, kept) = told(&old, &new);
        assert!(of_old == old && of_new == new);
        assert_eq!(kept, SEARCHED);
        // The same few words over and over are no sign of anything.
        let (old, new) = ("a b c ".repeat(SEARCHED), "b a c ".repeat(SEARCHED));
        let (of_old, of_new, _) = told(&old, &new);
        assert!(of_old == old && of_new == new);
    }
}
