//! Dimensions: the conformance suite, and the real filings, in which nothing is dimensionally wrong.

use std::path::{Path, PathBuf};

use factum::conformance::{self, Outcome};
use factum::model::{Class, Documents, Severity};
use factum::taxonomy::Locations;
use factum::validate::Units;
use factum::{filing, validate};

fn shared(path: &str) -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    assert!(shared.is_dir(), "{} is not there; set FACTUM_SHARED", shared.display());
    shared.join(path)
}

#[test]
fn the_suite_passes() {
    let index = shared("conformance/dimensions-1.0-2025-09-09/xdt.xml");
    let run = conformance::run(&index, &Locations::default(), &Units::None, |_| true).expect("a suite");
    assert_eq!(run.variations.len(), 347);
    let failed = run.variations.iter().filter(|ran| ran.outcome != Outcome::Passed);
    let failed: Vec<String> = failed.map(conformance::Ran::label).collect();
    assert_eq!(failed, [""; 0]);
}

/// The entries of the real filings whose taxonomies are at hand.
fn filings() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(shared("filings/SEC")).expect("a folder") {
        let folder = entry.expect("an entry").path();
        let files = std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        found.extend(files.filter(|path| path.to_string_lossy().ends_with("_htm.xml")));
    }
    found.push(shared(
        "filings/EDINET/coly-asr-2024-01-31/PublicDoc/jpcrp030000-asr-001_E36322-000_2024-01-31_01_2024-04-26.xbrl",
    ));
    found.sort();
    found
}

fn locations() -> Locations {
    Locations { directories: vec![shared("taxonomies")], ..Locations::default() }
}

fn dimensional_errors(path: &Path) -> Vec<String> {
    let mut documents = Documents::new();
    let filing = filing::open(path, &locations(), &mut documents).expect("a filing");
    let verdict = validate::validate(&filing, &documents, &validate::Options::default());
    let dimensional = verdict.findings.iter().filter(|finding| finding.rule.class == Class::Dimensions);
    dimensional.map(|finding| factum::output::diagnostic::text(finding, &documents)).collect()
}

#[test]
fn real_filings_have_no_dimensional_error() {
    let filings = filings();
    assert!(filings.len() >= 10, "{filings:?}");
    for path in filings {
        assert_eq!(dimensional_errors(&path), Vec::<String>::new(), "{}", path.display());
    }
}

/// A fault that is planted in a copy of Apple's annual report.
struct Fault {
    name: &'static str,
    /// In the element that begins so, this is written instead of that.
    within: &'static str,
    from: &'static str,
    to: &'static str,
    code: &'static str,
    /// The line that the finding points at has this.
    at: &'static str,
}

/// A context of one fact, which has one dimension.
const CONTEXT: &str = "<context id=\"c-128\">";
const DIMENSION: &str = "<xbrldi:explicitMember dimension=\"srt:RangeAxis\">srt:MinimumMember</xbrldi:explicitMember>";
const FACT: &str = "<aapl:LesseeOperatingAndFinanceLeaseLeaseNotYetCommencedTermOfContract";

const FAULTS: &[Fault] = &[
    Fault {
        name: "a member that no dimension of the fact has",
        within: CONTEXT,
        from: "srt:MinimumMember",
        to: "us-gaap:RetainedEarningsMember",
        code: "xbrldie:PrimaryItemDimensionallyInvalidError",
        at: FACT,
    },
    Fault {
        name: "a member of another axis",
        within: CONTEXT,
        from: DIMENSION,
        to: "<xbrldi:explicitMember dimension=\"us-gaap:StatementBusinessSegmentsAxis\">srt:MinimumMember\
             </xbrldi:explicitMember>",
        code: "xbrldie:PrimaryItemDimensionallyInvalidError",
        at: FACT,
    },
    Fault {
        name: "a dimension more than the closed hypercube has",
        within: CONTEXT,
        from: "</segment>",
        to: "<xbrldi:explicitMember dimension=\"us-gaap:StatementBusinessSegmentsAxis\">aapl:JapanSegmentMember\
             </xbrldi:explicitMember></segment>",
        code: "xbrldie:PrimaryItemDimensionallyInvalidError",
        at: FACT,
    },
    Fault {
        name: "a member that is not declared",
        within: CONTEXT,
        from: "srt:MinimumMember",
        to: "srt:MinimalMember",
        code: "xbrldie:ExplicitMemberUndefinedQNameError",
        at: "srt:MinimalMember",
    },
    Fault {
        name: "an axis that is not declared",
        within: CONTEXT,
        from: "srt:RangeAxis",
        to: "srt:RangesAxis",
        code: "xbrldie:ExplicitMemberNotExplicitDimensionError",
        at: "srt:RangesAxis",
    },
    Fault {
        name: "the default member, named",
        within: CONTEXT,
        from: "srt:MinimumMember",
        to: "srt:RangeMember",
        code: "xbrldie:DefaultValueUsedInInstanceError",
        at: "srt:RangeMember",
    },
    Fault {
        name: "an axis twice",
        within: CONTEXT,
        from: "</segment>",
        to: "<xbrldi:explicitMember dimension=\"srt:RangeAxis\">srt:MaximumMember</xbrldi:explicitMember></segment>",
        code: "xbrldie:RepeatedDimensionInInstanceError",
        at: "srt:MaximumMember",
    },
    Fault {
        name: "a typed value that is no date",
        within: "<xbrldi:typedMember",
        from: "2023-10-01",
        to: "tomorrow",
        code: "xbrldie:IllegalTypedDimensionContentError",
        at: "tomorrow",
    },
];

const REPORT: &str = "aapl-20230930_htm.xml";

/// A copy of the report with a fault in it.
fn plant(fault: &Fault) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(shared("filings/SEC/aapl-10k-2023")).expect("a folder") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("a copy");
    }
    let path = folder.path().join(REPORT);
    let text = std::fs::read_to_string(&path).expect("the report");
    let (before, after) = text.split_at(text.find(fault.within).expect("the element"));
    assert!(after.contains(fault.from), "{}", fault.name);
    std::fs::write(&path, format!("{before}{}", after.replacen(fault.from, fault.to, 1))).expect("the fault");
    folder
}

#[test]
fn planted_faults_are_found_once_where_they_are() {
    for fault in FAULTS {
        let folder = plant(fault);
        let path = folder.path().join(REPORT);
        let mut documents = Documents::new();
        let filing = filing::open(&path, &locations(), &mut documents).expect("a filing");
        let verdict = validate::validate(&filing, &documents, &validate::Options::default());
        let errors = verdict.findings.iter().filter(|finding| finding.rule.severity == Severity::Error);
        let errors: Vec<_> = errors.collect();
        let shown: String = errors.iter().map(|error| factum::output::diagnostic::text(error, &documents)).collect();
        let [error] = errors[..] else { panic!("{}: {shown}", fault.name) };
        assert_eq!(error.rule.code, fault.code, "{}: {shown}", fault.name);
        let place = error.place.expect("a place");
        let text = &documents.get(place.document).text()[place.offset as usize..];
        let element = &text[..text.find("</").expect("an end tag")];
        assert!(element.contains(fault.at), "{}: {shown}", fault.name);
    }
}

#[test]
fn the_oracle_finds_the_planted_faults_too() {
    for fault in FAULTS {
        let folder = plant(fault);
        let output = std::process::Command::new(shared("tools/oracle")).arg(folder.path().join(REPORT)).output();
        let output = String::from_utf8(output.expect("the oracle starts").stdout).expect("UTF-8");
        // It judges typed values by their schema alone, and gives that code (Dimensions 1.0, 3.1.4.4.3 has one of its own).
        let code = match fault.code {
            "xbrldie:IllegalTypedDimensionContentError" => "xmlSchema:valueError",
            code => code,
        };
        assert!(output.lines().any(|line| line.starts_with(code)), "{}: {output}", fault.name);
    }
}
