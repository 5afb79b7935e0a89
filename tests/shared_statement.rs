//! Statements of real filings, as the companies show them.

use std::path::{Path, PathBuf};

use factum::filing;
use factum::model::Documents;
use factum::output::statement::{Shelf, Shown, text};
use factum::statement::{Statement, Statements};
use factum::taxonomy::{Labels, Locations};

/// Columns of the terminal.
const WIDTH: usize = 100;

fn shared() -> PathBuf {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    assert!(shared.is_dir(), "{} is missing: name the shared data in FACTUM_SHARED", shared.display());
    shared
}

fn instance_of(folder: &Path) -> PathBuf {
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let is_instance = |path: &PathBuf| {
        let name = path.to_string_lossy();
        name.ends_with("_htm.xml") || name.ends_with(".xbrl")
    };
    files.into_iter().find(is_instance).unwrap_or_else(|| panic!("no instance in {}", folder.display()))
}

/// The statements of a filing whose titles are these, as text.
fn shown(folder: &str, language: &str, titles: &[&str]) -> Vec<String> {
    let shared = shared();
    let locations = Locations { directories: vec![shared.join("taxonomies")], ..Locations::default() };
    let mut documents = Documents::new();
    let path = instance_of(&shared.join("filings").join(folder));
    let filing = filing::open(&path, &locations, &mut documents).expect("a filing");
    let labels = Labels { language: language.to_owned(), role: None };
    let report = filing.report.as_ref().expect("a report");
    let statements = Statements::of(report, &filing.taxonomy, &documents, &labels);
    let shown = |title: &&str| {
        let found = statements.presentations.iter().find(|presentation| presentation.title() == *title);
        let statement: Statement = statements.statement(found.expect(title)).expect("a table");
        let text = text(Shelf { file: folder, statements: &[statement] }, Shown { width: WIDTH, language });
        // A label of one word that is longer than its column is broken, so nothing is wider than the page.
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        text
    };
    titles.iter().map(shown).collect()
}

/// Looks for lines: each a label and the figures behind it.
fn has(text: &str, lines: &[&[&str]]) {
    for line in lines {
        let found = text.lines().any(|shown| {
            let mut words = shown.split("  ").map(str::trim).filter(|word| !word.is_empty());
            line.iter().all(|expected| words.next() == Some(*expected)) && words.next().is_none()
        });
        assert!(found, "{line:?} is not in\n{text}");
    }
}

#[test]
fn apples_statements() {
    let titles = [
        "CONSOLIDATED BALANCE SHEETS",
        "CONSOLIDATED STATEMENTS OF OPERATIONS",
        "CONSOLIDATED STATEMENTS OF CASH FLOWS",
        "CONSOLIDATED STATEMENTS OF SHAREHOLDERS' EQUITY",
    ];
    let shown = shown("SEC/aapl-10k-2022", "en", &titles);
    let [balance, income, cash, equity] = shown.as_slice() else { panic!("four statements") };
    has(
        balance,
        &[
            &["USD in millions", "2022-09-24", "2021-09-25"],
            &["Total current assets", "135,405", "134,836"],
            &["Retained earnings/(Accumulated deficit)", "(3,068)", "5,562"],
            &["Total liabilities and shareholders’ equity", "352,755", "351,002"],
        ],
    );
    has(
        income,
        &[
            &["Net sales", "394,328", "365,817", "274,515"],
            &["Service", "78,129", "68,425", "53,768"],
            &["Other income/(expense), net", "(334)", "258", "803"],
            &["Net income", "99,803", "94,680", "57,411"],
            &["Diluted (in dollars per share)", "6.11", "5.61", "3.28"],
            &["Basic (in shares)", "16,215,963", "16,701,272", "17,352,119"],
        ],
    );
    has(
        cash,
        &[
            &["balances", "35,929", "39,789", "50,224"],
            &["Repurchases of common stock", "(89,402)", "(85,971)", "(72,358)"],
            &["Repayments of term debt", "(9,543)", "(8,750)", "(12,629)"],
        ],
    );
    has(
        equity,
        &[&["Ending balances", "50,672", "64,849", "(3,068)", "(11,109)"], &["Net income", "99,803", "99,803"]],
    );
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn netflixs_statements() {
    let titles = [
        "CONSOLIDATED STATEMENTS OF OPERATIONS",
        "CONSOLIDATED STATEMENTS OF CASH FLOWS",
        "CONSOLIDATED BALANCE SHEETS",
        "CONSOLIDATED STATEMENTS OF STOCKHOLDERS’ EQUITY",
    ];
    let shown = shown("SEC/nflx-10k-2023", "en", &titles);
    let [income, cash, balance, equity] = shown.as_slice() else { panic!("four statements") };
    has(
        income,
        &[
            &["Revenues", "33,723,297", "31,615,550", "29,697,844"],
            &["Interest expense", "(699,826)", "(706,212)", "(765,620)"],
            &["Basic (in USD per share)", "12.25", "10.10", "11.55"],
        ],
    );
    has(cash, &[&["Net cash provided by operating activities", "7,274,301", "2,026,257", "392,610"]]);
    has(balance, &[&["Total assets", "48,731,992", "48,594,768"], &["Short-term debt", "399,844", "0"]]);
    has(equity, &[&["Ending balance", "20,588,313", "5,145,172", "(6,922,200)", "(223,945)", "22,589,286"]]);
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn colys_statements_in_japanese() {
    let titles = [
        "310040 貸借対照表",
        "321040 損益計算書",
        "342040 キャッシュ・フロー計算書　間接法",
        "330040 株主資本等変動計算書",
    ];
    let shown = shown("EDINET/coly-asr-2024-01-31/PublicDoc", "ja", &titles);
    let [balance, income, cash, _] = shown.as_slice() else { panic!("four statements") };
    // The label files of this taxonomy are missing: its concepts are shown by their names.
    has(
        balance,
        &[
            &["JPY in thousands, NonConsolidated", "2023-01-31", "2024-01-31"],
            &["CashAndDeposits", "6,097,511", "5,086,068"],
        ],
    );
    // As the report's own page has them: 敷金償却費, 敷金の拠出による支出, 営業活動によるキャッシュ・フロー, 期首残高, 期末残高.
    has(
        cash,
        &[
            &["敷金償却費", "1,664", "1,235"],
            &["敷金の拠出による支出", "(2,802)", "(11,196)"],
            &["NetCashProvidedByUsedInOperatingActivities", "(683,381)", "(517,623)"],
            &["CashAndCashEquivalents, at the start", "6,899,241", "6,097,511"],
            &["CashAndCashEquivalents, at the end", "6,097,511", "5,086,068"],
        ],
    );
    has(income, &[&["NetSales", "5,537,488", "5,064,540"], &["OperatingIncome", "(207,318)", "(813,715)"]]);
    insta::assert_snapshot!(shown.join("\n"));
}
