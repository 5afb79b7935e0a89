//! Reads the TOML of mappings and definitions, and tells what is wrong with it in the words of those who write it.

use serde::de::DeserializeOwned;

use crate::model::{Diagnostic, DocumentId, Documents, Place, near};

use super::rules;

/// Reads a document's text.
pub(super) fn read<T: DeserializeOwned>(document: DocumentId, documents: &Documents) -> Result<T, Box<Diagnostic>> {
    toml::from_str(&documents.get(document).text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start as u32);
        let message = in_plain_words(error.message());
        let mut problem = Diagnostic::new(&rules::SYNTAX, Place { document, offset }, message);
        problem.hints.extend(near_miss(&problem.message));
        Box::new(problem)
    })
}

/// A message of the parser without the names of types and the jargon of programs.
fn in_plain_words(message: &str) -> String {
    let message = message.trim_end().trim_end_matches('.').replace('\n', ": ");
    let message = match message.rsplit_once("expected ") {
        Some((found, expected)) => format!("{found}expected {}", expected_in_plain_words(expected)),
        None => message,
    };
    message
        .replace("unknown field", "unknown key")
        .replace("missing field", "missing key")
        .replace("unknown variant", "unknown word")
        .replace("invalid type: map", "invalid type: table")
        .replace("invalid type: sequence", "invalid type: list")
}

fn expected_in_plain_words(expected: &str) -> &str {
    match expected {
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number",
        "f32" | "f64" => "a number",
        "a map" => "a table",
        "a sequence" => "a list",
        "a boolean" => "true or false",
        _ if expected.starts_with("struct ") => "a table",
        _ => expected,
    }
}

/// What a misspelt key or word may mean: the message names all that are known.
fn near_miss(message: &str) -> Option<String> {
    let rest = message.strip_prefix("unknown ")?;
    let mut quoted = rest.split('`').skip(1).step_by(2);
    near::hint(quoted.next()?, quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_type_is_named() {
        assert_eq!(
            in_plain_words("invalid type: string \"six\", expected i32"),
            "invalid type: string \"six\", expected a whole number"
        );
        assert_eq!(
            in_plain_words("invalid type: integer `5`, expected struct Filing"),
            "invalid type: integer `5`, expected a table"
        );
        assert_eq!(in_plain_words("invalid type: map, expected a string"), "invalid type: table, expected a string");
        assert_eq!(in_plain_words("missing field `filing`\n"), "missing key `filing`");
    }

    #[test]
    fn a_misspelt_key_is_known() {
        let hint = near_miss("unknown key `captoin`, expected one of `name`, `caption`");
        assert_eq!(hint.as_deref(), Some("did you mean `caption`?"));
        assert_eq!(near_miss("missing key `filing`"), None);
    }
}
