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
use validity::Validity;
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
    let check = || check(filing, &set, documents, options, &mut findings);
    let ((), validity) = rayon::join(check, || Validity::new(&set, filing, documents));
    validity.add_to(&mut findings);
    findings.sort_by_key(|finding| finding.place);
    if !findings.iter().any(|finding| finding.place.is_some_and(|place| place.document.is_shelved())) {
        filing.taxonomy.set_base_sound();
    }
    Verdict::new(findings, &options.strict)
}

/// Checks by all rules but the validity of the documents.
fn check(filing: &Filing, set: &Set<'_>, documents: &Documents, options: &Options, findings: &mut Vec<Diagnostic>) {
    components::check(set, findings);
    xbrl21::check_taxonomy(set, findings);
    dimensions::check_taxonomy(&filing.taxonomy, findings);
    enumerations::check_taxonomy(&filing.taxonomy, findings);
    if let Some(report) = &filing.report {
        let subject = Subject::new(filing, report, documents);
        xbrl21::check_instance(&subject, set, findings);
        dimensions::check_report(&subject, findings);
        enumerations::check_report(&subject, findings);
        data_types::check(&subject, findings);
        units::check(&subject, &options.units, findings);
        oim::check(&subject, &filing.features, findings);
        let allowed = oim::allowed_duplicates(&filing.features, options.duplicates);
        duplicates::check(&subject, allowed, findings);
        calculations::check(&subject, options.calculations, findings);
    }
}
