/* raise.c: a report as an exception, holdfast.OwnershipError: a type that each
 * interpreter has one of, under that name in its dict. */
#include "report.h"

#ifdef HF_CHECKED

#include <string.h>

PyObject *hf_report_item(PyObject *dict, const char *name)
{
    if (dict == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    /* Not PyDict_GetItemString: it has no item where there is no memory. */
    PyObject *key = PyUnicode_FromString(name);
    if (key == NULL) {
        return NULL;
    }
    PyObject *item = PyDict_GetItemWithError(dict, key);
    Py_DECREF(key);
    return item;
}

/* ownership_error is the type, borrowed from the interpreter's dict; or null.
 */
static PyObject *ownership_error(void)
{
    static const char name[] = "holdfast.OwnershipError";
    PyObject *known = PyInterpreterState_GetDict(PyInterpreterState_Get());
    PyObject *type = hf_report_item(known, name);
    if (type == NULL && PyErr_Occurred() == NULL) {
        type = PyErr_NewException(name, PyExc_RuntimeError, NULL);
        if (type != NULL && PyDict_SetItemString(known, name, type) < 0) {
            Py_CLEAR(type);
        }
        Py_XDECREF(type); /* the dict's now */
    }
    return type;
}

bool hf_report_is_raised(void)
{
    /* By name: to look the type up may allocate, and lose the exception. */
    PyObject *error = PyErr_Occurred();
    return strcmp(((PyTypeObject *)error)->tp_name, "OwnershipError") == 0;
}

void hf_report_raise(const char *report)
{
    PyObject *types[2], *values[2], *tracebacks[2];
    PyErr_Fetch(&types[0], &values[0], &tracebacks[0]);
    PyObject *type = report != NULL ? ownership_error() : NULL;
    /* Not PyErr_SetString: before CPython 3.12 it raises without a message
     * where it cannot make one. Names of files need not be UTF-8. */
    PyObject *message = type != NULL
                            ? PyUnicode_DecodeUTF8(report,
                                                   (Py_ssize_t)strlen(report),
                                                   "backslashreplace")
                            : NULL;
    if (message != NULL) {
        PyErr_SetObject(type, message);
        Py_DECREF(message);
    } else {
        PyErr_NoMemory();
    }
    if (types[0] == NULL) {
        return;
    }
    PyErr_Fetch(&types[1], &values[1], &tracebacks[1]);
    for (int i = 0; i < 2; i++) {
        PyErr_NormalizeException(&types[i], &values[i], &tracebacks[i]);
    }
    if (tracebacks[0] != NULL) {
        PyException_SetTraceback(values[0], tracebacks[0]);
    }
    PyException_SetContext(values[1], values[0]);
    Py_DECREF(types[0]);
    Py_XDECREF(tracebacks[0]);
    PyErr_Restore(types[1], values[1], tracebacks[1]);
}

#endif /* HF_CHECKED */
