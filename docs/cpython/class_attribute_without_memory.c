/* A class attribute that is set, without memory for it: AttributeError. */
#include "shared.h"

int main(void)
{
    start();
    PyObject *type = value_of("type('Kelp', (), {})");
    int wrong = 0;
    for (int i = 0; i < 100; i++) {
        PyObject *name = PyUnicode_FromFormat("name%d", i);
        PyUnicode_InternInPlace(&name);
        for (int n = 1, done = 0; !done; n++) {
            fail(n);
            PyObject_SetAttr(type, name, Py_None);
            wrong |= PyErr_ExceptionMatches(PyExc_AttributeError);
            done = ended();
        }
        Py_DECREF(name);
    }
    Py_DECREF(type);
    return wrong;
}
