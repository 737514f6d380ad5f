"""example.hello."""

import array
import gc
import itertools
import sys

from example import hello


def test_hello():
    assert hello.hello() == "Hello!"


def test_it_says_what_it_is():
    assert hello.__doc__ == "The smallest module."
    assert hello.hello.__doc__ == "Say hello."


# References on a debug CPython, blocks of memory on a release one.
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


def test_a_thousand_calls_change_no_total():
    assert abs(growth(hello.hello)) <= 3
