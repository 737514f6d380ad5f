"""What is made of findings, without pytest: causes, a baseline, pages and files."""

import html.parser
import json
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest

from pytest_holdfast.report import annotate, baseline, causes, elf, missing, page, picture, plain
from pytest_holdfast.report import merged, sarif, symbols, text
from pytest_holdfast.report.finding import (
    CRASH,
    DROPPED,
    HOLDER,
    LEAKED,
    MEMORY,
    MISSING,
    NULL,
    OBJECT,
    ONE_OF_THESE,
    REFERENCE,
    Finding,
    Graph,
    Node,
    Place,
    as_data,
    from_data,
    without_traced,
)

SOURCE = """\
static PyObject *first(PyObject *self)
{
    Py_INCREF(self);
    Py_INCREF(self);
    return PyList_New(0);
}
/* a <b> */
static PyObject *second(PyObject *self)
{
    Py_INCREF(self);
    return PyList_New(1);
}
"""
FIRST, AGAIN, LIST, SECOND, LIST_OF_ONE = 3, 4, 5, 10, 11


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ext.c"
    path.write_text(SOURCE)
    return str(path)


@pytest.fixture
def at(file):
    """A finding at a line of that file."""

    def at(line, kind=OBJECT, what="a list is not released", **rest):
        function = "first" if line < 8 else "second"
        return Finding(kind, what, "1 object", [Place(file, line, function, "/x/ext.so")], **rest)

    return at


def rows(*found):
    return [(f"test_it.py::test_{i}", list(findings)) for i, findings in enumerate(found)]


# ---- Causes.


def test_what_is_at_one_line_is_one_cause(at):
    recorded = at(LIST, REFERENCE, text=["+1         PyList_New, first at ext.c:5"])
    found = causes.grouped(rows([at(LIST)], [at(LIST, MEMORY), at(SECOND)], [recorded]))
    assert [(each.place.line, len(each.tests)) for each in found] == [(LIST, 3), (SECOND, 1)]
    # The one that says most is shown.
    assert found[0].finding.kind == REFERENCE


def test_other_kinds_of_mistakes_at_a_line_are_other_causes(at):
    found = causes.grouped(rows([at(LIST), at(LIST, NULL), at(LIST, DROPPED)]))
    assert len(found) == 3


def test_the_same_line_twice_in_a_function_is_two_causes(at):
    names = {causes.identity(at(line, REFERENCE)) for line in (FIRST, AGAIN, SECOND)}
    assert len(names) == 3


def test_an_identity_stays_where_lines_move_and_goes_where_they_change(at, tmp_path):
    before = causes.identity(at(LIST))

    def after(source, line):
        (tmp_path / "moved").mkdir(exist_ok=True)
        path = tmp_path / "moved" / "ext.c"
        path.write_text(source)
        causes.sources.lines.cache_clear()
        where = [Place(str(path), line, "first", "/y/ext.so")]
        return causes.identity(Finding(MEMORY, "other words", "2 blocks", where))

    assert after("/* new */\n\n" + SOURCE.replace("    return", "        return"), LIST + 2) == before
    assert after(SOURCE.replace("PyList_New(0)", "PyList_New(2)"), LIST) != before


def test_clones_of_a_function_are_that_function(file):
    def at(function):
        return Finding(OBJECT, "x", where=[Place(file, LIST, function, "/x/ext.so")])

    names = {causes.identity(at(f"first{end}")) for end in ("", ".part.0", ".constprop.1.isra.0")}
    assert len(names) == 1


def test_without_a_line_the_function_and_the_type_are_the_cause():
    def at(function, noun, count):
        where = [Place(None, 0, function, "/x/ext.cpython-311.so")]
        return Finding(OBJECT, f"a {noun} is not released", object=f"{noun} {count}", where=where)

    found = causes.grouped(rows([at("f", "list", 1)], [at("f", "list", 2)], [at("g", "list", 1), at("f", "str", 1)]))
    assert [len(each.tests) for each in found] == [2, 1, 1]


def test_what_is_not_in_c_is_known_by_its_holder_or_its_test():
    kept = Finding(OBJECT, "a Thing is not released", text=["held by    list m.KEPT"])
    other = Finding(OBJECT, "a Thing is not released", text=["held by    list m.OTHER"])
    bare = Finding(REFERENCE, "references are left")
    found = causes.grouped(
        [("a.py::one", [kept]), ("a.py::two[1]", [kept, other, bare]), ("a.py::two[2]", [bare]), ("b.py::x", [bare])]
    )
    assert sorted(each.tests for each in found) == [
        ["a.py::one", "a.py::two[1]"],
        ["a.py::two[1]"],
        ["a.py::two[1]", "a.py::two[2]"],
        ["b.py::x"],
    ]


def test_a_shared_object_whose_count_rises_is_one_cause_in_all_tests():
    def rises(thing):
        return Finding(REFERENCE, "the count of something rises", object=thing)

    found = causes.grouped(
        [("a.py::one", [rises("NoneType None")]), ("b.py::two", [rises("NoneType None"), rises("int 0")])]
    )
    assert [each.tests for each in found] == [["a.py::one", "b.py::two"], ["b.py::two"]]
    (found,) = causes.grouped([("a.py::one", [rises("int 0"), rises("int 7")])])
    assert len(found.findings) == 2
    # Of an object that is described by its type alone nothing is known but the test.
    found = causes.grouped([("a.py::one", [rises("m.Thing")]), ("b.py::two", [rises("m.Thing")])])
    assert len(found) == 2


def test_one_of_several_increments_is_one_that_all_its_tests_have():
    def several(*lines, count=10000):
        found = Finding(REFERENCE, ONE_OF_THESE, object=f"NoneType None, count {count}")
        found.text = [f"+1         Py_INCREF, {line}" for line in lines]
        return found

    rows = [
        ("a.py::one", [several("make at m.c:1", "make at m.c:2", "one at m.c:7")]),
        ("a.py::two", [several("make at m.c:2", "make at m.c:1", "two at m.c:8", count=10001)]),
        ("a.py::three", [several("other at m.c:9", "two at m.c:8")]),
    ]
    made, other = causes.grouped(rows)
    assert made.tests == ["a.py::one", "a.py::two"]
    assert sorted(made.finding.text) == [f"+1         Py_INCREF, make at m.c:{n}" for n in (1, 2)]
    assert len(other.finding.text) == 2
    assert len(rows[0][1][0].text) == 3  # that test's own
    # In another test it is known which one it is.
    place = Place("/x/m.c", 9, "other", "source")
    rows[2][1][0].text[0] = f"+1         Py_INCREF, {place}"
    rows.append(("a.py::four", [Finding(REFERENCE, "nothing matches this increment", where=[place])]))
    known, made = causes.grouped(rows)
    assert [(each.tests, each.relation) for each in known.consequences] == [(["a.py::three"], "perhaps")]
    assert known.tests == ["a.py::four"]


def test_a_deeper_look_says_it_of_all_alike(at):
    deeper = at(SECOND, kind=REFERENCE, object="int 3, count 9", alike=frozenset([1, 2]))
    rises = [Finding(REFERENCE, "the count of an int rises", address=each) for each in (1, 2, 3)]
    assert merged([rises, [deeper]]) == [rises[2], deeper]


def test_the_place_is_the_callers_of_a_helper(file):
    helper = Place("/x/module.c", 7, "__Pyx_PyList_Append", "/x/ext.so")
    template = Place("/usr/include/pybind11/cast.h", 9, "cast<int>", "/x/ext.so")
    own = Place(file, LIST, "first", "/x/ext.so")
    assert Finding(OBJECT, "x", where=[helper, template, own]).place == own
    assert Finding(OBJECT, "x", where=[helper]).place == helper


def test_the_likely_cause_is_first(at):
    crash = Finding(CRASH, "the test was ended by SIGSEGV")
    bare = Finding(REFERENCE, "references are left")
    call = at(FIRST, REFERENCE, "the count of a tuple rises")
    found = causes.grouped(rows([bare, call, at(LIST)], [call], [crash], [at(SECOND)], [at(SECOND)]))
    assert [each.finding.kind for each in found] == [CRASH, OBJECT, OBJECT, REFERENCE, REFERENCE]
    assert [each.place and each.place.line for each in found] == [None, SECOND, LIST, FIRST, None]
    assert causes.likely_first([bare, call, at(LIST)])[0].place.line == LIST


def test_what_a_leaked_object_holds_is_folded_under_it(at):
    def leaked():
        graph = Graph([Node("list", LEAKED), Node("list", LEAKED, "second at ext.c:11")], [(0, 1)])
        return at(LIST, graph=graph)

    both = [causes.likely_first([at(LIST_OF_ONE, REFERENCE), leaked()]) for _ in range(2)]
    (cause,) = causes.grouped(rows(*both))
    assert cause.place.line == LIST
    assert [each.place.line for each in cause.consequences] == [LIST_OF_ONE]
    # Shown once without it, it is a cause of its own.
    found = causes.grouped(rows(*both, [at(LIST_OF_ONE)]))
    assert [each.place.line for each in found] == [LIST_OF_ONE, LIST]


def test_what_holds_it_is_known_by_its_address_too(at):
    holder, held = at(LIST, MEMORY, address=1, holds=frozenset([2])), at(SECOND, REFERENCE, address=2)
    assert causes.likely_first([held, holder]) == [holder, held]
    assert holder.holder is None and held.holder == 0


def test_of_two_that_hold_each_other_the_first_is_the_cause(at):
    one = at(LIST, address=1, holds=frozenset([2]))
    two = at(SECOND, address=2, holds=frozenset([1]))
    findings = causes.likely_first([two, one])
    assert [each.holder for each in findings] == [None, 0]
    (cause,) = causes.grouped(rows(findings))
    assert len(cause.consequences) == 1


def test_what_python_made_is_no_cause_where_something_in_c_is_left_too(at):
    def made(noun):
        return Finding(OBJECT, f"a {noun} is not released", where=[Place("x.c", 1, "f", "/usr/bin/python3.11")])

    rows = [("a::one", [at(LIST), made("dict")]), ("a::two", [at(SECOND), made("dict")]), ("a::three", [at(SECOND), made("dict")])]
    found = causes.grouped(rows)
    assert [each.place.line for each in found] == [SECOND, LIST]
    ((seen,), none) = [each.consequences for each in found]
    assert len(seen.tests) == 3 and not seen.is_held and none == []
    # Once alone, it has a cause of its own; and other kinds of mistakes do not explain it.
    assert len(causes.grouped([*rows, ("a::four", [made("dict")])])) == 3
    assert len(causes.grouped([("a::one", [at(LIST, NULL), made("dict")])])) == 2


def test_what_a_known_cause_holds_is_known(at):
    findings = causes.likely_first(
        [at(LIST, address=1, holds=frozenset([2])), at(SECOND, address=2), at(FIRST)]
    )
    fresh = causes.unknown(findings, lambda each: each.place.line == LIST)
    assert [each.place.line for each in fresh] == [FIRST]


def test_a_finding_travels_as_plain_data(at):
    finding = at(LIST, object="list []", text=["held by    x"], history=[1, 2], holder=3)
    finding.graph = Graph([Node("a", LEAKED, "b"), Node("c", HOLDER)], [(1, 0)])
    finding.address, finding.type, finding.holds = 7, list, frozenset([7])
    back = from_data(json.loads(json.dumps(as_data(finding))))
    finding.address = finding.type = None
    finding.holds = frozenset()
    assert back == finding


def test_a_deeper_look_keeps_the_picture_that_has_more(at):
    small, large = Graph([Node("a", LEAKED)]), Graph([Node("a", LEAKED), Node("b", HOLDER)], [(1, 0)])
    for one, other in ((small, large), (large, small), (None, large), (large, None)):
        (finding,) = merged([[at(LIST, graph=one, history=[1])], [at(LIST, REFERENCE, graph=other)]])
        assert finding.kind == REFERENCE and finding.graph == large and finding.history == [1]


# ---- The baseline.


@pytest.fixture
def known(tmp_path, at):
    path = str(tmp_path / "known.json")
    first = baseline.Baseline(path)
    assert not first.exists
    found = causes.grouped([("a::one", [at(LIST)]), ("a::two", [at(LIST), at(SECOND)])])
    first.write(first.updated(found, {"a::one", "a::two"}))
    return baseline.Baseline(path)


def test_what_is_in_the_file_is_known(known, at):
    assert known.exists
    assert known.knows(at(LIST, MEMORY), "b::other")
    assert not known.knows(at(LIST_OF_ONE), "a::one")
    assert [row["line"] for row in known.rows.values()] == ["return PyList_New(0);", "Py_INCREF(self);"]


def test_what_is_gone_is_so_only_if_its_tests_have_run(known):
    assert known.gone(set(), {"a::one"}) == []
    assert [row["line"] for row in known.gone(set(), {"a::two"})] == ["Py_INCREF(self);"]
    assert len(known.gone(set(), {"a::one", "a::two", "a::three"})) == 2
    assert known.gone(set(known.rows), {"a::one", "a::two"}) == []


def test_an_update_adds_keeps_and_removes(known, at):
    found = causes.grouped([("a::two", [at(FIRST)])])
    known.write(known.updated(found, {"a::two"}))
    rows = {row["line"]: row["tests"] for row in baseline.Baseline(known.path).rows.values()}
    # That of a::one was not looked for.
    assert rows == {"return PyList_New(0);": ["a::one", "a::two"], "Py_INCREF(self);": ["a::two"]}
    found = causes.grouped([("a::three", [at(FIRST)])])
    known.write(known.updated(found, {"a::three"}))
    assert ["a::three", "a::two"] in [row["tests"] for row in known.rows.values()]
    again = causes.grouped([("a::two", [])])
    known.write(known.updated(again, {"a::one", "a::two", "a::three"}))
    assert baseline.Baseline(known.path).rows == {}


@pytest.mark.parametrize("content", ["", "[]", '{"version": 2, "causes": []}', '{"version": 1, "causes": [{}]}'])
def test_a_file_that_is_none_is_said_to_be_none(tmp_path, content):
    path = tmp_path / "known.json"
    path.write_text(content)
    with pytest.raises(baseline.Unreadable, match="known.json"):
        baseline.Baseline(str(path))


# ---- Text.


def test_who_holds_it_is_said_before_what_it_holds(at):
    lines = ["with it    1 block", "with it    1 block", "+1         Py_INCREF, f at x.c:1", "held by    list m.KEPT", "memory     8 bytes"]
    said = text.text_of(at(LIST, text=lines)).splitlines()
    order = [next(i for i, line in enumerate(said) if word in line) for word in ("held by", "+1", "#0", "with it", "memory  ")]
    assert order == sorted(order)
    assert sum("with it" in line for line in said) == 1


def test_the_summary_begins_with_kind_and_place(at):
    assert text.summary_of([at(LIST)]) == "object at ext.c:5: a list is not released, 1 object per run"


def test_what_is_no_extensions_says_so():
    own = Place("/build/Modules/_x.c", 260, "raw_malloc", "/usr/bin/python3.11")
    assert text.head_of(Finding(MEMORY, "x", where=[own])) == "memory at _x.c:260 of CPython"
    assert text.head_of(Finding(OBJECT, "x", where=[own])) == "object (made by Python code)"
    assert text.head_of(Finding(OBJECT, "x")) == "object (no stack: no allocation hook)"


def test_a_count_that_changed_in_a_call_names_the_function_alone(at):
    finding = at(SECOND, REFERENCE, "the count of a tuple rises")
    assert text.head_of(finding) == "reference in second of ext.c (the line: compile with watch.h)"
    assert "    #0 second, which begins at " in text.text_of(finding)
    finding.text = ["+1         Py_INCREF, second at ext.c:10"]
    assert text.head_of(finding) == "reference at ext.c:10"


# ---- What is missing.


@pytest.fixture(scope="module")
def libraries(tmp_path_factory):
    folder = tmp_path_factory.mktemp("libraries")
    (folder / "x.c").write_text("static int g(int x) { return x; }\nint f(void) { return g(1); }\n")
    made = {}
    for name, flags in {"debug": ["-g"], "plain": ["-g0"], "stripped": ["-g0", "-s"]}.items():
        made[name] = str(folder / f"{name}.so")
        command = ["gcc", "-shared", "-fPIC", "-fno-inline", "-O1", *flags, "x.c", "-o", made[name]]
        subprocess.run(command, cwd=folder, check=True)
    return made


def test_what_is_missing_to_have_a_line(libraries, monkeypatch):
    missing.of_file.cache_clear()
    assert missing.of_file(libraries["plain"]) == "no debug symbols: compile with -g"
    assert missing.of_file(libraries["stripped"]) == "no debug symbols, stripped: compile with -g, link without -s"
    assert "no line" in missing.of_file(libraries["debug"])
    assert missing.of_file("ext") == ""
    missing.of_file.cache_clear()
    monkeypatch.setattr(missing.shutil, "which", lambda name: None)
    assert "install llvm or binutils" in missing.of_file(libraries["debug"])
    missing.of_file.cache_clear()


def test_the_package_with_debug_symbols_is_named(libraries, monkeypatch, tmp_path):
    program = tmp_path / "dpkg-query"
    program.write_text('#!/bin/sh\n[ "$2" = "%s" ] && echo "python3-ext:amd64: $2"\n' % libraries["stripped"])
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    missing.of_file.cache_clear()
    missing.package.cache_clear()
    place = Place(None, 0, "f", libraries["stripped"])
    head = text.head_of(Finding(OBJECT, "x", where=[place]))
    assert head == "object in f of stripped (no debug symbols: install python3-ext-dbgsym)"
    assert "no line    no debug symbols: install python3-ext-dbgsym" in text.text_of(Finding(OBJECT, "x", where=[place]))
    assert missing.package(libraries["plain"]) is None
    missing.of_file.cache_clear()
    missing.package.cache_clear()


def test_where_functions_begin_is_known_of_stripped_files_too(libraries):
    out = subprocess.run(["nm", libraries["plain"]], stdout=subprocess.PIPE, check=True, text=True).stdout
    wanted = {int(line.split()[0], 16) for line in out.splitlines() if line.endswith((" f", " g"))}
    assert len(wanted) == 2
    assert wanted <= set(elf.function_starts(libraries["plain"]))
    assert len(elf.function_starts(libraries["stripped"])) == len(elf.function_starts(libraries["plain"]))
    assert elf.function_starts(__file__) == []


# ---- Files.


@pytest.fixture
def run(at, monkeypatch, tmp_path):
    """A run with all there is to say."""
    monkeypatch.setattr("pytest_holdfast.report.files.folders", [str(tmp_path)])
    graph = Graph(
        [Node("list [<b>] & more", LEAKED, "first at ext.c:5"), Node("str 'x'", LEAKED, "second at ext.c:11"), Node("list m.KEPT", HOLDER), Node("1 reference", MISSING)],
        [(0, 1), (1, 0), (2, 0), (3, 0), (0, 0)],
    )
    main = at(LIST, object="list [<b>] & more", text=["held by    list m.KEPT", "with it    1 block"], graph=graph, history=[1, 2, 3, 4])
    bare = Finding(REFERENCE, "references, are left: 100%", "1 reference")
    lineless = Finding(MEMORY, "x", where=[Place(None, 0, "shout", "/x/other.so")])
    found = causes.grouped(
        [("test_it.py::one", causes.likely_first([main, at(LIST_OF_ONE)])), ("test_it.py::two", [bare]), ("test_it.py::three", [lineless])]
    )
    found[-1].is_known = True
    row = {"id": "0" * 16, "kind": "object", "file": "ext.c", "function": "first", "line": "x = <y>;", "what": "a <list>", "tests": ["test_it.py::gone"]}
    return causes.Run(found, [row], baseline=True)


def test_json_has_all_of_it(run):
    data = json.loads(plain.text_of(run))
    first = data["causes"][0]
    assert data["version"] == 1
    assert first["place"] == {"function": "first", "file": "ext.c", "line": LIST, "library": "ext.so", "missing": None}
    assert first["source"] == "return PyList_New(0);"
    assert first["history"] == [1, 2, 3, 4]
    assert first["graph"]["edges"][0] == [0, 1]
    assert [each["place"]["line"] for each in first["consequences"]] == [LIST_OF_ONE]
    assert [each["known"] for each in data["causes"]] == [False, False, True]
    assert data["gone"][0]["line"] == "x = <y>;"


def check_sarif(data):
    """What SARIF 2.1.0 wants of what is there."""
    assert data["version"] == "2.1.0" and data["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = data["runs"]
    driver = run["tool"]["driver"]
    assert isinstance(driver["name"], str)
    names = [rule["id"] for rule in driver["rules"]]
    assert len(set(names)) == len(names)

    def check_location(location):
        physical = location.get("physicalLocation")
        if physical is not None:
            artifact = physical["artifactLocation"]
            assert re.fullmatch(r"[\w./:%~-]+", artifact["uri"])
            assert artifact["uri"].startswith("file:///") or artifact["uriBaseId"] in run["originalUriBaseIds"]
            assert physical["region"]["startLine"] >= 1

    for result in run["results"]:
        assert set(result) <= {
            "ruleId", "ruleIndex", "level", "kind", "message", "locations", "stacks", "graphs", "relatedLocations",
            "occurrenceCount", "partialFingerprints", "properties", "baselineState", "suppressions",
        }
        assert names[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        # A result that is no failure has no level.
        assert (result.get("kind", "fail") == "fail") == (result["level"] != "none")
        assert isinstance(result["message"]["text"], str) and result["message"]["text"]
        assert len(result["locations"]) == 1 and "physicalLocation" in result["locations"][0]
        assert all(isinstance(each, str) for each in result["partialFingerprints"].values())
        assert result["baselineState"] in ("new", "unchanged", "updated", "absent")
        assert all(each["kind"] in ("inSource", "external") for each in result.get("suppressions", []))
        for location in result["locations"] + result.get("relatedLocations", []):
            check_location(location)
        for stack in result.get("stacks", []):
            assert stack["frames"]
            for frame in stack["frames"]:
                check_location(frame["location"])
        for graph in result.get("graphs", []):
            nodes = {node["id"] for node in graph["nodes"]}
            assert len(nodes) == len(graph["nodes"])
            assert all({edge["sourceNodeId"], edge["targetNodeId"]} <= nodes for edge in graph["edges"])
            assert len({edge["id"] for edge in graph["edges"]}) == len(graph["edges"])
    return run["results"]


def test_sarif_is_what_readers_of_it_expect(run):
    results = check_sarif(json.loads(sarif.text_of(run)))
    assert [each["ruleId"] for each in results] == ["object", "memory", "reference", "object"]
    first = results[0]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "ext.c", "uriBaseId": "SRCROOT"}
    assert place["region"]["startLine"] == LIST
    assert [each["baselineState"] for each in results] == ["new", "new", "unchanged", "absent"]
    assert ["suppressions" in each for each in results] == [False, False, True, False]
    assert first["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == LIST_OF_ONE


class Tags(html.parser.HTMLParser):
    """The text of a page, and its tags, of which each that must be closed is."""

    OPEN = {"meta", "tr", "td", "th", "li", "!doctype"}

    def __init__(self, page):
        super().__init__()
        self.stack, self.text, self.count = [], [], {}
        self.feed(page)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attributes):
        self.count[tag] = self.count.get(tag, 0) + 1
        names = [name for name, _ in attributes]
        assert len(set(names)) == len(names) and not {"src", "srcset"} & set(names)
        if tag not in self.OPEN:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.count[tag] = self.count.get(tag, 0) + 1

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        if self.stack[-1:] != ["style"]:
            self.text.append(data)


def test_the_page_has_causes_sources_pictures_and_history(run):
    written = page.text_of(run)
    tags = Tags(written)
    said = " ".join(tags.text)
    for wanted in (
        "3 causes in 3 tests",
        "object at ext.c:5",
        "list [<b>] & more",  # as it was, and no tag
        "return PyList_New(0);",
        "held by    list m.KEPT",
        "1 consequence",
        "Gone since the baseline",
        "x = <y>;",
        "/* a <b> */",
        "test_it.py::three",
    ):
        assert wanted in said, wanted
    assert tags.count["article"] == 3
    assert tags.count["svg"] == 2  # the graph and the history of the first
    assert '<span class=here><i>5  </i>    return PyList_New(0);</span>' in written
    assert "prefers-color-scheme: dark" in written
    assert "http" not in re.sub(r"<style>.*?</style>", "", written, flags=re.S)  # it needs nothing else


def test_the_page_of_nothing_says_so():
    assert "Nothing was found" in Tags(page.text_of(causes.Run([]))).text


def test_in_the_picture_boxes_do_not_overlap_and_arrows_lead_from_box_to_box(run):
    graph = run.causes[0].finding.graph
    root = ElementTree.fromstring(picture.graph(graph, "x"))
    boxes = []
    for group in root.findall("g"):
        rect = group.find("rect")
        x, y, w, h = (float(rect.get(each)) for each in ("x", "y", "width", "height"))
        boxes.append((x, y, x + w, y + h))
        # The text is inside, as wide as a letter of the font is.
        for each in group.findall("text"):
            assert float(each.get("x")) + 7.2 * len(each.text) <= x + w
            assert y < float(each.get("y")) < y + h
    assert len(boxes) == len(graph.nodes)
    for i, one in enumerate(boxes):
        for other in boxes[:i]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    width, height = float(root.get("width")), float(root.get("height"))
    _, top, _, _ = map(float, root.get("viewBox").split())
    assert all(box[0] >= 0 and box[2] <= width and box[1] >= top and box[3] <= height + top for box in boxes)
    edges = [each for each in root.findall("path")]
    assert len(edges) == len(graph.edges)

    def touches(point, box):
        x, y = point
        return box[0] - 4 <= x <= box[2] + 4 and box[1] - 4 <= y <= box[3] + 4

    for each, (a, b) in zip(edges, graph.edges):
        if a != b:
            points = [tuple(map(float, p.split(","))) for p in re.findall(r"-?[\d.]+,-?[\d.]+", each.get("d"))]
            assert touches(points[0], boxes[a]) and touches(points[-1], boxes[b])


def test_who_is_held_is_to_the_right_of_who_holds():
    graph = Graph([Node("a", LEAKED), Node("b", LEAKED), Node("c", HOLDER)], [(0, 1), (2, 0)])
    where, _, _ = picture._place(graph)
    assert where[2][0] < where[0][0] < where[1][0]
    # Of a cycle the object of the finding is the beginning.
    graph = Graph(graph.nodes, [(1, 0), (0, 1), (2, 0)])
    where, _, _ = picture._place(graph)
    assert where[2][0] < where[0][0] < where[1][0]


def test_there_is_no_picture_of_nothing():
    assert picture.graph(None, "x") == picture.graph(Graph([Node("a", LEAKED)], []), "x") == ""
    assert picture.history([]) == ""


def test_the_history_has_a_bar_for_each_repetition():
    root = ElementTree.fromstring(picture.history([0, 5, 10]))
    heights = [float(each.get("height")) for each in root.findall("rect")]
    assert heights[0] < heights[1] < heights[2] and heights[2] == 2 * heights[1]


# ---- Services.


def test_github_gets_a_command_for_each_cause(run):
    lines = annotate.lines_of(run, "github")
    assert lines[0].startswith("::error file=ext.c,line=5,title=object at ext.c%3A5::a list is not released, 1 object per run%0A")
    assert all("\n" not in line for line in lines)
    # It is known, and has no place.
    assert lines[-1].startswith("::notice title=reference (the line%3A compile with watch.h)::references, are left: 100%25, 1 reference per run%0A")


def test_azure_and_teamcity_get_theirs(run):
    azure = annotate.lines_of(run, "azure")
    assert azure[0].startswith("##vso[task.logissue type=error;sourcepath=ext.c;linenumber=5;code=object]object at ext.c:5: a list")
    assert any("100%AZP25" in line for line in azure)
    declared, said = annotate.lines_of(run, "teamcity")[0].splitlines()
    assert declared.startswith("##teamcity[inspectionType id='leaks: object'")
    assert said.startswith("##teamcity[inspection typeId='leaks: object' message='object at ext.c:5; a list")
    assert "object: list |[<b>|] & more" in said and "file='ext.c' line='5' SEVERITY='ERROR'" in said


def test_gitlab_gets_a_file(run):
    data = json.loads(annotate.gitlab(run))
    assert [each["severity"] for each in data] == ["major", "major", "info"]
    assert data[0]["location"] == {"path": "ext.c", "lines": {"begin": LIST}}
    assert data[1]["location"]["path"] == "test_it.py"
    assert len({each["fingerprint"] for each in data}) == 3
    assert all(set(each) == {"description", "check_name", "fingerprint", "severity", "location"} for each in data)


def test_the_service_is_known_by_its_environment():
    assert annotate.service({}) is None
    assert annotate.service({"GITHUB_ACTIONS": "true"}) == "github"
    assert annotate.service({"TF_BUILD": "True"}) == "azure"
    assert annotate.service({"TEAMCITY_VERSION": "2023.1"}) == "teamcity"


# ---- Other tools.


def test_what_shows_a_cause_need_be_no_test(at):
    """The fuzzer for extensions has inputs."""
    found = causes.grouped([("ext.f(-1)", [at(LIST)]), ("ext.f(0)", [Finding(CRASH, "SIGSEGV")])])
    run = causes.Run(found, noun="input", tool="the fuzzer", file_of=lambda shown: None)
    assert "2 causes in 2 inputs" in " ".join(Tags(page.text_of(run)).text)
    crash, leak = sarif.of_run(run)["runs"][0]["results"]
    assert "locations" not in crash and leak["properties"] == {"inputs": ["ext.f(-1)"]}
    assert "input: ext.f(-1)" in annotate.lines_of(run, "github")[1]
    assert json.loads(annotate.gitlab(run))[0]["location"]["path"] == "?"


SYMBOLIZER = """\
#!/bin/sh
echo started >>"$0.log"
while read -r line; do printf 'f%s\\n/a.c:3:1\\n\\n' "${line##* }"; done
"""


@pytest.fixture
def symbolizer(tmp_path, monkeypatch):
    """A program that answers; symbolizer() says how often it was started."""
    program = tmp_path / "symbolizer"
    program.write_text(SYMBOLIZER)
    program.chmod(0o755)
    monkeypatch.setenv("HOLDFAST_SYMBOLIZER", str(program))
    monkeypatch.setattr(symbols, "_running", {})
    yield lambda: (tmp_path / "symbolizer.log").read_text().count("started")
    for each in symbols._running.values():
        each.close()


def test_a_symbolizer_that_runs_is_asked_again(symbolizer):
    assert symbols._ask("/a b.so", [1, 2]) == [[("f0x1", "/a.c", 3)], [("f0x2", "/a.c", 3)]]
    assert symbols._ask("/a b.so", [3]) == [[("f0x3", "/a.c", 3)]]
    assert symbolizer() == 1
    with pytest.raises(ChildProcessError):  # a test may wait for any child
        os.waitpid(-1, os.WNOHANG)


def test_a_symbolizer_whose_pipes_a_test_has_taken_is_started_again(symbolizer, tmp_path):
    symbols._ask("/a.so", [1])
    (running,) = symbols._running.values()
    with open(tmp_path / "other", "w+") as other:
        os.dup2(other.fileno(), running._in)
        assert symbols._ask("/a.so", [2]) == [[("f0x2", "/a.c", 3)]]
        os.close(running._in)
        other.seek(0)
        assert other.read() == ""
    assert symbolizer() == 2


def test_a_process_that_was_forked_has_a_symbolizer_of_its_own(symbolizer):
    symbols._ask("/a.so", [1])
    child = os.fork()
    if child == 0:
        os._exit(symbols._ask("/a.so", [2]) != [[("f0x2", "/a.c", 3)]])
    assert os.waitpid(child, 0)[1] == 0
    assert symbols._ask("/a.so", [3]) == [[("f0x3", "/a.c", 3)]]
    assert symbolizer() == 2


def test_what_tracemalloc_keeps_is_not_its_callers():
    names = ["raw_malloc", "tracemalloc_add_trace", "tracemalloc_malloc_gil", "PyList_New"]
    where = [Place("_tracemalloc.c", 9, name, "/x/python3") for name in names]
    where.append(Place("ext.c", 9, "f", "/x/ext.so"))
    assert without_traced(where) == where[:3]
    assert Finding(MEMORY, "x", where=without_traced(where)).place is None
    assert without_traced(where[3:]) == where[3:]
