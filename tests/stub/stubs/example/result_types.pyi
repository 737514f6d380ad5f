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

def zigtuple() -> tuple[typing.Any, ...]:
    """A tuple."""

def zigbool() -> bool:
    """true of C's bool."""

def zigu32() -> int:
    """32 of C's uint32_t."""

def zigu64() -> int:
    """8589934592 of C's uint64_t."""

def zigi32() -> int:
    """-32 of C's int32_t."""

def zigi64() -> int:
    """-8589934592 of C's int64_t."""

def zigf16() -> float:
    """32720.0F of C's float."""

def zigf32() -> float:
    """2.7100003e38F of C's float."""

def zigf64() -> float:
    """2.7100000000000003e39 of C's double."""

def ctext() -> str:
    """"kelp" of C's text."""

def cutf8() -> str:
    """A part of a text."""

def zigvoid() -> None:
    """None."""

def half(x: int, /) -> int:
    """x / 2."""

def is_in(item: object, items: object, /) -> bool:
    """item in items."""

def zigstruct() -> dict[str, int | bool]:
    """A dict of its members."""
