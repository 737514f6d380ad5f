"""pyholdfast stub: what it prints is what is in stubs/, of each example, of the ports and
of modules that consist of everything. Where it is meant to change, this writes it anew:

    python3 -m pyholdfast stub MODULE -o tests/stub/stubs/MODULE.pyi
"""

import importlib
import math
import re
import pathlib
import subprocess
import sys

import pytest

from pyholdfast import declared, stub

STUBS = pathlib.Path("tests/stub/stubs")
FOLDERS = ("example", "ports")  # of modules, and none themselves


def names():
    for file in sorted(STUBS.rglob("*.pyi")):
        parts = file.relative_to(STUBS).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name not in FOLDERS:
            yield pytest.param(name, file, id=name)


def command(*words):
    done = subprocess.run(
        [sys.executable, "-m", "pyholdfast", "stub", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name, file", names())
def test_the_stub_is_the_one_that_is_there(name, file):
    parent = name.rpartition(".")[0]
    if parent and parent not in FOLDERS:
        importlib.import_module(parent)
    assert stub.stub_of(importlib.import_module(name))[0] == file.read_text()


def test_it_is_imported_from_the_folder(tmp_path):
    (tmp_path / "wrack.py").touch()
    assert "No module named 'wrack'" in command("wrack")[2]
    assert "wrack is no module of HF_MODULE" in command("--path", tmp_path, "wrack")[2]


def test_the_command_prints_it():
    assert command("example.hello") == (0, (STUBS / "example/hello.pyi").read_text(), "")


def test_disjoint_bases_are_marked_where_that_is_asked_for():
    marked = stub.stub_of(importlib.import_module("classed"), disjoint=True)[0]
    marks = {name: mark for mark, name in re.findall(r"^(?:@(\S+)\n)?class (\w+)", marked, re.M)}
    assert marks["Animal"] == marks["Dog"] == "typing_extensions.disjoint_base"
    assert marks["Meters"] == "typing.final"
    status, printed, _ = command("--disjoint-bases", "example.classes")
    assert status == 0 and "\n@typing_extensions.disjoint_base\nclass User:" in printed


class Slots:
    __slots__ = ("x",)


@pytest.mark.parametrize(
    "class_, has",
    [
        (type("Plain", (), {}), False),
        (Slots, True),
        (type("More", (Slots,), {}), False),
        (type("None", (Slots,), {"__slots__": ()}), False),
        (type("List", (list,), {}), False),
        (type("Weak", (), {"__slots__": ("__weakref__",)}), False),
        (OSError, True),
        (ConnectionError, False),
    ],
)
def test_what_has_a_layout(class_, has):
    assert stub._has_a_layout(class_) == has


def test_a_submodule_has_one():
    expected = (STUBS / "example/modules/submod.pyi").read_text()
    assert command("example.modules.submod") == (0, expected, "")


def test_those_of_submodules_are_written_beside(tmp_path):
    assert command("parts", "-o", tmp_path / "__init__.pyi") == (0, "", "")
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    expected = [file for file in (STUBS / "parts").rglob("*") if file.is_file()]
    assert {str(file.relative_to(tmp_path)): file.read_text() for file in files} == {
        str(file.relative_to(STUBS / "parts")): file.read_text() for file in expected
    }
    assert len(files) == 3


def test_submodules_need_a_package(tmp_path):
    status, _, error = command("parts", "-o", tmp_path / "parts.pyi")
    assert status == 2
    assert "parts has submodules: write it to a file __init__.pyi" in error
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["json", "math", "example.mistakes"])
def test_other_modules_are_refused(name):
    status, output, error = command(name)
    assert (status, output) == (1, "")
    assert error.startswith(f"pyholdfast stub: {name} is no module of HF_MODULE")


def test_what_cannot_be_imported_is_refused():
    assert command("no_such_module") == (1, "", "pyholdfast stub: No module named 'no_such_module'\n")


def test_another_version_is_refused(monkeypatch):
    monkeypatch.setattr(declared, "VERSION", declared.VERSION + 1)
    module = importlib.import_module("example.hello")
    with pytest.raises(declared.NotDeclared, match="is of another version of Holdfast"):
        stub.stub_of(module)


@pytest.fixture
def words():
    """Names that are those of types, in a module of any kind."""
    made = stub._Stub(math, declared.Contents([declared._Content()]))
    made.in_class = {"str"}
    return made


@pytest.mark.parametrize(
    "annotation, written, imported",
    [
        ("int", "int", set()),
        ("str", "builtins.str", {"builtins"}),  # a method of the class is called so
        ("dict[str, int | None]", "dict[builtins.str, int | None]", {"builtins"}),
        ("pow", "builtins.pow", {"builtins"}),  # the module has another
        ("list", "list[typing.Any]", {"typing"}),
        ("decimal.Decimal", "decimal.Decimal", {"decimal"}),
        ("iterator", "collections.abc.Iterator[typing.Any]", {"collections.abc", "typing"}),
    ],
)
def test_names_are_those_that_mypy_finds(words, annotation, written, imported):
    assert (words.type_of(annotation), words.imports) == (written, imported)


def test_what_no_one_knows_is_anything_and_said(words, capsys):
    assert words.type_of("Fish") == "typing.Any"
    assert capsys.readouterr().err == "math: Fish is no type that is known here\n"


@pytest.mark.parametrize(
    "value, written",
    [("1", "1"), ('", "', "', '"), ("True", "True"), ("-1.5", "-1.5"), ("INT_MAX", "..."), ("10L", "...")],
)
def test_defaults(value, written):
    assert stub._literal(value) == written


@pytest.mark.parametrize("text", ['ends in "', 'has """ in it', "a \\ b", "two\nlines", ""])
def test_a_docstring_is_what_it_says(text):
    lines = stub._docstring(text, "")
    assert (eval("\n".join(lines)) if lines else "") == text
