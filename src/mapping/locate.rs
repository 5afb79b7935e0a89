//! Finds what a mapping speaks of in the source: tables by caption, columns by header, rows by label.

use rustc_hash::FxHashMap;

use crate::model::diagnostic::Related;
use crate::model::{Diagnostic, DocumentId, Place, near};
use crate::source::{Column as SourceColumn, Row as SourceRow, Table as SourceTable};

use super::document::{Column, Header, Row, Table};
use super::rules;

/// White space folded, letters in lower case, apostrophes and dashes of one form, no colon at the end:
/// how texts of a release are compared.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().map(plain).flat_map(char::to_lowercase));
    }
    folded.truncate(folded.trim_end_matches(':').trim_end().len());
    folded
}

/// The form that a typewriter has of a character that is printed in several.
fn plain(character: char) -> char {
    match character {
        '‘' | '’' | '‛' | 'ʼ' | '＇' | '′' => '\'',
        '“' | '”' | '‟' | '＂' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' => '-',
        _ => character,
    }
}

/// Whether a line above a table is one of the captions by which the mapping names it.
pub(super) fn names_table(line: &str, table: &Table) -> bool {
    let line = folded(line);
    table.caption.iter().any(|caption| line.starts_with(&folded(caption)))
}

/// How many tables are named at most where none is the one that is sought.
const MOST_TABLES: usize = 5;

/// The table with these captions: its index in `tables`.
pub(super) fn table(wanted: &Table, place: Place, tables: &[SourceTable]) -> Result<usize, Box<Diagnostic>> {
    let captions: Vec<String> = wanted.caption.iter().map(|caption| folded(caption)).collect();
    let bears = |table: &SourceTable, caption: &String| {
        table.captions.iter().any(|line| folded(&line.text).starts_with(caption.as_str()))
    };
    let found: Vec<usize> =
        (0..tables.len()).filter(|index| captions.iter().all(|caption| bears(&tables[*index], caption))).collect();
    match found.as_slice() {
        [index] => Ok(*index),
        [] => {
            let message = format!("no table has the captions of `{}`: {}", *wanted.name, quoted(&wanted.caption));
            let mut problem = Diagnostic::new(&rules::TABLE_NOT_FOUND, place, message);
            let lines = tables.iter().flat_map(|table| table.captions.iter().map(|line| line.text.as_str()));
            let lines: Vec<&str> = lines.collect();
            let missing =
                wanted.caption.iter().filter(|caption| !tables.iter().any(|table| bears(table, &folded(caption))));
            problem.hints.extend(missing.filter_map(|caption| near::hint(caption, lines.iter().copied())));
            if problem.hints.is_empty() {
                // What the tables begin with, where nothing is alike.
                problem.related.extend(tables.iter().take(MOST_TABLES).map(|table| {
                    let message = match table.captions.last() {
                        Some(line) => format!("a table behind `{}`", line.text),
                        None => "a table without a line above it".to_owned(),
                    };
                    Related { message, place: table.place }
                }));
            }
            Err(Box::new(problem))
        }
        [first, rest @ ..] => {
            let message = format!("{} tables have the captions of `{}`", found.len(), *wanted.name);
            let mut problem = Diagnostic::new(&rules::TABLE_AMBIGUOUS, place, message);
            for index in std::iter::once(first).chain(rest) {
                problem = problem.related(tables[*index].place, "a table with these captions");
            }
            Err(Box::new(problem.hint("name more of the lines above the table, or more of each line")))
        }
    }
}

fn quoted(texts: &[String]) -> String {
    texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
}

/// Whether a header's levels, from the top, end with the lowest one and hold the others in order.
fn header_matches(wanted: &Header, path: &[String]) -> bool {
    let (Some((lowest, upper)), Some((path_lowest, path_upper))) = (wanted.levels().split_last(), path.split_last())
    else {
        return false;
    };
    if folded(lowest) != folded(path_lowest) {
        return false;
    }
    let mut rest = path_upper.iter();
    upper.iter().all(|level| rest.any(|candidate| folded(candidate) == folded(level)))
}

/// The column with this header: its index among the value columns.
pub(super) fn column(
    wanted: &Column,
    place: Place,
    columns: &[SourceColumn],
    table: Place,
) -> Result<usize, Box<Diagnostic>> {
    let found: Vec<usize> =
        (0..columns.len()).filter(|index| header_matches(&wanted.header, &columns[*index].path)).collect();
    let shown = wanted.header.levels().join(" > ");
    match found.as_slice() {
        [index] => Ok(*index),
        [] => {
            let paths: Vec<String> = columns.iter().map(|column| column.path.join(" > ")).collect();
            let found =
                if paths.iter().all(String::is_empty) { "a table without a header".to_owned() } else { quoted(&paths) };
            let mut problem =
                Diagnostic::new(&rules::COLUMN_NOT_FOUND, place, format!("no column has the header `{shown}`"))
                    .related(table, "the table")
                    .found(found);
            problem.hints.extend(near::hint(&shown, paths.iter().map(String::as_str)));
            Err(Box::new(problem))
        }
        several => {
            let message = format!("{} columns have the header `{shown}`", several.len());
            let mut problem = Diagnostic::new(&rules::COLUMN_AMBIGUOUS, place, message);
            for index in several {
                let path = columns[*index].path.join(" > ");
                problem = problem.related(columns[*index].place, format!("`{path}`"));
            }
            Err(Box::new(problem.hint("name the levels above: header = [\"…\", \"…\"]")))
        }
    }
}

/// The headings above a row, from the top of the table to the nearest.
fn headings_above(rows: &[SourceRow], index: usize) -> Vec<String> {
    rows[..index].iter().filter(|row| row.is_heading()).map(|row| folded(&row.label.text)).collect()
}

/// Under which heading a row stands, in words.
fn under_what(rows: &[SourceRow], index: usize) -> String {
    match rows[..index].iter().rev().find(|row| row.is_heading()) {
        Some(heading) => format!("under `{}`", heading.label.text),
        None => "under no heading".to_owned(),
    }
}

/// Whether the nearest heading is the last of those that are wanted, and the others stand above it in order.
fn headings_match(wanted: &Header, headings: &[String]) -> bool {
    let (Some((nearest, upper)), Some((last, above))) = (wanted.levels().split_last(), headings.split_last()) else {
        return false;
    };
    let mut rest = above.iter();
    folded(nearest) == *last && upper.iter().all(|level| rest.any(|heading| *heading == folded(level)))
}

/// A table's rows that have values, by their labels.
pub(super) struct Labelled<'a> {
    table: &'a SourceTable,
    rows: FxHashMap<String, Vec<usize>>,
}

impl<'a> Labelled<'a> {
    pub(super) fn new(table: &'a SourceTable) -> Labelled<'a> {
        let mut rows: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (index, row) in table.rows.iter().enumerate().filter(|(_, row)| !row.is_heading()) {
            rows.entry(folded(&row.label.text)).or_default().push(index);
        }
        Labelled { table, rows }
    }

    /// Where the label of a row is printed.
    pub(super) fn label(&self, index: usize) -> Place {
        self.table.rows[index].label.place
    }

    /// The row with this label: its index among the table's rows.
    pub(super) fn row(&self, wanted: &Row, document: DocumentId) -> Result<usize, Box<Diagnostic>> {
        let table = self.table;
        let alike = self.rows.get(&folded(&wanted.label)).into_iter().flatten().copied();
        let found: Vec<usize> = alike
            .filter(|index| {
                wanted.under.as_ref().is_none_or(|under| headings_match(under, &headings_above(&table.rows, *index)))
            })
            .collect();
        if let Some(occurrence) = wanted.occurrence.as_deref()
            && let Some(index) = occurrence.checked_sub(1).and_then(|at| found.get(at))
        {
            return Ok(*index);
        }
        match found.as_slice() {
            [index] if wanted.occurrence.is_none() => Ok(*index),
            [_, _, ..] if wanted.occurrence.is_none() => {
                Err(Box::new(ambiguous_row(wanted, wanted.label.place(document), table, &found)))
            }
            _ => Err(Box::new(missing_row(wanted, document, table, &found))),
        }
    }
}

fn ambiguous_row(wanted: &Row, place: Place, table: &SourceTable, found: &[usize]) -> Diagnostic {
    let message = format!("{} rows have the label `{}`", found.len(), wanted.label);
    let mut problem = Diagnostic::new(&rules::ROW_AMBIGUOUS, place, message);
    for index in found {
        problem = problem.related(table.rows[*index].label.place, under_what(&table.rows, *index));
    }
    let headings: Vec<Option<String>> = found.iter().map(|index| headings_above(&table.rows, *index).pop()).collect();
    problem.hint(if headings.windows(2).all(|pair| pair[0] == pair[1]) {
        "say which one with `occurrence`"
    } else {
        "name the heading above with `under`, or say which one with `occurrence`"
    })
}

/// A row that isn't there: because of its label, of the heading that it should stand under, or of its number.
fn missing_row(wanted: &Row, document: DocumentId, table: &SourceTable, found: &[usize]) -> Diagnostic {
    let under = wanted.under.as_ref().map(|under| format!(" under `{}`", under.levels().join(" > ")));
    let under = under.unwrap_or_default();
    if let Some(occurrence) = wanted.occurrence.as_ref().filter(|_| !found.is_empty()) {
        let message = format!("no row `{}`{under} for the {occurrence}. time", wanted.label);
        let problem = Diagnostic::new(&rules::ROW_NOT_FOUND, occurrence.place(document), message);
        let problem = problem.expected(format!("a number from 1 to {}", found.len()));
        return found
            .iter()
            .fold(problem, |problem, row| problem.related(table.rows[*row].label.place, "a row of that label"));
    }
    let message = format!("no row `{}`{under}", wanted.label);
    let is_alike = |row: &SourceRow| folded(&row.label.text) == folded(&wanted.label);
    let alike = || table.rows.iter().filter(|row| is_alike(row));
    let headings = table.rows.iter().filter(|row| row.is_heading()).map(|row| row.label.text.as_str());
    let with_values = || table.rows.iter().filter(|row| !row.is_heading());
    match &wanted.under {
        // The label is there: the heading must be wrong.
        Some(under) if alike().any(|row| !row.is_heading()) => {
            let mut problem = Diagnostic::new(&rules::ROW_NOT_FOUND, under.place(document), message);
            for (index, row) in table.rows.iter().enumerate().filter(|(_, row)| is_alike(row) && !row.is_heading()) {
                problem = problem
                    .related(row.label.place, format!("a row of that label, {}", under_what(&table.rows, index)));
            }
            let missing =
                under.levels().iter().filter(|level| !headings.clone().any(|text| folded(text) == folded(level)));
            problem.hints.extend(missing.filter_map(|level| near::hint(level, headings.clone())));
            if problem.hints.is_empty() {
                problem
                    .hints
                    .push("`under` names the nearest row without values above, or several from the top".to_owned());
            }
            problem
        }
        _ => {
            let mut problem = Diagnostic::new(&rules::ROW_NOT_FOUND, wanted.label.place(document), message)
                .related(table.place, "the table begins here");
            if let Some(heading) = alike().next() {
                problem =
                    problem.related(heading.label.place, "a row of that label has no values: it is read as a heading");
            } else {
                problem.hints.extend(near::hint(&wanted.label, with_values().map(|row| row.label.text.as_str())));
            }
            problem
        }
    }
}
