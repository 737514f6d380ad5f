"""Each planted bug is found, from the committed corpus, within a fixed number of
runs, by the oracle that it was planted for.

fuzz/targets/planted.h has the bugs. A bug that an oracle does not see any more means
that the oracle, the model or the corpus has lost something.
"""

import os
import pathlib
import re
import subprocess
import sys

import pytest

import failure
import reproducers

HERE = pathlib.Path(__file__).parent.parent  # where the programs are
RUNS = {
    "bytes_sequence": 2_000,
    "container_sequence": 1_000,
    "str_sequence": 20_000,
    "error_sequence": 20_000,
    "number_sequence": 20_000,
    "object_sequence": 20_000,
    "utf8_decode": 20_000,
    "contract": 5_000,
    "call_sequence": 200,  # the corpus, and little more
    "class_sequence": 200,
}
HEADER = {
    "bytes_sequence": "fuzz/targets/bytes_planted.h",
    "container_sequence": "fuzz/targets/container_planted.h",
    "call_sequence": "fuzz/call_sequence/planted.h",
    "class_sequence": "fuzz/class_sequence/planted.h",
    "contract": "fuzz/contract/planted.h",
    "error_sequence": "fuzz/targets/error_planted.h",
    "number_sequence": "fuzz/targets/number_planted.h",
}
MOST = {"call_sequence": 960}  # bytes of an input

# The checked build sees some of them first, at the line of the bug.
LEAK = "holdfast: leak: .*\n.*\n  opened +(act|planted)_"
SANITIZER = "ERROR: AddressSanitizer: heap-use-after-free|most likely used after its end"
# In the checked build the ledger may be first, with the line.
LEDGER = "^holdfast: (leak|consumed twice|used after consumed): "

PLANTED = {
    "bytes_sequence": {
        "added_unset": "the content oracle",
        "alignment_not_asked": "the prediction oracle",
        "error_not_sticky": "the (prediction|identity) oracle",
        "export_overlooked": "the prediction oracle",
        "format_not_asked": "the (prediction|exception) oracle",
        "gaps_not_seen": "the (prediction|exception) oracle",
        "held_and_grown": f"{SANITIZER}|the (references|identity) oracle",
        "last_byte_lost": "the (length|content) oracle",
        "not_released": f"the (references|totals|finalizer) oracle|{LEAK}",
        "not_zeroed": "the content oracle",
        "one_too_far": "the prediction oracle",
        "owner_lost": f"the references oracle|{SANITIZER}",
        "owner_not_consumed": f"the (references|totals|finalizer) oracle|{LEAK}",
        "read_only_written": "the (prediction|content) oracle",
        "refused_and_held": "the (references|totals) oracle",
        "released_twice": f"the references oracle|{SANITIZER}",
        "size_not_checked": "the prediction oracle",
        "strides_ignored": "the content oracle",
        "writable_not_asked": "the (prediction|exception) oracle",
    },
    "container_sequence": {
        "appended_and_kept": f"the (references|totals) oracle|{LEAK}",
        "change_not_told": "the prediction oracle",
        "failed_builder_keeps": f"the (references|totals) oracle|{LEAK}",
        "inserted_behind": "the (content|references) oracle",
        "key_kept": f"the (references|totals) oracle|{LEAK}",
        "length_kept": f"{SANITIZER}|the (content|references) oracle",
        "missing_found": "the content oracle",
        "old_item_lost": f"the (references|totals) oracle|{LEAK}",
        "popped_stays": "the (references|length) oracle",
        "refused_not_consumed": f"the (references|totals) oracle|{LEAK}",
        "tuple_not_seen": "the (content|totals) oracle",
        "value_stays": "the (references|length|prediction) oracle",
        "walk_skips": "the content oracle",
    },
    "str_sequence": {
        "append_alias": SANITIZER,
        "borrowed_changed": "the content oracle",
        "copy_not_same": "the identity oracle",
        "count_changed": "the references oracle",
        "double_decref": "the references oracle",
        "freed_each_time": "the totals oracle",
        "interned_result": "the interned oracle",
        "length_off_by_one": "the length oracle",
        "lost_on_error_path": "the (totals|blocks) oracle",
        # Where nobody holds the object any more, only the totals are left to see it.
        "lost_reference": "the (references|totals) oracle",
        "lost_when_memory_fails": "the (totals|blocks) oracle",
        "missing_terminator": "the terminator oracle",
        "not_moved_out": "the consumption oracle",
        "null_without_exception": "the exception oracle",
        "number_off_by_one": "the content oracle",
        "piece_cut": "the (content|length|prediction|kind) oracle",
        "replace_forgets_old": f"the (references|totals) oracle|{LEAK}",
        "result_with_exception": "the exception oracle",
        "self_not_consumed": f"the (references|totals) oracle|{LEAK}",
        "stale_hash": "the hash oracle",
        "surrogates_decoded": "the prediction oracle",
        "use_after_steal": SANITIZER,
        "wrong_exception": "the exception oracle",
        "wrong_kind": "the kind oracle",
        "wrong_type_accepted": "the prediction oracle",
    },
    "error_sequence": {
        "another_comes_back": "the (exception|identity) oracle",
        "context_lost": "the exception oracle",
        "context_shown": "the (content|exception) oracle",
        "grown_traceback_lost": "the (content|exception) oracle",
        "line_before": "the exception oracle",
        "nested_restore_lost": "the (content|exception) oracle",
        "notes_lost": "the (content|references) oracle",
        "traceback_grew": "the exception oracle",
        "traceback_of_context_lost": "the (content|exception) oracle",
        "tuple_by_identity": "the content oracle",
    },
    "number_sequence": {
        "copied": "the identity oracle",
        "divides_as_c": "the content oracle",
        "floats_truncated": "the prediction oracle",
        "fraction_dropped": "the prediction oracle",
        "last_byte_unwritten": "the content oracle",
        "left_lost": f"the (references|totals) oracle|{LEAK}",
        "lost_when_memory_fails": "the (totals|blocks) oracle",
        "minus_one_fails": "the prediction oracle",
        "minus_zero_lost": "the content oracle",
        "modulus_dropped": "the content oracle",
        "not_in_place": "the (identity|prediction|content) oracle",
        "not_zeroed": "the content oracle",
        "number_truncated": "the prediction oracle",
        "operands_swapped": "the content oracle",
        "pending_lost": "the exception oracle",
        "repr_asked": "the (content|exception) oracle",
        "sign_lost": "the content oracle",
    },
    "object_sequence": {
        "error_swallowed": "the prediction oracle",
        "finalizer_lost": "the (finalizer|totals) oracle",
        "object_leak": f"the (references|totals|finalizer) oracle|{LEAK}",
        "runs_while_pending": "the (exception|ledger) oracle",
    },
    "contract": {
        "added_only_on_success": f"the (references|totals) oracle|{LEAK}",
        "along_tp_base": "the content oracle",
        "capsule_by_pointer": "the (content|exception|prediction) oracle",
        "change_not_seen": "the (prediction|exception|python) oracle",
        "class_not_asked": "the (python|content|prediction) oracle",
        "collector_enabled": "the state oracle",
        "context_lost": "the exception oracle",
        "destructor_lost": "the content oracle",
        "earlier_dropped": "the exception oracle",
        "errors_ignored": "the (exception|prediction|content) oracle",
        "float_of_int_not_asked": "the (python|content) oracle",
        "int_by_size": "the (python|content|exception|prediction) oracle",
        "key_unpacked": "the exception oracle",
        "keywords_reversed": "the (content|exception) oracle",
        "message_cut": "the exception oracle",
        "name_behind_first_dot": "the content oracle",
        "name_by_pointer": "the (content|exception|prediction) oracle",
        "name_through_c": "the (content|exception|prediction) oracle",
        "not_interned": "the (content|prediction) oracle",
        "order_to_nul": "the content oracle",
        "pending_replaced": "the exception oracle",
        "place_lost": "the content oracle",
        "referent_lent": f"{SANITIZER}|the (references|content|totals) oracle|{LEDGER}",
        "released_early": SANITIZER,
        "room_behind": "ERROR: AddressSanitizer: heap-buffer-overflow",
        "runs_str": "the python oracle",
        "set_emptied_in_turn": "the content oracle",
        "size_16_bits": "the content oracle",
        "super_of_instances_alone": "the (exception|prediction) oracle",
        "traceback_lost": "the exception oracle",
        "tuple_by_identity": "the content oracle",
        "tuple_not_seen": "the (content|totals) oracle",
        "type_name_kept": "the content oracle",
        "value_kept": f"the (references|totals) oracle|{LEAK}",
        "view_16_bits": "the content oracle",
        "weakref_of_another": "the content oracle",
    },
    "call_sequence": {
        "argument_released_twice": f"the (references|totals) oracle|{SANITIZER}",
        "default_not_applied": "the content oracle",
        "keyword_by_prefix": "the (content|prediction|exception) oracle",
        "names_kept": "the (references|totals) oracle",
        "none_converted": "the (content|prediction) oracle",
        "none_kept": f"the (references|totals) oracle|{LEAK}",
        "other_argument_named": "the exception oracle",
        "rest_cut": "the (content|prediction|references) oracle",
        "result_kept": f"the (references|totals) oracle|{LEAK}",
    },
    "class_sequence": {
        "bases_forgotten": "the content oracle",
        "extended_gets_no_arguments": "the (content|references|prediction) oracle",
        "extended_may_fail": "the prediction oracle",
        "extended_not_visited": "the (finalizer|totals|references|content) oracle",
        "fields_end_first": "the content oracle",
        "fields_not_released": f"the (references|totals|content|finalizer) oracle|{LEAK}",
        "fields_of_base_not_released": f"the (references|totals|content|finalizer) oracle|{LEAK}",
        "finalizer_of_subclass_lost": "the (finalizer|identity) oracle",
        "found_half_made": "the content oracle",
        "items_of_one_byte": "the content oracle",
        "one_shape": "the content oracle",
        "start_of_extending_wrong": f"the (references|totals|content|finalizer) oracle|{LEAK}",
        "traverse_misses_base": "the (finalizer|totals|references|content) oracle",
        "traverse_misses_fields": "the (finalizer|totals|references|content) oracle",
        "type_not_released": "the totals oracle",
        "type_not_visited": "the (finalizer|totals) oracle",
        "weak_references_kept": "the content oracle",
    },
    "utf8_decode": {
        "all_equal": "the content oracle",
        "lost_on_error_path": "the (totals|blocks) oracle",
        "overlong_equal": "the content oracle",
        "surrogates_decoded": "the prediction oracle",
        "wrong_position": "the exception oracle",
    },
}


def is_checked(target):
    return reproducers.is_checked(HERE / f"planted_{target}")


def run(target, bug, tmp_path):
    """What the fuzzer of |target| says when |bug| is planted."""
    corpus = HERE.parent / "corpus" / target
    assert any(corpus.rglob("*")), "the corpus is not there"
    return subprocess.run(
        [
            HERE / f"planted_{target}",
            f"-runs={RUNS[target]}",
            "-seed=1",
            f"-max_len={MOST.get(target, 400)}",
            f"-artifact_prefix={tmp_path}/",
            tmp_path,
            corpus,
        ],
        env={**os.environ, "HF_PLANTED": bug, "ASAN_OPTIONS": "detect_leaks=0"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def tried(target):
    """The bugs of |target| that are planted. The checked build has the same oracles: there
    it is those that the ledger may see first, and one in four of the others."""
    # From CPython 3.12 on nobody counts the references to None, so that to keep one is no
    # leak, and an exception that is set has its traceback nowhere but in itself.
    later = {"none_kept", "grown_traceback_lost"}
    unseen = later if sys.version_info >= (3, 12) else set()
    bugs = [bug for bug in PLANTED[target] if bug not in unseen]
    if not is_checked(target):
        return bugs
    first = [bug for bug in bugs if "holdfast: " in PLANTED[target][bug]]
    return sorted({*first, *bugs[::4]})


@pytest.mark.parametrize(
    "target, bug",
    [(target, bug) for target in PLANTED for bug in tried(target)],
)
def test_a_planted_bug_is_found(target, bug, tmp_path):
    if bug == "runs_while_pending" and is_checked(target):
        pytest.skip("the checked build reports that call itself")
    process = run(target, bug, tmp_path)
    assert process.returncode != 0, f"not found in {RUNS[target]} runs"
    seen = PLANTED[target][bug] + "|" + LEDGER
    assert re.search(seen, process.stdout, re.M), process.stdout[-4000:]
    # What a user needs to go on from here.
    assert "step by step: ./bazelw run" in process.stdout
    assert "Test unit written to /" in process.stdout
    shows_the_same_without_the_fuzzer(target, bug, tmp_path, process.stdout)


def shows_the_same_without_the_fuzzer(target, bug, folder, found):
    (crash,) = folder.glob("crash-*")
    program = folder / "program.c"
    environment = {**os.environ, "HF_PLANTED": bug, "ASAN_OPTIONS": "detect_leaks=0"}
    reproducers.run(
        [HERE / f"planted_{target}", "--emit-c", crash, program], env=environment
    )
    ways = ("-DHF_CHECKED",) if is_checked(target) else ()
    ways += ("-fsanitize=address",)
    binary = reproducers.build(program, ways, planted=HEADER.get(target, True))
    done = reproducers.run([binary], env=environment)
    wanted, shown = failure.parse(found), failure.parse(done.stdout)
    assert done.returncode != 0, done.stdout
    assert shown is not None, done.stdout
    assert shown.oracle == wanted.oracle, done.stdout
    # Without the bug, the program has nothing to show; but where an allocation was to
    # fail that the bug did without.
    environment["HF_PLANTED"] = ""
    done = reproducers.run([binary], env=environment)
    if "expected the allocation not to be reached" not in done.stdout:
        assert done.returncode == 0 and "every check held" in done.stdout, done.stdout


@pytest.mark.parametrize("target", PLANTED)
def test_without_a_bug_nothing_is_found(target, tmp_path):
    assert run(target, "", tmp_path).returncode == 0


def test_a_store_that_is_emptied_is_no_bug(tmp_path):
    done = run("str_sequence", "store_emptied", tmp_path)
    assert done.returncode == 0, done.stdout[-4000:]
