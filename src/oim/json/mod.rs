//! xBRL-JSON 1.0 (Recommendation 2021-10-13).

mod write;

pub use write::{WriteError, write};
