"""The encoder of JSON writes what the standard library's writes, and raises as it does."""

import collections
import enum
import json
import json.encoder
import math
import os
import random
import string
import sys

import pytest
from growth import growth
from ports import _json

TIMES = int(os.environ.get("PORTS_TEST_TIMES", 2000 if hasattr(sys, "gettotalrefcount") else 10_000))
SEED = 20


class Kind(enum.IntEnum):
    ONE = 1


class Real(float):
    def __repr__(self):
        return "real"


class Text(str):
    def __str__(self):
        return "text"


class Sorted(dict):
    def items(self):
        return sorted(super().items(), key=str, reverse=True)


class Items(dict):
    """Its items are what it is given."""

    def __init__(self, items):
        super().__init__(a=1)
        self.given = items

    def items(self):
        return self.given


CHARACTERS = string.printable + "\0\x1f\x7f\x80éÿこ\ud800\udfff\uffff🍣\U0010ffff"


def text(random):
    return "".join(random.choice(CHARACTERS) for _ in range(random.choice([0, 1, 3, 20])))


def scalar(random):
    return random.choice([
        lambda: None, lambda: True, lambda: False,
        lambda: random.randrange(-300, 300),
        lambda: random.choice([2**63, 2**63 - 1, -(2**63), -(2**63) - 1, 10**40, -(10**40)]),
        lambda: random.choice([0.0, -0.0, 1e300, 5e-324, 1e16, math.inf, -math.inf, math.nan]),
        random.random,
        lambda: text(random), lambda: Text(text(random)), lambda: Kind.ONE, lambda: Real(1.5),
    ])()


def value(random, depth=0):
    if depth > 3 or random.random() < 0.4:
        return scalar(random)
    n = random.choice([0, 1, 2, 5])
    kind = random.choice([list, tuple, dict, collections.OrderedDict, Sorted, set, complex])
    if kind is complex:
        return complex(random.randrange(9), 1)
    if kind is set:
        return {random.randrange(9)}
    if kind in (list, tuple):
        return kind(value(random, depth + 1) for _ in range(n))
    made = kind((scalar(random), value(random, depth + 1)) for _ in range(n))
    if made and random.random() < 0.1:
        made[(1,)] = 1  # no key of JSON
    return made


def fallback(o):
    if isinstance(o, complex):
        return [o.real, o.imag]
    if o == {3}:
        raise LookupError("three")
    return o if o == {4} else sorted(o)  # o: it lies in itself


def names(random):
    made = {}
    for name in ["skipkeys", "ensure_ascii", "check_circular", "allow_nan", "sort_keys"]:
        if random.random() < 0.3:
            made[name] = random.random() < 0.5
    if random.random() < 0.3:
        made["separators"] = random.choice([(",", ":"), ("é", "こ"), ["🍣", ""], None])
    if random.random() < 0.7:
        made["default"] = fallback
    if made.get("check_circular") is False:
        made.pop("default", None)  # it would never end
    return made


def outcome(dumps, *args, **kwargs):
    try:
        return dumps(*args, **kwargs)
    except (TypeError, ValueError, LookupError) as error:
        # The number behind the message of a float is that of newer versions alone.
        return type(error), str(error).partition("compliant")[0]


def test_random_values():
    rng = random.Random(SEED)
    seen = collections.Counter()
    for _ in range(TIMES):
        o, options = value(rng), names(rng)
        wanted = outcome(json.dumps, o, **options)
        found = outcome(_json.dumps, o, **options)
        assert found == wanted, (o, options)
        seen[type(wanted)] += 1
    assert seen[str] > TIMES / 2 and seen[tuple] > TIMES / 20  # both are put to the test


def test_random_values_by_make_encoder(monkeypatch):
    rng = random.Random(SEED + 1)
    values = [(value(rng), names(rng)) for _ in range(1000)]
    wanted = [outcome(json.dumps, o, **options) for o, options in values]
    for name in ["make_encoder", "encode_basestring_ascii", "encode_basestring"]:
        monkeypatch.setattr(json.encoder, f"c_{name}", getattr(_json, name))
        if name != "make_encoder":
            monkeypatch.setattr(json.encoder, name, getattr(_json, name))
    for (o, options), same in zip(values, wanted):
        assert outcome(json.JSONEncoder(**options).encode, o) == same


def test_each_code_point():
    for c in [*map(chr, range(0x300)), "\ud800", "\uffff", "\U00010000", "\U0010ffff"]:
        assert _json.encode_basestring_ascii(c) == json.encoder.py_encode_basestring_ascii(c)
        assert _json.encode_basestring(c) == json.encoder.py_encode_basestring(c)


def test_circles():
    o = []
    o.append({"a": (o,)})
    for wrong in [o, o[0]]:
        with pytest.raises(ValueError, match="Circular reference detected"):
            _json.dumps(wrong)
        with pytest.raises(RecursionError):
            _json.dumps(wrong, check_circular=False)
    twice = [1]
    assert _json.dumps([twice, twice, (), (), [()]]) == "[[1], [1], [], [], [[]]]"
    deep = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(RecursionError):
        _json.dumps(deep)


def test_an_encoder_of_ones_own():
    def make(encoder, **kwargs):
        return _json.make_encoder(None, repr, encoder, None, ":", ",", False, False, True)

    assert make(str.upper)(["a", {"b": 1}], 0) == ("[A,{B:1}]",)
    with pytest.raises(TypeError, match=r"^encoder\(\) must return a string, not int$"):
        make(len)("abc", 0)
    with pytest.raises(ZeroDivisionError):
        make(lambda s: 1 / 0)("abc", 0)


def test_what_cannot_be_called():
    with pytest.raises(TypeError, match="must be dict or None, not list"):
        _json.make_encoder([], repr, str, None, ":", ",", False, False, True)
    with pytest.raises(TypeError, match="'key_separator' must be str, not int"):
        _json.make_encoder({}, repr, str, None, 1, ",", False, False, True)
    for wrong, error in [((",",), IndexError), ((",", 1), TypeError), (5, TypeError)]:
        with pytest.raises(error):
            _json.dumps([1], separators=wrong)
    with pytest.raises(TypeError):
        _json.make_encoder()


def never(o):
    raise AssertionError(f"called for {o}, behind an error")


@pytest.mark.skipif(not hasattr(sys, "set_int_max_str_digits"), reason="ints of any length are written")
def test_an_int_that_is_too_long_ends_it():
    long = 10 ** (sys.get_int_max_str_digits() + 1)
    for o in [long, [long, {1}], {long: 1}, [{long: 1}, {1}], {"a": long, "b": {1}}]:
        with pytest.raises(ValueError, match="integer string conversion"):
            _json.dumps(o, default=never)
        assert outcome(_json.dumps, o, default=never) == outcome(json.dumps, o, default=never)

    with pytest.raises(ValueError, match="integer string conversion"):
        _json.dumps(Items([("a", long), 1]))


def test_no_memory_ends_it():
    _testcapi = pytest.importorskip("_testcapi")
    o = ["x" * 1000, 1.5, Real(2.5), 10**30, {2.5: 1}, {1}]
    # Made here: CPython 3.13 releases a lambda's code twice where there is no memory for it.
    none = lambda _: None  # noqa: E731
    wanted = _json.dumps(o, default=none)
    for n in range(1000):
        _testcapi.set_nomemory(n, n + 1)  # the nth allocation alone fails
        try:
            found = _json.dumps(o, default=none)
        except MemoryError:
            found = None
        finally:
            _testcapi.remove_mem_hooks()
        assert found in (None, wanted)
        if found:
            break
    assert 5 < n < 1000


def test_what_items_gives():
    for items in [[1], [("a",)], [["a", 1]], [("a", 1, 2)]]:
        with pytest.raises(ValueError, match="items must return 2-tuples"):
            _json.dumps(Items(items))
    with pytest.raises(TypeError):
        _json.dumps(Items(1))


def test_what_changes_meanwhile():
    o = {"a": {1}, "b": 2}
    with pytest.raises(RuntimeError, match="changed size"):
        _json.dumps(o, default=lambda _: o.clear())
    o = [{1}, 2, 3]
    assert _json.dumps(o, default=lambda _: o.pop()) == "[3, 2]"


def test_nothing_grows():
    good = {"a": [1, 2.5, None, True, "é\n", (Real(1), 10**30)], 1: Text("x"), None: {}, 2.5: []}
    circle = []
    circle.append(circle)
    wrong = [{(1,): 1}, [object()], {"a": circle}, [math.nan], {1j: 1}, {"b": {1: {2}}}]
    encoders = [str.upper, len, _json.encode_basestring, _json.encode_basestring_ascii]

    def work():
        _json.dumps(good), _json.dumps(good, ensure_ascii=False, separators=(",", ":"))
        _json.dumps({"b": 1, "a": Sorted(c=1)}, sort_keys=True)
        _json.dumps([1j, {1}], default=fallback)
        for o in wrong:
            for options in [{}, {"skipkeys": True, "allow_nan": False}, {"default": fallback}]:
                outcome(_json.dumps, o, **options)
        for encoder in encoders:
            try:
                _json.make_encoder({}, repr, encoder, None, ":", ",", True, False, True)({"a": "b"}, 0)
            except TypeError:
                pass
        outcome(_json.dumps, 1, separators=("a", 1)), outcome(_json.make_encoder, 1)

    assert growth(work) == 0
