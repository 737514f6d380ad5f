"""How a test is judged: a leak is what grows in every repetition of it.

A test whose ordinary run has left nothing is acquitted by that (first.py). For the
others it has warmed the caches, and they are repeated a few times;
one repetition without growth acquits it, which for most is the first one. A cache
that is bounded stops growing some time: what has grown each time is repeated
more often, within a second. And what still grows is then looked at closely.

Where causes are known from other tests the closer look comes first: if it shows
nothing else, that was all.
"""

import time

from . import report

QUICK = 3
QUICK_PROVEN = 2  # before the closer look that comes first
LONG = 260  # lru_cache keeps 128, and lxml 100 messages
LONG_COSTLY = 40
LONG_KNOWN = 24
LONG_SECONDS = 1.0
LONG_BYTES = 64 << 20
CLOSE = 4


class Depth:
    """One way to look at a test. Of what it keeps for itself nothing may grow
    between begin() and end()."""

    name = ""

    def before(self, item):
        """Before the test is run at all."""

    def mistakes(self):
        """What needs no repetition, since before(): a list of findings. Said also
        of a test that fails by itself."""
        return []

    def open(self, item):
        """Before a test is looked at: its first run, or its repetitions."""

    def begin(self):
        """Before each repetition."""

    def stop(self):
        """Right after it, in a frame that is gone when end() is called: who is called
        while calls are watched gets a frame object."""

    def pause(self):
        """What happens until resume() is not the test's."""

    def resume(self):
        pass

    def left_nothing(self):
        """In place of end(), after the test's first run: whether that has changed
        nothing at all. Less that is there may hide what was left."""
        return not self.end()

    def end(self):
        """After it. Whether something has grown in each since open(), or since
        closer()."""
        return False

    def longer(self):
        """From now on the test is repeated often, until it stops growing."""

    def certain(self):
        """Whether what has grown can be no cache."""
        return False

    def costly(self):
        """Whether what has grown is something of which there is not much."""
        return False

    def known(self):
        """Whether nothing has grown but what was guilty in another test: that it is no
        cache was seen there."""
        return False

    def cut(self):
        """What the closer look has left out: a line, or None."""

    def closer(self):
        """From now on look at what it is that grows, and cost what it may."""

    def findings(self):
        """What has grown in each repetition since closer(): a list."""
        return []

    def back(self):
        """The closer look was too early: the test is repeated as before."""

    def proven(self):
        """What findings() has said has grown long enough to be no cache."""

    def close(self):
        """After the last repetition."""


class NotRepeatable(Exception):
    """The test ended otherwise when it was run again."""


def _memory():
    """What this process takes, in bytes; 0 where that is not known."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * 4096
    except OSError:
        return 0


def _once(repeat, depths):
    """The depths that have seen growth each time."""
    # The first is the innermost: it counts all that the others do not do. What
    # these loops themselves hold is the same at begin() and at end(): a
    # comprehension would be one object more.
    backwards = depths[::-1]
    kept = []
    for depth in backwards:
        depth.begin()
    repeat()
    for depth in depths:
        depth.stop()
    for depth in depths:
        if depth.end():
            kept.append(depth)
    return kept


def _run(repeat, depths, times, progress, seconds=None, most=0):
    """The same after many repetitions, or fewer where they take long."""
    started, memory = time.monotonic(), _memory() if most else 0
    for i in range(times):
        progress()
        depths = _once(repeat, depths)
        if not depths:
            break
        if seconds is not None and time.monotonic() - started > seconds:
            break
        if most and i % 8 == 0 and _memory() - memory > most:
            break
    return depths


class Proven:
    """The causes of which a long look has shown that they are leaks. After a hundred
    more tests that is done again."""

    TESTS = 100

    def __init__(self):
        self._tests = 0
        self._until = {}

    def next(self):
        self._tests += 1

    def __bool__(self):
        return any(until > self._tests for until in self._until.values())

    @staticmethod
    def _causes(findings, test):
        return {report.about(each, test): each for each in findings}

    def add(self, findings, test):
        for each in self._causes(findings, test):
            self._until.setdefault(each, 0)
            if self._until[each] <= self._tests:
                self._until[each] = self._tests + self.TESTS

    def has(self, findings, test):
        """Whether they are nothing else. What has no place in C and no call, as what
        Python code has made, may be another cache each time."""
        return all(
            self._until.get(about, 0) > self._tests and (each.place is not None or each.wants_recorder)
            for about, each in self._causes(findings, test).items()
        )


def _look_closely(repeat, depths, close, progress):
    for depth in depths:
        depth.closer()
    guilty = _run(repeat, depths, close, progress)
    findings = report.merged([depth.findings() for depth in guilty])
    for finding in findings[:1]:
        finding.text += filter(None, [depth.cut() for depth in guilty])
    return guilty, findings


def judge(
    item, repeat, depths, quick=QUICK, close=CLOSE, seconds=LONG_SECONDS, progress=lambda: None, proven=None
):
    """The findings of all depths. repeat() runs the test once, and progress() is
    called before."""
    test = getattr(item, "nodeid", "")
    if proven is None:
        proven = Proven()
    proven.next()
    for depth in depths:
        depth.open(item)
    try:
        suspicious = _run(repeat, depths, min(quick, QUICK_PROVEN) if proven else quick, progress)
        if suspicious and proven and not any([depth.certain() for depth in suspicious]):
            suspicious, findings = _look_closely(repeat, suspicious, close, progress)
            if proven.has(findings, test):
                return findings
            for depth in suspicious:
                depth.back()
        if not suspicious:
            return []
        if not any([depth.certain() for depth in suspicious]):
            for depth in suspicious:
                depth.longer()
            times = LONG_COSTLY if any([depth.costly() for depth in suspicious]) else LONG
            if all([depth.known() for depth in suspicious]):
                times = LONG_KNOWN
            suspicious = _run(repeat, suspicious, times, progress, seconds, LONG_BYTES)
            if not suspicious:
                return []
        guilty, findings = _look_closely(repeat, suspicious, close, progress)
        for depth in guilty:
            depth.proven()
        proven.add(findings, test)
        return findings
    finally:
        for depth in depths:
            depth.close()
