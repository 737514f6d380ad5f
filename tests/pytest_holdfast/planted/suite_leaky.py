"""The tests that find leaky's bugs: each does what its name says, and passes
without --leaks. Run by test_table.py."""

import pytest

import leaky

KEPT = object()
# Of these, a few references may get lost.
DROPPED, RETURNED, LENT, MEMBER = ([object()] * 400 for _ in range(4))
TEXT = "what is kept " * 3


def test_new_reference_lost():
    leaky.new_reference_lost()


def test_argument_increfd():
    leaky.argument_increfd(KEPT)


def test_appended_and_lost():
    leaky.appended_and_lost([])


def test_error_path():
    with pytest.raises(ValueError):
        leaky.error_path((1,))


def test_second_call():
    leaky.second_call()


def test_put_into_a_static():
    leaky.put_into_a_static(object())


def test_none_increfd():
    leaky.none_increfd()


def test_small_int_increfd():
    assert leaky.small_int_increfd() == 7


def test_packed_and_lost():
    assert leaky.packed_and_lost() == (b"half",)


def test_only_when_allocation_fails():
    assert leaky.only_when_allocation_fails() == b"left, right"


def test_raw_malloc():
    leaky.raw_malloc()


def test_pymem_malloc():
    leaky.pymem_malloc()


def test_buffer_not_released():
    assert leaky.buffer_not_released(TEXT.encode()) == len(TEXT)


def test_parsed_buffer_not_released():
    assert leaky.parsed_buffer_not_released(TEXT.encode()) == len(TEXT)


def test_thread_state_left():
    leaky.thread_state_left()


def test_descriptor_left():
    leaky.descriptor_left()


def test_argument_dropped():
    leaky.argument_dropped(DROPPED[0])


def test_borrowed_returned():
    assert leaky.borrowed_returned(LENT) is LENT[0]


def test_argument_returned():
    assert leaky.argument_returned(RETURNED[0]) is RETURNED[0]


def test_used_after_free():
    leaky.used_after_free()


def test_stale_item():
    leaky.stale_item([TEXT + str(len(TEXT))])


def test_decref_after_failed_steal():
    leaky.decref_after_failed_steal([])


def test_null_without_exception():
    with pytest.raises(SystemError):
        leaky.null_without_exception({})


def test_result_with_exception():
    with pytest.raises(SystemError):
        leaky.result_with_exception()


def test_swallowed_error():
    assert leaky.swallowed_error({}) == "None"


def test_missing_traverse():
    box = leaky.MissingTraverse()
    box.__init__([box])


def test_dealloc_forgets_field():
    leaky.DeallocForgetsField([TEXT])


def test_dealloc_forgets_free():
    leaky.DeallocForgetsFree()


def test_dealloc_forgets_type():
    leaky.DeallocForgetsType()


def test_getter_increfs():
    assert leaky.Box(KEPT).held_increfd is KEPT


def test_member_returned():
    assert +leaky.Box(MEMBER[0]) is MEMBER[0]


def test_slot_null_without_exception():
    with pytest.raises(SystemError):
        -leaky.Box(KEPT)


# ---- And done right.


def test_clean_unless_memory_fails():
    assert leaky.clean_unless_memory_fails() == b"Made"


def test_clean_new_reference():
    leaky.clean_new_reference()


def test_clean_append():
    leaky.clean_append([])


def test_clean_set_item():
    leaky.clean_set_item([])


def test_clean_static():
    one = object()
    assert leaky.clean_static(one) is one


def test_clean_cache():
    assert len(leaky.clean_cache()) == 5


def test_clean_item():
    assert leaky.clean_item([KEPT]) is KEPT


def test_clean_buffer():
    assert leaky.clean_buffer(TEXT.encode()) == len(TEXT)


def test_clean_error():
    assert leaky.clean_error({}) == "{}"


def test_clean_take_back():
    leaky.clean_take_back(KEPT)


def test_clean_forget():
    leaky.clean_forget()
    made = [(str(i), f"{i} and more") for i in range(12345, 12445)]
    for pair in made:
        assert leaky.clean_hold(pair) is tuple
        assert leaky.clean_hold(pair[1]) is str


def test_clean_ends():
    assert leaky.clean_ends(()) == 0
    assert [leaky.clean_ends((KEPT,) * i) for i in range(1, 20)] == list(range(1, 20))


def test_clean_converter():
    assert leaky.clean_converter(KEPT) == (KEPT,)


def test_clean_box():
    box = leaky.Box(KEPT)
    box.__init__([box])
    assert leaky.Box(box).held is box


def test_clean_types():
    class Derived(leaky.Box):
        pass

    assert isinstance(Derived(KEPT).held, object)
