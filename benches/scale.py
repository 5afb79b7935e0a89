"""What whole processes take for filings of many shapes, at a size, twice and four times of it.

    python3 benches/scale.py [--check] [--sizes N,...] [SHAPE...]

Tells the processor time, and the most memory at once. Time has to grow no faster than the filing does: exits with 1
where four times the size takes more than LIMIT times as long. With `--check` smaller filings are made, and only two of
each shape; a machine's other work is given three tries. Needs a release build (`cargo build --release`).
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

from processes import run
from shapes import SHAPES

HERE = pathlib.Path(__file__).resolve().parent
FACTUM = HERE.parent / "target" / "release" / "factum"
COMMANDS = {
    "validate": ["validate"],
    "facts": ["facts", "--format", "json"],
    "statement": ["statement", "--all"],
    "convert": ["convert"],
    "diff": ["diff", "--all"],
}
# What is sorted or falls out of a cache takes a little more than four times as long; the square is sixteen times.
LIMIT = 7
TRIES = 3


def made(shape, size, folder, *other):
    """A filing's path; made by a process of its own, so that this one stays small."""
    command = [sys.executable, HERE / "shapes.py", shape, str(size), folder, *other]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def measured(shape, size):
    """By each of the shape's commands, what it takes."""
    commands = SHAPES[shape].commands
    with tempfile.TemporaryDirectory() as folder:
        path = made(shape, size, f"{folder}/one")
        other = [made(shape, size, f"{folder}/other", "--other")] if "diff" in commands else []
        form = ["--to", "xml" if path.endswith(".json") else "json"]
        more = {"diff": other, "convert": form}
        return {name: run([FACTUM, *COMMANDS[name], path, *more.get(name, [])]) for name in commands}


def growth(taken, sizes):
    """How many times as long the last takes as the first, as if it were four times as large."""
    return 4 * taken[-1].processor / max(taken[0].processor, 0.001) / (sizes[-1] / sizes[0])


def best(one, other):
    return {name: min(one[name], other[name], key=lambda usage: usage.processor) for name in one}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")])
    parser.add_argument("shapes", nargs="*", metavar="SHAPE")
    arguments = parser.parse_args()
    slow = 0
    for shape in arguments.shapes or SHAPES:
        size = SHAPES[shape].size
        sizes = arguments.sizes or ([size // 8, size // 2] if arguments.check else [size, size * 2, size * 4])
        taken = [measured(shape, size) for size in sizes]
        for _ in range(TRIES - 1 if len(sizes) > 1 else 0):
            if all(growth([each[name] for each in taken], sizes) <= LIMIT for name in taken[0]):
                break
            taken = [best(each, measured(shape, size)) for each, size in zip(taken, sizes)]
        for name in taken[0]:
            of_command = [each[name] for each in taken]
            both = zip(sizes, of_command)
            line = "".join(f"{size:>11,} {used.processor:7.2f} s {used.mebibytes:6.0f} MiB" for size, used in both)
            times = growth(of_command, sizes) if len(sizes) > 1 else 0
            slow += times > LIMIT
            print(f"{shape:24} {name:9}{line}" + (f"  {times:.1f}" if times else ""), flush=True)
    if slow:
        print(f"{slow} take more than {LIMIT} times as long for four times the size")
    return 1 if slow else 0


sys.exit(main())
