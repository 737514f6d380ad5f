"""What the checked build costs: the same calls, release and checked, in turns in
one process, in nanoseconds of thread CPU time (medians); with stacks kept, in
another one. And the bytes of a handle that is open.

    ./bazelw run -c opt //bench:ledger
"""

import os
import statistics
import subprocess
import sys
import time

import ledger_cases
import ledger_cases_checked

TURNS, CALLS = 201, 4000
CASES = {"noop": ("kelp holds",), "append": ("kelp holds",), "chain": ()}
GOALS = {False: 1.5, True: 3.0}  # of append
LIVE = 1_000_000


def duration(function, arguments):
    start = time.thread_time_ns()
    for _ in range(CALLS):
        function(*arguments)
    return (time.thread_time_ns() - start) / CALLS


def nothing(*_):
    pass


def measure():
    """Release and checked, for each case; without what the loop itself costs."""
    for name, arguments in CASES.items():
        sides = [getattr(m, name) for m in (ledger_cases, ledger_cases_checked)]
        turns = [[duration(side, arguments) for side in sides] for _ in range(TURNS)]
        release, checked = (statistics.median(t) for t in zip(*turns))
        ratio = statistics.median(c / r for r, c in turns)
        yield name, release, checked, ratio


def main():
    stacks = "HOLDFAST_LEDGER_STACKS" in os.environ
    if not stacks:
        print("| Call from Python | release ns | checked ns | ratio | goal |")
        print("|------------------|-----------:|-----------:|------:|-----:|")
    for name, release, checked, ratio in measure():
        title = name + (", stacks kept" if stacks else "")
        goal = f"{GOALS[stacks]:.1f}" if name == "append" else ""
        beyond = " !" if goal and ratio > GOALS[stacks] + 0.005 else ""
        print(f"| {title:<20} | {release:6.1f} | {checked:6.1f} | {ratio:5.2f}{beyond} | {goal:>4} |")
    if stacks:
        return
    sys.stdout.flush()
    subprocess.run([sys.executable, __file__], check=True,
                   env={**os.environ, "HOLDFAST_LEDGER_STACKS": "1"})
    print(f"\n{ledger_cases_checked.live(LIVE) / LIVE:.1f} bytes for each of {LIVE:,} open handles (goal: 48)")


if __name__ == "__main__":
    main()
