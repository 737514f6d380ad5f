"""example.functions: what they take, give and refuse."""

import inspect

import pytest
from example import functions
from growth import growth


def test_double():
    assert functions.double(10) == 20
    assert functions.double(-3) == -6
    with pytest.raises(TypeError, match=r"^double\(\) argument must be int, not float$"):
        functions.double(0.1)
    with pytest.raises(OverflowError):
        functions.double(2**63)
    with pytest.raises(TypeError, match=r"double\(\) takes exactly one argument \(0 given\)$"):
        functions.double()
    with pytest.raises(TypeError, match=r"double\(\) takes no keyword arguments$"):
        functions.double(x=10)


def test_with_kwargs():
    assert functions.with_kwargs(10.0) == 20
    assert functions.with_kwargs(100.0) == functions.with_kwargs(42.0) == 42
    assert functions.with_kwargs(100.0, y=99.0) == 99
    with pytest.raises(TypeError, match="takes 1 positional argument but 2 were given"):
        functions.with_kwargs(1.0, 2.0)
    with pytest.raises(TypeError, match="got an unexpected keyword argument 'bad'"):
        functions.with_kwargs(99.0, bad=42)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        functions.with_kwargs(y=1.0)


def test_variadic():
    assert functions.variadic("world", 1, 2, a=3) == "Hello world with 2 varargs and 1 kwargs"
    assert functions.variadic("world") == "Hello world with 0 varargs and 0 kwargs"
    assert functions.variadic("world", hello=1) == "Hello world with 0 varargs and 1 kwargs"
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'hello'"):
        functions.variadic()


def test_join():
    assert functions.join("kelp") == functions.join("kelp", None) == "kelp"
    assert functions.join("kelp", "dulse") == "kelp, dulse"
    assert functions.join("kelp", right="dulse", between=" \u20ac ") == "kelp \u20ac dulse"
    with pytest.raises(TypeError, match="argument 'between' must be str, not None"):
        functions.join("kelp", between=None)


def test_check():
    assert functions.check(3) is None
    with pytest.raises(ValueError, match="^-1 is above the water$"):
        functions.check(-1)


def test_length():
    assert functions.length("d\u00e9j\u00e0") == 4


def test_same():
    assert functions.same(1, 1.0) is True
    assert functions.same("1", 1) is False


def test_signatures():
    signatures = {
        "double": "(x, /)",
        "with_kwargs": "(x, /, *, y=42.0)",
        "variadic": "(hello, /, *args, **kwargs)",
        "join": "(left, right=None, *, between=', ')",
        "check": "(depth, /)",
        "length": "(text, /)",
        "same": "(left, right, /)",
    }
    found = {name: str(inspect.signature(getattr(functions, name))) for name in signatures}
    assert found == signatures


@pytest.mark.parametrize(
    "call",
    [
        lambda: functions.double(2**40),
        lambda: functions.with_kwargs(1.5, y=2),
        lambda: functions.variadic("world", 1, a=2),
        lambda: functions.join("kelp", "dulse"),
        lambda: pytest.raises(ValueError, functions.check, -1) and None,
        lambda: functions.length("kelp"),
        lambda: functions.same("a", "b"),
    ],
)
def test_a_thousand_calls_change_no_total(call):
    assert abs(growth(call)) <= 3
