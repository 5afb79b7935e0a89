//! `factum export` on the fixture, as a user runs it: its files, its summary, its errors.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

const FIXTURE: &str = "fixtures/iij-fy2003-q4";
const NAME: &str = "iiji-20040331";

fn factum(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_factum"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program starts")
}

fn export(more: &[&str]) -> (tempfile::TempDir, Output) {
    let folder = tempfile::tempdir().expect("a folder");
    let mapping = format!("{FIXTURE}/mapping.toml");
    let out = folder.path().join("out");
    let mut arguments = vec!["export", &mapping, "--out", out.to_str().expect("UTF-8")];
    arguments.extend(more);
    let output = factum(&arguments);
    (folder, output)
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a text"))
        })
        .collect();
    files.sort();
    files
}

/// Compares with the files under version control; `UPDATE=1` writes them.
#[test]
fn the_fixture_gives_its_golden_files_byte_for_byte() {
    let (folder, output) = export(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(FIXTURE).join("golden");
    let written = files(&folder.path().join("out"));
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(&golden).expect("the folder can be made");
        for (name, text) in &written {
            fs::write(golden.join(name), text).expect("a golden file can be written");
        }
    }
    let expected = files(&golden);
    let names = |files: &[(String, String)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&written), names(&expected));
    for ((name, text), (_, golden)) in written.iter().zip(&expected) {
        assert!(text == golden, "{name} differs from its golden file; UPDATE=1 rewrites them");
    }
}

#[test]
fn the_summary_counts_and_explains() {
    let (folder, output) = export(&[]);
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    insta::assert_snapshot!(text.replace(folder.path().to_str().expect("UTF-8"), ""));
}

#[test]
fn every_form_of_the_source_gives_the_same_facts() {
    let (text, _) = export(&[]);
    for form in ["csv", "html", "xlsx"] {
        let source = format!("{FIXTURE}/tables.{form}");
        let (other, output) = export(&["--source", &source]);
        assert_eq!(output.status.code(), Some(0), "{form}: {}", String::from_utf8_lossy(&output.stderr));
        for file in [format!("{NAME}.xml"), format!("{NAME}.json")] {
            let read = |folder: &tempfile::TempDir| fs::read_to_string(folder.path().join("out").join(&file));
            assert!(read(&text).expect("written") == read(&other).expect("written"), "{form}: {file} differs");
        }
    }
}

/// A fact leads back to the cell of the workbook that it is from, and the cell to the fact.
#[test]
fn the_trail_of_a_workbook_names_sheets_and_cells() {
    let (text, _) = export(&[]);
    let (folder, _) = export(&["--source", &format!("{FIXTURE}/tables.xlsx")]);
    let (by_line, by_cell) = (json_of(&text, "trail.json"), json_of(&folder, "trail.json"));
    let cells = |trail: &Value| -> Vec<Value> {
        let facts = trail["facts"].as_object().expect("facts").values();
        facts.flat_map(|fact| fact["cells"].as_array().expect("cells").clone()).collect()
    };
    let (lines, cells) = (cells(&by_line), cells(&by_cell));
    assert_eq!(lines.len(), cells.len());
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook(Path::new(env!("CARGO_MANIFEST_DIR")).join(FIXTURE).join("tables.xlsx"))
            .expect("a workbook");
    for (line, cell) in lines.iter().zip(&cells) {
        for member in ["table", "row", "column", "bound_by"] {
            assert_eq!(line[member], cell[member]);
        }
        let place = cell["place"].as_str().expect("a place");
        let name = place.strip_prefix("tables.xlsx:").and_then(|place| place.split_once('!'));
        let (sheet, name) = name.unwrap_or_else(|| panic!("{place} is no cell"));
        let letters = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let column = letters.bytes().fold(0, |number, letter| number * 26 + u32::from(letter - b'A') + 1) - 1;
        let row: u32 = name[letters.len()..].parse().expect("a row");
        let range = calamine::Reader::worksheet_range(&mut workbook, sheet).expect("a sheet");
        let held = range.get_value((row - 1, column)).expect("a cell");
        // Zeros behind the point are the format's.
        let digits = |text: &str| {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            digits.trim_end_matches('0').to_owned()
        };
        assert_eq!(digits(&held.to_string()), digits(cell["text"].as_str().expect("a text")), "{place}");
    }
    assert_eq!(by_cell["cells"].as_object().map(serde_json::Map::len), Some(cells.len()));
}

#[test]
fn every_value_cell_is_a_fact_or_a_check() {
    let (folder, _) = export(&[]);
    let coverage = json_of(&folder, "coverage.json");
    assert_eq!(coverage["total"]["unbound"], 0);
    assert_eq!(coverage["total"]["left_out"], 0);
    let tables = coverage["tables"].as_array().expect("a list");
    assert_eq!(tables.len(), 15);
    for cell in tables.iter().flat_map(|table| table["cells"].as_array().expect("a list")) {
        assert!(cell.get("fact").is_some() || cell.get("check").is_some(), "{cell}");
    }
}

#[test]
fn a_period_makes_a_filing_of_its_own() {
    let (folder, output) = export(&["--period", "3Q03", "--period", "Dec2003"]);
    assert_eq!(output.status.code(), Some(0));
    let report = json_of(&folder, &format!("{NAME}.json"));
    let facts = report["facts"].as_object().expect("facts");
    assert!(facts.len() > 100, "{}", facts.len());
    for (id, fact) in facts.iter().filter(|(_, fact)| fact["dimensions"]["concept"] != "xbrl:note") {
        let period = fact["dimensions"]["period"].as_str().expect("a period");
        let kept = ["2003-10-01T00:00:00/2004-01-01T00:00:00", "2004-01-01T00:00:00", "2003-10-01T00:00:00"];
        assert!(kept.contains(&period), "{id}: {period}");
    }
}

fn json_of(folder: &tempfile::TempDir, name: &str) -> Value {
    let text = fs::read_to_string(folder.path().join("out").join(name)).expect("written");
    serde_json::from_str(&text).expect("JSON")
}

/// The filing's own schema takes its JSON, and refuses each of a dozen damaged copies.
#[test]
fn the_schema_takes_the_filing_and_refuses_damaged_copies() {
    let (folder, _) = export(&[]);
    let report = json_of(&folder, &format!("{NAME}.json"));
    let schema = json_of(&folder, &format!("{NAME}.schema.json"));
    let validator = jsonschema::draft202012::new(&schema).expect("a JSON Schema");
    assert!(validator.is_valid(&report), "{:?}", validator.iter_errors(&report).next().map(|error| error.to_string()));
    let revenues = "/facts/Revenues_4Q03_JPY";
    let cash = "/facts/CashAndCashEquivalents_Mar2004_JPY";
    let contracts = "/facts/NumberOfContracts_Iij4uMember_Mar2004_pure";
    let linked = "/facts/Revenues_FY2003_USD";
    let set = |pointer: String, value: Value| {
        let mut copy = report.clone();
        *copy.pointer_mut(&pointer).unwrap_or_else(|| panic!("{pointer} is there")) = value;
        copy
    };
    let change = |pointer: &str, edit: &dyn Fn(&mut serde_json::Map<String, Value>)| {
        let mut copy = report.clone();
        edit(copy.pointer_mut(pointer).expect("a pointer").as_object_mut().expect("an object"));
        copy
    };
    let dimensions = format!("{revenues}/dimensions");
    let mutations: Vec<(&str, Value)> = vec![
        ("unknown concept", set(format!("{dimensions}/concept"), json!("iij:Revenus"))),
        ("text in a number", set(format!("{revenues}/value"), json!("many"))),
        ("JPY swapped with shares", set(format!("{dimensions}/unit"), json!("xbrli:shares"))),
        ("an instant on a duration concept", set(format!("{dimensions}/period"), json!("2004-04-01T00:00:00"))),
        (
            "a duration on an instant concept",
            set(format!("{cash}/dimensions/period"), json!("2004-01-01T00:00:00/2004-04-01T00:00:00")),
        ),
        ("missing period", change(&dimensions, &|object| _ = object.remove("period"))),
        ("foreign entity", set(format!("{dimensions}/entity"), json!("scheme:OTHER"))),
        ("unknown member", set(format!("{contracts}/dimensions/iij:ServiceAxis"), json!("iij:NoMember"))),
        (
            "an axis where none belongs",
            change(&dimensions, &|object| _ = object.insert("iij:ServiceAxis".into(), json!("iij:Iij4uMember"))),
        ),
        (
            "a period outside the filing",
            set(format!("{dimensions}/period"), json!("2005-01-01T00:00:00/2005-04-01T00:00:00")),
        ),
        ("missing unit", change(&dimensions, &|object| _ = object.remove("unit"))),
        (
            "unit on a text",
            change("/facts/note_1/dimensions", &|object| _ = object.insert("unit".into(), json!("iso4217:JPY"))),
        ),
        ("wrong document type", set("/documentInfo/documentType".into(), json!("https://xbrl.org/2021/xbrl-csv"))),
        ("missing value", change(revenues, &|object| _ = object.remove("value"))),
        ("decimals that are no whole number", set(format!("{revenues}/decimals"), json!(1.5))),
        ("missing decimals", change(revenues, &|object| _ = object.remove("decimals"))),
        ("no facts at all", set("/facts".into(), json!({}))),
        (
            "a period of the filing in which the concept has no fact",
            set(
                "/facts/EquityInNetLossOfEquityMethodInvestees_4Q03_JPY/dimensions/period".into(),
                json!("2003-04-01T00:00:00/2004-04-01T00:00:00"),
            ),
        ),
        ("an instant of another concept", set(format!("{contracts}/dimensions/period"), json!("2003-10-01T00:00:00"))),
        ("a negative count", set(format!("{contracts}/value"), json!("-67105"))),
        ("a link to no fact", set(format!("{linked}/links/footnote/_/0"), json!("note_99"))),
        ("a link without its target", change("/facts", &|object| _ = object.remove("note_1"))),
        (
            "a link of an unknown type",
            change(&format!("{linked}/links"), &|object| {
                _ = object.insert("reference".into(), json!({ "_": ["note_1"] }));
            }),
        ),
        (
            "a note that is called otherwise than its fact",
            set("/facts/note_1/dimensions/noteId".into(), json!("note_4")),
        ),
        ("a note without a text", set("/facts/note_1/value".into(), json!(""))),
    ];
    for (what, damaged) in mutations {
        assert!(!validator.is_valid(&damaged), "{what} is taken");
    }
}

/// Each folder under `tests/mapping` has a mapping that is wrong in one way: `expected.txt` says how.
#[test]
fn each_mistake_of_a_mapping_is_reported_as_what_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mapping");
    let mut folders: Vec<PathBuf> = fs::read_dir(&root)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    let mut seen: Vec<String> = Vec::new();
    for folder in folders {
        let case = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let out = tempfile::tempdir().expect("a folder");
        let target = out.path().join("out");
        let mapping = format!("tests/mapping/{case}/mapping.toml");
        let output = factum(&["export", &mapping, "--out", target.to_str().expect("UTF-8")]);
        let text = String::from_utf8(output.stderr).expect("UTF-8");
        if case == "valid" {
            assert_eq!(output.status.code(), Some(0), "{text}");
            continue;
        }
        assert_eq!(output.status.code(), Some(2), "{case}: {text}");
        assert!(!target.exists(), "{case}: something was written");
        let expected = folder.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &text).expect("it can be written");
        }
        assert_eq!(text, fs::read_to_string(&expected).expect("expected.txt is there"), "{case}");
        let codes: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("error[")?.split(']').next()).collect();
        let wanted = format!("mapping:{}", case.split('-').next().unwrap_or_default());
        assert_eq!(codes, vec![wanted.as_str()], "{case}");
        seen.push(wanted);
    }
    for rule in factum::mapping::rules::RULES {
        assert!(seen.iter().any(|code| code == rule.code), "{} has no folder in tests/mapping", rule.code);
    }
}

/// A copy of the mapping in which nothing is wrong, with its files changed, exported: the exit status and what is said.
fn export_changed(changes: &[(&str, &str, &str)]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let valid = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mapping/valid");
    for file in ["definitions.toml", "mapping.toml", "tables.txt"] {
        let mut text = fs::read_to_string(valid.join(file)).expect("a text");
        for (_, old, new) in changes.iter().filter(|(changed, ..)| *changed == file) {
            assert!(text.contains(old), "{file} has no {old}");
            text = text.replacen(old, new, 1);
        }
        fs::write(folder.path().join(file), text).expect("written");
    }
    let out = folder.path().join("out").display().to_string();
    let mapping = folder.path().join("mapping.toml").display().to_string();
    let output = factum(&["export", &mapping, "--out", &out]);
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    (output.status.code(), text.replace(&format!("{}/", folder.path().display()), ""))
}

/// Those of the syntax, of the definitions and of what is bound; and none that only follows from another.
#[test]
fn all_mistakes_come_at_once() {
    let (status, text) = export_changed(&[
        ("mapping.toml", "language", "langauge"),
        ("mapping.toml", "scale = 6", "scale = \"six\""),
        ("mapping.toml", "header = \"4Q02\", period = \"4Q02\"", "header = \"4Q02\", period = 402"),
        ("mapping.toml", "\"Revenues\", concept = \"co:Revenues\"", "\"Revenus\", concpt = \"co:Revenus\""),
        ("mapping.toml", "\"Total costs\", concept", "\"Total costs\", whatever"),
        ("mapping.toml", "end = \"2004-03-31\"", "end = \"2004-02-30\""),
        ("mapping.toml", "header = \"Change\"", "header = \"Changes\""),
        ("definitions.toml", "\"count\"", "\"cuont\""),
        ("definitions.toml", "  Costs total", "   Costs total"),
        ("tables.txt", "1,200", "1,2OO"),
    ]);
    assert_eq!(status, Some(2));
    let messages: Vec<&str> = text.lines().filter(|line| line.starts_with("error")).collect();
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn what_is_no_toml_stops_the_reading_and_says_where() {
    let (status, text) =
        export_changed(&[("mapping.toml", "[entity]", "[entity"), ("mapping.toml", "scale = 6", "scale =")]);
    assert_eq!(status, Some(2));
    insta::assert_snapshot!(text);
}

#[test]
fn a_source_may_be_standard_input_in_any_form() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let golden = fs::read(root.join(FIXTURE).join("golden").join(format!("{NAME}.json"))).expect("golden");
    for form in ["txt", "csv", "html", "xlsx"] {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("out");
        let tables = fs::File::open(root.join(FIXTURE).join(format!("tables.{form}"))).expect("tables");
        let output = Command::new(env!("CARGO_BIN_EXE_factum"))
            .args(["export", &format!("{FIXTURE}/mapping.toml"), "--source", "-", "--out"])
            .arg(&out)
            .current_dir(root)
            .stdin(tables)
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(0), "{form}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(fs::read(out.join(format!("{NAME}.json"))).expect("written") == golden, "{form}");
    }
}

#[test]
fn bad_input_is_refused_with_its_name_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        path.to_str().expect("UTF-8").to_owned()
    };
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("a\tb\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let sources = [
        write("empty.txt", b""),
        write("binary.txt", &[0, 1, 2, 3, 0, 255]),
        write("latin1.txt", b"Table 1\n\t4Q03\nCaf\xe9\t1,000\n"),
        write("utf16.txt", &utf16),
        folder.path().to_str().expect("UTF-8").to_owned(),
        folder.path().join("missing.txt").to_str().expect("UTF-8").to_owned(),
    ];
    for source in &sources {
        let (out, output) = export(&["--source", source]);
        let text = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{source}: {text}");
        let name = Path::new(source).file_name().expect("a name").to_string_lossy().into_owned();
        assert!(text.contains(&name) || text.contains("mapping:"), "{source}: {text}");
        assert!(!out.path().join("out").exists(), "{source}: something was written");
    }
}

#[test]
fn an_out_path_that_is_a_file_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("out");
    fs::write(&file, "mine").expect("written");
    let mapping = format!("{FIXTURE}/mapping.toml");
    let output = factum(&["export", &mapping, "--out", file.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&file).expect("still there"), "mine");
}

/// A limit on the size of files stands for a full disk: what was there before stays whole.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    fs::create_dir(&out).expect("made");
    fs::write(out.join(format!("{NAME}.xml")), "mine").expect("written");
    let script = format!(
        "ulimit -f 8; exec {} export {FIXTURE}/mapping.toml --out {}",
        env!("CARGO_BIN_EXE_factum"),
        out.display()
    );
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("bash starts");
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(files(&out), vec![(format!("{NAME}.xml"), "mine".to_owned())]);
}
