"""tools/matrix: what it reads from Bazel's events, and the page that it makes of it."""

import importlib.machinery
import importlib.util
import json
import pathlib
import subprocess
import sys

import pytest

SCRIPT = pathlib.Path(__file__).with_name("matrix")
loader = importlib.machinery.SourceFileLoader("matrix", str(SCRIPT))
matrix = importlib.util.module_from_spec(importlib.util.spec_from_loader("matrix", loader))
sys.modules["matrix"] = matrix
sys.dont_write_bytecode = True
loader.exec_module(matrix)


def configured(label, **of_test):
    return {"id": {"targetConfigured": {"label": label}}, "configured": of_test}


def summary(label, status):
    return {"id": {"testSummary": {"label": label}}, "testSummary": {"overallStatus": status}}


EVENTS = [
    configured("//:library"),
    *[configured(f"//:{name}", testSize="SMALL") for name in ("good", "flaky", "bad", "broken", "late")],
    summary("//:good", "PASSED"),
    summary("//:flaky", "FLAKY"),
    summary("//:bad", "FAILED"),
    {"id": {"targetCompleted": {"label": "//:broken"}}, "aborted": {"reason": "NO_BUILD"}},
]  # fmt: skip


def test_each_test_has_a_verdict():
    lines = [*map(json.dumps, EVENTS), json.dumps(summary("//:late", "PASSED"))[:20]]
    assert matrix.verdicts(lines) == {
        "//:good": "PASSED",
        "//:flaky": "PASSED",
        "//:bad": "FAILED",
        "//:broken": "NO_STATUS",
        "//:late": "NO_STATUS",
    }


@pytest.mark.parametrize(
    "said, version",
    [
        ("Python 3.13.5\n", "3.13.5"),
        ("Debian clang version 19.1.7 (3+b1)\n", "19.1.7"),
        ("7.7.1+ds-8+b1", "7.7.1"),
        ("bash: clang-99: not found", "?"),
    ],
)
def test_versions(said, version):
    assert matrix.first_number(said) == version


class Here(matrix.Root):
    """A root whose commands say what they are, and which has run its tests."""

    def update(self, revision):
        (self.path / "src").mkdir(parents=True)

    def words(self, command, environment=()):
        if "bazelw" not in command:
            return ["echo", *environment, "2.5.1"]
        events = "\n".join(map(json.dumps, EVENTS))
        return [sys.executable, "-c", "import sys; open(sys.argv[1], 'w').write(sys.argv[2])",
                str(self.path / "src" / "events.json"), events]  # fmt: skip


def test_a_row_is_made_of_a_run(tmp_path, capsys):
    root = Here(tmp_path, "trixie")
    cell = matrix.Cell("trixie", (), ("CC=gcc",))
    row = matrix.test(root, "trixie", cell, ["//..."], "0123456789abcdef")
    assert (row["tests"], row["failed"]) == (5, ["//:bad", "//:broken", "//:late"])
    assert row["CPython"] == row["gcc"] == "2.5.1" and row["commit"] == "01234567"
    assert "./bazelw test //..." in capsys.readouterr().err


def a_row(**more):
    facts = dict.fromkeys(matrix.FACTS, "1.2")
    row = {"tests": 9, "failed": [], "what": "//...", "date": "2026-11-29", "commit": "0123abcd"}
    return {**facts, **row, **more}


def test_the_page_keeps_rows_that_are_not_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(matrix, "PAGE", tmp_path / "matrix.md")
    matrix.write({"sid": a_row(failed=["//:bad"])})
    matrix.write({"trixie": a_row()})
    text = matrix.PAGE.read_text()
    assert list(matrix.rows_of(text)) == ["trixie", "sid"]
    assert "| trixie | 1.2 |" in text and "| 9 of 9 |" in text and "| 8 of 9 |" in text
    assert text.count("\n- `//:bad`\n") == 1
    matrix.write({"sid": a_row(what="//fuzz/...")})
    text = matrix.PAGE.read_text()
    assert "//:bad" not in text and "**sid** ran `//fuzz/...` alone." in text


def run(*arguments):
    ended = subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, text=True)
    return ended.returncode, ended.stdout, ended.stderr


def test_its_cells_are_shown_and_others_refused():
    code, shown, _ = run("--list")
    assert code == 0 and [line.split()[0] for line in shown.splitlines()] == list(matrix.CELLS)
    assert run("woody") == (1, "", "matrix: there is no cell woody: --list shows them\n")
