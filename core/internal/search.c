#define HF_CORE
#include "search.h"

/* item_at is the item at |i|, new; NULL: that is beyond the end. */
static PyObject *item_at(PyObject *raw, Py_ssize_t i)
{
#ifdef Py_GIL_DISABLED
    if (PyList_Check(raw)) {
        PyObject *item = PyList_GetItemRef(raw, i);
        if (item == NULL) {
            PyErr_Clear();
        }
        return item;
    }
#endif
    if (i >= PySequence_Fast_GET_SIZE(raw)) {
        return NULL;
    }
    PyObject *item = PySequence_Fast_GET_ITEM(raw, i);
    Py_INCREF(item);
    return item;
}

enum { NOWHERE = -1, FAILED = -2 };

/* found_from is where the first such item from |i| on is. */
static Py_ssize_t found_from(PyObject *raw, Py_ssize_t i, PyObject *item)
{
    PyObject *other;
    for (; (other = item_at(raw, i)) != NULL; i++) {
        int equal = PyObject_RichCompareBool(other, item, Py_EQ);
        Py_DECREF(other);
        if (equal != 0) {
            return equal > 0 ? i : FAILED;
        }
    }
    return NOWHERE;
}

hf_lookup hf_private_index_of(PyObject *raw, PyObject *item, Py_ssize_t *out)
{
    Py_ssize_t found = found_from(raw, 0, item);
    *out = found >= 0 ? found : -1;
    return found == FAILED ? hf_lookup_failed()
                           : hf_lookup_found_if(found >= 0);
}

hf_worked hf_private_count_of(PyObject *raw, PyObject *item, Py_ssize_t *out)
{
    Py_ssize_t n = 0, found = found_from(raw, 0, item);
    for (; found >= 0; n++) {
        found = found_from(raw, found + 1, item);
    }
    *out = found == FAILED ? -1 : n;
    return hf_worked_if(found != FAILED);
}

hf_answer hf_private_is_in(PyObject *raw, PyObject *item)
{
    Py_ssize_t found = found_from(raw, 0, item);
    return found == FAILED ? hf_answer_failed() : hf_answer_yes_if(found >= 0);
}
