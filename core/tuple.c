#define HF_CORE
#include "tuple.h"

#include "internal/operands.h"
#include "internal/search.h"

hf_tuple hf_tuple_new(void)
{
    return HF_NEW(tuple, PyTuple_New(0));
}

hf_tuple hf_tuple_from_iterable(hf_object_borrowed items)
{
    PyObject *raw = HF_USE(items);
    bool ready = hf_private_ready(__func__, raw, true);
    return HF_RESULT(tuple, ready ? PySequence_Tuple(raw) : NULL);
}

/* has_index says whether something is at |i|; otherwise an exception is set. */
static bool has_index(const char *function, PyObject *raw, Py_ssize_t i)
{
    if (hf_private_tuple_has(raw, i)) {
        return true;
    }
    if (hf_private_is_a_tuple(function, raw)) {
        hf_private_out_of_range("tuple index out of range");
    }
    return false;
}

hf_object hf_private_tuple_get(PyObject *raw, Py_ssize_t i)
{
    bool has = has_index("hf_tuple_get", raw, i);
    (void)has; /* what is there was got without a call */
    return HF_NEW(object, NULL);
}

hf_object_borrowed hf_tuple_get_borrowed(hf_tuple_borrowed self, Py_ssize_t i)
{
    PyObject *raw = HF_USE(self), *item = NULL;
    if (has_index(__func__, raw, i)) {
        item = PyTuple_GET_ITEM(raw, i);
    }
    return HF_LEND_BY(self, object, item);
}

hf_tuple hf_tuple_slice(hf_tuple_borrowed self, Py_ssize_t start,
                        Py_ssize_t end)
{
    PyObject *raw = HF_USE(self), *slice = NULL;
    if (hf_private_is_a_tuple(__func__, raw) &&
        hf_private_are_bounds(__func__, start, end)) {
        slice = PyTuple_GetSlice(raw, start, end);
    }
    return HF_NEW(tuple, slice);
}

HF_LOCAL bool ready_to_find(const char *function, PyObject *raw, PyObject *item)
{
    return hf_private_may_run(raw, item != NULL) &&
           hf_private_is_a_tuple(function, raw) &&
           hf_private_is_there(function, item);
}

hf_lookup hf_tuple_index(hf_tuple_borrowed self, hf_object_borrowed item,
                         Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    *out = -1;
    return ready_to_find(__func__, raw, value)
               ? hf_private_index_of(raw, value, out)
               : hf_lookup_failed();
}

hf_worked hf_tuple_count(hf_tuple_borrowed self, hf_object_borrowed item,
                         Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    *out = -1;
    return hf_worked_if(ready_to_find(__func__, raw, value) &&
                        hf_private_count_of(raw, value, out));
}

hf_answer hf_tuple_contains(hf_tuple_borrowed self, hf_object_borrowed item)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    return ready_to_find(__func__, raw, value) ? hf_private_is_in(raw, value)
                                               : hf_answer_failed();
}
