"""What was found: its kind, the places in C, the object, and who holds it."""

import dataclasses
import os
from typing import FrozenSet, List, Optional, Tuple

from .files import is_interpreter, is_system, relative

# Kinds of findings.
MEMORY = "memory"
OBJECT = "object"
REFERENCE = "reference"
DROPPED = "dropped reference"
CYCLE = "cycle"
BUFFER = "buffer"
DESCRIPTOR = "file descriptor"
THREAD = "thread state"
NULL = "null without exception"
RESULT = "result with exception"
CALL = "call with exception"
USE = "use after release"
LEDGER = "ledger"
LOST = "exception lost"
WEAK = "weak references left"
HOLES = "holes"
GIL = "without the GIL"
TRACKED = "tracked"
CRASH = "crash"

# What is said where the increment that nothing matches is one of several, each of which
# is a line of the text.
ONE_OF_THESE = "nothing matches one of these increments"
INCREMENT = "+1 "
OR_ANOTHER = "           or another one: there were too many to remember them all"

# In place of a library: a place that the extension itself has named.
SOURCE = "source"

# Functions and sources that do what others ask them for: a mistake is their caller's.
HELPERS = ("__Pyx_", "pybind11::", "nanobind::", "std::", "__gnu_cxx::", "operator new", "hfw_")
HEADERS = ("/usr/include/", "/include/c++/", "/include/pybind11/", "/include/nanobind/")


@dataclasses.dataclass(frozen=True)
class Place:
    """A line of C; file is None and line 0 where that is not known."""

    file: Optional[str]
    line: int
    function: str
    module: str = ""

    def __str__(self):
        if self.file:
            return f"{self.function} at {relative(self.file)}:{self.line}"
        return f"{self.function} in {self.module or '?'}"

    @property
    def short(self):
        """Without folders."""
        if self.file:
            return f"{self.function} at {os.path.basename(self.file)}:{self.line}"
        return f"{self.function} in {os.path.basename(self.module) or '?'}"

    @property
    def library(self):
        """The name of its library, without what differs between interpreters."""
        return os.path.basename(self.module).partition(".")[0]

    @property
    def is_own(self):
        """Whether it is an extension's, and not CPython's or the C library's."""
        return not is_interpreter(self.module) and not is_system(self.module)

    @property
    def is_helper(self):
        name = self.function.partition(" ")[2] if self.function.startswith("void") else self.function
        return name.startswith(HELPERS) or any(each in (self.file or "") for each in HEADERS)


def without_traced(where):
    """A stack, innermost first. Of a block of tracemalloc's own it ends there: those who
    called allocated something else, which that traces."""
    for i in range(len(where) - 1, -1, -1):
        if where[i].function.startswith("tracemalloc_"):
            return where[: i + 1]
    return where


# What a node of a graph is.
LEAKED = "leaked"  # nobody should hold it any more
HOLDER = "holder"  # somebody who is there before and after
MISSING = "missing"  # a reference of which no holder is known


@dataclasses.dataclass
class Node:
    name: str
    role: str
    place: str = ""  # where it was allocated: Place.short


@dataclasses.dataclass
class Graph:
    """Who holds whom. The first node is the object of the finding."""

    nodes: List[Node] = dataclasses.field(default_factory=list)
    edges: List[Tuple[int, int]] = dataclasses.field(default_factory=list)  # (holder, held)


@dataclasses.dataclass
class Finding:
    kind: str
    what: str  # one line
    per_run: str = ""  # "1 block, 64 bytes"
    where: List[Place] = dataclasses.field(default_factory=list)  # innermost first
    object: Optional[str] = None  # "list [1, 2]"
    text: List[str] = dataclasses.field(default_factory=list)  # further lines
    address: Optional[int] = None  # of that object
    type: Optional[type] = None  # whose tp_dealloc or tp_traverse is to blame
    entry: bool = False  # of the place the function is known, and not the line in it
    history: List[int] = dataclasses.field(default_factory=list)  # what was left, run by run
    graph: Optional[Graph] = None
    holds: FrozenSet[int] = frozenset()  # addresses of what its object holds
    alike: FrozenSet[int] = frozenset()  # and of all objects of which the same is said
    within: List[List[Place]] = dataclasses.field(default_factory=list)  # stacks of what came with it
    holder: Optional[int] = None  # of a test's findings the one whose object holds this one's

    @property
    def place(self):
        """The innermost place of an extension's own code, or None."""
        own = [place for place in self.where if place.is_own]
        return next((place for place in own if not place.is_helper), own[0] if own else None)

    @property
    def named(self):
        """The innermost of these places of which at least the function has a name."""
        own = [place for place in self.where if place.is_own and not place.is_helper]
        return next((place for place in own if not place.function.startswith("0x")), self.place)

    @property
    def wants_recorder(self):
        """Whether only a recompiled extension can say at which line: a count that
        changes allocates nothing, and so has no stack."""
        if any(line.startswith("function ") for line in self.text):
            return False  # who knows that is the recorder
        if self.entry:
            return self.kind not in (MEMORY, CYCLE)
        recorded = any(line.startswith(("+1", "-1")) for line in self.text)
        source = self.place is not None and self.place.module == SOURCE
        return self.kind in (REFERENCE, DROPPED) and not recorded and not source


def plural(number, noun):
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# ---- As plain data: what travels between processes, and into files.


def as_data(finding):
    data = dataclasses.asdict(finding)
    for name in ("address", "holds", "alike", "type", "within"):  # of this process alone
        del data[name]
    if finding.graph is not None:
        data["graph"]["edges"] = [list(edge) for edge in finding.graph.edges]
    return data


def from_data(data):
    graph = data.get("graph")
    if graph is not None:
        nodes = [Node(**each) for each in graph["nodes"]]
        graph = Graph(nodes, [tuple(edge) for edge in graph["edges"]])
    where = [Place(**each) for each in data["where"]]
    return Finding(**{**data, "where": where, "graph": graph})
