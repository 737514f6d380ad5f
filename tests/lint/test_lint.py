"""What not every compiler refuses, and this layer forbids."""

import pathlib
import re
import subprocess
import sysconfig

import pytest

from testing.parts import is_in_part

CASES = pathlib.Path("tests/lint/cases")
SOURCES = sorted(
    file
    for folder in ["bench", "bind", "core", "examples", "fuzz", "pytest_holdfast", "testing", "tests"]
    for file in pathlib.Path(folder).rglob("*")
    if file.suffix in [".c", ".cc", ".h"]
    and CASES not in file.parents
    and "compile_fail" not in file.parts
)
UNITS = [file for file in SOURCES if file.suffix != ".h"]

# ---- A handle in varargs, of which gcc says nothing.


def is_checked(file):
    """Whether a file is about the checked build."""
    return file.stem.startswith("ledger") or file.parent == pathlib.Path("fuzz/ledger")


def handles_in_varargs(file):
    """The numbers of the lines with one."""
    c = ["clang", "-std=c11"]
    done = subprocess.run(
        [*(c if file.suffix == ".c" else ["clang++", "-std=c++17"]), "-I."]
        + ["-Wno-everything", "-Wclass-varargs", "-Wformat"]
        + ["-DPy_REF_DEBUG"]  # as in a debug build, which some files demand
        + (["-DHF_CHECKED"] if is_checked(file) else [])
        + ["-isystem", sysconfig.get_paths()["include"]]
        + ["-fsyntax-only", "-fno-caret-diagnostics", file],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    lines = re.findall(
        rf"^{file}:(\d+):.* warning: .*'(?:struct )?hf_\w+'.* \[-W(?:class-varargs|format)\]$",
        done.stderr,
        re.M,
    )
    return sorted(map(int, lines))


def test_planted_handles_in_varargs_are_reported():
    file = CASES / "varargs.c"
    lines = file.read_text().splitlines()
    planted = [i for i, line in enumerate(lines, 1) if line.endswith("/* wrong */")]
    assert len(planted) == 6
    assert handles_in_varargs(file) == planted


# clang parses each file, which takes long: with HOLDFAST_PART it is a part of them.
@pytest.mark.parametrize("file", [file for file in UNITS if is_in_part(str(file))], ids=str)
def test_no_handle_travels_through_varargs(file):
    assert handles_in_varargs(file) == []


# ---- Raw reference counts, where a handle would do.

RAW = re.compile(r"\bPy_(X?INCREF|X?DECREF|X?NewRef|IncRef|DecRef|CLEAR|X?SETREF)\b")
IGNORED = re.compile(r"""//[^\n]*|/\*.*?\*/|"(\\.|[^"\\\n])*\"""", re.DOTALL)

# At most so many, and none in other files; bench/ measures against the C API,
# and may. Raise a number only where the code
# is the layer itself, or tests it against the C API.
COUNTED = {
    "bind/class.c": 9,
    "bind/class.h": 2,
    "bind/function.c": 4,
    "bind/function.h": 1,
    "bind/import.c": 5,
    "core/bool.h": 1,
    "core/bytearray.c": 1,
    "core/bytes.c": 3,
    "core/capsule.c": 4,
    "core/code.c": 2,
    "core/dict.c": 14,
    "core/dict.h": 3,
    "core/dict_builder.c": 8,
    "core/error.c": 24,
    "core/handle.h": 3,
    "core/int.c": 3,
    "core/internal/items.c": 3,
    "core/internal/search.c": 2,
    "core/iterator.c": 3,
    "core/ledger/ledger.c": 7,
    "core/ledger/raise.c": 6,
    "core/ledger/shown.c": 2,
    "core/list.c": 6,
    "core/list.h": 3,
    "core/mapping.c": 2,
    "core/memoryview.c": 5,
    "core/module.c": 7,
    "core/number.c": 2,
    "core/object.c": 12,
    "core/object.h": 1,
    "core/range.c": 1,
    "core/sequence.c": 4,
    "core/set.c": 1,
    "core/slice.c": 1,
    "core/str.c": 15,
    "core/str_builder.c": 5,
    "core/str_methods.c": 1,
    "core/tuple.h": 2,
    "core/type.c": 4,
    "core/weakref.c": 1,
    "fuzz/call_sequence/call.c": 22,
    "fuzz/call_sequence/model.c": 25,
    "fuzz/call_sequence/planted.h": 7,
    "fuzz/class_sequence/based.c": 1,
    "fuzz/class_sequence/call.c": 10,
    "fuzz/class_sequence/calls_based_look.c": 14,
    "fuzz/class_sequence/calls_based_make.c": 17,
    "fuzz/class_sequence/calls_call.c": 6,
    "fuzz/class_sequence/calls_field.c": 6,
    "fuzz/class_sequence/calls_make.c": 13,
    "fuzz/class_sequence/calls_odd.c": 23,
    "fuzz/class_sequence/calls_protocol.c": 6,
    "fuzz/class_sequence/calls_slot.c": 7,
    "fuzz/class_sequence/classed.c": 2,
    "fuzz/class_sequence/model.c": 5,
    "fuzz/class_sequence/planted.h": 1,
    "fuzz/class_sequence/start.c": 12,
    "fuzz/contract/call.c": 34,
    "fuzz/contract/calls_again.c": 5,
    "fuzz/contract/calls_attribute.c": 3,
    "fuzz/contract/calls_buffer.c": 18,
    "fuzz/contract/calls_builder.c": 1,
    "fuzz/contract/calls_bytes.c": 16,
    "fuzz/contract/calls_call.c": 5,
    "fuzz/contract/calls_dict.c": 21,
    "fuzz/contract/calls_error.c": 22,
    "fuzz/contract/calls_handle.c": 3,
    "fuzz/contract/calls_int.c": 7,
    "fuzz/contract/calls_item.c": 11,
    "fuzz/contract/calls_list.c": 5,
    "fuzz/contract/calls_number.c": 22,
    "fuzz/contract/calls_object.c": 2,
    "fuzz/contract/calls_order.c": 8,
    "fuzz/contract/calls_protocol.c": 49,
    "fuzz/contract/calls_raise.c": 38,
    "fuzz/contract/calls_set.c": 4,
    "fuzz/contract/calls_str.c": 2,
    "fuzz/contract/calls_str_methods.c": 14,
    "fuzz/contract/calls_tuple.c": 7,
    "fuzz/contract/calls_type.c": 50,
    "fuzz/contract/calls_utf8.c": 2,
    "fuzz/contract/calls_valid.c": 4,
    "fuzz/contract/calls_within.c": 6,
    "fuzz/contract/compare.c": 14,
    "fuzz/contract/containers.c": 18,
    "fuzz/contract/numbers.c": 4,
    "fuzz/contract/operands.c": 13,
    "fuzz/contract/planted.h": 6,
    "fuzz/contract/python.c": 6,
    "fuzz/contract/table.c": 1,
    "fuzz/contract/utf8s.c": 1,
    "fuzz/engine/made.c": 1,
    "fuzz/engine/oracles.c": 1,
    "fuzz/engine/reproducer_sequence.c": 1,
    "fuzz/ledger/calls_append.c": 2,
    "fuzz/ledger/calls_buffer.c": 2,
    "fuzz/ledger/calls_builder.c": 3,
    "fuzz/ledger/calls_handle.c": 9,
    "fuzz/ledger/calls_items.c": 2,
    "fuzz/ledger/calls_list.c": 1,
    "fuzz/ledger/calls_many.c": 1,
    "fuzz/ledger/calls_odd.c": 3,
    "fuzz/ledger/calls_scope.c": 2,
    "fuzz/ledger/calls_shown.c": 10,
    "fuzz/ledger/calls_told.c": 2,
    "fuzz/ledger/calls_view.c": 1,
    "fuzz/ledger/compare.c": 8,
    "fuzz/ledger/end.c": 2,
    "fuzz/ledger/input.c": 1,
    "fuzz/ledger/sites.c": 3,
    "fuzz/ledger/start.c": 10,
    "fuzz/ledger/start_ledger.c": 2,
    "fuzz/ledger/table.c": 6,
    "fuzz/models/exception.c": 2,
    "fuzz/models/set.c": 2,
    "fuzz/targets/bytes_planted.h": 5,
    "fuzz/targets/bytes_world.c": 10,
    "fuzz/targets/container_planted.h": 5,
    "fuzz/targets/container_sets.c": 2,
    "fuzz/targets/container_world.c": 13,
    "fuzz/targets/error_planted.h": 8,
    "fuzz/targets/error_world.c": 8,
    "fuzz/targets/number_planted.h": 1,
    "fuzz/targets/number_world.c": 5,
    "fuzz/targets/object_world.c": 3,
    "fuzz/targets/planted.h": 4,
    "fuzz/targets/utf8_decode_world.c": 4,
    "fuzz/threads_sequence/planted.h": 2,
    "fuzz/threads_sequence/world.c": 4,
    "pytest_holdfast/include/holdfast/watch.h": 18,
    "pytest_holdfast/native/watch/module.c": 13,
    "testing/interpreter.c": 8,
    "tests/codegen/codegen.c": 15,
    "tests/cxx/cxx_test.cc": 1,
    "tests/error_test.c": 1,
    "tests/handle_test.c": 3,
    "tests/int_test.c": 1,
    "tests/str_test.c": 2,
    "tests/support.c": 6,
    "tests/utf8_test.c": 1,
}


def raw_counts(file):
    return len(RAW.findall(IGNORED.sub(" ", file.read_text())))


def test_planted_raw_counts_are_counted():
    assert raw_counts(CASES / "counts.c") == 7


@pytest.mark.parametrize(
    "file", [file for file in SOURCES if file.parts[0] != "bench"], ids=str
)
def test_raw_counts_are_few_and_known(file):
    assert raw_counts(file) <= COUNTED.get(str(file), 0)


def test_counted_files_exist():
    assert set(COUNTED) <= set(map(str, SOURCES))
