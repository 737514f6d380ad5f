"""Depth B: an extension that was compiled with -include holdfast/watch.h.

It says where it takes and gives references. A leak is named by the increment
that no decrement has matched; a reference that was not the extension's, by the
line that gave it away.
"""

import array
import gc
import itertools
import os
import sys
import types

from . import holding, report
from .blame import describe, is_a, native, ours, referrers
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
    "succeeded with exception": (report.RESULT, "a function said that it has not failed, and set an exception"),
    "failed without exception": (report.NULL, "a function said that it has failed, and no exception was set"),
    "exception left": (report.RESULT, "an exception was set by what cannot fail"),
    "exception lost": (report.LOST, "the exception that was set is another one, or gone"),
    "weak references left": (report.WEAK, "an object was freed that weak references still point to: tp_dealloc must call PyObject_ClearWeakRefs"),
    "type not released": (report.REFERENCE, "an instance does not give back its type: tp_dealloc must release its type"),
    "holes": (report.HOLES, "Python was given what has places that were never set"),
    "tracked": (report.TRACKED, "members are released while the collector still finds their object: tp_dealloc must call PyObject_GC_UnTrack first"),
    "without the GIL": (report.GIL, "the C API was used without the GIL"),
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
        global _watch
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
        self._growth = None  # {sites, as bytes: how many increments more each time}
        self._fallen = {}  # {(object, site): (its count, in how many repetitions it has fallen)}
        self._mistakes = {}
        self._things = {}  # of findings, by address
        self._held = set()  # addresses of those whose count Python explains
        self._guilty = set()  # keys as in growth, that were reported

    def before(self, item):
        self._watch.mistakes()
        self._mistakes = {}

    def open(self, item):
        gc.freeze()  # as depth A does: what is collected is the test's
        self.closer()
        # Only the closer look is told of: what is kept of each repetition until then
        # would be, to depth A, what grows from one to the next.
        self._seen = None

    def certain(self):
        return bool(self._mistakes)

    def known(self):
        return not self._falls() and all([each in self._guilty for each in self._growth or ()])

    def longer(self):
        # What was done in between counts None, too.
        self._watch.anew()

    def closer(self):
        self._growth = None
        self._seen = []  # growth, repetition by repetition
        self._repetitions = 0

    def begin(self):
        self._watch.begin(self._growth is None)

    def stop(self):
        self._watch.stop()

    def end(self):
        watch = self._watch
        grown = dict(watch.grown())
        if grown:
            gc.collect()
            grown = dict(watch.grown())
        watch.end()
        fallen = {}
        for address, where, count, by in watch.fallen():
            _, times, _ = fallen.get((address, where), (0, 0, 0))
            fallen[address, where] = count, times + 1, by
        if self._growth is None:
            self._growth = grown
            self._fallen = {k: (count, 0) for k, (count, _, _) in fallen.items()}
        else:
            least, before = self._growth, self._fallen
            self._growth = {k: min(v, grown[k]) for k, v in least.items() if k in grown}
            # Other code may count it, too: a few less are as good.
            self._fallen = {
                k: (count, before[k][1] + (max(before[k][0] - count, by) >= max(1, times * 3 // 4)))
                for k, (count, times, by) in fallen.items()
                if k in before
            }
            self._repetitions += 1
        if self._seen is not None:
            self._seen.append(grown)
        self._collect()
        return bool(self._growth or self._falls() or self._mistakes)

    def _falls(self):
        """Who was released or returned too often, and counts that much less after nearly
        each repetition: that it has fallen a lot in some is another's doing."""
        # The first repetition ends where counting begins.
        wanted = self._repetitions - max(1, self._repetitions // 4)
        return [key for key, (_, often) in self._fallen.items() if often >= min(self._repetitions, max(1, wanted))]

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
        self._things, self._held = {}, set()
        found = [self._leak(*each) for each in (self._growth or {}).items()]
        for finding in found:
            if finding is not None and finding.address is not None:
                finding.holds = holding.inside(self._things[finding.address], self._things)
        found = [each for each in found if each is not None]
        # What is only held has a line, too: it is told beside what holds it.
        first = [each for each in found if each.address not in self._held and not self._follows(each)]
        held = frozenset().union(*[each.holds for each in first])
        found = [each for each in found if each in first or each.address in held]
        self._things, self._held = {}, set()
        found += [self._fall(*each) for each in self._falls()]
        return [each for each in found if each is not None] + self.mistakes()

    def back(self):
        self._seen = None  # as after open()
        gc.freeze()

    def proven(self):
        self._guilty.update(self._growth or ())

    def close(self):
        gc.unfreeze()
        self._mistakes = {}
        self._growth, self._fallen, self._seen = None, {}, []

    def _follows(self, finding):
        """Whether it is a reference that another object holds which has leaked, visited
        or not: nobody took it too often."""
        for address, thing in self._things.items():
            if address == finding.address or thing is None:
                continue
            queue, known = [thing], set()
            for each in queue:  # it grows meanwhile
                if id(each) in known or len(known) > 100:
                    continue
                known.add(id(each))
                if finding.address in native.words(each):
                    return True
                if type(each) is not types.ModuleType and not is_a(each, type):
                    queue.extend(gc.get_referents(each))
        return False

    def _place(self, number):
        """(what was done there, the place), or None."""
        site = self._watch.site(number)
        return None if site is None else _named(site)

    def _leak(self, key, times):
        """Where the increment that nothing matches is one of several, the headline
        names none of them."""
        found, numbers, times = self._watch.newest(key), array.array("I", key), int(times)
        if times == 0:
            return None  # it grew, and has stopped
        if found is not None and self._is_held(found):
            self._held.add(id(found[0]))
        places = [self._place(number) for number in numbers]
        hows = {how for how, _ in places}
        is_buffer = hows <= {"PyObject_GetBuffer", "PyArg_Parse"}
        kind = report.BUFFER if is_buffer else report.REFERENCE
        what = "a buffer is not released" if is_buffer else "nothing matches this increment"
        if len(places) == 1:
            finding = Finding(kind, f"{what}: {places[0][0]}", plural(times, "reference"), [places[0][1]])
        else:
            finding = Finding(kind, report.ONE_OF_THESE, plural(times, "reference"))
            finding.text += [f"+1         {how}, {place}" for how, place in places]
        finding.history = list(itertools.accumulate(int(each.get(key, 0)) for each in self._seen or ()))
        if found is not None:
            thing, count, events, many = found
            finding.object = f"{describe(thing)}, count {count}"
            finding.address = id(thing)
            if many and len(places) > 1:
                finding.text.append(report.OR_ANOTHER)
            finding.alike = frozenset(self._watch.addresses(key))
            self._things[id(thing)] = thing
            if count < EVERYWHERE or len(places) == 1:
                finding.text += [line for line in self._history(events) if line not in finding.text]
            if count < EVERYWHERE:
                finding.text += self._holders(thing, found)
            finding.graph = holding.raised(describe(thing), finding)
        return finding

    def _is_held(self, found):
        """Whether what Python sees explains all of its count: then the extension has
        given its reference away, unseen."""
        thing, count, _, _ = found
        if count >= EVERYWHERE:
            return False
        mine = {*ours([thing]) - {id(thing)}, id(found), id(self._things), *LISTS.values()}
        return sum(times for _, times in referrers(thing, mine)) >= count

    def _fall(self, address, number):
        found = self._watch.history(address)
        if found is None:
            return None
        thing, count, events, _ = found
        if number != min(where for each, where in self._falls() if each == address):
            return None
        # Of several decrements any one may be that which was one too many.
        released = {-event for event in events if event < 0} or {number}
        finding = Finding(report.DROPPED, "the extension had no reference left")
        if len(released) == 1:
            how, place = self._place(number)
            finding.what += f": {how}"
            finding.where = [place]
            function = self._watch.returner(number)
            if function:
                finding.where = self._symbolizer.stack([function + 1])[:1]
                finding.entry = True
                finding.text.append(f"function   {place}, {finding.where[0]}")
        else:
            finding.what += ", and has released one of these"
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
            and type(each) is not types.FrameType
            and id(each) not in LISTS.values()
        ]
        return [f"held by    {_holder(each)}" for each in holders[:3]]

    def _mistake(self, *key_and_rest):
        return mistake(self._symbolizer, *key_and_rest)


def mistakes_of_a_child(symbolizer):
    """What a process has seen that was forked from this one, and has died."""
    if "_watch" not in globals():
        return []
    return [
        mistake(symbolizer, kind, where, function, type_name, earlier, address)
        for kind, type_name, where, earlier, function, address, _ in globals()["_watch"].mistakes()
    ]


def _named(site):
    how, file, line, function = site
    if line == 0:  # a function of the module, or the type, |file|
        return "returned", Place(None, 0, function, file)
    return how, Place(file, line, function, SOURCE)


def mistake(symbolizer, kind, where, function, type_name, earlier, address):
    name, what = KINDS[kind]
    finding = Finding(name, what)
    if type_name:
        # As depth A says it.
        finding.object = f"type {type_name}" if kind == "type not released" else type_name
    if function is not None:
        # After the first byte: the symbolizer goes back by one.
        places = symbolizer.stack([address + 1])[:1]
        at = f", {places[0]}" if places and places[0].file else ""
        finding.text.append(f"function   {function}{at}")
        finding.where += places
        finding.entry = True
        if where is not None:
            finding.text.append("before     %s, %s" % _named(where))
    elif where is not None:
        how, at = _named(where)
        finding.what += f": {how}"
        finding.where.append(at)
    if earlier is not None:
        finding.text.append("before     %s, %s" % _named(earlier))
    return finding
