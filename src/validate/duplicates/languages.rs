//! Texts that are reported in several languages (Open Information Model 1.0, 6.4).

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::model::aspects::Aspects;
use crate::model::{FactId, Name, QName};
use crate::validate::subject::Subject;

/// Facts that report the same but for their languages, the first of each language; in the order of the first of each.
pub(super) fn sets(subject: &Subject<'_>) -> Vec<Vec<FactId>> {
    type Key = (Option<u32>, QName, Aspects);
    let report = subject.report;
    let languages: FxHashSet<Name> = report.aspects.iter().filter_map(|(_, aspects)| aspects.language).collect();
    if languages.len() < 2 {
        return Vec::new();
    }
    let parents = super::parents(subject);
    let mut sets: IndexMap<Key, Vec<FactId>, FxBuildHasher> = IndexMap::default();
    let mut seen: FxHashSet<(usize, Name)> = FxHashSet::default();
    for (id, fact) in report.iter() {
        let aspects = report.aspects_of(fact);
        let Some(language) = aspects.language else { continue };
        let key = (parents[id.0 as usize], fact.concept, Aspects { language: None, ..aspects });
        let entry = sets.entry(key);
        if seen.insert((entry.index(), language)) {
            entry.or_default().push(id);
        }
    }
    sets.into_values().filter(|set| set.len() > 1).collect()
}
