"""What was found, and how it is said.

Nothing here knows pytest: other tools make findings, too.
"""

from .depths import merged
from .files import folders, is_interpreter, is_own, is_system, mapped_files, relative
from .finding import (
    BUFFER,
    CALL,
    CRASH,
    CYCLE,
    DESCRIPTOR,
    DROPPED,
    LEDGER,
    MEMORY,
    NULL,
    OBJECT,
    REFERENCE,
    RESULT,
    THREAD,
    USE,
    Finding,
    Place,
    plural,
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
    "LEDGER",
    "MEMORY",
    "NULL",
    "OBJECT",
    "REFERENCE",
    "RESULT",
    "THREAD",
    "USE",
    "Finding",
    "Place",
    "Symbolizer",
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
]
