"""example.result_types: the value and the type of each."""

import gc

import pytest
from example import result_types
from growth import growth

RESULTS = {
    "pyobject": "hello",
    "pystring": "hello world",
    "pybytes": b"\0\xff",
    "pyint": 2**128,
    "pytuple": (1234, True),
    "cbool": True,
    "cu32": 2**32 - 1,
    "cu64": 2**64 - 1,
    "ci32": -(2**31),
    "ci64": -(2**63),
    "cf32": 2.5,
    "cf64": 2.71e39,
    "ctext": "kelp",
    "cutf8": "kelp",
    "cvoid": None,
    "cstruct": {"foo": 1234, "bar": True},
}


@pytest.mark.parametrize("name", RESULTS)
def test_result(name):
    result = getattr(result_types, name)()
    assert result == RESULTS[name] and type(result) is type(RESULTS[name])


def test_members_and_items_have_their_types():
    assert result_types.cstruct()["bar"] is result_types.pytuple()[1] is True


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
