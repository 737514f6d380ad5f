"""Depth C: an extension that was written with Holdfast, in its checked build.

The ledgers of all such modules are asked: for the handles that are open, and
for the mistakes that they have seen. core/ledger/ledger.h has the table.
"""

import ctypes
import os
import re

from . import report
from .decide import Depth
from .report import Finding, Place, plural

CAPSULE = b"holdfast.ledgers"
VERSION = 1
COLLECT = 2  # hf_policy
LEAK = 0  # hf_mistake

# In the order of hf_mistake.
KINDS = [
    "leak",
    "consumed twice",
    "used after consumed",
    "borrowed too long",
    "owner dropped it",
    report.NULL,
    report.RESULT,
    "run with exception",
    "count changed",
    "view read too late",
    "without the GIL",
]

# "  opened     f at file.c:10:20", or without a column.
PLACE = re.compile(r"^  (\w+) +(\S+) at (.+?):(\d+)(?::\d+)?$", re.M)
TIMES = re.compile(r"\((\d+) times")


class Table(ctypes.Structure):
    """hf_ledger_table."""


Table._fields_ = [
    ("version", ctypes.c_uint32),
    ("module", ctypes.c_char_p),
    ("next", ctypes.POINTER(Table)),
    ("begin", ctypes.PYFUNCTYPE(ctypes.c_uint64)),
    ("count", ctypes.PYFUNCTYPE(ctypes.c_size_t, ctypes.c_uint64)),
    ("end", ctypes.PYFUNCTYPE(ctypes.c_size_t, ctypes.c_uint64)),
    ("reports", ctypes.PYFUNCTYPE(ctypes.c_size_t)),
    (
        "report",
        ctypes.PYFUNCTYPE(ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_int)),
    ),
    ("forget", ctypes.PYFUNCTYPE(None)),
    ("set_policy", ctypes.PYFUNCTYPE(None, ctypes.c_int)),
]


def prepare():
    """Before the first module: its ledger is to collect, and not to abort."""
    os.environ.setdefault("HOLDFAST_LEDGER", "collect")


def _tables():
    api = ctypes.pythonapi
    api.PyInterpreterState_Main.restype = ctypes.c_void_p
    api.PyInterpreterState_GetDict.restype = ctypes.c_void_p  # lent
    api.PyInterpreterState_GetDict.argtypes = [ctypes.c_void_p]
    api.PyCapsule_GetPointer.restype = ctypes.c_void_p
    api.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    lent = api.PyInterpreterState_GetDict(api.PyInterpreterState_Main())
    capsule = ctypes.cast(lent, ctypes.py_object).value.get(CAPSULE.decode())
    if capsule is None:
        return []
    found = []
    table = ctypes.cast(api.PyCapsule_GetPointer(capsule, CAPSULE), ctypes.POINTER(Table))
    while table:
        if table.contents.version == VERSION:
            found.append(table.contents)
        table = table.contents.next
    return found


class Checked(Depth):
    name = "C"

    def __init__(self):
        prepare()
        self._windows = []  # (table, window, handles that were open in it)
        self._reports = []
        self._runs = 0

    def before(self, item):
        for table in _tables():
            table.set_policy(COLLECT)
            table.forget()

    def open(self, item):
        self._reports = []
        self.closer()

    def certain(self):
        return bool(self._reports)

    def closer(self):
        self._runs = 0
        self._windows = [[table, table.begin(), 0] for table in _tables()]

    def back(self):
        self.closer()  # findings() has closed the windows

    def left_nothing(self):
        """Of a module that is there only now it is not known what was open."""
        return len(_tables()) == len(self._windows) and not self.end()

    def end(self):
        self._runs += 1
        grew = False
        for window in self._windows:
            table, opened, before = window
            window[2] = table.count(opened)
            # One repetition without growth, and nothing leaks here.
            if window[2] > before:
                grew = True
            else:
                window[2] = float("inf")
        self._collect()
        return grew or bool(self._reports)

    def _collect(self):
        """Under collect, a mistake does not recur each time: it is reported once."""
        for table in _tables():
            kind = ctypes.c_int()
            for i in range(table.reports()):
                text = table.report(i, ctypes.byref(kind))
                if text is not None and kind.value != LEAK:
                    self._reports.append((kind.value, text.decode(errors="replace")))
            table.forget()

    def mistakes(self):
        self._collect()
        found = {}
        for kind, text in self._reports:
            finding = _finding(kind, text)
            found.setdefault((kind, finding.place), finding)
        return list(found.values())

    def findings(self):
        return self._leaks() + self.mistakes()

    def _leaks(self):
        found = []
        for table, window, count in self._windows:
            if count == float("inf"):
                continue
            table.forget()
            table.end(window)
            kind = ctypes.c_int()
            for i in range(table.reports()):
                text = table.report(i, ctypes.byref(kind))
                if text is None or kind.value != LEAK:
                    continue
                text = text.decode(errors="replace")
                times = TIMES.search(text)
                each = int(times.group(1)) if times else 1
                if each < self._runs:  # opened once, and kept
                    continue
                finding = _finding(LEAK, text)
                finding.per_run = plural(each // self._runs, "handle")
                found.append(finding)
            table.forget()
        self._windows = []
        return found

    def close(self):
        self._windows = []
        self._reports = []


def _finding(kind, text):
    first, *rest = text.strip().splitlines()
    name = KINDS[kind] if kind < len(KINDS) else report.LEDGER
    what = first.partition(": ")[2].partition(": ")[2] or first
    finding = Finding(name, what, text=[line.strip() for line in rest])
    # The last place is that of the mistake.
    places = PLACE.findall(text)
    if places:
        _, function, file, line = places[-1]
        finding.where.append(Place(file, int(line), function, "source"))
    return finding
