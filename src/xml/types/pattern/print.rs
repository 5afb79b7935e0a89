//! From a syntax tree to the `regex` crate's syntax. Every literal is written as a number, so that nothing in it has a
//! meaning of its own.

use std::fmt::Write;

use super::parse::{Atom, Class, Escape, Expression, Member, Set};

/// What a name can begin with (XML 1.0 fifth edition, `NameStartChar`).
const NAME_START: &str = r":A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}";

/// What else a name can have (`NameChar`).
const NAME_MORE: &str = r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}\x{2040}";

/// Every character there is; its complement is the empty class.
const ALL: &str = r"\x{0}-\x{10FFFF}";

/// The expression as a pattern of `regex` that matches whole texts.
pub(super) fn print(expression: &Expression) -> String {
    let mut out = String::from(r"\A");
    print_group(expression, &mut out);
    out.push_str(r"\z");
    out
}

fn print_group(expression: &Expression, out: &mut String) {
    out.push_str("(?:");
    for (at, branch) in expression.branches.iter().enumerate() {
        if at > 0 {
            out.push('|');
        }
        for piece in branch {
            print_atom(&piece.atom, out);
            print_quantity(piece.least, piece.most, out);
        }
    }
    out.push(')');
}

fn print_quantity(least: u32, most: Option<u32>, out: &mut String) {
    let _ = match (least, most) {
        (1, Some(1)) => Ok(()),
        (0, None) => write!(out, "*"),
        (least, None) => write!(out, "{{{least},}}"),
        (least, Some(most)) => write!(out, "{{{least},{most}}}"),
    };
}

fn print_atom(atom: &Atom, out: &mut String) {
    match atom {
        Atom::Character(c) => print_char(*c, out),
        Atom::Wildcard => out.push_str(r"[^\n\r]"),
        Atom::Escape(escape) => print_escape(*escape, out),
        Atom::Class(class) => print_class(class, out),
        Atom::Group(expression) => print_group(expression, out),
    }
}

fn print_char(c: char, out: &mut String) {
    let _ = write!(out, r"\x{{{:X}}}", u32::from(c));
}

fn print_range(low: char, high: char, out: &mut String) {
    print_char(low, out);
    if high > low {
        out.push('-');
        print_char(high, out);
    }
}

/// A class as `regex` has it; a subtraction as the difference of two classes in brackets of their own.
fn print_class(class: &Class, out: &mut String) {
    if let Some(less) = &class.less {
        out.push('[');
        print_members(class, out);
        out.push_str("--");
        print_class(less, out);
        out.push(']');
    } else {
        print_members(class, out);
    }
}

fn print_members(class: &Class, out: &mut String) {
    out.push_str(if class.negative { "[^" } else { "[" });
    for member in &class.members {
        match member {
            Member::Range(low, high) => print_range(*low, *high, out),
            Member::Escape(escape) => print_escape(*escape, out),
        }
    }
    out.push(']');
}

/// A class in brackets, which can stand alone and within another class.
fn print_escape(escape: Escape, out: &mut String) {
    // `\w` is all but punctuation, separators and other characters (F.1.1).
    let negative = escape.negative != matches!(escape.set, Set::Word);
    out.push_str(if negative { "[^" } else { "[" });
    match escape.set {
        Set::Space => out.push_str(r"\x20\t\n\r"),
        Set::NameStart => out.push_str(NAME_START),
        Set::NameChar => {
            out.push_str(NAME_START);
            out.push_str(NAME_MORE);
        }
        Set::Digit => out.push_str(r"\p{Nd}"),
        Set::Word => out.push_str(r"\p{P}\p{Z}\p{C}"),
        // Surrogates are no characters.
        Set::Category("Cs") => print_nothing(out),
        Set::Category(category) => {
            let _ = write!(out, r"\p{{{category}}}");
        }
        Set::Block(block) if block.ranges.is_empty() => print_nothing(out),
        Set::Block(block) => {
            for (low, high) in block.ranges {
                print_range(*low, *high, out);
            }
        }
    }
    out.push(']');
}

fn print_nothing(out: &mut String) {
    let _ = write!(out, "[^{ALL}]");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::name::{is_name_char, is_name_start};

    #[test]
    fn names_in_patterns_are_names_in_documents() {
        let start = regex::Regex::new(&format!("[{NAME_START}]")).expect("a class");
        let name = regex::Regex::new(&format!("[{NAME_START}{NAME_MORE}]")).expect("a class");
        let mut buffer = [0; 4];
        for c in '\0'..=char::MAX {
            let text = c.encode_utf8(&mut buffer);
            assert_eq!(start.is_match(text), is_name_start(c), "{c:?}");
            assert_eq!(name.is_match(text), is_name_char(c), "{c:?}");
        }
    }
}
