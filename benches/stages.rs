//! Where the time of a cold load goes, stage by stage, beside the bare cost of quick-xml's events over the same texts.
//!
//! `cargo bench --bench stages` prints a table for US-GAAP 2024, for Apple's 10-K and for a Japanese report, all on one
//! thread, the least of several runs; the files are looked for under `FACTUM_SHARED`, by default `../shared`.

mod bare;

use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use factum::filing;
use factum::model::{DocumentId, Documents};
use factum::taxonomy::{EntryPoint, Locations, load};
use factum::validate::{Options, validate};
use factum::xml;

/// Each entry with its number of documents.
const ENTRIES: [(&str, usize); 3] = [
    ("taxonomies/xbrl.fasb.org/us-gaap/2024/entire/us-gaap-entryPoint-std-2024.xsd", 410),
    ("filings/SEC/aapl-10k-2023/aapl-20230930_htm.xml", 27),
    ("filings/EDINET/coly-asr-2024-01-31/PublicDoc/jpcrp030000-asr-001_E36322-000_2024-01-31_01_2024-04-26.xbrl", 34),
];
/// What comes on top of the least of so many runs is other programs' noise.
const RUNS: usize = 9;

fn main() -> std::io::Result<()> {
    let shared = std::env::var_os("FACTUM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let locations = Locations { directories: vec![shared.join("taxonomies")], ..Locations::default() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    for (file, count) in ENTRIES {
        pool.install(|| table(&shared.join(file), count, &locations))?;
    }
    Ok(())
}

fn table(path: &Path, count: usize, locations: &Locations) -> std::io::Result<()> {
    let mut documents = Documents::new();
    let entry = [EntryPoint::named(&path.display().to_string())];
    let loaded = load(&entry, locations, &mut documents);
    assert_eq!(loaded.taxonomy.sources().len(), count, "set FACTUM_SHARED");
    let texts: Vec<&str> =
        loaded.taxonomy.sources().iter().map(|source| documents.get(source.document).text()).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let bare = least(|| texts.iter().map(|text| bare::events(text)).sum::<usize>());
    let parsed =
        least(|| texts.iter().map(|text| xml::parse(DocumentId(0), text).map_or(0, |tree| tree.len())).sum::<usize>());
    let loaded = least(|| load(&entry, locations, &mut Documents::new()).taxonomy.sources().len());
    let open = || filing::open(path, locations, &mut Documents::new()).map_or(0, |filing| filing.diagnostics.len());
    let opened = least(open);
    let judged = least(|| {
        let mut documents = Documents::new();
        let filing = filing::open(path, locations, &mut documents).expect("it is there");
        validate(&filing, &documents, &Options::default()).findings.len()
    });
    let rows = [
        ("bare events and attributes", bare),
        ("elements with places", parsed),
        ("files read, rows, names, networks", (loaded - parsed).max(0.0)),
        ("the instance", (opened - loaded).max(0.0)),
        ("validity and rules", (judged - opened).max(0.0)),
        ("all", judged),
    ];
    let out = &mut std::io::stdout();
    let megabytes = bytes as f64 / 1e6;
    let speed = megabytes / judged;
    writeln!(out, "{}: {count} documents, {megabytes:.1} MB, {speed:.0} MB/s in all", path.display())?;
    for (stage, time) in rows {
        writeln!(out, "  {stage:<36} {:>8.1} ms {:>6.1} x bare", time * 1000.0, time / bare)?;
    }
    Ok(())
}

/// Seconds.
fn least(run: impl Fn() -> usize) -> f64 {
    let timed = || {
        let start = Instant::now();
        black_box(run());
        start.elapsed().as_secs_f64()
    };
    (0..RUNS).map(|_| timed()).fold(f64::INFINITY, f64::min)
}
