"""Right and wrong code of many kinds, as it is installed and recompiled: what is
right is not reported, what is wrong is, and a line is named only if it is the one."""

import ast
import os
import pathlib
import re
import sys
import types
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
# Of what lives forever, as None from CPython 3.12 on, no count shows what was dropped.
if sys.version_info >= (3, 12):
    del EXPECTED["test_callback_dropped"]["A"], EXPECTED["test_built_of_none"]


def marks():
    """{mark: the line}"""
    lines = enumerate((HERE / "kinds.c").read_text().splitlines(), 1)
    found = [(match.group(1), n) for n, line in lines for match in [re.search(r"/\* (\w+) \*/$|/\* (\w+) \*/", line)] if match]
    return {name: n for name, n in found if name}


def run(depth, folder, *options, isolate=True):
    flags = ["-fno-inline", "-fno-optimize-sibling-calls", "-Wno-conversion", "-Wno-unused-result"]
    if "B" in depth:
        flags += [f"-I{INCLUDE}", "-include", "holdfast/watch.h"]
    objects = building.compile(WAY, [HERE / "kinds.c"], *flags)
    done, built = building.module(WAY, "kinds", objects)
    assert done.returncode == 0
    report = folder / f"{depth}.xml"
    path = os.pathsep.join([str(built), os.environ.get("PYTHONPATH", "")])
    done = building.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_holdfast", "-p", "no:cacheprovider"]
        + ["--override-ini", "junit_logging=all", f"--junitxml={report}", "--leaks"]
        + [f"--leaks-depth={depth}", SUITE.absolute(), *options]
        + (["--leaks-isolate"] if isolate else []),
        cwd=built,
        env=building.environment(PYTHONPATH=path, PYTHONFAULTHANDLER=""),
    )
    assert done.returncode in (0, 1), done.stdout
    assert "use of fork()" not in done.stdout  # of which CPython 3.12 warns
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
    assert set(of(said[depth], name)) == {""}


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


def test_of_several_none_is_of_another_test(tmp_path):
    said = run("AB", tmp_path, "-k", "one_of_two or counts_twice", isolate=False)
    (before,), (text,) = of(said, "test_counts_twice_and_once"), of(said, "test_one_of_two")
    assert "counts_twice at" in before
    assert "one_of_two at" in text
    assert "counts_twice at" not in text and "counted at" not in text


def test_what_is_replaced_is_not_told_where_something_else_is_certain(tmp_path):
    said = run("AB", tmp_path, "-k", "certain_and_raises", isolate=False)
    assert not any("memory: " in text for text in of(said, "test_certain_and_raises"))


@pytest.mark.parametrize("test", ["test_shelf", "test_shelf_of_one", "test_shelf_in_a_cycle"])
def test_a_call_whose_references_are_taken_back_is_not_named(said, test):
    (text,) = of(said["A"], test)
    assert "in a call of add" in text and "    #" not in text


def test_a_call_is_not_named_where_a_dealloc_is_known_to_leak_the_same(tmp_path):
    said = run("A", tmp_path, "-k", "spilling", isolate=False)
    (text,) = of(said, "test_spilling_what_it_took")
    assert "in a call of add" in text and "    #" not in text


def test_what_one_depth_keeps_is_no_growth_to_another(tmp_path):
    said = run("AB", tmp_path, "-k", "keeps_and_raises", isolate=False)
    (text,) = of(said, "test_keeps_and_raises")
    assert text.count("per run") == 1, text


def test_the_object_is_the_one_that_leaked(said):
    """Not what leaked later, at a place that is one of its own, too."""
    (text,) = of(said["B"], "test_counts_twice_and_once")
    findings = re.split(r"\n\n(?=[a-zA-Z ]+: )", text)
    (several,) = [each for each in findings if "one of these increments" in each]
    assert "list ['a', 'b']" in several
    (one,) = [each for each in findings if "matches this increment" in each]
    assert "list [7, 8, 9]" in one


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None lives forever: its count stands still")
def test_depth_a_does_not_hide_a_count_that_falls(tmp_path):
    said = run("AB", tmp_path, "-k", "built_of_none")
    (text,) = of(said, "test_built_of_none")
    assert f"kinds.c:{marks()['built_of_none']}" in text
    assert text.count("dropped reference: ") == 1


def test_what_is_released_twice_where_memory_is_short(tmp_path):
    said = run("AB", tmp_path, "--leaks-oom", "-k", "where_memory_is_short")
    (text,) = of(said, "test_released_twice_where_memory_is_short")
    assert re.match("use after release: .*: Py_DECREF$", text.splitlines()[0])
    assert f"kinds.c:{marks()['released_twice']}" in text
    assert "crash: " not in text


def test_no_repetition_is_looked_at_by_nobody():
    """Its garbage would be there in the next test, and nobody would collect it."""
    from pytest_holdfast import decide

    class GrowsForAWhile(decide.Depth):
        looked = 0

        def end(self):
            self.looked += 1
            return self.looked < decide.QUICK + 2

    depth, repetitions = GrowsForAWhile(), []
    assert decide.judge(None, lambda: repetitions.append(depth.looked), [depth]) == []
    assert repetitions == list(range(decide.QUICK + 2)) and depth.looked == len(repetitions)


def test_what_was_proven_in_another_test_is_repeated_less():
    from pytest_holdfast import decide

    class Grows(decide.Depth):
        def __init__(self, is_known):
            self.is_known = is_known

        def known(self):
            return self.is_known

        def end(self):
            return True

        def findings(self):
            return []

    def runs(*known):
        times = []
        depths = [Grows(is_known) for is_known in known]
        decide.judge(None, lambda: times.append(1), depths, seconds=None)
        return len(times) - decide.QUICK - decide.CLOSE

    assert runs(False) == runs(True, False) == decide.LONG
    assert runs(True) == runs(True, True) == decide.LONG_KNOWN


def test_a_proven_cause_is_not_proven_again_in_the_next_hundred_tests():
    from pytest_holdfast import decide, report

    place = report.Place("/ext.c", 3, "f", "ext.so")

    class Leaks(decide.Depth):
        def __init__(self, *whats):
            self.found = [report.Finding(report.MEMORY, each, where=[place] if each else []) for each in whats]

        def end(self):
            return True

        def findings(self):
            return self.found

    proven = decide.Proven()

    def runs(*whats):
        times = []
        found = decide.judge(None, lambda: times.append(1), [Leaks(*whats)], seconds=None, proven=proven)
        assert [each.what for each in found] == list(whats)
        return len(times)

    first = decide.QUICK + decide.LONG + decide.CLOSE
    again = decide.QUICK_PROVEN + decide.CLOSE
    assert runs("blocks") == first
    assert runs("blocks") == again
    place = report.Place("/ext.c", 4, "g", "ext.so")
    assert runs("blocks") == again + first - decide.QUICK  # another cause
    assert runs("blocks") == again
    assert runs("") == runs("") == again + first - decide.QUICK  # of which no place is known
    assert [runs("blocks") for _ in range(96)] == [again] * 96
    assert runs("blocks") > again


def test_what_stops_in_the_closer_look_at_a_proven_cause_is_acquitted():
    from pytest_holdfast import decide, report

    class Stops(decide.Depth):
        def end(self):
            times.append(1)
            return len(times) < 3

        def findings(self):
            raise AssertionError("it has stopped")

    times, proven = [], decide.Proven()
    proven.add([report.Finding(report.MEMORY, "blocks")], "")
    assert decide.judge(None, lambda: None, [Stops()], proven=proven) == []
    assert len(times) == 3


def test_who_comes_from_a_free_list_is_found_by_its_memory():
    from pytest_holdfast import blame

    things = [list("abc"), {"a": []}]
    for thing in things:
        memory = (max(blame.native.words(thing)), 64, None, 0, None)
        leaked = blame.Leaked("PyMem_Malloc", ["here"], 1, 64, [memory])
        (found,) = blame.with_owners([leaked])
        ((_, _, owner, count, kind),) = found.rows
        assert owner is thing and kind is type(thing)
        assert count == 2  # things and thing
        assert found.where == [] and found.filled == ["here"]
        leaked.rows.append((memory[0] + 8, 64, None, 0, None))
        assert blame.with_owners([leaked]) == [leaked]


def test_the_end_of_a_child_is_no_cause_of_its_own_where_one_is_known():
    from pytest_holdfast import isolate, report

    def seen():
        return [report.Finding(report.USE, "used"), report.Finding(report.MEMORY, "memory")]

    ended = report.Finding(report.CRASH, "the test was ended by SIGSEGV")
    (used, _) = isolate.with_death(seen(), ended)
    assert used.text == ["then       the test was ended by SIGSEGV"]
    assert isolate.with_death([], ended) == [ended]
    assert isolate.with_death(seen()[1:], ended)[1:] == [ended]
    ended.kind = report.RESULT
    assert len(isolate.with_death(seen(), ended)) == 3
    assert len(isolate.with_death([report.Finding(report.RESULT, "set")], ended)) == 1


def test_what_a_mistake_has_broken_is_tried_again_in_a_fresh_child(monkeypatch):
    """Of two allocations the first shows a mistake, and the child ends at the second."""
    from pytest_holdfast import isolate, oom, report

    monkeypatch.setattr(oom, "extension_ranges", lambda: [(0, 1)])
    monkeypatch.setattr(oom.native, "preloaded", lambda: True)
    monkeypatch.setattr(oom.recompiled, "mistakes_of_a_child", lambda symbolizer: [])
    monkeypatch.setattr(oom, "_try_all", lambda item, repeater, first, *rest: first)
    monkeypatch.setattr(oom, "_when", lambda k, places: f"when allocation {k} fails")
    ended = types.SimpleNamespace(failed=[])
    monkeypatch.setattr(isolate, "finding", lambda *death: report.Finding(report.CRASH, "ended"))
    used = [report.Finding(report.USE, "used")]
    symbolizer = types.SimpleNamespace(stack=lambda places: places)

    def judge(*children):
        left = dict(children)
        found = oom.judge(None, None, symbolizer, in_child=lambda first: left.pop(first))
        assert not left
        return [each.what for each in found]

    broken = (1, ([(1, used, False), (2, [], False)], ended))
    assert judge(broken, (2, ([(2, [], False), (3, [], True)], None))) == ["used"]
    again = (2, ([(2, [], False)], ended))
    assert judge(broken, again, (3, ([(3, [], True)], None))) == ["used", "ended"]


def test_what_has_leaked_is_reported_once_and_alone(said):
    """The instance whose method it was is right, and so are the calls around it."""
    for depth in "AB":
        names = ["test_keeps_new", "test_keeps_shared", "test_keeps_by_a_stored_method"]
        for text in [each for name in names for each in of(said[depth], name)]:
            assert text.count("per run") <= 2, text
            assert "Methodical" not in text.partition("  held by")[0], text
            assert "in a call of gives" not in text, text


def test_the_keys_of_what_has_leaked_have_not_leaked(said):
    for text in of(said["A"], "test_keeps_a_dict") + of(said["A"], "test_keeps_many"):
        assert not re.search("^reference: the count of", text, re.M), text
