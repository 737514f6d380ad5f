"""msgpack's Packer: the format, to the byte, and what it does with buffers and callbacks."""

import collections
import datetime
import gc
import importlib
import struct
import sys
import types

import pytest
from growth import growth

UTC = datetime.timezone.utc


class ExtType(collections.namedtuple("ExtType", "code data")):
    """As the package's."""


class Timestamp:
    def __init__(self, seconds, nanoseconds=0):
        self.seconds, self.nanoseconds = seconds, nanoseconds

    @staticmethod
    def from_datetime(when):
        return Timestamp(int(when.timestamp() // 1), when.microsecond * 1000)


ext = types.ModuleType("msgpack.ext")
ext.ExtType, ext.Timestamp = ExtType, Timestamp
sys.modules.setdefault("msgpack", types.ModuleType("msgpack"))
sys.modules["msgpack.ext"] = ext

from ports._packer import Packer  # noqa: E402: it asks for the classes above


def packed(o, **options):
    return Packer(**options).pack(o)


def head(first, n, size):
    return bytes([first]) + n.to_bytes(size, "big", signed=n < 0)


INTS = {
    0: b"\0", 127: b"\x7f", 128: head(0xCC, 128, 1), 255: head(0xCC, 255, 1), 256: head(0xCD, 256, 2),
    65535: head(0xCD, 65535, 2), 65536: head(0xCE, 65536, 4), 2**32 - 1: head(0xCE, 2**32 - 1, 4),
    2**32: head(0xCF, 2**32, 8), 2**63: head(0xCF, 2**63, 8), 2**64 - 1: head(0xCF, 2**64 - 1, 8),
    -1: b"\xff", -32: b"\xe0", -33: head(0xD0, -33, 1), -128: head(0xD0, -128, 1),
    -129: head(0xD1, -129, 2), -32768: head(0xD1, -32768, 2), -32769: head(0xD2, -32769, 4),
    -(2**31): head(0xD2, -(2**31), 4), -(2**31) - 1: head(0xD3, -(2**31) - 1, 8),
    -(2**63): head(0xD3, -(2**63), 8),
}


def test_ints():
    for n, wanted in INTS.items():
        assert packed(n) == wanted, n
    for n in [2**64, -(2**63) - 1, 10**40, -(10**40)]:
        with pytest.raises(OverflowError, match="^Integer value out of range$"):
            packed(n)
        assert packed(n, default=str) == packed(str(n))


def test_scalars():
    assert packed(None) + packed(False) + packed(True) == b"\xc0\xc2\xc3"
    assert packed(1.5) == b"\xcb" + struct.pack(">d", 1.5)
    assert packed(1.5, use_single_float=True) == b"\xca" + struct.pack(">f", 1.5)
    assert packed(float("inf"), use_single_float=True) == b"\xca" + struct.pack(">f", float("inf"))
    with pytest.raises(OverflowError):
        packed(1e300, use_single_float=True)


def test_texts_and_bytes():
    for size, text, old, data in [
        (3, b"\xa3", b"\xa3", b"\xc4\3"), (31, b"\xbf", b"\xbf", b"\xc4\x1f"),
        (32, b"\xd9 ", b"\xda\0 ", b"\xc4 "), (256, b"\xda\1\0", b"\xda\1\0", b"\xc5\1\0"),
        (65536, b"\xdb\0\1\0\0", b"\xdb\0\1\0\0", b"\xc6\0\1\0\0"),
    ]:  # fmt: skip
        content = b"x" * size
        assert packed(content.decode()) == text + content
        assert packed(content.decode(), use_bin_type=False) == old + content
        for kind in [bytes, bytearray, memoryview]:
            assert packed(kind(content)) == data + content
            assert packed(kind(content), use_bin_type=False) == old + content
    assert packed("é") == b"\xa2\xc3\xa9"
    with pytest.raises(UnicodeEncodeError):
        packed("\ud800")
    assert packed("\ud800", unicode_errors="surrogatepass") == b"\xa3\xed\xa0\x80"
    assert packed("x\ud800", unicode_errors="ignore") == b"\xa1x"
    with pytest.raises(LookupError):
        packed("\ud800", unicode_errors="no such")
    with pytest.raises(BufferError):
        packed(memoryview(b"abcd")[::2])


def test_containers():
    assert packed([1, [2], (3,)]) == b"\x93\1\x91\2\x91\3"
    assert packed([0] * 16) == b"\xdc\0\x10" + b"\0" * 16
    assert packed([0] * 65536) == b"\xdd\0\1\0\0" + b"\0" * 65536
    assert packed({1: 2, 3: {}}) == b"\x82\1\2\3\x80"
    assert packed({i: 0 for i in range(16)})[:3] == b"\xde\0\x10"
    assert packed({i: 0 for i in range(65536)})[:5] == b"\xdf\0\1\0\0"
    ordered = collections.OrderedDict([(1, 2), (3, 4)])
    ordered.move_to_end(1)
    assert packed(ordered) == b"\x82\3\4\1\2"


def test_strict_types():
    class Text(str):
        pass

    for o in [Text("a"), (1,), ordered_dict(), collections.namedtuple("N", "a")(1)]:
        packed(o)
        with pytest.raises(TypeError, match="^can not serialize '.*' object$"):
            packed(o, strict_types=True)
        assert packed(o, strict_types=True, default=lambda o: 7) == b"\7"
    assert packed([1, {2: "x"}], strict_types=True) == b"\x92\1\x81\2\xa1x"
    assert packed(ExtType(5, b"x"), strict_types=True) == b"\xd4\5x"


def ordered_dict():
    return collections.OrderedDict(a=1)


def test_types_of_ones_own():
    for size, wanted in [(1, b"\xd4"), (2, b"\xd5"), (4, b"\xd6"), (8, b"\xd7"), (16, b"\xd8"),
                         (0, b"\xc7\0"), (3, b"\xc7\3"), (256, b"\xc8\1\0"), (65536, b"\xc9\0\1\0\0")]:
        data = b"x" * size
        assert packed(ExtType(42, data)) == wanted + b"\x2a" + data
        for kind in [bytes, bytearray, memoryview]:
            assert Packer().pack_ext_type(42, kind(data)) == wanted + b"\x2a" + data
    for wrong in [ExtType(300, b""), ExtType("x", b""), ExtType(1, "x")]:
        with pytest.raises((OverflowError, TypeError)):
            packed(wrong)
    with pytest.raises(TypeError):
        Packer().pack_ext_type(1, "x")


def test_types_of_ones_own_that_raise():
    class NoCode(ExtType):
        @property
        def code(self):
            raise LookupError

    class NoData(ExtType):
        @property
        def data(self):
            raise LookupError

    class Code:
        def __index__(self):
            raise AssertionError("asked, though there are no data")

    class Items(dict):
        def items(self):
            raise LookupError

    for wrong in [NoCode(1, b""), NoData(1, b""), NoData(Code(), b""), Items(a=1)]:
        with pytest.raises(LookupError):
            packed([wrong, {1}], default=never)


def never(o):
    raise AssertionError(f"called for {o}, behind an error")


def test_timestamps():
    assert packed(Timestamp(1)) == b"\xd6\xff\0\0\0\1"
    assert packed(Timestamp(1, 1)) == b"\xd7\xff" + (1 << 34 | 1).to_bytes(8, "big")
    assert packed(Timestamp(-1, 1)) == b"\xc7\x0c\xff\0\0\0\1" + b"\xff" * 8
    assert packed(Timestamp(2**34)) == b"\xc7\x0c\xff\0\0\0\0" + (2**34).to_bytes(8, "big")
    when = datetime.datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert packed(when, datetime=True) == packed(Timestamp(1))
    with pytest.raises(TypeError, match="can not serialize 'datetime' object"):
        packed(when)
    with pytest.raises(ValueError, match="where tzinfo=None"):
        packed(datetime.datetime(1970, 1, 1), datetime=True)
    assert packed(datetime.datetime(1970, 1, 1), datetime=True, default=lambda o: 7) == b"\7"


def test_timestamps_that_raise(monkeypatch):
    class Number:
        def __index__(self):
            raise AssertionError("asked, though there are no nanoseconds")

    for name in ["seconds", "nanoseconds"]:
        wrong = Timestamp(Number() if name == "nanoseconds" else 1)
        delattr(wrong, name)
        with pytest.raises(AttributeError, match=f"'{name}'"):
            packed([wrong, {1}], default=never)
    monkeypatch.setattr(Timestamp, "from_datetime", lambda when: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        packed([datetime.datetime.now(UTC), {1}], datetime=True, default=never)


def test_the_callback():
    asked = []

    def default(o):
        asked.append(o)
        return [1] if o == {3} else o

    assert packed([{3}], default=default) == b"\x91\x91\1" and asked == [{3}]
    with pytest.raises(TypeError, match="can not serialize 'set' object"):
        packed({4}, default=default)
    for strict in [False, True]:
        with pytest.raises(ZeroDivisionError):
            packed({4}, default=lambda o: 1 / 0, strict_types=strict)
    with pytest.raises(TypeError, match="^default must be a callable.$"):
        Packer(default=1)
    endless = Packer(default=lambda o: [o])
    with pytest.raises((ValueError, RecursionError)):
        endless.pack({1})
    assert endless.pack(1) == b"\1"
    packer = Packer(default=lambda o: packer.pack("inner"))
    assert packer.pack([{1}]) == b"\x91\xc4\6\xa5inner"


def test_depth():
    deep = []
    for _ in range(2000):
        deep = [deep]
    with pytest.raises(ValueError, match="recursion limit exceeded"):
        packed(deep)


def test_no_memory_ends_it():
    _testcapi = pytest.importorskip("_testcapi")
    when = datetime.datetime(1970, 1, 1, tzinfo=UTC)
    o = ["x" * 1000, b"x" * 3000, 1.5, collections.OrderedDict(a=[1]), ExtType(1, b"x"), Timestamp(1), when, {1}]
    wanted = packed(o, datetime=True, default=lambda _: None)
    for n in range(1000):
        packer = Packer(datetime=True, default=lambda _: None)
        _testcapi.set_nomemory(n, n + 1)  # the nth allocation alone fails
        try:
            found = packer.pack(o)
        except MemoryError:
            found = None
        finally:
            _testcapi.remove_mem_hooks()
        assert found in (None, wanted)
        if found:
            break
    assert 5 < n < 1000


def test_what_changes_meanwhile():
    o = {1: {2}, 3: 4}
    with pytest.raises(RuntimeError, match="changed size"):
        packed(o, default=lambda _: o.clear())


def test_headers_and_pairs():
    packer = Packer()
    assert packer.pack_array_header(2) == b"\x92" and packer.pack_map_header(16) == b"\xde\0\x10"
    assert packer.pack_map_pairs([(1, 2), [3, 4]]) == b"\x82\1\2\3\4"
    for wrong in [-1, 2**32]:
        with pytest.raises(ValueError):
            packer.pack_array_header(wrong)
        with pytest.raises(ValueError):
            packer.pack_map_header(wrong)
    for wrong, error in [([(1,)], ValueError), ([1], TypeError), (1, TypeError), ([(1, {2})], TypeError)]:
        with pytest.raises(error):
            packer.pack_map_pairs(wrong)


def test_what_is_kept():
    packer = Packer(autoreset=False)
    assert packer.bytes() == b"" and packer.pack(1) is None and packer.pack([2]) is None
    assert packer.bytes() == b"\1\x91\2" == bytes(packer) == packer.getbuffer().tobytes()
    before = packer.bytes()
    packer.pack_array_header(1)
    assert before == b"\1\x91\2" and packer.bytes() == b"\1\x91\2\x91"
    view = packer.getbuffer()
    for change in [lambda: packer.pack(1), packer.reset, lambda: packer.pack_ext_type(1, b"x"),
                   lambda: packer.pack_map_header(1), lambda: packer.pack_map_pairs([])]:
        with pytest.raises(BufferError, match="Existing exports of data"):
            change()
    with pytest.raises(TypeError):
        view[0] = 1
    view.release()
    packer.reset()
    assert packer.bytes() == b"" and memoryview(packer).nbytes == 0
    packer.pack(1)
    with pytest.raises(TypeError):
        packer.pack(object())
    assert packer.bytes() == b""  # as the original does


def test_a_view_that_is_made_meanwhile():
    views = []
    packer = Packer(autoreset=False, default=lambda o: views.append(packer.getbuffer()))
    packer.pack(1)
    with pytest.raises(BufferError):
        packer.pack({1})
    assert views.pop().tobytes() == b"\1"
    packer.pack(2)
    assert packer.bytes() == b"\1\2"


def test_a_subclass_with_a_constructor_of_its_own():
    class Mine(Packer):
        def __init__(self, more):
            super().__init__(default=self.convert)
            self.more = more

        def convert(self, o):
            return self.more

    assert Mine(7).pack({1}) == b"\7"
    assert Packer.__new__(Packer).bytes() == b""


def test_it_needs_the_package(monkeypatch):
    monkeypatch.delitem(sys.modules, "ports._packer")
    monkeypatch.setitem(sys.modules, "msgpack.ext", None)
    with pytest.raises(ImportError, match="msgpack.ext"):
        importlib.import_module("ports._packer")


def test_nothing_grows():
    good = [1, -(2**63), 2**64 - 1, 1.5, None, "é", b"x", bytearray(b"x"), memoryview(b"x"), (1,), {1: [2]},
            collections.OrderedDict(a=1), ExtType(1, b"x"), Timestamp(1), datetime.datetime.now(UTC)]  # fmt: skip
    wrong = [{1}, [object()], {1: {2}}, 2**64, "\ud800", ExtType(1, 2), ExtType("", b""), Timestamp(None),
             memoryview(b"abcd")[::2], datetime.datetime.now()]  # fmt: skip

    def fails(call, *args, **kwargs):
        try:
            call(*args, **kwargs)
        except (TypeError, ValueError, OverflowError, BufferError):
            pass

    def work():
        packer = Packer(datetime=True, autoreset=False, default=lambda o: [1])
        packer.pack(good)
        packer.pack([{1}])
        with packer.getbuffer():
            fails(packer.pack, 1)
        packer.pack_map_pairs([(1, "a")]), packer.pack_ext_type(1, b"x"), packer.bytes()
        packer.__init__(unicode_errors="strict"), packer.__init__(unicode_errors="ignore")
        packer.pack("\ud800"), packer.reset(), packer.pack_array_header(1), packer.pack_map_header(1)
        for o in wrong:
            fails(packed, o, datetime=True), fails(packed, [o], strict_types=True)
            fails(packed, o, default=lambda o: {2})
        fails(packer.pack_map_pairs, [(1, 2, 3)]), fails(packer.pack_ext_type, 1, "x")
        fails(packer.pack_array_header, -1), fails(Packer, default=1)
        mine = Packer(default=lambda o: mine)  # a cycle

    gc.collect()
    assert growth(work) == 0
