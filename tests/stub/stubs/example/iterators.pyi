"""Being iterated over, and iterating."""

import typing
import typing_extensions

def total(items: object, /) -> float:
    """The sum of the items."""

def pairs(left: object, right: object, /) -> list[typing.Any]:
    """list(zip(left, right))."""

class RangeIterator:
    """Walks along a Range."""
    def __new__(cls, never: typing.NoReturn, /) -> typing_extensions.Self: ...
    def __iter__(self) -> typing_extensions.Self: ...
    def __next__(self) -> int: ...

class Range:
    """The ints from start up to stop."""
    def __new__(cls, start: int, stop: int, step: int = 1) -> typing_extensions.Self: ...
    start: int
    stop: int
    step: int
    def __iter__(self) -> RangeIterator: ...
