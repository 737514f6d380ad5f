"""A small one."""

from . import inner as inner

def count() -> int:
    """Counts."""

ONE: int
