#define HF_CORE
#include "range.h"

#include "internal/operands.h"

HF_LOCAL bool ready(const char *function, PyObject *raw)
{
    if (!hf_private_may_run(raw, true)) {
        return false;
    }
    if (HF_LIKELY(raw != NULL && PyRange_Check(raw))) {
        return true;
    }
    return hf_private_refuse(function, raw, "range");
}

hf_range hf_range_new(Py_ssize_t start, Py_ssize_t stop, Py_ssize_t step)
{
    if (PyErr_Occurred() != NULL) {
        return hf_null(range);
    }
    return HF_NEW(range, PyObject_CallFunction((PyObject *)&PyRange_Type, "nnn",
                                               start, stop, step));
}

hf_worked hf_range_length(hf_range_borrowed self, Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self);
    *out = ready(__func__, raw) ? PyObject_Size(raw) : -1;
    return hf_worked_if(*out >= 0);
}

/* part is an attribute. Its name is interned, since CPython keeps each str that
 * is used for a name for a while. */
HF_LOCAL hf_int part(const char *function, PyObject *raw, const char *name)
{
    PyObject *found = NULL;
    if (ready(function, raw)) {
        PyObject *key = PyUnicode_InternFromString(name);
        found = key != NULL ? PyObject_GetAttr(raw, key) : NULL;
        Py_XDECREF(key);
    }
    return HF_NEW(int, found);
}

hf_int hf_range_start(hf_range_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return part(__func__, raw, "start");
}

hf_int hf_range_stop(hf_range_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return part(__func__, raw, "stop");
}

hf_int hf_range_step(hf_range_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return part(__func__, raw, "step");
}
