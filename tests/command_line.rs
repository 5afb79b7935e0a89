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

const INVALID: &str = "tests/rules/xbrl.4.6.1-noSuchContext/invalid.xml";
const VALID: &str = "tests/rules/xbrl.4.6.1-noSuchContext/valid.xml";

#[test]
fn findings_are_shown_with_the_verdict_last() {
    let output = factum(&["validate", INVALID]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), ""));
    insta::assert_snapshot!(text(&output.stdout));
    assert_eq!(shown(&["validate", VALID]), "valid\n");
}

/// Six facts of one cause: five are shown, or as many as a user wants.
#[test]
fn the_first_few_of_a_code_are_shown_or_all_or_as_many_as_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let many = folder.path().join("many.xml");
    let valid = std::fs::read_to_string(VALID).expect("a fixture");
    let fact = valid.lines().find(|line| line.contains("<ex:Sales")).expect("a fact");
    let facts = fact.replace("\"year\"", "\"none\"").repeat(6);
    let common = format!("{}/tests/rules/common/", env!("CARGO_MANIFEST_DIR"));
    std::fs::write(&many, valid.replace(fact, &facts).replace("../common/", &common)).expect("written");
    let many = many.to_str().expect("UTF-8");
    let places = |more: &[&str]| {
        let output = factum(&[&["validate", many], more].concat());
        assert_eq!(output.status.code(), Some(1));
        let text = text(&output.stdout).to_owned();
        (text.matches("-->").count(), text)
    };
    let (count, text) = places(&[]);
    assert_eq!(count, 5);
    assert!(text.contains("(6 errors)") && text.contains("  … and 1 more (--all shows them)"), "{text}");
    assert_eq!(places(&["--all"]).0, 6);
    assert_eq!(places(&["--all", "--max-errors", "2"]).0, 2);
    let output = factum(&["validate", many, "--format", "json", "--max-errors", "2"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(document["counts"]["specification"]["errors"], 6);
    assert_eq!(document["files"][0]["findings"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_the_others_are_checked() {
    let broken = "tests/rules/xml.3-tagMismatch/invalid.xsd";
    let output = factum(&["validate", "nowhere.xml", broken, "tests", VALID]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(text(&output.stderr), @r"
    error: nowhere.xml can't be read: No such file or directory (os error 2)
    error: tests is a folder; name the instance in it
    ");
    insta::assert_snapshot!(text(&output.stdout));
    let output = factum(&["validate", "nowhere.xml", VALID, "--format", "json"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    meets("validate", &document);
    assert_eq!(document["unread"][0]["file"], "nowhere.xml");
    assert_eq!(document["verdict"], "valid");
    let output = factum(&["validate", "nowhere.xml", "--format", "json"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
}

fn meets(name: &str, document: &Value) {
    let schema = factum::output::schemas::schema(name).expect("a schema");
    let validator = jsonschema::validator_for(schema.as_value()).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(document).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new(), "{name}");
    let (first, value) = document.as_object().and_then(|members| members.iter().next()).expect("a member");
    assert_eq!((first.as_str(), value), ("factum", &Value::from(format!("{name}/1"))));
}

#[test]
fn every_json_meets_its_schema() {
    let commands: [(&str, &[&str]); 7] = [
        ("validate", &["validate", INVALID]),
        ("diff", &["diff", VALID, INVALID]),
        ("series", &["series", VALID, INVALID]),
        ("facts", &["facts", VALID]),
        ("taxonomy", &["taxonomy", "tests/taxonomy/shop/shop.xsd"]),
        ("rules", &["explain", "cvc-elt.1"]),
        ("rules", &["rules"]),
    ];
    for (name, arguments) in commands {
        let output = factum(&[arguments, &["--format", "json"]].concat());
        meets(name, &serde_json::from_slice(&output.stdout).expect("one JSON document"));
    }
}

#[test]
fn a_result_goes_to_a_file_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("out.txt");
    let out = path.to_str().expect("UTF-8");
    for (arguments, status) in [(&["validate", INVALID][..], 1), (&["rules"], 0), (&["schema", "mapping"], 0)] {
        let expected = factum(arguments).stdout;
        let output = factum(&[arguments, &["--out", out]].concat());
        assert_eq!((output.status.code(), &output.stdout[..]), (Some(status), &b""[..]), "{arguments:?}");
        assert!(std::fs::read(&path).expect("written") == expected, "{arguments:?}");
    }
    let before = std::fs::read(&path).expect("written");
    let output = factum(&["validate", "nowhere.xml", "--out", out]);
    assert_eq!(output.status.code(), Some(2));
    assert!(std::fs::read(&path).expect("still there") == before, "the file was changed");
    let output = factum(&["rules", "--out", folder.path().to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is a folder; a file was expected"), "{}", text(&output.stderr));
    let names = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(names, 1, "something else was left");
}

/// Whoever may read a file that any program writes may read a result too.
#[cfg(unix)]
#[test]
fn a_result_is_as_readable_as_any_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let mode = |name: &str| std::fs::metadata(folder.path().join(name)).expect("a file").permissions().mode();
    std::fs::write(folder.path().join("any.txt"), "").expect("written");
    let out = folder.path().join("out.txt");
    assert_eq!(factum(&["rules", "--out", out.to_str().expect("UTF-8")]).status.code(), Some(0));
    assert_eq!(mode("out.txt"), mode("any.txt"));
}

#[test]
fn colours_come_where_they_are_asked_for_and_nowhere_else() {
    let run = |arguments: &[&str], variable: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
        command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR");
        command.envs(variable.map(|name| (name, "1")));
        let output = command.output().expect("the program starts");
        [output.stdout, output.stderr].concat().contains(&0x1B)
    };
    for command in [&["validate", INVALID][..], &["validate", "nowhere.xml"], &["explain", "nothing"]] {
        let with = |color: &str| run(&[command, &["--color", color]].concat(), None);
        assert!(with("always"), "{command:?}");
        assert!(!with("never") && !with("auto"), "{command:?}");
        assert!(!run(command, Some("NO_COLOR")), "{command:?}");
    }
}

/// Standard input in the place of a file: what it refers to is found from where the program runs.
#[test]
fn a_dash_is_standard_input() {
    let read = |arguments: &[&str], folder: &str, file: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
        command.args(arguments).current_dir(&folder).stdin(std::fs::File::open(folder.join(file)).expect("a file"));
        command.output().expect("the program starts")
    };
    let rule = "tests/rules/xbrl.4.6.1-noSuchContext";
    assert_eq!(text(&read(&["validate", "-"], rule, "valid.xml").stdout), "valid\n");
    let output = read(&["validate", "-"], rule, "invalid.xml");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("--> -:11:25\n"), "{}", text(&output.stdout));
    let output = read(&["taxonomy", "-"], "tests/taxonomy/shop", "shop.xsd");
    let documents = text(&output.stdout);
    assert!(documents.contains("schema    -\n") && documents.contains("linkbase  shop_pre.xml\n"), "{documents}");
    let golden = "fixtures/iij-fy2003-q4/golden";
    let output = read(&["diff", "-", "iiji-20040331.xml"], golden, "iiji-20040331.json");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let output = read(&["diff", "-", "valid.xml"], rule, "valid.xml");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let output = read(&["export", "-", "--out", out.to_str().expect("UTF-8")], "tests/mapping/valid", "mapping.toml");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

/// The same bytes with any number of threads.
#[test]
fn threads_change_nothing() {
    let with = |threads: &str| factum(&["validate", INVALID, VALID, "--format", "json", "--threads", threads]).stdout;
    assert!(with("1") == with("3"), "the number of threads matters");
    assert_eq!(factum(&["rules", "--threads", "0"]).status.code(), Some(2));
}

#[test]
fn quiet_says_less_and_verbose_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let export = |more: &str| {
        let arguments = ["export", "tests/mapping/valid/mapping.toml", "--out", out.to_str().expect("UTF-8"), more];
        let output = factum(&arguments);
        assert_eq!(output.status.code(), Some(0));
        text(&output.stderr).to_owned()
    };
    assert_eq!(export("--quiet"), "");
    assert!(export("-v").starts_with("read tests/mapping/valid/mapping.toml\n"));
    let output = factum(&["validate", VALID, "-v"]);
    assert!(text(&output.stderr).contains("read tests/rules/common/shop.xsd\n"), "{}", text(&output.stderr));
}

/// A reader that closes the pipe early is no error.
#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    for arguments in [&["rules"][..], &["schema", "mapping"], &["validate", INVALID], &["completions", "zsh"], &["man"]]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
        command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = command.stdout(writer).stderr(std::process::Stdio::piped()).output().expect("it starts");
        let status = output.status.code().expect("no signal");
        assert!(status == 0 && output.stderr.is_empty(), "{arguments:?}: {status} {}", text(&output.stderr));
    }
}
