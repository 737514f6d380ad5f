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

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(in_a_cast),
    PROGRAM(in_parentheses),
    {NULL, NULL},
};
