"""The tests that kinds.c is run by: each passes without --leaks, or crashes. A
docstring says what depth A and depth B are to say, and of which marked line."""

import sys
import weakref

import pytest

import kinds

SHARED = ["a", "b"]
OTHER = [object() for _ in range(3)]
KEY = " ".join(["a", "shared", "key"])


class Nosy:
    def __init__(self, box):
        self.box = box

    def __del__(self):
        self.box.wrong


class Plain:
    name = "kelp"

    def __bool__(self):
        return True

    def __len__(self):
        return 3

    def __eq__(self, other):
        return False

    def __setattr__(self, name, value):
        pass


class NosyPacker(Nosy):
    def __del__(self):
        self.box.packed


class Number:
    def __index__(self):
        return 7

    def __float__(self):
        return 7.0

    def __lt__(self, other):
        return False


class Hostile(type):
    """Of its types nothing can be asked."""

    def __eq__(self, other):
        raise RuntimeError

    def __hash__(self):
        raise RuntimeError

    def __repr__(self):
        raise RuntimeError

    def __instancecheck__(self, other):
        raise RuntimeError


class OfHostile(metaclass=Hostile):
    pass


class Asked:
    """It is reached, and not to be asked."""

    def __getattribute__(self, name):
        raise SystemExit(name)


class HoldsAsked:
    asked = Asked()


def odd(call):
    """An exception that was left comes out somewhere: here, where C calls. Python code
    that has run for a while calls len without a look at what is set."""
    try:
        call()
        list(map(len, ["somewhere"]))
    except (SystemError, TypeError, ValueError, KeyError):
        pass


# ---- Right.


def test_unseen_then_iterated():
    kinds.unseen_then_iterated(SHARED)


def test_unseen_and_returned():
    assert kinds.unseen_and_returned("abc") == ["a", "b", "c"]


def test_unseen_number():
    assert kinds.unseen_number(70000) == 140000


def test_unseen_among_many():
    kinds.unseen_among_many([object() for _ in range(100)])


def test_made_by_hand():
    assert kinds.made_by_hand().add(SHARED) is None


NONES, RAN = [None] * 100_000, [1000]


def test_unseen_none_while_others_drop_it():
    assert kinds.unseen_none([].append)
    RAN[0] += 1
    if RAN[0] % 3 == 0:
        del NONES[:100]


def test_unseen_in_a_member():
    thing = object()
    before = sys.getrefcount(thing)
    items = [1, thing]
    assert kinds.unseen_in_a_member(items) is thing
    assert items == [1] and sys.getrefcount(thing) == before


def test_swapped():
    thing = object()
    before = sys.getrefcount(thing)
    items = [thing]
    assert kinds.swapped(items) is thing
    assert items == [None]
    del items
    assert sys.getrefcount(thing) == before


def test_list_without_holes():
    assert kinds.list_without_holes() == [70000]


def test_locked():
    kinds.in_a_locked_thread([1])


def test_right_capsule():
    assert kinds.own_destructor(kinds.right_capsule())


def test_right_slots():
    right = kinds.Right()
    assert right and "no" not in right
    with pytest.raises(TypeError):
        7 in right


def test_right_box():
    box = kinds.Box()
    box.held = [1]
    box.held = [2]
    reference = weakref.ref(box)
    del box
    assert reference() is None


def test_right_box_while_raising():
    with pytest.raises(KeyError):
        kinds.dies_while_raising(kinds.Box)


def test_right_heap_type():
    kinds.Heap()


def test_right_heap_subclass():
    class Local(kinds.Heap):
        pass

    Local()


def test_gives():
    assert kinds.Methodical().gives(SHARED) is SHARED


def test_own_del_tells_of_itself():
    class Telling:
        def __del__(self):
            kinds.Methodical().gives(self)

    box = kinds.Box()
    box.held = Telling()
    box.held = None


def test_nobody_asks_what_can_be_reached():
    kinds.Methodical().gives(HoldsAsked)


@pytest.mark.parametrize("what", ["long", "double", "format", "sort"])
def test_pending_harmless(what):
    getattr(kinds, f"harmless_{what}")([] if what == "sort" else 7)


def test_untracked():
    class Local(kinds.Tracked):
        def __del__(self):
            self.held = [2]

    for kind in (kinds.Tracked, Local):
        box = kind()
        box.held = [1]
        box.held = Plain()
        del box
    cycle = kinds.Tracked()
    cycle.held = [cycle]


def test_still_tracked_over_what_has_no_code():
    box = kinds.StillTracked()
    box.held = 70007


def test_on_an_odd_stack():
    """A: memory at lost_on_an_odd_stack"""
    kinds.on_an_odd_stack()


def test_released_twice_where_memory_is_short():
    assert kinds.released_twice("kelp") == ["kelp and kelp"]


def test_looks_at_itself_where_another_object_was():
    for _ in range(20):
        kinds.frees_as_much()
        kinds.Looking()


def test_filled_later():
    plain = Number()
    assert kinds.filled_later(plain) == ([70002],)
    assert plain.filled == [70002]


def test_packed():
    box = kinds.Box()
    box.held = [1]
    assert box.packed == ([1],)


# ---- A reference too many.


def test_keeps_of_a_hostile_class():
    """A: object or reference; B: reference at keeps"""
    kinds.Methodical().keeps(OfHostile())


def test_counts_twice_and_once():
    """A: object; B: reference at counted"""
    kinds.counts_twice(SHARED)
    kinds.counts_once([7, 8, 9])


def test_keeps_new():
    """A: object; B: reference at keeps"""
    kinds.Methodical().keeps([1, 2, 3])


class Keyed(dict):
    pass


@pytest.mark.parametrize("kind", [dict, Keyed])
def test_keeps_a_dict(kind):
    """A: object; B: reference at keeps"""
    kinds.Methodical().keeps(kind({KEY: 1, "a key": SHARED}))


def test_keeps_shared():
    """A: reference; B: reference at keeps"""
    kinds.Methodical().keeps(SHARED)


def test_keeps_by_a_stored_method():
    """A: reference; B: reference at keeps"""
    method = kinds.Methodical().keeps
    kinds.Methodical().gives(method)
    method(OTHER)


def test_keeps_what_refers_to_itself_weakly():
    """A: object; B: reference at keeps"""
    thing = Nosy(None)
    thing.box = kinds.Box()
    thing.weak = weakref.ref(thing)
    kinds.Methodical().keeps(thing)
    thing.box.held = None


@pytest.mark.parametrize("time", range(6))
def test_certain_and_raises(time):
    """A: reference; B: reference"""
    with pytest.raises(ValueError) as caught:
        kinds.HeapWrong()
        kinds.keeps_and_raises(SHARED)
        caught.match("never")


def test_shelf():
    """A: reference; B: reference"""
    shelf = kinds.Shelf(OTHER[0])
    shelf.add(OTHER[0])
    shelf.add(OTHER[0])


def test_shelf_of_one():
    """A: reference; B: reference"""
    shelf = kinds.Shelf(OTHER[0])
    shelf.add(OTHER[0])


def test_shelf_in_a_cycle():
    """A: reference; B: reference"""

    class Holder:
        pass

    holder = Holder()
    holder.itself = holder
    holder.shelf = kinds.Shelf(OTHER[0])
    holder.shelf.add(OTHER[0])


def test_spilling():
    """A: reference; B: reference"""
    kinds.Spilling(OTHER[0])


def test_spilling_what_it_took():
    """A: reference; B: reference"""
    shelf = kinds.Spilling(OTHER[0])
    shelf.add(OTHER[0])


def test_keeps_and_raises():
    """A: reference; B: reference at keeps_and_raises"""
    with pytest.raises(ValueError) as caught:
        kinds.keeps_and_raises(SHARED)
        caught.match("never")


def test_keeps_many():
    """A: object at keeps_many; B: reference at keeps_many"""
    kinds.keeps_many()


def test_one_of_two():
    """A: reference; B: reference"""
    kinds.one_of_two(SHARED)


def test_decoded():
    """A: object; B: reference at decoded"""
    with pytest.raises(TypeError):
        kinds.decoded(b"a name in bytes", "many")


def test_converted():
    """A: object; B: reference at converted"""
    with pytest.raises(TypeError):
        kinds.converted("a name in a str", "many")


def test_parsed():
    """A: object; B: reference at parsed"""
    with pytest.raises(TypeError):
        kinds.parsed("another name in a str", "many")


# An int that others have, too; from CPython 3.12 on small ones live forever.
SHARED_INT = 7 if sys.version_info < (3, 12) else 777


@pytest.mark.parametrize("result", [None, SHARED_INT, "list"])
def test_callback_dropped(result):
    """A: reference or object; B: reference at callback_dropped"""
    kinds.callback_dropped(lambda n: [n] if result == "list" else result)


def test_heap_type():
    """A: reference; B: reference"""
    kinds.HeapWrong()


def test_heap_subclass():
    """A: reference or object; B: reference"""

    class Local(kinds.HeapWrong):
        pass

    Local()


# ---- What needs no repetition; depth A sees a crash, if anything.


@pytest.mark.parametrize("kind", [float, list, tuple, dict, str])
def test_first_used(kind):
    """B: use after release at first_used"""
    made = dict(float="1234.5", list="abc", tuple="abc", dict=[], str=1234567)
    items = [kind(made[kind.__name__])]
    kinds.first_used(items, items.clear)


def test_first_measured():
    """B: use after release at first_measured"""
    items = [tuple("abc")]
    kinds.first_measured(items, items.clear)


def test_first_length():
    """B: use after release at first_length"""
    items = [str(1234567)]
    kinds.first_length(items, items.clear)


@pytest.mark.parametrize("what", ["lends", "gives", "built", "packed"])
def test_gone(what):
    """B: use after release"""
    getattr(kinds, f"gone_{what}")("kelp")


def test_old_value_packed():
    """B: use after release at old_value_packed"""
    box = kinds.Box()
    box.wrong = NosyPacker(box)
    box.wrong = None


def test_old_value_first():
    """B: use after release at old_value_first"""
    box = kinds.Box()
    box.wrong = Nosy(box)
    box.wrong = None


@pytest.mark.parametrize("what", ["getattr", "truth", "length", "setattr", "compare", "import"])
def test_pending(what):
    """B: call with exception"""
    odd(lambda: getattr(kinds, f"pending_{what}")(Plain()))


@pytest.mark.parametrize("what", ["long", "double", "format"])
def test_pending_number(what):
    """B: call with exception"""
    odd(lambda: getattr(kinds, f"pending_{what}")(Number()))


def test_pending_sort():
    """B: call with exception"""
    odd(lambda: kinds.pending_sort([Number(), Number()]))


@pytest.mark.parametrize(
    "what", ["list_with_holes", "tuple_with_holes", "list_of_nulls", "nested_holes"]
)
def test_holes(what):
    """B: holes"""
    assert len(getattr(kinds, what)()) > 0


def test_called_with_holes():
    """B: holes at called_with_holes"""
    kinds.called_with_holes(len)


def test_called_with_holes_in_an_array():
    """B: holes at called_with_holes_in_an_array"""
    kinds.called_with_holes_in_an_array(len)


def test_attribute_with_holes():
    """B: holes at attribute_with_holes"""
    kinds.attribute_with_holes(Number())


def test_built_of_none():
    """A: dropped reference; B: dropped reference at built_of_none"""
    kinds.built_of_none()


def test_in_a_thread():
    """B: without the GIL at in_a_thread"""
    kinds.in_a_thread([1])


def test_made_unlocked():
    """B: without the GIL at made_unlocked"""
    kinds.made_unlocked([1])


def test_read_unlocked():
    """B: without the GIL at read_unlocked"""
    assert kinds.read_unlocked([1]) == 1


def test_wrong_capsule():
    """A: memory; B: result with exception"""
    odd(kinds.wrong_capsule)


@pytest.mark.parametrize("what", ["contains", "hash", "init", "store", "set", "length", "buffer"])
def test_slot_with_exception(what):
    """B: result with exception"""
    wrong = kinds.Wrong()

    def call():
        if what == "contains":
            7 in wrong
        elif what == "hash":
            hash(wrong)
        elif what == "init":
            kinds.Wrong(7)
        elif what == "store":
            wrong[7] = 7
        elif what == "set":
            wrong.field = 7
        elif what == "buffer":
            memoryview(wrong)
        else:
            len(wrong)

    odd(call)


def test_slot_without_exception():
    """B: null without exception"""
    odd(lambda: bool(kinds.Wrong()))


def test_await_without_exception():
    """B: null without exception"""

    async def waits():
        await kinds.Wrong()

    def call():
        coroutine = waits()
        try:
            coroutine.send(None)
        finally:
            coroutine.close()

    odd(call)


def test_weak_reference_left():
    """B: weak references left"""
    thing = kinds.WeakLeft()
    reference = weakref.ref(thing)
    del thing
    del reference


@pytest.mark.parametrize("kind", [list, Plain])
def test_still_tracked(kind):
    """B: tracked"""
    box = kinds.StillTracked()
    box.held = kind()


def test_exception_lost():
    """B: exception lost"""
    odd(lambda: kinds.dies_while_raising(kinds.Clearing))


def test_null_released():
    """A: crash at null_released; B: crash at null_released"""
    kinds.null_released("seven")


def test_small_ints():
    assert len(kinds.small_ints()) == 200
