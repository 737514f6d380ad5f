"""Each planted race (planted.h) is found by threads_sequence, and none where none is.

Races need threads that run at the same time: a debug CPython without the GIL, as
--config=free-threaded builds one. Each race has programs that meet it, a line for each
thread, whose steps begin at the same time and are repeated, so many times that on two
cores with other work it is found; a fuzzer finds them in its own time.
"""

import os
import pathlib
import re
import subprocess
import sysconfig

import pytest

HERE = pathlib.Path(__file__).parent
PLANTED = "fuzz/planted_threads_sequence"
STEPS = 8  # of a thread
TIMES = 200  # 64 rounds each
TRIES = 40  # of which the first or the second does, mostly

WITHOUT_GIL = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
pytestmark = pytest.mark.skipif(not WITHOUT_GIL, reason="with the GIL these are no races")

# What each thread does, again and again, with one index or key.
RACES = {
    "append_not_alone": ["page write", "page write"],
    "both_not_alone": ["node both", "node both", "shared add"],
    "bytes_appended_alone": ["bytearray append", "bytearray append"],
    "bytes_written_one_by_one": ["bytearray write", "bytearray read"],
    "copied_one_by_one": ["queue copy", "queue insert", "queue pop_at"],
    "count_not_alone": ["node work", "node work"],
    "default_in_two_steps": ["dict set_default", "dict discard", "dict set_default"],
    "deleted_if_still_there": ["queue delete", "queue delete"],
    "discarded_as_was_seen": ["set discard", "set discard", "set add"],
    "extended_one_by_one": ["queue extend", "queue copy"],
    "getter_not_alone": ["node get", "node set", "node set"],
    "item_borrowed": ["list get", "list set", "list set"],
    "key_popped_in_two_steps": ["dict pop, dict set", "dict pop, dict set"],
    "last_looked_up_first": ["list pop", "list pop", "list append"],
    "once_not_alone": ["node once", "node once"],
    "pop_in_two_steps": ["list pop, list append", "list pop, list append"],
    "setter_not_alone": ["node set", "node set"],
    "state_not_alone": ["shared add", "shared add", "shared add"],
    "state_value_not_alone": ["shared swap", "shared swap", "shared swap"],
    "swap_not_alone": ["node swap", "node swap"],
    "text_not_alone": ["page text", "page set", "page write"],
    "two_sections": ["node both", "node work", "shared add", "shared add"],
    "value_borrowed": ["dict get", "dict set", "dict set"],
}


def numbers():
    """The number of each operation, by its name."""
    table = (HERE / "operations.c").read_text()
    names = re.findall(r'^    \{"([a-z_ ]+)", [A-Z]+, \w+, \w+\},$', table, re.M)
    assert len(names) > 50
    return {name: number for number, name in enumerate(names)}


# Those whose first number is a value; of the others it is an index, or a key.
VALUES = ("append", "extend", "node", "shared", "page")


def program(lines, waits=0):
    """An input in which each thread does what its line says."""
    number = numbers()
    data = bytearray([len(lines) - 2, waits])
    for i in range(STEPS):
        for thread, line in enumerate(lines):
            names = line.split(", ")
            name = names[i % len(names)]
            value = 1 + (i + 3 * thread) % 7
            first = value if any(word in name for word in VALUES) else 0
            data += bytes([number[name], first + 8 * value, thread * 64])
    return bytes(data)


def run(race, *arguments):
    return subprocess.run(
        [PLANTED, *map(str, arguments)],
        env={**os.environ, "HF_PLANTED": race},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def test_each_race_is_listed():
    text = (HERE / "planted.h").read_text()
    planted = set(re.findall(r'is_planted\("(\w+)"\)|\{"(\w+_alone)",', text))
    assert {one or other for one, other in planted} == set(RACES)


@pytest.mark.parametrize("race", RACES)
def test_it_is_found(race, tmp_path):
    for i in range(TRIES):
        (tmp_path / "input").write_bytes(program(RACES[race], waits=i % 4))
        done = run(race, f"--times={TIMES}", tmp_path / "input")
        if done.returncode != 0:
            print(f"in {i + 1} of {TRIES} tries")
            break
    # By an oracle; or CPython ends the process first, as it may for such a mistake.
    assert done.returncode < 0, done.stdout[-2000:]


def test_without_a_race_none_is_found(tmp_path):
    for race, lines in RACES.items():
        (tmp_path / race).write_bytes(program(lines))
    done = run("", "--times=20", tmp_path)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "every check held" in done.stdout
