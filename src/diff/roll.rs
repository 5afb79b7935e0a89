//! Roll-forward: the older filing's closing balances are the newer one's opening ones, or were restated.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::classify::{Context, Found};
use super::comparison::{Class, Which};
use super::coverage::Coverage;
use super::key::Key;

/// What became of the balances at which the older filing closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct RollForward {
    /// The day on which the older filing closed.
    pub at: String,
    /// Balances that the newer filing tells for that day as the older one did.
    pub carried: usize,
    /// Balances that the newer filing tells otherwise: they are among the differences and recasts.
    pub changed: usize,
    /// Balances that the newer filing does not tell for that day.
    pub not_told: usize,
}

/// The roll-forward, where the newer filing tells any of the older one's closing balances.
pub(crate) fn forward(context: Context<'_>, coverage: &Coverage, found: &[Found]) -> Option<RollForward> {
    let tables = &context.keyed.tables;
    let is_closing = |key: Key| {
        key.is_numeric() && tables.period(key.period).is_instant() && coverage.is_current(Which::Old, key.period)
    };
    let found: FxHashMap<Key, &Found> = found
        .iter()
        .filter_map(|found| Some((found.pair.old?.key, found)))
        .filter(|(key, _)| is_closing(*key))
        .collect();
    let mut roll: Option<RollForward> = None;
    for told in context.told.old.iter().filter(|told| is_closing(told.key)) {
        let at = tables.period(told.key.period).to_string();
        let roll = roll.get_or_insert(RollForward { at, carried: 0, changed: 0, not_told: 0 });
        match found.get(&told.key).map(|found| (found.pair.new, found.verdict.class)) {
            // What differs in nothing is not among what was found.
            None => roll.carried += 1,
            Some((_, Class::Recast)) => roll.changed += 1,
            Some((None, _)) => roll.not_told += 1,
            Some((Some(_), class)) if class.is_agreement() || class == Class::Renamed => roll.carried += 1,
            Some((Some(_), _)) => roll.changed += 1,
        }
    }
    roll.filter(|roll| roll.carried + roll.changed > 0)
}
