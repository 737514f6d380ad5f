import pytest

from example import reef


def test_parse():
    assert reef.parse("kelp 12") == ("kelp", 12)


def test_parse_without_a_depth():
    with pytest.raises(ValueError):
        reef.parse("kelp deep")


def test_deepest():
    plants = [("dulse", 3), ("kelp", 12), ("moss", 1)]
    assert reef.deepest(plants) == ("kelp", 12)


def test_deepest_of_none():
    with pytest.raises(ValueError):
        reef.deepest([])


@pytest.mark.parametrize("word", ["kelp", "dulse"])
def test_shout(word):
    assert reef.shout(word) == word.upper()
