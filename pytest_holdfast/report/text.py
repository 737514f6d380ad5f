"""A finding in words, for a terminal."""

import os

from . import missing
from .finding import BUFFER, CYCLE, MEMORY, OBJECT

verbose = False  # whole stacks

# What a line begins with says what it is. First what the object is and who holds
# it; and what only comes with it at the end.
LAST = ("memory ", "with it ")
HELD = "held by "
RECORDER = "the line: compile with watch.h"


def shown(where):
    """Of a stack what is the extension's, and what it called beside CPython."""
    own = [each for each in where if each.is_own]
    return where if verbose or not own else own


def ordered(lines):
    """Who holds it first, what it holds last; each line once."""
    lines = list(dict.fromkeys(lines))
    held = [line for line in lines if line.startswith(HELD)]
    last = [line for line in lines if line.startswith(LAST)]
    rest = [line for line in lines if not line.startswith((HELD, *LAST))]
    return held, rest, last


def text_of(finding):
    amount = f", {finding.per_run} per run" if finding.per_run else ""
    lines = [f"{finding.kind}: {finding.what}{amount}"]
    if finding.object:
        lines.append(f"  object     {finding.object}")
    held, rest, last = ordered(finding.text)
    lines += [f"  {line}" for line in held + rest]
    begins = finding.entry or finding.wants_recorder
    for number, place in enumerate(shown(finding.where)):
        # Of a function that was called, the line is where it begins.
        where = str(place).replace(" at ", ", which begins at ") if begins and place.file else place
        lines.append(f"    #{number} {where}")
    if finding.place is not None:
        reason = missing.of_place(finding.place)
        lines += [f"  no line    {reason}"] if reason else []
    lines += [f"  {line}" for line in last]
    return "\n".join(lines)


def head_of(finding):
    """The kind, and the line of C; or the function, and why there is no line."""
    place, reason = finding.place, ""
    if place is None:
        return f"{finding.kind}{_without_place(finding)}"
    if place.file and not finding.entry and not finding.wants_recorder:
        return f"{finding.kind} at {os.path.basename(place.file)}:{place.line}"
    if finding.wants_recorder:
        reason = RECORDER
    elif not place.file:
        reason, place = missing.of_place(place), finding.named
    whose = os.path.basename(place.file) if place.file else place.library
    return f"{finding.kind} in {place.function} of {whose}" + (f" ({reason})" if reason else "")


def _without_place(finding):
    """Nothing of it is an extension's."""
    if finding.wants_recorder:
        return f" ({RECORDER})"
    if finding.kind == MEMORY and finding.where:
        place = finding.where[0]
        line = f" at {os.path.basename(place.file)}:{place.line}" if place.file else f" in {place.function}"
        return f"{line} of CPython"
    if finding.kind not in (MEMORY, OBJECT, BUFFER, CYCLE):
        return ""
    return " (made by Python code)" if finding.where else " (no stack: no allocation hook)"


def summary_of(findings):
    """One line, for the summary and for junit.xml: kind and place first, since
    pytest shows as much as the terminal is wide."""
    first = findings[0]
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    amount = f", {first.per_run} per run" if first.per_run else ""
    return f"{head_of(first)}: {first.what}{amount}{more}"
