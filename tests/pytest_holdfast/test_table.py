"""What each depth says of each of the planted bugs: the kind, and the line.

leaky.c as it is, for depth A; recompiled with watch.h, for depth B; and its twin
on Holdfast, checked, for depth C. The lines are those that a comment marks.
"""

import os
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

import building

HERE = pathlib.Path("tests/pytest_holdfast")
INCLUDE = pathlib.Path("pytest_holdfast/include")
WAY = "gcc-O2"  # and no inlining: a caller of one line is another line

# What each depth calls it; None: it says nothing. C is missing where Holdfast
# has no part in it, or would not compile it.
TABLE = {
    "new_reference_lost": dict(A="object", B="reference", C="leak"),
    "argument_increfd": dict(A="reference", B="reference", C="leak"),
    "appended_and_lost": dict(A="object", B="reference", C="leak"),
    "error_path": dict(A="object", B="reference", C="leak"),
    "second_call": dict(A="object", B="reference", C="leak"),
    "put_into_a_static": dict(A="object", B="reference", C="leak"),
    "none_increfd": dict(A="reference", B="reference", C="leak"),
    "small_int_increfd": dict(A="reference", B="reference", C="leak"),
    "packed_and_lost": dict(A="object", B="reference"),
    "raw_malloc": dict(A="memory", B=None),
    "pymem_malloc": dict(A="memory", B=None),
    "buffer_not_released": dict(A="object", B="buffer"),
    "parsed_buffer_not_released": dict(A="object", B="buffer"),
    "thread_state_left": dict(A="thread state", B=None),
    "descriptor_left": dict(A="file descriptor", B=None),
    "argument_dropped": dict(A="dropped reference", B="dropped reference", C="count changed"),
    "borrowed_returned": dict(A="dropped reference", B="dropped reference"),
    "argument_returned": dict(A="dropped reference", B="dropped reference"),
    "used_after_free": dict(A="crash", B="use after release", C="used after consumed"),
    "stale_item": dict(A="crash", B="use after release", C="owner dropped it"),
    "decref_after_failed_steal": dict(A="crash", B="use after release", C="consumed twice"),
    "null_without_exception": dict(
        A=None, B="null without exception", C="null without exception"
    ),
    "result_with_exception": dict(A=None, B="result with exception", C="result with exception"),
    "swallowed_error": dict(A=None, B="call with exception", C="run with exception"),
    "missing_traverse": dict(A="cycle", B="reference"),
    "dealloc_forgets_field": dict(A="object", B="reference"),
    "dealloc_forgets_free": dict(A="memory", B=None),
    "dealloc_forgets_type": dict(A="reference", B="reference"),
    "getter_increfs": dict(A="reference", B="reference"),
    "member_returned": dict(A="dropped reference", B="dropped reference"),
    "slot_null_without_exception": dict(A=None, B="null without exception"),
    "only_when_allocation_fails": dict(A=None, B=None, C=None),
}
IMMORTAL = ["none_increfd", "small_int_increfd"] if sys.version_info >= (3, 12) else []
for bug in IMMORTAL:  # there is no count of them; B goes by what is done to it
    TABLE[bug].update(A=None)
# The count of an object that was freed lies in what malloc has left there, an address.
# From 3.12 on a count whose lower half is negative is that of an immortal object, and
# stays: so whether anything breaks is a matter of where the memory lies.
CHANCE = []
if sys.version_info >= (3, 12):
    CHANCE = ["used_after_free", "stale_item", "decref_after_failed_steal"]
# With --leaks-oom.
OUT_OF_MEMORY = dict(A="object")

SOURCES = dict(A="leaky.c", B="leaky.c", C="leaky_checked.c")


def rows(depth):
    return [(bug, said[depth]) for bug, said in TABLE.items() if depth in said]


def marked(depth):
    """{bug: the line}"""
    found = {}
    for number, line in enumerate((HERE / SOURCES[depth]).read_text().splitlines(), 1):
        for bug, depths in re.findall(r"/\* (\w+): ([ABC ]+) \*/", line):
            if depth in depths.split():
                assert bug not in found
                found[bug] = number
    return found


# ---- Building, and running pytest.


def build(depth):
    """The folder that has the module."""
    flags = ["-fno-inline", "-fno-optimize-sibling-calls", "-Wno-conversion"]
    name, objects = "leaky", []
    if depth == "B":
        flags += [f"-I{INCLUDE}", "-include", "holdfast/watch.h"]
    if depth == "C":
        name = "leaky_checked"
        flags += building.CHECKED
        objects = building.core(WAY, *building.CHECKED)
    done, folder = building.module(
        WAY, name, building.compile(WAY, [HERE / f"{name}.c"], *flags) + objects
    )
    assert done.returncode == 0
    return folder


def session(folder, suite, *options):
    """{test: what was said of it, or "" where it has passed}"""
    report = folder / "report.xml"
    path = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    done = building.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_holdfast", "-p", "no:cacheprovider"]
        + ["--override-ini", "junit_logging=all", f"--junitxml={report}"]
        + [HERE.absolute() / "planted" / f"{suite}.py", *options],
        cwd=folder,
        env=building.environment(PYTHONPATH=path, PYTHONFAULTHANDLER=""),
    )
    assert done.returncode in (0, 1), done.stdout
    said = {}
    for case in ElementTree.parse(report).iter("testcase"):
        texts = [each.text for each in case if each.tag in ("failure", "error")]
        said[case.get("name")] = "\n".join(text or "" for text in texts)
    return said


@pytest.fixture(scope="module")
def built():
    return {depth: build(depth) for depth in "ABC"}


@pytest.fixture(scope="module")
def sessions(built):
    return dict(
        # Three of the bugs break the memory of the process: B sees it, and lets it be.
        A=session(built["A"], "suite_leaky", "--leaks", "--leaks-depth=A", "--leaks-isolate"),
        B=session(built["B"], "suite_leaky", "--leaks", "--leaks-depth=B", "--leaks-isolate"),
        C=session(built["C"], "suite_checked", "--leaks", "--leaks-depth=C"),
    )


# ---- What they say.


def check(said, kind, depth, line):
    if kind is None:
        assert said == ""
        return
    findings = re.split(r"\n\n(?=[a-z ]+: )", said)
    kinds = kind.split(" and ")
    found = [[each for each in findings if each.startswith(f"{kind}: ")] for kind in kinds]
    assert all(found), said
    if line is not None:
        # Of an object's increments, one is said to be unmatched; which one that is
        # may be open, and so all are listed.
        place = re.compile(rf"^ +(#\d+|[+-]1|allocated|function) .*{SOURCES[depth]}:{line}( \(\d+ times\))?$", re.M)
        assert any(place.search(each) for each in found[0]), said


@pytest.mark.parametrize(
    "depth, bug, kind", [(depth, *row) for depth in "ABC" for row in rows(depth)]
)
def test_bug(sessions, depth, bug, kind):
    if depth == "A" and bug in CHANCE and sessions[depth][f"test_{bug}"] == "":
        return
    check(sessions[depth][f"test_{bug}"], kind, depth, marked(depth).get(bug))


def test_each_line_of_the_reference_ones_is_known():
    """Depth B and C name the line of whatever they report, but of what ends the process."""
    for depth in "BC":
        lines = marked(depth)
        told = [bug for bug, kind in rows(depth) if kind and kind != "crash"]
        assert [bug for bug in told if bug not in lines] == []


@pytest.mark.parametrize("depth", "ABC")
def test_what_is_right_is_not_reported(sessions, depth):
    clean = {name: said for name, said in sessions[depth].items() if "clean" in name}
    assert len(clean) >= 3
    assert set(clean.values()) == {""}


def test_all_depths_at_once_agree(built):
    """And one does not see what another needs."""
    said = session(built["B"], "suite_leaky", "--leaks", "-k", "clean or increfd or malloc")
    increfd = {"argument_increfd", "none_increfd", "small_int_increfd"}
    seen = {name for name, text in said.items() if text}
    assert seen == {f"test_{bug}" for bug in [*increfd, "raw_malloc", "pymem_malloc"]}
    for bug in increfd:
        check(said[f"test_{bug}"], "reference", "B", marked("B")[bug])


def test_when_allocation_fails(built):
    said = session(
        built["A"], "suite_leaky", "--leaks-oom", "--leaks-isolate", "-k", "only_when"
    )
    bug = "only_when_allocation_fails"
    check(said[f"test_{bug}"], OUT_OF_MEMORY["A"], "A", marked("A")[bug])


def test_a_crash_when_allocation_fails(built):
    """While stacks are walked, which a handler of its own for faults goes with."""
    bug = "clean_unless_memory_fails"
    said = session(built["A"], "suite_leaky", "--leaks-oom", "--leaks-isolate", "-k", bug)
    check(said[f"test_{bug}"], "crash", "A", marked("A")[bug])


def test_all_of_the_suite_is_in_the_table(sessions):
    for depth in "ABC":
        tests = {name for name in sessions[depth] if "clean" not in name}
        assert tests == {f"test_{bug}" for bug, _ in rows(depth)}


def test_without_the_recorder_it_is_an_extension_like_others(built):
    done = subprocess.run(
        [sys.executable, "-c", "import leaky; print(leaky.clean_append([]), leaky.error_path('ab'))"],
        env=building.environment(PYTHONPATH=built["B"]),
        stdout=subprocess.PIPE,
        check=True,
    )
    assert done.stdout == b"None ['a', 'b']\n"
