"""example.modules."""

import pytest
from example import modules
from growth import growth


def test_docstring():
    first, empty, last = modules.__doc__.splitlines()
    assert first == "Zig multi-line strings make it easy to define a docstring..."
    assert (empty, last) == ("", "Strings of C that stand one after another are one, too.")


def test_function():
    assert modules.hello("Nick") == "Hello, Nick. It's Ziggy"


def test_state():
    assert modules.whoami() == "Ziggy"


def test_state_that_changes():
    assert modules.count() == 0
    modules.increment()
    assert modules.count() == 1
    modules.decrement()
    with pytest.raises(modules.Drained, match="^there are none$"):
        modules.decrement()


def test_constants():
    assert (modules.LIMIT, modules.UNIT) == (10, "m")


def test_exception():
    assert issubclass(modules.Drained, ValueError)
    assert modules.Drained.__module__ == "example.modules"


def test_submodule():
    assert modules.submod.world() == "Hello, World!"
    import example.modules.submod as submod

    assert submod is modules.submod


def drained():
    try:
        modules.decrement()
    except modules.Drained:
        pass


@pytest.mark.parametrize(
    "call",
    [lambda: modules.hello("kelp"), modules.whoami, modules.submod.world, drained],
)
def test_a_thousand_calls_change_no_total(call):
    assert abs(growth(call)) <= 3
