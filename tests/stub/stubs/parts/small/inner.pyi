"""The inner one."""

def double_of(x: int) -> int:
    """2 * x."""
