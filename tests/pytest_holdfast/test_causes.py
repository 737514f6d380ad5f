"""What is said of a suite in which many tests fail, for few reasons."""

import html
import json
import os
import pathlib
import re
import shutil
import sys

import pytest

import building

HERE = pathlib.Path("tests/pytest_holdfast")
INCLUDE = pathlib.Path("pytest_holdfast/include").absolute()
# No inlining: a caller of one line is another line.
WAY, FLAGS = "gcc-O2", ["-fno-inline", "-fno-optimize-sibling-calls", "-Wno-conversion"]
LINES = {
    name: number
    for number, line in enumerate((HERE / "grove.c").read_text().splitlines(), 1)
    for name in re.findall(r"/\* (\w+) \*/", line)
}
NUMBER = {"grow": 5, "prune": 4, "graft": 4, "branch": 4, "plant": 1}
LEAKING, CLEAN = sum(NUMBER.values()), 4


def build(*flags):
    (done, folder) = building.module(
        WAY, "grove", building.compile(WAY, [(HERE / "grove.c").absolute()], *FLAGS, *flags)
    )
    assert done.returncode == 0
    return folder


@pytest.fixture(scope="module")
def installed():
    return build()


@pytest.fixture(scope="module")
def recompiled():
    return build(f"-I{INCLUDE}", "-include", "holdfast/watch.h")


def session(module, folder, *options, **environment):
    """(exit status, what it printed)."""
    path = os.pathsep.join([str(module), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
    shutil.copy(HERE / "planted" / "suite_grove.py", folder)
    given = {"COLUMNS": "80", "PYTHONPATH": path, "PYTHONFAULTHANDLER": "", **environment}
    kept = building.environment(**given)
    for name in ("CI", "BUILD_NUMBER", "GITHUB_ACTIONS"):
        if name not in environment:
            kept.pop(name, None)
    done = building.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_holdfast", "-p", "no:cacheprovider"]
        + ["suite_grove.py", "--leaks", *options],
        cwd=folder,
        env=kept,
    )
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def first(installed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("first")
    files = [f"--leaks-{name}=out/{name}" for name in ("html", "sarif", "json", "gitlab")]
    status, said = session(installed, folder, "-q", *files, "--leaks-annotations=github")
    assert status == 1
    return folder / "out", said


def section(said):
    """The part about causes."""
    return re.search(r"^=+ leaks: .*?(?=^=+ short test summary)", said, re.M | re.S).group()


def headings(said):
    return re.findall(r"^_+ (\d+)\. (.*), (\d+) tests? _+$", said, re.M)


def test_there_is_one_entry_for_each_cause(first):
    _, said = first
    assert f"= leaks: 5 causes in {LEAKING} tests =" in said
    found = {place: int(tests) for _, place, tests in headings(said)}
    assert found == {
        f"object at grove.c:{LINES['grow']}": 5,
        f"object at grove.c:{LINES['branch']}": 4,
        f"memory at grove.c:{LINES['prune']}": 4,
        f"object at grove.c:{LINES['plant']}": 1,
        "reference in graft of grove.c": 4,
    }
    # The entries are all there is: not each failure once more.
    assert "= FAILURES =" not in said
    assert len(section(said).splitlines()) < 60


def test_what_is_held_comes_after_what_holds(first):
    _, said = first
    entry = section(said).partition(f"object at grove.c:{LINES['grow']}")[2].partition("\n__")[0]
    assert "  object     list ['leaf 0 of" in entry
    assert entry.index("#0 grow") < entry.index("with it") < entry.index("shown by")


def failed_lines(said):
    return re.findall(r"^FAILED (\S+)(.*)$", said, re.M)


def test_each_failed_line_has_the_kind_and_the_line(first):
    _, said = first
    lines = failed_lines(said)
    assert len(lines) == LEAKING
    wanted = {
        "grow": f" - object at grove.c:{LINES['grow']}",
        "prune": f" - memory at grove.c:{LINES['prune']}",
        "branch": f" - object at grove.c:{LINES['branch']}",
        "plant": f" - object at grove.c:{LINES['plant']}",
        # The terminal ends before it.
        "graft": " - reference in graft of grove.c (the line: compile with watch.h)",
    }
    for test, message in lines:
        name = re.match(r"suite_grove.py::test_([a-z]+)", test).group(1)
        assert message.startswith(wanted[name]), (test, message)


def test_files_agree_with_the_terminal(first):
    folder, said = first
    data = json.loads((folder / "json").read_text())
    assert [str(len(each["tests"])) for each in data["causes"]] == [tests for _, _, tests in headings(said)]
    places = [each["place"]["line"] for each in data["causes"]]
    results = json.loads((folder / "sarif").read_text())["runs"][0]["results"]
    assert [each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in results] == places
    assert [each["partialFingerprints"]["causeIdentity/v1"] for each in results] == [each["id"] for each in data["causes"]]
    assert [each["location"]["lines"]["begin"] for each in json.loads((folder / "gitlab").read_text())] == places
    commands = re.findall(r"^::error file=\S*grove.c,line=(\d+),title=.*$", said, re.M)
    assert list(map(int, commands)) == places


def test_json_has_who_holds_whom_and_the_history(first):
    folder, _ = first
    causes = {each["place"]["line"]: each for each in json.loads((folder / "json").read_text())["causes"]}
    tree = causes[LINES["plant"]]
    names = [each["name"] for each in tree["graph"]["nodes"]]
    assert names[0] == "grove.Tree" and names[1] == "list ['what is planted']"
    assert [0, 1] in tree["graph"]["edges"]
    assert "1 reference, holder unknown" in names  # nobody but C
    for line in (LINES["grow"], LINES["prune"]):
        assert causes[line]["history"] == [1, 2, 3, 4]
    (reference,) = [each for each in causes.values() if each["kind"] == "reference"]
    assert reference["history"] == [1, 2, 3, 4]


def test_the_page_shows_sources_and_pictures(first):
    folder, _ = first
    page = (folder / "html").read_text()
    assert page.count("<article") == 5
    for name in ("grow", "prune", "branch", "plant"):
        (line,) = [each for each in (HERE / "grove.c").read_text().splitlines() if f"/* {name} */" in each]
        assert re.search(rf"<span class=here><i>{LINES[name]}  </i>{re.escape(html.escape(line))}</span>", page)
    assert page.count('<svg class="graph"') == 4
    assert page.count('<svg class="history"') >= 4


def test_the_recorder_names_the_line_and_folds_what_is_held(recompiled, tmp_path):
    status, said = session(recompiled, tmp_path, "-q", "-k", "plant or graft", "--leaks-json=json")
    assert status == 1
    found = {place: int(tests) for _, place, tests in headings(said)}
    assert found == {
        f"reference at grove.c:{LINES['graft']}": 4,
        f"reference at grove.c:{LINES['plant']}": 1,
    }
    assert f"  holds      reference at grove.c:{LINES['planted']}: " in section(said)
    graft, _ = json.loads((tmp_path / "json").read_text())["causes"]
    assert graft["history"] == [1, 2, 3, 4]
    nodes = graft["graph"]["nodes"]
    assert nodes[0]["name"] == "object" and nodes[0]["role"] == "leaked"
    added = {"name": "1 reference per run", "role": "missing", "place": f"graft at grove.c:{LINES['graft']}"}
    assert added in nodes and [nodes.index(added), 0] in graft["graph"]["edges"]


def test_of_a_stripped_extension_the_functions_are_known_that_python_calls(tmp_path):
    objects = building.compile(WAY, [(HERE / "grove.c").absolute()], *FLAGS, "-g0")
    module = tmp_path / ("grove" + building.PYTHON["ext_suffix"])
    assert building.link(WAY, objects, module, "-shared", "-s").returncode == 0
    status, said = session(tmp_path, tmp_path, "-q", "-k", "2 and (grow or branch or prune) or plant")
    assert status == 1
    why = "(no debug symbols, stripped: compile with -g, link without -s)"
    heads = {test.partition("test_")[2].partition("[")[0]: line for test, line in failed_lines(said)}
    kinds = {"grow": "object", "branch": "object", "prune": "memory", "plant": "object"}
    address = r"0x[0-9a-f]+\+0x[0-9a-f]+"  # where the compiler made another function of it
    for name, kind in kinds.items():
        line = rf" - {kind} in ({name}|{address}) of grove {re.escape(why)}"
        assert re.match(line, heads[name]), said
    # What has no name has the address of its function.
    assert re.search(r"#0 0x[0-9a-f]+\+0x[0-9a-f]+ in \S*grove\S*\n(    #\d 0x.*\n)+    #\d branch in ", said)


def test_workers_of_xdist_send_what_they_find(installed, tmp_path):
    pytest.importorskip("xdist")
    status, said = session(installed, tmp_path, "-q", "-n2", "-p", "no:rerunfailures", "-k", "prune or grow or look")
    assert status == 1
    found = {place: int(tests) for _, place, tests in headings(said)}
    assert found == {f"object at grove.c:{LINES['grow']}": 5, f"memory at grove.c:{LINES['prune']}": 4}
    assert "= leaks: 2 causes in 9 tests =" in said
    assert len(failed_lines(said)) == 9


def test_children_send_what_they_find(installed, tmp_path):
    status, said = session(installed, tmp_path, "-q", "--leaks-isolate", "-k", "prune")
    assert status == 1
    assert [place for _, place, _ in headings(said)] == [f"memory at grove.c:{LINES['prune']}"]


def test_a_suite_with_old_leaks_passes_and_new_ones_fail(installed, tmp_path):
    some = ["-q", "-k", "prune or plant or look"]
    status, said = session(installed, tmp_path, *some, "--leaks-baseline=known.json")
    assert status == 4 and "--leaks-baseline-update makes it" in said

    known = ["--leaks-baseline=known.json"]
    status, said = session(installed, tmp_path, *some, *known, "--leaks-baseline-update")
    assert status == 0
    assert "2 causes: 2 new, 0 gone" in said
    rows = json.loads((tmp_path / "known.json").read_text())["causes"]
    assert {row["function"] for row in rows} == {"prune", "plant"}

    # Known causes in the tests that had them and in others; and a new one.
    status, said = session(installed, tmp_path, "-q", "-k", "prune or plant or branch or look", *known)
    assert status == 1
    assert [place for _, place, _ in headings(said)] == [f"object at grove.c:{LINES['branch']}"]
    assert {test.partition("[")[0] for test, _ in failed_lines(said)} == {"suite_grove.py::test_branch"}
    assert "2 known causes in 5 tests" in said
    assert "gone" not in said


def test_what_is_gone_is_said_and_removed_by_an_update(installed, tmp_path):
    known, some = "--leaks-baseline=known.json", ["-q", "-k", "prune or plant"]
    session(installed, tmp_path, *some, known, "--leaks-baseline-update")
    data = json.loads((tmp_path / "known.json").read_text())
    (row,) = [row for row in data["causes"] if row["function"] == "plant"]
    row.update(id="0" * 16, line="as it was")  # this one is gone, and what is there is new
    (tmp_path / "known.json").write_text(json.dumps(data))
    status, said = session(installed, tmp_path, *some, known, "--leaks-sarif=sarif")
    assert status == 1
    assert "  gone       object in plant of grove.c: as it was" in said
    states = [each["baselineState"] for each in json.loads((tmp_path / "sarif").read_text())["runs"][0]["results"]]
    assert sorted(states) == ["absent", "new", "unchanged"]
    # Not where its test has not run.
    assert "gone" not in session(installed, tmp_path, "-q", "-k", "prune", known)[1]

    status, said = session(installed, tmp_path, *some, known, "--leaks-baseline-update")
    assert status == 0 and "2 causes: 1 new, 1 gone" in said
    rows = json.loads((tmp_path / "known.json").read_text())["causes"]
    assert "0" * 16 not in {row["id"] for row in rows} and len(rows) == 2


def test_annotations_are_printed_where_a_service_is(installed, tmp_path):
    quick = ["-q", "-k", "plant"]
    _, said = session(installed, tmp_path, *quick, GITHUB_ACTIONS="true")
    assert re.search(rf"^::error file=\S*grove.c,line={LINES['plant']},", said, re.M)
    _, said = session(installed, tmp_path, *quick)
    assert "::error" not in said


def test_under_bazel_run_a_file_is_where_that_was_called(installed, tmp_path):
    called = tmp_path / "called"
    status, said = session(
        installed, tmp_path, "-q", "-k", "look", "--leaks-sarif=sarif", BUILD_WORKING_DIRECTORY=str(called)
    )
    assert status == 0 and "leaks: sarif" in said
    assert (called / "sarif").is_file() and not (tmp_path / "sarif").exists()


def test_a_file_that_cannot_be_written_is_said(installed, tmp_path):
    (tmp_path / "file").write_text("")
    status, said = session(installed, tmp_path, "-q", "-k", "look", "--leaks-html=file/page.html")
    assert status == 4
    assert "leaks: file/page.html could not be written: " in said
    assert "4 passed" in said and "INTERNALERROR" not in said
