"""One cause is one report, and what leaks is blamed on the call that leaks it."""

import argparse
import sys
import types

import pytest

from pytest_holdfast import report
from pytest_holdfast.fuzz import judge, output, plain, supervise, worker
from pytest_holdfast.fuzz.program import Argument, Step


@pytest.mark.parametrize(
    ("left", "known", "rest"),
    [
        ((0, {"None": 2, "0": 1}), (0, {"None": 2}), (0, {"0": 1})),
        ((3, {}), (1, {}), (2, {})),
        ((1, {"None": 1}), (1, {"None": 1}), None),
        ((1, {}), (2, {}), None),  # a later call has released some of it
        ((0, {"None": 1}), (0, {"None": 2}), None),
        ((0, {"x": -1}), (0, {"None": 2}), (0, {"x": -1})),
    ],
)
def test_what_is_left_beyond_what_is_known(left, known, rest):
    assert worker.rest_of(left, known) == rest
    assert worker.rest_of(left, worker.sum_of([known])) == rest


def test_what_earlier_steps_leave_is_not_the_last_ones():
    left = {1: (1, {}), 2: (2, {"x": 1}), 3: (2, {"x": 1}), 4: None}
    accounts = worker.Accounts.__new__(worker.Accounts)
    accounts._left = lambda steps, repetitions: left[len(steps)]
    assert accounts.leak([0]) == (1, {})
    assert accounts.leak([0, 0]) == (1, {"x": 1})
    assert accounts.leak([0, 0, 0]) is None
    assert accounts.leak([0, 0, 0, 0]) is None


def test_an_int_is_the_same_leak_as_another():
    assert worker.signature((0, {"0": 1})) == worker.signature((0, {"17": 1})) == worker.signature((0, {"-1": 2}))
    assert worker.signature((0, {"0": 1})) != worker.signature((0, {"0": -1}))
    assert worker.signature((0, {"0": 1})) != worker.signature((0, {"None": 1}))


def test_the_call_that_leaks_is_kept_when_a_program_is_made_smaller():
    steps = (Step("call", "f"), Step("call", "g"), Step("call", "h"))
    assert steps[:2] in list(judge._smaller(steps))
    smaller = list(judge._smaller(steps, True))
    assert steps[1:] in smaller and all(each[-1] == steps[-1] for each in smaller)


def test_only_an_instance_of_new_alone_is_half_built():
    made = Step("call", "m.T.__new__", (Argument("m.T", "receiver"),), "v0")
    assert judge._half_built([made]) == ["m.T"]
    assert judge._half_built([made._replace(arguments=())]) == []  # it refuses that


def test_what_is_initialised_again():
    made = Step("call", "m.T", (), "v0")
    again = Step("method", "__init__", (Argument("v0", "receiver"),))
    assert judge._initialised_again((made, again)) == ("initialised again", "m.T")
    assert judge._initialised_again((made, again._replace(what="close"))) is None
    assert judge._initialised_again((again,)) is None  # of an instance of which nothing is known
    assert judge._initialised_again((made, made)) is None


def test_what_is_left_beside_the_same_broken_rule_is_one_cause():
    one, other = Step("call", "m.sub"), Step("call", "m.subn")
    broken = "<built-in function __import__> returned a result with an exception set"
    key = judge.Judge._broken_key((one,), verdict(errors=[(0, broken)]))
    assert key and key == judge.Judge._broken_key((one, other), verdict(errors=[(1, broken)]))
    assert judge.Judge._broken_key((one, other), verdict(errors=[(0, broken)])) is None  # of another call
    assert judge.Judge._broken_key((one,), verdict(errors=[(0, "NULL without setting an exception")])) != key
    assert judge.Judge._broken_key((one,), verdict()) is None


@pytest.mark.parametrize(
    ("first", "again", "is_one"),
    [
        ((0, {"None": 2}), (2, {}), True),  # two dicts in the place of two Nones
        ((0, {"None": 2}), (1, {"0": 1}), True),
        ((0, {"None": 2}), (0, {"None": 2}), True),
        ((0, {"None": 2}), (1, {}), False),
        ((0, {"None": -2}), (2, {}), False),
        ((1, {"None": 2}), (2, {}), False),
        ((0, {"None": 2, "0": 1}), (3, {}), False),
        (None, (2, {}), False),
    ],
)
def test_what_a_constructor_and_a_second_init_leave_is_one_cause(first, again, is_one):
    made = Step("call", "m.T", (), "v0")
    steps = (made, Step("method", "__init__", (Argument("v0", "receiver"),)))
    one = judge.Judge.__new__(judge.Judge)
    one._known = {}
    one._server = types.SimpleNamespace(ranges=[(0, 1)], offer=types.SimpleNamespace(types={}))
    one._function = lambda *_: []
    one.trial = {(made,): verdict(left=first, outcomes=["m.T"])}.__getitem__
    key = (judge.LEAKED, "counts", (("None", 2),)) if is_one else None
    assert one._initialised_key(steps, verdict(left=again)) == key


OURS = report.Place(None, 0, "m_new", "/m.so")
OTHER = report.Place(None, 0, "PyTuple_New", "/python")


@pytest.mark.parametrize(
    ("found", "where"),
    [
        ([dict(where=[OTHER, OURS])], [OTHER, OURS]),
        ([dict(where=[OTHER], within=[[OTHER], [OTHER, OURS]])], [OTHER, OURS]),  # it is from a free list
        ([dict(where=[OTHER], within=[[OTHER]])], [OTHER]),
        ([dict(where=[OTHER], address=5), dict(where=[OURS], address=6)], [OURS]),
        ([dict(where=[OTHER], address=5)], None),  # a module keeps it
    ],
)
def test_where_what_leaked_was_made(found, where):
    one = judge.Judge.__new__(judge.Judge)
    one._runner = types.SimpleNamespace(compiled=lambda steps: steps)
    one._server = types.SimpleNamespace(files=[OURS.module])
    one._symbolizer = None
    one._in_child = lambda work, seconds: ([[report.Finding(report.OBJECT, "", **each) for each in found], {5}, False], None)
    closer = one._closer((Step("call", "m.T"),), verdict(left=(1, {})))
    assert (closer[0] if closer else closer) == where


@pytest.mark.parametrize("order", [("m.inner", "m.outer"), ("m.outer", "m.inner")])
def test_a_function_that_leaks_is_one_cause_whoever_calls_it(order):
    told, again = [], []

    def tell(kind, key, *_, also=()):
        told.append(key)
        one._known.update(dict.fromkeys([key, *also], {}))

    one = judge.Judge.__new__(judge.Judge)
    one._server = types.SimpleNamespace(files=[OURS.module], ranges=[(0, 1)], offer=types.SimpleNamespace(types={}))
    one._known, one._last = {}, {}
    one.minimise = lambda steps, key: (steps, verdict(left=(1, {}), outcomes=["m.T"]))
    one._closer = lambda steps, verdict: ([OTHER, OURS], [], "")
    one._function = lambda steps, number, verdict: [OURS] if steps[-1].what == "m.inner" else []
    one._tell, one._again = tell, again.append
    for name in order:
        one._confirm(judge.LEAKED, (Step("call", name),), (1, {}))
    assert (len(told), len(again)) == (1, 1)


def test_what_modules_keep(monkeypatch):
    monkeypatch.setitem(sys.modules, "keeps", types.ModuleType("keeps"))
    kept = {name: object() for name in ("by class", "as key", "twice", "hidden", "with another", "by nobody")}
    hides = type("Hides", (), {"__slots__": (), "__module__": "keeps"})()  # what it points to is not visited
    sys.modules["keeps"].hides, hidden = hides, [kept["hidden"], sys]
    words = judge._native.words
    monkeypatch.setattr(judge._native, "words", lambda thing: [id(hidden)] if thing is hides else words(thing))
    sys.modules["keeps"].kind = type("Kind", (), {"all": {"x": [kept["by class"]]}})
    sys.modules["keeps"].untracked = {kept["as key"]: 1}
    sys.modules["keeps"].twice = [kept["twice"], kept["twice"]]
    sys.modules["keeps"].another = [kept["with another"]]
    another = [kept["with another"]]
    addresses = {name: id(thing) for name, thing in kept.items()}
    leaked = [kept.pop("by nobody")]
    kept.clear()
    found = judge.kept(set(addresses.values()))
    assert {name for name, address in addresses.items() if address in found} == {"by class", "as key", "twice", "hidden"}
    assert another and leaked


CRASH = (judge.CRASHED, "SIGSEGV", "m.so", "0x10")
EARLIER = (judge.CRASHED, "SIGABRT", "m.so", "0x20")


def verdict(**fields):
    made = judge.Verdict()
    vars(made).update(fields)
    return made


@pytest.mark.parametrize(
    ("first", "key"),
    [
        (verdict(), CRASH),
        (verdict(left=(1, {"x": 1})), CRASH),
        (verdict(left=(0, {"x": -1})), ("dropped", "m.take")),
        (verdict(keys={(judge.WROTE,)}), ("dropped", "m.take")),
        (verdict(death="SIGABRT", keys={EARLIER}), EARLIER),
        (verdict(death="SIGPROF"), CRASH),
    ],
)
def test_a_crash_is_of_the_call_that_takes_something_away_before_it(first, key):
    steps = (Step("call", "m.take", (), "v0"), Step("method", "use", (Argument("v0", "receiver"),)))
    one = judge.Judge.__new__(judge.Judge)
    one._server = types.SimpleNamespace(ranges=[(0, 1)])
    one.trial = lambda tried: {steps[:1]: first}[tried]
    assert one._cause_key(judge.CRASHED, CRASH, steps, [], verdict(death="SIGSEGV")) == key


@pytest.fixture
def session(monkeypatch, tmp_path):
    monkeypatch.setattr(plain, "confirm", lambda cause, *_: cause.update(plain="", script="", lines=[]))
    monkeypatch.setattr(output, "save", lambda session: None)
    return supervise.Session(argparse.Namespace(output=str(tmp_path), path=[], package="m"), print)


def cause(*keys):
    return {"kind": "leak", "key": [keys[0]], "also": [[each] for each in keys[1:]], "count": 1}


def test_what_two_processes_see_is_one_cause(session):
    session._cause(cause("by place", "by outcome"))
    session._cause(cause("by another place"))
    session._cause(cause("by count", "by outcome"))
    session._cause(cause("by count"))
    assert {key: each["count"] for key, each in session.causes.items()} == {("by place",): 3, ("by another place",): 1}
