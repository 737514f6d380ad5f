#define HF_CORE
#include "set.h"

#include "internal/operands.h"

#if PY_VERSION_HEX >= 0x030D0000
/* Exported as ever, but no public header declares it any more. */
PyAPI_FUNC(int) _PySet_Update(PyObject *set, PyObject *iterable);
#endif

HF_LOCAL bool ready(const char *function, PyObject *raw, PyObject *item)
{
    return hf_private_may_run(raw, item != NULL) &&
           hf_private_is_a_set(function, raw) &&
           hf_private_is_there(function, item);
}

hf_set hf_set_new(void)
{
    return HF_NEW(set, PySet_New(NULL));
}

hf_frozenset hf_frozenset_new(void)
{
    return HF_NEW(frozenset, PyFrozenSet_New(NULL));
}

hf_set hf_set_from_iterable(hf_object_borrowed items)
{
    PyObject *raw = HF_USE(items);
    return HF_RESULT(set, hf_private_ready(__func__, raw, true) ? PySet_New(raw)
                                                                : NULL);
}

hf_frozenset hf_frozenset_from_iterable(hf_object_borrowed items)
{
    PyObject *raw = HF_USE(items);
    return HF_RESULT(frozenset, hf_private_ready(__func__, raw, true)
                                    ? PyFrozenSet_New(raw)
                                    : NULL);
}

hf_worked hf_set_length(hf_set_borrowed self, Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self);
    *out = hf_private_is_a_set(__func__, raw) ? PySet_GET_SIZE(raw) : -1;
    return hf_worked_if(*out >= 0);
}

hf_worked hf_frozenset_length(hf_frozenset_borrowed self, Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self);
    *out = hf_private_is_a_frozenset(__func__, raw) ? PySet_GET_SIZE(raw) : -1;
    return hf_worked_if(*out >= 0);
}

hf_answer hf_set_contains(hf_set_borrowed self, hf_object_borrowed item)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    return hf_private_answer(
        ready(__func__, raw, value) ? PySet_Contains(raw, value) : -1);
}

hf_answer hf_frozenset_contains(hf_frozenset_borrowed self,
                                hf_object_borrowed item)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    bool is_ready = hf_private_may_run(raw, value != NULL) &&
                    hf_private_is_a_frozenset(__func__, raw) &&
                    hf_private_is_there(__func__, value);
    return hf_private_answer(is_ready ? PySet_Contains(raw, value) : -1);
}

hf_worked hf_set_add(hf_set_borrowed self, hf_object_borrowed item)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    return hf_worked_if(ready(__func__, raw, value) &&
                        PySet_Add(raw, value) == 0);
}

hf_lookup hf_set_discard(hf_set_borrowed self, hf_object_borrowed item)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    return hf_private_lookup(
        ready(__func__, raw, value) ? PySet_Discard(raw, value) : -1);
}

hf_worked hf_set_delete(hf_set_borrowed self, hf_object_borrowed item)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(item);
    int found = ready(__func__, raw, value) ? PySet_Discard(raw, value) : -1;
    if (found == 0) {
        /* By a call, since a tuple would be taken for its arguments. */
        PyObject *error = PyObject_CallFunctionObjArgs(PyExc_KeyError, value,
                                                       NULL);
        if (error != NULL) {
            PyErr_SetObject(PyExc_KeyError, error);
            Py_DECREF(error);
        }
    }
    return hf_worked_if(found > 0);
}

hf_object hf_set_pop(hf_set_borrowed self)
{
    PyObject *raw = HF_USE(self), *item = NULL;
    if (hf_private_is_a_set(__func__, raw)) {
        if (PySet_GET_SIZE(raw) > 0) {
            item = PySet_Pop(raw);
        } else if (PyErr_Occurred() == NULL) {
            PyErr_SetString(PyExc_KeyError, "pop from an empty set");
        }
    }
    return HF_NEW(object, item);
}

hf_worked hf_set_delete_all(hf_set_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return hf_worked_if(hf_private_is_a_set(__func__, raw) &&
                        !HF_NEVER(PySet_Clear(raw) < 0));
}

hf_worked hf_set_update(hf_set_borrowed self, hf_object_borrowed items)
{
    PyObject *raw = HF_USE(self), *values = HF_USE(items);
    return hf_worked_if(ready(__func__, raw, values) &&
                        _PySet_Update(raw, values) == 0);
}

hf_set hf_set_copy(hf_set_borrowed self)
{
    PyObject *raw = HF_USE(self);
    bool is_ready = hf_private_may_run(raw, true) &&
                    hf_private_is_a_set(__func__, raw);
    return HF_RESULT(set, is_ready ? PySet_New(raw) : NULL);
}
