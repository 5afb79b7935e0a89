//! The numbers of a report that take part in sums, found by concept and aspects: three words a number, for there may be
//! millions of them.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::aspects::AspectsId;
use crate::model::{FactId, QName};
use crate::validate::subject::Subject;

/// A number: what it is reported under, and the fact that reports it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number {
    concept: u32,
    pub(super) aspects: AspectsId,
    pub(super) fact: FactId,
}

/// Numbers, those of one concept together, and among them those with the same aspects, in the order of the report.
pub(super) struct Numbers {
    all: Vec<Number>,
    of: FxHashMap<QName, Range<usize>>,
}

impl Numbers {
    /// The numbers that are reported for some concepts.
    pub(super) fn new(subject: &Subject<'_>, concepts: impl Iterator<Item = QName>) -> Numbers {
        let mut wanted: FxHashMap<QName, u32> = FxHashMap::default();
        for name in concepts {
            let next = wanted.len() as u32;
            wanted.entry(name).or_insert(next);
        }
        let number = |(fact, row): (FactId, &crate::model::Fact)| {
            let concept = *wanted.get(&row.concept)?;
            subject.report.unit_of(row)?;
            row.number(subject.documents)?;
            Some(Number { concept, aspects: row.aspects, fact })
        };
        let mut all: Vec<Number> = subject.report.iter().filter_map(number).collect();
        all.par_sort_unstable();
        let range = |concept: u32| {
            let start = all.partition_point(|number| number.concept < concept);
            start..start + all[start..].partition_point(|number| number.concept == concept)
        };
        let of = wanted.iter().map(|(name, concept)| (*name, range(*concept))).collect();
        Numbers { all, of }
    }

    /// All that are reported for a concept.
    pub(super) fn of(&self, concept: QName) -> &[Number] {
        self.of.get(&concept).map_or(&[], |range| &self.all[range.clone()])
    }

    /// Those that are reported for a concept with some aspects: one, or duplicates; none where there is none.
    pub(super) fn with(&self, concept: QName, aspects: AspectsId) -> Option<&[Number]> {
        let of_concept = self.of(concept);
        let start = of_concept.partition_point(|number| number.aspects < aspects);
        let length = of_concept[start..].partition_point(|number| number.aspects == aspects);
        (length > 0).then(|| &of_concept[start..start + length])
    }
}

/// Numbers of one concept that are reported with the same aspects: one, or duplicates.
pub(super) fn groups(numbers: &[Number]) -> impl Iterator<Item = &[Number]> {
    numbers.chunk_by(|one, next| one.aspects == next.aspects)
}
