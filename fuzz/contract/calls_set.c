/* The calls of contract.c that are for sets. */

#include "fuzz/contract/containers.h"
#include "fuzz/contract/rows.h"
#include "fuzz/engine/calls.h"

enum {
    NEW,
    NEW_FROZEN,
    LENGTH,
    LENGTH_FROZEN,
    DELETE_ALL,
    POP,
    CONTAINS, /* from here on with an item, */
    CONTAINS_FROZEN,
    ADD,
    DISCARD,
    DELETE,
    UPDATE,
    FROM, /* or of one, */
    FROM_FROZEN,
    COPY, /* or not */
    FUNCTIONS
};
static const char *const functions[FUNCTIONS] = {
    "hf_set_new",           "hf_frozenset_new",
    "hf_set_length",        "hf_frozenset_length",
    "hf_set_delete_all",    "hf_set_pop",
    "hf_set_contains",      "hf_frozenset_contains",
    "hf_set_add",           "hf_set_discard",
    "hf_set_delete",        "hf_set_update",
    "hf_set_from_iterable", "hf_frozenset_from_iterable",
    "hf_set_copy"};

static bool is_frozen(int function)
{
    return function == LENGTH_FROZEN || function == CONTAINS_FROZEN;
}

/* make gives a set; a frozenset now and then. */
static box make(call *c, int which)
{
    if (c->more >> 4 == 13) { /* a set as an item, which no method looks for */
        operand *item = right(c);
        operand_drop(item);
        *item = (operand){.raw = fuzz_made(PySet_New(NULL)),
                          .is_last = c->is_last};
        PySet_Add(item->raw, operand_fixed[INT].raw);
        item->count = Py_REFCNT(item->raw);
    }
    box b = box_set(c, which);
    bool is_set = b.raw != NULL && PySet_Check(b.raw);
    if (is_set && is_frozen(c->value % FUNCTIONS) && c->more % 7 != 0) {
        PyObject *frozen = fuzz_made(PyFrozenSet_New(b.raw));
        Py_DECREF(b.raw);
        Py_CLEAR(b.kept);
        b = box_of(frozen);
    }
    return b;
}

static void set_needs(deed *d)
{
    call *c = d->c;
    const char *function = functions[d->function];
    PyObject *raw = d->self.raw;
    if (d->function <= NEW_FROZEN) {
        return;
    }
    if (d->function == FROM || d->function == FROM_FROZEN) {
        needs_object(c, function, d->item->raw);
        return;
    }
    if (is_frozen(d->function)) {
        needs_a(c, function, raw, "frozenset",
                raw != NULL && PyFrozenSet_Check(raw));
    } else {
        needs_a(c, function, raw, "set", raw != NULL && PySet_Check(raw));
    }
    if (d->function >= CONTAINS && d->function != COPY) {
        needs_object(c, function, d->item->raw);
    }
}

static void ends(deed *d, int end)
{
    d->wanted.end = end;
}

/* Which item is taken out is not said: one that was in it. */
static PyObject *was_in(deed *d, PyObject *item)
{
    PyObject *key;
    Py_ssize_t at = 0;
    Py_hash_t hash;
    bool was = false;
    while (item != NULL && _PySet_NextEntry(d->self.kept, &at, &key, &hash)) {
        was = was || key == item;
    }
    bool is_in = false;
    at = 0;
    while (item != NULL && _PySet_NextEntry(d->self.raw, &at, &key, &hash)) {
        is_in = is_in || key == item;
    }
    bool one_less = PySet_GET_SIZE(d->self.raw) + (item != NULL) ==
                    PySet_GET_SIZE(d->self.kept);
    PySet_Clear(d->self.raw);
    Py_XDECREF(item);
    return item == NULL ? NULL : PyBool_FromLong(was && !is_in && one_less);
}

static void set_by_cpython(deed *d)
{
    PyObject *raw = d->self.raw, *item = d->item->raw, *none = NULL;
    switch (d->function) {
    case NEW:
        gives(d, PySet_New(NULL));
        break;
    case NEW_FROZEN:
        gives(d, PyFrozenSet_New(NULL));
        break;
    case LENGTH:
    case LENGTH_FROZEN:
        d->wanted.number = PySet_Size(raw);
        break;
    case DELETE_ALL:
        PySet_Clear(raw);
        break;
    case POP:
        gives(d, was_in(d, PySet_Pop(raw)));
        break;
    case CONTAINS:
    case CONTAINS_FROZEN:
        ends(d, PySet_Contains(raw, item));
        break;
    case ADD:
        PySet_Add(raw, item);
        break;
    case DISCARD:
        ends(d, PySet_Discard(raw, item));
        break;
    case DELETE:
        /* Unlike set.remove, which looks for a frozenset of a set. */
        if (PySet_Discard(raw, item) == 0) {
            none = PyObject_CallOneArg(PyExc_KeyError, item);
            PyErr_SetObject(PyExc_KeyError, none);
            Py_XDECREF(none);
        }
        break;
    case UPDATE:
        _PySet_Update(raw, item);
        break;
    case FROM:
        gives(d, PySet_New(item));
        break;
    case FROM_FROZEN:
        gives(d, PyFrozenSet_New(item));
        break;
    default:
        gives(d, PySet_New(raw));
        break;
    }
}

static bool by_set(deed *d)
{
    hf_set_borrowed self = hf_set_from_borrowed(d->self.raw);
    hf_frozenset_borrowed frozen = hf_frozenset_from_borrowed(d->self.raw);
    hf_object_borrowed item = lent_object(d->item);
    switch (d->function) {
    case NEW:
        return gave(d, hf_into_object(hf_set_new()));
    case NEW_FROZEN:
        return gave(d, hf_into_object(hf_frozenset_new()));
    case LENGTH:
        return hf_set_length(self, &d->found.number);
    case LENGTH_FROZEN:
        return hf_frozenset_length(frozen, &d->found.number);
    case DELETE_ALL:
        return hf_set_delete_all(self);
    case POP:
        if (gave(d, hf_set_pop(self))) {
            d->found.object = was_in(d, d->found.object);
        }
        return d->found.object != NULL;
    case CONTAINS:
        return gave_answer(d, hf_set_contains(self, item));
    case CONTAINS_FROZEN:
        return gave_answer(d, hf_frozenset_contains(frozen, item));
    case ADD:
        return hf_set_add(self, item);
    case DISCARD:
        return gave_lookup(d, hf_set_discard(self, item), hf_null(object));
    case DELETE:
        return hf_set_delete(self, item);
    case UPDATE:
        return hf_set_update(self, item);
    case FROM:
        return gave(d, hf_into_object(hf_set_from_iterable(item)));
    case FROM_FROZEN:
        return gave(d, hf_into_object(hf_frozenset_from_iterable(item)));
    default:
        return gave(d, hf_into_object(hf_set_copy(self)));
    }
}

void set_does(call *c)
{
    static const deeds of = {.n = FUNCTIONS,
                             .quiet = CONTAINS,
                             .make = make,
                             .needs = set_needs,
                             .by_cpython = set_by_cpython,
                             .ours = by_set};
    deed_do(c, &of);
}
