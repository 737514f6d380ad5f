"""--leaks-oom: a test is repeated while the first, the second, the k-th
allocation that an extension makes fails, until it makes no more of them.

Whatever the test then says, nothing may leak, crash, or fail without an
exception. Each repetition is in a child process.
"""

import time

from . import decide, isolate, recompiled, report
from .installed import Installed, extension_ranges, native

MOST = 2000  # allocations of a test
SECONDS = 20.0  # for a test


class _Failing:
    """One test, with the k-th allocation failing."""

    def __init__(self, repeater, k, where):
        self._repeater = repeater
        self._k = k
        self._where = where
        self.made = 0
        self.error = None
        self.failed = []

    def once(self):
        try:
            self._repeater.once(self._before, self._after)
        except decide.NotRepeatable as ended:
            if "SystemError" in str(ended):
                self.error = str(ended)

    def _before(self):
        native.fail(self._k, self._where)

    def _after(self):
        self.made = native.failures()
        self.failed = native.failed()
        native.fail(0, [])


def _try_all(item, repeater, first, where, most, seconds, symbolizer):
    """What the child does: sends (k, findings, whether it was the last)."""

    def work(send):
        depth = Installed(symbolizer)
        started = time.process_time()  # what the machine does besides does not count
        for k in range(first, most):
            send((k, [], False))
            failing = _Failing(repeater, k, where)
            findings = decide.judge(item, failing.once, [depth], seconds=0.5)
            if failing.made < k:
                break
            findings += recompiled.mistakes_of_a_child(symbolizer)
            error = failing.error and _system_error(failing.error)
            if error and all(each.kind != error.kind for each in findings):
                findings.append(error)
            if findings:
                places = [
                    place
                    for place in depth.symbolizer.stack(failing.failed)
                    if not report.is_own(place.module)
                ]
                for finding in findings:
                    finding.text.append(_when(k, places))
                send((k, findings, False))
            if time.process_time() - started > seconds:
                break
        send((k, [], True))

    return work


def _system_error(message):
    kind = report.NULL if "without" in message else report.RESULT
    return report.Finding(kind, message)


def _when(k, places):
    place = report.Finding("", "", where=places).place
    return f"when the allocation {place} fails" if place else f"when allocation {k} fails"


def judge(item, repeater, symbolizer, most=MOST, seconds=SECONDS, in_child=isolate.in_child):
    """The findings, each once."""
    where = extension_ranges()
    if not where or not native.preloaded():
        return []
    found, first = [], 1
    while True:
        sent, death = in_child(_try_all(item, repeater, first, where, most, seconds, symbolizer))
        # Those of a child that has died with it; the others it has told itself.
        seen = recompiled.mistakes_of_a_child(symbolizer)
        for _, findings, _ in sent:
            found += findings
        if death is None or not sent:
            break
        last = sent[-1][0]
        before = [each for k, findings, _ in sent if k < last for each in findings]
        if any(each.kind in isolate.ENDS for each in before):
            first = last  # that may have broken what ended it: once more, in a fresh child
            continue
        first = last + 1
        known = {(each.kind, str(each.place)) for each in found}
        finding = isolate.finding(death, symbolizer)
        for each in [*seen, finding]:
            each.text.insert(0, _when(first - 1, symbolizer.stack(death.failed)))
        # What is known already may explain it, too.
        ended = isolate.with_death(seen, finding)
        found += [each for each in ended if (each.kind, str(each.place)) not in known]
    unique = {}
    for finding in found:
        unique.setdefault((finding.kind, str(finding.place or finding.what)), finding)
    return list(unique.values())
