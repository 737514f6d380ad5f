"""Exhaustion finds bugs: each of these, planted (fuzz/targets/planted.h), in programs of
this length, and in none that is shorter."""

import os
import pathlib
import re
import subprocess

import pytest

FUZZ = pathlib.Path(__file__).parent.parent / "fuzz"

SANITIZER = "ERROR: AddressSanitizer: heap-use-after-free|most likely used after its end"
LEDGER = "^holdfast: (leak|consumed twice|used after consumed): "

PLANTED = [
    ("str_sequence", "lost_on_error_path", 1, "the blocks oracle"),
    ("str_sequence", "append_alias", 2, SANITIZER),
    ("str_sequence", "lost_when_memory_fails", 2, "the blocks oracle"),
    ("str_sequence", "self_not_consumed", 2, "the (references|totals|blocks) oracle"),
    ("str_sequence", "use_after_steal", 2, SANITIZER),
    ("str_sequence", "stale_hash", 2, "the hash oracle"),
    ("str_sequence", "count_changed", 3, "the references oracle"),
    ("container_sequence", "appended_and_kept", 2, "the references oracle"),
    ("container_sequence", "popped_stays", 3, "the (references|length) oracle"),
    ("container_sequence", "kept_where_it_holds_its_list", 4, "the references oracle"),
    ("object_sequence", "error_swallowed", 2, "the prediction oracle"),
    ("object_sequence", "finalizer_lost", 2, "the (finalizer|totals) oracle"),
]

# Longer programs are of these alone.
FEW = "list_new,list_append"


def run(program, *arguments, **env):
    return subprocess.run(
        [FUZZ / program, *map(str, arguments)],
        env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0", **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


@pytest.mark.parametrize("target, bug, length, seen", PLANTED)
def test_a_planted_bug_is_found_in_the_shortest_program(target, bug, length, seen, tmp_path):
    program, out = f"exhaustive_planted_{target}", {"TEST_UNDECLARED_OUTPUTS_DIR": str(tmp_path)}
    rest = (0, 1, FEW) if length > 3 else ()
    if length > 1:
        shorter = run(program, length - 1, *rest, HF_PLANTED=bug, **out)
        assert shorter.returncode == 0, shorter.stdout[-4000:]
    found = run(program, length, *rest, HF_PLANTED=bug, **out)
    assert found.returncode != 0
    assert re.search(f"{seen}|{LEDGER}", found.stdout, re.M), found.stdout[-4000:]
    # What it was, in words and as an input.
    steps = re.findall(r"^ +\d+  \w+ .*;", found.stdout, re.M)
    assert len(steps) == length
    assert (tmp_path / f"{target}-failing-program").stat().st_size >= 4 * length


def test_the_program_that_failed_fails_in_the_fuzzer_too(tmp_path):
    run(
        "exhaustive_planted_str_sequence",
        2,
        HF_PLANTED="number_off_by_one",
        TEST_UNDECLARED_OUTPUTS_DIR=str(tmp_path),
    )
    failing = tmp_path / "str_sequence-failing-program"
    # Without the bug, the same program is right; and it is the same: a length.
    process = run("str_sequence_bin", "--replay", failing)
    assert process.returncode == 0
    assert re.search(r"^ +1  length ", process.stdout, re.M)


def counted(*arguments):
    words = run("exhaustive_str_sequence", *arguments).stdout
    return [int(n) for n in re.search(r": (\d+) programs .* (\d+) operations", words).groups()]


def test_shards_share_the_programs_out():
    all_of_them = counted(2)
    parts = [counted(2, shard, 3) for shard in range(3)]
    assert [sum(column) for column in zip(*parts)] == all_of_them
    assert min(parts) > [all_of_them[0] / 10, 0]
