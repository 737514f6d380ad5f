#include "tests/ledger/program.h"

/* What was given away is seen where the next call begins, and raised after it. */
static void begin_a_call(void)
{
    HF_CALL_SCOPE;
}

static void call_again(void)
{
    begin_a_call();
    (void)Py_MakePendingCalls();
}

/* ---- straight_line */
static void straight_line(void)
{
    HF_CALL_SCOPE;
    hf_str s = hf_str_from_utf8("a str"); /* opened */
    PyObject *raw = hf_as_raw(s);         /* mistake */
    hf_decref(s);                         /* consumed */
    memory_ends();
    Py_DECREF(raw);
    call_again();
}

/* ---- returned */
static PyObject *many(void)
{
    HF_CALL_SCOPE;
    hf_auto(int, n, hf_int_from_i64(1 << 20)); /* opened */ /* gcc: consumed */
    return hf_as_raw(n);                                    /* mistake */
} /* clang: consumed */

static void returned(void)
{
    Py_DECREF(many());
    call_again();
}

/* ---- a_list */
static void a_list(void)
{
    HF_CALL_SCOPE;
    hf_list l = hf_list_new(); /* opened */
    expect(hf_list_append(hf_borrow(l), hf_int_from_i64(7)));
    PyObject *raw = hf_as_raw(l); /* mistake */
    hf_decref(l); /* consumed */
    Py_DECREF(raw);
    call_again();
}

/* ---- stolen */
static void stolen(void)
{
    HF_CALL_SCOPE;
    PyObject *tuple = PyTuple_New(1);
    hf_bytes b = hf_bytes_from("kelp", 4); /* opened */
    PyObject *raw = hf_as_raw(b);          /* mistake */
    PyTuple_SET_ITEM(tuple, 0, raw);
    hf_decref(b); /* consumed */
    Py_DECREF(tuple);
    call_again();
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(returned),
    PROGRAM(a_list),
    PROGRAM(stolen),
    {NULL, NULL},
};
