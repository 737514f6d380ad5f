"""example.exceptions: what is raised, what is caught, and what led to what."""

import gc

import pytest
from example import exceptions
from growth import growth


def fail():
    raise OSError("the first")


def test_raise():
    with pytest.raises(ValueError, match="^hello!$"):
        exceptions.raise_value_error("hello!")
    with pytest.raises(exceptions.CustomError, match="^Oops$"):
        exceptions.raise_custom_error()


def test_the_class():
    assert issubclass(exceptions.CustomError, RuntimeError)
    assert exceptions.CustomError.__module__ == "example.exceptions"
    assert exceptions.CustomError.__doc__ == "What this module raises."


@pytest.mark.parametrize("value", [3, (1, 2), "%s", None, ValueError("x")])
def test_any_value_is_carried(value):
    with pytest.raises(exceptions.CustomError) as caught:
        exceptions.raise_with(value)
    assert caught.value.args == (value,)


def test_get_or():
    assert exceptions.get_or({"a": 1}, "a", 2) == 1
    assert exceptions.get_or({}, "a", 2) == exceptions.get_or([], 0, 2) == 2
    with pytest.raises(TypeError):  # is no LookupError
        exceptions.get_or(3, "a", 2)


def test_caught():
    error = exceptions.caught(fail)
    assert type(error) is OSError and error.args == ("the first",)
    assert error.__traceback__.tb_frame.f_code is fail.__code__
    assert exceptions.caught(int) is None


def test_translated():
    assert exceptions.translated(list) == []
    with pytest.raises(exceptions.CustomError, match="^<function fail at .*> failed$") as caught:
        exceptions.translated(fail)
    assert type(caught.value.__cause__) is OSError

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):  # is no Exception
        exceptions.translated(stop)


def test_finally():
    calls = []
    assert exceptions.finally_(str, lambda: calls.append(1)) == ""
    with pytest.raises(OSError, match="^the first$"):
        exceptions.finally_(fail, lambda: calls.append(2))
    assert calls == [1, 2]


def test_finally_that_fails():
    def last():
        raise KeyError("the second")

    with pytest.raises(KeyError) as caught:
        exceptions.finally_(fail, last)
    assert type(caught.value.__context__) is OSError
    with pytest.raises(KeyError) as caught:
        exceptions.finally_(str, last)
    assert caught.value.__context__ is None


def test_nothing_grows():
    def work():
        exceptions.get_or({}, 1, None)
        exceptions.caught(fail)
        for wrong in (
            lambda: exceptions.raise_value_error("x"),
            exceptions.raise_custom_error,
            lambda: exceptions.raise_with((1, 2)),
            lambda: exceptions.translated(fail),
            lambda: exceptions.finally_(fail, fail),
        ):
            try:
                wrong()
            except (ValueError, exceptions.CustomError, OSError):
                pass

    gc.collect()
    assert growth(work) == 0
