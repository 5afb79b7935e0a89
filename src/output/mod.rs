//! How results look. Every function here turns plain data into text; none decides anything.

pub mod conformance;
pub mod diagnostic;
pub mod diff;
pub mod export;
pub mod facts;
pub mod finding;
pub mod html;
pub mod rules;
pub mod schemas;
pub mod series;
pub mod statement;
pub mod style;
pub mod taxonomy;
pub mod validate;
