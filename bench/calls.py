"""What a call of a bound function or of a class costs, beside the same written on the
C API by hand.

    ./bazelw run -c opt //bench:calls
    ./bazelw run -c opt //bench:calls -- --peers

With --peers the same is written in Cython, pybind11 and nanobind, too (bench/peers/): the
newest ones, which pip fetches into a folder that goes again.

The figures are instructions, counted by callgrind, of an iteration of the loop that makes
the call, the loop's own left out; the mean over some seeds of the hashes of str, as where
names collide in CPython's caches differs with them. They repeat. It takes minutes.
"""

import argparse
import functools
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile

MODULES = ("calls_by_hand", "calls_bound")
MANY, FEW = 6000, 2000
SEEDS = range(3)
# What is called, and the goal: at most so many more, or so many times.
CASES = [
    ("noop(s)", "+5"),
    ("append(s)", "×1.00"),
    ("concat(s)", "×1.00"),
    ("chain()", "×1.00"),
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
from {module} import Point, add, append, chain, concat, flag, noop
def work(n, s="kelp", p=Point(1.0, 2.0, "dulse"), Point=Point, add=add, append=append, chain=chain, concat=concat, flag=flag, noop=noop):
    for _ in range(n):
        {call}
work(100)
work({times})
"""


def counted(module, call, times, folders, seed):
    """The instructions of a process that makes so many calls."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", "-q"]
            + [sys.executable, "-s", "-S", "-c"]  # not -I, with which the seed is not read
            + [f"import sys; sys.path[:0] = {folders!r}\n" + PROGRAM.format(module=module, call=call, times=times)],
            check=True,
            env={"PYTHONHASHSEED": str(seed), "PATH": "/usr/bin:/bin"},
        )
        return int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.M)[1])


def cost(module, call, folders):
    many, few = (
        sum(counted(module, call, times, folders, seed) for seed in SEEDS) for times in (MANY, FEW)
    )
    return (many - few) / (MANY - FEW) / len(SEEDS)


def reaches(goal, hand, bound):
    return bound <= hand + int(goal[1:]) if goal[0] == "+" else bound <= hand * float(goal[1:])


# ---- The same, written for others.

PEERS = ("cython", "pybind11", "nanobind")
INCLUDE = {"pybind11": "get_include", "nanobind": "include_dir"}
HERE = pathlib.Path(__file__).resolve().parent / "peers"


def include_of(name, folder):
    asked = subprocess.run(
        [sys.executable, "-c", f"import {name} as it; print(it.{INCLUDE[name]}())"],
        env={"PYTHONPATH": str(folder)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return pathlib.Path(asked.stdout.strip())


def build_peers(folder):
    """Builds the module of each peer into |folder|, with -O2 as all else here."""
    tools, python = folder / "tools", sysconfig.get_paths()["include"]
    run = functools.partial(subprocess.run, check=True, stdout=subprocess.DEVNULL)
    run([sys.executable, "-m", "pip", "install", "--quiet", "--target", tools, *PEERS])
    common = ["-O2", "-DNDEBUG", "-fPIC", "-shared", "-fvisibility=hidden", "-isystem", python]
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    made = folder / "calls_cython.c"
    run([sys.executable, "-m", "cython", HERE / "calls_cython.pyx", "-o", made],
        env={**os.environ, "PYTHONPATH": str(tools)})  # fmt: skip
    run(["gcc", *common, made, "-o", folder / f"calls_cython{suffix}"])
    for name in PEERS[1:]:
        include = include_of(name, tools)
        sources, more = [HERE / f"calls_{name}.cc"], ["-isystem", include]
        if name == "nanobind":
            sources += [include.parent / "src" / "nb_combined.cpp"]
            more += ["-isystem", include.parent / "ext" / "robin_map" / "include"]
        run(["g++", "-std=c++17", "-flto", *common, *more, *sources]
            + ["-o", folder / f"calls_{name}{suffix}"])  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", default="", help="cases that have this in them")
    parser.add_argument("--peers", action="store_true", help="beside Cython, pybind11 and nanobind")
    options = parser.parse_args()
    if shutil.which("valgrind") is None:
        sys.exit("bench:calls needs valgrind: apt-get install valgrind")
    folders = sorted({str(pathlib.Path(importlib.util.find_spec(name).origin).parent) for name in MODULES})
    with tempfile.TemporaryDirectory() as folder:
        peers = PEERS if options.peers else ()
        if peers:
            print("fetching and building", ", ".join(peers), flush=True)
            build_peers(pathlib.Path(folder))
            folders.append(folder)
        table([case for case in CASES if options.only in case[0]], peers, folders)


def table(cases, peers, folders):
    empty = cost(MODULES[0], "pass", folders)
    print(f"the loop itself: {empty:.0f} instructions")
    titles = "".join(f"{name:>10}" for name in peers)
    print(f"{'call':<26}{'by hand':>9}{'bound':>9}{'more':>7}{'times':>7}{titles}  goal")
    for call, goal in cases:
        hand, bound = (cost(module, call, folders) - empty for module in MODULES)
        others = "".join(f"{cost(f'calls_{name}', call, folders) - empty:>10.0f}" for name in peers)
        missed = "" if reaches(goal, hand, bound) else "  missed"
        print(
            f"{call:<26}{hand:>9.0f}{bound:>9.0f}{bound - hand:>7.0f}{bound / hand:>7.2f}{others}"
            f"  {goal}{missed}",
            flush=True,
        )


if __name__ == "__main__":
    main()
