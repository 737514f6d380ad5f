"""A finding in words, for a terminal."""

import os

from .files import is_interpreter, is_system

verbose = False  # whole stacks


def shown(where):
    """Of a stack what is the extension's, and what it called beside CPython."""
    own = [each for each in where if not is_interpreter(each.module) and not is_system(each.module)]
    return where if verbose or not own else own


def text_of(finding):
    amount = f", {finding.per_run} per run" if finding.per_run else ""
    lines = [f"{finding.kind}: {finding.what}{amount}"]
    if finding.object:
        lines.append(f"  object     {finding.object}")
    for line in finding.text:
        lines.append(f"  {line}")
    for number, place in enumerate(shown(finding.where)):
        lines.append(f"    #{number} {place}")
    return "\n".join(lines)


def summary_of(findings):
    """One line, for the summary and for junit.xml: the place first, since pytest
    shows as much as the terminal is wide."""
    first = findings[0]
    place = (
        f"{os.path.basename(first.place.file)}:{first.place.line}: "
        if first.place and first.place.file
        else ""
    )
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    amount = f", {first.per_run} per run" if first.per_run else ""
    return f"{place}{first.kind}: {first.what}{amount}{more}"
