"""What was found, and how it is said.

Nothing here knows pytest: other tools make findings, too. They give rows of (what
showed it, its findings) to causes.grouped(), and what that returns, in a causes.Run
that says how they call what shows a cause, to the writers: page, sarif, plain,
annotate. Of a Finding only the kind and what are needed; the place in C, the object,
who holds it and the history make the report better.
"""

from .causes import about
from .depths import merged
from .files import folders, is_interpreter, is_own, is_system, mapped_files, relative
from .finding import (
    BUFFER,
    CALL,
    CRASH,
    CYCLE,
    DESCRIPTOR,
    DROPPED,
    GIL,
    HOLES,
    LEDGER,
    LOST,
    MEMORY,
    NULL,
    OBJECT,
    ONE_OF_THESE,
    OR_ANOTHER,
    REFERENCE,
    RESULT,
    THREAD,
    TRACKED,
    USE,
    WEAK,
    Finding,
    Place,
    plural,
    without_traced,
)
from .symbols import Symbolizer
from .text import summary_of, text_of

__all__ = [
    "BUFFER",
    "CALL",
    "CRASH",
    "CYCLE",
    "DESCRIPTOR",
    "DROPPED",
    "GIL",
    "HOLES",
    "LEDGER",
    "LOST",
    "MEMORY",
    "NULL",
    "OBJECT",
    "ONE_OF_THESE",
    "OR_ANOTHER",
    "REFERENCE",
    "RESULT",
    "THREAD",
    "TRACKED",
    "USE",
    "WEAK",
    "Finding",
    "Place",
    "Symbolizer",
    "about",
    "folders",
    "is_interpreter",
    "is_own",
    "is_system",
    "mapped_files",
    "merged",
    "plural",
    "relative",
    "summary_of",
    "text_of",
    "without_traced",
]
