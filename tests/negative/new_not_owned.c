#include "tests/ledger/program.h"

/* ---- straight_line */
static void straight_line(void)
{
    hf_auto(str, s, hf_str_from_utf8("a str"));
    memory_ends();
    hf_object_borrowed o =
        hf_object_from_borrowed(PyObject_Type(hf_as_raw(s))); /* mistake */
    expect(!hf_is_null(o));
}

/* ---- in_a_cast */
static void in_a_cast(void)
{
    hf_auto(object, n, hf_object_from_owned(value("10 ** 30")));
    PyObject *p = hf_as_raw(n);
    hf_object_borrowed o;
    o = hf_object_from_borrowed((PyObject *)PyObject_Repr(p)); /* mistake */
    expect(!hf_is_null(o));
}

/* ---- in_parentheses */
static void in_parentheses(void)
{
    hf_int_borrowed n = hf_int_from_borrowed((PyLong_FromLong(100000))); /* mistake */
    expect(!hf_is_null(n));
}

/* ---- given_to_a_list */
static void given_to_a_list(void)
{
    hf_auto(list, l, hf_list_new());
    hf_auto(str, s, hf_str_from_utf8("a str"));
    int done = PyList_Append(hf_as_raw(l),
                             hf_into_raw(hf_move(&s))); /* mistake */
    expect(done == 0);
}

/* ---- a_number_in_a_dict */
static void a_number_in_a_dict(void)
{
    hf_auto(dict, d, hf_dict_new());
    hf_auto(str, key, hf_str_from_utf8("key"));
    int done = PyDict_SetItem(hf_as_raw(d), hf_as_raw(key),
                              PyLong_FromLong(70000)); /* mistake */
    expect(done == 0);
}

/* ---- called_with_a_new_one */
static void called_with_a_new_one(void)
{
    hf_auto(object, f, hf_object_from_owned(value("repr")));
    hf_auto(int, n, hf_int_from(70000));
    PyObject *shown = PyObject_CallOneArg(
        hf_as_raw(f), hf_int_into_raw(hf_incref(n))); /* mistake */
    Py_XDECREF(shown);
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(in_a_cast),
    PROGRAM(in_parentheses),
    PROGRAM(given_to_a_list),
    PROGRAM(a_number_in_a_dict),
    PROGRAM(called_with_a_new_one),
    {NULL, NULL},
};
