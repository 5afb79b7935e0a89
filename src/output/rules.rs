//! Rules for people: one explained, all of them listed, and the pages of `docs/rules/`.

use std::fmt::Write as _;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Class, Rule};

/// Rules as one JSON document.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "factum rules")]
pub struct RulesDocument {
    /// What this document is, and its version.
    #[schemars(extend("const" = "rules/1"))]
    factum: &'static str,
    /// The rules.
    rules: Vec<RuleSummary>,
}

/// A rule.
#[derive(Serialize, JsonSchema)]
struct RuleSummary {
    /// The code that findings carry.
    code: &'static str,
    /// How grave a finding is: `error`, `warning` or `note`.
    severity: &'static str,
    /// The class in which findings are counted.
    class: &'static str,
    /// The specification that states the rule.
    specification: &'static str,
    /// Its clause.
    clause: &'static str,
    /// What is wrong, in one line.
    title: &'static str,
    /// Why it matters.
    why: &'static str,
    /// A fragment that breaks the rule.
    example: &'static str,
    /// The fragment, mended.
    mended: &'static str,
}

impl RulesDocument {
    /// Some rules as a document.
    #[must_use]
    pub fn new(rules: impl IntoIterator<Item = &'static Rule>) -> RulesDocument {
        let summary = |rule: &'static Rule| RuleSummary {
            code: rule.code,
            severity: rule.severity.name(),
            class: rule.class.name(),
            specification: rule.specification,
            clause: rule.clause,
            title: rule.title,
            why: rule.why,
            example: rule.example,
            mended: rule.mended,
        };
        RulesDocument { factum: "rules/1", rules: rules.into_iter().map(summary).collect() }
    }
}

/// A rule, explained.
#[must_use]
pub fn explanation(rule: &Rule) -> String {
    let mut out = format!("{} ({}, {})\n", rule.code, rule.severity.name(), rule.class.name());
    for (heading, text) in sections(rule) {
        _ = write!(out, "\n{heading}\n  {text}\n");
    }
    out
}

/// What there is to say of a rule, under its headings.
fn sections(rule: &Rule) -> [(&'static str, String); 5] {
    [
        ("What it checks", sentence(rule.title)),
        ("Why", rule.why.to_owned()),
        ("Example", rule.example.to_owned()),
        ("Mended", rule.mended.to_owned()),
        ("Reference", reference(rule)),
    ]
}

fn reference(rule: &Rule) -> String {
    match rule.class {
        Class::Mapping => format!("schemas/{}.schema.json", rule.clause),
        _ => format!("{}, {}", rule.specification, rule.clause),
    }
}

fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// A line a rule: its code, how grave it is, and what is wrong.
#[must_use]
pub fn list<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> String {
    let rules: Vec<&Rule> = rules.into_iter().collect();
    let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let mut out = String::new();
    for rule in rules {
        _ = writeln!(out, "{:width$}  {:7}  {}", rule.code, rule.severity.name(), rule.title);
    }
    out
}

/// Rules as sections of Markdown, each under its code.
#[must_use]
pub fn markdown<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> String {
    let mut out = String::new();
    for rule in rules {
        _ = write!(out, "\n## {}\n\n*{}, {}*\n", rule.code, rule.severity.name(), rule.class.name());
        for (heading, text) in sections(rule) {
            match heading {
                "Example" | "Mended" => _ = write!(out, "\n**{heading}**\n\n```{}\n{text}\n```\n", language(&text)),
                _ => _ = write!(out, "\n**{heading}** {}\n", escaped(&text)),
            }
        }
    }
    out
}

fn language(fragment: &str) -> &'static str {
    if fragment.starts_with('<') { "xml" } else { "text" }
}

/// A sentence whose angle brackets, outside code, are no tags.
fn escaped(text: &str) -> String {
    let mut in_code = false;
    text.chars().fold(String::new(), |mut out, letter| {
        in_code ^= letter == '`';
        match letter {
            '<' if !in_code => out += "&lt;",
            _ => out.push(letter),
        }
        out
    })
}

/// The pages of `docs/rules/`: their names and texts, one page a specification, and one that lists all.
#[must_use]
pub fn pages(rules: impl IntoIterator<Item = &'static Rule>) -> Vec<(String, String)> {
    let mut by_specification: IndexMap<&str, Vec<&Rule>> = IndexMap::new();
    for rule in rules {
        by_specification.entry(rule.specification).or_default().push(rule);
    }
    let mut index =
        "# Rules\n\nWhat factum checks, by specification. `factum explain CODE` shows one of them.\n".to_owned();
    let mut pages = Vec::new();
    for (specification, rules) in by_specification {
        let page = page_name(specification);
        _ = write!(index, "\n## {specification}\n\n| code | | what is wrong |\n| --- | --- | --- |\n");
        for rule in &rules {
            let (code, severity, title) = (rule.code, rule.severity.name(), escaped(rule.title).replace('|', "\\|"));
            _ = writeln!(index, "| [{code}]({page}#{}) | {severity} | {title} |", anchor(code));
        }
        let title = format!("# Rules of {specification}\n");
        pages.push((page, title + &markdown(rules)));
    }
    pages.insert(0, ("README.md".to_owned(), index));
    pages
}

fn page_name(specification: &str) -> String {
    format!("{}.md", specification.to_lowercase().replace(' ', "-"))
}

/// What hosts of Markdown make of a heading: letters, digits, hyphens and underscores, in lower case.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'));
    kept.flat_map(char::to_lowercase).collect()
}
