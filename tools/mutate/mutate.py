"""The mutation score of the fuzz targets: which mistakes in the layer they find.

    ./bazelw run //tools/mutate -- [--only core/str.h] [--changed [REV]] [--pairs 2000]

Each mutant (mutants.py, mistakes.py) is built with the fuzz targets (build.py),
replays their corpora, then fuzzes from there, up to a number of operations for each
target. It is killed by the first that fails. All get a first, short run; those that
survive it the whole number. What is known is kept by content: run it again after a
change, or after an interruption, and it does what is left.

What stands under HF_CHECKED is not in the release build that all else is examined
in: its mutants are examined in the checked build, by the same targets and those
that make mistakes on purpose.

The layer is core/, and of bind/ what is functions: its headers are macros, whose code is
the user's.

Not counted are mutants that do not compile, whose code is the original's, or
another mutant's, and those that equivalent.toml has a reason for (review.py), most
of which are checked (checks.py).
"""

import argparse
import os
import pathlib
import re
import signal
import sys
import tempfile

import build as building
import changed
import page
import review as reviewing
import score
from configuration import FIRST, Cache, Configuration, Study

CHECKED = "-DHF_CHECKED"
# Targets of the checked build alone; and of its mutants these are asked first.
LEDGER = "ledger"
# The domains: what each byte of an input may be. See domain.c.
SHAPES = {
    # Which call, two operands, how (an exception is set, an allocation fails, the last
    # reference), a value, how crafted operands behave.
    "contract": [
        "0-99/0-25/1,9,14,20/0/0-3/0",
        "0-99/0-25/20/1,2,16/0/0",
        "0-99/32,60,100/9/0/0/0-7",
    ],
    # Where it is cut, how often it is repeated, and bytes at the edges of UTF-8.
    "utf8_decode": [
        "0-3/0/0,97,127,128/0,97,128,191,194,255",
        "0,1/0/224,237,239,240,244/128,143,144,159,160,191/127,128,191,192/97,128,191",
        "0,7/0-40/97,128,194/97,191/98,172",
    ],
    # One call; and one on what another opened.
    "ledger": ["0-39/0,1/0-2/0,1/0-3/0", "0-2/0/0/0/0/0/0-39/0,1/0/0,1/0,1/0"],
}
LENGTH = 2  # of programs


def is_in_sample(mutant, sample):
    """Whether a mutant is one of those that are taken: always the same ones."""
    part, count = sample
    return int(spread(mutant)[:8], 16) % count == part


def a_sample(text):
    """What --sample is given: 3/8 is a part of eight, 8 is the part 0/8."""
    found = re.fullmatch(r"(?:(\d+)/)?(\d+)", text)
    part, count = (int(found[1] or 0), int(found[2])) if found else (0, 0)
    if part >= count:
        raise argparse.ArgumentTypeError(f"{text} is no part of a whole: say 8, or 3/8")
    return part, count


def spread(mutant):
    return building.digest(mutant.file, mutant.function, mutant.what)


def parse(arguments):
    parser = argparse.ArgumentParser(prog="mutate", description=__doc__.split("\n")[0])
    which = parser.add_argument_group("which mutants")
    which.add_argument("--only", action="append", metavar="FILE", help="those of this file")
    which.add_argument("--function", action="append", help="those in this function")
    which.add_argument(
        "--class",
        dest="classes",
        action="append",
        choices=[*score.CLASSES][:-1],
        help="those of this class of mistake",
    )
    which.add_argument(
        "--reviewed", action="store_true", help="those that equivalent.toml has a reason for"
    )
    which.add_argument(
        "--checks",
        action="store_true",
        help="those, and only whether the reasons hold that a machine can check",
    )
    which.add_argument(
        "--sample",
        type=a_sample,
        default=(0, 1),
        metavar="[PART/]N",
        help="one of N; with 1/N, 2/N, ... the others",
    )
    which.add_argument(
        "--changed",
        nargs="?",
        const="",
        metavar="REV",
        help="those on lines that are other than in REV; without it, than before the "
        "last commit that touched the layer",
    )
    which.add_argument("--pairs", type=int, default=0, metavar="N", help="and N pairs of them")
    how = parser.add_argument_group("how long")
    how.add_argument("--jobs", type=int, default=os.cpu_count())
    how.add_argument(
        "--operations",
        type=int,
        help="of each target, for what survives (20,000,000; with --changed 20,000)",
    )
    how.add_argument(
        "--minutes",
        type=float,
        help="begin nothing so long after the first mutant (with --changed 4)",
    )
    how.add_argument(
        "--no-checks", action="store_true", help="believe all that is reviewed (as --changed)"
    )
    how.add_argument("--unit-tests", action="store_true", help="run //tests first")
    what = parser.add_argument_group("what comes of it")
    what.add_argument(
        "--html",
        type=pathlib.Path,
        default=pathlib.Path("mutants.html"),
        help="where the page goes",
    )
    what.add_argument("--survivors", action="store_true", help="as entries for equivalent.toml")
    what.add_argument("--list", action="store_true", help="the mutants, and nothing else")
    what.add_argument(
        "--port",
        action="store_true",
        help="give entries of equivalent.toml whose statement was edited or renamed their "
        "new names, and nothing else",
    )
    what.add_argument("--strict", action="store_true", help="fail where a mutant survives")
    options = parser.parse_args(arguments)
    small = options.changed is not None
    if options.operations is None:
        options.operations = 20_000 if small else 20_000_000
    options.no_checks = (options.no_checks or small) and not options.checks
    options.reviewed |= options.checks
    if options.minutes is None and small:
        options.minutes = 4
    return options


def is_whole(options):
    """Whether all mutants are asked for."""
    some = options.function, options.only, options.classes, options.reviewed
    return not any(some) and options.changed is None and options.sample == (0, 1)


def say(*words):
    print(*words, file=sys.stderr, flush=True)


def files_of(workspace):
    return sorted(
        path.relative_to(workspace).as_posix()
        for path in [*(workspace / "core").rglob("*.[ch]"), *(workspace / "bind").glob("*.c")]
    )


def chosen_files(workspace, options, lines):
    everything = files_of(workspace)
    if lines is not None:
        return [file for file in everything if file in lines]
    for file in options.only or []:
        if file not in everything:
            raise SystemExit(f"{file} is not a file that is mutated")
    return options.only or everything


def changed_lines(workspace, options):
    """The lines that --changed is about; None without it."""
    if options.changed is None:
        return None
    revision = options.changed or changed.last(workspace)
    if revision is None:
        say("there is no revision to compare with: this clone has no history of the layer")
        return {}
    lines = changed.since(workspace, revision)
    say(f"the layer since {revision[:12]}: {sum(map(len, lines.values()))} lines are new or changed")
    return lines


def builds(workspace, options):
    """The release build, and the checked one."""
    targets = building.Bazel(workspace).fuzz_tests()
    tests = building.Bazel(workspace).unit_tests() if options.unit_tests else {}
    # Those of the ledger take longest: each is asked last, but for its own mutants.
    plain = {name: label for name, label in targets.items() if not name.startswith(LEDGER)}
    release = building.from_bazel(building.Bazel(workspace), plain, tests, SHAPES, LENGTH)
    own = {name: label for name, label in targets.items() if name.startswith(LEDGER)}
    bazel = building.Bazel(workspace, "--config=checked")
    shapes = {name: SHAPES[name] for name in own if name in SHAPES}
    return release, building.from_bazel(bazel, {**own, **plain}, tests, shapes)


def port(study, review, path):
    """Renames entries, and says which."""
    entries, done = review.ported(study.mutants)
    for entry, moved in done:
        print(f"{entry.function}: {entry.what}")
        print(f"  -> {moved.function}: {moved.what}" if moved else "  -> nothing is like it")
    moved = sum(m is not None for _, m in done)
    print(f"{len(entries)} entries: {moved} renamed, {len(done) - moved} match nothing")
    path.write_text(reviewing.whole_file(review.classes.values(), entries))


def examine(study, review, options):
    """Runs what is to be run."""
    first = min(FIRST, options.operations)
    mutants = study.mutants
    if options.minutes is not None:  # where time ends, some of each are done
        mutants = sorted(mutants, key=spread)
    # What is reviewed last: those that may be found, first.
    reviewed = [m for m in mutants if review.entry(m)]
    unknown = [m for m in mutants if not review.entry(m)]
    if not options.checks:
        study.examine_all(unknown, first)
        study.examine_all(reviewed, first, "reviewed mutants")
    fates = score.fates_of(study, review)
    if not options.no_checks:
        asked = ("open", "prose") if options.checks else ("prose",)
        study.check_all([m for m in reviewed if fates[m] in asked and review.class_of(m).check])
    if options.checks:
        return
    left = [m for m in mutants if fates[m] == "survived"]
    study.examine_all(left, options.operations, "survivors")
    if options.pairs:
        counted = ("killed", "survived", "open")
        study.add_pairs(options.pairs, [m for m in mutants if fates[m] in counted])
        study.examine_all(study.pairs, first, "pairs")


def tell(study, review, fates, options):
    """Prints what came of it; gives whether entries are wrong."""
    survivors = [m for m in fates if fates[m] == "survived"]
    if options.survivors:
        print(reviewing.survivors_as_toml([m for m in survivors if m in set(study.mutants)]))
    for m in survivors if not options.survivors else []:
        operations = study.known[m]["operations"]
        print(f"survived {operations:,} operations: {m.file}:{m.line}: {m.function}: {m.what}")
    for m, verdict in score.not_held(study, review):
        check = review.class_of(m).check
        print(f"equivalent.toml: not {check}: {m.function}: {m.what}: {verdict.words()}")
    single = {m: fates[m] for m in study.mutants}
    stale = review.stale(single) if is_whole(options) else []
    for entry, why in stale:
        print(f"equivalent.toml: {why}: {entry.function}: {entry.what}")
    for title, rows in [
        ("by file", score.by_file(study, fates)),
        ("by class of mistake", score.by_class(fates)),
    ]:
        print(f"\n{title}:\n\n{score.as_markdown(rows)}")
    print(f"\n{score.reviewed_words(fates, review)}")
    left = sum(fate == "open" for fate in fates.values())
    if left:
        print(f"not examined, for lack of time: {left}")
    return bool(stale) or options.strict and bool(survivors)


def main():
    options = parse(sys.argv[1:])
    if options.port and not is_whole(options):
        raise SystemExit("--port looks at all mutants")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    workspace = pathlib.Path(os.environ["BUILD_WORKSPACE_DIRECTORY"])
    here = pathlib.Path(os.environ.get("BUILD_WORKING_DIRECTORY", "."))
    lines = changed_lines(workspace, options)
    files = chosen_files(workspace, options, lines)
    if not files:
        print("no line is to be mutated")
        return
    path = workspace / "tools/mutate/equivalent.toml"
    review = reviewing.Review(path)
    release, checked = builds(workspace, options)
    caches = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    cache = Cache(caches / "holdfast" / "mutate" / "known.sqlite")

    def keep(mutant):
        return (
            (not options.function or mutant.function in options.function)
            and (not options.classes or score.CLASS_OF[mutant.operator] in options.classes)
            and is_in_sample(mutant, options.sample)
            and (not options.reviewed or review.entry(mutant))
            and (lines is None or changed.is_touched(mutant, lines))
        )  # fmt: skip

    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        configurations = [
            Configuration(release, files, cache, options.jobs, f"{folder}/release"),
            Configuration(checked, files, cache, options.jobs, f"{folder}/checked", CHECKED),
        ]
        study = Study(configurations, options.jobs, say, keep, options.minutes)
        if options.list:
            for m in study.mutants:
                print(f"{m.file}:{m.line}: {m.function}: {m.what}")
            return
        if options.port:
            port(study, review, path)
            return
        interrupted = False
        try:
            examine(study, review, options)
        except (KeyboardInterrupt, building.Interrupted):
            interrupted = True
            say("\ninterrupted; what is known is kept")
    fates = score.fates_of(study, review)
    is_wrong = tell(study, review, fates, options)
    html = here / options.html
    html.write_text(page.render(study, fates, review))
    say(f"the page is {html}")
    sys.exit(1 if interrupted or is_wrong else 0)


if __name__ == "__main__":
    main()
