//! What was written is read back.

mod support;
#[path = "support/told.rs"]
mod told;

use factum::instance::written::Pointer;
use factum::instance::{self, Instance, WriteOptions};
use factum::model::Documents;

fn read(text: &str) -> (Instance, Documents) {
    let mut documents = Documents::new();
    let document = documents.add("instance.xml", text.to_owned());
    let instance = instance::read(document, &documents).expect("an instance");
    (instance, documents)
}

#[test]
fn an_instance_that_is_written_says_the_same_when_it_is_read() {
    let (sample, nothing) = (support::sample(), Documents::new());
    let text = instance::write(&sample, &nothing, &WriteOptions::default()).expect("the form can hold it");
    let (instance, documents) = read(&text);
    assert_eq!(told::told(&instance.report, &documents), told::told(&sample, &nothing));
    let again = instance::write(&instance.report, &documents, &WriteOptions::default()).expect("the form can hold it");
    assert_eq!(again, text);
}

#[test]
fn what_can_not_be_told_is_written_and_not_said() {
    let (instance, documents) = read(
        r#"<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:ex="http://example.com/ex" xml:lang="EN">
  <ex:a contextRef="nowhere">1</ex:a>
  <ex:pair id="p"><ex:b contextRef="c">2 &amp; 3</ex:b><ex:part contextRef="c" unitRef="u"><numerator>1</numerator>
    <denominator>3</denominator></ex:part></ex:pair>
  <ex:c contextRef="c" unitRef="u" precision="3"> 1250 </ex:c>
  <context id="c"><entity><identifier scheme="s"> i </identifier><segment><ex:s><ex:t x="1"> y </ex:t></ex:s></segment>
    </entity><period><instant>2004-03-31</instant></period></context>
  <unit id="u"><measure>ex:kg</measure></unit>
</xbrl>"#,
    );
    insta::assert_snapshot!(told::told(&instance.report, &documents));
    let written = &instance.written;
    let parents: Vec<Option<u32>> = written.facts.iter().map(|fact| fact.parent).collect();
    assert_eq!(parents, [None, None, Some(1), Some(1), None]);
    assert_eq!(written.facts[0].context, Pointer::Dangling(116));
    let denominator = written.fractions[0].denominator.as_ref().expect("there is one");
    assert_eq!(denominator.get(&documents), "3");
    let names: Vec<&str> = written.elements.all.iter().map(|element| element.name.local.as_str()).collect();
    assert_eq!(names, ["s", "t"]);
}

#[test]
fn another_document_is_no_instance() {
    let mut documents = Documents::new();
    let document = documents.add("other.xml", "<xbrl xmlns='http://www.xbrl.org/2001/instance'/>");
    let finding = instance::read(document, &documents).expect_err("no instance");
    assert_eq!(finding.rule.code, "xbrl.4.1:notAnInstance");
}
