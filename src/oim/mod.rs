//! The forms of a report that the Open Information Model 1.0 defines beside XML: xBRL-JSON.
//!
//! Read: the text of a document comes in, and a report goes out with what was found on the way.
//! Written: a report comes in and text goes out. This room knows no taxonomy: where the form leaves
//! something for the taxonomy to say, whoever reads is asked (see [`json::Vocabulary`]).

pub mod json;
mod names;
mod period;
pub mod rules;
mod unit;
