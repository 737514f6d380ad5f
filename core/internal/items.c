#define HF_CORE
#include "items.h"

#include "builder.h"
#include "pending.h"

static Py_ssize_t length_of(const hf_private_items *self)
{
    return self->next - self->at;
}

#ifdef HF_CHECKED
/* look is that, of the call at |place|. */
static void look(hf_private_items *self, void *place)
{
    bool looks_so = self->at <= self->next && self->next <= self->end &&
                    (self->at == NULL) == (self->end == NULL) &&
                    (self->tuple == NULL || self->at != NULL);
    if (!hf_private_builder_is_good(self->ticket, looks_so, length_of(self),
                                    &self->failed, place)) {
        *self = (hf_private_items){.failed = true};
    }
}

void hf_private_items_look(hf_private_items *self)
{
    HF_NEED_GIL();
    look(self, __builtin_return_address(0));
}

/* A copy of a builder that is given more memory is out of time, too. */
static void begin_memory(hf_private_items *self, void *place)
{
    hf_private_ledger_close_at(self->ticket, NULL, place);
    self->ticket = hf_private_ledger_open_builder_at(place);
    hf_private_builder_count(self->ticket, length_of(self));
}

void hf_private_items_begin(hf_private_items *self)
{
    begin_memory(self, __builtin_return_address(0));
}

void hf_private_items_count(const hf_private_items *self)
{
    hf_private_builder_count(self->ticket, length_of(self));
}

void hf_private_items_end(hf_private_items *self)
{
    void *place = __builtin_return_address(0);
    if (self->ticket == 0) {
        look(self, place);
        return;
    }
    bool is_in_time = hf_private_ledger_is_open(self->ticket);
    if (is_in_time &&
        !hf_private_ledger_is_built_at(self->ticket, length_of(self), place)) {
        *self = (hf_private_items){.failed = true}; /* the copy has it all */
        return;
    }
    hf_private_ledger_close_at(self->ticket, NULL, place);
    if (!is_in_time) {
        *self = (hf_private_items){.failed = true};
    }
}
#else
#define begin_memory(self, place) ((void)0)
#endif

/* ---- Memory. */

#if defined(Py_GIL_DISABLED) || PY_VERSION_HEX < 0x030A0000
/* Another thread would see it before it is taken from the collector; or the
 * collector cannot be kept from running. */
PyObject *hf_private_items_tuple(Py_ssize_t n)
{
    (void)n;
    return NULL;
}
#else
/* A tuple that is reserved is filled with NULL, all of it, so not where the size
 * may be a mistake. */
enum { MOST_IN_TUPLE = 1 << 16 };

PyObject *hf_private_items_tuple(Py_ssize_t n)
{
    typedef int switches(void);
    static switches *const turn[] = {PyGC_Disable, PyGC_Enable};
    if (n <= 0 || n > MOST_IN_TUPLE) {
        return NULL;
    }
    hf_private_pending pending = hf_private_set_aside();
    /* Up to CPython 3.11 it would run here, and its work come to the builder. */
    int was_enabled = PyGC_Disable();
    PyObject *tuple = PyTuple_New(n);
    turn[was_enabled]();
    if (tuple != NULL) {
        PyObject_GC_UnTrack(tuple);
    } else {
        PyErr_Clear(); /* an array will do */
    }
    hf_private_set_again(&pending);
    return tuple;
}
#endif

/* drop_memory frees what the items were in. */
static void drop_memory(hf_private_items *old)
{
    if (old->tuple != NULL) { /* its items are somebody else's by now */
        memset(old->at, 0, (size_t)(old->end - old->at) * sizeof(*old->at));
        Py_DECREF(old->tuple);
    } else {
        PyMem_Free(old->at);
    }
}

bool hf_private_items_grow(hf_private_items *self, Py_ssize_t more)
{
    const Py_ssize_t most = PY_SSIZE_T_MAX / (Py_ssize_t)sizeof(PyObject *);
    Py_ssize_t length = length_of(self);
    if (self->failed || more < 0 || more > most - length) {
        return false;
    }
    size_t size = (size_t)(length + more) * sizeof(PyObject *);
    PyObject **at = self->tuple != NULL ? PyMem_Malloc(size)
                                        : PyMem_Realloc(self->at, size);
    if (at == NULL) {
        return false;
    }
    if (self->tuple != NULL) {
        memcpy(at, self->at, (size_t)length * sizeof(PyObject *));
        drop_memory(self);
        self->tuple = NULL;
    }
    self->at = at;
    self->next = at + length;
    self->end = self->next + more;
    begin_memory(self, __builtin_return_address(0));
    return true;
}

/* ---- Ends. */

void hf_private_items_release(hf_private_items *old)
{
    for (PyObject **item = old->at; item < old->next; item++) {
        Py_DECREF(*item);
    }
    drop_memory(old);
}

static void no_memory(void)
{
    if (PyErr_Occurred() == NULL) {
        PyErr_NoMemory();
    }
}

void hf_private_items_add_failed(hf_private_items *old, const char *function,
                                 PyObject *item)
{
    if (item != NULL && !old->failed) {
        no_memory();
    } else if (!old->failed) {
        hf_private_refuse(function, NULL, "object");
    }
    hf_private_items_release(old);
    Py_XDECREF(item);
}

void hf_private_items_reserve_failed(hf_private_items *old,
                                     const char *function, Py_ssize_t more)
{
    if (!old->failed && more >= 0) {
        no_memory();
    } else if (!old->failed && PyErr_Occurred() == NULL) {
        PyErr_Format(PyExc_OverflowError,
                     "%s: %zd is no number of items: it is negative, or was "
                     "more than a Py_ssize_t can hold",
                     function, more);
    }
    hf_private_items_release(old);
}

/* ---- What they become. */

#ifdef Py_GIL_DISABLED
/* give_array copies: what a list has is no plain array. */
static void give_array(PyObject *list, hf_private_items *all)
{
    for (PyObject **item = all->at; item < all->next; item++) {
        PyList_SET_ITEM(list, item - all->at, *item);
    }
    PyMem_Free(all->at);
}
#define LENGTH_OF_NEW(all) length_of(all)
#else
/* give_array makes the array that of an empty |list|, no longer than lists have
 * theirs. */
static void give_array(PyObject *list, hf_private_items *all)
{
    Py_ssize_t length = length_of(all), room = all->end - all->at;
    PyObject **at = all->at;
    if (length == 0) {
        PyMem_Free(at);
        return;
    }
    if (room - length > length / 8 + 6) {
        PyObject **less = PyMem_Realloc(at, (size_t)length * sizeof(*at));
        if (less != NULL) { /* otherwise it has some more */
            at = less;
            room = length;
        }
    }
    PyListObject *made = (PyListObject *)list;
    made->ob_item = at;
    made->allocated = room;
    Py_SET_SIZE(made, length);
}
#define LENGTH_OF_NEW(all) 0
#endif

PyObject *hf_private_items_list_of(hf_private_items *all, const char *function)
{
    PyObject *made = NULL;
    if (all->failed) {
        hf_private_builder_has_failed(function);
    } else {
        made = PyList_New(LENGTH_OF_NEW(all));
        if (made != NULL) { /* and nothing runs until it is full */
            give_array(made, all);
        } else {
            hf_private_items_release(all);
        }
    }
    return made;
}

PyObject *hf_private_items_tuple_of(hf_private_items *all, const char *function)
{
    PyObject *made = NULL;
    Py_ssize_t length = length_of(all);
    if (all->failed) {
        hf_private_builder_has_failed(function);
    } else if (all->tuple != NULL && all->next == all->end) {
        made = all->tuple;
        PyObject_GC_Track(made);
    } else {
        made = PyTuple_New(length);
        if (made != NULL && length > 0) { /* and nothing runs until it is full */
            memcpy(((PyTupleObject *)made)->ob_item, all->at,
                   (size_t)length * sizeof(PyObject *));
        }
        if (made != NULL) {
            drop_memory(all);
        } else {
            hf_private_items_release(all);
        }
    }
    return made;
}
