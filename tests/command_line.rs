//! What holds for every command, and the small commands, run as users run them.

use std::process::{Command, Output};

use serde_json::Value;

fn factum(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
    command.args(arguments).env_remove("FACTUM_TAXONOMY_DIR").env_remove("COLUMNS");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("text")
}

/// What a command writes to standard output, where it succeeds and says nothing else.
fn shown(arguments: &[&str]) -> String {
    let output = factum(arguments);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{arguments:?}");
    text(&output.stdout).to_owned()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&shown(arguments)).expect("one JSON document")
}

#[test]
fn a_rule_is_explained() {
    insta::assert_snapshot!(shown(&["explain", "xbrl.4.6.2:noSuchUnit"]));
    insta::assert_snapshot!(shown(&["explain", "xml.3.1:lessThanInValue", "--format", "markdown"]));
    assert_eq!(json(&["explain", "cvc-elt.1", "--format", "json"])["rules"][0]["clause"], "3.3.4");
}

#[test]
fn an_unknown_code_is_answered_with_near_misses() {
    let output = factum(&["explain", "noSuchContext"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    let expected = "error: there is no rule noSuchContext; did you mean `xbrl.4.6.1:noSuchContext`?\n";
    assert_eq!(text(&output.stderr), expected);
    let output = factum(&["explain", "profit"]);
    assert_eq!(text(&output.stderr), "error: there is no rule profit; factum rules lists them all\n");
}

#[test]
fn all_rules_are_listed_in_every_format() {
    let lines = shown(&["rules"]);
    let document = json(&["rules", "--format", "json"]);
    let markdown = shown(&["rules", "--format", "markdown"]);
    let rules = document["rules"].as_array().expect("a list");
    assert_eq!((document["factum"].as_str(), rules.len()), (Some("rules/1"), lines.lines().count()));
    for rule in rules {
        let code = rule["code"].as_str().expect("a code");
        assert!(lines.contains(&format!("{code} ")), "{code}");
        assert!(markdown.contains(&format!("## {code}\n")), "{code}");
    }
}

/// What a shell completes and what `man` shows come from the same declarations as `--help`.
#[test]
fn shells_and_man_know_every_command() {
    let help = shown(&["--help"]);
    let (_, commands) = help.split_once("Commands:\n").expect("a list of commands");
    let lines = commands.lines().take_while(|line| line.starts_with("  "));
    let names = lines.filter_map(|line| line[2..].split(' ').next()).filter(|name| !name.is_empty());
    let commands: Vec<&str> = names.collect();
    assert!(commands.len() > 8, "{commands:?}");
    let (completions, page) = (shown(&["completions", "bash"]), shown(&["man"]));
    for command in commands.into_iter().filter(|command| *command != "help") {
        assert!(completions.contains(command), "{command}");
        assert!(page.contains(&format!("factum\\-{command}(1)")), "{command}");
        assert!(shown(&["man", command]).contains(&format!(".TH factum-{command} 1")), "{command}");
    }
    for shell in ["elvish", "fish", "powershell", "zsh"] {
        assert!(shown(&["completions", shell]).contains("validate"), "{shell}");
    }
}
