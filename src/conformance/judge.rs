//! Running one variation, and judging what came out.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::index::{Expected, Testcase, Variation};
use super::{Outcome, compare};
use crate::filing::{self, Filing};
use crate::model::{Class, Diagnostic, Documents, Name, QName, Severity};
use crate::taxonomy::Locations;
use crate::taxonomy::rules::FILE_MISSING;
use crate::validate::{self, CalculationMode, Options, Units};

/// The longest that a variation may take.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// What came of a variation, and the codes of what made it invalid.
pub(super) struct Judged {
    pub(super) outcome: Outcome,
    /// Each once, sorted.
    pub(super) codes: Vec<&'static str>,
}

/// A fault of the run yields no codes.
fn fault(reason: impl Into<String>) -> Judged {
    Judged { outcome: Outcome::Fault(reason.into()), codes: Vec::new() }
}

/// Runs a variation on a thread of its own, so that a panic or an endless loop is its own fault.
pub(super) fn judge(testcase: &Testcase, variation: &Variation, locations: &Locations, units: &Units) -> Judged {
    let (sender, receiver) = channel();
    let (testcase, variation, locations) = (testcase.clone(), variation.clone(), locations.clone());
    let options = options(units);
    // The receiver is gone once the time is over; nobody wants the outcome then.
    let handle =
        std::thread::Builder::new().spawn(move || drop(sender.send(run(&testcase, &variation, &locations, &options))));
    if let Err(error) = handle {
        return fault(format!("no thread to run on: {error}"));
    }
    match receiver.recv_timeout(TIME_LIMIT) {
        Ok(judged) => judged,
        Err(RecvTimeoutError::Timeout) => fault(format!("not done within {} s", TIME_LIMIT.as_secs())),
        Err(RecvTimeoutError::Disconnected) => fault("it panicked"),
    }
}

/// As the suites state it: sums by the base specification's rules, and whatever is inconsistent is invalid.
fn options(units: &Units) -> Options {
    Options {
        calculations: CalculationMode::Xbrl21,
        units: units.clone(),
        strict: vec![Class::Specification, Class::Calculations, Class::Units],
        ..Options::default()
    }
}

fn run(testcase: &Testcase, variation: &Variation, locations: &Locations, options: &Options) -> Judged {
    let paths: Vec<PathBuf> = variation.entries.iter().map(|entry| testcase.folder.join(entry)).collect();
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    if paths.is_empty() {
        return fault("the testcase names no file to begin with");
    }
    let mut documents = Documents::new();
    let filing = match filing::open_all(&paths, locations, &mut documents) {
        Ok(filing) => filing,
        Err(error) => return fault(error.to_string()),
    };
    if let Some(missing) = needed_and_missing(&filing, testcase, variation) {
        return fault(format!("{missing} is not found"));
    }
    let verdict = validate::validate(&filing, &documents, options);
    let grave = |finding: &&Diagnostic| match finding.rule.severity {
        Severity::Error => true,
        Severity::Warning => options.strict.contains(&finding.rule.class),
        Severity::Note => false,
    };
    let findings: Vec<&Diagnostic> = verdict.findings.iter().filter(grave).collect();
    let stated = match &variation.expected {
        Expected::Valid => findings.is_empty(),
        Expected::Invalid => !findings.is_empty(),
        Expected::Errors(codes) => is_one_of(&findings, codes),
    };
    let codes = codes(&findings);
    if !stated {
        return Judged { outcome: Outcome::Failed(words(&findings, &documents)), codes };
    }
    let outcome = match &variation.result {
        Some(result) if variation.expected != Expected::Invalid => {
            match compare::compare(&testcase.results.join(result), &filing, &documents) {
                Ok(()) => Outcome::Passed,
                Err(difference) => Outcome::Failed(difference),
            }
        }
        _ => Outcome::Passed,
    };
    Judged { outcome, codes }
}

/// A missing document that the variation needs: one that it lists, or one from outside the suite. What is missing
/// beside that is missing on purpose.
fn needed_and_missing(filing: &Filing, testcase: &Testcase, variation: &Variation) -> Option<String> {
    let reported = |address: &str| {
        let of_file = filing.diagnostics.iter().filter(|finding| finding.rule == &FILE_MISSING);
        of_file.into_iter().any(|finding| finding.message.starts_with(address))
    };
    let missing = filing.taxonomy.missing().iter().map(|missing| missing.address.to_string());
    missing.into_iter().find(|address| {
        let listed = variation.files.iter().any(|file| Path::new(address) == testcase.folder.join(file));
        (listed || address.contains("://")) && reported(address)
    })
}

/// The namespaces of the codes of specifications beside the base specification, by the prefixes of our codes.
const SPECIFICATIONS: &[(&str, &str)] = &[
    ("xbrldte", "http://xbrl.org/2005/xbrldt/errors"),
    ("xbrldie", "http://xbrl.org/2005/xbrldi/errors"),
    ("utre", "http://www.xbrl.org/2009/utr/errors"),
];

/// Stands for whatever is not valid by a schema.
const SCHEMA_ERROR: (&str, &str) = ("http://www.xbrl.org/2005/genericXmlSchemaError", "XmlSchemaError");

/// Whether the errors are exactly one of those that are stated; errors of the base specification don't count.
fn is_one_of(findings: &[&Diagnostic], codes: &[QName]) -> bool {
    let specific: Vec<QName> = findings.iter().filter_map(|finding| specific_code(finding)).collect();
    if codes.iter().any(|code| code.sort_key() == SCHEMA_ERROR) {
        return specific.is_empty() && findings.iter().any(|finding| finding.rule.specification == "XML Schema 1.0");
    }
    specific.is_empty() == codes.is_empty() && specific.iter().all(|code| codes.contains(code))
}

/// The code of a specification beside the base specification, as an expanded name.
fn specific_code(finding: &Diagnostic) -> Option<QName> {
    let (prefix, local) = finding.rule.code.split_once(':')?;
    let (_, namespace) = SPECIFICATIONS.iter().find(|(known, _)| *known == prefix)?;
    Some(QName::new(Name::new(namespace), local))
}

/// The codes, each once, sorted.
fn codes(findings: &[&Diagnostic]) -> Vec<&'static str> {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.rule.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// What came out, in words: the codes, and the first message.
fn words(findings: &[&Diagnostic], documents: &Documents) -> String {
    let Some(first) = findings.first() else { return "valid".to_owned() };
    let codes = codes(findings);
    let place = first.place.map(|place| format!(" at {}", documents.locate(place))).unwrap_or_default();
    format!("{}: {}{place}", codes.join(", "), first.message)
}
