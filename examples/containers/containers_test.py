"""example.containers: what they hold, and what is raised on the way."""

import collections
import gc

import pytest
from example import containers
from growth import growth


class Odd:
    """Has a hash, and an == that raises."""

    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise KeyError("eq")


def test_builders():
    assert containers.squares(5) == [0, 1, 4, 9, 16]
    assert containers.squares(0) == []
    assert containers.point(1, y=2.5) == {"x": 1.0, "y": 2.5}


def test_ends():
    assert containers.ends([1, 2, 3]) == (1, 3)
    assert containers.ends([1]) == (1, 1)
    with pytest.raises(IndexError):
        containers.ends([])
    with pytest.raises(TypeError, match=r"must be list, not tuple$"):
        containers.ends((1, 2))


def test_counted():
    assert containers.counted("banana") == collections.Counter("banana")
    assert list(containers.counted(iter("kelp"))) == list("kelp")
    assert containers.counted([]) == {}


def test_inverted():
    assert containers.inverted({"a": 1, "b": 2}) == {1: "a", 2: "b"}
    assert containers.inverted({"a": 1, "b": 1}) == {1: "b"}  # the last one counts


def test_repeated():
    assert containers.repeated("banana") == {"a", "n"}
    assert containers.repeated(range(9)) == set()


@pytest.mark.parametrize("function", [containers.counted, containers.repeated])
def test_items_that_fail(function):
    with pytest.raises(TypeError, match="unhashable type: 'list'"):
        function([1, []])
    with pytest.raises(KeyError, match="eq"):
        function([Odd(), Odd()])
    with pytest.raises(TypeError, match="'int' object is not iterable"):
        function(3)


def test_inverted_of_what_has_no_hash():
    with pytest.raises(TypeError, match="unhashable type: 'list'"):
        containers.inverted({"a": 1, "b": [], "c": 3})


def test_rotate():
    items = [1, 2, 3]
    assert containers.rotate(items) is None
    assert items == [3, 1, 2]
    containers.rotate(empty := [])
    assert empty == []


def test_nothing_grows():
    def work():
        containers.squares(300), containers.point(300, 2)
        containers.ends([1000, 2.5])
        containers.counted("banana"), containers.repeated("banana")
        containers.inverted({"a": 1.5})
        containers.rotate([1, 2, 3])
        for wrong in (
            lambda: containers.ends([]),
            lambda: containers.counted([1, []]),
            lambda: containers.repeated([Odd(), Odd()]),
            lambda: containers.inverted({"a": 1, "b": []}),
        ):
            try:
                wrong()
            except (IndexError, TypeError, KeyError):
                pass

    gc.collect()
    assert growth(work) == 0
