//! The forms in which a report is written.

mod support;

use factum::model::Documents;
use factum::oim;

#[test]
fn xbrl_json_holds_all_that_a_report_says() {
    let text = oim::json::write(&support::sample(), &Documents::new()).expect("the form can hold it");
    insta::assert_snapshot!(text);
}
