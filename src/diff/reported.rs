//! Restatements as a company reports them itself: amounts "as previously reported" and their adjustments,
//! under the axes that taxonomies have for it.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::model::{Decimal, DimensionMember, Interval};

use super::classify::Context;
use super::comparison::Which;
use super::key::{Both, Key, Tables};
use super::reduce::Told;

/// The axes of restatements: of US-GAAP, of its older years, of IFRS.
const AXES: [&str; 3] =
    ["RestatementAxis", "StatementScenarioAxis", "RetrospectiveApplicationAndRetrospectiveRestatementAxis"];

/// What a member of such an axis says of an amount.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// As it was told before.
    Previously,
    /// By how much it was changed.
    Adjustment,
}

/// The role of a member; none for what is no restatement, such as a forecast.
fn role(member: &str) -> Option<Role> {
    match member {
        "ScenarioPreviouslyReportedMember" | "PreviouslyStatedMember" => Some(Role::Previously),
        "RestatementAdjustmentMember"
        | "FinancialEffectOfChangesInAccountingPolicyMember"
        | "FinancialEffectOfCorrectionsOfAccountingErrorsMember" => Some(Role::Adjustment),
        other if other.starts_with("RevisionOfPriorPeriod") && other.ends_with("AdjustmentMember") => {
            Some(Role::Adjustment)
        }
        _ => None,
    }
}

/// What one filing says of the restatement of an amount.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Reported {
    pub(crate) which: Which,
    /// The amount, without the axis.
    pub(crate) key: Key,
    pub(crate) previously: Option<Told>,
    /// The adjustments, of which an amount may have several.
    pub(crate) adjustments: Vec<Told>,
}

/// Finds what either filing reports as restated, in the order of the keys.
pub(crate) fn find(tables: &mut Tables, told: &Both<Vec<Told>>) -> Vec<Reported> {
    let mut found: IndexMap<(Which, Key), Reported, FxBuildHasher> = IndexMap::default();
    for which in [Which::Old, Which::New] {
        for told in told.get(which).iter().filter(|told| told.key.is_numeric()) {
            let pairs = tables.dimensions(told.key.subject).pairs();
            let of_pair = |(axis, member): &(_, DimensionMember)| match member {
                DimensionMember::Explicit(member) => Some((*axis, role(member.local.as_str())?)),
                DimensionMember::Typed(_) => None,
            };
            let is_axis = |(axis, _): &&(crate::model::QName, DimensionMember)| AXES.contains(&axis.local.as_str());
            let Some((axis, role)) = pairs.iter().filter(is_axis).find_map(of_pair) else { continue };
            let key = Key { subject: tables.without_axis(told.key.subject, axis), ..told.key };
            let new = || Reported { which, key, previously: None, adjustments: Vec::new() };
            let entry = found.entry((which, key)).or_insert_with(new);
            match role {
                Role::Previously => entry.previously = Some(*told),
                Role::Adjustment => entry.adjustments.push(*told),
            }
        }
    }
    found.into_values().collect()
}

/// Whether what a filing reports of a restatement is what the two filings' amounts say; none where
/// there is nothing to lay it beside.
///
/// What was previously reported has to be what the other filing says; the adjustment has to lead from
/// there to what this filing says.
pub(crate) fn agrees(context: Context<'_>, reported: &Reported) -> Option<bool> {
    let number = |which: Which, told: &Told| context.number(which, told);
    let here = context.told(reported.which, reported.key).and_then(|told| number(reported.which, &told));
    let other = reported.which.other();
    let there = context.told(other, reported.key).and_then(|told| number(other, &told));
    let previously = reported.previously.and_then(|told| number(reported.which, &told));
    let same = previously.as_ref().zip(there.as_ref()).map(|(one, two)| one.agrees(two));
    let before = previously.as_ref().or(there.as_ref());
    let leads = before.zip(here.as_ref()).filter(|_| !reported.adjustments.is_empty()).map(|(before, here)| {
        let adjustments = reported.adjustments.iter().filter_map(|told| number(reported.which, told));
        let zero = Interval::exact(Decimal::ZERO);
        let sum = adjustments.fold(zero, |sum, number| sum.add(&number.interval()));
        before.interval().add(&sum).meets(&here.interval())
    });
    match (same, leads) {
        (None, None) => None,
        (same, leads) => Some(same.unwrap_or(true) && leads.unwrap_or(true)),
    }
}
