//! The text that is parsed.

use crate::model::{DocumentId, Place, Span};

/// The text that a tree's offsets are offsets of.
#[derive(Clone, Debug)]
pub(super) struct Source<'t> {
    document: DocumentId,
    text: &'t str,
}

impl<'t> Source<'t> {
    pub(super) fn new(document: DocumentId, text: &'t str) -> Source<'t> {
        Source { document, text }
    }

    pub(super) fn document(&self) -> DocumentId {
        self.document
    }

    pub(super) fn text(&self) -> &str {
        self.text
    }

    /// Where an offset stands in the document.
    pub(super) fn place(&self, offset: usize) -> Place {
        Place { document: self.document, offset: offset as u32 }
    }

    /// Where a range stands in the document.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span { document: self.document, start: start as u32, end: end as u32 }
    }
}
