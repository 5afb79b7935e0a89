//! The text that is parsed, and where it stands in the document.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{Diagnostic, DocumentId, Place, Rule, Span};

/// The text that a tree's offsets are offsets of.
#[derive(Clone, Debug)]
pub(super) struct Source<'t> {
    document: DocumentId,
    text: Text<'t>,
}

#[derive(Clone, Debug)]
enum Text<'t> {
    /// The document's own.
    Document(&'t str),
    /// The document's with entities and defaults of its DTD put in.
    Expanded(Arc<Expanded>),
}

/// A document's text with entities and defaults of its DTD put in.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    pub(super) text: String,
    /// In the order of the text; together they cover it.
    segments: Vec<Segment>,
}

#[derive(Debug)]
struct Segment {
    /// Offset in the expanded text.
    start: usize,
    /// Offset in the document.
    origin: usize,
    /// Whether it stands so in the document; else it stands for what is at `origin`.
    is_verbatim: bool,
}

impl Expanded {
    /// Appends a range of the document's text.
    pub(super) fn push_verbatim(&mut self, document: &str, range: Range<usize>) {
        let follows = self
            .segments
            .last()
            .is_some_and(|last| last.is_verbatim && last.origin + (self.text.len() - last.start) == range.start);
        if !follows {
            self.segments.push(Segment { start: self.text.len(), origin: range.start, is_verbatim: true });
        }
        self.text.push_str(&document[range]);
    }

    /// Appends a text that stands for what is in the document at an offset.
    pub(super) fn push_replaced(&mut self, text: &str, origin: usize) {
        let follows = self.segments.last().is_some_and(|last| !last.is_verbatim && last.origin == origin);
        if !follows {
            self.segments.push(Segment { start: self.text.len(), origin, is_verbatim: false });
        }
        self.text.push_str(text);
    }

    fn segment(&self, offset: usize) -> Option<&Segment> {
        self.segments.get(self.segments.partition_point(|segment| segment.start <= offset).checked_sub(1)?)
    }

    fn origin(&self, offset: usize) -> usize {
        let within = |segment: &Segment| if segment.is_verbatim { offset - segment.start } else { 0 };
        self.segment(offset).map_or(0, |segment| segment.origin + within(segment))
    }

    fn is_verbatim(&self, start: usize, end: usize) -> bool {
        let (first, last) = (self.segment(start), self.segment(end.saturating_sub(1).max(start)));
        first.zip(last).is_some_and(|(first, last)| first.is_verbatim && first.start == last.start)
    }
}

impl<'t> Source<'t> {
    pub(super) fn new(document: DocumentId, text: &'t str) -> Source<'t> {
        Source { document, text: Text::Document(text) }
    }

    /// The source again of a document whose text, or what its DTD made of it, was read before.
    pub(super) fn again(document: DocumentId, text: &'t str, expanded: Option<Arc<Expanded>>) -> Source<'t> {
        Source { document, text: expanded.map_or(Text::Document(text), Text::Expanded) }
    }

    /// The text with what a DTD added to it, where it isn't the document's own.
    pub(super) fn into_expanded(self) -> Option<Arc<Expanded>> {
        match self.text {
            Text::Document(_) => None,
            Text::Expanded(expanded) => Some(expanded),
        }
    }

    /// The same document with what its DTD adds to it.
    pub(super) fn expanded(&self, expanded: Expanded) -> Source<'t> {
        Source { document: self.document, text: Text::Expanded(Arc::new(expanded)) }
    }

    pub(super) fn document(&self) -> DocumentId {
        self.document
    }

    pub(super) fn text(&self) -> &str {
        match &self.text {
            Text::Document(text) => text,
            Text::Expanded(expanded) => &expanded.text,
        }
    }

    fn origin(&self, offset: usize) -> u32 {
        match &self.text {
            Text::Document(_) => offset as u32,
            Text::Expanded(expanded) => expanded.origin(offset) as u32,
        }
    }

    /// Where an offset stands in the document.
    pub(super) fn place(&self, offset: usize) -> Place {
        Place { document: self.document, offset: self.origin(offset) }
    }

    /// Where a range stands in the document.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let origin = self.origin(start);
        Span { document: self.document, start: origin, end: self.origin(end).max(origin) }
    }

    /// Whether a range stands in the document letter for letter.
    pub(super) fn is_verbatim(&self, start: usize, end: usize) -> bool {
        match &self.text {
            Text::Document(_) => true,
            Text::Expanded(expanded) => expanded.is_verbatim(start, end),
        }
    }

    /// A finding at an offset.
    #[cold]
    pub(super) fn fault(&self, rule: &'static Rule, offset: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, self.place(offset), message)
    }
}
