//! XBRL 2.1 instances, read and written.
//!
//! Read: the text of an instance comes in; out go a [`Report`](crate::model::Report), which is what
//! it says, and [`Written`], which is how it says it and what the base specification's rules look at.
//! Written: a report comes in, and the text of an instance goes out. This room knows no taxonomy
//! and judges nothing: what is an item is told by its `contextRef`.

mod read;
pub mod rules;
mod write;
pub mod written;

pub use read::{Instance, read};
pub use write::{ContextPart, WriteError, WriteOptions, write};
pub use written::Written;
