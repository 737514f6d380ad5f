"""The fleet, over programs that say what a fuzz target says."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

import pytest

FLEET = pathlib.Path("tools/fleet/fleet.py").resolve()
FAKE = """\
#!{python}
import os, pathlib, shutil, signal, sys, time

def ends(*_):
    print("stat::number_of_executed_units: %d" % runs)
    print("stat::new_units_added:          1")
    print("fake: %d inputs, %d operations, 0 failed allocations" % (runs, 10 * runs), flush=True)
    os._exit(0)

runs, how = 0, "{how}"
flags = dict(word[1:].split("=", 1) for word in sys.argv[1:] if word[:1] == "-" and "=" in word)
paths = [word for word in sys.argv[1:] if word[:1] != "-"]
if "merge" in flags:
    for file in pathlib.Path(paths[1]).iterdir():
        if file.read_text() == "more":
            shutil.copy(file, paths[0])
    sys.exit(how == "cannot merge")
if "--emit-c" in sys.argv:
    pathlib.Path(sys.argv[3]).write_text("int main(void);")
    sys.exit(77)
if how == "ends":
    sys.exit(3)
if how == "fails" or how == "fails in company" and "max_total_time" in flags:
    print("== holdfast: fake: the content oracle ==")
    print("step 2, append: expected 1, found 2", flush=True)
    if "max_total_time" in flags:
        name = "crash-%d" % time.time_ns()
        file = pathlib.Path(flags["artifact_prefix"], name)
        file.write_text("input")
        print(f"artifact_prefix=x; Test unit written to {{file}}", flush=True)
    sys.exit(77)
if "max_total_time" not in flags:
    sys.exit(0)
signal.signal(signal.SIGINT, ends)
print(" ".join(map(str, [os.getpid(), *paths])), file=open("{here}/started", "a"))
until = time.monotonic() + float(flags["max_total_time"])
while time.monotonic() < until:
    runs += 100
    print("#%d\\tpulse  cov: 7 ft: 9 corp: 3/12b exec/s: 100 rss: 31Mb" % runs, flush=True)
    time.sleep(0.1)
ends()
"""


@pytest.fixture
def fakes(tmp_path):
    def make(**hows):
        words = []
        for name, how in hows.items():
            file = tmp_path / f"{name}_bin"
            file.write_text(FAKE.format(python=sys.executable, how=how, here=tmp_path))
            file.chmod(0o755)
            words.append(f"{name}={file}")
        return words

    return make


def command(tmp_path, words, *options):
    return [sys.executable, FLEET, *words, "--folder", tmp_path / "fleet", *options]


def run(tmp_path, words, *options):
    """How it ended, and what it printed."""
    done = subprocess.run(
        command(tmp_path, words, *options),
        env={**os.environ, "BUILD_WORKSPACE_DIRECTORY": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


def run_until(tmp_path, words, is_enough, *options):
    """The same, interrupted when the totals are enough."""
    with (tmp_path / "printed").open("w+") as printed:
        fleet = subprocess.Popen(
            command(tmp_path, words, *options),
            env={**os.environ, "BUILD_WORKSPACE_DIRECTORY": str(tmp_path)},
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
        while not (list((tmp_path / "fleet").glob("totals-*.json")) and is_enough()):
            assert fleet.poll() is None
            time.sleep(0.1)
        fleet.send_signal(signal.SIGINT)
        fleet.wait()
        printed.seek(0)
        return fleet.returncode, printed.read()


def totals(tmp_path):
    (file,) = (tmp_path / "fleet").glob("totals-*.json")
    return json.loads(file.read_text())


def started(tmp_path):
    return [line.split() for line in (tmp_path / "started").read_text().splitlines()]


def test_each_target_has_its_turn_and_its_corpora(tmp_path, fakes):
    (tmp_path / "corpus/one").mkdir(parents=True)
    words = fakes(one="fuzzes", two="fuzzes")

    def is_enough():
        known = totals(tmp_path)["targets"]
        return all(known.get(name, {}).get("slices") for name in ("one", "two"))

    status, printed = run_until(tmp_path, words, is_enough, "--jobs=1", "--slice=1")
    assert status == 0, printed
    known = totals(tmp_path)["targets"]
    for name in ("one", "two"):
        assert known[name]["slices"] > 0 and known[name]["covered"] == 7
        assert known[name]["operations"] == 10 * known[name]["runs"] > 0
        assert f"\n{name} " in printed
        assert name in (tmp_path / "fleet/report.html").read_text()
    corpora = {tuple(paths) for _, *paths in started(tmp_path)}
    assert corpora == {
        (str(tmp_path / "fleet/corpus/one"), str(tmp_path / "corpus/one")),
        (str(tmp_path / "fleet/corpus/two"),),
    }


def test_each_target_has_a_part_of_the_time_that_is_given(tmp_path, fakes):
    run(tmp_path, fakes(one="fuzzes", two="fuzzes"), "--jobs=1", "--seconds=10")
    known = totals(tmp_path)["targets"]
    assert all(known[name]["runs"] > 0 for name in ("one", "two"))


def test_a_failure_is_a_cause_with_a_program_and_the_work_goes_on(tmp_path, fakes):
    words = fakes(bad="fails", good="fuzzes")

    def is_enough():
        known = totals(tmp_path)
        return known["targets"]["good"]["runs"] and any(c["inputs"] > 1 for c in known["causes"])

    status, printed = run_until(tmp_path, words, is_enough, "--jobs=2", "--slice=1")
    assert status == 1
    (cause,) = totals(tmp_path)["causes"]
    assert cause["name"] == "content oracle, in append"
    assert cause["inputs"] == totals(tmp_path)["targets"]["bad"]["failures"] > 1
    assert pathlib.Path(cause["file"] + ".c").read_text() == "int main(void);"
    assert printed.count("bad: new: content oracle, in append") == 1
    assert "int main(void);" in (tmp_path / "fleet/report.html").read_text()


def test_what_fails_only_in_company_is_said_to(tmp_path, fakes):
    words = fakes(bad="fails in company")
    run(tmp_path, words, "--jobs=1", "--seconds=2", "--slice=1")
    (cause,) = totals(tmp_path)["causes"]
    assert cause["name"].startswith("content oracle, not by that input alone")


def test_a_target_that_does_not_start_is_given_up(tmp_path, fakes):
    status, printed = run(tmp_path, fakes(bad="ends"), "--jobs=1")
    assert status == 1  # it ended by itself: there is no other target
    assert "bad was given up" in printed
    assert totals(tmp_path)["targets"]["bad"]["slices"] == 3
    (cause,) = totals(tmp_path)["causes"]
    assert cause["name"].startswith("ended with 3, without an input")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_goes_on_from_there(tmp_path, fakes, number):
    words = fakes(one="fuzzes", two="fuzzes")
    fleet = subprocess.Popen(
        command(tmp_path, words, "--jobs=2"), stdout=subprocess.PIPE, text=True
    )
    while not (tmp_path / "started").exists() or len(started(tmp_path)) < 2:
        assert fleet.poll() is None
        time.sleep(0.1)
    status, printed = run(tmp_path, words)
    assert status == 1 and "is at work in" in printed  # two would lose each other's sums
    fleet.send_signal(number)
    fleet.communicate()
    assert fleet.returncode == 0
    for pid, *_ in started(tmp_path):
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid), 0)
    before = totals(tmp_path)["targets"]
    assert all(before[name]["operations"] > 0 for name in ("one", "two"))
    run(tmp_path, words, "--jobs=2", "--seconds=2", "--slice=1")
    after = totals(tmp_path)["targets"]
    assert all(after[name]["runs"] > before[name]["runs"] for name in ("one", "two"))


def test_the_totals_of_other_machines_are_on_the_page(tmp_path, fakes):
    words = fakes(one="fuzzes")
    run(tmp_path, words, "--jobs=1", "--seconds=2", "--slice=1")
    (file,) = (tmp_path / "fleet").glob("totals-*.json")
    known = json.loads(file.read_text())
    known["targets"]["one"]["runs"] = 123_000_000
    (tmp_path / "fleet/totals-elsewhere.json").write_text(json.dumps(known))
    run(tmp_path, words, "--jobs=1", "--seconds=2", "--slice=1")
    assert "<td>123,0" in (tmp_path / "fleet/report.html").read_text()


def test_merge_adds_what_covers_more(tmp_path, fakes):
    for folder in ("corpus/one", "fleet/corpus/one"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "fleet/corpus/one/a").write_text("more")
    (tmp_path / "fleet/corpus/one/b").write_text("less")
    status, printed = run(tmp_path, fakes(one="fuzzes", two="fuzzes"), "--merge")
    assert status == 0
    assert [file.name for file in (tmp_path / "corpus/one").iterdir()] == ["a"]
    assert "one 2 0 1 4" in re.sub(" +", " ", printed)


def test_a_cause_that_does_not_show_any_more_is_gone(tmp_path, fakes):
    run_until(tmp_path, fakes(one="fails"), lambda: totals(tmp_path)["causes"], "--slice=1")
    status, printed = run(tmp_path, fakes(one="fails"), "--jobs=1", "--seconds=1")
    assert status == 1 and "gone" not in printed
    status, printed = run(tmp_path, fakes(one="fuzzes"), "--jobs=1", "--seconds=1")
    assert status == 0 and "one: gone: content oracle, in append" in printed
    assert totals(tmp_path)["causes"] == []


def corpus_of(tmp_path):
    folder = tmp_path / "fleet/corpus/one"
    folder.mkdir(parents=True)
    (folder / "a").write_text("more")
    (folder / "b").write_text("less")
    return folder


def test_minimise_keeps_what_covers_something(tmp_path, fakes):
    folder = corpus_of(tmp_path)
    run(tmp_path, fakes(one="fuzzes"), "--jobs=1", "--seconds=1", "--minimise")
    assert [file.name for file in folder.iterdir()] == ["a"]


def test_a_merge_that_fails_loses_nothing(tmp_path, fakes):
    folder = corpus_of(tmp_path)
    words = fakes(one="cannot merge")
    _, printed = run(tmp_path, words, "--jobs=1", "--seconds=1", "--minimise")
    assert "one: its corpus stays as it is" in printed
    assert sorted(file.name for file in folder.iterdir()) == ["a", "b"]
    assert [file.name for file in folder.parent.iterdir()] == ["one"]
    assert run(tmp_path, words, "--merge")[0] == 1


@pytest.fixture
def changed(tmp_path):
    """A workspace with a change, in which Bazel names what that touches."""
    git = ["git", "-C", tmp_path, "-c", "user.name=n", "-c", "user.email=n@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    for name in ("BUILD", "bazelw"):
        (tmp_path / name).write_text("#!/bin/sh\necho //fuzz:two //examples:three\n")
        (tmp_path / name).chmod(0o755)
    subprocess.run([*git, "add", "BUILD", "bazelw"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "all"], check=True)

    def change(name):
        (tmp_path / name).write_text("other\n")

    return change


def test_only_what_a_change_touches_is_run(tmp_path, fakes, changed):
    changed("BUILD")
    words = fakes(one="fuzzes", two="fuzzes")
    status, _ = run(tmp_path, words, "--changed", "HEAD", "--seconds=1")
    assert status == 0 and set(totals(tmp_path)["targets"]) == {"two"}


def test_where_a_change_touches_nothing_nothing_is_run(tmp_path, fakes, changed):
    changed("BUILD")
    status, printed = run(tmp_path, fakes(one="fuzzes"), "--changed", "HEAD", "--seconds=1")
    assert status == 0 and "touches no target" in printed
    assert not (tmp_path / "started").exists()


def test_an_unknown_target_is_refused(tmp_path, fakes):
    status, printed = run(tmp_path, fakes(one="fuzzes"), "--only=three")
    assert status == 2 and "there are one" in printed
