"""Depth B: an extension that was compiled with -include holdfast/watch.h.

It says where it takes and gives references. A leak is named by the increment
that no decrement has matched; a reference that was not the extension's, by the
line that gave it away.
"""

import gc
import itertools
import os
import sys

from . import holding, report
from .blame import describe
from .decide import Depth
from .installed import LISTS
from .report import Finding, Place, plural

KINDS = {
    "released, not owned": (report.DROPPED, "the extension had no reference to release"),
    "returned, not owned": (report.DROPPED, "the extension had no reference to return"),
    "used after release": (report.USE, "an object was used after its last reference was released"),
    "returned after release": (report.USE, "an object was returned after its last reference was released"),
    "null without exception": (report.NULL, "a function returned NULL, and no exception was set"),
    "result with exception": (report.RESULT, "a function returned a result, and set an exception"),
    "called with exception": (report.CALL, "Python code was to run while an exception was set"),
}

# None and its like: who holds them is no news.
EVERYWHERE = 1000

# What is not a library: a place that the extension itself has named.
SOURCE = "source"


def load():
    """Loads the recorder; before the extensions, whose weak symbols look for it."""
    flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_NOW | os.RTLD_GLOBAL)
    try:
        from . import _watch
    finally:
        sys.setdlopenflags(flags)
    _watch.start()
    return _watch


def include():
    """The folder for the compiler's -I."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "include")


def _holder(thing):
    if type(thing) is dict and type(thing.get("__name__")) is str:
        return f"the globals of {thing['__name__']}"
    return describe(thing)


class Recompiled(Depth):
    name = "B"

    def __init__(self, symbolizer):
        self._watch = load()
        self._symbolizer = symbolizer
        self._growth = None  # {site: how many increments more each time}
        self._fallen = {}  # {(object, site): its count at the end}
        self._mistakes = {}
        self._things = {}  # of findings, by address

    def before(self, item):
        self._watch.mistakes()

    def open(self, item):
        self._mistakes = {}
        gc.freeze()  # as depth A does: what is collected is the test's
        self.closer()

    def certain(self):
        return bool(self._mistakes)

    def closer(self):
        self._growth = None
        self._seen = []  # growth, repetition by repetition

    def begin(self):
        self._watch.begin(self._growth is None)

    def end(self):
        watch = self._watch
        grown = dict(watch.grown())
        if grown:
            gc.collect()
            grown = dict(watch.grown())
        watch.end()
        fallen = {(address, where): count for address, where, count in watch.fallen()}
        if self._growth is None:
            self._growth, self._fallen = grown, fallen
        else:
            least, counts = self._growth, self._fallen
            self._growth = {k: min(v, grown[k]) for k, v in least.items() if k in grown}
            self._fallen = {k: v for k, v in fallen.items() if v < counts.get(k, 0)}
        self._seen.append(grown)
        self._collect()
        return bool(self._growth or self._fallen or self._mistakes)

    def _collect(self):
        """Mistakes need not be made each time."""
        for kind, type_name, where, earlier, function, address, _ in self._watch.mistakes():
            key = kind, where, function
            self._mistakes.setdefault(key, (type_name, earlier, address))

    def mistakes(self):
        """What was seen since before(), or open()."""
        self._collect()
        return [self._mistake(*key, *rest) for key, rest in self._mistakes.items()]

    def findings(self):
        gc.unfreeze()
        self._things = {}
        found = [self._leak(*each) for each in (self._growth or {}).items()]
        for finding in found:
            if finding.address is not None:
                finding.holds = holding.inside(self._things[finding.address], self._things)
        self._things = {}
        found += [self._fall(*each) for each in self._fallen]
        return [each for each in found if each is not None] + self.mistakes()

    def close(self):
        gc.unfreeze()
        self._mistakes = {}
        self._growth, self._fallen, self._seen = None, {}, []

    def _place(self, number):
        """(what was done there, the place), or None."""
        site = self._watch.site(number)
        if site is None:
            return None
        how, file, line, function = site
        if line == 0:  # a function of the module, or the type, |file|
            return "returned", Place(None, 0, function, file)
        return how, Place(file, line, function, SOURCE)

    def _leak(self, number, times):
        how, place = self._place(number)
        kind = report.BUFFER if how in ("PyObject_GetBuffer", "PyArg_Parse") else report.REFERENCE
        what = "a buffer is not released" if kind == report.BUFFER else "nothing matches this increment"
        finding = Finding(kind, f"{what}: {how}", plural(times, "reference"), [place])
        finding.history = list(itertools.accumulate(each.get(number, 0) for each in self._seen))
        found = self._watch.newest(number)
        if found is not None:
            thing, count, events = found
            finding.object = f"{describe(thing)}, count {count}"
            finding.address = id(thing)
            self._things[id(thing)] = thing
            finding.text += self._history(events)
            if count < EVERYWHERE:
                finding.text += self._holders(thing, found)
            finding.graph = holding.raised(describe(thing), finding)
        return finding

    def _fall(self, address, number):
        found = self._watch.history(address)
        if found is None:
            return None
        thing, count, events = found
        how, place = self._place(number)
        finding = Finding(report.DROPPED, f"the extension had no reference left: {how}", where=[place])
        finding.object = f"{describe(thing)}, count {count}"
        finding.address = address
        finding.text += self._history(events)
        return finding

    def _history(self, events):
        lines = []
        for event in dict.fromkeys(events):
            how, place = self._place(abs(event))
            sign = "+1" if event > 0 else "-1"
            times = events.count(event)
            lines.append(f"{sign}         {how}, {place}" + (f" ({times} times)" if times > 1 else ""))
        return lines

    def _holders(self, thing, found):
        holders = [
            each
            for each in gc.get_referrers(thing)
            if each is not found
            and each is not self._things
            and type(each).__name__ != "frame"
            and id(each) not in LISTS.values()
        ]
        return [f"held by    {_holder(each)}" for each in holders[:3]]

    def _mistake(self, kind, where, function, type_name, earlier, address):
        name, what = KINDS[kind]
        finding = Finding(name, what)
        if type_name:
            finding.object = type_name
        place = self._place(where)
        if function is not None:
            finding.text.append(f"function   {function}")
            # After the first byte: the symbolizer goes back by one.
            finding.where += self._symbolizer.stack([address + 1])[:1]
            if place is not None:
                how, at = place
                finding.text.append(f"before     {how}, {at}")
        elif place is not None:
            how, at = place
            finding.what += f": {how}"
            finding.where.append(at)
            before = self._place(earlier)
            if before is not None:
                finding.text.append(f"before     {before[0]}, {before[1]}")
        return finding
