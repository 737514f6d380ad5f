"""example.memory: what its functions give, and what they leave behind."""

import itertools
import sys

import pytest

from example import memory
from growth import growth

APPENDERS = [memory.append, memory.concat]


def fresh(text):
    """A str that nobody else holds, and that is not interned."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")


@pytest.mark.parametrize("append", APPENDERS)
class TestAppendAndConcat:
    @pytest.mark.parametrize(
        "left",
        ["left", "", "l", "l\u00e9ft", "\u20ac", "\U0001f40d", "nul\0", "\ud800", "\udc80x"],
        ids=ascii,
    )
    def test_add_right(self, append, left):
        assert append(fresh(left)) == left + "right"

    def test_leave_their_argument_alone(self, append):
        left = fresh("left")
        hash(left)
        result = append(left)
        assert left == "left"
        assert hash(result) == hash("leftright")

    def test_give_an_exact_str_for_a_subclass(self, append):
        class Name(str):
            pass

        result = append(Name("left"))
        assert result == "leftright"
        assert type(result) is str

    @pytest.mark.parametrize(
        "argument, found",
        [(1, "int"), (None, "None"), (b"left", "bytes"), (["left"], "list")],
        ids=ascii,
    )
    def test_take_only_a_str(self, append, argument, found):
        with pytest.raises(TypeError, match=rf"^{append.__name__}\(\) argument must be str, not {found}$"):
            append(argument)

    def test_take_one_argument(self, append):
        with pytest.raises(TypeError):
            append()
        with pytest.raises(TypeError):
            append("left", "right")


class TestChain:
    def test_gives_what_its_steps_added(self):
        assert memory.chain() == "Hello 1, 2, 3"

    def test_gives_a_new_str_each_time(self):
        assert memory.chain() is not memory.chain()


LEFT = fresh("left")


def refused(function):
    def call():
        try:
            function(1)
        except TypeError:
            pass

    return call


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda: memory.append(LEFT), id="append"),
        pytest.param(lambda: memory.append(fresh("left")), id="append-fresh"),
        pytest.param(lambda: memory.concat(LEFT), id="concat"),
        pytest.param(lambda: memory.concat(fresh("left")), id="concat-fresh"),
        pytest.param(memory.chain, id="chain"),
        pytest.param(refused(memory.append), id="append-refused"),
        pytest.param(refused(memory.concat), id="concat-refused"),
    ],
)
class TestAThousandCalls:
    def test_change_no_total(self, call):
        assert growth(call) == 0

    def test_change_no_count_of_the_argument(self, call):
        before = sys.getrefcount(LEFT)
        for _ in itertools.repeat(None, 1000):
            call()
        assert sys.getrefcount(LEFT) == before


def test_a_lost_reference_changes_the_total():
    """What the tests above would see: they can fail."""
    lost = []
    assert growth(lambda: lost.append(fresh("left"))) >= 1000
