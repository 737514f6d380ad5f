#include "fuzz/engine/process.h"

PyObject *fuzz_made(PyObject *raw)
{
    if (raw == NULL) {
        PyErr_Print();
        fuzz_failed("engine", "the target does not start");
    }
    return raw;
}

void fuzz_set_made(PyObject *dict, const char *key, PyObject *made)
{
    PyDict_SetItemString(dict, key, fuzz_made(made));
    Py_DECREF(made);
}
