"""Letting others run."""

def sleep(millis: int) -> None:
    """Sleep, and let nobody run."""

def sleep_release(millis: int) -> None:
    """Sleep, and let others run."""

def count(data: object, byte: int, /) -> int:
    """How often the byte is there."""
