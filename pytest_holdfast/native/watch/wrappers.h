/* wrappers.h: the functions of an extension that Python calls, each with one
 * around it that sees the arguments and the result. */
#ifndef HOLDFAST_WATCH_WRAPPERS_H
#define HOLDFAST_WATCH_WRAPPERS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>
#include <stdint.h>

/* What a function returns that is no object, or may be NULL: an iterator's end
 * is without an exception; a negative int or size is a failure; nothing, which
 * may be because the object is deallocated. */
#define METH_NEXT 0x10000
#define METH_INT 0x20000
#define METH_SIZE 0x40000
#define METH_VOID 0x80000
#define METH_DEALLOC 0x100000
#define METH_HEAP 0x200000 /* and its type is to be released */

/* wrap gives what to call instead of |function|: that itself, where it is NULL,
 * is wrapped already, or there are too many. |flags| say what the arguments
 * are, as in a PyMethodDef. */
PyCFunction wrap(PyCFunction function, const char *owner, const char *name,
                 int flags);

/* returner is the function of which |where| is what it returns, or NULL. */
void *returner(uint32_t where);

/* An object whose wrapped tp_dealloc runs. */
typedef struct dying {
    struct dying *outer;
    PyObject *self;
    PyTypeObject *type;
    Py_ssize_t weak; /* where its weak references are, or 0 */
    bool left;       /* they were there when its memory was given back */
    bool freed;
    bool type_gone;
    const void *call;     /* that of its tp_dealloc, */
    const void *function; /* the wrapped one */
} dying;
extern __thread dying *dying_now;

#endif /* HOLDFAST_WATCH_WRAPPERS_H */
