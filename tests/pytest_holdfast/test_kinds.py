"""Right and wrong code of many kinds, as it is installed and recompiled: what is
right is not reported, what is wrong is, and a line is named only if it is the one."""

import ast
import os
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

import pytest

import building

HERE = pathlib.Path("tests/pytest_holdfast/kinds")
SUITE = HERE / "suite_kinds.py"
INCLUDE = pathlib.Path("pytest_holdfast/include")
WAY = "gcc-O2"


def expected():
    """{test: {depth: (kinds, the mark of a line or None)}}; one that is not in it says nothing."""
    found = {}
    for function in ast.parse(SUITE.read_text()).body:
        if not isinstance(function, ast.FunctionDef) or not function.name.startswith("test_"):
            continue
        said = found[function.name] = {}
        for part in (ast.get_docstring(function) or "").split(";"):
            match = re.fullmatch(r" *([AB]): (.*?)(?: at (\w+))?", part)
            if match:
                said[match.group(1)] = match.group(2).split(" or "), match.group(3)
    return found


EXPECTED = expected()


def marks():
    """{mark: the line}"""
    lines = enumerate((HERE / "kinds.c").read_text().splitlines(), 1)
    found = [(match.group(1), n) for n, line in lines for match in [re.search(r"/\* (\w+) \*/$|/\* (\w+) \*/", line)] if match]
    return {name: n for name, n in found if name}


def run(depth, folder):
    flags = ["-fno-inline", "-fno-optimize-sibling-calls", "-Wno-conversion", "-Wno-unused-result"]
    if depth == "B":
        flags += [f"-I{INCLUDE}", "-include", "holdfast/watch.h"]
    objects = building.compile(WAY, [HERE / "kinds.c"], *flags)
    done, built = building.module(WAY, "kinds", objects)
    assert done.returncode == 0
    report = folder / f"{depth}.xml"
    path = os.pathsep.join([str(built), os.environ.get("PYTHONPATH", "")])
    done = building.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_holdfast", "-p", "no:cacheprovider"]
        + ["--override-ini", "junit_logging=all", f"--junitxml={report}", "--leaks"]
        + [f"--leaks-depth={depth}", "--leaks-isolate", SUITE.absolute()],
        cwd=built,
        env=building.environment(PYTHONPATH=path, PYTHONFAULTHANDLER=""),
    )
    assert done.returncode in (0, 1), done.stdout
    said = {}
    for case in ElementTree.parse(report).iter("testcase"):
        texts = [each.text for each in case if each.tag in ("failure", "error")]
        said[case.get("name")] = "\n".join(text or "" for text in texts)
    return said


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kinds")
    return {depth: run(depth, folder) for depth in "AB"}


def of(said, name):
    """What was said of each of a test's parameters."""
    found = [text for test, text in said.items() if test.partition("[")[0] == name]
    assert found
    return found


RIGHT = [name for name, wanted in EXPECTED.items() if not wanted]
WRONG = [(name, depth) for name, wanted in EXPECTED.items() for depth in wanted]


@pytest.mark.parametrize("depth", "AB")
@pytest.mark.parametrize("name", RIGHT)
def test_right_code_is_not_reported(said, name, depth):
    assert of(said[depth], name) == [""]


@pytest.mark.parametrize("name, depth", WRONG)
def test_wrong_code_is_reported_as_what_it_is(said, name, depth):
    kinds, mark = EXPECTED[name][depth]
    for text in of(said[depth], name):
        findings = re.split(r"\n\n(?=[a-zA-Z ]+: )", text)
        mine = [each for each in findings if each.partition(": ")[0] in kinds]
        assert mine, text
        if mark is not None:
            assert any(f"kinds.c:{marks()[mark]}" in each for each in mine), text


def test_where_it_may_be_one_of_several_the_headline_names_none(said):
    (text,) = of(said["B"], "test_one_of_two")
    head, *rest = text.strip().splitlines()
    assert "one of these increments" in head
    assert len([line for line in rest if line.startswith("  +1 ")]) >= 2
    assert not any(line.startswith("    #") for line in rest)


def test_what_has_leaked_is_reported_once_and_alone(said):
    """The instance whose method it was is right, and so are the calls around it."""
    for depth in "AB":
        for name in ("test_keeps_new", "test_keeps_shared", "test_keeps_by_a_stored_method"):
            (text,) = of(said[depth], name)
            assert text.count("per run") <= 2, text
            assert "Methodical" not in text.partition("  held by")[0], text
            assert "in a call of gives" not in text, text
