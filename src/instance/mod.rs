//! XBRL 2.1 instances.
//!
//! Written: a report comes in, and the text of an instance goes out. This room knows no taxonomy
//! and judges nothing.

mod write;

pub use write::{ContextPart, WriteError, WriteOptions, write};
