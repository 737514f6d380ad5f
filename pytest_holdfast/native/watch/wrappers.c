#include "objects.h"

#include <stdint.h>

#include "calls.h"
#include "core/internal/immortal.h"
#include "events.h"
#include "../trampolines.h"
#include "wrappers.h"

static wrapped functions[TRAMPOLINES];
static unsigned function_count;

typedef PyObject *(*any_function)(void *, void *, void *, void *, void *);

static void see_argument(PyObject *object)
{
    if (object != NULL && !hf_private_is_immortal(object)) {
        see(object, 0);
        seen *s = find_seen(object);
        if (s != NULL) {
            s->argument = true;
        }
    }
}

static void see_arguments(const wrapped *f, void *a, void *b, void *c, void *d,
                          void *e)
{
    PyObject *const *array = NULL;
    Py_ssize_t n = 0;
    int flags = f->flags;
    if (a != NULL && !PyModule_Check((PyObject *)a)) {
        see_argument(a);
    }
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
    } else if (flags & METH_VARARGS &&
               b != NULL) { /* C may call tp_init itself */
        array = &PyTuple_GET_ITEM((PyObject *)b, 0);
        n = PyTuple_GET_SIZE((PyObject *)b);
        if (flags & METH_KEYWORDS && c != NULL) {
            PyObject *value;
            for (Py_ssize_t i = 0; PyDict_Next(c, &i, NULL, &value);) {
                see_argument(value);
            }
        }
    }
    current->many = n > SEEN / 2;
    for (Py_ssize_t i = 0; i < n && i < SEEN / 2; i++) {
        see_argument(array[i]);
    }
}

/* What a function returns it gives away. */
static void give(wrapped *f, PyObject *result)
{
    entry *e = look(result);
    if (is_dead(e)) {
        report(RETURNED_AFTER_RELEASE, e->death, 0, f, e->type);
        return;
    }
    if (f->returned == 0) {
        f->returned = find_site(f->name, f->owner != NULL ? f->owner : "", 0,
                                f->name);
    }
    if (has_holes(result)) {
        report(HOLES, 0, 0, f, Py_TYPE(result)->tp_name);
    }
    if (e != NULL && pop(e, true)) {
        record(e, -(int32_t)f->returned);
        return;
    }
    if (hf_private_is_immortal(result)) {
        return;
    }
    seen *s = find_seen(result);
    if (Py_REFCNT(result) == 1 && s != NULL && s->argument) {
        /* That one is the caller's. */
        report(RETURNED_NOT_OWNED, s->where, 0, f, Py_TYPE(result)->tp_name);
        return;
    }
    e = enter(result);
    record(e, -(int32_t)f->returned);
    fall_short(e, f->returned);
}

static void judge_object(wrapped *f, void *result, bool raised)
{
    PyObject *object = result;
    if (object == NULL) {
        if (!raised && !(f->flags & METH_NEXT)) {
            report(NULL_WITHOUT_EXCEPTION, 0, 0, f, "");
        }
        return;
    }
    give(f, object);
    if (raised && !current->raising) {
        report(RESULT_WITH_EXCEPTION, 0, 0, f, "");
    }
}

/* A number that is negative says that it has failed; -1 from a slot whose
 * result may be negative does only with an exception. */
static void judge_number(const wrapped *f, intptr_t number, bool raised)
{
    if (number >= 0 && raised && !current->raising) {
        report(SUCCEEDED_WITH_EXCEPTION, 0, 0, f, "");
    } else if (number < 0 && !raised && !current->raising) {
        report(FAILED_WITHOUT_EXCEPTION, 0, 0, f, "");
    }
}

static void judge_nothing(const wrapped *f, const PyObject *before)
{
    const PyObject *after = PyErr_Occurred();
    if (before == NULL && after != NULL) {
        report(EXCEPTION_LEFT, 0, 0, f, "");
    } else if (before != after) {
        report(EXCEPTION_LOST, 0, 0, f, "");
    }
}

__thread dying *dying_now;

/* deallocate calls a tp_dealloc. */
static void deallocate(const wrapped *f, any_function function, PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    bool is_heap = type->tp_flags & Py_TPFLAGS_HEAPTYPE;
    dying this = {.outer = dying_now,
                  .self = self,
                  .type = type,
                  .weak = type->tp_weaklistoffset,
                  .call = current,
                  .function = f};
    Py_ssize_t count = Py_REFCNT(type);
    dying_now = &this;
    function(self, NULL, NULL, NULL, NULL);
    dying_now = this.outer;
    lock();
    if (this.left) {
        report(WEAK_REFERENCES_LEFT, 0, 0, f, f->owner);
    }
    if (is_heap && f->flags & METH_HEAP && !this.type_gone &&
        !hf_private_is_immortal((PyObject *)type) && this.freed &&
        Py_REFCNT(type) == count) {
        report(TYPE_NOT_RELEASED, 0, 0, f, type->tp_name);
    }
    unlock();
}

static uint32_t call_number;

static void judge(wrapped *f, void *result, const PyObject *before)
{
    bool raised = PyErr_Occurred() != NULL;
    if (f->flags & METH_VOID) {
        judge_nothing(f, before);
    } else if (f->flags & METH_INT) {
        judge_number(f, (int)(intptr_t)result, raised);
    } else if (f->flags & METH_SIZE) {
        judge_number(f, (intptr_t)result == -1 ? -1 : 0, raised);
    } else {
        judge_object(f, result, raised);
    }
}

__attribute__((noinline)) static PyObject *called(unsigned number, void *a,
                                                  void *b, void *c, void *d,
                                                  void *e)
{
    wrapped *f = &functions[number];
    any_function function = (any_function)(void (*)(void))f->function;
    if (!running) {
        return function(a, b, c, d, e);
    }
    const PyObject *before = PyErr_Occurred();
    call this = {.outer = current, .raising = before != NULL};
    current = &this;
    lock();
    this.number = ++call_number ? call_number : ++call_number;
    if (!(f->flags & METH_VOID)) {
        see_arguments(f, a, b, c, d, e);
    }
    unlock();
    PyObject *result = NULL;
    if (f->flags & METH_DEALLOC) {
        deallocate(f, function, a);
    } else {
        result = function(a, b, c, d, e);
    }
    lock();
    judge(f, result, before);
    judge_holes(&this);
    unlock();
    current = this.outer;
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

void *holdfast_watch_original(void *function)
{
    for (unsigned i = 0; i < function_count; i++) {
        if ((void *)(uintptr_t)wraps[i] == function) {
            return (void *)(uintptr_t)functions[i].function;
        }
    }
    return function;
}

void *returner(uint32_t where)
{
    for (unsigned i = 0; i < function_count; i++) {
        if (functions[i].returned == where) {
            return (void *)(uintptr_t)functions[i].function;
        }
    }
    return NULL;
}
