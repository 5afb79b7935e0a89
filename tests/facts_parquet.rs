//! `factum facts --format parquet` as users run it, over the filing that the fixture exports.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use factum::output::facts::parquet::{COLUMNS, Column};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::{Value, json};

const FILING: &str = "fixtures/iij-fy2003-q4/golden/iiji-20040331.xml";

fn factum(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
    command.args(arguments).env_remove("FACTUM_TAXONOMY_DIR").current_dir(env!("CARGO_MANIFEST_DIR"));
    command.stdin(Stdio::null()).output().expect("the program runs")
}

fn rows(path: &Path) -> Vec<Value> {
    let reader = SerializedFileReader::new(File::open(path).expect("a file")).expect("Parquet");
    reader.get_row_iter(None).expect("rows").map(|row| object(&row.expect("a row"))).collect()
}

fn object(row: &Row) -> Value {
    row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect::<serde_json::Map<_, _>>().into()
}

fn value(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Bool(flag) => json!(flag),
        Field::Int(number) => json!(number),
        Field::Str(text) => json!(text),
        Field::MapInternal(map) => {
            let entry = |(key, member): &(Field, Field)| match key {
                Field::Str(axis) => (axis.clone(), value(member)),
                other => panic!("{other:?} is no name"),
            };
            map.entries().iter().map(entry).collect::<serde_json::Map<_, _>>().into()
        }
        // As it is written: days as dates, decimals with all their digits.
        other => json!(other.to_string()),
    }
}

/// The row that a fact of `--format json` is.
fn row_of(fact: &Value) -> Value {
    let dimensions = fact["dimensions"].as_array().into_iter().flatten();
    let members = dimensions
        .map(|dimension| (dimension["axis"].as_str().expect("an axis").to_owned(), dimension["member"].clone()));
    let decimals = fact["decimals"].as_str();
    json!({
        "fact_id": fact["id"],
        "concept": fact["concept"],
        "label": fact["label"],
        "period": fact["period"],
        "unit": fact["unit"],
        "decimals": decimals.and_then(|decimals| decimals.parse::<i32>().ok()),
        "is_exact": decimals == Some("INF"),
        "dimensions": members.collect::<serde_json::Map<_, _>>(),
        "language": fact["language"],
        "is_nil": fact["value"].is_null(),
        "value": fact["value"],
        "place_file": fact["place"]["file"],
        "place_line": fact["place"]["line"],
        "place_column": fact["place"]["column"],
    })
}

#[test]
fn rows_say_what_the_other_forms_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("facts.parquet");
    let output = factum(&["facts", FILING, "--format", "parquet", "--out", path.to_str().expect("UTF-8")]);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    let json: Value = serde_json::from_slice(&factum(&["facts", FILING, "--format", "json"]).stdout).expect("JSON");
    let facts = json["files"][0]["facts"].as_array().expect("facts");
    let rows = rows(&path);
    assert_eq!(rows.len(), facts.len());
    for (row, fact) in rows.iter().zip(facts) {
        let told = row_of(fact);
        for (column, value) in told.as_object().expect("columns") {
            assert_eq!(&row[column], value, "{column} of {fact}");
        }
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&rows[0]).expect("JSON"));
}

/// The guide's table of columns is that of the declarations; `UPDATE=1` rewrites it.
#[test]
fn the_guide_has_every_column() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/parquet.md");
    let guide = std::fs::read_to_string(&path).expect("the guide is there");
    let (before, rest) = guide.split_once("<!-- columns -->\n").expect("a place for the table");
    let (kept, after) = rest.split_once("<!-- /columns -->").expect("its end");
    let row = |column: &Column| format!("| `{}` | {} | {} |\n", column.name, column.sql_type(), column.about);
    let table = "| column | type | what it says |\n| --- | --- | --- |\n".to_owned()
        + &COLUMNS.iter().map(row).collect::<String>();
    if std::env::var_os("UPDATE").is_some() {
        let whole = format!("{before}<!-- columns -->\n{table}<!-- /columns -->{after}");
        std::fs::write(&path, whole).expect("it can be written");
        return;
    }
    assert_eq!(kept, table, "the table is stale; UPDATE=1 cargo test --test facts_parquet rewrites it");
}

#[test]
fn a_pipe_gets_the_same_bytes_as_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("facts.parquet");
    factum(&["facts", FILING, "--format", "parquet", "--out", path.to_str().expect("UTF-8")]);
    let piped = factum(&["facts", FILING, "--format", "parquet"]);
    assert!(piped.stdout == std::fs::read(&path).expect("a file"), "the bytes differ");
}

#[test]
fn a_file_is_whole_or_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("facts.parquet");
    let arguments = ["facts", FILING, "absent.xml", "--format", "parquet", "--out", path.to_str().expect("UTF-8")];
    let output = factum(&arguments);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: absent.xml can't be read: No such file or directory (os error 2)\n"
    );
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}
