//! XML 1.0 with namespaces, read into a flat tree in which everything has a place, and written.
//!
//! Bytes come in, are decoded to text ([`decode`]) and parsed, as a whole ([`parse`]) or one child
//! of the root at a time ([`Reader`]). Out goes a [`Tree`], whose [`Node`]s are elements; or the
//! one [`Diagnostic`](crate::model::Diagnostic) that says why the text isn't XML. The tree borrows
//! the text: values are ranges of it, resolved when asked for. What values are worth by XML Schema's
//! simple types is [`types`]' to say.
//!
//! It refuses to know of any vocabulary, fetches nothing, and reads no file. A DTD's internal subset
//! is read for its entities and its attributes' defaults. External subsets and external entities
//! never are: a reference to an external general entity is refused, one to an external parameter
//! entity is passed over, with the declarations behind it (as XML 1.0, 5.1 has it); a reference to
//! an internal parameter entity is refused. Nothing is validated against a DTD.

pub mod encoding;
pub mod limits;
pub mod name;
pub mod rules;
pub mod types;
pub mod writer;

mod characters;
mod dtd;
mod names;
mod node;
mod parser;
mod reader;
mod recent;
mod scan;
mod source;
mod tag;
mod text;
mod tree;

#[cfg(test)]
mod tests;

pub use encoding::{EncodingError, decode};
pub use node::{Attribute, Node, QNameError};
pub use reader::{Reader, parse};
pub use recent::RecentNames;
pub use text::Content;
pub use tree::{NodeId, Parsed, Tree};
pub use writer::Writer;
