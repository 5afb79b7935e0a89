//! Cover pages: what kind of document a filing is, and the date that it is of.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Documents, Fact, Report};

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
