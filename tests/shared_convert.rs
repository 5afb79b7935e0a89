//! Real filings in other forms: they say the same, and `diff` finds nothing between the forms.

#[path = "support/told.rs"]
mod told;

use std::path::{Path, PathBuf};

use factum::diff::{Labels, Options, Side, Vocabulary, compare};
use factum::filing::{self, Filing, Form};
use factum::model::{Documents, Name, Report, Severity};
use factum::taxonomy::rules::FILE_MISSING;
use factum::taxonomy::{Address, Locations};

/// Filings that the reference processor calls clean, and coly's, which lacks label files alone.
const FILINGS: &[&str] = &[
    "SEC/aapl-10k-2022/aapl-20220924_htm.xml",
    "SEC/aapl-10q-2023q3",
    "SEC/aapl-10k-2023",
    "SEC/aapl-10q-2025q2",
    "SEC/nflx-10k-2023",
    "SEC/nflx-10q-2024q1",
    "SEC/nflx-10q-2024q3",
    "SEC/ko-10q-2023q2",
    "SEC/aeon-10q-2023q3",
    "SEC/abvc-8k-2025",
    "EDINET/coly-asr-2024-01-31/PublicDoc",
];

fn shared() -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    assert!(shared.is_dir(), "{} is missing: name the shared data in FACTUM_SHARED", shared.display());
    shared
}

/// The instance of a folder, or the file itself.
fn instance_of(path: &Path) -> PathBuf {
    if path.is_file() {
        return path.to_owned();
    }
    let files = std::fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path());
    let is_instance = |path: &PathBuf| {
        let name = path.to_string_lossy();
        name.ends_with("_htm.xml") || name.ends_with(".xbrl")
    };
    files.into_iter().find(is_instance).unwrap_or_else(|| panic!("no instance in {}", path.display()))
}

/// A filing as it was read.
struct Read {
    filing: Filing,
    documents: Documents,
}

fn open(path: &Path, locations: &Locations) -> Read {
    let mut documents = Documents::new();
    let filing = filing::open(path, locations, &mut documents).expect("a filing");
    let errors = filing.diagnostics.iter().filter(|finding| finding.rule.severity == Severity::Error);
    let errors: Vec<&str> =
        errors.filter(|finding| finding.rule != &FILE_MISSING).map(|finding| finding.message.as_str()).collect();
    assert_eq!(errors, Vec::<&str>::new(), "{}", path.display());
    Read { filing, documents }
}

impl Read {
    fn report(&self) -> &Report {
        self.filing.report.as_ref().expect("a report")
    }

    /// What it says but for references to its taxonomy, which depend on where it stands, and roles of footnotes, which
    /// one form has no place for; links sorted, for forms group them.
    fn told(&self) -> String {
        let mut report = self.report().clone();
        report.taxonomy.clear();
        report.footnotes.iter_mut().for_each(|footnote| footnote.role = Name::FOOTNOTE_ROLE);
        let mut lines: Vec<String> = told::told(&report, &self.documents).lines().map(str::to_owned).collect();
        lines[report.facts.len()..].sort();
        lines.join("\n")
    }

    fn write(&self, form: Form, to: &Path) {
        let target = Address::path(to);
        let converted = filing::convert(&self.filing, &self.documents, form, &target).expect("nothing is lost");
        std::fs::write(to, converted.text).expect("a file");
    }
}

/// What `diff` finds: nothing but movements inside each of them.
fn differences(one: &Read, other: &Read) -> String {
    let labels = Labels::default();
    let vocabulary = |read: &Read| Vocabulary::of(&read.filing.taxonomy, &read.documents, read.report(), &labels);
    let (old, new) = (vocabulary(one), vocabulary(other));
    let sides = [
        Side { name: "old", report: one.report(), documents: &one.documents, vocabulary: &old },
        Side { name: "new", report: other.report(), documents: &other.documents, vocabulary: &new },
    ];
    let comparison = compare(sides[0], sides[1], &Options::default());
    let inside_one = |name: &str| matches!(name, "equal" | "movement" | "contradiction");
    let counts = comparison.counts.iter().filter(|(class, count)| **count > 0 && !inside_one(class.name()));
    counts.map(|(class, count)| format!("{count} {}\n", class.name())).collect()
}

#[test]
fn real_filings_say_the_same_in_every_form() {
    let shared = shared();
    let locations = Locations { directories: vec![shared.join("taxonomies")], ..Locations::default() };
    for name in FILINGS {
        let path = instance_of(&shared.join("filings").join(name));
        let original = open(&path, &locations);
        let folder = tempfile::tempdir().expect("a folder");
        let (json, xml) = (folder.path().join("report.json"), folder.path().join("report.xml"));
        original.write(Form::Json, &json);
        let from_json = open(&json, &locations);
        assert_eq!(from_json.told(), original.told(), "{name} as JSON");
        assert_eq!(differences(&original, &from_json), "", "{name} as JSON");
        from_json.write(Form::Xml, &xml);
        let from_xml = open(&xml, &locations);
        assert_eq!(from_xml.told(), original.told(), "{name} as XML again");
        assert_eq!(differences(&original, &from_xml), "", "{name} as XML again");
    }
}
