"""Classes in C that inherit from classes of Python and of other modules."""

import abc
import collections.abc
import copyreg
import gc
import importlib
import pickle
import sys
import weakref
from unittest import mock

import pytest
from based_on import One, Two, imported
from growth import growth, types_end


based = imported()
Tally, Mixed = based.Tally, based.Mixed


def test_what_the_base_has_works_on_what_c_has():
    tally = Tally("kelp")
    for each in "banana":
        tally.add(each)
    assert dict(tally) == {"b": 1, "a": 3, "n": 2} and len(tally) == 3
    assert sorted(tally.items())[0] == ("a", 3)
    assert tally.get("z") == 0 and "z" in tally
    assert tally == {"b": 1, "a": 3, "n": 2}


def test_it_is_of_its_bases():
    assert issubclass(Tally, collections.abc.Mapping)
    assert type(Tally) is abc.ABCMeta
    assert Mixed.__mro__[2:] == (One, Two, object)
    assert (Mixed.__name__, Mixed.__module__, Mixed.__qualname__) == ("Mixed", "based", "Mixed")
    assert Mixed.__doc__ == "Of what a test has made."
    assert Mixed.begun == "Mixed"  # __init_subclass__


def test_what_is_abstract_has_no_instances():
    class Abstract(abc.ABC):
        @abc.abstractmethod
        def needed(self):
            pass

    with pytest.raises(TypeError, match="Can't instantiate abstract class Mixed .*needed"):
        imported(One=Abstract).Mixed(1)


def test_what_c_has_comes_first():
    mixed = Mixed(1)
    assert mixed.where() == "C" and mixed.one() == "one of C"
    assert super(Mixed.__mro__[1], mixed).where() == "One"


def test_attributes_are_where_a_base_has_them():
    mixed = Mixed(1)
    mixed.more = 2
    assert mixed.two() == {"more": 2}
    with pytest.raises(AttributeError):
        Tally(1).more = 2  # Mapping has __slots__
    assert weakref.ref(mixed)() is mixed


def test_instances_that_c_makes_and_takes():
    made = based.tally_with("kelp")
    assert type(made) is Tally and based.note_of(made) == made.note == "kelp"
    assert based.note_of(Tally(3)) == 3
    with pytest.raises(TypeError, match="must be Tally, not dict"):
        based.note_of({})

    class Liar(collections.abc.Mapping):
        __class__ = Tally
        __getitem__ = __iter__ = __len__ = None

    with pytest.raises(TypeError, match="must be Tally, not Liar"):
        based.note_of(Liar())


def test_subclasses_in_python():
    class Sub(Tally, Two):
        __slots__ = ("own",)

        def __getitem__(self, key):
            return super().__getitem__(key) + 1

    sub = Sub("note")
    sub.own = sub
    assert sub["z"] == 1 and based.note_of(sub) == "note"
    ref = weakref.ref(sub)
    del sub
    gc.collect()
    assert ref() is None


def test_cycles_through_all_that_it_has():
    for make in (Tally, Mixed, based.tally_with):
        thing = type("Thing", (), {})()
        thing.instance = make(thing)
        ref = weakref.ref(thing)
        assert thing in gc.get_referents(thing.instance)
        del thing
        gc.collect()
        assert ref() is None
    mixed = Mixed(None)
    mixed.itself = mixed  # in its __dict__
    ref = weakref.ref(mixed)
    del mixed
    gc.collect()
    assert ref() is None


def test_pickling_finds_the_class():
    sys.modules["based"] = based
    copyreg.pickle(Mixed, lambda mixed: (Mixed, (mixed.kept,)))
    try:
        again = pickle.loads(pickle.dumps(Mixed([1])))
    finally:
        del copyreg.dispatch_table[Mixed]
    assert type(again) is Mixed and again.kept == [1]


class Slots:
    __slots__ = ("x",)


class Meta(type):
    pass


class OtherMeta(type):
    pass


class Refuses:
    def __init_subclass__(cls):
        raise KeyError("not me")


class Final(type):
    def __new__(meta, name, bases, namespace):
        raise ValueError(f"no {name}")


class Prepared(type):
    @classmethod
    def __prepare__(meta, name, bases):
        raise LookupError(name)


REFUSED = [
    (Slots, Two, TypeError, "^multiple bases have instance lay-out conflict$"),
    (dict, Two, TypeError, "^multiple bases have instance lay-out conflict$"),
    (Meta("A", (), {}), OtherMeta("B", (), {}), TypeError, "^metaclass conflict"),
    (One, One, TypeError, "^duplicate base class One$"),
    (object, Two, TypeError, "consistent method resolution"),
    (bool, Two, TypeError, "not an acceptable base type"),
    (3, Two, TypeError, ""),
    (Refuses, Two, KeyError, "not me"),
    (type.__new__(Final, "A", (), {}), Two, ValueError, "^no Mixed$"),
    (type.__new__(Prepared, "A", (), {}), Two, LookupError, "Mixed"),
]


@pytest.mark.parametrize("one, two, error, text", REFUSED)
def test_cpython_refuses_what_does_not_fit(one, two, error, text):
    for _ in range(3):
        with pytest.raises(error, match=text):
            imported(One=one, Two=two)
    assert imported().Mixed(1).one() == "one of C"


def test_a_base_that_is_not_there():
    with pytest.raises(AttributeError, match="Two"):
        imported(Two=None)
    sys.modules.pop("based", None)
    with mock.patch.dict(sys.modules, based_on=None):
        with pytest.raises(ModuleNotFoundError, match="based_on"):
            importlib.import_module("based")


def test_a_metaclass_makes_the_class(request):
    if sys.version_info >= (3, 12) and request.config.getoption("--leaks-oom", False):
        pytest.skip("list.append, in the code of ABCMeta, frees twice without memory: gh-151818")

    class Counting(type):
        def __new__(meta, name, bases, namespace):
            made = super().__new__(meta, name, bases, namespace)
            made.made_by = meta
            return made

    again = imported(One=Counting("A", (), {}))
    assert again.Mixed.made_by is type(again.Mixed) is Counting
    assert again.Mixed(5).kept == 5


def use():
    tally, mixed = Tally("kelp"), Mixed([1])
    tally.add("a")
    mixed.more = mixed.one()
    dict(tally), mixed.kept, based.tally_with(3)


def refused():
    with pytest.raises(TypeError):
        Tally()
    with pytest.raises(KeyError):
        imported(One=Refuses)


@types_end
def test_nothing_grows():
    assert abs(growth(use)) <= 3
    # Caches of the import system and of types grow now and then.
    assert min(abs(growth(refused, 200)) for _ in range(4)) < 100
