//! What is wrong with a filing: rules by specification, each declared once beside the code that checks it.
//!
//! A [`Filing`] comes in; findings and a [`Verdict`] go out. Each room inside is one specification:
//! it looks at the report, at the filing as written or at the taxonomy, and knows none of the others.
//! Nothing here reads a file or knows how findings are shown.

pub mod calculations;
pub mod components;
pub mod data_types;
pub mod dimensions;
pub mod duplicates;
pub mod enumerations;
pub mod oim;
mod set;
mod subject;
pub mod units;
mod validity;
mod verdict;
pub mod xbrl21;

use crate::filing::Filing;
use crate::model::{Class, Diagnostic, Documents};

pub use calculations::CalculationMode;
pub use duplicates::Duplicates;
use set::Set;
use subject::Subject;
pub use units::Units;
pub use verdict::{Counts, Outcome, Verdict};

/// What is to be checked, and what makes a filing invalid.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How calculations are checked.
    pub calculations: CalculationMode,
    /// Which duplicates are allowed.
    pub duplicates: Duplicates,
    /// By which registry units are checked.
    pub units: Units,
    /// Classes whose warnings make a filing invalid too.
    pub strict: Vec<Class>,
}

/// Checks a filing by all rules that apply to it, and adds what reading it found.
#[must_use]
pub fn validate(filing: &Filing, documents: &Documents, options: &Options) -> Verdict {
    let mut findings: Vec<Diagnostic> = filing.diagnostics.clone();
    let set = Set::new(&filing.taxonomy);
    components::check(&set, &mut findings);
    xbrl21::check_taxonomy(&set, &mut findings);
    dimensions::check_taxonomy(&filing.taxonomy, &mut findings);
    enumerations::check_taxonomy(&filing.taxonomy, &mut findings);
    if let Some(report) = &filing.report {
        let subject = Subject::new(filing, report, documents);
        xbrl21::check_instance(&subject, &set, &mut findings);
        dimensions::check_report(&subject, &mut findings);
        enumerations::check_report(&subject, &mut findings);
        data_types::check(&subject, &mut findings);
        units::check(&subject, &options.units, &mut findings);
        oim::check(&subject, &filing.features, &mut findings);
        let allowed = oim::allowed_duplicates(&filing.features, options.duplicates);
        duplicates::check(&subject, allowed, &mut findings);
        calculations::check(&subject, options.calculations, &mut findings);
    }
    validity::check(&set, filing, documents, &mut findings);
    findings.sort_by_key(|finding| finding.place);
    Verdict::new(findings, &options.strict)
}
