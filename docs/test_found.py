"""docs/fuzzing.md says what each program of docs/cpython shows, and on which CPython.

Each is compiled for the interpreter that this runs on, and run in a process of its own:
some end it.
"""

import json
import os
import pathlib
import platform
import re
import signal
import subprocess
import sys
import sysconfig

import pytest

FOLDER = pathlib.Path("docs/cpython")
PAGE = pathlib.Path("docs/fuzzing.md").read_text()
VERSION = platform.python_version() + ("t" if sysconfig.get_config_var("Py_GIL_DISABLED") else "")
ENDS = {0: "right", 1: "wrong", -signal.SIGABRT: "aborts", -signal.SIGSEGV: "crashes"}
MOST_LINES = 40


def table():
    """What the columns say of each program."""
    text = re.search(r"^\| program \| what happens \|.*\n(?:\|.*\n)+", PAGE, re.M)[0]
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    head, _, *rows = lines
    return {re.search(r"\((cpython/.*\.c)\)", row[0])[1]: dict(zip(head, row)) for row in rows}


TABLE = table()
NAMES = [name.split("/")[1] for name in TABLE]


def expected(cell, debug):
    """How a program ends of which the page says |cell|."""
    asserts, _, otherwise = cell.partition("asserts")
    if asserts == cell:
        return cell or "right"
    return "aborts" if debug else otherwise.strip(", ") or "right"


@pytest.fixture(scope="module")
def facts():
    done = subprocess.run(
        [sys.executable, "-I", "tools/python_facts.py"], stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout)


@pytest.fixture
def program(facts, tmp_path):
    def compiled(name):
        binary = tmp_path / "program"
        subprocess.run(
            ["gcc", "-Wall", "-Wextra", "-Werror", *("-I" + each for each in facts["includes"])]
            + [FOLDER / name, "-o", binary, facts["library"], *facts["libs"]]
            + ["-Wl,-rpath," + os.path.dirname(facts["library"])],
            check=True,
        )
        return binary

    return compiled


def environment():
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "HOLDFAST"))}
    return {**ours, "PYTHONHOME": sys.base_prefix, "PYTHONDONTWRITEBYTECODE": "1"}


def test_the_page_has_each_program():
    assert sorted(NAMES) == sorted(path.name for path in FOLDER.glob("*.c"))


@pytest.mark.parametrize("name", NAMES)
def test_a_program_is_short_and_needs_nothing_of_ours(name):
    text = (FOLDER / name).read_text()
    assert len(text.splitlines()) <= MOST_LINES
    assert set(re.findall(r"#include (.*)", text)) <= {'"shared.h"', "<errno.h>"}


@pytest.mark.parametrize("name", NAMES)
def test_a_program_ends_as_the_page_says(name, program, facts):
    row = TABLE["cpython/" + name]
    binary = program(name)
    if VERSION not in row:
        pytest.skip(f"nobody has looked at CPython {VERSION}")
    done = subprocess.run(
        [binary], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    print(done.stdout)
    assert ENDS.get(done.returncode, done.returncode) == expected(row[VERSION], facts["debug"])


def test_what_the_words_of_the_page_mean():
    assert (expected("", True), expected("crashes", False)) == ("right", "crashes")
    assert (expected("asserts", True), expected("asserts", False)) == ("aborts", "right")
    assert expected("asserts, wrong", True) == "aborts"
    assert expected("asserts, wrong", False) == "wrong"
