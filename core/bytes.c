#define HF_CORE
#include "bytes.h"

#include "internal/alone.h"
#include "internal/operands.h"
#include "internal/pending.h"

#include <stdint.h>
#include <string.h>

static bool out_of_range(const char *function, Py_ssize_t i)
{
    if (PyErr_Occurred() == NULL) {
        PyErr_Format(PyExc_IndexError, "%s: index %zd is out of range",
                     function, i);
    }
    return false;
}

/* made is a new bytes object of two pieces, or NULL. No memory is so large that
 * the sizes of two pieces of it wrap around. */
static PyObject *made(const char *left, Py_ssize_t n, const char *right,
                      Py_ssize_t size)
{
    PyObject *result = NULL;
    if (size > PY_SSIZE_T_MAX - n) {
        if (PyErr_Occurred() == NULL) {
            PyErr_SetString(PyExc_OverflowError,
                            "bytes objects are too large to concat");
        }
        return NULL;
    }
    hf_private_pending pending = hf_private_set_aside();
    if (n == 0) {
        /* Of at most one byte CPython has the object already. */
        result = PyBytes_FromStringAndSize(size > 0 ? right : "", size);
    } else {
        result = PyBytes_FromStringAndSize(NULL, n + size);
        if (result != NULL) {
            memcpy(PyBytes_AS_STRING(result), left, (size_t)n);
            memcpy(PyBytes_AS_STRING(result) + n, size > 0 ? right : "",
                   (size_t)size);
        }
    }
    hf_private_set_again(&pending);
    return result;
}

/* grown is |left|, consumed, with |right| behind it. */
static PyObject *grown(PyObject *left, const char *right, Py_ssize_t size)
{
    Py_ssize_t n = PyBytes_GET_SIZE(left);
    uintptr_t within = (uintptr_t)right - (uintptr_t)PyBytes_AS_STRING(left);
    if (size == 0 && PyBytes_CheckExact(left)) {
        return left;
    }
    /* Two references, or memory that would be moved while it is read; and sizes
     * that are wrong are found by made(). */
    if (!hf_private_is_only(left) || !PyBytes_CheckExact(left) ||
        within <= (uintptr_t)n || size > PY_SSIZE_T_MAX / 2 - n) {
        PyObject *result = made(PyBytes_AS_STRING(left), n, right, size);
        Py_DECREF(left);
        return result;
    }
    hf_private_pending pending = hf_private_set_aside();
    if (_PyBytes_Resize(&left, n + size) == 0) {
        memcpy(PyBytes_AS_STRING(left) + n, right, (size_t)size);
    }
    hf_private_set_again(&pending);
    return left;
}

hf_bytes hf_bytes_from(const void *data, Py_ssize_t size)
{
    if (!hf_private_memory_usable(__func__, data, size)) {
        return hf_null(bytes);
    }
    return HF_NEW(bytes, made(NULL, 0, data, size));
}

hf_bytes hf_bytes_from_object(hf_object_borrowed source)
{
    PyObject *raw = HF_USE(source), *result = NULL;
    if (hf_private_ready(__func__, raw, true)) {
        result = PyBytes_FromObject(raw);
    }
    return HF_RESULT(bytes, result);
}

hf_worked hf_bytes_get(hf_bytes_borrowed self, Py_ssize_t i, uint8_t *out)
{
    PyObject *raw = HF_USE(self);
    *out = 0;
    if (!hf_private_bytes_usable(__func__, raw)) {
        return hf_worked_if(false);
    }
    if (i < 0 || i >= PyBytes_GET_SIZE(raw)) {
        return hf_worked_if(out_of_range(__func__, i));
    }
    *out = (uint8_t)PyBytes_AS_STRING(raw)[i];
    return hf_worked_if(true);
}

hf_worked hf_bytes_as_view(hf_bytes_borrowed self, hf_bytes_view *out)
{
    PyObject *raw = HF_USE(self);
    *out = (hf_bytes_view){NULL, -1};
    if (!hf_private_bytes_usable(__func__, raw)) {
        return hf_worked_if(false);
    }
    out->size = PyBytes_GET_SIZE(raw);
    out->data = HF_VIEW(self, PyBytes_AS_STRING(raw), out->size);
    return hf_worked_if(true);
}

hf_bytes hf_bytes_append(hf_bytes self, hf_bytes_borrowed right)
{
    /* |right| first: taking |self| ends what was borrowed from it. */
    PyObject *b = HF_USE_BESIDE(right, self), *a = HF_TAKE(self);
    if (!hf_private_bytes_usable(__func__, a) ||
        !hf_private_bytes_usable(__func__, b)) {
        Py_XDECREF(a);
        return hf_null(bytes);
    }
    return HF_NEW(bytes, grown(a, PyBytes_AS_STRING(b), PyBytes_GET_SIZE(b)));
}

hf_bytes hf_bytes_append_data(hf_bytes self, const void *data, Py_ssize_t size)
{
    PyObject *a = HF_TAKE_LATE(self); /* |data| may be a view of it */
    if (!hf_private_bytes_usable(__func__, a) ||
        !hf_private_memory_usable(__func__, data, size)) {
        Py_XDECREF(a);
        return HF_WAS_LATE(hf_null(bytes));
    }
    return HF_WAS_LATE(HF_NEW(bytes, grown(a, data, size)));
}

hf_bytes hf_bytes_concat(hf_bytes_borrowed left, hf_bytes_borrowed right)
{
    PyObject *a = HF_USE(left), *b = HF_USE(right);
    if (!hf_private_bytes_usable(__func__, a) ||
        !hf_private_bytes_usable(__func__, b)) {
        return hf_null(bytes);
    }
    return HF_NEW(bytes, made(PyBytes_AS_STRING(a), PyBytes_GET_SIZE(a),
                              PyBytes_AS_STRING(b), PyBytes_GET_SIZE(b)));
}

hf_bytes hf_bytes_slice(hf_bytes_borrowed self, Py_ssize_t start,
                        Py_ssize_t end)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_bytes_usable(__func__, raw)) {
        return hf_null(bytes);
    }
    if (start < 0 || end < 0) {
        out_of_range(__func__, start < 0 ? start : end);
        return hf_null(bytes);
    }
    Py_ssize_t n = PyBytes_GET_SIZE(raw);
    end = Py_MIN(end, n);
    start = Py_MIN(start, end);
    return HF_NEW(bytes,
                  made(NULL, 0, PyBytes_AS_STRING(raw) + start, end - start));
}

hf_answer hf_bytes_equal(hf_bytes_borrowed left, hf_bytes_borrowed right)
{
    PyObject *a = HF_USE(left), *b = HF_USE(right);
    if (!hf_private_bytes_usable(__func__, a) ||
        !hf_private_bytes_usable(__func__, b)) {
        return hf_answer_failed();
    }
    Py_ssize_t n = PyBytes_GET_SIZE(a);
    return hf_answer_yes_if(
        n == PyBytes_GET_SIZE(b) &&
        memcmp(PyBytes_AS_STRING(a), PyBytes_AS_STRING(b), (size_t)n) == 0);
}

/* ---- The names of files. */

hf_bytes hf_bytes_from_path(hf_object_borrowed path)
{
    PyObject *raw = HF_USE(path), *result = NULL;
    if (hf_private_ready(__func__, raw, true)) {
        PyUnicode_FSConverter(raw, &result); /* NULL where it fails */
    }
    return HF_RESULT(bytes, result);
}

hf_str hf_str_from_path(hf_object_borrowed path)
{
    PyObject *raw = HF_USE(path), *result = NULL;
    if (hf_private_ready(__func__, raw, true)) {
        PyUnicode_FSDecoder(raw, &result);
    }
    return HF_RESULT(str, result);
}

hf_str hf_str_from_path_data(const char *data, Py_ssize_t size)
{
    HF_NEED_GIL();
    if (!hf_private_memory_usable(__func__, data, size)) {
        return hf_null(str);
    }
    hf_private_pending pending = hf_private_set_aside();
    PyObject *result = PyUnicode_DecodeFSDefaultAndSize(size > 0 ? data : "",
                                                        size);
    hf_private_set_again(&pending);
    return HF_NEW(str, result);
}
