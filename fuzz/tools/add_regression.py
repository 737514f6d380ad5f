"""Keeps an input: add_regression.py NAME=BINARY... FILE --name NAME --why WHY.

Copies FILE to corpus/TARGET/regressions/NAME, from where bazel test replays it,
and notes in corpus/REGRESSIONS.md what it was.
"""

import argparse
import os
import pathlib
import re
import sys

import failure

NAME = re.compile(r"[a-z][a-z0-9_]*")
LIST = "corpus/REGRESSIONS.md"


def add(root, target, data, name, why):
    """The new file; or an error that says why there is none."""
    if not NAME.fullmatch(name):
        sys.exit(f"{name}: a name is like_this")
    if not why.strip() or "\n" in why or "|" in why:
        sys.exit("--why takes one line, without |")
    folder = root / "corpus" / target / "regressions"
    file = folder / name
    if file.exists():
        sys.exit(f"{file} is there already")
    for other in folder.iterdir() if folder.exists() else []:
        if other.read_bytes() == data:
            sys.exit(f"{other} is the same input")
    folder.mkdir(exist_ok=True)
    file.write_bytes(data)
    notes = root / LIST
    notes.write_text(f"{notes.read_text()}| `{target}/{name}` | {why.strip()} |\n")
    return file


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binaries", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("file", type=failure.from_caller, metavar="FILE")
    parser.add_argument("--target", help="what the input is for; else a folder says it")
    parser.add_argument("--name", help="like_this; what the input does")
    parser.add_argument("--why", help="what was wrong, in a line")
    options = parser.parse_args()
    binaries = failure.binaries_of(options.binaries)
    target = options.target or failure.target_of(options.file, binaries)
    if target not in binaries:
        sys.exit(
            f"{options.file}: of which target? --target, one of {', '.join(binaries)}"
        )

    found, _ = failure.run(binaries[target], options.file)
    name = options.name
    if name is None and found is not None:
        words = re.sub(r"\W+", "_", f"{found.oracle} {found.operation}".lower())
        name = words.strip("_")
    why = options.why or (found and f"{found}: {found.message}")
    if not name or not why:
        sys.exit("nothing is wrong with this input: --name and --why say what was")
    root = pathlib.Path(os.environ.get("BUILD_WORKSPACE_DIRECTORY", "."))
    file = add(root, target, options.file.read_bytes(), name, why.replace("|", "/"))
    print(f"{file}: {found or 'nothing is wrong with it now'}")
    print(f"./bazelw test //fuzz:{target} replays it from now on")


if __name__ == "__main__":
    main()
