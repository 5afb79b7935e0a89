//! Validation of made filings with dimensions, from the file to the verdict: time grows with their size and no faster.

mod made;

use factum::filing;
use factum::model::Documents;
use factum::taxonomy::Locations;
use factum::validate::{Options, Outcome, validate};

fn main() {
    divan::main();
}

#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 3, sample_size = 1)]
fn valid(bencher: divan::Bencher, facts: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = made::filing(folder.path(), facts);
    bencher.counter(divan::counter::ItemsCount::new(facts)).bench_local(|| {
        let mut documents = Documents::new();
        let filing = filing::open(&path, &Locations::default(), &mut documents).expect("opened");
        let verdict = validate(&filing, &documents, &Options::default());
        assert_eq!(filing.report.as_ref().expect("a report").facts.len(), facts);
        assert_eq!((verdict.outcome, &verdict.findings[..]), (Outcome::Valid, &[][..]));
    });
}
