/* The call of contract.c in which code of a key changes one of two dicts while the one
 * is updated with the other: as CPython's own function does it, with the same methods
 * called. */

#include "fuzz/contract/compare.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"

/* Two dicts of keys that all have one hash, and are asked who they are. */
typedef struct dicts {
    PyObject *into, *from;
} dicts;

/* with_keys is a dict of |n| such keys, from |first| on. */
static PyObject *with_keys(long first, int n)
{
    PyObject *dict = fuzz_made(PyDict_New());
    for (int i = 0; i < n; i++) {
        PyObject *number = fuzz_made(PyLong_FromLong(first + i));
        PyObject *key = fuzz_made(
            PyObject_CallOneArg(python_global("Key"), number));
        PyDict_SetItem(dict, key, number);
        Py_DECREF(key);
        Py_DECREF(number);
    }
    return dict;
}

/* begin_dicts makes both, of which |how| is changed whenever two keys are compared. */
static dicts begin_dicts(const call *c, int how)
{
    enum { NOTHING_CHANGES, EMPTIED, LONGER, OTHER_LONGER };
    PyObject *changing = python_global("changing");
    dicts both = {with_keys(0, 1 + (c->b & 3)), with_keys(10, c->b >> 2 & 3)};
    PyList_SetItem(changing, 0,
                   Py_NewRef(how == OTHER_LONGER ? both.into : both.from));
    PyList_SetItem(changing, 1, PyBool_FromLong(how == EMPTIED));
    PyList_SetItem(changing, 2, PyBool_FromLong(how >= LONGER));
    python_reset(); /* what made them is not the function's */
    return both;
}

static void end_dicts(dicts both, Py_ssize_t lengths[2])
{
    PyObject *changing = python_global("changing");
    for (int i = 0; i < 3; i++) {
        PyList_SetItem(changing, i, Py_NewRef(Py_None));
    }
    lengths[0] = PyDict_GET_SIZE(both.into);
    lengths[1] = PyDict_GET_SIZE(both.from);
    Py_DECREF(both.into);
    Py_DECREF(both.from);
}

void updated_within(call *c)
{
    int how = c->value & 3;
    Py_ssize_t wanted[2], found[2];
    never_pending(c);
    dicts both = begin_dicts(c, how);
    PyDict_Update(both.into, both.from);
    as_cpython(c, NULL);
    end_dicts(both, wanted);
    both = begin_dicts(c, how);
    begin(c);
    end(c, hf_dict_update(hf_dict_from_borrowed(both.into),
                          hf_object_from_borrowed(both.from)));
    end_dicts(both, found);
    expect(c, "how long the dict has become", wanted[0], found[0]);
    expect(c, "how long the other one is", wanted[1], found[1]);
}
