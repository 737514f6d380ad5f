#define HF_CORE
#include "bytearray.h"

#include "internal/alone.h"
#include "internal/pending.h"

#include <string.h>

/* new_of makes a bytearray of |size| bytes. It begins empty: where there is no memory
 * for the bytes, CPython up to 3.14 ends what PyByteArray_FromStringAndSize has begun
 * before its count of exports is set. */
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
    HF_NEED_GIL();
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

/* usable says whether there can be |size| bytes at |data|, and a bytearray. */
static bool usable(const char *function, PyObject *raw, const void *data,
                   Py_ssize_t size)
{
    return hf_private_bytearray_usable(function, raw) &&
           hf_private_memory_usable(function, data, size);
}

/* has says whether there are |size| bytes at |at|. */
static bool has(PyObject *raw, Py_ssize_t at, Py_ssize_t size)
{
    Py_ssize_t all = PyByteArray_GET_SIZE(raw);
    return at >= 0 && at <= all && size <= all - at;
}

static void has_not(const char *function, Py_ssize_t at, Py_ssize_t size)
{
    if (PyErr_Occurred() == NULL) {
        PyErr_Format(PyExc_IndexError,
                     "%s: there are no %zd bytes at index %zd", function, size,
                     at);
    }
}

hf_worked hf_private_bytearray_read(PyObject *raw, Py_ssize_t at, void *out,
                                    Py_ssize_t size)
{
    if (!usable("hf_bytearray_read", raw, out, size)) {
        return hf_worked_if(false);
    }
    bool is_there;
    HF_ALONE(raw)
    is_there = has(raw, at, size);
#ifdef Py_GIL_DISABLED /* otherwise what is there was done without a call */
    if (is_there && size > 0) {
        memcpy(out, PyByteArray_AS_STRING(raw) + at, (size_t)size);
    }
#endif
    HF_TOGETHER()
    if (!is_there) {
        has_not("hf_bytearray_read", at, size);
    }
    return hf_worked_if(is_there);
}

hf_worked hf_private_bytearray_write(PyObject *raw, Py_ssize_t at,
                                     const void *data, Py_ssize_t size)
{
    if (!usable("hf_bytearray_write", raw, data, size)) {
        return hf_worked_if(false);
    }
    bool is_there;
    HF_ALONE(raw)
    is_there = has(raw, at, size);
#ifdef Py_GIL_DISABLED /* otherwise what is there was done without a call */
    if (is_there && size > 0) {
        memmove(PyByteArray_AS_STRING(raw) + at, data, (size_t)size);
    }
#endif
    HF_TOGETHER()
    if (!is_there) {
        has_not("hf_bytearray_write", at, size);
    }
    return hf_worked_if(is_there);
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
    if (!usable(__func__, raw, "", size)) {
        return hf_worked_if(false);
    }
    bool worked;
    HF_ALONE(raw)
    Py_ssize_t n = PyByteArray_GET_SIZE(raw);
    worked = resize(raw, size);
    if (worked && size > n) {
        memset(PyByteArray_AS_STRING(raw) + n, 0, (size_t)(size - n));
    }
    HF_TOGETHER()
    return hf_worked_if(worked);
}

hf_worked hf_bytearray_append(hf_bytearray_borrowed self, const void *data,
                              Py_ssize_t size)
{
    PyObject *raw = HF_USE(self);
    if (!usable(__func__, raw, data, size)) {
        return hf_worked_if(false);
    }
    bool worked;
    HF_ALONE(raw)
    Py_ssize_t n = PyByteArray_GET_SIZE(raw);
    worked = resize(raw, size < PY_SSIZE_T_MAX - n ? n + size : PY_SSIZE_T_MAX);
    if (worked && size > 0) {
        memcpy(PyByteArray_AS_STRING(raw) + n, data, (size_t)size);
    }
    HF_TOGETHER()
    return hf_worked_if(worked);
}
