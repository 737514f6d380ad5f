"""Each allocation of a call, of what is done with an instance, and of an import fails
once: that is a MemoryError, nothing is left behind, and the next time it works."""

import _imp
import gc
import itertools
import operator
import sys
import types
from unittest import mock

import based
import bound
import classed
import failing
import parts
import pytest
from growth import forget_names, types_end
from test_functions import HANDLES, INTS, WRONG

NEVER = 2**40  # an allocation that no call comes to
# Without memory for its words, CPython before 3.13 raises the exception without any
# (docs/cpython/raise_without_memory.c).
WORDS_MAY_BE_MISSING = sys.version_info < (3, 13)


def is_same(error, expected):
    """Whether it is the exception that there is with all memory."""
    if type(error) is not type(expected):
        return False
    return error.args == expected.args or WORDS_MAY_BE_MISSING and error.args == ()


def says_no_attribute(error):
    """Whether it is what CPython from 3.13 on says where a class has no memory for an
    attribute (docs/cpython/class_attribute_without_memory.c)."""
    is_known = sys.version_info >= (3, 13) and type(error) is AttributeError
    return is_known and str(error).startswith("type object ")


@pytest.fixture(autouse=True)
def nothing_is_kept_of_what_is_unraisable(monkeypatch):
    """pytest keeps it from version 8.4 on, up to the end of the test."""
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: None)


def settle():
    failing.left()  # the checked build keeps what a call has released until the next one
    forget_names()
    gc.collect()
    if sys.version_info >= (3, 14):
        gc.collect()  # the first one has put what it frees into lists, which this one empties


def sweep(
    function, *args, prepare=None, check=lambda error: None, may_work=False, **kwargs
):
    """How many allocations there are, each of which has failed. |prepare| makes the
    arguments of each call; |check| is asked what else is to be so after one. Where it
    |may_work|, CPython does without some of its own, or hides that there was none."""

    def once(k):
        made = args if prepare is None else prepare()
        return failing.call(k, function, *made, **kwargs)

    def left_by(k):
        """What CPython keeps once is left by the first of some calls, and no others."""
        for _ in range(4):
            settle()
            failing.mark()
            check(once(k)[2])
            settle()
            left = failing.left()
            if left == (0, 0):
                break
        return left

    gc.collect()
    gc.freeze()  # what there is already is not looked at with each collection
    try:
        assert left_by(NEVER) == (0, 0)
        _, expected, expected_error = once(NEVER)
        check(expected_error)
        kind = type(expected)
        del expected
        for k in itertools.count(1):
            failed, result, error = once(k)
            check(error)
            if error is None:
                assert type(result) is kind and expected_error is None, k
                assert not failed or may_work, k
            elif type(error) is not MemoryError:
                hides = may_work and says_no_attribute(error)
                assert hides or is_same(error, expected_error), (k, error)
            del result, error
            assert left_by(k) == (0, 0), k
            if not failed:
                return k - 1
    finally:
        gc.unfreeze()


# ---- Functions.

RIGHT = {
    "no_arguments": ((), {}), "no_arguments_by_name": ((), {}), "one": ((1,), {}),
    "a": ((1,), {}), "two": ((1, 2), {}), "maybe_one": ((1,), {}), "one_or_two": ((1, 2), {}),
    "others": ((1, 2), {}), "one_and_others": ((1, 2), {}), "ab": ((1,), {"b": 2}),
    "abc": ((1,), {"c": 3, "b": 2}), "ab_default": ((1,), {}), "a_star_b": ((1,), {"b": 2}),
    "star_abc": ((), {"a": 1, "c": 3}), "a_slash_b_star_c": ((1,), {"b": 2, "c": 3}),
    "ab_slash_c": ((1, 2), {"c": 3}), "a_slash_bc_star_de": ((1,), {"c": 3, "e": 5}),
    "rest_b": ((1, 2), {"b": 3}), "a_rest_b": ((1, 2), {"b": 3}), "names_only": ((), {"a": 1}),
    "a_slash_names": ((1,), {"a": 2}), "everything": ((1, 2, 3, 4), {"d": 5, "other": 6}),
    "index": ((1,), {}), "unit": ((), {}), "mirrored": (((1, 2),), {"about": (1, 1)}),
    "defaults": ((), {"s": "y"}), "works_if": ((True,), {}), "equal": ((1, 2), {}),
    "length": (("kelp",), {}), "repeat": (("kelp",), {}), "name": ((), {}),
    "third": ((1, 2, 3), {}), "echo_utf8": (("l\u00e9ft",), {}), "echo_truth": ((1,), {}),
    "echo_double": ((1.5,), {}), "echo_float": ((1.5,), {}),
}  # fmt: skip
RIGHT.update((f"echo_{kind}", ((most,), {})) for kind, (_, most) in INTS.items())
RIGHT.update((f"echo_{kind}", ((right,), {})) for kind, (right, _) in HANDLES.items())
# Those that fail with all memory, too.
ALWAYS = [
    *WRONG,
    ("echo_int", (2**70,), {}), ("echo_int", (2**2000,), {}), ("echo_int", ("x",), {}),
    ("echo_double", (10**400,), {}), ("echo_utf8", ("\ud800",), {}), ("echo_list", ((),), {}),
    ("works_if", (False,), {}), ("stateless", (), {}), ("third", (1,), {}),
    ("mirrored", ((1,),), {}),
]  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_a_call(name):
    args, kwargs = RIGHT[name]
    sweep(getattr(bound, name), *args, **kwargs)


def test_there_is_a_call_of_each_function():
    functions = {name for name in vars(bound) if not name.startswith("__")}
    assert set(RIGHT) == functions - {"stateless"}


@pytest.mark.parametrize("name, args, kwargs", ALWAYS)
def test_a_call_that_is_refused(name, args, kwargs):
    assert sweep(getattr(bound, name), *args, **kwargs) > 0


# ---- Classes.


def operations():
    """(what is done, with what)"""
    box, dog, meters = classed.Box("x"), classed.Dog("pug"), classed.Meters(3)
    series, chain, pixels = classed.Series(1, 2), classed.Chain(), classed.Pixels()
    counting = classed.Counting()
    started = classed.Started("a")
    pixels.shown = -(2**30)  # they are shown a few times
    yield from [
        (classed.Box, "x"), (classed.Box, "x", -1), (classed.Box,), (classed.Box, "x", "y"),
        (classed.Meters, 3), (classed.Countdown, 3), (classed.Series, 1, 2),
        (classed.Animal, "a"), (classed.Dog, "a", 2), (classed.Started, "a"),
        (classed.Started.__new__, classed.Started), (started.__init__, "b"),
        (classed.Token,), (classed.new_token, 3), (classed.other_token, classed.Token),
        (classed.other_token, int), (classed.Chain, chain), (classed.Ending, None),
        (classed.Ending, None, True), (classed.Counting,), (classed.CountingMore,),
        (classed.Pixels,), (box.plus, 1), (box.plus,), (classed.Box.make, "x"),
        (classed.Box.sum, 1), (classed.Box.nothing,), (box.__enter__,), (box.__exit__,),
        (box.__reduce__,), (box.count,), (box, "x"), (box,),
        (getattr, box, "item"), (setattr, box, "item", "y"), (delattr, box, "item"),
        (getattr, box, "twice"), (setattr, box, "twice", 1), (getattr, box, "size"),
        (setattr, box, "size", 2), (setattr, box, "size", "x"), (setattr, box, "size", 2**70),
        (delattr, box, "size"), (getattr, box, "weight"), (setattr, box, "weight", 2),
        (setattr, box, "weight", "x"), (repr, box), (str, box), (hash, box), (bool, box),
        (operator.eq, box, box), (operator.lt, box, box), (operator.lt, box, 3), (len, box),
        (operator.contains, box, 1), (operator.contains, box, 2**70),
        (operator.getitem, box, 1), (operator.getitem, box, 9), (operator.getitem, box, "x"),
        (operator.setitem, box, 1, "v"), (operator.setitem, box, 1, 2),
        (operator.delitem, box, 2), (operator.delitem, box, "x"),
        (operator.add, meters, meters), (operator.add, meters, 1), (operator.mul, meters, 2),
        (operator.sub, meters, 1), (operator.sub, 1, meters), (pow, meters, 2),
        (pow, 2, meters), (pow, meters, 2, 7), (operator.neg, meters), (float, meters),
        (operator.iadd, meters, meters), (operator.iadd, meters, 1), (operator.eq, meters, 4),
        (operator.ipow, counting, 2), (operator.iadd, counting, 2),
        (next, classed.Countdown(10**6)), (next, classed.Countdown(0), None),
        (iter, classed.Countdown(3)), (next, classed.Countdown(13)), (iter, series),
        (getattr, series, "y"), (getattr, series, "z"),
        (getattr, dog, "name"), (dog.speak,), (classed.name_of, dog), (classed.name_of, 3),
        (classed.upcast, dog), (getattr, dog, "owner"), (setattr, dog, "owner", "me"),
        (delattr, dog, "owner"), (len, chain), (getattr, chain, "rest"),
        (getattr, chain, "made"), (setattr, chain, "rest", 3), (memoryview, pixels),
    ]  # fmt: skip


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_what_is_done_with_an_instance(operation):
    sweep(*operation)


def test_a_name_that_is_not_there_otherwise():
    """It is asked for after an AttributeError, of which nobody reads the words."""
    sweep(getattr, classed.Series(1, 2), "xyz", may_work=WORDS_MAY_BE_MISSING)


def test_a_class_that_inherits_in_python():
    sweep(type, "Puppy", (classed.Dog,), {})
    Puppy = type("Puppy", (classed.Dog,), {})
    assert sweep(Puppy, "pug") > 0


# ---- Imports.


def submodules(name):
    return [each for each in sys.modules if each.startswith(f"{name}.")]


def public(module):
    return {name for name in vars(module) if not name.startswith("__")}


class Plain:
    """In place of an ABC: what makes those loses references where it has no memory."""


@pytest.fixture
def there(request):
    """A module, whose submodules nobody finds for now."""
    module = request.param
    in_place = {"collections.abc": types.SimpleNamespace(Mapping=Plain)}
    with mock.patch.dict(sys.modules, in_place):
        for name in submodules(module.__name__):
            del sys.modules[name]
        yield module


# Without memory CPython 3.13 spoils the dict of a class that is made, and its debug build
# asserts it (docs/cpython/set_default_without_memory.c).
MODULES = [parts] if sys.version_info[:2] == (3, 13) else [parts, classed, based]


@types_end
@pytest.mark.parametrize("there", MODULES, ids=lambda m: m.__name__, indirect=True)
def test_an_import(there):
    """By what the import system calls, without what it does besides: a module is made,
    and then filled. What fails is no module, and the next import is right."""
    name, spec = there.__name__, there.__spec__

    def forget():
        for each in submodules(name):
            del sys.modules[each]

    def the_next_works(error):
        assert error is None or submodules(name) == []
        forget()
        module = _imp.create_dynamic(spec)
        _imp.exec_dynamic(module)
        assert public(module) == public(there)
        forget()

    assert sweep(_imp.create_dynamic, spec) > 10
    made = sweep(
        _imp.exec_dynamic,
        prepare=lambda: [_imp.create_dynamic(spec)],
        check=the_next_works,
        may_work=True,
    )
    assert made > 50
