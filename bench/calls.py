"""What a call of a bound function or of a class costs, beside the same written on the
C API by hand.

    ./bazelw run -c opt //bench:calls

The figures are instructions, counted by callgrind, of an iteration of the loop that makes
the call, the loop's own left out: they repeat. It takes about two minutes.
"""

import argparse
import importlib.util
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MODULES = ("calls_by_hand", "calls_bound")
MANY, FEW = 6000, 2000
# What is called, and the goal: at most so many more, or so many times.
CASES = [
    ("noop(s)", "+5"),
    ("append(s)", "×1.00"),
    ("add(3, 4)", "+0"),
    ("flag(s)", "+150"),
    ("flag(s, loud=False)", "+150"),
    ("p.name", "×1.05"),
    ("p.name = s", "×1.05"),
    ("p.x", "×1.05"),
    ("p.sum()", "×1.05"),
    ("Point(1.0, 2.0, s)", "×1.05"),
    ("Point(1.0, 2.0, name=s)", "×1.05"),
]
PROGRAM = """
from {module} import Point, add, append, flag, noop
def work(n, s="kelp", p=Point(1.0, 2.0, "dulse"), Point=Point, add=add, append=append, flag=flag, noop=noop):
    for _ in range(n):
        {call}
work(100)
work({times})
"""


def counted(module, call, times, folders):
    """The instructions of a process that makes so many calls."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", "-q"]
            + [sys.executable, "-I", "-S", "-c"]
            + [f"import sys; sys.path[:0] = {folders!r}\n" + PROGRAM.format(module=module, call=call, times=times)],
            check=True,
            env={"PYTHONHASHSEED": "0", "PATH": "/usr/bin:/bin"},
        )
        return int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.M)[1])


def cost(module, call, folders):
    return (counted(module, call, MANY, folders) - counted(module, call, FEW, folders)) / (MANY - FEW)


def reaches(goal, hand, bound):
    return bound <= hand + int(goal[1:]) if goal[0] == "+" else bound <= hand * float(goal[1:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", default="", help="cases that have this in them")
    options = parser.parse_args()
    if shutil.which("valgrind") is None:
        sys.exit("bench:calls needs valgrind: apt-get install valgrind")
    folders = sorted({str(pathlib.Path(importlib.util.find_spec(name).origin).parent) for name in MODULES})
    empty = cost(MODULES[0], "pass", folders)
    print(f"the loop itself: {empty:.0f} instructions")
    print(f"{'call':<26}{'by hand':>9}{'bound':>9}{'more':>7}{'times':>7}  goal")
    for call, goal in CASES:
        if options.only not in call:
            continue
        hand, bound = (cost(module, call, folders) - empty for module in MODULES)
        missed = "" if reaches(goal, hand, bound) else "  missed"
        print(f"{call:<26}{hand:>9.0f}{bound:>9.0f}{bound - hand:>7.0f}{bound / hand:>7.2f}  {goal}{missed}", flush=True)


if __name__ == "__main__":
    main()
