"""example.iterators: what they yield, where they end, and what ends them."""

import gc

import pytest
from example import iterators
from growth import growth


@pytest.mark.parametrize(
    "bounds", [(0, 10), (0, 10, 3), (10, 0, -4), (3, 3), (3, 0), (2**63 - 5, 2**63 - 1, 2), (-(2**63) + 5, -(2**63), -3)]
)
def test_range(bounds):
    assert list(iterators.Range(*bounds)) == list(range(*bounds))


def test_range_again():
    three = iterators.Range(0, stop=3, step=1)
    assert list(three) == list(three) == [0, 1, 2]
    assert (three.start, three.stop, three.step) == (0, 3, 1)
    with pytest.raises(ValueError, match="^step must not be zero$"):
        iterators.Range(0, 3, 0)


def test_range_iterator():
    iterator = iter(iterators.Range(0, 1))
    assert iter(iterator) is iterator
    assert next(iterator) == 0
    for _ in range(2):
        with pytest.raises(StopIteration):
            next(iterator)
    with pytest.raises(TypeError, match="cannot create"):
        iterators.RangeIterator()


def generator(count):
    yield from range(count)
    raise KeyError("in the generator")


def test_total():
    assert iterators.total([1, 2.5, True]) == 4.5
    assert iterators.total(iterators.Range(0, 5)) == iterators.total({1, 9}) == 10
    assert iterators.total(i / 2 for i in range(3)) == 1.5
    assert iterators.total(()) == 0


def test_total_of_what_has_none():
    with pytest.raises(TypeError, match="'int' object is not iterable"):
        iterators.total(3)
    with pytest.raises(TypeError):
        iterators.total([1, "2"])
    with pytest.raises(KeyError):
        iterators.total(generator(2))


def test_pairs():
    assert iterators.pairs([1, 2, 3], "ab") == [(1, "a"), (2, "b")]
    assert iterators.pairs((), "ab") == []
    with pytest.raises(KeyError):
        iterators.pairs("abc", generator(2))
    with pytest.raises(TypeError):
        iterators.pairs("abc", 3)


def test_nothing_grows():
    def work():
        for _ in iterators.Range(0, 300, 100):
            pass
        iterators.total([1, 2])
        iterators.pairs("ab", [1, 2.5])
        for wrong in (
            lambda: iterators.Range(0, 1, 0),
            lambda: iterators.total(generator(2)),
            lambda: iterators.pairs("abc", generator(2)),
            lambda: iterators.pairs("abc", 3),
        ):
            try:
                wrong()
            except (ValueError, KeyError, TypeError):
                pass

    gc.collect()
    assert growth(work) == 0
