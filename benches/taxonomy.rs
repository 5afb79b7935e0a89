//! Cold loads of published taxonomies, beside the bare cost of quick-xml's events over the same texts.
//!
//! `cargo bench --bench taxonomy`; the files are looked for under `FACTUM_SHARED`, by default `../shared`.

mod bare;

use std::path::PathBuf;

use divan::Bencher;
use divan::counter::BytesCount;
use factum::filing;
use factum::model::Documents;
use factum::taxonomy::{EntryPoint, Loaded, Locations, load};
use factum::validate::{Options, validate};

/// US-GAAP 2024 as a whole, and what a Japanese securities report discovers; with their numbers of documents.
const ENTRIES: [(&str, usize); 2] = [
    ("taxonomies/xbrl.fasb.org/us-gaap/2024/entire/us-gaap-entryPoint-std-2024.xsd", 410),
    ("filings/EDINET/coly-asr-2024-01-31/PublicDoc/jpcrp030000-asr-001_E36322-000_2024-01-31_01_2024-04-26.xbrl", 34),
];

fn main() {
    divan::main();
}

fn shared() -> PathBuf {
    std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from)
}

fn locations() -> Locations {
    Locations { directories: vec![shared().join("taxonomies")], ..Locations::default() }
}

fn load_entry(file: &str) -> (Loaded, Documents) {
    let mut documents = Documents::new();
    let entry = EntryPoint::named(&shared().join(file).display().to_string());
    (load(&[entry], &locations(), &mut documents), documents)
}

fn texts((file, count): (&str, usize)) -> Vec<String> {
    let (loaded, documents) = load_entry(file);
    assert_eq!(loaded.taxonomy.sources().len(), count, "set FACTUM_SHARED");
    loaded.taxonomy.sources().iter().map(|source| documents.get(source.document).text().to_owned()).collect()
}

/// Events and attributes of all documents, on one thread.
#[divan::bench(args = ENTRIES)]
fn bare_events(bencher: Bencher, entry: (&str, usize)) {
    let texts = texts(entry);
    bencher
        .counter(BytesCount::new(texts.iter().map(String::len).sum::<usize>()))
        .bench(|| texts.iter().map(|text| bare::events(text)).sum::<usize>());
}

/// Everything from the entry point to the labels, files read anew, on all cores.
#[divan::bench(args = ENTRIES)]
fn all_cores(bencher: Bencher, entry: (&str, usize)) {
    let size: usize = texts(entry).iter().map(String::len).sum();
    bencher.counter(BytesCount::new(size)).bench(|| load_entry(entry.0));
}

/// Everything from the entry point to the verdict, all documents validated by the schemas among them, on all cores.
#[divan::bench(args = ENTRIES)]
fn judged(bencher: Bencher, entry: (&str, usize)) {
    let size: usize = texts(entry).iter().map(String::len).sum();
    let path = shared().join(entry.0);
    bencher.counter(BytesCount::new(size)).bench(|| {
        let mut documents = Documents::new();
        let filing = filing::open(&path, &locations(), &mut documents).expect("it is there");
        validate(&filing, &documents, &Options::default())
    });
}

/// The same as `all_cores` on one thread.
#[divan::bench(args = ENTRIES)]
fn one_thread(bencher: Bencher, entry: (&str, usize)) {
    let size: usize = texts(entry).iter().map(String::len).sum();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    bencher.counter(BytesCount::new(size)).bench(|| pool.install(|| load_entry(entry.0)));
}
