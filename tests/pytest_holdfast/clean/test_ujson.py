"""Tests of ujson, as its users write them."""

import datetime
import decimal
import io
import json
import math
import threading

import pytest

ujson = pytest.importorskip("ujson")

VALUES = [
    None,
    True,
    False,
    0,
    1,
    -1,
    256,
    257,
    2**31,
    -(2**31),
    2**63 - 1,
    2**64 - 1,
    0.5,
    -1e300,
    1e-7,
    "",
    "a",
    "kelp",
    "é",
    "海藻",
    "🌊",
    "tab\tand\nline",
    'quote"and\\slash',
    "\x00",
    [],
    [1],
    [[[]]],
    {},
    {"a": 1},
    {"a": {"b": {"c": []}}},
    [None] * 100,
    "x" * 5000,
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_round_trip(value):
    assert ujson.loads(ujson.dumps(value)) == value


@pytest.mark.parametrize("ensure_ascii", [True, False])
@pytest.mark.parametrize("text", ["plain", "naïve", "ламинария", "海藻", "🌊🪨"])
def test_text(text, ensure_ascii):
    encoded = ujson.dumps(text, ensure_ascii=ensure_ascii)
    assert encoded.isascii() is (ensure_ascii or text.isascii())
    assert json.loads(encoded) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "{",
        '{"a"',
        '{"a":',
        "[1,",
        "nul",
        "tru",
        '"abc',
        '"\\u12"',
        "[1}",
        "--1",
        "{1:2}",
        "[1,]",
    ],
)
def test_broken_input(text):
    with pytest.raises(ValueError):
        ujson.loads(text)


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_what_json_has_no_word_for(value):
    with pytest.raises((OverflowError, ValueError)):
        ujson.dumps(value, allow_nan=False)


def test_document(document):
    assert ujson.decode(ujson.encode(document)) == document


def test_indent(document):
    assert ujson.dumps(document, indent=4).count("\n") > 20


def test_sorted(document):
    assert list(ujson.loads(ujson.dumps(document, sort_keys=True))) == sorted(document)


def test_many_records(records):
    assert ujson.loads(ujson.dumps(records)) == records


def test_file(tmp_path, document):
    path = tmp_path / "document.json"
    with path.open("w") as file:
        ujson.dump(document, file)
    with path.open() as file:
        assert ujson.load(file) == document


def test_string_io(document):
    file = io.StringIO()
    ujson.dump(document, file)
    file.seek(0)
    assert ujson.load(file) == document


class Kelp:
    def __init__(self, length):
        self.length = length

    def __json__(self):
        return ujson.dumps({"length": self.length})


class Dictable:
    def toDict(self):
        return {"kind": "dict", "inner": [1, 2, 3]}


def test_json_method():
    assert ujson.loads(ujson.dumps([Kelp(3), Kelp(4)])) == [{"length": 3}, {"length": 4}]


def test_default():
    text = ujson.dumps({"when": datetime.date(2024, 2, 29)}, default=str)
    assert ujson.loads(text) == {"when": "2024-02-29"}


def test_default_that_raises():
    def default(value):
        raise LookupError(type(value).__name__)

    with pytest.raises(LookupError, match="date"):
        ujson.dumps([datetime.date(2024, 2, 29)], default=default)


def test_unserializable():
    with pytest.raises(TypeError):
        ujson.dumps(object())


def test_decimal():
    assert ujson.loads(ujson.dumps(decimal.Decimal("1.5"))) == 1.5


def test_bytes_are_rejected():
    with pytest.raises(TypeError):
        ujson.dumps(b"bytes", reject_bytes=True)


def test_a_cycle_is_too_deep():
    value = []
    value.append(value)
    with pytest.raises(OverflowError):
        ujson.dumps(value)
    value.clear()


def test_keys_become_strings():
    assert ujson.loads(ujson.dumps({1: "a", 0.5: "b"})) == {"1": "a", "0.5": "b"}


def test_key_order():
    keys = [f"key{i}" for i in range(100)]
    assert list(ujson.loads(ujson.dumps(dict.fromkeys(keys, 0)))) == keys


def test_subclasses():
    class Text(str):
        pass

    class Number(int):
        pass

    assert ujson.dumps([Text("a"), Number(3)]) == '["a",3]'


def test_threads(document):
    results = []

    def work():
        for _ in range(20):
            results.append(ujson.loads(ujson.dumps(document)))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 80 and all(result == document for result in results)


def test_big_text():
    text = "kelp and rock " * 100_000
    assert len(ujson.dumps(text)) == len(text) + 2


def test_wide_and_deep():
    value = 0
    for _ in range(200):
        value = [value, {"k": value}] if isinstance(value, int) else [value]
    assert ujson.loads(ujson.dumps(value)) == value
