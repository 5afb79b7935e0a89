"""Runs what docs/parquet.md says, and holds the results to what it shows.

    python3 tests/guide.py

A block with a file's name is written to that file; a block of `sh` is run; a block of `text` behind it is what it has to
print, where a line `…` stands for any others. Needs a release build (`cargo build --release`), Java, and the shared
filings and taxonomies; what pip installs stays in a virtual environment under `target/guide`.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "parquet.md"
SHARED = pathlib.Path(os.environ.get("FACTUM_SHARED", ROOT.parent / "shared")).resolve()
TARGET = ROOT / "target" / "guide"
WORK, PYTHON = TARGET / "work", TARGET / "python"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def environment():
    """What a reader of the guide has at hand: factum, Python, and the two folders."""
    if not PYTHON.exists():
        venv.create(PYTHON, with_pip=True)
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for name in ("filings", "taxonomies"):
        (WORK / name).symlink_to(SHARED / name)
    path = os.pathsep.join([str(ROOT / "target" / "release"), str(PYTHON / "bin"), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONWARNINGS": "ignore"}


def run(script, env):
    bash = ["bash", "-euo", "pipefail", "-c", script]
    done = subprocess.run(bash, cwd=WORK, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        log = WORK / "spark.log"
        more = log.read_text()[-3000:] if log.exists() else ""
        sys.exit(f"{script}\nends with status {done.returncode}:\n{done.stdout}{more}")
    return done.stdout


def matches(shown, printed):
    """Whether the lines are those that are shown, with any others where that is a `…`."""
    pattern = "".join("(?:.*\n)*?" if line == "…\n" else re.escape(line) for line in shown.splitlines(keepends=True))
    return re.fullmatch(pattern, printed) is not None


COUNT = """import duckdb, json
print(json.dumps(duckdb.sql("SELECT filing, count(*) FROM 'facts/**/*.parquet' GROUP BY ALL ORDER BY ALL").fetchall()))
"""


def check_counts(env):
    """Every filing has as many rows as facts in the JSON form."""
    (WORK / "count.py").write_text(COUNT)
    rows = json.loads(run("python count.py", env))
    for filing, count in rows:
        said = run(f"factum facts --format json --taxonomy-dir taxonomies {filing} 2>&- || test $? = 1", env)
        if len(json.loads(said)["files"][0]["facts"]) != count:
            sys.exit(f"{filing} has {count} rows, and not as many facts")


def main():
    env, printed, failed = environment(), "", 0
    for kind, name, text in BLOCK.findall(GUIDE.read_text()):
        if name:
            (WORK / name).write_text(text)
        elif kind == "sh":
            printed = run(text, env)
        elif kind == "text" and not matches(text, printed):
            print(f"shown:\n{text}\nprinted:\n{printed}", file=sys.stderr)
            failed += 1
    check_counts(env)
    print(f"{GUIDE.name}: {failed} results differ" if failed else f"{GUIDE.name}: all results as shown")
    return 1 if failed else 0


sys.exit(main())
