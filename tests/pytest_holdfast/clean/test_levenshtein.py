"""Tests of Levenshtein."""

import itertools

import pytest

Levenshtein = pytest.importorskip("Levenshtein")

WORDS = ["kelp", "help", "whelp", "kelpie", "", "海藻", "🌊🪨"]


@pytest.mark.parametrize(("left", "right"), list(itertools.product(WORDS, repeat=2)))
def test_distance_is_symmetric(left, right):
    distance = Levenshtein.distance(left, right)
    assert distance == Levenshtein.distance(right, left)
    assert (distance == 0) is (left == right)
    assert len(Levenshtein.editops(left, right)) == distance


@pytest.mark.parametrize("function", ["ratio", "jaro", "jaro_winkler"])
@pytest.mark.parametrize("left", WORDS[:4])
def test_alike(function, left):
    call = getattr(Levenshtein, function)
    assert call(left, left) == 1
    assert 0 <= call(left, "xyz") < 0.5


def test_bytes():
    assert Levenshtein.distance(b"kelp", b"help") == 1
    assert Levenshtein.ratio(b"kelp", b"kelp") == 1


@pytest.mark.parametrize("arguments", [(), ("a",), (1, 2)])
def test_wrong_arguments(arguments):
    with pytest.raises(TypeError):
        Levenshtein.distance(*arguments)


def test_hamming():
    assert Levenshtein.hamming("kelp", "help") == 1
    with pytest.raises(TypeError):
        Levenshtein.hamming("kelp")


def test_edit_operations():
    operations = Levenshtein.editops("whelp", "kelpie")
    assert Levenshtein.apply_edit(operations, "whelp", "kelpie") == "kelpie"
    assert Levenshtein.apply_edit(Levenshtein.inverse(operations), "kelpie", "whelp") == "whelp"
    assert Levenshtein.subtract_edit(operations, operations[:1])


def test_blocks():
    blocks = Levenshtein.matching_blocks(Levenshtein.editops("whelp", "kelpie"), "whelp", "kelpie")
    assert "".join("whelp"[a : a + n] for a, _, n in blocks) == "elp"
    assert Levenshtein.opcodes("whelp", "kelpie")[0][0] in ("delete", "replace")


def test_broken_operations():
    with pytest.raises((TypeError, ValueError)):
        Levenshtein.apply_edit([("nope", 0, 0)], "a", "b")
    with pytest.raises((TypeError, ValueError)):
        Levenshtein.apply_edit([("replace", 9, 9)], "a", "b")


def test_median():
    words = ["kelp", "help", "kelps", "kemp"]
    assert Levenshtein.median(words) == "kelp"
    assert Levenshtein.median(words, [1, 1, 1, 1]) == "kelp"
    assert Levenshtein.quickmedian(words) in words
    assert Levenshtein.setmedian(words) in words
    assert Levenshtein.median_improve("kelx", words) == "kelp"


def test_sequences():
    assert 0 < Levenshtein.seqratio(["kelp", "rock"], ["kelp", "rocks"]) < 1
    assert Levenshtein.setratio(["kelp", "rock"], ["rock", "kelp"]) == 1
    with pytest.raises(TypeError):
        Levenshtein.setratio(["kelp", 1], ["rock"])


def test_long():
    assert Levenshtein.distance("kelp" * 250, "help" * 250) == 250
