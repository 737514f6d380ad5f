/* The calls of class_sequence in which an instance is an operand, an iterator,
 * a buffer. */

#include "fuzz/class_sequence/rows.h"

#include <string.h>

static bool is_python(int kind)
{
    return kind == SUB || kind == SLOTTED;
}

void operators(call *c)
{
    if (node(c) == NOTHING) {
        return;
    }
    int64_t n = model_number(c->y);
    int by = c->value / 8;
    PyObject *other = c->how & 1 ? Py_NewRef(Py_None) : number_object(by);
    const char *name = kind_name[model_kind(c->y)];
    PyObject *refused = other == Py_None ? PyExc_TypeError : NULL, *found;
    int op = c->value % 8;
    op = op == 6 && refused != NULL ? 3 : op; /* pow(x, None, None) */
    begin(c);
    found = op == 0   ? PyNumber_Add(held[c->y], other)
            : op == 1 ? PyNumber_Subtract(held[c->y], other)
            : op == 2 ? PyNumber_Subtract(other, held[c->y])
            : op == 3 ? PyNumber_Power(held[c->y], other, Py_None)
            : op == 4 ? PyNumber_InPlaceAdd(held[c->y], other)
            : op == 5 ? PyNumber_Negative(held[c->y])
            : op == 6 ? PyNumber_Power(held[c->y], other, other)
                      : PyNumber_Add(other, held[c->y]);
    static const char *const sign[] = {"+", "-", "-", "** or pow()", "+="};
    if (op == 5) {
        if (went_well(c, found != NULL)) {
            is_number(found, -n);
        }
    } else if (op == 6) {
        ended(c, found != NULL, PyExc_TypeError,
              "unsupported operand type(s) for ** or pow(): '%s', 'int', 'int'",
              name);
    } else if (op == 7 || refused != NULL) {
        const char *none = refused != NULL ? "NoneType" : "int";
        bool is_left = op != 2 && op != 7;
        ended(
            c, found != NULL, PyExc_TypeError,
            "unsupported operand type(s) for %s: '%s' and '%s'",
            /* of a subclass see bind/class.c, hf_private_not_in_place */
            sign[op == 7 || (op == 4 && is_python(model_kind(c->y))) ? 0 : op],
            is_left ? name : none, is_left ? none : name);
    } else if (went_well(c, found != NULL)) {
        if (op == 4) {
            is_object(found, held[c->y]);
            model_set_number(c->y, n + by);
        } else {
            is_number(found, op == 0   ? n + by
                             : op == 1 ? n - by
                             : op == 2 ? by - n
                                       : 100 * n + by);
        }
    }
    Py_DECREF(other);
}

void counts(call *c)
{
    int n = c->value % 5;
    PyObject *first = number_object(n);
    PyObject *counter = fuzz_made(
        PyObject_CallOneArg(of(the_module, "Counter"), first));
    begin(c);
    PyObject *all = PySequence_List(counter);
    if (went_well(c, all != NULL)) {
        if (PyList_GET_SIZE(all) != n) {
            fuzz_failed("length", "expected %d, found %zd", n,
                        PyList_GET_SIZE(all));
        }
        for (int i = 0; i < n; i++) {
            is_number(Py_NewRef(PyList_GET_ITEM(all, i)), n - i);
        }
        Py_DECREF(all);
    }
    Py_DECREF(counter);
    Py_DECREF(first);
}

/* is_shown says whether |view| is what the node in |slot| shows. */
static bool is_shown(const Py_buffer *view, int slot, bool is_full)
{
    hf_exported all = shown_by(model_number(slot));
    Py_ssize_t itemsize = Py_MAX(all.itemsize, 1);
    return view->len == all.size && view->obj == held[slot] &&
           view->itemsize == itemsize &&
           (!is_full ||
            (view->shape[0] == all.size / itemsize &&
             view->strides[0] == itemsize &&
             strcmp(view->format, all.format != NULL ? all.format : "B") == 0));
}

/* shows_beside has another node, in slot z, show its buffer while |view| is held,
 * which stays as it is. */
static void shows_beside(const call *c, const Py_buffer *view, bool is_full)
{
    Py_buffer other;
    if (!model_is(c->z) || !is_a(model_kind(c->z), NODE) ||
        PyObject_GetBuffer(held[c->z], &other, PyBUF_FULL_RO) < 0) {
        PyErr_Clear();
        return;
    }
    if (!is_shown(&other, c->z, true) || !is_shown(view, c->y, is_full) ||
        views != 2) {
        fuzz_failed("content", "expected another buffer, beside another one");
    }
    PyBuffer_Release(&other);
}

void shows(call *c)
{
    Py_buffer view;
    if (node(c) == NOTHING) {
        return;
    }
    int64_t n = model_number(c->y);
    int flags = c->value & 1   ? PyBUF_FULL_RO
                : c->value & 2 ? PyBUF_SIMPLE
                               : PyBUF_WRITABLE;
    bool is_full = flags == PyBUF_FULL_RO;
    begin(c);
    int status = PyObject_GetBuffer(held[c->y], &view, flags);
    bool refused = n == 13 || (flags == PyBUF_WRITABLE && n % 2 == 1);
    if (ended(c, status == 0, refused ? PyExc_BufferError : NULL, "%s",
              n == 13 ? "13 is not shown" : "Object is not writable.")) {
        if (!is_shown(&view, c->y, is_full) || views != 1) {
            fuzz_failed("content", "expected another buffer");
        }
        shows_beside(c, &view, is_full);
        PyBuffer_Release(&view);
    } else if (n != 13 && refused) {
        views--; /* shown, and never taken */
    }
    if (views != 0) {
        fuzz_failed("content", "expected no buffer to be shown, found %d",
                    views);
    }
}
