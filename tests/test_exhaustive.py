"""Every program of a target's operations up to a length, on three slots, with all
oracles: fuzz/engine/exhaustive.c says what there is to choose from, and what is left
out because another program is the same.

HF_EXHAUSTIVE_LENGTH asks for other programs than of up to 4 steps (in the checked
build 3: it keeps books on each handle).
"""

import os
import pathlib
import re
import subprocess

import pytest

FUZZ = pathlib.Path(__file__).parent.parent / "fuzz"
SHARD = int(os.environ.get("TEST_SHARD_INDEX", 0))
SHARDS = int(os.environ.get("TEST_TOTAL_SHARDS", 1))

if "TEST_SHARD_STATUS_FILE" in os.environ:
    # Says to Bazel that each shard does its own part.
    pathlib.Path(os.environ["TEST_SHARD_STATUS_FILE"]).touch()


def length_for(program):
    checked = b"_must_be_compiled_with_HF_CHECKED" in program.read_bytes()
    longest = "3" if checked or "container" in program.name else "4"
    return os.environ.get("HF_EXHAUSTIVE_LENGTH", longest)


def every_program(target, length, *operations):
    """Runs them, and returns how many there were in this shard."""
    process = subprocess.run(
        [FUZZ / f"exhaustive_{target}", length, str(SHARD), str(SHARDS), *operations],
        # Nothing lives longer than a program: a short quarantine is enough.
        env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0:quarantine_size_mb=8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    print(process.stdout)
    assert process.returncode == 0
    return int(re.search(r": (\d+) programs of up to", process.stdout).group(1))


@pytest.mark.parametrize("target", ["container_sequence", "object_sequence", "str_sequence"])
def test_every_short_program_does_what_the_model_says(target):
    length = length_for(FUZZ / f"exhaustive_{target}")
    programs = every_program(target, length)
    # As many as steps can be combined; far fewer means that they do not combine.
    assert programs > 30 ** int(length) / SHARDS


def test_lists_and_dicts_in_each_other_and_in_themselves():
    """Two lists in each other are four steps, a dict between them is two more: of few
    operations there are not too many programs."""
    nesting = "list_new,list_append,list_append_moved,list_get,dict_new,dict_set,decref"
    # Shards share out how programs begin, which are few here: theirs are of unlike size.
    assert every_program("container_sequence", "6", nesting) > 80_000 / SHARDS
