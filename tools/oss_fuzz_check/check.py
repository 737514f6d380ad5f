"""Builds the fuzz targets as OSS-Fuzz and ClusterFuzzLite do, and asks of them what their
runner asks. Prints a table: for each way to build, each target and what holds of it.

    check.py [--engine libfuzzer|afl] [--sanitizer address|undefined|coverage] [TARGET...]

Without options, it builds in all ways that are to be had: libFuzzer with each sanitizer
and for coverage, AFL++ with address. It needs clang, unshare and unzip, and AFL++.
"""

import argparse
import sys

from checks import checks_of
from service import Service, scratch_folder

WAYS = [
    ("libfuzzer", "address"),
    ("libfuzzer", "undefined"),
    ("libfuzzer", "coverage"),
    ("afl", "address"),
]


def targets_of(tree):
    """All targets that build.sh builds."""
    fuzz = {}
    with open(f"{tree}/fuzz/sources.bzl") as sources:
        exec(sources.read(), fuzz)
    return fuzz["TARGETS"]


def check(service, targets):
    """Prints a line for each target, and returns what is wrong: lines of text."""
    wrong = []
    checks = checks_of(service)
    print(f"\n| {service.engine}, {service.sanitizer} |", " | ".join(checks), "|")
    print("|---" * (len(checks) + 1) + "|", flush=True)
    for target in targets:
        cells = []
        for what, holds in checks.items():
            if cells and cells[0] == "NO":
                cells.append("-")  # there is no program to ask
                continue
            fault = holds(service, target)
            cells.append("NO" if fault else "yes")
            if fault:
                wrong.append(f"{service.engine}, {service.sanitizer}: {target}: {what}: {fault}")
        print(f"| {target} |", " | ".join(cells), "|", flush=True)
    return wrong


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--engine", choices=["libfuzzer", "afl"])
    parser.add_argument("--sanitizer", choices=["address", "undefined", "coverage"])
    parser.add_argument("--tree", default=".", help="the folder with oss-fuzz/")
    parser.add_argument("targets", nargs="*", help="only these")
    options = parser.parse_args(arguments)
    wrong = []
    for engine, sanitizer in WAYS:
        if options.engine not in (None, engine) or options.sanitizer not in (None, sanitizer):
            continue
        with scratch_folder() as scratch:
            service = Service(scratch, engine, sanitizer)
            fault = service.build(options.tree, options.targets)
            if fault:
                wrong.append(f"{engine}, {sanitizer}: {fault}")
                continue
            wrong += check(service, options.targets or targets_of(options.tree))
    print("", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
