//! The physical limit: what it costs to read the bytes of a filing and its taxonomy once.
//!
//! `cargo bench --bench bare_read -- FILE...` opens each file, pulls all events and attributes out of it with
//! quick-xml, drops them, and prints the least milliseconds of several runs, on one thread and on all cores.

mod bare;

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rayon::prelude::*;

/// The least of so many runs is told: what comes on top of it is other programs' noise.
const RUNS: usize = 15;

fn main() -> std::io::Result<()> {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).filter(|arg| arg != "--bench").map(PathBuf::from).collect();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let bytes: u64 = files.iter().map(|file| std::fs::metadata(file).map(|data| data.len())).sum::<Result<_, _>>()?;
    let all_cores = least(|| read_all(&files));
    let one_thread = one.install(|| least(|| read_all(&files)));
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    let (one_thread, all_cores) = (milliseconds(one_thread), milliseconds(all_cores));
    let count = files.len();
    writeln!(
        std::io::stdout(),
        "{{\"files\": {count}, \"bytes\": {bytes}, \"oneThread\": {one_thread:.3}, \"allCores\": {all_cores:.3}}}"
    )
}

fn least(run: impl Fn() -> usize) -> Duration {
    let timed = || {
        let start = Instant::now();
        std::hint::black_box(run());
        start.elapsed()
    };
    (0..RUNS).map(|_| timed()).min().unwrap_or_default()
}

fn read_all(files: &[PathBuf]) -> usize {
    files.par_iter().map(|file| bare::events(&std::fs::read_to_string(file).expect("a text in UTF-8"))).sum()
}
