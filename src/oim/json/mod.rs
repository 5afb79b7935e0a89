//! xBRL-JSON 1.0 (Recommendation 2021-10-13, errata to 2023-04-19).

mod read;
mod write;

pub use read::{Features, Header, JsonReport, NoVocabulary, Vocabulary, is_json, read, read_header};
pub use write::{WriteError, write};

/// The type of document that this is (2.2).
const DOCUMENT_TYPE: &str = "https://xbrl.org/2021/xbrl-json";
