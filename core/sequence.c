#define HF_CORE
#include "sequence.h"

#include "internal/operands.h"

bool hf_sequence_check(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return raw != NULL && PySequence_Check(raw);
}

hf_worked hf_sequence_length(hf_object_borrowed self, Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self);
    *out = hf_private_ready(__func__, raw, true) ? PySequence_Size(raw) : -1;
    return hf_worked_if(*out >= 0);
}

hf_object hf_sequence_get(hf_object_borrowed self, Py_ssize_t i)
{
    PyObject *raw = HF_USE(self);
    return HF_RESULT(object, hf_private_ready(__func__, raw, true)
                                 ? PySequence_GetItem(raw, i)
                                 : NULL);
}

hf_worked hf_sequence_set(hf_object_borrowed self, Py_ssize_t i, hf_object item)
{
    PyObject *raw = HF_USE_BESIDE(self, item), *value = HF_TAKE(item);
    bool worked = hf_private_ready(__func__, raw, value != NULL) &&
                  hf_private_is_there(__func__, value) &&
                  PySequence_SetItem(raw, i, value) == 0;
    Py_XDECREF(value);
    return hf_worked_if(worked);
}

hf_worked hf_sequence_delete(hf_object_borrowed self, Py_ssize_t i)
{
    PyObject *raw = HF_USE(self);
    return hf_worked_if(hf_private_ready(__func__, raw, true) &&
                        PySequence_DelItem(raw, i) == 0);
}

hf_object hf_sequence_slice(hf_object_borrowed self, Py_ssize_t start,
                            Py_ssize_t end)
{
    PyObject *raw = HF_USE(self);
    return HF_RESULT(object, hf_private_ready(__func__, raw, true)
                                 ? PySequence_GetSlice(raw, start, end)
                                 : NULL);
}

hf_worked hf_sequence_set_slice(hf_object_borrowed self, Py_ssize_t start,
                                Py_ssize_t end, hf_object_borrowed items)
{
    PyObject *raw = HF_USE(self), *values = HF_USE(items);
    return hf_worked_if(hf_private_ready(__func__, raw, values != NULL) &&
                        hf_private_is_there(__func__, values) &&
                        PySequence_SetSlice(raw, start, end, values) == 0);
}

hf_worked hf_sequence_delete_slice(hf_object_borrowed self, Py_ssize_t start,
                                   Py_ssize_t end)
{
    PyObject *raw = HF_USE(self);
    return hf_worked_if(hf_private_ready(__func__, raw, true) &&
                        PySequence_DelSlice(raw, start, end) == 0);
}

hf_object hf_sequence_concat(hf_object_borrowed left, hf_object_borrowed right)
{
    PyObject *a = HF_USE(left), *b = HF_USE(right);
    bool is_ready = hf_private_ready(__func__, a, b != NULL) &&
                    hf_private_is_there(__func__, b);
    return HF_RESULT(object, is_ready ? PySequence_Concat(a, b) : NULL);
}

hf_object hf_sequence_repeat(hf_object_borrowed self, Py_ssize_t times)
{
    PyObject *raw = HF_USE(self);
    return HF_RESULT(object, hf_private_ready(__func__, raw, true)
                                 ? PySequence_Repeat(raw, times)
                                 : NULL);
}

hf_object hf_sequence_append_all(hf_object left, hf_object_borrowed right)
{
    PyObject *b = HF_USE_BESIDE(right, left), *a = HF_TAKE(left);
    bool is_ready = hf_private_ready(__func__, a, b != NULL) &&
                    hf_private_is_there(__func__, b);
    PyObject *result = is_ready ? PySequence_InPlaceConcat(a, b) : NULL;
    Py_XDECREF(a);
    return HF_RESULT(object, result);
}

hf_worked hf_sequence_count(hf_object_borrowed self, hf_object_borrowed item,
                            Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    bool is_ready = hf_private_ready(__func__, raw, value != NULL) &&
                    hf_private_is_there(__func__, value);
    *out = is_ready ? PySequence_Count(raw, value) : -1;
    return hf_worked_if(*out >= 0);
}

/* index_of is where the first such item is; -1 where none is, or an exception is set.
 * PySequence_Index raises ValueError for both of them. */
static Py_ssize_t index_of(PyObject *raw, PyObject *item)
{
    PyObject *iterator = PyObject_GetIter(raw), *other;
    Py_ssize_t at = -1;
    int equal = 0;
    if (iterator == NULL) {
        return -1;
    }
    while (equal == 0 && (other = PyIter_Next(iterator)) != NULL) {
        equal = PyObject_RichCompareBool(other, item, Py_EQ);
        Py_DECREF(other);
        at++;
    }
    Py_DECREF(iterator);
    return equal > 0 ? at : -1;
}

hf_lookup hf_sequence_index(hf_object_borrowed self, hf_object_borrowed item,
                            Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    *out = -1;
    if (!hf_private_ready(__func__, raw, value != NULL) ||
        !hf_private_is_there(__func__, value)) {
        return hf_lookup_failed();
    }
    *out = index_of(raw, value);
    return *out < 0 && PyErr_Occurred() != NULL ? hf_lookup_failed()
                                                : hf_lookup_found_if(*out >= 0);
}

hf_answer hf_sequence_contains(hf_object_borrowed self, hf_object_borrowed item)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    bool is_ready = hf_private_ready(__func__, raw, value != NULL) &&
                    hf_private_is_there(__func__, value);
    return hf_private_answer(is_ready ? PySequence_Contains(raw, value) : -1);
}
