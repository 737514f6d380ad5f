"""What is fast in msgpack."""

import builtins
import sys
import typing

class Packer:
    """What writes objects as MessagePack."""
    def __init__(self, *, default: object = None, use_single_float: bool = False, autoreset: bool = True, use_bin_type: bool = True, strict_types: bool = False, datetime: bool = False, unicode_errors: str | None = None, buf_size: int = 262144) -> None: ...
    def pack(self, obj: object) -> typing.Any:
        """Pack an object."""
    def pack_map_pairs(self, pairs: object) -> typing.Any:
        """Pack a sequence of pairs as a map."""
    def pack_ext_type(self, typecode: int, data: object) -> typing.Any:
        """Pack data of a type of one's own."""
    def pack_array_header(self, size: int) -> typing.Any:
        """What stands before so many items."""
    def pack_map_header(self, size: int) -> typing.Any:
        """What stands before so many pairs."""
    def reset(self) -> None:
        """Forget what is packed."""
    def bytes(self) -> builtins.bytes:
        """What is packed."""
    def getbuffer(self) -> memoryview:
        """What is packed, as it lies there."""
    if sys.version_info >= (3, 12):
        def __buffer__(self, flags: int, /) -> memoryview: ...
        def __release_buffer__(self, view: memoryview, /) -> None: ...
