//! The forms in which a report is written.

mod support;

use factum::instance::{self, ContextPart, WriteOptions};
use factum::model::Documents;
use factum::oim;

#[test]
fn xbrl_json_holds_all_that_a_report_says() {
    let text = oim::json::write(&support::sample(), &Documents::new(), &oim::json::NoVocabulary)
        .expect("the form can hold it");
    insta::assert_snapshot!(text);
}

#[test]
fn an_instance_holds_all_that_a_report_says() {
    let options = WriteOptions::default();
    let text = instance::write(&support::sample(), &Documents::new(), &options).expect("the form can hold it");
    insta::assert_snapshot!(text);
}

#[test]
fn dimensions_go_where_they_are_asked_to() {
    let options = WriteOptions { dimensions: ContextPart::Scenario };
    let text = instance::write(&support::sample(), &Documents::new(), &options).expect("the form can hold it");
    assert!(text.contains("<xbrli:scenario>") && !text.contains("<xbrli:segment>"));
}

#[test]
fn what_a_form_can_not_hold_is_an_error() {
    let mut report = support::sample();
    report.typed_domains.clear();
    let error = instance::write(&report, &Documents::new(), &WriteOptions::default()).expect_err("no element");
    assert!(matches!(error, instance::WriteError::TypedDomain { .. }));
    let mut report = support::sample();
    report.footnotes[0].content = "<b>".into();
    assert!(instance::write(&report, &Documents::new(), &WriteOptions::default()).is_err());
}
