//! Where the facts that are shown stand.

use rustc_hash::FxHashMap;

use crate::diff::classify::Context;
use crate::diff::comparison::Which;
use crate::diff::movement::End;
use crate::model::FactId;

use super::{Findings, is_listed};

/// Where the facts that are shown stand.
pub(super) fn places(context: Context<'_>, findings: &Findings) -> FxHashMap<(Which, FactId), String> {
    let mut shown: Vec<(Which, FactId)> = Vec::new();
    let recasts = findings.recasts.iter().flat_map(|recast| recast.parts.iter().copied());
    let listed = findings.found.iter().filter(|found| is_listed(found.verdict.class));
    for pair in listed.map(|found| found.pair).chain(recasts) {
        shown.extend(pair.old.map(|told| (Which::Old, told.fact)));
        shown.extend(pair.new.map(|told| (Which::New, told.fact)));
    }
    let told = |end: End| match end {
        End::Told(which, told) => Some((which, told.fact)),
        End::Derived(_) => None,
    };
    shown.extend(findings.moved.iter().flat_map(|moved| [moved.from, moved.to]).filter_map(told));
    let operands = findings.derived.iter().flat_map(|derived| [derived.whole, derived.before]);
    shown.extend(operands.map(|(which, told)| (which, told.fact)));
    for reported in &findings.reported {
        let own = reported.previously.iter().chain(&reported.adjustments).map(|told| (reported.which, told.fact));
        shown.extend(own);
        let sides = [Which::Old, Which::New].map(|which| Some((which, context.told(which, reported.key)?.fact)));
        shown.extend(sides.into_iter().flatten());
    }
    for which in [Which::Old, Which::New] {
        let told = context.told.get(which).iter().filter(|told| told.contradictory);
        shown.extend(told.flat_map(|told| told.facts(context.keyed.facts.get(which))).map(|fact| (which, fact)));
    }
    shown.sort_unstable();
    shown.dedup();
    let mut places = FxHashMap::default();
    places.extend(shown.into_iter().map(|(which, fact)| {
        let side = context.sides.get(which);
        ((which, fact), side.documents.locate(side.report.fact(fact).place).to_string())
    }));
    places
}
