//! The forms of a report that the Open Information Model 1.0 defines beside XML: xBRL-JSON.
//!
//! A report comes in and text goes out. This room knows no taxonomy: values are written as the
//! report has them.

pub mod json;
