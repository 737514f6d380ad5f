"""Each kind of result."""

import typing

def pyobject() -> typing.Any:
    """Anything."""

def pystring() -> str:
    """A str."""

def pybytes() -> bytes:
    """A bytes."""

def pyint() -> int:
    """An int that no type of C has."""

def pytuple() -> tuple[typing.Any, ...]:
    """A tuple."""

def cbool() -> bool:
    """true of C's bool."""

def cu32() -> int:
    """UINT32_MAX of C's uint32_t."""

def cu64() -> int:
    """UINT64_MAX of C's uint64_t."""

def ci32() -> int:
    """INT32_MIN of C's int32_t."""

def ci64() -> int:
    """INT64_MIN of C's int64_t."""

def cf32() -> float:
    """2.5F of C's float."""

def cf64() -> float:
    """2.71e39 of C's double."""

def ctext() -> str:
    """"kelp" of C's text."""

def cutf8() -> str:
    """A part of a text."""

def cvoid() -> None:
    """None."""

def half(x: int, /) -> int:
    """x / 2."""

def is_in(item: object, items: object, /) -> bool:
    """item in items."""

def cstruct() -> dict[str, int | bool]:
    """A dict of its members."""
