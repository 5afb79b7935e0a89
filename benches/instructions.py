"""Counts the instructions of whole runs, and holds them to the figures under version control.

    python3 benches/instructions.py            compare; exits with 1 on a loss of more than 3 %
    python3 benches/instructions.py --update   write the figures anew

Instructions are the same on a busy machine and on an idle one. They are counted by valgrind's callgrind, which shows
every program the same processor, on one thread. Needs valgrind and a release build (`cargo build --release`).
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIGURES = ROOT / "benches" / "instructions.json"
FACTUM = ROOT / "target" / "release" / "factum"
SHARED = pathlib.Path(os.environ.get("FACTUM_SHARED", ROOT.parent / "shared"))
ALLOWED_LOSS = 0.03


def commands(work):
    """Each bench: its name and the arguments, after what it needs was made in the folder `work`."""
    mapping = str(ROOT / "fixtures" / "iij-fy2003-q4" / "mapping.toml")
    for period in ("3Q03", "4Q03"):
        export = [FACTUM, "export", mapping, "--period", period, "--out", work / period]
        subprocess.run(export, check=True, stderr=subprocess.DEVNULL)
    filings, taxonomies = SHARED / "filings", ["--taxonomy-dir", SHARED / "taxonomies"]
    apple_2022, apple_2023 = sorted((filings / "SEC").glob("aapl-10k-*/*_htm.xml"))
    coly = next((filings / "EDINET").glob("coly-*/PublicDoc/*.xbrl"))
    us_gaap = SHARED / "taxonomies/xbrl.fasb.org/us-gaap/2024/entire/us-gaap-entryPoint-std-2024.xsd"
    name = "iiji-20040331.xml"
    return {
        "export the fixture": ["export", mapping, "--out", work / "iij"],
        "validate the fixture": ["validate", work / "4Q03" / name],
        "diff the fixture": ["diff", work / "3Q03" / name, work / "4Q03" / name],
        "load US-GAAP 2024": ["taxonomy", us_gaap, *taxonomies],
        "validate Apple's 10-K 2023": ["validate", apple_2023, *taxonomies],
        "validate coly's report": ["validate", coly, *taxonomies],
        "diff Apple's 10-K 2022 and 2023": ["diff", apple_2022, apple_2023, *taxonomies],
    }


def count(arguments):
    """The instructions of one run; whether it finds anything wrong is for the tests."""
    callgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", FACTUM, *arguments]
    environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
    run = subprocess.run(callgrind, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode not in (0, 1) or not found:
        sys.exit(f"{' '.join(map(str, arguments))}: exit status {run.returncode}\n{run.stderr}")
    return int(found.group(1))


def main():
    with tempfile.TemporaryDirectory() as work:
        counted = {name: count(arguments) for name, arguments in commands(pathlib.Path(work)).items()}
    if "--update" in sys.argv:
        FIGURES.write_text(json.dumps(counted, indent=2) + "\n")
        return 0
    known = json.loads(FIGURES.read_text())
    lost = 0
    for name, now in counted.items():
        before = known.get(name)
        change = now / before - 1 if before else 0.0
        lost += change > ALLOWED_LOSS or before is None
        print(f"{name:34} {now:>14,} {change:>+8.2%}" + ("" if before else "  no figure: run with --update"))
    if lost:
        print(f"{lost} of {len(counted)} take more than {ALLOWED_LOSS:.0%} more instructions than before")
    return 1 if lost else 0


sys.exit(main())
