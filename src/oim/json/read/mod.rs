//! Reading xBRL-JSON: as a stream, so that little more than what it says is in memory.

mod cursor;
mod facts;
mod fields;
mod header;
mod notes;
mod tokens;

use crate::model::{Diagnostic, DocumentId, Documents, QName, Report};
use cursor::{Cursor, Seen};
use facts::FactReader;
pub use header::{Features, Header};

/// What the form leaves to the taxonomy to say.
pub trait Vocabulary {
    /// Whether the values of a concept are names of Extensible Enumerations 2.0, which this form writes
    /// with prefixes and all others with namespaces.
    fn is_enumeration(&self, concept: QName) -> bool;
    /// Whether the values of a concept are numbers; none for a concept of which nothing is known.
    fn is_numeric(&self, concept: QName) -> Option<bool>;
    /// Whether the values of a concept are in a language; none for a concept of which nothing is known.
    fn has_language(&self, concept: QName) -> Option<bool>;
    /// Whether the members of a dimension are values, not names; none for a dimension of which nothing is known.
    fn is_typed(&self, dimension: QName) -> Option<bool>;
}

/// Nothing is known.
#[derive(Clone, Copy, Debug)]
pub struct NoVocabulary;

impl Vocabulary for NoVocabulary {
    fn is_enumeration(&self, _: QName) -> bool {
        false
    }
    fn is_numeric(&self, _: QName) -> Option<bool> {
        None
    }
    fn has_language(&self, _: QName) -> Option<bool> {
        None
    }
    fn is_typed(&self, _: QName) -> Option<bool> {
        None
    }
}

/// A report as it was read.
#[derive(Clone, Debug, Default)]
pub struct JsonReport {
    /// What it says. What can't be told (a fact without a concept, a period that is none) is left out.
    pub report: Report,
    /// What was found, the header's findings left out.
    pub findings: Vec<Diagnostic>,
}

/// Whether a text is JSON rather than XML: it begins with a brace.
#[must_use]
pub fn is_json(start: &str) -> bool {
    start.trim_start_matches(['\u{feff}', ' ', '\t', '\n', '\r']).starts_with('{')
}

/// Reads what a report says of itself: enough to find its taxonomy.
///
/// # Errors
/// The document is no JSON, or no xBRL-JSON.
pub fn read_header(document: DocumentId, documents: &Documents) -> Result<Header, Box<Diagnostic>> {
    let mut json = Cursor::new(document, documents.get(document));
    let mut seen = Seen::default();
    let (_, start) = json.peek()?;
    if !json.object("the report")? {
        return Err(header::unsupported(start, None));
    }
    while let Some(member) = json.member(&mut seen)? {
        if member.text == "documentInfo" {
            let mut header = header::read(&mut json, &member)?;
            header.findings = json.findings;
            return Ok(header);
        }
        json.skip()?;
    }
    Err(header::unsupported(start, None))
}

/// Reads the facts of a report whose header was read.
///
/// # Errors
/// The document is no JSON.
pub fn read(
    document: DocumentId,
    documents: &Documents,
    header: &Header,
    vocabulary: &dyn Vocabulary,
) -> Result<JsonReport, Box<Diagnostic>> {
    let mut json = Cursor::new(document, documents.get(document));
    let mut seen = Seen::default();
    let is_report = json.object("the report")?;
    let mut reader = FactReader::new(json, header, vocabulary);
    if !is_report {
        return Ok(reader.finish());
    }
    while let Some(member) = reader.json.member(&mut seen)? {
        match &*member.text {
            "documentInfo" => reader.json.skip()?,
            "facts" => reader.facts()?,
            _ => reader.json.other_member(&member, "the report", "documentInfo, facts, or a name with a prefix")?,
        }
    }
    reader.json.end()?;
    Ok(reader.finish())
}
