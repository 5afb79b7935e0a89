//! Faults planted in linkbases and schemas of a real filing, and facts that contradict each other: each is told once,
//! where it is, and the reference processor finds each of them too. Where it says more, the fault says who is right.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use factum::filing;
use factum::model::{Documents, Severity};
use factum::taxonomy::Locations;
use factum::validate::{self, Options};

const FOLDER: &str = "filings/SEC/nflx-10q-2024q1";
const NAME: &str = "nflx-20240331";

/// What is done to a line.
enum Change {
    /// This text of it gives way to that.
    Replace(&'static str, &'static str),
    /// It is left out.
    Remove,
    /// It stands there twice.
    Repeat,
    /// An arc like it, from there to here, stands behind it, without this attribute.
    Back(&'static str),
    /// Its arc is prohibited by another one, in a link of the same role.
    Prohibit,
    /// A fact with that value and identifier stands beside it, too.
    Beside(&'static str, &'static str),
}

/// A fault, and what is found of it.
struct Fault {
    name: &'static str,
    /// The end of the name of the document that has it.
    document: &'static str,
    /// The first line with all of these is changed.
    line: &'static [&'static str],
    change: Change,
    /// All that is found: the rules, the documents' ends, and what the lines have at their places.
    found: &'static [(&'static str, &'static str, &'static str)],
    /// What the reference calls it.
    theirs: &'static str,
}

const TOTAL: &[&str] = &["calculationArc", "from=\"loc_us-gaap_Assets_6a45", "to=\"loc_us-gaap_AssetsCurrent"];
const SHOWN: &[&str] = &["presentationArc", "to=\"loc_us-gaap_Assets_749b"];
const INCONSISTENT: &str = "calc11e:inconsistentCalculationUsingRounding";

const FAULTS: &[Fault] = &[
    Fault {
        name: "a prohibited arc that takes a part from a sum: the totals of both dates are no sums any more",
        document: "_cal.xml",
        line: TOTAL,
        change: Change::Prohibit,
        found: &[
            (INCONSISTENT, "_htm.xml", "<us-gaap:Assets contextRef=\"c-2\""),
            (INCONSISTENT, "_htm.xml", "<us-gaap:Assets contextRef=\"c-4\""),
        ],
        theirs: INCONSISTENT,
    },
    Fault {
        name: "a prohibited arc that takes a member from a domain",
        document: "_def.xml",
        line: &["definitionArc", "to=\"loc_nflx_FederalFundsRateMember"],
        change: Change::Prohibit,
        found: &[(
            "xbrldie:PrimaryItemDimensionallyInvalidError",
            "_htm.xml",
            "<us-gaap:DebtInstrumentBasisSpreadOnVariableRate1",
        )],
        theirs: "xbrldie:PrimaryItemDimensionallyInvalidError",
    },
    Fault {
        name: "a label role that no label of the concept has",
        document: "_pre.xml",
        line: SHOWN,
        change: Change::Replace("role/totalLabel", "role/periodStartLabel"),
        found: &[("xbrl.5.2.4.2.1:noPreferredLabel", "_pre.xml", "to=\"loc_us-gaap_Assets_749b")],
        theirs: "xbrl.5.2.4.2.1:preferredLabelMissing",
    },
    Fault {
        name: "an arc to nowhere",
        document: "_pre.xml",
        line: SHOWN,
        change: Change::Replace("to=\"loc_us-gaap_Assets_749b", "to=\"nowhere_749b"),
        found: &[("xbrl.3.5.3.9.3:noSuchLabel", "_pre.xml", "to=\"nowhere_749b")],
        theirs: "xbrl.3.5.3.9.3:arcResource",
    },
    Fault {
        // The reference says too that this is no concept (5.2.4.1): but by 3.5.4 there is no element at all.
        name: "a locator of an element that the schema does not have",
        document: "_pre.xml",
        line: &["<link:loc", "label=\"loc_us-gaap_Assets_749b"],
        change: Change::Replace("#us-gaap_Assets\"", "#us-gaap_Asset\""),
        found: &[("xbrl.3.5.4:noSuchFragment", "_pre.xml", "#us-gaap_Asset\"")],
        theirs: "xbrl.3.5.4:hrefIdNotFound",
    },
    Fault {
        name: "a role that no roleRef refers to",
        document: "_cal.xml",
        line: &["roleRef", "CONSOLIDATEDBALANCESHEETS\""],
        change: Change::Remove,
        found: &[("xbrl.3.5.2.4:roleWithoutRef", "_cal.xml", "<link:calculationLink")],
        theirs: "xbrl.3.5.2.4:missingRoleRef",
    },
    Fault {
        // The reference says too that the roleRef is of another role and that the role has none (3.5.2.4): it has one,
        // of the right role, whose declaration is not there (3.5.4).
        name: "a roleRef to a declaration that is not there",
        document: "_cal.xml",
        line: &["roleRef", "CONSOLIDATEDBALANCESHEETS\""],
        change: Change::Replace("xsd#CONSOLIDATEDBALANCESHEETS\"", "xsd#CONSOLIDATEDBALANCESHEET\""),
        found: &[("xbrl.3.5.4:noSuchFragment", "_cal.xml", "xsd#CONSOLIDATEDBALANCESHEET\"")],
        theirs: "xbrl.3.5.4:hrefIdNotFound",
    },
    Fault {
        // The reference lists what doesn't add up for it as well; by 5.2.5.2.1 there is no such weight to sum with.
        name: "a weight of zero",
        document: "_cal.xml",
        line: TOTAL,
        change: Change::Replace("weight=\"1.0\"", "weight=\"0\""),
        found: &[("xbrl.5.2.5.2.1:zeroWeight", "_cal.xml", "weight=\"0\"")],
        theirs: "xbrl.5.2.5.2.1:zeroWeight",
    },
    Fault {
        // As above: by 5.1.1.2 this is no sum of these concepts.
        name: "a weight that subtracts a debit from a debit",
        document: "_cal.xml",
        line: TOTAL,
        change: Change::Replace("weight=\"1.0\"", "weight=\"-1.0\""),
        found: &[("xbrl.5.1.1.2:weightSign", "_cal.xml", "weight=\"-1.0\"")],
        theirs: "xbrl.5.1.1.2:balanceCalcWeightIllegalNegative",
    },
    Fault {
        // The reference breaks off where it would sum.
        name: "no weight at all",
        document: "_cal.xml",
        line: TOTAL,
        change: Change::Replace(" weight=\"1.0\"", ""),
        found: &[("cvc-complex-type.4", "_cal.xml", "to=\"loc_us-gaap_AssetsCurrent")],
        theirs: "xmlSchema:attributesRequired",
    },
    Fault {
        // The reference says too that the arcrole is not for such arcs: who could know, it is not declared (3.5.2.5).
        name: "an arcrole that nobody declares",
        document: "_pre.xml",
        line: SHOWN,
        change: Change::Replace("arcrole/parent-child", "arcrole/parent-kid"),
        found: &[("xbrl.3.5.2.5:arcroleWithoutRef", "_pre.xml", "arcrole/parent-kid")],
        theirs: "xbrl.3.5.2.5:missingArcroleRef",
    },
    Fault {
        name: "an arc that is there twice",
        document: "_cal.xml",
        line: TOTAL,
        change: Change::Repeat,
        found: &[("xbrl.3.5.3.9:arcRepeated", "_cal.xml", "from=\"loc_us-gaap_Assets_6a45")],
        theirs: "xlink:dupArcs",
    },
    Fault {
        name: "a circle of parents and children",
        document: "_pre.xml",
        line: SHOWN,
        change: Change::Back(" preferredLabel=\"http://www.xbrl.org/2003/role/totalLabel\""),
        found: &[("xbrl.5.1.4.3:directedCycle", "_pre.xml", "from=\"loc_us-gaap_Assets_749b")],
        theirs: "xbrl.5.2.4.2",
    },
    Fault {
        name: "a hypercube of neither segment nor scenario",
        document: "_def.xml",
        line: &["definitionArc", "arcrole/all\""],
        change: Change::Replace(" xbrldt:contextElement=\"segment\"", ""),
        found: &[("xbrldte:HasHypercubeMissingContextElementAttributeError", "_def.xml", "arcrole/all\"")],
        theirs: "xbrldte:HasHypercubeMissingContextElementAttributeError",
    },
    Fault {
        // Both ends are wrong. The reference lists 26 facts besides, which lack nothing but this arc (2.2.2.1).
        name: "an axis and its domain in the place of a hypercube and its axis",
        document: "_def.xml",
        line: &["definitionArc", "arcrole/dimension-domain\""],
        change: Change::Replace("arcrole/dimension-domain", "arcrole/hypercube-dimension"),
        found: &[
            ("xbrldte:HypercubeDimensionSourceError", "_def.xml", "from=\"loc_us-gaap_StatementEquityComponentsAxis"),
            ("xbrldte:HypercubeDimensionTargetError", "_def.xml", "from=\"loc_us-gaap_StatementEquityComponentsAxis"),
        ],
        theirs: "xbrldte:HypercubeDimensionTargetError",
    },
    Fault {
        name: "a label that does not say its language",
        document: "_lab.xml",
        line: &["xlink:role=\"http://www.xbrl.org/2003/role/totalLabel\"", "lab_us-gaap_Assets_cbe"],
        change: Change::Replace(" xml:lang=\"en-US\"", ""),
        found: &[("xbrl.5.2.2.2.1:labelWithoutLanguage", "_lab.xml", "lab_us-gaap_Assets_cbe")],
        theirs: "xbrl.5.2.2.2.1:labelLang",
    },
    Fault {
        name: "a concept that does not say its period type",
        document: ".xsd",
        line: &["name=\"ContentAssetsNetNoncurrent\""],
        change: Change::Replace(" xbrli:periodType=\"instant\"", ""),
        found: &[("xbrl.5.1.1.1:noPeriodType", ".xsd", "name=\"ContentAssetsNetNoncurrent\"")],
        theirs: "xbrl.5.1.1.1:itemPeriodType",
    },
    Fault {
        name: "a linkbase that is not there",
        document: ".xsd",
        line: &["linkbaseRef", "_cal.xml"],
        change: Change::Replace("_cal.xml", "_calc.xml"),
        found: &[("taxonomy:fileMissing", ".xsd", "_calc.xml")],
        theirs: "IOerror",
    },
    Fault {
        name: "a name that contradicts another",
        document: "_htm.xml",
        line: &["<dei:EntityRegistrantName"],
        change: Change::Beside("Netflix, Inc.", "Netflix International"),
        found: &[("duplicates:inconsistent", "_htm.xml", "Netflix, Inc.")],
        theirs: "arelle:duplicateFacts",
    },
    Fault {
        // The reference skips the sum in silence; by Calculations 1.1, 2.1, it says so.
        name: "a total that contradicts another: it is told, and that its sum is not checked for it",
        document: "_htm.xml",
        line: &["<us-gaap:Assets contextRef=\"c-2\""],
        change: Change::Beside("48827721000", "58827721000"),
        found: &[
            ("duplicates:inconsistent", "_htm.xml", "48827721000"),
            ("oime:disallowedDuplicateFacts", "_htm.xml", "48827721000"),
        ],
        theirs: "arelle:duplicateFacts",
    },
];

impl Change {
    /// A document's text with the line changed.
    fn in_text(&self, text: &str, line: &str) -> String {
        let with = |new: String| text.replacen(line, &new, 1);
        match self {
            Change::Replace(from, to) => {
                assert!(line.contains(from), "{from} is in {line}");
                with(line.replacen(from, to, 1))
            }
            Change::Remove => with(String::new()),
            Change::Repeat => with(format!("{line}\n{line}")),
            Change::Back(without) => {
                let (from, to) = (attribute(line, "xlink:from"), attribute(line, "xlink:to"));
                let back = line.replace(from, "?").replace(to, from).replace('?', to).replace(without, "");
                with(format!("{line}\n{back}"))
            }
            Change::Prohibit => {
                let element = line.trim_start().split(' ').next().expect("a tag").trim_start_matches('<');
                let link = element.replace("Arc", "Link");
                let role = attribute(
                    text[..text.find(line).expect("the line")].rsplit_once(&link).expect("a link").1,
                    "xlink:role",
                );
                let ends = ["xlink:from", "xlink:to"].map(|end| format!("xlink:label=\"{}\"", attribute(line, end)));
                let locators = ends.map(|label| text.lines().find(|line| line.contains(&label)).expect("a locator"));
                let arc = line.replacen(element, &format!("{element} use=\"prohibited\" priority=\"1\""), 1);
                let link = format!(
                    "<{link} xlink:role=\"{role}\" xlink:type=\"extended\">\n{}\n{arc}\n</{link}>\n",
                    locators.join("\n")
                );
                text.replace("</link:linkbase>", &(link + "</link:linkbase>"))
            }
            Change::Beside(value, other) => {
                let id = attribute(line, " id");
                with(format!("{line}\n{}", line.replace(value, other).replace(id, &format!("{id}-again"))))
            }
        }
    }
}

fn attribute<'a>(text: &'a str, name: &str) -> &'a str {
    let value = text.split_once(&format!("{name}=\"")).expect(name).1;
    value.split_once('"').expect("a value").0
}

fn shared() -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join(shared);
    assert!(shared.is_dir(), "{} is not there: set FACTUM_SHARED", shared.display());
    shared
}

/// A folder with the filing, and the fault in it.
fn planted(fault: &Fault) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(shared().join(FOLDER)).expect("the filing is there") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("copied");
    }
    let path = folder.path().join(format!("{NAME}{}", fault.document));
    let text = fs::read_to_string(&path).expect("a text");
    let line = text.lines().find(|line| fault.line.iter().all(|part| line.contains(part)));
    let line = line.unwrap_or_else(|| panic!("{:?} is in {}", fault.line, path.display()));
    fs::write(path, fault.change.in_text(&text, line)).expect("written");
    folder
}

/// What is found, but for notes: codes, documents, and the lines at the places.
fn found(folder: &Path) -> Vec<(&'static str, String, String)> {
    let locations = Locations { directories: vec![shared().join("taxonomies")], ..Locations::default() };
    let mut documents = Documents::new();
    let path = folder.join(format!("{NAME}_htm.xml"));
    let filing = filing::open(&path, &locations, &mut documents).expect("opened");
    let verdict = validate::validate(&filing, &documents, &Options::default());
    let grave = verdict.findings.iter().filter(|finding| finding.rule.severity != Severity::Note);
    let shown = grave.map(|finding| {
        let place = finding.place.expect("a place");
        let document = documents.get(place.document);
        let line = document.text()[place.offset as usize..].lines().next().unwrap_or_default();
        (finding.rule.code, document.name.clone(), line.to_owned())
    });
    shown.collect()
}

#[test]
fn each_fault_is_told_once_where_it_is() {
    let mut wrong = Vec::new();
    for fault in FAULTS {
        let found = found(planted(fault).path());
        let is_as_expected = found.len() == fault.found.len()
            && found.iter().zip(fault.found).all(|((code, document, line), (expected, end, part))| {
                code == expected && document.ends_with(end) && line.contains(part)
            });
        if !is_as_expected {
            wrong.push(format!("{}: {found:#?}", fault.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reference_finds_each_fault_too() {
    let mut missed = Vec::new();
    for fault in FAULTS {
        let folder = planted(fault);
        let output = Command::new(shared().join("tools/oracle"))
            .arg(folder.path().join(format!("{NAME}_htm.xml")))
            .args(["--calc", "c11r", "--warnings", "--validateDuplicateFacts", "inconsistent"])
            .output()
            .expect("the oracle starts");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let mut codes = text.lines().filter_map(|line| line.split_once(": ")).map(|(code, _)| code);
        if !codes.any(|code| code == fault.theirs) {
            missed.push(format!("{}: {text}", fault.name));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
