"""What else a module has, beside functions."""

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
