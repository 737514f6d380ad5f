"""Leaks that pytest --leaks has found in what Debian 12 has. Each test does what
its users do, and passes without --leaks.
"""

import sys
import tracemalloc

import pytest

msgpack = pytest.importorskip("msgpack")
ujson = pytest.importorskip("ujson")

ujson_5_7 = pytest.mark.skipif(ujson.__version__ != "5.7.0", reason="another ujson")
msgpack_1_0_3 = pytest.mark.skipif(msgpack.version != (1, 0, 3), reason="another msgpack")
python_3_11_2 = pytest.mark.skipif(sys.version_info[:3] != (3, 11, 2), reason="another Python")


@ujson_5_7
def test_ujson_key_none():
    """The "null" that stands for the key is never released."""
    assert ujson.dumps({None: "kelp"}) == '{"null":"kelp"}'


@msgpack_1_0_3
def test_msgpack_hook_that_raises():
    """The containers around the one that the hook was asked for are lost."""

    def hook(value):
        raise RuntimeError("in the hook")

    with pytest.raises(RuntimeError):
        msgpack.unpackb(msgpack.packb([{"a": {}}]), object_hook=hook)


@msgpack_1_0_3
def test_msgpack_broken_in_a_nested_list():
    """So are those of a message that ends too early."""
    with pytest.raises(ValueError):
        msgpack.unpackb(b"\x93\x01\x92\x01")


@python_3_11_2
def test_tracemalloc():
    """stop() forgets the tracebacks without freeing them."""
    tracemalloc.start(5)
    assert len([bytes(1000) for _ in range(50)]) == 50
    tracemalloc.stop()
