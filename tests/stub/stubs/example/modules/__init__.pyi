"""Zig multi-line strings make it easy to define a docstring...

Strings of C that stand one after another are one, too."""

from . import submod as submod

def whoami() -> str:
    """The name of the module."""

def hello(name: str) -> str:
    """Greet by name."""

def increment() -> None:
    """Count one more."""

def decrement() -> None:
    """Count one less."""

def count() -> int:
    """How many there are."""

LIMIT: int

UNIT: str

class Drained(ValueError):
    """There are none."""
