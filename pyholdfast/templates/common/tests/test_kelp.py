import kelp
import pytest


def test_shout():
    assert kelp.shout("bull") == "bull!"
    assert kelp.shout("bull", times=3) == "bull!!!"


def test_tally():
    tally = kelp.Tally("fathoms")
    assert tally.add(1.5) == 1.5
    assert tally.add(amount=2) == 3.5
    assert (tally.total, tally.unit) == (3.5, "fathoms")


def test_a_wrong_argument_is_refused():
    with pytest.raises(TypeError):
        kelp.shout(3)
    with pytest.raises(TypeError):
        kelp.Tally("fathoms").add("one")
