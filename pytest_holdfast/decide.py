"""How a test is judged: a leak is what grows in every repetition of it.

The test's ordinary run has warmed the caches. Then it is repeated a few times;
one repetition without growth acquits it, which for most is the first one. What
has grown each time is looked at more closely, in as many repetitions again.
"""

QUICK = 3
CLOSE = 4


class Depth:
    """One way to look at a test. Of what it keeps for itself nothing may grow
    between begin() and end()."""

    name = ""

    def open(self, item):
        """Before the repetitions of a test."""

    def begin(self):
        """Before each repetition."""

    def end(self):
        """After it. Whether something has grown in each since open(), or since
        closer()."""
        return False

    def closer(self):
        """From now on look at what it is that grows, and cost what it may."""

    def findings(self):
        """What has grown in each repetition since closer(): a list."""
        return []

    def close(self):
        """After the last repetition."""


class NotRepeatable(Exception):
    """The test ended otherwise when it was run again."""


def _run(repeat, depths, times):
    """The depths that have seen growth each time."""
    for _ in range(times):
        # The first is the innermost: it counts all that the others do not do.
        # What these loops themselves hold is the same at begin() and at end():
        # a comprehension would be one object more.
        backwards = depths[::-1]
        kept = []
        for depth in backwards:
            depth.begin()
        repeat()
        for depth in depths:
            if depth.end():
                kept.append(depth)
        depths = kept
        if not depths:
            break
    return depths


def judge(item, repeat, depths, quick=QUICK, close=CLOSE):
    """The findings of all depths. repeat() runs the test once."""
    for depth in depths:
        depth.open(item)
    try:
        suspicious = _run(repeat, depths, quick)
        if not suspicious:
            return []
        for depth in suspicious:
            depth.closer()
        guilty = _run(repeat, suspicious, close)
        return [finding for depth in guilty for finding in depth.findings()]
    finally:
        for depth in depths:
            depth.close()
