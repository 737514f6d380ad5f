#include "tests/ledger/program.h"

/* ---- straight_line */
static void incref(hf_str_borrowed s)
{
    HF_COUNT_NEUTRAL(s); /* gcc: mistake */
    Py_INCREF(hf_as_raw(s));
    memory_ends();
} /* clang: mistake */

static void straight_line(void)
{
    hf_str s = hf_str_from_utf8("one too many");
    incref(hf_borrow(s));
    Py_SET_REFCNT(hf_as_raw(s), 1);
    hf_decref(s);
}

/* ---- error_path */
static bool is_named(hf_object_borrowed o, PyObject *dict)
{
    HF_COUNT_NEUTRAL(o); /* gcc: mistake */
    PyObject *raw = hf_as_raw(o);
    Py_INCREF(raw);
    if (!PyDict_Contains(dict, raw)) {
        return false;
    }
    Py_DECREF(raw);
    return true;
} /* clang: mistake */

static void error_path(void)
{
    hf_auto(object, dict, hf_object_from_owned(value("{'a name': 1}")));
    hf_auto(object, right, hf_into_object(hf_str_from_utf8("a name")));
    hf_auto(object, wrong, hf_into_object(hf_str_from_utf8("another")));
    expect(is_named(hf_borrow(right), hf_as_raw(dict)));
    expect(!is_named(hf_borrow(wrong), hf_as_raw(dict)));
    Py_SET_REFCNT(hf_as_raw(wrong), 1);
}

/* ---- across_functions */
static PyObject *pair_of(PyObject *first)
{
    PyObject *pair = PyTuple_New(2);
    PyTuple_SET_ITEM(pair, 0, first); /* steals */
    Py_INCREF(Py_None);
    PyTuple_SET_ITEM(pair, 1, Py_None);
    return pair;
}

static Py_ssize_t measure(hf_str_borrowed s)
{
    HF_COUNT_NEUTRAL(s); /* gcc: mistake */
    PyObject *pair = pair_of(hf_as_raw(s));
    Py_ssize_t size = PyTuple_GET_SIZE(pair);
    Py_DECREF(pair);
    return size;
} /* clang: mistake */

static void across_functions(void)
{
    hf_auto(str, s, hf_str_from_utf8("one too few"));
    hf_auto(str, other, hf_incref(s));
    expect(measure(hf_borrow(s)) == 2);
}

/* ---- down_to_nothing */
static void release(hf_str_borrowed s)
{
    HF_COUNT_NEUTRAL(s); /* gcc: mistake */
    Py_DECREF(hf_as_raw(s)); /* the only reference */
} /* clang: mistake */

static void down_to_nothing(void)
{
    hf_str s = hf_str_from_utf8("of which there was one");
    release(hf_borrow(s));
    hf_decref(s);
}

/* ---- the_second_of_two */
static void two(hf_str_borrowed a, hf_str_borrowed b)
{
    HF_COUNT_NEUTRAL(a);
    HF_COUNT_NEUTRAL(b); /* gcc: mistake */
    hf_decref(hf_incref(a));
    Py_INCREF(hf_as_raw(b));
} /* clang: mistake */

static void the_second_of_two(void)
{
    hf_auto(str, a, hf_str_from_utf8("the first"));
    hf_auto(str, b, hf_str_from_utf8("the second"));
    two(hf_borrow(a), hf_borrow(b));
    Py_SET_REFCNT(hf_as_raw(b), 1);
}

const program programs[] = {
    PROGRAM(straight_line),     PROGRAM(error_path),
    PROGRAM(across_functions),  PROGRAM(down_to_nothing),
    PROGRAM(the_second_of_two), {NULL, NULL},
};
