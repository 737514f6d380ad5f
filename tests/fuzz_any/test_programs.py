"""Programs print as they run."""

import subprocess
import sys

import pytest

from pytest_holdfast.fuzz import hooks, plain, program, values
from pytest_holdfast.fuzz.program import Argument, Step


@pytest.mark.parametrize("shape", hooks.SHAPES)
@pytest.mark.parametrize("action", ["none", "raise", "drop", "clear", "init", "mb__extend"])
def test_every_hook_is_python(shape, action):
    variable = None if action in ("none", "raise") else "v0"
    text = hooks.instance(shape, action, variable)
    runner = program.Runner([])
    assert type(runner.evaluate(text)).__name__ == hooks.name_of(shape, action, variable)


@pytest.mark.parametrize("text", [each for texts in values.PLAIN.values() for each in texts])
def test_every_value_is_python(text):
    program.Runner([]).evaluate(text)


def test_a_hook_acts_on_a_variable_of_the_program():
    steps = (
        Step("new", "[Eq_clear_v0(), 1]", (), "v0"),
        Step("method", "count", (Argument("v0", "receiver"), Argument("5", "int")), "v1"),
        Step("op", "len({0})", (Argument("v0", "receiver"),), "v2"),
    )
    printed = program.printed(steps, [])
    code = "\n".join([printed.imports, printed.classes, *printed.lines, "print(c)"])
    assert subprocess.check_output([sys.executable, "-c", code]) == b"0\n"


def test_a_program_survives_being_written_down():
    steps = (
        Step("call", "int", (Argument("'5'", "str"), Argument("10", "int", "base")), "v0"),
        Step("set", "x", (Argument("v0", "receiver"), Argument("None", "none")), None),
    )
    assert program.from_plain(program.to_plain(steps)) == steps
    assert program.text_of(steps) == "v0 = int('5', base=10)\nv0.x = None"


def test_what_a_step_needs_comes_with_it():
    steps = (
        Step("new", "[]", (), "v0"),
        Step("new", "{}", (), "v1"),
        Step("call", "len", (Argument("v0", "slot"),), "v2"),
    )
    assert program.needed(steps, 2) == (steps[0], steps[2])
    assert program.without(steps, 0)[1].arguments[0].text == "None"
    assert program.text_of(program.renumbered(steps[:1], 4)) == "v4 = []"


# What is left each time: blocks, and references by type.
LEFT = {"new_reference_left": [2, {}], "none_increfd": [0, {"None": 1}]}
if sys.version_info >= (3, 12):
    del LEFT["none_increfd"]  # None is immortal: its count says nothing


@pytest.mark.parametrize("name", LEFT)
def test_a_leak_is_a_program_that_counts_it(name):
    cause = {
        "kind": "leak",
        "steps": program.to_plain((Step("call", f"planted.{name}"),)),
        "raising": [],
        "left": LEFT[name],
    }
    text, lines = plain.script(cause, ["planted"])
    assert lines == [f"planted.{name}()"]
    status, output = plain.run(text, {}, [each for each in sys.path if each])
    assert plain.shows(cause, status, output), output
    harmless = text.replace(f"planted.{name}()", "len([])")
    status, output = plain.run(harmless, {}, [each for each in sys.path if each])
    assert not plain.shows(cause, status, output), output


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal: its count says nothing")
def test_entries_of_the_type_cache_are_no_references_that_are_missing():
    made = "setattr(type('Made', (), {'__lt__': len})(), 'a', 1)"
    cause = {
        "kind": "leak",
        "steps": program.to_plain((Step("new", made, (), "v0"),)),
        "raising": [],
        "left": [0, {"None": -1}],
    }
    text, _ = plain.script(cause, ["planted"])
    status, output = plain.run(text, {}, [each for each in sys.path if each])
    assert not plain.shows(cause, status, output), output
