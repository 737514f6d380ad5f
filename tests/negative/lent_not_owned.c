#include "tests/ledger/program.h"

/* ---- straight_line */
static void straight_line(void)
{
    hf_str s = hf_str_from_utf8("a str");
    memory_ends();
    hf_str t = hf_str_from_owned(hf_as_raw(s)); /* mistake */
    hf_decref(t);
    hf_decref(s);
}

/* ---- of_an_argument */
static hf_object kept(hf_object_borrowed o)
{
    return hf_object_from_owned(hf_as_raw(o)); /* mistake */
}

static void of_an_argument(void)
{
    hf_auto(object, list, hf_object_from_owned(value("[1]")));
    hf_decref(kept(hf_borrow(list)));
}

/* ---- of_a_cast */
static void of_a_cast(void)
{
    hf_auto(object, o, hf_object_from_owned(value("'abc' * 2")));
    hf_str t = hf_str_from_owned(hf_str_as_raw(hf_str_cast(hf_borrow(o)))); /* mistake */
    hf_decref(t);
}

/* ---- stolen_by_a_tuple */
static void stolen_by_a_tuple(void)
{
    hf_auto(object, tuple, hf_object_from_owned(PyTuple_New(1)));
    hf_auto(object, o, hf_object_from_owned(value("'abc' * 2")));
    int done = PyTuple_SetItem(hf_as_raw(tuple), 0, hf_as_raw(o)); /* mistake */
    expect(done == 0);
}

/* ---- stolen_by_a_list */
static hf_object one_of(hf_str_borrowed s)
{
    hf_object list = hf_object_from_owned(PyList_New(1));
    PyList_SET_ITEM(hf_as_raw(list), 0, hf_str_as_raw(s)); /* mistake */
    return list;
}

static void stolen_by_a_list(void)
{
    hf_auto(str, s, hf_str_from_utf8("a str"));
    hf_decref(one_of(hf_borrow(s)));
}

const program programs[] = {
    PROGRAM(straight_line),     PROGRAM(of_an_argument),   PROGRAM(of_a_cast),
    PROGRAM(stolen_by_a_tuple), PROGRAM(stolen_by_a_list), {NULL, NULL},
};
