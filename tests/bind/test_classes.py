"""Classes do what their lists say, and no object reaches a struct that is not its own."""

import copy
import gc
import inspect
import pickle
import sys
import weakref

import classed
import pytest
from classed import Animal, Box, Countdown, Dog, Ending, Meters, Pixels, Series, Started, Token
from growth import growth, types_end

# ---- Construction.


def test_constructor():
    b = Box("x")
    assert (b.item, b.size, b.twice) == ("x", 3, 6)
    assert Box("x", 5).size == Box(size=5, item="x").size == Box("x", size=5).size == 5
    assert str(inspect.signature(Box)) == "(item, size=3)"
    assert Box.__doc__ == "Holds something." and Box.__module__ == "classed"
    assert str(inspect.signature(Series)) == "(*items)"
    assert str(inspect.signature(Pixels)) == "()"


@pytest.mark.parametrize(
    "args, kwargs, says",
    [
        ((), {}, "Box() missing 1 required positional argument: 'item'"),
        ((1, 2, 3), {}, "Box() takes from 1 to 2 positional arguments but 3 were given"),
        ((1,), {"item": 2}, "Box() got multiple values for argument 'item'"),
        ((1,), {"no": 2}, "Box() got an unexpected keyword argument 'no'"),
        ((1, "x"), {}, "Box() argument 'size' must be int, not str"),
    ],
)
def test_wrong_construction(args, kwargs, says):
    with pytest.raises(TypeError) as e:
        Box(*args, **kwargs)
    assert str(e.value) == says


def test_a_constructor_may_fail():
    with pytest.raises(ValueError, match="a box has a size"):
        Box(1, -1)


def test_nobody_sees_what_is_half_made():
    """What runs while an instance is made finds no other object of the class."""
    seen = []

    class Index:
        def __index__(self):
            seen.extend(o for o in gc.get_objects() if isinstance(o, Box))
            return 4

    b = Box("x", Index())
    assert seen == [] and gc.is_tracked(b)


def test_init_may_be_called_again_and_no_constructor_is_none():
    s = Started("a")
    s.__init__("b")
    assert s.times == 2 and Started.__new__(Started).times == 0
    with pytest.raises(TypeError) as e:
        Started()
    assert str(e.value) == "Started.__init__() missing 1 required positional argument: 'name'"
    with pytest.raises(TypeError, match="cannot create 'classed.Token' instances"):
        Token()
    with pytest.raises(TypeError):
        object.__new__(Token)
    assert classed.new_token(3).number == 3
    assert classed.other_token(Token).number == 0
    for other in (object, Box, type("Like", (), {})):
        with pytest.raises(TypeError, match="is not the class 'Token'"):
            classed.other_token(other)


def test_all_that_refuses_a_half_made_instance():
    for make in (object.__new__, lambda c: copy.copy(Dog("a"))):
        with pytest.raises(TypeError):
            make(Dog)


# ---- Properties and members.


def test_properties():
    b = Box(1)
    b.item = [2]
    assert b.item == [2]
    del b.item
    assert b.item is None
    b.size = 7
    b.weight = 2
    assert (b.size, b.weight, b.twice) == (7, 2.0, 14)


@pytest.mark.parametrize(
    "change, error, says",
    [
        ("b.twice = 1", AttributeError, ""),
        ("del b.twice", AttributeError, ""),
        ("b.size = 'x'", TypeError, "classed.Box size must be int, not str"),
        ("b.size = None", TypeError, "classed.Box size must be int, not None"),
        ("b.size = 2**63", OverflowError, ""),
        ("del b.size", AttributeError, "property 'size' of 'classed.Box' object has no deleter"),
        ("b.weight = '1'", TypeError, "classed.Box weight must be real number, not str"),
        ("d.owner = 1; del d.owner", AttributeError, "property 'owner' of 'classed.Dog' object"),
    ],
)
def test_wrong_changes(change, error, says):
    scope = {"b": Box(1), "d": Dog("a")}
    with pytest.raises(error) as e:
        exec(change, scope)
    assert says in str(e.value)
    assert scope["b"].size == 3


def test_attributes_and_weak_references():
    b = Box(1)
    b.anything = b
    r = weakref.ref(b)
    assert b.__dict__ == {"anything": b} and r() is b
    del b
    gc.collect()
    assert r() is None
    assert growth(lambda: setattr(Box(1), "anything", object())) == 0  # no collection sees to it
    with pytest.raises(AttributeError):
        Meters(1).anything = 1
    with pytest.raises(TypeError):
        weakref.ref(Meters(1))


def test_names_that_are_not_there():
    s = Series(1, 2)
    assert s.xyz == "xyz of 2" and s.__class__ is Series
    with pytest.raises(AttributeError, match="object has no attribute 'z'"):
        s.z
    with pytest.raises(KeyError, match="y") as e:
        s.y
    assert hasattr(s, "xa") and not hasattr(s, "za") and getattr(s, "z", 7) == 7
    assert growth(lambda: (getattr(s, "z", 7), s.x)) == 0


# ---- Methods.


def test_methods():
    b = Box(1)
    assert b.plus(2) == 5 and b.plus(b=1, a=1) == 5
    assert Box.make("x") == "<class 'classed.Box'> x"
    assert b.sum(1) == Box.sum(1, 1) == Box.sum(b=1, a=1) == 2 and Box.nothing() == 0
    assert str(inspect.signature(Box.plus)) == "(self, /, a, b=0)"
    assert str(inspect.signature(Box.make)) == "(s)"
    assert str(inspect.signature(Box.sum)) == "(a, b=1)"
    assert str(inspect.signature(Box.nothing)) == "()"
    assert b.count() == 0
    with b as same:
        assert same is b
    assert b.size == 3
    assert b("x") == "3 x 7" and b(b=1, a="y") == "3 y 1"


class P:
    """The same, in Python."""

    def plus(self, a, b=0):
        pass

    @classmethod
    def make(cls, s):
        pass

    @staticmethod
    def sum(a, b=1):
        pass


@pytest.mark.parametrize(
    "call",
    [
        lambda c, o: o.plus(),
        lambda c, o: o.plus(1, 2, 3),
        lambda c, o: o.plus(1, c=2),
        lambda c, o: o.plus(1, a=2),
        lambda c, o: c.make(),
        lambda c, o: o.make(1, 2),
        lambda c, o: c.make("a", s="b"),
        lambda c, o: c.sum(),
        lambda c, o: o.sum(1, 2, 3),
        lambda c, o: o.sum(1, x=3),
    ],
)
def test_wrong_calls_are_told_as_python_does(call):
    with pytest.raises(TypeError) as ours:
        call(Box, Box(1))
    with pytest.raises(TypeError) as theirs:
        call(P, P())
    assert str(ours.value) == str(theirs.value).replace("P.", "Box.")


def test_a_method_refuses_what_is_no_instance():
    class Liar:
        __class__ = Box

    class Other(Animal):
        pass

    for other in (1, Liar(), Other("a"), Box):
        for what in (Box.plus, Box.__repr__, Box.size.__get__, Box.__len__, Box.__call__):
            with pytest.raises(TypeError):
                what(other, 1)
    assert isinstance(Liar(), Box)
    with pytest.raises(TypeError, match="argument must be Animal, not Liar"):
        classed.name_of(Liar())


# ---- What an object is.


def test_shown_hashed_and_compared():
    b = Box("x")
    assert (repr(b), str(b), hash(b), hash(Box(1, 1))) == ("Box('x', 3)", "a box of 3", 3, -2)
    assert Box(1, 2) < b <= Box(1) != Box(1, 4) and b == Box(2) and not b > b and b >= b
    assert b != 3 and (b == 3) is False
    with pytest.raises(TypeError):
        b < 3
    assert bool(b) and not Box(1, 0)
    for ask in (hash, bool):
        with pytest.raises(TypeError, match="of 99"):
            ask(Box(1, 99))
    with pytest.raises(ValueError, match="99"):
        Meters(99) == Meters(1)
    with pytest.raises(ValueError, match="99"):
        Meters(99) != Meters(1)


def test_containers():
    b = Box(1)
    assert len(b) == 3 and 2 in b and 3 not in b and "x" not in b
    assert b[1] == "item 1"
    b[1] = "v"
    assert b.item == "1=v"
    del b[2]
    assert b.size == 2
    with pytest.raises(ValueError, match="should return >= 0"):
        len(Box(1, 98))
    for wrong, error, says in [
        (lambda: b["x"], TypeError, "classed.Box index must be int, not str"),
        (lambda: b[5], IndexError, "no 5"),
        (lambda: b.__setitem__(1, 2), TypeError, "classed.Box item must be str, not int"),
        (lambda: b.__delitem__("x"), TypeError, "classed.Box index must be int, not str"),
        (lambda: b[2**70], OverflowError, ""),
        (lambda: 2**70 in b, OverflowError, ""),
    ]:
        with pytest.raises(error) as e:
            wrong()
        assert says in str(e.value)


def test_iteration():
    c = Countdown(3)
    assert iter(c) is c and list(c) == [3, 2, 1] and next(c, "end") == "end"
    with pytest.raises(ValueError, match="13"):
        list(Countdown(14))
    assert list(Series(1, "b")) == [1, "b"]


def test_operators():
    m = Meters(3)
    assert m + Meters(4) == 7 and m * 2 == 6 and -m == -3 and float(m) == 3
    assert m - 1 == 2 and 1 - m == -2
    assert m**1 == pow(m, 1, None) == 301 and 1**m == 103
    before = m
    m += Meters(1)
    assert m is before and m.n == 4
    assert m == Meters(4) and m != Meters(5) and m != 4
    for wrong in (
        lambda: m + 1,
        lambda: 1 + m,
        lambda: 2 * m,
        lambda: m * "x",
        lambda: "x" - m,
        lambda: m - m * "x",
        lambda: m ** "x",
        lambda: pow(m, 1, 7),
        lambda: pow(1, m, 7),
        lambda: m.__iadd__(1) + 1,
        lambda: m < m,
        lambda: hash(m),
    ):
        with pytest.raises(TypeError):
            wrong()

    class Other:
        def __radd__(self, other):
            return "asked"

    assert m + Other() == "asked"


def test_buffers():
    p = Pixels()
    with memoryview(p) as view:
        assert (view.format, view.itemsize, view.shape, view.tolist()) == ("h", 2, (3,), [1, 2, 772])
        assert view.readonly is False and (p.shown, p.released) == (1, 0)
    assert p.released == 1
    assert bytes(p)[:2] == b"\1\0"
    p.shown = 3
    with pytest.raises(BufferError, match="three times"):
        memoryview(p)
    assert p.released == 2


def test_pickling():
    b = pickle.loads(pickle.dumps(Box([1], 2)))
    assert type(b) is Box and (b.item, b.size) == ([1], 2)
    assert copy.copy(b).size == 2

    with pytest.raises(TypeError):
        pickle.dumps(Dog("a"))


# ---- Inheritance.


def test_a_class_of_the_module():
    d = Dog("Rex", 2)
    assert d.name == "Rex" and d.speak() == "Rex says wuff 2 times"
    assert Animal.speak(d) == "Rex says nothing" and classed.name_of(d) == "Rex"
    assert classed.upcast(d) is d and Dog.__mro__ == (Dog, Animal, object)
    assert d.name in gc.get_referents(d)  # what the other class owns
    seen = []
    r = weakref.ref(d, seen.append)
    assert r() is d
    del d
    assert r() is None and seen == [r]
    with pytest.raises(TypeError):
        Dog.speak(Animal("a"))
    with pytest.raises(TypeError, match="argument must be Dog, not classed.Animal"):
        classed.upcast(Animal("a"))


def test_subclasses_in_python():
    class Puppy(Dog):
        __slots__ = ("toy",)

        def speak(self):
            return super().speak() + "!"

    p = Puppy("Bo")
    p.toy = p
    assert p.speak() == "Bo says wuff 0 times!" and classed.upcast(p) is p

    class Many(Box):
        def __new__(cls, item, *, size=2):
            return super().__new__(cls, item, size)

        def __repr__(self):
            return "Many"

    m = Many(1, size=4)
    assert (repr(m), len(m), m.plus(1)) == ("Many", 4, 5)
    assert m == Box(1, 4)

    told = []

    class Told(Dog):
        def __init_subclass__(cls, **named):
            told.append((cls.__name__, named))

    class Sub(Told, a=1):
        pass

    assert told == [("Sub", {"a": 1})] and Sub("a").speak() == "a says wuff 0 times"
    with pytest.raises(TypeError, match="lay-out conflict"):
        type("Both", (Box, Dog), {})
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("Sub", (Meters,), {})


def test_a_metaclass_conflict_is_refused():
    class Meta(type):
        pass

    class Other(metaclass=type("Meta2", (type,), {})):
        pass

    class Mine(Dog, metaclass=Meta):
        pass

    assert type(Mine) is Meta and Mine("a").name == "a"
    with pytest.raises(TypeError, match="metaclass conflict"):
        type("Both", (Mine, Other), {})


# ---- The end.


def test_finalizer():
    told = []
    e = Ending(lambda o: told.append(o.number))
    del e
    assert told == [7]
    kept = []
    e = Ending(kept.append)
    del e
    assert kept[0].number == 7  # it came back,
    kept.clear()
    assert kept == []  # and is not told of again

    class Sub(Ending):
        pass

    with pytest.raises(ValueError, match="at once"):
        Ending(kept.append, fails=True)
    assert kept[0].number == 7 and gc.is_tracked(kept[0])  # came back half-made
    kept.clear()

    e = Sub(lambda o: told.append(type(o)))
    e.me = e
    del e
    gc.collect()
    assert told == [7, Sub]


def test_a_finalizer_of_what_owns_nothing():
    def ended(make):
        before = classed.Counting.count()
        make()
        return classed.Counting.count() - before

    assert ended(classed.Counting) == 1 and ended(classed.CountingMore) == 10
    assert ended(type("Sub", (classed.CountingMore,), {})) == 10
    c = classed.Counting()
    c **= 5
    assert c.number == 6 and gc.is_tracked(classed.CountingMore())


def test_a_finalizer_that_raises_is_told_and_changes_nothing(monkeypatch):
    seen = []
    monkeypatch.setattr(sys, "unraisablehook", lambda u: seen.append(u.exc_type))
    with pytest.raises(KeyError, match="mine"):
        e = Ending(lambda o: 1 // 0)
        try:
            raise KeyError("mine")
        finally:
            del e
    assert seen == [ZeroDivisionError]


def test_a_long_chain_ends():
    chain = None
    for _ in range(300_000):
        d = Dog("a")
        d.owner = chain
        chain = d
    del d, chain


def test_a_class_owns_its_own_instances():
    Chain = classed.Chain
    last = Chain()
    chain = Chain(Chain(last))
    assert (len(last), len(chain)) == (1, 3)
    assert chain.rest.rest is last and last.rest is None
    with pytest.raises(TypeError, match="must be Chain, not int"):
        Chain(3)
    with pytest.raises(TypeError, match="expected Chain, found int"):
        chain.rest = 3
    chain.rest = last
    assert len(chain) == 2
    gone = weakref.ref(chain)
    last.rest = chain
    del chain, last
    gc.collect()
    assert gone() is None
    for _ in range(100_000):
        gone = Chain(gone if isinstance(gone, Chain) else None)
    assert len(gone) == 100_000


def test_what_has_no_parameter_for_it_finds_the_state():
    class Sub(classed.Chain):
        pass

    first = Sub()
    assert Sub().number == first.number + 1 == first.made


def test_cycles_are_collected():
    def make():
        b = Box(None)
        b.item = b
        d = Dog("a")
        d.owner = [d]
        b.attribute = d

    make()
    gc.collect()
    objects = gc.get_objects()
    assert not [o for o in objects if type(o) in (Box, Dog)]


@types_end
def test_nothing_grows():
    def work():
        b = Box([1])
        b.item = b
        b[1] = "x"
        for wrong in (Box, lambda: b["x"], lambda: b.plus("x"), lambda: hash(Box(1, 99))):
            try:
                wrong()
            except TypeError:
                pass
        d = Dog("a", tricks=2)
        d.owner = d
        d.name, d.speak(), repr(b), b == b, b("x", 1), list(Series(1, 2)), list(Countdown(2))
        m = Meters(1)
        m += m
        m + m, 1 - m
        pickle.loads(pickle.dumps(Box(1)))
        with memoryview(Pixels()):
            pass
        Ending(lambda o: None)
        classed.new_token(1)
        del b, d
        gc.collect()

    assert growth(work, 300) == 0


@types_end
def test_types_end_with_their_module():
    import importlib.util

    def work():
        spec = importlib.util.find_spec("classed")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        types = [weakref.ref(module.Dog), weakref.ref(module.Token)]
        module.Dog("a").owner = module
        assert type(module.Dog("a")) is not Dog
        with pytest.raises(TypeError):
            module.Dog.speak(1)
        # Layouts are the same in each: they are of one C source.
        assert classed.name_of(module.Dog("b")) == "b"
        del module, spec
        gc.collect()
        assert [t() for t in types] == [None, None]

    for _ in range(10):
        work()


def test_an_operand_that_is_not_added_in_place_is_refused_for_a_subclass_too():
    class Sub(classed.Counting):
        pass

    class Other:
        def __radd__(self, left):
            return "added"

    for made in classed.Counting(), Sub():
        with pytest.raises(TypeError, match="^unsupported operand type"):
            made += None
        made += 2
        assert made.number == 3
        made += Other()
        assert made == "added"
