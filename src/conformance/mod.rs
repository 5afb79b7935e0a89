//! Conformance suites: every variation that an index reaches is run, and judged by what its testcase states.
//!
//! An index comes in, with where taxonomies are found; a [`Run`] goes out. A variation passes for the
//! verdict that the testcase states alone: what can't be read, a panic and a time-out are faults of
//! the run, and never a pass. This room knows how testcases are written; what is valid it asks `validate`.

mod compare;
mod dimensions;
mod index;
mod judge;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::taxonomy::Locations;
use crate::validate::Units;

pub use index::{Expected, IndexError, Testcase, Variation};

/// What came of a variation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// What the testcase states came out.
    Passed,
    /// Something else came out: what, in words.
    Failed(String),
    /// It could not be run as the testcase asks: why.
    Fault(String),
}

/// A variation that was run.
#[derive(Clone, Debug)]
pub struct Ran {
    /// The testcase's file, relative to the index.
    pub testcase: PathBuf,
    /// The variation's `id`.
    pub id: String,
    /// Its name or description.
    pub name: String,
    /// The line of the testcase file at which it begins.
    pub line: u32,
    /// What the testcase states, in words.
    pub expected: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The codes of what makes it invalid, each once, sorted; none where it could not be run.
    pub codes: Vec<&'static str>,
}

/// All variations of a suite, in the order of the index.
#[derive(Clone, Debug)]
pub struct Run {
    /// The variations.
    pub variations: Vec<Ran>,
}

impl Ran {
    /// The name by which options speak of a variation: `302-context/V-01`.
    #[must_use]
    pub fn label(&self) -> String {
        label(&self.testcase, &self.id)
    }
}

fn label(testcase: &Path, id: &str) -> String {
    let stem = testcase.file_stem().unwrap_or_default().to_string_lossy();
    format!("{stem}/{id}")
}

/// Runs the variations of a suite whose label `choose` takes; units are checked by a registry where one is given.
///
/// # Errors
/// The index or a testcase that it names can't be read.
pub fn run(
    index: &Path,
    locations: &Locations,
    units: &Units,
    choose: impl Fn(&str) -> bool,
) -> Result<Run, IndexError> {
    let testcases = index::read(index)?;
    let chosen: Vec<(&Testcase, &Variation)> = testcases
        .iter()
        .flat_map(|testcase| testcase.variations.iter().map(move |variation| (testcase, variation)))
        .filter(|(testcase, variation)| choose(&label(&testcase.name, &variation.id)))
        .collect();
    let ran = |(testcase, variation): &(&Testcase, &Variation)| {
        let judged = judge::judge(testcase, variation, locations, units);
        Ran {
            testcase: testcase.name.clone(),
            id: variation.id.clone(),
            name: variation.name.clone(),
            line: variation.line,
            expected: variation.expected.to_string(),
            outcome: judged.outcome,
            codes: judged.codes,
        }
    };
    Ok(Run { variations: in_parallel(&chosen, ran) })
}

/// Applies a function to all of a list, many at once, and gives what comes of it in the order of the list.
///
/// The threads are not the pool's: they wait for threads that may need the pool themselves.
fn in_parallel<T: Sync, R: Send>(all: &[T], apply: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            match all.get(at) {
                Some(one) => done.push((at, apply(one))),
                None => return done,
            }
        }
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..rayon::current_num_threads()).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("the work does not panic")).collect()
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
