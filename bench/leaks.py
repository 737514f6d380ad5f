"""What pytest --leaks costs: the clean suites with it and without it.

    ./bazelw run -c opt //bench:leaks -- [--markdown] [--rounds N] [--others]
    ./bazelw run -c opt //bench:leaks -- --suites FOLDER [--check] [--markdown] [--rounds N] [NAME...]

Each way to run some tests is a process of its own; the ways take turns. A figure
is a median of the rounds, in seconds by the clock; "CPU" is the ratio of what the
processes, and those that they started, took of the processor. --others runs what
else Debian has for finding leaks, once: that takes minutes. --suites runs those of
bench/suites.py, which are fetched into FOLDER: many of them leak. In parentheses is the
ratio without what one empty test takes more. With --check it runs instead a loop over
each call that was accused, without the plugin.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import suites
import suites_checked

PLUGIN = pathlib.Path("pytest_holdfast/plugin").resolve()
SUITES = pathlib.Path("tests/pytest_holdfast/clean").resolve()
CALLS = pathlib.Path("bench/leaks_suite.py").resolve()
MODULES = pathlib.Path("bench").resolve()
LEAKS = ["-p", "pytest_holdfast", "--leaks"]
GOAL_A, GOAL_B, GOAL_START = 3.0, 1.5, 1.0
GOAL_CLEAN, GOAL_LEAKING = 1.3, 3.0
LSAN = "/usr/lib/x86_64-linux-gnu/liblsan.so.0"
NOTHING = "def test_nothing():\n    pass\n"


class Way:
    """A command that runs tests, and what its processes took."""

    interpreter = sys.executable
    may_fail = False

    def __init__(self, tests, options=(), modules="", before=(), python=(), **environment):
        path = [str(PLUGIN), *([str(MODULES / modules)] if modules else [])]
        self.command = [*before, self.interpreter, *python, "-m", "pytest", "-q"]
        self.command += ["-p", "no:cacheprovider", *options, *map(str, tests)]
        self.environment = {**os.environ, "PYTHONPATH": ":".join(path), **environment}
        self.seconds, self.cpu = [], []

    def run(self, folder):
        started = time.monotonic()
        process = subprocess.Popen(
            self.command,
            cwd=folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0 and not (self.may_fail and process.returncode == 1):
            sys.exit(f"{' '.join(self.command)}\n{out}")
        self.seconds.append(time.monotonic() - started)
        self.cpu.append(usage.ru_utime + usage.ru_stime)

    @property
    def median(self):
        return statistics.median(self.seconds)


def measure(ways, rounds):
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "test_nothing.py").write_text(NOTHING)
        ways[0].run(folder)  # what is read from the disk, and compiled
        for each in ways:
            each.seconds, each.cpu = [], []
        for _ in range(rounds):
            for each in ways:
                each.run(folder)
    return ways


def ratio(way, other):
    pairs = zip(way.seconds, other.seconds), zip(way.cpu, other.cpu)
    return [statistics.median(a / b for a, b in pair) for pair in pairs]


class Table:
    def __init__(self, markdown):
        self._markdown = markdown

    def print(self, title, columns, rows):
        rows = [[title, *columns], *([str(cell) for cell in row] for row in rows)]
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        lines = []
        for row in rows:
            cells = [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:]))]
            lines.append("| " + " | ".join(cells) + " |" if self._markdown else "  ".join(cells))
        if self._markdown:
            lines.insert(1, "|---|" + "--:|" * (len(rows[0]) - 1))
        print("\n".join(lines) + "\n", flush=True)


def compared(name, way, base, goal):
    clock, cpu = ratio(way, base)
    beyond = " !" if min(clock, cpu) > goal else ""
    return [name, f"{base.median:.2f}", f"{way.median:.2f}", f"{clock:.2f}{beyond}", f"{cpu:.2f}", goal]


DEPTHS = {
    "plain": [],
    "A": [*LEAKS, "--leaks-depth=A"],
    "B": LEAKS,
    "isolated": [*LEAKS, "--leaks-isolate"],
}


def measure_suite(folder, name, rounds):
    """A row: tests, seconds, and what the ways take of the processor, as ratios."""
    prepared = suites.Prepared(folder, name, PLUGIN)
    # As it is where the plugin is installed: compiled before.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    compiled.update(prepared.environment)
    kind = type("SuitesWay", (Way,), {"interpreter": str(prepared.python), "may_fail": True})
    empty = folder / "empty"
    empty.mkdir(exist_ok=True)
    (empty / "test_nothing.py").write_text(NOTHING)
    ways, starts = {}, {}
    for depth, options in DEPTHS.items():
        if depth != "B" or "watched" in prepared.builds:
            modules, where, more, tests = prepared.command(depth)
            ways[depth] = kind(tests, [*options, *more], modules, **compiled), where
            starts[depth] = kind(["test_nothing.py"], options, modules, **compiled), empty
    for way, where in [*ways.values(), *starts.values()]:
        subprocess.run([*way.command, "--collect-only"], cwd=where, env=way.environment, stdout=subprocess.DEVNULL)
    for _ in range(rounds):
        for depth in ways:
            for way, where in (starts[depth], ways[depth]):
                way.run(where)
    plain = ways["plain"][0]
    row = [name, len(prepared.outcomes("plain")), f"{plain.median:.1f}"]
    for depth in ("A", "B", "isolated"):
        if depth not in ways:
            row += ["", ""]
            continue
        found = prepared.causes(depth)
        goal = GOAL_LEAKING if found else GOAL_CLEAN
        cpu = ratio(ways[depth][0], plain)[1]
        more = statistics.median(a - b for a, b in zip(starts[depth][0].cpu, starts["plain"][0].cpu))
        without = cpu - more / statistics.median(plain.cpu)
        row += [f"{cpu:.1f} ({without:.1f}){' !' if cpu > goal else ''}", len(found)]
        for each in prepared.others(depth):
            print(f"{name}, {depth}: ends otherwise than in plain pytest: {each}", file=sys.stderr)
    return row


def folder_of(options):
    return pathlib.Path(os.environ.get("BUILD_WORKING_DIRECTORY", "."), options.suites).resolve()


def measure_suites(options, table):
    folder = folder_of(options)
    rows = [measure_suite(folder, each, options.rounds) for each in options.names or suites.SUITES]
    ways = [each for depth in ("A", "B", "isolated") for each in (depth, "causes")]
    table.print("Suites of Debian 12", ["tests", "plain", *ways], rows)


def check_suites(options, table):
    folder = folder_of(options)
    rows = []
    for check in suites_checked.CHECKS:
        if not options.names or check.suite in options.names:
            prepared = suites.Prepared(folder, check.suite, PLUGIN)
            references, blocks, size = suites_checked.run(prepared, check)
            # What the loop itself takes is less.
            size = f"{size:.0f}" if size > 200 else "0"
            rows.append([check.suite, check.place, f"{references:.0f}", f"{blocks:.0f}", size])
    table.print("Suite", ["accused", "references a call", "blocks", "bytes"], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--others", action="store_true")
    parser.add_argument("--suites", metavar="FOLDER")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    table = Table(options.markdown)
    if options.suites is not None:
        (check_suites if options.check else measure_suites)(options, table)
        return

    rows = []
    for name, tests in [
        *((path.stem[5:], [path]) for path in sorted(SUITES.glob("test_*.py"))),
        ("all of them", [SUITES]),
    ]:
        base, way = measure([Way(tests), Way(tests, LEAKS)], options.rounds)
        rows.append(compared(name, way, base, GOAL_A))
    table.print("Clean suites", ["plain", "--leaks", "ratio", "CPU", "goal"], rows)

    plain, a, b = measure(
        [
            Way([CALLS], ["-k", "reef"], "reef"),
            Way([CALLS], [*LEAKS, "-k", "reef"], "reef"),
            Way([CALLS], [*LEAKS, "-k", "reef"], "reef_watched"),
        ],
        options.rounds,
    )
    rows = [
        compared("A against plain", a, plain, GOAL_A),
        compared("B against A", b, a, GOAL_B),
    ]
    plain, a, c = measure(
        [
            Way([CALLS], ["-k", "ledger"], "ledger_cases"),
            Way([CALLS], [*LEAKS, "-k", "ledger"], "ledger_cases"),
            Way([CALLS], [*LEAKS, "-k", "ledger"], "ledger_cases_checked"),
        ],
        options.rounds,
    )
    rows += [
        compared("A against plain, with Holdfast", a, plain, GOAL_A),
        compared("C against A", c, a, GOAL_B),
    ]
    table.print("Nothing but calls", ["of", "this", "ratio", "CPU", "goal"], rows)

    base, way = measure([Way(["test_nothing.py"]), Way(["test_nothing.py"], LEAKS)], options.rounds)
    more = statistics.median(a - b for a, b in zip(way.seconds, base.seconds))
    beyond = " !" if more > GOAL_START else ""
    row = ["start", f"{base.median:.2f}", f"{way.median:.2f}", f"{more:.2f}{beyond}", GOAL_START]
    table.print("One empty test", ["plain", "--leaks", "more", "goal"], [row])

    if options.others:
        tests = [SUITES / "test_ujson.py"]
        heap = {"PYTHONMALLOC": "malloc"}
        valgrind = ["valgrind", "-q", "--leak-check=full", "--error-exitcode=0"]
        others = {
            "plain": Way(tests),
            "--leaks": Way(tests, LEAKS),
            "python3 -X tracemalloc=25": Way(tests, python=["-X", "tracemalloc=25"]),
        }
        if os.path.exists(LSAN):
            others["LeakSanitizer"] = Way(
                tests, LD_PRELOAD=LSAN, LSAN_OPTIONS="exitcode=0:print_suppressions=0", **heap
            )
        if shutil.which("heaptrack"):
            others["heaptrack"] = Way(tests, before=["heaptrack", "-o", "h"], **heap)
        if shutil.which("valgrind"):
            others["valgrind"] = Way(tests, before=valgrind, **heap)
        ways = list(others.values())
        measure(ways, 1)
        rows = [
            [name, f"{way.median:.2f}", f"{ratio(way, ways[0])[0]:.2f}"]
            for name, way in others.items()
        ]
        table.print("ujson's suite, once", ["seconds", "ratio"], rows)


if __name__ == "__main__":
    main()
