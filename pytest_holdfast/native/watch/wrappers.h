/* wrappers.h: the functions of an extension that Python calls, each with one
 * around it that sees the arguments and the result. */
#ifndef HOLDFAST_WATCH_WRAPPERS_H
#define HOLDFAST_WATCH_WRAPPERS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* An iterator's end is NULL without an exception. */
#define METH_NEXT 0x10000

/* wrap gives what to call instead of |function|: that itself, where it is NULL,
 * is wrapped already, or there are too many. |flags| say what the arguments
 * are, as in a PyMethodDef. */
PyCFunction wrap(PyCFunction function, const char *owner, const char *name,
                 int flags);

#endif /* HOLDFAST_WATCH_WRAPPERS_H */
