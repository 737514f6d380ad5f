#include "fuzz/contract/containers.h"

#include "fuzz/engine/calls.h"

bool needs_a(call *c, const char *function, PyObject *raw, const char *what,
             bool is)
{
    if (raw == NULL) {
        raises(c, PyExc_SystemError,
               "%s: the %s handle is null and no exception is set (was it "
               "moved out?)",
               function, what);
    } else if (!is) {
        raises(c, PyExc_TypeError, "expected %s, found %.200s", what,
               Py_TYPE(raw)->tp_name);
    }
    return !is_refused(c);
}

Py_ssize_t index_chosen(int which, Py_ssize_t length)
{
    const Py_ssize_t all[INDEXES] = {
        0, 1, length - 1, length, -1, length + 1, PY_SSIZE_T_MAX,
        PY_SSIZE_T_MIN};
    return all[which % INDEXES];
}

static PyObject *content(PyObject *raw)
{
    return raw != NULL && PyList_Check(raw) ? fuzz_made(PyList_AsTuple(raw))
                                            : NULL;
}

list_operand list_given(call *c, int which)
{
    list_operand l = {0};
    PyObject *a = left(c)->raw, *b = right(c)->raw;
    PyObject *items[] = {operand_fixed[INT].raw, b, a,
                         operand_fixed[STRS + 6].raw};
    /* So many that a list must allocate to delete most; and such that nothing
     * here becomes a tuple of twenty, which CPython 3.11 puts into a free list
     * that it never looks into. */
    enum { MANY = 11 };
    int n = which % 4 == 2 ? 2 : which % 4 == 3 ? MANY : 0;
    if (which % 4 == 0) {
        l.raw = Py_XNewRef(a);
    } else {
        l.raw = fuzz_made(PyList_New(0));
        for (int i = 0; i < n; i++) {
            PyObject *item = items[i % 4];
            PyList_Append(l.raw, item != NULL ? item : Py_None);
        }
    }
    l.kept = content(l.raw);
    return l;
}

Py_ssize_t list_length(const list_operand *l)
{
    return l->kept != NULL ? PyTuple_GET_SIZE(l->kept) : 0;
}

void list_is_done(list_operand *l)
{
    l->after = content(l->raw);
    if (l->kept != NULL) {
        PyList_SetSlice(l->raw, 0, PY_SSIZE_T_MAX, l->kept);
    }
}

void list_check(const call *c, list_operand *l)
{
    PyObject *found = content(l->raw);
    /* Where memory failed it may be either, but it is a list. */
    if (l->kept != NULL) {
        expect_object(c, "what is in the list", l->after, found);
        PyList_SetSlice(l->raw, 0, PY_SSIZE_T_MAX, l->kept);
    }
    Py_XDECREF(found);
    Py_XDECREF(l->after);
    Py_XDECREF(l->kept);
    Py_XDECREF(l->raw);
}

hf_list list_owned(const list_operand *l)
{
    return l->raw != NULL ? hf_list_from_owned(Py_NewRef(l->raw))
                          : hf_null(list);
}
