import kelp
import pytest


def test_shout():
    assert kelp.shout("bull") == "bull!"
    assert kelp.shout("bull", times=3) == "bull!!!"


def test_a_wrong_argument_is_refused():
    with pytest.raises(TypeError):
        kelp.shout(3)
