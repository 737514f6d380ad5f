"""How a test is judged: a leak is what grows in every repetition of it.

The test's ordinary run has warmed the caches. Then it is repeated a few times;
one repetition without growth acquits it, which for most is the first one. A cache
that is bounded stops growing some time: what has grown each time is repeated
more often, within a second. And what still grows is then looked at closely.
"""

import time

from . import report

QUICK = 3
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
        """Before the repetitions of a test."""

    def begin(self):
        """Before each repetition."""

    def stop(self):
        """Right after it, in a frame that is gone when end() is called: who is called
        while calls are watched gets a frame object."""

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


def judge(
    item, repeat, depths, quick=QUICK, close=CLOSE, seconds=LONG_SECONDS, progress=lambda: None
):
    """The findings of all depths. repeat() runs the test once, and progress() is
    called before."""
    for depth in depths:
        depth.open(item)
    try:
        suspicious = _run(repeat, depths, quick, progress)
        if not suspicious:
            return []
        if not any([depth.certain() for depth in suspicious]):
            for depth in suspicious:
                depth.longer()
            times = LONG_COSTLY if any([depth.costly() for depth in suspicious]) else LONG
            if all([depth.known() for depth in suspicious]):
                times = LONG_KNOWN
            suspicious = _run(repeat, suspicious, times, progress, seconds, LONG_BYTES)
        for depth in suspicious:
            depth.closer()
        guilty = _run(repeat, suspicious, close, progress)
        findings = report.merged([depth.findings() for depth in guilty])
        for finding in findings[:1]:
            finding.text += filter(None, [depth.cut() for depth in guilty])
        return findings
    finally:
        for depth in depths:
            depth.close()
