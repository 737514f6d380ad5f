#define HF_CORE
#include "list.h"

#include "internal/alone.h"
#include "internal/operands.h"
#include "internal/search.h"

HF_LOCAL bool ready_to_run(const char *function, PyObject *raw, bool others)
{
    return hf_private_may_run(raw, others) &&
           hf_private_is_a_list(function, raw);
}

hf_list hf_list_new(void)
{
    return HF_NEW(list, PyList_New(0));
}

hf_list hf_list_from_iterable(hf_object_borrowed items)
{
    PyObject *raw = HF_USE(items);
    bool ready = hf_private_ready(__func__, raw, true);
    return HF_RESULT(list, ready ? PySequence_List(raw) : NULL);
}

/* has_index says whether something is at |i|; otherwise an exception is set. */
static bool has_index(const char *function, PyObject *raw, Py_ssize_t i,
                      const char *message)
{
    if (hf_private_list_has(raw, i)) {
        return true;
    }
    if (hf_private_is_a_list(function, raw)) {
        hf_private_out_of_range(message);
    }
    return false;
}

hf_object hf_private_list_get(PyObject *raw, Py_ssize_t i)
{
    PyObject *item = NULL;
    bool has = has_index("hf_list_get", raw, i, "list index out of range");
#ifdef Py_GIL_DISABLED
    item = has ? PyList_GetItemRef(raw, i) : NULL;
#else
    (void)has; /* what is there was got without a call */
#endif
    return HF_NEW(object, item);
}

#ifndef Py_GIL_DISABLED
hf_object_borrowed hf_list_get_borrowed(hf_list_borrowed self, Py_ssize_t i)
{
    PyObject *raw = HF_USE(self), *item = NULL;
    if (has_index(__func__, raw, i, "list index out of range")) {
        item = PyList_GET_ITEM(raw, i);
    }
    return HF_LEND_BY(self, object, item);
}
#endif

bool hf_private_list_set(PyObject *raw, Py_ssize_t i, PyObject *value)
{
    if (has_index("hf_list_set", raw, i, "list assignment index out of range")) {
#ifdef Py_GIL_DISABLED
        if (hf_private_is_there("hf_list_set", value)) {
            return PyList_SetItem(raw, i, value) == 0;
        }
#else
        /* What is there was set without a call. */
        hf_private_refuse("hf_list_set", value, "object");
#endif
    }
    Py_XDECREF(value);
    return false;
}

#ifdef HF_CHECKED
hf_worked hf_list_set(hf_list_borrowed self, Py_ssize_t i, hf_object item)
{
    PyObject *raw = HF_USE_BESIDE(self, item), *value = HF_TAKE(item);
    return hf_worked_if(hf_private_list_put(raw, i, value));
}
#endif

hf_worked hf_list_append(hf_list_borrowed self, hf_object item)
{
    PyObject *raw = HF_USE_BESIDE(self, item), *value = HF_TAKE(item);
    bool worked = hf_private_is_a_list(__func__, raw) &&
                  hf_private_is_there(__func__, value) &&
                  PyList_Append(raw, value) == 0;
    Py_XDECREF(value);
    return hf_worked_if(worked);
}

hf_worked hf_list_insert(hf_list_borrowed self, Py_ssize_t i, hf_object item)
{
    PyObject *raw = HF_USE_BESIDE(self, item), *value = HF_TAKE(item);
    bool worked = hf_private_is_a_list(__func__, raw) &&
                  hf_private_is_there(__func__, value) &&
                  PyList_Insert(raw, i, value) == 0;
    Py_XDECREF(value);
    return hf_worked_if(worked);
}

#ifdef Py_GIL_DISABLED
/* removed is the item at |i|, or the |last| one, new, which is not in the list any
 * more; or NULL where none is there. It is found and taken out in one step, which
 * no call of CPython is but list.pop. Who reads the list at the same time takes no
 * lock, and finds the one or the other item. */
static PyObject *removed(PyObject *raw, Py_ssize_t i, bool last)
{
    PyObject *item = NULL;
    HF_ALONE(raw)
    Py_ssize_t n = PyList_GET_SIZE(raw);
    if (last) {
        i = n - 1;
    }
    if (i >= 0 && i < n) {
        PyObject **at = ((PyListObject *)raw)->ob_item;
        item = at[i];
        for (; i + 1 < n; i++) {
            __atomic_store_n(&at[i], at[i + 1], __ATOMIC_RELEASE);
        }
        __atomic_store_n(&at[i], NULL, __ATOMIC_RELEASE);
        Py_SET_SIZE((PyVarObject *)raw, n - 1);
    }
    HF_TOGETHER()
    return item;
}
#else
static PyObject *removed(PyObject *raw, Py_ssize_t i, bool last)
{
    if (last) {
        i = PyList_GET_SIZE(raw) - 1;
    }
    if (!hf_private_list_has(raw, i)) {
        return NULL;
    }
    PyObject *item = PyList_GET_ITEM(raw, i);
    Py_INCREF(item);
    int status = PyList_SetSlice(raw, i, i + 1, NULL);
#if PY_VERSION_HEX < 0x030F0000
    if (status < 0) {
        Py_CLEAR(item);
    }
#else /* a list gets smaller without memory */
    HF_ASSERT(status == 0);
    (void)status;
#endif
    return item;
}
#endif

/* taken_out is removed, with an exception where it is NULL. */
static PyObject *taken_out(const char *function, PyObject *raw, Py_ssize_t i,
                           bool last, const char *message)
{
    if (!hf_private_is_a_list(function, raw)) {
        return NULL;
    }
    PyObject *item = removed(raw, i, last);
    if (item == NULL) {
        hf_private_out_of_range(message);
    }
    return item;
}

hf_object hf_list_pop(hf_list_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_NEW(object,
                  taken_out(__func__, raw, 0, true, "pop from empty list"));
}

hf_object hf_list_pop_at(hf_list_borrowed self, Py_ssize_t i)
{
    PyObject *raw = HF_USE(self);
    return HF_NEW(object,
                  taken_out(__func__, raw, i, false, "pop index out of range"));
}

hf_worked hf_list_delete(hf_list_borrowed self, Py_ssize_t i)
{
    PyObject *raw = HF_USE(self);
    PyObject *item = taken_out(__func__, raw, i, false,
                               "list assignment index out of range");
    Py_XDECREF(item);
    return hf_worked_if(item != NULL);
}

hf_worked hf_list_delete_all(hf_list_borrowed self)
{
    PyObject *raw = HF_USE(self);
    /* To take out all of a list needs no memory. */
    return hf_worked_if(
        hf_private_is_a_list(__func__, raw) &&
        !HF_NEVER(PyList_SetSlice(raw, 0, PY_SSIZE_T_MAX, NULL) < 0));
}

hf_list hf_list_slice(hf_list_borrowed self, Py_ssize_t start, Py_ssize_t end)
{
    PyObject *raw = HF_USE(self), *slice = NULL;
    if (hf_private_is_a_list(__func__, raw) &&
        hf_private_are_bounds(__func__, start, end)) {
        slice = PyList_GetSlice(raw, start, end);
    }
    return HF_NEW(list, slice);
}

hf_worked hf_list_set_slice(hf_list_borrowed self, Py_ssize_t start,
                            Py_ssize_t end, hf_object_borrowed items)
{
    PyObject *raw = HF_USE(self), *values = HF_USE(items);
    return hf_worked_if(ready_to_run(__func__, raw, values != NULL) &&
                        hf_private_is_there(__func__, values) &&
                        hf_private_are_bounds(__func__, start, end) &&
                        PyList_SetSlice(raw, start, end, values) == 0);
}

hf_worked hf_list_delete_slice(hf_list_borrowed self, Py_ssize_t start,
                               Py_ssize_t end)
{
    PyObject *raw = HF_USE(self);
    return hf_worked_if(hf_private_is_a_list(__func__, raw) &&
                        hf_private_are_bounds(__func__, start, end) &&
                        PyList_SetSlice(raw, start, end, NULL) == 0);
}

hf_worked hf_list_extend(hf_list_borrowed self, hf_object_borrowed items)
{
    /* The end is that of the list when all items are there. */
    PyObject *raw = HF_USE(self), *values = HF_USE(items);
    return hf_worked_if(
        ready_to_run(__func__, raw, values != NULL) &&
        hf_private_is_there(__func__, values) &&
        PyList_SetSlice(raw, PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, values) == 0);
}

hf_worked hf_list_sort(hf_list_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return hf_worked_if(ready_to_run(__func__, raw, true) &&
                        PyList_Sort(raw) == 0);
}

hf_worked hf_list_reverse(hf_list_borrowed self)
{
    PyObject *raw = HF_USE(self);
    /* Of a list there is nothing that could fail. */
    return hf_worked_if(hf_private_is_a_list(__func__, raw) &&
                        !HF_NEVER(PyList_Reverse(raw) < 0));
}

HF_LOCAL bool ready_to_find(const char *function, PyObject *raw, PyObject *item)
{
    return ready_to_run(function, raw, item != NULL) &&
           hf_private_is_there(function, item);
}

hf_lookup hf_list_index(hf_list_borrowed self, hf_object_borrowed item,
                        Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    *out = -1;
    return ready_to_find(__func__, raw, value)
               ? hf_private_index_of(raw, value, out)
               : hf_lookup_failed();
}

hf_worked hf_list_count(hf_list_borrowed self, hf_object_borrowed item,
                        Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    *out = -1;
    return hf_worked_if(ready_to_find(__func__, raw, value) &&
                        hf_private_count_of(raw, value, out));
}

hf_answer hf_list_contains(hf_list_borrowed self, hf_object_borrowed item)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    return ready_to_find(__func__, raw, value) ? hf_private_is_in(raw, value)
                                               : hf_answer_failed();
}

hf_list hf_list_copy(hf_list_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_NEW(list, hf_private_is_a_list(__func__, raw)
                            ? PyList_GetSlice(raw, 0, PY_SSIZE_T_MAX)
                            : NULL);
}

hf_tuple hf_list_to_tuple(hf_list_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_NEW(tuple, hf_private_is_a_list(__func__, raw)
                             ? PyList_AsTuple(raw)
                             : NULL);
}
