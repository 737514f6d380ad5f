"""Lines of source around a place."""

import functools
import os

from .files import folders, relative


@functools.lru_cache(maxsize=64)
def lines(file):
    """Those of a source, or () where it is not here."""
    names = [file, *(os.path.join(each, relative(file)) for each in folders)]
    for name in names:
        try:
            with open(name, encoding="utf-8", errors="replace") as source:
                return tuple(source.read().splitlines())
        except OSError:
            pass
    return ()


def line(file, number):
    """One line, without the space around it; "" where it is not known."""
    found = lines(file) if file else ()
    return found[number - 1].strip() if 0 < number <= len(found) else ""


def around(file, number, most=4):
    """[(number, line)]: it, and some before and after."""
    found = lines(file) if file else ()
    if not 0 < number <= len(found):
        return []
    first, last = max(1, number - most), min(len(found), number + most)
    return [(i, found[i - 1]) for i in range(first, last + 1)]


def occurrence(file, number, function):
    """How many lines before it, in its function, are the same."""
    found = lines(file)
    text, count = found[number - 1].strip(), 0
    for each in reversed(found[: number - 1]):
        if each[:1].strip() and f"{function}(" in each:
            return count
        count += each.strip() == text
    return 0
