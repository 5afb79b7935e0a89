//! What the README shows is what its commands say.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The texts that the README shows between fences of `text`.
fn shown() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).expect("the README is there");
    let blocks = readme.split("```text\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// The table of commands is that of `--help`; `UPDATE=1` rewrites it.
#[test]
fn the_commands_are_those_of_the_help() {
    let output = Command::new(env!("CARGO_BIN_EXE_factum")).arg("--help").output().expect("it starts");
    let help = String::from_utf8(output.stdout).expect("UTF-8");
    let (_, list) = help.split_once("Commands:\n").expect("a list of commands");
    let mut table = "| command | what it does |\n| --- | --- |\n".to_owned();
    for line in list.lines().take_while(|line| line.starts_with("  ")) {
        match line[2..].split_once(' ') {
            Some(("help", _)) => break,
            Some(("", more)) => table.insert_str(table.len() - 3, &format!(" {}", more.trim())),
            Some((name, about)) => table += &format!("| `factum {name}` | {} |\n", about.trim()),
            None => panic!("{line:?} says nothing of its command"),
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).expect("the README is there");
    let (before, rest) = readme.split_once("<!-- commands -->\n").expect("a place for the table");
    let (kept, after) = rest.split_once("<!-- /commands -->").expect("its end");
    if std::env::var_os("UPDATE").is_some() {
        let whole = format!("{before}<!-- commands -->\n{table}<!-- /commands -->{after}");
        fs::write(&path, whole).expect("it can be written");
        return;
    }
    assert_eq!(kept, table, "the table is stale; UPDATE=1 cargo test --test readme rewrites it");
}

/// The block that has a line, whose lines all come in the text of a command, in this order.
fn holds(line: &str, said: &str) {
    let blocks = shown();
    let block = blocks.iter().find(|block| block.contains(line)).unwrap_or_else(|| panic!("{line} is nowhere shown"));
    let mut lines = said.lines();
    for wanted in block.lines().filter(|line| line.trim() != "…") {
        assert!(lines.any(|line| line == wanted), "{wanted:?} is not said, or not in this order");
    }
}

#[test]
fn the_commands_say_what_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let say = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
        let rooted = arguments.iter().map(|argument| match argument.strip_prefix("target/") {
            Some(rest) => folder.path().join(rest).display().to_string(),
            None => (*argument).to_owned(),
        });
        let output = command.args(rooted).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it starts");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let said = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        said.replace(&folder.path().display().to_string(), "target")
    };
    let mapping = "fixtures/iij-fy2003-q4/mapping.toml";
    holds("15 of 15 bound", &say(&["export", mapping, "--out", "target/iij"]));
    holds("valid: ", &say(&["validate", "target/iij/iiji-20040331.xml"]));
    for period in ["3Q03", "4Q03"] {
        say(&["export", mapping, "--period", period, "--out", &format!("target/{}", period.to_lowercase())]);
    }
    let [old, new] = ["3q03", "4q03"].map(|folder| format!("target/{folder}/iiji-20040331.xml"));
    holds("Total revenues", &say(&["diff", &old, &new, "--negative-base", "signed"]));
}
