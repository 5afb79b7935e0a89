//! What judging one value costs, by type: millions of facts are judged, most of them as decimals and strings.
//!
//! `cargo bench --bench types`

use std::hint::black_box;
use std::sync::Arc;

use divan::Bencher;
use factum::xml::types::{BuiltIn, Facet, FacetKind, NoNamespaces, SimpleType};

/// A type's local name and a text that it takes.
const VALUES: [(&str, &str); 9] = [
    ("string", "Revenues, net of returns, rose by a third"),
    ("token", "Revenues, net of returns, rose by a third"),
    ("decimal", "-123456789.50"),
    ("integer", "123456789"),
    ("nonNegativeInteger", "123456789"),
    ("boolean", "true"),
    ("date", "2004-03-31"),
    ("dateTime", "2004-03-31T00:00:00Z"),
    ("QName", "Revenues"),
];

fn main() {
    divan::main();
}

#[divan::bench(args = VALUES.map(|(local, _)| local))]
fn check(bencher: Bencher, local: &str) {
    let (_, text) = VALUES.into_iter().find(|(name, _)| *name == local).expect("in the table");
    let kind = SimpleType::built_in(BuiltIn::from_local(local).expect("a type"));
    bencher.bench(|| black_box(&kind).check(black_box(text), &NoNamespaces).is_ok());
}

fn restricted(local: &str, kind: FacetKind, value: &str) -> Arc<SimpleType> {
    let base = SimpleType::built_in(BuiltIn::from_local(local).expect("a type"));
    let facet = Facet { kind, value, fixed: false, context: &NoNamespaces };
    SimpleType::restrict(&base, &[facet]).expect("a restriction")
}

#[divan::bench]
fn check_pattern(bencher: Bencher) {
    let kind = restricted("token", FacetKind::Pattern, "[A-Z0-9]{18}[0-9]{2}");
    bencher.bench(|| black_box(&kind).check(black_box("529900T8BM49AURSDO55"), &NoNamespaces).is_ok());
}

#[divan::bench]
fn compile_pattern(bencher: Bencher) {
    bencher.bench(|| restricted("token", FacetKind::Pattern, black_box("[\\i-[:]][\\c-[:]]*")));
}
