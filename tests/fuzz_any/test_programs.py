"""Programs print as they run."""

import os
import pathlib
import re
import subprocess
import sys
import time

import pytest

from pytest_holdfast.fuzz import hooks, judge, plain, program, values
from pytest_holdfast.fuzz.program import Argument, Step


@pytest.mark.parametrize("shape", hooks.SHAPES)
@pytest.mark.parametrize("action", ["none", "raise", "drop", "clear", "init", "mb__extend"])
def test_every_hook_is_python(shape, action):
    variable = None if action in ("none", "raise") else "v0"
    text = hooks.instance(shape, action, variable)
    runner = program.Runner([])
    assert type(runner.evaluate(text)).__name__ == hooks.name_of(shape, action, variable)


# What a hook does by the name of a method or an attribute, and its line.
NAMED = {
    hooks.method_action("clear"): "v0.clear()",
    hooks.method_action("extend", "n"): "v0.extend(None)",
    hooks.method_action("extend", "b"): "v0.extend(b'xy')",
    hooks.method_action("VISIT", "i"): "v0.VISIT(1)",
    hooks.method_action("_of_v1", "s"): "v0._of_v1('xy')",
    hooks.set_action("name"): "v0.name = None",
    hooks.set_action("V"): "v0.V = None",
}


def test_an_action_is_named_for_what_it_does():
    assert list(NAMED)[:2] == ["m0__clear", "mn__extend"]
    assert hooks.set_action("name") == "set__name"


@pytest.mark.parametrize("shape", hooks.SHAPES)
@pytest.mark.parametrize("action", NAMED)
def test_a_hook_calls_a_method_or_sets_an_attribute_once(shape, action):
    ((word, *rest),) = hooks.used_in(hooks.instance(shape, action, "v0"))
    assert rest == [shape, action, "v0"]
    source = hooks.source(word, *rest)
    compile(source, word, "exec")
    lines = [line.strip() for line in source.splitlines()]
    done = [lines[at - 1] for at, line in enumerate(lines) if line == NAMED[action]]
    assert done and set(done) == {"self.done = True"}


def expressions_of(table):
    return [each for texts in table.values() for each in texts]


@pytest.mark.parametrize("text", expressions_of(values.PLAIN) + expressions_of(values.HOLDERS))
def test_every_value_is_python(text):
    program.Runner([]).evaluate(text)


@pytest.mark.parametrize("text", expressions_of(values.AROUND))
def test_what_is_around_an_instance_is_python(text):
    assert "V" in text and text.count("V") == len(re.findall(r"\bV\b", text))
    text = text.replace("V", "v0")
    compile(text, "around", "eval")
    step = Step("new", text, (), "v1")
    assert program.used_slots(step) == {"v0"}


CATEGORIES = {
    "WEIGHT": values.WEIGHT,
    "WORDS": expressions_of(values.WORDS),
    "NAMES": expressions_of(values.NAMES),
    "CHANGEABLE": values.CHANGEABLE,
    "SIMILAR": values.SIMILAR,
    "LARGE": values.LARGE,
    "NESTED": values.NESTED,
    "FITTING": [*values.FITTING, *expressions_of(values.FITTING)],
}


@pytest.mark.parametrize("table", CATEGORIES)
def test_a_table_names_categories_that_there_are(table):
    assert set(CATEGORIES[table]) <= set(values.CATEGORIES)


def test_a_category_is_in_one_table():
    assert len(values.CATEGORIES) == len(set(values.CATEGORIES))


def test_values_and_hooks_are_not_taken_for_each_other():
    assert set(values.INNER) <= set(values.PLAIN)
    assert set(expressions_of(values.FITTING)) <= set(values.HOOKED)
    assert set(expressions_of(values.HOOKED)) == set(hooks.SHAPES)


def test_what_a_hook_can_change_has_actions_and_holders():
    types = {*values.CHANGEABLE.values(), *values.SIMILAR.values()}
    assert types == set(values.HOLDERS) == set(hooks.FOR_TYPE)
    assert set(expressions_of(hooks.FOR_TYPE)) <= set(hooks.ACTIONS)
    assert hooks.ONCE <= set(hooks.ACTIONS)


def test_families_are_of_operators_that_there_are():
    assert judge.FAMILIES and set(judge.FAMILIES) <= set(program.OPERATORS)
    assert set(program.NEEDS) <= set(program.OPERATORS)


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


@pytest.mark.parametrize("leaves", [False, True])
@pytest.mark.parametrize("name", LEFT)
def test_a_leak_is_a_program_that_counts_it(name, leaves):
    cause = {
        "kind": "leak",
        "steps": program.to_plain((Step("call", f"planted.{name}"),)),
        "raising": [],
        "left": LEFT[name],
    }
    text, lines = plain.script(cause, ["planted"], leaves=leaves)
    assert lines == [f"planted.{name}()"]
    status, output = plain.run(text, {}, [each for each in sys.path if each])
    assert plain.shows(cause, status, output), output
    harmless = text.replace(f"planted.{name}()", "len([])")
    status, output = plain.run(harmless, {}, [each for each in sys.path if each])
    assert not plain.shows(cause, status, output), output
    call = f"planted.{name}()"
    cached = "made = []\n" + text.replace(call, "made.append(bytearray(1000)) if len(made) < 40 else None")
    status, output = plain.run(cached, {}, [each for each in sys.path if each])
    assert not plain.shows(cause, status, output), output
    raises = text.replace(f"planted.{name}()", "1 / 0")
    status, output = plain.run(raises, {}, [each for each in sys.path if each])
    assert status == 1 and not plain.shows(cause, status, output), output


def test_a_program_shows_what_it_should_where_the_interpreter_does_not_end():
    steps = program.to_plain((Step("call", "planted.null_without_exception", (Argument("b''", "bytes"),)),))
    cause = {"kind": "system error", "steps": steps, "raising": [0], "left": None}
    waits = "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()\n"
    text, _ = plain.script(cause, ["planted"])
    path = [each for each in sys.path if each]
    assert plain.run(waits + text, {}, path, 3) == (None, "")
    text, lines = plain.script(cause, ["planted"], leaves=True)
    assert lines == ["with suppress(Exception): planted.null_without_exception(b'')"]
    status, output = plain.run(waits + text, {}, path)
    assert plain.shows(cause, status, output), output


@pytest.mark.parametrize(
    ("statuses", "words"),
    [((-11, -11), ""), ((-11, 0, 0, 0, 0, 0), None), ((0, -11, 0, -11, -11), plain.PLAIN[2][0])],
)
def test_what_shows_once_is_not_confirmed(monkeypatch, statuses, words):
    ends = iter(statuses)
    monkeypatch.setattr(plain, "run", lambda *_, **more: (next(ends), ""))
    cause = {"kind": "crash", "steps": program.to_plain((Step("call", "planted.f"),)), "raising": [], "left": None}
    assert plain.confirm(cause, ["planted"], [])["plain"] == words


def test_what_a_program_has_started_ends_with_it():
    marker = f"holdfast-{os.getpid()}"
    text = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', '{marker}'])\n"
    assert plain.run(text, {}, [])[0] == 0
    ends = time.monotonic() + 60  # it is killed, and goes when it is its turn
    while _is_running(marker) and time.monotonic() < ends:
        pass
    assert not _is_running(marker)


def _is_running(marker):
    for each in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if marker.encode() in each.read_bytes():
                return True
        except OSError:  # it has ended
            continue
    return False


def test_of_what_a_program_writes_the_end_is_kept():
    status, output = plain.run("import os\nfor _ in range(64): os.write(1, b'x' * (1 << 16))\nos.write(1, b'end')\n", {}, [])
    assert status == 0 and output.endswith("end") and len(output) <= plain.KEPT


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
