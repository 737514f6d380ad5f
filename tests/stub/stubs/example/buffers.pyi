"""Memory that is shown, and that of others."""

import sys
import typing_extensions

def sum(values: object, /) -> int:
    """The sum of a buffer of ints."""

def scale(values: object, factor: float) -> None:
    """Multiply each float in a buffer."""

class ConstantBuffer:
    """The same int, so many times."""
    def __new__(cls, elem: int, length: int) -> typing_extensions.Self: ...
    if sys.version_info >= (3, 12):
        def __buffer__(self, flags: int, /) -> memoryview: ...

class Row:
    """Eight floats."""
    def __new__(cls) -> typing_extensions.Self: ...
    def reset(self) -> None:
        """Set all of them to 0."""
    if sys.version_info >= (3, 12):
        def __buffer__(self, flags: int, /) -> memoryview: ...
        def __release_buffer__(self, view: memoryview, /) -> None: ...
