"""What of core/ and bind/ the corpora reach:

    coverage.py [--all] [--checked=NAME=BINARY=CORPUS]... NAME=BINARY=CORPUS...

Replays each corpus with a binary of //fuzz's coverage build, prints lines and
branches of each file of core/ and bind/ and what of them was not reached, and writes
llvm-cov's HTML report to fuzz-out/coverage. With --all, it is an error that
anything of core/ was not reached.

Counted is the layer as it is released, without assertions; and, in the checked
targets, the ledger. A branch in a macro
of CPython's is CPython's. What stands under HF_NEVER (core/check.h) cannot be
reached: it is left out, and counted apart.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

LAYER = ("bind/", "core/")
# Macros whose branches are those of the place where they are used.
TRANSPARENT = {"core/check.h", "core/internal/representation.h"}


def run(*command, **options):
    return subprocess.run([str(word) for word in command], check=True, **options)


def replay(targets, profiles):
    """Runs all corpora; gives the merged profile."""
    for name, binary, corpus in targets:
        process = subprocess.run(
            [binary, corpus],
            env={**os.environ, "LLVM_PROFILE_FILE": f"{profiles}/{name}%c.profraw"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        if process.returncode != 0:
            sys.exit(f"{process.stdout[-4000:]}\n{name}: the replay failed")
        print(process.stdout.splitlines()[-1])
    merged = profiles / "all.profdata"
    run("llvm-profdata", "merge", "-o", merged, *profiles.glob("*.profraw"))
    return merged


def llvm_cov(command, targets, profile, *options, **more):
    objects = [word for _, binary, _ in targets[1:] for word in ("-object", binary)]
    return run(
        "llvm-cov",
        command,
        targets[0][1],
        *objects,
        f"-instr-profile={profile}",
        *options,
        **more,
    )


def plain(path):
    """core/str.c, whichever way the compiler came to it."""
    return os.path.normpath(path)


def read_lines(lcov):
    """{file: {line: count}}"""
    lines = collections.defaultdict(dict)
    for record in lcov.splitlines():
        kind, _, value = record.partition(":")
        if kind == "SF":
            file = plain(value)
        elif kind == "DA":
            line, count = map(int, value.split(",")[:2])
            lines[file][line] = lines[file].get(line, 0) + count
    return lines


def read_folded(shown):
    """{file: {(line, column, way)}}: the ways of a branch that a constant rules out, which
    clang counts from version 20 on."""
    folded = collections.defaultdict(set)
    file = ""
    for line in shown.splitlines():
        found = re.match(r" *\|  Branch \((\d+):(\d+)\): \[(\w+).*, (\w+).*\]", line)
        if found:
            place = int(found[1]), int(found[2])
            ways = zip(("true", "false"), found.groups()[2:])
            folded[file] |= {(*place, way) for way, what in ways if what == "Folded"}
        elif re.match(r"\S+:$", line):
            file = plain(line[:-1])
    return folded


def read_branches(export, folded):
    """{file: {place: {way: times}}}, where a place is (line, column, line and column of
    its end, ...). A function of a header has one set of counts in each program and source
    that includes it: they are added up."""
    branches = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
    for function in export["data"][0]["functions"]:
        files = [plain(file) for file in function["filenames"]]
        if not files[0].startswith(LAYER):
            continue  # macros of the layer, with operands of their user's
        # Where each file id was expanded, as (file id, place).
        parent = {
            region[6]: (region[5], tuple(region[:4]))
            for region in function["regions"]
            if region[7] == 1
        }
        for branch in function["branches"]:
            id, place = branch[6], tuple(branch[:4])
            if not files[id].startswith(LAYER):
                continue
            times = {
                way: count
                for way, count in zip(("true", "false"), branch[4:6])
                if count or (*place[:2], way) not in folded[files[id]]
            }
            while files[id] in TRANSPARENT and id in parent:
                id, outer = parent[id]
                place = outer + place
            branches[files[id]][place].update(times)
    return branches


def never(source):
    """The lines of |source| that stand under HF_NEVER: the condition, and the block
    after it; or a function with that in a comment before it."""
    under = set()
    seeking = until = None
    for number, line in enumerate(source, 1):
        line = line.rstrip("\\ ")
        if until is None and "HF_NEVER(" in line and not line.startswith(("#", " *")):
            seeking = re.match(" *", line).group()
        if seeking is not None or until is not None:
            under.add(number)
        if until is not None and line.startswith(until):
            until = None
        elif seeking is not None and line.endswith("{"):
            seeking, until = None, seeking + "}"
        elif seeking is not None and line.endswith(";"):
            seeking = None
    return under


def is_foreign(place):
    """Whether a branch is that of a macro of CPython's or the C library's. From version
    18 on, clang says that it is where the macro is used, and has no extent there."""
    return place[:2] == place[2:4]


def ranges(at):
    """Neighbours with the same remark, as (first, last, remark)."""
    found = []
    for n, what in sorted(at.items()):
        if found and found[-1][1:] == (n - 1, what) and not what:
            found[-1] = (found[-1][0], n, what)
        else:
            found.append((n, n, what))
    return found


def percent(reached, all):
    return f"{100 * reached / all:7.2f} %" if all else "        -"


def target(word):
    name, binary, corpus = word.split("=")
    return name, pathlib.Path(binary).absolute(), pathlib.Path(corpus).absolute()


def measure(targets, out):
    """The lines and branches that targets reach; writes the HTML report."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profiles:
        profile = replay(targets, pathlib.Path(profiles))
        text = {"stdout": subprocess.PIPE, "text": True}
        lcov = llvm_cov("export", targets, profile, "-format=lcov", **text).stdout
        export = json.loads(llvm_cov("export", targets, profile, **text).stdout)
        show = "-show-branches=count", "-ignore-filename-regex=^(/|fuzz/)"
        llvm_cov("show", targets, profile, "-format=html", f"-output-dir={out}", *show)
        shown = llvm_cov("show", targets, profile, *show, **text).stdout
    return read_lines(lcov), read_branches(export, read_folded(shown))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--checked", action="append", default=[], type=target)
    parser.add_argument("targets", nargs="+", type=target)
    arguments = parser.parse_args()
    here = pathlib.Path.cwd()

    # llvm-cov looks for core/str.c from the top of the tree.
    top = pathlib.Path(os.environ.get("BUILD_WORKSPACE_DIRECTORY", here))
    os.chdir(top)
    out = pathlib.Path(
        os.environ.get("TEST_UNDECLARED_OUTPUTS_DIR")
        or os.environ.get("HOLDFAST_FUZZ_OUT", top / "fuzz-out")
    )
    out = out / "coverage"
    lines, branches = measure(arguments.targets, out)
    # What only the checked build has. Of that build no more is asked: it takes other ways.
    ledger = sorted(str(path) for path in pathlib.Path("core/ledger").glob("*.c"))
    is_checked = ledger[0] in lines
    if arguments.checked:
        checked = measure(arguments.checked, out / "checked")
        for file in ledger:
            lines[file], branches[file] = (found[file] for found in checked)
    files = sorted(
        str(path) for folder in LAYER for path in pathlib.Path(folder).rglob("*.[ch]")
    )

    print(f"\n{'':24}{'lines':>7}{'reached':>11}{'branches':>10}{'reached':>11}{'never':>7}")
    missing = []
    total = [0] * 5
    for file in files:
        source = pathlib.Path(file).read_text().splitlines()
        unreachable = never(source)
        counts = {n: c for n, c in lines.get(file, {}).items() if n not in unreachable}
        ways = {
            (place, way): count
            for place, both in branches.get(file, {}).items()
            if place[0] not in unreachable
            for way, count in both.items()
            if not is_foreign(place)
        }
        if not counts:
            continue
        figures = (
            sum(count > 0 for count in counts.values()),
            len(counts),
            sum(count > 0 for count in ways.values()),
            len(ways),
            len(unreachable & lines[file].keys()),
        )
        print(row(file, *figures))
        total = [one + other for one, other in zip(total, figures)]
        at = {n: "" for n, count in counts.items() if count == 0}
        for (place, way), count in ways.items():
            if count == 0 and place[0] not in at:
                at[place[0]] = f"never {way}: "
        missing += [
            f"{file}:{n}{f'-{end}' if end > n else ''}: {what}{source[n - 1].strip()}"
            for n, end, what in ranges(at)
        ]
    print(row("all", *total))
    if missing:
        print("\nnot reached:")
        print("\n".join(missing))
    print(f"\nthe report: {out}/index.html")
    is_lacking = any(place.startswith("core/") for place in missing)
    return 1 if is_lacking and arguments.all and not is_checked else 0


def row(name, lines_reached, lines, ways_reached, ways, unreachable):
    return (
        f"{name:24}{lines:7}  {percent(lines_reached, lines)}"
        f"{ways:10}  {percent(ways_reached, ways)}{unreachable:7}"
    )


if __name__ == "__main__":
    sys.exit(main())
