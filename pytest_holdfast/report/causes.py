"""Findings of a whole run, by their cause: one entry for each, with what shows it.

One mistake in C makes many tests fail, and each of these may show more than one
finding of it. The same place and the same kind of mistake are the same cause.
"""

import collections
import dataclasses
import hashlib
import os
import re
from typing import Callable, List, Optional

from . import sources
from .finding import (
    BUFFER,
    CRASH,
    CYCLE,
    INCREMENT,
    LEAKED,
    MEMORY,
    OBJECT,
    ONE_OF_THESE,
    OR_ANOTHER,
    REFERENCE,
    Finding,
)

# One lost reference shows as any of these, as far as a look goes. The first says most.
LOST = ("leak", REFERENCE, CYCLE, BUFFER, OBJECT, MEMORY)

CLONE = re.compile(r"\.(constprop|part|isra|cold|lto_priv|llvm)\b.*")


@dataclasses.dataclass
class Cause:
    identity: str  # the same in another run, also when lines have moved
    finding: Finding  # the one that says most
    tests: List[str]  # that show it, in the order in which they ran
    findings: List[Finding]
    consequences: List["Cause"] = dataclasses.field(default_factory=list)
    is_known: bool = False  # it is in the baseline
    # Of a consequence: whether it is known to be held, or was only seen where the
    # cause was, each time.
    is_held: bool = True

    @property
    def place(self):
        return self.finding.place

    @property
    def relation(self):
        """Of a consequence: to the cause."""
        if self.is_held:
            return "holds"
        return "perhaps" if self.finding.what == ONE_OF_THESE else "seen with"


def file_of_test(test):
    """Of the id that pytest gives it."""
    return test.partition("::")[0]


@dataclasses.dataclass
class Run:
    """What the writers of pages and files are given."""

    causes: List[Cause]
    gone: List[dict] = dataclasses.field(default_factory=list)  # rows of the baseline
    noun: str = "test"  # what shows a cause: a test, or an input
    tool: str = "pytest --leaks"
    baseline: bool = False  # whether there is one
    # The file of what shows a cause, for readers that take nothing without a place.
    file_of: Callable[[str], Optional[str]] = file_of_test


def family(kind):
    return "leak" if kind in LOST else kind


def about(finding, test=""):
    """What stays the same when a finding is made again: (family, file, function, text)."""
    place = finding.place
    kind = family(finding.kind)
    if place is None:
        # Nothing in C: what it is, and who holds it.
        held = [line.strip() for line in finding.text if line.startswith(("held by", "raised", "lowered"))]
        held = [re.sub(r":\d+$", "", line) for line in held[:1]]
        where = held[0] if held else re.sub(r"\[.*", "", test)
        if finding.what == ONE_OF_THESE:
            # The same, whichever test, where one function has the most of them.
            where = f"{(finding.object or '').partition(', count ')[0]} {_function(finding)}"
        elif finding.wants_recorder and " " in (finding.object or ""):
            # None, a type: the same one, whichever test. An int is what a test counts.
            where = "int" if finding.object.startswith("int ") else finding.object
        elif kind == "leak" and finding.where and not held:
            where = ""  # made by Python code: its type is all that is known
        what = "" if where.startswith("held by") else re.sub(r"\d+", "N", finding.what)
        return kind, "", where, what
    function = CLONE.sub("", place.function)
    if not place.file:
        place = finding.named
        function = CLONE.sub("", place.function).partition("+0x")[0]
        what = (finding.object or "").partition(" ")[0] or re.sub(r"\d+", "N", finding.what)
        return kind, place.library, function, what
    file = os.path.basename(place.file)
    text = sources.line(place.file, place.line)
    if not text:
        return kind, file, function, f"line {place.line}"
    again = sources.occurrence(place.file, place.line, function)
    return kind, file, function, text + (f" ({again + 1})" if again else "")


def _increments(finding):
    return [line for line in finding.text if line.startswith(INCREMENT)]


def _function(finding):
    names = [line.rpartition(", ")[2].partition(" at ")[0] for line in _increments(finding)]
    counted = collections.Counter(sorted(names)).most_common(1)
    return counted[0][0] if counted else ""


def _narrowed(cause):
    """Of several increments it is one that each test has shown."""
    finding = cause.finding
    if finding.what != ONE_OF_THESE:
        return finding
    whole = [set(_increments(each)) for each in cause.findings if OR_ANOTHER not in each.text]
    common = set.intersection(*whole) if whole else ()
    if not common:
        return finding
    text = [line for line in finding.text if line in common or not line.startswith(INCREMENT)]
    return dataclasses.replace(finding, text=text)


def identity(finding, test=""):
    return hashlib.sha256("\0".join(about(finding, test)).encode()).hexdigest()[:16]


def _certainty(finding):
    """Less is likelier to be the cause itself."""
    if finding.kind == CRASH:
        return 0  # whatever else there is, the process is gone
    if finding.place is None:
        return 3
    if finding.wants_recorder or finding.entry:
        return 2  # a count of something, and a call; not the line
    return 1


def _says(finding):
    rank = LOST.index(finding.kind) if finding.kind in LOST else 0
    return _certainty(finding), rank, -len(finding.text)


def _order(cause):
    return _certainty(cause.finding), -len(cause.tests), _says(cause.finding)


def _held(finding):
    """The nodes below the finding's object."""
    graph = finding.graph
    if graph is None:
        return []
    below, queue = {0}, [0]
    for node in queue:
        for holder, held in graph.edges:
            if holder == node and held not in below:
                below.add(held)
                queue.append(held)
    return [graph.nodes[i] for i in below - {0} if graph.nodes[i].role == LEAKED]


def _holds(finding, other):
    if family(other.kind) != "leak":
        return False
    if other.address in finding.holds:
        return True
    return other.place is not None and any(node.place == other.place.short for node in _held(finding))


def _chain(finding, findings):
    """Those that hold it, and their holders."""
    found = []
    while finding.holder is not None and findings[finding.holder] not in found:
        finding = findings[finding.holder]
        found.append(finding)
    return found


def likely_first(findings):
    """The findings of one test, the cause before what it holds; and of each is said
    which one holds it."""
    ordered = sorted(findings, key=_says)
    for finding in ordered:
        for number, other in enumerate(ordered):
            # Of two that hold each other the first one is the cause.
            if other is finding or any(each is finding for each in _chain(other, ordered)):
                continue
            if _holds(other, finding):
                finding.holder = number
                break
    order = sorted(range(len(ordered)), key=lambda i: ordered[i].holder is not None)
    for finding in ordered:
        if finding.holder is not None:
            finding.holder = order.index(finding.holder)
    return [ordered[i] for i in order]


def unknown(findings, knows):
    """Those of which neither they nor what holds them is known: knows(finding)."""
    return [
        finding
        for finding in findings
        if not any(knows(each) for each in (finding, *_chain(finding, findings)))
    ]


def grouped(rows):
    """The causes of (test, its findings) rows, the likely ones first; what is only held
    by the object of another one is folded into that."""
    causes, holders, beside = {}, {}, {}
    for test, findings in rows:
        placed = {
            identity(each, test)
            for each in findings
            if each.place is not None and family(each.kind) == "leak"
        }
        for finding in findings:
            name = identity(finding, test)
            cause = causes.get(name)
            if cause is None:
                cause = causes[name] = Cause(name, finding, [], [])
            cause.findings.append(finding)
            if test not in cause.tests:
                cause.tests.append(test)
            if _says(finding) < _says(cause.finding):
                cause.finding = finding
            held = {identity(each, test) for each in _chain(finding, findings)}
            # Each time that it was shown.
            holders[name] = holders.get(name, held) & held
            beside.setdefault(name, []).append(placed)
    for cause in causes.values():
        cause.finding = _narrowed(cause)
    return _folded(sorted(causes.values(), key=_order), holders, beside)


def _company(cause, causes, beside):
    """What leaks in C, where that is there each time that this, of which nothing is
    in C, is left: the cause that is there most often."""
    shown = beside[cause.identity]
    finding = cause.finding
    if finding.place is not None or finding.wants_recorder or not finding.where:
        return None
    if family(finding.kind) != "leak" or not all(shown):
        return None
    return max(causes, key=lambda each: sum(each.identity in placed for placed in shown))


def _one_of(cause, causes):
    """Where one of several increments is the one in other tests: that cause."""
    if cause.finding.what != ONE_OF_THESE:
        return None
    lines = [line.partition(", ")[2] for line in _increments(cause.finding)]
    return next((each for each in causes if each.place is not None and str(each.place) in lines), None)


def _folded(causes, holders, beside):
    found = []
    for cause in causes:
        above = [
            other
            for other in causes
            if other is not cause
            and other.identity in holders[cause.identity]
            and not (
                cause.identity in holders[other.identity]
                and causes.index(cause) < causes.index(other)
            )
        ]
        top = next((each for each in above if not holders[each.identity]), above[0] if above else None)
        if top is None:
            top = _one_of(cause, causes) or _company(cause, causes, beside)
            cause.is_held = top is None
        if top is None:
            found.append(cause)
        else:
            top.consequences.append(cause)
    return found
