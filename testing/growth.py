"""What calls leave behind: references on a debug CPython, blocks of memory on a
release one."""

import array
import gc
import itertools
import sys
import sysconfig

total = getattr(sys, "gettotalrefcount", sys.getallocatedblocks)
# Empties what CPython keeps of the names that it looked up in types: each new str is
# kept once more, as those that pickle makes, and there is room for thousands.
forget_names = getattr(sys, "_clear_internal_caches", None) or sys._clear_type_cache


def types_end(test):
    """A test that types, modules and functions end. Where there is no GIL, CPython 3.13
    makes them immortal when the first thread starts, and pytest starts one. (Without a
    thread nothing grows there.)"""
    import pytest  # scripts, which have none, import this file, too

    return pytest.mark.skipif(
        bool(sysconfig.get_config_var("Py_GIL_DISABLED")) and sys.version_info < (3, 14),
        reason="types and functions live forever on this CPython, once there was a thread",
    )(test)


def growth(call, times=1000):
    """By how much that many calls change the total, after as many before."""
    totals = array.array("q", [0, 0])  # numbers, not objects that count
    gc.collect()
    gc.freeze()  # what there is already is not looked at with each collection
    try:
        for i in range(2):
            for _ in itertools.repeat(None, times):
                call()
            forget_names()
            gc.collect()
            totals[i] = total()
    finally:
        gc.unfreeze()
    return totals[1] - totals[0]
