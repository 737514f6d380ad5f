"""Lists, dicts, sets and tuples."""

import typing

def squares(n: int, /) -> list[typing.Any]:
    """The squares of 0, 1, ... below n."""

def point(x: float, y: float) -> dict[typing.Any, typing.Any]:
    """A dict of x and y."""

def ends(items: list[typing.Any], /) -> tuple[typing.Any, ...]:
    """The first and the last item."""

def counted(items: object, /) -> dict[typing.Any, typing.Any]:
    """How often each item is there."""

def inverted(dict: dict[typing.Any, typing.Any], /) -> dict[typing.Any, typing.Any]:
    """Its values with their keys."""

def repeated(items: object, /) -> set[typing.Any]:
    """Those items that are there more than once."""

def rotate(items: list[typing.Any], /) -> None:
    """Put the last item before the first."""
