//! Real filings that the reference processor finds clean are valid here too, without a flood of findings.

use std::path::{Path, PathBuf};

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
    verdict_on_file(&shared().join("filings").join(path))
}

fn verdict_on_file(path: &Path) -> (Verdict, Documents) {
    let locations = Locations { directories: vec![shared().join("taxonomies")], ..Locations::default() };
    let mut documents = Documents::new();
    let filing = filing::open(path, &locations, &mut documents).expect("a file");
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

const MICROSOFT: &str = "SEC/msft-10k-2015/msft-20150630.xml";
/// A fact of a concept whose schema is missing, and one of the company's own.
const THEIRS: &str =
    "<us-gaap:Assets contextRef=\"eol_PE8528----1510-K0009_STD_0_20140630_0\" unitRef=\"iso4217_USD\" decimals=\"-6\"";
const OWN: &str = "<msft:ComputerHardwareAndSoftware contextRef=\"eol_PE8528----1510-K0009_STD_0_20140630_0\" \
                   unitRef=\"iso4217_USD\" decimals=\"-6\"";

/// The schemas of the year are missing: each is told once, with the facts that may be of it, and nothing more.
#[test]
fn a_filing_without_its_taxonomy_is_incomplete_and_nothing_more() {
    let (verdict, documents) = verdict_on(MICROSOFT);
    assert_eq!((verdict.outcome, verdict.findings.len()), (Outcome::Incomplete, 8));
    let errors = errors(&verdict, &documents);
    assert!(errors.iter().all(|error| error.contains("taxonomy:fileMissing")), "{errors:#?}");
    for said in ["us-gaap-2015-01-31.xsd is not found", "1972 facts name concepts that it may declare"] {
        assert!(errors.iter().any(|error| error.contains(said)), "{said}\n{errors:#?}");
    }
}

/// What can be checked of it is checked.
#[test]
fn faults_in_a_filing_without_its_taxonomy_are_found() {
    let faults = [
        (THEIRS, THEIRS.replace("_20140630_0", "_20140631_0"), "xbrl.4.6.1:noSuchContext"),
        (THEIRS, THEIRS.replace("iso4217_USD", "dollars"), "xbrl.4.6.2:noSuchUnit"),
        (OWN, OWN.replace(" unitRef=\"iso4217_USD\"", ""), "cvc-complex-type.4"),
        (OWN, OWN.replace("_0_20140630_0", "_92_20131231_0"), "xbrl.4.7.2:periodType"),
        ("<endDate>2013-12-31<", "<endDate>2012-12-31<".to_owned(), "xbrl.4.7.2:periodRunsBackwards"),
        (
            ">msft:ShareRepurchaseProgramMember<",
            ">msft:ShareRepurchaseMember<".to_owned(),
            "xbrldie:ExplicitMemberUndefinedQNameError",
        ),
        (
            "<us-gaap:Assets ",
            format!("{THEIRS} id=\"again\">182384000000</us-gaap:Assets><us-gaap:Assets "),
            "duplicates:inconsistent",
        ),
    ];
    let original = shared().join("filings").join(MICROSOFT);
    let text = std::fs::read_to_string(&original).expect("a text");
    for (from, to, code) in faults {
        let folder = tempfile::tempdir().expect("a folder");
        for entry in std::fs::read_dir(original.parent().expect("a folder")).expect("a folder") {
            let path = entry.expect("an entry").path();
            std::fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("copied");
        }
        let path = folder.path().join("msft-20150630.xml");
        assert!(text.contains(from), "{from}");
        std::fs::write(&path, text.replacen(from, &to, 1)).expect("written");
        let (verdict, _) = verdict_on_file(&path);
        let found = verdict.findings.iter().map(|finding| finding.rule.code);
        let found: Vec<&str> = found.filter(|code| *code != "taxonomy:fileMissing").collect();
        assert_eq!(found, [code], "{to}");
    }
}
