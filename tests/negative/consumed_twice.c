#include "tests/ledger/program.h"

/* ---- straight_line */
static void straight_line(void)
{
    hf_str s = hf_str_from_utf8("twice"); /* opened */
    hf_decref(s);                         /* consumed */
    memory_ends();
    hf_decref(s); /* mistake */
}

/* ---- error_path */
static hf_str quoted(const char *utf8)
{
    hf_str s = hf_str_from_utf8("'");            /* opened */
    hf_str more = hf_str_append_utf8(s, utf8);   /* consumed */
    if (hf_is_null(more)) {
        hf_error_clear();
        hf_decref(s); /* mistake */
        return hf_null(str);
    }
    return hf_str_append_utf8(more, "'");
}

static void error_path(void)
{
    hf_decref(quoted("right"));
    hf_decref(quoted("\xff"));
}

/* ---- across_functions */
static void consume(hf_object o)
{
    hf_decref(o); /* consumed */
}

static void across_functions(void)
{
    hf_str s = hf_str_from_utf8("given away"); /* opened */
    consume(hf_into_object(s));
    s = hf_str_append_utf8(s, /* mistake */
                           "more");
    hf_decref(s);
}

/* ---- stale_copy */
static void recycle(void)
{
    for (int i = 0; i < 4000; i++) {
        hf_decref(hf_str_from_utf8("in between"));
    }
}

static void stale_copy(void)
{
    struct {
        hf_str s;
    } a = {hf_str_from_utf8("copied")}, b = a; /* opened */
    hf_decref(a.s);                            /* consumed */
    recycle();
    hf_clear(&b.s); /* mistake */
}

/* ---- given_to_python */
static void given_to_python(void)
{
    hf_str s = hf_str_from_utf8("in a tuple"); /* opened */
    PyObject *tuple = PyTuple_New(1);
    PyTuple_SET_ITEM(tuple, 0, hf_into_raw(s)); /* consumed */
    Py_DECREF(tuple);
    hf_decref(s); /* mistake */
}

/* ---- replaced */
static void replaced(void)
{
    hf_str place = hf_str_from_utf8("the old one");
    hf_str s = hf_str_from_utf8("the new one"); /* opened */
    expect(hf_replace(&place, s));
    hf_decref(s);     /* consumed */
    hf_clear(&place); /* mistake */
}

/* ---- scope_of_auto */
static void scope_of_auto(void)
{
    hf_auto(str, kept, hf_str_from_utf8("moved out")); /* opened */
    hf_str s = hf_move(&kept);
    hf_str copy = s;
    hf_object o = hf_into_object(s);
    hf_decref(o); /* consumed */
    PyObject *raw = hf_into_raw(copy); /* mistake */
    expect(raw == NULL);
}

/* ---- across_threads */
static hf_str shared;

static void consume_shared(void)
{
    hf_decref(shared); /* consumed */
}

static void across_threads(void)
{
    shared = hf_str_from_utf8("shared"); /* opened */
    in_thread(consume_shared);
    hf_decref(shared); /* mistake */
}

const program programs[] = {
    PROGRAM(straight_line),   PROGRAM(error_path), PROGRAM(across_functions),
    PROGRAM(stale_copy),      PROGRAM(replaced),   PROGRAM(given_to_python),
    PROGRAM(scope_of_auto),   PROGRAM(across_threads),
    {NULL, NULL},
};
