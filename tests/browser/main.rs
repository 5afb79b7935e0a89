//! The page of `factum diff` in headless Chromium: a script at its end uses it as a reader does, and the page as it
//! then stands says what came of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What a reader does: each step says what is shown then.
const STEPS: &str = r#"
<script>
const seen = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.getClientRects().length > 0);
const names = (items) => items.map((item) => item.children[0].firstChild.textContent.trim());
const press = (key) => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
const set = (id, value, event) => {
  document.getElementById(id).value = value;
  document.getElementById(id).dispatchEvent(new Event(event));
};
const result = { all: seen().length };
set("search", "operating income", "input");
result.search = names(seen());
press("Escape");
result.cleared = seen().length;
const chip = document.querySelector('.chips [data-class="movement"]');
chip.click();
result.without_movements = seen().filter((item) => item.closest("section").dataset.class === "movement").length;
chip.click();
const table = document.querySelector('section[data-class="movement"] table');
const figures = () => [...table.querySelectorAll("tr[data-item]")].map((row) => Number(row.children[3].dataset.value));
const order = () => [...table.querySelectorAll("tr[data-item]")].map((row) => row.children[0].textContent);
const before = order();
const head = table.querySelectorAll("thead th")[3];
head.firstChild.click();
result.down = figures();
head.firstChild.click();
result.up = figures();
head.firstChild.click();
result.restored = JSON.stringify(order()) === JSON.stringify(before);
set("weight", "0.2", "change");
result.heavy = seen().map((item) => Number(item.dataset.weight ?? 1));
press("Escape");
press("t");
result.theme = document.documentElement.dataset.theme;
press("/");
result.focus = document.activeElement.id;
document.activeElement.blur();
press("j");
press("j");
result.row = document.activeElement === seen()[1];
set("search", "no such thing anywhere", "input");
result.nothing = !document.getElementById("nothing").hidden && seen().length === 0;
press("Escape");
const revenues = seen().find((item) => item.children.length > 4 && names([item])[0] === "Total revenues");
result.revenues = [...revenues.children].slice(1, 5).map((cell) => cell.textContent);
const bar = revenues.querySelector(".track i");
result.bar = [bar.className, bar.getBoundingClientRect().width > 0];
const out = document.createElement("pre");
out.id = "result";
out.textContent = JSON.stringify(result);
document.body.append(out);
</script>
"#;

fn chromium(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let output = Command::new(&program)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,900", &profile])
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{program} does not start: {error}; set CHROMIUM"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The page that compares the release's third quarter with its fourth.
fn page(folder: &Path) -> String {
    let factum = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_factum"))
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let at = |name: &str| folder.join(name).to_str().expect("UTF-8").to_owned();
    let mapping = "fixtures/iij-fy2003-q4/mapping.toml";
    factum(&["export", mapping, "--out", &at("third"), "--period", "3Q03"]);
    factum(&["export", mapping, "--out", &at("fourth")]);
    let (old, new) = (at("third/iiji-20040331.xml"), at("fourth/iiji-20040331.xml"));
    factum(&["diff", &old, &new, "--format", "html", "--out", &at("page.html")]);
    fs::read_to_string(folder.join("page.html")).expect("written")
}

#[test]
fn a_reader_can_search_filter_and_sort_by_mouse_and_keyboard() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = page(folder.path());
    let with_steps = folder.path().join("steps.html");
    fs::write(&with_steps, page.replace("</body>", &format!("{STEPS}</body>"))).expect("written");
    let dom = chromium(folder.path(), &["--dump-dom", &format!("file://{}", with_steps.display())]);
    let dom = String::from_utf8(dom).expect("UTF-8");
    let (_, result) = dom.split_once("<pre id=\"result\">").expect("the steps ended");
    let (result, _) = result.split_once("</pre>").expect("the steps ended");
    let result: Value = serde_json::from_str(&result.replace("&amp;", "&").replace("&gt;", ">")).expect("JSON");
    let numbers = |name: &str| -> Vec<f64> {
        result[name].as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number")).collect()
    };
    let all = result["all"].as_u64().expect("a number");
    assert!(all > 100, "{result}");
    assert_eq!(result["cleared"], all);
    let found = result["search"].as_array().expect("a list");
    assert!(!found.is_empty() && (found.len() as u64) < all, "{result}");
    assert!(found.iter().any(|name| name == "Operating income (loss)"), "{result}");
    assert_eq!(result["without_movements"], 0);
    let (down, up) = (numbers("down"), numbers("up"));
    assert!(down.len() > 5 && down.is_sorted_by(|one, two| one >= two), "{down:?}");
    assert!(up.len() == down.len() && up.is_sorted(), "{up:?}");
    assert_eq!(result["restored"], true);
    assert!(numbers("heavy").iter().all(|weight| *weight >= 0.2), "{result}");
    assert!(["dark", "light"].iter().any(|theme| result["theme"] == *theme), "{result}");
    assert_eq!((&result["focus"], &result["row"]), (&Value::from("search"), &Value::from(true)), "{result}");
    assert_eq!(result["nothing"], true);
    let revenues: Vec<&str> = result["revenues"].as_array().expect("cells").iter().filter_map(Value::as_str).collect();
    assert_eq!(revenues, ["9,633,155", "11,617,002", "+1,983,847", "+20.6%"]);
    assert_eq!(result["bar"], serde_json::json!(["up", true]));
}

#[test]
fn the_page_prints() {
    let folder = tempfile::tempdir().expect("a folder");
    page(folder.path());
    let pdf = folder.path().join("page.pdf");
    let source = format!("file://{}", folder.path().join("page.html").display());
    chromium(folder.path(), &[&format!("--print-to-pdf={}", pdf.display()), &source]);
    let printed = fs::read(&pdf).expect("printed");
    assert!(printed.starts_with(b"%PDF"), "no PDF");
    let pages = printed.windows(11).filter(|window| window == b"/Type /Page").count();
    assert!(pages > 1, "{pages} pages");
}
