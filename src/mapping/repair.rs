//! Mends a TOML tree, mistake by mistake, until it is what a type says: so that what is right in a file
//! can be read however much else is wrong.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::model::{Diagnostic, DocumentId, Documents, Rule, near};

use super::rules;

/// What was left out of what a file says, and what may follow from it.
#[derive(Clone, Debug, Default)]
pub(super) struct Damage {
    /// Keys that were left out, or made up, each with the place of its table.
    keys: Vec<(Range<usize>, String)>,
    /// How the things were called that were left out whole: periods, columns, concepts.
    lost: Vec<String>,
}

/// A tree that is being mended.
pub(super) struct Repair<'i> {
    pub tree: Spanned<DeTable<'i>>,
    pub damage: Damage,
}

/// One step from a table or a list to what it holds.
#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Index(usize),
}

/// Where a mistake is: the way there, and whether it is the last key itself.
struct Found {
    path: Vec<Step>,
    key: bool,
}

/// The texts between back-quotes.
pub(super) fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

impl<'i> Repair<'i> {
    pub(super) fn new(tree: Spanned<DeTable<'i>>) -> Repair<'i> {
        Repair { tree, damage: Damage::default() }
    }

    /// Whether a mistake follows from a key that was taken out before: it is missing now.
    pub(super) fn follows(&self, error: &Error) -> bool {
        let (Some(span), Some(key)) = (error.span(), missing(error)) else { return false };
        self.damage.keys.iter().any(|(table, taken)| *table == span && taken == key)
    }

    /// Mends a mistake, or takes out what is wrong; `false` where neither is possible.
    pub(super) fn mend(&mut self, error: &Error) -> bool {
        let Some(span) = error.span() else { return false };
        if let Some(key) = missing(error) {
            return self.without_key(&span, key);
        }
        let Some(found) = find(self.tree.get_ref(), &span, |_| true) else { return false };
        let meant = error.message().starts_with("unknown ").then(|| nearest(error.message())).flatten();
        match (meant, found.key) {
            (Some(name), true) if self.rename(&found.path, &name) => true,
            (Some(word), false) if self.replace(&found.path, &word) => true,
            _ => self.take_out(&found.path),
        }
    }

    /// A table lacks a key: an item is left out whole, other tables get something in its place.
    fn without_key(&mut self, span: &Range<usize>, key: &str) -> bool {
        let path = if self.tree.span() == *span {
            Vec::new()
        } else {
            let Some(found) = find(self.tree.get_ref(), span, is_table) else { return false };
            found.path
        };
        let is_item = path.len() > 1 || path.last().is_some_and(|step| matches!(step, Step::Index(_)));
        if is_item {
            return self.take_out(&path);
        }
        let Some(table) = self.table_mut(&path) else { return false };
        // What a whole file lacks stands behind its end, where it is no other table's.
        let at = if path.is_empty() { span.end..span.end } else { span.clone() };
        table.insert(Spanned::new(at.clone(), key.to_owned().into()), made_up(key, &at));
        self.damage.keys.push((span.clone(), key.to_owned()));
        true
    }

    /// Gives a misspelt key the name that it most likely means.
    fn rename(&mut self, path: &[Step], name: &str) -> bool {
        let Some((Step::Key(key), parent)) = path.split_last() else { return false };
        let Some(table) = self.table_mut(parent).filter(|table| !table.contains_key(name)) else { return false };
        let Some((old, value)) = table.remove_entry(key.as_str()) else { return false };
        table.insert(Spanned::new(old.span(), name.to_owned().into()), value);
        true
    }

    /// Puts the word that it most likely means in the place of a misspelt one.
    fn replace(&mut self, path: &[Step], word: &str) -> bool {
        match value_mut(self.tree.get_mut(), path).map(Spanned::get_mut) {
            Some(DeValue::String(text)) if *text != word => *text = word.to_owned().into(),
            _ => return false,
        }
        true
    }

    fn take_out(&mut self, path: &[Step]) -> bool {
        let Some((last, parent)) = path.split_last() else { return false };
        if let Some(value) = value_mut(self.tree.get_mut(), path) {
            self.damage.lost.extend(names_of(value.get_ref()));
        }
        match last {
            Step::Key(key) => {
                let span = self.span_of(parent);
                let Some(table) = self.table_mut(parent) else { return false };
                let taken = table.remove(key.as_str()).is_some();
                self.damage.lost.push(key.clone());
                self.damage.keys.push((span, key.clone()));
                taken
            }
            &Step::Index(index) => match value_mut(self.tree.get_mut(), parent).map(Spanned::get_mut) {
                Some(DeValue::Array(items)) if index < items.len() => {
                    let kept = (0..items.len()).filter(|at| *at != index);
                    *items = kept.map(|at| items[at].clone()).collect();
                    true
                }
                _ => false,
            },
        }
    }

    fn span_of(&mut self, path: &[Step]) -> Range<usize> {
        let whole = self.tree.span();
        value_mut(self.tree.get_mut(), path).map_or(whole, |value| value.span())
    }

    fn table_mut(&mut self, path: &[Step]) -> Option<&mut DeTable<'i>> {
        if path.is_empty() {
            return Some(self.tree.get_mut());
        }
        match value_mut(self.tree.get_mut(), path)?.get_mut() {
            DeValue::Table(table) => Some(table),
            _ => None,
        }
    }
}

impl Damage {
    /// Whether a finding may follow from what was left out: it is about a thing that is gone, or in a
    /// table of which a key that it depends on is gone.
    pub(super) fn explains(&self, problem: &Diagnostic, document: DocumentId, documents: &Documents) -> bool {
        let names = |lost: &String| quoted(&problem.message).any(|name| name == lost || local(name) == lost);
        if ABOUT_NAMES.contains(&problem.rule) && self.lost.iter().any(names) {
            return true;
        }
        if self.keys.is_empty() {
            return false;
        }
        let Ok(tree) = DeTable::parse(documents.get(document).text()) else { return false };
        let places = problem.place.into_iter().chain(problem.related.iter().map(|related| related.place));
        places.filter(|place| place.document == document).any(|place| {
            let innermost = innermost(&tree, place.offset as usize);
            self.keys.iter().any(|(table, key)| *table == innermost && may_cause(key, problem.rule))
        })
    }
}

/// Whether a finding is about what the definitions say, where there are none.
pub(super) fn needs_definitions(problem: &Diagnostic) -> bool {
    let rules: [&Rule; 4] =
        [&rules::UNKNOWN_CONCEPT, &rules::UNKNOWN_AXIS, &rules::NOT_A_TOTAL, &rules::NOT_IN_STATEMENT];
    let of_their_names = ["has the prefix ", "there is no statement ", "the taxonomy's "];
    rules.contains(&problem.rule) || of_their_names.iter().any(|words| problem.message.contains(words))
}

/// The rules that a thing breaks whose name is known nowhere.
static ABOUT_NAMES: [&Rule; 5] =
    [&rules::UNKNOWN_NAME, &rules::UNKNOWN_CONCEPT, &rules::UNKNOWN_AXIS, &rules::NOTE_WITHOUT_TEXT, &rules::BAD_VALUE];

/// Whether a rule may be broken because a key isn't there.
fn may_cause(key: &str, rule: &Rule) -> bool {
    let rules: &[&Rule] = match key {
        "scale" => &[&rules::SCALE],
        "decimals" | "empty" | "dash" | "sign" | "documentation" => &[],
        "at" => &[&rules::PERIOD_TYPE],
        "total" => &[&rules::NOT_A_TOTAL],
        "dimensions" => &[&rules::FACT_BOUND_TWICE],
        "cells" => &[&rules::NOT_A_NUMBER, &rules::FACT_BOUND_TWICE],
        "under" | "occurrence" => &[&rules::ROW_AMBIGUOUS, &rules::CELL_BOUND_TWICE],
        "balance" => &[&rules::BALANCE],
        "totals" => &[&rules::NOT_A_TOTAL],
        "hypercube" => &[&rules::UNKNOWN_AXIS],
        _ => return true,
    };
    rules.contains(&rule)
}

/// The key that is missing, if that is the mistake.
fn missing(error: &Error) -> Option<&str> {
    quoted(error.message().strip_prefix("missing field ")?).next()
}

/// The known name that is most like the unknown one of a message that lists those that are known.
fn nearest(message: &str) -> Option<String> {
    let mut names = quoted(message);
    let hint = near::hint(names.next()?, names)?;
    quoted(&hint).next().map(str::to_owned)
}

/// What stands for a key without which a file can't be read on.
fn made_up<'i>(key: &str, at: &Range<usize>) -> Spanned<DeValue<'i>> {
    let table = |keys: &[&str]| {
        let entries = keys.iter().map(|key| (Spanned::new(at.clone(), (*key).to_owned().into()), made_up(key, at)));
        DeValue::Table(entries.collect())
    };
    let value = match key {
        "filing" => table(&["name", "definitions", "language"]),
        "entity" => table(&["scheme", "identifier"]),
        "source" => table(&["file"]),
        "taxonomy" => table(&["prefix", "namespace", "language"]),
        "periods" | "units" | "concepts" => table(&[]),
        "table" | "statement" => DeValue::Array(toml::de::DeArray::new()),
        _ => DeValue::String("".into()),
    };
    Spanned::new(at.clone(), value)
}

/// How others may call a thing: a column by its period, a table by its name.
fn names_of(value: &DeValue) -> Vec<String> {
    let Some(table) = value.as_table() else { return Vec::new() };
    let keys = ["name", "label", "period", "header", "mark", "concept"];
    keys.iter().filter_map(|key| table.get(*key)?.get_ref().as_str().map(str::to_owned)).collect()
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

fn is_table(value: &DeValue<'_>) -> bool {
    value.is_table()
}

/// The key, or the value of a sort, that has a span; of several the outermost: a list of tables and the first
/// of them begin and end as one.
fn find(table: &DeTable, span: &Range<usize>, sort: fn(&DeValue<'_>) -> bool) -> Option<Found> {
    let mut path = Vec::new();
    let key = find_in_table(table, (span, sort), &mut path)?;
    Some(Found { path, key })
}

/// What is looked for: a span, and the sort of a value.
type Wanted<'w> = (&'w Range<usize>, fn(&DeValue<'_>) -> bool);

fn find_in_table(table: &DeTable, wanted: Wanted, path: &mut Vec<Step>) -> Option<bool> {
    for (key, value) in table {
        path.push(Step::Key(key.get_ref().to_string()));
        let found = if key.span() == *wanted.0 { Some(true) } else { find_in_value(value, wanted, path) };
        if found.is_some() {
            return found;
        }
        path.pop();
    }
    None
}

fn find_in_value(value: &Spanned<DeValue>, wanted: Wanted, path: &mut Vec<Step>) -> Option<bool> {
    if value.span() == *wanted.0 && wanted.1(value.get_ref()) {
        return Some(false);
    }
    match value.get_ref() {
        DeValue::Table(table) => find_in_table(table, wanted, path),
        DeValue::Array(items) => items.iter().enumerate().find_map(|(index, item)| {
            path.push(Step::Index(index));
            let found = find_in_value(item, wanted, path);
            if found.is_none() {
                path.pop();
            }
            found
        }),
        _ => None,
    }
}

fn value_mut<'t, 'i>(table: &'t mut DeTable<'i>, path: &[Step]) -> Option<&'t mut Spanned<DeValue<'i>>> {
    let (Step::Key(first), rest) = path.split_first()? else { return None };
    let mut value = table.get_mut(first.as_str())?;
    for step in rest {
        value = match (value.get_mut(), step) {
            (DeValue::Table(table), Step::Key(key)) => table.get_mut(key.as_str())?,
            (DeValue::Array(items), Step::Index(index)) => items.get_mut(*index)?,
            _ => return None,
        };
    }
    Some(value)
}

/// The span of the innermost table that holds an offset.
fn innermost(tree: &Spanned<DeTable>, offset: usize) -> Range<usize> {
    fn within(value: &Spanned<DeValue>, offset: usize) -> Option<Range<usize>> {
        match value.get_ref() {
            DeValue::Table(table) => in_table(table, &value.span(), offset),
            DeValue::Array(items) => items.iter().find_map(|item| within(item, offset)),
            _ => None,
        }
    }
    fn in_table(table: &DeTable, span: &Range<usize>, offset: usize) -> Option<Range<usize>> {
        let deeper = table.values().find_map(|value| within(value, offset));
        let holds = |span: Range<usize>| span.contains(&offset);
        let own = || holds(span.clone()) || table.iter().any(|(key, value)| holds(key.span()) || holds(value.span()));
        deeper.or_else(|| own().then(|| span.clone()))
    }
    in_table(tree.get_ref(), &tree.span(), offset).unwrap_or_else(|| tree.span())
}
