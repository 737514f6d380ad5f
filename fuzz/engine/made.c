#include "fuzz/engine/process.h"

PyObject *fuzz_made(PyObject *raw)
{
    if (raw == NULL) {
        PyErr_Print();
        fuzz_failed("engine", "the target does not start");
    }
    return raw;
}
