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
    """In 3.11, whose list it is; other versions have what has not come to its end."""
    assert prove.needed_names() - set(rows.of((3, 11))) == set()
    assert len(prove.needed_names()) > 600


def test_a_note():
    assert prove.note("PyKelp: it: sinks") == prove.Note("PyKelp", "", None, None, "it: sinks")
    said = prove.note("PyKelp memory since 3.10 until 3.13: sinks")
    assert said == prove.Note("PyKelp", "memory", (3, 10), (3, 13), "sinks")
    assert prove.note("PyKelp until 3.13: sinks") == prove.Note("PyKelp", "", None, (3, 13), "sinks")


@pytest.mark.parametrize("line", ["PyKelp", "PyKelp since: sinks", "PyKelp for 3.13: sinks"])
def test_what_is_no_note_is_refused(line):
    with pytest.raises(ValueError):
        prove.note(line)


def test_a_note_is_for_its_versions_and_its_steps(monkeypatch):
    finding = prove.Finding(
        rows.parse("PyKelp(reef) -> new"),
        ["reef"],
        {"memory 1": dict(wrong="leaks"), "keeps reef": dict(wrong="kept")},
        True,
    )

    def unexplained(line, *kinds):
        monkeypatch.setattr(pathlib.Path, "read_text", lambda path: line)
        return prove.unexplained({"PyKelp": finding}, (3, 13), kinds, "found")

    both = {"PyKelp": {"memory 1": "leaks", "keeps reef": "kept"}}
    assert unexplained("# nothing", "memory", "keeps") == both
    assert unexplained("PyKelp until 3.13: sinks", "memory", "keeps") == both
    assert unexplained("PyKelp since 3.13: sinks", "memory", "keeps") == {}
    assert unexplained("PyKelp memory since 3.13: sinks", "memory", "keeps") == {
        "PyKelp": {"keeps reef": "kept"}
    }
    assert unexplained("PyOther: sinks", "memory") == {"PyKelp": {"memory 1": "leaks"}}


def test_a_witness_is_for_its_versions(tmp_path):
    path = tmp_path / "witnesses"
    path.write_text("PyKelp(1) until 3.13\nPyKelp(2) fails since 3.13\n")
    assert [each.values for each in witness.read((3, 11), path)["PyKelp"]] == [("1",)]
    assert [each.values for each in witness.read((3, 13), path)["PyKelp"]] == [("2",)]
    assert len(witness.read(path=path)["PyKelp"]) == 2


@pytest.mark.parametrize("name", ["found", "unproved"])
def test_notes_are_of_rows(name):
    assert {each.function for each in prove.notes(name)} - set(TABLE) == set()


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
        if name not in here and (interpreter.version, name) not in NOT_DEFINED:
            assert not interpreter.has(name), name


# The header has a declaration, and the library no function.
NOT_DEFINED = [((3, 13), "_PyTrash_begin")]


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
