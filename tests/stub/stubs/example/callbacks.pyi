"""Objects that are kept, and called."""

import typing

def register(callback: object, /) -> typing.Any:
    """Call it for each event from now on."""

def notify(event: object, /) -> list[typing.Any]:
    """Tell all of them; what they have returned."""

def clear() -> None:
    """Forget the callbacks, and what is cached."""

def cached(key: object, make: object, /) -> typing.Any:
    """What make(key) returned the first time."""

def in_thread(callback: object, count: int, /) -> None:
    """Call it with 0, 1, ... in another thread."""
