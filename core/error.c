#define HF_CORE
#include "error.h"

#include <stdarg.h>

void hf_private_error_raise(PyObject *type, const char *letters,
                            const char *format, ...)
{
    /* Not PyErr_FormatV: before CPython 3.12 it raises without a message
     * where it cannot make one. */
    PyErr_Clear();
    va_list arguments;
    va_start(arguments, format);
    PyObject *message = hf_private_format("hf_error_raise", letters, format,
                                          arguments);
    va_end(arguments);
    if (message != NULL) {
        PyErr_SetObject(type, message);
        Py_DECREF(message);
    }
}

bool hf_error_matches(PyObject *type)
{
    return PyErr_Occurred() != NULL && PyErr_ExceptionMatches(type);
}

hf_exception hf_error_fetch(void)
{
#if PY_VERSION_HEX >= 0x030C0000
    return HF_AGAIN(exception, PyErr_GetRaisedException());
#else
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback); /* if there is one */
    if (traceback != NULL) {
        PyException_SetTraceback(value, traceback);
    }
    Py_XDECREF(type);
    Py_XDECREF(traceback);
    return HF_AGAIN(exception, value);
#endif
}

void hf_error_restore(hf_exception exception)
{
    PyObject *value = HF_TAKE(exception);
    if (HF_UNLIKELY(value != NULL && !PyExceptionInstance_Check(value))) {
        hf_refuse(__func__, value, "BaseException");
        Py_DECREF(value);
        return;
    }
#if PY_VERSION_HEX >= 0x030C0000
    PyErr_SetRaisedException(value);
#else
    PyObject *type = NULL, *traceback = NULL;
    if (value != NULL) {
        type = (PyObject *)Py_TYPE(value);
        Py_INCREF(type);
        traceback = PyException_GetTraceback(value);
    }
    PyErr_Restore(type, value, traceback);
#endif
}

void hf_error_clear(void)
{
    PyErr_Clear();
}
