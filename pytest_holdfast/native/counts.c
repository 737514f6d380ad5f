/* The reference counts of objects that were there before. */
#include "native.h"

#include "core/internal/immortal.h"

typedef struct watched {
    PyObject *object; /* owned by the list */
    Py_ssize_t before;
    Py_ssize_t paused;
    Py_ssize_t change;
    int8_t direction; /* +1, -1; 0: its count did not change each time */
    int8_t missed;    /* how often it did not */
} watched;

/* Two lists: what all tests of a file can reach, and one test's own. */
typedef struct watch_list {
    hf_object list;
    watched *at;
    size_t n;
} watch_list;

enum { SHARED, OWN, LISTS };
static watch_list watch[LISTS];
static bool is_fresh; /* no repetition was compared since watch() */
static long patience; /* how often a count may stay as it was */

static Py_ssize_t count_of(const watched *w)
{
    return Py_REFCNT(w->object);
}

/* repair gives back what was taken too often, before an object that is in use
 * is freed. */
static void repair(const watched *w)
{
    enum { FEW = 16 };
    for (Py_ssize_t i = w->change; i < 0 && count_of(w) < FEW; i++) {
        hf_object more = hf_incref(hf_object_from_borrowed(w->object));
        PyObject *lost = hf_into_raw(more); /* on purpose */
        (void)lost;
    }
}

/* compare_counts keeps those whose count changes each time in one direction. */
static bool compare_list(watch_list *list)
{
    bool changed = false;
    for (size_t i = 0; i < list->n; i++) {
        watched *w = &list->at[i];
        if (w->direction == 0 && !is_fresh) {
            continue;
        }
        w->change = count_of(w) - w->before;
        repair(w);
        int8_t direction = (int8_t)((w->change > 0) - (w->change < 0));
        if (is_fresh) {
            w->direction = direction;
            w->missed = 0;
        } else if (w->direction != direction && ++w->missed > patience) {
            w->direction = 0;
        }
        changed |= w->direction != 0;
    }
    return changed;
}
void begin_counts(void)
{
    for (int l = 0; l < LISTS; l++) {
        for (size_t i = 0; i < watch[l].n; i++) {
            watch[l].at[i].before = count_of(&watch[l].at[i]);
        }
    }
}

void pause_counts(void)
{
    for (int l = 0; l < LISTS; l++) {
        for (size_t i = 0; i < watch[l].n; i++) {
            watch[l].at[i].paused = count_of(&watch[l].at[i]);
        }
    }
}

void resume_counts(void)
{
    for (int l = 0; l < LISTS; l++) {
        for (size_t i = 0; i < watch[l].n; i++) {
            watched *w = &watch[l].at[i];
            w->before += count_of(w) - w->paused;
        }
    }
}

bool compare_counts(void)
{
    bool changed = false;
    for (int l = 0; l < LISTS; l++) {
        changed |= compare_list(&watch[l]);
    }
    is_fresh = false;
    return changed;
}

size_t suspects(PyObject **out, size_t most)
{
    size_t n = 0;
    for (; n < watch[SHARED].n && n < most; n++) {
        out[n] = watch[SHARED].at[n].object;
    }
    return n;
}

static bool watch_these(watch_list *list, PyObject *objects)
{
    if (hf_as_raw(hf_borrow(list->list)) == objects) {
        return true;
    }
    size_t n = (size_t)PyList_GET_SIZE(objects);
    watched *at = NULL;
    if (n > 0) {
        at = PyMem_RawCalloc(n, sizeof(*at));
        if (at == NULL) {
            PyErr_NoMemory();
            return false;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        PyObject *object = PyList_GET_ITEM(objects, (Py_ssize_t)i);
        if (!hf_private_is_immortal(object)) {
            at[kept++].object = object;
        }
    }
    PyMem_RawFree(list->at);
    list->at = at;
    list->n = kept;
    hf_object old = hf_move(&list->list);
    list->list = hf_incref(hf_object_from_borrowed(objects));
    hf_decref(old);
    return true;
}

/* watch(shared, own): lists that do not change any more. */
PyObject *native_watch(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *lists[LISTS];
    if (!PyArg_ParseTuple(arguments, "O!O!", &PyList_Type, &lists[SHARED],
                          &PyList_Type, &lists[OWN])) {
        return NULL;
    }
    for (int l = 0; l < LISTS; l++) {
        if (!watch_these(&watch[l], lists[l])) {
            return NULL;
        }
    }
    is_fresh = true;
    patience = 0;
    hf_decref(hf_object_from_owned(native_afresh(NULL, NULL)));
    return hf_into_raw(hf_none());
}

/* patience(n): from now on a count may stay as it was n times. */
PyObject *native_patience(PyObject *Py_UNUSED(module), PyObject *argument)
{
    patience = PyLong_AsLong(argument);
    if (patience == -1 && PyErr_Occurred() != NULL) {
        return NULL;
    }
    return hf_into_raw(hf_none());
}

/* A list of (object, change) for those that changed each time since watch(). */
PyObject *native_changes(PyObject *Py_UNUSED(module),
                         PyObject *Py_UNUSED(nothing))
{
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    for (int l = 0; l < LISTS && !is_fresh; l++) {
        for (size_t i = 0; i < watch[l].n; i++) {
            const watched *w = &watch[l].at[i];
            if (w->direction == 0) {
                continue;
            }
            hf_auto(object, pair,
                    hf_object_from_owned(
                        Py_BuildValue("(On)", w->object, w->change)));
            if (hf_is_null(hf_borrow(pair)) ||
                PyList_Append(hf_as_raw(hf_borrow(list)),
                              hf_as_raw(hf_borrow(pair))) < 0) {
                return NULL;
            }
        }
    }
    return hf_into_raw(hf_move(&list));
}
