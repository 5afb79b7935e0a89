"""Whole processes, and what they take."""

import os
import pathlib
import subprocess
import sys
import threading
import time
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parent.parent
FACTUM = ROOT / "target" / "release" / "factum"
SHARED = pathlib.Path(os.environ.get("FACTUM_SHARED", ROOT.parent / "shared"))
TAXONOMIES = ["--taxonomy-dir", SHARED / "taxonomies"]


class Usage(NamedTuple):
    """What a process took."""

    seconds: float
    # Seconds of all its threads, those of the system for it included.
    processor: float
    # The most that was in memory at once; never less than what this process had when it began the other.
    mebibytes: float


def run(command, limit=600):
    """Runs a command that may find something wrong, for so many seconds at most."""
    start = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    timer = threading.Timer(limit, process.kill)
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} failed: {status}")
    return Usage(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
