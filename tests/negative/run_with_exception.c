#include "tests/ledger/program.h"

/* ---- straight_line */
static void straight_line(void)
{
    hf_auto(str, s, hf_str_from_utf8("an operand"));
    hf_error_raise(PyExc_ValueError, "pending"); /* opened */
    memory_ends();
    hf_str r = hf_object_repr(hf_as_object(s)); /* mistake */
    expect(hf_is_null(r));
}

/* ---- error_path */
static void error_path(void)
{
    hf_auto(object, o, hf_object_from_owned(value("[]")));
    hf_object found = hf_object_getattr_utf8(o, "missing"); /* opened */
    hf_auto(object, missing, found);
    expect(hf_is_null(missing)); /* and nobody asks why */
    expect(hf_failed(hf_object_truth(hf_borrow(o)))); /* mistake */
}

/* ---- across_functions */
static void note_end(hf_object_borrowed log)
{
    hf_auto(str, line, hf_str_from_utf8("end"));
    hf_object_borrowed arguments[] = {hf_as_object(line)};
    hf_object none = hf_object_call_method_utf8( /* mistake */
        log, "append", arguments, 1, NULL, 0);
    hf_decref(none);
}

static hf_str work(hf_object_borrowed log, const char *bytes)
{
    hf_str s = hf_str_from_utf8(bytes); /* opened */
    note_end(log);
    return s;
}

static void across_functions(void)
{
    hf_auto(object, log, hf_object_from_owned(value("[]")));
    hf_decref(work(hf_borrow(log), "right"));
    hf_decref(work(hf_borrow(log), "\xff"));
    expect(PyList_GET_SIZE(hf_as_raw(log)) == 1);
}

/* ---- setting_an_attribute */
static void setting_an_attribute(void)
{
    hf_auto(object, o, hf_object_from_owned(value("type('T', (), {})")));
    hf_auto(object, none, hf_none()); /* opened */
    PyErr_SetNone(PyExc_KeyError);
    bool set = hf_object_setattr_utf8( /* mistake */
        hf_borrow(o), "x", hf_borrow(none));
    expect(!set);
}

/* ---- an_item */
static void an_item(void)
{
    hf_auto(object, dict, hf_object_from_owned(PyDict_New()));
    hf_auto(str, key, hf_str_from_utf8("key"));
    hf_raise(ValueError, "an earlier call failed"); /* opened */
    hf_object item = hf_object_getitem(dict, key); /* mistake */
    hf_decref(item);
    if (hf_error_matches(PyExc_ValueError)) {
        hf_error_clear();
    }
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(error_path),
    PROGRAM(across_functions),
    PROGRAM(setting_an_attribute),
    PROGRAM(an_item),
    {NULL, NULL},
};
