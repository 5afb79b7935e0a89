//! What reading XML costs beside the bare cost of quick-xml's events and attributes, on files of three kinds.
//!
//! `cargo bench --bench xml`; the files are looked for under `FACTUM_SHARED`, by default `../shared`.

use std::hint::black_box;
use std::path::PathBuf;

use divan::Bencher;
use divan::counter::BytesCount;
use factum::model::DocumentId;
use factum::xml;
use quick_xml::events::Event;

/// A schema, which is mostly attributes; a label linkbase, which is both; an instance with long texts.
const FILES: [&str; 3] = [
    "taxonomies/xbrl.fasb.org/us-gaap/2024/elts/us-gaap-2024.xsd",
    "taxonomies/disclosure.edinet-fsa.go.jp/taxonomy/jpcrp/2022-11-01/label/jpcrp_2022-11-01_lab.xml",
    "filings/SEC/msft-10k-2015/msft-20150630.xml",
];

fn main() {
    divan::main();
}

fn load(file: &str) -> String {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = shared.join(file);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}; set FACTUM_SHARED", path.display()));
    xml::decode(&bytes).expect("text").into_owned()
}

#[divan::bench(args = FILES)]
fn bare(bencher: Bencher, file: &str) {
    let text = load(file);
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut count = 0_usize;
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Eof => return count,
                Event::Start(tag) | Event::Empty(tag) => {
                    for attribute in tag.attributes().with_checks(false) {
                        count += attribute.expect("well-formed").value.len();
                    }
                }
                Event::Text(text) => count += text.len(),
                _ => count += 1,
            }
        }
    });
}

#[divan::bench(args = FILES)]
fn tree(bencher: Bencher, file: &str) {
    let text = load(file);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| black_box(xml::parse(DocumentId(0), &text).expect("well-formed")).len());
}

#[divan::bench(args = FILES)]
fn children(bencher: Bencher, file: &str) {
    let text = load(file);
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let mut reader = xml::Reader::new(DocumentId(0), &text).expect("well-formed");
        let mut tree = reader.tree();
        let mut count = 0;
        while reader.next_child(&mut tree).expect("well-formed") {
            count += black_box(&tree).len();
        }
        count
    });
}

#[divan::bench(args = FILES)]
fn roxmltree(bencher: Bencher, file: &str) {
    let text = load(file);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| black_box(roxmltree::Document::parse(&text).expect("well-formed")).root().range().end);
}
