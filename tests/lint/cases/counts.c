/* Raw reference counting: 7 uses. Not Py_INCREF in a comment. */
#include "core/holdfast.h"

// nor Py_DECREF here
void counts(PyObject *x, PyObject **y);
void counts(PyObject *x, PyObject **y)
{
    const char *text = "nor Py_XINCREF(x) in \"quotes\" Py_INCREF(x)";
    (void)text;
    Py_INCREF(x), Py_XINCREF(x);
    Py_DECREF(x);
    Py_XDECREF(x);
    Py_CLEAR(*y);
    Py_IncRef(x);
    *y = Py_NewRef(x);
    hf_decref(hf_none());
}
