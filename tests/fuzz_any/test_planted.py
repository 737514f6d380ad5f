"""Each planted mistake is found, by its kind, with a short program."""

import json
import pathlib
import re
import subprocess
import sys

import pytest

from fuzzing import causes, fuzz

# Bounded by programs, not by time: the same on a slow machine.
PROGRAMS = 16000

DROPPED = {"write after release", "crash", "leak"}
KINDS = {
    "new_reference_left": {"leak"},
    "argument_increfd": {"leak"},
    "none_increfd": {"leak"},
    "malloc_left": {"leak"},
    "pymem_left": {"leak"},
    "left_on_error": {"leak"},
    "left_when_callback_raises": {"leak"},
    "left_when_int_is_large": {"leak"},
    "buffer_left": {"leak"},
    "iterator_left_when_it_raises": {"leak"},
    "value_set_and_left": {"leak"},
    "argument_dropped": DROPPED,
    "borrowed_item_returned": DROPPED,
    "dead_object_decrefd": {"write after release"},
    "written_after_free": {"write after release"},
    "written_beyond_its_end": {"crash"},
    "freed_twice": {"crash"},
    "list_emptied_while_it_is_read": DROPPED,
    "value_kept_over_a_callback": DROPPED,
    "view_used_after_release": DROPPED,
    "null_without_exception": {"system error", "crash"},
    "result_with_exception": {"system error", "crash"},
    "unchecked_null": {"crash"},
    "wrong_type": {"system error"},
    "divided_by_zero": {"crash"},
    "recursion_without_end": {"crash"},
    "allocation_not_checked": {"allocation failure"},
    "left_when_allocation_fails": {"allocation failure"},
    "InitTwice": {"leak"},
    "TypeForgotten": {"leak"},
    "HalfBuilt": {"crash"},
    "NotVisited": {"leak"},
    "SetTooEarly": DROPPED,
    "SlotWithException": {"system error", "crash"},
}

if sys.version_info >= (3, 12):
    del KINDS["none_increfd"]  # None is immortal: its count says nothing


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    status, report, said = fuzz("planted", folder, "--emit-tests", folder / "test_found.py", programs=PROGRAMS)
    assert report is not None, said
    return folder, status, report, said


def test_every_mistake_is_in_the_table():
    source = pathlib.Path(__file__).with_name("planted.c").read_text()
    planted = re.findall(r"FUNCTION\((\w+), METH", source) + re.findall(r"^SPEC\((\w+),", source, re.M)
    assert sorted(planted) == sorted(KINDS)
    assert len(planted) >= 30


@pytest.mark.parametrize("name", KINDS)
def test_is_found(run, name):
    _, _, report, _ = run
    found = causes(report, f"planted.{name}")
    kinds = {each["kind"] for each in found}
    assert kinds & KINDS[name], f"{name}: {kinds or 'nothing'}"
    assert min(len(each["lines"]) for each in found if each["kind"] in KINDS[name]) <= 3


def test_says_so(run):
    folder, status, report, said = run
    assert status == 1
    assert report["totals"]["programs"] >= PROGRAMS
    log = json.loads((folder / "out" / "report.sarif").read_text())
    results = log["runs"][0]["results"]
    assert len(results) == len(report["causes"])
    assert all(each["partialFingerprints"] for each in results)
    page = (folder / "out" / "report.html").read_text()
    assert "planted.none_increfd()" in page and "None" in page
    assert "planted.none_increfd()" in said


def test_causes_in_c_have_their_line(run):
    _, _, report, _ = run
    places = {each["place"] for each in causes(report, "planted.malloc_left")}
    source = pathlib.Path(__file__).with_name("planted.c").read_text().splitlines()
    line = next(i for i, text in enumerate(source, 1) if "memory = malloc(100)" in text)
    assert f"planted.c:{line}" in places


def test_emitted_tests_fail_as_expected(run):
    folder, _, report, _ = run
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder / "test_found.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
    )
    said = result.stdout.decode()
    assert f"{len(report['causes'])} xfailed" in said and result.returncode == 0, said
