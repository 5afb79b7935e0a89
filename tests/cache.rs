//! Compiled taxonomies that are kept in a folder: the same findings as without, whatever happens to the folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use proptest::prelude::*;

/// A filing of two concepts whose base is a schema with its labels, in a taxonomy folder.
struct Filing(tempfile::TempDir);

const INSTANCE: &str = r#"<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
  xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:a="http://a.org/a" xmlns:o="http://o.org/o"
  xmlns:iso4217="http://www.xbrl.org/2003/iso4217">
  <link:schemaRef xlink:type="simple" xlink:href="own.xsd"/>
  <context id="c"><entity><identifier scheme="http://s.org">1</identifier></entity>
    <period><instant>2024-03-31</instant></period></context>
  <unit id="u"><measure>iso4217:JPY</measure></unit>
  <a:Assets contextRef="c" unitRef="u" decimals="0">12</a:Assets>
  <o:Cash contextRef="c" unitRef="u" decimals="0">4</o:Cash>
  <a:Cash contextRef="c" unitRef="u" decimals="0">5</a:Cash>
</xbrl>"#;

const OWN: &str = r#"<xs:schema targetNamespace="http://o.org/o" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
  xmlns:xlink="http://www.w3.org/1999/xlink" elementFormDefault="qualified">
  <xs:annotation><xs:appinfo>
    <link:linkbaseRef xlink:type="simple" xlink:href="own_cal.xml"
      xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>
  </xs:appinfo></xs:annotation>
  <xs:import namespace="http://www.xbrl.org/2003/instance"
    schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
  <xs:import namespace="http://a.org/a" schemaLocation="http://a.org/2024/a.xsd"/>
  <xs:element name="Cash" id="o_Cash" substitutionGroup="xbrli:item" type="xbrli:monetaryItemType"
    xbrli:periodType="instant"/>
</xs:schema>"#;

const CALCULATION: &str = r#"<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase"
  xmlns:xlink="http://www.w3.org/1999/xlink">
  <link:calculationLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">
    <link:loc xlink:type="locator" xlink:label="s" xlink:href="http://a.org/2024/a.xsd#a_Assets"/>
    <link:loc xlink:type="locator" xlink:label="o" xlink:href="own.xsd#o_Cash"/>
    <link:calculationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/summation-item"
      xlink:from="s" xlink:to="o" weight="1" order="2"/>
  </link:calculationLink>
</link:linkbase>"#;

const BASE: &str = r#"<xs:schema targetNamespace="http://a.org/a" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
  xmlns:xlink="http://www.w3.org/1999/xlink" elementFormDefault="qualified">
  <xs:annotation><xs:appinfo>
    <link:linkbaseRef xlink:type="simple" xlink:href="a_lab.xml"
      xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>
  </xs:appinfo></xs:annotation>
  <xs:import namespace="http://www.xbrl.org/2003/instance"
    schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
  <xs:element name="Assets" id="a_Assets" substitutionGroup="xbrli:item" type="xbrli:monetaryItemType"
    xbrli:periodType="instant" xbrli:balance="debit"/>
  <xs:element name="Cash" id="a_Cash" substitutionGroup="xbrli:item" type="xbrli:monetaryItemType"
    xbrli:periodType="instant" xbrli:balance="debit"/>
</xs:schema>"#;

const BASE_LINKS: &str = r#"<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase"
  xmlns:xlink="http://www.w3.org/1999/xlink">
  <link:calculationLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">
    <link:loc xlink:type="locator" xlink:label="s" xlink:href="a.xsd#a_Assets"/>
    <link:loc xlink:type="locator" xlink:label="p" xlink:href="a.xsd#a_Cash"/>
    <link:calculationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/summation-item"
      xlink:from="s" xlink:to="p" weight="1" order="1"/>
  </link:calculationLink>
  <link:labelLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">
    <link:loc xlink:type="locator" xlink:label="a" xlink:href="a.xsd#a_Assets"/>
    <link:label xlink:type="resource" xlink:label="l" xlink:role="http://www.xbrl.org/2003/role/label"
      xml:lang="en">All that is owned</link:label>
    <link:labelArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/concept-label"
      xlink:from="a" xlink:to="l"/>
  </link:labelLink>
</link:linkbase>"#;

impl Filing {
    fn new() -> Filing {
        let folder = tempfile::tempdir().expect("a folder");
        let filing = Filing(folder);
        fs::create_dir_all(filing.path("web/a.org/2024")).expect("a folder");
        let files = [
            ("i.xml", INSTANCE),
            ("own.xsd", OWN),
            ("own_cal.xml", CALCULATION),
            ("web/a.org/2024/a.xsd", BASE),
            ("web/a.org/2024/a_lab.xml", BASE_LINKS),
        ];
        for (name, text) in files {
            fs::write(filing.path(name), text).expect("a file");
        }
        filing
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str], cache: Option<&Path>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
        command.env_remove("FACTUM_CACHE").env_remove("FACTUM_TAXONOMY_DIR");
        command.args(arguments).arg(self.path("i.xml")).arg("--taxonomy-dir").arg(self.path("web"));
        if let Some(folder) = cache {
            command.arg("--cache").arg(folder);
        }
        command
    }

    fn run(&self, arguments: &[&str], cache: Option<&Path>) -> Output {
        self.command(arguments, cache).output().expect("it runs")
    }

    /// What validation finds, and with which status it ends.
    fn validate(&self, cache: Option<&Path>) -> (Vec<u8>, Option<i32>) {
        let output = self.run(&["validate", "--format", "json"], cache);
        (output.stdout, output.status.code())
    }

    /// Whether a run takes the base from the cache: it reads none of its documents then.
    fn takes_base(&self, cache: &Path) -> bool {
        let output = self.run(&["-v", "validate"], Some(cache));
        let told = String::from_utf8(output.stderr).expect("text");
        assert!(told.contains("own.xsd"), "{told}");
        !told.contains("a_lab.xml")
    }
}

fn files_of(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = entries.map(|path| (path.clone(), fs::read(&path).expect("a file"))).collect();
    files.sort();
    files
}

/// Stamps change with the time for which files were left alone.
fn is_stamps(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "stamps")
}

#[test]
fn the_findings_are_the_same_from_the_cache() {
    let filing = Filing::new();
    let cache = filing.path("cache");
    let (expected, status) = filing.validate(None);
    assert_eq!(status, Some(0), "{}", String::from_utf8_lossy(&expected));
    assert!(String::from_utf8_lossy(&expected).contains("calc11e:inconsistentCalculation"));
    for _ in 0..3 {
        assert_eq!(filing.validate(Some(&cache)), (expected.clone(), status));
    }
    assert!(filing.takes_base(&cache));
    for command in [&["facts", "--format", "csv"][..], &["taxonomy", "--format", "json"]] {
        let plain = filing.run(command, None);
        assert_eq!(filing.run(command, Some(&cache)).stdout, plain.stdout, "{command:?}");
    }
    let labels = filing.run(&["facts", "--format", "csv"], Some(&cache)).stdout;
    assert!(String::from_utf8_lossy(&labels).contains("All that is owned"));
}

/// The files of one call share the base in memory.
#[test]
fn the_facts_are_the_same_beside_other_files() {
    let filing = Filing::new();
    fs::write(filing.path("j.xml"), INSTANCE.replace(">12<", ">9<")).expect("a file");
    let facts = |names: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
        command.env_remove("FACTUM_CACHE").args(["facts", "--format", "json", "--taxonomy-dir"]);
        let output = command.arg(filing.path("web")).args(names.iter().map(|name| filing.path(name))).output();
        let json: serde_json::Value = serde_json::from_slice(&output.expect("it runs").stdout).expect("JSON");
        json["files"].as_array().expect("files").clone()
    };
    let names = ["i.xml", "j.xml", "i.xml", "j.xml"];
    let singly: Vec<serde_json::Value> = names.iter().flat_map(|name| facts(&[name])).collect();
    assert_eq!(singly.len(), names.len());
    assert_ne!(singly[0]["facts"], singly[1]["facts"]);
    assert_eq!(facts(&names), singly);
}

#[test]
fn a_changed_file_is_seen() {
    let filing = Filing::new();
    let cache = filing.path("cache");
    filing.validate(Some(&cache));
    for (name, text, from, to) in [
        ("web/a.org/2024/a.xsd", BASE, "a_Cash\" sub", "a_Cash\" abstract=\"true\" sub"),
        ("web/a.org/2024/a_lab.xml", BASE_LINKS, "weight=\"1\"", "weight=\"2\""),
    ] {
        fs::write(filing.path(name), text.replace(from, to)).expect("a file");
        assert!(!filing.takes_base(&cache), "{name}");
        let changed = filing.validate(None);
        assert_eq!(filing.validate(Some(&cache)), changed);
        fs::write(filing.path(name), text).expect("a file");
        assert_ne!(filing.validate(Some(&cache)), changed);
    }
    assert!(filing.takes_base(&cache), "what was made of the old files is still there");
    fs::remove_file(filing.path("web/a.org/2024/a_lab.xml")).expect("removed");
    assert_eq!(filing.validate(Some(&cache)), filing.validate(None));
}

/// Files that were left alone for a while aren't read again; what was changed under its old time is.
#[test]
fn a_file_that_only_looks_unchanged_is_seen() {
    let filing = Filing::new();
    let (cache, file) = (filing.path("cache"), filing.path("web/a.org/2024/a_lab.xml"));
    std::thread::sleep(std::time::Duration::from_secs(4));
    let expected = filing.validate(Some(&cache));
    let stamps = files_of(&cache).into_iter().find(|(path, _)| is_stamps(path)).expect("stamps");
    assert!(cfg!(not(unix)) || String::from_utf8_lossy(&stamps.1).contains("a_lab.xml"), "{stamps:?}");
    assert_eq!(filing.validate(Some(&cache)), expected);
    let time = fs::metadata(&file).and_then(|found| found.modified()).expect("a time");
    fs::write(&file, BASE_LINKS.replace("weight=\"1\"", "weight=\"2\"")).expect("a file");
    fs::File::options().write(true).open(&file).and_then(|file| file.set_modified(time)).expect("set");
    assert!(!filing.takes_base(&cache));
    assert_eq!(filing.validate(Some(&cache)), filing.validate(None));
}

#[test]
fn a_folder_that_cannot_be_written_to_is_only_read() {
    let filing = Filing::new();
    let file = filing.path("i.xml");
    assert_eq!(filing.validate(Some(&file)), filing.validate(None), "a file in the folder's place");
    let cache = filing.path("cache");
    filing.validate(Some(&cache));
    let before = files_of(&cache);
    let mut permissions = fs::metadata(&cache).expect("a folder").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&cache, permissions.clone()).expect("set");
    assert!(filing.takes_base(&cache));
    assert_eq!(filing.validate(Some(&cache)), filing.validate(None));
    assert_eq!(files_of(&cache), before);
    #[allow(clippy::permissions_set_readonly_false)]
    permissions.set_readonly(false);
    fs::set_permissions(&cache, permissions).expect("set");
}

#[test]
fn several_processes_may_fill_it_at_once() {
    let filing = Filing::new();
    let cache = filing.path("cache");
    let (expected, _) = filing.validate(None);
    let start = |_| {
        let mut command = filing.command(&["validate", "--format", "json"], Some(&cache));
        command.stdout(std::process::Stdio::piped()).spawn().expect("it starts")
    };
    let running: Vec<_> = (0..8).map(start).collect();
    for process in running {
        assert_eq!(process.wait_with_output().expect("it ends").stdout, expected);
    }
    assert!(filing.takes_base(&cache));
    let names: Vec<_> = files_of(&cache).into_iter().map(|(path, _)| path.extension().map(ToOwned::to_owned)).collect();
    let mut kinds: Vec<_> = names.iter().flatten().filter_map(|kind| kind.to_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["index", "sound", "stamps", "taxonomy"], "nothing half-written is left");
}

#[test]
fn compile_fills_it_ahead() {
    let filing = Filing::new();
    let cache = filing.path("cache");
    let output = filing.run(&["taxonomy", "compile"], Some(&cache));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(filing.takes_base(&cache));
    let kept = || files_of(&cache).into_iter().filter(|(path, _)| !is_stamps(path)).collect::<Vec<_>>();
    let before = kept();
    filing.validate(Some(&cache));
    assert_eq!(kept(), before, "there is nothing left to add");
}

/// What may happen to a file: a bit is turned, its end is lost, or something follows.
#[derive(Clone, Debug)]
enum Damage {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Add(Vec<u8>),
    Empty,
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Damage::Flip(at, bit) => {
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
            }
            Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Damage::Add(more) => bytes.extend(more),
            Damage::Empty => bytes.clear(),
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        6 => (any::<prop::sample::Index>(), 0u8..8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        3 => any::<prop::sample::Index>().prop_map(Damage::Cut),
        1 => proptest::collection::vec(any::<u8>(), 1..40).prop_map(Damage::Add),
        1 => Just(Damage::Empty),
    ]
}

#[test]
fn what_is_damaged_is_made_anew() {
    let filing = Filing::new();
    let cache = filing.path("cache");
    let expected = filing.validate(Some(&cache));
    let whole = files_of(&cache);
    assert_eq!(whole.len(), 4);
    proptest!(ProptestConfig::with_cases(150), |(file in 0usize..4, damage in damage())| {
        let (path, bytes) = &whole[file];
        let mut damaged = bytes.clone();
        damage.apply(&mut damaged);
        fs::write(path, &damaged).expect("a file");
        prop_assert_eq!(filing.validate(Some(&cache)), expected.clone());
        if !is_stamps(path) {
            prop_assert_eq!(&fs::read(path).expect("a file"), bytes, "it was made anew");
        }
    });
}

/// A snapshot of another version, or of another base, under the name of this one.
#[test]
fn what_is_foreign_is_made_anew() {
    let (filing, other) = (Filing::new(), Filing::new());
    fs::write(other.path("web/a.org/2024/a.xsd"), BASE.replace("a_Cash\" sub", "a_Cash\" abstract=\"true\" sub"))
        .expect("a file");
    let (cache, foreign) = (filing.path("cache"), other.path("cache"));
    let expected = filing.validate(Some(&cache));
    other.validate(Some(&foreign));
    let of_kind = |folder: &Path, kind: &str| {
        let files = files_of(folder).into_iter();
        files.map(|(path, _)| path).find(|path| path.extension().is_some_and(|found| found == kind)).expect(kind)
    };
    for kind in ["taxonomy", "index", "sound", "stamps"] {
        fs::copy(of_kind(&foreign, kind), of_kind(&cache, kind)).expect("copied");
        assert_eq!(filing.validate(Some(&cache)), expected, "{kind}");
    }
}
