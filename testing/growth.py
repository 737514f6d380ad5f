"""What calls leave behind: references on a debug CPython, blocks of memory on a
release one."""

import array
import gc
import itertools
import sys

total = getattr(sys, "gettotalrefcount", sys.getallocatedblocks)


def growth(call, times=1000):
    """By how much that many calls change the total, after as many before."""
    totals = array.array("q", [0, 0])  # numbers, not objects that count
    for i in range(2):
        for _ in itertools.repeat(None, times):
            call()
        gc.collect()
        totals[i] = total()
    return totals[1] - totals[0]
