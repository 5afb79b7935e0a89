//! Text: what is left of it without mark-up and white space, and which words changed.

use std::borrow::Cow;
use std::ops::Range;

use similar::DiffTag;

use super::comparison::{Edit, EditKind};
use super::family::family;
use super::words::{Words, differences};

/// Words of kept text that are shown on either side of a change.
const CONTEXT: usize = 8;

/// Elements that stand inside a word or a line: without them the words on either side may be one.
const INLINE: [&str; 16] =
    ["a", "abbr", "b", "bdo", "big", "cite", "em", "font", "i", "ins", "small", "span", "strong", "sub", "sup", "u"];

/// The characters that filings write by name, beside XML's own five.
const ENTITIES: [(&str, char); 20] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bull", '•'),
    ("hellip", '…'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("sect", '§'),
    ("yen", '¥'),
    ("euro", '€'),
];

/// The longest reference to a character, its ampersand and semicolon included.
const LONGEST_REFERENCE: usize = 10;

/// Whether the text has tags.
fn has_markup(text: &str) -> bool {
    let opens = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    let closed = &text[..text.rfind('>').unwrap_or(0)];
    closed.match_indices('<').any(|(at, _)| opens(&text[at + 1..]))
}

/// The text as it reads: without mark-up, its white space folded into single spaces.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if has_markup(text) {
        return Cow::Owned(folded(&without_markup(text)).into_owned());
    }
    folded(text)
}

/// The text with its white space folded into single spaces.
pub(crate) fn folded(text: &str) -> Cow<'_, str> {
    let ignored = |c: char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}');
    let mut after_space = true;
    let is_folded = text.chars().all(|c| {
        let fine = !ignored(c) && (!c.is_whitespace() || (c == ' ' && !after_space));
        after_space = c.is_whitespace();
        fine
    });
    if is_folded && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let start = out.len();
        if start > 0 {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| !ignored(*c)));
        if out.len() == start + usize::from(start > 0) {
            out.truncate(start);
        }
    }
    Cow::Owned(out)
}

fn without_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Behind the last `>` no tag ends.
    let tags_end = text.rfind('>').unwrap_or(0);
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') && text.len() - rest.len() > tags_end && !rest.starts_with("<!--") {
            out.push('<');
            rest = &rest[1..];
            continue;
        }
        rest = if rest.starts_with('<') { after_tag(rest, &mut out) } else { after_reference(rest, &mut out) };
    }
    out.push_str(rest);
    out
}

/// Skips a tag or comment; one that ends a word leaves a space.
fn after_tag<'a>(text: &'a str, out: &mut String) -> &'a str {
    if let Some(comment) = text.strip_prefix("<!--") {
        return comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let name = text[1..].trim_start_matches('/');
    let name = name.split(|c: char| !c.is_ascii_alphanumeric() && c != ':').next().unwrap_or("");
    let Some(end) = Some(text).filter(|_| !name.is_empty()).and_then(|text| text.find('>')) else {
        out.push('<');
        return &text[1..];
    };
    let is_inline = name.starts_with("ix:") || INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline));
    if !is_inline {
        out.push(' ');
    }
    &text[end + 1..]
}

/// Resolves a character reference; what is none stays as it is.
fn after_reference<'a>(text: &'a str, out: &mut String) -> &'a str {
    let end = text.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';');
    let named = end.map(|end| (&text[1..end], &text[end + 1..]));
    let resolved = named.and_then(|(name, rest)| {
        let number = name.strip_prefix('#').map(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        });
        let character = match number {
            Some(code) => char::from_u32(code.ok()?)?,
            None => ENTITIES.iter().find(|(entity, _)| *entity == name)?.1,
        };
        Some((character, rest))
    });
    let (character, rest) = resolved.unwrap_or(('&', &text[1..]));
    out.push(character);
    rest
}

/// Whether two texts say the same.
pub(crate) fn same(old: &str, new: &str, exact: bool) -> bool {
    if old == new {
        return true;
    }
    let read = if exact { folded } else { plain };
    read(old) == read(new) || same_names(old, new)
}

/// Whether both are lists of names, as URIs with a fragment, that agree by namespace family.
fn same_names(old: &str, new: &str) -> bool {
    let names = |text: &str| -> Option<Vec<(String, String)>> {
        let split = |word: &str| {
            let (uri, local) = word.split_once('#')?;
            uri.starts_with("http").then(|| (family(uri), local.to_owned()))
        };
        let mut names = text.split_whitespace().map(split).collect::<Option<Vec<_>>>()?;
        names.sort_unstable();
        Some(names)
    };
    names(old).is_some_and(|old| names(new).is_some_and(|new| old == new))
}

/// The words that changed between two texts, with a few of those that stayed around them.
pub(crate) fn edits(old: &str, new: &str) -> Vec<Edit> {
    let (old, new) = (Words::of(old), Words::of(new));
    let ops = differences(&old, &new);
    let mut edits = Vec::new();
    let last = ops.len().saturating_sub(1);
    for (at, op) in ops.iter().enumerate() {
        let (tag, in_old, in_new) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            keep(&new, in_new, at == 0, at == last, &mut edits);
            continue;
        }
        for (kind, text) in [(EditKind::Gone, old.text(in_old)), (EditKind::Come, new.text(in_new))] {
            if !text.is_empty() {
                edits.push(Edit { kind, text: text.to_owned() });
            }
        }
    }
    edits
}

/// Adds words that stayed, without the middle of a long run.
fn keep(words: &Words<'_>, run: Range<usize>, is_first: bool, is_last: bool, edits: &mut Vec<Edit>) {
    let before = if is_first { 0 } else { CONTEXT };
    let after = if is_last { 0 } else { CONTEXT };
    let mut kept = |run: Range<usize>| {
        if !run.is_empty() {
            edits.push(Edit { kind: EditKind::Kept, text: words.text(run).to_owned() });
        }
    };
    if run.len() <= before + after + 1 {
        kept(run);
        return;
    }
    let skipped = run.len() - before - after;
    kept(run.start..run.start + before);
    let skipped = Edit { kind: EditKind::Skipped, text: skipped.to_string() };
    edits.push(skipped);
    if after > 0 {
        edits.push(Edit { kind: EditKind::Kept, text: words.text(run.end - after..run.end).to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_up_and_white_space_do_not_matter() {
        for (old, new) in [
            ("<div><span>Net </span><b>sales</b></div>", "Net\u{a0}sales"),
            ("<p>A &amp; B</p><p>C&#8217;s&nbsp;D</p>", "<div>A & B</div> <div>C\u{2019}s D</div>"),
            ("<td>1</td><td>2</td>", "<p>1 2</p>"),
            ("<span>Ap</span><span>ple</span>", "<p>Apple</p>"),
            ("<!-- a > b --><p>x</p>", "<br/>x"),
            ("a  b\n c ", "a b c"),
            ("a\u{ad}b", "ab"),
        ] {
            assert!(same(old, new, false), "{old}");
        }
        assert!(!same("<p>x</p>", "<div>x</div>", true));
        assert!(same("<p>x  y</p>", "<p>x y</p>", true));
    }

    #[test]
    fn signs_that_are_no_tags_stay() {
        assert_eq!(plain("a < b & c > d"), "a < b & c > d");
        assert_eq!(plain("<p>1 < 2 &unknown; &</p>"), "1 < 2 &unknown; &");
    }

    #[test]
    fn names_of_two_versions_of_a_taxonomy_are_the_same() {
        let old = "http://fasb.org/us-gaap/2022#OtherAssets http://fasb.org/us-gaap/2022#OtherLiabilities";
        let new = "http://fasb.org/us-gaap/2023#OtherLiabilities http://fasb.org/us-gaap/2023#OtherAssets";
        assert!(same(old, new, false));
        assert!(!same(old, "http://fasb.org/us-gaap/2023#OtherAssets", false));
    }

    fn shown(old: &str, new: &str) -> String {
        let show = |edit: Edit| match edit.kind {
            EditKind::Kept => edit.text,
            EditKind::Gone => format!("[-{}-]", edit.text.trim_end()),
            EditKind::Come => format!("[+{}+]", edit.text.trim_end()),
            EditKind::Skipped => format!("({})", edit.text),
        };
        edits(old, new).into_iter().map(show).collect()
    }

    #[test]
    fn words_that_changed_are_shown_among_those_that_stayed() {
        assert_eq!(shown("the cost is 5.", "the cost is 6 yen."), "the cost is [-5-][+6 yen+].");
        assert_eq!(shown("売上高は増加した", "売上高は減少した"), "売上高は[-増加-][+減少+]した");
        let long = "one two three four five six seven eight nine ten eleven";
        assert_eq!(
            shown(&format!("{long} A"), &format!("{long} B")),
            "(3)four five six seven eight nine ten eleven [-A-][+B+]"
        );
        assert_eq!(shown("", "new"), "[+new+]");
    }
}
