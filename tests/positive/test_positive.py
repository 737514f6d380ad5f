"""Runs the programs here: none makes a mistake, and nothing is reported."""

import pathlib
import re

import pytest

import building

SOURCE = pathlib.Path("tests/positive/programs.c")
NAMES = re.findall(r"^    PROGRAM\((\w+)\),$", SOURCE.read_text(), re.M)
HELPERS = {"take_over", "sum_in_a_thread"}

_programs = {}


def program(way):
    if way not in _programs:
        _programs[way] = building.program(way, [SOURCE, "tests/ledger/program.c"])
    return _programs[way]


def check(way, name, **variables):
    done = building.run([program(way), name], env=building.environment(**variables))
    assert done.stdout == "no report\nfinished\n"
    assert done.returncode == 0


def test_each_program_is_listed():
    defined = re.findall(r"^static void (\w+)\(void\)$", SOURCE.read_text(), re.M)
    assert set(NAMES) == set(defined) - HELPERS


@pytest.mark.parametrize("way", building.WAYS if building.EVERY else ["clang-O2"])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_reported(way, name):
    # Nor what would still be open when Python ends.
    check(way, name, HOLDFAST_LEDGER_EXIT=1)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_reported_with_stacks(name):
    check("gcc-O2", name, HOLDFAST_LEDGER_STACKS=1)
