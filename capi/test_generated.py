"""What is made from the table is current, and holds where it is used."""

import os
import pathlib
import subprocess

import pytest

import differences
import generate
import prove
import rows

# Prototypes again are no contradiction for the compiler, in C and in C++; and no row
# says of a function what the headers do not have.
ANNOTATED = """\
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "capi/annotated.h"
"""

# Each function loses a reference or one too many, but for the last ones.
ANALYSED = """\
#include <Python.h>
#include "capi/annotated.h"

PyObject *lost(PyObject *item);
PyObject *lost(PyObject *item)
{
    PyObject *list = PyList_New(0);
    if (list == NULL || PyList_Append(list, item) < 0) {
        return NULL; /* leak */
    }
    Py_DecRef(list);
    return NULL;
}

int lost_where_it_is_not_stolen(PyObject *module);
int lost_where_it_is_not_stolen(PyObject *module)
{
    PyObject *number = PyLong_FromLong(7000);
    return number ? PyModule_AddObject(module, "number", number) : -1; /* leak */
}

int right(PyObject *module);
int right(PyObject *module)
{
    PyObject *list = PyList_New(1);
    if (list == NULL) {
        return -1;
    }
    PyObject *number = PyLong_FromLong(7000);
    if (number == NULL) {
        Py_DecRef(list);
        return -1;
    }
    if (PyList_SetItem(list, 0, number) < 0) {
        Py_DecRef(list);
        return -1;
    }
    if (PyModule_AddObject(module, "list", list) < 0) {
        Py_DecRef(list);
        return -1;
    }
    return 0;
}
"""


def compile(interpreter, path, text, *command):
    path.write_text(text)
    includes = [word for each in interpreter.includes for word in ("-isystem", each)]
    return subprocess.run(
        [*command, *includes, "-I.", path], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("path", [generate.WATCH, generate.ANNOTATED, generate.PAGE], ids=str)
def test_it_is_current(path):
    """After a change: python3 capi/generate.py"""
    assert path.read_text() == generate.made(pathlib.Path("."))[path]


@pytest.mark.parametrize("compiler, suffix", [("gcc", "c"), ("clang", "c"), ("g++", "cc")])
def test_annotated_prototypes_are_cpythons(interpreter, tmp_path, compiler, suffix):
    flags = ["-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-Wno-unused-function"]
    done = compile(interpreter, tmp_path / f"annotated.{suffix}", ANNOTATED, compiler, *flags)
    assert done.returncode == 0, done.stderr


def test_clang_believes_them(interpreter, tmp_path):
    command = ["clang", "--analyze", "-Xclang", "-analyzer-checker=osx.cocoa.RetainCount"]
    command += ["-Xclang", "-analyzer-output=text", "-o", os.devnull]
    done = compile(interpreter, tmp_path / "analysed.c", ANALYSED, *command)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stderr.splitlines() if "warning: Potential leak" in line]
    places = sorted(int(line.split(":")[1]) for line in lines)
    marked = [n for n, line in enumerate(ANALYSED.splitlines(), 1) if "/* leak */" in line]
    assert places == marked, done.stderr


def test_depth_b_wraps_what_gives_and_lends():
    """All rows with such a result, but those with a reason."""
    table, types = rows.read(), generate.read_types()
    there = generate.in_watch_h(pathlib.Path(".")) | {
        line.split("(")[0].removeprefix("#define ")
        for line in generate.WATCH.read_text().splitlines()
        if line.startswith("#define")
    }
    missing = [
        name
        for name, versions in table.items()
        if any(row.result.kind in ("new", "borrowed") for row in versions)
        and name[0] != "_"
        and name in types
        and name not in there
        and name not in generate.WATCH_NOT
        and name not in generate.NOT_IN_PYTHON_H
    ]
    assert missing == []


# ---- What CPython says of itself.


@pytest.fixture(scope="module")
def found():
    return differences.differences(rows.of((3, 11)), differences.documented())


def test_each_difference_from_the_documentation_is_explained(found):
    why = differences.explanations()
    unexplained = {key: what for key, what in found.items() if key not in why and key[1] not in why}
    assert unexplained == {}


def test_each_explanation_is_of_a_difference(found):
    kinds = {kind for _, kind in found}
    assert [key for key in differences.explanations() if key not in found and key not in kinds] == []


def test_the_documentation_was_read():
    said = differences.documented()
    assert len(said) > 600
    assert said["PyList_SetItem"].steals
    assert said["PyList_New"].result == "new"


def test_a_wrong_row_would_differ():
    """The comparison is not blind: a result turned around is a difference."""
    table = dict(PyList_New=rows.parse("PyList_New(len) -> borrowed len | NULL"))
    table["PyErr_SetNone"] = rows.parse("PyErr_SetNone(steals exc_type) -> void ; sets error")
    found = differences.differences(table, differences.documented())
    assert {("PyList_New", "wrong"), ("PyErr_SetNone", "no word")} <= set(found)


def test_rows_that_say_the_same_are_one_line():
    """Of versions that follow each other, and of no others."""
    first = rows.parse("PyKelp(reef) -> new ; until 3.11")
    second = rows.parse("PyKelp(reef?) -> new ; since 3.11, until 3.13")
    third = rows.parse("PyKelp(reef?) -> new ; since 3.14")
    found = generate.joined([(first, "kelp"), (second, "kelp"), (third, "kelp")])
    assert [(row.since, row.until) for row, _ in found] == [(None, (3, 13)), ((3, 14), None)]
    found = generate.joined([(first, "kelp"), (second, "tang"), (third, None)])
    assert [line for _, line in found] == ["kelp", "tang"]


def test_what_is_found_is_on_the_page():
    text = generate.PAGE.read_text()
    assert all(f"`{note.function}`" in text for note in prove.notes("found"))
