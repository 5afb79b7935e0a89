//! Character data of elements, taken from the source when asked for.

use std::borrow::Cow;
use std::ops::Range;

use super::characters::{has_carriage_return, push_normalised, resolve};
use super::name::is_space;
use super::node::Node;
use super::tree::{NodeId, Tree};
use crate::model::{Place, Span};

/// What stands directly inside an element.
#[derive(Clone, Debug)]
pub enum Content<'a, 't> {
    /// An element.
    Element(Node<'a, 't>),
    /// Character data up to the next element, references resolved, and where it begins.
    Text(Cow<'a, str>, Place),
}

/// A stretch of what stands directly inside an element.
enum Piece {
    /// Character data as it stands in the source.
    Verbatim(Range<usize>),
    /// What stands inside a CDATA section.
    CData(Range<usize>),
    /// What a reference stands for, and where the `&` stands.
    Reference(char, usize),
    /// An element.
    Child(NodeId),
}

/// Runs through an element's content. Comments and processing instructions are passed over.
struct Pieces<'a, 't> {
    tree: &'a Tree<'t>,
    /// Whether anything but text and elements can occur.
    has_markup: bool,
    at: usize,
    /// The next child, or `last` if there is no more.
    child: u32,
    last: u32,
    end: usize,
}

impl Pieces<'_, '_> {
    /// Where the next child, or the end tag, begins.
    fn limit(&self) -> usize {
        if self.child < self.last { self.tree.rows.data(NodeId(self.child)).start as usize } else { self.end }
    }
}

impl Iterator for Pieces<'_, '_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            let limit = self.limit();
            if self.at >= limit {
                if self.child >= self.last {
                    return None;
                }
                let child = NodeId(self.child);
                self.at = self.tree.rows.data(child).behind as usize;
                self.child = self.tree.rows.data(child).next;
                return Some(Piece::Child(child));
            }
            let start = self.at;
            let rest = &self.tree.source.text()[start..limit];
            if !self.has_markup {
                self.at = limit;
                return Some(Piece::Verbatim(start..limit));
            }
            // An end is looked for behind the beginning: they share characters in `<!-->` and `<?>`.
            let behind = |begin: &str, end: &str| {
                start + rest[begin.len()..].find(end).map_or(rest.len(), |found| begin.len() + found + end.len())
            };
            match memchr::memchr2(b'<', b'&', rest.as_bytes()) {
                Some(0) => {}
                found => {
                    self.at = found.map_or(limit, |found| start + found);
                    return Some(Piece::Verbatim(start..self.at));
                }
            }
            if rest.starts_with('&') {
                self.at = memchr::memchr(b';', rest.as_bytes()).map_or(limit, |found| start + found + 1);
                // The parser has seen that the reference is a good one.
                if let Ok(character) = resolve(&rest[1..self.at - start - 1]) {
                    return Some(Piece::Reference(character, start));
                }
            } else if rest.starts_with("<![CDATA[") {
                self.at = behind("<![CDATA[", "]]>");
                return Some(Piece::CData(start + "<![CDATA[".len()..self.at - "]]>".len()));
            } else if rest.starts_with("<!--") {
                self.at = behind("<!--", "-->");
            } else {
                self.at = behind("<?", "?>");
            }
        }
    }
}

/// Text that is put together of pieces, borrowed as long as there is but one.
struct Collector<'a> {
    text: Cow<'a, str>,
    /// Where the first piece begins.
    start: Option<usize>,
}

impl<'a> Collector<'a> {
    fn new() -> Collector<'a> {
        Collector { text: Cow::Borrowed(""), start: None }
    }

    fn push_range(&mut self, source: &'a str, range: Range<usize>) {
        self.start.get_or_insert(range.start);
        let piece = &source[range];
        if piece.is_empty() {
        } else if self.text.is_empty() && !has_carriage_return(piece) {
            self.text = Cow::Borrowed(piece);
        } else {
            push_normalised(self.text.to_mut(), piece);
        }
    }

    fn push(&mut self, character: char, at: usize) {
        self.start.get_or_insert(at);
        self.text.to_mut().push(character);
    }
}

impl<'a, 't> Node<'a, 't> {
    fn pieces(self) -> Pieces<'a, 't> {
        Pieces {
            tree: self.tree,
            has_markup: self.data.has_markup,
            at: self.data.content as usize,
            child: self.id().0 + 1,
            last: self.data.next,
            end: self.data.end as usize,
        }
    }

    fn is_leaf(self) -> bool {
        self.id().0 + 1 >= self.data.next
    }

    fn source(self) -> &'a str {
        self.tree.source.text()
    }

    /// The character data directly inside, references resolved and line ends as `\n`; that of
    /// elements inside is not part of it.
    #[must_use]
    pub fn text(self) -> Cow<'a, str> {
        // Mostly there is one piece, or none.
        if !self.data.has_markup && self.is_leaf() {
            let mut text = Collector::new();
            text.push_range(self.source(), self.data.content as usize..self.data.end as usize);
            return text.text;
        }
        let mut collector = Collector::new();
        for piece in self.pieces() {
            match piece {
                Piece::Verbatim(range) | Piece::CData(range) => collector.push_range(self.source(), range),
                Piece::Reference(character, at) => collector.push(character, at),
                Piece::Child(_) => {}
            }
        }
        collector.text
    }

    /// Where [`text`](Node::text) stands letter for letter, as one range; none if it is put
    /// together of several, or has references, CDATA sections or line ends that were normalised.
    #[must_use]
    pub fn text_span(self) -> Option<Span> {
        let mut found = None;
        for piece in self.pieces() {
            match piece {
                Piece::Child(_) => {}
                Piece::Verbatim(range) if found.is_none() => found = Some(range),
                Piece::Verbatim(_) | Piece::CData(_) | Piece::Reference(..) => return None,
            }
        }
        let content = self.data.content as usize;
        let range = found.unwrap_or(content..content);
        let is_verbatim = self.tree.source.is_verbatim(range.start, range.end);
        if !is_verbatim || has_carriage_return(&self.source()[range.clone()]) {
            return None;
        }
        Some(self.tree.source.span(range.start, range.end))
    }

    /// The character data of this element and of all inside, in document order.
    #[must_use]
    pub fn full_text(self) -> String {
        let mut text = String::new();
        let mut open = vec![self.pieces()];
        while let Some(pieces) = open.last_mut() {
            match pieces.next() {
                None => {
                    open.pop();
                }
                Some(Piece::Verbatim(range) | Piece::CData(range)) => {
                    push_normalised(&mut text, &self.source()[range]);
                }
                Some(Piece::Reference(character, _)) => text.push(character),
                Some(Piece::Child(child)) => open.push(self.tree.node(child).pieces()),
            }
        }
        text
    }

    /// Where the first character stands, directly inside, that isn't white space; where the
    /// content begins if there is none.
    #[must_use]
    pub fn text_place(self) -> Place {
        self.tree.source.place(self.first_character().unwrap_or(self.data.content as usize))
    }

    /// Whether there is character data directly inside that isn't white space.
    ///
    /// A reference or a CDATA section counts by what it stands for.
    #[must_use]
    pub fn has_text(self) -> bool {
        self.first_character().is_some()
    }

    fn first_character(self) -> Option<usize> {
        self.pieces().find_map(|piece| match piece {
            Piece::Verbatim(range) | Piece::CData(range) => {
                let found = self.source().as_bytes()[range.clone()].iter().position(|byte| !is_space(*byte));
                found.map(|position| range.start + position)
            }
            Piece::Reference(' ' | '\t' | '\n' | '\r', _) | Piece::Child(_) => None,
            Piece::Reference(_, at) => Some(at),
        })
    }

    /// What stands between the start tag and the end tag.
    #[must_use]
    pub fn content_span(self) -> Span {
        self.tree.source.span(self.data.content as usize, self.data.end as usize)
    }

    /// Elements and character data directly inside, in order. No text is empty, and no two follow
    /// each other.
    pub fn contents(self) -> impl Iterator<Item = Content<'a, 't>> {
        let mut pieces = self.pieces();
        let mut child = None;
        std::iter::from_fn(move || {
            let mut collector = Collector::new();
            while child.is_none() {
                match pieces.next() {
                    None => break,
                    Some(Piece::Verbatim(range) | Piece::CData(range)) => collector.push_range(self.source(), range),
                    Some(Piece::Reference(character, at)) => collector.push(character, at),
                    Some(Piece::Child(id)) => child = Some(id),
                }
            }
            if !collector.text.is_empty() {
                let start = collector.start.unwrap_or_default();
                return Some(Content::Text(collector.text, self.tree.source.place(start)));
            }
            child.take().map(|id| Content::Element(self.tree.node(id)))
        })
    }
}
