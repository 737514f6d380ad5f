"""example.result_types: the value and the type of each."""

import gc
import sys

import pytest
from example import result_types
from growth import growth

RESULTS = {
    "pyobject": "hello",
    "pystring": "hello world",
    "pybytes": b"\0\xff",
    "pyint": 2**128,
    "zigtuple": ("hello", 128),
    "zigbool": True,
    "zigu32": 32,
    "zigu64": 2**33,
    "zigi32": -32,
    "zigi64": -(2**33),
    "zigf16": 32720.0,
    "zigf32": 2.71000028756788e38,
    "zigf64": 2.7100000000000003e39,
    "ctext": "kelp",
    "cutf8": "kelp",
    "zigvoid": None,
    "zigstruct": {"foo": 1234, "bar": True},
}


@pytest.mark.parametrize("name", RESULTS)
def test_result(name):
    result = getattr(result_types, name)()
    assert result == RESULTS[name] and type(result) is type(RESULTS[name])


def test_members_and_items_have_their_types():
    assert result_types.zigstruct()["bar"] is True
    assert [type(item) for item in result_types.zigtuple()] == [str, int]


def test_results_are_the_callers_alone():
    for name in ("pyobject", "zigstruct"):
        result = getattr(result_types, name)()
        assert sys.getrefcount(result) <= 2  # 1 where CPython lends what it calls with
    text, _ = result_types.zigtuple()
    assert sys.getrefcount(text) <= 2


def test_what_is_written_to_out():
    assert result_types.half(-6) == -3
    with pytest.raises(ValueError, match="^7 is odd$"):
        result_types.half(7)


def test_answer():
    assert result_types.is_in(1, [1]) is True
    assert result_types.is_in(2, [1]) is False
    with pytest.raises(TypeError, match="not (a container or )?iterable"):
        result_types.is_in(1, 2)


def test_nothing_grows():
    functions = [getattr(result_types, name) for name in RESULTS]

    def work():
        for function in functions:
            function()
        result_types.half(6000), result_types.is_in(1, [1])
        for wrong in (lambda: result_types.half(7), lambda: result_types.is_in(1, 2)):
            try:
                wrong()
            except (ValueError, TypeError):
                pass

    gc.collect()
    assert growth(work) == 0
