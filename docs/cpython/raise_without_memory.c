/* PyErr_Format without memory for the words: the exception has none, where it is to be
 * a MemoryError. */
#include "shared.h"

int main(void)
{
    start();
    for (int n = 1, done = 0; !done; n++) {
        fail(n);
        PyErr_Format(PyExc_ValueError, "no %R", Py_None);
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        done = ended();
        if (type == PyExc_ValueError && value == NULL) {
            return 1;
        }
    }
    return 0;
}
