"""example.hello."""

from example import hello
from growth import growth


def test_hello():
    assert hello.hello() == "Hello!"


def test_it_says_what_it_is():
    assert hello.__doc__ == "The smallest module."
    assert hello.hello.__doc__ == "Say hello."


def test_a_thousand_calls_change_no_total():
    assert abs(growth(hello.hello)) <= 3
