/* shown.c: what a raw pointer of hf_as_raw is used for after its handle is gone.
 *
 * hf_as_raw lends. Who returns what it gives to Python, or lets a list steal it,
 * and releases the handle, has given a reference that was never made: Python
 * uses freed memory. Nobody sees that pointer travel. But where the handle held
 * the last reference, nothing else is left that could give one back. So the
 * object is held then, until the next call from Python begins, with references
 * that are the ledger's own; if one of these is gone, it was given back by
 * somebody who never had it.
 *
 * Only objects are held that nobody can see live longer: exact strs, bytes and
 * numbers, and lists, tuples and dicts of these; and small ones. Those of other interpreters may end with these, and
 * have a GIL of their own: none of them is held.
 */
#include "report.h"

#ifdef HF_CHECKED

#include <string.h>

#include "../str.h"

enum {
    SHOWN = 64,  /* how many of the latest that were shown are known */
    HELD = 16,   /* references: more than are given back before it is seen */
    LONG = 4096, /* bytes or code points */
    MANY = 64    /* items */
};

static struct shown {
    hf_private_number ticket; /* 0: free */
    hf_incident as;           /* closed: it is held since there */
    hf_place stack[HF_STACK_DEPTH];
} all[SHOWN];
static size_t next;
bool hf_report_holds;

static bool is_main(void)
{
    return PyInterpreterState_Get() == PyInterpreterState_Main();
}

static bool is_plain(PyObject *object)
{
    return (PyUnicode_CheckExact(object) && HF_PRIVATE_STR_IS_READY(object) &&
            PyUnicode_GET_LENGTH(object) <= LONG) ||
           (PyBytes_CheckExact(object) && PyBytes_GET_SIZE(object) <= LONG) ||
           PyLong_CheckExact(object) || PyFloat_CheckExact(object) ||
           PyComplex_CheckExact(object) || PyBool_Check(object) ||
           object == Py_None;
}

static bool are_plain(PyObject *const *items, Py_ssize_t n)
{
    Py_ssize_t i = 0;
    while (i < n && n <= MANY && items[i] != NULL && is_plain(items[i])) {
        i++;
    }
    return i == n;
}

static bool is_dict_of_plain(PyObject *object)
{
    Py_ssize_t at = 0;
    PyObject *key, *value;
    bool plain = PyDict_GET_SIZE(object) <= MANY;
    while (plain && PyDict_Next(object, &at, &key, &value)) {
        plain = is_plain(key) && is_plain(value);
    }
    return plain;
}

static bool may_be_held(PyObject *object)
{
    if (PyList_CheckExact(object)) {
        return are_plain(((PyListObject *)object)->ob_item,
                         PyList_GET_SIZE(object));
    }
    if (PyTuple_CheckExact(object)) {
        return are_plain(((PyTupleObject *)object)->ob_item,
                         PyTuple_GET_SIZE(object));
    }
    return PyDict_CheckExact(object) ? is_dict_of_plain(object)
                                     : is_plain(object);
}

/* latest is what is known of |ticket|, which is open; or NULL. */
static struct shown *latest(hf_private_number ticket)
{
    for (size_t i = 0; i < SHOWN; i++) {
        struct shown *s = &all[(next - 1 - i) % SHOWN];
        if (s->ticket == ticket) {
            return s;
        }
    }
    return NULL;
}

/* settle forgets |s|, which is held, and reports it if it was given away. */
static void settle(struct shown *s, hf_policy policy)
{
    struct shown was = *s;
    PyObject *object = was.as.object;
    Py_ssize_t left = Py_REFCNT(object);
    *s = (struct shown){0}; /* what a report runs may come back to it */
    if (left < HELD) {
        was.as.kind = HF_GIVEN_NOT_OWNED;
        was.as.alive = true;
        was.as.pins = left;
        was.as.stack = was.as.stack != NULL ? was.stack : NULL;
        hf_report_incident(&was.as, policy);
    }
    for (Py_ssize_t n = left < HELD ? left : HELD; n > 0; n--) {
        Py_DECREF(object);
    }
}

static bool is_held(const struct shown *s)
{
    return s->as.closed != NULL;
}

static bool is_given(const struct shown *s)
{
    return is_held(s) && Py_REFCNT(s->as.object) < HELD;
}

bool hf_report_is_given(void)
{
    size_t i = is_main() ? 0 : SHOWN;
    while (i < SHOWN && !is_given(&all[i])) {
        i++;
    }
    return i < SHOWN;
}

void hf_report_look_at_shown(hf_policy policy, bool over)
{
    if (!is_main()) {
        return;
    }
    hf_report_holds = false;
    for (size_t i = 0; i < SHOWN; i++) {
        if (!is_held(&all[i])) {
            continue;
        }
        if (over || is_given(&all[i])) {
            settle(&all[i], policy);
        } else {
            hf_report_holds = true;
        }
    }
}

bool hf_report_show(hf_private_number ticket, const hf_incident *as, bool again,
                    hf_policy policy)
{
    if (!HF_HOLDS_SHOWN || !is_main() || !may_be_held(as->object)) {
        return false;
    }
    struct shown *s = again ? latest(ticket) : NULL;
    if (s == NULL) {
        s = &all[next++ % SHOWN];
        if (is_held(s)) {
            settle(s, policy);
        }
    }
    s->ticket = ticket;
    s->as = *as;
    if (as->stack != NULL) {
        memcpy(s->stack, as->stack, sizeof(s->stack));
    }
    return true;
}

static bool is_watching; /* for the end of Python */

static void on_exit_of_python(void)
{
    for (size_t i = 0; i < SHOWN; i++) {
        if (is_given(&all[i])) {
            settle(&all[i], HF_POLICY_ABORT); /* nobody is left to be told */
        }
        all[i] = (struct shown){0};
    }
    is_watching = hf_report_holds = false;
}

void hf_report_release_shown(hf_private_number ticket, hf_place place)
{
    struct shown *s = latest(ticket);
    if (s == NULL || Py_REFCNT(s->as.object) != 1 ||
        !may_be_held(s->as.object)) {
        return; /* somebody else has it, or it has got other items */
    }
    if (!is_watching) {
        is_watching = Py_AtExit(on_exit_of_python) == 0;
    }
    for (int i = 0; i < HELD; i++) {
        Py_INCREF(s->as.object);
    }
    s->as.closed = place;
    hf_report_holds = true;
}

#endif /* HF_CHECKED */
