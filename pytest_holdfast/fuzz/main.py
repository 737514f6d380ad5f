"""The command line."""

import argparse
import os
import sys

from . import output, supervise


def parser():
    options = argparse.ArgumentParser(
        prog="python -m pytest_holdfast fuzz",
        description="Calls what a package offers with hostile arguments, and says what its C code does wrong.",
        epilog="Exit status: 0 nothing was found, 1 something was, 2 the package cannot be fuzzed, 3 the fuzzer itself failed.",
    )
    options.add_argument("package", metavar="PACKAGE", help="as it is imported")
    options.add_argument("--seconds", type=float, default=60, help="how long (default: %(default)s)")
    options.add_argument("--programs", type=int, default=0, help="how many programs each process runs, instead")
    options.add_argument("--jobs", type=int, default=2, help="processes (default: %(default)s)")
    options.add_argument("--seed", type=int, default=1, help="of the random numbers (default: %(default)s)")
    options.add_argument("--learn", metavar="TESTS", help="run these tests once, and begin with their arguments")
    options.add_argument("--only", action="append", default=[], metavar="NAME", help="functions, methods, types: a regular expression")
    options.add_argument("--exclude", action="append", default=[], metavar="NAME", help="leave these out")
    options.add_argument("--private", action="store_true", help="private C modules by themselves, too")
    options.add_argument("--path", action="append", default=[], metavar="DIR", help="where to import from")
    options.add_argument("--output", metavar="DIR", help="where the report and the corpus are (default: holdfast-fuzz/PACKAGE)")
    options.add_argument("--emit-tests", metavar="FILE", help="write a pytest file with one test for each cause")
    options.add_argument("--replay", action="store_true", help="run the programs of the corpus, no others")
    options.add_argument("--minimise", action="store_true", help="keep of the corpus what is needed for its outcomes, and end")
    options.add_argument(
        "--without",
        action="append",
        default=[],
        choices=["blocks", "counts", "exceptions", "quarantine", "failures"],
        help="do not look at blocks that are left, counts, exceptions that break a rule, freed memory, allocations that fail",
    )
    options.add_argument("-q", "--quiet", action="store_true", help="no progress")
    return options


class Progress:
    """One line, over and over on a terminal."""

    def __init__(self, quiet):
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._said = 0

    def __call__(self, text):
        self._said += 1
        if self._quiet:
            return
        if self._terminal:
            sys.stderr.write(f"\r{text}\033[K")
        elif self._said % 10 == 1:
            sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def end(self):
        if self._terminal and not self._quiet:
            sys.stderr.write("\n")


def main(arguments):
    options = parser().parse_args(arguments)
    if sys.platform != "linux":
        parser().error("only on Linux")
    if not supervise.PRELOAD.exists():
        parser().error(f"{supervise.PRELOAD} was not built")
    if options.replay or options.minimise:
        options.jobs = 1
    options.output = options.output or os.path.join("holdfast-fuzz", options.package)
    if options.programs:
        options.seconds = options.seconds if "--seconds" in " ".join(arguments) else 3600
    progress = Progress(options.quiet)
    session = supervise.Session(options, progress)
    seeds = {}
    try:
        if options.learn:
            from . import learn

            seeds, said = learn.seeds_of(session, options.learn)
            sys.stderr.write(said + "\n")
        session.run(seeds)
    except supervise.Unusable as why:
        progress.end()
        sys.stderr.write(f"{why}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted\n")
    progress.end()
    output.write(session)
    print(output.text(session))
    print(f"\n{session.folder}/report.html, report.sarif, report.json, report.txt")
    if options.emit_tests:
        output.emit_tests(session, options.emit_tests)
    if session.causes:
        return 1
    return 3 if session.failures else 0
