//! A Japanese annual report: its filing date is none of its periods, and where there are no subsidiaries the
//! statements are told for the member that says so.

use std::fs;
use std::path::PathBuf;

use factum::diff::{Class, MovementKind};
use tempfile::TempDir;

use super::{compared_at, lines, shared};

const NAME: &str = "jpcrp030000-asr-001_E36322-000_2024-01-31_01_2024-04-26.xbrl";

fn folder() -> PathBuf {
    shared().join("filings/EDINET/coly-asr-2024-01-31/PublicDoc")
}

/// The report of the next year, had its figures been those of the year before: its comparatives are what this
/// year's report tells, but for one.
fn next() -> TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(folder()).expect("the filing") {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|extension| extension == "xml" || extension == "xsd") {
            let text = fs::read(&path).expect("a file");
            fs::write(copy.path().join(path.file_name().expect("a name")), text).expect("written");
        }
    }
    let mut instance = fs::read_to_string(folder().join(NAME)).expect("the report");
    for (from, to) in [
        ("<xbrli:instant>2023-01-31<", "<xbrli:instant>2025-01-31<"),
        ("<xbrli:startDate>2022-02-01<", "<xbrli:startDate>2024-02-01<"),
        ("<xbrli:endDate>2023-01-31<", "<xbrli:endDate>2025-01-31<"),
        ("<xbrli:instant>2024-04-26<", "<xbrli:instant>2025-04-26<"),
        (">5086068000</jppfs_cor:CashAndDeposits>", ">5086168000</jppfs_cor:CashAndDeposits>"),
    ] {
        assert!(instance.contains(from), "{from}");
        instance = instance.replace(from, to);
    }
    fs::write(copy.path().join(NAME), instance).expect("written");
    copy
}

#[test]
fn a_report_covers_the_periods_of_its_statements_and_not_the_day_on_which_it_was_filed() {
    let next = next();
    let comparison = compared_at(&folder().join(NAME), &next.path().join(NAME));
    assert_eq!(comparison.old.covers, ["2023-02-01..2024-01-31", "2024-01-31", "2022-02-01..2023-01-31", "2023-01-31"]);
    let roll = comparison.roll_forward.as_ref().expect("a roll-forward");
    assert_eq!((roll.at.as_str(), roll.carried, roll.changed, roll.not_told), ("2024-01-31", 130, 1, 0));
    let told = [Class::Restated, Class::Added, Class::Removed, Class::Sign, Class::Scale, Class::Text];
    assert_eq!(lines(&comparison, &told), ["restated jppfs_cor:CashAndDeposits 2024-01-31 5086068000 5086168000"]);
    let sales = comparison.movements.iter().find(|movement| &*movement.thing.concept == "jppfs_cor:NetSales");
    let sales = sales.expect("net sales moved");
    assert_eq!((sales.kind, &*sales.to.period), (MovementKind::YearOverYear, "2024-02-01..2025-01-31"));
}
