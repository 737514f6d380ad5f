#include "tests/ledger/program.h"

/* ---- straight_line */
static void straight_line(void)
{
    hf_str s = hf_str_from_utf8("twice"); /* opened */
    hf_str_borrowed lent = hf_borrow(s);  /* as some compilers do it first */
    memory_ends();
    s = hf_str_append(hf_move(&s), lent); /* mistake */
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
    hf_decref(s);
}

/* ---- scope_of_auto */
static void scope_of_auto(void)
{
    hf_auto(str, s, hf_str_from_utf8("twice")); /* opened */
    hf_str_borrowed lent = hf_borrow(s);
    hf_str t = hf_str_append(hf_move(&s), lent); /* mistake */
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
    hf_decref(t);
}

/* ---- moved_before */
static void moved_before(void)
{
    hf_str s = hf_str_from_utf8("twice"); /* opened */
    hf_str t = hf_move(&s);
    hf_str_borrowed lent = hf_borrow(t);
    t = hf_str_append(hf_move(&t), lent); /* mistake */
    if (hf_error_matches(PyExc_SystemError)) {
        hf_error_clear();
    }
    hf_decref(t);
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(scope_of_auto),
    PROGRAM(moved_before),
    {NULL, NULL},
};
