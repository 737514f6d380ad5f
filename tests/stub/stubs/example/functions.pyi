"""What a function may take, and what it may give."""

import typing

def double(x: int, /) -> int:
    """2 * x."""

def with_kwargs(x: float, /, *, y: float = 42.0) -> float:
    """2 * x where x is less than y, else y."""

def variadic(hello: str, /, *args: typing.Any, **kwargs: typing.Any) -> str:
    """Greet, and say with what."""

def join(left: str, right: str | None = None, *, between: str = ', ') -> str:
    """left + between + right."""

def check(depth: int, /) -> None:
    """Raises ValueError above the water."""

def length(text: str, /) -> int:
    """The number of code points."""

def same(left: object, right: object, /) -> bool:
    """left == right."""
