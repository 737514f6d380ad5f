"""A child process for what may crash, and what is known of its end."""

import dataclasses
import faulthandler
import os
import pickle
import re
import signal
import struct
import tempfile
import warnings
from typing import List

from . import report

try:
    from . import _native as native
except ImportError:  # not Linux
    from . import portable as native


@dataclasses.dataclass
class Death:
    status: int
    python: str  # what faulthandler said
    places: List[int]  # the stack in C, innermost first
    failed: List[int]  # that of the allocation that was made to fail, if one was

    @property
    def name(self):
        if os.WIFSIGNALED(self.status):
            number = os.WTERMSIG(self.status)
            try:
                return signal.Signals(number).name
            except ValueError:
                return f"signal {number}"
        return f"exit status {os.WEXITSTATUS(self.status)}"


def fork():
    """CPython 3.12 warns where there are threads, as plugins of pytest have some."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def in_child(work):
    """(what work(send) sent, None), or with a Death where it did not return."""
    ours, theirs = os.pipe()
    with tempfile.TemporaryFile() as python, tempfile.TemporaryFile() as stack:
        child = fork()
        if child == 0:
            _work(work, theirs, python, stack)
        os.close(theirs)
        sent = []
        with open(ours, "rb") as file:
            try:
                while True:
                    sent.append(pickle.load(file))
            except (EOFError, pickle.UnpicklingError):
                pass
        _, status = os.waitpid(child, 0)
        if status == 0:
            return sent, None
        python.seek(0)
        stack.seek(0)
        raw = stack.read()
        places = list(struct.unpack(f"={len(raw) // 8}Q", raw[: len(raw) // 8 * 8]))
        end = places.index(0) if 0 in places else len(places)
        said = python.read().decode("utf-8", "replace")
        return sent, Death(status, said, places[:end], places[end + 1 :])


def _work(work, pipe, python, stack):
    status = 1
    try:
        faulthandler.enable(file=python)
        native.stack_at_death(stack.fileno())

        def send(thing):
            data = pickle.dumps(thing)
            while data:
                data = data[os.write(pipe, data) :]

        work(send)
        status = 0
    except BaseException:
        faulthandler.dump_traceback(file=python)
        raise
    finally:
        os._exit(status)


# What CPython's debug build says before it aborts.
FATAL = [
    (r"returned NULL without setting an exception", report.NULL),
    (r"returned a result with an exception set", report.RESULT),
    (r"(succeeded|failed) with an exception set", report.RESULT),
    (r"Slot \S+ of type \S+ failed without setting an exception", report.NULL),
    (r"Deallocator of type \S+ (cleared|overrode) the current exception", report.LOST),
    (r"Deallocator of type \S+ raised an exception", report.RESULT),
]


# What ends the process sooner or later, or makes the debug build end it.
ENDS = {report.USE, report.NULL, report.RESULT, report.CALL, report.LOST, report.WEAK, report.HOLES, report.GIL, report.TRACKED}


def with_death(seen, ended):
    """Findings: what was seen before the child ended, and its end, which is no cause of
    its own where what was seen explains it."""
    if ended.kind == report.CRASH:
        causes = [each for each in seen if each.kind in ENDS]
    else:
        causes = [each for each in seen if each.kind == ended.kind]
    if not causes:
        return [*seen, ended]
    causes[-1].text.append(f"then       {ended.what}")
    causes[-1].text += [f"           {each}" for each in ended.where[:1]]
    return seen


def finding(death, symbolizer, output=""):
    """A Finding that says how the child ended."""
    kind, what = report.CRASH, f"the test was ended by {death.name}"
    fatal = re.search(r"Fatal Python error: (.*)", output) or re.search(
        r"Fatal Python error: (.*)", death.python
    )
    for pattern, other in FATAL:
        if re.search(pattern, output):
            kind = other
    if fatal:
        what += f": {fatal.group(1)}"
    where = [
        place
        for place in symbolizer.stack(death.places)
        if not report.is_own(place.module)
    ]
    text = [line for line in death.python.splitlines() if line.startswith("  File")]
    # Not how pytest came to call the test.
    pytest = [i for i, line in enumerate(text) if line.endswith("in pytest_pyfunc_call")]
    text = text[: min([12, *pytest])]
    return report.Finding(kind, what, where=where, text=["Python, innermost first:"] * bool(text) + text)
