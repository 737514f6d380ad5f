"""The checked build names the function, and its lines, for what goes wrong where a
call from Python ends."""

import pathlib
import re
import subprocess
import sys

import pytest
import slips

SOURCE = pathlib.Path("tests/bind/slips.c").read_text().splitlines()


def line_of(text):
    (found,) = [i for i, line in enumerate(SOURCE, 1) if text in line]
    return found


def reported(call, *args):
    with pytest.raises(Exception) as error:
        call(*args)
    assert type(error.value).__name__ == "OwnershipError", error.value
    return re.sub(r" at \S*/slips.c", " at slips.c", str(error.value))


def test_an_argument_that_is_kept():
    slips.keep("kelp")
    report = reported(slips.keep, "dulse")
    assert "borrowed too long" in report
    assert "  object     str at " in report
    assert f"keep at slips.c:{line_of('/* lent */')}" in report
    assert f"keep at slips.c:{line_of('hf_str_concat(earlier')}" in report
    assert "hf_private" not in report


def test_one_of_the_rest_that_is_kept():
    slips.keep_first("kelp")
    report = reported(slips.keep_first)
    assert "borrowed too long" in report
    assert "keep_first at slips.c:" in report


def test_a_failure_without_an_exception():
    report = reported(slips.fail_in_silence, "kelp")
    assert "null without exception" in report
    assert f"fail_in_silence at slips.c:{line_of('/* lies */')}" in report
    assert "hf_private" not in report


def test_a_result_with_an_exception():
    report = reported(slips.raise_in_silence)
    assert "result with exception" in report
    assert f"raise_in_silence at slips.c:{line_of('/* raises */')}" in report


def test_a_view_that_is_kept():
    """It ends the process in any case."""
    program = "import slips; slips.view_of('kelp'); slips.view_of('dulse')"
    done = subprocess.run(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode != 0
    assert "view read too late" in done.stdout
    assert "  viewed     view_of at " in done.stdout
    assert "  read       view_of at " in done.stdout


def test_what_is_right_is_not_accused():
    for _ in range(100):
        slips.right("a", 1, 2, x=3, y=4)
        with pytest.raises(TypeError, match="must be str, not int"):
            slips.right(1, x=2)
        with pytest.raises(TypeError, match="multiple values"):
            slips.right("a", word="b")
