"""The benchmark runs; what both sides give is compared by itself. No test here
looks at a time."""

import re
import subprocess
import sys

import pytest

NUMBER = r"[\d,.]+k?"


@pytest.fixture(scope="module")
def output():
    return run("--quick")


def run(*arguments):
    return subprocess.run(
        [sys.executable, "bench/str.py", *arguments],
        check=True, capture_output=True, text=True).stdout


def columns(output, row):
    """How many cells of ours, raw and ratio the rows of this name have."""
    cells = rf"(?:\s+{NUMBER}\s+{NUMBER}\s+{NUMBER}[! ])"
    lines = re.findall(rf"^  {re.escape(row)} ({cells}+)", output, re.MULTILINE)
    return [len(re.findall(cells, line)) for line in lines]


@pytest.mark.parametrize("row", [
    "incref", "decref", "length", "equal", "concat", "concat_utf8",
    "append_utf8, shared", "append_utf8, unshared", "noop(left)",
    "append(left)", "concat(left)", "chain()",
])
def test_a_plain_row_is_there(output, row):
    assert columns(output, row) == [1]


@pytest.mark.parametrize(
    "script", ["English", "German", "Russian", "Chinese", "emoji mix"])
def test_a_script_is_decoded_in_three_sizes(output, script):
    assert columns(output, script) == [3]


@pytest.mark.parametrize("size", [4, 16, 64, 1024])
@pytest.mark.parametrize("script", ["ASCII", "Latin-1", "UCS-2", "UCS-4"])
def test_chain_and_builder_have_three_lengths(output, script, size):
    assert columns(output, f"{script}, k = {size}") == [3, 3]


def test_markdown_has_the_same_rows(output):
    markdown = run("--quick", "--markdown")
    rows = re.findall(r"^\| (.+?) \|(?: [^|]* \|)+ ", markdown, re.MULTILINE)
    text = re.findall(r"^  (\S.*?)  +\d", output, re.MULTILINE)
    assert [row for row in rows if row in text] == text
