"""example.code: the caller's line, name and file, compared with what Python says."""

import _thread
import gc
import sys
import threading

from example import code
from growth import growth


def test_line_number():
    assert code.line_number() == sys._getframe().f_lineno
    lines = [
        code.line_number(),
        code.line_number(),
    ]
    assert lines[1] == lines[0] + 1


def test_first_line_number():
    assert code.first_line_number() == test_first_line_number.__code__.co_firstlineno


def test_function_name():
    assert code.function_name() == "test_function_name"
    assert (lambda: code.function_name())() == "<lambda>"


def test_file_name():
    assert code.file_name() == __file__ == test_file_name.__code__.co_filename


def test_callers():
    def inner():
        return code.callers()

    names, frame = [], sys._getframe()
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    assert inner() == ["inner", *names]


def test_where_c_has_called():
    # A thread that runs a C function and nothing else has no frame of Python's.
    failed, done = [], threading.Lock()
    done.acquire()
    hook, sys.unraisablehook = sys.unraisablehook, lambda what: (failed.append(what.exc_value), done.release())
    try:
        _thread.start_new_thread(code.line_number, ())
        assert done.acquire(timeout=60)
    finally:
        sys.unraisablehook = hook
    assert [(type(error), str(error)) for error in failed] == [(RuntimeError, "no Python code has called")]


def test_nothing_grows():
    def work():
        code.line_number(), code.first_line_number()
        code.function_name(), code.file_name(), code.callers()

    gc.collect()
    assert growth(work) == 0
