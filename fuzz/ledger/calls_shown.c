/* What hf_as_raw gave, and what became of it when the handle was released. */

#include "core/ledger/report.h"
#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"

enum {
    MOST = 4096, /* bytes or code points: what is longer is not held, */
    MANY = 64,   /* nor what has more items */
    RING = 64,   /* of so many that were shown it is known */
    KINDS = 22,
    FIRST_NOT_HELD = 12
};

static PyObject *list_of(Py_ssize_t n, PyObject *item)
{
    PyObject *list = fuzz_made(PyList_New(n));
    for (Py_ssize_t i = 0; i < n; i++) {
        PyList_SET_ITEM(list, i, Py_XNewRef(item));
    }
    return list;
}

static PyObject *dict_of(PyObject *key, PyObject *value)
{
    PyObject *dict = fuzz_made(PyDict_New());
    PyDict_SetItem(dict, key, value);
    return dict;
}

/* large_dict has more items than are looked at. */
static PyObject *large_dict(void)
{
    PyObject *dict = fuzz_made(PyDict_New());
    for (long i = 0; i <= MANY; i++) {
        PyObject *key = fuzz_made(PyLong_FromLong(i));
        PyDict_SetItem(dict, key, Py_True);
        Py_DECREF(key);
    }
    return dict;
}

static PyObject *container(int kind, PyObject *plain, PyObject *other)
{
    switch (kind) {
    case 6:
        return list_of(0, NULL);
    case 7:
        return list_of(MANY, plain);
    case 8:
        return list_of(1, Py_None);
    case 9:
        return PyTuple_Pack(2, plain, Py_True);
    case 10:
        return PyDict_New();
    case 11:
        return dict_of(plain, Py_None);
    case FIRST_NOT_HELD:
        return list_of(MANY + 1, plain);
    case 13:
        return list_of(1, NULL); /* with a hole */
    case 14:
        return list_of(2, other);
    case 15:
        return PyTuple_Pack(2, plain, other);
    case 16:
        return dict_of(plain, other);
    case 17:
        return dict_of((PyObject *)&PyLong_Type, plain);
    case 18:
        return large_dict();
    default:
        return PySet_New(NULL);
    }
}

/* made is an object of which nobody else has a reference. Those from FIRST_NOT_HELD on
 * are not held where their handle is released after it was shown. */
static PyObject *made(int kind)
{
    const char text[MOST + 2] = "some";
    switch (kind) {
    case 0:
        return PyUnicode_FromString("some text");
    case 1:
        return PyUnicode_New(MOST, 127);
    case 2:
        return PyBytes_FromStringAndSize(text, MOST);
    case 3:
        return PyLong_FromLong(1 << 20);
    case 4:
        return PyFloat_FromDouble(2.5);
    case 5:
        return PyComplex_FromDoubles(2.5, 1);
    case 20:
        return PyBytes_FromStringAndSize(text, MOST + 1);
    case 21:
        return PyUnicode_New(MOST + 1, 127);
    default:
        break;
    }
    PyObject *plain = fuzz_made(PyLong_FromLong(1 << 20)),
             *other = fuzz_made(PyList_New(0)),
             *result = container(kind, plain, other);
    Py_DECREF(plain);
    Py_DECREF(other);
    return result;
}

/* show_others shows other handles until nothing is known of those before, and looks at
 * what is held on the way. They are given to C, which owns them then. */
static void show_others(call *c)
{
    for (int i = 0; i < RING; i++) {
        in.raw = fuzz_made(PyFloat_FromDouble(i));
        perform(c, open_object);
        in.handle = out.handle;
        perform(c, use);
        perform(c, give);
        Py_DECREF(out.raw);
    }
}

/* look makes the ledger look at what is held. */
static void look(call *c, int how)
{
    static hf_private_call_scope scope;
    if (how == 0) {
        in.scope = &scope;
        perform(c, c->policy == HF_POLICY_RAISE ? enter_pending : enter);
        if (!c->stops) {
            perform(c, leave);
        }
    } else if (how == 1) {
        in.size = (Py_ssize_t)hf_ledger_begin();
        perform(c, end_window);
    } else {
        show_others(c);
    }
}

/* release shows the pointer of |h| so many times and releases it; false where no
 * object is to be held then, whatever it is. */
static bool release(call *c, const handle *h, int times)
{
    const bool is_shared = c->x & 1, is_call = c->x & 8;
    const bool is_forgotten = c->o & 1, is_changed = c->o & 2;
    PyObject *raw = objects[h->names].raw;
    const bool is_list = PyList_CheckExact(raw);
    static hf_private_call_scope scope;
    if (is_call) {
        in.scope = &scope;
        perform(c, enter);
    }
    in.handle = *h;
    for (int i = 0; i < times; i++) {
        perform(c, use);
    }
    if (is_forgotten) {
        show_others(c);
        in.handle = *h;
    }
    if (is_changed && is_list) {
        PyObject *item = fuzz_made(PyList_New(0));
        PyList_Append(raw, item); /* with which it is not held */
        Py_DECREF(item);
    }
    if (is_shared) {
        Py_INCREF(raw);
    }
    perform(c, decref);
    close_ticket(h->ticket, at_decref);
    objects[h->names].held--;
    if (is_call) {
        in.scope = &scope;
        perform(c, leave);
    }
    if (is_shared) {
        Py_DECREF(raw);
    }
    return HF_HOLDS_SHOWN && times > 0 && !is_shared && !is_forgotten &&
           !(is_changed && is_list) && (is_call || n_scopes > 0);
}

/* shown_one shows the pointer of a new object and releases the handle; then some
 * references are given back that nobody had. */
void shown_one(call *c)
{
    const int kind = c->value % KINDS, how = c->y % 3, times = c->x >> 1 & 3;
    int given = c->value / KINDS % 3, o = new_object();
    handle h;
    if (o == NOTHING || n_tickets == TICKETS) {
        return;
    }
    if (how == 2) {
        only_reports(c);
    }
    without_exception(c);
    only_held(c);
    c->armed = 0;
    hf_ledger_end(hf_ledger_begin()); /* nothing is held from before */
    PyObject *raw = fuzz_made(made(kind));
    objects[o] = (object){.raw = raw};
    in.raw = raw;
    perform(c, open_object);
    enter_ticket(&h, o, "object", at_open_object, false);
    const bool held = release(c, &h, times) && kind < FIRST_NOT_HELD;
    if (hf_report_holds != held) {
        fuzz_failed("content", "expected the object %s be held, found %s",
                    held ? "to" : "not to", held ? "not" : "it is");
    }
    given = held ? given : 0;
    for (int i = 0; i < given; i++) {
        Py_DECREF(raw);
    }
    if (given > 0) {
        mistake(c, HF_GIVEN_NOT_OWNED, h.ticket, o, at_use);
    }
    look(c, how);
    for (Py_ssize_t n = given > 0 && c->stops ? Py_REFCNT(raw) : 0; n > 0;
         n--) {
        Py_DECREF(raw); /* to which the ledger did not come */
    }
    settle(o);
}
