"""factum beside a reference processor and beside the bare cost of reading the bytes, whole processes in one run.

    python3 benches/reference.py COMMAND [ARGUMENT...]

COMMAND validates the file that is added to its arguments. Needs a release build (`cargo build --release`). Both run in
turn, so that a machine's changing speed touches both; the median is told, and the ratio of the medians.
"""

import json
import pathlib
import re
import statistics
import subprocess
import sys

from processes import FACTUM, ROOT, SHARED, TAXONOMIES, run

RUNS = 5

# Each filing with the number of files that it is made of, and what a reference processor made of it.
FILINGS = {
    "Apple's 10-K 2023": ("SEC/aapl-10k-2023/aapl-20230930_htm.xml", 27, "aapl-10k-2023.json"),
    "coly's report": ("EDINET/coly-asr-2024-01-31/PublicDoc/*.xbrl", 34, "coly-asr-2024-01-31.json"),
}


def shown(command, filing):
    """What a command of factum's says of a filing, as JSON."""
    run = subprocess.run([FACTUM, command, filing, *TAXONOMIES, "--format", "json"], stdout=subprocess.PIPE)
    return json.loads(run.stdout)


def documents(filing, expected):
    """The files that a filing is made of, as factum discovers them; their number is asserted."""
    addresses = [document["address"] for document in shown("taxonomy", filing)["documents"]]
    paths = [re.sub("^https?://", f"{SHARED / 'taxonomies'}/", address) for address in addresses]
    files = [path for path in paths if pathlib.Path(path).exists()]
    if len(files) != expected:
        sys.exit(f"{filing}: {len(files)} files, {expected} expected")
    return files


def assert_facts(filing, oracle):
    """Both read the same number of facts, the reference's those of its xBRL-JSON."""
    ours = len(shown("facts", filing)["files"][0]["facts"])
    theirs = len(json.loads((SHARED / "oracles" / oracle).read_text())["facts"])
    if ours != theirs:
        sys.exit(f"{filing}: {ours} facts, the reference has {theirs}")
    return ours


def bare(files):
    """Milliseconds on all cores."""
    command = ["cargo", "bench", "--quiet", "--bench", "bare_read", "--", *files]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def main():
    reference = sys.argv[1:]
    if not reference:
        sys.exit(__doc__)
    for name, (pattern, expected, oracle) in FILINGS.items():
        filing = next((SHARED / "filings").glob(pattern))
        facts = assert_facts(filing, oracle)
        limit = bare(documents(filing, expected))
        commands = {"factum": [FACTUM, "validate", filing, *TAXONOMIES], "reference": [*reference, filing]}
        taken = {who: [] for who in commands}
        for _ in range(RUNS):
            for who, command in commands.items():
                taken[who].append(run(command))
        (ours, our_memory), (theirs, their_memory) = (
            [statistics.median(column) for column in zip(*((used.seconds, used.mebibytes) for used in taken[who]))]
            for who in ("factum", "reference")
        )
        print(f"{name}: {limit['files']} files, {limit['bytes'] / 1e6:.1f} MB, {facts} facts")
        print(f"  factum     {ours * 1000:8.0f} ms {our_memory:6.0f} MiB")
        print(f"  reference  {theirs * 1000:8.0f} ms {their_memory:6.0f} MiB")
        print(f"  bare read  {limit['allCores']:8.0f} ms")
        print(f"  {theirs / ours:.0f} times faster, in {our_memory / their_memory:.2f} of the memory; ", end="")
        print(f"{ours * 1000 / limit['allCores']:.1f} times the bare read")


main()
