"""Fails when a dependency's licence is not permissive, or a crate is in the build in two versions without a reason."""

import json
import subprocess
import sys

PERMISSIVE = {
    "MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "Unlicense", "0BSD", "CC0-1.0",
    "Unicode-3.0", "BSL-1.0", "MIT-0", "Apache-2.0 WITH LLVM-exception",
}

# Crates that the binary has in two versions, and why.
DOUBLED = {
    "constant_time_eq": "zip has moved to 0.6, blake3 has not; it is one small function",
    "getrandom": "tempfile and zip have moved to 0.4, ahash, which Arrow's crates use, has not",
    "num-bigint": "Arrow's crates have moved to 0.5, bigdecimal has not",
    "syn": "schemars' derive has moved to 3, the other derives have not",
}


def permissive(expression):
    """Whether a choice that the expression leaves is permissive: any part of an OR, every part of an AND."""
    expression = expression.replace("/", " OR ").replace("(", "").replace(")", "")
    return any(
        all(part.strip() in PERMISSIVE for part in choice.split(" AND ")) for choice in expression.split(" OR ")
    )


def main():
    metadata = json.loads(subprocess.check_output(["cargo", "metadata", "--format-version=1", "--locked"]))
    problems = []
    for package in metadata["packages"]:
        licence = package["license"]
        if not licence or not permissive(licence):
            problems.append(f"{package['name']} {package['version']}: licence {licence!r}")

    # What the binary is made of: the dependencies of tests may double.
    tree = ["cargo", "tree", "--locked", "--edges=normal", "--prefix=none", "--format={p}"]
    versions = {}
    for line in subprocess.check_output(tree, text=True).splitlines():
        if line.strip():
            name, version = line.split()[:2]
            versions.setdefault(name, set()).add(version)
    for name, several in sorted(versions.items()):
        if len(several) > 1 and name not in DOUBLED:
            problems.append(f"{name} is there as {', '.join(sorted(several))}")
    for name, reason in DOUBLED.items():
        if len(versions.get(name, ())) < 2:
            problems.append(f"{name} is no longer doubled; its reason can go: {reason}")

    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(metadata['packages'])} packages, {len(versions)} in the binary")
    return 1 if problems else 0


sys.exit(main())
