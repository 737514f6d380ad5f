"""The file of the table: its form, and that it has what it has to have."""

import pathlib

import pytest

import gives_new
import prove
import rows
import witness

LINES = [
    line for line in rows.TABLE.read_text().splitlines() if line and not line.startswith("#")
]
TABLE = rows.read()


def test_each_line_is_as_it_would_be_written():
    assert [str(rows.parse(line)) for line in LINES] == LINES


def test_it_is_sorted():
    names = [rows.parse(line).name for line in LINES]
    assert names == sorted(names)


@pytest.mark.parametrize(
    "line",
    [
        "PyKelp",
        "PyKelp(reef)",
        "PyKelp(borrows reef) -> new",
        "PyKelp(reef, reef) -> new",
        "PyKelp(out reef) -> void",
        "PyKelp(reef: new) -> void",
        "PyKelp(reef) -> old",
        "PyKelp(reef) -> new | 0 | NULL",
        "PyKelp(reef) -> new ; swims",
        "PyKelp(reef) -> new ; keeps tang in reef",
    ],
)
def test_what_is_no_row_is_refused(line):
    with pytest.raises(rows.TableError):
        rows.parse(line)


def test_versions():
    row = rows.parse("PyKelp(reef) -> new ; since 3.10, until 3.13")
    assert [row.is_in((3, minor)) for minor in range(9, 15)] == [
        False, True, True, True, False, False,
    ]  # fmt: skip


def test_all_that_is_needed_is_there():
    assert prove.needed_names() - set(TABLE) == set()


@pytest.mark.parametrize("name", ["found", "unproved"])
def test_notes_are_of_rows(name):
    assert set(prove.notes(name)) - set(TABLE) == set()


def test_witnesses_are_of_rows():
    for name, witnesses in witness.read().items():
        sizes = {
            len([each for each in row.parameters if each.name != "..."]) for row in TABLE[name]
        }
        more = any(row.parameter("...") or row.parameter("arguments") for row in TABLE[name])
        for each in witnesses:
            assert len(each.values) in sizes or more, each


def test_the_table_is_of_what_the_headers_have(interpreter):
    """A row of this version is a function or a macro, with as many parameters."""
    for name, row in rows.of(interpreter.version).items():
        assert interpreter.has(name), name
        function = interpreter.headers.functions.get(name)
        if function and name not in interpreter.headers.macros:
            given = [each for each in row.parameters if each.name != "..."]
            assert len(given) == len(function.parameters), name
            assert function.variadic == (row.parameter("...") is not None), name


def test_other_versions_functions_are_not_there(interpreter):
    here = rows.of(interpreter.version)
    for name in TABLE:
        if name not in here:
            assert not interpreter.has(name), name


def test_public_functions_with_objects_are_in_the_table(interpreter):
    """What CPython adds is noticed."""
    missing = [
        name
        for name, function in interpreter.headers.functions.items()
        if name[0] != "_" and function.has_objects and name not in TABLE
    ]
    assert sorted(set(missing) - set(NO_ROW)) == []


# They have a format, but no objects; or no business in an extension.
NO_ROW = [
    "PyInit__imp",
    "PyOS_snprintf",
    "PySys_WriteStderr",
    "PySys_WriteStdout",
]


def test_what_the_ledger_knows_to_give_a_reference_is_current():
    made = pathlib.Path("core/ledger/gives_new.h").read_text()
    assert made == gives_new.header(), "run capi/gives_new.py again"
