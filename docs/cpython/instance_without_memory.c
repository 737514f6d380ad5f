/* An instance ends whose dict somebody else holds, without memory for what the dict is
 * then to keep: the exception that is set is cleared. */
#include "shared.h"

int main(void)
{
    start();
    PyRun_SimpleString("class Kelp: pass\n");
    for (int n = 1, done = 0; !done; n++) {
        PyObject *instance = value_of("Kelp()");
        PyObject_SetAttrString(instance, "length", Py_None);
        PyObject *held = PyObject_GetAttrString(instance, "__dict__");
        PyErr_SetNone(PyExc_KeyError);
        fail(n);
        Py_DECREF(instance);
        int is_set = PyErr_ExceptionMatches(PyExc_KeyError);
        done = ended();
        Py_DECREF(held);
        if (!is_set) {
            return 1;
        }
    }
    return 0;
}
