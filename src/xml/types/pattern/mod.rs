//! XML Schema's regular expressions (part 2, appendix F), translated to the `regex` crate's by way of a syntax tree.
//!
//! They match whole texts, know subtraction of classes and names of blocks, and have no anchors, no reluctant
//! quantifiers and no references back. The time of a match grows with the text's length, whatever the pattern.

mod blocks;
#[cfg(test)]
mod oracle;
mod parse;
mod print;
mod size;

use std::fmt;
use std::sync::OnceLock;

use crate::xml::limits::{MAX_PATTERN_DEPTH, MAX_PATTERN_SIZE};

/// A pattern that is sound.
#[derive(Debug)]
pub struct Pattern {
    /// As the `regex` crate writes it.
    printed: String,
    /// Compiled when it is first asked for; none where it is too large after all.
    regex: OnceLock<Option<regex::Regex>>,
    /// Held for as long as the pattern takes its memory.
    _share: size::Share,
}

/// Why a text is no pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatternError {
    /// Where, as a count of characters from 1.
    pub position: usize,
    /// What is wrong there.
    pub problem: PatternProblem,
}

/// What is wrong with a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PatternProblem {
    /// A character with a meaning of its own where none is allowed.
    #[error("\"{0}\" can't stand here unescaped")]
    Unescaped(char),
    /// A quantifier with nothing before it, or with another quantifier before it.
    #[error("there is nothing to repeat")]
    NothingToRepeat,
    /// `{` without a sound quantity after it.
    #[error("not a quantity of the form {{n}}, {{n,}} or {{n,m}}")]
    Quantity,
    /// A quantity whose least is greater than its most.
    #[error("the quantity runs backwards")]
    QuantityBackwards,
    /// A group that isn't closed.
    #[error("the group is not closed")]
    OpenGroup,
    /// A class that isn't closed.
    #[error("the class is not closed")]
    OpenClass,
    /// A class with nothing in it.
    #[error("the class is empty")]
    EmptyClass,
    /// A range whose first character is beyond its last.
    #[error("the range runs backwards")]
    RangeBackwards,
    /// A hyphen in the midst of a class that makes no range.
    #[error("a hyphen within a class is escaped, first or last")]
    Hyphen,
    /// An escape that XML Schema doesn't have.
    #[error("there is no escape \\{0}")]
    UnknownEscape(char),
    /// The pattern ends behind a backslash.
    #[error("the escape is not finished")]
    OpenEscape,
    /// `\p{…}` or `\P{…}` with the name of no category or block.
    #[error("there is no such category or block")]
    UnknownProperty,
    /// Groups or classes too deep within each other.
    #[error("nested more than {MAX_PATTERN_DEPTH} deep")]
    TooDeep,
    /// The pattern is sound, and compiled it would take too much memory, alone or with all others.
    #[error("too large to be compiled")]
    TooLarge,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}, {}", self.position, self.problem)
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// Takes a pattern as a schema writes it.
    ///
    /// # Errors
    /// When it is none, or too large to be compiled.
    ///
    /// ```
    /// use factum::xml::types::Pattern;
    /// let consonants = Pattern::compile("[a-z-[aeiou]]+").unwrap();
    /// assert!(consonants.matches("xbrl") && !consonants.matches("xml schema"));
    /// ```
    pub fn compile(source: &str) -> Result<Pattern, PatternError> {
        let expression = parse::parse(source)?;
        let too_large = || PatternError { position: 1, problem: PatternProblem::TooLarge };
        let size = Some(size::estimate(&expression)).filter(|size| *size <= MAX_PATTERN_SIZE);
        let share = size.and_then(|size| size::PATTERNS.take(size)).ok_or_else(too_large)?;
        let pattern = Pattern { printed: print::print(&expression), regex: OnceLock::new(), _share: share };
        // Schemas have many patterns of which documents need few. Of a large one the estimate may fall short, though
        // not by much: whether it can be compiled is seen now.
        if size.is_some_and(|size| size > MAX_PATTERN_SIZE / 4) && pattern.regex().is_none() {
            return Err(too_large());
        }
        Ok(pattern)
    }

    fn regex(&self) -> Option<&regex::Regex> {
        let build = || {
            regex::RegexBuilder::new(&self.printed)
                .size_limit(2 * MAX_PATTERN_SIZE as usize)
                // Each level of ours takes an alternation, a sequence, a repetition and a group of theirs.
                .nest_limit(MAX_PATTERN_DEPTH as u32 * 8)
                .build()
                .ok()
        };
        self.regex.get_or_init(build).as_ref()
    }

    /// Whether the whole of a text matches.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, matching: &[&str], others: &[&str]) {
        let compiled = Pattern::compile(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        for text in matching {
            assert!(compiled.matches(text), "{pattern} should match {text:?}");
        }
        for text in others {
            assert!(!compiled.matches(text), "{pattern} should not match {text:?}");
        }
    }

    #[test]
    fn patterns_match_whole_texts() {
        check("", &[""], &["a"]);
        check("a|b", &["a", "b"], &["", "ab", "xa", "bx", "a\n"]);
        check("a||b", &["a", "", "b"], &["ab"]);
        check("(ab|c)*", &["", "ab", "cab"], &["a"]);
    }

    #[test]
    fn anchors_and_other_dialects_are_plain_characters() {
        check("^a$", &["^a$"], &["a"]);
        check("a&&b", &["a&&b"], &["ab"]);
        check("[a~~b]", &["~", "a", "b"], &["~~"]);
        check("[a&&b]", &["&", "a", "b"], &[]);
        check("#a b", &["#a b"], &["#ab", ""]);
    }

    #[test]
    fn quantifiers_count() {
        check("a{2}", &["aa"], &["a", "aaa"]);
        check("a{2,}", &["aa", "aaaa"], &["a"]);
        check("a{0,2}", &["", "a", "aa"], &["aaa"]);
        check("a{0}", &[""], &["a"]);
        check("a?b+c*", &["b", "abbcc"], &["ac"]);
        check("(a{2}){2}", &["aaaa"], &["aa", "aaa"]);
    }

    #[test]
    fn the_dot_is_anything_but_a_line_end() {
        check(".", &["a", "é", "\t", "\u{85}", "😀"], &["\n", "\r", "", "ab"]);
    }

    #[test]
    fn classes_have_ranges_negation_and_subtraction() {
        check("[a-cx]", &["a", "b", "c", "x"], &["d", "-"]);
        check("[^a-c]", &["d", "\n"], &["a"]);
        check("[a-z-[aeiou]]", &["b"], &["a", "-"]);
        check("[a-z-[^aeiou]]", &["a"], &["b"]);
        check("[^a-c-[x]]", &["d"], &["a", "x"]);
        check("[a-z-[a-m-[c]]]", &["c", "n"], &["a", "m"]);
        check("[a-[a]]", &[], &["a", ""]);
        check("[-a]", &["-", "a"], &["b"]);
        check("[a-]", &["-", "a"], &["b"]);
        check("[^-]", &["a"], &["-"]);
        check("[-A-Za-z0-9+-.]", &["-", "+", ",", ".", "A"], &["/", "*"]);
        check("[a^]", &["^", "a"], &[]);
        check("[\\^\\-\\[\\]\\\\]", &["^", "-", "[", "]", "\\"], &["a"]);
        check("[+--]", &["+", ",", "-"], &["."]);
        check("[a--[b]]", &["a", "-"], &["b"]);
    }

    #[test]
    fn escapes_have_the_meanings_of_xml() {
        check("\\d", &["7", "٣"], &["a", "²"]);
        check("\\D", &["a"], &["7"]);
        check("\\s", &[" ", "\t", "\n", "\r"], &["\u{A0}", "\u{B}"]);
        check("\\S", &["\u{A0}", "a"], &[" "]);
        check("\\w", &["a", "7", "+", "$", "é", "日"], &["_", "-", ".", " ", "\u{0}"]);
        check("\\W", &["_", "-", " "], &["a", "+"]);
        check("\\i\\c*", &["a", "_a-b.c", ":x", "é1"], &["1a", "-a", ""]);
        check("[\\i-[:]][\\c-[:]]*", &["a1"], &["a:b", ":"]);
        check("\\I\\C", &["1 "], &["a ", "1a"]);
        check("[\\D]", &["a"], &["1"]);
        check("\\.\\?\\*\\+\\(\\)\\{\\}\\|\\-\\^\\n\\t\\r", &[".?*+(){}|-^\n\t\r"], &[]);
    }

    #[test]
    fn properties_are_categories_and_blocks() {
        check("\\p{Lu}", &["A", "É"], &["a", "1"]);
        check("\\P{Lu}", &["a"], &["A"]);
        check("\\p{L}", &["a", "日"], &["1"]);
        check("\\p{IsGreek}", &["α", "\u{370}"], &["\u{1F00}", "a"]);
        check("\\P{IsBasicLatin}", &["é"], &["a", "\u{7F}"]);
        check("[\\p{Nd}\\p{IsHiragana}]", &["1", "あ"], &["ア"]);
        check("\\p{IsPrivateUse}", &["\u{E000}", "\u{F0000}"], &["a"]);
        check("\\p{IsHighSurrogates}", &[], &["a"]);
        check("\\P{IsHighSurrogates}", &["a"], &[]);
        check("[\\p{IsLowSurrogates}a]", &["a"], &["b"]);
        check("\\p{Cs}", &[], &["a"]);
        check("\\p{Cn}", &["\u{378}"], &["a"]);
    }

    #[test]
    fn what_is_no_pattern_is_refused_at_its_place() {
        use PatternProblem::{
            EmptyClass, Hyphen, NothingToRepeat, OpenClass, OpenEscape, OpenGroup, Quantity, QuantityBackwards,
            RangeBackwards, TooDeep, TooLarge, Unescaped, UnknownEscape, UnknownProperty,
        };
        let deep = "(".repeat(200);
        for (pattern, position, problem) in [
            ("*a", 1, NothingToRepeat),
            ("a|+", 3, NothingToRepeat),
            ("(?:a)", 2, NothingToRepeat),
            ("a**", 3, NothingToRepeat),
            ("a+?", 3, NothingToRepeat),
            ("a{2}{3}", 5, NothingToRepeat),
            ("{2}", 1, NothingToRepeat),
            ("a{,2}", 2, Quantity),
            ("a{x}", 2, Quantity),
            ("a{2", 2, Quantity),
            ("a{99999999999}", 2, Quantity),
            ("a{3,2}", 2, QuantityBackwards),
            ("a}", 2, Unescaped('}')),
            ("a]", 2, Unescaped(']')),
            ("a)", 2, Unescaped(')')),
            ("[a[b]]", 3, Unescaped('[')),
            ("(a", 1, OpenGroup),
            ("日(a", 2, OpenGroup),
            ("[a", 1, OpenClass),
            ("[a-", 3, Hyphen),
            ("[a-[b]", 1, OpenClass),
            ("[a-[b]c]", 1, OpenClass),
            ("[]", 1, EmptyClass),
            ("[^]", 1, EmptyClass),
            ("[z-a]", 2, RangeBackwards),
            ("[a-c-e]", 5, Hyphen),
            ("[\\w-.]", 4, Hyphen),
            ("[a-\\d]", 3, Hyphen),
            ("\\@", 1, UnknownEscape('@')),
            ("\\b", 1, UnknownEscape('b')),
            ("a\\1", 2, UnknownEscape('1')),
            ("[\\$]", 2, UnknownEscape('$')),
            ("a\\", 2, OpenEscape),
            ("\\p{Lx}", 1, UnknownProperty),
            ("\\p{Greek}", 1, UnknownProperty),
            ("\\p{IsNowhere}", 1, UnknownProperty),
            ("\\pL", 1, UnknownProperty),
            ("\\p{L", 1, UnknownProperty),
            (&deep, MAX_PATTERN_DEPTH + 1, TooDeep),
            ("((a{1000}){1000}){1000}", 1, TooLarge),
            ("a{2147483647}", 1, TooLarge),
        ] {
            let error = Pattern::compile(pattern).expect_err(pattern);
            assert_eq!(error, PatternError { position, problem }, "{pattern}");
        }
    }

    #[test]
    fn repetitions_in_earnest_are_not_too_large() {
        for pattern in ["\\w{1,255}", ".{0,10000}", "\\p{L}{1,300}", "\\c{1,4000}", "(.{1,35}\n){1,8}", "[^,]{0,9999}"]
        {
            Pattern::compile(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        }
    }

    #[test]
    fn nesting_up_to_the_limit_compiles() {
        let groups = format!("{}a{}", "(b|x".repeat(MAX_PATTERN_DEPTH), ")*".repeat(MAX_PATTERN_DEPTH));
        Pattern::compile(&groups).expect("as deep as is allowed");
        let classes = format!("{}a{}", "[a-z-".repeat(MAX_PATTERN_DEPTH - 1) + "[", "]".repeat(MAX_PATTERN_DEPTH));
        Pattern::compile(&classes).expect("as deep as is allowed");
    }
}
