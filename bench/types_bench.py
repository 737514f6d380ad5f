"""Measures what the types cost beside the C API by hand, and prints one table.

    ./bazelw run -c opt //bench:types

Instructions are callgrind's, of one operation with the loop around it. Nanoseconds
are of thread CPU time: both sides of a row run in turns in one process, and a figure
is the median of the turns, the ratio the median of theirs. A goal is that ratio; a
goal of "+3" also says how many instructions more there may be. What is measured is
written in types_*.c. It takes some minutes.
"""

import argparse
import array
import datetime
import gc
import itertools
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import types
import weakref

import types_cases

N = types_cases.N
KEYS = tuple(f"key {i}" for i in range(N))
ITEM = "kelp"
SLICE_NS = 1_000_000  # what one turn of one side should take at least
TURNS = 61


class Row:
    def __init__(self, title, operation, x=None, y=None, number=0, real=0.0, limit=1.05, more=None, n=1):
        self.title, self.operation, self.limit, self.more, self.n = title, operation, limit, more, n
        self.arguments = x, y, number, real

    def run(self, ours, times):
        """(nanoseconds, what came of it)"""
        return types_cases.measure(self.operation, ours, *self.arguments, times)

    def agrees(self):
        (_, ours), (_, raw) = self.run(True, 3), self.run(False, 3)
        return type(ours[2]) is type(raw[2]) and ours == raw

    def goal(self):
        return f"{self.limit:.2f}" + (f", +{self.more}" if self.more is not None else "")

    def missed(self, instructions, ratio):
        """What of the goal is missed; |instructions| may be None."""
        more = self.more is not None and instructions is not None and (
            instructions[0] > instructions[1] + self.more + 0.005
        )
        return " and ".join(["instructions"] * more + ["time"] * (ratio > self.limit + 0.005))


class Product:
    """What has a matrix product, for @."""

    def __matmul__(self, other):
        return other

    __imatmul__ = __matmul__


class Kelp:
    pass


KELP = Kelp()
PRODUCT = Product()


def echo():
    value = None
    while True:
        value = yield value


def plain():
    """What is one call, or one and another that undoes it: (operation, operands)."""
    keys = dict.fromkeys(KEYS)
    echoing, closed = echo(), echo()
    next(echoing)
    closed.close()
    ten = list(range(10))
    member = types.SimpleNamespace(kelp=int)
    weak = weakref.ref(KELP)
    ints = [f"int_as_{name}" for name in "i8 u8 i16 u16 i32 u32 u64 size double".split()]
    indexes = [f"object_as_{name}" for name in "i8 u8 i16 u16 i32 u32 i64 u64 size".split()]
    operators = "add subtract multiply divide floor_divide modulo lshift rshift and xor or power".split()
    unary = "negative positive invert absolute index int float".split()
    return (
        [(name, dict(x=7)) for name in ints + indexes]
        + [
            ("int_from_u64", dict(number=1 << 40)),
            ("int_from_size", dict(number=1 << 40)),
            ("int_from_double", dict(real=1e6)),
            ("int_from_utf8", {}),
            ("int_from_utf8_n", {}),
            ("int_from_str", dict(x="12345678")),
            ("int_to_str", dict(x=12345678)),
            ("int_from_bytes", {}),
            ("int_as_bytes", dict(x=12345678)),
            ("int_bit_length", dict(x=12345678)),
            ("bool_from", dict(number=1)),
            ("bool_as_bool", dict(x=True)),
            ("complex_from", dict(real=0.5)),
            ("complex_as_value", dict(x=0.5 + 1j)),
            ("object_as_complex", dict(x=0.5 + 1j)),
            ("object_as_double", dict(x=0.5)),
        ]
        + [(f"number_{name}", dict(x=1000, y=7)) for name in operators]
        + [(f"number_{name}_in_place", dict(x=1000, y=7)) for name in operators]
        + [
            ("number_matmul", dict(x=PRODUCT, y=7)),
            ("number_matmul_in_place", dict(x=PRODUCT, y=7)),
            ("number_divmod", dict(x=1000, y=7)),
            ("number_power_modulo", dict(x=1000, y=7)),
        ]
        + [(f"number_{name}", dict(x=1000)) for name in unary]
        + [
            ("bytes_from", {}),
            ("bytes_from_object", dict(x=bytearray(10))),
            ("bytes_length", dict(x=b"kelp and dulse")),
            ("bytes_get", dict(x=b"kelp and dulse")),
            ("bytes_as_view", dict(x=b"kelp and dulse")),
            ("bytes_append", dict(x=b"kelp and ", y=b"dulse")),
            ("bytes_append_data", {}),
            ("bytes_concat", dict(x=b"kelp and ", y=b"dulse")),
            ("bytes_slice", dict(x=b"kelp and dulse")),
            ("bytes_equal", dict(x=bytes(range(32)), y=bytes(range(32)))),
            ("bytes_from_path", dict(x="kelp/dulse")),
            ("str_from_path", dict(x=b"kelp/dulse")),
            ("str_from_path_data", {}),
            ("bytearray_from", {}),
            ("bytearray_length", dict(x=bytearray(32))),
            ("bytearray_read", dict(x=bytearray(range(32)))),
            ("bytearray_write", dict(x=bytearray(32))),
            ("bytearray_resize", dict(x=bytearray(32))),
            ("bytearray_append", dict(x=bytearray(32))),
            ("buffer_get", dict(x=array.array("d", range(N)))),
            ("buffer_read", dict(x=array.array("d", range(N)), n=N)),
            ("buffer_write", dict(x=array.array("d", range(N)), real=0.5, n=N)),
            ("buffer_array", dict(x=array.array("d", range(N)))),
            ("list_new", {}),
            ("list_from_iterable", dict(x=tuple(ten))),
            ("list_get_borrowed", dict(x=list(ten))),
            ("list_append_pop", dict(x=list(ten), y=ITEM)),
            ("list_insert_pop_at", dict(x=list(ten), y=ITEM)),
            ("list_insert_delete", dict(x=list(ten), y=ITEM)),
            ("list_append_delete_all", dict(x=[], y=ITEM)),
            ("list_slice", dict(x=ten)),
            ("list_set_slice", dict(x=list(ten), y=[1, 2])),
            ("list_extend_delete_slice", dict(x=[1, 2], y=[3, 4])),
            ("list_sort", dict(x=list(ten))),
            ("list_reverse", dict(x=list(ten))),
            ("list_index", dict(x=ten, y=9)),
            ("list_count", dict(x=ten, y=9)),
            ("list_contains", dict(x=ten, y=9)),
            ("list_copy", dict(x=ten)),
            ("list_to_tuple", dict(x=ten)),
            ("tuple_new", {}),
            ("tuple_from_iterable", dict(x=ten)),
            ("tuple_length", dict(x=tuple(ten))),
            ("tuple_get_borrowed", dict(x=tuple(ten))),
            ("tuple_slice", dict(x=tuple(ten))),
            ("tuple_index", dict(x=tuple(ten), y=9)),
            ("tuple_count", dict(x=tuple(ten), y=9)),
            ("tuple_contains", dict(x=tuple(ten), y=9)),
            ("dict_new", {}),
            ("dict_from_object", dict(x=list(zip(ten, ten)))),
            ("dict_get_utf8", dict(x=keys)),
            ("dict_get_borrowed_utf8", dict(x=keys)),
            ("dict_get_borrowed", dict(x=dict(zip(KEYS, KEYS)), y=KEYS[500])),
            ("dict_contains", dict(x=keys, y=KEYS[500])),
            ("dict_contains_utf8", dict(x=keys)),
            ("dict_set", dict(x=dict(keys), y=KEYS[500])),
            ("dict_set_utf8", dict(x=dict(keys), y=ITEM)),
            ("dict_set_default", dict(x=dict(keys), y=KEYS[500])),
            ("dict_set_pop", dict(x=dict.fromkeys(ten), y=ITEM)),
            ("dict_set_pop_utf8", dict(x=dict.fromkeys(ten), y=ITEM)),
            ("dict_set_discard", dict(x=dict.fromkeys(ten), y=ITEM)),
            ("dict_set_discard_utf8", dict(x=dict.fromkeys(ten), y=ITEM)),
            ("dict_set_delete", dict(x=dict.fromkeys(ten), y=ITEM)),
            ("dict_set_delete_utf8", dict(x=dict.fromkeys(ten), y=ITEM)),
            ("dict_set_delete_all", dict(x={}, y=ITEM)),
            ("dict_update", dict(x=dict.fromkeys(ten), y=dict.fromkeys(ten))),
            ("dict_copy", dict(x=dict.fromkeys(ten))),
            ("dict_keys", dict(x=dict.fromkeys(ten))),
            ("dict_values", dict(x=dict.fromkeys(ten))),
            ("dict_items", dict(x=dict.fromkeys(ten))),
            ("set_new", {}),
            ("set_from_iterable", dict(x=ten)),
            ("set_length", dict(x=set(ten))),
            ("set_contains", dict(x=set(ten), y=9)),
            ("set_add_discard", dict(x=set(ten), y=ITEM)),
            ("set_add_delete", dict(x=set(ten), y=ITEM)),
            ("set_add_pop", dict(x=set(), y=ITEM)),
            ("set_add_delete_all", dict(x=set(), y=ITEM)),
            ("set_update", dict(x=set(ten), y=ten)),
            ("set_copy", dict(x=set(ten))),
            ("frozenset_new", {}),
            ("frozenset_from_iterable", dict(x=ten)),
            ("frozenset_length", dict(x=frozenset(ten))),
            ("frozenset_contains", dict(x=frozenset(ten), y=9)),
            ("range_new", {}),
            ("range_length", dict(x=range(10))),
            ("range_start", dict(x=range(10))),
            ("range_stop", dict(x=range(10))),
            ("range_step", dict(x=range(10))),
            ("slice_new", dict(x=1, y=9)),
            ("slice_start", dict(x=slice(1, 90, 2))),
            ("slice_stop", dict(x=slice(1, 90, 2))),
            ("slice_step", dict(x=slice(1, 90, 2))),
            ("slice_unpack", dict(x=slice(1, 90, 2))),
            ("slice_of_length", dict(x=slice(1, 90, 2))),
            ("sequence_check", dict(x=ten)),
            ("sequence_length", dict(x=ten)),
            ("sequence_get", dict(x=ten)),
            ("sequence_set", dict(x=list(ten), y=ITEM)),
            ("sequence_append_all_delete", dict(x=list(ten), y=[1, 2])),
            ("sequence_slice", dict(x=ten)),
            ("sequence_set_slice", dict(x=list(ten), y=[1, 2])),
            ("sequence_set_slice_delete_slice", dict(x=list(ten), y=[1, 2])),
            ("sequence_concat", dict(x=ten, y=ten)),
            ("sequence_repeat", dict(x=ten)),
            ("sequence_count", dict(x=ten, y=9)),
            ("sequence_index", dict(x=ten, y=9)),
            ("sequence_contains", dict(x=ten, y=9)),
            ("mapping_check", dict(x=keys)),
            ("mapping_length", dict(x=keys)),
            ("mapping_get", dict(x=dict(zip(KEYS, KEYS)), y=KEYS[500])),
            ("mapping_contains", dict(x=keys, y=KEYS[500])),
            ("mapping_set_delete", dict(x=dict.fromkeys(ten), y=ITEM)),
            ("mapping_keys", dict(x=dict.fromkeys(ten))),
            ("mapping_values", dict(x=dict.fromkeys(ten))),
            ("mapping_items", dict(x=dict.fromkeys(ten))),
            ("object_iter", dict(x=ten)),
            ("iterator_send", dict(x=echoing, y=ITEM)),
            ("iterator_close", dict(x=closed)),
            ("iterator_each", dict(x=list(KEYS), n=N)),
            ("object_repr", dict(x=ITEM)),
            ("object_str", dict(x=1000)),
            ("object_ascii", dict(x=ITEM)),
            ("object_dir", dict(x=KELP)),
            ("object_type", dict(x=ITEM)),
            ("object_type_name", dict(x=KELP)),
            ("object_format", dict(x=1000, y="x")),
            ("object_compare", dict(x=1000, y=7)),
            ("object_equal", dict(x=1000, y=7)),
            ("object_truth", dict(x=1000)),
            ("object_hash", dict(x=ITEM)),
            ("object_callable", dict(x=len)),
            ("object_isinstance", dict(x=1000, y=int)),
            ("object_issubclass", dict(x=bool, y=int)),
            ("object_length", dict(x=ten)),
            ("object_contains", dict(x=keys, y=KEYS[500])),
            ("object_getitem", dict(x=dict(zip(KEYS, KEYS)), y=KEYS[500])),
            ("object_setitem_delitem", dict(x=dict.fromkeys(ten), y=ITEM)),
            ("object_getattr", dict(x=member, y="kelp")),
            ("object_getattr_utf8", dict(x=member)),
            ("object_getattr_optional", dict(x=member, y="kelp")),
            ("object_getattr_optional_utf8", dict(x=member)),
            ("object_hasattr", dict(x=member, y="kelp")),
            ("object_hasattr_utf8", dict(x=member)),
            ("object_setattr_delattr", dict(x=KELP, y="dulse")),
            ("object_setattr_delattr_utf8", dict(x=KELP, y="dulse")),
            ("object_call", dict(x=divmod, y=7)),
            ("object_call_no_args", dict(x=int)),
            ("object_call_one_arg", dict(x=abs, y=7)),
            ("object_call_method", dict(x=member, y="kelp")),
            ("object_call_method_utf8", dict(x=member)),
            ("type_name", dict(x=Kelp)),
            ("type_qualified_name", dict(x=Kelp)),
            ("type_module_name", dict(x=Kelp)),
            ("type_module", dict(x=array.array)),
            ("type_flags", dict(x=Kelp)),
            ("type_has_feature", dict(x=Kelp)),
            ("type_is_subtype", dict(x=bool, y=int)),
            ("type_mro", dict(x=Kelp)),
            ("type_slot", dict(x=Kelp)),
            ("type_new_instance", dict(x=object)),
            ("type_super", dict(x=Kelp, y=KELP)),
            ("capsule_new", {}),
            ("capsule_pointer", dict(x=datetime.datetime_CAPI)),
            ("capsule_name", dict(x=datetime.datetime_CAPI)),
            ("capsule_import", {}),
            ("weakref_new", dict(x=KELP)),
            ("weakref_new_with_callback", dict(x=KELP, y=id)),
            ("weakref_get", dict(x=weak)),
        ]
    )


def rows():
    items = list(KEYS)
    return [
        Row("int as int64, 7", "int_as_i64", 7, limit=0.70),
        Row("int as int64, 2**40", "int_as_i64", 1 << 40),
        Row("int from int64, 7", "int_from_i64", number=7, more=3),
        Row("int from int64, 2**40", "int_from_i64", number=1 << 40, more=3),
        Row("float as double", "float_as_double", 0.5, more=3),
        Row("float from double", "float_from_double", real=0.5, more=3),
        Row("list length", "list_length", items, more=3),
        Row("list get", "list_get", items, more=3),
        Row("list set", "list_set", list(items), "dulse", more=3),
        Row("tuple get", "tuple_get", tuple(items), more=3),
        Row("dict length", "dict_length", dict.fromkeys(KEYS), more=3),
        Row("dict get", "dict_get", dict(zip(KEYS, KEYS)), KEYS[500], more=3),
        Row("next", "next", itertools.repeat(ITEM), more=3),
        Row("list each", "list_each", items, limit=1.1, n=N),
        Row("tuple each", "tuple_each", tuple(items), limit=1.1, n=N),
        Row("dict each", "dict_each", dict(zip(KEYS, KEYS)), limit=1.1, n=N),
        Row("list of items", "list_of_items", y=KEYS, n=N),
        Row("list of ints", "list_of_ints", n=N),
        Row("list of ints, not reserved", "list_grown", n=N),
        Row("tuple of items", "tuple_of_items", y=KEYS, n=N),
        Row("tuple of ints", "tuple_of_ints", n=N),
        Row("tuple of ints, not reserved", "tuple_grown", n=N),
        Row("dict of items", "dict_of_items", KEYS, KEYS, n=N),
        Row("dict of ints", "dict_of_ints", KEYS, n=N),
    ] + [Row(operation.replace("_", " "), operation, **operands) for operation, operands in plain()]


def nanoseconds(row, quick):
    """(ours, raw, ratio) of one operation, or of one of its items."""
    times = 1
    while not quick and row.run(False, times)[0] < SLICE_NS:
        times *= 2
    turns = []
    for turn in range(1 if quick else TURNS):
        order = (True, False) if turn % 2 else (False, True)
        took = {ours: max(1, row.run(ours, times)[0]) for ours in order}
        turns.append((took[True], took[False]))
    ours, raw = (statistics.median(side) / times / row.n for side in zip(*turns))
    return ours, raw, statistics.median(a / b for a, b in turns)


# The program runs itself under callgrind, which writes one file at each end of
# |measured|; a count is the difference of two calls that differ in how often they
# execute the operation.


def counted_times(row):
    return 100 if row.n == 1 else 4


def measure_for_callgrind(row):
    few = counted_times(row)
    for ours in (True, False):
        for times in (few, few, 2 * few):  # the first warms up
            row.run(ours, times)


def count(table, only):
    """{row: (ours, raw)}"""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["valgrind", "-q", "--tool=callgrind", "--toggle-collect=measured", "--dump-after=measured"]
            + [f"--callgrind-out-file={folder}/out", sys.executable, __file__, "--under-callgrind", "--only", only],
            check=True,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )
        totals = []
        for number in itertools.count(1):
            try:
                with open(f"{folder}/out.{number}", encoding="ascii", errors="replace") as file:
                    totals.append(int(re.search(r"^totals: (\d+)", file.read(), re.M)[1]))
            except FileNotFoundError:
                break
    if len(totals) != 6 * len(table):
        sys.exit(f"callgrind wrote {len(totals)} files, not {6 * len(table)}")
    result = {}
    for i, row in enumerate(table):
        six = totals[6 * i : 6 * i + 6]
        result[row] = tuple((six[at + 2] - six[at + 1]) / counted_times(row) / row.n for at in (0, 3))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", metavar="REGEX", default="", help="only the rows whose titles match")
    parser.add_argument("--quick", action="store_true", help="each row once: compares what both sides give; no counts")
    parser.add_argument("--under-callgrind", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    gc.disable()
    table = [row for row in rows() if re.search(options.only, row.title)]
    if options.under_callgrind:
        for row in table:
            measure_for_callgrind(row)
        return
    for row in table:
        if not row.agrees():
            sys.exit(f"{row.title}: ours and raw give different results")
    counts = {}
    if not options.quick:
        if shutil.which("valgrind") is None:
            sys.exit("bench:types needs valgrind: apt-get install valgrind")
        if not types_cases.OPTIMIZED:
            print("Not optimized, so no figure means much: use -c opt.")
        counts = count(table, options.only)
    print(f"CPython {platform.python_version()}, {types_cases.COMPILER}; where there are {N} items, an item")
    print(f"{'':<34}{'instructions':>19}   {'nanoseconds':>17}")
    print(f"{'':<34}{'raw':>9}{'ours':>10}   {'raw':>8}{'ours':>9}{'ratio':>8}  goal")
    for row in table:
        ours, raw, ratio = nanoseconds(row, options.quick)
        counted = counts.get(row)
        numbers = f"{counted[1]:>9.1f}{counted[0]:>10.1f}" if counted else f"{'-':>9}{'-':>10}"
        missed = "" if options.quick else row.missed(counted, ratio)
        print(
            f"{row.title:<34}{numbers}   {raw:>8.2f}{ours:>9.2f}{ratio:>8.2f}  {row.goal()}"
            + f"  missed: {missed}" * bool(missed),
            flush=True,
        )


if __name__ == "__main__":
    main()
