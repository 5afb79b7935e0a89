//! Every rule has a folder `tests/rules/CODE/`, `:` written as `-`.
//!
//! What it holds under the name `valid`, or `valid-…`, yields no finding; what it holds under `invalid`, or
//! `invalid-…`, yields the rule's code and no other. Other files are what these refer to, those that several
//! folders share are in `tests/rules/common/`. `case.toml` has the options of a folder, see [`Case`].

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use factum::filing;
use factum::model::{Documents, Rule};
use factum::taxonomy::{Locations, Package};
use factum::validate::{self, CalculationMode, Options};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;

/// Rules whose fixtures would be too large to keep, or can't be kept: tests of their rooms make them.
const MADE_ELSEWHERE: &[&str] = &[
    "xml.3:tooDeep",
    "xml.3.1:tooManyAttributes",
    "xml.4.3.3:tooLong",
    "xbrl.3.5.3.9:tooManyRelationships",
    "taxonomy:tooManyMembers",
];

/// The options of a folder; what is left out is as by default.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Case {
    /// `none`, `xbrl21`, `c11r` or `c11t`.
    calc: Option<String>,
    /// As on the command line: `error`, `warn=consistent` and so on.
    #[serde(default)]
    duplicates: Vec<String>,
    /// Taxonomy packages, files of the folder.
    #[serde(default)]
    packages: Vec<String>,
}

impl Case {
    fn of(folder: &Path) -> Result<Case, Failed> {
        let path = folder.join("case.toml");
        if !path.exists() {
            return Ok(Case::default());
        }
        Ok(toml::from_str(&std::fs::read_to_string(path)?)?)
    }

    fn options(&self) -> Result<Options, Failed> {
        let mut options = Options::default();
        if let Some(calc) = &self.calc {
            options.calculations = match calc.as_str() {
                "none" => CalculationMode::None,
                "xbrl21" => CalculationMode::Xbrl21,
                "c11r" => CalculationMode::Rounding,
                "c11t" => CalculationMode::Truncation,
                other => return Err(format!("calc = {other:?}").into()),
            };
        }
        for treatment in &self.duplicates {
            options.duplicates.treat(treatment)?;
        }
        Ok(options)
    }

    fn locations(&self, folder: &Path) -> Result<Locations, Failed> {
        let packages = self.packages.iter().map(|name| Package::open(&folder.join(name)));
        Ok(Locations { packages: packages.collect::<Result<_, _>>()?, ..Locations::default() })
    }
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let folders: Vec<String> = entries(&root)
        .into_iter()
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
        .filter(|name| name != "common")
        .collect();
    let mut trials = vec![];
    for rule in rules() {
        let folder = root.join(folder_of(rule.code));
        if folder.is_dir() {
            trials.push(Trial::test(rule.code, move || check(rule, &folder)));
        }
    }
    trials.push(Trial::test("every_rule_has_a_folder_and_every_folder_a_rule", move || inventory(&folders)));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// All rules but those of mappings, which have `tests/mapping/`.
fn rules() -> impl Iterator<Item = &'static Rule> {
    factum::rules::all().filter(|rule| !rule.code.starts_with("mapping:"))
}

fn folder_of(code: &str) -> String {
    code.replace(':', "-")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    entries
}

fn inventory(folders: &[String]) -> Result<(), Failed> {
    let mut problems = Vec::new();
    let mut known = BTreeSet::new();
    for rule in rules() {
        let folder = folder_of(rule.code);
        let has_folder = folders.contains(&folder);
        let listed = MADE_ELSEWHERE.contains(&rule.code);
        match (has_folder, listed) {
            (true, true) => problems.push(format!("{} has a folder; take it off the list", rule.code)),
            (false, false) => problems.push(format!("{} has no folder tests/rules/{folder}", rule.code)),
            _ => {}
        }
        if !known.insert(folder) {
            problems.push(format!("{} is declared twice", rule.code));
        }
    }
    let of_none = folders.iter().filter(|folder| !known.contains(*folder));
    problems.extend(of_none.map(|folder| format!("no rule has the folder tests/rules/{folder}")));
    let of_none = MADE_ELSEWHERE.iter().filter(|code| factum::rules::find(code).is_none());
    problems.extend(of_none.map(|code| format!("{code} is listed, and no rule has it")));
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}

fn check(rule: &Rule, folder: &Path) -> Result<(), Failed> {
    let case = Case::of(folder)?;
    let (options, locations) = (case.options()?, case.locations(folder)?);
    let (mut valid, mut invalid, mut problems) = (0, 0, Vec::new());
    for path in entries(folder) {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let expected: &[&str] = match stem.split('-').next() {
            Some("valid") => &[],
            Some("invalid") => &[rule.code],
            _ => continue,
        };
        *(if expected.is_empty() { &mut valid } else { &mut invalid }) += 1;
        let (codes, shown) = judge(&path, &options, &locations)?;
        if !codes.iter().map(String::as_str).eq(expected.iter().copied()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            problems.push(format!("{name}: expected {expected:?}, found {codes:?}\n{shown}"));
        }
    }
    if valid == 0 || invalid == 0 {
        problems.push("a folder needs a file called valid and one called invalid".to_owned());
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}

/// The codes that a filing yields, each once, and the findings as text.
fn judge(path: &Path, options: &Options, locations: &Locations) -> Result<(BTreeSet<String>, String), Failed> {
    let mut documents = Documents::new();
    let filing = filing::open(path, locations, &mut documents)?;
    let verdict = validate::validate(&filing, &documents, options);
    let shown = verdict.findings.iter().map(|finding| factum::output::diagnostic::text(finding, &documents));
    let codes = verdict.findings.iter().map(|finding| finding.rule.code.to_owned()).collect();
    Ok((codes, shown.collect()))
}
