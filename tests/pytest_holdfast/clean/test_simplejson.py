"""Tests of simplejson and its C speedups."""

import collections
import decimal
import logging

import pytest

simplejson = pytest.importorskip("simplejson")
speedups = pytest.importorskip("simplejson._speedups")


@pytest.fixture
def encoder():
    return simplejson.JSONEncoder(sort_keys=True, separators=(",", ":"))


@pytest.fixture(params=[decimal.Decimal, float])
def decoder(request):
    yield simplejson.JSONDecoder(parse_float=request.param)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        ([], "[]"),
        ({}, "{}"),
        (1, "1"),
        (-5, "-5"),
        (1.5, "1.5"),
        ("a", '"a"'),
        ([1, "b", None], '[1,"b",null]'),
        ({"b": 1, "a": 2}, '{"a":2,"b":1}'),
        ((1, 2), "[1,2]"),
        ("é", '"\\u00e9"'),
        ("🌊", '"\\ud83c\\udf0a"'),
        ({"n": {"n": {"n": []}}}, '{"n":{"n":{"n":[]}}}'),
        (2**100, str(2**100)),
    ],
)
def test_encode(encoder, value, text):
    assert encoder.encode(value) == text


@pytest.mark.parametrize("text", ["1.5", "[1.25, 2.5]", '{"a": 0.1}', "[]", "-0.0", "1e5"])
def test_numbers(decoder, text):
    assert simplejson.dumps(decoder.decode(text))


@pytest.mark.parametrize(
    "text", ["", "[", "[1,", '{"a": }', '"\\x"', "nope", '{"a": 1,}', "[1] 2", '"\x01"']
)
def test_errors_say_where(text, caplog):
    with pytest.raises(simplejson.JSONDecodeError) as info:
        simplejson.loads(text)
    assert info.value.pos >= 0
    with caplog.at_level(logging.INFO):
        logging.getLogger("clean.simplejson").info("line %d: %s", info.value.lineno, info.value)
    assert len(caplog.records) == 1


def test_document(document):
    assert simplejson.loads(simplejson.dumps(document)) == document


def test_records(records):
    assert simplejson.loads(simplejson.dumps(records)) == records


def test_the_speedups_are_used():
    assert simplejson.encoder.c_make_encoder is speedups.make_encoder


def test_object_hook():
    seen = []

    def hook(value):
        seen.append(value)
        return frozenset(value.items())

    assert isinstance(simplejson.loads('{"a": 1, "b": 2}', object_hook=hook), frozenset)
    assert len(seen) == 1


def test_object_hook_that_raises():
    def hook(value):
        raise KeyError("hook")

    with pytest.raises(KeyError):
        simplejson.loads('[{"a": {"b": 1}}, {"c": 2}]', object_hook=hook)


def test_pairs_hook():
    value = simplejson.loads('{"b": 1, "a": 2}', object_pairs_hook=collections.OrderedDict)
    assert list(value) == ["b", "a"]


def test_named_tuples():
    Point = collections.namedtuple("Point", "x y")
    assert simplejson.dumps(Point(1, 2)) == '{"x": 1, "y": 2}'
    assert simplejson.dumps(Point(1, 2), namedtuple_as_object=False) == "[1, 2]"


def test_for_json():
    class Kelp:
        def for_json(self):
            return {"kelp": [1, 2]}

    assert simplejson.dumps(Kelp(), for_json=True) == '{"kelp": [1, 2]}'


def test_asdict():
    class Kelp:
        def _asdict(self):
            return {"a": 1}

    assert simplejson.dumps([Kelp()]) == '[{"a": 1}]'


def test_circular():
    value = {}
    value["self"] = value
    with pytest.raises(ValueError, match="[Cc]ircular"):
        simplejson.dumps(value)


@pytest.mark.parametrize("key", [(1, 2), b"\xff", object])
def test_bad_keys(key):
    with pytest.raises((TypeError, UnicodeDecodeError)):
        simplejson.dumps({key: 1})


@pytest.mark.parametrize("key", [(1, 2), object])
def test_bad_keys_skipped(key):
    assert simplejson.dumps({key: 1, "a": 2}, skipkeys=True) == '{"a": 2}'


def test_decimals():
    value = decimal.Decimal("1.10000000000000000001")
    assert simplejson.loads(simplejson.dumps(value), use_decimal=True) == value


def test_big_integers_as_strings():
    assert simplejson.dumps(2**60, bigint_as_string=True) == f'"{2**60}"'


def test_default_chain():
    class Strange:
        pass

    assert (
        simplejson.dumps({"a": Strange()}, default=lambda value: [type(value).__name__])
        == '{"a": ["Strange"]}'
    )
    with pytest.raises(TypeError):
        simplejson.dumps({"a": Strange()})


def test_iterencode(records):
    assert "".join(simplejson.JSONEncoder().iterencode(records[:50])) == simplejson.dumps(
        records[:50]
    )


def test_iterable_as_array():
    assert simplejson.dumps((i * i for i in range(5)), iterable_as_array=True) == "[0, 1, 4, 9, 16]"


def test_raw_json():
    assert simplejson.dumps(simplejson.RawJSON("[1,  2]")) == "[1,  2]"


def test_html_is_escaped():
    assert "<" not in simplejson.dumps("<b>&</b>", cls=simplejson.JSONEncoderForHTML)


def test_scanner_is_called_directly():
    assert speedups.scanstring('kelp" and rock', 0, "utf-8", True) == ("kelp", 5)
    assert speedups.encode_basestring_ascii("é") == '"\\u00e9"'
