"""What //bench:types compares does the same, and its goals are read as they are meant."""

import re
import subprocess
import sys

import pytest
import types_bench
import types_cases

ROWS = types_bench.rows()


@pytest.mark.parametrize("row", ROWS, ids=[row.title for row in ROWS])
def test_both_do_the_same(row):
    assert row.agrees()


def test_a_difference_is_seen(monkeypatch):
    row = types_bench.Row("planted", "int_as_i64", 7)
    assert row.agrees()
    monkeypatch.setattr(row, "run", lambda ours, times: (1, (7 + ours, 0.0, None)))
    assert not row.agrees()


def test_an_error_is_raised_by_both():
    for ours in (True, False):
        with pytest.raises(OverflowError):
            types_cases.measure("int_as_i64", ours, 1 << 64, None, 0, 0.0, 1)
        with pytest.raises(IndexError):
            types_cases.measure("list_get", ours, [], None, 0, 0.0, 1)


def test_goals():
    row = types_bench.Row("planted", "int_as_i64", 7, limit=1.05, more=3)
    assert row.goal() == "1.05, +3"
    assert row.missed((13, 10), 1.05) == ""
    assert row.missed((14, 10), 1.05) == "instructions"
    assert row.missed((13, 10), 1.06) == "time"
    assert row.missed(None, 1.05) == ""


def test_each_row_is_printed():
    output = subprocess.run(
        [sys.executable, "bench/types_bench.py", "--quick"], check=True, capture_output=True, text=True
    ).stdout
    for row in ROWS:
        assert re.search(rf"^{re.escape(row.title)} +- +- +[\d.]+ +[\d.]+ +[\d.]+  {re.escape(row.goal())}$", output, re.M)
