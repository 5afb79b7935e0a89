//! `factum diff` as a user runs it: the release's quarters, its errors, its exit statuses.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use factum::model::Decimal;
use factum::model::decimal::Rounding;
use jiff::civil::Date;
use serde_json::Value;

const MAPPING: &str = "fixtures/iij-fy2003-q4/mapping.toml";
const NAME: &str = "iiji-20040331";

fn factum(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_factum"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("FACTUM_TAXONOMY_DIR")
        .output()
        .expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The filing of the release, or of some of its periods; its instance's path.
fn export(folder: &Path, name: &str, periods: &[&str]) -> String {
    let out = folder.join(name);
    let mut arguments = vec!["export", MAPPING, "--out", out.to_str().expect("UTF-8")];
    arguments.extend(periods.iter().flat_map(|period| ["--period", period]));
    let output = factum(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    out.join(format!("{NAME}.xml")).to_str().expect("UTF-8").to_owned()
}

fn diff(old: &str, new: &str, more: &[&str]) -> Output {
    factum(&[&["diff", old, new], more].concat())
}

fn comparison(old: &str, new: &str, more: &[&str]) -> Value {
    let output = diff(old, new, &[&["--format", "json"], more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// A fact of an xBRL-JSON as a movement names it: concept, dimensions, unit, period.
fn key(fact: &Value) -> (String, String, String) {
    let aspects = fact["dimensions"].as_object().expect("dimensions");
    let known = ["concept", "entity", "period", "unit", "language"];
    let mut members: Vec<String> = aspects
        .iter()
        .filter(|(name, _)| !known.contains(&name.as_str()))
        .map(|(axis, member)| format!("{axis}={}", member.as_str().expect("a member")))
        .collect();
    members.sort();
    let concept = aspects["concept"].as_str().expect("a concept");
    let unit = aspects.get("unit").and_then(Value::as_str).unwrap_or("xbrli:pure");
    let local = |unit: &str| {
        unit.split('/').map(|part| part.rsplit(':').next().unwrap_or(part).to_owned()).collect::<Vec<_>>().join("/")
    };
    (format!("{concept} {}", members.join(" ")), local(unit), period(aspects["period"].as_str().expect("a period")))
}

/// A period of xBRL-JSON, whose ends are the midnights after, as days.
fn period(text: &str) -> String {
    let day = |time: &str| time[..10].parse::<Date>().expect("a date");
    let last = |time: &str| day(time).yesterday().expect("a day").to_string();
    match text.split_once('/') {
        None => last(text),
        Some((start, end)) => format!("{}..{}", day(start), last(end)),
    }
}

/// A printed percentage: `(7.2%)`, `20.6`.
fn printed(text: &str) -> Decimal {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let number = Decimal::parse(&digits).expect("a figure");
    if text.starts_with('(') { -&number } else { number }
}

/// Every change that the release prints, against the movement that `diff` finds: (equal, within).
fn check_changes(folder: &Path, filing: &str, comparison: &Value) -> (usize, usize) {
    let read = |name: &str| -> Value {
        let text = fs::read_to_string(folder.join(filing).join(name)).expect("written");
        serde_json::from_str(&text).expect("JSON")
    };
    let (checks, trail, report) = (read("checks.json"), read("trail.json"), read(&format!("{NAME}.json")));
    let movements: HashMap<(String, String, String, String), &Value> = comparison["movements"]
        .as_array()
        .expect("movements")
        .iter()
        .map(|movement| {
            let text = |value: &Value| value.as_str().expect("text").to_owned();
            let member = |member: &Value| format!("{}={}", text(&member["axis"]), text(&member["member"]));
            let mut members: Vec<String> =
                movement["dimensions"].as_array().into_iter().flatten().map(member).collect();
            members.sort();
            let thing = format!("{} {}", text(&movement["concept"]), members.join(" "));
            let periods = (text(&movement["from"]["period"]), text(&movement["to"]["period"]));
            ((thing, text(&movement["unit"]), periods.0, periods.1), movement)
        })
        .collect();
    let (mut equal, mut within) = (0, 0);
    for check in checks["agreeing"].as_array().expect("checks").iter().filter(|check| check["kind"] == "change") {
        let fact = |operand: usize| {
            let id = &trail["cells"][check["operands"][operand]["place"].as_str().expect("a place")];
            key(&report["facts"][id.as_str().expect("an id")])
        };
        let (to, from) = (fact(0), fact(1));
        let name = (to.0.clone(), to.1.clone(), from.2, to.2);
        let movement = movements.get(&name).unwrap_or_else(|| panic!("no movement {name:?}"));
        let percent = &movement["change"]["percent"];
        let bound = |name: &str| Decimal::parse(percent[name].as_str().expect("a bound")).expect("a number");
        let figure = printed(check["printed"]["text"].as_str().expect("a text"));
        let shown = percent["value"].as_str().map(|value| Decimal::parse(value).expect("a number"));
        let is_in_millions = ["from", "to"].iter().any(|end| movement[end]["decimals"] == "-6");
        if !is_in_millions {
            assert_eq!(shown, Some(figure), "{name:?}");
            equal += 1;
        } else {
            // The amounts are printed in millions alone: the figure is one that they allow.
            let (low, high) = (bound("low").round(1, Rounding::Floor), bound("high").round(1, Rounding::Ceiling));
            assert!(low <= figure && figure <= high, "{name:?}: {figure} is not in {low}..{high}");
            within += 1;
        }
    }
    (equal, within)
}

#[test]
fn every_change_that_the_release_prints_is_the_one_between_its_quarters() {
    let folder = tempfile::tempdir().expect("a folder");
    let third = export(folder.path(), "third", &["3Q03"]);
    let fourth = export(folder.path(), "fourth", &[]);
    let found = comparison(&third, &fourth, &["--negative-base", "signed"]);
    assert_eq!(check_changes(folder.path(), "fourth", &found), (108, 18));
    assert_eq!(found["counts"]["restated"], 0);
}

#[test]
fn a_quarter_moves_from_one_filing_to_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let third = export(folder.path(), "third", &["3Q03"]);
    let fourth = export(folder.path(), "fourth", &["4Q03"]);
    let found = comparison(&third, &fourth, &["--negative-base", "signed"]);
    let movements = found["movements"].as_array().expect("movements");
    let of = |concept: &str| {
        let is = |movement: &&Value| {
            movement["concept"] == concept && movement["unit"] == "JPY" && movement["kind"] == "quarter_over_quarter"
        };
        movements.iter().find(is).unwrap_or_else(|| panic!("{concept} moves"))
    };
    let income = of("iij:OperatingIncomeLoss");
    assert_eq!(income["from"]["filing"], "old");
    assert_eq!(income["to"]["filing"], "new");
    assert_eq!(income["change"]["percent"]["value"], "48.3");
    assert_eq!(of("iij:Revenues")["change"]["percent"]["value"], "20.6");
    let receivable = of("iij:IncreaseDecreaseInAccountsReceivable");
    assert_eq!(receivable["label"], "Increase (decrease) in accounts receivable", "values are shown as reported");
    // Whole percents would be 100, which the amounts in millions don't allow.
    assert_eq!(of("iij:CapitalExpenditures")["change"]["percent"]["value"], "99.6");
}

#[test]
fn a_filing_does_not_differ_from_itself_nor_from_its_damaged_self_in_more_than_the_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    let fourth = export(folder.path(), "fourth", &[]);
    let same = comparison(&fourth, &fourth, &[]);
    assert_eq!(same["differences"], Value::Array(Vec::new()));
    assert_eq!(same["movements"], Value::Array(Vec::new()));
    let damaged = export(folder.path(), "damaged", &[]);
    let instance = fs::read_to_string(&damaged).expect("written");
    assert!(instance.contains(">42736925000<"));
    fs::write(&damaged, instance.replace(">42736925000<", ">42736952000<")).expect("written");
    let found = comparison(&fourth, &damaged, &[]);
    let differences = found["differences"].as_array().expect("differences");
    let changed: Vec<&Value> = differences.iter().map(|difference| &difference["class"]).collect();
    assert!(!changed.is_empty() && changed.iter().all(|class| *class == "restated"), "{changed:?}");
    let output = diff(&fourth, &damaged, &["--fail-on", "restated,sign"]);
    assert_eq!(output.status.code(), Some(1));
    let output = diff(&fourth, &damaged, &["--fail-on", "sign"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_second_run_writes_the_same_bytes_and_a_file_the_same_as_standard_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let third = export(folder.path(), "third", &["3Q03"]);
    let fourth = export(folder.path(), "fourth", &[]);
    for format in ["text", "json", "csv", "markdown"] {
        let (one, two) = (diff(&third, &fourth, &["--format", format]), diff(&third, &fourth, &["--format", format]));
        assert_eq!(one.status.code(), Some(0));
        assert!(one.stdout == two.stdout, "{format}");
        let out = folder.path().join(format);
        let written = diff(&third, &fourth, &["--format", format, "--out", out.to_str().expect("UTF-8")]);
        assert_eq!((written.status.code(), text(&written.stdout)), (Some(0), String::new()));
        assert!(fs::read(&out).expect("written") == one.stdout, "{format}");
    }
}

#[test]
fn a_taxonomy_that_is_not_there_is_named_and_the_filings_are_compared_without_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (third, fourth) = (export(folder.path(), "third", &["3Q03"]), export(folder.path(), "fourth", &[]));
    let schema = third.replace(".xml", ".xsd");
    fs::remove_file(&schema).expect("it was there");
    let output = diff(&third, &fourth, &[]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let shown = text(&output.stdout);
    assert!(shown.contains(&format!("not found: {schema}")), "{shown}");
    assert!(shown.contains("Quarter over quarter"), "{shown}");
    let output = diff(&third, &fourth, &["--format", "json"]);
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((output.status.code(), &found["old"]["missing"][0]), (Some(1), &Value::from(schema)));
    assert_eq!(found["new"].get("missing"), None);
}

#[test]
fn a_series_has_each_filing_s_own_values() {
    let folder = tempfile::tempdir().expect("a folder");
    let (third, fourth) = (export(folder.path(), "third", &["3Q03"]), export(folder.path(), "fourth", &["4Q03"]));
    let run = |more: &[&str]| factum(&[&["series", &fourth, &third, "--concept", "Revenues"], more].concat());
    let output = run(&["--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found["factum"], "series/1");
    let points = found["lines"][0]["points"].as_array().expect("points");
    let told = |point: &Value| (point["values"][0]["filing"].clone(), point["values"][0]["value"].clone());
    let of = |period: &str| points.iter().find(|point| point["period"] == period).map(told);
    assert_eq!(of("2003-10-01..2003-12-31"), Some((Value::from(0), Value::from("9633155000"))));
    assert_eq!(of("2004-01-01..2004-03-31"), Some((Value::from(1), Value::from("11617002000"))));
    assert!(text(&run(&[]).stdout).contains("11,617,002 [2]"), "{}", text(&run(&[]).stdout));
    for format in ["csv", "markdown"] {
        assert!(text(&run(&["--format", format]).stdout).contains("2004-01-01..2004-03-31"), "{format}");
    }
    let output = factum(&["series", &third, "--concept", "Revenue"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is it revenues"), "{}", text(&output.stderr));
}

#[test]
fn what_can_not_be_compared_is_said_with_status_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let fourth = export(folder.path(), "fourth", &["4Q03"]);
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        path.to_str().expect("UTF-8").to_owned()
    };
    let schema = fourth.replace(".xml", ".xsd");
    let empty = write("empty.xml", b"");
    let binary = write("binary.xml", &[0, 159, 146, 150, 0, 1, 2]);
    let folder_path = folder.path().to_str().expect("UTF-8").to_owned();
    for bad in ["nowhere.xml", &schema, &empty, &binary, &folder_path] {
        for (old, new) in [(bad, fourth.as_str()), (fourth.as_str(), bad)] {
            let output = diff(old, new, &[]);
            assert_eq!(output.status.code(), Some(2), "{bad}");
            assert!(text(&output.stderr).contains(bad), "{bad}: {}", text(&output.stderr));
            assert_eq!(text(&output.stdout), "");
        }
    }
    let usage = [
        &["--only", "restatd"][..],
        &["--threshold", "5 pct"],
        &["--same-namespace", "x"],
        &["--negative-base", "yes"],
        &["--out", "/nowhere/at/all.txt"],
    ];
    for more in usage {
        let output = diff(&fourth, &fourth, more);
        assert_eq!(output.status.code(), Some(2), "{more:?}");
    }
}

/// Sales of lines, by number as it is written.
fn sales(folder: &Path, name: &str, lines: [&str; 2]) -> String {
    let context = |number: usize, line: &str| {
        format!(
            r#"<xbrli:context id="c{number}"><xbrli:entity><xbrli:identifier scheme="http://example.com">x</xbrli:identifier>
<xbrli:segment><xbrldi:typedMember dimension="ex:LineAxis"><ex:line>{line}</ex:line></xbrldi:typedMember></xbrli:segment></xbrli:entity>
<xbrli:period><xbrli:startDate>2003-01-01</xbrli:startDate><xbrli:endDate>2003-12-31</xbrli:endDate></xbrli:period></xbrli:context>
<ex:Sales contextRef="c{number}" unitRef="u" decimals="0">{number}00</ex:Sales>"#
        )
    };
    let text = format!(
        r#"<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xbrldi="http://xbrl.org/2006/xbrldi"
xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:ex="http://example.com/sales">
<link:schemaRef xlink:type="simple" xlink:href="sales.xsd"/>
<xbrli:unit id="u"><xbrli:measure>iso4217:EUR</xbrli:measure></xbrli:unit>{}{}</xbrli:xbrl>"#,
        context(1, lines[0]),
        context(2, lines[1])
    );
    let path = folder.join(name);
    fs::write(&path, text).expect("written");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn typed_members_are_the_same_where_their_values_are() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy("tests/rules/common/sales.xsd", folder.path().join("sales.xsd")).expect("copied");
    let (old, new) = (sales(folder.path(), "old.xml", ["01", "-0"]), sales(folder.path(), "new.xml", [" +1 ", "0"]));
    let same = comparison(&old, &new, &[]);
    assert_eq!((&same["counts"]["equal"], &same["differences"]), (&2.into(), &Value::Array(Vec::new())));
    let series = factum(&["series", &old, &new, "--concept", "Sales", "--all", "--format", "csv"]);
    let members: Vec<String> =
        text(&series.stdout).lines().skip(1).map(|line| line.split(',').nth(4).expect("members").to_owned()).collect();
    assert_eq!(members, ["ex:LineAxis=0", "ex:LineAxis=0", "ex:LineAxis=1", "ex:LineAxis=1"]);
    let other = comparison(&old, &sales(folder.path(), "other.xml", ["2", "0"]), &[]);
    assert_eq!(other["counts"]["equal"], 1);
    // Without the type of the values, they are compared as they are written.
    fs::remove_file(folder.path().join("sales.xsd")).expect("removed");
    let output = diff(&old, &new, &["--format", "json"]);
    let unknown: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((output.status.code(), &unknown["counts"]["equal"]), (Some(1), &0.into()));
}
