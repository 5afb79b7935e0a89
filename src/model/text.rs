//! Text that stays where it was read, or that was made here.

use super::place::{Documents, Span};

/// A piece of text: a range of a document where it stands there letter for letter, else its own copy.
///
/// The copy is boxed twice so that a text is two words: there are millions of ranges for each copy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Text {
    /// A range of a document's text.
    Span(Span),
    /// Text that stands nowhere as it is: unescaped, joined from pieces, or computed.
    Owned(Box<Box<str>>),
}

const _: () = assert!(size_of::<Option<Text>>() == 16);

impl Text {
    /// The text itself.
    #[must_use]
    pub fn get<'a>(&'a self, documents: &'a Documents) -> &'a str {
        match self {
            Text::Span(span) => documents.text(*span),
            Text::Owned(text) => text,
        }
    }

    /// The text without the white space, as XML knows it, around it.
    #[must_use]
    pub fn trimmed(&self, documents: &Documents) -> Text {
        const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];
        let whole = self.get(documents);
        let inside = whole.trim_matches(SPACE);
        match self {
            _ if inside.len() == whole.len() => self.clone(),
            Text::Owned(_) => Text::from(inside),
            Text::Span(span) => {
                let start = span.start + (whole.len() - whole.trim_start_matches(SPACE).len()) as u32;
                Text::Span(Span { document: span.document, start, end: start + inside.len() as u32 })
            }
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::Owned(Box::new(text.into()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::Owned(Box::new(text.into()))
    }
}
