"""What is saved by taxonomies that are kept: in a folder for further runs, and in memory for further files of a call.

    python3 benches/kept.py

Needs a release build (`cargo build --release`). What is compared runs in turn, so that a machine's changing speed
touches both; medians are told, and their ratios.
"""

import pathlib
import statistics
import tempfile

from processes import FACTUM, SHARED, TAXONOMIES, run

FILINGS = {
    "Apple's 10-K 2023": "SEC/aapl-10k-2023/aapl-20230930_htm.xml",
    "coly's report": "EDINET/coly-asr-2024-01-31/PublicDoc/*.xbrl",
}
RUNS = 21

# Ten filings whose taxonomies are there, each as often.
MANY = [
    "SEC/aapl-10k-2022/*_htm.xml", "SEC/aapl-10q-2023q3/*_htm.xml", "SEC/aapl-10k-2023/*_htm.xml",
    "SEC/aapl-10q-2025q2/*_htm.xml", "SEC/nflx-10k-2023/*_htm.xml", "SEC/nflx-10q-2024q1/*_htm.xml",
    "SEC/nflx-10q-2024q3/*_htm.xml", "SEC/ko-10q-2023q2/*_htm.xml", "SEC/aeon-10q-2023q3/*_htm.xml",
    "EDINET/coly-asr-2024-01-31/PublicDoc/*.xbrl",
]
TIMES = 20


def median(used):
    """Of each figure of some runs."""
    return [statistics.median(column) for column in zip(*used)]


def find(pattern):
    return next((SHARED / "filings").glob(pattern))


def in_a_folder():
    for name, pattern in FILINGS.items():
        with tempfile.TemporaryDirectory() as cache:
            cold = [FACTUM, "validate", find(pattern), *TAXONOMIES]
            kept = [*cold, "--cache", cache]
            first = run(kept)
            run(kept)
            taken = [(run(cold), run(kept)) for _ in range(RUNS)]
            size = sum(file.stat().st_size for file in pathlib.Path(cache).iterdir())
        (cold, cold_processor, memory), (kept, kept_processor, kept_memory) = map(median, zip(*taken))
        print(f"{name}: a snapshot of {size / 1e6:.1f} MB")
        print(f"  cold         {cold * 1000:6.1f} ms, {cold_processor * 1000:6.1f} ms of the processor, {memory:4.0f} MiB")
        print(f"  fills it     {first.seconds * 1000:6.1f} ms, {first.processor * 1000:6.1f} ms")
        print(f"  from it      {kept * 1000:6.1f} ms, {kept_processor * 1000:6.1f} ms, {kept_memory:15.0f} MiB")
        print(f"  {kept / cold:.2f} of the time, {kept_processor / cold_processor:.2f} of the processor's")


def in_one_call():
    files = [find(pattern) for pattern in MANY]
    for times in [TIMES // 10, TIMES]:
        used = {}
        for threads in [1, 2]:
            used[threads] = run([FACTUM, "validate", *(files * times), *TAXONOMIES, "--threads", str(threads), "-q"])
            rate = len(files) * times / used[threads].seconds
            print(f"{len(files)} filings, {times} times, {threads} thread{'s'[:threads - 1]}: ", end="")
            print(f"{used[threads].seconds:.1f} s, {rate:.0f} a second, {used[threads].mebibytes:.0f} MiB")
        print(f"  the second thread makes it {used[1].seconds / used[2].seconds:.2f} times as fast")
    singly = sum(run([FACTUM, "validate", file, *TAXONOMIES, "--threads", "1"]).processor for file in files)
    together = used[1].processor / TIMES
    print(f"  a filing takes {together / singly:.2f} of the processor time that it takes by itself")


if __name__ == "__main__":
    in_a_folder()
    in_one_call()
