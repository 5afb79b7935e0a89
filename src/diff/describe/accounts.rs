//! What goes beyond single values: totals with their parts, reported restatements, derived values.

use crate::diff::classify::Found;
use crate::diff::comparison::{
    Class, Contribution, DerivedValue, End, RefusedValue, Reported, TotalAbove, Value, Which,
};
use crate::diff::derive::{Derived, Refused};
use crate::diff::explain;
use crate::diff::reduce::Told;
use crate::diff::reported::{self, Reported as Reporting};
use crate::diff::value::Amount;
use crate::model::{Interval, Period};

use super::{Describer, Shared, place};

impl Describer<'_> {
    /// One end of a change.
    pub(super) fn end(&mut self, (which, told): (Which, Told)) -> End {
        End {
            period: self.period(told.key.period),
            filing: which,
            value: self.value(which, told.key, told.fact),
            contradicted: told.contradictory,
            derived: false,
        }
    }

    /// The end of a movement that is a derived value.
    pub(super) fn derived_end(&mut self, derived: &Derived) -> End {
        let (value, number) = (Some(derived.amount.value.to_string()), Some(derived.amount.value.clone()));
        let whole = self.end(derived.whole);
        let value = Value { value, number, decimals: None, place: whole.value.place };
        End { period: Shared::from(derived.period.to_string()), value, derived: true, ..whole }
    }

    /// Of what was restated: the total above, and the parts below.
    pub(super) fn totals_of(&self, found: &Found) -> (Option<TotalAbove>, Vec<Contribution>) {
        let (Class::Restated, Some(old), Some(new)) = (found.verdict.class, found.pair.old, found.pair.new) else {
            return (None, Vec::new());
        };
        let above = explain::total_of(self.context, old, new).map(|(total, outcome)| TotalAbove {
            concept: self.context.names.show_any(total),
            label: self.label(total),
            outcome,
        });
        (above, self.contributions((Which::Old, old), (Which::New, new)))
    }

    /// The parts that moved a total most.
    pub(super) fn contributions(&self, from: (Which, Told), to: (Which, Told)) -> Vec<Contribution> {
        let parts = explain::parts(self.context, from, to).into_iter();
        parts
            .map(|part| Contribution {
                concept: self.context.names.show_any(part.concept),
                label: self.label(part.concept),
                share: part.share,
            })
            .collect()
    }

    pub(super) fn reported(&mut self, all: &[Reporting]) -> Vec<Reported> {
        let mut described: Vec<(Period, Reported)> = all
            .iter()
            .map(|reporting| {
                let thing = self.thing(reporting.key, &[]);
                let agreed = reported::agrees(self.context, reporting);
                let value = |which: Which, told: &Told| self.value(which, told.key, told.fact);
                let own = reporting.which;
                let previously = reporting.previously.as_ref().map(|told| value(own, told));
                let adjustments: Vec<Value> = reporting.adjustments.iter().map(|told| value(own, told)).collect();
                let [old, new] = [Which::Old, Which::New]
                    .map(|which| self.context.told(which, reporting.key).map(|told| value(which, &told)));
                let period = self.period(reporting.key.period);
                let reported = Reported { filing: own, thing, period, previously, adjustments, old, new, agreed };
                (self.context.keyed.tables.period(reporting.key.period), reported)
            })
            .collect();
        described.sort_by(|(one_at, one), (two_at, two)| {
            let by_place = place(one_at, &one.thing).cmp(&place(two_at, &two.thing));
            by_place.then(one.filing.cmp(&two.filing))
        });
        described.into_iter().map(|(_, reported)| reported).collect()
    }

    pub(super) fn derived(&mut self, all: &[Derived]) -> Vec<DerivedValue> {
        let mut described: Vec<(Period, DerivedValue)> = all
            .iter()
            .map(|derived| {
                let thing = self.thing(derived.whole.1.key, &[]);
                let (whole, before) = (self.end(derived.whole), self.end(derived.before));
                let period = Shared::from(derived.period.to_string());
                let Amount { value, interval: Interval { low, high } } = derived.amount.clone();
                let value = DerivedValue { thing, period, value, low, high, whole, before };
                (derived.period, value)
            })
            .collect();
        described.sort_by(|(one_at, one), (two_at, two)| {
            let by_period = two_at.sort_key().cmp(&one_at.sort_key());
            by_period.then_with(|| place(one_at, &one.thing).cmp(&place(two_at, &two.thing)))
        });
        described.into_iter().map(|(_, derived)| derived).collect()
    }

    pub(super) fn refused(&mut self, all: &[Refused]) -> Vec<RefusedValue> {
        let mut described: Vec<(Period, RefusedValue)> = all
            .iter()
            .map(|refused| {
                let thing = self.thing(refused.of.1.key, &[]);
                let period = Shared::from(refused.period.to_string());
                (refused.period, RefusedValue { thing, period, reason: refused.reason })
            })
            .collect();
        described.sort_by(|(one_at, one), (two_at, two)| {
            let by_reason = two_at.sort_key().cmp(&one_at.sort_key()).then(one.reason.cmp(&two.reason));
            by_reason.then_with(|| place(one_at, &one.thing).cmp(&place(two_at, &two.thing)))
        });
        described.into_iter().map(|(_, refused)| refused).collect()
    }
}
