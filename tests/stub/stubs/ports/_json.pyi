"""What is fast in json."""

import typing
import typing_extensions

def encode_basestring_ascii(string: str, /) -> str:
    """A string as JSON, with nothing but ASCII in it."""

def encode_basestring(string: str, /) -> str:
    """A string as JSON."""

def dumps(obj: object, *, skipkeys: bool = False, ensure_ascii: bool = True, check_circular: bool = True, allow_nan: bool = True, separators: object = None, default: object = None, sort_keys: bool = False) -> str:
    """A value as JSON."""

class make_encoder:
    """What writes values as JSON."""
    def __new__(cls, markers: object, default: object, encoder: object, indent: object, key_separator: str, item_separator: str, sort_keys: bool, skipkeys: bool, allow_nan: bool) -> typing_extensions.Self: ...
    def __call__(self, obj: object, _current_indent_level: int) -> tuple[typing.Any, ...]: ...
