"""Functions of every shape and kind."""

import collections.abc
import types
import typing
import weakref

def no_arguments() -> str:
    """Takes nothing."""

def no_arguments_by_name() -> str:
    """Takes nothing."""

def one(a: object, /) -> str:
    """Takes one by position."""

def a(a: object) -> str:
    """Takes one."""

def two(a: object, b: object, /) -> str:
    """Takes two by position."""

def maybe_one(a: int = 7, /) -> str:
    """Takes one or none by position."""

def one_or_two(a: object, b: int = 7, /) -> str:
    """Takes one or two by position."""

def others(*all: typing.Any) -> str:
    """Takes any number."""

def one_and_others(a: object, /, *all: typing.Any) -> str:
    """Takes any number but none."""

def ab(a: object, b: object) -> str:
    """Takes two."""

def abc(a: object, b: object, c: object) -> str:
    """Takes three."""

def ab_default(a: object, b: int = 7) -> str:
    """Takes one or two."""

def a_star_b(a: object, *, b: object) -> str:
    """Takes one by name."""

def star_abc(*, a: object, b: int = 7, c: object) -> str:
    """Takes all by name."""

def a_slash_b_star_c(a: object, /, b: object, *, c: object) -> str:
    """Takes them each in its way."""

def ab_slash_c(a: object, b: object, /, c: object) -> str:
    """Takes two of them by position."""

def a_slash_bc_star_de(a: object, /, b: int = 7, c: int = 8, *, d: int = 9, e: object) -> str:
    """Takes five."""

def rest_b(*all: typing.Any, b: int = 7) -> str:
    """Takes any number, and one by name."""

def a_rest_b(a: object, *all: typing.Any, b: object) -> str:
    """Takes any number, and one by name."""

def names_only(**named: typing.Any) -> str:
    """Takes any names."""

def a_slash_names(a: object, /, **named: typing.Any) -> str:
    """Takes one, and any names."""

def everything(a: object, /, b: object, c: int = 7, *all: typing.Any, d: object, e: int = 8, **named: typing.Any) -> str:
    """Takes everything."""

def index(a: object) -> str:
    """Has another name in C."""

def echo_object(x: object) -> typing.Any:
    """Gives x."""

def echo_exception(x: BaseException) -> BaseException:
    """Gives x."""

def echo_type(x: type[typing.Any]) -> type[typing.Any]:
    """Gives x."""

def echo_hf_int(x: int) -> int:
    """Gives x."""

def echo_hf_float(x: float) -> float:
    """Gives x."""

def echo_hf_complex(x: complex) -> complex:
    """Gives x."""

def echo_str(x: str) -> str:
    """Gives x."""

def echo_bytes(x: bytes) -> bytes:
    """Gives x."""

def echo_bytearray(x: bytearray) -> bytearray:
    """Gives x."""

def echo_memoryview(x: memoryview) -> memoryview:
    """Gives x."""

def echo_list(x: list[typing.Any]) -> list[typing.Any]:
    """Gives x."""

def echo_tuple(x: tuple[typing.Any, ...]) -> tuple[typing.Any, ...]:
    """Gives x."""

def echo_dict(x: dict[typing.Any, typing.Any]) -> dict[typing.Any, typing.Any]:
    """Gives x."""

def echo_set(x: set[typing.Any]) -> set[typing.Any]:
    """Gives x."""

def echo_frozenset(x: frozenset[typing.Any]) -> frozenset[typing.Any]:
    """Gives x."""

def echo_range(x: range) -> range:
    """Gives x."""

def echo_slice(x: slice) -> slice:
    """Gives x."""

def echo_iterator(x: collections.abc.Iterator[typing.Any]) -> collections.abc.Iterator[typing.Any]:
    """Gives x."""

def echo_module(x: types.ModuleType) -> types.ModuleType:
    """Gives x."""

def echo_code(x: types.CodeType) -> types.CodeType:
    """Gives x."""

def echo_frame(x: types.FrameType) -> types.FrameType:
    """Gives x."""

def echo_capsule(x: object) -> object:
    """Gives x."""

def echo_weakref(x: weakref.ReferenceType[typing.Any]) -> weakref.ReferenceType[typing.Any]:
    """Gives x."""

def echo_char(x: int) -> int:
    """Gives x."""

def echo_signed_char(x: int) -> int:
    """Gives x."""

def echo_unsigned_char(x: int) -> int:
    """Gives x."""

def echo_short(x: int) -> int:
    """Gives x."""

def echo_unsigned_short(x: int) -> int:
    """Gives x."""

def echo_int(x: int) -> int:
    """Gives x."""

def echo_unsigned(x: int) -> int:
    """Gives x."""

def echo_unsigned_int(x: int) -> int:
    """Gives x."""

def echo_long(x: int) -> int:
    """Gives x."""

def echo_unsigned_long(x: int) -> int:
    """Gives x."""

def echo_long_long(x: int) -> int:
    """Gives x."""

def echo_unsigned_long_long(x: int) -> int:
    """Gives x."""

def echo_int8_t(x: int) -> int:
    """Gives x."""

def echo_uint8_t(x: int) -> int:
    """Gives x."""

def echo_int16_t(x: int) -> int:
    """Gives x."""

def echo_uint16_t(x: int) -> int:
    """Gives x."""

def echo_int32_t(x: int) -> int:
    """Gives x."""

def echo_uint32_t(x: int) -> int:
    """Gives x."""

def echo_int64_t(x: int) -> int:
    """Gives x."""

def echo_uint64_t(x: int) -> int:
    """Gives x."""

def echo_Py_ssize_t(x: int) -> int:
    """Gives x."""

def echo_Py_hash_t(x: int) -> int:
    """Gives x."""

def echo_size_t(x: int) -> int:
    """Gives x."""

def echo_ptrdiff_t(x: int) -> int:
    """Gives x."""

def echo_intptr_t(x: int) -> int:
    """Gives x."""

def echo_uintptr_t(x: int) -> int:
    """Gives x."""

def echo_intmax_t(x: int) -> int:
    """Gives x."""

def echo_uintmax_t(x: int) -> int:
    """Gives x."""

def echo_ssize_t(x: int) -> int:
    """Gives x."""

def echo_off_t(x: int) -> int:
    """Gives x."""

def echo_wchar_t(x: int) -> int:
    """Gives x."""

def echo_int_least8_t(x: int) -> int:
    """Gives x."""

def echo_uint_least8_t(x: int) -> int:
    """Gives x."""

def echo_int_least16_t(x: int) -> int:
    """Gives x."""

def echo_char16_t(x: int) -> int:
    """Gives x."""

def echo_sig_atomic_t(x: int) -> int:
    """Gives x."""

def echo_char32_t(x: int) -> int:
    """Gives x."""

def echo_time_t(x: int) -> int:
    """Gives x."""

def echo_dev_t(x: int) -> int:
    """Gives x."""

def echo_double(x: float) -> float:
    """Gives x."""

def echo_float(x: float) -> float:
    """Gives x."""

def echo_utf8(x: str) -> str:
    """Gives x."""

def echo_truth(x: bool) -> bool:
    """Gives x."""

def echo_bool(x: bool) -> bool:
    """Gives x."""

def unit() -> str:
    """Gives a text of C."""

def mirrored(p: tuple[float, float], about: tuple[float, float] = ...) -> tuple[float, float]:
    """Mirrors p."""

def defaults(n: int = -3, x: float = 1.5, yes: bool = True, text: str = ', ', s: str | None = None, view: str | None = None, no: bool = False) -> str:
    """Has defaults."""

def works_if(yes: bool) -> None:
    """Works, or not."""

def equal(left: object, right: object, /) -> bool:
    """left == right"""

def length(text: str, /) -> int:
    """The number of code points."""

def repeat(text: str, fail: bool = False) -> str:
    """text + text."""

def name() -> str:
    """The module."""

def stateless() -> int:
    """Is in a module without that state."""

def third(*all: typing.Any) -> typing.Any:
    """The third."""
