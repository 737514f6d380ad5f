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
    PyObject *to = hf_as_raw(l);
    hf_str s = hf_str_from_utf8("a str");
    expect(PyList_Append(to, hf_into_raw(s)) == 0); /* mistake */
}

/* ---- a_number_in_a_dict */
static void a_number_in_a_dict(void)
{
    hf_auto(dict, d, hf_dict_new());
    PyObject *to = hf_as_raw(d);
    int status = PyDict_SetItem(to, Py_None, PyLong_FromLong(70000)); /* mistake */
    expect(status == 0);
}

/* ---- in_a_dict_by_name */
static int keep(PyObject *dict, hf_int n)
{
    return PyDict_SetItemString(dict, "n", hf_int_into_raw(n)); /* mistake */
}

static void in_a_dict_by_name(void)
{
    hf_auto(dict, d, hf_dict_new());
    expect(keep(hf_as_raw(d), hf_int_from(70000)) == 0);
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(in_a_cast),
    PROGRAM(in_parentheses),
    PROGRAM(given_to_a_list),
    PROGRAM(a_number_in_a_dict),
    PROGRAM(in_a_dict_by_name),
    {NULL, NULL},
};
