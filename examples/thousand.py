"""A pytest plugin: each test is run a thousand times, its own fixtures anew, and the
total of references is what it was. Tests that count for themselves run once."""

import gc

import pytest
from growth import growth
from pytest_holdfast.repeat import Repeater

# What caches and the interpreter keep for themselves does not come with each run: it is
# less than that, or there only once.
SLACK = 50
ATTEMPTS = 3

repeating = False


@pytest.hookimpl(trylast=True)  # where it has run, and has not failed
def pytest_runtest_call(item):
    global repeating
    if repeating or "growth" in item.function.__code__.co_names:
        return
    repeater, left = Repeater(item), []
    repeating = True
    try:
        repeater.tear_down()
        growth(repeater.once, 10)
        gc.freeze()  # a collection looks at what the test made, and is as cheap
        while len(left) < ATTEMPTS and (not left or abs(left[-1]) > SLACK):
            left.append(growth(repeater.once))
    finally:
        gc.unfreeze()
        repeater.ready()
        repeating = False
    assert abs(left[-1]) <= SLACK, f"{left} are left after a thousand runs"
