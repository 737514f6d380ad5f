"""The witnesses: with what a function is called, where its names do not say it.

A parameter's name in the table is also the kind of object that it gets
(makers.py). The file `witnesses` has a line for each function where that is not
enough, with a value for each parameter, and more for "...":

    name(value, value, ...) [fails] [before WORD] [undo WORD] [since V] [until V]

A value is _ (as the name says), a number, a text in quotes, NULL, or a word:
another kind of object, or a pointer that is no object (named.c). out is the
address of a variable. Several lines for one function are several witnesses.
"""

import dataclasses
import pathlib
import re

import rows

WITNESSES = pathlib.Path(__file__).with_name("witnesses")

_LINE = re.compile(r"(\w+)\((.*)\)((?: [\w.]+)*)$")
_VALUE = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^,]+?)\s*(?:,|$)')


@dataclasses.dataclass(frozen=True)
class Witness:
    name: str
    values: tuple = ()  # as written
    fails: bool = False
    before: str = ""
    undo: str = ""
    since: tuple = None  # the versions that it is for, as in a row
    until: tuple = None

    def value(self, number):
        return self.values[number] if number < len(self.values) else "_"


def parse(line):
    match = _LINE.match(line.strip())
    if not match:
        raise ValueError(f"{line}: not a witness")
    name, values, words = match.groups()
    said, words = {}, words.split()
    while words:
        word = words.pop(0)
        if word == "fails":
            said["fails"] = True
        elif word in ("before", "undo") and words:
            said[word] = words.pop(0)
        elif word in ("since", "until") and words:
            said[word] = rows.version(words.pop(0))
        else:
            raise ValueError(f"{line}: {word}: not known")
    values = tuple(match.group(1) for match in _VALUE.finditer(values) if match.group(1))
    return Witness(name, values, **said)


def read(version=None, path=WITNESSES):
    """The witnesses, by function: those of one version, or all."""
    found = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            witness = parse(line)
            if version is None or rows.is_in(version, witness.since, witness.until):
                found.setdefault(witness.name, []).append(witness)
    return found


def kind(value):
    """How a value for "..." is passed."""
    if value == "out":
        return "cell"
    if value.startswith('"'):
        return "string"
    if re.fullmatch(r"-?\d+", value):
        return "integer"
    return "object"
