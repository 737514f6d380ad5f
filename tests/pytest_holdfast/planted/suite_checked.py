"""As suite_leaky.py, for the bugs of leaky_checked.c."""

import pytest

import leaky_checked as leaky

KEPT = object()
DROPPED = [object()] * 400


def test_new_reference_lost():
    leaky.new_reference_lost(KEPT)


def test_argument_increfd():
    leaky.argument_increfd(KEPT)


def test_appended_and_lost():
    leaky.appended_and_lost([])


def test_error_path():
    with pytest.raises(ValueError):
        leaky.error_path("")


def test_second_call():
    leaky.second_call(KEPT)


def test_put_into_a_static():
    leaky.put_into_a_static(object())


def test_none_increfd():
    leaky.none_increfd(KEPT)


def test_small_int_increfd():
    assert leaky.small_int_increfd(KEPT) == 7


def test_only_when_allocation_fails():
    assert leaky.only_when_allocation_fails(KEPT) == "left, right"


def test_argument_dropped():
    leaky.argument_dropped(DROPPED[0])


def test_used_after_free():
    leaky.used_after_free(KEPT)


def test_stale_item():
    leaky.stale_item([str(KEPT)])


def test_decref_after_failed_steal():
    leaky.decref_after_failed_steal(KEPT)


def test_null_without_exception():
    leaky.null_without_exception({})


def test_result_with_exception():
    leaky.result_with_exception(KEPT)


def test_swallowed_error():
    leaky.swallowed_error({})


# ---- And done right.


def test_clean_append():
    assert leaky.clean_append("left, ") == "left, right"


def test_clean_static():
    one = object()
    assert leaky.clean_static(one) is one


def test_clean_error():
    assert leaky.clean_error({}) == "{}"
