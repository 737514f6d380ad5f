"""Each check finds what it is for, and nothing finds that when it is off."""

import json

import pytest

from fuzzing import causes, fuzz

CASES = [
    ("blocks", "malloc_left"),
    ("counts", "argument_increfd"),
    ("exceptions", "wrong_type"),
    ("quarantine", "written_after_free"),
    ("failures", "left_when_allocation_fails"),
]

# What another check sees, too.
MORE = {"counts": ["--without", "blocks"], "exceptions": ["--without", "failures"]}


@pytest.mark.parametrize(("check", "name"), CASES)
def test_finds_with_the_check_and_not_without(tmp_path, check, name):
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    more = MORE.get(check, ())
    _, report, said = fuzz("planted", tmp_path / "with", "--only", name, *more)
    assert report and causes(report, f"planted.{name}"), said
    status, report, said = fuzz(
        "planted", tmp_path / "without", "--only", name, "--without", check, *more
    )
    assert report and not causes(report, f"planted.{name}"), said
    assert status == 0


def test_replay_runs_the_corpus_and_nothing_else(tmp_path):
    (tmp_path / "out").mkdir()
    rows = [[["call", f"planted.{name}", [], None]] for name in ("new_reference_left", "malloc_left")]
    (tmp_path / "out" / "corpus.json").write_text(json.dumps({"package": "planted", "programs": rows}))
    status, report, said = fuzz("planted", tmp_path, "--replay", "--without", "failures")
    assert status == 1 and report["totals"]["programs"] == 2, said
    assert {each["target"] for each in report["causes"]} == {"planted.new_reference_left", "planted.malloc_left"}


def test_minimise_keeps_what_has_an_outcome_of_its_own(tmp_path):
    (tmp_path / "out").mkdir()
    words = ["1", "2", "3", "None"]
    rows = [
        [["call", "planted.pymem_left", [[word, "int", None]], None], ["new", "[]", [], "v0"]] for word in words
    ]
    file = tmp_path / "out" / "corpus.json"
    file.write_text(json.dumps({"package": "planted", "programs": rows}))
    fuzz("planted", tmp_path, "--minimise", "--without", "failures")
    kept = json.loads(file.read_text())["programs"]
    assert [each[0][2][0][0] for each in kept] == ["1", "None"]


def test_what_an_earlier_call_leaks_is_not_blamed_on_a_later_one(tmp_path):
    (tmp_path / "out").mkdir()
    first = ["call", "planted.malloc_left", [], None]
    rows = [[first], [first, ["call", "planted.argument_increfd", [["[]", "list", None]], None]]]
    (tmp_path / "out" / "corpus.json").write_text(json.dumps({"package": "planted", "programs": rows}))
    _, report, said = fuzz("planted", tmp_path, "--replay", "--without", "failures")
    found = {each["target"]: (each["lines"], each["title"]) for each in report["causes"]}
    assert set(found) == {"planted.malloc_left", "planted.argument_increfd"}, said
    lines, title = found["planted.argument_increfd"]
    assert len(lines) == 1 and "planted.argument_increfd" in lines[0]
    assert "1 block left" in title


def test_each_call_that_leaks_is_seen_in_one_program(tmp_path):
    (tmp_path / "out").mkdir()
    names = ("new_reference_left", "malloc_left", "left_on_error")
    rows = [[["call", f"planted.{name}", [["[]", "list", None]] if name == "left_on_error" else [], None] for name in names]]
    (tmp_path / "out" / "corpus.json").write_text(json.dumps({"package": "planted", "programs": rows}))
    _, report, said = fuzz("planted", tmp_path, "--replay", "--without", "failures")
    assert {each["target"] for each in report["causes"]} == {f"planted.{name}" for name in names}, said
    assert all(len(each["lines"]) == 1 for each in report["causes"]), said
