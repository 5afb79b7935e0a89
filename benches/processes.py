"""Whole processes, and what they take."""

import os
import subprocess
import sys
import time


def run(command):
    """Seconds, and the most mebibytes that were in memory at once."""
    start = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{command[0]} failed: {status}")
    return seconds, usage.ru_maxrss / 1024
