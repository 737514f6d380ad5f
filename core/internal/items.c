#define HF_CORE
#include "items.h"

#include "builder.h"

/* ROOM is how many items there is room for at first. */
enum { ROOM = 16 };

/* end leaves |self| empty, and then releases the items: their code may come to
 * this builder, too. */
static void end(hf_private_items *self, bool failed)
{
    hf_private_items old = *self;
    *self = (hf_private_items){.failed = failed};
    for (Py_ssize_t i = 0; i < old.length; i++) {
        Py_DECREF(old.at[i]);
    }
    PyMem_Free(old.at);
}

static void fail(hf_private_items *self)
{
    end(self, true);
}

/* grown says whether there is room for |more| items now; otherwise an exception
 * is set. */
static bool grown(hf_private_items *self, Py_ssize_t more)
{
    const Py_ssize_t most = PY_SSIZE_T_MAX / (Py_ssize_t)sizeof(PyObject *);
    PyObject **at = NULL;
    if (more <= most - self->length) {
        at = PyMem_Realloc(self->at,
                           (size_t)(self->length + more) * sizeof(PyObject *));
    }
    if (at == NULL) {
        if (PyErr_Occurred() == NULL) {
            PyErr_NoMemory();
        }
        return false;
    }
    self->at = at;
    self->room = self->length + more;
    return true;
}

/* HF_NEVER(garbage) in the fuzz targets: whether what is there can be what a
 * builder has; in the checked build it is reported that it was never set. */
HF_LOCAL bool is_set(hf_private_items *self)
{
#ifdef HF_CHECKED
    bool looks_so = self->length >= 0 && self->length <= self->room &&
                    (self->at == NULL) == (self->room == 0);
    if (!hf_private_builder_was_set(0, looks_so, &self->failed,
                                    __builtin_return_address(0))) {
        *self = (hf_private_items){.failed = true};
    }
#endif
    return !self->failed;
}

/* Otherwise hf_private_items_add has added it; but not in the checked build. */
#ifdef HF_CHECKED
#define IS_FULL(self) ((self)->length == (self)->room)
#else
#define IS_FULL(self) true
#endif

void hf_private_items_add_slowly(hf_private_items *self, const char *function,
                                 PyObject *item)
{
    if (!is_set(self)) {
        Py_XDECREF(item);
        return;
    }
    if (item == NULL) {
        hf_private_refuse(function, item, "object");
        fail(self);
        return;
    }
    if (IS_FULL(self) && !grown(self, self->length > 0 ? self->length : ROOM)) {
        Py_DECREF(item);
        fail(self);
        return;
    }
    self->at[self->length++] = item;
}

void hf_private_items_reserve(hf_private_items *self, const char *function,
                              Py_ssize_t more)
{
    if (!is_set(self)) {
        return;
    }
    if (more < 0) {
        if (PyErr_Occurred() == NULL) {
            PyErr_Format(PyExc_OverflowError,
                         "%s: %zd is no number of items: it is negative, or "
                         "was more than a Py_ssize_t can hold",
                         function, more);
        }
        fail(self);
    } else if (more > self->room - self->length && !grown(self, more)) {
        fail(self);
    }
}

void hf_private_items_move(hf_private_items *self, PyObject **to)
{
    if (self->length > 0) {
        memcpy(to, self->at, (size_t)self->length * sizeof(PyObject *));
    }
    PyMem_Free(self->at);
    *self = (hf_private_items){0};
}

bool hf_private_items_finished(hf_private_items *self, const char *function)
{
    if (is_set(self)) {
        return true;
    }
    *self = (hf_private_items){0};
    hf_private_builder_has_failed(function);
    return false;
}

void hf_private_items_clear(hf_private_items *self)
{
    end(self, false);
}
