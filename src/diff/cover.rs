//! Cover pages: what kind of document a filing is, and the date that it is of.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{DateTime, Documents, Fact, Report};

use super::family::family;

/// Which date of a filing is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateKind {
    /// The day on which it was filed.
    Filed,
    /// The end of the period that it says it is for.
    PeriodEnd,
    /// The end of the last period of which it has whole statements.
    LastPeriod,
}

/// The date of a filing: the second one of every value that it tells, beside the value's period.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct FilingDate {
    /// The day.
    pub date: String,
    /// What day it is.
    pub kind: DateKind,
}

/// What a filing says of itself: what kind of document it is, such as `10-K`, and of when.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// The kind of document.
    pub document: Option<String>,
    /// Its cover page's date, else the end of the period of which it says most.
    pub date: Option<FilingDate>,
}

impl Standing {
    /// What a report says of itself.
    #[must_use]
    pub fn of(report: &Report, documents: &Documents) -> Standing {
        let cover = Cover::of(report, documents);
        let date = cover.date().or_else(|| fullest_period(report));
        Standing { document: cover.document, date }
    }
}

fn fullest_period(report: &Report) -> Option<FilingDate> {
    let mut counts: FxHashMap<_, usize> = FxHashMap::default();
    report.facts.iter().for_each(|fact| *counts.entry(report.period_of(fact)).or_default() += 1);
    let fullest = counts.into_iter().max_by_key(|(period, count)| (*count, period.end().map(DateTime::at_utc)))?;
    let day = fullest.0.end()?.day_ended()?;
    Some(FilingDate { date: day.to_string(), kind: DateKind::LastPeriod })
}

/// What a cover page says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Cover {
    /// The kind of document, such as `10-K`.
    pub(crate) document: Option<String>,
    pub(crate) filed: Option<String>,
    pub(crate) period_end: Option<String>,
}

/// The concepts of cover pages, in the families of the SEC's and of EDINET's taxonomies.
const FAMILIES: [&str; 3] = [
    "http://xbrl.sec.gov/dei",
    "http://disclosure.edinet-fsa.go.jp/taxonomy/jpdei/jpdei_cor",
    "http://disclosure.edinet-fsa.go.jp/taxonomy/jpcrp/jpcrp_cor",
];

impl Cover {
    pub(crate) fn of(report: &Report, documents: &Documents) -> Cover {
        let mut cover = Cover::default();
        for fact in &report.facts {
            let place = match fact.concept.local.as_str() {
                "DocumentType" | "DocumentTypeDEI" => &mut cover.document,
                "DocumentPeriodEndDate" | "CurrentPeriodEndDateDEI" => &mut cover.period_end,
                "FilingDateCoverPage" => &mut cover.filed,
                _ => continue,
            };
            if place.is_none() && FAMILIES.contains(&family(fact.concept.namespace.as_str()).as_str()) {
                *place = text(fact, documents);
            }
        }
        cover
    }

    /// The best date that it has.
    pub(crate) fn date(&self) -> Option<FilingDate> {
        let of = |date: &Option<String>, kind| date.clone().map(|date| FilingDate { date, kind });
        of(&self.filed, DateKind::Filed).or_else(|| of(&self.period_end, DateKind::PeriodEnd))
    }
}

fn text(fact: &Fact, documents: &Documents) -> Option<String> {
    let text = fact.value.as_ref()?.get(documents).trim();
    (!text.is_empty()).then(|| text.to_owned())
}
