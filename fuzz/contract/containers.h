/* containers.h: lists, dicts, sets and others for the calls of contract.c. */
#ifndef FUZZ_CONTRACT_CONTAINERS_H
#define FUZZ_CONTRACT_CONTAINERS_H

#include "fuzz/contract/call.h"

#if PY_VERSION_HEX >= 0x030D0000
/* Exported as ever, but no public header declares them any more. */
PyAPI_FUNC(int) _PySet_Update(PyObject *set, PyObject *iterable);
PyAPI_FUNC(int) _PySet_NextEntry(PyObject *set, Py_ssize_t *at, PyObject **key,
                                 Py_hash_t *hash);
#endif

/* needs_a notes what a function raises that is given |raw| where it |is| not what
 * it has to be, a |what|. False: something was noted, by now. */
bool needs_a(call *c, const char *function, PyObject *raw, const char *what,
             bool is);

/* index_chosen is one at an edge of |length| items, or beyond. */
enum { INDEXES = 8 };
Py_ssize_t index_chosen(int which, Py_ssize_t length);

/* edge_chosen is an int, new, about where fewer bits are no longer enough. */
enum { EDGES = 32 };
PyObject *edge_chosen(int which);

/* A container for a call: CPython works on it, and then, when it is again what it
 * was, the layer does. */
typedef struct box {
    PyObject *raw;
    PyObject *kept;  /* what is in it at first; NULL: it cannot be changed */
    PyObject *after; /* the same when CPython is done */
} box;

/* box_of keeps what is in |raw|, whose reference it takes over. */
box box_of(PyObject *raw);

/* box_change adds an item to the list in the newest box: code of an operand does so
 * in the middle of a call, CPython's and then the layer's. */
void box_change(void);

/* box_leave is for a box that ends before its call: nobody changes it any more. */
void box_leave(void);

/* many_before is how many items are before the few ones of a box, or of what is
 * built, in a call that is long: so many that neither their number nor the place of
 * one behind them fits 16 bits. many_item is that at |i|, borrowed: an int that no
 * other equals, nor an operand. many_listed is a new list of them. */
Py_ssize_t many_before(const call *c);
PyObject *many_item(Py_ssize_t i);
PyObject *many_listed(const call *c);

/* box_list makes one of four: the left operand itself, whatever it is; a list that
 * is empty; one with two items, the second of which is the right operand; one
 * with eleven. Where the call is long, the second and the fourth have many before
 * those: ints; or, what can have one item often, the left operand, where the right
 * one is the same. box_dict, box_set and box_tuple: the same, of others, but what
 * cannot be in it is not in it. */
box box_list(call *c, int which);
box box_list_of_left(call *c, int n); /* |n| times that operand */
box box_dict(call *c, int which);
box box_set(call *c, int which);
box box_tuple(call *c, int which);

/* box_length is how many items a list has, or a tuple. */
Py_ssize_t box_length(const box *b);

/* box_is_done keeps what CPython made of it, and puts back what was there. */
void box_is_done(box *b);

/* box_check compares it with what CPython made of it, and drops it. */
void box_check(const call *c, box *b);

/* hashes_are_ints is for calls that hash their operands: what another __hash__
 * returns CPython loses. */
void hashes_are_ints(call *c);

/* ---- A function of a type, by number: what it is called with, and what came of
 * it. */

typedef struct outcome {
    PyObject *object;  /* owned, or NULL */
    Py_ssize_t number; /* -1: there is none */
    int end;           /* of an answer or a lookup; -1: it is none, or failed */
} outcome;

typedef struct deed {
    call *c;
    int function;
    box self;
    operand *item, *value; /* the right and the left operand */
    PyObject *key;         /* the item; or a str, where there is UTF-8 */
    const char *utf8;
    Py_ssize_t i, j;
    outcome wanted, found;
} deed;

/* What there is to a type. */
typedef struct deeds {
    int n, quiet; /* the first ones run no Python code */
    box (*make)(call *c, int which);
    void (*needs)(deed *d); /* notes what is missing, in order */
    void (*by_cpython)(deed *d);
    bool (*ours)(deed *d); /* says whether it worked */
} deeds;

/* deed_do does what the value of a call says, in both ways, and compares. */
void deed_do(call *c, const deeds *of);

/* What came of it by CPython; each takes over a reference. */
void gives(deed *d, PyObject *object);
void gives_lookup(deed *d, int end, PyObject *object);

/* What came of it by the layer; they say whether it worked. */
bool gave(deed *d, hf_object found);
bool gave_lookup(deed *d, hf_lookup found, hf_object out);
bool gave_answer(deed *d, hf_answer found);
bool gave_lent(deed *d, hf_object_borrowed found);

#endif /* FUZZ_CONTRACT_CONTAINERS_H */
