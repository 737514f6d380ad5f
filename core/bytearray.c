#define HF_CORE
#include "bytearray.h"

#include "internal/pending.h"

#include <string.h>

/* new_of makes a bytearray of |size| bytes. It begins empty: where there is no memory
 * for the bytes, CPython 3.11 ends what PyByteArray_FromStringAndSize has begun before
 * its count of exports is set. */
static PyObject *new_of(Py_ssize_t size)
{
    if (size == PY_SSIZE_T_MAX) { /* with its NUL it would wrap around */
        return PyErr_NoMemory();
    }
    PyObject *result = PyByteArray_FromStringAndSize(NULL, 0);
    if (result != NULL && PyByteArray_Resize(result, size) < 0) {
        Py_CLEAR(result);
    }
    return result;
}

hf_bytearray hf_bytearray_from(const void *data, Py_ssize_t size)
{
    if (!hf_private_memory_usable(__func__, data, size)) {
        return hf_null(bytearray);
    }
    hf_private_pending pending = hf_private_set_aside();
    PyObject *result = new_of(size);
    if (result != NULL && size > 0) {
        memcpy(PyByteArray_AS_STRING(result), data, (size_t)size);
    }
    hf_private_set_again(&pending);
    return HF_NEW(bytearray, result);
}

/* has says whether there are |size| bytes at |at|; otherwise an exception is
 * set. */
static bool has(const char *function, PyObject *raw, Py_ssize_t at,
                const void *data, Py_ssize_t size)
{
    if (!hf_private_bytearray_usable(function, raw) ||
        !hf_private_memory_usable(function, data, size)) {
        return false;
    }
    Py_ssize_t all = PyByteArray_GET_SIZE(raw);
    if (at >= 0 && at <= all && size <= all - at) {
        return true;
    }
    if (PyErr_Occurred() == NULL) {
        PyErr_Format(PyExc_IndexError,
                     "%s: there are no %zd bytes at index %zd", function, size,
                     at);
    }
    return false;
}

hf_worked hf_bytearray_read(hf_bytearray_borrowed self, Py_ssize_t at,
                            void *out, Py_ssize_t size)
{
    PyObject *raw = HF_USE(self);
    if (!has(__func__, raw, at, out, size)) {
        return hf_worked_if(false);
    }
    if (size > 0) {
        memcpy(out, PyByteArray_AS_STRING(raw) + at, (size_t)size);
    }
    return hf_worked_if(true);
}

hf_worked hf_bytearray_write(hf_bytearray_borrowed self, Py_ssize_t at,
                             const void *data, Py_ssize_t size)
{
    PyObject *raw = HF_USE(self);
    if (!has(__func__, raw, at, data, size)) {
        return hf_worked_if(false);
    }
    if (size > 0) {
        memmove(PyByteArray_AS_STRING(raw) + at, data, (size_t)size);
    }
    return hf_worked_if(true);
}

/* resize leaves what is added as it comes. */
static bool resize(PyObject *raw, Py_ssize_t size)
{
    hf_private_pending pending = hf_private_set_aside();
    bool worked = false;
    if (size < PY_SSIZE_T_MAX / 2) {
        worked = PyByteArray_Resize(raw, size) == 0;
    } else { /* CPython takes some more than was asked for */
        PyErr_NoMemory();
    }
    hf_private_set_again(&pending);
    return worked;
}

hf_worked hf_bytearray_resize(hf_bytearray_borrowed self, Py_ssize_t size)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_bytearray_usable(__func__, raw) ||
        !hf_private_memory_usable(__func__, "", size)) {
        return hf_worked_if(false);
    }
    Py_ssize_t n = PyByteArray_GET_SIZE(raw);
    if (!resize(raw, size)) {
        return hf_worked_if(false);
    }
    if (size > n) {
        memset(PyByteArray_AS_STRING(raw) + n, 0, (size_t)(size - n));
    }
    return hf_worked_if(true);
}

hf_worked hf_bytearray_append(hf_bytearray_borrowed self, const void *data,
                              Py_ssize_t size)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_bytearray_usable(__func__, raw) ||
        !hf_private_memory_usable(__func__, data, size)) {
        return hf_worked_if(false);
    }
    Py_ssize_t n = PyByteArray_GET_SIZE(raw);
    if (!resize(raw, size < PY_SSIZE_T_MAX - n ? n + size : PY_SSIZE_T_MAX)) {
        return hf_worked_if(false);
    }
    if (size > 0) {
        memcpy(PyByteArray_AS_STRING(raw) + n, data, (size_t)size);
    }
    return hf_worked_if(true);
}
