"""Runs the targets in this folder, and expects the right ones to fail."""

import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path("tests/fuzz_rules")
PLANTED = ["planted", "planted_run", "planted_replay"]
SOUND = ["sound", "sound_run", "sound_replay"]

with_libfuzzer = pytest.mark.skipif(
    os.environ["ENGINE"] != "libfuzzer", reason="built with another engine"
)


@pytest.fixture
def run(tmp_path):
    def run(target, *args):
        """Its exit status and what it printed; its files are in tmp_path."""
        env = dict(
            os.environ,
            TEST_UNDECLARED_OUTPUTS_DIR=str(tmp_path),
            HOLDFAST_FUZZ_OUT=str(tmp_path),
        )
        done = subprocess.run(
            [HERE / target, *args],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        print(done.stdout)
        return done.returncode, done.stdout

    return run


@pytest.mark.parametrize("target", PLANTED)
def test_a_bug_makes_it_fail(run, target):
    assert run(target)[0] != 0


@pytest.mark.parametrize("target", ["planted", "planted_run"])
def test_the_report_names_the_line(run, target):
    assert "planted.c" in run(target)[1]


@with_libfuzzer
@pytest.mark.parametrize("target", ["planted", "planted_run"])
def test_the_failing_input_is_kept(run, target, tmp_path):
    run(target)
    assert list(tmp_path.rglob("crash-*"))


def test_fuzzing_says_where_its_output_is(run, tmp_path):
    _, output = run("planted_run")
    assert f"failing inputs are in {tmp_path}/tests/fuzz_rules/planted" in output


def test_a_target_without_inputs_fails(run):
    status, output = run("hungry")
    assert status != 0
    assert "the corpus is empty" in output


@pytest.mark.parametrize("target", SOUND)
def test_a_sound_target_passes(run, target):
    assert run(target, *["-runs=10"] * (target == "sound_run"))[0] == 0


@with_libfuzzer
def test_all_inputs_are_replayed(run):
    assert "2 files found" in run("sound")[1]


@with_libfuzzer
def test_the_dictionary_is_used(run):
    assert "Dictionary: 2 entries" in run("sound_run", "-runs=10")[1]


@with_libfuzzer
def test_a_file_is_run_instead_of_fuzzing(run):
    file = (HERE / "sound_corpus" / "fine").absolute()
    status, output = run("sound_run", file)
    assert status == 0
    assert f"Running: {file}" in output
    assert "files found" not in output
