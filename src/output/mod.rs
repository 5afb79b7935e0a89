//! How results look. Every function here turns plain data into text; none decides anything.

pub mod diff;
pub mod taxonomy;
