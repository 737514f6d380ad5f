"""The command line."""

import argparse
import math
import os
import re
import signal
import sys

from . import output, supervise


def _number(kind, least):
    def read(text):
        try:
            value = kind(text)
        except ValueError:
            value = math.nan
        if not (value >= least and math.isfinite(value)):
            raise argparse.ArgumentTypeError(f"{text!r} is no number from {least} on")
        return value

    return read


def _names(text):
    try:
        re.compile(text)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no regular expression: {error}") from None
    return text


def _folder(text):
    if not os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no folder")
    return text


def _existing(text):
    if not os.path.exists(text):
        raise argparse.ArgumentTypeError(f"there is no {text!r}")
    return text


def _file(text):
    _folder(os.path.dirname(os.path.abspath(text)))
    return text


def parser():
    options = argparse.ArgumentParser(
        prog="python -m pytest_holdfast fuzz",
        description="Calls what a package offers with hostile arguments, and says what its C code does wrong.",
        epilog="Exit status: 0 nothing was found, 1 something was, 2 the package cannot be fuzzed, 3 the fuzzer itself failed.",
    )
    options.add_argument("package", metavar="PACKAGE", help="as it is imported")
    options.add_argument("--seconds", type=_number(float, 0.1), default=60, help="how long (default: %(default)s)")
    options.add_argument("--programs", type=_number(int, 0), default=0, help="how many programs each process runs, instead")
    options.add_argument("--jobs", type=_number(int, 1), default=2, help="processes (default: %(default)s)")
    options.add_argument("--seed", type=int, default=1, help="of the random numbers (default: %(default)s)")
    options.add_argument("--learn", metavar="TESTS", type=_existing, help="run these tests once, and begin with their arguments")
    options.add_argument("--only", action="append", default=[], metavar="NAME", type=_names, help="functions, methods, types: a regular expression")
    options.add_argument("--exclude", action="append", default=[], metavar="NAME", type=_names, help="leave these out")
    options.add_argument("--private", action="store_true", help="private C modules by themselves, too")
    options.add_argument("--path", action="append", default=[], metavar="DIR", type=_folder, help="where to import from")
    options.add_argument("--output", metavar="DIR", help="where the report and the corpus are (default: holdfast-fuzz/PACKAGE)")
    options.add_argument("--emit-tests", metavar="FILE", type=_file, help="write a pytest file with one test for each cause")
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
    try:
        os.makedirs(options.output, exist_ok=True)
    except OSError as error:
        parser().error(f"--output cannot be made: {error}")
    if not os.access(options.output, os.W_OK):
        parser().error(f"{options.output} may not be written to")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left behind
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
