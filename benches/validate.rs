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
    let path = made::filing(folder.path(), facts, 0);
    bencher.counter(divan::counter::ItemsCount::new(facts)).bench_local(|| {
        let mut documents = Documents::new();
        let filing = filing::open(&path, &Locations::default(), &mut documents).expect("opened");
        let verdict = validate(&filing, &documents, &Options::default());
        assert_eq!(filing.report.as_ref().expect("a report").facts.len(), facts);
        assert_eq!((verdict.outcome, &verdict.findings[..]), (Outcome::Valid, &[][..]));
    });
}

/// The verdict on an opened filing of 100,000 facts, whose taxonomy has ever more hypercubes that they are not in: what
/// grows is the check of the taxonomy, as `taxonomy_among` shows; the time a fact takes does not.
#[divan::bench(args = [0, 1_000, 10_000], sample_count = 5, sample_size = 1)]
fn facts_among(bencher: divan::Bencher, hypercubes: usize) {
    among(bencher, 100_000, hypercubes);
}

/// The same for 100 facts.
#[divan::bench(args = [0, 1_000, 10_000], sample_count = 5, sample_size = 1)]
fn taxonomy_among(bencher: divan::Bencher, hypercubes: usize) {
    among(bencher, 100, hypercubes);
}

fn among(bencher: divan::Bencher, facts: usize, hypercubes: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = made::filing(folder.path(), facts, hypercubes);
    let mut documents = Documents::new();
    let filing = filing::open(&path, &Locations::default(), &mut documents).expect("opened");
    bencher.bench_local(|| {
        let verdict = validate(&filing, &documents, &Options::default());
        assert_eq!((verdict.outcome, &verdict.findings[..]), (Outcome::Valid, &[][..]));
    });
}
