//! Sums of real filings that don't hold: the same as the reference processor's, one by one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use factum::filing;
use factum::model::{Class, Decimal, Diagnostic, Documents, Location};
use factum::taxonomy::Locations;
use factum::validate::{self, CalculationMode, Options};

/// Filings, with the number of their sums that don't hold by the rules of XBRL 2.1 and by Calculations 1.1.
const FILINGS: &[(&str, usize, usize)] = &[
    ("SEC/aapl-10k-2022/aapl-20220924_htm.xml", 0, 0),
    ("SEC/aapl-10q-2023q3/aapl-20230701_htm.xml", 0, 0),
    ("SEC/aapl-10k-2023/aapl-20230930_htm.xml", 0, 0),
    ("SEC/aapl-10q-2025q2/aapl-20250329_htm.xml", 0, 0),
    ("SEC/nflx-10k-2023/nflx-20240126_htm.xml", 0, 0),
    ("SEC/nflx-10q-2024q1/nflx-20240331_htm.xml", 0, 0),
    ("SEC/nflx-10q-2024q3/nflx-20240930_htm.xml", 6, 6),
    ("SEC/ko-10q-2023q2/ko-20230630_htm.xml", 33, 33),
    ("SEC/aeon-10q-2023q3/aeon-20230930x10q_htm.xml", 0, 1),
    ("EDINET/coly-asr-2024-01-31/PublicDoc/jpcrp030000-asr-001_E36322-000_2024-01-31_01_2024-04-26.xbrl", 17, 0),
];

fn shared() -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join(shared);
    assert!(shared.is_dir(), "{} is not there: set FACTUM_SHARED", shared.display());
    shared
}

/// A sum that doesn't hold: where the start tag of its total ends, its concept, the end of its role, what is reported, what the parts
/// come to.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Broken {
    file: String,
    line: u32,
    concept: String,
    role: String,
    reported: String,
    computed: String,
}

/// Numbers as they are compared: one, or the two ends of an interval.
fn numbers(text: &str) -> String {
    let text = text.replace(", ", " ");
    let parts = text.trim_matches(['[', ']']).split(' ').map(|part| part.replace(',', ""));
    let parts: Vec<String> = parts.map(|part| Decimal::parse(&part).expect("a number").to_string()).collect();
    parts.join(" to ")
}

/// What stands between two texts.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("{start:?} in {text}"));
    rest.split_once(end).unwrap_or_else(|| panic!("{end:?} in {text}")).0
}

fn theirs(calc: &str) -> BTreeSet<Broken> {
    let files = FILINGS.iter().map(|(file, ..)| shared().join("filings").join(file));
    let oracle = shared().join("tools/oracle");
    let output = Command::new(oracle).args(files).args(["--calc", calc]).output().expect("the oracle starts");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let inconsistent =
        text.lines().filter(|line| line.contains("nconsistent from ") || line.contains("alcInconsistency"));
    let broken = inconsistent.map(|line| {
        let (_, place) = line.rsplit_once(" @ ").expect("a place");
        let (file, number) = place.rsplit_once(':').expect("a line");
        Broken {
            file: file.to_owned(),
            line: number.parse().expect("a number"),
            concept: between(line, "inconsistent from ", " in link").to_owned(),
            role: between(line, "in link role ", " reported").rsplit('/').next().expect("an end").to_owned(),
            reported: numbers(between(line, "reported sum ", " computed")),
            computed: numbers(between(line, "computed sum ", " context")),
        }
    });
    broken.collect()
}

fn ours(file: &str, calculations: CalculationMode) -> (usize, Vec<Broken>) {
    let locations = Locations { directories: vec![shared().join("taxonomies")], ..Locations::default() };
    let mut documents = Documents::new();
    let path = shared().join("filings").join(file);
    let filing = filing::open(&path, &locations, &mut documents).expect("opened");
    let options = Options { calculations, ..Options::default() };
    let verdict = validate::validate(&filing, &documents, &options);
    let of_sums = verdict.findings.iter().filter(|finding| finding.rule.class == Class::Calculations);
    let broken: Vec<Broken> = of_sums.map(|finding| broken(finding, &documents)).collect();
    (broken.len(), broken)
}

fn broken(finding: &Diagnostic, documents: &Documents) -> Broken {
    // The reference gives the line at which a start tag ends.
    let mut place = finding.place.expect("a place");
    let tag = &documents.get(place.document).text()[place.offset as usize..];
    place.offset += tag.find('>').expect("a tag ends") as u32;
    let Location::Text { file, line, .. } = documents.locate(place) else { panic!("{finding:?} is in no text") };
    let (found, computed) = (finding.found.as_ref().expect("found"), finding.expected.as_ref().expect("expected"));
    // An interval, or a number with its unit behind it.
    let reported = if found.starts_with('[') { found } else { found.split(' ').next().expect("a number") };
    let file = Path::new(&file).file_name().expect("a name").to_string_lossy().into_owned();
    assert!(finding.message.contains(" is unexplained"), "{}", finding.message);
    assert!(finding.related.len() >= 2, "the parts and the sum's definition are pointed at");
    Broken {
        file,
        line,
        concept: finding.message.split(' ').next().expect("a name").to_owned(),
        role: between(&finding.message, "its parts in ", " sum to").to_owned(),
        reported: numbers(reported),
        computed: numbers(computed),
    }
}

fn compare(calc: &str, mode: CalculationMode, count: impl Fn(&(&str, usize, usize)) -> usize) {
    let theirs = theirs(calc);
    let mut all = BTreeSet::new();
    for filing in FILINGS {
        let (found, broken) = ours(filing.0, mode);
        assert_eq!(found, count(filing), "{}", filing.0);
        all.extend(broken);
    }
    assert_eq!(all, theirs);
}

#[test]
fn sums_by_the_base_specification_are_those_of_the_reference() {
    compare("xbrl21", CalculationMode::Xbrl21, |(_, by_base, _)| *by_base);
}

#[test]
fn sums_by_calculations_11_are_those_of_the_reference() {
    compare("c11r", CalculationMode::Rounding, |(.., by_11)| *by_11);
}
