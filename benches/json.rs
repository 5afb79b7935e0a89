//! xBRL-JSON of many facts: time has to grow with their number and no faster.

use std::fmt::Write as _;

use factum::model::Documents;
use factum::oim::json::{self, NoVocabulary};

fn main() {
    divan::main();
}

/// A report of so many facts: two concepts, a hundred years, and as many entities as it takes.
fn report(facts: usize) -> String {
    let mut text = String::from(
        r#"{"documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-json", "taxonomy": ["shop.xsd"], "namespaces":
        {"ex": "http://example.com/shop", "s": "http://example.com", "iso4217": "http://www.xbrl.org/2003/iso4217"}},
        "facts": {"#,
    );
    for number in 0..facts {
        let (concept, year, entity) = (["Sales", "Costs"][number % 2], 1900 + number % 100, number / 200);
        let comma = if number == 0 { "" } else { "," };
        _ = write!(
            text,
            r#"{comma}"f{number}": {{"value": "{}", "decimals": 0, "dimensions": {{"concept": "ex:{concept}", "entity":
            "s:shop{entity}", "period": "{year}-01-01T00:00:00/{}-01-01T00:00:00", "unit": "iso4217:JPY"}}}}"#,
            number * 7,
            year + 1,
        );
    }
    text + "}}"
}

#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 3, sample_size = 1)]
fn facts(bencher: divan::Bencher, facts: usize) {
    let mut documents = Documents::new();
    let text = report(facts);
    let bytes = text.len();
    let document = documents.add("report.json", text);
    bencher.counter(divan::counter::BytesCount::new(bytes)).bench_local(|| {
        let header = json::read_header(document, &documents).expect("a report");
        let read = json::read(document, &documents, &header, &NoVocabulary).expect("a report");
        assert_eq!((read.report.facts.len(), read.findings.len()), (facts, 0));
        read
    });
}
