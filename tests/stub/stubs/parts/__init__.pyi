"""Everything that a module may consist of."""

import typing
from . import small as small

def keep(x: object, /) -> None:
    """Keeps x."""

def kept() -> typing.Any:
    """What is kept."""

def calls() -> int:
    """How often keep was called."""

def label() -> str:
    """What exec made."""

def label_of(module: object, /) -> str:
    """What exec made, of a module."""

def fail(badly: bool = False) -> None:
    """Raises Error."""

LIMIT: int

HALF: float

YES: bool

UNIT: str

NAME: str

class Error(ValueError):
    """Is wrong."""

class Worse(Error):
    """Is worse."""
