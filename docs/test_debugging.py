"""docs/debugging.md shows what the checked build says of examples/mistakes."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

PAGE = pathlib.Path("docs/debugging.md").read_text()
REPORTS = dict(re.findall(r"^```text (\w+)\n(.*?)^```$", PAGE, re.M | re.S))
SOURCE = pathlib.Path("examples/mistakes/mistakes.c").read_text()
PROGRAM = """
import example.mistakes
for word in ("kelp", "kelp"):
    example.mistakes.{}(word)
"""


def of_every_run(text):
    """Without addresses, the folder of the source, and columns."""
    text = re.sub(r"0x[0-9a-f]+", "0x...", text)
    text = re.sub(r" (times; this is one of them)", "", text)
    return re.sub(r" at \S*?(mistakes\.c:\d+)(:\d+)?", r" at \1", text)


def report_of(function, **environment):
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(function)],
        env={**os.environ, "HOLDFAST_LEDGER": "abort", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = process.stdout.splitlines(True)
    return process, "".join(
        line for line in lines if re.match(r"holdfast: |  \w+ {3,}", line)
    )


def test_each_mistake_is_shown():
    functions = re.findall(r"^static void (\w+)\(", SOURCE, re.M)
    assert functions and set(functions) == set(REPORTS)


@pytest.mark.parametrize("function", REPORTS)
def test_the_page_shows_the_report(function):
    process, report = report_of(function, HOLDFAST_LEDGER_EXIT="1")
    report = re.sub(r"^holdfast: at the end of Python.*\n", "", report, flags=re.M)
    report = re.sub(r" \(\d+ times; this is one of them\)", "", report)
    assert process.returncode != 0
    assert of_every_run(report) == of_every_run(REPORTS[function]), process.stdout


@pytest.mark.parametrize("function", sorted(set(REPORTS) - {"leak", "view_read_too_late"}))
def test_raise_names_the_mistake_and_python_goes_on(function):
    process, _ = report_of(function, HOLDFAST_LEDGER="raise")
    assert process.returncode == 1, process.stdout
    assert "holdfast.OwnershipError: holdfast: " in process.stdout


def test_what_leaks_more_is_counted():
    process, _ = report_of("leak", HOLDFAST_LEDGER_EXIT="1")
    assert "at the end of Python 2 handles are open" in process.stdout
    assert "(2 times; this is one of them)" in process.stdout
