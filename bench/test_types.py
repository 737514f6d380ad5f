"""What //bench:types compares does the same, and its goals are read as they are meant."""

import pathlib
import re
import subprocess
import sys

import pytest
import types_bench
import types_cases

ROWS = types_bench.rows()

# What is measured is all that these have, but for what stands below.
TYPES = (
    "int float complex bool number bytes bytearray buffer list tuple dict set frozenset range slice sequence mapping"
    " iterator object type capsule weakref"
).split()
NOT_MEASURED = {
    r"hf_(int_as|int_from|object_as)": "goes by the type of a variable to one that is",
    r"hf_(list|tuple)_builder(_\w+)?": "by the rows of items and of ints",
    r"hf_(bytes|dict)_builder(_\w+)?": "by hand there is no such thing; but dicts are built in two rows",
    r"hf_buffer_(read|write)_at": "as hf_buffer_read, with an index for each dimension",
    r"hf_buffer_array_writable": "as hf_buffer_array",
    r"hf_buffer_(raw|dimensions|size)": "a field of the Py_buffer",
    r"hf_buffer_(release|clear)": "at the end of the scope of hf_auto_buffer",
    r"hf_object_is": "compares two pointers",
    r"hf_slice_part_of": "is PySlice_AdjustIndices",
    r"hf_(buffer|int_layout)": "a type of C",
}


@pytest.mark.parametrize("row", ROWS, ids=[row.title for row in ROWS])
def test_both_do_the_same(row):
    assert row.agrees()


def test_each_operation_has_a_row():
    assert set(types_cases.operations()) == {row.operation for row in ROWS}


def test_each_function_is_measured():
    source = "".join(file.read_text() for file in pathlib.Path("bench").glob("types_*.c"))
    used = set(re.findall(r"\bhf_\w+", source))
    public = [
        line.split()[0]
        for line in pathlib.Path("tests/headers/public_names.txt").read_text().splitlines()
        if re.match(rf"hf_({'|'.join(TYPES)})(_|$)", line) and not re.search(r"_cast(_unchecked)?$", line)
    ]
    exempt = {name for name in public if any(re.fullmatch(pattern, name) for pattern in NOT_MEASURED)}
    assert [name for name in public if name not in used | exempt] == []
    assert {name for name in exempt & used if "builder" not in name} <= {"hf_buffer"}


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
