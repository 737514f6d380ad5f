"""What was found: its kind, the places in C, the object."""

import dataclasses
from typing import List, Optional

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
CRASH = "crash"


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

    @property
    def place(self):
        """The innermost place of an extension's own code, or None."""
        for place in self.where:
            if not is_interpreter(place.module) and not is_system(place.module):
                return place
        return None


def plural(number, noun):
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
