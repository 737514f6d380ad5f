"""The tools that seed mistakes make them, know one that does not compile, and what tests say."""

import collections
import pathlib

import mistakes
import pytest
import raw_mistakes
import seeding


def test_each_operator_has_its_place():
    found = collections.Counter(m.operator for m in mistakes.mistakes())
    made = seeding.chosen(mistakes.mistakes(), mistakes.OPERATORS, 100)
    assert set(found) == set(mistakes.OPERATORS) == {m.operator for m in made}
    assert len(set(made)) == 100
    assert seeding.chosen(mistakes.mistakes(), mistakes.OPERATORS, 100) == made
    for mistake in made:
        assert mistake.source() != pathlib.Path(mistakes.PORTS[mistake.port][0]).read_text()


def test_what_changes_nothing_is_there_and_is_not_counted():
    equal = [m for m, is_one in mistakes.changes() if not is_one]
    assert len(equal) == len(mistakes.EQUAL) and {m.operator for m in equal} == set(mistakes.FORGETS)
    assert not set(equal) & set(mistakes.mistakes())


REPORT = (
    "holdfast: null without exception: a null result, or another failure, and no exception is set: "
    "raise one, or write the result and say hf_worked_if(true)\n"
    "Fatal Python error: Aborted\n"
)
REFUSAL = (
    "E  SystemError: hf_object_type: the object handle is null and no exception is set "
    "(was it moved out?)\n"
)


@pytest.mark.parametrize("text, status, end", [
    (REPORT, -6, "reported"), ("......" + REPORT, -6, "reported"),
    (f"..\n..F.{REPORT}", 1, "reported"), (f"{REFUSAL}\n{REPORT}", 1, "reported"),
    (f"..\n{REPORT}2 passed\n", 0, "reported"), (REFUSAL, 1, "refused when it runs"),
    ("E  SystemError: unknown opcode\n", 1, "noticed by a test"),
    ("E  AssertionError: 'holdfast: x'\n", 1, "noticed by a test"),
    ("Fatal Python error\n", -11, "noticed by a test"), ("20 passed\n", 0, "unseen"),
])  # fmt: skip
def test_what_the_tests_found(text, status, end):
    assert end in mistakes.ENDS and mistakes.end_of(text, status) == end


def test_a_sample_does_not_compile():
    path, _ = mistakes.PORTS["msgpack"]
    assert mistakes.compiles(pathlib.Path(path).read_text())
    wrong = [
        next(m for m in mistakes.mistakes() if (m.port, m.operator) == ("msgpack", operator))
        for operator in ["release what is lent", "drop an incref", "add an incref"]
    ]
    assert [mistakes.compiles(m.source()) for m in wrong] == [False] * 3


RAW = """
static PyObject *
raw(PyObject *self, PyObject *arg)
{
    PyObject *made, *kept = NULL;
    made = PyList_New(0);
    if (made == NULL) {
        return NULL;
    }
    if (PyList_Append(made, arg) < 0)
        goto bail;
    kept = PyList_GET_ITEM(made, 0);
    Py_INCREF(kept);
    Py_CLEAR(kept);
    Py_DECREF(made);
    if (arg == Py_None)
        return _steal_accumulate(self, made);
    if (arg == self)
        return Py_NewRef(arg);
    return PyObject_Str(arg);
bail:
    Py_XDECREF(made);
    return NULL;
}

static int
number(PyObject *o)
{
    if (o == Py_None)
        goto bail;
    return PyObject_IsTrue(o);
bail:
    return -1;
}
"""


def test_the_mistakes_of_raw_c(tmp_path):
    path = tmp_path / "raw.c"
    path.write_text(RAW)
    made = list(raw_mistakes.mistakes("raw", path))
    found = collections.Counter(mistake.operator for mistake in made)
    assert found == {operator: 1 for operator in raw_mistakes.OPERATORS} | {
        "incref where decref was": 2, "never release": 2, "release twice": 2, "drop a result": 2,
        "release what is lent": 2, "leak where it fails": 2,
    }  # fmt: skip
    sources = {mistake.operator: mistake.source() for mistake in reversed(made)}
    assert "made = PyList_New(0); Py_XDECREF(made);" in sources["release too early"]
    assert "< 0)\n        return NULL;" in sources["leak where it fails"]
    assert "Py_DECREF(made); return _steal" in sources["move twice"]
    assert "(PyObject *self, PyObject *arg)\n{ Py_DECREF(arg);" in sources["release what is lent"]
    assert str(made[0]) == "raw.c:13: drop an incref"
    assert made[-1].operator == "drop a result" and "Str(arg); return NULL; }" in made[-1].source()
