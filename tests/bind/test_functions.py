"""Bound functions are called, refuse and describe themselves as Python's own do."""

import ctypes
import gc
import inspect
import itertools
import math
import re
import sys
import types
import weakref

import bound
import pytest
from growth import growth

# ---- The shapes, in Python. Each gives what it was given.


def no_arguments_by_name():
    return "nothing"


def a(a):
    return f"{a}"


def two(a, b, /):
    return f"{a}|{b}"


def maybe_one(a=7, /):
    return f"{a}"


def one_or_two(a, b=7, /):
    return f"{a}|{b}"


def others(*all):
    return f"{all}"


def one_and_others(a, /, *all):
    return f"{a}|{all}"


def ab(a, b):
    return f"{a}|{b}"


def abc(a, b, c):
    return f"{a}|{b}|{c}"


def ab_default(a, b=7):
    return f"{a}|{b}"


def a_star_b(a, *, b):
    return f"{a}|{b}"


def star_abc(*, a, b=7, c):
    return f"{a}|{b}|{c}"


def a_slash_b_star_c(a, /, b, *, c):
    return f"{a}|{b}|{c}"


def ab_slash_c(a, b, /, c):
    return f"{a}|{b}|{c}"


def a_slash_bc_star_de(a, /, b=7, c=8, *, d=9, e):
    return f"{a}|{b}|{c}|{d}|{e}"


def rest_b(*all, b=7):
    return f"{all}|{b}"


def a_rest_b(a, *all, b):
    return f"{a}|{all}|{b}"


def names_only(**named):
    return f"{named}"


def a_slash_names(a, /, **named):
    return f"{a}|{named}"


def everything(a, /, b, c=7, *all, d, e=8, **named):
    return f"{a}|{b}|{c}|{all}|{d}|{e}|{named}"


def index(a):
    return f"{a}"


TWINS = [
    no_arguments_by_name, a, two, maybe_one, one_or_two, others, one_and_others, ab, abc,
    ab_default, a_star_b, star_abc, a_slash_b_star_c, ab_slash_c, a_slash_bc_star_de,
    rest_b, a_rest_b, names_only, a_slash_names, everything, index,
]  # fmt: skip
NAMES = ["a", "b", "c", "d", "e", "other"]
CALLS = [
    (tuple(range(1, n + 1)), {name: 10 + i for i, name in enumerate(names)})
    for n in range(7)
    for k in range(4)
    for names in (itertools.permutations if k < 3 else itertools.combinations)(NAMES, k)
]
# CPython itself refuses all names for a function that takes none, in other words.
BY_POSITION = {"maybe_one", "one_or_two", "two", "one_and_others", "others"}
NO_ARGUMENTS = {"no_arguments_by_name"}


def outcome(function, args, kwargs):
    try:
        return function(*args, **kwargs)
    except TypeError as error:
        # Later versions suggest a name.
        return TypeError, re.sub(r"\. Did you mean '\w+'\?$", "", str(error))


def of_builtin(builtin, name, args, kwargs):
    """What CPython says of such a call to a function of its own."""
    type_, text = outcome(builtin, args, kwargs)
    return type_, text.replace(f"{builtin.__module__}.{builtin.__name__}", f"bound.{name}")


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.__name__)
class TestCalls:
    def test_give_and_refuse_what_a_function_in_python_does(self, twin):
        wrong = 0
        for args, kwargs in CALLS:
            expected = outcome(twin, args, kwargs)
            name = twin.__name__
            if kwargs and name in BY_POSITION:
                expected = of_builtin(math.gcd, name, args, kwargs)
            elif name in NO_ARGUMENTS and (args or kwargs):
                expected = of_builtin(gc.isenabled, name, args, kwargs)
            assert outcome(getattr(bound, name), args, kwargs) == expected, (args, kwargs)
            wrong += type(expected) is tuple
        if twin is not names_only and twin is not others:
            assert wrong >= 60
        assert wrong < len(CALLS)

    def test_have_its_signature(self, twin):
        assert inspect.signature(getattr(bound, twin.__name__)) == inspect.signature(twin)

    def test_have_its_name(self, twin):
        assert getattr(bound, twin.__name__).__name__ == twin.__name__


# Sixty wrong calls that are of every sort, told one by one.
WRONG = [
    ("a", (), {}), ("a", (1, 2), {}), ("a", (1, 2, 3), {}), ("a", (1,), {"a": 2}),
    ("a", (), {"b": 1}), ("a", (1,), {"b": 1}), ("a", (), {"": 1}), ("a", (1,), {"\u00e4": 1}),
    ("ab", (), {}), ("ab", (1,), {}), ("ab", (), {"a": 1}), ("ab", (), {"b": 1}),
    ("ab", (1, 2, 3), {}), ("ab", (1, 2), {"a": 1}), ("ab", (1, 2), {"b": 1}),
    ("ab", (1, 2, 3), {"x": 1}), ("ab", (1, 2, 3), {"a": 1}), ("ab", (1,), {"aa": 1}),
    ("abc", (), {}), ("abc", (1,), {}), ("abc", (1, 2), {}), ("abc", (1, 2, 3, 4), {}),
    ("abc", (), {"b": 1}), ("abc", (1,), {"c": 1}), ("abc", (1, 2), {"x": 1}),
    ("ab_default", (), {}), ("ab_default", (), {"b": 1}), ("ab_default", (1, 2, 3), {}),
    ("ab_default", (1, 2), {"b": 1}), ("ab_default", (1,), {"c": 1}),
    ("a_star_b", (), {}), ("a_star_b", (1,), {}), ("a_star_b", (1, 2), {}),
    ("a_star_b", (1, 2), {"b": 1}), ("a_star_b", (1, 2, 3), {"b": 1}), ("a_star_b", (), {"b": 1}),
    ("star_abc", (), {}), ("star_abc", (1,), {}), ("star_abc", (1,), {"a": 1}),
    ("star_abc", (1,), {"a": 1, "c": 1}), ("star_abc", (1, 2), {"a": 1, "c": 1}),
    ("star_abc", (), {"a": 1}), ("star_abc", (), {"c": 1}), ("star_abc", (), {"b": 1}),
    ("ab_slash_c", (), {"a": 1}), ("ab_slash_c", (), {"a": 1, "b": 2}),
    ("ab_slash_c", (), {"b": 2, "a": 1}), ("ab_slash_c", (1,), {"b": 2}),
    ("ab_slash_c", (1,), {"b": 2, "x": 1}), ("ab_slash_c", (1,), {"x": 1, "b": 2}),
    ("ab_slash_c", (1, 2), {}), ("ab_slash_c", (1, 2, 3), {"c": 1}),
    ("a_slash_bc_star_de", (), {}), ("a_slash_bc_star_de", (1, 2, 3, 4), {}),
    ("a_slash_bc_star_de", (1, 2, 3, 4), {"d": 1, "e": 1}),
    ("a_slash_bc_star_de", (1, 2, 3, 4), {"e": 1}), ("a_slash_bc_star_de", (1,), {}),
    ("a_rest_b", (), {}), ("a_rest_b", (1, 2), {}), ("a_rest_b", (1,), {"c": 1}),
    ("rest_b", (1,), {"a": 1}), ("names_only", (1,), {}), ("names_only", (1, 2), {"a": 1}),
    ("a_slash_names", (), {"a": 1}), ("everything", (), {}), ("everything", (1,), {"a": 2}),
    ("everything", (1, 2), {}), ("everything", (1, 2), {"b": 1}),
    # Names whose first byte is that of "a", and whose length is one, as CPython keeps them.
    ("a", (), {"\u0161": 1}),
    ("ab", (1,), {"\u0162": 1}),
    ("ab", (1,), {"\U00010162": 1}),
]  # fmt: skip


@pytest.mark.parametrize("name, args, kwargs", WRONG)
def test_a_wrong_call_is_refused_in_the_words_of_python(name, args, kwargs):
    expected = outcome(globals()[name], args, kwargs)
    assert expected[0] is TypeError
    assert outcome(getattr(bound, name), args, kwargs) == expected


def test_there_are_sixty_wrong_calls():
    assert len(set(map(str, WRONG))) == len(WRONG) >= 60


@pytest.mark.parametrize(
    "name, builtin", [("no_arguments", gc.isenabled), ("one", math.sin)]
)
@pytest.mark.parametrize("args, kwargs", [((1, 2), {}), ((), {"a": 1}), ((1,), {"a": 1})])
def test_cpython_refuses_for_the_simple_ones(name, builtin, args, kwargs):
    expected = of_builtin(builtin, name, args, kwargs)
    assert outcome(getattr(bound, name), args, kwargs) == expected


def test_a_name_that_is_no_str_is_refused():
    for function in bound.a, a:
        with pytest.raises(TypeError, match="keywords must be strings"):
            function(**{1: 2})


def test_a_name_may_be_of_a_subclass():
    class Name(str):
        pass

    assert bound.ab(**{Name("a"): 1, Name("b"): 2}) == "1|2"


def test_the_names_are_a_dict_of_ones_own():
    given = {"x": 1}
    assert bound.names_only(**given) == "{'x': 1}"
    assert given == {"x": 1}


def test_shapes_are_bound_in_the_cheapest_way():
    flags = ctypes.pythonapi.PyCFunction_GetFlags
    flags.argtypes = [ctypes.py_object]
    METH_NOARGS, METH_O, METH_FASTCALL, METH_KEYWORDS = 4, 8, 0x80, 2
    assert flags(bound.no_arguments) == METH_NOARGS
    assert flags(bound.no_arguments_by_name) == METH_NOARGS
    assert flags(bound.name) == METH_NOARGS
    assert flags(bound.one) == METH_O
    assert flags(bound.length) == METH_O
    for function in bound.two, bound.maybe_one, bound.others, bound.one_and_others:
        assert flags(function) == METH_FASTCALL
    for function in bound.a, bound.ab, bound.rest_b, bound.names_only:
        assert flags(function) == METH_FASTCALL | METH_KEYWORDS


# ---- What help() says.


def test_the_docstring_is_what_the_line_says():
    assert bound.ab.__doc__ == "Takes two."
    assert bound.__doc__ == "Functions of every shape and kind."
    assert bound.ab.__module__ == "bound"


def test_defaults_are_shown_as_python_writes_them():
    expected = "(n=-3, x=1.5, yes=True, text=', ', s=None, view=None, no=False)"
    assert str(inspect.signature(bound.defaults)) == expected


# ---- Kinds.

INTS = {
    "char": (-128, 127), "signed_char": (-128, 127), "unsigned_char": (0, 255),
    "short": (-(2**15), 2**15 - 1), "unsigned_short": (0, 2**16 - 1),
    "int": (-(2**31), 2**31 - 1), "unsigned": (0, 2**32 - 1), "unsigned_int": (0, 2**32 - 1),
    "long": (-(2**63), 2**63 - 1), "unsigned_long": (0, 2**64 - 1),
    "long_long": (-(2**63), 2**63 - 1), "unsigned_long_long": (0, 2**64 - 1),
    "int8_t": (-128, 127), "uint8_t": (0, 255), "int16_t": (-(2**15), 2**15 - 1),
    "uint16_t": (0, 2**16 - 1), "int32_t": (-(2**31), 2**31 - 1), "uint32_t": (0, 2**32 - 1),
    "int64_t": (-(2**63), 2**63 - 1), "uint64_t": (0, 2**64 - 1),
    "Py_ssize_t": (-(2**63), 2**63 - 1), "Py_hash_t": (-(2**63), 2**63 - 1),
    "size_t": (0, 2**64 - 1), "ptrdiff_t": (-(2**63), 2**63 - 1),
    "intptr_t": (-(2**63), 2**63 - 1), "uintptr_t": (0, 2**64 - 1),
    "intmax_t": (-(2**63), 2**63 - 1), "uintmax_t": (0, 2**64 - 1),
    "ssize_t": (-(2**63), 2**63 - 1), "off_t": (-(2**63), 2**63 - 1),
    "wchar_t": (-(2**31), 2**31 - 1),
    # Of HF_INTEGER_KIND.
    "int_least8_t": (-128, 127), "uint_least8_t": (0, 255),
    "int_least16_t": (-(2**15), 2**15 - 1), "char16_t": (0, 2**16 - 1),
    "sig_atomic_t": (-(2**31), 2**31 - 1), "char32_t": (0, 2**32 - 1),
    "time_t": (-(2**63), 2**63 - 1), "dev_t": (0, 2**64 - 1),
}  # fmt: skip


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


class Float:
    def __float__(self):
        return 2.5


@pytest.mark.parametrize("kind", INTS)
class TestInts:
    def test_are_what_they_were(self, kind):
        least, most = INTS[kind]
        echo = getattr(bound, f"echo_{kind}")
        for value in {least, least + 1, 0, 1, 100, most - 1, most}:
            assert echo(value) == value
            assert type(echo(value)) is int
            assert echo(Index(value)) == value
        assert echo(True) == 1

    def test_are_refused_where_they_do_not_fit(self, kind):
        least, most = INTS[kind]
        echo = getattr(bound, f"echo_{kind}")
        for value in least - 1, most + 1, 2**100, -(2**100):
            for given in value, Index(value):
                match = rf"^{value} is out of range for \w+( \w+)* \({least} to {most}\)$"
                with pytest.raises(OverflowError, match=match):
                    echo(given)

    def test_are_refused_where_they_are_none(self, kind):
        echo = getattr(bound, f"echo_{kind}")
        for value, name in (1.0, "float"), ("1", "str"), (None, "None"):
            with pytest.raises(TypeError) as error:
                echo(value)
            expected = f"echo_{kind}() argument 'x' must be int, not {name}"
            assert str(error.value) == expected

    def test_hand_on_what_an_index_raises(self, kind):
        with pytest.raises(ZeroDivisionError):
            getattr(bound, f"echo_{kind}")(Index(ZeroDivisionError()))


class Sub(list):
    pass


def frame():
    return sys._getframe()


# Of each kind one that is, and one that is not.
HANDLES = {
    "object": (object(), None), "exception": (ValueError(), ValueError), "type": (int, 1),
    "hf_int": (2**70, 1.5), "bool": (True, 1), "hf_float": (1.5, 1), "hf_complex": (1j, 1.5),
    "str": ("x", b"x"), "bytes": (b"x", "x"), "bytearray": (bytearray(b"x"), b"x"),
    "memoryview": (memoryview(b"x"), b"x"), "list": (Sub(), ()), "tuple": ((1,), [1]),
    "dict": ({1: 2}, [1]), "set": ({1}, frozenset()), "frozenset": (frozenset(), {1}),
    "range": (range(3), 3), "slice": (slice(1), 1), "iterator": (iter([]), []),
    "module": (sys, "sys"), "code": (frame.__code__, frame), "frame": (frame(), frame),
    "capsule": (__import__("datetime").datetime_CAPI, 1),
    "weakref": (weakref.ref(Sub), Sub),
}  # fmt: skip


@pytest.mark.parametrize("kind", HANDLES)
def test_a_handle_is_the_same_object(kind):
    right, wrong = HANDLES[kind]
    echo = getattr(bound, f"echo_{kind}")
    assert echo(right) is right
    if kind == "object":
        assert echo(wrong) is wrong
        return
    with pytest.raises(TypeError) as error:
        echo(wrong)
    found = "None" if wrong is None else type(wrong).__name__
    match = re.fullmatch(rf"echo_{kind}\(\) argument 'x' must be (\w+), not {found}", str(error.value))
    assert match, str(error.value)


def test_every_handle_type_has_a_kind():
    types_h = open("core/types.h").read()
    rows = re.findall(r"^ +X\((\w+), \w+, \"", types_h, re.M)
    assert len(rows) >= 24
    assert {row.replace("hf_", "") for row in HANDLES} == set(rows)


def test_a_lying_class_is_no_str():
    class Liar:
        __class__ = str

    assert isinstance(Liar(), str)
    with pytest.raises(TypeError, match="must be str, not Liar"):
        bound.echo_str(Liar())


@pytest.mark.parametrize("kind", ["double", "float"])
def test_floats(kind):
    echo = getattr(bound, f"echo_{kind}")

    class Half(float):
        pass

    for value in 1.5, -0.25, 0.0, math.inf, 3, Half(0.5), Float(), Index(4):
        expected = float(value) if not isinstance(value, Index) else 4.0
        assert echo(value) == expected
        assert type(echo(value)) is float
    assert math.isnan(echo(math.nan))
    assert echo(-1.0) == -1.0
    for value, name in ("1", "str"), (None, "None"), (1j, "complex"):
        with pytest.raises(TypeError, match=f"argument 'x' must be real number, not {name}"):
            echo(value)
    with pytest.raises(OverflowError):
        echo(10**400)
    with pytest.raises(ZeroDivisionError):
        echo(Index(ZeroDivisionError()))


def test_bool_is_truth():
    class Never:
        def __bool__(self):
            raise ZeroDivisionError

    for value in True, False, 0, 1, "", "x", [], None:
        assert bound.echo_truth(value) is bool(value)
    with pytest.raises(ZeroDivisionError):
        bound.echo_truth(Never())


def test_utf8():
    for text in "", "x", "l\u00e9ft", "\u20ac", "\U0001f40d", "nul\0nul":
        assert bound.echo_utf8(text) == text
    with pytest.raises(UnicodeEncodeError):
        bound.echo_utf8("\ud800")
    with pytest.raises(TypeError, match="must be str, not bytes"):
        bound.echo_utf8(b"x")


def test_text_of_c():
    assert bound.unit() == "m"


def test_a_kind_of_ones_own():
    assert bound.mirrored((1, 2)) == (-1.0, -2.0)
    assert bound.mirrored((1, 2), about=(1, 1)) == (1.0, 0.0)
    for wrong in 1, (1,), (1, 2, 3):
        with pytest.raises(TypeError, match=r"mirrored\(\) argument 'p' must be a pair of floats, not"):
            bound.mirrored(wrong)
    with pytest.raises(TypeError, match="^must be real number, not str$"):
        bound.mirrored(("1", 2))


def test_defaults_are_taken_for_what_is_not_given():
    assert bound.defaults() == "-3|3|1|, |1|1|0"
    assert bound.defaults(1, 2, 0, "x", "y", "z", 1) == "1|4|0|x|0|0|1"
    assert bound.defaults(s="y", view=None) == "-3|3|1|, |0|1|0"
    assert bound.defaults(s=None, view="z") == "-3|3|1|, |1|0|0"
    with pytest.raises(TypeError, match="argument 's' must be str, not int"):
        bound.defaults(s=1)


@pytest.mark.parametrize(
    "function, args, expected",
    [
        (bound.length, (1,), "length() argument must be str, not int"),
        (bound.one_or_two, (1, "x"), "one_or_two() argument 2 must be int, not str"),
        (bound.ab_default, (1, None), "ab_default() argument 'b' must be int, not None"),
    ],
)
def test_an_argument_is_named_as_it_can_be_given(function, args, expected):
    with pytest.raises(TypeError) as error:
        function(*args)
    assert str(error.value) == expected


# ---- Results.


def test_none_is_none_or_an_exception():
    assert bound.works_if(True) is None
    with pytest.raises(ValueError, match="^it does not$"):
        bound.works_if(False)


def test_an_answer_is_true_or_false_or_an_exception():
    class Never:
        def __eq__(self, other):
            raise ZeroDivisionError

    assert bound.equal(1, 1.0) is True
    assert bound.equal(1, 2) is False
    with pytest.raises(ZeroDivisionError):
        bound.equal(Never(), 1)


def test_out_is_the_result():
    assert bound.length("kelp") == 4
    assert bound.repeat("kelp") == "kelpkelp"
    with pytest.raises(ValueError, match="^asked to fail$"):
        bound.repeat("kelp", fail=True)


def test_the_module_is_lent():
    assert bound.name() == str(bound)


def test_a_state_that_the_module_does_not_have_is_refused():
    with pytest.raises(SystemError, match="has no state 'elsewhere'"):
        bound.stateless()


def test_the_rest_is_indexed_within_bounds():
    assert bound.third(1, 2, 3) == 3
    with pytest.raises(IndexError, match="^argument index out of range$"):
        bound.third(1, 2)


# ---- Nothing is left behind.

def calls_of(name):
    function, twin = getattr(bound, name), globals()[name]
    right = next(c for c in CALLS if type(outcome(twin, *c)) is str)

    def call():
        function(*right[0], **right[1])
        for args, kwargs in ((), {}), ((1,), {"other": 1}), ((1, 2, 3, 4, 5, 6, 7), {"e": 1}):
            try:
                function(*args, **kwargs)
            except TypeError:
                pass

    return call


@pytest.mark.parametrize("name", [twin.__name__ for twin in TWINS])
def test_a_thousand_calls_change_no_total(name):
    assert abs(growth(calls_of(name))) <= 3


@pytest.mark.parametrize(
    "call",
    [
        lambda: bound.echo_int(Index(5)),
        lambda: bound.echo_double(Float()),
        lambda: bound.repeat("kelp"),
        lambda: bound.defaults(s="y"),
        lambda: bound.mirrored((1.0, 2.0)),
        lambda: outcome(bound.echo_int, ("x",), {}),
    ],
)
def test_a_thousand_conversions_change_no_total(call):
    assert abs(growth(call)) <= 3


def test_a_lost_reference_changes_the_total():
    lost = []
    assert growth(lambda: lost.append(Index(1))) >= 1000


def test_it_is_a_module_of_functions():
    assert all(
        isinstance(value, types.BuiltinFunctionType)
        for name, value in vars(bound).items()
        if not name.startswith("__")
    )
