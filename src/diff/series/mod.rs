//! Series: one thing over all the periods of many filings, each value with the filing that says it.
//!
//! A comparative never takes the place of what was reported first: both are kept, and whatever stands
//! between them.

mod lines;
mod renamed;
#[cfg(test)]
mod tests;

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::QName;

use super::comparison::{Class, FilingDate, Renaming, Shared, Thing, Value, Which};
use super::cover::Standing;
use super::family::{Folding, SameNamespace, Ties};
use super::key::{Keying, Side, Tables, names_of, told_in_no_language};
use super::reduce::{Told, reduce_side};
use lines::Builder;
use renamed::Renamed;

/// What of the filings is wanted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SeriesOptions {
    /// Concepts, by name with or without a prefix, or by label; all numbers of the primary statements
    /// where none is named.
    pub concepts: Vec<String>,
    /// Whether what is told for members is wanted, and what the notes alone tell.
    pub all: bool,
    /// Namespaces that are the same in whichever filing, whatever their families.
    pub same_namespaces: Vec<SameNamespace>,
}

/// One of the filings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Source {
    /// Its name, as the user gave it.
    pub file: String,
    /// What kind of document it is, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// When it said what it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<FilingDate>,
    /// Documents of its taxonomy that could not be found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// What one filing says for one period.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Telling {
    /// The filing, as its place in [`Series::filings`].
    pub filing: usize,
    /// What the filing calls the concept, where that is another name than the newest filing's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concept: Option<Shared>,
    /// The value.
    #[serde(flatten)]
    pub value: Value,
    /// Whether the filing contradicts itself here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub contradicted: bool,
}

/// What is said for one period: as first reported, as last restated, and what stands between.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Point {
    /// The period.
    pub period: Shared,
    /// Every telling, the first one first; there is at least one.
    pub values: Vec<Telling>,
    /// What the difference between the first and the last is called; none where there is but one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
}

impl Point {
    /// As first reported.
    #[must_use]
    pub fn first(&self) -> &Telling {
        &self.values[0]
    }

    /// As last told.
    #[must_use]
    pub fn last(&self) -> &Telling {
        &self.values[self.values.len() - 1]
    }

    /// Whether the last value is another one than the first, beyond precision.
    #[must_use]
    pub fn is_restated(&self) -> bool {
        self.class.is_some_and(|class| !class.is_agreement())
    }
}

/// One thing over all its periods.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct SeriesLine {
    /// Of what.
    #[serde(flatten)]
    pub thing: Thing,
    /// The periods: the longest durations first, instants last; of one length in the order of time.
    pub points: Vec<Point>,
}

/// Things over all the periods of many filings.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub struct Series {
    /// The filings, the earliest first.
    pub filings: Vec<Source>,
    /// The things, in the order of the newest filing's statements.
    pub lines: Vec<SeriesLine>,
    /// Names that changed from one filing to a later one, of what is told in the lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub renamings: Vec<SeriesRenaming>,
    /// Names that were asked for and that no filing has, each with those that are like it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<Unknown>,
}

/// A name that changed.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct SeriesRenaming {
    /// The filings that show it, as their places in [`Series::filings`].
    pub filings: [usize; 2],
    /// The names, with what shows that they are of the same.
    #[serde(flatten)]
    pub renaming: Renaming,
}

/// A name that no filing has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Unknown {
    /// The name.
    pub name: String,
    /// Names that are like it.
    pub near: Vec<String>,
}

/// A filing's date, cover and facts by key.
struct Loaded<'a> {
    side: Side<'a>,
    source: Source,
    told: Vec<Told>,
}

/// Puts what many filings say of the things that are wanted into series.
#[must_use]
pub fn series(sides: &[Side<'_>], options: &SeriesOptions) -> Series {
    let mut sources: Vec<(Source, Side<'_>)> = sides.iter().map(|side| (source(*side), *side)).collect();
    let date = |source: &Source| source.date.as_ref().map(|date| date.date.clone());
    sources.sort_by_cached_key(|(source, _)| date(source));
    let names: Vec<FxHashSet<QName>> = sources.iter().map(|(_, side)| names_of(side.report)).collect();
    let ties = Ties::of_many(&options.same_namespaces);
    let folding = Folding::shared(&names, ties.clone());
    let folded = |name: QName| folding.fold(Which::New, name);
    let renamed = Renamed::of(&sources, &names, &ties, folded);
    let fold = |name: QName| renamed.newest(folded(name));
    let mut defaults: FxHashMap<QName, QName> = FxHashMap::default();
    for (_, side) in &sources {
        defaults.extend(side.vocabulary.defaults.iter().map(|(axis, member)| (fold(*axis), fold(*member))));
    }
    let told = sources.iter().flat_map(|(_, side)| told_in_no_language(side.report));
    let languageless: FxHashSet<QName> = told.map(fold).collect();
    let mut tables = Tables::default();
    let mut filings = Vec::with_capacity(sources.len());
    for (source, side) in sources {
        let sorted =
            Keying { tables: &mut tables, fold: &fold, defaults: &defaults, languageless: &languageless }.facts(side);
        let told = reduce_side(side, &sorted);
        filings.push(Loaded { side, source, told });
    }
    let builder = Builder::new(&tables, &folded, &renamed, &filings);
    let (wanted, unknown) = builder.wanted(options);
    let lines = builder.lines(&wanted, options);
    let renamings = builder.renamings(&lines);
    Series { lines, renamings, unknown, filings: filings.into_iter().map(|filing| filing.source).collect() }
}

/// A filing as a source.
fn source(side: Side<'_>) -> Source {
    let standing = Standing::of(side.report, side.documents);
    Source {
        file: side.name.to_owned(),
        date: standing.date,
        document: standing.document,
        missing: side.vocabulary.missing.clone(),
    }
}
