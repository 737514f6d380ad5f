#define HF_CORE
#include "mapping.h"

#include "internal/operands.h"

HF_LOCAL bool ready_for_key(const char *function, PyObject *raw, PyObject *key,
                            bool others)
{
    return hf_private_ready(function, raw, key != NULL && others) &&
           hf_private_is_there(function, key);
}

bool hf_mapping_check(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return raw != NULL && PyMapping_Check(raw);
}

hf_worked hf_mapping_length(hf_object_borrowed self, Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self);
    *out = hf_private_ready(__func__, raw, true) ? PyMapping_Size(raw) : -1;
    return hf_worked_if(*out >= 0);
}

/* look_up gives 1, and the value in |out|; 0 where it is missing; or -1. */
static int look_up(PyObject *raw, PyObject *key, PyObject **out)
{
    /* Not PyMapping_GetOptionalItem, which is in 3.13 and later: of a dict it lets the
     * KeyError of a key's __hash__ through. */
    *out = PyObject_GetItem(raw, key);
    if (*out != NULL) {
        return 1;
    }
    if (!PyErr_ExceptionMatches(PyExc_KeyError)) {
        return -1;
    }
    PyErr_Clear();
    return 0;
}

hf_lookup hf_mapping_get(hf_object_borrowed self, hf_object_borrowed key,
                         hf_object *out)
{
    PyObject *raw = HF_USE(self), *name = HF_USE(key), *value = NULL;
    int found = ready_for_key(__func__, raw, name, true)
                    ? look_up(raw, name, &value)
                    : -1;
    *out = HF_AGAIN(object, value);
    return hf_private_lookup(found);
}

hf_answer hf_mapping_contains(hf_object_borrowed self, hf_object_borrowed key)
{
    PyObject *raw = HF_USE(self), *name = HF_USE(key), *value = NULL;
    int found = ready_for_key(__func__, raw, name, true)
                    ? look_up(raw, name, &value)
                    : -1;
    Py_XDECREF(value);
    return hf_private_answer(found);
}

hf_worked hf_mapping_set(hf_object_borrowed self, hf_object_borrowed key,
                         hf_object value)
{
    PyObject *raw = HF_USE_BESIDE(self, value),
             *name = HF_USE_BESIDE(key, value);
    PyObject *item = HF_TAKE(value);
    bool worked = ready_for_key(__func__, raw, name, item != NULL) &&
                  hf_private_is_there(__func__, item) &&
                  PyObject_SetItem(raw, name, item) == 0;
    Py_XDECREF(item);
    return hf_worked_if(worked);
}

hf_worked hf_mapping_delete(hf_object_borrowed self, hf_object_borrowed key)
{
    PyObject *raw = HF_USE(self), *name = HF_USE(key);
    return hf_worked_if(ready_for_key(__func__, raw, name, true) &&
                        PyObject_DelItem(raw, name) == 0);
}

hf_list hf_mapping_keys(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_RESULT(list, hf_private_ready(__func__, raw, true)
                               ? PyMapping_Keys(raw)
                               : NULL);
}

hf_list hf_mapping_values(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_RESULT(list, hf_private_ready(__func__, raw, true)
                               ? PyMapping_Values(raw)
                               : NULL);
}

hf_list hf_mapping_items(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_RESULT(list, hf_private_ready(__func__, raw, true)
                               ? PyMapping_Items(raw)
                               : NULL);
}
