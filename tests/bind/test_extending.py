"""Classes in C whose struct lies behind what a class of C has: a builtin, one of another
module."""

import copy
import gc
import os
import pickle
import subprocess
import sys
import weakref

import classed
import pytest
from based_on import imported
from growth import growth, types_end


based = imported()
Shelf, Rack, Mishap, Puppy = based.Shelf, based.Rack, based.Mishap, based.Puppy
Ghost, Walk = based.Ghost, based.Walk


class MyShelf(Shelf):
    pass


def test_it_is_what_it_extends():
    shelf = Shelf((1, 2), "A")
    shelf.append(3)
    assert shelf == [1, 2, 3] and shelf.label == "A"
    assert isinstance(shelf, list) and Shelf.__mro__ == (Shelf, list, object)
    shelf.label = shelf
    shelf.more = 1
    assert shelf.__dict__ == {"more": 1} and weakref.ref(shelf)() is shelf
    assert sorted(shelf, reverse=True) == [3, 2, 1] and shelf[1:] == [2, 3]


def test_what_it_extends_is_made_by_its_own_constructor():
    assert Shelf("ab", None) == ["a", "b"]
    with pytest.raises(TypeError, match="'int' object is not iterable"):
        Shelf(1, None)
    with pytest.raises(TypeError, match=r"Shelf\(\) missing 1 required positional argument: 'label'"):
        Shelf([])
    with pytest.raises(ValueError, match="no label: 5"):
        Shelf([object()], 5)
    assert Rack(4) == [] and Rack(4).label is None


def test_its_init_does_not_take_the_arguments_for_its_own():
    shelf = Shelf("ab", None)
    shelf.__init__("anything", at=all)
    assert shelf == ["a", "b"]


def test_c_and_python_inherit_from_it():
    class Mine(Rack):
        __slots__ = ("own",)

    mine = Mine(5)
    mine.own, mine.label = 1, mine
    mine.extend("xy")
    assert (mine.height, mine.label, mine.own, list(mine)) == (5, mine, 1, ["x", "y"])
    assert based.height_of(mine) == 5 and Rack.__mro__[1:3] == (Shelf, list)
    with pytest.raises(TypeError, match="argument 'rack' must be Rack, not list"):
        based.height_of([])
    with pytest.raises(TypeError, match="argument 'rack' must be Rack, not based.Shelf"):
        based.height_of(Shelf((), None))


def test_exceptions_can_have_a_struct():
    with pytest.raises(OSError) as caught:
        raise Mishap(2, "Brest")
    mishap = caught.value
    assert type(mishap) is Mishap and mishap.place == "Brest"
    assert mishap.args == (2, "Brest") and mishap.__traceback__ is not None
    assert mishap.clear() is None and mishap.place is None
    half = Mishap.__new__(Mishap, 1, "x")  # no __init__
    assert half.place is None
    with pytest.raises(TypeError, match="argument 'code' must be int"):
        Mishap("x", "y")


def test_a_class_of_another_module_is_extended():
    puppy = Puppy("Rex", "ball")
    assert isinstance(puppy, classed.Dog) and isinstance(puppy, classed.Animal)
    assert (puppy.name, puppy.toy, puppy.tricks) == ("Rex", "ball", 1)
    assert puppy.speak() == "Rex says wuff 1 times"
    puppy.owner = puppy
    puppy.tricks = 9
    assert classed.name_of(puppy) == "Rex" and puppy.speak().endswith("9 times")
    assert weakref.ref(puppy)() is puppy
    with pytest.raises(TypeError):
        classed.name_of(Shelf((), None))


def test_c_makes_instances():
    ghost = based.ghost_of(100)
    ghost.append(1)
    assert type(ghost) is Ghost and ghost == [1] and ghost.age == 100
    with pytest.raises(TypeError, match="cannot create 'based.Ghost' instances"):
        Ghost()


def test_what_it_extends_is_made_in_new():
    walk = Walk("abc")
    assert list(walk) == ["c", "b", "a"] and walk.over == "abc"
    assert Walk.__new__(Walk, "abc").over is None
    with pytest.raises(TypeError, match="^'reversed' made 'range_iterator' in place of an instance of 'based.Walk'$"):
        Walk(range(3))
    with pytest.raises(TypeError, match="'int' object is not reversible"):
        Walk(1)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Shelf([object()], object()),
        lambda: Rack(3),
        lambda: Mishap(1, "Brest"),
        lambda: Puppy("Rex", object()),
        lambda: based.ghost_of(1),
        lambda: MyShelf([1], object()),
        lambda: Walk((object(),)),
        lambda: pytest.raises(ValueError, Shelf, [1], 5),
        lambda: pytest.raises(TypeError, Walk, range(3)),
    ],
    ids=["shelf", "rack", "mishap", "puppy", "ghost", "subclass", "walk", "fails", "another"],
)
def test_nothing_is_left(make):
    def cycle():
        one = make()
        for name in ("label", "owner", "more"):
            try:
                setattr(one, name, [one])
            except (AttributeError, TypeError):
                pass
        if isinstance(one, list):
            one.append(one)

    assert not growth(cycle)
    made = make()
    if gc.is_tracked(made):
        gc.collect()
        assert not growth(lambda: make())


@types_end
@pytest.mark.parametrize("base, arguments", [(Puppy, ("Rex", 1)), (Shelf, ((), None))])
def test_types_are_visited_once(base, arguments):
    """Where the type of an instance is visited twice, the debug build ends here, and where
    it is not visited, the class is never collected."""

    def forget():
        mine = type("Mine", (base,), {})
        mine.kept = mine(*arguments)
        return weakref.ref(mine)

    forgotten = forget()
    gc.collect()
    assert forgotten() is None


def test_long_chains_are_released():
    chain = None
    for _ in range(100_000):
        chain = Shelf((), chain)
    del chain
    chain = None
    for _ in range(100_000):
        chain = Puppy("x", chain)
    del chain


# What is extended has one size in a process.
EXTENDING = """
import sys
import _hashlib, collections, itertools, queue
from based_on import imported
class Python(collections.deque): pass
host = eval(sys.argv[1])
try:
    Guest = imported(Host=host).Guest
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
from growth import growth
guest = Guest()
assert guest.room == 7 and type(guest).__base__ is host
guest.room = 8
assert guest.room == 8 and not growth(lambda: Guest())
"""


def extending(host):
    """What an extension that extends it says at its import, or its instances then."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", EXTENDING, host]
    return subprocess.run(command, env=environment, capture_output=True, text=True).stderr


@pytest.mark.parametrize(
    "host",
    ["object", "complex", "float", "set", "dict", "bytearray", "RuntimeError", "itertools.count",
     "queue.SimpleQueue", "str"],
)  # fmt: skip
def test_builtins_of_all_kinds_are_extended(host):
    assert extending(host) == ""


@pytest.mark.parametrize(
    "host, why",
    [
        ("int", "its instances vary in size"),
        ("tuple", "its instances vary in size"),
        ("type", "its instances vary in size"),
        ("Python", "it has no layout of C; base(...) in HF_CLASS is for such classes"),
        ("7", "it is no class"),
        ("type('Meta', (type,), {})('Made', (), {})", "it has a metaclass"),
    ],
)
def test_what_cannot_be_extended(host, why):
    said = extending(host)
    assert said == f"TypeError: 'Guest' cannot extend 'based_on.Host': {why}\n"


def test_what_is_final_cannot_be_extended():
    assert "not an acceptable base type" in extending("type(None)")


def test_what_has_no_constructor_gives_no_instances():
    assert "TypeError: cannot create '_hashlib.HASH' instances" in extending("_hashlib.HASH")


def test_it_has_one_size():
    with pytest.raises(TypeError, match="'based_on.Host': its size is another one than before"):
        imported(Host=dict)
    assert imported().Guest().room == 7


def test_copies_and_pickles_say_what_they_cannot():
    with pytest.raises(TypeError):
        copy.copy(Puppy("Rex", 1))
    with pytest.raises(TypeError):
        pickle.dumps(Puppy("Rex", 1))
