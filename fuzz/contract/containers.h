/* containers.h: lists and other containers for the calls of contract.c. */
#ifndef FUZZ_CONTRACT_CONTAINERS_H
#define FUZZ_CONTRACT_CONTAINERS_H

#include "fuzz/contract/call.h"

/* needs_a notes what a function raises that is given |raw| where it |is| not what
 * it has to be, a |what|. False: something was noted, by now. */
bool needs_a(call *c, const char *function, PyObject *raw, const char *what,
             bool is);

/* index_chosen is one at an edge of |length| items, or beyond. */
enum { INDEXES = 8 };
Py_ssize_t index_chosen(int which, Py_ssize_t length);

/* A list for a call: CPython works on it, and then, when it is again what it
 * was, the layer does. */
typedef struct list_operand {
    PyObject *raw;
    PyObject *kept; /* a tuple of what is in it at first; NULL: it is no list */
    PyObject *after; /* the same when CPython is done */
} list_operand;

/* list_given makes one of four: the left operand itself, whatever it is; one
 * that is empty; one with the right operand in it; one with four items. */
list_operand list_given(call *c, int which);

/* list_length is that of what is a list. */
Py_ssize_t list_length(const list_operand *l);

/* list_is_done keeps what CPython made of it, and puts back what was there. */
void list_is_done(list_operand *l);

/* list_check compares it with what CPython made of it, and drops it. */
void list_check(const call *c, list_operand *l);

/* list_owned is an owned handle of it. */
hf_list list_owned(const list_operand *l);

#endif /* FUZZ_CONTRACT_CONTAINERS_H */
