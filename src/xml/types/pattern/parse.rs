//! From a pattern's text to its syntax tree, by the grammar of part 2, appendix F.

use super::blocks::{self, Block};
use super::{PatternError, PatternProblem};
use crate::xml::limits::MAX_PATTERN_DEPTH;

/// Alternatives, each a sequence.
#[derive(Debug)]
pub(super) struct Expression {
    pub(super) branches: Vec<Vec<Piece>>,
}

/// Something, and how often: at least, and at most where there is a limit.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) atom: Atom,
    pub(super) least: u32,
    pub(super) most: Option<u32>,
}

#[derive(Debug)]
pub(super) enum Atom {
    Character(char),
    Wildcard,
    Escape(Escape),
    Class(Class),
    Group(Expression),
}

/// `[…]`: members, or all but those, less another class.
#[derive(Debug)]
pub(super) struct Class {
    pub(super) negative: bool,
    pub(super) members: Vec<Member>,
    pub(super) less: Option<Box<Class>>,
}

#[derive(Debug)]
pub(super) enum Member {
    Range(char, char),
    Escape(Escape),
}

/// A named set of characters, or all others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Escape {
    pub(super) negative: bool,
    pub(super) set: Set,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Set {
    /// `\s`
    Space,
    /// `\i`
    NameStart,
    /// `\c`
    NameChar,
    /// `\d`
    Digit,
    /// `\w`
    Word,
    /// `\p{Lu}`
    Category(&'static str),
    /// `\p{IsGreek}`
    Block(&'static Block),
}

/// The general categories of Unicode that patterns can name (F.1.1).
const CATEGORIES: [&str; 37] = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi",
    "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn", "Cs",
];

type Outcome<T> = Result<T, PatternError>;

/// Parses a whole pattern.
pub(super) fn parse(source: &str) -> Outcome<Expression> {
    let mut parser = Parser { rest: source, position: 1, depth: 0 };
    let expression = parser.expression()?;
    match parser.peek() {
        None => Ok(expression),
        Some(c) => parser.fault(PatternProblem::Unescaped(c)),
    }
}

struct Parser<'a> {
    rest: &'a str,
    /// Of the next character, from 1.
    position: usize,
    depth: usize,
}

/// One character, or a set of them, that an escape stands for.
enum Escaped {
    Character(char),
    Set(Escape),
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        self.position += 1;
        Some(c)
    }

    fn take(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c);
        if there {
            self.bump();
        }
        there
    }

    fn fault<T>(&self, problem: PatternProblem) -> Outcome<T> {
        fault(self.position, problem)
    }

    fn nest(&mut self) -> Outcome<()> {
        if self.depth == MAX_PATTERN_DEPTH {
            return self.fault(PatternProblem::TooDeep);
        }
        self.depth += 1;
        Ok(())
    }

    fn expression(&mut self) -> Outcome<Expression> {
        let mut branches = vec![self.branch()?];
        while self.take('|') {
            branches.push(self.branch()?);
        }
        Ok(Expression { branches })
    }

    fn branch(&mut self) -> Outcome<Vec<Piece>> {
        let mut pieces = Vec::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, '|' | ')')) {
            let atom = self.atom(c)?;
            let (least, most) = self.quantifier()?;
            pieces.push(Piece { atom, least, most });
        }
        Ok(pieces)
    }

    fn atom(&mut self, c: char) -> Outcome<Atom> {
        match c {
            '(' => self.group(),
            '[' => Ok(Atom::Class(self.class()?)),
            '\\' => Ok(match self.escape()? {
                Escaped::Character(c) => Atom::Character(c),
                Escaped::Set(escape) => Atom::Escape(escape),
            }),
            '.' => {
                self.bump();
                Ok(Atom::Wildcard)
            }
            '?' | '*' | '+' | '{' => self.fault(PatternProblem::NothingToRepeat),
            '}' | ']' => self.fault(PatternProblem::Unescaped(c)),
            _ => {
                self.bump();
                Ok(Atom::Character(c))
            }
        }
    }

    fn group(&mut self) -> Outcome<Atom> {
        let start = self.position;
        self.nest()?;
        self.bump();
        let expression = self.expression()?;
        if !self.take(')') {
            return fault(start, PatternProblem::OpenGroup);
        }
        self.depth -= 1;
        Ok(Atom::Group(expression))
    }

    fn quantifier(&mut self) -> Outcome<(u32, Option<u32>)> {
        let simple = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => return self.quantity(),
            _ => return Ok((1, Some(1))),
        };
        self.bump();
        Ok(simple)
    }

    /// `{n}`, `{n,}` or `{n,m}`
    fn quantity(&mut self) -> Outcome<(u32, Option<u32>)> {
        let start = self.position;
        let malformed = || PatternError { position: start, problem: PatternProblem::Quantity };
        self.bump();
        let least = self.number().ok_or_else(malformed)?;
        let mut most = Some(least);
        if self.take(',') {
            most = if self.peek() == Some('}') { None } else { Some(self.number().ok_or_else(malformed)?) };
        }
        if !self.take('}') {
            return Err(malformed());
        }
        if most.is_some_and(|most| most < least) {
            return fault(start, PatternProblem::QuantityBackwards);
        }
        Ok((least, most))
    }

    fn number(&mut self) -> Option<u32> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        self.position += length;
        digits.parse().ok()
    }

    fn class(&mut self) -> Outcome<Class> {
        let start = self.position;
        self.nest()?;
        self.bump();
        let mut class = Class { negative: self.take('^'), members: Vec::new(), less: None };
        loop {
            match self.peek() {
                None => return fault(start, PatternProblem::OpenClass),
                Some(']') if class.members.is_empty() => return fault(start, PatternProblem::EmptyClass),
                Some(']') => break,
                Some('-') if self.rest.starts_with("-[") && !class.members.is_empty() => {
                    self.bump();
                    class.less = Some(Box::new(self.class()?));
                    break;
                }
                Some(c) => {
                    let member = self.member(c, class.members.is_empty())?;
                    class.members.push(member);
                }
            }
        }
        if !self.take(']') {
            return fault(start, PatternProblem::OpenClass);
        }
        self.depth -= 1;
        Ok(class)
    }

    fn member(&mut self, c: char, first: bool) -> Outcome<Member> {
        let start = self.position;
        let low = match c {
            '[' => return self.fault(PatternProblem::Unescaped(c)),
            '\\' => match self.escape()? {
                Escaped::Character(c) => c,
                Escaped::Set(escape) => return Ok(Member::Escape(escape)),
            },
            // A hyphen stands for itself only first or last, or before a subtraction.
            '-' if !(first || self.rest.starts_with("-]") || self.rest.starts_with("--[")) => {
                return self.fault(PatternProblem::Hyphen);
            }
            _ => {
                self.bump();
                c
            }
        };
        let hyphen = self.position;
        let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]") && !self.rest.starts_with("-[");
        // `[a--[b]]`: the first hyphen is the last member.
        if !is_range || self.rest.starts_with("--[") || (c == '-' && first) {
            return Ok(Member::Range(low, low));
        }
        self.bump();
        let high = match self.peek() {
            Some('\\') => match self.escape()? {
                Escaped::Character(c) => c,
                Escaped::Set(_) => return fault(hyphen, PatternProblem::Hyphen),
            },
            Some(c) => {
                self.bump();
                c
            }
            None => return fault(hyphen, PatternProblem::Hyphen),
        };
        if high < low { fault(start, PatternProblem::RangeBackwards) } else { Ok(Member::Range(low, high)) }
    }

    fn escape(&mut self) -> Outcome<Escaped> {
        let start = self.position;
        self.bump();
        let Some(c) = self.bump() else { return fault(start, PatternProblem::OpenEscape) };
        let set = match c {
            'n' => return Ok(Escaped::Character('\n')),
            'r' => return Ok(Escaped::Character('\r')),
            't' => return Ok(Escaped::Character('\t')),
            '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '-' | '[' | ']' | '^' => {
                return Ok(Escaped::Character(c));
            }
            's' | 'S' => Set::Space,
            'i' | 'I' => Set::NameStart,
            'c' | 'C' => Set::NameChar,
            'd' | 'D' => Set::Digit,
            'w' | 'W' => Set::Word,
            'p' | 'P' => {
                self.property().ok_or(PatternError { position: start, problem: PatternProblem::UnknownProperty })?
            }
            _ => return fault(start, PatternProblem::UnknownEscape(c)),
        };
        Ok(Escaped::Set(Escape { negative: c.is_ascii_uppercase(), set }))
    }

    /// `{Lu}` or `{IsGreek}`
    fn property(&mut self) -> Option<Set> {
        let (name, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
        let set = match name.strip_prefix("Is") {
            Some(block) => Set::Block(blocks::find(block)?),
            None => Set::Category(CATEGORIES.into_iter().find(|category| *category == name)?),
        };
        self.position += name.len() + 2;
        self.rest = rest;
        Some(set)
    }
}

fn fault<T>(position: usize, problem: PatternProblem) -> Outcome<T> {
    Err(PatternError { position, problem })
}
