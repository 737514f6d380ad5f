#define HF_CORE
#include "tuple.h"

#include "internal/operands.h"

static bool usable(const char *function, PyObject *raw)
{
    if (HF_LIKELY(raw != NULL && PyTuple_Check(raw))) {
        return true;
    }
    return hf_refuse(function, raw, "tuple");
}

hf_tuple hf_tuple_new(void)
{
    return HF_NEW(tuple, PyTuple_New(0));
}

hf_tuple hf_tuple_from_iterable(hf_object_borrowed items)
{
    PyObject *raw = HF_USE(items);
    bool ready = hf_private_may_run(raw, true) &&
                 hf_private_is_there(__func__, raw);
    return HF_RESULT(tuple, ready ? PySequence_Tuple(raw) : NULL);
}

/* has_index says whether something is at |i|; otherwise an exception is set. */
static bool has_index(const char *function, PyObject *raw, Py_ssize_t i)
{
    if (hf_private_tuple_has(raw, i)) {
        return true;
    }
    if (usable(function, raw)) {
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
    if (usable(__func__, raw) && hf_private_are_bounds(__func__, start, end)) {
        slice = PyTuple_GetSlice(raw, start, end);
    }
    return HF_NEW(tuple, slice);
}

HF_LOCAL bool ready_to_find(const char *function, PyObject *raw, PyObject *item)
{
    return hf_private_may_run(raw, item != NULL) && usable(function, raw) &&
           hf_private_is_there(function, item);
}

/* found_from is where the first item from |i| on is that is |item| or equals it;
 * -1 where none is; or -2. */
static Py_ssize_t found_from(PyObject *raw, Py_ssize_t i, PyObject *item)
{
    for (; i < PyTuple_GET_SIZE(raw); i++) {
        int equal = PyObject_RichCompareBool(PyTuple_GET_ITEM(raw, i), item,
                                             Py_EQ);
        if (equal != 0) {
            return equal > 0 ? i : -2;
        }
    }
    return -1;
}

hf_lookup hf_tuple_index(hf_tuple_borrowed self, hf_object_borrowed item,
                         Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    *out = -1;
    if (!ready_to_find(__func__, raw, value)) {
        return hf_lookup_failed();
    }
    Py_ssize_t found = found_from(raw, 0, value);
    if (found == -2) {
        return hf_lookup_failed();
    }
    *out = found;
    return hf_lookup_found_if(found >= 0);
}

hf_worked hf_tuple_count(hf_tuple_borrowed self, hf_object_borrowed item,
                         Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    *out = -1;
    if (!ready_to_find(__func__, raw, value)) {
        return hf_worked_if(false);
    }
    Py_ssize_t n = 0, found = found_from(raw, 0, value);
    for (; found >= 0; n++) {
        found = found_from(raw, found + 1, value);
    }
    if (found == -2) {
        return hf_worked_if(false);
    }
    *out = n;
    return hf_worked_if(true);
}

hf_answer hf_tuple_contains(hf_tuple_borrowed self, hf_object_borrowed item)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    if (!ready_to_find(__func__, raw, value)) {
        return hf_answer_failed();
    }
    Py_ssize_t found = found_from(raw, 0, value);
    return found == -2 ? hf_answer_failed() : hf_answer_yes_if(found >= 0);
}
