//! Summations: what is summed into what, by either filing's calculation networks, in whichever statement.

use rustc_hash::FxHashMap;

use crate::model::{Decimal, QName};

use super::comparison::Which;
use super::family::Folding;
use super::key::{Both, Sides};

/// The summations of both taxonomies, all names folded.
#[derive(Default)]
pub(crate) struct Summations {
    /// The totals of each line item, of either filing.
    totals: FxHashMap<QName, Vec<QName>>,
    /// The line items of each total in either filing, in the order of its networks.
    parts: Both<FxHashMap<QName, Vec<(QName, Decimal)>>>,
    /// The weight of a line item in a total.
    weights: Both<FxHashMap<(QName, QName), Decimal>>,
}

impl Summations {
    pub(crate) fn of(sides: Sides<'_>, folding: &Folding) -> Summations {
        let mut summations = Summations::default();
        for which in [Which::Old, Which::New] {
            let fold = |name| folding.fold(which, name);
            let calculations = &sides.get(which).vocabulary.calculations;
            for arc in calculations.iter().flat_map(|calculation| &calculation.summations) {
                let (total, part) = (fold(arc.total), fold(arc.part));
                // A pair with another weight in another statement has the first one.
                if summations.weights.get(which).contains_key(&(total, part)) {
                    continue;
                }
                let totals = summations.totals.entry(part).or_default();
                if !totals.contains(&total) {
                    totals.push(total);
                }
                summations.weights.get_mut(which).insert((total, part), arc.weight.clone());
                summations.parts.get_mut(which).entry(total).or_default().push((part, arc.weight.clone()));
            }
        }
        summations
    }

    /// The totals of a line item, of either filing.
    pub(crate) fn totals(&self, part: QName) -> &[QName] {
        self.totals.get(&part).map_or(&[], Vec::as_slice)
    }

    /// The line items of a total in a filing, each with its weight.
    pub(crate) fn parts(&self, which: Which, total: QName) -> &[(QName, Decimal)] {
        self.parts.get(which).get(&total).map_or(&[], Vec::as_slice)
    }

    /// The weight of a line item in a total of a filing.
    pub(crate) fn weight(&self, which: Which, total: QName, part: QName) -> Option<&Decimal> {
        self.weights.get(which).get(&(total, part))
    }
}
