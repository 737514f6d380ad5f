/* Allocations that fail. */
#include "native.h"

bool read_ranges(PyObject *list, holdfast_range *out, size_t *n)
{
    *n = 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list) && *n < RANGES; i++) {
        unsigned long long start, end;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(list, i), "KK", &start, &end)) {
            return false;
        }
        out[(*n)++] = (holdfast_range){(uintptr_t)start, (uintptr_t)end};
    }
    return true;
}

/* fail(k, ranges): the k-th allocation from now on that is made within one of
 * the ranges, (start, end) pairs, fails; 0 ends it. */
PyObject *native_fail(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    holdfast_range ranges[RANGES];
    size_t n;
    Py_ssize_t k;
    PyObject *list;
    if (!need_preload() ||
        !PyArg_ParseTuple(arguments, "nO!", &k, &PyList_Type, &list) ||
        !read_ranges(list, ranges, &n)) {
        return NULL;
    }
    static bool hooked;
    if (k > 0 && !hooked) {
        hook();
        hooked = true;
    }
    preload->fail(k > 0 ? (size_t)k : 0, ranges, n, loop());
    if (k <= 0 && hooked) {
        unhook();
        hooked = false;
    }
    return hf_into_raw(hf_none());
}

/* How many allocations were made there since fail(). */
PyObject *native_failures(PyObject *Py_UNUSED(module),
                          PyObject *Py_UNUSED(nothing))
{
    return need_preload() ? PyLong_FromSize_t(preload->failures()) : NULL;
}

PyObject *native_failed(PyObject *Py_UNUSED(module),
                        PyObject *Py_UNUSED(nothing))
{
    return need_preload() ? list_of_places(preload->failed()) : NULL;
}

PyObject *native_preloaded(PyObject *Py_UNUSED(module),
                           PyObject *Py_UNUSED(nothing))
{
    return PyBool_FromLong(preload != NULL);
}
