//! Real filings that the reference processor finds clean are valid here too, without a flood of findings.

use std::path::PathBuf;

use factum::filing;
use factum::model::{Documents, Severity};
use factum::taxonomy::Locations;
use factum::validate::{Options, Outcome, Verdict, validate};

/// The instances that the reference processor finds clean, in `filings/SEC`.
const CLEAN: [&str; 10] = [
    "aapl-10k-2022/aapl-20220924_htm.xml",
    "aapl-10k-2023/aapl-20230930_htm.xml",
    "aapl-10q-2023q3/aapl-20230701_htm.xml",
    "aapl-10q-2025q2/aapl-20250329_htm.xml",
    "abvc-8k-2025/ea0238372-8k_abvcbio_htm.xml",
    "aeon-10q-2023q3/aeon-20230930x10q_htm.xml",
    "ko-10q-2023q2/ko-20230630_htm.xml",
    "nflx-10k-2023/nflx-20240126_htm.xml",
    "nflx-10q-2024q1/nflx-20240331_htm.xml",
    "nflx-10q-2024q3/nflx-20240930_htm.xml",
];

fn shared() -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    assert!(shared.is_dir(), "{} is not there; set FACTUM_SHARED", shared.display());
    shared
}

fn verdict_on(path: &str) -> (Verdict, Documents) {
    let path = shared().join("filings").join(path);
    let locations = Locations { directories: vec![shared().join("taxonomies")], ..Locations::default() };
    let mut documents = Documents::new();
    let filing = filing::open(&path, &locations, &mut documents).expect("a file");
    (validate(&filing, &documents, &Options::default()), documents)
}

/// The errors, each as a line.
fn errors(verdict: &Verdict, documents: &Documents) -> Vec<String> {
    let errors = verdict.findings.iter().filter(|finding| finding.rule.severity == Severity::Error);
    errors.map(|finding| factum::output::diagnostic::text(finding, documents)).collect()
}

#[test]
fn clean_filings_are_valid_and_silent() {
    for path in CLEAN {
        let (verdict, documents) = verdict_on(&format!("SEC/{path}"));
        assert_eq!(errors(&verdict, &documents), [""; 0], "{path}");
        assert_eq!(verdict.outcome, Outcome::Valid, "{path}");
        let of_schemas = verdict.findings.iter().filter(|finding| finding.rule.specification == "XML Schema 1.0");
        assert_eq!(of_schemas.count(), 0, "{path}");
    }
}

/// Two label files of the taxonomy are missing, and nothing else is wrong: what they may say is not held against the
/// filing.
#[test]
fn a_filing_with_missing_label_files_is_incomplete_and_nothing_more() {
    let (verdict, documents) =
        verdict_on("EDINET/coly-asr-2024-01-31/PublicDoc/jpcrp030000-asr-001_E36322-000_2024-01-31_01_2024-04-26.xbrl");
    assert_eq!(verdict.outcome, Outcome::Incomplete);
    let errors = errors(&verdict, &documents);
    assert_eq!(errors.len(), 2, "{errors:#?}");
    assert!(errors.iter().all(|error| error.contains("taxonomy:fileMissing")), "{errors:#?}");
}
