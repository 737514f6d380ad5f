#include "objects.h"

#include <stdint.h>

#include "calls.h"
#include "core/internal/immortal.h"
#include "events.h"
#include "trampolines.h"
#include "wrappers.h"

static wrapped functions[TRAMPOLINES];
static unsigned function_count;

typedef PyObject *(*any_function)(void *, void *, void *, void *, void *);

static void see_argument(PyObject *object)
{
    if (object != NULL && !hf_private_is_immortal(object)) {
        entry *e = look(object);
        Py_ssize_t ours = e != NULL && !e->dead ? (Py_ssize_t)e->depth : 0;
        see(object, Py_REFCNT(object) - ours, 0);
    }
}

static void see_arguments(const wrapped *f, void *b, void *c, void *d, void *e)
{
    PyObject *const *array = NULL;
    Py_ssize_t n = 0;
    int flags = f->flags;
#ifdef METH_METHOD
    if (flags & METH_METHOD) { /* b is the class */
        b = c;
        c = d;
        d = e;
    }
#endif
    if (flags & METH_O) {
        see_argument(b);
    } else if (flags & METH_FASTCALL) {
        array = b;
        n = (Py_ssize_t)(intptr_t)c;
        if (flags & METH_KEYWORDS && d != NULL) {
            n += PyTuple_GET_SIZE((PyObject *)d);
        }
    } else if (flags & METH_VARARGS) {
        array = &PyTuple_GET_ITEM((PyObject *)b, 0);
        n = PyTuple_GET_SIZE((PyObject *)b);
        if (flags & METH_KEYWORDS && c != NULL) {
            PyObject *value;
            for (Py_ssize_t i = 0; PyDict_Next(c, &i, NULL, &value);) {
                see_argument(value);
            }
        }
    }
    for (Py_ssize_t i = 0; i < n && i < SEEN / 2; i++) {
        see_argument(array[i]);
    }
}

/* What a function returns it gives away. */
static PyObject *give(wrapped *f, PyObject *result)
{
    if (hf_private_is_immortal(result)) {
        return result;
    }
    entry *e = look(result);
    if (is_dead(e)) {
        report(RETURNED_AFTER_RELEASE, e->death, 0, f, e->type);
        return NULL;
    }
    if (f->returned == 0) {
        f->returned = find_site(f->name, f->owner != NULL ? f->owner : "", 0,
                                f->name);
    }
    if (e != NULL && pop(e, true)) {
        record(e, -(int32_t)f->returned);
        return result;
    }
    seen *s = find_seen(result);
    if (s != NULL && Py_REFCNT(result) - 1 < s->others) {
        report(RETURNED_NOT_OWNED, s->where, 0, f, Py_TYPE(result)->tp_name);
        Py_INCREF(result);
    } else if (e != NULL) {
        record(e, -(int32_t)f->returned);
        fall_short(e, f->returned);
    }
    return result;
}

static uint32_t call_number;

/* As CPython does it, but where that is a debug build, which would abort. */
static void system_error(const char *function, const char *returned)
{
    PyObject *type, *cause, *traceback;
    PyErr_Fetch(&type, &cause, &traceback);
    PyErr_NormalizeException(&type, &cause, &traceback);
    PyErr_Format(PyExc_SystemError, "%s returned %s", function, returned);
    if (cause != NULL) {
        PyObject *error_type, *error, *error_traceback;
        PyErr_Fetch(&error_type, &error, &error_traceback);
        PyErr_NormalizeException(&error_type, &error, &error_traceback);
        PyException_SetCause(error, cause);
        PyErr_Restore(error_type, error, error_traceback);
    }
    Py_XDECREF(type);
    Py_XDECREF(traceback);
}

static PyObject *called(unsigned number, void *a, void *b, void *c, void *d,
                        void *e)
{
    wrapped *f = &functions[number];
    any_function function = (any_function)(void (*)(void))f->function;
    if (!running) {
        return function(a, b, c, d, e);
    }
    call this = {.outer = current, .raising = PyErr_Occurred() != NULL};
    current = &this;
    lock();
    this.number = ++call_number ? call_number : ++call_number;
    see_arguments(f, b, c, d, e);
    unlock();
    PyObject *result = function(a, b, c, d, e);
    bool raised = PyErr_Occurred() != NULL;
    const char *wrong = NULL;
    lock();
    if (result != NULL) {
        result = give(f, result);
        if (result == NULL) {
            wrong = "an object that was released";
        } else if (raised && !this.raising) {
            report(RESULT_WITH_EXCEPTION, 0, 0, f, Py_TYPE(result)->tp_name);
            wrong = "a result with an exception set";
        }
    } else if (!raised && !(f->flags & METH_NEXT)) {
        report(NULL_WITHOUT_EXCEPTION, 0, 0, f, "");
        wrong = "NULL without setting an exception";
    }
    unlock();
    current = this.outer;
    if (wrong != NULL) {
        Py_CLEAR(result);
        system_error(f->name, wrong);
    }
    return result;
}

/* Arguments that it does not have are not looked at. */
#define WRAP(n)                                                                \
    static PyObject *wrap_##n(void *a, void *b, void *c, void *d, void *e)     \
    {                                                                          \
        return called(n, a, b, c, d, e);                                       \
    }
#define NAME(n) wrap_##n,

/* Arguments that it does not have are not looked at. */
EACH(WRAP)
static const any_function wraps[TRAMPOLINES] = {EACH(NAME)};

PyCFunction wrap(PyCFunction function, const char *owner, const char *name,
                 int flags)
{
    for (unsigned i = 0; i < function_count; i++) {
        if (functions[i].function == function && functions[i].flags == flags) {
            return (PyCFunction)(void (*)(void))wraps[i];
        }
        if ((PyCFunction)(void (*)(void))wraps[i] == function) {
            return function;
        }
    }
    if (function == NULL || function_count == TRAMPOLINES) {
        return function;
    }
    functions[function_count] = (wrapped){function, owner, name, flags, 0};
    return (PyCFunction)(void (*)(void))wraps[function_count++];
}
