"""Measures str, ours against the C API, and prints one table.

    ./bazelw run -c opt //bench:str -- [--instructions] [--markdown] [--quick]

Both sides of each case run in turns in one process, many times; a figure is
the median in nanoseconds of thread CPU time, a ratio the median of the turns'
ratios. --instructions adds a second table, of callgrind's counts. What is
measured is written in str_cases.c.
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

import str_cases

LIMIT = 1.05  # where no other goal is set
SLICE_NS = 500_000  # what one turn of one side should take at least
BUDGET_NS = 400_000_000  # what all turns of a case may take, both sides
UNROLLED = 100  # calls in the body of a loop
FEWEST_TURNS, MOST_TURNS = 11, 301
# Cases with more bytes are not counted, since callgrind is fifty times slower,
# and compared with fewer pieces.
MOST_BYTES = 1 << 21

CHAIN_TEXTS = {
    "ASCII": "long ribbons of kelp hold fast to the rock below. ",
    "Latin-1": "déjà vu: où était l'été, naïve Ève? Là, près du café. ",
    "UCS-2": "海藻的根牢牢抓住岩石，随着潮水摇动。",
    "UCS-4": "🌊 kelp 🪸 and 🐟 in 𝒽𝑜𝓁𝒹 🌊🪨🌿! ",
}
DECODED_TEXTS = {
    "English": "The holdfast of a kelp grips the rock, whatever the tide. ",
    "German": "Früh übt sich, wer später größere Äste über Flüsse trägt. ",
    "Russian": "Ламинария держится за камень и не боится прибоя. ",
    "Chinese": "海藻的根牢牢抓住岩石，随着潮水摇动，不会漂走。",
    "emoji mix": "Low tide 🌊🪨, high tide 🌊🌊: hold on 💪🏽 little one 🐚! ",
}
SIZES = [16, 1024, 1 << 20]
PIECES = [4, 16, 64, 1024]
NUMBERS = [10, 1000, 100_000]


def text_of(size, text):
    """UTF-8 of exactly this size: text, repeated, and dots to fill it up."""
    data = (text * (size // len(text.encode()) + 1)).encode()
    whole = data[:size].decode(errors="ignore").encode()
    return whole.ljust(size, b".")


def calls(call):
    """A function that makes the call many times; the loop costs little."""
    scope = {}
    exec("def loop(function, argument, times):\n"
         f"    for _ in range(times // {UNROLLED}):\n"
         + f"        {call}\n" * UNROLLED, scope)
    return scope["loop"]


class Case:
    """One cell of the table: ours and raw, doing the same."""

    least_times, most_times = 1, 1 << 20

    def __init__(self, operation, data=b"", n=1, goal=LIMIT, same=None,
                 most=None):
        self.operation, self.data, self.n = operation, data, n
        self.goal = goal  # the greatest ratio
        self.same = same  # the greatest difference in instructions
        self.most = most  # the most instructions
        # Neither interned nor hashed, like the strs that programs make.
        self.left = b"left, ".decode()
        if operation in ("decref", "equal", "append_utf8_unshared"):
            self.most_times = str_cases.MOST_FRESH

    def shorter(self):
        """The number of pieces that is not too much to be done once."""
        return min(self.n, MOST_BYTES // max(1, len(self.data)))

    def measure(self, ours, times):
        return str_cases.measure(self.operation, ours, self.left, self.data,
                                 self.n, times)

    def agrees(self):
        n = self.shorter()
        ours, raw = [str_cases.result(self.operation, ours, self.left,
                                      self.data, n) for ours in (True, False)]
        if self.data and ours != self.data.decode() * n:
            return False
        return type(ours) is type(raw) and ours == raw


class Call(Case):
    """A function that Python calls."""

    least_times = UNROLLED

    def __init__(self, name, call="function(argument)", **goals):
        super().__init__(name, **goals)
        self.call, self.loop = call, calls(call)
        self.functions = [getattr(str_cases, side + name)
                          for side in ("raw_", "ours_")]
        for function in self.functions:  # the interpreter specializes
            self.loop(function, self.left, 10 * UNROLLED)

    def measure(self, ours, times):
        return str_cases.measure_call(
            self.loop, (self.functions[ours], self.left, times))

    def agrees(self):
        ours, raw = [eval(self.call, {"function": function,
                                      "argument": self.left})
                     for function in self.functions]
        return type(ours) is type(raw) and ours == raw


def chain_goal(script, size):
    if (script == "ASCII" and size == 4) or (script != "ASCII" and size == 16):
        return 0.6
    return LIMIT


def groups():
    """(title, what stands above the columns, {row: [case for each column]})"""
    yield "Plain wrappers", [""], {
        name: [Case(name, same=3)]
        for name in ("incref", "decref", "length", "equal", "concat")
    }
    yield 'UTF-8 added to a str: "left, " and "right"', [""], {
        "concat_utf8": [Case("concat_utf8", goal=0.5)],
        "append_utf8, shared": [Case("append_utf8_shared", goal=0.5)],
        "append_utf8, unshared": [Case("append_utf8_unshared", goal=0.5)],
    }
    yield "Called from Python; all that a call costs", [""], {
        "noop(left)": [Call("noop", same=3)],
        "append(left)": [Call("append", most=400)],
        "concat(left)": [Call("concat", most=400)],
        "chain()": [Call("chain", "function()")],
    }
    yield "from_utf8", ["16 B", "1 KiB", "1 MiB"], {
        script: [Case("decode", text_of(size, text)) for size in SIZES]
        for script, text in DECODED_TEXTS.items()
    }
    across = ["n = 10", "n = 1,000", "n = 100,000"]
    yield "A chain of n append_utf8 of k bytes; per append", across, {
        f"{script}, k = {size}": [
            Case("chain", text_of(size, text), n, chain_goal(script, size))
            for n in NUMBERS
        ]
        for script, text in CHAIN_TEXTS.items() for size in PIECES
    }
    yield "The builder, against that chain; per append", across, {
        f"{script}, k = {size}": [
            Case("builder", text_of(size, text), n,
                 0.15 if (script, size, n) == ("ASCII", 4, 1000) else LIMIT)
            for n in NUMBERS
        ]
        for script, text in CHAIN_TEXTS.items() for size in PIECES
    }


def nanoseconds(case, quick):
    """(ours, raw, ratio), the medians of turns."""
    times = case.least_times
    while not quick and times * 2 <= case.most_times:
        if case.measure(False, times) >= SLICE_NS:
            break
        times *= 2
    turns, spent = [], 0
    while not turns or not quick and (
            len(turns) < FEWEST_TURNS
            or spent < BUDGET_NS and len(turns) < MOST_TURNS):
        order = (True, False) if len(turns) % 2 else (False, True)
        took = {ours: max(1, case.measure(ours, times)) for ours in order}
        spent += sum(took.values())
        turns.append((took[True], took[False]))
    ours, raw = [statistics.median(side) / times / case.n
                 for side in zip(*turns)]
    return ours, raw, statistics.median(a / b for a, b in turns)


# Instructions. The program runs itself under callgrind, which writes one file
# at each end of |measured|; files are in the order of the calls below, and a
# case's count is the difference of two calls that differ in how often they
# execute it.


def counts(case):
    return case.shorter() == case.n


def counted_times(case):
    return 100 if case.n * len(case.data) < 1 << 14 else 1


def measure_for_callgrind(case):
    few = counted_times(case)
    for ours in (True, False):
        for times in (few, few, 2 * few):  # the first warms up
            case.measure(ours, times)


def instructions(cases):
    """{case: (ours, raw, ratio)}"""
    if shutil.which("valgrind") is None:
        sys.exit("--instructions needs valgrind: apt-get install valgrind")
    cases = [case for case in cases if counts(case)]
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run(
            ["valgrind", "-q", "--tool=callgrind", "--toggle-collect=measured",
             "--dump-after=measured", f"--callgrind-out-file={directory}/out",
             sys.executable, *sys.argv, "--under-callgrind"],
            check=True, stderr=subprocess.PIPE)
        totals = []
        for number in itertools.count(1):
            path = f"{directory}/out.{number}"
            if not os.path.exists(path):
                break
            with open(path, encoding="ascii", errors="replace") as file:
                totals.append(int(re.search(r"^totals: (\d+)", file.read(),
                                            re.MULTILINE)[1]))
    if len(totals) != 6 * len(cases):
        sys.exit(f"callgrind wrote {len(totals)} files, not {6 * len(cases)}")
    result = {}
    for i, case in enumerate(cases):
        few = counted_times(case)
        six = totals[6 * i:6 * i + 6]
        ours, raw = [(six[at + 2] - six[at + 1]) / few / case.n
                     for at in (0, 3)]
        result[case] = ours, raw, ours / raw
    return result


# The table.


def misses(case, figures, counted):
    ours, raw, ratio = figures
    if case.most is not None and counted:
        return ours > case.most
    if case.same is not None and counted:
        return ours > raw + case.same
    return ratio > case.goal + 0.005


def goal_of(row, counted):
    case = row[0]
    if counted and case.most is not None:
        return f"{case.most} instr."
    if counted and case.same is not None:
        return f"raw + {case.same}"
    usual = row[0].goal
    others = [f"{case.goal:.2f} where n = {case.n:,}"
              for case in row if case.goal != usual]
    return ", ".join([f"{usual:.2f}", *others])


def number(value):
    if value < 100:
        return f"{value:.1f}"
    return f"{value:,.0f}" if value < 100_000 else f"{value / 1000:,.0f}k"


def cell(case, figures, counted):
    if case not in figures:
        return ["", "", "-"]
    ours, raw, ratio = figures[case]
    mark = " !" if misses(case, figures[case], counted) else ""
    return [number(ours), number(raw), f"{ratio:.2f}{mark}"]


def print_groups(table, figures, counted, markdown):
    for title, across, rows in table:
        head = [title] + ["ours", "raw", "ratio"] * len(across) + ["goal"]
        lines = [
            [name] + [text for case in row
                      for text in cell(case, figures, counted)]
            + [goal_of(row, counted)] for name, row in rows.items()
        ]
        if markdown:
            head[1:-1:3] = [f"{name}: ours".lstrip(": ") for name in across]
            print(f"| {' | '.join(head)} |")
            print("|---" + "|--:" * (len(head) - 1) + "|")
            for line in lines:
                print(f"| {' | '.join(line)} |")
            print()
            continue
        print(title)
        above = "".join(f"{name:^24}" for name in across)
        if above.strip():
            print(" " * 24 + above)
        for first, *middle, last in [[""] + head[1:]] + lines:
            # The mark has a place of its own, so that digits are aligned.
            text = "".join(
                value[:-2].rjust(7) + "!" if value.endswith(" !")
                else value.rjust(7) + " " for value in middle)
            print(f"  {first:<22}{text}   {last}".rstrip())
        print()


def print_table(table, figures, counted, markdown):
    unit = ("instructions, as callgrind counts them" if counted else
            "nanoseconds of thread CPU time, medians")
    print(f"str, ours against the C API (raw): {unit}.\n"
          f"CPython {platform.python_version()}, release build, pymalloc; "
          f"{str_cases.COMPILER}.")
    print()
    print_groups(table, figures, counted, markdown)
    missed = sum(misses(case, value, counted)
                 for case, value in figures.items())
    print(f"{len(figures)} cases, {missed} beyond their goal (marked !).")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0],
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instructions", action="store_true",
                        help="add callgrind's counts")
    parser.add_argument("--markdown", action="store_true",
                        help="print for docs/performance.md")
    parser.add_argument("--quick", action="store_true",
                        help="each case once: compares what both sides "
                        "give; the figures mean nothing")
    parser.add_argument("--only", metavar="REGEX", default="",
                        help="only the groups whose titles match")
    parser.add_argument("--under-callgrind", action="store_true",
                        help=argparse.SUPPRESS)
    options = parser.parse_args()

    gc.disable()
    table = [group for group in groups() if re.search(options.only, group[0])]
    cases = [case for _, _, rows in table for row in rows.values()
             for case in row]
    if options.under_callgrind:
        for case in filter(counts, cases):
            measure_for_callgrind(case)
        return
    for case in cases:
        if not case.agrees():
            sys.exit(f"{case.operation} of {case.data[:16]}: ours and raw give "
                     "different results")
    if not str_cases.OPTIMIZED and not options.quick:
        print("Not optimized, so no figure means much: use -c opt.")
    figures = {}
    for case in cases:
        if options.quick:
            case.n = case.shorter()
        if sys.stderr.isatty():
            print(f"\r{len(figures)} of {len(cases)} cases", end="\r",
                  file=sys.stderr, flush=True)
        figures[case] = nanoseconds(case, options.quick)
    print_table(table, figures, False, options.markdown)
    if options.instructions:
        print()
        print_table(table, instructions(cases), True, options.markdown)


if __name__ == "__main__":
    main()
