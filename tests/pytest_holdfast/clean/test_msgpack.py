"""Tests of msgpack's C extension."""

import asyncio
import datetime
import io
import unittest

import pytest

msgpack = pytest.importorskip("msgpack")
pytest.importorskip("msgpack._cmsgpack")

SMALL = [
    None,
    True,
    False,
    0,
    127,
    128,
    -32,
    -33,
    255,
    256,
    65535,
    65536,
    2**32,
    2**64 - 1,
    -(2**63),
]


@pytest.mark.parametrize("value", SMALL, ids=repr)
def test_scalars(value):
    assert msgpack.unpackb(msgpack.packb(value)) == value


@pytest.mark.parametrize("size", [0, 1, 31, 32, 255, 256, 65535, 65536])
@pytest.mark.parametrize("kind", [str, bytes, list])
def test_headers_by_size(kind, size):
    value = {str: "x", bytes: b"x", list: [0]}[kind] * size
    assert msgpack.unpackb(msgpack.packb(value)) == value


@pytest.mark.parametrize("size", [0, 15, 16, 1000])
def test_maps(size):
    value = {i: str(i) for i in range(size)}
    assert msgpack.unpackb(msgpack.packb(value), strict_map_key=False) == value


@pytest.mark.parametrize(
    "data", [b"", b"\x93\x01", b"\xc1", b"\x81", b"\xd9\x05ab", b"\xa1\xff", b"\x01\x02"]
)
def test_broken_input(data):
    with pytest.raises(Exception):
        msgpack.unpackb(data)


def test_document(document):
    assert msgpack.unpackb(msgpack.packb(document)) == document


def test_records(records):
    assert msgpack.unpackb(msgpack.packb(records)) == records


def test_stream(records):
    stream = io.BytesIO(b"".join(msgpack.packb(record) for record in records))
    assert list(msgpack.Unpacker(stream)) == records


def test_feeding():
    unpacker = msgpack.Unpacker()
    got = []
    data = b"".join(msgpack.packb({"i": i}) for i in range(40))
    for start in range(0, len(data), 7):
        unpacker.feed(data[start : start + 7])
        got += [value["i"] for value in unpacker]
    assert got == list(range(40))


def test_buffer_full():
    unpacker = msgpack.Unpacker(max_buffer_size=16)
    with pytest.raises(msgpack.BufferFull):
        unpacker.feed(b"x" * 17)


def test_limits():
    with pytest.raises(ValueError):
        msgpack.unpackb(msgpack.packb([1] * 20), max_array_len=10)


def test_skip_and_tell():
    unpacker = msgpack.Unpacker(
        io.BytesIO(msgpack.packb(["a", 1, {"b": 2}]) + msgpack.packb("end"))
    )
    unpacker.skip()
    assert unpacker.unpack() == "end"
    assert unpacker.tell() > 0
    with pytest.raises(msgpack.OutOfData):
        unpacker.unpack()


def test_packer_buffer():
    packer = msgpack.Packer(autoreset=False)
    for i in range(10):
        packer.pack(i)
    assert len(packer.bytes()) == 10
    packer.reset()
    assert packer.bytes() == b""


def test_array_header():
    packer = msgpack.Packer()
    data = packer.pack_array_header(2) + packer.pack("a") + packer.pack("b")
    assert msgpack.unpackb(data) == ["a", "b"]


def test_extension_types():
    def default(value):
        if isinstance(value, complex):
            return msgpack.ExtType(1, repr(value).encode())
        raise TypeError(value)

    def hook(code, data):
        return complex(data.decode()) if code == 1 else msgpack.ExtType(code, data)

    data = msgpack.packb([1 + 2j, 3j], default=default)
    assert msgpack.unpackb(data, ext_hook=hook) == [1 + 2j, 3j]
    with pytest.raises(TypeError):
        msgpack.packb([object()], default=default)


def test_timestamps():
    moment = datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.timezone.utc)
    assert msgpack.unpackb(msgpack.packb(moment, datetime=True), timestamp=3) == moment


def test_tuples():
    assert msgpack.unpackb(msgpack.packb((1, (2, (3,)))), use_list=False) == (1, (2, (3,)))


def test_strict_types():
    class List(list):
        pass

    assert msgpack.packb(List([1])) == msgpack.packb([1])
    with pytest.raises(TypeError):
        msgpack.packb(List([1]), strict_types=True)


def test_memoryview():
    assert msgpack.unpackb(msgpack.packb(memoryview(b"kelp" * 10))) == b"kelp" * 10


def test_too_deep():
    value = []
    for _ in range(2000):
        value = [value]
    with pytest.raises(ValueError):
        msgpack.packb(value)


class TestCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.data = msgpack.packb([{"n": n} for n in range(30)])

    @classmethod
    def tearDownClass(cls):
        del cls.data

    def setUp(self):
        self.unpacker = msgpack.Unpacker(io.BytesIO(self.data))

    def test_array_header(self):
        self.assertEqual(self.unpacker.read_array_header(), 30)
        self.assertEqual(self.unpacker.read_map_header(), 1)

    def test_subtests(self):
        for n, value in enumerate(self.unpacker.unpack()):
            with self.subTest(n=n):
                self.assertEqual(value, {"n": n})

    def test_raises(self):
        with self.assertRaises(ValueError):
            self.unpacker.read_map_header()

    @unittest.skip("a skipped one")
    def test_skipped(self):
        raise AssertionError

    @unittest.expectedFailure
    def test_expected_failure(self):
        self.assertEqual(msgpack.packb(1), b"")


class AsyncCase(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.queue = asyncio.Queue()

    async def test_messages(self):
        async def send():
            for i in range(5):
                await self.queue.put(msgpack.packb(i))

        sender = asyncio.create_task(send())
        self.assertEqual(
            [msgpack.unpackb(await self.queue.get()) for _ in range(5)], list(range(5))
        )
        await sender
