"""Measures what the types cost beside the C API by hand, and prints one table.

    ./bazelw run -c opt //bench:types

Instructions are callgrind's, of one operation with the loop around it. Nanoseconds
are of thread CPU time: both sides of a row run in turns in one process, and a figure
is the median of the turns, the ratio the median of theirs. A goal is that ratio; a
goal of "+3" also says how many instructions more there may be. What is measured is
written in types_cases.c. It takes about a minute.
"""

import argparse
import gc
import itertools
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import types_cases

N = types_cases.N
KEYS = tuple(f"key {i}" for i in range(N))
ITEM = "kelp"
SLICE_NS = 1_000_000  # what one turn of one side should take at least
TURNS = 61


class Row:
    def __init__(self, title, operation, x=None, y=None, number=0, real=0.0, limit=1.05, more=None, n=1):
        self.title, self.operation, self.limit, self.more, self.n = title, operation, limit, more, n
        self.arguments = x, y, number, real

    def run(self, ours, times):
        """(nanoseconds, what came of it)"""
        return types_cases.measure(self.operation, ours, *self.arguments, times)

    def agrees(self):
        (_, ours), (_, raw) = self.run(True, 3), self.run(False, 3)
        return type(ours[2]) is type(raw[2]) and ours == raw

    def goal(self):
        return f"{self.limit:.2f}" + (f", +{self.more}" if self.more is not None else "")

    def missed(self, instructions, ratio):
        """What of the goal is missed; |instructions| may be None."""
        more = self.more is not None and instructions is not None and (
            instructions[0] > instructions[1] + self.more + 0.005
        )
        return " and ".join(["instructions"] * more + ["time"] * (ratio > self.limit + 0.005))


def rows():
    items = list(KEYS)
    return [
        Row("int as int64, 7", "int_as_i64", 7, limit=0.70),
        Row("int as int64, 2**40", "int_as_i64", 1 << 40),
        Row("int from int64, 7", "int_from_i64", number=7, more=3),
        Row("int from int64, 2**40", "int_from_i64", number=1 << 40, more=3),
        Row("float as double", "float_as_double", 0.5, more=3),
        Row("float from double", "float_from_double", real=0.5, more=3),
        Row("list length", "list_length", items, more=3),
        Row("list get", "list_get", items, more=3),
        Row("list set", "list_set", list(items), "dulse", more=3),
        Row("tuple get", "tuple_get", tuple(items), more=3),
        Row("dict length", "dict_length", dict.fromkeys(KEYS), more=3),
        Row("dict get", "dict_get", dict(zip(KEYS, KEYS)), KEYS[500], more=3),
        Row("next", "next", itertools.repeat(ITEM), more=3),
        Row("list each", "list_each", items, limit=1.1, n=N),
        Row("tuple each", "tuple_each", tuple(items), limit=1.1, n=N),
        Row("dict each", "dict_each", dict(zip(KEYS, KEYS)), limit=1.1, n=N),
        Row("list of items", "list_of_items", y=KEYS, n=N),
        Row("list of ints", "list_of_ints", n=N),
        Row("list of ints, not reserved", "list_grown", n=N),
        Row("tuple of items", "tuple_of_items", y=KEYS, n=N),
        Row("tuple of ints", "tuple_of_ints", n=N),
        Row("tuple of ints, not reserved", "tuple_grown", n=N),
        Row("dict of items", "dict_of_items", KEYS, KEYS, n=N),
        Row("dict of ints", "dict_of_ints", KEYS, n=N),
    ]


def nanoseconds(row, quick):
    """(ours, raw, ratio) of one operation, or of one of its items."""
    times = 1
    while not quick and row.run(False, times)[0] < SLICE_NS:
        times *= 2
    turns = []
    for turn in range(1 if quick else TURNS):
        order = (True, False) if turn % 2 else (False, True)
        took = {ours: max(1, row.run(ours, times)[0]) for ours in order}
        turns.append((took[True], took[False]))
    ours, raw = (statistics.median(side) / times / row.n for side in zip(*turns))
    return ours, raw, statistics.median(a / b for a, b in turns)


# The program runs itself under callgrind, which writes one file at each end of
# |measured|; a count is the difference of two calls that differ in how often they
# execute the operation.


def counted_times(row):
    return 100 if row.n == 1 else 4


def measure_for_callgrind(row):
    few = counted_times(row)
    for ours in (True, False):
        for times in (few, few, 2 * few):  # the first warms up
            row.run(ours, times)


def count(table, only):
    """{row: (ours, raw)}"""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["valgrind", "-q", "--tool=callgrind", "--toggle-collect=measured", "--dump-after=measured"]
            + [f"--callgrind-out-file={folder}/out", sys.executable, __file__, "--under-callgrind", "--only", only],
            check=True,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )
        totals = []
        for number in itertools.count(1):
            try:
                with open(f"{folder}/out.{number}", encoding="ascii", errors="replace") as file:
                    totals.append(int(re.search(r"^totals: (\d+)", file.read(), re.M)[1]))
            except FileNotFoundError:
                break
    if len(totals) != 6 * len(table):
        sys.exit(f"callgrind wrote {len(totals)} files, not {6 * len(table)}")
    result = {}
    for i, row in enumerate(table):
        six = totals[6 * i : 6 * i + 6]
        result[row] = tuple((six[at + 2] - six[at + 1]) / counted_times(row) / row.n for at in (0, 3))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", metavar="REGEX", default="", help="only the rows whose titles match")
    parser.add_argument("--quick", action="store_true", help="each row once: compares what both sides give; no counts")
    parser.add_argument("--under-callgrind", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    gc.disable()
    table = [row for row in rows() if re.search(options.only, row.title)]
    if options.under_callgrind:
        for row in table:
            measure_for_callgrind(row)
        return
    for row in table:
        if not row.agrees():
            sys.exit(f"{row.title}: ours and raw give different results")
    counts = {}
    if not options.quick:
        if shutil.which("valgrind") is None:
            sys.exit("bench:types needs valgrind: apt-get install valgrind")
        if not types_cases.OPTIMIZED:
            print("Not optimized, so no figure means much: use -c opt.")
        counts = count(table, options.only)
    print(f"CPython {platform.python_version()}, {types_cases.COMPILER}; where there are {N} items, an item")
    print(f"{'':<29}{'instructions':>19}   {'nanoseconds':>17}")
    print(f"{'':<29}{'raw':>9}{'ours':>10}   {'raw':>8}{'ours':>9}{'ratio':>8}  goal")
    for row in table:
        ours, raw, ratio = nanoseconds(row, options.quick)
        counted = counts.get(row)
        numbers = f"{counted[1]:>9.1f}{counted[0]:>10.1f}" if counted else f"{'-':>9}{'-':>10}"
        missed = "" if options.quick else row.missed(counted, ratio)
        print(
            f"{row.title:<29}{numbers}   {raw:>8.2f}{ours:>9.2f}{ratio:>8.2f}  {row.goal()}"
            + f"  missed: {missed}" * bool(missed),
            flush=True,
        )


if __name__ == "__main__":
    main()
