/* PyType_FromSpec without memory for the name of the type: NULL without an exception. */
#include "shared.h"

int main(void)
{
    start();
    PyType_Slot slots[] = {{0, NULL}};
    PyType_Spec spec = {"reef.Kelp", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT,
                        slots};
    for (int n = 1, done = 0; !done; n++) {
        fail(n);
        PyObject *type = PyType_FromSpec(&spec);
        if (type == NULL && PyErr_Occurred() == NULL) {
            return 1;
        }
        Py_XDECREF(type);
        done = ended();
    }
    return 0;
}
