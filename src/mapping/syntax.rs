//! Reads the TOML of mappings and definitions, and tells what is wrong with it in the words of those who write it.
//!
//! What is no TOML stops the reading. Any other mistake is told and then mended, or taken out, so that
//! the rest can be read and bound: all mistakes come at once.

use serde::de::DeserializeOwned;
use toml::de::{DeTable, Deserializer, Error};

use crate::model::{Diagnostic, DocumentId, Documents, Place, near};

use super::repair::{Damage, Repair, quoted};
use super::rules;

/// The most mistakes of one file that are told: behind so many, it is another kind of file.
const MOST: usize = 200;

/// What was read of a document.
#[derive(Debug)]
pub struct Reading<T> {
    /// What the document says, without what is wrong in it; `None` where it isn't what it should be at all.
    pub value: Option<T>,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
    /// What was left out of the value because of that.
    pub(super) damage: Damage,
}

/// Reads a document's text.
pub(super) fn read<T: DeserializeOwned>(document: DocumentId, documents: &Documents) -> Reading<T> {
    let text = documents.get(document).text();
    match toml::from_str(text) {
        Ok(value) => Reading { value: Some(value), problems: Vec::new(), damage: Damage::default() },
        Err(_) => read_mending(document, text),
    }
}

/// Reads a text in which something is wrong.
fn read_mending<T: DeserializeOwned>(document: DocumentId, text: &str) -> Reading<T> {
    let (tree, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Reading { value: None, problems: of_lines(&errors, document, text), damage: Damage::default() };
    }
    let mut repair = Repair::new(tree);
    let mut problems: Vec<Diagnostic> = Vec::new();
    while problems.len() < MOST {
        let error = match T::deserialize(Deserializer::from(repair.tree.clone())) {
            Ok(value) => {
                problems.sort_by_key(|problem| problem.place.map(|place| place.offset));
                return Reading { value: Some(value), problems, damage: repair.damage };
            }
            Err(error) => error,
        };
        if !repair.follows(&error) {
            problems.push(problem(&error, (document, text)));
        }
        if !repair.mend(&error) {
            break;
        }
    }
    Reading { value: None, problems, damage: repair.damage }
}

/// Mistakes that make a text no TOML: the first of each line, since what follows in a line may follow from it.
fn of_lines(errors: &[Error], document: DocumentId, text: &str) -> Vec<Diagnostic> {
    let line = |error: &Error| text[..error.span().map_or(0, |span| span.start)].matches('\n').count();
    let mut told = std::collections::BTreeSet::new();
    let firsts = errors.iter().filter(|error| told.insert(line(error)));
    let mut problems: Vec<Diagnostic> = firsts.map(|error| problem(error, (document, text))).take(MOST).collect();
    problems.sort_by_key(|problem| problem.place.map(|place| place.offset));
    problems
}

fn problem(error: &Error, (document, text): (DocumentId, &str)) -> Diagnostic {
    let offset = error.span().map_or(0, |span| span.start as u32);
    let mut message = in_plain_words(error.message());
    // The parser takes a date for a table of its own.
    let is_date = text.as_bytes().get(offset as usize).is_some_and(u8::is_ascii_digit);
    if is_date && message == "invalid type: table, expected a string" {
        message = "invalid type: date, expected a string".to_owned();
    }
    let mut problem = Diagnostic::new(&rules::SYNTAX, Place { document, offset }, message);
    if is_date && problem.message.ends_with("expected a string") {
        problem.hints.push("put it between quotation marks".to_owned());
    }
    problem.hints.extend(near_miss(&problem.message));
    problem
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
    let mut quoted = quoted(rest);
    near::hint(quoted.next()?, quoted)
}

#[cfg(test)]
mod tests {
    use super::super::document::Mapping;
    use super::*;

    fn problems(text: &str) -> (bool, Vec<String>) {
        let mut documents = Documents::new();
        let document = documents.add("a.toml", text.to_owned());
        let reading = read::<Mapping>(document, &documents);
        let shown = reading.problems.iter().map(|problem| {
            let place = problem.place.map(|place| documents.locate(place).to_string()).unwrap_or_default();
            format!("{} {}", &place["a.toml:".len()..], problem.message)
        });
        (reading.value.is_some(), shown.collect())
    }

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

    /// Every mistake is told once, and what follows from one isn't told.
    #[test]
    fn all_mistakes_but_those_of_toml_come_at_once() {
        let text = "[filing]\nname = 5\nlanguage = \"en\"\n\n[entity]\nscheme = \"http://a.b\"\nidentifer = \"A\"\n\n\
            [periods]\nA = { instant = 2004 }\nB = \"2004\"\n\n[[table]]\nname = \"t\"\ncaption = \"Table\"\n\
            statement = \"S\"\ncolumns = [{ haeder = \"A\", foo = 1 }, 5, { period = \"A\" }]\n\
            rows = [{ label = \"x\", concept = \"a:B\", sign = \"*\", at = \"ned\", cells = [{ column = \"A\" }] }]\n";
        let (read, problems) = problems(text);
        assert!(read, "{problems:#?}");
        let messages = problems.iter().map(|problem| problem.split(", expected one of").next().unwrap_or_default());
        insta::assert_snapshot!(messages.collect::<Vec<_>>().join("\n"), @r#"
        1:1 missing key `definitions`
        1:1 missing key `source`
        1:1 missing key `units`
        2:8 invalid type: integer `5`, expected a string
        7:1 unknown key `identifer`, expected `scheme` or `identifier`
        10:17 invalid type: integer `2004`, expected a string
        11:5 invalid type: string "2004", expected a table
        15:11 invalid type: string "Table", expected a list
        17:14 unknown key `haeder`
        17:28 unknown key `foo`
        17:39 invalid type: integer `5`, expected a table
        17:42 missing key `header`
        18:48 unknown word `*`, expected `+` or `-`
        18:58 unknown word `ned`, expected `start` or `end`
        18:74 missing key `reason`
        "#);
    }

    #[test]
    fn what_is_no_toml_is_told_line_by_line() {
        let (read, problems) = problems("[filing]\nname = x\nlanguage = \"en\n[entity\n");
        assert!(!read);
        insta::assert_snapshot!(problems.join("\n"), @r#"
        2:8 string values must be quoted, expected literal string
        3:15 invalid basic string, expected `"`
        4:8 unclosed table, expected `]`
        "#);
    }
}
