#define HF_CORE
#include "slice.h"

#include "internal/operands.h"

hf_slice hf_slice_new(hf_object_borrowed start, hf_object_borrowed stop,
                      hf_object_borrowed step)
{
    PyObject *a = HF_USE(start), *b = HF_USE(stop), *c = HF_USE(step);
    bool there = hf_private_is_there(__func__, a) &&
                 hf_private_is_there(__func__, b) &&
                 hf_private_is_there(__func__, c);
    return HF_NEW(slice, there ? PySlice_New(a, b, c) : NULL);
}

HF_LOCAL hf_object again(PyObject *item)
{
    Py_XINCREF(item);
    return HF_NEW(object, item);
}

hf_object hf_slice_start(hf_slice_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return again(hf_private_is_a_slice(__func__, raw)
                     ? ((PySliceObject *)raw)->start
                     : NULL);
}

hf_object hf_slice_stop(hf_slice_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return again(hf_private_is_a_slice(__func__, raw)
                     ? ((PySliceObject *)raw)->stop
                     : NULL);
}

hf_object hf_slice_step(hf_slice_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return again(hf_private_is_a_slice(__func__, raw)
                     ? ((PySliceObject *)raw)->step
                     : NULL);
}

hf_worked hf_slice_unpack(hf_slice_borrowed self, Py_ssize_t *start,
                          Py_ssize_t *stop, Py_ssize_t *step)
{
    PyObject *raw = HF_USE(self);
    bool worked = hf_private_may_run(raw, true) &&
                  hf_private_is_a_slice(__func__, raw) &&
                  PySlice_Unpack(raw, start, stop, step) == 0;
    if (!worked) {
        *start = *stop = *step = 0;
    }
    return hf_worked_if(worked);
}

hf_worked hf_slice_of_length(hf_slice_borrowed self, Py_ssize_t length,
                             hf_slice_part *out)
{
    PyObject *raw = HF_USE(self);
    Py_ssize_t start, stop, step;
    *out = (hf_slice_part){0};
    if (!hf_private_may_run(raw, true) ||
        !hf_private_is_a_slice(__func__, raw)) {
        return hf_worked_if(false);
    }
    if (length < 0) {
        PyErr_Format(PyExc_OverflowError,
                     "hf_slice_of_length: %zd is no length: it is negative, or "
                     "was more than a Py_ssize_t can hold",
                     length);
        return hf_worked_if(false);
    }
    if (PySlice_Unpack(raw, &start, &stop, &step) < 0) {
        return hf_worked_if(false);
    }
    *out = hf_slice_part_of(length, start, stop, step);
    return hf_worked_if(true);
}
