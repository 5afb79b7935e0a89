//! Faults planted in copies of a real filing: one finding each, of its rule and at its place, and the reference
//! processor finds each of them too.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use factum::filing;
use factum::model::{Documents, Severity};
use factum::taxonomy::Locations;
use factum::validate::{self, Options};

const FOLDER: &str = "filings/SEC/nflx-10q-2024q1";
const INSTANCE: &str = "nflx-20240331_htm.xml";

/// A fault: a text of the instance, the first of its kind, and what stands for it in the copy.
struct Fault {
    name: &'static str,
    from: &'static str,
    to: &'static str,
    /// Where in the new text the finding has its place: it begins with this.
    at: &'static str,
    /// The rule.
    code: &'static str,
    /// One of the codes that the reference has for it.
    theirs: &'static str,
}

const ASSETS: &str =
    r#"<us-gaap:Assets contextRef="c-2" decimals="-3" id="f-144" unitRef="usd">48827721000</us-gaap:Assets>"#;
const NAME: &str = r#"<dei:EntityRegistrantName contextRef="c-1" id="f-6">Netflix, Inc.</dei:EntityRegistrantName>"#;

const FAULTS: &[Fault] = &[
    Fault {
        name: "period-type",
        from: ASSETS,
        to: r#"<us-gaap:Assets contextRef="c-1" decimals="-3" id="f-144" unitRef="usd">48827721000</us-gaap:Assets>"#,
        at: "<us-gaap:Assets",
        code: "xbrl.4.7.2:periodType",
        theirs: "xbrl.4.7.2:contextPeriodType",
    },
    Fault {
        name: "no-unit",
        from: ASSETS,
        to: r#"<us-gaap:Assets contextRef="c-2" decimals="-3" id="f-144">48827721000</us-gaap:Assets>"#,
        at: "<us-gaap:Assets",
        code: "cvc-complex-type.4",
        theirs: "xbrl.4.6.2:numericUnit",
    },
    Fault {
        name: "unknown-unit",
        from: ASSETS,
        to: r#"<us-gaap:Assets contextRef="c-2" decimals="-3" id="f-144" unitRef="dollars">48827721000</us-gaap:Assets>"#,
        at: r#"dollars""#,
        code: "xbrl.4.6.2:noSuchUnit",
        theirs: "xbrl.4.6.2:numericUnit",
    },
    Fault {
        name: "wrong-number",
        from: ASSETS,
        to: r#"<us-gaap:Assets contextRef="c-2" decimals="-3" id="f-144" unitRef="usd">48,827,721,000</us-gaap:Assets>"#,
        at: "48,827,721,000",
        code: "cvc-type.3.1.3",
        theirs: "xmlSchema:valueError",
    },
    Fault {
        name: "wrong-boolean",
        from: ">false</dei:AmendmentFlag>",
        to: ">no</dei:AmendmentFlag>",
        at: "no<",
        code: "cvc-type.3.1.3",
        theirs: "xmlSchema:valueError",
    },
    Fault {
        name: "unknown-concept",
        from: ASSETS,
        to: r#"<us-gaap:Asset contextRef="c-2" decimals="-3" id="f-144" unitRef="usd">48827721000</us-gaap:Asset>"#,
        at: "<us-gaap:Asset ",
        code: "xbrl.4.6:conceptNotDeclared",
        theirs: "xbrl:schemaImportMissing",
    },
    Fault {
        name: "unknown-context",
        from: ASSETS,
        to: r#"<us-gaap:Assets contextRef="c-0" decimals="-3" id="f-144" unitRef="usd">48827721000</us-gaap:Assets>"#,
        at: r#"c-0""#,
        code: "xbrl.4.6.1:noSuchContext",
        theirs: "xbrl.4.6.1:itemContextRef",
    },
    Fault {
        name: "no-context",
        from: ASSETS,
        to: r#"<us-gaap:Assets decimals="-3" id="f-144" unitRef="usd">48827721000</us-gaap:Assets>"#,
        at: "<us-gaap:Assets",
        code: "cvc-complex-type.4",
        theirs: "xbrl.4.6.1:itemContextRef",
    },
    Fault {
        name: "text-with-unit",
        from: NAME,
        to: r#"<dei:EntityRegistrantName unitRef="usd" contextRef="c-1" id="f-6">Netflix, Inc.</dei:EntityRegistrantName>"#,
        at: r#"unitRef="usd""#,
        code: "cvc-complex-type.3.2",
        theirs: "xmlSchema:attributesExtraneous",
    },
    Fault {
        name: "decimals-and-precision",
        from: ASSETS,
        to: r#"<us-gaap:Assets contextRef="c-2" decimals="-3" precision="8" id="f-144" unitRef="usd">48827721000</us-gaap:Assets>"#,
        at: "<us-gaap:Assets",
        code: "xbrl.4.6.3:twoAccuracies",
        theirs: "xbrl.4.6.3:bothPrecisionAndDecimals",
    },
    Fault {
        name: "no-decimals",
        from: ASSETS,
        to: r#"<us-gaap:Assets contextRef="c-2" id="f-144" unitRef="usd">48827721000</us-gaap:Assets>"#,
        at: "<us-gaap:Assets",
        code: "xbrl.4.6.3:noAccuracy",
        theirs: "xbrl.4.6.3:missingPrecisionDecimals",
    },
    Fault {
        name: "not-money",
        from: ASSETS,
        to: r#"<us-gaap:Assets contextRef="c-2" decimals="-3" id="f-144" unitRef="shares">48827721000</us-gaap:Assets>"#,
        at: "<us-gaap:Assets",
        code: "xbrl.4.8.2:monetaryUnit",
        theirs: "xbrl.4.8.2:monetaryFactUnit-notMonetaryMeasure",
    },
    Fault {
        name: "repeated-id",
        from: ASSETS,
        to: r#"<us-gaap:Assets contextRef="c-2" decimals="-3" id="f-6" unitRef="usd">48827721000</us-gaap:Assets>"#,
        at: r#"f-6" unit"#,
        code: "cvc-id.2",
        theirs: "xml.3.3.1:idMustBeUnique",
    },
    Fault {
        name: "nil-with-text",
        from: NAME,
        to: r#"<dei:EntityRegistrantName xsi:nil="true" contextRef="c-1" id="f-6">Netflix, Inc.</dei:EntityRegistrantName>"#,
        at: "<dei:EntityRegistrantName",
        code: "cvc-elt.3.2.1",
        theirs: "xmlSchema:nilElementHasContent",
    },
    Fault {
        name: "text-with-decimals",
        from: NAME,
        to: r#"<dei:EntityRegistrantName decimals="0" contextRef="c-1" id="f-6">Netflix, Inc.</dei:EntityRegistrantName>"#,
        at: r#"decimals="0""#,
        code: "cvc-complex-type.3.2",
        theirs: "xbrl.4.6.3:extraneousPrecisionDecimals",
    },
    Fault {
        name: "period-backwards",
        from: "<endDate>2024-03-31</endDate>",
        to: "<endDate>2023-03-31</endDate>",
        at: "2023-03-31",
        code: "xbrl.4.7.2:periodRunsBackwards",
        theirs: "xbrl.4.7.2:periodStartBeforeEnd",
    },
    Fault {
        name: "unknown-measure",
        from: "<measure>pure</measure>",
        to: "<measure>percent</measure>",
        at: "<measure>percent",
        code: "xbrl.4.8.2:unknownMeasure",
        theirs: "xbrl.4.8.2:measureElement",
    },
    Fault {
        name: "common-measure",
        from: "<unitDenominator>\n                <measure>shares</measure>",
        to: "<unitDenominator>\n                <measure>iso4217:USD</measure>",
        at: "<measure>iso4217:USD",
        code: "xbrl.4.8.4:commonMeasure",
        theirs: "xbrl.4.8.4:measureBothNumDenom",
    },
    Fault {
        name: "period-in-segment",
        from: "<segment>",
        to: "<segment><period><forever/></period>",
        at: "<period>",
        code: "xbrl.4.7.3.2:segmentContent",
        theirs: "xbrl.4.7.3.2:segmentXbrliElement",
    },
    Fault {
        name: "schema-that-is-none",
        from: "<link:schemaRef ",
        to: "<link:schemaRef xlink:href=\"nflx-20240331_cal.xml\" xlink:type=\"simple\"/><link:schemaRef ",
        at: "<link:schemaRef xlink:href=\"nflx-20240331_cal",
        code: "xbrl.4.2.2:schemaRefTarget",
        theirs: "xbrl.4.2.2:schemaRefHref",
    },
    Fault {
        name: "broken-total",
        from: ASSETS,
        to: r#"<us-gaap:Assets contextRef="c-2" decimals="-3" id="f-144" unitRef="usd">58827721000</us-gaap:Assets>"#,
        at: "<us-gaap:Assets",
        code: "calc11e:inconsistentCalculationUsingRounding",
        theirs: "calc11e:inconsistentCalculationUsingRounding",
    },
];

fn shared() -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join(shared);
    assert!(shared.is_dir(), "{} is not there: set FACTUM_SHARED", shared.display());
    shared
}

/// A folder with the filing, and beside its instance a copy of it for each fault.
fn planted() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(shared().join(FOLDER)).expect("the filing is there") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("copied");
    }
    let text = fs::read_to_string(folder.path().join(INSTANCE)).expect("a text");
    for fault in FAULTS {
        assert!(text.contains(fault.from), "{} is in the filing", fault.from);
        let copy = text.replacen(fault.from, fault.to, 1);
        fs::write(folder.path().join(format!("{}.xml", fault.name)), copy).expect("written");
    }
    folder
}

/// The code and the place of each finding that is no note.
fn findings(path: &Path) -> (Vec<(&'static str, u32)>, String) {
    let locations = Locations { directories: vec![shared().join("taxonomies")], ..Locations::default() };
    let mut documents = Documents::new();
    let filing = filing::open(path, &locations, &mut documents).expect("opened");
    let verdict = validate::validate(&filing, &documents, &Options::default());
    let grave = verdict.findings.iter().filter(|finding| finding.rule.severity != Severity::Note);
    let found = grave.map(|finding| (finding.rule.code, finding.place.expect("a place").offset)).collect();
    (found, documents.get(filing.entries[0]).text().to_string())
}

#[test]
fn each_fault_is_one_finding_of_its_rule_at_its_place() {
    let folder = planted();
    let mut wrong = Vec::new();
    assert_eq!(findings(&folder.path().join(INSTANCE)).0, []);
    for fault in FAULTS {
        let (found, text) = findings(&folder.path().join(format!("{}.xml", fault.name)));
        let place = text.find(fault.to).expect("planted") + fault.to.find(fault.at).expect("a place in it");
        let expected = [(fault.code, place as u32)];
        if found != expected {
            wrong.push(format!("{}: {found:?}, not {expected:?}", fault.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reference_finds_each_fault() {
    let folder = planted();
    let files = FAULTS.iter().map(|fault| folder.path().join(format!("{}.xml", fault.name)));
    let output = Command::new(shared().join("tools/oracle"))
        .args(files)
        .args(["--calc", "c11r"])
        .output()
        .expect("the oracle starts");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let mut codes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in text.lines() {
        let (Some((_, place)), Some((code, _))) = (line.rsplit_once(" @ "), line.split_once(": ")) else { continue };
        codes.entry(place.split(['.', ':']).next().unwrap_or_default()).or_default().push(code);
    }
    let missed =
        FAULTS.iter().filter(|fault| !codes.get(fault.name).is_some_and(|codes| codes.contains(&fault.theirs)));
    let missed: Vec<String> = missed.map(|fault| format!("{}: {:?}", fault.name, codes.get(fault.name))).collect();
    assert!(missed.is_empty(), "{}\n{text}", missed.join("\n"));
}
